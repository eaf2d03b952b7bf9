"""The door to spreadsheets: CSV, TSV, XLSX, XLS and ODS files as sheets of text cells."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tasks.adapters.encodings import decode_text
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.sources import normalise

TEXT_SUFFIXES = (".csv", ".tsv")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
SEPARATORS = ";,\t|"
LONGEST_CELL = 1_000_000

UNREADABLE = ProblemKind(
    "F010",
    Severity.CRITICAL,
    "The workbook cannot be opened ({reason}).",
    "Open it in a spreadsheet program, save it anew as .xlsx without a password, and put it back.",
)
EMPTY = ProblemKind("F011", Severity.WARNING, "The file holds no rows.", "Check that the right file was saved here.")
NOT_A_TABLE = ProblemKind(
    "F012",
    Severity.CRITICAL,
    "This is no table this program reads.",
    "Save it as .xlsx or .csv (also read: .tsv, .xls, .ods).",
)
NOT_TEXT = ProblemKind("F013", Severity.CRITICAL, "The file is not text.", "Save it as CSV in UTF-8, or as .xlsx.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet.

    Attributes:
        name: of the sheet, "" for a CSV file.
        rows: cells as text; `rows[0]` is row 1 of the spreadsheet; all rows are equally long.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]


def read_sheets(path: Path, file: str) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """Read a table file.

    Args:
        path: the file.
        file: its name for problems, below the raw folder.

    Returns:
        Its sheets that hold something, and what was wrong; a file that cannot be read gives no sheets.
    """
    suffix = path.suffix.lower()
    if suffix in TEXT_SUFFIXES:
        return _read_text(path, file)
    if suffix in WORKBOOK_SUFFIXES:
        return _read_workbook(path, file)
    return (), (NOT_A_TABLE.at(file),)


def _read_text(path: Path, file: str) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    text = decode_text(path.read_bytes())
    if text is None:
        return (), (NOT_TEXT.at(file),)
    if not text.strip():
        return (), (EMPTY.at(file),)
    csv.field_size_limit(LONGEST_CELL)
    try:
        rows = list(csv.reader(io.StringIO(normalise(text)), delimiter=sniff_separator(text)))
    except csv.Error:
        return (), (UNREADABLE.at(file, reason="broken quoting"),)
    return (Sheet("", _rectangle(rows)),), ()


def sniff_separator(text: str) -> str:
    """Find the separator of a CSV text: the one that splits its first lines most and most evenly.

    Args:
        text: the whole text; separators inside double quotes do not count.

    Returns:
        One of `SEPARATORS`.
    """
    lines = [line for line in normalise(text).splitlines()[:20] if line.strip()]
    counts = {mark: [_count_outside_quotes(line, mark) for line in lines] for mark in SEPARATORS}
    return max(SEPARATORS, key=lambda mark: (counts[mark][0], -len(set(counts[mark])), -SEPARATORS.index(mark)))


def _count_outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _read_workbook(path: Path, file: str) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = [
            Sheet(name, _rectangle([[_text(cell) for cell in row] for row in _rows(workbook, name)]))
            for name in workbook.sheet_names
        ]
    except Exception as error:  # noqa: BLE001 - the library raises many kinds on damaged files
        return (), (UNREADABLE.at(file, reason=type(error).__name__),)
    filled = tuple(sheet for sheet in sheets if any(any(row) for row in sheet.rows))
    return filled, () if filled else (EMPTY.at(file),)


def _rows(workbook: object, name: str) -> Iterable[Sequence[object]]:
    return workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)  # type: ignore[attr-defined]


def _text(cell: object) -> str:
    """Write a cell as text: whole numbers without a point, dates in ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat()
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    return normalise(str(cell))


def _rectangle(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    width = max((len(row) for row in rows), default=0)
    last = max((number for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)), default=0)
    return tuple((*row, *[""] * (width - len(row))) for row in rows[:last])
