"""Consents: where several places tell what one person agreed to, the strictest counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol, TypeVar

from tasks.core.problems import ProblemKind, Severity
from tasks.core.quoting import GROUP, NAMED, NONE, ROLE

STRICTEST_LAST = (NAMED, ROLE, GROUP, NONE)
CONSENTS = ("consent_record", "consent_quote", "attribution", "consent_acknowledge")
CONSENTS_DIFFER = ProblemKind(
    "R029",
    Severity.WARNING,
    "The consents of this interview are not the same in all registers or rows that list it ({others}); the strictest of"
    " each counts.",
    "Write alike everywhere what the person agreed to.",
)


class Consenting(Protocol):
    """A row of a register or a record: whatever tells what somebody agreed to."""

    @property
    def consent_record(self) -> bool:
        """Whether it may be analysed at all."""

    @property
    def consent_quote(self) -> bool:
        """Whether its words may be printed."""

    @property
    def attribution(self) -> str:
        """named, role, group or none."""

    @property
    def consent_acknowledge(self) -> bool:
        """Whether the person may be thanked by name."""

    @property
    def untold(self) -> frozenset[str]:
        """Those of `CONSENTS` that have no column: they count as no here, and narrow nothing elsewhere."""


Record = TypeVar("Record", bound=Consenting)


def strictest(one: Record, others: Iterable[Consenting]) -> Record:
    """Narrow the consents of a record to the strictest that is told of each.

    Args:
        one: the record.
        others: what else tells what its person agreed to.

    Returns:
        The record; whoever does not agree to be recorded agrees to nothing.
    """
    others = list(others)

    def told(consent: str) -> list[Consenting]:
        return [one, *(other for other in others if consent not in other.untold)]

    may_record = all(each.consent_record for each in told("consent_record"))
    return replace(  # type: ignore[type-var]
        one,
        consent_record=may_record,
        consent_quote=may_record and all(each.consent_quote for each in told("consent_quote")),
        attribution=max((each.attribution for each in told("attribution")), key=_strictness),
        consent_acknowledge=may_record and all(each.consent_acknowledge for each in told("consent_acknowledge")),
    )


def agree(one: Consenting, other: Consenting) -> bool:
    """Tell whether two places tell the same of each consent that both tell."""
    both = [consent for consent in CONSENTS if consent not in one.untold | other.untold]
    return all(getattr(one, consent) == getattr(other, consent) for consent in both)


def _strictness(attribution: str) -> int:
    return STRICTEST_LAST.index(attribution) if attribution in STRICTEST_LAST else len(STRICTEST_LAST)
