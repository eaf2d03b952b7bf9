"""Loads the spellings that registers and questionnaires are read with."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.locales import country_names
from tasks.core.registers import Vocabulary
from tasks.core.spellings import Spellings, simplify

WORD_LISTS = ("people_words", "other_words", "staff_words", "of_words", "consent_words")


@cache
def load_vocabulary(folder: Path = QUESTIONNAIRE) -> Vocabulary:
    """Load the spellings of headers and values.

    Args:
        folder: holds registers.yaml and stakeholder_groups.yaml.

    Returns:
        The vocabulary.
    """
    declared = read_yaml(folder / "registers.yaml")
    groups = read_yaml(folder / "stakeholder_groups.yaml")["groups"]
    return Vocabulary(
        headers=Spellings(declared["headers"]),
        identifying=Spellings({"identifying": declared["identifying"]}),
        yes_no=Spellings({answer: declared[answer] for answer in ("yes", "no")}),
        attribution=Spellings(declared["attribution"]),
        groups=Spellings({group["id"]: [*group["aliases"], *group["label"].values()] for group in groups}),
        levels=Spellings(declared["levels"]),
        languages=Spellings(declared["languages"]),
        record_types=Spellings(declared["record_types"]),
        kinds=Spellings(declared["kinds"]),
    )


@cache
def load_register_vocabulary(folder: Path = QUESTIONNAIRE) -> Vocabulary:
    """Load the vocabulary with the words by which descriptions, consents and headers are taken apart."""
    declared = read_yaml(folder / "registers.yaml")
    words = {name: frozenset(map(simplify, declared[name])) for name in WORD_LISTS}
    missing = Spellings(read_yaml(folder / "missing_codes.yaml"))
    phrases = {name: frozenset(map(simplify, own)) for name, own in declared["consent_phrases"].items()}
    marks = frozenset(declared["yes_marks"])
    return replace(load_vocabulary(folder), **words, yes_marks=marks, missing=missing, consent_phrases=phrases)


@cache
def country_spellings(country: str) -> Spellings:
    """Return how people write a country: its codes and its names in the languages of the project."""
    return Spellings({country: country_names(country)})
