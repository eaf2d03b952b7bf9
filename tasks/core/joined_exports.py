"""Joined exports: several exports of a country's questionnaire, in which one response may stand more than once."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tasks.core.consents import agree, strictest
from tasks.core.problems import Problem, ProblemKind, Severity, join_first
from tasks.core.sources import Answer, Interview

MOST_NAMED = 3
"""Files or rows named in one problem."""
PULLED = ""
"""What stands for all files that were received from servers: which of them is newer is recorded."""
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}")

IN_TWO_EXPORTS = ProblemKind(
    "A020",
    Severity.INFO,
    "Responses of this file that stand in an earlier one too ({others}): {n}; they count as they stand here.",
    "Nothing to mend if this export is the newer one.",
)
CONSENTS_DIFFER = ProblemKind(
    "A028",
    Severity.WARNING,
    "The consents of this response differ from those in another file that holds it ({others}); the strictest of each"
    " counts.",
    "Keep the newest export only, once the consents in it are what the person wants.",
)
NO_LONGER_HELD = ProblemKind(
    "A029",
    Severity.INFO,
    "Responses of this file that another export of the same form does not hold although it holds newer ones ({other}):"
    " {n}; they count. This is the first.",
    "Delete this export if they were deleted or taken back in the data collection.",
)


@dataclass(frozen=True, slots=True)
class Export:
    """An export as read.

    Attributes:
        file: path below the raw folder.
        interviews: one a response.
        answers: theirs.
        is_pulled: it was received from a server.
    """

    file: str
    interviews: tuple[Interview, ...]
    answers: tuple[Answer, ...] = field(repr=False)
    is_pulled: bool = False


def join_exports(
    exports: Sequence[Export],
) -> tuple[tuple[Interview, ...], tuple[Answer, ...], tuple[Problem, ...]]:
    """Join the exports of a country: a response that stands in several counts as in the last, but for its consents.

    A consent counts as the strictest file tells it, whatever the files are called; of what was received from servers
    only the newest tells.

    Args:
        exports: in order.

    Returns:
        Each response once, the answers of those who agreed to be recorded, and the problems.
    """
    known: dict[str, Interview] = {}
    told: dict[str, dict[str, Interview]] = {}
    answers: list[Answer] = []
    problems: list[Problem] = []
    for export in exports:
        new = {one.interview_id: one for one in export.interviews}
        if again := [known[id_].file for id_ in new if id_ in known]:
            others = join_first(sorted(set(again)), MOST_NAMED)
            problems.append(IN_TWO_EXPORTS.at(export.file, n=len(again), others=others))
        answers = [answer for answer in answers if answer.interview_id not in new] + list(export.answers)
        known |= new
        for id_, one in new.items():
            told.setdefault(id_, {})[PULLED if export.is_pulled else export.file] = one
    joined = {id_: strictest(one, told[id_].values()) for id_, one in known.items()}
    problems += [_differ(known[id_], told[id_].values()) for id_ in known if not _all_agree(told[id_].values())]
    problems += _no_longer_held(exports)
    allowed = {id_ for id_, one in joined.items() if one.consent_record}
    return tuple(joined.values()), tuple(one for one in answers if one.interview_id in allowed), tuple(problems)


def _all_agree(told: Iterable[Interview]) -> bool:
    first, *others = told
    return all(agree(first, other) for other in others)


def _differ(counted: Interview, told: Iterable[Interview]) -> Problem:
    others = sorted({one.file for one in told} - {counted.file})
    return CONSENTS_DIFFER.at(counted.file, counted.row, others=join_first(others, MOST_NAMED))


def _no_longer_held(exports: Sequence[Export]) -> Iterator[Problem]:
    """Tell of responses that another export of the same form does not hold although it holds newer ones."""
    for export in exports:
        for other in exports:
            if other is export or other.is_pulled or export.is_pulled:
                continue
            held = {one.interview_id for one in other.interviews}
            if gone := list(_gone(export, other.interviews, held)):
                yield NO_LONGER_HELD.at(export.file, gone[0].row, other=other.file, n=len(gone))


def _gone(export: Export, others: Sequence[Interview], held: Container[str]) -> Iterator[Interview]:
    if all(one.interview_id not in held for one in export.interviews):
        return
    latest = max(filter(MOMENT.match, (one.submitted for one in others)), default="")
    for one in export.interviews:
        if one.interview_id not in held and MOMENT.match(one.submitted) and one.submitted < latest:
            yield one
