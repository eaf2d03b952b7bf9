"""Lines of printed pages: which are running titles or line numbers, which stand in the columns of a table.

A page knows letters and places only; what is told here is told from where lines stand, over all pages of a file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

MARGIN = 0.12
"""Share of the page's height, at its top and bottom, where running headers and footers stand."""
LEAST_TABLE_ROWS = 3
NEAR = 1.5
"""How far from a column's place its cells may begin, in steps of four points."""
LEVEL = 0.4
"""How far apart, in heights of a letter, lines on one level may stand."""
LINE_PITCHES = 2.2
FEWEST_LINE_NUMBERS = 3
LEAST_COUNTING = 0.9
LONGEST_HEADING_ROWS = 6
MOST_ACROSS = 0.3
"""Lines that go across the columns, as a share of a table's rows: more show a hanging indent."""
FULL = 0.9
"""Share of the widest line of a column from which a line is full."""
SIGNS, TAB = ":：.–—-|>)", "\t"

NUMBER_PATTERN = re.compile(r"\d+")
PAGE_NUMBER_PATTERN = re.compile(
    r"^\W*(?:(?:page|p|página|pág|seite)\W*)?\d{1,4}(?:\s*(?:/|of|sur|de|von)\s*\d{1,4})?\W*$", re.IGNORECASE
)
LABEL_PATTERN = re.compile(r"^\[?([^\W_][\w.'’() -]{0,39}?)\]?\s*(?:[:：](?!\d)|\.?\s?[–—])")
LIST_SIGNS = frozenset("•▪◦·*–—-o➢✓\uf0b7\uf0a7\uf0d8\u2212")


@dataclass(slots=True)
class PageLine:
    """A line of a page, or one cell of it.

    Attributes:
        text: its letters.
        left, right, bottom, height: in points, from the lower left corner.
        page: 1-based.
        page_height: in points.
        is_bold: all of its words are.
        is_italic: all of its words are.
        opens_bold, closes_bold: its first, its last letter is bold.
        base: where its letters stand, in points.
        lead: number of letters at its front in a face that the rest has not, as a label in bold.
        row: cells that stand side by side have one number.
        cell: 0-based place of its cell in the row.
        column: of a table, None outside.
        is_listed: the sign of a list stood before it.
    """

    text: str
    left: float
    right: float
    bottom: float
    height: float
    page: int
    page_height: float
    is_bold: bool = False
    is_italic: bool = False
    opens_bold: bool = False
    closes_bold: bool = False
    base: float = 0.0
    lead: int = 0
    row: int = 0
    cell: int = 0
    column: int | None = None
    is_listed: bool = False


def without_line_numbers(lines: Sequence[PageLine]) -> list[PageLine]:
    """Leave out the numbers that count the lines of a page in its margin.

    Args:
        lines: of one page.

    Returns:
        The others.
    """
    edge = min((line.left for line in lines if not line.text.isdigit()), default=0.0)
    numbers = sorted(
        (line for line in lines if line.text.isdigit() and line.right <= edge + 1), key=lambda one: -one.base
    )
    steps = Counter(int(two.text) - int(one.text) for one, two in zip(numbers, numbers[1:], strict=False))
    step, n = steps.most_common(1)[0] if steps else (0, 0)
    is_count = len(numbers) >= FEWEST_LINE_NUMBERS and step > 0 and n >= LEAST_COUNTING * (len(numbers) - 1)
    dropped = {id(line) for line in numbers} if is_count else set()
    return [line for line in lines if id(line) not in dropped]


def number_rows(lines: list[PageLine]) -> list[PageLine]:
    """Give the cells that stand side by side the number of one row, whether the file writes them by cell or by line.

    Args:
        lines: of one page, in the order of the file; changed in place.

    Returns:
        The lines.
    """
    row, first, ceiling = 0, 0, float("inf")
    for n, line in enumerate(lines):
        if n == 0:
            continue
        before, own = lines[n - 1], lines[first:n]
        cell = [one for one in own if one.cell == before.cell]
        slack = LEVEL * line.height
        top = min(max(one.base for one in own) + slack, ceiling) if len(cell) > 1 or before.cell else ceiling
        is_level = min(one.base for one in own) - slack <= line.base <= max(top, max(one.base for one in own) + slack)
        beside = [one.right for one in cell if one.base <= line.base + slack] or [before.right]
        if is_level and line.left > max(beside) and not (len(cell) == 1 and _is_up(before, line)):
            if before.cell == 0:
                first = _first_of_row(lines, first, n, line.base + slack)
                row = _renumber(lines, first, n, row)
            line.row, line.cell = row, before.cell + 1
        elif before.cell and _goes_on_below(before, line):
            line.row, line.cell = row, before.cell
        elif not before.cell and _goes_on_below(before, line):
            line.row = row
        else:
            ceiling = min(one.base for one in own) - slack
            row, first = row + 1, n
            line.row = row
    return lines


def _is_up(before: PageLine, line: PageLine) -> bool:
    return line.base > before.base + 8 * line.height


def _goes_on_below(before: PageLine, line: PageLine) -> bool:
    is_below = 0 < before.base - line.base < LINE_PITCHES * line.height
    return is_below and -LEVEL * line.height < line.left - before.left < 2 * line.height


def _first_of_row(lines: Sequence[PageLine], first: int, end: int, top: float) -> int:
    """Return the first line of a stack that stands no higher than the cell beside it."""
    return next((n for n in range(first, end) if lines[n].base <= top), first)


def _renumber(lines: Sequence[PageLine], first: int, end: int, row: int) -> int:
    if first and lines[first - 1].row == row:
        for line in lines[first:end]:
            line.row = row + 1
        return row + 1
    return row


def without_running_titles(lines: Sequence[PageLine]) -> list[PageLine]:
    """Leave out what stands at the top or bottom of most pages, and page numbers.

    Args:
        lines: of all pages.

    Returns:
        The others.
    """
    pages = {line.page for line in lines}
    edge = [
        line
        for line in lines
        if line.bottom > (1 - MARGIN) * line.page_height or line.bottom < MARGIN * line.page_height
    ]
    seen = Counter((key, line.page) for line in edge if (key := _title_key(line)))
    repeats = Counter(key for key, _ in seen)
    often = {key for key, n in repeats.items() if n >= 2 and n >= 0.5 * (len(pages) - 1)}
    edge_ids = {id(line) for line in edge}
    within = Counter(line.text for line in lines if id(line) not in edge_ids)
    often = {key for key in often if within[key[0]] <= 1}
    return [
        line
        for line in lines
        if id(line) not in edge_ids or (_title_key(line) not in often and not PAGE_NUMBER_PATTERN.match(line.text))
    ]


def _title_key(line: PageLine) -> tuple[str, int]:
    return NUMBER_PATTERN.sub("#", line.text), round(line.bottom / 6)


def take_bullets(lines: Sequence[PageLine]) -> list[PageLine]:
    """Leave out the signs of a list, which stand apart like cells, and mark the lines behind them.

    Args:
        lines: in reading order; changed in place.

    Returns:
        The lines that hold words.
    """
    kept: list[PageLine] = []
    sign: PageLine | None = None
    for line in lines:
        if line.text in LIST_SIGNS:
            sign = line
            continue
        line.is_listed = sign is not None and (sign.page, sign.row) == (line.page, line.row)
        if line.is_listed:
            line.cell = 0
        sign = None
        kept.append(line)
    return kept


def mark_columns(lines: list[PageLine]) -> list[PageLine]:
    """Number the columns of a table: cells that stand side by side again and again at the same places.

    Args:
        lines: in reading order; changed in place.

    Returns:
        The lines; where there is no table, what stands side by side is one line, parted by a tab.
    """
    rows: dict[tuple[int, int], dict[int, PageLine]] = {}
    for line in lines:
        rows.setdefault((line.page, line.row), {}).setdefault(line.cell, line)
    pairs = [row for row in rows.values() if len(row) > 1]
    lefts = Counter(round(line.left / 4) for row in pairs for line in row.values())
    columns = sorted(left for left, n in lefts.items() if n >= LEAST_TABLE_ROWS)
    if len(columns) < 2 or _hangs_from_labels(lines, columns[0]) or _goes_on_at_margin(lines):
        return _rejoin(lines)
    within = _within_tables(lines, {key for key, row in rows.items() if len(row) > 1}, columns[1:])
    across = [
        line
        for line in lines
        if id(line) in within
        and len(rows[line.page, line.row]) == 1
        and abs(columns[0] - line.left / 4) <= NEAR
        and line.right > 4 * columns[1] + 4 * line.height
    ]
    if len(across) > MOST_ACROSS * len(pairs):
        return _rejoin(lines)
    for line in lines:
        if id(line) not in within:
            continue
        near = [place for place, left in enumerate(columns) if abs(left - line.left / 4) <= NEAR]
        line.column = near[0] if near else None
    return lines


def _within_tables(lines: Sequence[PageLine], beside: set[tuple[int, int]], others: Sequence[int]) -> set[int]:
    """Return the lines of tables: a heading stands between rows of several cells, a longer text outside of them."""
    within: set[int] = set()
    waiting: list[PageLine] = []
    has_begun = False
    for line in lines:
        if (line.page, line.row) in beside:
            if has_begun and len(waiting) <= LONGEST_HEADING_ROWS:
                within |= {id(one) for one in waiting}
            within.add(id(line))
            waiting, has_begun = [], True
        elif has_begun and any(abs(left - line.left / 4) <= NEAR for left in others):
            within.add(id(line))
        else:
            waiting.append(line)
    return within


def _hangs_from_labels(lines: Sequence[PageLine], left: int) -> bool:
    """Tell whether a gap is only what a hanging indent leaves behind some speakers' labels, not behind others'."""
    labels = Counter(
        match[1]
        for line in lines
        if abs(left - line.left / 4) <= NEAR
        and (match := LABEL_PATTERN.match(line.text))
        and match.end() < len(line.text)
    )
    return max(labels.values(), default=0) >= LEAST_TABLE_ROWS


def _goes_on_at_margin(lines: Sequence[PageLine]) -> bool:
    """Tell whether what stands behind a gap goes on below the gap's left: then the gap is a tab, no column."""
    margins: dict[int, float] = {}
    for line in lines:
        if line.cell:
            margins[round(line.left / 4)] = max(margins.get(round(line.left / 4), 0.0), line.right)
    back = under = 0
    for above, line, below in zip(lines, lines[1:], [*lines[2:], None], strict=False):
        if not above.cell or above.page != line.page or above.right < FULL * margins[round(above.left / 4)]:
            continue
        is_alone = below is None or (below.page, below.row) != (line.page, line.row) or not below.cell
        if (line.row, line.cell) == (above.row, above.cell):
            under += 1
        elif not line.cell and is_alone and line.left < above.left and line.text[:1].islower():
            back += 1
    return back > under


def _rejoin(lines: Sequence[PageLine]) -> list[PageLine]:
    """Undo the splitting of lines where there is no table: a wide gap is a tab."""
    kept: list[PageLine] = []
    for line in lines:
        last = kept[-1] if kept else None
        is_beside = last is not None and (last.page, last.row) == (line.page, line.row)
        if (
            last is not None
            and is_beside
            and abs(last.base - line.base) < LEVEL * line.height
            and line.left > last.right
        ):
            last.lead = last.lead or (len(last.text) if last.is_bold and not line.is_bold else 0)
            last.text = f"{last.text}{' ' if line.text[0] in SIGNS else TAB}{line.text}"
            last.right = max(last.right, line.right)
            last.is_bold, last.is_italic = last.is_bold and line.is_bold, last.is_italic and line.is_italic
        else:
            kept.append(line)
    return kept
