"""Countries: which ones a text names, and whether it is about another one than its folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tasks.core.spellings import simplify

WORD_PATTERN = re.compile(r"[^\W\d_]+")
CAPITAL_PATTERN = re.compile(r"(?<![^\W\d_])[^\W\d_a-zß-öø-ÿ][^\W\d_]{2,}")
SHORTEST_NAME, SHORTEST_OWN_NAME = 4, 3
"""Short forms (RDC, "car") count for the folder's own country only: they must not raise an alarm."""
WORDS_BEFORE = 3


@dataclass(frozen=True, slots=True)
class CountryNames:
    """Names of countries, made by `make_country_names`.

    Attributes:
        by_first_word: first word -> the names that begin with it, the longest first, and their country.
        before: simplified words before a name that make it something else ("fleuve Niger").
        after: simplified words behind a name that do so ("Niger river").
        of_words: simplified words that may stand between.
    """

    by_first_word: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
    before: frozenset[str]
    after: frozenset[str]
    of_words: frozenset[str]


def make_country_names(
    names: Mapping[str, Iterable[str]],
    own: str,
    *,
    left_out: Iterable[str] = (),
    before: Iterable[str] = (),
    after: Iterable[str] = (),
    of_words: Iterable[str] = (),
) -> CountryNames:
    """Make the names of countries ready to be found.

    Args:
        names: country -> how people write it; codes are passed over.
        own: the folder's country; a name that it shares with another one is its own.
        left_out: names that are also ordinary words, or countries that are never what a text is about.
        before: words before a name that make it something else.
        after: words behind a name that do so.
        of_words: words that may stand between ("of", "du").

    Returns:
        The names.
    """
    passed = {simplify(name) for name in left_out}
    owners: dict[tuple[str, ...], str] = {}
    for country, spellings in sorted(names.items(), key=lambda entry: entry[0] != own):
        for spelling in spellings:
            simple = simplify(spelling)
            is_own = country == own
            is_long = len(simple) >= (SHORTEST_OWN_NAME if is_own else SHORTEST_NAME)
            if is_long and (is_own or not {simple, simplify(country)} & passed):
                owners.setdefault(tuple(simple.split()), country)
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, country in sorted(owners.items(), key=lambda entry: (-len(entry[0]), entry[0])):
        found.setdefault(words[0], []).append((words, country))
    return CountryNames(found, *(frozenset(map(simplify, words)) for words in (before, after, of_words)))


@lru_cache(maxsize=20_000)
def _simple(word: str) -> str:
    return simplify(word)


def count_countries(text: str, names: CountryNames) -> Counter[str]:
    """Count how often a text names each country.

    Args:
        text: any text; a name counts where it begins with a capital letter.
        names: of countries.

    Returns:
        Country -> times; rivers, lakes and offices that bear a country's name are not counted.
    """
    counts: Counter[str] = Counter()
    end = 0
    for match in CAPITAL_PATTERN.finditer(text):
        known = names.by_first_word.get(_simple(match[0])) if match.start() >= end else None
        if not known:
            continue
        following = [(word[0], word.end()) for word in _words_from(text, match.start(), len(known[0][0]) + 1)]
        simple = [simplify(word) for word, _ in following]
        for words, country in known:
            if tuple(simple[: len(words)]) == words:
                end = following[len(words) - 1][1]
                if not _is_something_else(text, match.start(), simple[len(words) :], names):
                    counts[country] += 1
                break
    return counts


def _words_from(text: str, start: int, most: int) -> list[re.Match[str]]:
    found = []
    for match in WORD_PATTERN.finditer(text, start):
        found.append(match)
        if len(found) == most:
            break
    return found


def _is_something_else(text: str, start: int, following: Sequence[str], names: CountryNames) -> bool:
    if following and following[0] in names.after:
        return True
    words = [simplify(word) for word in WORD_PATTERN.findall(text[max(0, start - 40) : start])][-WORDS_BEFORE:]
    near = [word for word in reversed(words) if word not in names.of_words][:1]
    return bool(set(near) & names.before)
