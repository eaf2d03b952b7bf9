"""Collects questionnaire submissions from KoboToolbox and ODK Central into the raw folder, and records each pull."""

from __future__ import annotations

import datetime
import json
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tasks.adapters.collected_files import pack_tables, pack_workbook
from tasks.adapters.disk import DiskError, remove, sweep, write_bytes
from tasks.adapters.kobo_servers import KoboForm, KoboServer
from tasks.adapters.locks import hold
from tasks.adapters.odk_servers import OdkForm, OdkServer
from tasks.adapters.source_records import RecordError, add_pull, read_record
from tasks.adapters.store import Store
from tasks.adapters.survey_contexts import load_export_words
from tasks.adapters.survey_files import read_export
from tasks.adapters.web_servers import STRANGE_ANSWER, ServerError, WebServer
from tasks.audit import note
from tasks.core.collections import (
    COUNTS,
    DATA_NAME,
    KOBO,
    LIST_NAME,
    ODK,
    STAMP_FORMAT,
    Changes,
    Listed,
    Pull,
    SignIn,
    Source,
    Target,
    find_changes,
    list_kobo,
    list_odk,
    recorded_pulls,
    safe_name,
    since_full,
    withdrawn_uuids,
)
from tasks.core.identifiers import sha256_of
from tasks.core.paces import Pace
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.sheets import Sheet
from tasks.core.submissions import lay_out_form, lay_out_submissions

RESPONSES, RECEIVED, FORMS, RECORD = "responses", "responses/.received", "forms", "source.yaml"
ROUNDS = 3
"""A server may change while it is read: so often is the list asked for anew."""

NO_FOLDER = ProblemKind(
    "W015",
    Severity.CRITICAL,
    "There is no folder of this country to put responses into.",
    "Make one with `msp init {country}`.",
)
NO_SIGN_IN = ProblemKind(
    "W009",
    Severity.CRITICAL,
    "There is no {what} to sign in with.",
    "Set {names} in the environment, or name a Secret block that holds it.",
)
EMPTIED = ProblemKind(
    "W011",
    Severity.CRITICAL,
    "The server lists no submission any more; it listed {n} at the last pull. Nothing was changed here.",
    "Check that the account may still view the submissions. If they were all deleted, delete their files here by hand.",
)
CHANGED_FILE = ProblemKind(
    "W012",
    Severity.WARNING,
    "The file is not as it was received; all submissions are received anew.",
    "Leave raw files as they are; put corrected copies elsewhere.",
)
UNSETTLED = ProblemKind(
    "W013",
    Severity.CRITICAL,
    "The server does not give {n} submissions that it lists.",
    "Pull again later; what was received so far is kept and not asked for again.",
)
NO_VERSION = ProblemKind(
    "W014",
    Severity.WARNING,
    "The server does not give version '{version}' of the form.",
    "Download the XLSForm of that version from the server's page into forms/.",
)


@dataclass(frozen=True, slots=True)
class Collected:
    """How a pull ended.

    Attributes:
        country: ISO 3166-1 alpha-3.
        counts: listed, new, edited, reviewed, deleted.
        files: what was written, below the raw folder.
        problems: what was wrong.
        is_passing: it failed in a way that may pass.
    """

    country: str
    counts: Mapping[str, int] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_passing: bool = False

    @property
    def summary(self) -> str:
        """Return the counts in one line."""
        return f"{self.country}: " + ", ".join(f"{self.counts.get(name, 0)} {name}" for name in COUNTS)


def collect(
    store: Store,
    country: str,
    target: Target,
    sign_in: SignIn,
    *,
    now: datetime.datetime | None = None,
    pulled_by: str = "",
    pace: Pace | None = None,
    page_size: int = 100,
    sleep: Callable[[float], None] = time.sleep,
) -> Collected:
    """Collect what is new, edited, reviewed or deleted since the last pull.

    Args:
        store: raw folder.
        country: ISO 3166-1 alpha-3; its folder exists.
        target: server and form.
        sign_in: token, or e-mail and password.
        now: time of the pull.
        pulled_by: person or team, for source.yaml.
        pace: how fast and how patiently the server is asked.
        page_size: submissions asked for at once.
        sleep: waits; replaced in tests.

    Returns:
        What came, or the problem that ended the pull. Raw files that were there are as they were.
    """
    found: list[Problem] = []
    locks = [store.raw_lock(country)] if (store.raw / country).is_dir() else []
    address = target.kobo_url or target.odk_url
    try:
        with hold(locks, f"the raw folder of {country}"), WebServer(address, pace or Pace(), sleep) as web:
            sweep(store.raw / country)
            source = target.at(web.address)
            _check_sign_in(source, sign_in)
            pull = _begin(store, country, source, now or datetime.datetime.now(datetime.UTC), pulled_by, found)
            return _collect_from(web, pull, target, sign_in, page_size)
    except ServerError as error:
        return Collected(country, problems=(*found, error.problem), is_passing=error.is_passing)
    except (RecordError, DiskError) as error:
        return Collected(country, problems=(*found, error.problem))


def _collect_from(web: WebServer, pull: _Pull, target: Target, sign_in: SignIn, page_size: int) -> Collected:
    if pull.source.kind == KOBO:
        return _collect_kobo(pull, KoboServer(web, target.asset, sign_in.token, page_size))
    server = OdkServer(web, target.project, target.form, sign_in.email, sign_in.password)
    try:
        return _collect_odk(pull, server)
    finally:
        server.close()


def _check_sign_in(source: Source, sign_in: SignIn) -> None:
    if source.kind == KOBO and not sign_in.token:
        raise ServerError(NO_SIGN_IN.at(what="token", names="MSP_KOBO_TOKEN"))
    if source.kind == ODK and not (sign_in.email and sign_in.password):
        raise ServerError(NO_SIGN_IN.at(what="e-mail and password", names="MSP_ODK_EMAIL and MSP_ODK_PASSWORD"))


# --- a pull ---------------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class _Pull:
    """A pull being made."""

    folder: Path
    source: Source
    record: dict[str, Any]
    name: str
    pulled_at: datetime.datetime
    pulled_by: str
    problems: list[Problem]
    is_full: bool = False
    known: tuple[Listed, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    """Path below the country folder -> sha256, of what is to be recorded."""
    written: list[str] = field(default_factory=list)

    @property
    def country(self) -> str:
        return self.folder.name

    @property
    def pending(self) -> Path:
        """Return where the server's answers are kept as received."""
        return self.folder / RECEIVED / self.name

    def keep(self, name: str, content: bytes) -> None:
        """Keep an answer as received; it counts once the pull is recorded."""
        write_bytes(self.pending / name, content)

    def write(self, file: str, content: bytes) -> None:
        """Write a file of the country folder."""
        write_bytes(self.folder / file, content)
        self.files[file] = sha256_of(content)
        self.written.append(f"{self.country}/{file}")

    def compare(self, listed: Sequence[Listed]) -> tuple[Changes, tuple[Listed, ...]]:
        """Return what changed and what is to be fetched."""
        if self.known and not listed:
            raise ServerError(EMPTIED.at(n=len(self.known)))
        changes = find_changes(self.known, listed)
        return changes, tuple(listed) if self.is_full else changes.wanted

    def finish(self, changes: Changes, listed: Sequence[Listed], title: str, version: str) -> Collected:
        """Record the pull: source.yaml comes last, so that what it names is there."""
        kept = {path.relative_to(self.folder).as_posix(): path for path in sorted(self.pending.glob("*"))}
        files = {file: sha256_of(path.read_bytes()) for file, path in kept.items()}
        pull = Pull(
            source=self.source,
            pulled_at=self.pulled_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            pulled_by=self.pulled_by,
            title=title,
            version=version,
            n_listed=len(listed),
            changes=changes,
            is_full=self.is_full,
            files=self.files | files,
        )
        entry = pull.record(withdrawn_uuids(self.record))
        add_pull(self.folder / RECORD, f"{self.country}/{RECORD}", self.record, entry)
        found = self.result(changes, listed)
        note(self.folder.parent, "pulled", self.country, counts=dict(found.counts), files=len(found.files))
        return found

    def result(self, changes: Changes, listed: Sequence[Listed]) -> Collected:
        """Return how the pull ended."""
        counts = {"listed": len(listed), "new": len(changes.new), "edited": len(changes.edited)}
        counts |= {"reviewed": len(changes.reviewed), "deleted": len(changes.deleted)}
        return Collected(self.country, counts, tuple(self.written), tuple(self.problems))

    def nothing(self, listed: Sequence[Listed]) -> Collected:
        """End a pull that brought nothing: it leaves nothing behind."""
        remove(self.pending)
        return self.result(Changes(), listed)


def _begin(
    store: Store, country: str, source: Source, now: datetime.datetime, pulled_by: str, found: list[Problem]
) -> _Pull:
    folder = store.raw / country
    if not folder.is_dir():
        raise RecordError(NO_FOLDER.at(country, country=country))
    record, faults = read_record(folder / RECORD, f"{country}/{RECORD}")
    if faults:
        raise RecordError(faults[0])
    names = {Path(file).parent.name for pull in recorded_pulls(record) for file in pull.get("files") or ()}
    name, pulled_at = _name_pull(folder, source, names, now)
    pull = _Pull(folder, source, record, name, pulled_at, pulled_by or str(record.get("collected_by") or ""), found)
    _load_known(pull)
    return pull


def _name_pull(
    folder: Path, source: Source, recorded: set[str], now: datetime.datetime
) -> tuple[str, datetime.datetime]:
    """Name a pull so that its files come after those of earlier pulls; one that was cut short is taken up again."""
    pattern = re.compile(rf"{re.escape(source.stem)}-(\d{{8}}T\d{{6}}Z)")
    last = max((match[1] for name in recorded if (match := pattern.fullmatch(name))), default="")
    pending = sorted(path.name for path in (folder / RECEIVED).glob("*") if path.is_dir() and path.name not in recorded)
    for name in pending:
        if (match := pattern.fullmatch(name)) and match[1] > last:
            return name, datetime.datetime.strptime(match[1], STAMP_FORMAT).replace(tzinfo=datetime.UTC)
    moment = now.astimezone(datetime.UTC).replace(microsecond=0)
    if last:
        after = datetime.datetime.strptime(last, STAMP_FORMAT).replace(tzinfo=datetime.UTC)
        moment = max(moment, after + datetime.timedelta(seconds=1))
    return f"{source.stem}-{moment.strftime(STAMP_FORMAT)}", moment


def _load_known(pull: _Pull) -> None:
    """Load what the last pull listed, and tell whether all that was received is still as it was."""
    pulls = since_full(recorded_pulls(pull.record, pull.source))
    pull.is_full = not pulls
    for entry in pulls:
        for file, digest in (entry.get("files") or {}).items():
            if file.startswith(f"{RESPONSES}/") and _hash_of(pull.folder / file) != digest:
                pull.problems.append(CHANGED_FILE.at(f"{pull.country}/{file}"))
                pull.is_full = True
    if pulls:
        files = [file for file in pulls[-1].get("files") or {} if Path(file).name.startswith(f"{LIST_NAME}-")]
        with suppress(OSError, ValueError, KeyError, TypeError):
            pull.known = _read_list(pull.source, [json.loads((pull.folder / file).read_bytes()) for file in files])


def _hash_of(path: Path) -> str:
    try:
        return sha256_of(path.read_bytes())
    except OSError:
        return ""


def _read_list(source: Source, pages: Sequence[Any]) -> tuple[Listed, ...]:
    rejected = load_export_words().rejected
    if source.kind == KOBO:
        return list_kobo(pages, rejected)
    return list_odk((one for page in pages for one in page), rejected)


def _keep_list(pull: _Pull, pages: Iterable[bytes]) -> None:
    for old in pull.pending.glob(f"{LIST_NAME}-*"):
        remove(old)
    for number, content in enumerate(pages, start=1):
        pull.keep(f"{LIST_NAME}-{number:04d}.json", content)


# --- KoboToolbox ----------------------------------------------------------------------------------------------------
def _collect_kobo(pull: _Pull, server: KoboServer) -> Collected:
    form = server.describe()
    lacking = 0
    for _ in range(ROUNDS):
        pages = list(server.list_pages())
        listed = _read_list(pull.source, [page for _, page in pages])
        changes, wanted = pull.compare(listed)
        if not changes and not wanted:
            return pull.nothing(listed)
        held = _receive(pull, server, wanted)
        lacking = sum(submission.id not in held for submission in wanted)
        if not lacking:
            _keep_list(pull, (content for content, _ in pages))
            if wanted:
                _write_kobo_responses(pull, server, form, [held[submission.id] for submission in wanted])
            return pull.finish(changes, listed, form.title, form.version)
    raise ServerError(UNSETTLED.at(n=lacking), is_passing=True)


def _receive(pull: _Pull, server: KoboServer, wanted: Sequence[Listed]) -> dict[str, dict[str, Any]]:
    """Ask for the submissions that an earlier try has not brought yet, and keep each page as it comes."""
    held, count = _held(pull, wanted)
    lacking = [submission.id for submission in wanted if submission.id not in held]
    for number, (content, _) in enumerate(server.data_pages(lacking), start=count + 1):
        pull.keep(f"{DATA_NAME}-{number:04d}.json", content)
    return _held(pull, wanted)[0]


def _held(pull: _Pull, wanted: Sequence[Listed]) -> tuple[dict[str, dict[str, Any]], int]:
    """Return the submissions received in this pull that are as the list says, and the number of the last page."""
    states = {submission.id: (submission.version, submission.review) for submission in wanted}
    held: dict[str, dict[str, Any]] = {}
    files = sorted(pull.pending.glob(f"{DATA_NAME}-*.json"))
    for file in files:
        page = json.loads(file.read_bytes())
        for submission, listed in zip(page["results"], _each_listed(pull.source, page), strict=True):
            if states.get(listed.id) == (listed.version, listed.review):
                held[listed.id] = submission
    return held, int(files[-1].stem.rpartition("-")[2]) if files else 0


def _each_listed(source: Source, page: Mapping[str, Any]) -> list[Listed]:
    return [_read_list(source, [{"results": [submission]}])[0] for submission in page["results"]]


def _write_kobo_responses(
    pull: _Pull, server: KoboServer, form: KoboForm, submissions: Sequence[Mapping[str, Any]]
) -> None:
    used = [str(submission.get("__version__") or "") for submission in submissions]
    versions = [version for version in dict.fromkeys([form.version, *used]) if safe_name(version) == version != ""]
    contents = {version: content for version in versions if (content := _read_version(pull, server, version))}
    for version, content in contents.items():
        file = f"{FORMS}/{pull.source.stem}-{version}.xlsx"
        if not (pull.folder / file).exists():
            sheets = lay_out_form(content, form_id=pull.source.form, title=form.title, version=version)
            pull.write(file, pack_workbook(sheets))
            with suppress(ServerError):
                pull.keep("form.xls", server.read_xlsform())
    tables = lay_out_submissions(submissions, list(contents.values()) or [form.content])
    pull.write(f"{RESPONSES}/{pull.name}.zip", pack_tables(tables, pull.source.stem))


def _read_version(pull: _Pull, server: KoboServer, version: str) -> dict[str, Any]:
    try:
        return server.read_version(version)
    except ServerError as error:
        if error.is_passing or error.status == 401:
            raise
        pull.problems.append(NO_VERSION.at(f"{pull.country}/{FORMS}", version=version))
        return {}


# --- ODK Central ----------------------------------------------------------------------------------------------------
def _collect_odk(pull: _Pull, server: OdkServer) -> Collected:
    form = server.describe()
    lacking = 0
    for _ in range(ROUNDS):
        content, page = server.list_submissions()
        listed = _read_list(pull.source, [page])
        changes, wanted = pull.compare(listed)
        if not changes and not wanted:
            return pull.nothing(listed)
        sheets, export = _export(pull, server, wanted) if wanted else ((), b"")
        lacking = len({submission.id for submission in wanted} - _cells(sheets, "KEY"))
        if not lacking:
            _keep_list(pull, [content])
            if wanted:
                _write_odk_responses(pull, server, form, sheets, export)
            return pull.finish(changes, listed, form.title, form.version)
    raise ServerError(UNSETTLED.at(n=lacking), is_passing=True)


def _export(pull: _Pull, server: OdkServer, wanted: Sequence[Listed]) -> tuple[tuple[Sheet, ...], bytes]:
    """Ask for the export from the first change on; for all of it when that leaves out something wanted."""
    since = "" if pull.is_full else min(submission.changed for submission in wanted)
    content = server.export(since)
    sheets = _read_tables(pull, content)
    if since and {submission.id for submission in wanted} - _cells(sheets, "KEY"):
        content = server.export()
        sheets = _read_tables(pull, content)
        pull.is_full = True
    return sheets, content


def _read_tables(pull: _Pull, content: bytes) -> tuple[Sheet, ...]:
    path = pull.pending / f"{DATA_NAME}.zip"
    write_bytes(path, content)
    sheets, problems = read_export(path, path.name)
    remove(path)
    if not sheets:
        reason = "no ZIP of tables" if problems else "no table"
        raise ServerError(STRANGE_ANSWER.at(what="submissions", reason=reason))
    return sheets


def _cells(sheets: Iterable[Sheet], column: str) -> set[str]:
    """Return what stands in a column of the form's main table."""
    for sheet in sheets:
        header = sheet.head(1)[0]
        if "SubmissionDate" in header and column in header:
            place = header.index(column)
            return {row[place] for row in sheet.iter_rows(1)}
    return set()


def _write_odk_responses(pull: _Pull, server: OdkServer, form: OdkForm, sheets: Sequence[Sheet], export: bytes) -> None:
    for version in sorted({form.version, *_cells(sheets, "FormVersion")}):
        file = f"{FORMS}/{pull.source.stem}-{safe_name(version) or 'first'}.xlsx"
        if not (pull.folder / file).exists():
            _write_odk_form(pull, server, version, file)
    pull.write(f"{RESPONSES}/{pull.name}.zip", export)


def _write_odk_form(pull: _Pull, server: OdkServer, version: str, file: str) -> None:
    try:
        pull.write(file, server.read_xlsform(version))
    except ServerError as error:
        if error.is_passing or error.status == 401:
            raise
        pull.problems.append(NO_VERSION.at(f"{pull.country}/{FORMS}", version=version))
