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


@dataclass(frozen=True, slots=True)
class FirstScores:
    """What the first stage says of segments; a row a segment, a column a topic.

    Attributes:
        said: score of each topic on the words said.
        asked: score of each topic on the question, zeros without one.
        hints: concepts of the lexicon that hint at each topic, log(1 + n).
        is_asked: 1 where the question's id is about the topic.
        question_hints: concepts in the question's words, log(1 + n).
        n_words: words of each segment.
        n_concepts: concepts found in each segment.
        n_off_topic: concepts found that speak of something else.
    """

    said: Floats
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
class Stack:
    """A fitted second stage.

    Attributes:
        weights: of each feature.
        intercepts: of each topic.
    """

    weights: Floats
    intercepts: Floats

    def probabilities(self, features: Floats) -> Floats:
        """Return the probability of each topic of each segment."""
        sums = np.einsum("ijk,k->ij", features, self.weights) + self.intercepts
        return np.round(1.0 / (1.0 + np.exp(-np.round(sums, DECIMALS))), DECIMALS)


def stance_features(said: Floats, asked: Floats, hints: Floats, topics: Floats, n_words: Floats) -> Floats:
    """Return what the stance of a segment is told by.

    Args:
        said: score of each stance on the words said.
        asked: score of each stance on the question, zeros without one.
        hints: concepts that hint at each stance, log(1 + n).
        topics: probability of each topic.
        n_words: words of each segment.

    Returns:
        An array of segments x features.
    """
    return np.concatenate([said, asked, hints, topics, np.log(n_words + 1)[:, None]], axis=1)


def shares(features: Floats, weights: Floats, intercepts: Floats) -> Floats:
    """Return the probability of each stance, all together 1.

    Args:
        features: a row a segment.
        weights: features x stances.
        intercepts: of each stance.
    """
    sums = np.round(np.einsum("ij,jk->ik", features, weights) + intercepts, DECIMALS)
    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    return np.asarray(np.round(powers / powers.sum(axis=1, keepdims=True), DECIMALS))
