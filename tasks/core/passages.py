"""Passages: the words of respondents and documents, each with its place, whichever kind of file they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tasks.core.sources import Answer, Interview, Turn
from tasks.core.spellings import simplify

INTERVIEWER = "interviewer"
BLANKS = r"[ \t\u00a0\u202f]*"
HEADER_PATTERN = re.compile(rf"^{BLANKS}([^:\n]{{3,40}}?){BLANKS}:{BLANKS}(\S[^\n]{{0,60}})$", re.MULTILINE)
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"»”')\]]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Passage:
    """What somebody said in one go: a turn, a paragraph of a document, or an open answer.

    Attributes:
        interview: the record it stands in.
        text: its words.
        place: where a person finds it in a text ("paragraph 12"), "" for an answer.
        row: 1-based row of an answer, else None.
        column: column of an answer, else "".
        language: declared language, "" if unknown.
    """

    interview: Interview
    text: str = field(repr=False)
    place: str = ""
    row: int | None = None
    column: str = ""
    language: str = ""

    @property
    def where(self) -> str:
        """Return the place as a remark behind a sentence: " (paragraph 12)"."""
        return f" ({self.place})" if self.place else ""


def passages_of(interview: Interview, turns: Iterable[Turn]) -> Iterator[Passage]:
    """Yield what respondents or a document say, in order; questions of interviewers are left out.

    Args:
        interview: the record.
        turns: of it.
    """
    for turn in turns:
        if turn.speaker_role != INTERVIEWER:
            yield Passage(interview, turn.text, turn.place or f"turn {turn.turn_no}", language=interview.language)


def passages_of_answers(interviews: Iterable[Interview], answers: Iterable[Answer]) -> Iterator[Passage]:
    """Yield the open answers of questionnaires, in order.

    Args:
        interviews: their records.
        answers: all cells.
    """
    owners = {interview.interview_id: interview for interview in interviews}
    for answer in answers:
        owner = owners.get(answer.interview_id)
        if owner is not None and answer.answer_text and not answer.missing_reason:
            yield Passage(owner, answer.answer_text, "", answer.row, answer.column, answer.language)


def sentences_of(text: str) -> list[str]:
    """Split a text into sentences."""
    return [sentence for part in SENTENCE_END.split(text) if (sentence := part.strip())]


def find_phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    """Compile declared phrases to one pattern over simplified text; the longest are tried first.

    Args:
        phrases: in any spelling; one that is empty is passed over.

    Returns:
        A pattern that finds whole words; it finds nothing without phrases.
    """
    known = sorted({simplify(str(phrase)) for phrase in phrases} - {""}, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)") if known else re.compile(r"(?!)")


def header_lines(text: str, characters: int) -> Iterator[tuple[str, str]]:
    """Yield simplified label and value of the lines "Date: 16 March 2023" at the beginning of a text.

    Args:
        text: of a file.
        characters: how long its beginning is.
    """
    for match in HEADER_PATTERN.finditer(text[:characters]):
        yield simplify(match[1]), match[2].strip()
