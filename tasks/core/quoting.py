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
    """

    smallest_group: int
    below: str
    smallest_cell: int
    lifted_by: frozenset[str] = frozenset({NAMED})

    def count(self, n: int) -> str:
        """Write a count of persons as a table may show it: nobody, or at least the smallest cell."""
        return str(n) if n == 0 or n >= self.smallest_cell else f"<{self.smallest_cell}"


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


def parse_quoting_rule(declared: Mapping[str, Any]) -> QuotingRule:
    """Parse the content of quoting.yaml.

    Raises:
        ValueError: it says neither to generalise nor to withhold.
    """
    if declared["below"] not in (GENERALISE, WITHHOLD):
        raise ValueError(f"quoting.yaml: below is '{declared['below']}', neither {GENERALISE} nor {WITHHOLD}")
    lifted = frozenset(map(str, declared["lifted_by"]))
    return QuotingRule(int(declared["smallest_group"]), declared["below"], int(declared["smallest_cell"]), lifted)


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
    small = small_groups(rows, rule, heard)
    return {str(row["interview_id"]): _grant(row, small, rule) for row in rows}


def small_groups(
    interviews: Iterable[Mapping[str, Any]], rule: QuotingRule, heard: Container[str] | None = None
) -> frozenset[str]:
    """Return the stakeholder groups with fewer respondents than may be told apart.

    Args:
        interviews: rows of the interviews table.
        rule: what is declared.
        heard: ids of the records that something was read in; nobody is hidden among those that were set aside.
    """
    respondents = [row for row in interviews if row["record_type"] != DOCUMENT and row["consent_record"]]
    counts = Counter({str(row["stakeholder_group"] or ""): 0 for row in respondents})
    counts.update(
        str(row["stakeholder_group"] or "") for row in respondents if heard is None or row["interview_id"] in heard
    )
    lifted = {
        group
        for group in counts
        if all(row["attribution"] in rule.lifted_by for row in respondents if (row["stakeholder_group"] or "") == group)
    }
    return frozenset(group for group, n in counts.items() if n < rule.smallest_group and group not in lifted)


def _grant(row: Mapping[str, Any], small: frozenset[str], rule: QuotingRule) -> Permit:
    may_quote = bool(row["consent_record"]) and bool(row["consent_quote"])
    if row["record_type"] == DOCUMENT:
        return Permit(may_quote, shows_source=True)
    group, attribution = str(row["stakeholder_group"] or ""), str(row["attribution"] or NONE)
    if attribution not in (NAMED, ROLE, GROUP):
        return Permit(may_quote)
    if group in small and attribution not in rule.lifted_by:
        return Permit(may_quote and rule.below == GENERALISE)
    level = str(row["level"] or "") if attribution in (NAMED, ROLE) else ""
    return Permit(may_quote, group, level, shows_source=True)


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
