"""What stands around a quotation in its source, so that a reader can judge it in its context."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from tasks.core.brief_evidence import Passage
from tasks.core.briefs import Quotation

MOST_WORDS = 30
"""Length of the context on each side."""
ELLIPSIS = "…"


def with_neighbours(quotations: Mapping[str, Quotation], passages: Sequence[Passage]) -> dict[str, Quotation]:
    """Add to each quotation the words of the same source just before and after it.

    Args:
        quotations: id -> quotation.
        passages: of the country, by source and place; only those that may be quoted are shown.

    Returns:
        The same quotations with `before` and `after`. One whose source must not be told has none: what stands
        around it would tell which quotations are of one person.
    """
    around = _around(passages, {quotation.segment_id for quotation in quotations.values()})
    return {
        id_: replace(quotation, before=around[quotation.segment_id][0], after=around[quotation.segment_id][1])
        if quotation.interview_id and quotation.segment_id in around
        else quotation
        for id_, quotation in quotations.items()
    }


def _around(passages: Sequence[Passage], quoted: Collection[str]) -> dict[str, tuple[str, str]]:
    found = {}
    for number, passage in enumerate(passages):
        if passage.segment_id not in quoted:
            continue
        before = passages[number - 1] if number else None
        after = passages[number + 1] if number + 1 < len(passages) else None
        found[passage.segment_id] = (_ending(before, passage), _beginning(after, passage))
    return found


def _may_stand_by(neighbour: Passage | None, passage: Passage) -> bool:
    return neighbour is not None and neighbour.is_quotable and neighbour.interview_id == passage.interview_id


def _ending(neighbour: Passage | None, passage: Passage) -> str:
    if neighbour is None or not _may_stand_by(neighbour, passage):
        return ""
    words = neighbour.text.split()
    return " ".join(words) if len(words) <= MOST_WORDS else f"{ELLIPSIS} {' '.join(words[-MOST_WORDS:])}"


def _beginning(neighbour: Passage | None, passage: Passage) -> str:
    if neighbour is None or not _may_stand_by(neighbour, passage):
        return ""
    words = neighbour.text.split()
    return " ".join(words) if len(words) <= MOST_WORDS else f"{' '.join(words[:MOST_WORDS])} {ELLIPSIS}"
