"""Recognised speech without speakers: nothing but question marks tells what an interviewer asks.

Every question is taken for the interviewer's, a respondent's own one, too: nobody is quoted with what somebody else
may have said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tasks.core.speakers import INTERVIEWER, RESPONDENT
from tasks.core.transcript_lines import Line

SENTENCE = re.compile(r"[^\s.?!…](?:[^.?!…]|[.](?=\w))*(?:[.?!…]+[\"»”)]*|$)")
FEWEST_KNOWN, LEAST_KNOWN = 4, 0.3
"""So many questions, and so large a share of them, are worded like those of the questionnaire."""


def part_unmarked(
    lines: Sequence[Line], is_question: Callable[[str], bool], asks: Callable[[str], bool]
) -> tuple[list[Line], int | None]:
    """Part recognised speech that names no speakers by its question marks.

    Args:
        lines: of the record.
        is_question: tells whether a question is worded like one of the questionnaire.
        asks: tells whether an interviewer would say this.

    Returns:
        Its sentences, each with its role; and the number of the first that is asked, None where the lines are no such
        speech or ask too little that is known.
    """
    if not lines or not all(line.stamp for line in lines) or any(line.label for line in lines):
        return list(lines), None
    said = [sentence for line in lines for sentence in _sentences(line)]
    asked = [sentence for sentence in said if _is_asked(sentence)]
    known = sum(is_question(sentence.words) for sentence in asked)
    if known < FEWEST_KNOWN or known < LEAST_KNOWN * len(asked):
        return list(lines), None
    for above, sentence, below in zip([None, *said], said, [*said[1:], None], strict=False):
        is_answered = above is not None and not _is_asked(above)
        leads_on = is_answered and below is not None and _is_asked(below) and asks(sentence.words)
        sentence.role = INTERVIEWER if _is_asked(sentence) or leads_on else RESPONDENT
    said = _joined(said, {line.block: line for line in lines})
    return said, next(number for number, sentence in enumerate(said) if sentence.role == INTERVIEWER)


def _joined(said: Sequence[Line], blocks: Mapping[int, Line]) -> list[Line]:
    """Join the sentences of one speech to a line."""
    joined: list[Line] = []
    for sentence in said:
        last = joined[-1] if joined else None
        if last is None or (last.role, last.block) != (sentence.role, sentence.block):
            joined.append(sentence)
            continue
        own = blocks[last.block]
        last.end = sentence.end
        last.words = last.whole = own.words[last.start - own.start : last.end - own.start]
    return joined


def _is_asked(sentence: Line) -> bool:
    return sentence.words.rstrip('"»”) ').endswith("?")


def _sentences(line: Line) -> list[Line]:
    """Cut a line into its sentences."""
    return [
        replace(line, start=line.start + match.start(), end=line.start + match.end(), words=match[0], whole=match[0])
        for match in SENTENCE.finditer(line.words)
    ]
