"""Quoting: who may be quoted, and what may stand under their words; every format and export asks here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

GENERALISE, WITHHOLD = "generalise", "withhold"
NAMED, ROLE, GROUP, NONE = "named", "role", "group", "none"
DOCUMENT = "document"
DATE_LENGTHS = {"month": 7, "year": 4}
"""How finely dates may be told -> characters of an ISO date that tell it."""
HELD_BACK = "[…]"
"""What is printed in place of words that may name somebody until a person has decided."""


@dataclass(frozen=True, slots=True)
class QuotingRule:
    """What is declared about quotations (quoting.yaml).

    Attributes:
        smallest_group: respondents below which a group's name would tell who speaks.
        below: what becomes of quotations from a smaller group: "generalise" or "withhold".
        smallest_cell: count of persons below which a table does not tell it.
        lifted_by: attributions by which a person has agreed to be recognised.
        groups: stakeholder groups that somebody may belong to, heard or not.
        date_length: characters of an ISO date that may tell when persons were heard; see `told_dates`.
    """

    smallest_group: int
    below: str
    smallest_cell: int
    lifted_by: frozenset[str] = frozenset({NAMED})
    groups: frozenset[str] = frozenset()
    date_length: int = DATE_LENGTHS["month"]

    def count(self, n: int) -> str:
        """Write a count of persons as a table may show it: nobody, or at least the smallest cell."""
        return f"<{self.smallest_cell}" if self.is_few(n) else str(n)

    def is_few(self, n: int) -> bool:
        """Tell whether a count of persons is too small to be told."""
        return 0 < n < self.smallest_cell

    def tells_part(self, n: int, of: int) -> bool:
        """Tell whether a part of so many persons may be told: neither it nor the rest is of few."""
        return not self.is_few(n) and not self.is_few(of - n)


@dataclass(frozen=True, slots=True)
class Permit:
    """What may be done with the words of one record.

    Attributes:
        may_quote: whether they may be printed.
        group: stakeholder group that may stand under them, "" for none.
        level: level that may stand beside it, "" for none.
        shows_source: whether file and place may stand there: a file's name may tell the group.
    """

    may_quote: bool = False
    group: str = ""
    level: str = ""
    shows_source: bool = False


NO_PERMIT = Permit()


def shown_id(interview_id: str, permit: Permit, derive: Callable[[str], str] = lambda _: "") -> str:
    """Return the id under which a record is shown, in briefs and in all that is exported.

    Args:
        interview_id: of the record.
        permit: what may be done with its words.
        derive: makes the id of a record that must not be told; "" for it where nothing is given.
    """
    return interview_id if permit.shows_source else derive(interview_id)


@dataclass(frozen=True, slots=True)
class ToldCounts:
    """Counts of persons as far as they can be told beside their total.

    Attributes:
        counts: class -> its count, of those that are told apart.
        others: persons of all other classes together; None for so few that this is not told either.
        others_shown: the same as a table may show it.
        has_others: whether there is any such person.
    """

    counts: Mapping[str, int]
    others: int | None
    others_shown: str
    has_others: bool


def tell_apart(counts: Mapping[str, int], least: int, classes: Iterable[str] = ()) -> frozenset[str]:
    """Choose the classes of persons whose counts can be told beside the total: complementary suppression.

    Small classes stand together. Where their sum would be under the least itself, or so large that there must be
    somebody in each of them, the smallest class that is told joins them, so that subtraction finds none.

    Args:
        counts: class -> persons; "" for those of no class.
        least: persons that a class needs.
        classes: all that somebody may belong to, whether anybody does or not.

    Returns:
        The classes that are told.
    """
    told = sorted((n, name) for name, n in counts.items() if name and n >= least)
    small = {name: n for name, n in counts.items() if n > 0 and (n < least or not name)}
    possible = len({*classes, *small} - {name for _, name in told})
    rest = sum(small.values())
    if told and rest and (rest < least or ("" not in small and rest > (possible - 1) * (least - 1))):
        told = told[1:]
    return frozenset(name for _, name in told)


def tell_counts(counts: Mapping[str, int], rule: QuotingRule, told: Container[str] | None = None) -> ToldCounts:
    """Tell counts of persons so that no small one is found by subtraction.

    Args:
        counts: class -> persons.
        rule: how small a count may be shown.
        told: the classes that are told apart, where that is known already.
    """
    shown = tell_apart(counts, rule.smallest_cell) if told is None else told
    rest = sum(n for name, n in counts.items() if name not in shown)
    kept = {name: n for name, n in counts.items() if n and name in shown}
    return ToldCounts(kept, None if rule.is_few(rest) else rest, rule.count(rest), rest > 0)


def parse_quoting_rule(declared: Mapping[str, Any], groups: Iterable[str] = ()) -> QuotingRule:
    """Parse the content of quoting.yaml.

    Args:
        declared: its content.
        groups: stakeholder groups that somebody may belong to.

    Raises:
        ValueError: it says neither to generalise nor to withhold, or tells dates neither by month nor by year.
    """
    if declared["below"] not in (GENERALISE, WITHHOLD):
        raise ValueError(f"quoting.yaml: below is '{declared['below']}', neither {GENERALISE} nor {WITHHOLD}")
    if declared["finest_date"] not in DATE_LENGTHS:
        raise ValueError(f"quoting.yaml: finest_date is '{declared['finest_date']}', none of {', '.join(DATE_LENGTHS)}")
    return QuotingRule(
        int(declared["smallest_group"]),
        declared["below"],
        int(declared["smallest_cell"]),
        frozenset(map(str, declared["lifted_by"])),
        frozenset(groups),
        DATE_LENGTHS[declared["finest_date"]],
    )


def grant_permits(
    interviews: Iterable[Mapping[str, Any]], rule: QuotingRule, heard: Container[str] | None = None
) -> dict[str, Permit]:
    """Tell for every record whether and how its words may be printed.

    Args:
        interviews: rows of the interviews table.
        rule: what is declared.
        heard: ids of the records that something was read in; all where it is not told.

    Returns:
        Interview id -> permit.
    """
    rows = list(interviews)
    small, levels = small_groups(rows, rule, heard), _told_levels(rows, rule, heard)
    return {str(row["interview_id"]): _grant(row, small, levels, rule) for row in rows}


def small_groups(
    interviews: Iterable[Mapping[str, Any]], rule: QuotingRule, heard: Container[str] | None = None
) -> frozenset[str]:
    """Return the stakeholder groups that may not be told apart.

    They have too few respondents, or, where those few could be found by subtraction, are the smallest group beside
    them; see `tell_apart`.

    Args:
        interviews: rows of the interviews table.
        rule: what is declared.
        heard: ids of the records that something was read in; nobody is hidden among those that were set aside.
    """
    people = respondents(interviews)
    groups = {_group(row) for row in people}
    lifted = {
        group for group in groups if all(row["attribution"] in rule.lifted_by for row in people if _group(row) == group)
    }
    counts = count_groups(people, heard)
    others = {group: n for group, n in counts.items() if group not in lifted}
    return frozenset(groups - lifted - tell_apart(others, rule.smallest_group, rule.groups - lifted))


def respondents(interviews: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the records of persons who may be counted; see `each_once` for the persons."""
    return [row for row in interviews if row["record_type"] != DOCUMENT and row["consent_record"]]


def count_quotable(interviews: Iterable[Mapping[str, Any]], rule: QuotingRule) -> int | None:
    """Count the records that may be quoted.

    Args:
        interviews: rows of the interviews table that are counted as evidence, documents among them.
        rule: how small a count may be shown.

    Returns:
        None where it must not be told: few persons agreed, or so few did not that a reader would know whom.
    """
    records = list(interviews)
    spoken = respondents(records)
    quotable = [row for row in spoken if row["consent_quote"]]
    others = len(each_once(row for row in spoken if not row["consent_quote"]))
    is_told = rule.tells_part(len(each_once(quotable)), len(each_once(spoken))) and not rule.is_few(others)
    return len(records) - len(spoken) + len(quotable) if is_told else None


def count_groups(interviews: Iterable[Mapping[str, Any]], heard: Container[str] | None = None) -> dict[str, int]:
    """Count the respondents of each stakeholder group, those of none under ""; see `small_groups`.

    A person counts once, however many records hold their words, and in one group: that of their first record with one.
    """
    return dict(Counter(map(_group, each_once(interviews, heard))))


def each_once(interviews: Iterable[Mapping[str, Any]], heard: Container[str] | None = None) -> list[Mapping[str, Any]]:
    """Return one record of each person who may be counted: the first with a stakeholder group, else the first.

    Args:
        interviews: rows of the interviews table.
        heard: ids of the records that something was read in; all where it is not told.
    """
    people: dict[str, Mapping[str, Any]] = {}
    for row in respondents(interviews):
        if heard is None or row["interview_id"] in heard:
            known = people.setdefault(person_of(row), row)
            if not _group(known) and _group(row):
                people[person_of(row)] = row
    return list(people.values())


def person_of(record: Mapping[str, Any]) -> str:
    """Return who speaks in a record: its respondent where the row tells it, else the record stands for a person.

    Args:
        record: row of the interviews table.
    """
    return str(record.get("respondent_id") or record["interview_id"])


def _group(row: Mapping[str, Any]) -> str:
    return str(row["stakeholder_group"] or "")


def _told_levels(
    rows: Iterable[Mapping[str, Any]], rule: QuotingRule, heard: Container[str] | None
) -> frozenset[tuple[str, str]]:
    """Return the groups with those of their levels that are told apart: "Government, district" may be one person."""
    counts: dict[str, Counter[str]] = {}
    for row in each_once(rows, heard):
        counts.setdefault(_group(row), Counter())[str(row["level"] or "")] += 1
    return frozenset((group, level) for group, own in counts.items() for level in tell_apart(own, rule.smallest_group))


def _grant(
    row: Mapping[str, Any], small: frozenset[str], levels: frozenset[tuple[str, str]], rule: QuotingRule
) -> Permit:
    may_quote = bool(row["consent_record"]) and bool(row["consent_quote"])
    if row["record_type"] == DOCUMENT:
        return Permit(may_quote, shows_source=True)
    group, attribution = _group(row), str(row["attribution"] or NONE)
    if attribution not in (NAMED, ROLE, GROUP):
        return Permit(may_quote)
    is_lifted, level = attribution in rule.lifted_by, str(row["level"] or "")
    if group in small and not is_lifted:
        return Permit(may_quote and rule.below == GENERALISE)
    may_tell_level = is_lifted or (attribution == ROLE and (group, level) in levels)
    return Permit(may_quote, group, level if may_tell_level else "", shows_source=True)


def hold_back(words: Iterable[str]) -> Callable[[str], str]:
    """Return what takes words that may name somebody out of a text that is printed.

    Args:
        words: as texts spell them.
    """
    longest_first = sorted(set(words) - {""}, key=lambda one: (-len(one), one))
    if not longest_first:
        return lambda text: text
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return lambda text: pattern.sub(HELD_BACK, text)
