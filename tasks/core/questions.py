"""Question routing: which Annex 1 question an interviewer asks, told by number or by wording."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tasks.core.sources import Turn
from tasks.core.speakers import INTERVIEWER
from tasks.core.spellings import simplify

STEM_LETTERS = 6
"""Words are compared by their first letters, which folds most endings of the four languages."""
SURE, UNSURE = 0.45, 0.30
"""Similarity from which a question is told, and below which a longer question is another one."""
NUMBER_SUPPORT = 0.15
LONGEST_PROBE_WORDS = 12
LONGEST_QUESTION_WORDS = 40
NUMBER_PATTERN = re.compile(r"^\s*(?:(q|question|pregunta|pergunta)\s*\.?\s*)?(\d{1,2})\s*[.):–-]", re.IGNORECASE)
SENTENCE_PATTERN = re.compile(r"[^.?!]+[.?!]?")


class QuestionRouter:
    """Tells Annex 1 questions by their wording.

    Args:
        wordings: question id -> wordings in any language, the form's own and paraphrases.
        areas: question id -> area.
        function_words: words that say nothing of which question is asked, simplified.
    """

    def __init__(
        self, wordings: Mapping[str, Iterable[str]], areas: Mapping[str, int], function_words: Iterable[str] = ()
    ) -> None:
        self._areas = dict(areas)
        self._function_words = frozenset(function_words)
        self._stems = [(id_, stems) for id_, texts in wordings.items() for text in texts if (stems := self._stem(text))]
        uses: dict[str, set[str]] = {}
        for id_, stems in self._stems:
            for stem in stems:
                uses.setdefault(stem, set()).add(id_)
        self._weights = {stem: math.log(1 + len(areas) / len(ids)) for stem, ids in uses.items()}
        self._telling = frozenset(stem for stem, ids in uses.items() if len(ids) == 1)
        self._unknown_weight = math.log(1 + len(areas)) / 2

    def route(self, text: str, area: int | None = None) -> tuple[str, float]:
        """Tell which question a text asks.

        Args:
            text: the interviewer's words; of several sentences the nearest counts.
            area: of the heading above, which makes its questions likelier.

        Returns:
            The likeliest question and its similarity, 0 to 1.
        """
        similarities: dict[str, float] = {}
        for sentence in [text, *SENTENCE_PATTERN.findall(text)]:
            asked = self._stem(sentence)
            for id_, stems in self._stems:
                similarity = self._similarity(asked, stems) + (0.08 if area and self._areas[id_] == area else 0.0)
                similarities[id_] = max(similarities.get(id_, 0.0), similarity)
        numbered = self._numbered(text, similarities)
        if numbered:
            return numbered, max(SURE, min(similarities[numbered], 1.0))
        best = max(similarities, key=lambda id_: similarities[id_], default="")
        return (best, min(similarities[best], 1.0)) if best else ("", 0.0)

    def asks(self, text: str) -> bool:
        """Tell whether a text asks one of the questions, a long one never: answers use their words too."""
        return len(text.split()) <= LONGEST_QUESTION_WORDS and self.route(text)[1] >= SURE

    def _numbered(self, text: str, similarities: Mapping[str, float]) -> str:
        """Return the question a number names: "Q4" always, a bare "4." only if the words support it."""
        match = NUMBER_PATTERN.match(text)
        id_ = f"Q{int(match.group(2))}" if match else ""
        if match is None or id_ not in similarities:
            return ""
        return id_ if match.group(1) or similarities[id_] >= NUMBER_SUPPORT else ""

    def _similarity(self, asked: frozenset[str], wording: frozenset[str]) -> float:
        """Return the weight of the shared words over the geometric mean of both weights (cosine of sets).

        A single shared word counts only if no other question uses it.
        """
        shared = asked & wording
        if not shared or (len(shared) == 1 and not shared <= self._telling):
            return 0.0
        return self._weight(shared) / math.sqrt(self._weight(asked) * self._weight(wording))

    def _weight(self, stems: Iterable[str]) -> float:
        return sum(self._weights.get(stem, self._unknown_weight) for stem in stems)

    def _stem(self, text: str) -> frozenset[str]:
        words = (word for word in simplify(text).split() if word not in self._function_words and not word.isdigit())
        return frozenset(word[:STEM_LETTERS] for word in words)

    def area_of(self, question: str) -> int | None:
        """Return the area of a question."""
        return self._areas.get(question)


def route_questions(turns: Sequence[Turn], router: QuestionRouter, area_pattern: re.Pattern[str]) -> tuple[Turn, ...]:
    """Tell question and area of every turn of an interview.

    Args:
        turns: in order.
        router: knows the wordings.
        area_pattern: an area heading; its first group is the area's number.

    Returns:
        The turns with question, confidence and area; a question that cannot be told is "", never forced.
    """
    routed = []
    question, confidence, area = "", 0.0, None
    for turn in turns:
        for heading in filter(None, turn.heading.split("\n")):
            if number := area_pattern.match(simplify(heading)):
                question, confidence, area = "", 0.0, int(number.group(1))
            best, similarity = router.route(heading, area)
            if similarity >= SURE:
                question, confidence = best, similarity
        if turn.speaker_role == INTERVIEWER:
            question, confidence = _next_question(turn.text, router, area, question, confidence)
            area = router.area_of(question) or area
        routed.append(replace(turn, annex_question=question, question_confidence=round(confidence, 3), area=area))
    return tuple(routed)


def _next_question(
    text: str, router: QuestionRouter, area: int | None, question: str, confidence: float
) -> tuple[str, float]:
    """Tell the question of an interviewer's turn; a short probe keeps the question before it."""
    best, similarity = router.route(text, area)
    if similarity >= SURE:
        return best, similarity
    is_probe = len(text.split()) <= LONGEST_PROBE_WORDS or "?" not in text
    if question and is_probe and similarity < UNSURE:
        return question, confidence
    return "", 0.0
