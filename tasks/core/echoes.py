"""Echoes: words of respondents that come back, word for word, in what somebody writes about a country.

A reason of a reviewer is printed. What it repeats of words that may not be printed is held back. Of what it repeats,
only places are kept, no words: they hold also once consent was taken back and the words are nowhere any more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from tasks.core.identifiers import sha256_of
from tasks.core.problems import ProblemKind, Severity
from tasks.core.quoting import HELD_BACK

WORD = re.compile(r"\[[^\[\]\d\n]{1,60} \d{1,4}\]|[^\W_]+")
PLACEHOLDER = "[]"
"""What every placeholder with a number counts as."""
HASH_LENGTH = 24
BESIDE = re.compile(rf"{re.escape(HELD_BACK)}(?:\W*{re.escape(HELD_BACK)})+")

ECHO_HELD = ProblemKind(
    "V009",
    Severity.WARNING,
    "The reason repeats words of somebody who may not be quoted, or who withdrew; {n} of its words are not printed.",
    "Say in other words why, and quote only who may be quoted: the sheets say who that is.",
)

Window = tuple[str, ...]
Places = Mapping[str, frozenset[int]]
"""Hash of a text -> the words, counted from 0, at which a stretch begins that somebody said too."""


@dataclass(frozen=True, slots=True)
class EchoRule:
    """From when on words count as repeated (quoting.yaml).

    Attributes:
        fewest_words: in a row.
        fewest_telling: of them that tell something.
        shortest_telling: letters of a word that tells something; figures always do.
        common: words, folded, that tell nothing however long they are.
    """

    fewest_words: int
    fewest_telling: int
    shortest_telling: int
    common: frozenset[str] = frozenset()

    def tells(self, word: str) -> bool:
        """Say whether a folded word tells something."""
        if word == PLACEHOLDER or word in self.common:
            return False
        return len(word) >= self.shortest_telling or word.isdigit()


@dataclass(frozen=True, slots=True)
class Echoes:
    """Where texts repeat what was said in a country.

    Attributes:
        closed: repeats words that may not be printed.
        printable: repeats words that may be printed: documents, and people who may be quoted.
    """

    closed: Places = field(default_factory=dict)
    printable: Places = field(default_factory=dict)

    def remembered(self, before: Places) -> dict[str, frozenset[int]]:
        """Return all places that are known of these texts by now, for `with_earlier`; no words.

        Args:
            before: what was remembered in the last run.
        """
        keys = self.closed.keys()
        return {
            key: self.closed[key] | self.printable.get(key, frozenset()) | before.get(key, frozenset()) for key in keys
        }

    def with_earlier(self, before: Places) -> Echoes:
        """Return the same, closed also where earlier runs found words that nobody who may be quoted says any more."""
        return Echoes(
            {key: places | before.get(key, frozenset()) for key, places in self.closed.items()}, self.printable
        )


def parse_echo_rule(declared: Mapping[str, Any], common: Iterable[str]) -> EchoRule:
    """Parse what quoting.yaml declares on words that are repeated.

    Args:
        declared: its "repeated".
        common: words of the languages that tell nothing.
    """
    return EchoRule(
        int(declared["fewest_words"]),
        int(declared["fewest_telling"]),
        int(declared["shortest_telling"]),
        frozenset(map(_fold, common)),
    )


def text_key(text: str) -> str:
    """Return what a text is remembered by: other words give another."""
    return sha256_of(text)[:HASH_LENGTH]


def find_echoes(texts: Iterable[str], said: Iterable[tuple[bool, str]], rule: EchoRule) -> Echoes:
    """Find where texts repeat, word for word, what was said.

    Args:
        texts: that somebody wrote, for example reasons.
        said: whether it may be printed, and words of respondents and documents.
        rule: how long a stretch must be.

    Returns:
        The places of every text, by its key.
    """
    texts = list(texts)
    wanted: dict[Window, list[tuple[str, int]]] = {}
    for text in dict.fromkeys(texts):
        for place, window in _windows(_words(text), rule):
            wanted.setdefault(window, []).append((text_key(text), place))
    found: tuple[dict[str, set[int]], ...] = ({}, {})
    for may_print, words in said if wanted else ():
        for _, window in _windows(_words(words), rule):
            for key, place in wanted.get(window, ()):
                found[may_print].setdefault(key, set()).add(place)
    keys = dict.fromkeys(map(text_key, texts))
    closed, opened = ({key: frozenset(own.get(key, ())) for key in keys} for own in found)
    return Echoes(closed, opened)


def hold_back_echoes(text: str, echoes: Echoes, rule: EchoRule) -> tuple[str, int]:
    """Take out of a text what it repeats of words that may not be printed.

    Args:
        text: as written.
        echoes: found in it.
        rule: how long a stretch must be.

    Returns:
        The text, and how many of its words are held back. What somebody who may be quoted, or a document, says too
        stays.
    """
    key = text_key(text)
    places = sorted(echoes.closed.get(key, frozenset()) - echoes.printable.get(key, frozenset()))
    if not places:
        return text, 0
    text = unicodedata.normalize("NFC", text)
    tokens = _tokens(text)
    kept, end, n_held = [], 0, 0
    for first, last in _stretches(places, rule.fewest_words):
        stretch = tokens[first : last + 1]
        if sum(rule.tells(word) for _, _, word in stretch) >= rule.fewest_telling:
            kept += [text[end : stretch[0][0]], HELD_BACK]
            end, n_held = stretch[-1][1], n_held + len(stretch)
    return BESIDE.sub(HELD_BACK, "".join([*kept, text[end:]])), n_held


def _stretches(places: Sequence[int], length: int) -> Iterator[tuple[int, int]]:
    """Yield first and last word of the stretches that begin at some places, those that touch joined."""
    first, last = places[0], places[0] + length - 1
    for place in places[1:]:
        if place > last:
            yield first, last
            first = place
        last = place + length - 1
    yield first, last


def _windows(words: Sequence[str], rule: EchoRule) -> Iterator[tuple[int, Window]]:
    """Yield each stretch of the fewest words that can count, with its place."""
    for place in range(len(words) - rule.fewest_words + 1):
        yield place, tuple(words[place : place + rule.fewest_words])


def _words(text: str) -> list[str]:
    return [word for _, _, word in _tokens(unicodedata.normalize("NFC", text))]


def _tokens(text: str) -> list[tuple[int, int, str]]:
    """Return begin, end and folded spelling of each word of a text in composed letters."""
    return [
        (one.start(), one.end(), PLACEHOLDER if one[0].startswith("[") else _fold(one[0]))
        for one in WORD.finditer(text)
    ]


@lru_cache(maxsize=1 << 16)
def _fold(word: str) -> str:
    if word.isascii():
        return word.casefold()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))
