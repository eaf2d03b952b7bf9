"""Paragraphs that two speakers share: a question in a face of its own before its answer, labels amid a paragraph.

They are parted before anything else is told of a transcript, where the whole file is written so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tasks.core.transcript_lines import SENTENCE_ENDS, Line, label_key

FEWEST_SHARED, LEAST_SHARE = 3, 0.5
LEAST_INNER, LEAST_CHANGES = 0.25, 0.8
FEWEST_LEAD_WORDS = 3
LABEL = r"([^\W\d_][\w.'’-]{0,19}(?: [\w.'’-]{1,15}){0,2})[\s\u00a0\u202f]?[:：][\s\u00a0\u202f]+(?=\S)"
OPENING = re.compile(rf"^{LABEL}")
INNER = re.compile(rf"(?<=[.?!…»”\"')\]])\s+{LABEL}")


def part_shared(lines: Sequence[Line]) -> list[Line]:
    """Part the paragraphs that a question and its answer, or several labelled speeches, share.

    Args:
        lines: of one transcript, as split from its source.

    Returns:
        The lines, those of shared paragraphs parted; the same lines where few or none are.
    """
    return _part_labels(_part_faces(lines))


def _part_faces(lines: Sequence[Line]) -> list[Line]:
    """Part the face of a question at the front of a paragraph from the answer behind it."""
    led = [line for line in lines if line.lead]
    asking = [line for line in led if _led(line).endswith("?")]
    is_told = len(asking) >= FEWEST_SHARED or (len(asking) > 1 and len(asking) == len(led))
    if not is_told or len(asking) < LEAST_SHARE * len(led):
        return list(lines)
    parted: list[Line] = []
    for line in lines:
        lead = _led(line)
        is_said = lead.endswith("?") or (len(lead.split()) >= FEWEST_LEAD_WORDS and lead.endswith(SENTENCE_ENDS))
        if not is_said:
            parted.append(line)
            continue
        line.layout = replace(line.layout, is_bold=True, lead=0)
        position = line.lead
        line.lead = 0
        own = [line] if position >= len(line.words) else _cut(line, [0, position])
        if len(own) > 1:
            own[1].layout = replace(own[1].layout, is_bold=False)
        parted += own
    return parted


def _led(line: Line) -> str:
    return line.words[: line.lead].strip()


def _part_labels(lines: Sequence[Line]) -> list[Line]:
    """Part paragraphs before the labels of speakers who take turns within them."""
    found = [_labels(line) for line in lines]
    uses = Counter(key for own in found for _, key in own)
    inner = Counter(key for own in found for position, key in own if position)
    often = {key for key, n in uses.items() if n >= FEWEST_SHARED}
    taken = [key for own in found for _, key in own if key in often]
    changes = sum(one != two for one, two in pairwise(taken))
    n_inner = sum(inner[key] for key in often)
    is_shared = len(often) > 1 and n_inner >= max(FEWEST_SHARED, LEAST_INNER * len(taken))
    if not is_shared or changes < LEAST_CHANGES * (len(taken) - 1):
        return list(lines)
    return [
        part
        for line, own in zip(lines, found, strict=True)
        for part in _cut(line, [0, *(position for position, key in own if position and key in often)])
    ]


def _labels(line: Line) -> list[tuple[int, str]]:
    """Return where labels stand in a line, and what they are compared by."""
    if line.mark == "voice" or not (opening := OPENING.match(line.words)):
        return []
    inner = [
        (match.start(1), label_key(match[1]))
        for match in INNER.finditer(line.words, opening.end())
        if match[1][0].isupper()
    ]
    return [(0, label_key(opening[1])), *inner]


def _cut(line: Line, positions: Sequence[int]) -> list[Line]:
    """Cut a line at some positions of its words."""
    if len(positions) < 2:
        return [line]
    parts = []
    for start, end in pairwise([*positions, len(line.words)]):
        words = line.words[start:end]
        lead = len(words) - len(words.lstrip())
        own = words.strip()
        if own:
            begin = line.start + start + lead
            parts.append(replace(line, start=begin, end=begin + len(own), words=own, whole=own, lead=0))
    if parts:
        parts[0].lead = line.lead
    return parts
