"""Validations: whether a country's results are a draft, reviewed, validated, or changed since they were validated."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tasks.core.identifiers import sha256_of
from tasks.core.problems import ProblemKind, Severity
from tasks.core.reviews import NAMED, REJECTED, VALIDATED, VALIDATION, Decision
from tasks.core.rulings import PERSON, SUGGESTED

DRAFT, REVIEWED, STALE = "draft", "reviewed", "stale"
"""States before a validation and after one that no longer holds; `VALIDATED` lies between."""
HASH_LENGTH = 12

NOT_CURRENT = ProblemKind(
    "V040",
    Severity.CRITICAL,
    "The results of {country} are not those of what lies in its folder now, or there are none; nothing was validated.",
    "Run `msp run {country}`, look at the brief, and validate that.",
)
NOT_REVIEWED = ProblemKind(
    "V041",
    Severity.CRITICAL,
    "{n} of the {of} levels are not decided on, or not decided alike ({which}); nothing was validated.",
    "Export the review workbook, decide on them, apply it and run the country.",
)
IN_DISPUTE = ProblemKind(
    "V042",
    Severity.CRITICAL,
    "Reviewers disagree on {n} things and nobody has ruled; nothing was validated.",
    "Export the review workbook: its sheet of disagreements has room for the ruling.",
)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far people stand behind the results of a country.

    Attributes:
        status: `DRAFT`, `REVIEWED`, `VALIDATED` or `STALE`.
        n_levels: indicators.
        n_levels_decided: on which a person decided.
        n_levels_set: to which a person gave another level.
        n_codings: of the machine and of people.
        n_codings_decided: on which a person decided, those that people added among them.
        n_codings_rejected: of the machine.
        n_codings_restanced: of the machine, to which a person gave another stance.
        n_codings_added: by people.
        date: of the validation, ISO 8601; "" without one.
        names: of those who validated and agreed to be named.
        n_unnamed: others who validated.
        changed: what is no longer as it was validated: sources, codings, levels.
    """

    status: str = DRAFT
    n_levels: int = 0
    n_levels_decided: int = 0
    n_levels_set: int = 0
    n_codings: int = 0
    n_codings_decided: int = 0
    n_codings_rejected: int = 0
    n_codings_restanced: int = 0
    n_codings_added: int = 0
    date: str = ""
    names: tuple[str, ...] = ()
    n_unnamed: int = 0
    changed: tuple[str, ...] = ()


def fingerprint_results(
    interviews: Iterable[Row], segments: Iterable[Row], codings: Iterable[Row], scores: Iterable[Row]
) -> dict[str, str]:
    """Fingerprint what a validation is of, in parts, so that it can be told which of them changed.

    Args:
        interviews: rows of the interviews table.
        segments: rows of the segments table.
        codings: rows of the codings table.
        scores: rows of the scores table.

    Returns:
        "sources", "codings" and "levels" -> hash.
    """
    parts: dict[str, list[list[object]]] = {
        "sources": [
            *([row["interview_id"], row["sha256"], bool(row["consent_quote"])] for row in interviews),
            *([row["segment_id"]] for row in segments),
        ],
        "codings": [[row["segment_id"], row["topic"], row["stance"]] for row in codings if row["status"] != REJECTED],
        "levels": [[row["unit"], row["unit_id"], row["state"], _rounded(row["value"])] for row in scores],
    }
    return {
        name: sha256_of("\n".join(sorted(json.dumps(row) for row in rows)))[:HASH_LENGTH]
        for name, rows in parts.items()
    }


def _rounded(value: object) -> float | None:
    return None if value is None else round(float(str(value)), 6)


def write_fingerprint(parts: Mapping[str, str]) -> str:
    """Write a fingerprint as a decision holds it."""
    return " ".join(f"{name}:{digest}" for name, digest in sorted(parts.items()))


def stand(
    decisions: Sequence[Decision], parts: Mapping[str, str], codings: Sequence[Row], scores: Iterable[Row]
) -> Standing:
    """Tell how far people stand behind results.

    Args:
        decisions: on the country, validations among them.
        parts: what `fingerprint_results` returned.
        codings: rows of the codings table.
        scores: rows of the scores table.

    Returns:
        The standing; the latest validation counts, with all who gave the same.
    """
    levels = [row for row in scores if row["unit"] == "indicator"]
    added = [row for row in codings if row["coder"].startswith(PERSON)]
    machine = [row for row in codings if not row["coder"].startswith(PERSON)]
    n_decided = sum(bool(row["review"]) for row in levels)
    standing = Standing(
        status=REVIEWED if levels and n_decided == len(levels) else DRAFT,
        n_levels=len(levels),
        n_levels_decided=n_decided,
        n_levels_set=sum(row["review"] == "set" for row in levels),
        n_codings=len(codings),
        n_codings_decided=len(added) + sum(row["status"] != SUGGESTED for row in machine),
        n_codings_rejected=sum(row["status"] == REJECTED for row in machine),
        n_codings_restanced=sum(row["status"] != REJECTED and bool(row["proposed_stance"]) for row in machine),
        n_codings_added=len(added),
    )
    given = [one for one in decisions if one.kind == VALIDATION]
    last = max(given, key=lambda one: (one.at, one.file, one.row or 0), default=None)
    if last is None or last.decision != VALIDATED:
        return standing
    return _validated(standing, [one for one in given if one.value == last.value], last, parts)


def _validated(standing: Standing, given: Sequence[Decision], last: Decision, parts: Mapping[str, str]) -> Standing:
    told = dict(pair.split(":", 1) for pair in last.value.split() if ":" in pair)
    changed = tuple(name for name in ("sources", "codings", "levels") if told.get(name) != parts[name])
    people = {one.reviewer: one.item for one in sorted(given, key=lambda one: one.at) if one.decision == VALIDATED}
    names = tuple(sorted(name for name, consent in people.items() if consent == NAMED))
    return replace(
        standing,
        status=STALE if changed else VALIDATED,
        date=last.at[:10],
        names=names,
        n_unnamed=len(people) - len(names),
        changed=changed,
    )
