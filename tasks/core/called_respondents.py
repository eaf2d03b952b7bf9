"""Called respondents: how the head of a record and the labels of its turns call whoever speaks, as received."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tasks.core.sources import SourceText, Turn
from tasks.core.speakers import RESPONDENT, SpeakerWords
from tasks.core.spellings import simplify

LONGEST_HEAD_LINES, LONGEST_HEAD_LINE = 12, 160
LONGEST_NAME_WORDS = 6
SIGNS = re.compile(r"[\d\W_]+")


def called_in(source: SourceText, turns: Sequence[Turn], words: SpeakerWords) -> Iterator[str]:
    """Find how a record calls the one person who speaks in it.

    Args:
        source: its text.
        turns: what was said in it.
        words: how talks are headed, and which labels are no names.

    Yields:
        What follows "interview with" above the talk, what the respondent is said to be before the first question
        ("Respondent: Awa Sy"), and the label of all turns of a single respondent: names, possibly with other words
        behind them.
    """
    said = [turn for turn in turns if turn.speaker_role == RESPONDENT]
    if not said or any(turn.speaker for turn in said):
        return
    head = source.text[: turns[0].start_char].splitlines()[:LONGEST_HEAD_LINES]
    for line in head:
        if len(line) <= LONGEST_HEAD_LINE and (met := words.meetings.search(line)):
            yield line[met.end() :].strip()
    if turns[0] is said[0] and len(turns[0].text.split()) <= LONGEST_NAME_WORDS:
        yield turns[0].text
    labels = {label for turn in said if (label := _label(source, turn))}
    if len({simplify(label) for label in labels}) == 1 and not words.role_of(simplify(min(labels))):
        yield min(labels)


def _label(source: SourceText, turn: Turn) -> str:
    """Return what stands before the words of a turn in its line, or who speaks as the format itself says."""
    line = source.text[source.text.rfind("\n", 0, turn.start_char) + 1 : turn.start_char]
    if any(map(str.isalpha, line)):
        return SIGNS.sub(" ", line).strip()
    place = bisect_right(source.blocks, turn.start_char, key=lambda block: block.start_char) - 1
    return source.blocks[place].layout.speaker if place >= 0 else ""
