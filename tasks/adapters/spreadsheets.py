"""The door to spreadsheets: CSV, TSV, XLSX, XLS and ODS files as sheets of text cells."""

from __future__ import annotations

import csv
import datetime
import io
import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pandas as pd

from tasks.adapters.encodings import decode_text
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.sheets import Sheet, make_sheet
from tasks.core.sources import even_lines, is_plain, normalise

TEXT_SUFFIXES = (".csv", ".tsv", ".tab", ".txt")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
SEPARATORS = ";,\t|"
SEPARATOR_DECLARATION = "sep="
LONGEST_CELL = 1_000_000
LARGE_TEXT = 4_000_000
"""Bytes from which a regular CSV is read in columns."""
SNIFFED_ROWS, SNIFFED_CHARACTERS = 20, 100_000
QUOTED_PATTERN = re.compile(r'"[^"]*"')
LARGEST_UNPACKED = 500_000_000
LARGEST_RATIO = 200
ZIP_START, OLD_OFFICE_START = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
MOST_COLUMNS = 16_384
MOST_CELLS = 60_000_000
"""The library lays sheets out densely, at some 32 bytes a cell: two cells far apart would fill the memory."""
ROW_PATTERN = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,9})"')
CELL_PATTERN = re.compile(rb'\br="([A-Z]{1,4})(\d{1,9})"')
REPEATED_PATTERN = re.compile(
    rb'<table:table-(row|cell)\b[^>]*?number-(?:rows|columns)-repeated="(\d{5,})"[^>]*?(?:(/)>|>(.*?)</table:table-\1>)',
    re.DOTALL,
)
FILLED_PATTERN = re.compile(rb"<text:p|office:(?:string-)?value")

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
OPEN_QUOTE = ProblemKind(
    "F014",
    Severity.WARNING,
    "A double quote opens and never closes; the file is read as if it had no quotes.",
    "Check the cells, delete the stray quote, or save the file as .xlsx.",
)
TOO_LARGE = ProblemKind(
    "F015",
    Severity.CRITICAL,
    "The workbook unpacks to more than is safe to read.",
    "Take pictures and empty sheets out of it, save it anew, and put it back.",
)
PROTECTED = ProblemKind(
    "F018", Severity.CRITICAL, "The workbook asks for a password.", "Save it without a password, and put it back."
)
TOO_WIDE = ProblemKind(
    "F019",
    Severity.CRITICAL,
    "The table has cells further right or down than any questionnaire has.",
    "Delete the stray cells and empty columns, save it anew, and put it back.",
)


def read_sheets(path: Path, file: str) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """Read a table file.

    What the bytes are counts more than the ending: a workbook saved as .csv and a text saved as .xls,
    as some servers export it, are read for what they are.

    Args:
        path: the file.
        file: its name for problems, below the raw folder.

    Returns:
        Its sheets that hold something, and what was wrong; a file that cannot be read gives no sheets.
    """
    if path.suffix.lower() not in (*TEXT_SUFFIXES, *WORKBOOK_SUFFIXES):
        return (), (NOT_A_TABLE.at(file),)
    try:
        content = path.read_bytes()
    except OSError as error:
        return (), (UNREADABLE.at(file, reason=type(error).__name__),)
    return read_content(content, file, is_text=path.suffix.lower() in TEXT_SUFFIXES)


def read_content(content: bytes, file: str, *, is_text: bool) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """Read the bytes of a table file.

    Args:
        content: the file's bytes.
        file: its name for problems, below the raw folder.
        is_text: its name says that it is a text table.

    Returns:
        As `read_sheets`.
    """
    if not content or content.isspace():
        return (), (EMPTY.at(file),)
    if content.startswith((ZIP_START, OLD_OFFICE_START)):
        return _read_workbook(content, file)
    if _is_too_wide(content):
        return (), (TOO_WIDE.at(file),)
    if is_text and len(content) > LARGE_TEXT and (sheet := _read_large_text(content)) is not None:
        return (sheet,), ()
    if is_text or _looks_like_table(content):
        return _read_text(content, file)
    return (), (UNREADABLE.at(file, reason="no workbook"),)


def _is_too_wide(content: bytes) -> bool:
    """Tell whether a line of a text table has more separators of one kind than columns can be."""
    if len(content) < MOST_COLUMNS:
        return False
    lines = content[:LARGE_TEXT].split(b"\n")
    marks = [mark.encode("ascii") for mark in SEPARATORS]
    return any(line.count(mark) > MOST_COLUMNS for line in lines if len(line) > MOST_COLUMNS for mark in marks)


def _read_large_text(content: bytes) -> Sheet | None:
    """Read a large regular CSV without a Python object per cell; None where the careful way is needed."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    start = content[:SNIFFED_CHARACTERS].decode("utf-8", errors="ignore")
    if start.lower().lstrip('\ufeff "').startswith(SEPARATOR_DECLARATION) or b"\0" in content:
        return None
    start = even_lines(start)
    separator = sniff_separator(start)
    width = len(next(csv.reader(io.StringIO(start), delimiter=separator)))
    names = [str(place) for place in range(width)]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(column_names=names),
            parse_options=arrow_csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, UnicodeDecodeError):
        return None
    if not is_plain(content.decode("utf-8-sig")):
        return None
    is_ascii, has_returns = content.isascii(), b"\r" in content and b'"' in content
    columns = {
        place: _arrow_cells(table.column(place), is_ascii=is_ascii, has_returns=has_returns) for place in range(width)
    }
    return Sheet("", pd.DataFrame(columns, copy=False))


def _arrow_cells(cells: Any, *, is_ascii: bool, has_returns: bool) -> pd.Series:
    import pyarrow.compute as pc

    if not is_ascii:
        cells = pc.utf8_normalize(cells, form="NFC")
    if has_returns and pc.any(pc.match_substring(cells, "\r")).as_py():
        cells = pc.replace_substring(pc.replace_substring(cells, "\r\n", "\n"), "\r", "\n")
    dtype = pd.StringDtype("pyarrow", na_value=float("nan"))
    return pd.Series(pd.arrays.ArrowStringArray(cells, dtype=dtype), copy=False)


def _looks_like_table(content: bytes) -> bool:
    text = decode_text(content)
    if text is None or text.lstrip().startswith("<"):
        return False
    first = text.lstrip().partition("\n")[0]
    return any(mark in first for mark in SEPARATORS)


def _read_text(content: bytes, file: str) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    decoded = decode_text(content)
    if decoded is None:
        return (), (NOT_TEXT.at(file),)
    text = even_lines(decoded)
    if not text.strip():
        return (), (EMPTY.at(file),)
    separator, text = _take_declaration(text)
    separator = separator or sniff_separator(text)
    try:
        rows = _parse_rows(text, separator)
        problems = () if rows is not None else (OPEN_QUOTE.at(file),)
        rows = rows or list(csv.reader(io.StringIO(text), delimiter=separator, quoting=csv.QUOTE_NONE))
    except csv.Error:
        return (), (UNREADABLE.at(file, reason="broken quoting"),)
    if not text.isascii() or not is_plain(text):
        rows = [list(map(normalise, row)) for row in rows]
    if not any(cell.strip() for row in rows for cell in row):
        return (), (EMPTY.at(file),)
    return (make_sheet("", rows),), problems


def _take_declaration(text: str) -> tuple[str, str]:
    """Take off the line `sep=;` that Excel reads as a declaration and does not show as a row."""
    first, _, rest = text.partition("\n")
    declared = first.strip(' "').lower()
    is_declared = (
        declared.startswith(SEPARATOR_DECLARATION) and len(first.strip(' "')) <= len(SEPARATOR_DECLARATION) + 1
    )
    if not is_declared:
        return "", text
    mark = first.strip(' "')[len(SEPARATOR_DECLARATION) :]
    return (mark if mark and mark in SEPARATORS else ""), rest


def _parse_rows(text: str, separator: str) -> list[list[str]] | None:
    """Parse CSV text; None when a quote that never closes would swallow the rest of the file."""
    csv.field_size_limit(LONGEST_CELL)
    last = "\x1f"
    ends = "" if text.endswith("\n") else "\n"
    rows = list(csv.reader(io.StringIO(f"{text}{ends}{last}\n"), delimiter=separator))
    return rows[:-1] if rows and rows[-1] == [last] else None


def sniff_separator(text: str) -> str:
    """Find the separator of a CSV text: the one that splits most of its first rows into equally many cells.

    Args:
        text: the whole normalised text; separators inside double quotes do not count.

    Returns:
        One of `SEPARATORS`.
    """
    unquoted = QUOTED_PATTERN.sub("q", text[:SNIFFED_CHARACTERS])
    rows = [row for row in unquoted.split("\n") if row.strip(f" {SEPARATORS}")][:SNIFFED_ROWS]
    return max(SEPARATORS, key=lambda mark: (*_evenness(rows, mark), -SEPARATORS.index(mark)))


def _evenness(rows: Sequence[str], mark: str) -> tuple[float, int]:
    """Return the share of rows with the commonest number of cells above one, and that number."""
    widths = [row.count(mark) + 1 for row in rows]
    common = max((width for width in widths if width > 1), key=lambda width: (widths.count(width), width), default=0)
    return (round(widths.count(common) / len(widths), 1), common) if common else (0.0, 0)


def _read_workbook(content: bytes, file: str) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    import python_calamine

    if content.startswith(OLD_OFFICE_START) and ENCRYPTED_MARK in content:
        return (), (PROTECTED.at(file),)
    try:
        if content.startswith(ZIP_START) and _is_bomb(content):
            return (), (TOO_LARGE.at(file),)
        if content.startswith(ZIP_START) and _is_far_apart(content):
            return (), (TOO_WIDE.at(file),)
        with _quiet() if content.startswith(OLD_OFFICE_START) else nullcontext():
            workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
            sheets = [
                make_sheet(name, ([_text(cell) for cell in row] for row in _rows(workbook, name)))
                for name in workbook.sheet_names
            ]
    except BaseException as error:  # the library raises many kinds on damaged files, a panic is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        return (), (UNREADABLE.at(file, reason=type(error).__name__),)
    filled = tuple(sheet for sheet in sheets if len(sheet.cells))
    return filled, () if filled else (EMPTY.at(file),)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what the library's compiled part prints on damaged .xls files from the terminal; it becomes a Problem."""
    try:
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    except OSError:
        yield
        return
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _is_bomb(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    return size > LARGEST_UNPACKED or (size > 50_000_000 and size > LARGEST_RATIO * len(content))


def _is_far_apart(content: bytes) -> bool:
    """Tell whether a sheet's cells span more than the memory holds."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml") and _is_far_sheet(archive.read(name)):
                return True
            if name == "content.xml" and _is_far_table(archive.read(name)):
                return True
    return False


def _is_far_sheet(part: bytes) -> bool:
    """Tell it of a sheet of Open XML; cell by cell only where a look at rows and letters leaves a doubt.

    The look has no word boundary: patterns that begin with letters are searched eight times faster.
    """
    rows = max(map(int, ROW_PATTERN.findall(part)), default=0)
    letters = next((n for n in (3, 2) if re.search(rb'r="[A-Z]{%d,}\d' % n, part)), 1)
    is_deep = bool(re.search(rb'r="[A-Z]{1,4}\d{%d,}"' % (len(str(rows)) + 1), part))
    if rows and not is_deep and rows * 26**letters <= MOST_CELLS:
        return False
    places = [(_column_number(column), int(row)) for column, row in CELL_PATTERN.findall(part)]
    width = max((column for column, _ in places), default=0)
    height = max((row for _, row in places), default=0)
    return width > MOST_COLUMNS or width * max(height, rows) > MOST_CELLS


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _is_far_table(part: bytes) -> bool:
    """Tell it of an OpenDocument table: ten thousand empty cells or rows are usual at its end, filled ones are not."""
    return any(FILLED_PATTERN.search(match[0]) for match in REPEATED_PATTERN.finditer(part))


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
