"""Told dates: how finely a report may say when persons were heard.

A day is told of documents alone, as they are public. Of persons a month at most is told, and only one that points at
nobody: whoever knows the days that stand beside quotations and takes them away is left with none, or with enough
persons. Of all else only the year is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tasks.core.quoting import DOCUMENT, NO_PERMIT, Permit, QuotingRule, person_of, respondents

YEAR, MONTH = 4, 7
"""Characters of an ISO date that tell the year, and the month."""


@dataclass(frozen=True, slots=True)
class ToldDates:
    """How finely the dates of a country's evidence may be told.

    Attributes:
        rule: what is declared.
        months: that may be told ("2026-02"); of every other only the year.
        first: earliest date of the evidence as it may be told, "" where all is undated.
        last: the latest one.
    """

    rule: QuotingRule
    months: frozenset[str] = frozenset()
    first: str = ""
    last: str = ""

    def of(self, date: str, n: int) -> str:
        """Return the date of what so many persons told: the day only where none did, as documents are public.

        Args:
            date: ISO 8601, or "".
            n: persons among those who told it.
        """
        if n <= 0:
            return date
        return date[:YEAR] if self.rule.is_few(n) else _coarsen(date, self.rule, self.months)


def tell_dates(
    interviews: Iterable[Mapping[str, Any]],
    permits: Mapping[str, Permit],
    rule: QuotingRule,
    heard: Container[str] | None = None,
) -> ToldDates:
    """Tell how finely the dates of a country's evidence may be told.

    A month may be told where none, or at least the smallest cell, of those whose day stands nowhere were heard in it:
    those who may not be quoted, or whose source is not shown.

    Args:
        interviews: rows of the interviews table.
        permits: interview id -> what may stand beside its words.
        rule: what is declared.
        heard: ids of the records that something was read in; all where it is not told.
    """
    dated = [
        row for row in interviews if row["date"] and row["consent_record"] and _is_heard(row["interview_id"], heard)
    ]
    people, months = respondents(dated), {str(row["date"])[:MONTH] for row in dated}
    hidden = {
        (str(row["date"])[:MONTH], person_of(row)) for row in people if not _shows_day(row["interview_id"], permits)
    }
    unseen = Counter(month for month, _ in hidden)
    told = frozenset(month for month in months if len(month) == MONTH and not rule.is_few(unseen[month]))
    days = {str(row["date"]) for row in dated if row["record_type"] == DOCUMENT}
    ends = sorted(str(row["date"]) for row in dated)
    first, last = (
        (end if end in days else _coarsen(end, rule, told) for end in (ends[0], ends[-1])) if ends else ("", "")
    )
    return ToldDates(rule, told, first, last)


def _is_heard(interview_id: str, heard: Container[str] | None) -> bool:
    return heard is None or interview_id in heard


def _shows_day(interview_id: str, permits: Mapping[str, Permit]) -> bool:
    permit = permits.get(interview_id, NO_PERMIT)
    return permit.shows_source and permit.may_quote


def _coarsen(date: str, rule: QuotingRule, months: Container[str]) -> str:
    return date[: rule.date_length] if date[:MONTH] in months else date[:YEAR]
