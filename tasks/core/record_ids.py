"""Ids of records: which may stand in every table as they were given, and which name somebody or may do so."""

from __future__ import annotations

import re
from collections.abc import Callable, Container

CODE_PATTERN = re.compile(r"[^\W_]+(?:[ ._/-]?[^\W_]+)*")
WORD_PATTERN = re.compile(r"[^\W\d_]+")
LONGEST_ABBREVIATION = 3
"""Letters in a row that are no name by themselves: "KII", "gov", the code of a country."""


def is_plain_code(id_: str, is_public: Callable[[str], bool]) -> bool:
    """Tell whether an id is a code of letters and digits in which no word may be a name.

    Args:
        id_: as the register gives it.
        is_public: tells whether a word is one of a language, a place or an institution, and no given name.

    Returns:
        False for what has no digit, but for a few letters, for what has other signs or several blanks, and for a word
        of more than a few letters that may name somebody.
    """
    if not CODE_PATTERN.fullmatch(id_):
        return False
    words = WORD_PATTERN.findall(id_)
    is_short = len("".join(words)) <= LONGEST_ABBREVIATION
    has_number = any(map(str.isdigit, id_))
    return (is_short or has_number) and all(len(word) <= LONGEST_ABBREVIATION or is_public(word) for word in words)


def place_id(country: str, place: int, n_records: int, taken: Container[str]) -> str:
    """Return the id of a record by its place among all of its country, one that no record bears.

    Args:
        country: ISO 3166-1 alpha-3.
        place: of the record, from 1.
        n_records: how many there are.
        taken: ids that were given.
    """
    while f"{country}-{place}" in taken:
        place += n_records
    return f"{country}-{place}"
