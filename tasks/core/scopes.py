"""Scopes: of what a sentence speaks, if it is not the national platform as it is today.

A province's committee, a network of one's own, a wish, a thought of what might have been, a remark on how notes were
taken: phrases tell them (scope_words.yaml), or the question that is answered. Each is a concept like those of a
lexicon, marked at the sentence; the claim rules say what follows from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tasks.core.claims import sentence_spans
from tasks.core.concepts import ConceptWords
from tasks.core.cues import Hit
from tasks.core.spellings import simplify
from tasks.core.voices import SUBNATIONAL_TIERS

OWN_BODY, NOTE_TAKING = "own_body", "note_taking"
ASKED_OF_OWN_BODY, ASKED_OF_PLATFORM = "asked_of_own_body", "asked_of_platform"
FOLLOW_UP_WORDS = 8
"""A question of so few words goes on about what the question before it was about."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Words with the question before them.

    Attributes:
        text: the words.
        question: the interviewer's words, "" if unknown.
    """

    text: str
    question: str


class ScopeFinder:
    """Finds of what sentences of one language speak.

    Args:
        phrases: concept -> phrases of the language.
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        asked = (ASKED_OF_OWN_BODY, ASKED_OF_PLATFORM)
        self._told = ConceptWords({concept: own for concept, own in phrases.items() if concept not in asked})
        self._asked = ConceptWords({concept: phrases.get(concept, ()) for concept in (*asked, OWN_BODY)})

    def find(self, answers: Sequence[Answer], tier: str, *, are_notes: bool = False) -> list[tuple[Hit, ...]]:
        """Mark the sentences of one voice's answers.

        Args:
            answers: in order.
            tier: national, region, district or commune; "" if unknown. Who speaks from below the national level is
                asked about their own committee too, and goes on about it until the platform is asked about again.
            are_notes: a note-taker wrote them, who may tell how they were taken.

        Returns:
            The hits of each answer, at the beginnings of the sentences that they are about.
        """
        is_own = False
        found = []
        for answer in answers:
            is_own = tier in SUBNATIONAL_TIERS and self._asks_of_own_body(answer.question, is_own=is_own)
            hits = self._in_sentences(answer.text, is_own=is_own)
            found.append(tuple(hit for hit in hits if are_notes or hit.concept != NOTE_TAKING))
        return found

    def _asks_of_own_body(self, question: str, *, is_own: bool) -> bool:
        words = simplify(question).split()
        asked = self._asked.find(words)
        if ASKED_OF_OWN_BODY in asked or OWN_BODY in asked:
            return True
        return is_own and ASKED_OF_PLATFORM not in asked and len(words) <= FOLLOW_UP_WORDS

    def _in_sentences(self, text: str, *, is_own: bool) -> Iterable[Hit]:
        for number, (start, end) in enumerate(sentence_spans(text)):
            concepts = self._told.find(simplify(text[start:end]).split()) | ({OWN_BODY} if is_own else set())
            yield from (Hit(concept, start, start, number) for concept in sorted(concepts))
