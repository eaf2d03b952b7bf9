"""Speaker names: labels of turns that begin with a small word, a title or an initial ("ould Sidi :", "D. Conceição:").

A label that comes again is who speaks, whatever else its name may be in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from tasks.core.name_words import INITIAL, MAYBE, PLACE, SEED, TITLE, UNKNOWN, Mention, PersonWords, Word, fold_name

LABEL_PATTERN = re.compile(
    r"^([^\W\d_][^\n:：.!?—–]{0,3}\.?[^\n:：.!?—–]{1,34}?)(?:[ \u00a0]?[:：]|[ \u00a0][—–])(?=\s)", re.MULTILINE
)
BRACKETED_LABEL = re.compile(r"^\[([^\W\d_][^\W\d_A-ZÀ-Þ]{2,})\](?=\s)", re.MULTILINE)
NUMBERED_LABEL = re.compile(r"^[^\W\d_][\w ]{2,24}\d\s\(([^\W\d_a-zß-ÿ][^\W\d_A-ZÀ-Þ]{2,})\)\s?[:：—–-]", re.MULTILINE)
"""A speaker who is told by a number and called by a name: "MOTHER 1 (Napeyok) -"."""
FEWEST_TURNS, MOST_WORDS = 2, 4
NAMING_KINDS = (SEED, MAYBE, UNKNOWN, PLACE, TITLE)


def with_labels(text: str, tokens: Sequence[Word], found: Sequence[Mention], words: PersonWords) -> list[Mention]:
    """Add the labels of turns that come again and name somebody behind a small word, a title or an initial.

    Args:
        text: as received.
        tokens: its words.
        found: names that are told otherwise.
        words: how names look.
    """
    told = sorted([*_find_labels(text, tokens, words), *_find_bracketed(text, words)], key=lambda one: one.start)
    if not told:
        return list(found)
    rest = [one for one in found if not any(name.start < one.end and one.start < name.end for name in told)]
    return sorted([*rest, *told], key=lambda one: one.start)


def _find_labels(text: str, tokens: Sequence[Word], words: PersonWords) -> Iterator[Mention]:
    again = [match for match in _labels_again(LABEL_PATTERN, text) if _may_name(match.group(1))]
    if not again:
        return
    by_start = {token.start: place for place, token in enumerate(tokens)}
    for match in again:
        first = by_start.get(match.start(1))
        if first is None:
            continue
        own = [token for token in tokens[first : first + MOST_WORDS + 1] if token.end <= match.end(1)]
        if 1 < len(own) <= MOST_WORDS and _names(own, words):
            yield Mention(match.start(1), match.end(1), match.group(1), True, "introduction")


def _find_bracketed(text: str, words: PersonWords) -> Iterator[Mention]:
    """Find single words in brackets that label turns again and again, or one that stands behind a number."""
    names = "roles groups small_words vouched ordinary institutions column_heads".split()
    others = [getattr(words, name) for name in names]
    borne = (words.seeds, words.word_names, words.also_words, words.doubtful)
    for match in (*_labels_again(BRACKETED_LABEL, text), *NUMBERED_LABEL.finditer(text)):
        folded = fold_name(match.group(1))
        is_of_no_language = words.kind_of_word(match.group(1)) == ""
        is_name = is_of_no_language or any(folded in listed for listed in borne)
        if is_name and not any(folded in listed for listed in others):
            yield Mention(*match.span(1), match.group(1), True, "introduction")


def _labels_again(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Return the labels that come again."""
    labels = list(pattern.finditer(text))
    times = Counter(match.group(1) for match in labels)
    return [match for match in labels if times[match.group(1)] >= FEWEST_TURNS]


def _may_name(label: str) -> bool:
    """Tell whether a label has a small word or an initial before a capital."""
    pieces = label.split()
    return len(pieces) > 1 and pieces[-1][0].isupper() and (pieces[0][0].islower() or pieces[0].endswith("."))


def _names(own: Sequence[Word], words: PersonWords) -> bool:
    """Tell whether the words of a label are small words, titles and initials, and then a name."""
    *before, last = own
    is_led = all(
        token.folded in words.particles | words.leading | words.titles
        or token.kind == INITIAL
        or (token.is_capital and (token.kind in NAMING_KINDS or len(token.text) == 1))
        for token in before
    )
    if not is_led or not last.is_capital or len(last.folded) == 1:
        return False
    listed = (words.seeds, words.given, words.doubtful, words.also_words)
    is_borne = last.kind in NAMING_KINDS or any(last.folded in one for one in listed)
    others = (words.roles, words.groups, words.small_words, words.vouched, words.place_fields)
    return is_borne and not any(last.folded in one for one in others)
