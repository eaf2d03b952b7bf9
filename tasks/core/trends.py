"""Trends: whether a sentence tells that what should fall has risen, or that what should rise has fallen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tasks.core.claims import sentence_spans
from tasks.core.spellings import simplify

ILL, GOOD, RISING, FALLING, CHANGING = "ill", "good", "rising", "falling", "changing"
WORSE, BETTER, DENYING, LINKS = "worse", "better", "denying", "links"
KINDS = (ILL, GOOD, RISING, FALLING, CHANGING, WORSE, BETTER, DENYING, LINKS)
DENIED_WITHIN = 3
"""Words within which a denying word denies the change behind it."""
PART = re.compile(r"[^\W_]+|%")
CLAUSE = re.compile(r"[,;:()–—]\s")
SHARE = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d+)?)\s*(%|per ?cent|pour ?cent|por ?cent[oe]?)", re.IGNORECASE)
FROM_TO = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d+)?)\s+(?:to|à|a|al|para)\s+(\d{1,2}(?:[.,]\d+)?)(?![\d.,])")
OPENING = 2
"""Letters by which phrases are looked up: nearly all words open none."""
Words = tuple[str, ...]


class _Word(NamedTuple):
    """A word of a text: without accents, and small as it is written."""

    plain: str
    written: str


NO_WORD = _Word("", "")


@dataclass(frozen=True, slots=True)
class _Named:
    """A declared phrase in a clause: what it is, and which words it takes."""

    kind: str
    start: int
    end: int


class Trends:
    """Tells worsenings in one language.

    Args:
        words: kind of `KINDS` -> phrases, a word with an accent needs it in the text, others do not look at
            accents; "*" at the end of a word stands for any ending.
    """

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self._opening = {
            kind: _by_opening(tuple(_words_of(phrase)) for phrase in words.get(kind, ()))
            for kind in KINDS
            if kind != LINKS
        }
        links = "|".join(map(re.escape, words.get(LINKS, ())))
        self._clause = re.compile(rf"{CLAUSE.pattern}|\s(?:{links})\s") if links else CLAUSE

    def worsenings(self, text: str, question: str) -> list[tuple[int, int]]:
        """Return the sentences that tell a worsening and no improvement.

        Args:
            text: an answer; what changes may be named in a sentence before, or in the question only.
            question: the interviewer's words before it.

        Returns:
            Spans of sentences.
        """
        subject = _first_kind(self._subjects(_written(question)))
        found = []
        for start, end in sentence_spans(text):
            told: set[str] = set()
            for clause in self._clauses(text[start:end]):
                words = _written(clause)
                named = self._subjects(words)
                subject = _first_kind(named) or subject
                told.add(self._turn(_without(words, named), subject, text[start:end]))
            if WORSE in told and BETTER not in told:
                found.append((start, end))
        return found

    def _clauses(self, sentence: str) -> list[str]:
        return [clause for clause in self._clause.split(sentence) if clause and clause.strip()]

    def _subjects(self, words: Sequence[_Word]) -> list[_Named]:
        named = [_Named(kind, *span) for kind in (GOOD, ILL) for span in self._places(kind, words)]
        return sorted(named, key=lambda one: (one.start, one.end))

    def _turn(self, words: Sequence[_Word], subject: str, sentence: str) -> str:
        """Return `WORSE`, `BETTER` or "" for what a clause without its subjects tells of what changes."""
        if self._is_told(WORSE, words):
            return WORSE if subject else ""
        if self._is_told(BETTER, words):
            return BETTER
        rises, falls = self._is_told(RISING, words), self._is_told(FALLING, words)
        if rises == falls and self._is_told(CHANGING, words):
            rises, falls = _compared(sentence)
        if rises == falls or not subject:
            return ""
        return WORSE if rises == (subject == ILL) else BETTER

    def _is_told(self, kind: str, words: Sequence[_Word]) -> bool:
        """Tell whether a change is told and not denied."""
        return any(not self._is_denied(place, words) for place, _ in self._places(kind, words))

    def _is_denied(self, place: int, words: Sequence[_Word]) -> bool:
        first = max(0, place - DENIED_WITHIN)
        return bool(self._places(DENYING, words[first:place]))

    def _places(self, kind: str, words: Sequence[_Word]) -> list[tuple[int, int]]:
        opening = self._opening[kind]
        found = []
        for place, word in enumerate(words):
            near = dict.fromkeys((word.plain[:OPENING], word.written[:OPENING]))
            phrases = sorted(one for letters in near for one in opening.get(letters, ()))
            found += [(place, place + len(phrase)) for _, phrase in phrases if _stands_at(phrase, words, place)]
        return found


def _first_kind(subjects: Iterable[_Named]) -> str:
    """Return the kind of the first subject, "" without one; of several in a row the last ("malnutrition treatment")."""
    found: _Named | None = None
    for named in subjects:
        if found is not None and named.start > found.end:
            break
        found = named
    return found.kind if found else ""


def _without(words: Sequence[_Word], subjects: Iterable[_Named]) -> list[_Word]:
    """Return the words of a clause with no word in place of its subjects."""
    left = list(words)
    for named in subjects:
        left[named.start : named.end] = [NO_WORD] * (named.end - named.start)
    return left


def _by_opening(phrases: Iterable[Words]) -> dict[str, list[tuple[int, Words]]]:
    """Return phrases with their places in the list, by the first letters that a word must share to open one."""
    opening: dict[str, list[tuple[int, Words]]] = {}
    for n, phrase in enumerate(phrases):
        opening.setdefault(phrase[0].rstrip("*")[:OPENING], []).append((n, phrase))
    return opening


def _words_of(phrase: str) -> Iterator[str]:
    """Yield the words of a phrase as they are compared, a "*" left at the end of those with any ending."""
    for chunk in phrase.split():
        is_open = chunk.endswith("*")
        for plain, written in _written(chunk.rstrip("*")):
            yield plain + "*" if is_open else written


def _written(text: str) -> list[_Word]:
    """Return the words of a text without accents beside how they are written."""
    found = []
    for chunk in PART.findall(unicodedata.normalize("NFC", text.casefold())):
        parts = simplify(chunk).split()
        found += [_Word(part, chunk if len(parts) == 1 else part) for part in parts]
    return found


def _stands_at(phrase: Words, words: Sequence[_Word], place: int) -> bool:
    if place + len(phrase) > len(words):
        return False
    return all(
        word.plain.startswith(part[:-1]) if part.endswith("*") else part in word
        for part, word in zip(phrase, words[place:], strict=False)
    )


def _compared(sentence: str) -> tuple[bool, bool]:
    """Tell whether the second of two shares is higher than the first, and whether it is lower."""
    shares = [float(match[1].replace(",", ".")) for match in SHARE.finditer(sentence)]
    if pair := FROM_TO.search(sentence):
        shares = [float(number.replace(",", ".")) for number in pair.groups()]
    if len(shares) < 2:  # noqa: PLR2004
        return False, False
    return shares[1] > shares[0], shares[1] < shares[0]
