"""Tells which records of a country are one person's, from names that stand in no table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tasks.adapters.identifier_words import load_name_words
from tasks.core.name_words import is_ordinary_talk
from tasks.core.pseudonyms import Masks, NameWords, mask_names, read_identifiers
from tasks.core.quoting import DOCUMENT
from tasks.core.respondents import Known, find_mark, join_people, key_of, read_own_names
from tasks.core.sources import Interview


def tell_respondents(interviews: Iterable[Interview], masks: Masks, country: str) -> dict[str, str]:
    """Tell whose records are one person's.

    Args:
        interviews: of a country, in the order they were received.
        masks: of the country.
        country: ISO 3166-1 alpha-3.

    Returns:
        Id of each record that is no document -> id of the first record of its person; no name is in it.
    """
    words, finders = load_name_words(country), masks.finders
    people = [one for one in interviews if one.record_type != DOCUMENT]
    staff = {key_of([name], words) for one in people for name in _names_of_staff(one, words)}

    def is_talk(name: str) -> bool:
        return finders is not None and is_ordinary_talk(name, finders.people)

    def know(one: Interview) -> Known:
        names = read_own_names(one.own_names, words, is_talk)
        key = key_of(names, words)
        if not key or key in staff:
            return Known(one.interview_id, frozenset(), find_mark(one.called, mask, is_whole=False))
        return Known(one.interview_id, key, find_mark(names, mask, is_whole=True) if len(names) == 1 else "")

    def mask(text: str) -> str:
        return mask_names(text, masks.roster)

    return join_people(list(map(know, people)))


def _names_of_staff(one: Interview, words: NameWords) -> Iterator[str]:
    """Yield who asked or wrote, as registers and headers name them."""
    for cell in one.identifiers:
        if cell not in one.own_names:
            yield from read_identifiers(cell, words)[0]
