"""People told of behind an article: a nickname or a first name of which a sentence says what is only said of persons.

"Había uno, el Kiko, muy bueno. Le cortaron." An article makes a word look like a body or a programme ("la Concordata"),
so it needs what is said around it: somebody who is then named, a praise, a dismissal, or who alone did the work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tasks.core.name_words import (
    KNOWN_WORDS,
    MAYBE,
    ORDINARY,
    PLACE,
    SHORTEST_SURE,
    UNKNOWN,
    Mention,
    PersonWords,
    Word,
    is_listed_word,
    joins,
)
from tasks.core.spellings import simplify

TOLD_OF = "told of"
"""Sign of a name behind an article of which something is told that is told of persons only."""
SENTENCE_ENDS = re.compile(r"[.!?…\n]")
CLAUSE_ENDS = re.compile(r"[,;:()]")
LONGEST_BEHIND, LONGEST_PHRASE = 140, 4
TOLD_WITHIN = 2
"""Sentences in which somebody is told to have left: their own and the next."""
BLANKS = (" ", "\u00a0")


def with_told_of(text: str, tokens: Sequence[Word], found: Sequence[Mention], words: PersonWords) -> list[Mention]:
    """Add the words behind an article of which something is told that is told of persons only.

    Args:
        text: as received.
        tokens: its words.
        found: names that are told otherwise, sure ones and doubtful ones.
        words: how names look, and what is told of persons.

    Returns:
        All mentions in order.
    """
    taken = {place for one in found if one.is_sure for place in range(one.start, one.end)}
    told = [
        Mention(token.start, token.end, token.text, is_sure, TOLD_OF if is_sure else "doubtful")
        for place, token in _open_words(text, tokens, words)
        if token.start not in taken
        and ((is_sure := _is_told_of(text, tokens, place, words)) or _is_who_one_was(text, tokens, place, words.ones))
    ]
    starts = {one.start for one in told}
    return sorted([*(one for one in found if one.start not in starts), *told], key=lambda one: one.start)


def _open_words(text: str, tokens: Sequence[Word], words: PersonWords) -> Iterator[tuple[int, Word]]:
    """Yield the words with a capital that stand alone behind an article and that no body, place or office bears."""
    for place in range(1, len(tokens)):
        token, article = tokens[place], tokens[place - 1]
        if not token.is_capital or article.folded not in words.personal_articles:
            continue
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        is_alone = after is None or not (after.is_capital and joins(text, token, after))
        if is_alone and text[article.end : token.start] in BLANKS and _may_be_borne(token, words):
            yield place, token


def _may_be_borne(token: Word, words: PersonWords) -> bool:
    if len(token.folded) <= SHORTEST_SURE or not token.text[1:].islower():
        return False
    is_far = token.kind == PLACE and token.folded in words.elsewhere
    is_open = token.kind in (UNKNOWN, MAYBE, ORDINARY) or is_far
    listed = (words.vouched, words.roles, words.titles, words.talked, words.small_words, words.groups)
    return is_open and not is_listed_word(token, words) and not any(token.folded in one for one in listed)


def _is_told_of(text: str, tokens: Sequence[Word], place: int, words: PersonWords) -> bool:
    token = tokens[place]
    is_word = words.kind_of_word(token.text) in KNOWN_WORDS
    if _is_who_one_was(text, tokens, place, words.persons):
        return True
    sentences = SENTENCE_ENDS.split(text[token.end : token.end + LONGEST_BEHIND])
    clauses = [simplify(one) for one in CLAUSE_ENDS.split(sentences[0])]
    if any(_opens_with(one, words.praises) for one in clauses[1:2]) or _opens_with(clauses[0], words.whos):
        return True
    told = [simplify(one) for one in sentences[:TOLD_WITHIN]]
    return not is_word and any(f" {phrase} " in f" {one} " for one in told for phrase in words.parts)


def _is_who_one_was(text: str, tokens: Sequence[Word], place: int, ones: frozenset[str]) -> bool:
    """Tell whether a word is in apposition to somebody not named yet: "Havia um rapaz, o Nhaca, muito bom"."""
    article = tokens[place - 1]
    before = text[max(0, article.start - LONGEST_BEHIND) : article.start].rstrip()
    is_closed = text[tokens[place].end :][:1] in (",", ".", ";", ":", ")", "")
    if not (before.endswith((",", "(", ":", "—", "–")) and is_closed):
        return False
    said = simplify(SENTENCE_ENDS.split(before[:-1])[-1]).split()
    return any(" ".join(said[-length:]) in ones for length in (1, 2))


def _opens_with(clause: str, phrases: frozenset[str]) -> bool:
    told = clause.split()[:LONGEST_PHRASE]
    return any(" ".join(told[:length]) in phrases for length in range(1, len(told) + 1))
