"""Whether the turns read from a transcript can be what was said: the evidence against a reading, counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from tasks.core.sources import Turn
from tasks.core.speakers import INTERVIEWER, RESPONDENT
from tasks.core.transcript_lines import LONE_NUMBER

FEWEST_TURNS, LEAST_WORDS = 4, 150
"""So many words in fewer turns are hardly a conversation."""
MOST_OUTSIDE = 0.5
LEAST_ASKING, MOST_ASKED_BACK = 0.2, 0.5
FEWEST_EACH = 4
MOST_UNREAD = 3
FEWEST_ALIKE, ALIKE_SHARE = 5, 0.7
DIGITS = re.compile(r"\d+")
BEGINNING = re.compile(
    r"^[\[(<]?(?:\d{1,3}[.)\]]?\s)?([^\W\d_][\w.'’ -]{0,24}?)\s?(?:[:：>|\])](?=\s)|\s[–—-]\s)", re.MULTILINE
)
"""What looks like a speaker's label at the front of a line."""


def find_doubts(
    turns: Sequence[Turn], words: int, asks: Callable[[str], bool], *, is_notes: bool = False
) -> tuple[str, ...]:
    """Find what speaks against a reading.

    Args:
        turns: as read.
        words: number of words in the file.
        asks: tells whether a text asks something.
        is_notes: the record is notes, whose headings seldom ask.

    Returns:
        What is not plausible, in words that name nobody.
    """
    asked = [turn.text for turn in turns if turn.speaker_role == INTERVIEWER]
    answered = [turn.text for turn in turns if turn.speaker_role == RESPONDENT]
    found = []
    if not asked or not answered:
        found.append("nobody asks or nobody answers")
    if len(turns) < FEWEST_TURNS and words > LEAST_WORDS:
        found.append("there are hardly any turns")
    if sum(len(turn.text.split()) for turn in turns) < (1 - MOST_OUTSIDE) * words and words > LEAST_WORDS:
        found.append("most words stand outside of the turns")
    if not is_notes:
        found += _doubt_roles(asked, answered, asks) + _doubt_labels(turns) + _doubt_beginnings(asked, answered)
    return tuple(found)


def _doubt_roles(asked: Sequence[str], answered: Sequence[str], asks: Callable[[str], bool]) -> list[str]:
    if min(len(asked), len(answered)) < FEWEST_EACH:
        return []
    shares = [sum(map(asks, texts)) / len(texts) for texts in (asked, answered)]
    is_swapped = shares[0] < LEAST_ASKING and shares[1] > MOST_ASKED_BACK
    return ["who answers asks more than who asks"] if is_swapped else []


def _doubt_beginnings(asked: Sequence[str], answered: Sequence[str]) -> list[str]:
    """Doubt a reading in which most turns of one side begin with the same word or sign: the rest of a label."""
    for texts in (asked, answered):
        own = [text for text in texts if not LONE_NUMBER.match(text)]
        firsts = Counter(DIGITS.sub("#", text.split(maxsplit=1)[0]) for text in own if text.strip())
        if len(own) >= FEWEST_ALIKE and max(firsts.values(), default=0) > ALIKE_SHARE * len(own):
            return ["most turns of one side begin alike"]
    return []


def _doubt_labels(turns: Sequence[Turn]) -> list[str]:
    """Doubt a reading that leaves the same label at the front of lines again and again."""
    unread = Counter(match for turn in turns for match in BEGINNING.findall(turn.text) if match[0].isupper())
    return (
        ["what looks like a speaker's label was read as said"] if max(unread.values(), default=0) > MOST_UNREAD else []
    )
