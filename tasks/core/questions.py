"""Question routing: which Annex 1 question an interviewer asks, told by number, by wording or by the answer.

`question_confidence` says how the question was told: from `SURE` on it can be relied on (a number or a wording);
below, down to `UNSURE`, it is the best guess and should be looked at; 0 with the question "" where nothing tells it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tasks.core.concepts import ConceptWords
from tasks.core.question_classifiers import STEM_LETTERS, AnswerTopics, WordingClassifier, WordingLikeness
from tasks.core.sources import Turn
from tasks.core.speakers import INTERVIEWER, RESPONDENT
from tasks.core.spellings import simplify

ELSEWHERE, PROBES = "elsewhere", "probes"
"""Classes of wordings that ask no Annex 1 question: other talk, and probes that stay with the question before."""
SURE, UNSURE = 0.5, 0.3
"""Confidence from which a question is told, and from which it is the best guess."""
ALIKE = 0.45
"""Similarity from which a text is worded like a declared question."""
NAMED, NUMBERED = 1.0, 0.9
"""Confidence of "Q4", and of a bare "4." that the words support."""
NUMBER_SUPPORT = 0.1
CONTRADICTED = 0.8
"""Confidence of another question's wording from which a number is the file's own count, not the Annex's."""
AREA_BONUS = 1.5
"""Factor on the likelihood of the questions of the area that is being talked about."""
ANSWER_PHRASES = 2
"""Different phrases of a topic an answer needs, and twice as many as any other topic has, to tell its question."""
ANSWERED = 0.45
"""Highest confidence of a question that only the answer tells."""
KEPT_TEXTS = 65_536
LONGEST_PROBE_WORDS = 12
LONGEST_ASIDE_WORDS = 6
"""So short a turn does not go back to a question asked before, unless it is worded like it: "And resources?" probes."""
LONGEST_QUESTION_WORDS = 40
NUMBER_PATTERN = re.compile(
    r"^[\s(\[]*(?:annex\w*\s*1?\s*[,.:–-]?\s*)?"
    r"(?:(q|question|pregunta|pergunta|preg|perg)\s*\.?\s*(?:n[°ºo]\s*)?(\d{1,2})(?!\d)|(?:n[°º]\s*)?(\d{1,2})\s*[.):–-])",
    re.IGNORECASE,
)
SENTENCE_PATTERN = re.compile(r"[^.?!]+[.?!]?")


@dataclass(frozen=True, slots=True)
class QuestionCues:
    """What is declared about the ways questions are asked and answered (question_cues.yaml, topics of the lexicon).

    Attributes:
        wordings: question id -> wordings in any language, the form's own and paraphrases.
        areas: question id -> area.
        function_words: words that say nothing of which question is asked.
        concepts: concept -> words that express it in any language.
        other_wordings: `ELSEWHERE` and `PROBES` -> wordings.
        answer_words: topic -> phrases that answers about it hold.
        answer_topics: question id -> topics it is about.
    """

    wordings: Mapping[str, Sequence[str]]
    areas: Mapping[str, int]
    function_words: Sequence[str] = ()
    concepts: Mapping[str, Sequence[str]] | None = None
    other_wordings: Mapping[str, Sequence[str]] | None = None
    answer_words: Mapping[str, Sequence[str]] | None = None
    answer_topics: Mapping[str, Sequence[str]] | None = None


class QuestionRouter:
    """Tells Annex 1 questions by number, by wording and by what answers are about.

    Args:
        cues: what is declared.
    """

    def __init__(self, cues: QuestionCues) -> None:
        self._areas = dict(cues.areas)
        self._function_words = frozenset(map(simplify, cues.function_words))
        others = {name: tuple((cues.other_wordings or {}).get(name, ())) for name in (ELSEWHERE, PROBES)}
        self._classifier = WordingClassifier(
            {**cues.wordings, **others}, ConceptWords(cues.concepts or {}), self._function_words
        )
        self._likeness = WordingLikeness(cues.wordings, self._stem)
        self._answers = AnswerTopics(cues.answer_words or {}, cues.answer_topics or {}, ANSWER_PHRASES)
        self._shares = lru_cache(KEPT_TEXTS)(self._count_shares)

    def route(self, text: str, area: int | None = None) -> tuple[str, float]:
        """Tell which question a text asks.

        Args:
            text: the interviewer's words; of several sentences the clearest counts.
            area: that is being talked about, which makes its questions likelier.

        Returns:
            The likeliest question and its confidence, 0 to 1.
        """
        likely = {
            id_: share * AREA_BONUS / (1 + share * (AREA_BONUS - 1)) if area and self._areas[id_] == area else share
            for id_, share in self._shares(text).items()
            if id_ in self._areas
        }
        best = max(likely, key=lambda id_: likely[id_], default="")
        match = NUMBER_PATTERN.match(text)
        number = f"Q{int(match.group(2) or match.group(3))}" if match else ""
        if match and number in likely and not (likely[best] >= CONTRADICTED and likely[number] < NUMBER_SUPPORT):
            if match.group(1):
                return number, NAMED
            if likely[number] >= NUMBER_SUPPORT:
                return number, max(NUMBERED, likely[number])
        return best, likely.get(best, 0.0)

    def other_share(self, text: str, name: str) -> float:
        """Return how likely a text is a probe or asks something else.

        Args:
            text: the interviewer's words.
            name: `ELSEWHERE` or `PROBES`.
        """
        return self._shares(text)[name]

    def asks(self, text: str) -> bool:
        """Tell whether a text is worded like one of the questions, a long one never: answers use their words too."""
        return len(text.split()) <= LONGEST_QUESTION_WORDS and self.nearest_wording(text)[1] >= ALIKE

    def nearest_wording(self, text: str) -> tuple[str, float]:
        """Tell which question's declared wording is most like a text, word by word.

        Stricter than `route`: for texts that nobody may have asked, such as headers and answers.

        Returns:
            The question and the similarity, 0 to 1.
        """
        similar = self._likeness.compare([text, *SENTENCE_PATTERN.findall(text)])
        match = NUMBER_PATTERN.match(text)
        number = f"Q{int(match.group(2) or match.group(3))}" if match else ""
        if match and number in self._areas and (match.group(1) or similar.get(number, 0.0) >= 0.15):
            return number, max(ALIKE, similar.get(number, 0.0))
        best = max(similar, key=lambda id_: similar[id_], default="")
        return best, similar.get(best, 0.0)

    def answered(self, text: str) -> tuple[str, float]:
        """Tell which question an answer speaks about, never surely.

        Args:
            text: the respondent's words.

        Returns:
            The question and a confidence below `SURE`, or "" and 0.
        """
        question, phrases = self._answers.tell(simplify(text).split())
        return question, min(UNSURE + 0.05 * (phrases - ANSWER_PHRASES), ANSWERED) if question else 0.0

    def area_of(self, question: str) -> int | None:
        """Return the area of a question."""
        return self._areas.get(question)

    def _count_shares(self, text: str) -> dict[str, float]:
        """Return the likelihood of each class: of the text as a whole, and for questions of its clearest sentence."""
        sentences = [simplify(sentence).split() for sentence in SENTENCE_PATTERN.findall(text)]
        told = [sentence for sentence in sentences if len(sentence) > 1]
        whole = self._classifier.shares([word for sentence in sentences for word in sentence])
        best = whole
        for shares in (self._classifier.shares(sentence) for sentence in told if len(told) > 1):
            best = best.clip(min=shares)
        classes = self._classifier.classes
        return {
            name: float(whole[place] if name in (ELSEWHERE, PROBES) else best[place])
            for place, name in enumerate(classes)
        }

    def _stem(self, text: str) -> frozenset[str]:
        words = (word for word in simplify(text).split() if word not in self._function_words and not word.isdigit())
        return frozenset(word[:STEM_LETTERS] for word in words)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known at a point of an interview: the question, how surely, its area, and if other talk goes on."""

    question: str = ""
    confidence: float = 0.0
    area: int | None = None
    is_open: bool = False
    """Something was asked that no wording tells; the answer may."""
    asked: frozenset[str] = frozenset()
    """Questions told so far."""


def route_questions(turns: Sequence[Turn], router: QuestionRouter, area_pattern: re.Pattern[str]) -> tuple[Turn, ...]:
    """Tell question and area of every turn of an interview.

    Args:
        turns: in order.
        router: knows the wordings.
        area_pattern: an area heading; its first group is the area's number.

    Returns:
        The turns with question, confidence and area; a question that cannot be told is "", never forced.
    """
    routed: list[Turn] = []
    told = _Told()
    for turn in turns:
        told = _read_headings(turn.heading, told, router, area_pattern)
        if turn.speaker_role == INTERVIEWER:
            told = _next_question(f"{turn.number}. {turn.text}" if turn.number else turn.text, router, told)
        elif turn.speaker_role == RESPONDENT and told.is_open:
            told = _read_answer(turn.text, router, told)
        confidence = round(told.confidence, 3)
        routed.append(replace(turn, annex_question=told.question, question_confidence=confidence, area=told.area))
    return tuple(routed)


def _read_headings(headings: str, told: _Told, router: QuestionRouter, area_pattern: re.Pattern[str]) -> _Told:
    """Tell area and question from what stands above a turn and nobody said."""
    for heading in filter(None, headings.split("\n")):
        if number := area_pattern.match(simplify(heading)):
            told = _Told(area=int(number.group(1)), asked=told.asked)
        best, confidence = router.route(heading, told.area)
        if confidence >= SURE and router.nearest_wording(heading)[0] == best:
            told = _Told(best, confidence, router.area_of(best), asked=told.asked | {best})
    return told


def _next_question(text: str, router: QuestionRouter, told: _Told) -> _Told:
    """Tell the question of an interviewer's turn; a short probe keeps the question before it."""
    best, confidence = router.route(text, told.area)
    elsewhere = router.other_share(text, ELSEWHERE)
    is_aside = len(text.split()) <= LONGEST_ASIDE_WORDS and best in told.asked - {told.question}
    if is_aside and told.question and confidence < NAMED and elsewhere < SURE and not router.asks(text):
        return told
    if confidence >= SURE and confidence >= elsewhere:
        return _Told(best, confidence, router.area_of(best), asked=told.asked | {best})
    if elsewhere >= SURE:
        return _Told(area=told.area, asked=told.asked)
    is_short = len(text.split()) <= LONGEST_PROBE_WORDS or "?" not in text
    is_probe = router.other_share(text, PROBES) >= UNSURE or (is_short and confidence < UNSURE)
    if is_probe and told.question:
        return told
    if confidence >= UNSURE:
        return _Told(best, confidence, router.area_of(best), asked=told.asked)
    return _Told(area=told.area, is_open=True, asked=told.asked)


def _read_answer(text: str, router: QuestionRouter, told: _Told) -> _Told:
    """Tell the question from the first answer to something that no wording tells."""
    question, confidence = router.answered(text)
    return _Told(question, confidence, router.area_of(question) or told.area, asked=told.asked)
