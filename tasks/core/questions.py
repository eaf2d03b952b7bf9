"""Question routing: which Annex 1 question an interviewer asks, told by number, by wording or by the answer.

`question_confidence` says how the question was told: from `SURE` on it can be relied on (a number or a wording);
below, down to `UNSURE`, it is the best guess and should be looked at; 0 with the question "" where nothing tells it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tasks.core.concepts import ConceptWords
from tasks.core.question_classifiers import (
    STEM_LETTERS,
    ClassWeights,
    TextClassifier,
    TextFeatures,
    WordingLikeness,
    learn_weights,
)
from tasks.core.question_paths import QuestionPaths
from tasks.core.sources import Turn
from tasks.core.speakers import INTERVIEWER, RESPONDENT
from tasks.core.spellings import simplify
from tasks.core.transcript_lines import LONE_NUMBER

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
CLEARLY_WORDED, FEWEST_CLEAR = 0.6, 3
"""Confidence of a wording that a number may be held against, and how many such questions tell of a file's numbers."""
AREA_BONUS = 1.5
"""Factor on the likelihood of the questions of the area that is being talked about."""
ANSWERED = 0.45
"""Highest confidence of a question that only the answer tells."""
FEWEST_ANSWER_WORDS = 12
"""Shorter answers tell nothing of their question."""
SHORTEST_ASKED, SHORTEST_SAID = 2, 3
"""Words a sentence needs, with and without a question mark, to be heard apart from the rest of a turn."""
KEPT_TEXTS = 65_536
LONGEST_QUESTION_WORDS = 40
NUMBER_PATTERN = re.compile(
    r"^[\s(\[]*(?:annex\w*\s*1?\s*[,.:–-]?\s*)?"
    r"(?:(q|question|pregunta|pergunta|preg|perg)\s*\.?\s*(?:n[°ºo]\s*)?(\d{1,2})(?!\d)|(?:n[°º]\s*)?(\d{1,2})\s*[.):–-])",
    re.IGNORECASE,
)
FEWEST_ANSWERS, BEST_GUESSES = 4, 5
"""So many answers tell whose numbers stand above them: half of them are among the best guesses at their questions."""
SENTENCE_PATTERN = re.compile(r"[^.?!]+[.?!]?")


def read_number(text: str) -> tuple[str, bool]:
    """Read the number that a text begins with.

    Returns:
        The question that it would be ("Q4"), "" without a number; and whether the text calls it a question.
    """
    match = NUMBER_PATTERN.match(text)
    return (f"Q{int(match[2] or match[3])}", bool(match[1])) if match else ("", False)


@dataclass(frozen=True, slots=True)
class QuestionCues:
    """What is declared about the ways questions are asked and answered.

    Attributes:
        wordings: question id -> wordings in any language, the form's own and paraphrases.
        areas: question id -> area.
        function_words: words that say nothing of which question is asked.
        concepts: concept -> words that express it in any language.
        other_wordings: `ELSEWHERE` and `PROBES` -> wordings.
        spoken: question id, `ELSEWHERE` or `PROBES` -> more that interviewers say, to learn from only.
        answers: question id -> answers, to learn from.
    """

    wordings: Mapping[str, Sequence[str]]
    areas: Mapping[str, int]
    function_words: Sequence[str] = ()
    concepts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    other_wordings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    spoken: Mapping[str, Sequence[str]] = field(default_factory=dict)
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def checksum(self) -> str:
        """A digest of all that is learnt from."""
        parts = (self.wordings, self.function_words, self.concepts, self.other_wordings, self.spoken, self.answers)
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class QuestionWeights:
    """What is learnt from the cues.

    Attributes:
        asking: weights of what interviewers say.
        answering: weights of what respondents say.
        checksum: of the cues.
    """

    asking: ClassWeights
    answering: ClassWeights
    checksum: str


def _find_features(cues: QuestionCues) -> tuple[TextFeatures, TextFeatures]:
    """Return what finds the features of questions and of answers."""
    concepts, function_words = ConceptWords(cues.concepts), frozenset(map(simplify, cues.function_words))
    return (
        TextFeatures(concepts, function_words, has_pairs=True),
        TextFeatures(concepts, function_words, has_pairs=False),
    )


def learn_questions(cues: QuestionCues) -> QuestionWeights:
    """Learn to tell questions by what is asked and by what is answered."""
    asking, answering = _find_features(cues)
    told = {
        name: [*cues.wordings.get(name, ()), *cues.other_wordings.get(name, ()), *cues.spoken.get(name, ())]
        for name in (*cues.areas, ELSEWHERE, PROBES)
    }
    answers = {id_: cues.answers.get(id_, ()) for id_ in cues.areas}
    return QuestionWeights(learn_weights(told, asking), learn_weights(answers, answering), cues.checksum)


class QuestionRouter:
    """Tells Annex 1 questions by number, by wording and by what answers are about.

    Args:
        cues: what is declared.
        weights: learnt from the same cues; without them, or if they are of other cues, they are learnt now.
    """

    def __init__(self, cues: QuestionCues, weights: QuestionWeights | None = None) -> None:
        self._areas = dict(cues.areas)
        self.questions = tuple(self._areas)
        self._function_words = frozenset(map(simplify, cues.function_words))
        if weights is None or weights.checksum != cues.checksum:
            weights = learn_questions(cues)
        asking, answering = _find_features(cues)
        self._asking = TextClassifier(weights.asking, asking)
        self._answering = TextClassifier(weights.answering, answering)
        self._likeness = WordingLikeness(cues.wordings, lambda text: self.stem(simplify(text).split()))
        self.paths = QuestionPaths(tuple(self._areas.values()))
        self.shares = lru_cache(KEPT_TEXTS)(self._count_shares)

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
            for id_, share in zip(self.questions, self.shares(text).tolist(), strict=False)
        }
        best = max(likely, key=lambda id_: likely[id_], default="")
        return self._number(text, likely, best) or (best, likely.get(best, 0.0))

    def number_of(self, text: str) -> tuple[str, float] | None:
        """Return the question that a number at the beginning of a text names, and how surely; None without one."""
        if not NUMBER_PATTERN.match(text):
            return None
        likely = dict(zip(self.questions, self.shares(text).tolist(), strict=False))
        return self._number(text, likely, max(likely, key=lambda id_: likely[id_]))

    def _number(self, text: str, likely: Mapping[str, float], best: str) -> tuple[str, float] | None:
        """Return what a number names unless the words clearly ask something else; a bare one the words must support."""
        number, is_named = read_number(text)
        if number in likely and not (likely[best] >= CONTRADICTED and likely[number] < NUMBER_SUPPORT):
            if is_named:
                return number, NAMED
            if likely[number] >= NUMBER_SUPPORT:
                return number, max(NUMBERED, likely[number])
        return None

    def asks(self, text: str) -> bool:
        """Tell whether a text is worded like one of the questions, a long one never: answers use their words too."""
        return len(text.split()) <= LONGEST_QUESTION_WORDS and self.nearest_wording(text)[1] >= ALIKE

    def surely_asked(self, text: str) -> str:
        """Return the question that a text asks beyond doubt, "" where nothing tells it or it is long."""
        best, confidence = self.route(text)
        return best if confidence >= CONTRADICTED and len(text.split()) <= LONGEST_QUESTION_WORDS else ""

    def nearest_wording(self, text: str) -> tuple[str, float]:
        """Tell which question's declared wording is most like a text, word by word.

        Stricter than `route`: for texts that nobody may have asked, such as headers and answers.

        Returns:
            The question and the similarity, 0 to 1.
        """
        similar = self._likeness.compare([text, *SENTENCE_PATTERN.findall(text)])
        number, is_named = read_number(text)
        if number in self._areas and (is_named or similar.get(number, 0.0) >= 0.15):
            return number, max(ALIKE, similar.get(number, 0.0))
        best = max(similar, key=lambda id_: similar[id_], default="")
        return best, similar.get(best, 0.0)

    def answered(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Tell how likely an answer speaks about each question.

        Args:
            words: simplified, in order.
        """
        return self._answering.shares(words)

    def area_of(self, question: str) -> int | None:
        """Return the area of a question."""
        return self._areas.get(question)

    def stem(self, words: Iterable[str]) -> frozenset[str]:
        """Return the stems of those simplified words that say which question they are about."""
        telling = (word for word in words if word not in self._function_words and not word.isdigit())
        return frozenset(word[:STEM_LETTERS] for word in telling)

    def _count_shares(self, text: str) -> NDArray[np.float64]:
        """Return the likelihood of each question, in its clearest sentence, and of other talk and probes as a whole."""
        sentences = [(simplify(said).split(), said.endswith("?")) for said in SENTENCE_PATTERN.findall(text)]
        shares = self._asking.shares([word for words, _ in sentences for word in words])
        count = len(self.questions)
        for words, is_asked in sentences if len(sentences) > 1 else ():
            if len(words) >= (SHORTEST_ASKED if is_asked else SHORTEST_SAID):
                shares[:count] = np.maximum(shares[:count], self._asking.shares(words)[:count])
        shares.flags.writeable = False
        return shares


def route_questions(
    turns: Sequence[Turn],
    router: QuestionRouter,
    area_pattern: re.Pattern[str],
    area_of: Callable[[str], int | None] | None = None,
) -> tuple[Turn, ...]:
    """Tell question and area of every turn of an interview.

    Args:
        turns: in order.
        router: knows the wordings.
        area_pattern: an area heading; its first group is the area's number.
        area_of: tells the area that a heading names, also by its name alone; an answer right below one answers no
            question that was asked.

    Returns:
        The turns with question, confidence and area; a question that cannot be told is "", never forced.
    """
    evidence = _Evidence(router, area_pattern, area_of or _no_area, is_numbered=_numbers_are_annexed(turns, router))
    for turn in turns:
        evidence.read(turn)
    likelihoods = router.paths.follow(evidence.pieces)
    routed: list[Turn] = []
    question, is_worded, area = "", False, None
    for turn, (piece, shares, heading_area) in zip(turns, evidence.ends, strict=True):
        likelihood = likelihoods[piece] if piece >= 0 else np.append(np.zeros(len(router.questions)), 1.0)
        place, before = int(likelihood.argmax()), question
        question = "" if place == len(router.questions) or likelihood[place] < UNSURE else router.questions[place]
        if question and question != before:
            is_worded = shares is not None and bool(shares[place] >= UNSURE)
        confidence = min(float(likelihood[place]), 1.0 if is_worded else ANSWERED) if question else 0.0
        area = router.area_of(question) or heading_area or area
        routed.append(replace(turn, annex_question=question, question_confidence=round(confidence, 3), area=area))
    return tuple(routed)


def _no_area(_: str) -> int | None:
    return None


def _numbers_are_annexed(turns: Sequence[Turn], router: QuestionRouter) -> bool:
    """Tell whether the numbers before questions are the Annex's: where words tell clearly, they mostly agree."""
    numbered = [turn for turn in turns if turn.speaker_role == INTERVIEWER and turn.number]
    shares = [router.shares(turn.text)[: len(router.questions)] for turn in numbered]
    clear = [(turn, own) for turn, own in zip(numbered, shares, strict=True) if own.max() >= CLEARLY_WORDED]
    agreeing = [turn for turn, own in clear if router.questions[int(own.argmax())] == read_number(f"{turn.number}.")[0]]
    is_worded_so = len(clear) < FEWEST_CLEAR or 2 * len(agreeing) >= len(clear)
    return is_worded_so and not _are_own_count(turns, router)


def _are_own_count(turns: Sequence[Turn], router: QuestionRouter) -> bool:
    """Tell whether numbers without questions count a file's own points: 1, 2, 3 above what answers other questions."""
    pairs = [(one, two) for one, two in pairwise(turns) if one.number and LONE_NUMBER.match(one.text)]
    names = [read_number(f"{asked.number}.") for asked, _ in pairs]
    count = [f"Q{n}" for n in range(1, len(pairs) + 1)]
    if not pairs or [name for name, _ in names] != count or len(count) == len(router.questions):
        return False
    ranks = []
    for name, (_, answer) in zip(count, pairs, strict=True):
        said = simplify(answer.text).split()
        if len(said) >= FEWEST_ANSWER_WORDS and name in router.questions:
            shares = router.answered(said)
            ranks.append(int((shares > shares[router.questions.index(name)]).sum()))
    if len(ranks) < FEWEST_ANSWERS:
        return not all(is_named for _, is_named in names)
    return 2 * sum(rank < BEST_GUESSES for rank in ranks) < len(ranks)


class _Evidence:
    """Collects what the turns of an interview tell of its questions.

    Args:
        router: knows the wordings.
        area_pattern: an area heading; its first group is the area's number.
        area_of: tells the area that a heading names.
        is_numbered: the numbers before questions are the Annex's, not the file's own count.

    Attributes:
        pieces: of evidence in order.
        ends: of each turn, the last piece up to it, the shares of what asked it, and the area of a heading above it.
    """

    def __init__(
        self,
        router: QuestionRouter,
        area_pattern: re.Pattern[str],
        area_of: Callable[[str], int | None],
        *,
        is_numbered: bool = True,
    ) -> None:
        self._router, self._area_pattern, self._is_numbered = router, area_pattern, is_numbered
        self._area_of = area_of
        self._area: int | None = None
        self._answer: frozenset[str] = frozenset()
        self.pieces: list[NDArray[np.float64]] = []
        self.ends: list[tuple[int, NDArray[np.float64] | None, int | None]] = []

    def read(self, turn: Turn) -> None:
        """Collect what a turn, and what stands above it, tells."""
        area, shares = self._read_headings(turn.heading)
        if turn.speaker_role == INTERVIEWER:
            asked = self._read_asked(turn)
            shares = asked if shares is None else np.maximum(shares, asked[: len(shares)])
        elif turn.speaker_role == RESPONDENT:
            unasked = next(filter(None, map(self._area_of, reversed(turn.heading.split("\n")))), None)
            if unasked:
                area = self._area = unasked
                self.pieces.append(self._router.paths.leave())
            if (number := read_number(f"{turn.number}.")[0]) in self._router.questions:
                shares = self._name(number, NUMBERED)
            words = simplify(turn.text).split()
            if len(words) >= FEWEST_ANSWER_WORDS:
                self.pieces.append(self._router.paths.answer(self._router.answered(words)))
            self._answer = self._router.stem(words)
        self.ends.append((len(self.pieces) - 1, shares, area))

    def _read_asked(self, turn: Turn) -> NDArray[np.float64]:
        """Collect what an interviewer's turn asks, or the number that stands for it."""
        is_alone = bool(turn.number) and bool(LONE_NUMBER.match(turn.text))
        number, is_named = read_number(f"{turn.number}.")
        if is_alone and self._is_numbered and number in self._router.questions:
            return self._name(number, NAMED if is_named else NUMBERED)
        if is_alone:
            self.pieces.append(self._router.paths.leave())
            return np.zeros(len(self._router.questions))
        is_numbered = turn.number and self._is_numbered
        return self._read_question(f"{turn.number}. {turn.text}" if is_numbered else turn.text)

    def _read_headings(self, headings: str) -> tuple[int | None, NDArray[np.float64] | None]:
        """Collect what stands above a turn and nobody said."""
        area, shares = None, None
        for heading in filter(None, headings.split("\n")):
            if number := self._area_pattern.match(simplify(heading)):
                self._area = area = int(number.group(1))
                self.pieces.append(self._router.paths.enter(area))
            best, confidence = self._router.route(heading, self._area)
            if confidence >= SURE and self._router.nearest_wording(heading)[0] == best:
                shares = self._name(best, confidence)
        return area, shares

    def _read_question(self, text: str) -> NDArray[np.float64]:
        """Collect what an interviewer's turn asks."""
        number = self._router.number_of(text)
        if number:
            return self._name(*number)
        shares, count = self._router.shares(text), len(self._router.questions)
        stems = self._router.stem(simplify(text).split())
        shared = len(stems & self._answer) / len(stems) if stems else 0.0
        others = (float(shares[count]), float(shares[count + 1]))
        self.pieces.append(self._router.paths.ask(shares[:count], others, len(text.split()), shared))
        return shares

    def _name(self, question: str, confidence: float) -> NDArray[np.float64]:
        place = self._router.questions.index(question)
        self.pieces.append(self._router.paths.name(place, confidence))
        return np.eye(len(self._router.questions))[place]
