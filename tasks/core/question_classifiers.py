"""Learns from example texts to which class a text belongs, a question that is asked or answered: a ridge regression.

Nothing is random: the same examples give the same weights, which are whole numbers and can be stored.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tasks.core.concepts import ConceptWords
from tasks.core.spellings import simplify

STEM_LETTERS = 6
"""Words are compared by their first letters, which folds most endings of the four languages."""
PAIR_LETTERS = 5
"""Two words side by side tell more than both apart ("who pays"); those that say nothing alone count here."""
LENGTH_STEP, LONG_TEXT_WORDS = 3, 24
"""Lengths are told apart in steps of so many words, up to that many: probes are short."""
CONCEPT_WEIGHT = 1.5
"""A concept tells more than a stem, since every language and every synonym shares it."""
UNKNOWN_WEIGHT = 5.0
"""A word that no example holds weighs so much, against all of them."""
RIDGE = 0.5
EVENLY = 0.5
"""How far small classes weigh more an example than large ones: not at 0; at 1 all classes weigh alike."""
SHARPNESS = 10.0
"""How steeply scores turn into shares of likelihood."""
STEP = 1 / 50
"""Weights are kept as whole numbers of so much."""
EXACTNESS = 1e-6
"""Share of the first residual at which the regression counts as solved."""
MOST_ITERATIONS = 500
TEXTS_KEPT = 16
DENIED = "!"
"""Before what stands in a clause that is denied: "not published" tells something else than "published"."""


class TextFeatures:
    """Finds what tells in a text: stems, concepts and, if wished, pairs of neighbouring words and the length.

    Args:
        concepts: what words have in common.
        function_words: words that say nothing of the class, simplified.
        has_pairs: whether pairs count, with the ends of the text as neighbours too, and its length.
        deny: returns the simplified words of the denied clauses of a text in a language; what stands in them counts
            once more, as denied.
    """

    def __init__(
        self,
        concepts: ConceptWords,
        function_words: frozenset[str],
        *,
        has_pairs: bool,
        deny: Callable[[str, str], Iterable[Sequence[str]]] | None = None,
    ) -> None:
        self._concepts, self._function_words, self._has_pairs = concepts, function_words, has_pairs
        self._deny = deny
        self.find_in = lru_cache(TEXTS_KEPT)(self._find_in)

    def _find_in(self, text: str, language: str = "") -> list[str]:
        """Find what tells in a text as spelled; kept for a while, as several classifiers ask for the same text."""
        found = self.find(simplify(text).split())
        if self._deny is None or not language:
            return found
        denied: set[str] = set()
        for words in self._deny(text, language):
            denied |= {DENIED, *(DENIED + word[:STEM_LETTERS] for word in words)}
            denied |= {f"{DENIED}={concept}" for concept in self._concepts.find(words)}
        return [*found, *sorted(denied)]

    def find(self, words: Sequence[str]) -> list[str]:
        """Return the stems of a text, its concepts, which begin with "=", and its pairs and length, which hold a blank.

        Args:
            words: simplified words in order.
        """
        stems = {word[:STEM_LETTERS] for word in words if word not in self._function_words and not word.isdecimal()}
        found = [*sorted(stems), *(f"={concept}" for concept in sorted(self._concepts.find(words)))]
        if self._has_pairs and words:
            ends = ["^", *(word[:PAIR_LETTERS] for word in words), "$"]
            found += sorted({f"{first} {second}" for first, second in pairwise(ends)})
            found.append(f"length {min(len(words), LONG_TEXT_WORDS) // LENGTH_STEP}")
        return found


@dataclass(frozen=True, slots=True)
class ClassWeights:
    """What a classifier has learnt.

    Attributes:
        classes: in the order of the columns.
        uses: feature -> how many examples hold it, in the order of the rows.
        examples: how many there were.
        weights: of each feature for each class, in `STEP`.
    """

    classes: tuple[str, ...]
    uses: Mapping[str, int]
    examples: int
    weights: NDArray[np.int8]


class TextClassifier:
    """Tells to which class a text belongs.

    Args:
        learnt: the weights.
        features: finds what tells in a text, as it did when they were learnt.
    """

    def __init__(self, learnt: ClassWeights, features: TextFeatures) -> None:
        self.classes = learnt.classes
        self._features = features
        self._scaling = FeatureScaling(learnt.uses, learnt.examples)
        self._weights = learnt.weights

    def shares(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Return the likelihood of each class, all together 1.

        Args:
            words: simplified words of a text, in order.
        """
        places, values = self._scaling.scale(self._features.find(words))
        scores = values @ (self._weights[places] * STEP) if len(places) else np.zeros(len(self.classes))
        powers = np.exp(SHARPNESS * (scores - scores.max()))
        return np.asarray(powers / powers.sum())


class FeatureScaling:
    """Turns features into numbers: the rarer the more they tell.

    Args:
        uses: feature -> how many examples hold it.
        examples: how many there are.
    """

    def __init__(self, uses: Mapping[str, int], examples: int) -> None:
        self._uses, self._examples = uses, examples
        self._places = dict(zip(uses, range(len(uses)), strict=True))
        self._values: dict[str, float] = {}

    def scale(self, features: Sequence[str]) -> tuple[list[int], NDArray[np.float64]]:
        """Return the places and values of the known features, scaled to length 1 with the unknown words."""
        places, values, unknown = [], [], 0
        for feature in features:
            place = self._places.get(feature)
            if place is not None:
                places.append(place)
                values.append(self._values.get(feature) or self._value_of(feature))
            elif " " not in feature:
                unknown += 1
        length = math.sqrt(sum(value * value for value in values) + unknown * UNKNOWN_WEIGHT**2)
        return places, np.array(values) / (length or 1.0)

    def _value_of(self, feature: str) -> float:
        """Return what a feature tells; worked out when a text first holds it, as most are held by none."""
        weight = CONCEPT_WEIGHT if feature[0] == "=" else 1.0
        return self._values.setdefault(feature, weight * math.log(1 + self._examples / self._uses[feature]))


class Rows(Protocol):
    """A matrix of few values a row, that can be multiplied from both sides."""

    def times(self, right: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the product with a matrix to the right."""
        ...

    def transposed_times(self, right: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the product of the transposed matrix with a matrix to the right."""
        ...


ScaledRow = tuple[list[int], NDArray[np.float64]]
"""Places and values of a row."""


def learn_weights(
    examples: Mapping[str, Iterable[str]],
    features: TextFeatures,
    as_rows: Callable[[Sequence[ScaledRow], int], Rows] | None = None,
    evenly: float = EVENLY,
    languages: Mapping[str, str] | None = None,
) -> ClassWeights:
    """Learn to tell classes of texts.

    Args:
        examples: class -> texts in any language; a text may stand in several.
        features: finds what tells in a text.
        as_rows: makes a matrix of rows and a number of columns, faster than the one at hand where there are many.
        evenly: see `EVENLY`.
        languages: text -> language, where it is known.
    """
    known = languages or {}
    classes_of: dict[str, set[int]] = {}
    for column, texts in enumerate(examples.values()):
        for text in texts:
            classes_of.setdefault(text, set()).add(column)
    found = [features.find_in(text, known.get(text, "")) for text in classes_of]
    counted = Counter(feature for own in found for feature in own)
    uses = dict(sorted(counted.items()))
    if not found:
        return ClassWeights(tuple(examples), {}, 0, np.zeros((0, len(examples)), dtype=np.int8))
    scaling = FeatureScaling(uses, len(found))
    targets = np.zeros((len(found), len(examples)))
    for n, columns in enumerate(classes_of.values()):
        targets[n, sorted(columns)] = 1.0
    rows = (as_rows or _SparseRows)([scaling.scale(own) for own in found], len(uses))
    weights = _solve(rows, targets, evenly)
    steps = np.clip(np.rint(weights / STEP), -127, 127).astype(np.int8)
    return ClassWeights(tuple(examples), uses, len(found), steps)


class _SparseRows:
    """Such a matrix of plain columns."""

    def __init__(self, rows: Sequence[ScaledRow], columns: int) -> None:
        lengths = [len(places) for places, _ in rows]
        self._shape = (len(rows), columns)
        self._column = np.array([place for places, _ in rows for place in places], dtype=np.intp)
        self._value = np.concatenate([values for _, values in rows])[:, None]
        self._row = np.repeat(np.arange(len(rows)), lengths)
        self._by_column = np.argsort(self._column, kind="stable")

    def times(self, right: NDArray[np.float64]) -> NDArray[np.float64]:
        return _add_up(self._value * right[self._column], self._row, self._shape[0])

    def transposed_times(self, right: NDArray[np.float64]) -> NDArray[np.float64]:
        products = (self._value * right[self._row])[self._by_column]
        return _add_up(products, self._column[self._by_column], self._shape[1])


def _add_up(terms: NDArray[np.float64], groups: NDArray[np.intp], count: int) -> NDArray[np.float64]:
    """Add the terms of each group; groups are sorted."""
    sums = np.zeros((count, terms.shape[1]))
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    sums[groups[starts]] = np.add.reduceat(terms, starts, axis=0)
    return sums


def _solve(rows: Rows, targets: NDArray[np.float64], evenly: float) -> NDArray[np.float64]:
    """Solve the regression by conjugate gradients; a row of several classes has the emphasis of the smallest."""
    emphasis = (targets * np.maximum(targets.sum(axis=0), 1.0) ** -evenly).max(axis=1, keepdims=True)
    emphasis /= emphasis.mean()
    residual = rows.transposed_times(emphasis * targets)
    weights = np.zeros_like(residual)
    direction, size = residual.copy(), (residual**2).sum(axis=0)
    enough = size * EXACTNESS**2
    for _ in range(MOST_ITERATIONS):
        if (size <= enough).all():
            break
        product = rows.transposed_times(emphasis * rows.times(direction)) + RIDGE * direction
        length = size / np.maximum((direction * product).sum(axis=0), np.finfo(float).tiny)
        weights += length * direction
        residual -= length * product
        size, last = (residual**2).sum(axis=0), size
        direction = residual + size / np.maximum(last, np.finfo(float).tiny) * direction
    return weights


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
