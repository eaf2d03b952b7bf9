"""Loads how levels are told and asked for, and keeps what was learnt from it."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.adapters.claim_finders import load_claim_lexicon
from tasks.adapters.declarations import QUESTIONNAIRE, load_rubric, read_yaml
from tasks.adapters.nlp import LANGUAGES
from tasks.core.concepts import ConceptWords
from tasks.core.identifiers import sha256_of
from tasks.core.level_readers import (
    NO_QUESTION,
    LearntWordings,
    LevelReader,
    Wording,
    learn_wordings,
    parse_questions,
    parse_wordings,
)
from tasks.core.polarities import Polarities, PolarityWords, denied_clauses, parse_polarity_words
from tasks.core.question_classifiers import ClassWeights, TextFeatures

LEVEL_WEIGHTS, HEARD, HEARD_ASKED = "level_weights.npz", "heard_levels.csv", "heard_questions.csv"
LEVELS_OF, CLASSES = "levels of ", "_classes"
"""What the parts of the file are called: the levels of one indicator, and the classes of a part."""


@cache
def load_level_reader(folder: Path = QUESTIONNAIRE) -> LevelReader:
    """Load the reader of levels, learning anew where what was learnt is of other wordings."""
    wordings, questions, words = _declared(folder)
    checksum = _checksum(wordings, questions, words, folder)
    learnt = _read_weights(folder / LEVEL_WEIGHTS)
    if learnt is None or learnt.checksum != checksum:
        learnt = _learn(wordings, questions, words, checksum, folder)
    asked: dict[str, list[str]] = {}
    for indicator in load_rubric(folder).indicators.values():
        for question in indicator.questions:
            asked.setdefault(question, []).append(indicator.id)
    return LevelReader(learnt, _features(words, folder), asked, _load_polarities(load_wordings(folder), folder))


def _features(words: Mapping[str, Iterable[str]], folder: Path) -> TextFeatures:
    polarity = _load_polarity_words(folder)

    def deny(text: str, language: str) -> list[list[str]]:
        return denied_clauses(text, polarity[language]) if language in polarity else []

    return TextFeatures(ConceptWords(words), frozenset(), has_pairs=True, deny=deny)


def _load_polarity_words(folder: Path) -> dict[str, PolarityWords]:
    declared = read_yaml(folder / "polarity_words.yaml")
    return {language: parse_polarity_words(words) for language, words in declared.items()}


def _learn(
    wordings: Iterable[Wording],
    questions: Mapping[str, Iterable[str]],
    words: Mapping[str, Iterable[str]],
    checksum: str,
    folder: Path,
) -> LearntWordings:
    from tasks.adapters.sparse_rows import SparseRows

    return learn_wordings(wordings, questions, _features(words, folder), checksum, SparseRows)


def _load_polarities(wordings: Iterable[Wording], folder: Path) -> Polarities:
    by_level: dict[tuple[str, int], dict[str, list[str]]] = {}
    for wording in wordings:
        if wording.level is not None:
            own = by_level.setdefault((wording.indicator, wording.level), {})
            own.setdefault(wording.language, []).append(wording.text)
    return Polarities(by_level, _load_polarity_words(folder))


@cache
def load_wordings(folder: Path = QUESTIONNAIRE) -> tuple[Wording, ...]:
    """Load the example wordings of levels, once a process."""
    return tuple(
        wording
        for path in sorted((folder / "level_wordings").glob("*.yaml"))
        for wording in parse_wordings(read_yaml(path))
    )


def load_heard(folder: Path = QUESTIONNAIRE) -> tuple[Wording, ...]:
    """Load sentences of invented interviews with the level that a reader of the whole interview gave them.

    Returns:
        The sentences, among them those that say "I don't know" and those that tell no level of what was asked for.
    """
    with (folder / HEARD).open(encoding="utf-8", newline="") as file:
        return tuple(
            Wording(row["indicator"], int(row["level"]) if row["level"] else None, row["words"], row["language"])
            for row in csv.DictReader(file)
        )


def _load_questions(folder: Path) -> dict[str, list[str]]:
    """Load how indicators are asked for: as declared, and by interviewers whose respondents then told a level."""
    questions = parse_questions(read_yaml(folder / "indicator_wordings.yaml"))
    with (folder / HEARD_ASKED).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for indicator in row["indicators"].split() or [NO_QUESTION]:
                questions.setdefault(indicator, []).append(row["words"])
    return questions


def _declared(folder: Path) -> tuple[tuple[Wording, ...], dict[str, list[str]], dict[str, list[str]]]:
    """Return the wordings, how indicators are asked for, and the words of concepts."""
    cues: Mapping[str, Iterable[str]] = read_yaml(folder / "question_cues.yaml")["concepts"]
    words = {f"asked_{concept}": [str(word) for word in own] for concept, own in cues.items()}
    for language in LANGUAGES:
        for concept, phrases in load_claim_lexicon(language).items():
            if plain := [str(phrase).removeprefix("=") for phrase in phrases if not str(phrase).startswith("/")]:
                words.setdefault(f"told_{concept}", []).extend(plain)
    return (
        (*load_wordings(folder), *load_heard(folder)),
        _load_questions(folder),
        words,
    )


def _checksum(wordings: Iterable[Wording], questions: object, words: object, folder: Path) -> str:
    told = [(wording.indicator, wording.level, wording.text, wording.language) for wording in wordings]
    denying = read_yaml(folder / "polarity_words.yaml")
    return sha256_of(json.dumps([LEVELS_OF, told, questions, words, denying], ensure_ascii=False, sort_keys=True))


def store_level_weights(folder: Path = QUESTIONNAIRE) -> Path:
    """Learn from the wordings of a questionnaire and keep the weights beside them.

    Returns:
        The file.
    """
    wordings, questions, words = _declared(folder)
    learnt = _learn(wordings, questions, words, _checksum(wordings, questions, words, folder), folder)
    arrays: dict[str, Any] = {"checksum": _as_bytes([learnt.checksum])}
    parts = {"told": learnt.told, "asked": learnt.asked}
    parts |= {f"{LEVELS_OF}{indicator}": weights for indicator, weights in learnt.levels.items()}
    for name, weights in parts.items():
        arrays[f"{name}{CLASSES}"] = _as_bytes(weights.classes)
        arrays[f"{name}_features"] = _as_bytes(weights.uses)
        arrays[f"{name}_uses"] = np.array([weights.examples, *weights.uses.values()], dtype="<i4")
        arrays[f"{name}_weights"] = weights.weights
    path = folder / LEVEL_WEIGHTS
    np.savez_compressed(path, **arrays)
    return path


def _read_weights(path: Path) -> LearntWordings | None:
    """Read stored weights; None without a file, or of one that cannot be read."""
    try:
        with np.load(path) as stored:
            told, asked = (_read_class_weights(stored, name) for name in ("told", "asked"))
            own = [
                name.removesuffix(CLASSES) for name in stored if name.startswith(LEVELS_OF) and name.endswith(CLASSES)
            ]
            levels = {name.removeprefix(LEVELS_OF): _read_class_weights(stored, name) for name in own}
            return LearntWordings(told, levels, asked, _as_texts(stored["checksum"])[0])
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
        return None


def _read_class_weights(stored: Mapping[str, NDArray[Any]], name: str) -> ClassWeights:
    examples, *uses = stored[f"{name}_uses"].tolist()
    features = dict(zip(_as_texts(stored[f"{name}_features"]), uses, strict=True))
    return ClassWeights(_as_texts(stored[f"{name}{CLASSES}"]), features, examples, stored[f"{name}_weights"])


def _as_bytes(texts: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def _as_texts(array: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(array.tobytes().decode().split("\n"))
