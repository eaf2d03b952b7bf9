"""Learns from declared wordings which question a sentence asks: a ridge regression, solved anew at every start.

Nothing is stored and nothing is random: the same declarations give the same weights.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tasks.core.concepts import ConceptWords
from tasks.core.spellings import simplify

STEM_LETTERS = 6
"""Words are compared by their first letters, which folds most endings of the four languages."""
PAIR_LETTERS = 5
"""Two words side by side tell more than both apart ("who pays"); those that say nothing alone count here."""
CONCEPT_WEIGHT = 2.0
"""A concept tells more than a stem, since every language and every synonym shares it."""
UNKNOWN_WEIGHT = 5.0
"""A word that no wording holds weighs so much, against all of them."""
RIDGE = 0.3
SHARPNESS = 10.0
"""How steeply scores turn into shares of likelihood."""


class WordingClassifier:
    """Tells to which class of wordings a text belongs.

    Args:
        wordings: class -> its wordings in any language.
        concepts: what words have in common.
        function_words: words that say nothing of the class, simplified.
    """

    def __init__(
        self, wordings: Mapping[str, Iterable[str]], concepts: ConceptWords, function_words: frozenset[str]
    ) -> None:
        self.classes = tuple(wordings)
        self._concepts, self._function_words = concepts, function_words
        examples = [(number, dict.fromkeys(texts)) for number, texts in enumerate(wordings.values())]
        rows = [(number, self._features(simplify(text).split())) for number, texts in examples for text in texts]
        uses: dict[str, int] = {}
        for _, features in rows:
            for feature in features:
                uses[feature] = uses.get(feature, 0) + 1
        self._places = {feature: place for place, feature in enumerate(sorted(uses))}
        self._rarity = {
            feature: (CONCEPT_WEIGHT if feature[0] == "=" else 1.0) * math.log(1 + len(rows) / n)
            for feature, n in uses.items()
        }
        self._weights = self._solve([number for number, _ in rows], [features for _, features in rows])

    def shares(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Return the likelihood of each class, all together 1.

        Args:
            words: simplified words of a text, in order.
        """
        places, values = self._vector(self._features(words))
        scores = values @ self._weights[places] if len(places) else np.zeros(len(self.classes))
        powers = np.exp(SHARPNESS * (scores - scores.max()))
        return np.asarray(powers / powers.sum())

    def _features(self, words: Sequence[str]) -> list[str]:
        """Return the stems of a text, its concepts, which begin with "=", and its pairs of neighbouring words."""
        stems = {word[:STEM_LETTERS] for word in words if word not in self._function_words and not word.isdecimal()}
        beginnings = [word[:PAIR_LETTERS] for word in words]
        pairs = {f"{first} {second}" for first, second in pairwise(beginnings)}
        return [*sorted(stems), *(f"={concept}" for concept in sorted(self._concepts.find(words))), *sorted(pairs)]

    def _vector(self, features: Iterable[str]) -> tuple[list[int], NDArray[np.float64]]:
        """Return the places and values of the known features, scaled to length 1 with the unknown words."""
        places: list[int] = []
        values: list[float] = []
        unknown = 0
        for feature in features:
            place = self._places.get(feature)
            if place is not None:
                places.append(place)
                values.append(self._rarity[feature])
            elif " " not in feature:
                unknown += 1
        length = math.sqrt(sum(value * value for value in values) + unknown * UNKNOWN_WEIGHT**2)
        return places, np.array(values) / (length or 1.0)

    def _solve(self, classes: Sequence[int], rows: Sequence[list[str]]) -> NDArray[np.float64]:
        """Solve the regression in its dual form: wordings are fewer than features."""
        matrix = np.zeros((len(rows), len(self._places)))
        for number, features in enumerate(rows):
            places, values = self._vector(features)
            matrix[number, places] = values
        targets = np.zeros((len(rows), len(self.classes)))
        targets[np.arange(len(rows)), classes] = 1.0
        emphasis = 1 / np.sqrt(targets.sum(axis=0))[list(classes)]
        penalty = RIDGE * np.diag(emphasis.mean() / emphasis)
        return np.asarray(matrix.T @ np.linalg.solve(matrix @ matrix.T + penalty, targets))


class WordingLikeness:
    """Compares texts with declared wordings, word by word (cosine of sets of stems).

    A single shared stem counts only if no other question uses it and the wording has no other.

    Args:
        wordings: question id -> wordings.
        stem: returns the telling stems of a text.
    """

    def __init__(self, wordings: Mapping[str, Iterable[str]], stem: Callable[[str], frozenset[str]]) -> None:
        self._stem = stem
        self._wordings = [(id_, stems) for id_, texts in wordings.items() for text in texts if (stems := stem(text))]
        uses: dict[str, set[str]] = {}
        self._holders: dict[str, list[int]] = {}
        for number, (id_, stems) in enumerate(self._wordings):
            for stem_ in stems:
                uses.setdefault(stem_, set()).add(id_)
                self._holders.setdefault(stem_, []).append(number)
        self._weights = {stem_: math.log(1 + len(wordings) / len(ids)) for stem_, ids in uses.items()}
        self._telling = frozenset(stem_ for stem_, ids in uses.items() if len(ids) == 1)
        self._unknown = math.log(1 + len(wordings)) / 2
        self._totals = [self._weigh(stems) for _, stems in self._wordings]

    def compare(self, texts: Iterable[str]) -> dict[str, float]:
        """Return the similarity of the nearest of some texts to each question, those above 0 only."""
        similar: dict[str, float] = {}
        for text in dict.fromkeys(texts):
            asked = self._stem(text)
            total = self._weigh(asked)
            for number in {number for stem in asked for number in self._holders.get(stem, ())}:
                id_, stems = self._wordings[number]
                shared = asked & stems
                if len(shared) > 1 or (shared <= self._telling and len(stems) == 1):
                    likeness = self._weigh(shared) / math.sqrt(total * self._totals[number])
                    similar[id_] = max(similar.get(id_, 0.0), likeness)
        return {id_: min(likeness, 1.0) for id_, likeness in similar.items()}

    def _weigh(self, stems: Iterable[str]) -> float:
        return sum(self._weights.get(stem, self._unknown) for stem in sorted(stems))


class AnswerTopics:
    """Tells from an answer which question it speaks about.

    Args:
        words: topic -> phrases in any language that answers about it hold.
        topics: question id -> topics it is about.
        fewest: different phrases of a topic an answer needs, and twice as many as of any other topic.
    """

    def __init__(self, words: Mapping[str, Iterable[str]], topics: Mapping[str, Sequence[str]], fewest: int) -> None:
        askers: dict[str, list[str]] = {}
        for question, own in topics.items():
            for topic in own:
                askers.setdefault(topic, []).append(question)
        self._questions = {topic: questions[0] for topic, questions in askers.items() if len(questions) == 1}
        self._fewest = fewest
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for topic, phrases in words.items():
            for phrase in dict.fromkeys(tuple(_stems(simplify(one).split())) for one in phrases):
                self._phrases.setdefault(phrase[0], []).append((phrase, topic))

    def tell(self, words: Sequence[str]) -> tuple[str, int]:
        """Return the question of the topic that most phrases speak of, and how many; "" when it is not clear.

        Args:
            words: simplified words of the answer, in order.
        """
        stems = _stems(words)
        found: dict[str, set[tuple[str, ...]]] = {}
        for place, stem in enumerate(stems):
            for phrase, topic in self._phrases.get(stem, ()):
                if tuple(stems[place : place + len(phrase)]) == phrase:
                    found.setdefault(topic, set()).add(phrase)
        ranked = sorted(((len(phrases), topic) for topic, phrases in found.items()), reverse=True)
        if not ranked or ranked[0][0] < self._fewest or (len(ranked) > 1 and ranked[0][0] < 2 * ranked[1][0]):
            return "", 0
        return self._questions.get(ranked[0][1], ""), ranked[0][0]


def _stems(words: Iterable[str]) -> list[str]:
    return [word[:STEM_LETTERS] for word in words]
