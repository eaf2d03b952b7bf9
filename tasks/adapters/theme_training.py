"""The door to scikit-learn: how the theme coder is trained and what it is compared with.

First stage: ridge regressions on sparse features, solved in their dual form, one on what was said and one
for each way of knowing the question. Second stage: logistic regressions on scores that the first stage gave
to voices it had not seen. Nothing is random: the same corpus gives the same model.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.multiclass import OneVsRestClassifier

from tasks.adapters.theme_models import (
    Describer,
    ThemeModel,
    Vocabulary,
    Weights,
    compile_phrases,
    hints_of,
    question_features,
    said_features,
)
from tasks.core.theme_corpora import AREAS, CodedSegment
from tasks.core.theme_stacks import MODES, FirstScores, Stack, shares, stack_features, stance_features
from tasks.core.word_columns import WORD, fold, letter_runs, stem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RIDGE = 1.0
INNER_FOLDS = 5
STACK_STRENGTH = 0.3
STANCE_STRENGTH = 0.03
LEAST_SEGMENTS = {"stems": 2, "pairs": 2, "runs": 3}
"""A feature that fewer segments hold is not learnt."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is declared of words.

    Attributes:
        phrases: concept -> phrases in any language.
        hints: concept -> topics and stances it hints at.
        passed_over: words that phrases are compared without.
        asked_topics: Annex 1 question -> topics it is about.
    """

    phrases: Mapping[str, Sequence[str]]
    hints: Mapping[str, Sequence[str]]
    passed_over: frozenset[str]
    asked_topics: Mapping[str, Sequence[str]]


def build_vocabulary(
    segments: Sequence[CodedSegment], lexicon: Lexicon, topics: Sequence[str], stances: Sequence[str]
) -> Vocabulary:
    """Choose what texts are described by.

    Args:
        segments: to learn from.
        lexicon: declared concepts.
        topics: ids in order.
        stances: ids in order.
    """
    stems, pairs, runs = Counter[str](), Counter[str](), Counter[str]()
    for one in segments:
        folded = [fold(word) for word in WORD.findall(one.text)]
        own = [stem(word) for word in folded]
        stems.update({*own, *(stem(fold(word)) for word in WORD.findall(one.question))})
        pairs.update({f"{first} {second}" for first, second in pairwise(own)})
        runs.update({run for word in set(folded) for run in letter_runs(word)})
    n = len(segments)
    names, phrases = compile_phrases(lexicon.phrases, lexicon.passed_over)
    bare = Vocabulary(
        stems=_rarity(stems, n, LEAST_SEGMENTS["stems"]),
        pairs={},
        runs=_rarity(runs, n, LEAST_SEGMENTS["runs"]),
        concepts=names,
        concept_rarity=[1.0] * len(names),
        phrases=phrases,
        hints={name: list(lexicon.hints.get(name, ())) for name in names},
        codes=(*topics, *stances),
        n_topics=len(topics),
        passed_over=sorted(lexicon.passed_over),
        ids=[*(f"Q{number}" for number in sorted(AREAS)), *sorted({f"A{area}" for area in AREAS.values()})],
    )
    uses = np.asarray(Describer(bare).describe([one.text for one in segments]).concepts.sum(axis=0)).ravel()
    known = {
        pair: rarity
        for pair, rarity in _rarity(pairs, n, LEAST_SEGMENTS["pairs"]).items()
        if set(pair.split(" ")) <= set(bare.stems)
    }
    return Vocabulary(
        **{name: getattr(bare, name) for name in Vocabulary.__dataclass_fields__}
        | {"pairs": known, "concept_rarity": [round(math.log(n / max(use, 1.0)), 4) for use in uses]}
    )


def _rarity(uses: Mapping[str, int], n: int, least: int) -> dict[str, float]:
    return {name: round(math.log((1 + n) / (1 + uses[name])) + 1, 4) for name in sorted(uses) if uses[name] >= least}


class Material:
    """Coded segments as arrays, with the products that ridge regressions are solved from.

    Args:
        segments: coded.
        vocabulary: what they are described by.
        asked_topics: Annex 1 question -> topics it is about.
    """

    def __init__(
        self, segments: Sequence[CodedSegment], vocabulary: Vocabulary, asked_topics: Mapping[str, Sequence[str]]
    ) -> None:
        self.vocabulary, self.asked_topics = vocabulary, asked_topics
        self.k = vocabulary.n_topics
        topics, stances = vocabulary.codes[: self.k], vocabulary.codes[self.k :]
        self.truth = np.array(
            [[t in one.topics for t in topics] + [s == one.stance for s in stances] for one in segments], float
        )
        self.is_coded = self.truth[:, : self.k].any(axis=1)
        self.voices = np.array([one.voice for one in segments])
        self.languages = np.array([one.language for one in segments])
        self.is_implied = np.array([one.is_implied for one in segments])
        describer = Describer(vocabulary)
        said = describer.describe([one.text for one in segments])
        asked = Describer(vocabulary)
        questions = asked.describe([one.question for one in segments])
        ids = [(one.annex_question, one.area) for one in segments]
        self.features = {"said": said_features(describer, said)}
        self.features |= {mode: question_features(asked, questions, ids, mode) for mode in MODES if mode != "none"}
        self.hints, self.question_hints = hints_of(describer, said), hints_of(asked, questions)
        self.n_words = said.n_words
        self.n_off = said.concepts @ describer.off_topic
        self.n_concepts = np.asarray(said.concepts.sum(axis=1)).ravel() - self.n_off
        self.is_asked = np.array([[t in asked_topics.get(q, ()) for t in topics] for q, _ in ids], float)

    @cached_property
    def products(self) -> dict[str, Floats]:
        """Products of every two segments' features."""
        return {name: np.asarray((own @ own.T).todense()) for name, own in self.features.items()}

    def ridge(self, name: str, rows: Ints) -> tuple[Floats, Floats, Ints, Ints]:
        """Solve the regressions of topics on all rows and of stances on those with a topic.

        Returns:
            Dual weights of the topics and of the stances, and the rows of each.
        """
        coded = rows[self.is_coded[rows]]
        k = self.k
        return (
            _solve(self.products[name], rows, self.truth[:, :k]),
            _solve(self.products[name], coded, self.truth[:, k:]),
            rows,
            coded,
        )

    def scores(self, name: str, learnt: Ints, rows: Ints) -> Floats:
        """Return first scores of rows, learnt from others."""
        topics, stances, own, coded = self.ridge(name, learnt)
        products = self.products[name]
        return np.hstack(
            [
                products[np.ix_(rows, own)] @ topics + self.truth[own, : self.k].mean(axis=0),
                products[np.ix_(rows, coded)] @ stances + self.truth[coded, self.k :].mean(axis=0),
            ]
        )

    def unseen_scores(self, rows: Ints) -> dict[str, Floats]:
        """Return first scores of rows, each learnt from other voices among them."""
        scores = {name: np.zeros((len(rows), self.truth.shape[1])) for name in self.features}
        for learnt, held in GroupKFold(INNER_FOLDS).split(rows, groups=self.voices[rows]):
            for name in scores:
                scores[name][held] = self.scores(name, rows[learnt], rows[held])
        return scores

    def first_scores(self, scores: Mapping[str, Floats], rows: Ints, mode: str) -> FirstScores:
        """Return what the second stage sees of rows."""
        k = self.k
        zeros = np.zeros((len(rows), k))
        has_id, has_words = mode in ("full", "id"), mode in ("full", "words")
        return FirstScores(
            said=scores["said"][:, :k],
            asked=zeros if mode == "none" else scores[mode][:, :k],
            hints=self.hints[rows, :k],
            is_asked=self.is_asked[rows] if has_id else zeros,
            question_hints=self.question_hints[rows, :k] if has_words else zeros,
            n_words=self.n_words[rows],
            n_concepts=self.n_concepts[rows],
            n_off_topic=self.n_off[rows],
        )

    def stance_view(self, scores: Mapping[str, Floats], rows: Ints, mode: str, topics: Floats) -> Floats:
        """Return what the stances of rows are told by."""
        k = self.k
        asked = np.zeros((len(rows), self.truth.shape[1] - k)) if mode == "none" else scores[mode][:, k:]
        return stance_features(scores["said"][:, k:], asked, self.hints[rows, k:], topics, self.n_words[rows])


def _solve(products: Floats, rows: Ints, truth: Floats) -> Floats:
    centred = truth[rows] - truth[rows].mean(axis=0)
    return np.asarray(np.linalg.solve(products[np.ix_(rows, rows)] + RIDGE * np.eye(len(rows)), centred))


@dataclass(frozen=True, slots=True)
class SecondStage:
    """Fitted second stages, by mode."""

    stacks: Mapping[str, Stack]
    stances: Mapping[str, tuple[Floats, Floats]]


def fit_second_stage(
    material: Material, scores: Mapping[str, Floats], rows: Ints, modes: Sequence[str] = MODES
) -> SecondStage:
    """Fit the second stages on scores of voices that the first stage had not seen."""
    stacks, stances = {}, {}
    truth = material.truth[rows]
    for mode in modes:
        features = stack_features(material.first_scores(scores, rows, mode), mode)
        stacks[mode] = _fit_stack(features, truth[:, : material.k])
        topics = stacks[mode].probabilities(features)
        is_coded = material.is_coded[rows]
        view = material.stance_view(scores, rows, mode, topics)
        stances[mode] = _fit_stances(view[is_coded], truth[is_coded, material.k :].argmax(axis=1))
    return SecondStage(stacks, stances)


def _fit_stack(features: Floats, truth: Floats) -> Stack:
    n, k, width = features.shape
    flat = features.reshape(n * k, width)
    centre, spread = flat.mean(axis=0), np.maximum(flat.std(axis=0), 1e-6)
    topics = sparse.csr_matrix(np.tile(2 * np.eye(k), (n, 1)))
    matrix = sparse.hstack([sparse.csr_matrix((flat - centre) / spread), topics]).tocsr()
    fitted = LogisticRegression(C=STACK_STRENGTH, max_iter=500, solver="lbfgs").fit(matrix, truth.ravel())
    weights = fitted.coef_[0, :width] / spread
    return Stack(weights, fitted.intercept_[0] - weights @ centre + 2 * fitted.coef_[0, width:])


def _fit_stances(features: Floats, truth: Ints) -> tuple[Floats, Floats]:
    centre, spread = features.mean(axis=0), np.maximum(features.std(axis=0), 1e-6)
    fitted = LogisticRegression(C=STANCE_STRENGTH, max_iter=500).fit((features - centre) / spread, truth)
    weights = fitted.coef_.T / spread[:, None]
    return weights, fitted.intercept_ - centre @ weights


def predict(
    material: Material, stage: SecondStage, scores: Mapping[str, Floats], rows: Ints, mode: str
) -> tuple[Floats, Floats]:
    """Return the probabilities of topics and of stances of rows."""
    topics = stage.stacks[mode].probabilities(stack_features(material.first_scores(scores, rows, mode), mode))
    return topics, shares(material.stance_view(scores, rows, mode, topics), *stage.stances[mode])


def cross_validate(
    material: Material, rows: Ints, n_folds: int = 5, modes: Sequence[str] = ("full", "id", "none")
) -> dict[str, tuple[Floats, Floats]]:
    """Return probabilities for each row from models that have not heard its voice.

    Args:
        material: coded segments.
        rows: of it, to learn from and to predict.
        n_folds: parts, by voice.
        modes: what is known of the question.

    Returns:
        Mode -> probabilities of topics and of stances.
    """
    k, n_codes = material.k, material.truth.shape[1]
    found = {mode: (np.zeros((len(rows), k)), np.zeros((len(rows), n_codes - k))) for mode in modes}
    for learnt, held in GroupKFold(n_folds).split(rows, groups=material.voices[rows]):
        stage = fit_second_stage(material, material.unseen_scores(rows[learnt]), rows[learnt], modes)
        scores = {name: material.scores(name, rows[learnt], rows[held]) for name in material.features}
        for mode in modes:
            found[mode][0][held], found[mode][1][held] = predict(material, stage, scores, rows[held], mode)
    return found


def fit_model(material: Material, rows: Ints, thresholds: Floats, about: Mapping[str, Any]) -> ThemeModel:
    """Fit the model that is shipped.

    Args:
        material: coded segments.
        rows: of it, to learn from.
        thresholds: topics x languages.
        about: what the model tells of itself.
    """
    stage = fit_second_stage(material, material.unseen_scores(rows), rows)
    primal = {name: _primal(material, name, rows) for name in material.features}
    weights = Weights(
        said=primal["said"],
        asked={mode: primal[mode] for mode in MODES if mode != "none"},
        stacks=stage.stacks,
        stances=stage.stances,
        thresholds=thresholds,
    )
    return ThemeModel(material.vocabulary, weights, material.asked_topics, about)


def _primal(material: Material, name: str, rows: Ints) -> tuple[Floats, Floats]:
    topics, stances, own, coded = material.ridge(name, rows)
    features, k = material.features[name], material.k
    weights = np.hstack([features[own].T @ topics, features[coded].T @ stances])
    intercepts = np.hstack([material.truth[own, :k].mean(axis=0), material.truth[coded, k:].mean(axis=0)])
    return weights, intercepts


def tfidf_baseline(segments: Sequence[CodedSegment], truth: Floats, voices: Sequence[str], n_folds: int = 5) -> Floats:
    """Return probabilities of topics by TF-IDF and a logistic regression per topic, cross-validated by voice."""
    texts = [one.text for one in segments]
    found = np.zeros_like(truth)
    for learnt, held in GroupKFold(n_folds).split(texts, groups=voices):
        vectors = TfidfVectorizer(sublinear_tf=True, min_df=2, ngram_range=(1, 2))
        model = OneVsRestClassifier(LogisticRegression(C=5, solver="liblinear", class_weight="balanced"))
        model.fit(vectors.fit_transform([texts[n] for n in learnt]), truth[learnt])
        found[held] = model.predict_proba(vectors.transform([texts[n] for n in held]))
    return found
