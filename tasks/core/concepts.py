"""Concepts: what words and phrases of any language have in common, so that "la plata" and "the money" are alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tasks.core.spellings import simplify

ANY_ENDING = "*"

Word = tuple[str, bool]
"""A simplified word, and whether any ending may follow."""
Phrase = tuple[tuple[Word, ...], str]
"""The words of a phrase and the concept it expresses."""


class ConceptWords:
    """Finds concepts by their declared words.

    Args:
        declared: concept -> words and phrases in any language; "*" behind a word stands for any ending.
    """

    def __init__(self, declared: Mapping[str, Iterable[str]]) -> None:
        self._whole: dict[str, set[str]] = {}
        self._beginnings: dict[str, set[str]] = {}
        self._phrases: dict[Word, list[Phrase]] = {}
        for concept, spellings in declared.items():
            for spelling in spellings:
                self._declare(concept, spelling)
        starts = {word for word, is_open in self._phrases if is_open} | set(self._beginnings)
        self._lengths = sorted({len(start) for start in starts})
        self._known: dict[str, tuple[frozenset[str], dict[str, list[Phrase]]]] = {}

    def _declare(self, concept: str, spelling: str) -> None:
        words = tuple(
            (part, is_open)
            for chunk in spelling.split()
            for is_open in (chunk.endswith(ANY_ENDING),)
            for part in simplify(chunk).split()
        )
        if len(words) > 1:
            self._phrases.setdefault(words[0], []).append((words, concept))
        elif words:
            word, is_open = words[0]
            (self._beginnings if is_open else self._whole).setdefault(word, set()).add(concept)

    def find(self, words: Sequence[str]) -> set[str]:
        """Find the concepts in a text.

        Args:
            words: its simplified words in order.

        Returns:
            Every concept that a word or phrase of it expresses.
        """
        found: set[str] = set()
        for place, word in enumerate(words):
            concepts, phrases = self._known.get(word) or self._look_up(word)
            found |= concepts
            letter = words[place + 1][0] if phrases and place + 1 < len(words) else ""
            for phrase, concept in phrases.get(letter, ()):
                if concept not in found and _stands_at(phrase, words, place):
                    found.add(concept)
        return found

    def _look_up(self, word: str) -> tuple[frozenset[str], dict[str, list[Phrase]]]:
        """Return, and keep, the concepts of a word and the phrases it may begin, by the first letter after it."""
        starts = [word[:length] for length in self._lengths if length <= len(word)]
        concepts = frozenset(self._whole.get(word, ())).union(*(self._beginnings.get(start, ()) for start in starts))
        phrases: dict[str, list[Phrase]] = {}
        for opening in ((word, False), *((start, True) for start in starts)):
            for phrase in self._phrases.get(opening, ()):
                phrases.setdefault(phrase[0][1][0][0], []).append(phrase)
        self._known[word] = concepts, phrases
        return self._known[word]


def _stands_at(phrase: Sequence[Word], words: Sequence[str], place: int) -> bool:
    """Tell whether a phrase, whose first word stands at a place, goes on there."""
    if place + len(phrase) > len(words):
        return False
    for part, is_open in phrase[1:]:
        place += 1
        if not words[place].startswith(part) or not (is_open or words[place] == part):
            return False
    return True
