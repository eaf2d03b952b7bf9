"""The second stage of the theme coder: from first scores to a probability for each topic of a segment.

One logistic regression serves all topics. It sees how a topic scores on the words said and on the question
asked, how it stands beside the other topics of the same segment, and what the lexicon hints; each topic has
an intercept of its own, which calibrates it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MODES = ("full", "id", "words", "area", "none")
"""What is known of the question: its id and words, its id, its words, only its area, nothing."""
DECIMALS = 6
"""Scores are cut here, so that no batch size shows in the last bits."""
SCORE_DECIMALS = 9
"""First scores are cut here, in training as in use, so that both fall on the same side of a limit."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """Scores of the sentences of each text, a row a text, a column a code.

    Attributes:
        highest: of its sentences.
        total: of what each sentence scores above `LEAST_SAID`.
        first: of the first sentence.
        last: of the last sentence.
    """

    highest: Floats
    total: Floats
    first: Floats
    last: Floats

    def columns(self, start: int, end: int) -> Pooled:
        """Return the scores of some of the codes."""
        return Pooled(*(own[:, start:end] for own in (self.highest, self.total, self.first, self.last)))

    def rows(self, rows: NDArray[np.int64]) -> Pooled:
        """Return the scores of some of the texts."""
        return Pooled(*(own[rows] for own in (self.highest, self.total, self.first, self.last)))


LEAST_SAID = 0.1


def pool_sentences(scores: Floats, text_of: NDArray[np.int64], n_texts: int) -> Pooled:
    """Pool the scores of sentences by text; a text without words scores 0.

    Args:
        scores: a row a sentence, in the order of the texts.
        text_of: the text of each sentence.
        n_texts: how many texts.
    """
    highest, total, first, last = (np.zeros((n_texts, scores.shape[1])) for _ in range(4))
    spoken, starts = np.unique(text_of, return_index=True)
    if len(spoken):
        highest[spoken] = np.maximum.reduceat(scores, starts)
        total[spoken] = np.round(np.add.reduceat(np.maximum(scores - LEAST_SAID, 0.0), starts), DECIMALS)
        first[spoken] = scores[starts]
        last[spoken] = scores[np.append(starts[1:], len(text_of)) - 1]
    return Pooled(highest, total, first, last)


@dataclass(frozen=True, slots=True)
class FirstScores:
    """What the first stage says of segments; a row a segment, a column a topic.

    Attributes:
        said: score of each topic on the words said.
        forms: score of each topic on the forms of the words, endings and pairs among them.
        any_said: score of there being any topic, on the words said; one column.
        any_asked: the same on the question.
        sentences: what the sentences say, one by one.
        asked: score of each topic on the question, zeros without one.
        hints: concepts of the lexicon that hint at each topic, log(1 + n).
        is_asked: 1 where the question's id is about the topic.
        question_hints: concepts in the question's words, log(1 + n).
        n_words: words of each segment.
        n_concepts: concepts found in each segment.
        n_off_topic: concepts found that speak of something else.
    """

    said: Floats
    forms: Floats
    any_said: Floats
    any_asked: Floats
    sentences: Pooled
    asked: Floats
    hints: Floats
    is_asked: Floats
    question_hints: Floats
    n_words: Floats
    n_concepts: Floats
    n_off_topic: Floats


def stack_features(scores: FirstScores, mode: str) -> Floats:
    """Return the features of every segment and topic.

    Args:
        scores: of the first stage.
        mode: one of `MODES`; without a question its features are left out.

    Returns:
        An array of segments x topics x features.
    """
    shape = scores.said.shape
    length = np.log(scores.n_words + 1)
    columns = [
        *_standing(scores.said),
        *_standing(scores.forms),
        *_standing(scores.sentences.highest),
        scores.sentences.total,
        scores.any_said,
        scores.any_said * scores.said,
        scores.hints,
        length[:, None],
        scores.hints.sum(axis=1, keepdims=True),
        np.log1p(scores.n_off_topic)[:, None],
        np.log1p(scores.n_concepts)[:, None],
    ]
    if mode != "none":
        asked = scores.is_asked
        columns += [
            *_standing(scores.asked),
            scores.said * scores.asked,
            scores.sentences.highest * scores.asked,
            scores.any_asked,
            scores.any_said * asked,
            asked,
            asked.max(axis=1, keepdims=True),
            asked * scores.said,
            asked * _best_other(scores.said),
            (asked * scores.said).sum(axis=1, keepdims=True),
            asked * length[:, None],
            scores.question_hints,
        ]
    return np.stack([np.broadcast_to(column, shape) for column in columns], axis=-1)


def _standing(scores: Floats) -> list[Floats]:
    """Return scores with where each stands among the topics of its segment."""
    other = _best_other(scores)
    order = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1, kind="stable")
    return [scores, other, scores - other, (order == 0).astype(float), (order == 1).astype(float)]


def _best_other(scores: Floats) -> Floats:
    two = np.partition(scores, -2, axis=1)[:, -2:]
    best, second = two[:, 1:], two[:, :1]
    return np.where(scores == best, second, best)


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted decision trees; a row a tree, a column a node.

    Attributes:
        features: that a node asks for; any in a leaf.
        limits: a feature up to this goes left.
        left: node that follows; a leaf follows itself.
        right: the other.
        values: of each leaf, to be added up.
        start: what they are added to.
    """

    features: NDArray[np.int64]
    limits: Floats
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    values: Floats
    start: float

    def sums(self, features: Floats) -> Floats:
        """Return what the trees add up to for each row of features."""
        seen = features.astype(np.float32).T
        sums, rows = np.full(seen.shape[1], self.start), np.arange(seen.shape[1])
        depth = int(np.ceil(np.log2(self.features.shape[1] + 1))) - 1
        for asked, limits, left, right, values in zip(
            self.features, self.limits, self.left, self.right, self.values, strict=True
        ):
            nodes = np.zeros(len(rows), dtype=np.int64)
            for _ in range(depth):
                nodes = np.where(seen[asked[nodes], rows] <= limits[nodes], left[nodes], right[nodes])
            sums += values[nodes]
        return sums

    def probabilities(self, features: Floats) -> Floats:
        """Return the probability that the trees give to each row of features."""
        return np.asarray(1.0 / (1.0 + np.exp(-self.sums(features))))


LEAST_LIKELY = 0.02
"""A topic less likely than this by the regression is not looked at again."""


@dataclass(frozen=True, slots=True)
class Stack:
    """A fitted second stage: a regression, and trees that judge again what it finds likely enough.

    Attributes:
        weights: of each feature.
        intercepts: of each topic.
        trees: fitted to the features, the regression's sum and the topic's intercept.
    """

    weights: Floats
    intercepts: Floats
    trees: Trees | None = None

    def sums(self, features: Floats) -> Floats:
        """Return the regression's sum for each topic of each segment."""
        return np.asarray(np.round(np.einsum("ijk,k->ij", features, self.weights) + self.intercepts, DECIMALS))

    def judged(self, features: Floats, sums: Floats) -> tuple[NDArray[np.bool_], Floats]:
        """Return which cells are looked at again, and what the trees see of them."""
        is_likely = sums >= np.log(LEAST_LIKELY / (1 - LEAST_LIKELY))
        intercepts = np.broadcast_to(self.intercepts, sums.shape)[is_likely]
        seen = np.concatenate([features[is_likely], sums[is_likely][:, None], intercepts[:, None]], axis=1)
        return is_likely, np.round(seen, DECIMALS)

    def probabilities(self, features: Floats) -> Floats:
        """Return the probability of each topic of each segment."""
        sums = self.sums(features)
        chances = 1.0 / (1.0 + np.exp(-sums))
        if self.trees is not None:
            is_likely, seen = self.judged(features, sums)
            chances[is_likely] = self.trees.probabilities(seen)
        return np.round(chances, DECIMALS)


@dataclass(frozen=True, slots=True)
class StanceScores:
    """What the stance of a segment is told by; a row a segment.

    Attributes:
        said: score of each stance on the words said.
        forms: the same on the forms of the words.
        sentences: the same of each sentence.
        asked: the same on the question, zeros without one.
        question: 1 for the Annex 1 question and the area asked.
        hints: concepts that hint at each stance, log(1 + n).
        topics: probability of each topic.
        marks: kinds of marks found.
        n_words: words of each segment.
    """

    said: Floats
    forms: Floats
    sentences: Pooled
    asked: Floats
    question: Floats
    hints: Floats
    topics: Floats
    marks: Floats
    n_words: Floats

    def features(self) -> Floats:
        """Return an array of segments x features."""
        own = self.sentences
        columns = [self.said, self.forms, own.highest, own.total, own.first, own.last, self.asked, self.question]
        return np.concatenate(
            [*columns, self.hints, self.topics, self.marks, np.log(self.n_words + 1)[:, None]], axis=1
        )


@dataclass(frozen=True, slots=True)
class StanceStack:
    """What tells the stance: the mean of a multinomial regression and of boosted trees.

    Attributes:
        weights: features x stances.
        intercepts: of each stance.
        trees: of each stance; none leaves it to the regression.
    """

    weights: Floats
    intercepts: Floats
    trees: tuple[Trees, ...] = ()

    def probabilities(self, features: Floats) -> Floats:
        """Return the probability of each stance, all together 1; a row a segment."""
        told = _shares(np.round(np.einsum("ij,jk->ik", features, self.weights) + self.intercepts, DECIMALS))
        if self.trees:
            seen = np.round(features, DECIMALS)
            told = (told + _shares(np.stack([own.sums(seen) for own in self.trees], axis=1))) / 2
        return np.asarray(np.round(told, DECIMALS))


def _shares(sums: Floats) -> Floats:
    powers = np.exp(sums - sums.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
