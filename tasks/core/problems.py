"""Problems: what a check found, as a value that is collected and reported together.

A module that can find something wrong declares a `ProblemKind` constant for it and makes
`Problem` rows with `kind.at(...)`. Nothing here raises: the shell decides what to do with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a problem costs.

    critical: the file or the country can't be used; warning: something was set aside or doubted;
    info: worth knowing, nothing was lost.
    """

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding of a check.

    Attributes:
        code: stable code, a letter for the noun and three digits ("R002").
        severity: `critical`, `warning` or `info`.
        detail: what is wrong, in a sentence. Never a respondent's words, name or number.
        fix: what the reader can do about it, in a sentence.
        file: path below the raw folder ("MLI/interviews.csv"), "" when it concerns no file.
        row: 1-based row as a spreadsheet shows it (the header is row 1), or None.
        column: column name or letter as received, "" when it concerns no column.
        values: texts that were filled into the two sentences. Some are as received: names are taken out of them before
            anything is kept, and they stand in no table.
    """

    code: str
    severity: Severity
    detail: str
    fix: str
    file: str = ""
    row: int | None = None
    column: str = ""
    values: tuple[str, ...] = field(default=(), repr=False, compare=False)

    def record(self) -> dict[str, Any]:
        """Return what is kept and shown of the problem: all but the values, which its sentences hold already."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "values"}

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column:
            place += f", column {self.column}"
        return f"{self.code} {self.severity}: {place + ': ' if place else ''}{self.detail} {self.fix}"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A sort of problem: its code, its severity and the templates of its two sentences.

    Attributes:
        code: unique in the project (a test holds it).
        severity: how much it costs.
        detail: `str.format` template of what is wrong.
        fix: `str.format` template of what to do.
    """

    code: str
    severity: Severity
    detail: str
    fix: str

    def at(self, file: str = "", row: int | None = None, column: str = "", **context: object) -> Problem:
        """Make the problem found at one place.

        Args:
            file: path below the raw folder.
            row: 1-based spreadsheet row.
            column: column as received.
            **context: values for the templates; never a respondent's words.

        Returns:
            The problem, its sentences filled in.
        """
        return Problem(
            code=self.code,
            severity=self.severity,
            detail=self.detail.format(**context),
            fix=self.fix.format(**context),
            file=file,
            row=row,
            column=column,
            values=tuple(value for value in context.values() if isinstance(value, str) and value),
        )


def join_first(places: Sequence[str], most: int) -> str:
    """Join the first few of many places for a problem's sentence, and show where there are more.

    Args:
        places: in order, each as a person reads it.
        most: how many are named.

    Returns:
        "one; two; ..." with the dots only where some are left out.
    """
    return "; ".join([*places[:most], *(["..."] if len(places) > most else [])])


def severest_first(row: Mapping[str, Any]) -> tuple[int, str, int, str]:
    """Return what rows of the problems table are sorted by: severity, then place, then code."""
    return list(Severity).index(Severity(row["severity"])), row["file"] or "", row["row"] or 0, row["code"]


def has_critical(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the problems is critical."""
    return any(problem.severity is Severity.CRITICAL for problem in problems)
