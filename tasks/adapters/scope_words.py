"""Loads the phrases that tell of what a sentence speaks."""

from __future__ import annotations

from functools import cache

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.fact_finders import load_fact_words
from tasks.adapters.number_words import load_number_words
from tasks.core.doubts import Doubts
from tasks.core.scopes import Frames, ScopeFinder
from tasks.core.trends import Trends


@cache
def load_scope_finder(language: str) -> ScopeFinder:
    """Load the finder of a language: en, fr, es or pt."""
    declared = read_yaml(QUESTIONNAIRE / "scope_words.yaml")
    words = load_fact_words(language)
    frames = Frames(
        {name: phrases[language] for name, phrases in read_yaml(QUESTIONNAIRE / "scope_frames.yaml").items()},
        load_trends()[language],
        words.not_money | words.currencies,
        words.small_words,
    )
    doubts = Doubts(
        {name: phrases[language] for name, phrases in read_yaml(QUESTIONNAIRE / "doubt_words.yaml").items()},
        read_yaml(QUESTIONNAIRE / "polarity_words.yaml")[language]["denying"],
        load_number_words(language).values,
    )
    return ScopeFinder({concept: phrases[language] for concept, phrases in declared.items()}, frames, doubts)


@cache
def load_trends() -> dict[str, Trends]:
    """Load what finds worsenings and betterments: language -> its finder."""
    return {language: Trends(words) for language, words in read_yaml(QUESTIONNAIRE / "trend_words.yaml").items()}
