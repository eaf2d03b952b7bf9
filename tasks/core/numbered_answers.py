"""Answers under the numbers of the questions, "Q4: the director convenes us", without the questions.

The guide of interviews asks for notes of this shape. A list of somebody's own points has numbers, too: what is only
numbered must be told to be answers, by the file or by how it is numbered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tasks.core.headed_notes import LED_SHARE, cut_answer_label, find_lead, opens_remark
from tasks.core.speakers import INTERVIEWER, RESPONDENT, SpeakerWords
from tasks.core.spellings import simplify
from tasks.core.talk_frames import LONGEST_HEADING_WORDS
from tasks.core.transcript_lines import SENTENCE_ENDS, Line

MARK = re.compile(
    r"^(?P<open>[\[(])?\s*(?:(?P<word>[^\W\d_]{1,10})\s?\.?\s?(?:n\s?[°ºo]\.?\s?)?)?(?P<number>\d{1,2})"
    r"(?:\s?[.:)\]–—-]{1,3}(?=\s|$)|$)\s*"
)
NUMBER_CELL = re.compile(r"^\d{1,2}\s?[.)]?$")
LAST_QUESTION = 23
LEAST_NAMED, LEAST_BARE = 3, 4
"""So many numbers with a word for question, or without, are answers under numbers."""
LEAST_PEOPLE = 5
"""So many numbers behind a letter that counts people elsewhere: "R4"."""
QUARTERS = 4
"""A plan has Q1 to Q4, too."""
SECOND_KIND = 0.5
"""Where so many numbers have another word, "P4" beside "R4", one of them asks."""
MOST_ASKING, LEAST_SHARE, LEAST_RISING = 0.2, 0.6, 0.8
LEAST_HEADED, LEAST_ABOVE, MOST_OTHERS = 0.8, 0.5, 0.2
MOST_PEOPLE = 12
"""A group that talks has no more; "R17" is an answer."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """The number before an answer.

    Attributes:
        line: that opens with it.
        end: where it ends in the words of the line.
        number: of the question.
        word: before the number, simplified; "" for none.
        is_closed: brackets stand around the number and what is asked.
    """

    line: Line
    end: int
    number: int
    word: str
    is_closed: bool


def part_numbered(lines: Sequence[Line], words: SpeakerWords, *, is_notes: bool) -> tuple[list[Line], int | None, bool]:
    """Part the numbers of questions from the answers under them.

    Args:
        lines: of the record, without labels; changed in place.
        words: declared words before such numbers, and names of the questionnaire.
        is_notes: the record is told to be notes.

    Returns:
        The lines, a number and its answer on one line cut in two; the number of the one the talk starts at, None where
        the lines are no answers under numbers; and whether any other reading is likely wrong: the numbers look like
        labels of people or of answers, or the format writes them.
    """
    marks = _marks(lines, words)
    first = lines.index(marks[0].line) if marks else 0
    if not marks or not _are_answers(marks, lines, first, words, is_notes=is_notes):
        return list(lines), None, False
    has_headings = _are_headings(marks, lines)
    may_be_people = marks[0].word in words.people_marks and _counts_up([mark.number for mark in marks])
    sure = "Q" if marks[0].word and not may_be_people else ""
    by_line = {id(mark.line): mark for mark in marks}
    parted, is_remark = list(lines[:first]), False
    for line in lines[first:]:
        mark = by_line.get(id(line))
        line.role = RESPONDENT
        is_remark = mark is None and (is_remark or (line.has_gap and opens_remark(line, words, is_heading=False)))
        line.is_outside = is_remark
        parted += [line] if mark is None else _cut(line, mark, sure=sure, has_heading=has_headings or mark.is_closed)
    said = [line for line in parted[first:] if line.role == INTERVIEWER or not line.is_remark]
    for line, below in zip(said, [*said[1:], None], strict=True):
        if line.role == RESPONDENT:
            cut_answer_label(line, words)
        else:
            line.is_remark = below is None or below.role == INTERVIEWER
    is_surest = marks[0].end == 0 or marks[0].word in words.people_marks | words.answer_marks
    return parted, first, is_surest


def _marks(lines: Sequence[Line], words: SpeakerWords) -> list[_Mark]:
    """Return the numbers of the kind that most lines open with: with a word for question or answer, or bare."""
    found: dict[str, list[_Mark]] = {}
    is_whole = counts_questions(lines)
    for line in lines:
        match = MARK.match(line.words)
        if match is None and is_whole and line.layout.list_number is not None:
            found.setdefault("", []).append(_Mark(line, 0, line.layout.list_number, "", is_closed=False))
        if match is None or line.layout.table_column:
            continue
        word, number = simplify(match["word"] or ""), int(match["number"])
        is_bare = not word and (match.end() < len(line.words) or _is_number_cell(line))
        if is_bare or word in words.question_marks or word in words.answer_marks:
            closed = bool(match["open"]) and line.words.endswith(("]", ")"))
            found.setdefault(word, []).append(_Mark(line, match.end(), number, word, closed))
    best, second = sorted([*found.values(), [], []], key=len, reverse=True)[:2]
    is_one_kind = len(second) < SECOND_KIND * len(best)
    return best if is_one_kind else []


def counts_questions(lines: Sequence[Line]) -> bool:
    """Tell whether the numbers that the format writes before lines count all the questions, each once.

    Args:
        lines: of one transcript.
    """
    numbers = [line.layout.list_number for line in lines if line.layout.list_number is not None]
    return numbers == list(range(1, LAST_QUESTION + 1))


def _is_number_cell(line: Line) -> bool:
    return line.layout.table is not None and bool(NUMBER_CELL.match(line.words))


def _are_answers(
    marks: Sequence[_Mark], lines: Sequence[Line], first: int, words: SpeakerWords, *, is_notes: bool
) -> bool:
    """Tell whether what stands under numbers is answers: it asks nothing, and the numbers are the questions'."""
    numbers = [mark.number for mark in marks if 0 < mark.number <= LAST_QUESTION]
    others = len(marks) - len(numbers)
    said = sum(len(line.words.split()) for line in lines[first:])
    asking = sum("?" in mark.line.words[mark.end :].split(". ")[0] for mark in marks)
    is_most = said >= LEAST_SHARE * sum(len(line.words.split()) for line in lines)
    is_talk = _are_labelled(lines[first:], marks, words)
    is_led = is_notes and sum(bool(find_lead(mark.line)) for mark in marks) >= LED_SHARE * len(marks)
    has_areas = sum(bool(words.area_of(mark.line.words)) for mark in marks) > MOST_ASKING * len(marks)
    if (
        has_areas
        or is_led
        or is_talk
        or not is_most
        or asking > MOST_ASKING * len(marks)
        or len(set(numbers)) < len(numbers)
    ):
        return False
    is_told = (
        is_notes
        or numbers == list(range(1, LAST_QUESTION + 1))
        or _has_answer_header(lines[:first], words)
        or _names_annex(lines[:first], words)
    )
    word = marks[0].word
    is_rising = sum(b > a for a, b in zip(numbers, numbers[1:], strict=False)) >= LEAST_RISING * (len(numbers) - 1)
    if others > (MOST_OTHERS * len(marks) if word else 0):
        return False
    if not word:
        return len(marks) >= LEAST_BARE and is_rising and is_told
    if word in words.people_marks:
        return len(marks) >= LEAST_PEOPLE and is_rising and (is_told or max(numbers, default=0) > MOST_PEOPLE)
    return len(marks) >= LEAST_NAMED and (is_told or max(numbers, default=0) > QUARTERS)


def _are_labelled(lines: Sequence[Line], marks: Sequence[_Mark], words: SpeakerWords) -> bool:
    """Tell whether a question or the label of a speaker stands between the numbers again and again."""
    own = {id(mark.line) for mark in marks}
    others = [line.words for line in lines if id(line) not in own]
    labelled = [":" in text and bool(words.role_of(simplify(text.partition(":")[0]))) for text in others]
    asking = [text.endswith("?") for text in others]
    return sum(map(max, labelled, asking)) > MOST_ASKING * len(marks)


def _counts_up(numbers: Sequence[int]) -> bool:
    """Tell whether numbers count from 1 and stop before the last question, as those of any list do."""
    return list(numbers) == list(range(1, len(numbers) + 1)) and len(numbers) < LAST_QUESTION


def _has_answer_header(head: Sequence[Line], words: SpeakerWords) -> bool:
    """Tell whether the last cell of the head names a column of answers."""
    header = simplify(head[-1].words) if head and head[-1].layout.table is not None else ""
    return words.role_of(header) == RESPONDENT or header in words.record_names


def _names_annex(head: Sequence[Line], words: SpeakerWords) -> bool:
    return any(f" {name} " in f" {simplify(line.words)} " for line in head for name in words.annexes)


def _are_headings(marks: Sequence[_Mark], lines: Sequence[Line]) -> bool:
    """Tell whether what stands beside the numbers only says what is asked, and the answers stand below."""
    places = {id(line): number for number, line in enumerate(lines)}
    own = {id(mark.line) for mark in marks}
    n_short = n_above = 0
    for mark in marks:
        rest, below = mark.line.words[mark.end :], places[id(mark.line)] + 1
        is_short = len(rest.split()) <= LONGEST_HEADING_WORDS and rest[-1:] not in SENTENCE_ENDS
        is_above = mark.end == 0 or (below < len(lines) and id(lines[below]) not in own)
        n_short += is_short
        n_above += is_short and is_above
    return n_short >= LEAST_HEADED * len(marks) and n_above >= LEAST_ABOVE * len(marks)


def _cut(line: Line, mark: _Mark, *, sure: str, has_heading: bool) -> list[Line]:
    """Cut a number off the answer behind it; it is spelled as a question's where it surely is one."""
    number = f"{sure}{mark.number}"
    if has_heading and mark.end < len(line.words):
        line.role, line.number = INTERVIEWER, number
        line.cut(mark.end)
        if mark.is_closed:
            line.words = line.words.rstrip("])")
            line.end = line.start + len(line.words)
        return [line]
    if mark.end == 0:
        line.number = number
        return [line]
    end = len(line.words[: mark.end].rstrip())
    asked = replace(line, role=INTERVIEWER, number=number, words=line.words[:end], end=line.start + end)
    line.cut(mark.end)
    return [asked, line] if any(map(str.isalnum, line.words)) else [asked]
