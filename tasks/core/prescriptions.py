"""Prescriptions: sentences of documents that tell what shall be, and not what was.

"The Platform meets four times a year" is in a decree what it is to do; in minutes it is what it does. Which it is, the
kind of the document tells and how the sentence is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tasks.core.claims import LEVEL, Finding, MarkedSegment, sentence_spans
from tasks.core.cues import Hit

PRESCRIBED, PRESCRIBED_PLAN = "prescribed", "prescribed_plan"
"""Concepts of a sentence that prescribes, and of one in a document that is not itself a plan."""
LINES_TO_TITLE = 8
"""Paragraphs among which the title of an act stands, below the letterhead."""
BARE_TITLE_WORDS = 6
"""A title of so few words ("Decreto 41-2019") goes on in the paragraph below."""


@dataclass(frozen=True, slots=True)
class PrescriptionWords:
    """How a language tells rules and what happened (prescriptions.yaml).

    Attributes:
        kinds: kinds of documents whose sentences prescribe, but those that tell what happened.
        plans: kinds that are themselves the plan that others ask for.
        obliges: finds what makes a sentence a rule in a document of any kind.
        happened: finds what was done.
    """

    kinds: frozenset[str]
    plans: frozenset[str]
    obliges: re.Pattern[str]
    happened: re.Pattern[str]


def compile_prescription_words(
    kinds: Iterable[str], plans: Iterable[str], obliges: Iterable[str], happened: Iterable[str]
) -> PrescriptionWords:
    """Compile the declared words of one language.

    Args:
        kinds: kinds of documents that prescribe.
        plans: kinds that are plans.
        obliges: regular expressions of what obliges.
        happened: regular expressions of what was done.
    """
    return PrescriptionWords(frozenset(kinds), frozenset(plans), _either(obliges), _either(happened))


def _either(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


def find_prescriptions(text: str, kind: str, words: PrescriptionWords) -> Iterator[Hit]:
    """Mark the sentences of a document that prescribe.

    Args:
        text: words of a segment.
        kind: of the document, "" if unknown.
        words: of the text's language.

    Yields:
        Hits at the beginnings of the sentences.
    """
    for number, (start, end) in enumerate(sentence_spans(text)):
        sentence = text[start:end]
        is_rule = kind in words.kinds or words.obliges.search(sentence)
        if is_rule and not words.happened.search(sentence):
            yield Hit(PRESCRIBED, start, start, number)
            if kind not in words.plans:
                yield Hit(PRESCRIBED_PLAN, start, start, number)


@dataclass(frozen=True, slots=True)
class ActRule:
    """How a document that is a legal act itself tells on what the platform rests (prescriptions.yaml).

    Attributes:
        kinds: kinds of documents that are acts.
        indicator: that they tell.
        levels: concept that the title begins with -> level.
        with_budget: the same where the act names a budget.
        of: concepts of the platform.
        creates: concepts of what creates it.
        budget: concepts of a budget.
    """

    kinds: frozenset[str]
    indicator: str
    levels: Mapping[str, float]
    with_budget: Mapping[str, float] = field(default_factory=dict)
    of: frozenset[str] = frozenset()
    creates: frozenset[str] = frozenset()
    budget: frozenset[str] = frozenset()


def parse_act_rule(declared: Mapping[str, Any]) -> ActRule:
    """Build the rule from its declaration."""
    return ActRule(
        frozenset(declared["act_kinds"]),
        declared["act_tells"],
        {concept: float(level) for concept, level in declared["acts"].items()},
        {concept: float(level) for concept, level in declared["with_budget"].items()},
        *(frozenset(declared[name]) for name in ("of", "creates", "budget")),
    )


def read_own_act(segments: Sequence[MarkedSegment], kind: str, rule: ActRule) -> Finding | None:
    """Read from the title of a legal act what kind of act founds the platform.

    Args:
        segments: of the document, in order.
        kind: of the document.
        rule: which acts there are.

    Returns:
        The level of the act that the title begins with; None where the title is not of the platform, or no act is
        named: what a decree says of other acts, which it cites or asks for, is not told of itself.
    """
    concepts = {hit.concept for segment in segments for hit in segment.hits}
    if kind not in rule.kinds or rule.creates.isdisjoint(concepts):
        return None
    for segment in _titles(segments, rule):
        for start, end in sentence_spans(segment.text):
            begins = start + len(segment.text[start:end]) - len(segment.text[start:end].lstrip(" \t\n\"«“'*#"))
            opening = [hit for hit in segment.hits if hit.start_char == begins and hit.concept in rule.levels]
            if opening:
                act = max(opening, key=lambda hit: (hit.end_char, hit.concept))
                has_budget = act.concept in rule.with_budget and not rule.budget.isdisjoint(concepts)
                level = (rule.with_budget if has_budget else rule.levels)[act.concept]
                words = segment.text[act.start_char : act.end_char]
                return Finding(segment.segment_id, rule.indicator, LEVEL, level, f"{rule.indicator}.own_act", words)
    return None


def _titles(segments: Sequence[MarkedSegment], rule: ActRule) -> Iterator[MarkedSegment]:
    """Yield the first paragraphs that name the platform, or that are bare and stand above one that does."""
    for place, segment in enumerate(segments[:LINES_TO_TITLE]):
        is_bare = len(segment.text.split()) <= BARE_TITLE_WORDS
        if any(hit.concept in rule.of for one in segments[place : place + 1 + is_bare] for hit in one.hits):
            yield segment
