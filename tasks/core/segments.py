"""Segments: the units that are coded. A respondent's turn, an open answer, a paragraph of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from tasks.core.identifiers import derive_id, without_numbers
from tasks.core.speakers import INTERVIEWER
from tasks.core.tables import plain_rows
from tasks.core.transcripts import DOCUMENT

LONGEST_SEGMENT_WORDS = 120
FEWEST_PARAGRAPH_WORDS = 4
SENTENCE_PATTERN = re.compile(r"[^.!?…\n]+(?:[.!?…]+[»”\"')\]]*|\n|$)\s*")


def split_text(text: str) -> list[tuple[int, int]]:
    """Split a long text at sentence ends.

    Args:
        text: words of one turn.

    Returns:
        Half-open offsets of parts of at most `LONGEST_SEGMENT_WORDS` words (a longer sentence stays
        whole), without blanks around them; together they hold every word.
    """
    parts: list[tuple[int, int]] = []
    start = end = 0
    for match in SENTENCE_PATTERN.finditer(text):
        if end > start and len(text[start : match.end()].split()) > LONGEST_SEGMENT_WORDS:
            parts.append((start, end))
            start = match.start()
        end = match.end()
    parts.append((start, len(text)))
    return [trimmed for part in parts if (trimmed := _trim(text, *part))[0] < trimmed[1]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def make_segments(interviews: pd.DataFrame, turns: pd.DataFrame, answers: pd.DataFrame) -> list[dict[str, Any]]:
    """Make the segments of a country.

    Args:
        interviews: the interviews table.
        turns: the turns table.
        answers: the answers table.

    Returns:
        Rows of the segments table, without those whose person gave no consent; the language is that of
        the record, None where the register is silent.
    """
    allowed = interviews[interviews["consent_record"].astype(bool)]
    languages = dict(zip(allowed["interview_id"], allowed["language"], strict=True))
    rows: list[dict[str, Any]] = []
    for interview_id, own in _by_interview(turns[turns["interview_id"].isin(languages)], ["turn_no"]):
        rows += _turn_segments(own, languages[interview_id])
    open_answers = answers[answers["interview_id"].isin(languages) & answers["annex_question"].notna()]
    open_answers = open_answers[open_answers["answer_text"].notna() & open_answers["indicator"].isna()]
    for interview_id, own in _by_interview(open_answers, ["row", "question_name"]):
        rows += _answer_segments(own, languages[interview_id])
    return rows


def _by_interview(table: pd.DataFrame, order: list[str]) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    """Yield the rows of each interview in order."""
    return groupby(plain_rows(table.sort_values(["interview_id", *order], kind="stable")), itemgetter("interview_id"))


def identify_parts(source: Mapping[str, Any]) -> list[tuple[str, int, str]]:
    """Return id, beginning and words of the segments that a turn or an open answer is cut into.

    Args:
        source: row of the turns or of the answers table, however its text is pseudonymised.
    """
    if source.get("turn_id") is None:
        text = source["answer_text"] or ""
        return [(_id_of(source, (0, len(text)), text), 0, text)]
    return [(_id_of(source, (start, end), text), start, text) for start, end, text in _parts(source)]


def _id_of(source: Mapping[str, Any], span: tuple[int, int], text: str) -> str:
    """Derive the id of a segment: from its source, its place there and its words, whatever stands beside it."""
    return derive_id(
        "segment", source["interview_id"], source.get("turn_id") or source["answer_id"], *span, without_numbers(text)
    )


def _turn_segments(turns: Iterable[Mapping[str, Any]], language: object) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    question = ""
    for turn in turns:
        if turn["speaker_role"] == INTERVIEWER:
            question = turn["text"]
            continue
        if turn["speaker_role"] == DOCUMENT and len(turn["text"].split()) < FEWEST_PARAGRAPH_WORDS:
            continue
        for start, end, text in _parts(turn):
            rows.append(_row(turn, len(rows) + 1, text, (start, end), language) | {"question": question or None})
    return rows


def _parts(turn: Mapping[str, Any]) -> list[tuple[int, int, str]]:
    """Split a turn; one with a replaced name stays whole, as its offsets cannot be told inside."""
    text, start, end = turn["text"], int(turn["start_char"]), int(turn["end_char"])
    if len(text) != end - start or "[" in text:
        return [(start, end, text)]
    return [(start + first, start + last, text[first:last]) for first, last in split_text(text)]


def _row(source: Mapping[str, Any], number: int, text: str, span: tuple[int, int], language: object) -> dict[str, Any]:
    return {
        "segment_id": _id_of(source, span, text),
        "interview_id": source["interview_id"],
        "turn_id": source.get("turn_id"),
        "answer_id": source.get("answer_id"),
        "segment_no": number,
        "speaker": source.get("speaker"),
        "annex_question": source["annex_question"],
        "area": source["area"],
        "language": source.get("language") or (None if pd.isna(language) else language),  # type: ignore[call-overload]
        "text": text,
        "start_char": span[0],
        "end_char": span[1],
    }


def _answer_segments(answers: Iterable[Mapping[str, Any]], language: object) -> list[dict[str, Any]]:
    return [
        _row(answer, number, answer["answer_text"], (0, len(answer["answer_text"])), language)
        for number, answer in enumerate(answers, start=1)
    ]
