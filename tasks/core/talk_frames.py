"""What stands around a talk and nobody says: headings above questions, and what closes a record.

Told by its shape, not by its words: a few words without a full stop, a line to write on, a paragraph below a last
speech that no other speech of its length has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from tasks.core.speakers import INTERVIEWER, RESPONDENT, SAID_ENDS
from tasks.core.transcript_lines import BULLET_PATTERN, NUMBERED_PATTERN, QUESTION_NUMBER, Line

LONGEST_HEADING_WORDS = 12
LEAST_SENTENCES = 0.8
"""Share of the speeches that must end as sentences do: recognised speech and chats show no titles by their ends."""
LONGEST_CLOSING, MOST_GOING_ON, FEWEST_SPEECHES = 12, 0.05, 10
"""Longest closing in lines; so few speeches that go on, among so many, show that the last one hardly does."""
LEAST_RULE = 3
BLANK_LINE = re.compile(r"_{4,}|\.{6,}|…{3,}")
"""A line to write on, as behind "Signature"."""


def find_headings(lines: Sequence[Line], roles: Mapping[str, str]) -> set[int]:
    """Find what heads the questions of a labelled talk: a title between a sentence and an interviewer's label.

    Args:
        lines: of the talk.
        roles: label -> role.

    Returns:
        Ids of those lines.
    """
    said = [line for line in lines if line.label and line.words]
    if not _speaks_in_sentences(said):
        return set()
    own = [line for line in lines if not line.is_remark]
    return {
        id(line)
        for above, line, below in zip(own, own[1:], own[2:], strict=False)
        if not line.label
        and roles.get(below.label) == INTERVIEWER
        and below.mark != "stamped"
        and _is_sentence(above)
        and _is_title(line)
        and line.layout.table == above.layout.table
    }


def find_unlabelled_questions(lines: Sequence[Line], roles: Mapping[str, str]) -> set[int]:
    """Find the questions of a labelled talk that have no label: they part two speeches of the same respondent.

    Args:
        lines: of the talk.
        roles: label -> role.

    Returns:
        Ids of those lines; each ends with a question mark and stands below a gap or behind a number.
    """
    own = [line for line in lines if not line.is_remark]
    found: set[int] = set()
    speaker, above = "", ""
    for line, below in pairwise(own):
        is_numbered = QUESTION_NUMBER.match(line.words) is not None
        is_listed = above.endswith(":") or (is_numbered and QUESTION_NUMBER.match(above) is not None)
        asks = not line.label and line.words.endswith("?") and (line.has_gap or is_numbered) and not is_listed
        above = line.words
        if asks and speaker == below.label and roles.get(speaker) == RESPONDENT:
            found.add(id(line))
        speaker = line.label or speaker
    return found


def find_titles(talk: Sequence[Line], questions: set[int]) -> set[int]:
    """Find what heads the questions of a talk without labels.

    Args:
        talk: its lines.
        questions: ids of those set off as questions.

    Returns:
        Ids of titles that stand between a sentence and a question; all that stands below a question answers it.
    """
    if not _speaks_in_sentences(talk):
        return set()
    return {
        id(line)
        for above, line, below in zip(talk, talk[1:], talk[2:], strict=False)
        if id(below) in questions and _is_sentence(above) and _is_title(line) and not NUMBERED_PATTERN.match(line.words)
        if id(above) not in questions or line.layout.is_heading or line.layout.is_bold
    }


def find_closing(lines: Sequence[Line], first: int) -> int | None:
    """Find the first line below the last speech that is no part of it: a signature, a note, a summary.

    A title or a line to write on closes a talk; so does any paragraph below a last speech that is far shorter
    than all those of the file that go on in a second one.

    Args:
        lines: of a labelled transcript.
        first: number of the line the talk starts at.

    Returns:
        Its number; None where nothing or too much stands there.
    """
    labelled = [number for number in range(first, len(lines)) if lines[number].label]
    if not labelled or lines[labelled[-1]].layout.table is not None:
        return None
    last = _words_at(lines, labelled[-1])
    rest = [number for number in range(last + 1, len(lines)) if not lines[number].is_remark]
    if not rest or rest[-1] - rest[0] > LONGEST_CLOSING:
        return None
    longer = [len(lines[_words_at(lines, number)].words) for number in labelled[:-1] if _goes_on(lines, number)]
    is_whole = len(longer) <= MOST_GOING_ON * len(labelled) or len(lines[last].words) < min(longer) / 2
    is_whole = is_whole and len(labelled) >= FEWEST_SPEECHES
    closing = [number for number in rest if _closes(lines[number])]
    return min([*closing, rest[0]] if is_whole and _is_sentence(lines[last]) else closing, default=None)


def find_closing_below(lines: Sequence[Line], questions: set[int]) -> int | None:
    """Find the first line below the answer to the last question that is no part of it.

    Args:
        lines: of a transcript without labels.
        questions: ids of those set off as questions.

    Returns:
        Its number; None where nothing or too much stands there.
    """
    last = max((number for number, line in enumerate(lines) if id(line) in questions), default=len(lines))
    below = (number for number in range(last + 2, len(lines)) if not _is_within_answer(lines, last + 1, number))
    closing = next((number for number in below if _closes(lines[number])), None)
    return closing if closing is not None and len(lines) - closing <= LONGEST_CLOSING else None


def _is_within_answer(lines: Sequence[Line], answer: int, number: int) -> bool:
    """Tell whether a line stands in the row of a table in which an answer begins."""
    own, first = lines[number].layout, lines[answer].layout
    return first.table is not None and (own.table, own.table_row) == (first.table, first.table_row)


def _words_at(lines: Sequence[Line], number: int) -> int:
    """Return where the words of a label stand: beside it, or on the line below."""
    return number if lines[number].words or number + 1 == len(lines) else number + 1


def _goes_on(lines: Sequence[Line], number: int) -> bool:
    """Tell whether a speech goes on in a second paragraph."""
    below = _words_at(lines, number) + 1
    own = lines[below] if below < len(lines) else None
    return own is not None and not (own.label or own.is_remark or _is_title(own))


def _speaks_in_sentences(lines: Sequence[Line]) -> bool:
    return sum(map(_is_sentence, lines)) >= LEAST_SENTENCES * len(lines)


def _closes(line: Line) -> bool:
    is_ruled = len(line.words) >= LEAST_RULE and not any(map(str.isalnum, line.words))
    return (
        is_ruled
        or line.layout.is_heading
        or line.layout.table is not None
        or BLANK_LINE.search(line.words) is not None
        or _is_title(line)
    )


def _is_title(line: Line) -> bool:
    """Tell whether a line is a few words that no sign ends."""
    is_short = 0 < len(line.words.split()) <= LONGEST_HEADING_WORDS
    is_open = is_short and not _is_sentence(line) and line.words[-1] not in ",;:" and not line.words[0].islower()
    return is_open and not (line.layout.is_listed or BULLET_PATTERN.match(line.words))


def _is_sentence(line: Line) -> bool:
    return line.words[-1:] != "" and line.words[-1] in SAID_ENDS
