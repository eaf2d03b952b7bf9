"""Prescriptions: sentences of documents that tell what shall be, and not what was.

"The Platform meets four times a year" is in a decree what it is to do; in minutes it is what it does. Which it is, the
kind of the document tells and how the sentence is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tasks.core.claims import sentence_spans
from tasks.core.cues import Hit

PRESCRIBED, PRESCRIBED_PLAN = "prescribed", "prescribed_plan"
"""Concepts of a sentence that prescribes, and of one in a document that is not itself a plan."""


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
        is_rule = kind in words.kinds and not words.happened.search(sentence)
        if is_rule or words.obliges.search(sentence):
            yield Hit(PRESCRIBED, start, start, number)
            if kind not in words.plans:
                yield Hit(PRESCRIBED_PLAN, start, start, number)
