"""Plain text whose lines a program or a typist broke at a fixed width, put together to paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tasks.core.page_lines import PageLine
from tasks.core.page_paragraphs import join_paragraphs

NARROWEST, WIDEST = 40, 110
"""Widths at which lines are broken, in characters."""
FEWEST_FULL, FULL_SHARE, LEAST_LOWER = 8, 0.15, 0.5
LETTER, PITCH = 6.0, 12.0
"""Size of a letter and of a line on the page that the text is laid out on."""
QUOTED = re.compile(r"^(?:>\s?)+")
BULLET = re.compile(r"^\s*(?:[-–—*•>|#]|\d{1,2}[.)])\s")


def join_wrapped(text: str) -> list[str] | None:
    """Join the lines of a text that was broken at a fixed width.

    Args:
        text: normalised.

    Returns:
        Its paragraphs; None where its lines end where somebody ended them.
    """
    lines = _join_quoted([line.rstrip() for line in text.split("\n")])
    if not _is_wrapped(lines):
        return None
    placed = [_place(line, number) for number, line in enumerate(lines) if line.strip()]
    return [piece.text for piece in join_paragraphs(placed)]


def _join_quoted(lines: Sequence[str]) -> list[str]:
    """Take the ">" of answered mail off the lines that go on with the one above."""
    width = max((len(line) for line in lines if QUOTED.match(line)), default=0)
    joined = []
    for above, line in pairwise(["", *lines]):
        quoted = QUOTED.match(line)
        rest = line[quoted.end() :] if quoted else line
        first = rest.split(maxsplit=1)[0] if rest.strip() else ""
        goes_on = quoted and QUOTED.match(above) and first and len(above) + 1 + len(first) > width
        joined.append(rest if goes_on else ("" if quoted and not first else line))
    return joined


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Tell whether many lines are as long as any, and go on in small letters on the next."""
    width = max(map(len, lines), default=0)
    if not NARROWEST <= width <= WIDEST:
        return False
    full = [
        below.lstrip()
        for above, below in zip(lines, lines[1:], strict=False)
        if below.strip() and len(above) + 1 + len(below.split(maxsplit=1)[0]) > width
    ]
    filled = sum(bool(line.strip()) for line in lines)
    lower = sum(below[0].islower() for below in full)
    return len(full) >= max(FEWEST_FULL, FULL_SHARE * filled) and lower >= LEAST_LOWER * len(full)


def _place(line: str, number: int) -> PageLine:
    text = line.strip()
    left = LETTER * (len(line) - len(line.lstrip()))
    base = -PITCH * number
    return PageLine(
        text=text,
        left=left,
        right=left + LETTER * len(text),
        bottom=base,
        height=PITCH / 1.2,
        page=1,
        page_height=0.0,
        base=base,
        is_listed=bool(BULLET.match(line)),
    )
