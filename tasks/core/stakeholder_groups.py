"""Stakeholder groups and other closed lists, read from the descriptions that people write in registers.

A register rarely holds the bare word: it holds "ONG internationale", "Ministère de la Santé" or "Cercle de
Kati". A description is read when the spellings in it agree; where they disagree it is read only if the first
is what the rest belongs to ("Ministry of Youth"), and otherwise left unread, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tasks.core.spellings import Spellings, simplify

LONGEST_SPELLING_WORDS = 7
SHORTEST_WORD = 4
"""Shorter spellings ("un", "who", "mp") are also ordinary words: within a description they count in capitals only."""
WORD_PATTERN = re.compile(r"[^\W_]+")
BRACKETS_PATTERN = re.compile(r"[(\[{][^)\]}]*[)\]}]")


def read_description(text: str, spellings: Spellings, of_words: frozenset[str] = frozenset()) -> str:
    """Read a value of a closed list from a description.

    Args:
        text: as typed: "Société civile", "ONG (nutrition)", "Ministry of Youth".
        spellings: of the closed list.
        of_words: simplified words that make what follows belong to what stands before ("of", "de").

    Returns:
        The value; "" when none or several are meant.
    """
    direct = spellings.read(text) or spellings.read(BRACKETS_PATTERN.sub(" ", text))
    if direct:
        return direct
    words = WORD_PATTERN.findall(text)
    found = list(_find_spellings(words, spellings))
    values = list(dict.fromkeys(value for _, _, value in found))
    if len(values) == 1:
        return values[0]
    if values and found[0][0] == 0 and simplify(" ".join(words[found[0][1] :][:1])) in of_words:
        return values[0]
    return ""


def names_several(text: str, spellings: Spellings, of_words: frozenset[str] = frozenset()) -> bool:
    """Tell whether a cell names several values of a closed list at once: "Donors and UN", but not "Ministry of Youth".

    Args:
        text: as typed.
        spellings: of the closed list.
        of_words: as in `read_description`.
    """
    if read_description(text, spellings, of_words):
        return False
    return len({value for _, _, value in _find_spellings(WORD_PATTERN.findall(text), spellings)}) > 1


def _find_spellings(words: list[str], spellings: Spellings) -> Iterator[tuple[int, int, str]]:
    """Yield first word, end and value of the spellings in a description, the longest at each place."""
    start = 0
    while start < len(words):
        longest = min(LONGEST_SPELLING_WORDS, len(words) - start)
        for end in range(start + longest, start, -1):
            phrase = " ".join(words[start:end])
            value = spellings.read(phrase) if len(phrase) >= SHORTEST_WORD or phrase.isupper() else ""
            if value and not phrase.isdecimal():
                yield start, end, value
                start = end - 1
                break
        start += 1
