"""What is asked and what stands below it: questions nobody answered, and answers that look like nobody's words.

A question left blank must not take the answer of the next one, and the only line below a question is its answer,
however short it is and however often it comes back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from tasks.core.sources import SourceText, Turn
from tasks.core.speakers import INTERVIEWER, RESPONDENT, SpeakerWords
from tasks.core.spellings import simplify
from tasks.core.transcript_lines import PAGE_PATTERN, QUESTION_NUMBER, REMARK_PATTERN, Line

FEWEST_REMARK_WORDS = 3
"""Fewer words in brackets below a question say why nothing was answered: "(Not asked)"."""
FIGURES = re.compile(r"\d+")


def part_questions(source: SourceText, turns: Sequence[Turn], question_of: Callable[[str], str]) -> tuple[Turn, ...]:
    """Part the turns that hold several questions of a guide: those above the last were left blank.

    A question whose number is higher than that of the one above begins a turn, and so does one without number that is
    surely another question of the guide. Wrapped lines and follow-ups stay where they are, and so does what an
    interviewer asked in one breath.

    Args:
        source: normalised text with its paragraphs.
        turns: in order.
        question_of: tells which question of the guide a line surely asks, "" for none.

    Returns:
        The turns, numbered anew.
    """
    parted = [part for turn in turns for part in _parts(source, turn, question_of)]
    return tuple(replace(turn, turn_no=number) for number, turn in enumerate(parted, start=1))


def restore_answers(lines: Sequence[Line], words: SpeakerWords) -> None:
    """Give back what looks like nobody's words where it is an answer.

    Words in brackets and numbers are one where nothing else stands below a question, or below a respondent's label; a
    number right below a question is one, too, unless such numbers count the pages.

    Args:
        lines: of the talk, their roles told; changed in place.
        words: declared ways of marking speakers.
    """
    pages = _find_pages(lines)
    for number, line in enumerate(lines[:-1]):
        below = lines[number + 1]
        is_asked = line.role == INTERVIEWER and not (line.is_outside or line.label)
        is_named = line.role == RESPONDENT and bool(line.label) and not line.words
        if not (is_asked or is_named) or not below.is_remark:
            continue
        next_said = next(
            (one for one in lines[number + 2 :] if one.role and not (one.is_outside or one.is_remark)), None
        )
        is_only = next_said is None or next_said.role == INTERVIEWER or is_named
        if _may_answer(below, words, pages, is_only=is_only):
            below.is_remark = below.is_outside = False
            below.role, below.label = RESPONDENT, line.label if is_named else ""


def _may_answer(line: Line, words: SpeakerWords, pages: frozenset[int], *, is_only: bool) -> bool:
    """Tell whether a number or a remark below a question may be the answer."""
    plain = simplify(line.words)
    if PAGE_PATTERN.match(line.words):
        is_page = id(line) in pages
        return bool(plain) and not (is_page and line.has_gap) and (is_only or not (is_page or line.has_gap))
    is_notice = plain.startswith(words.ends) or any(notice in plain for notice in words.notices)
    is_long = len(plain.split()) >= FEWEST_REMARK_WORDS
    return is_only and is_long and bool(REMARK_PATTERN.match(line.words)) and not is_notice


def _find_pages(lines: Sequence[Line]) -> frozenset[int]:
    """Return the ids of numbers alone on their lines that count on from one to the next, as those of pages do."""
    numbers = [
        (int(match[0]), id(line))
        for line in lines
        if PAGE_PATTERN.match(line.words) and (match := FIGURES.search(line.words))
    ]
    steps = [(one, two) for one, two in pairwise(numbers) if two[0] == one[0] + 1]
    return frozenset(id_ for pair in steps for _, id_ in pair)


def find_unanswered(turns: Sequence[Turn]) -> list[str]:
    """Return the numbers of the questions between answered ones that have no answer, as typed and in order."""
    answered = [place for place, turn in enumerate(turns) if turn.speaker_role == RESPONDENT]
    asked = [place for place, turn in enumerate(turns) if turn.speaker_role == INTERVIEWER and turn.number]
    ends = [*asked, len(turns)][1:]
    return [
        turns[place].number
        for place, end in zip(asked, ends, strict=True)
        if answered and answered[0] < place < answered[-1] and not any(place < answer < end for answer in answered)
    ]


def place_of(source: SourceText, start: int) -> str:
    """Tell the place of a character: its paragraph, and its page where the source has pages."""
    number = max(bisect_right(source.blocks, start, key=lambda block: block.start_char), 1)
    page = source.blocks[number - 1].layout.page
    return f"page {page}, paragraph {number}" if page else f"paragraph {number}"


def _parts(source: SourceText, turn: Turn, question_of: Callable[[str], str]) -> list[Turn]:
    """Return the questions of a turn, each with the lines that go on with it."""
    said = turn.text.split("\n")
    starts = _find_starts(source, turn, said)
    if turn.speaker_role != INTERVIEWER or len(said) < 2 or not starts:
        return [turn]
    is_labelled = _is_labelled(source, turn)
    firsts = [0]
    number = _figures(f"{turn.number}. x") if turn.number else ()
    for place in range(1, len(said)):
        above, line = said[firsts[-1] : place], said[place]
        own = _figures(line)
        between = source.text[starts[place - 1] + len(said[place - 1]) : starts[place]]
        has_gap, in_one_breath = "\n\n" in between, is_labelled and not between.strip() and "\n\n" not in between
        if own and not in_one_breath:
            asks = "?" in line or bool(question_of(line)) or bool(number and not is_labelled)
            begins = asks and (_is_after(own, number) if number else any("?" in text for text in above))
        else:
            begins = has_gap and not (number or is_labelled) and _asks_another(above, line, question_of)
        if begins:
            firsts.append(place)
            number = own
    return [
        _part(source, turn, said[first:end], starts[first:end])
        for first, end in zip(firsts, [*firsts[1:], len(said)], strict=True)
    ]


def _part(source: SourceText, turn: Turn, said: Sequence[str], starts: Sequence[int]) -> Turn:
    end = starts[-1] + len(said[-1])
    if starts[0] == turn.start_char:
        return replace(turn, text="\n".join(said), end_char=end)
    match = QUESTION_NUMBER.match(said[0])
    begins = match.end() if match else 0
    return replace(
        turn,
        text="\n".join([said[0][begins:], *said[1:]]),
        start_char=starts[0] + begins,
        end_char=end,
        start_time="",
        place=place_of(source, starts[0]),
        heading="",
        number=match[1] if match else "",
    )


def _find_starts(source: SourceText, turn: Turn, said: Sequence[str]) -> list[int]:
    """Return where the lines of a turn stand in its source; none where a mark within them was taken out."""
    starts, position = [], turn.start_char
    for line in said:
        position = source.text.find(line, position, turn.end_char)
        if position < 0:
            return []
        starts.append(position)
        position += len(line)
    return starts


def _is_labelled(source: SourceText, turn: Turn) -> bool:
    """Tell whether a word stands before a turn on its line, as a speaker's label does."""
    lead = source.text[source.text.rfind("\n", 0, turn.start_char) + 1 : turn.start_char]
    return any(map(str.isalpha, lead)) and not QUESTION_NUMBER.match(f"{lead.strip(' *>_')} x")


def _figures(line: str) -> tuple[int, ...]:
    """Return the number before a question, part by part: (2, 1) for "2.1"."""
    match = QUESTION_NUMBER.match(line)
    return tuple(map(int, FIGURES.findall(match[0]))) if match else ()


def _is_after(own: tuple[int, ...], above: tuple[int, ...]) -> bool:
    """Tell whether a number counts on from the one above, and is no part of it as 7.1 is of 7."""
    return own > above and own[: len(above)] != above


def _asks_another(above: Sequence[str], line: str, question_of: Callable[[str], str]) -> bool:
    asked = question_of(above[0])
    return bool(asked) and question_of(line) not in ("", asked)
