"""Loads the things of which several voices tell numbers, and the words that tell them."""

from __future__ import annotations

from functools import cache

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.fact_finders import load_fact_words
from tasks.core.number_contradictions import ThingRules, ThingWords, compile_thing_words, parse_thing_rules

DECLARED = QUESTIONNAIRE / "compared_things.yaml"


@cache
def load_thing_rules() -> ThingRules:
    """Load the things that are compared."""
    return parse_thing_rules(read_yaml(DECLARED))


@cache
def load_thing_words(language: str) -> ThingWords:
    """Load the words of a language: en, fr, es or pt."""
    spelled = read_yaml(QUESTIONNAIRE / "checks.yaml")["amounts"]["currencies"]
    currencies = {str(word).lower(): str(code) for code, words in spelled.items() for word in words}
    return compile_thing_words(
        read_yaml(DECLARED)["words"], language, load_fact_words(language).relative_years, currencies
    )


@cache
def load_contexts_aside() -> frozenset[str]:
    """Load the contexts of claims (claim_rules.yaml) in which a number is not compared."""
    return frozenset(read_yaml(DECLARED)["aside"])
