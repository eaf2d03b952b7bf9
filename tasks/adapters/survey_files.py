"""The door to survey files: spreadsheets, the ZIP of ODK Central, and SPSS, Stata and SAS files (pyreadstat)."""

from __future__ import annotations

import datetime
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from tasks.adapters.archives import UnsafeArchiveError, names_in, open_archive, read_entry
from tasks.adapters.spreadsheets import TEXT_SUFFIXES, WORKBOOK_SUFFIXES, read_content, read_sheets
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.sheets import Sheet
from tasks.core.sources import normalise

ARCHIVE_SUFFIX = ".zip"
STATISTICS_SUFFIXES = (".sav", ".zsav", ".por", ".dta", ".sas7bdat", ".xpt")
CATALOGUE_SUFFIX = ".sas7bcat"
SUFFIXES = (*TEXT_SUFFIXES, *WORKBOOK_SUFFIXES, ARCHIVE_SUFFIX, *STATISTICS_SUFFIXES)
LARGEST_FILE = 2_000_000_000
LARGEST_WHOLE = 2**53
"""Beyond it a floating-point number is no exact count."""
SPARE_ENCODINGS = ("WINDOWS-1252", "LATIN1")
"""Tried in turn where a file does not say, or says wrongly, how its text is encoded."""
AUDIT_PATTERN = re.compile(r"(?:^|[/ -])audit\.csv$", re.IGNORECASE)

NO_EXPORT = ProblemKind(
    "F020",
    Severity.CRITICAL,
    "Files of type '{suffix}' are no questionnaire export this program reads.",
    "Export as one of: {suffixes}.",
)
BAD_STATISTICS = ProblemKind(
    "F021", Severity.CRITICAL, "The {kind} file cannot be opened ({reason}).", "Export it anew, or as .xlsx."
)
BAD_ARCHIVE = ProblemKind(
    "F022",
    Severity.CRITICAL,
    "The archive cannot be read ({reason}).",
    "Download the ZIP from the server anew, without a password, and put it here as it is.",
)
NO_TABLES = ProblemKind(
    "F023",
    Severity.CRITICAL,
    "The archive holds no CSV file with answers.",
    "Put the export itself here: .csv, .xlsx, or the ZIP of ODK Central with its CSV files.",
)
TEXT_MAY_BE_CUT = ProblemKind(
    "F024",
    Severity.INFO,
    "Texts of this file that are exactly as long as their column allows: {n}; the program that wrote it may have cut"
    " them.",
    "Compare with the original answers, or export as .xlsx or .csv.",
)
OTHER_ENCODING = ProblemKind(
    "F025",
    Severity.WARNING,
    "The file does not say how its text is encoded; it was read as {encoding}.",
    "Check accented letters in the brief, or save the file in UTF-8.",
)
LOST_LETTERS = ProblemKind(
    "F026",
    Severity.WARNING,
    "Texts in which letters with accents and signs are lost, as a portable file cannot hold them: {n}.",
    "Export as .sav or .zsav instead.",
)
LOST_LETTER = "\N{REPLACEMENT CHARACTER}"


def read_export(path: Path, file: str) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """Read a questionnaire export.

    Args:
        path: CSV, workbook, ZIP of ODK Central, SPSS, Stata or SAS file.
        file: its path below the raw folder.

    Returns:
        Its sheets as text (codes, never labels; labels stand beside them), and what was wrong.
    """
    suffix = path.suffix.lower()
    if suffix in STATISTICS_SUFFIXES:
        return _read_statistics(path, file, suffix)
    if suffix == ARCHIVE_SUFFIX:
        return _read_archive(path, file)
    if suffix in SUFFIXES:
        return read_sheets(path, file)
    return (), (NO_EXPORT.at(file, suffix=suffix or "without an ending", suffixes=", ".join(SUFFIXES)),)


def _read_archive(path: Path, file: str) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """Read the CSV files of a ZIP: one of the form, one of each repeat; audit logs and attachments are left out."""
    try:
        content = path.read_bytes()
        names = sorted(names_in(content), key=lambda name: (len(PurePosixPath(name).stem), name))
        tables = [name for name in names if name.lower().endswith(".csv") and not AUDIT_PATTERN.search(name)]
        with open_archive(content) as archive:
            entries = [(name, read_entry(archive, name)) for name in tables]
    except UnsafeArchiveError:
        return (), (BAD_ARCHIVE.at(file, reason="it unpacks to more than is safe to read"),)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, KeyError, ValueError) as error:
        return (), (BAD_ARCHIVE.at(file, reason=type(error).__name__),)
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for name, entry in entries:
        found, faults = read_content(entry, f"{file}/{PurePosixPath(name).name}", is_text=True)
        sheets += [Sheet(PurePosixPath(name).stem, sheet.cells) for sheet in found]
        problems += faults
    return tuple(sheets), tuple(problems) if entries else (NO_TABLES.at(file),)


def _read_statistics(path: Path, file: str, suffix: str) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    kind = "SPSS" if suffix in (".sav", ".zsav", ".por") else ("Stata" if suffix == ".dta" else "SAS")
    try:
        frame, meta, encoding = _open_statistics(path, suffix)
    except Exception as error:  # noqa: BLE001 - the library raises many kinds on damaged files
        return (), (BAD_STATISTICS.at(file, kind=kind, reason=type(error).__name__),)
    problems = [OTHER_ENCODING.at(file, encoding=encoding)] if encoding else []
    cut = _count_cut(frame, meta)
    problems += [TEXT_MAY_BE_CUT.at(file, n=cut)] if cut else []
    if suffix == ".por" and (lost := _count_lost(frame)):
        problems.append(LOST_LETTERS.at(file, n=lost))
    names = [str(name) for name in frame.columns]
    missing = {name: codes for name in names if (codes := _missing_codes(frame, meta, name))}
    labels = {
        name: {_text(code): str(label) for code, label in own.items()}
        for name, own in meta.variable_value_labels.items()
    }
    sheet = Sheet(
        "",
        _to_cells(frame),
        labels={name: label for name, label in meta.column_names_to_labels.items() if label},
        value_labels=labels,
        missing=missing,
        choices=_set_choices(meta),
    )
    return (sheet,), tuple(problems)


def _open_statistics(path: Path, suffix: str) -> tuple[pd.DataFrame, Any, str]:
    """Open a file; the encoding is named when it was not the file's own."""
    import pyreadstat

    catalogue = path.with_suffix(CATALOGUE_SUFFIX)
    readers: Mapping[str, Callable[..., tuple[pd.DataFrame, Any]]] = {
        ".sav": lambda **options: pyreadstat.read_sav(str(path), user_missing=True, **options),
        ".zsav": lambda **options: pyreadstat.read_sav(str(path), user_missing=True, **options),
        ".por": lambda: _read_portable(path),
        ".dta": lambda **options: pyreadstat.read_dta(str(path), user_missing=True, **options),
        ".xpt": lambda **options: pyreadstat.read_xport(str(path), **options),
        ".sas7bdat": lambda **options: pyreadstat.read_sas7bdat(
            str(path), user_missing=True, catalog_file=str(catalogue) if catalogue.is_file() else None, **options
        ),
    }
    if path.stat().st_size > LARGEST_FILE:
        raise MemoryError
    try:
        return (*readers[suffix](), "")
    except (UnicodeDecodeError, pyreadstat.ReadstatError) as first:
        for encoding in SPARE_ENCODINGS if suffix != ".por" else ():
            try:
                return (*readers[suffix](encoding=encoding), encoding)
            except (UnicodeDecodeError, pyreadstat.ReadstatError):
                continue
        raise first


def _read_portable(path: Path) -> tuple[pd.DataFrame, Any]:
    """Open a portable file through the library's entry point: its `read_por` cannot keep user-missing codes."""
    from pyreadstat._readstat_parser import parser_entry_point

    return parser_entry_point(str(path), parser_format="por", user_missing=True)


def _missing_codes(frame: pd.DataFrame, meta: Any, name: str) -> frozenset[str]:
    """Return the codes of a column that the file declares missing."""
    declared = getattr(meta, "missing_user_values", None) or {}
    codes = {_text(code) for code in declared.get(name, ())}
    for span in (getattr(meta, "missing_ranges", None) or {}).get(name, ()):
        low, high = span["lo"], span["hi"]
        if isinstance(low, str):
            codes.add(low)
            continue
        values = [*frame[name].dropna().unique(), *meta.variable_value_labels.get(name, ())]
        codes |= {_text(code) for code in values if isinstance(code, (int, float)) and low <= code <= high}
    return frozenset(codes)


def _set_choices(meta: Any) -> dict[str, tuple[str, str]]:
    """Return the question and choice of each column of a multiple-response set of yes and no."""
    choices: dict[str, tuple[str, str]] = {}
    for name, declared in (getattr(meta, "mr_sets", None) or {}).items():
        if declared.get("is_dichotomy"):
            question = declared.get("label") or name.lstrip("$")
            for column in declared.get("variable_list", ()):
                choices[column] = (question, meta.column_names_to_labels.get(column) or column)
    return choices


def _count_cut(frame: pd.DataFrame, meta: Any) -> int:
    """Count texts that fill their column: 255 characters is where old programs cut."""
    widths = getattr(meta, "variable_storage_width", None) or {}
    count = 0
    for name in frame.columns:
        width = widths.get(name, 0)
        if width in (255, 256, 244, 200) and not pd.api.types.is_numeric_dtype(frame[name]):
            count += sum(len(str(text).encode()) >= width for text in frame[name] if isinstance(text, str))
    return count


def _count_lost(frame: pd.DataFrame) -> int:
    texts = frame.select_dtypes(exclude="number")
    return sum(isinstance(text, str) and LOST_LETTER in text for name in texts for text in texts[name])


def _to_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """Write a frame as text cells, the names above; columns are taken out of it one by one to save memory."""
    columns: dict[int, pd.Series] = {}
    for place, name in enumerate(list(frame.columns)):
        cells = _text_column(frame.pop(name))
        columns[place] = pd.concat([pd.Series([str(name)], dtype="str"), cells], ignore_index=True)
    return pd.DataFrame(columns)


def _text_column(values: pd.Series) -> pd.Series:
    if pd.api.types.is_float_dtype(values) or pd.api.types.is_integer_dtype(values):
        known = values.dropna()
        if len(known) and not bool(((known % 1 == 0) & (known.abs() < LARGEST_WHOLE)).all()):
            return pd.Series([_text(value) for value in values.tolist()], dtype="str")
        return values.astype("Int64").astype("str").fillna("").astype("str")
    kinds = values.map(type).unique() if len(values) < 10_000_000 else [object]
    if all(kind is str for kind in kinds):
        return values.map(normalise).astype("str")
    return pd.Series([_text(value) for value in values.tolist()], dtype="str")


def _text(cell: object) -> str:
    if cell is None or cell != cell or cell is pd.NaT:  # noqa: PLR0124 - NaN is the only value that differs from itself
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return normalise(str(cell))
