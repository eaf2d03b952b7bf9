"""Loads what is counted in answers, and finds it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from tasks.adapters.claim_finders import ClaimFinder
from tasks.adapters.correction_words import load_correction_words
from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.fact_finders import load_fact_words
from tasks.adapters.number_words import load_number_words
from tasks.adapters.placeholder_marks import load_placeholders
from tasks.core.facts import find_fractions, find_ranges
from tasks.core.placeholders import hide_placeholders
from tasks.core.self_corrections import take_back
from tasks.core.spellings import simplify
from tasks.core.spoken_numbers import NumberWords, SpokenNumber, find_numbers
from tasks.core.told_counts import CountedAnswer, CountRules, parse_count_rules


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
    words, placeholders = load_number_words(language), load_placeholders()
    so_many, corrections = _load_so_many(language), load_correction_words(language)
    kept = [take_back(hide_placeholders(text, placeholders), corrections) for text in texts]
    for said, hits in zip(kept, _finder(language).find([said.text for said in kept]), strict=True):
        numbers = _parted(said.text, [*find_numbers(said.text, words), *_occasions(said.text, words)], language)
        yield CountedAnswer(said.text, hits, own_group=own_group, so_many=so_many, corrected=said.spans, **numbers)


@cache
def _load_so_many(language: str) -> frozenset[str]:
    return frozenset(map(simplify, read_yaml(QUESTIONNAIRE / "doubt_words.yaml")["so_many"][language]))


def _parted(text: str, numbers: Iterable[SpokenNumber], language: str) -> dict[str, Any]:
    """Set apart the numbers of a text, in order, from its shares: "70 %", "deux tiers"."""
    facts, shares, counted = load_fact_words(language), [], []
    fractions = list(find_fractions(text, facts))
    for number in numbers:
        if any(share.start < number.end and number.start < share.end for share in fractions):
            continue
        counted.append(number)
        if match := facts.per_cent.match(text, number.end):
            shares.append(SpokenNumber(number.start, match.end(), number.value))
    shares += fractions
    ordered = tuple(sorted(counted, key=lambda number: number.start))
    return {
        "numbers": ordered,
        "ranges": tuple(find_ranges(text, ordered, facts)),
        "shares": tuple(sorted(shares, key=lambda share: share.start)),
    }


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
