"""What an interviewer asks in brackets amid an answer, "[I: Since when?]": no words of whoever answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tasks.core.speakers import INTERVIEWER, RESPONDENT, SpeakerWords
from tasks.core.spellings import simplify
from tasks.core.transcript_lines import Line

PROBE = re.compile(r"[\[(]\s*([^\W\d_][^\W\d_ .]{0,19})\s?\.?\s*[:：]\s*([^\[\]()\n]{1,200}?)\s*[\])]")
OPENING = re.compile(r"^\W{0,3}([^\W\d_][^\W\d_ .]{0,19})\s?\.?\s*[:：]")
FILLING = "\u200b"
"""Stands for each character of a probe while speakers are told: it is neither blank nor word."""
FEWEST_LETTERS = 2


def hide_probes(lines: Sequence[Line], words: SpeakerWords) -> list[Line]:
    """Hide the probes amid other words, so that nobody who answers is taken for asking.

    Args:
        lines: of one transcript, as split from its source.
        words: declared ways of marking speakers.

    Returns:
        The lines in their order; those with a probe hold filling in its place.
    """
    uses = Counter(simplify(match[1]) for line in lines if (match := OPENING.match(line.words)))
    letters = {label for label, n in uses.items() if n >= FEWEST_LETTERS}

    def fill(match: re.Match[str]) -> str:
        label = simplify(match[1])
        is_letter = label in letters and words.letters.get(label) == INTERVIEWER
        return FILLING * len(match[0]) if is_letter or words.role_of(label) == INTERVIEWER else match[0]

    hidden = []
    for line in lines:
        own = PROBE.sub(fill, line.words)
        is_amid = own != line.words and any(map(str.isalnum, own)) and line.words == line.whole
        hidden.append(replace(line, words=own, whole=own) if is_amid else line)
    return hidden


def part_probes(lines: Sequence[Line], text: str) -> list[Line]:
    """Part the hidden probes from the answers around them, once it is told who says each line.

    Args:
        lines: with their roles.
        text: of the source.

    Returns:
        The lines as they were before probes were hidden, an answer with one cut into answer, probe and answer.
    """
    parted: list[Line] = []
    for line in lines:
        if FILLING not in line.words:
            parted.append(line)
            continue
        whole, hidden = text[line.start : line.end], line.words
        line.words = whole if len(whole) == len(hidden) else hidden.replace(FILLING, "")
        is_answer = line.role == RESPONDENT and not line.is_outside and len(whole) == len(hidden)
        parted += _cut(line, hidden) if is_answer else [line]
    return parted


def _cut(line: Line, hidden: str) -> list[Line]:
    """Cut a line at its hidden probes."""
    parts, last = [], 0
    for match in PROBE.finditer(line.words):
        if hidden[match.start()] == FILLING:
            asked = replace(_between(line, *match.span(2)), role=INTERVIEWER, label="", mark="")
            parts += [_between(line, last, match.start()), asked]
            last = match.end()
    parts.append(replace(_between(line, last, len(line.words)), mark="" if last else line.mark))
    return [part for part in parts if any(map(str.isalnum, part.words))]


def _between(line: Line, start: int, end: int) -> Line:
    words = line.words[start:end]
    begin = line.start + start + len(words) - len(words.lstrip())
    return replace(line, start=begin, end=begin + len(words.strip()), words=words.strip(), lead=0)
