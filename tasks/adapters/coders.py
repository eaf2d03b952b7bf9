"""The theme coders: a trained model, and a lexicon with declared rules where there is no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tasks.adapters.chat_coders import ChatCoder, load_chat_coder
from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.interviewing import load_question_router
from tasks.adapters.languages import identify
from tasks.adapters.nlp import LANGUAGES, PhraseFinder
from tasks.adapters.theme_models import Asked, Described, Floats, Ints, find_evidence, load_model, model_hash
from tasks.core.codings import ALL, Coded, CodingRules, PlainAbsence, TopicCoding, code_segment, parse_coding_rules
from tasks.core.identifiers import sha256_of
from tasks.core.stance_signs import CHALLENGE, DESCRIPTION
from tasks.core.theme_corpora import area_of

DECLARATIONS = ("topic_rules.yaml", "stance_rules.yaml")
LEXICONS = ("topics", "cues")
TEXTS_AT_ONCE = 2000
"""Texts described together: enough to pay for a product of matrices, little enough to keep memory flat."""


@dataclass(frozen=True, slots=True)
class CoderInput:
    """A text to code.

    Attributes:
        text: words of a respondent or a document.
        language: BCP 47; "" lets the coder tell it.
        annex_question: "Q1" to "Q23", "" if unknown.
        question: the interviewer's words before it, "" if unknown.
        area: "A1" to "A5", "" if unknown.
    """

    text: str = field(repr=False)
    language: str = ""
    annex_question: str = ""
    question: str = field(default="", repr=False)
    area: str = ""


class LexiconCoder:
    """Codes texts with topics and a stance; the same text always gets the same codes.

    Args:
        folder: declarations of the questionnaire.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rules: CodingRules = parse_coding_rules(*(read_yaml(folder / name) for name in DECLARATIONS))
        self._finders: dict[str, PhraseFinder] = {}
        files = [folder / name for name in DECLARATIONS]
        files += [folder / "lexicon" / f"{part}_{language}.yaml" for part in LEXICONS for language in LANGUAGES]
        digest = sha256_of("".join(sha256_of(path.read_bytes()) for path in files))
        self.version = f"lexicon:{digest[:8]}"

    def code(self, texts: Sequence[CoderInput]) -> list[Coded]:
        """Code texts.

        Args:
            texts: in any languages; those without a lexicon come back unsupported.

        Returns:
            One coding per text, in order.
        """
        coded = [Coded(is_supported=False)] * len(texts)
        for language, places in _places_by_language(texts).items():
            hits = self._finder(language).find(texts[n].text for n in places)
            for n, found in zip(places, hits, strict=True):
                n_words = len(texts[n].text.split())
                coded[n] = code_segment(found, self._rules, question=texts[n].annex_question, n_words=n_words)
        return coded

    def _finder(self, language: str) -> PhraseFinder:
        if language not in self._finders:
            phrases: dict[str, list[str]] = {}
            for part in LEXICONS:
                phrases |= read_yaml(self._folder / "lexicon" / f"{part}_{language}.yaml")
            self._finders[language] = PhraseFinder(phrases, language)
        return self._finders[language]


def _places_by_language(texts: Sequence[CoderInput]) -> dict[str, list[int]]:
    """Return the places of the texts in each supported language; others are left out."""
    silent = [n for n, text in enumerate(texts) if not text.language]
    told = dict(zip(silent, identify([texts[n].text for n in silent]), strict=True))
    by_language: dict[str, list[int]] = {}
    for n, text in enumerate(texts):
        by_language.setdefault(text.language[:2].lower() or told[n], []).append(n)
    return {language: by_language[language] for language in LANGUAGES if language in by_language}


LEAST_SURE_ROUTE = 0.5


def _asked(text: CoderInput) -> Asked:
    question = text.annex_question or (_route(text.question) if text.question else "")
    return Asked(question, text.area or area_of(question), text.question)


@lru_cache(5000)
def _route(words: str) -> str:
    """Tell which Annex 1 question the interviewer's words ask, "" where that is not clear."""
    question, confidence = load_question_router().route(words)
    return question if confidence >= LEAST_SURE_ROUTE else ""


FEWEST_WORDS_OF_A_LANGUAGE = 4
MOST_KNOWN_WORDS = 0.35


def _foreign_languages(
    texts: Sequence[CoderInput], batch: Described, is_known: NDArray[np.bool_]
) -> dict[int, tuple[str, ...]]:
    """Tell which texts have sentences in a language that the model does not know.

    Only sentences most of whose words the model has never met are looked at; names and rare words are left alone.

    Returns:
        Row of a text -> languages, for texts that have any.
    """
    sentences, n = batch.sentence_of, len(batch.text_of)
    counts = np.bincount(sentences, minlength=n)
    known = np.bincount(sentences, weights=is_known, minlength=n)
    strange = np.flatnonzero((counts >= FEWEST_WORDS_OF_A_LANGUAGE) & (known <= MOST_KNOWN_WORDS * counts))
    begins, ends = batch.spans
    firsts, lasts = np.searchsorted(sentences, strange), np.searchsorted(sentences, strange, side="right") - 1
    rows = batch.text_of[strange].tolist()
    parts = [texts[row].text[begins[a] : ends[b]] for row, a, b in zip(rows, firsts, lasts, strict=True)]
    found: dict[int, set[str]] = {}
    for row, language in zip(rows, identify(parts), strict=True):
        if language and language not in LANGUAGES:
            found.setdefault(row, set()).add(language)
    return {row: tuple(sorted(own)) for row, own in found.items()}


class TrainedCoder:
    """Codes texts by the trained model; the same text always gets the same codes, whatever stands beside it.

    Args:
        folder: of the model.
    """

    def __init__(self, folder: Path) -> None:
        self._model = load_model(folder)
        self._tiers: dict[str, dict[str, str]] = self._model.about.get("tiers", {})
        self._shifts: dict[str, float] = self._model.about.get("shifts", {})
        self.version = f"model:{model_hash(folder)[:8]}"

    def code(self, texts: Sequence[CoderInput]) -> list[Coded]:
        """Code texts.

        Args:
            texts: in any languages; those the model does not know come back unsupported.

        Returns:
            One coding per text, in order.
        """
        coded = [Coded(is_supported=False)] * len(texts)
        groups = _places_by_language(texts).items()
        supported = sorted((place, language) for language, places in groups for place in places)
        for start in range(0, len(supported), TEXTS_AT_ONCE):
            part = supported[start : start + TEXTS_AT_ONCE]
            found = self._code_batch([texts[place] for place, _ in part], [language for _, language in part])
            for (place, _), one in zip(part, found, strict=True):
                coded[place] = one
        return coded

    def _code_batch(self, texts: Sequence[CoderInput], languages: Sequence[str]) -> list[Coded]:
        model = self._model
        batch = model.describe([text.text for text in texts])
        foreign = _foreign_languages(texts, batch, model.describer.is_form(batch.columns.words))
        asked = [_asked(text) for text in texts]
        topics, stances, _ = model.probabilities(batch, asked)
        limits = model.weights.thresholds[:, [LANGUAGES.index(language) for language in languages]].T
        limits = limits + np.array([self._shifts.get(one.mode, 0.0) for one in asked])[:, None]
        is_coded = (topics >= limits) & (batch.n_words > 0)[:, None]
        rows, codes = np.nonzero(is_coded)
        order = np.lexsort((codes, -topics[rows, codes], rows))
        rows, codes = rows[order], codes[order]
        evidence = find_evidence(model, batch, rows, codes)
        confidence = np.round(topics[rows, codes], 3).tolist()
        codings: list[list[TopicCoding]] = [[] for _ in texts]
        for row, code, share, (matched, rule) in zip(rows.tolist(), codes.tolist(), confidence, evidence, strict=True):
            tier = ALL if row in foreign else self._tiers.get(model.topics[code], {}).get(languages[row], ALL)
            codings[row].append(TopicCoding(model.topics[code], share, matched, rule, tier))
        best, shares = self._stances(texts, languages, stances)
        return [
            Coded(
                tuple(own),
                model.stances[best[row]] if own else "",
                round(float(shares[row]), 3) if own else 0.0,
                foreign=foreign.get(row, ()),
            )
            for row, own in enumerate(codings)
        ]

    def _stances(self, texts: Sequence[CoderInput], languages: Sequence[str], stances: Floats) -> tuple[Ints, Floats]:
        """Return the likeliest stance of each text and its probability; a plain absence is no mere description."""
        best, shares = stances.argmax(axis=1), stances.max(axis=1)
        told, wanted = (self._model.stances.index(stance) for stance in (DESCRIPTION, CHALLENGE))
        for row in np.flatnonzero(best == told).tolist():
            if load_plain_absence().is_told(texts[row].text, languages[row]):
                best[row], shares[row] = wanted, stances[row, told] + stances[row, wanted]
        return best, shares


@cache
def load_plain_absence() -> PlainAbsence:
    """Load what a plain "we have none" looks like."""
    return PlainAbsence.parse(read_yaml(QUESTIONNAIRE / "stance_rules.yaml")["plain_absence"])


LINEAR, SEMANTIC, LLM = BACKENDS = ("linear", "semantic", "llm")


def model_folder(folder: Path, backend: str) -> Path:
    """Return where the trained model of a backend stands."""
    return folder / "coder" / ("model" if backend == LINEAR else f"model-{backend}")


def load_coder(folder: Path = QUESTIONNAIRE, own: Path | None = None) -> TrainedCoder | LexiconCoder | ChatCoder:
    """Load the coder that coder.yaml chooses, once a process; the lexicon where its model is not there.

    Args:
        folder: of the questionnaire.
        own: folder of this installation's coder (`Store.coder`): where it holds a model and the shipped one is
            not chosen to be another kind, that model codes.
    """
    digest = model_hash(own / "model") if own is not None else ""
    return _load_coder(folder, own / "model" if own is not None and digest else None, digest)


@cache
def _load_coder(folder: Path, own: Path | None, _: str) -> TrainedCoder | LexiconCoder | ChatCoder:
    """Load a coder once for each state of its own model."""
    settings = folder / "coder" / "coder.yaml"
    backend = read_yaml(settings).get("backend", LINEAR) if settings.is_file() else LINEAR
    if backend == LLM:
        return load_chat_coder(folder)
    model = own if own is not None and backend == LINEAR else model_folder(folder, backend)
    return TrainedCoder(model) if model_hash(model) else LexiconCoder(folder)


@cache
def review_share(folder: Path = QUESTIONNAIRE) -> float:
    """Return which share of the codings of tier "sample" goes to review."""
    return float(read_yaml(folder / "coder" / "coder.yaml")["review_share"])


@cache
def load_lexicon_coder(folder: Path = QUESTIONNAIRE) -> LexiconCoder:
    """Load the coder that knows declared words and rules only, once a process."""
    return LexiconCoder(folder)
