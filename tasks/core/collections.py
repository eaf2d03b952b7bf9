"""Collections: what a server of questionnaires holds, what of it is new, and how a pull is laid out and recorded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tasks.core.identifiers import derive_id
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.sources import Answer, Interview
from tasks.core.spellings import simplify

KOBO, ODK = "kobotoolbox", "odk-central"
COUNTS = ("listed", "new", "edited", "reviewed", "deleted")
"""What is counted of a pull."""
SHORT_NAMES = {KOBO: "kobo", ODK: "odk"}
PULLS = "pulls"
"""Key of source.yaml under which pulls are recorded."""
LIST_NAME, DATA_NAME = "list", "data"
"""How the files of a pull begin: what the server listed, and the submissions it gave."""
STAMP_FORMAT = "%Y%m%dT%H%M%SZ"

WITHDRAWN = ProblemKind(
    "W020",
    Severity.INFO,
    "Responses deleted or rejected on the collection server after they were received: {n}; they are left out.",
    "Nothing to mend; source.yaml lists them.",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A form on a collection server.

    Attributes:
        kind: `KOBO` or `ODK`.
        server: address without a path.
        form: the asset's uid, or "project/form id".
    """

    kind: str
    server: str
    form: str

    @property
    def stem(self) -> str:
        """Return how names of its files begin."""
        host = self.server.partition("://")[2]
        return "-".join(safe_name(part) for part in (SHORT_NAMES[self.kind], host, self.form))

    def owns(self, pull: Mapping[str, Any]) -> bool:
        """Tell whether a recorded pull was from here."""
        return (pull.get("kind"), pull.get("server"), str(pull.get("form"))) == (self.kind, self.server, self.form)


@dataclass(frozen=True, slots=True)
class Target:
    """Which form to collect: of one of the two servers.

    Attributes:
        kobo_url: "https://kf.kobotoolbox.org", "" for ODK Central.
        asset: uid of the form on KoboToolbox.
        odk_url: "https://central.example.org", "" for KoboToolbox.
        project: number of the project on ODK Central.
        form: id of the form there.
    """

    kobo_url: str = ""
    asset: str = ""
    odk_url: str = ""
    project: int = 0
    form: str = ""

    def at(self, address: str) -> Source:
        """Return the form at a server's address."""
        if self.kobo_url:
            return Source(KOBO, address, self.asset)
        return Source(ODK, address, f"{self.project}/{self.form}")


@dataclass(frozen=True, slots=True)
class SignIn:
    """What signs in to a server; never shown, logged or written.

    Attributes:
        token: of KoboToolbox.
        email: of an ODK Central user.
        password: theirs.
    """

    token: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """A submission as a server lists it.

    Attributes:
        id: what it is asked for by.
        uuid: of its first version: it stays when the submission is edited.
        version: changes with every edit.
        review: review state as the server names it.
        changed: when it came or was last edited, ISO 8601, "" untold.
        is_rejected: the review state leaves it out.
    """

    id: str
    uuid: str
    version: str
    review: str = ""
    changed: str = ""
    is_rejected: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two lists of a form's submissions.

    Attributes:
        new: not listed before.
        edited: listed before in another version.
        reviewed: only the review state differs.
        deleted: listed before, and no more.
        replaced: uuids that an edit has given up.
    """

    new: tuple[Listed, ...] = ()
    edited: tuple[Listed, ...] = ()
    reviewed: tuple[Listed, ...] = ()
    deleted: tuple[Listed, ...] = ()
    replaced: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[Listed, ...]:
        """Return what is to be fetched."""
        return (*self.new, *self.edited, *self.reviewed)

    def __bool__(self) -> bool:
        return bool(self.wanted or self.deleted)


def safe_name(text: str) -> str:
    """Return a text as part of a file's name."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", text).strip("-")


def find_changes(known: Iterable[Listed], listed: Iterable[Listed]) -> Changes:
    """Compare what a server lists with what it listed at the last pull.

    Args:
        known: as listed at the last pull.
        listed: as listed now.

    Returns:
        The changes, each in the server's order.
    """
    before = {submission.id: submission for submission in known}
    now = {submission.id: submission for submission in listed}
    both = [submission for submission in now.values() if submission.id in before]
    edited = [submission for submission in both if submission.version != before[submission.id].version]
    return Changes(
        new=tuple(submission for submission in now.values() if submission.id not in before),
        edited=tuple(edited),
        reviewed=tuple(
            submission
            for submission in both
            if submission.version == before[submission.id].version and submission.review != before[submission.id].review
        ),
        deleted=tuple(submission for submission in before.values() if submission.id not in now),
        replaced=tuple(
            uuid for submission in edited if (uuid := before[submission.id].uuid) and uuid != submission.uuid
        ),
    )


def list_kobo(pages: Iterable[Mapping[str, Any]], rejected: frozenset[str]) -> tuple[Listed, ...]:
    """Read what KoboToolbox lists.

    Args:
        pages: answers of `/data.json`, whole or with a few fields.
        rejected: review states that leave a response out, simplified.

    Returns:
        The submissions; one that stands on two pages counts once.
    """
    found: dict[str, Listed] = {}
    for page in pages:
        for submission in page["results"]:
            uuid = _bare(submission.get("_uuid"))
            review = _kobo_review(submission)
            found[str(submission["_id"])] = Listed(
                id=str(submission["_id"]),
                uuid=_bare(submission.get("meta/rootUuid")) or uuid,
                version=uuid,
                review=review,
                changed=str(submission.get("_submission_time") or ""),
                is_rejected=simplify(review) in rejected,
            )
    return tuple(found.values())


def list_odk(submissions: Iterable[Mapping[str, Any]], rejected: frozenset[str]) -> tuple[Listed, ...]:
    """Read what ODK Central lists.

    Args:
        submissions: answer of `/submissions`.
        rejected: review states that leave a response out, simplified.

    Returns:
        The submissions.
    """
    found = []
    for submission in submissions:
        current = submission.get("currentVersion") or {}
        review = str(submission.get("reviewState") or "")
        changed = str(submission.get("updatedAt") or submission["createdAt"])
        found.append(
            Listed(
                id=str(submission["instanceId"]),
                uuid=_bare(submission["instanceId"]),
                version=f"{_bare(current.get('instanceId'))} {'' if current else changed}".strip(),
                review=review,
                changed=changed,
                is_rejected=simplify(review) in rejected,
            )
        )
    return tuple(found)


def _bare(uuid: object) -> str:
    return str(uuid or "").removeprefix("uuid:")


def _kobo_review(submission: Mapping[str, Any]) -> str:
    status = submission.get("_validation_status")
    return str(status.get("label") or status.get("uid") or "") if isinstance(status, dict) else ""


# --- source.yaml ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Pull:
    """A pull to be recorded.

    Attributes:
        source: form and server.
        pulled_at: UTC, ISO 8601.
        pulled_by: person or team, "" untold.
        title: of the form.
        version: of the form, as deployed.
        n_listed: submissions on the server.
        changes: since the last pull.
        is_full: everything was fetched, not only what changed.
        files: path below the country folder -> sha256.
    """

    source: Source
    pulled_at: str
    pulled_by: str
    title: str
    version: str
    n_listed: int
    changes: Changes
    is_full: bool
    files: Mapping[str, str] = field(default_factory=dict)

    def record(self, withdrawn: frozenset[str]) -> dict[str, Any]:
        """Return the entry of source.yaml.

        Args:
            withdrawn: uuids that earlier pulls have withdrawn.

        Returns:
            Plain values; nothing that signs anybody in, and no answer.
        """
        changes = self.changes
        gone = [*(submission.uuid for submission in changes.deleted), *changes.replaced]
        rejected = [submission.uuid for submission in (*changes.edited, *changes.reviewed) if submission.is_rejected]
        restored = [
            submission.uuid
            for submission in changes.wanted
            if submission.uuid in withdrawn and not submission.is_rejected
        ]
        listed = {"deleted": gone, "rejected": rejected, "restored": restored}
        return {
            "pulled_at": self.pulled_at,
            **({"pulled_by": self.pulled_by} if self.pulled_by else {}),
            "kind": self.source.kind,
            "server": self.source.server,
            "form": self.source.form,
            "form_title": self.title,
            "form_version": self.version,
            "is_full": self.is_full,
            "n_listed": self.n_listed,
            "n_new": len(changes.new),
            "n_edited": len(changes.edited),
            "n_reviewed": len(changes.reviewed),
            "n_deleted": len(changes.deleted),
            **{name: uuids for name, uuids in listed.items() if uuids},
            "files": dict(self.files),
        }


def recorded_pulls(record: Mapping[str, Any], source: Source | None = None) -> list[Mapping[str, Any]]:
    """Return the pulls that source.yaml records.

    Args:
        record: content of source.yaml.
        source: whose; None for all.

    Returns:
        In the order they were made.
    """
    pulls = record.get(PULLS)
    own = [pull for pull in pulls if isinstance(pull, dict)] if isinstance(pulls, list) else []
    return [pull for pull in own if source is None or source.owns(pull)]


def pulled_files(record: Mapping[str, Any], country: str) -> frozenset[str]:
    """Return the files that source.yaml says were received from servers, as paths below the raw folder."""
    return frozenset(f"{country}/{file}" for pull in recorded_pulls(record) for file in pull.get("files") or ())


def since_full(pulls: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the pulls from the last full one on: together they hold all that was received."""
    starts = [number for number, pull in enumerate(pulls) if pull.get("is_full")]
    return list(pulls[starts[-1] :]) if starts else list(pulls)


def withdrawn_uuids(record: Mapping[str, Any]) -> frozenset[str]:
    """Return the submissions that their server no longer holds, or holds as rejected.

    Args:
        record: content of source.yaml.

    Returns:
        The uuids of their first versions.
    """
    gone: set[str] = set()
    for pull in recorded_pulls(record):
        gone -= set(_uuids(pull, "restored"))
        gone |= {*_uuids(pull, "deleted"), *_uuids(pull, "rejected")}
    return frozenset(gone)


def _uuids(pull: Mapping[str, Any], name: str) -> list[str]:
    listed = pull.get(name)
    return [str(uuid) for uuid in listed] if isinstance(listed, list) else []


def leave_out_withdrawn(
    interviews: Sequence[Interview], answers: Sequence[Answer], record: Mapping[str, Any], country: str
) -> tuple[tuple[Interview, ...], tuple[Answer, ...], tuple[Problem, ...]]:
    """Leave out the responses that were deleted or rejected on their server after they had been received.

    Args:
        interviews: of questionnaires.
        answers: theirs.
        record: content of the country's source.yaml.
        country: ISO 3166-1 alpha-3.

    Returns:
        The interviews and answers that stay, and a problem that counts the others.
    """
    gone = {derive_id("response", country, uuid) for uuid in withdrawn_uuids(record)}
    kept = tuple(interview for interview in interviews if interview.interview_id not in gone)
    n_gone = len(interviews) - len(kept)
    problems = (WITHDRAWN.at(f"{country}/source.yaml", n=n_gone),) if n_gone else ()
    return kept, tuple(answer for answer in answers if answer.interview_id not in gone), problems
