"""Citation marks: each piece of evidence has one number in the whole brief."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tasks.core.brief_composition import all_sentences, shown_evidence
from tasks.core.briefs import Brief


@dataclass(frozen=True, slots=True)
class Citations:
    """The numbers of the evidence.

    Attributes:
        numbers: id of a segment or answer that has a card -> number from 1, in order of first mention.
    """

    numbers: Mapping[str, int]

    def of(self, evidence: tuple[str, ...]) -> list[tuple[int, str]]:
        """Return number and id of those pieces of evidence that have a card, by number."""
        return sorted((self.numbers[id_], id_) for id_ in evidence if id_ in self.numbers)


def number_evidence(brief: Brief) -> Citations:
    """Number the evidence of a brief in the order in which it is first cited.

    The verdict rests on everything, so what is cited elsewhere comes first.

    Args:
        brief: the brief.

    Returns:
        The numbers.
    """
    narrow = [sentence for sentence in all_sentences(brief) if sentence.section != "verdict"]
    cited = [id_ for sentence in narrow for id_ in sentence.evidence]
    cited += [quotation.segment_id for quotation in brief.quotations.values()]
    cited += [id_ for indicator in brief.indicators for id_ in indicator.evidence]
    shown = shown_evidence(brief, brief.quotations) | {one.segment_id for one in brief.quotations.values()}
    kept = (id_ for id_ in dict.fromkeys(cited) if id_ in shown)
    return Citations({id_: number for number, id_ in enumerate(kept, start=1)})
