"""Reads levels from free speech: which indicator a question asks for, and which level a sentence sounds like.

Declared rules (`claims`) read what is said in their words. People say the same in words nobody declared; a reader that
has learnt from example wordings in four languages recognises those by the words they share. What it proposes is a claim
like any other, with the wording it comes closest to as its rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from tasks.core.polarities import Polarities
from tasks.core.question_classifiers import (
    STEP,
    ClassWeights,
    FeatureScaling,
    Rows,
    ScaledRow,
    TextFeatures,
    learn_weights,
)

SET_APART = "|"
NO_LEVEL, NOT_KNOWN, NO_QUESTION = "none", "dont_know", "other"
"""Classes of sentences that tell no level and that say "I don't know", and of questions that ask for no indicator."""
SHARPNESS = 18.0
"""How steeply scores turn into shares."""
ALL_ALIKE = 1.0
"""Each level weighs as much as any other, however often it was heard: what is common elsewhere says nothing here."""
AS_HEARD = 0.0
"""What interviewers ask most is what they most likely ask."""
RIVALRY = 0.6
"""How far what a sentence says on one indicator takes from what it says on another."""
UNASKED = 0.02
"""Weight of an indicator nobody asked for: what is said unasked counts where it is said plainly."""
SILENT = 2.0
"""Weight of the classes without a level."""
SURENESS = 2.0
"""A question that is half as much like those for an indicator as they are themselves surely asks for it."""
LEAST_ASKED = 0.35
"""Weight from which a question asks for an indicator."""
ROUTED, ROUTED_ALONE = 0.3, 0.6
"""Weight of the Annex 1 question's indicators: beside those the words ask for, and where they ask for none."""
LABELLED_REST = 0.3
"""What remains of a question's weight in a line of notes that names its own topic ("Plan: ...")."""
LEAST_SHARE = 0.05
QUESTIONS_KEPT = 4096
"""Questions whose indicators are kept: a guide asks everybody the same."""
LEAST_COMPARED = 0.2
"""Share from which the levels of an indicator are compared among themselves."""
LABEL = re.compile(r"\s*([^:.\n]{3,40}):\s")


@dataclass(frozen=True, slots=True)
class Wording:
    """An example of how people say where their platform stands.

    Attributes:
        indicator: id, `NO_LEVEL` or `NOT_KNOWN`.
        level: 0 to 4, None for words on the indicator that tell no level.
        text: the words.
        language: they are in, "" if unknown.
    """

    indicator: str
    level: int | None
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class LearntWordings:
    """What was learnt from the wordings.

    Attributes:
        told: tells which level of which indicator a sentence sounds like; classes are "indicator=level".
        levels: indicator -> tells which of its levels a sentence on it sounds like; classes are levels.
        asked: tells for which indicator a question asks.
        checksum: of the wordings and words it was learnt from.
    """

    told: ClassWeights
    levels: Mapping[str, ClassWeights]
    asked: ClassWeights
    checksum: str


def parse_wordings(declared: Mapping[str, Mapping[int | str, Mapping[str, str]]]) -> tuple[Wording, ...]:
    """Return the wordings of a declaration: indicator -> level -> language -> wordings set apart by "|"."""
    return tuple(
        Wording(indicator, None if level == NO_LEVEL else int(level), text, language)
        for indicator, levels in declared.items()
        for level, languages in levels.items()
        for language, texts in languages.items()
        for text in _split(texts)
    )


def parse_questions(declared: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """Return how each indicator is asked for: indicator -> wordings of all languages."""
    return {
        id_: [text for texts in languages.values() for text in _split(texts)] for id_, languages in declared.items()
    }


def _split(texts: str) -> list[str]:
    return [text.strip() for text in texts.split(SET_APART) if text.strip()]


def learn_wordings(
    wordings: Iterable[Wording],
    questions: Mapping[str, Iterable[str]],
    features: TextFeatures,
    checksum: str,
    as_rows: Callable[[Sequence[ScaledRow], int], Rows] | None = None,
) -> LearntWordings:
    """Learn from example wordings; the same wordings give the same weights.

    Args:
        wordings: of levels.
        questions: indicator -> how it is asked for.
        features: finds what tells in a text.
        checksum: of what it is learnt from.
        as_rows: see `learn_weights`.
    """
    told: dict[str, list[str]] = {}
    own: dict[str, dict[str, list[str]]] = {}
    languages: dict[str, str] = {}
    for wording in wordings:
        level = _name(wording.level)
        languages.setdefault(wording.text, wording.language)
        told.setdefault(f"{wording.indicator}={level}", []).append(wording.text)
        if wording.indicator not in (NO_LEVEL, NOT_KNOWN):
            own.setdefault(wording.indicator, {}).setdefault(level, []).append(wording.text)
    learn = partial(learn_weights, features=features, as_rows=as_rows, languages=languages)
    levels = {indicator: learn(texts, evenly=ALL_ALIKE) for indicator, texts in own.items()}
    return LearntWordings(learn(told, evenly=ALL_ALIKE), levels, learn(questions, evenly=AS_HEARD), checksum)


class _Scores:
    """Scores the classes of a text."""

    def __init__(self, learnt: ClassWeights, features: TextFeatures) -> None:
        self.classes = learnt.classes
        self._features = features
        self._scaling = FeatureScaling(learnt.uses, learnt.examples)
        self._weights = learnt.weights

    def score(self, text: str, language: str = "") -> NDArray[np.float64]:
        """Return how much a text is like those of each class: near 1 like them, near 0 like others."""
        places, values = self._scaling.scale(self._features.find_in(text, language))
        return np.asarray(values @ (self._weights[places] * STEP))

    def powers(self, text: str, language: str) -> NDArray[np.float64]:
        """Return what each class weighs before any prior, the likeliest 1."""
        scores = self.score(text, language)
        return np.asarray(np.exp(SHARPNESS * (scores - scores.max())))


class LevelReader:
    """Reads levels from questions and answers.

    Args:
        learnt: what was learnt from the wordings.
        features: finds what tells in a text, as it did when it was learnt.
        questions: Annex question -> ids of the indicators it asks for.
        polarities: tell which sentences are the opposite of what they sound like.
    """

    def __init__(
        self,
        learnt: LearntWordings,
        features: TextFeatures,
        questions: Mapping[str, Sequence[str]],
        polarities: Polarities,
    ) -> None:
        self._polarities = polarities
        self._told, self._asked = _Scores(learnt.told, features), _Scores(learnt.asked, features)
        self._levels = {indicator: _Scores(weights, features) for indicator, weights in learnt.levels.items()}
        self._questions = questions
        self.classes = [_class(name) for name in self._told.classes]
        indicators = {id_: n for n, id_ in enumerate(dict.fromkeys(id_ for id_, _ in self.classes))}
        self._columns = np.array([indicators[id_] for id_, _ in self.classes], dtype=np.intp)
        self._is_silent = np.array([id_ in (NO_LEVEL, NOT_KNOWN) for id_, _ in self.classes])
        self._unasked = np.where(self._is_silent, SILENT, UNASKED)
        self._places = {id_: np.flatnonzero(self._columns == n) for id_, n in indicators.items()}
        self._asked_in_words = lru_cache(QUESTIONS_KEPT)(self._ask_in_words)

    def asked_for(self, question: str, annex_question: str) -> dict[str, float]:
        """Return the indicators that are asked for, with weights from 0 to 1.

        Args:
            question: the interviewer's words, "" if unknown; headings of notes may name several topics.
            annex_question: "Q1" to "Q23", "" if unknown.
        """
        weights = dict(self._asked_in_words(question))
        routed = ROUTED if weights else ROUTED_ALONE
        for indicator in self._questions.get(annex_question, ()):
            weights[indicator] = max(weights.get(indicator, 0.0), routed)
        return weights

    def _share_out(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Turn weights into shares: levels of one indicator compete fully, those of others only by `RIVALRY`.

        One sentence may tell something on several indicators.
        """
        own = np.bincount(self._columns, weights)
        silent = weights[self._is_silent].sum()
        others = weights.sum() - silent - own[self._columns]
        against = np.where(self._is_silent, weights.sum(), own[self._columns] + silent + RIVALRY * others)
        return np.asarray(weights / np.maximum(against, np.finfo(float).tiny))

    def _ask_in_words(self, question: str) -> dict[str, float]:
        if not question:
            return {}
        scores = np.minimum(SURENESS * self._asked.score(question), 1.0).tolist()
        return {
            indicator: score
            for indicator, score in zip(self._asked.classes, scores, strict=True)
            if score >= LEAST_ASKED and indicator != NO_QUESTION
        }

    def read(self, sentence: str, asked: Mapping[str, float], language: str = "") -> dict[tuple[str, int], float]:
        """Return what a sentence sounds like.

        Args:
            sentence: of an answer.
            asked: what `asked_for` returned.
            language: of the sentence; where it is known, what it denies counts as denied, and what says the opposite of
                what it sounds like is left out.

        Returns:
            (indicator, level) -> share, of those that have one to speak of; `NO_LEVEL` and `NOT_KNOWN` among them, with
            level 0.
        """
        if label := LABEL.match(sentence):
            named = self._asked_in_words(label[1])
            if named:
                sentence = sentence[label.end() :]
                asked = {id_: LABELLED_REST * weight for id_, weight in asked.items()} | named
        weights = self._priors(asked) * self._told.powers(sentence, language)
        shares = self._share_out(weights)
        told: dict[tuple[str, int], float] = {}
        heard: dict[str, dict[int, float]] = {}
        for n in np.flatnonzero(shares >= LEAST_SHARE):
            indicator, level = self.classes[n]
            if level is None or indicator == NOT_KNOWN:
                key = (NO_LEVEL if level is None else indicator, 0)
                told[key] = told.get(key, 0.0) + float(shares[n])
            else:
                heard.setdefault(indicator, {})[level] = float(shares[n])
        for indicator, levels in heard.items():
            self._compare_levels(sentence, indicator, levels, weights, language)
            told |= {(indicator, level): share for level, share in levels.items()}
        return {key: share for key, share in told.items() if not self._is_turned_round(sentence, *key, language)}

    def _is_turned_round(self, sentence: str, indicator: str, level: int, language: str) -> bool:
        is_level = indicator not in (NO_LEVEL, NOT_KNOWN)
        return is_level and self._polarities.is_turned_round(sentence, indicator, level, language)

    def _priors(self, asked: Mapping[str, float]) -> NDArray[np.float64]:
        """Return the weight of each class before anything is said."""
        priors = self._unasked.copy()
        for indicator, weight in asked.items():
            if indicator not in (NO_LEVEL, NOT_KNOWN) and indicator in self._places:
                priors[self._places[indicator]] = max(UNASKED, weight)
        return priors

    def _compare_levels(
        self, sentence: str, indicator: str, heard: dict[int, float], weights: NDArray[np.float64], language: str
    ) -> None:
        """Give the largest share to the level that the words of this indicator alone make likeliest too.

        Who compares with all indicators at once knows best what a sentence is about; who knows one indicator only, at
        which level it is. A sentence that then sounds rather like none of its levels tells none.
        """
        own = self._levels.get(indicator)
        strongest = max(heard, key=lambda level: (heard[level], -level))
        if own is None or heard[strongest] < LEAST_COMPARED:
            return
        powers = dict(zip(own.classes, own.powers(sentence, language), strict=True))
        joint = {
            level: float(weights[n] * powers[_name(level)])
            for n in self._places[indicator].tolist()
            for _, level in (self.classes[n],)
        }
        likeliest = max((level for level in joint if level is not None), key=lambda level: (joint[level], -level))
        if joint.get(None, 0.0) > joint[likeliest]:
            heard.clear()
        else:
            heard[strongest], heard[likeliest] = heard.get(likeliest, 0.0), heard[strongest]


def _name(level: int | None) -> str:
    """Name a level as classes do."""
    return NO_LEVEL if level is None else str(level)


def _class(name: str) -> tuple[str, int | None]:
    """Read the name of a class: "indicator=level", or "indicator=none"."""
    indicator, _, level = name.partition("=")
    return indicator, None if level == NO_LEVEL else int(level)
