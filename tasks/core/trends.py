"""Trends: whether a sentence tells that what should fall has risen, or that what should rise has fallen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from tasks.core.claims import sentence_spans
from tasks.core.spellings import simplify

ILL, GOOD, RISING, FALLING, CHANGING = "ill", "good", "rising", "falling", "changing"
WORSE, BETTER, DENYING, LINKS = "worse", "better", "denying", "links"
REACHED, NOWADAYS = "reached", "nowadays"
"""What is delivered or covered, and words that compare what was with today."""
KINDS = (ILL, GOOD, RISING, FALLING, CHANGING, WORSE, BETTER, DENYING, LINKS, REACHED, NOWADAYS)
DENIED_WITHIN = 3
"""Words within which a denying word denies the change behind it."""
PART = re.compile(r"[^\W_]+|%")
CLAUSE = re.compile(r"[,;:()–—]\s")
SHARE = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d+)?)\s*(%|per ?cent|pour ?cent|por ?ci?ent[oe]?)", re.IGNORECASE)
FROM_TO = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d+)?)\s+(?:to|à|a|al|para)\s+(\d{1,2}(?:[.,]\d+)?)(?![\d.,])")
OPENING = 2
"""Letters by which phrases are looked up whose first word may have any ending."""
Words = tuple[str, ...]


class _Word(NamedTuple):
    """A word of a text: without accents, and small as it is written."""

    plain: str
    written: str


@dataclass(frozen=True, slots=True)
class _Named:
    """A declared phrase in a clause: what it is, and which words it takes."""

    kind: str
    start: int
    end: int

    def overlaps(self, others: Iterable[_Named]) -> bool:
        """Tell whether a word of the phrase is taken by one of the others."""
        return any(self.start < other.end and other.start < self.end for other in others)


class Trends:
    """Tells worsenings in one language.

    Args:
        words: kind of `KINDS` -> phrases, a word with an accent needs it in the text, others do not look at
            accents; "*" at the end of a word stands for any ending.
    """

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self._whole: dict[str, list[tuple[str, Words]]] = {}
        self._open: dict[str, list[tuple[str, Words]]] = {}
        for kind in KINDS:
            if kind != LINKS:
                for phrase in words.get(kind, ()):
                    self._add(kind, tuple(_words_of(phrase)))
        links = "|".join(map(re.escape, words.get(LINKS, ())))
        self._clause = re.compile(rf"{CLAUSE.pattern}|\s(?:{links})\s") if links else CLAUSE

    def _add(self, kind: str, phrase: Words) -> None:
        """Keep a phrase by its first word, or by the first letters of one with any ending."""
        first = phrase[0]
        if first.endswith("*"):
            self._open.setdefault(first[:OPENING], []).append((kind, phrase))
        else:
            self._whole.setdefault(first, []).append((kind, phrase))

    def worsenings(self, text: str, question: str) -> list[tuple[int, int]]:
        """Return the sentences that tell a worsening and no improvement.

        Args:
            text: an answer; what changes may be named in a sentence before, or in the question only.
            question: the interviewer's words before it.

        Returns:
            Spans of sentences.
        """
        return [(start, end) for start, end, turn in self.turns(text, question) if turn == WORSE]

    def turns(self, text: str, question: str) -> list[tuple[int, int, str]]:
        """Return the sentences that tell a worsening, or shares by which something is better than it was.

        Args:
            text: an answer; what changes may be named in a sentence before, or in the question only.
            question: the interviewer's words before it.

        Returns:
            Where each begins and ends, with `WORSE` or `BETTER`.
        """
        subject = _first_kind(_subjects(self._phrases(question)))
        found = []
        for start, end in sentence_spans(text):
            sentence, told = text[start:end], set()
            named: set[str] = set()
            for clause in self._clauses(sentence):
                phrases = self._phrases(clause)
                subjects = _subjects(phrases)
                subject = _first_kind(subjects) or subject
                named |= {one.kind for one in phrases}
                told.add(_turn([one for one in phrases if not one.overlaps(subjects)], subject, sentence))
            if WORSE in told and BETTER not in told:
                found.append((start, end, WORSE))
            elif WORSE not in told and _is_measured_better(sentence, named):
                found.append((start, end, BETTER))
        return found

    def _clauses(self, sentence: str) -> list[str]:
        return [clause for clause in self._clause.split(sentence) if clause and clause.strip()]

    def _phrases(self, text: str) -> list[_Named]:
        """Find the declared phrases of all kinds."""
        words, found = _written(text), []
        for place, word in enumerate(words):
            for kind, phrase in self._beginning_with(word):
                if _stands_at(phrase, words, place):
                    found.append(_Named(kind, place, place + len(phrase)))
        return found

    def _beginning_with(self, word: _Word) -> list[tuple[str, Words]]:
        """Return the phrases that a word may begin."""
        phrases = self._whole.get(word.plain, []) + self._open.get(word.plain[:OPENING], [])
        return phrases if word.written == word.plain else phrases + self._whole.get(word.written, [])


def _subjects(phrases: Iterable[_Named]) -> list[_Named]:
    """Return what may change, in the order of the words."""
    return sorted((one for one in phrases if one.kind in (GOOD, ILL)), key=lambda one: (one.start, one.end, one.kind))


def _turn(phrases: Sequence[_Named], subject: str, sentence: str) -> str:
    """Return `WORSE`, `BETTER` or "" for what the phrases of a clause beside its subjects tell of what changes."""
    denials = [one for one in phrases if one.kind == DENYING]
    told = {one.kind for one in phrases if not _is_denied(one, denials)}
    if WORSE in told:
        return WORSE if subject else ""
    if BETTER in told:
        return BETTER
    rises, falls = RISING in told, FALLING in told
    if rises == falls and CHANGING in told:
        rises, falls = _compared(sentence)
    if rises == falls or not subject:
        return ""
    return WORSE if rises == (subject == ILL) else BETTER


def _is_measured_better(sentence: str, named: AbstractSet[str]) -> bool:
    """Tell whether shares tell that what is ill fell, or that what is delivered rose."""
    if named.isdisjoint((ILL, REACHED)) or named.isdisjoint((RISING, FALLING, CHANGING, NOWADAYS)):
        return False
    if DENYING in named or not SHARE.search(sentence):
        return False
    rises, falls = _compared(sentence)
    return (falls and ILL in named) or (rises and REACHED in named and ILL not in named)


def _is_denied(told: _Named, denials: Iterable[_Named]) -> bool:
    return any(told.start - DENIED_WITHIN <= one.start and one.end <= told.start for one in denials)


def _first_kind(subjects: Iterable[_Named]) -> str:
    """Return the kind of the first subject, "" without one; of several in a row the last ("malnutrition treatment")."""
    found: _Named | None = None
    for named in subjects:
        if found is not None and named.start > found.end:
            break
        found = named
    return found.kind if found else ""


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
        parts = [chunk] if chunk.isascii() else simplify(chunk).split()
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
