"""Cards: each piece of evidence with what a reader filters it by and which levels rest on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tasks.core.brief_citations import Citations
from tasks.core.briefs import Brief, IndicatorResult, Quotation


@dataclass(frozen=True, slots=True)
class Card:
    """A piece of evidence.

    Attributes:
        number: its citation mark.
        id: of the segment or answer.
        quotation: its words; None when they may not be quoted.
        areas: Annex 1 areas it bears on, ascending.
        supports: indicators whose level rests on it.
    """

    number: int
    id: str
    quotation: Quotation | None
    areas: tuple[int, ...]
    supports: tuple[IndicatorResult, ...]


def make_cards(brief: Brief, citations: Citations) -> tuple[Card, ...]:
    """Make one card per cited piece of evidence.

    Args:
        brief: the brief.
        citations: the numbers of its evidence.

    Returns:
        Cards in the order of their numbers. A card whose words may not be quoted tells nothing but what the
        levels themselves tell.
    """
    quoted = {quotation.segment_id: quotation for quotation in brief.quotations.values()}
    supports: dict[str, list[IndicatorResult]] = {}
    for indicator in brief.indicators:
        for id_ in indicator.evidence:
            supports.setdefault(id_, []).append(indicator)
    topic_areas = brief.labels.get("topic_area", {})
    cards = []
    for id_, number in citations.numbers.items():
        quotation, held = quoted.get(id_), tuple(supports.get(id_, ()))
        topics = quotation.topics if quotation else ()
        areas = {indicator.area for indicator in held} | {int(topic_areas[t]) for t in topics if t in topic_areas}
        cards.append(Card(number, id_, quotation, tuple(sorted(areas)), held))
    return tuple(cards)


def write_ranges(numbers: Iterable[int]) -> str:
    """Write numbers compactly: 1, 2, 3, 7 becomes "1-3,7"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(f"{first}-{last}" if first < last else str(first) for first, last in runs)
