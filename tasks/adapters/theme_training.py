"""The door to scikit-learn: how the theme coder is trained and what it is compared with.

First stage: ridge regressions on sparse features, solved in their dual form: one on what was said, averaged
with support vector machines, one on the forms of the words, and one for each way of knowing the question. Second
stage, fitted to scores that the first stage gave to voices it had not seen: a logistic regression for all topics,
boosted trees that judge likely topics again, and for the stance the mean of a multinomial regression and of boosted
trees. Seeds are fixed: the same corpus gives the same model.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import LinearSVC

from tasks.adapters.theme_models import (
    Describer,
    ThemeModel,
    Vocabulary,
    Weights,
    compile_phrases,
    form_features,
    hints_of,
    question_features,
    said_features,
    told_ids,
    with_meaning,
)
from tasks.core.theme_corpora import AREAS, CodedSegment
from tasks.core.theme_stacks import (
    DECIMALS,
    MODES,
    SCORE_DECIMALS,
    FirstScores,
    Pooled,
    Stack,
    StanceScores,
    StanceStack,
    Trees,
    pool_sentences,
    stack_features,
)
from tasks.core.word_columns import WORD, fold, letter_runs, stem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RIDGES = {"said": 2.0, "forms": 0.5, "asked": 1.0}
MARGIN_STRENGTH = 0.07
MARGIN_SHARE, MARGIN_SCALE, MARGIN_SHIFT = 0.5, 0.4, 0.4
"""How much support vector machines weigh beside the ridge, and how their margins are brought to its scale."""
INNER_FOLDS = 6
TREES = {"n_estimators": 120, "max_depth": 3, "learning_rate": 0.06, "min_samples_leaf": 40}
TREES |= {"subsample": 0.7, "max_features": 0.4, "random_state": 1}
STANCE_TREES = TREES | {"n_estimators": 60, "max_depth": 3, "learning_rate": 0.1, "max_features": 0.2}
STACK_STRENGTH = 0.3
STANCE_STRENGTH = 0.03
LEAST_SEGMENTS = {"stems": 2, "pairs": 2, "runs": 3, "forms": 2, "form_pairs": 2}
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
    stems, pairs, runs, form_pairs = (Counter[str]() for _ in range(4))
    forms = Counter[str]()
    for one in segments:
        folded = [fold(word) for word in WORD.findall(one.text)]
        own = [stem(word) for word in folded]
        stems.update({*own, *(stem(fold(word)) for word in WORD.findall(one.question))})
        pairs.update({f"{first} {second}" for first, second in pairwise(own)})
        forms.update(set(folded))
        form_pairs.update({f"{first} {second}" for first, second in pairwise(folded)})
        runs.update({run for word in set(folded) for run in letter_runs(word)})
    n = len(segments)
    names, phrases = compile_phrases(lexicon.phrases, lexicon.passed_over)
    bare = Vocabulary(
        stems=_rarity(stems, n, LEAST_SEGMENTS["stems"]),
        pairs={},
        runs=_rarity(runs, n, LEAST_SEGMENTS["runs"]),
        forms=_rarity(forms, n, LEAST_SEGMENTS["forms"]),
        form_pairs={},
        concepts=names,
        concept_rarity=[1.0] * len(names),
        phrases=phrases,
        hints={name: list(lexicon.hints.get(name, ())) for name in names},
        codes=(*topics, *stances),
        n_topics=len(topics),
        passed_over=sorted(lexicon.passed_over),
        ids=[*(f"Q{number}" for number in sorted(AREAS)), *sorted({f"A{area}" for area in AREAS.values()})],
    )
    uses = np.asarray(Describer(bare).describe([one.text for one in segments]).whole.concepts.sum(axis=0)).ravel()
    known = {
        "pairs": _known_pairs(_rarity(pairs, n, LEAST_SEGMENTS["pairs"]), bare.stems),
        "form_pairs": _known_pairs(_rarity(form_pairs, n, LEAST_SEGMENTS["form_pairs"]), bare.forms),
        "concept_rarity": [round(math.log(n / max(use, 1.0)), 4) for use in uses],
    }
    return replace(bare, **known)


def _known_pairs(pairs: Mapping[str, float], known: Mapping[str, float]) -> dict[str, float]:
    return {pair: rarity for pair, rarity in pairs.items() if set(pair.split(" ")) <= set(known)}


def _rarity(uses: Mapping[str, int], n: int, least: int) -> dict[str, float]:
    return {name: round(math.log((1 + n) / (1 + uses[name])) + 1, 4) for name in sorted(uses) if uses[name] >= least}


class Material:
    """Coded segments as arrays, with the products that ridge regressions are solved from.

    Args:
        segments: coded.
        vocabulary: what they are described by.
        asked_topics: Annex 1 question -> topics it is about.
        semantic: `embedder` and `weight` of embeddings to add; None adds none.
    """

    def __init__(
        self,
        segments: Sequence[CodedSegment],
        vocabulary: Vocabulary,
        asked_topics: Mapping[str, Sequence[str]],
        semantic: Mapping[str, Any] | None = None,
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
        self.columns = np.hstack([self.truth, self.is_coded[:, None]])
        describer = Describer(vocabulary)
        texts = [one.text for one in segments]
        said = with_meaning(describer.describe(texts), texts, semantic)
        asked = Describer(vocabulary)
        questions = asked.describe([one.question for one in segments])
        ids = [(one.annex_question, one.area) for one in segments]
        self.features = {
            "said": said_features(describer, said.whole),
            "forms": form_features(describer, said),
        } | {mode: question_features(asked, questions, ids, mode) for mode in MODES if mode != "none"}
        self.sentences, self.text_of = said_features(describer, said.sentences), said.text_of
        self.told = {mode: np.asarray(told_ids(vocabulary.ids, ids, mode).todense()) for mode in MODES}
        self.hints, self.question_hints = hints_of(describer, said), hints_of(asked, questions)
        self.n_words, self.marks = said.n_words, said.marks
        self.n_off = said.whole.concepts @ describer.off_topic
        self.n_concepts = np.asarray(said.whole.concepts.sum(axis=1)).ravel() - self.n_off
        self.is_asked = np.array([[t in asked_topics.get(q, ()) for t in topics] for q, _ in ids], float)

    @cached_property
    def products(self) -> dict[str, Floats]:
        """Products of every two segments' features."""
        return {name: np.asarray((own @ own.T).todense()) for name, own in self.features.items()}

    def stages(self, modes: Sequence[str]) -> list[str]:
        """Return the names of the features that some ways of asking need."""
        return [name for name in self.features if name not in MODES or name in modes]

    def fit(self, name: str, rows: Ints) -> tuple[Floats, Floats]:
        """Fit the first stage; a segment without a topic tells nothing of the stances.

        Returns:
            Weights of the features, a column a code and a last one for any topic, and their intercepts.
        """
        coded = self.is_coded[rows]
        is_stance = np.zeros(self.columns.shape[1], dtype=bool)
        is_stance[self.k : self.truth.shape[1]] = True
        truth = self.columns[rows]
        centre = np.where(is_stance, truth[coded].mean(axis=0), truth.mean(axis=0))
        truth[np.ix_(~coded, is_stance)] = centre[is_stance]
        products = self.products[name][np.ix_(rows, rows)]
        products[np.diag_indices(len(rows))] += RIDGES.get(name, RIDGES["asked"])
        solved = linalg.solve(products, truth - centre, assume_a="pos", overwrite_a=True)
        weights = self.features[name][rows].T @ solved
        if name == "said":
            for own, wanted in ((rows, ~is_stance), (rows[coded], is_stance)):
                margins, shifts = self._fit_margins(own, self.columns[np.ix_(own, wanted)])
                weights[:, wanted] += MARGIN_SHARE * (margins - weights[:, wanted])
                centre[wanted] += MARGIN_SHARE * (shifts - centre[wanted])
        return weights, centre

    def _fit_margins(self, rows: Ints, truth: Floats) -> tuple[Floats, Floats]:
        """Fit support vector machines in turn, as threads would share one seed, and scale them as the ridge."""
        margins = OneVsRestClassifier(LinearSVC(C=MARGIN_STRENGTH, tol=0.01, random_state=1))
        fitted = margins.fit(self.features["said"][rows], _several(truth)).estimators_[: truth.shape[1]]
        weights = np.array([one.coef_[0] for one in fitted]).T * MARGIN_SCALE
        return weights, np.array([one.intercept_[0] for one in fitted]) * MARGIN_SCALE + MARGIN_SHIFT

    def score(self, fitted: Mapping[str, tuple[Floats, Floats]], rows: Ints) -> FirstStage:
        """Return what a fitted first stage says of rows."""
        scores = {
            name: np.round(self.features[name][rows] @ own + shift, SCORE_DECIMALS)
            for name, (own, shift) in fitted.items()
        }
        places = np.full(len(self.truth), -1)
        places[rows] = np.arange(len(rows))
        chosen = np.flatnonzero(places[self.text_of] >= 0)
        weights, intercepts = fitted["said"]
        sentences = np.round(self.sentences[chosen] @ weights + intercepts, SCORE_DECIMALS)
        owners = places[self.text_of[chosen]]
        order = np.argsort(owners, kind="stable")
        return FirstStage(scores, pool_sentences(sentences[order], owners[order], len(rows)))

    def unseen_scores(self, rows: Ints, modes: Sequence[str] = MODES) -> FirstStage:
        """Return first scores of rows, each learnt from other voices among them, for some ways of asking."""
        n_columns = self.columns.shape[1]
        scores = {name: np.zeros((len(rows), n_columns)) for name in self.stages(modes)}
        pooled = Pooled(*(np.zeros((len(rows), n_columns)) for _ in range(4)))
        for learnt, held in GroupKFold(INNER_FOLDS).split(rows, groups=self.voices[rows]):
            found = self.score({name: self.fit(name, rows[learnt]) for name in scores}, rows[held])
            for name in scores:
                scores[name][held] = found.scores[name]
            for name in Pooled.__dataclass_fields__:
                getattr(pooled, name)[held] = getattr(found.sentences, name)
        return FirstStage(scores, pooled)

    def first_scores(self, found: FirstStage, rows: Ints, mode: str) -> FirstScores:
        """Return what the second stage sees of rows."""
        k, any_ = self.k, self.truth.shape[1]
        zeros = np.zeros((len(rows), any_ + 1))
        has_id, has_words = mode in ("full", "id"), mode in ("full", "words")
        said, asked = found.scores["said"], zeros if mode == "none" else found.scores[mode]
        return FirstScores(
            said=said[:, :k],
            forms=found.scores["forms"][:, :k],
            any_said=said[:, any_:],
            any_asked=asked[:, any_:],
            sentences=found.sentences.columns(0, k),
            asked=asked[:, :k],
            hints=self.hints[rows, :k],
            is_asked=self.is_asked[rows] if has_id else zeros[:, :k],
            question_hints=self.question_hints[rows, :k] if has_words else zeros[:, :k],
            n_words=self.n_words[rows],
            n_concepts=self.n_concepts[rows],
            n_off_topic=self.n_off[rows],
        )

    def stance_view(self, found: FirstStage, rows: Ints, mode: str, topics: Floats) -> Floats:
        """Return what the stances of rows are told by."""
        k, end = self.k, self.truth.shape[1]
        asked = np.zeros((len(rows), end - k)) if mode == "none" else found.scores[mode][:, k:end]
        return StanceScores(
            said=found.scores["said"][:, k:end],
            forms=found.scores["forms"][:, k:end],
            sentences=found.sentences.columns(k, end),
            asked=asked,
            question=self.told[mode][rows],
            hints=self.hints[rows, k:],
            topics=topics,
            marks=self.marks[rows],
            n_words=self.n_words[rows],
        ).features()


def _several(truth: Floats) -> NDArray[np.int64]:
    """Return a table of labels that scikit-learn takes for one of several, whatever its width."""
    labels = truth.astype(np.int64)
    return labels if labels.shape[1] > 1 else np.hstack([labels, 1 - labels])


@dataclass(frozen=True, slots=True)
class FirstStage:
    """What the first stage says of segments.

    Attributes:
        scores: "said", "forms" or a mode -> scores, a row a segment.
        sentences: scores of what each sentence says, pooled.
    """

    scores: Mapping[str, Floats]
    sentences: Pooled

    def rows(self, rows: Ints) -> FirstStage:
        """Return what it says of some of the segments."""
        return FirstStage({name: own[rows] for name, own in self.scores.items()}, self.sentences.rows(rows))


@dataclass(frozen=True, slots=True)
class SecondStage:
    """Fitted second stages, by mode."""

    stacks: Mapping[str, Stack]
    stances: Mapping[str, StanceStack]


def fit_second_stage(material: Material, found: FirstStage, rows: Ints, modes: Sequence[str] = MODES) -> SecondStage:
    """Fit the second stages on scores of voices that the first stage had not seen."""
    stacks, stances = {}, {}
    truth = material.truth[rows]
    for mode in modes:
        features = stack_features(material.first_scores(found, rows, mode), mode)
        stacks[mode] = _fit_stack(features, truth[:, : material.k])
        topics = stacks[mode].probabilities(features)
        is_coded = material.is_coded[rows]
        view = material.stance_view(found, rows, mode, topics)
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
    stack = Stack(weights, fitted.intercept_[0] - weights @ centre + 2 * fitted.coef_[0, width:])
    is_likely, seen = stack.judged(features, stack.sums(features))
    return replace(stack, trees=_fit_trees(seen, truth[is_likely]))


def _fit_trees(features: Floats, truth: Floats) -> Trees | None:
    if not 0 < truth.mean() < 1:
        return None
    share = float(truth.mean())
    fitted = GradientBoostingClassifier(**TREES).fit(features, truth)
    return _grown(fitted.estimators_[:, 0], TREES, math.log(share / (1 - share)))


def _grown(estimators: Sequence[Any], settings: Mapping[str, Any], start: float) -> Trees:
    """Return fitted trees as arrays."""
    grown = [own.tree_ for own in estimators]
    nodes = 2 ** (settings["max_depth"] + 1) - 1
    columns = np.zeros((5, len(grown), nodes))
    columns[2:4] = np.arange(nodes)
    for number, tree in enumerate(grown):
        is_inner, own = tree.children_left >= 0, np.arange(tree.node_count)
        columns[:, number, : tree.node_count] = (
            np.where(is_inner, tree.feature, 0),
            np.where(is_inner, tree.threshold, 0.0),
            np.where(is_inner, tree.children_left, own),
            np.where(is_inner, tree.children_right, own),
            tree.value[:, 0, 0] * settings["learning_rate"],
        )
    asked, limits, left, right, values = columns
    whole = (own.astype(np.int64) if own is not limits else own for own in (asked, limits, left, right))
    return Trees(*whole, values, start)


def _fit_stances(features: Floats, truth: Ints) -> StanceStack:
    centre, spread = features.mean(axis=0), np.maximum(features.std(axis=0), 1e-6)
    fitted = LogisticRegression(C=STANCE_STRENGTH, max_iter=500).fit((features - centre) / spread, truth)
    weights = fitted.coef_.T / spread[:, None]
    boosted = GradientBoostingClassifier(**STANCE_TREES).fit(np.round(features, DECIMALS), truth)
    shares = boosted.init_.class_prior_
    trees = tuple(
        _grown(boosted.estimators_[:, place], STANCE_TREES, math.log(share)) for place, share in enumerate(shares)
    )
    return StanceStack(weights, fitted.intercept_ - centre @ weights, trees)


def predict(material: Material, stage: SecondStage, found: FirstStage, rows: Ints, mode: str) -> tuple[Floats, Floats]:
    """Return the probabilities of topics and of stances of rows."""
    topics = stage.stacks[mode].probabilities(stack_features(material.first_scores(found, rows, mode), mode))
    return topics, stage.stances[mode].probabilities(material.stance_view(found, rows, mode, topics))


def cross_validate(
    material: Material,
    rows: Ints,
    found: FirstStage,
    n_folds: int = 5,
    modes: Sequence[str] = ("full", "id", "none"),
) -> dict[str, tuple[Floats, Floats]]:
    """Return probabilities for each row from models that have not heard its voice.

    Args:
        material: coded segments.
        rows: of it, to learn from and to predict.
        found: first scores of the rows, each learnt from other voices.
        n_folds: parts of the second stage, by voice.
        modes: what is known of the question.

    Returns:
        Mode -> probabilities of topics and of stances.
    """
    k, n_codes = material.k, material.truth.shape[1]
    chances = {mode: (np.zeros((len(rows), k)), np.zeros((len(rows), n_codes - k))) for mode in modes}
    for learnt, held in GroupKFold(n_folds).split(rows, groups=material.voices[rows]):
        stage = fit_second_stage(material, found.rows(learnt), rows[learnt], modes)
        for mode in modes:
            own = predict(material, stage, found.rows(held), rows[held], mode)
            chances[mode][0][held], chances[mode][1][held] = own
    return chances


def fit_model(
    material: Material, rows: Ints, found: FirstStage, thresholds: Floats, about: Mapping[str, Any]
) -> ThemeModel:
    """Fit the model that is shipped.

    Args:
        material: coded segments.
        rows: of it, to learn from.
        found: first scores of the rows, each learnt from other voices.
        thresholds: topics x languages.
        about: what the model tells of itself.
    """
    stage = fit_second_stage(material, found, rows)
    fitted = {name: material.fit(name, rows) for name in material.features}
    weights = Weights(
        said=fitted["said"],
        forms=fitted["forms"],
        asked={mode: fitted[mode] for mode in MODES if mode != "none"},
        stacks=stage.stacks,
        stances=stage.stances,
        thresholds=thresholds,
    )
    return ThemeModel(material.vocabulary, weights, material.asked_topics, about)


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
