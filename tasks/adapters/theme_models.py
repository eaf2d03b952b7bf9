"""The door to scipy: sparse features of texts, and the linear models that read them.

Every word type has its scores computed once; a batch of texts is then one sparse product. The model is
a folder of two files without pickles: `weights.npz` and `vocabulary.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tasks.adapters.sentence_embeddings import load_embedder
from tasks.core.identifiers import sha256_of
from tasks.core.theme_stacks import (
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
from tasks.core.word_columns import (
    Columns,
    PhraseTrie,
    WordTable,
    letter_runs,
    marks_in,
    phrase_stems,
    sentence_numbers,
    stem,
    word_spans,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WEIGHTS, VOCABULARY = "weights.npz", "vocabulary.json"
BLOCK_WEIGHTS = {"words": 2**0.5, "letters": 2**0.5, "concepts": 1.0, "hints": 0.5}
QUESTION_WEIGHTS = {"ids": 0.6, "words": 0.6, "concepts": 0.5, "hints": 0.3}
PAIR_BASE = 1 << 31
Told = tuple[Ints, Ints]
"""Rows, and what each holds."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What texts are described by.

    Attributes:
        stems: stem -> rarity.
        pairs: "stem stem" -> rarity of the two side by side.
        runs: run of letters -> rarity.
        forms: word as it stands, without accents and case -> rarity.
        form_pairs: "word word" -> rarity of the two side by side.
        concepts: names of the lexicon's concepts.
        concept_rarity: of each.
        phrases: stems of a phrase and the number of its concept.
        hints: concept -> codes (topics, then stances) it hints at.
        codes: topics, then stances.
        n_topics: how many of the codes are topics.
        passed_over: words that phrases are compared without.
        ids: Annex 1 questions and areas.
    """

    stems: Mapping[str, float]
    pairs: Mapping[str, float]
    runs: Mapping[str, float]
    forms: Mapping[str, float]
    form_pairs: Mapping[str, float]
    concepts: Sequence[str]
    concept_rarity: Sequence[float]
    phrases: Sequence[tuple[Sequence[str], int]]
    hints: Mapping[str, Sequence[str]]
    codes: Sequence[str]
    n_topics: int
    passed_over: Sequence[str]
    ids: Sequence[str]


@dataclass(frozen=True, slots=True)
class Parts:
    """What texts, or their sentences, hold; a row each.

    Attributes:
        types: word types, 1 where one is held.
        pairs: pairs of stems.
        concepts: concepts expressed.
    """

    types: sparse.csr_matrix
    pairs: sparse.csr_matrix
    concepts: sparse.csr_matrix


@dataclass(frozen=True, slots=True)
class Described:
    """A batch of texts, described.

    Attributes:
        columns: their words.
        spans: where each word begins and ends in its text.
        whole: what each text holds.
        sentences: what each sentence holds.
        sentence_of: the sentence of each word.
        text_of: the text of each sentence.
        form_pairs: texts x pairs of word forms.
        marks: texts x kinds of marks.
        meaning: embedding of each text, of no columns without an embedder.
        hits: concept, first word and place behind the last word of every phrase found.
    """

    columns: Columns
    spans: tuple[Ints, Ints]
    whole: Parts
    sentences: Parts
    sentence_of: Ints
    text_of: Ints
    form_pairs: sparse.csr_matrix
    marks: Floats
    meaning: Floats
    hits: tuple[Ints, Ints, Ints]

    @property
    def n_words(self) -> Floats:
        """Words of each text."""
        return np.bincount(self.columns.rows, minlength=self.columns.n_texts).astype(float)


class _Pairs:
    """Finds known pairs of numbers that stand side by side.

    Args:
        pairs: first and second number of each.
    """

    def __init__(self, pairs: Sequence[tuple[int, int]]) -> None:
        keys = np.array([first * PAIR_BASE + second for first, second in pairs], dtype=np.int64)
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]

    def find(self, numbers: Ints, rows: Ints) -> tuple[Ints, Ints]:
        """Return the place of the first word, and the pair, of each that stands within one row."""
        if not len(self._keys):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        places = np.flatnonzero((rows[1:] == rows[:-1]) & (numbers[1:] >= 0) & (numbers[:-1] >= 0))
        keys = numbers[places] * PAIR_BASE + numbers[places + 1]
        at = np.searchsorted(self._keys, keys)
        at[at == len(self._keys)] = 0
        is_known = self._keys[at] == keys
        return places[is_known], self._order[at[is_known]]


class Describer:
    """Describes texts by a vocabulary.

    Args:
        vocabulary: what they are described by.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.table = WordTable()
        self._generation = 0
        self._passed_over = frozenset(vocabulary.passed_over)
        self._stems = {name: number for number, name in enumerate(vocabulary.stems)}
        self._runs = {name: number for number, name in enumerate(vocabulary.runs)}
        extra = {part for stems, _ in vocabulary.phrases for part in stems}
        self._all_stems = dict(self._stems)
        for part in sorted(extra):
            self._all_stems.setdefault(part, len(self._all_stems))
        self._trie = PhraseTrie(([self._all_stems[part] for part in stems], n) for stems, n in vocabulary.phrases)
        self._forms = {name: number for number, name in enumerate(vocabulary.forms)}
        self._pairs = _Pairs(_numbered(vocabulary.pairs, self._all_stems))
        self._form_pairs = _Pairs(_numbered(vocabulary.form_pairs, self._forms))
        self._stem_of: list[int] = []
        self._phrase_stem_of: list[int] = []
        self._form_of: list[int] = []
        self._run_rows: list[list[int]] = []
        codes = {code: number for number, code in enumerate(vocabulary.codes)}
        hints = np.zeros((len(vocabulary.concepts), len(vocabulary.codes)))
        for number, name in enumerate(vocabulary.concepts):
            own = vocabulary.hints.get(name, ())
            for code in own:
                hints[number, codes[code]] = len(own) ** -0.5
        self.hints = sparse.csr_matrix(hints)
        off_topic = [name.startswith(("off_", "not_")) for name in vocabulary.concepts]
        self.off_topic = np.array(off_topic, dtype=float)
        self.stem_rarity = np.array([*vocabulary.stems.values(), 0.0])
        self.run_rarity = np.array([*vocabulary.runs.values()])
        self.pair_rarity = np.array([*vocabulary.pairs.values()])
        self.concept_rarity = np.array(vocabulary.concept_rarity)
        self.form_rarity = np.array([*vocabulary.forms.values(), 0.0])
        self.form_pair_rarity = np.array([*vocabulary.form_pairs.values()])

    def fresh(self) -> Describer:
        """Return a describer by the same vocabulary that has met no words."""
        other = copy(self)
        other.table, other._generation = WordTable(), 0
        other._stem_of, other._phrase_stem_of, other._form_of, other._run_rows = [], [], [], []
        return other

    def describe(self, texts: Sequence[str]) -> Described:
        """Describe texts."""
        columns = self.table.read(texts)
        self._learn()
        words, rows, n = columns.words, columns.rows, columns.n_texts
        spans = word_spans(texts)
        stems = np.array(self._stem_of, dtype=np.int64)[words]
        places, pairs = self._pairs.find(stems, rows)
        forms, form_pairs = self._form_pairs.find(np.array(self._form_of, dtype=np.int64)[words], rows)
        spoken = np.array(self._phrase_stem_of, dtype=np.int64)[words]
        telling = np.flatnonzero(spoken > -2)  # noqa: PLR2004 - see _learn
        concept, first, behind = self._trie.find(spoken[telling], rows[telling])
        first, behind = telling[first], telling[behind - 1] + 1

        def parts(of: Ints, n_rows: int, inside: NDArray[np.bool_]) -> Parts:
            known = of[places[inside]], pairs[inside]
            return self._parts((of, words), known, (of[first], concept), n_rows)

        sentences = sentence_numbers(texts, spans[0], rows)
        n_sentences = int(sentences[-1]) + 1 if len(sentences) else 0
        return Described(
            columns,
            spans,
            parts(rows, n, np.ones(len(places), dtype=bool)),
            parts(sentences, n_sentences, sentences[places] == sentences[np.minimum(places + 1, len(words) - 1)]),
            sentences,
            rows[np.searchsorted(sentences, np.arange(n_sentences))],
            _presence(rows[forms], form_pairs, (n, len(self.form_pair_rarity))),
            marks_in(texts),
            np.zeros((n, 0)),
            (concept, first, behind),
        )

    def _parts(self, types: Told, pairs: Told, concepts: Told, n_rows: int) -> Parts:
        return Parts(
            _presence(*types, (n_rows, len(self.table.folded))),
            _presence(*pairs, (n_rows, len(self.pair_rarity))),
            _presence(*concepts, (n_rows, len(self.vocabulary.concepts))),
        )

    def _learn(self) -> None:
        """Look up the stem and the runs of letters of word types not met before."""
        if self._generation != self.table.generation:
            self._stem_of.clear()
            self._phrase_stem_of.clear()
            self._form_of.clear()
            self._run_rows.clear()
            self._generation = self.table.generation
        for folded in self.table.folded[len(self._stem_of) :]:
            number = self._all_stems.get(stem(folded), -1)
            self._stem_of.append(number)
            self._form_of.append(self._forms.get(folded, -1))
            self._phrase_stem_of.append(-2 if folded in self._passed_over else number)
            self._run_rows.append([self._runs[run] for run in letter_runs(folded) if run in self._runs])

    def is_form(self, words: Ints) -> NDArray[np.bool_]:
        """Tell of each word whether its form stands in the vocabulary."""
        return np.array(self._form_of, dtype=np.int64)[words] >= 0

    def type_words(self, start: int = 0) -> sparse.csr_matrix:
        """Return word types x stems, from a type on, each with its rarity."""
        return _told(np.array(self._stem_of[start:], dtype=np.int64), self.stem_rarity)

    def type_forms(self, start: int = 0) -> sparse.csr_matrix:
        """Return word types x forms, from a type on, each with its rarity."""
        return _told(np.array(self._form_of[start:], dtype=np.int64), self.form_rarity)

    def type_runs(self, start: int = 0) -> sparse.csr_matrix:
        """Return word types x runs of letters, from a type on, each with its rarity."""
        own = self._run_rows[start:]
        rows = np.repeat(np.arange(len(own)), [len(runs) for runs in own])
        runs = np.array([run for runs in own for run in runs], dtype=np.int64)
        return sparse.csr_matrix((self.run_rarity[runs], (rows, runs)), (len(own), len(self._runs)))


def _numbered(pairs: Mapping[str, float], numbers: Mapping[str, int]) -> list[tuple[int, int]]:
    return [(numbers[first], numbers[second]) for first, _, second in (pair.partition(" ") for pair in pairs)]


def _told(numbers: Ints, rarity: Floats) -> sparse.csr_matrix:
    """Return a row a number with its rarity in the number's column; `rarity` ends with that of unknown ones."""
    n = len(rarity) - 1
    own = np.where((numbers < 0) | (numbers >= n), n, numbers)
    return sparse.csr_matrix((rarity[own], (np.arange(len(own)), own)), (len(own), n + 1))[:, :-1].tocsr()


def _presence(rows: Ints, columns: Ints, shape: tuple[int, int]) -> sparse.csr_matrix:
    matrix = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return matrix


def _lengths(squares: Floats) -> Floats:
    return np.where(squares > 0, np.sqrt(squares), 1.0)


def _scaled(matrix: sparse.csr_matrix, factors: Floats) -> sparse.csr_matrix:
    return (sparse.diags(factors) @ matrix).tocsr()


def said_features(describer: Describer, held: Parts) -> sparse.csr_matrix:
    """Return the features of what was said: words and pairs, runs of letters, concepts, hints.

    Args:
        describer: that described it.
        held: by texts or by sentences.

    Returns:
        A row each; the same weights that `TypeScores` folds into word types.
    """
    words, runs = describer.type_words(), describer.type_runs()
    pairs = held.pairs.multiply(describer.pair_rarity).tocsr()
    word_scale = BLOCK_WEIGHTS["words"] / _lengths(held.types @ _squares(words) + _squares(pairs))
    run_scale = BLOCK_WEIGHTS["letters"] / _lengths(held.types @ _squares(runs))
    return sparse.hstack(
        [
            _scaled(held.types @ words, word_scale),
            _scaled(pairs, word_scale),
            _scaled(held.types @ runs, run_scale),
            _concept_features(describer, held.concepts, BLOCK_WEIGHTS),
        ]
    ).tocsr()


def with_meaning(batch: Described, texts: Sequence[str], settings: Mapping[str, Any] | None) -> Described:
    """Add embeddings to described texts.

    Args:
        batch: described texts.
        texts: the same.
        settings: `embedder` and `weight`; None adds nothing.
    """
    if not settings:
        return batch
    return replace(batch, meaning=load_embedder(settings["embedder"]).embed(texts) * float(settings["weight"]))


def form_features(describer: Describer, batch: Described) -> sparse.csr_matrix:
    """Return the features of how it was said: forms of words, forms side by side, and embeddings if there are any."""
    forms = describer.type_forms()
    pairs = batch.form_pairs.multiply(describer.form_pair_rarity).tocsr()
    scale = 1.0 / _lengths(batch.whole.types @ _squares(forms) + _squares(pairs))
    parts = [_scaled(batch.whole.types @ forms, scale), _scaled(pairs, scale), sparse.csr_matrix(batch.meaning)]
    return sparse.hstack(parts).tocsr()


def _squares(matrix: sparse.csr_matrix) -> Floats:
    return np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()


def _concept_features(
    describer: Describer, found: sparse.csr_matrix, weights: Mapping[str, float]
) -> sparse.csr_matrix:
    concepts = found.multiply(describer.concept_rarity).tocsr()
    hints = (found @ describer.hints).tocsr()
    hints.data = np.log1p(hints.data)
    scale = weights["concepts"] / _lengths(_squares(concepts))
    return sparse.hstack([_scaled(concepts, scale), hints * weights["hints"]]).tocsr()


def question_features(
    describer: Describer, batch: Described, ids: Sequence[Sequence[str]], mode: str
) -> sparse.csr_matrix:
    """Return the features of the questions asked.

    Args:
        describer: that made the batch.
        batch: the interviewers' words, described.
        ids: Annex 1 question and area of each, "" for one unknown.
        mode: one of `MODES`: what of them to use.
    """
    known = told_ids(describer.vocabulary.ids, ids, mode) * QUESTION_WEIGHTS["ids"]
    words = describer.type_words()
    held = batch.whole
    scale = QUESTION_WEIGHTS["words"] / _lengths(held.types @ _squares(words))
    parts = [_scaled(held.types @ words, scale), _concept_features(describer, held.concepts, QUESTION_WEIGHTS)]
    if mode not in ("full", "words"):
        parts = [part * 0.0 for part in parts]
    return sparse.hstack([known, *parts]).tocsr()


def told_ids(names: Sequence[str], ids: Sequence[Sequence[str]], mode: str) -> sparse.csr_matrix:
    """Return rows x names, 1 for the Annex 1 question and the area that a mode knows of.

    Args:
        names: of the questions and areas.
        ids: question and area of each row, "" for one unknown.
        mode: one of `MODES`.
    """
    places = {name: number for number, name in enumerate(names)}
    chosen = {"full": (0, 1), "id": (0, 1), "area": (1,)}.get(mode, ())
    told = [(row, places[own[part]]) for row, own in enumerate(ids) for part in chosen if own[part] in places]
    rows, columns = (np.array(side, dtype=np.int64) for side in (zip(*told, strict=True) if told else ((), ())))
    return _presence(rows, columns, (len(ids), len(places)))


def hints_of(describer: Describer, batch: Described) -> Floats:
    """Return log(1 + concepts that hint at each code) of each text."""
    return np.log1p(np.asarray((batch.whole.concepts @ describer.hints).todense()))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of the question that a text answers.

    Attributes:
        question: "Q1" to "Q23", "" if unknown.
        area: "A1" to "A5", "" if unknown.
        words: the interviewer's, "" if unknown.
    """

    question: str = ""
    area: str = ""
    words: str = field(default="", repr=False)

    @property
    def mode(self) -> str:
        """Which of `MODES` serves it."""
        if self.words:
            return "full" if self.question else "words"
        return "id" if self.question else "area" if self.area else "none"


@dataclass(frozen=True, slots=True)
class Weights:
    """Fitted weights.

    Attributes:
        said: features of what was said x columns, and the intercept of each; a column a code, and a last one for
            there being any topic.
        forms: the same of how it was said.
        asked: mode -> features of the question x codes, and the intercepts.
        stacks: mode -> second stage of the topics.
        stances: mode -> what tells the stances.
        thresholds: topics x languages, the probability from which a topic is coded.
    """

    said: tuple[Floats, Floats]
    forms: tuple[Floats, Floats]
    asked: Mapping[str, tuple[Floats, Floats]]
    stacks: Mapping[str, Stack]
    stances: Mapping[str, StanceStack]
    thresholds: Floats


class _TypeScores:
    """Scores of word types, computed when a type is first met."""

    def __init__(self, describer: Describer, said: Floats, forms: Floats) -> None:
        self._describer = describer
        vocabulary = describer.vocabulary
        ends = np.cumsum([len(vocabulary.stems), len(vocabulary.pairs), len(vocabulary.runs)])
        self._words, pairs, self._runs, self.concepts = np.split(said, ends)
        self.pairs = pairs * describer.pair_rarity[:, None]
        n_forms = len(vocabulary.forms)
        self._forms, form_pairs, self.meaning = np.split(forms, [n_forms, n_forms + len(vocabulary.form_pairs)])
        self.form_pairs = form_pairs * describer.form_pair_rarity[:, None]
        self._generation = -1
        self.columns = said.shape[1]
        self._n = 0
        self._table = np.zeros((0, 3 * self.columns + 3))

    def table(self) -> Floats:
        """Return, for each word type: scores of its stem, its runs and its form, and the squared length of each."""
        describer = self._describer
        if self._generation != describer.table.generation:
            self._generation, self._n = describer.table.generation, 0
        n_types = len(describer.table.folded)
        if n_types > self._n:
            words, runs = describer.type_words(self._n), describer.type_runs(self._n)
            forms = describer.type_forms(self._n)
            lengths = [_squares(own)[:, None] for own in (words, runs, forms)]
            new = [words @ self._words, runs @ self._runs, *lengths[:2], forms @ self._forms, lengths[2]]
            if n_types > len(self._table):
                grown = np.zeros((2 * n_types, self._table.shape[1]))
                grown[: self._n] = self._table[: self._n]
                self._table = grown
            self._table[self._n : n_types] = np.hstack(new)
            self._n = n_types
        return self._table[:n_types]


class ThemeModel:
    """A trained coder: probabilities of topics and stances of texts.

    Args:
        vocabulary: what texts are described by.
        weights: fitted to it.
        asked_topics: Annex 1 question -> topics it is about.
        about: languages, tiers, sizes and the hash of the corpus: what the card tells.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        weights: Weights,
        asked_topics: Mapping[str, Sequence[str]],
        about: Mapping[str, Any],
    ) -> None:
        self.vocabulary, self.weights, self.about = vocabulary, weights, about
        self.topics = tuple(vocabulary.codes[: vocabulary.n_topics])
        self.stances = tuple(vocabulary.codes[vocabulary.n_topics :])
        self.asked_topics = {id_: list(own) for id_, own in asked_topics.items()}
        self.describer = Describer(vocabulary)
        self._types = _TypeScores(self.describer, weights.said[0], weights.forms[0])
        self._asked_rows: dict[str, Floats] = {}
        self._questions: dict[tuple[str, Asked], tuple[Floats, Floats]] = {}

    def describe(self, texts: Sequence[str]) -> Described:
        """Describe texts in the model's words, and by its embedder if it has one."""
        return with_meaning(self.describer.describe(texts), texts, self.about.get("semantic"))

    def said_scores(self, batch: Described) -> tuple[Floats, Floats, Pooled]:
        """Return the first scores of each column on the words said, on their forms, and on each sentence."""
        columns = self._types.columns
        table = self._types.table()[: batch.whole.types.shape[1]]
        sums = batch.whole.types @ table
        said = self._join(batch.whole, sums)
        forms = sums[:, 2 * columns + 2 :]
        pairs = batch.form_pairs.multiply(self.describer.form_pair_rarity).tocsr()
        scale = 1.0 / _lengths(forms[:, -1] + _squares(pairs))
        form_scores = scale[:, None] * (forms[:, :-1] + batch.form_pairs @ self._types.form_pairs)
        form_scores += batch.meaning @ self._types.meaning
        own = table[:, : 2 * columns + 2]
        sentences = np.round(self._join(batch.sentences, batch.sentences.types @ own), SCORE_DECIMALS)
        return (
            np.round(said, SCORE_DECIMALS),
            np.round(form_scores + self.weights.forms[1], SCORE_DECIMALS),
            pool_sentences(sentences, batch.text_of, batch.columns.n_texts),
        )

    def _join(self, held: Parts, sums: Floats) -> Floats:
        """Join the sums over word types with the scores of pairs and concepts."""
        columns = self._types.columns
        pairs = held.pairs.multiply(self.describer.pair_rarity).tocsr()
        word_scale = BLOCK_WEIGHTS["words"] / _lengths(sums[:, 2 * columns] + _squares(pairs))
        run_scale = BLOCK_WEIGHTS["letters"] / _lengths(sums[:, 2 * columns + 1])
        scores = word_scale[:, None] * (sums[:, :columns] + held.pairs @ self._types.pairs)
        scores += run_scale[:, None] * sums[:, columns : 2 * columns]
        scores += _concept_features(self.describer, held.concepts, BLOCK_WEIGHTS) @ self._types.concepts
        return np.asarray(scores + self.weights.said[1])

    def asked_scores(self, asked: Sequence[Asked], mode: str) -> tuple[Floats, Floats]:
        """Return the first scores of each code on the questions, and the hints of their words; kept by question."""
        if new := list(dict.fromkeys(one for one in asked if (mode, one) not in self._questions)):
            if len(self._questions) > MOST_QUESTIONS_KEPT:
                self._questions.clear()
                new = list(dict.fromkeys(asked))
            batch = self._question_describer.describe([one.words for one in new])
            ids = [(one.question, one.area) for one in new]
            weights, intercepts = self.weights.asked[mode]
            scores = question_features(self._question_describer, batch, ids, mode) @ weights + intercepts
            hints = hints_of(self._question_describer, batch)
            for one, own, hint in zip(new, np.round(scores, SCORE_DECIMALS), hints, strict=True):
                self._questions[mode, one] = own, hint
        pairs = [self._questions[mode, one] for one in asked]
        return np.array([scores for scores, _ in pairs]), np.array([hints for _, hints in pairs])

    @cached_property
    def _question_describer(self) -> Describer:
        return self.describer.fresh()

    def is_asked(self, asked: Sequence[Asked]) -> Floats:
        """Return 1 where a question's id is about a topic."""
        return np.array([self._topics_asked(one.question) for one in asked])

    def _topics_asked(self, question: str) -> Floats:
        if question not in self._asked_rows:
            own = self.asked_topics.get(question, ())
            self._asked_rows[question] = np.array([topic in own for topic in self.topics], float)
        return self._asked_rows[question]

    def probabilities(self, batch: Described, asked: Sequence[Asked]) -> tuple[Floats, Floats, Floats]:
        """Return the probability of each topic and stance, and the first scores, of a batch.

        Args:
            batch: described texts.
            asked: the question of each.
        """
        said, forms, sentences = self.said_scores(batch)
        hints = hints_of(self.describer, batch)
        n_off = batch.whole.concepts @ self.describer.off_topic
        n_all = np.asarray(batch.whole.concepts.sum(axis=1)).ravel() - n_off
        modes = np.array([one.mode for one in asked])
        topics, stances = np.zeros((len(asked), len(self.topics))), np.zeros((len(asked), len(self.stances)))
        k, all_ = len(self.topics), len(self.vocabulary.codes)
        for mode in sorted(set(modes)):
            rows = np.flatnonzero(modes == mode)
            own = [asked[row] for row in rows]
            scores, question_hints = self._asked_or_zeros(own, mode, said.shape[1])
            pooled = sentences.rows(rows)
            first = FirstScores(
                said[rows, :k],
                forms[rows, :k],
                said[rows, all_:],
                scores[:, all_:],
                pooled.columns(0, k),
                scores[:, :k],
                hints[rows, :k],
                self.is_asked(own),
                question_hints[:, :k],
                batch.n_words[rows],
                n_all[rows],
                n_off[rows],
            )
            topics[rows] = self.weights.stacks[mode].probabilities(stack_features(first, mode))
            by_stance = said[rows, k:all_], forms[rows, k:all_], pooled.columns(k, all_), scores[:, k:all_]
            counted = hints[rows, k:], topics[rows], batch.marks[rows], batch.n_words[rows]
            known = StanceScores(*by_stance, self._told(own, mode), *counted)
            stances[rows] = self.weights.stances[mode].probabilities(known.features())
        return topics, stances, said

    def _told(self, asked: Sequence[Asked], mode: str) -> Floats:
        ids = [(one.question, one.area) for one in asked]
        return np.asarray(told_ids(self.vocabulary.ids, ids, mode).todense())

    def _asked_or_zeros(self, asked: Sequence[Asked], mode: str, n_codes: int) -> tuple[Floats, Floats]:
        if mode == "none":
            zeros = np.zeros((len(asked), n_codes))
            return zeros, zeros
        return self.asked_scores(asked, mode)

    def word_contributions(self) -> Floats:
        """Return how much each word type met so far speaks for each code."""
        table, columns = self._types.table(), self._types.columns
        lengths = np.sqrt(table[:, 2 * columns : 2 * columns + 2] + 1)
        words = table[:, :columns] / lengths[:, :1]
        return np.asarray(words + table[:, columns : 2 * columns] / lengths[:, 1:])

    @cached_property
    def concept_contributions(self) -> Floats:
        """How much each concept speaks for each code, its hints among it."""
        concepts = self._types.concepts[: len(self.vocabulary.concepts)] * self.describer.concept_rarity[:, None]
        concepts[:, : len(self.vocabulary.codes)] += np.asarray(self.describer.hints.todense()) * HINT_CONTRIBUTION
        return np.asarray(concepts)


Matched = tuple[tuple[tuple[int, int], ...], str]
"""Half-open offsets in text order, and what weighed most: a concept, "words", or "question"."""


def find_evidence(model: ThemeModel, batch: Described, rows: Ints, codes: Ints) -> list[Matched]:
    """Tell which words led to codings: those of the concepts, else the words, that weigh most for the topic.

    Args:
        model: the coder.
        batch: described texts.
        rows: text of each coding.
        codes: topic of each coding.

    Returns:
        One answer a coding; no offsets where the question alone led to it.
    """
    n = batch.columns.n_texts
    starts = np.searchsorted(batch.columns.rows, np.arange(n + 1))
    begins, ends = batch.spans
    concept, first, behind = batch.hits
    order = np.argsort(first, kind="stable")
    concept, first, behind = concept[order], first[order], behind[order]
    by_concept = model.concept_contributions
    pairs, places = _heaviest(np.searchsorted(first, starts), rows, codes, concept, by_concept)
    spans: list[set[tuple[int, int]]] = [set() for _ in rows]
    rules = ["question"] * len(rows)
    names = model.vocabulary.concepts
    for pair, place in zip(pairs.tolist(), places.tolist(), strict=True):
        if not spans[pair]:
            rules[pair] = names[concept[place]]
        spans[pair].add((int(begins[first[place]]), int(ends[behind[place] - 1])))
    bare = np.array([n for n, own in enumerate(spans) if not own], dtype=np.int64)
    pairs, places = _heaviest(starts, rows[bare], codes[bare], batch.columns.words, model.word_contributions())
    for pair, place in zip(bare[pairs].tolist(), places.tolist(), strict=True):
        rules[pair] = "words"
        spans[pair].add((int(begins[place]), int(ends[place])))
    return [(tuple(sorted(own)), rule) for own, rule in zip(spans, rules, strict=True)]


def _heaviest(starts: Ints, rows: Ints, codes: Ints, things: Ints, weights: Floats) -> tuple[Ints, Ints]:
    """Return the few heaviest things of each coding's text, as pairs of coding and thing, heaviest first."""
    counts = starts[rows + 1] - starts[rows]
    pairs = np.repeat(np.arange(len(rows)), counts)
    places = np.arange(len(pairs)) - np.repeat(np.cumsum(counts) - counts, counts) + starts[rows][pairs]
    own = weights[things[places], codes[pairs]]
    heavy = own > LEAST_CONTRIBUTION
    pairs, places, own = pairs[heavy], places[heavy], np.round(own[heavy], 6)
    order = np.lexsort((places, -own, pairs))
    pairs, places = pairs[order], places[order]
    rank = np.arange(len(pairs)) - np.searchsorted(pairs, pairs)
    return pairs[rank < MOST_MATCHED], places[rank < MOST_MATCHED]


HINT_CONTRIBUTION = 0.1
LEAST_CONTRIBUTION = 0.02
MOST_MATCHED = 3
MOST_QUESTIONS_KEPT = 5000


def save_model(model: ThemeModel, folder: Path) -> None:
    """Write a model into a folder.

    Args:
        model: a trained coder.
        folder: made if need be.
    """
    folder.mkdir(parents=True, exist_ok=True)
    weights = model.weights
    arrays: dict[str, Any] = {"thresholds": weights.thresholds}
    for name, own in (("said", weights.said), ("forms", weights.forms)):
        arrays[f"{name}.weights"], arrays[f"{name}.intercepts"] = own[0].astype(np.float16), own[1]
    for mode in MODES:
        if mode in weights.asked:
            arrays[f"asked.{mode}.weights"] = weights.asked[mode][0].astype(np.float16)
            arrays[f"asked.{mode}.intercepts"] = weights.asked[mode][1]
        stack, stances = weights.stacks[mode], weights.stances[mode]
        arrays[f"stack.{mode}.weights"], arrays[f"stack.{mode}.intercepts"] = stack.weights, stack.intercepts
        if stack.trees is not None:
            arrays |= {f"trees.{mode}.{name}": getattr(stack.trees, name) for name in Trees.__dataclass_fields__}
        arrays[f"stances.{mode}.weights"], arrays[f"stances.{mode}.intercepts"] = stances.weights, stances.intercepts
        for name in Trees.__dataclass_fields__ if stances.trees else ():
            arrays[f"stances.{mode}.{name}"] = np.stack([getattr(own, name) for own in stances.trees])
    _write_arrays(folder / WEIGHTS, arrays)
    vocabulary = {name: getattr(model.vocabulary, name) for name in Vocabulary.__dataclass_fields__}
    vocabulary["phrases"] = [[" ".join(stems), concept] for stems, concept in model.vocabulary.phrases]
    for name in ("stems", "pairs", "runs", "forms", "form_pairs"):
        vocabulary[name] = {key: round(value, 4) for key, value in vocabulary[name].items()}
    vocabulary["concept_rarity"] = [round(value, 4) for value in model.vocabulary.concept_rarity]
    document = {"vocabulary": vocabulary, "asked_topics": model.asked_topics, "about": model.about}
    (folder / VOCABULARY).write_text(json.dumps(document, ensure_ascii=False, indent=0), encoding="utf-8")


def _write_arrays(path: Path, arrays: Mapping[str, Any]) -> None:
    """Write arrays as .npz with a fixed date inside, so that the same model gives the same bytes."""
    import io
    import zipfile

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            stream = io.BytesIO()
            np.lib.format.write_array(stream, np.asarray(arrays[name]), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), stream.getvalue(), zipfile.ZIP_DEFLATED)


def load_model(folder: Path) -> ThemeModel:
    """Load a model.

    Args:
        folder: that `save_model` wrote.

    Raises:
        FileNotFoundError: it holds no model.
    """
    document = json.loads((folder / VOCABULARY).read_text(encoding="utf-8"))
    declared = document["vocabulary"]
    declared["phrases"] = [(stems.split(" "), concept) for stems, concept in declared["phrases"]]
    with np.load(folder / WEIGHTS, allow_pickle=False) as arrays:
        weights = Weights(
            said=_read_linear(arrays, "said"),
            forms=_read_linear(arrays, "forms"),
            asked={mode: _read_linear(arrays, f"asked.{mode}") for mode in MODES if mode != "none"},
            stacks={mode: _read_stack(arrays, mode) for mode in MODES},
            stances={mode: _read_stances(arrays, f"stances.{mode}") for mode in MODES},
            thresholds=arrays["thresholds"],
        )
    return ThemeModel(Vocabulary(**declared), weights, document["asked_topics"], document["about"])


def _read_linear(arrays: Any, name: str) -> tuple[Floats, Floats]:
    return arrays[f"{name}.weights"].astype(np.float64), arrays[f"{name}.intercepts"]


def _read_stack(arrays: Any, mode: str) -> Stack:
    names = [f"trees.{mode}.{name}" for name in Trees.__dataclass_fields__]
    trees = Trees(*(arrays[name] for name in names)) if names[0] in arrays else None
    return Stack(arrays[f"stack.{mode}.weights"], arrays[f"stack.{mode}.intercepts"], trees)


def _read_stances(arrays: Any, name: str) -> StanceStack:
    parts = [f"{name}.{part}" for part in Trees.__dataclass_fields__]
    trees = zip(*(arrays[part] for part in parts), strict=True) if parts[0] in arrays else ()
    return StanceStack(*_read_linear(arrays, name), tuple(Trees(*own) for own in trees))


def model_hash(folder: Path) -> str:
    """Return the hash of a model's files, "" where there is none."""
    paths = [folder / name for name in (WEIGHTS, VOCABULARY)]
    return sha256_of("".join(sha256_of(path.read_bytes()) for path in paths)) if all(p.is_file() for p in paths) else ""


def compile_phrases(
    declared: Mapping[str, Sequence[str]], passed_over: frozenset[str]
) -> tuple[tuple[str, ...], list[tuple[tuple[str, ...], int]]]:
    """Compile a lexicon.

    Args:
        declared: concept -> phrases in any language.
        passed_over: words that phrases are compared without.

    Returns:
        The concepts, and the stems of each phrase with the number of its concept.
    """
    names = tuple(declared)
    phrases = dict.fromkeys(
        (stems, number)
        for number, name in enumerate(names)
        for phrase in declared[name]
        if (stems := phrase_stems(phrase, passed_over))
    )
    return names, list(phrases)
