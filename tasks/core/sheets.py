"""Sheets: tables of text cells as received, whatever the file was, with what the file says of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd


@dataclass(frozen=True)
class Sheet:
    """A sheet.

    Attributes:
        name: of the sheet, "" for a file with one table.
        cells: text, "" for an empty cell; row 0 is row 1 of the spreadsheet, columns are numbered from 0.
        labels: column name -> question text, of files that keep both (SPSS, Stata, SAS).
        value_labels: column name -> code -> label, of such files.
        missing: column name -> codes that the file declares missing (user-missing of SPSS, .a to .z of Stata).
        choices: column name -> question and choice, of multiple-response sets.
        file: path below the raw folder of a repeat's own file, "" for the export's.
    """

    name: str
    cells: pd.DataFrame = field(repr=False)
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, frozenset[str]] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    file: str = ""

    @cached_property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """All rows, equally long; for tables that fit into memory several times."""
        return tuple(self.iter_rows())

    def iter_rows(self, first: int = 0) -> Iterator[tuple[str, ...]]:
        """Yield rows from a 0-based one on, a few thousand in memory at a time."""
        for start in range(first, len(self.cells), 8_192):
            batch = self.cells.iloc[start : start + 8_192]
            yield from zip(*(batch[column].tolist() for column in batch.columns), strict=True)

    def head(self, count: int) -> tuple[tuple[str, ...], ...]:
        """Return the first rows."""
        batch = self.cells.iloc[:count]
        return tuple(zip(*(batch[column].tolist() for column in batch.columns), strict=True))


def make_sheet(name: str, rows: Iterable[Sequence[str]]) -> Sheet:
    """Make a sheet of rows.

    Args:
        name: of the sheet.
        rows: cells as text; shorter rows are filled with empty cells, empty rows at the end are left out.

    Returns:
        The sheet.
    """
    table = [tuple(row) for row in rows]
    width = max((len(row) for row in table), default=0)
    last = max((number for number, row in enumerate(table, 1) if any(cell.strip() for cell in row)), default=0)
    padded = [(*row, *[""] * (width - len(row))) for row in table[:last]]
    columns = zip(*padded, strict=True) if padded else [()] * width
    return Sheet(
        name, pd.DataFrame({place: pd.Series(list(cells), dtype="str") for place, cells in enumerate(columns)})
    )
