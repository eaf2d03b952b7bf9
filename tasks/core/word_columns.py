"""Words in columns: texts as arrays of word numbers, each word folded once, phrases found by walking arrays.

Reading a million words so costs about as much as finding their boundaries; nothing is done per word but
one look-up, and nothing depends on how texts are batched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"[\w\u0300-\u036f]+")
BASIC_PLANE = 1 << 16
STEM_LETTERS = 6
"""A stem is a word's first letters without accents: it folds most endings and joins cognates of the four languages."""
SHORTEST_INFLECTED, SHORTEST_STEM, LONGEST_SHORT = 4, 3, 7
ENDINGS = (
    *("aient", "iendo"),
    *("ando", "endo", "indo", "aron", "eron", "aban", "avam", "aram", "eram", "iram", "erai"),
    *("amo", "emo", "imo", "ing", "ent", "ons", "ais", "ait", "ado", "ada", "ido", "ida"),
    *("ava", "iam", "ees", "ant", "ara", "era"),
    *("ed", "es", "os", "as", "er", "ar", "ir", "ez", "an", "en", "am", "em", "ou", "ei", "ia", "ee", "ie"),
    *("s", "e", "a", "o", "y"),
)
"""Endings of nouns and verbs of the four languages, longest first; the first that fits falls."""
MOST_WORDS_KEPT = 400_000
"""Word types remembered at once; beyond, all are forgotten and met anew, so that memory stays flat."""

Ints = NDArray[np.int64]


def fold(word: str) -> str:
    """Return a word in lower case without accents: "Réunião" becomes "reuniao"."""
    lowered = word.lower()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFD", lowered)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def stem(folded: str) -> str:
    """Return the stem of a folded word: "reuniones" and "reunion" give "reunio", "paying" and "pays" give "pay".

    An ending falls from short words where enough is left, long ones lose it with their last letters; numbers of
    as many digits are alike.
    """
    if folded.isdigit():
        return "#" * min(len(folded), 4)
    if len(folded) > SHORTEST_INFLECTED and folded[-1] == "s":
        folded = folded[:-1]
    if SHORTEST_INFLECTED <= len(folded) <= LONGEST_SHORT:
        for ending in ENDINGS:
            if folded.endswith(ending) and len(folded) - len(ending) >= SHORTEST_STEM:
                folded = folded[: -len(ending)]
                break
    return folded[:STEM_LETTERS]


@dataclass(frozen=True, slots=True)
class Columns:
    """Texts as arrays of words.

    Attributes:
        words: number of each word type, text after text.
        rows: the text that each word stands in.
        n_texts: how many texts.
    """

    words: Ints
    rows: Ints
    n_texts: int


class WordTable:
    """Numbers the word types of texts in the order they are met.

    Args:
        forget_above: number of types from which all are forgotten.
    """

    def __init__(self, forget_above: int = MOST_WORDS_KEPT) -> None:
        self._forget_above = forget_above
        self._numbers: dict[str, int] = {}
        self.folded: list[str] = []
        self.generation = 0

    def read(self, texts: Sequence[str]) -> Columns:
        """Read texts.

        Args:
            texts: in any language.

        Returns:
            Their words as numbers; `folded` tells the word of a number.
        """
        if len(self.folded) > self._forget_above:
            self._numbers.clear()
            self.folded.clear()
            self.generation += 1
        numbers, number = self._numbers, self._number
        words: list[int] = []
        lengths: list[int] = []
        for text in texts:
            found = WORD.findall(text)
            lengths.append(len(found))
            try:
                words += [numbers[word] for word in found]
            except KeyError:
                words += [number(word) for word in found]
        rows = np.repeat(np.arange(len(texts)), lengths)
        return Columns(np.array(words, dtype=np.int64), rows, len(texts))

    def _number(self, word: str) -> int:
        known = self._numbers.get(word)
        if known is None:
            folded = fold(word)
            known = self._numbers.get(folded)
            if known is None:
                known = self._numbers[folded] = len(self.folded)
                self.folded.append(folded)
            self._numbers[word] = known
        return known


def word_spans(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """Return where each word of some texts begins and ends, text after text.

    Args:
        texts: the same that a `WordTable` read.

    Returns:
        Half-open offsets into its own text of each word.
    """
    joined = "\n".join(texts)
    letters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if len(letters) and int(letters.max()) >= BASIC_PLANE:
        spans = [match.span() for text in texts for match in WORD.finditer(text)]
        begins, ends = np.array(spans, dtype=np.int64).reshape(-1, 2).T
        return begins, ends
    inside = np.zeros(len(letters) + 2, dtype=np.int8)
    inside[1:-1] = _word_letters()[letters]
    steps = np.diff(inside)
    begins, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
    own = starts[np.searchsorted(starts, begins, side="right") - 1]
    return begins - own, ends - own


SENTENCE_ENDS = ".!?…;:"
"""Marks that end a sentence or a clause before a space; a line's end, an arrow and a dash always do."""
BREAKS = "\n–—>"
MARKS = ("?", "!", "%", '"“”«»', ";", ":", "-–—", "…", "(", ">", "0123456789")
"""Kinds of marks whose presence says something of how a text speaks."""


def sentence_numbers(texts: Sequence[str], begins: Ints, rows: Ints) -> Ints:
    """Return the number of the sentence that each word stands in, counted through all texts.

    Args:
        texts: that the words stand in.
        begins: offset of each word into its own text.
        rows: text of each word.
    """
    letters, starts = _letters(texts)
    kinds = _kinds_of_marks()[np.minimum(letters, BASIC_PLANE - 1)]
    is_space = np.ones(len(letters) + 1, dtype=bool)
    is_space[:-1] = kinds & SPACE
    is_end = (kinds & BREAK > 0) | ((kinds & END > 0) & is_space[1:])
    parts = np.cumsum(is_end)[begins + starts[rows]] if len(begins) else begins
    return np.cumsum(np.diff(parts, prepend=parts[:1]) != 0)


def marks_in(texts: Sequence[str]) -> NDArray[np.float64]:
    """Return texts x `MARKS`, 1 where a text holds one of that kind."""
    letters, starts = _letters(texts)
    places = np.flatnonzero(_kinds_of_marks()[np.minimum(letters, BASIC_PLANE - 1)] >> FIRST_MARK)
    kinds = _kinds_of_marks()[letters[places]] >> FIRST_MARK
    rows = np.searchsorted(starts, places, side="right") - 1
    found = np.zeros((len(texts), len(MARKS)))
    for number in range(len(MARKS)):
        found[rows[kinds >> number & 1 > 0], number] = 1.0
    return found


SPACE, END, BREAK, FIRST_MARK = 1, 2, 4, 3
"""Bits of a character's kind; those of `MARKS` follow."""


@cache
def _kinds_of_marks() -> Ints:
    """Tell of each character of the basic plane what kind of mark it is."""
    kinds = np.zeros(BASIC_PLANE, dtype=np.int64)
    spaces = " \n\t\u00a0\u202f"
    for bit, own in enumerate((spaces, SENTENCE_ENDS, BREAKS, *MARKS)):
        kinds[[ord(mark) for mark in own]] |= 1 << bit
    return kinds


def _letters(texts: Sequence[str]) -> tuple[NDArray[np.uint32], Ints]:
    """Return all characters, a line's end between texts, and where each text starts."""
    letters = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return letters, np.cumsum([0, *(len(text) + 1 for text in texts)])[: len(texts)]


@cache
def _word_letters() -> NDArray[np.int8]:
    """Tell of each character of the basic plane whether it is part of a word."""
    return np.array([WORD.fullmatch(chr(code)) is not None for code in range(BASIC_PLANE)], dtype=np.int8)


class PhraseTrie:
    """Finds phrases in columns of stems, all texts at once.

    Args:
        phrases: sequences of stem numbers, each with the number of what it means.
    """

    def __init__(self, phrases: Iterable[tuple[Sequence[int], int]]) -> None:
        self._base = 1 << 31
        edges: dict[tuple[int, int], int] = {}
        meanings: dict[int, set[int]] = {}
        for words, meaning in phrases:
            node = 0
            for word in words:
                node = edges.setdefault((node, word), len(edges) + 1)
            if node:
                meanings.setdefault(node, set()).add(meaning)
        ordered = sorted(edges.items())
        self._keys = np.array([node * self._base + word for (node, word), _ in ordered], dtype=np.int64)
        self._targets = np.array([target for _, target in ordered], dtype=np.int64)
        roots = {word: target for (node, word), target in edges.items() if node == 0}
        self._roots = np.zeros(max(roots, default=0) + 2, dtype=np.int64)
        for word, target in roots.items():
            self._roots[word] = target
        starts = np.zeros(len(edges) + 2, dtype=np.int64)
        for node, own in meanings.items():
            starts[node + 1] = len(own)
        self._starts = np.cumsum(starts)
        self._meanings = np.array([m for node in sorted(meanings) for m in sorted(meanings[node])], dtype=np.int64)

    def find(self, stems: Ints, rows: Ints) -> tuple[Ints, Ints, Ints]:
        """Find every phrase.

        Args:
            stems: number of each word's stem, -1 for one that no phrase holds.
            rows: text of each word; no phrase spans two.

        Returns:
            Meaning, place of the first word, and place behind the last word of each hit.
        """
        found: list[tuple[Ints, Ints, Ints]] = []
        nodes = self._roots[np.where((stems >= 0) & (stems < len(self._roots)), stems, len(self._roots) - 1)]
        places = np.flatnonzero(nodes)
        begins, nodes = places, nodes[places]
        found.append(self._said(nodes, begins, places + 1))
        is_within = places + 1 < len(stems)
        places, begins, nodes = places[is_within] + 1, begins[is_within], nodes[is_within]
        while len(places):
            keys = nodes * self._base + stems[places]
            at = np.searchsorted(self._keys, keys)
            at[at == len(self._keys)] = 0
            is_on = (self._keys[at] == keys) & (rows[places] == rows[begins]) & (stems[places] >= 0)
            places, begins, nodes = places[is_on], begins[is_on], self._targets[at[is_on]]
            found.append(self._said(nodes, begins, places + 1))
            is_within = places + 1 < len(stems)
            places, begins, nodes = places[is_within] + 1, begins[is_within], nodes[is_within]
        meanings, first, behind = (np.concatenate(column) for column in zip(*found, strict=True))
        return meanings, first, behind

    def _said(self, nodes: Ints, begins: Ints, ends: Ints) -> tuple[Ints, Ints, Ints]:
        counts = self._starts[nodes + 1] - self._starts[nodes]
        repeated = np.repeat(np.arange(len(nodes)), counts)
        offsets = np.arange(len(repeated)) - np.repeat(np.cumsum(counts) - counts, counts)
        return self._meanings[self._starts[nodes][repeated] + offsets], begins[repeated], ends[repeated]


def letter_runs(folded: str, shortest: int = 3, longest: int = 5) -> list[str]:
    """Return the runs of letters in a word, its ends marked: "plan" gives " pl", "pla", ... "plan "."""
    marked = f" {folded} "
    return [
        marked[start : start + length]
        for length in range(shortest, longest + 1)
        for start in range(max(len(marked) - length + 1, 0))
    ]


def phrase_stems(phrase: str, passed_over: Mapping[str, object] | frozenset[str]) -> tuple[str, ...]:
    """Return the stems a phrase is compared by, without words that say nothing unless it has no others."""
    folded = [fold(word) for word in WORD.findall(phrase)]
    telling = [word for word in folded if word not in passed_over]
    return tuple(stem(word) for word in telling or folded)
