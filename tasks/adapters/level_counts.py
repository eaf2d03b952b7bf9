"""Loads what is counted in answers, and finds it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from tasks.adapters.claim_finders import ClaimFinder
from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.fact_finders import load_fact_words
from tasks.adapters.number_words import load_number_words
from tasks.core.facts import PART
from tasks.core.spoken_numbers import NumberWords, SpokenNumber, find_numbers
from tasks.core.told_counts import CountedAnswer, CountRules, parse_count_rules
from tasks.core.told_payers import ToldShare


@cache
def load_count_rules() -> CountRules:
    """Load what is counted."""
    return parse_count_rules(read_yaml(QUESTIONNAIRE / "level_counts.yaml"))


@cache
def _finder(language: str) -> ClaimFinder:
    return ClaimFinder(read_yaml(QUESTIONNAIRE / "lexicon" / f"counts_{language}.yaml"), language)


def mark_counts(texts: Iterable[str], language: str, own_group: str) -> Iterator[CountedAnswer]:
    """Find what may be counted in answers.

    Args:
        texts: answers of one voice.
        language: one of `nlp.LANGUAGES`.
        own_group: its stakeholder group.
    """
    kept, words = list(texts), load_number_words(language)
    for text, hits in zip(kept, _finder(language).find(kept), strict=True):
        told = find_numbers(text, words)
        numbers = sorted([*told, *_occasions(text, words)], key=lambda number: number.start)
        yield CountedAnswer(text, hits, tuple(numbers), own_group, tuple(_shares(text, told, language)))


def _shares(text: str, numbers: Iterable[SpokenNumber], language: str) -> Iterator[ToldShare]:
    """Find shares of a whole: "80 %", "two thirds"."""
    words = load_fact_words(language)
    for number in numbers:
        if match := words.per_cent.match(text, number.end):
            yield ToldShare(number.start, match.end(), number.value / 100)
    for match in words.fraction.finditer(text) if words.may_stand_in(text, PART) else ():
        yield ToldShare(*match.span(), words.fractions[" ".join(match[0].lower().split())] / 100)


def _occasions(text: str, words: NumberWords) -> Iterator[SpokenNumber]:
    """Find numbers of occasions in one word: "twice"."""
    for pattern, number in _times(words):
        for match in pattern.finditer(text):
            yield SpokenNumber(*match.span(), number, is_in_words=True)


@cache
def _times(words: NumberWords) -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple(
        (re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)", re.IGNORECASE), float(number))
        for phrase, number in words.times.items()
    )
