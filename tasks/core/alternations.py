"""Alternations: patterns of any of many words, in which words that begin alike share their beginnings.

Python tries the words of "a|b|c" one after the other at every place of a text; sharing beginnings spares most of that.
A text that holds none of the words that a pattern can begin with need not be searched at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

LETTERS = re.compile(r"[^\W\d_]+")
ANY_I = "(?-i:[iIíîÍÎ])"
"""In either case, as `re` sets aside 64 KiB for each set in which it looks for the dotless i too."""
OPEN_LETTERS = {"a": "[aàáâã]", "e": "[eéèê]", "i": ANY_I, "o": "[oóôõ]", "u": "[uúûü]", "c": "[cç]"}
"""Letters -> what people write for them, with accents or without, in words that are declared without."""
TEXTS_KEPT = 256


def any_of(words: Iterable[str], loose: Mapping[str, str] | None = None) -> str:
    """Return a pattern of any of some words; of two that begin alike the longer is tried first.

    Args:
        words: as spelled; the pattern stands for itself, without a group around it.
        loose: letter -> pattern of what may stand for it.

    Returns:
        The pattern; of no words it is empty.
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault((loose or {}).get(letter, re.escape(letter)), {})
        node[""] = {}
    return _branches(root)


def _branches(node: Mapping[str, Any]) -> str:
    branches = [letter + _branches(rest) for letter, rest in sorted(node.items()) if letter]
    if len(branches) == 1 and "" not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in node else "") if branches else ""


@lru_cache(maxsize=TEXTS_KEPT)
def letter_runs_of(text: str) -> frozenset[str]:
    """Return the runs of letters of a text in small letters; kept for a while, as many patterns ask for the same."""
    return frozenset(LETTERS.findall(text.lower()))


def openings_of(phrases: Iterable[str]) -> frozenset[str]:
    """Return the first run of letters of each phrase: a text without any of them holds no phrase as whole words."""
    runs = (LETTERS.search(phrase.lower()) for phrase in phrases)
    return frozenset(run[0] for run in runs if run)
