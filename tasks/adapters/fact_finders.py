"""Loads the words of facts."""

from __future__ import annotations

from functools import cache

from tasks.adapters.declarations import QUESTIONNAIRE, load_rubric, read_yaml
from tasks.adapters.locales import currency_codes
from tasks.adapters.number_words import load_number_words
from tasks.adapters.placeholder_marks import load_placeholders
from tasks.core.facts import ABOUT_ANCHOR, ABOUT_MONEY, FactWords, compile_fact_words


@cache
def load_fact_words(language: str) -> FactWords:
    """Load the words of facts of a language: en, fr, es or pt."""
    declared = read_yaml(QUESTIONNAIRE / "fact_words.yaml")
    checked = read_yaml(QUESTIONNAIRE / "checks.yaml")["amounts"]["currencies"]
    spelled = {str(word) for words in checked.values() for word in words} | set(declared["local_currencies"])
    numbers, placeholders = load_number_words(language), load_placeholders()
    return compile_fact_words(
        declared[language], [*declared["currency_signs"], *currency_codes()], spelled, numbers, placeholders
    )


@cache
def load_asked_about() -> dict[str, frozenset[str]]:
    """Load what questions of each indicator ask for, as far as it tells what a bare number or name is."""
    declared = read_yaml(QUESTIONNAIRE / "fact_words.yaml")
    topics = {ABOUT_MONEY: set(declared["money_topics"]), ABOUT_ANCHOR: set(declared["anchor_topics"])}
    return {
        indicator.id: frozenset(about for about, known in topics.items() if known & set(indicator.topics))
        for indicator in load_rubric().indicators.values()
    }
