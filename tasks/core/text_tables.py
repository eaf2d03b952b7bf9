"""Tables within texts: where the cells beneath a head stand in a file of separated values that was read as text."""

from __future__ import annotations

import re
from collections.abc import Collection

from tasks.core.spellings import simplify

CELL_PATTERN = re.compile(r'"(?:[^"]|"")*"|[^,;\t\n"]+|[,;\t\n]')
LONGEST_PHRASE, LONGEST_RUN = 4, 7
FEWEST_COLUMNS = 4


def find_cells(text: str, heads: Collection[str]) -> list[tuple[int, int]]:
    """Return where the cells beneath a head stand in a text that is a table.

    Args:
        text: of a file; a table has four columns or more, or as many in each of its rows.
        heads: simplified words or phrases that a head begins with.
    """
    head, line_end, _ = text.partition("\n")
    if not line_end:
        return []  # nothing stands beneath
    mark = max(",;\t", key=head.count)
    names = [simplify(cell) for cell in head.split(mark)]
    columns = {
        place
        for place, name in enumerate(names)
        if any(" ".join(name.split()[:length]) in heads for length in range(1, LONGEST_PHRASE))
    }
    if not columns or not _is_table(text, mark, len(names)):
        return []
    cells, place = [], 0
    for match in CELL_PATTERN.finditer(text, len(head)):
        cell = match.group()
        if cell == mark:
            place += 1
        elif cell == "\n":
            place = 0
        elif place in columns:
            cells.append(match.span())
    return cells


def _is_table(text: str, mark: str, n_columns: int) -> bool:
    """Tell whether the lines of a text are rows of as many cells as its head."""
    if n_columns >= FEWEST_COLUMNS:
        return True
    rows = [row for row in text.splitlines() if row.strip()]
    return n_columns > 1 and len(rows) > 1 and all(row.count(mark) == n_columns - 1 for row in rows)
