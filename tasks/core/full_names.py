"""Full names of two words that are words or places too: "Refugio Sac", "Julio Marzo", "Cruz Flores", "Lázaro Porto".

Neither word tells a name by itself. Two of them side by side, borne as a given and as a family name somewhere, do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tasks.core.name_frames import follows_place_word, institution_beside
from tasks.core.name_words import (
    INSTITUTION,
    MAYBE,
    NAMED_AFTER,
    NAMING,
    ORDINARY,
    PLACE,
    ROLE,
    Mention,
    PersonWords,
    Word,
    is_named_place,
    joins,
    lines_in_capitals,
)
from tasks.core.spellings import simplify


def with_full_names(text: str, tokens: Sequence[Word], found: Sequence[Mention], words: PersonWords) -> list[Mention]:
    """Add the names of two words that stand side by side, also where one of them is told already.

    Args:
        text: as received.
        tokens: its words.
        found: names that are told otherwise.
        words: how names look.
    """
    sure = [(one.start, one.end) for one in found if one.is_sure]
    told = []
    for first, last in _pairs(text, tokens, words):
        beside = [(start, end) for start, end in sure if start < last.end and first.start < end]
        start = min([first.start, *(start for start, _ in beside)])
        end = max([last.end, *(end for _, end in beside)])
        if (start, end) not in beside:
            told.append(Mention(start, end, text[start:end], True, "known"))
    rest = [one for one in found if not any(name.start < one.end and one.start < name.end for name in told)]
    return sorted([*rest, *told], key=lambda one: one.start) if told else list(found)


def _pairs(text: str, tokens: Sequence[Word], words: PersonWords) -> Iterator[tuple[Word, Word]]:
    headings: Sequence[tuple[int, int]] | None = None
    for place, (first, last) in enumerate(pairwise(tokens)):
        if not (first.is_capital and last.is_capital and _is_pair(text, tokens, place, words)):
            continue
        headings = lines_in_capitals(text) if headings is None else headings
        if not any(start <= first.start < end for start, end in headings):
            yield first, last


def _is_pair(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    first, last = tokens[place], tokens[place + 1]
    if not _is_given(first, words) or not _is_family(last, words, first) or not joins(text, first, last):
        return False
    if text[first.end : last.start] != " " or f"{simplify(first.text)} {simplify(last.text)}" in words.phrases:
        return False
    before, after = (tokens[place - 1] if place else None), (tokens[place + 2] if place + 2 < len(tokens) else None)
    if after is not None and after.is_capital and joins(text, last, after):
        return False
    is_thing = before is not None and (
        before.is_capital or before.folded in words.before_things or before.folded in words.determiners
    )
    if before is not None and is_thing and joins(text, before, first):
        return False
    is_place = follows_place_word(text, tokens, place, words) or is_named_place(text, first.start, first.text, words)
    return not is_place and not institution_beside(text, tokens, place, place + 2, words)


def _is_given(token: Word, words: PersonWords) -> bool:
    if not _is_spelled(token) or token.folded in words.saints | words.landforms | words.before_days:
        return False
    listed = (words.given, words.doubtful, words.word_names, words.also_words)
    return any(token.folded in one for one in listed)


def _is_family(token: Word, words: PersonWords, given: Word) -> bool:
    if not _is_spelled(token) or token.kind not in {*NAMING, ORDINARY, PLACE}:
        return False
    if any(token.folded in listed for listed in (words.seeds, words.also_words, words.doubtful)):
        return True
    return token.folded in words.word_names and given.kind == MAYBE and not given.begins_sentence  # "Fausto Vizcaíno"


def _is_spelled(token: Word) -> bool:
    return token.text[1:].islower() and token.kind not in (INSTITUTION, ROLE, NAMED_AFTER)
