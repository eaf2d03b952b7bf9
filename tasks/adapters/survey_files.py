"""The door to survey files: questionnaire exports as sheets of text cells, SPSS files through pyreadstat."""

from __future__ import annotations

from pathlib import Path

from tasks.adapters.spreadsheets import TEXT_SUFFIXES, WORKBOOK_SUFFIXES, Sheet, read_sheets
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.sources import normalise

SPSS_SUFFIXES = (".sav", ".zsav")
SUFFIXES = (*TEXT_SUFFIXES, *WORKBOOK_SUFFIXES, *SPSS_SUFFIXES)

NO_EXPORT = ProblemKind(
    "F020",
    Severity.CRITICAL,
    "Files of type '{suffix}' are no questionnaire export this program reads.",
    "Export as one of: {suffixes}.",
)
BAD_SPSS = ProblemKind(
    "F021", Severity.CRITICAL, "The SPSS file cannot be opened ({reason}).", "Export it anew, or as .xlsx."
)


def read_export(path: Path, file: str) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """Read a questionnaire export.

    Args:
        path: CSV, workbook or SPSS file.
        file: its path below the raw folder.

    Returns:
        Its sheets as text (codes, never labels), and what was wrong.
    """
    suffix = path.suffix.lower()
    if suffix in SPSS_SUFFIXES:
        return _read_spss(path, file)
    if suffix in SUFFIXES:
        return read_sheets(path, file)
    return (), (NO_EXPORT.at(file, suffix=suffix or "without an ending", suffixes=", ".join(SUFFIXES)),)


def _read_spss(path: Path, file: str) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    import pyreadstat

    try:
        frame, meta = pyreadstat.read_sav(str(path), user_missing=True)
    except Exception as error:  # noqa: BLE001 - the library raises many kinds on damaged files
        return (), (BAD_SPSS.at(file, reason=type(error).__name__),)
    rows = [tuple(meta.column_names), *(tuple(_text(cell) for cell in row) for row in frame.itertuples(index=False))]
    return (Sheet("", tuple(rows)),), ()


def _text(cell: object) -> str:
    if cell is None or cell != cell:  # noqa: PLR0124 - NaN is the only value that differs from itself
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return normalise(str(cell))
