"""Writes files of statistics programs (pyreadstat): SPSS with user-missing codes, Stata with extended missing ones."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from tasks.core.data_tables import (
    LONGEST_LABEL,
    LONGEST_STATA_LABEL,
    LONGEST_VALUE_LABEL,
    TEXT,
    DataColumn,
    DataTable,
    cut_bytes,
    number_of,
    on_one_line,
)

SPSS_TIME, SPSS_PLACE = b"01 Jan 2600:00:00", 92
STATA_TIME = b"01 Jan 2026 00:00"
STATA_TIME_PATTERN = re.compile(rb"(<timestamp>\x11).{17}(</timestamp>)", re.DOTALL)
"""Times that programs write into their files, made one, so that the same table gives the same bytes."""
MOST_MISSING = 3
STATA_MISSING = "abcdefghijklmnopqrstuvwxyz"


def write_spss(table: DataTable, *, is_packed: bool = False) -> bytes:
    """Write a table for SPSS.

    Args:
        table: its variables have legal names.
        is_packed: as .zsav.

    Returns:
        The file: labels cut to what SPSS holds, categories as numbers, the reasons of missing values as user-missing.
    """
    import pyreadstat

    coded = [column for column in table.columns if column.kind != TEXT]
    missing = {column.name: [one.number for one in column.categories if one.is_missing] for column in coded}
    frame = _frame(table, number_of)
    content = _through_file(
        ".zsav" if is_packed else ".sav",
        lambda path: pyreadstat.write_sav(
            frame,
            path,
            file_label=cut_bytes(table.label, 64),
            column_labels=[cut_bytes(column.label, LONGEST_LABEL) for column in table.columns],
            compress=is_packed,
            variable_value_labels={
                column.name: {one.number: cut_bytes(one.label, LONGEST_VALUE_LABEL) for one in column.categories}
                for column in coded
                if column.categories
            },
            missing_ranges={name: _ranges(codes) for name, codes in missing.items() if codes},
            variable_measure={column.name: column.measure for column in table.columns},
        ),
    )
    return content[:SPSS_PLACE] + SPSS_TIME + content[SPSS_PLACE + len(SPSS_TIME) :]


def write_stata(table: DataTable) -> bytes:
    """Write a table for Stata: as for SPSS, but the reasons of missing values are .a, .b and so on."""
    import pyreadstat

    letters = {
        column.name: dict(zip([one for one in column.categories if one.is_missing], STATA_MISSING, strict=False))
        for column in table.columns
    }

    def value(column: DataColumn, cell: object) -> object:
        tagged = {one.code: letter for one, letter in letters[column.name].items()}
        return tagged[cell] if isinstance(cell, str) and cell in tagged else number_of(column, cell)  # type: ignore[arg-type]

    frame = _frame(table, value)
    content = _through_file(
        ".dta",
        lambda path: pyreadstat.write_dta(
            frame,
            path,
            file_label=table.label[:LONGEST_STATA_LABEL],
            column_labels=[on_one_line(column.label)[:LONGEST_STATA_LABEL] for column in table.columns],
            variable_value_labels={
                column.name: {
                    letters[column.name].get(one, one.number): on_one_line(one.label) for one in column.categories
                }
                for column in table.columns
                if column.kind != TEXT and column.categories
            },
            missing_user_values={name: list(own.values()) for name, own in letters.items() if own},
        ),
    )
    return STATA_TIME_PATTERN.sub(rb"\g<1>" + STATA_TIME + rb"\g<2>", content, count=1)


def _ranges(codes: list[int]) -> list[Any]:
    """Declare missing codes: SPSS takes three of them, or one range; the numbers between ours mean nothing else."""
    return list(codes) if len(codes) <= MOST_MISSING else [{"lo": min(codes), "hi": max(codes)}]


def _frame(table: DataTable, value: Callable[[DataColumn, Any], object]) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {}
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        if column.kind == TEXT:
            columns[column.name] = pd.Series([_clean(cell) for cell in cells], dtype=object)
            continue
        values = [value(column, cell) for cell in cells]
        has_letters = any(isinstance(one, str) for one in values)
        columns[column.name] = pd.Series(values, dtype=object if has_letters else "float64")
    return pd.DataFrame(columns)


def _clean(cell: object) -> str:
    return "" if cell is None else str(cell).replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _through_file(suffix: str, write: Callable[[str], object]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table{suffix}"
        write(str(path))
        return path.read_bytes()


def read_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield every text of a SPSS or Stata file: names, labels, values."""
    import pyreadstat

    read = pyreadstat.read_dta if path.suffix.lower() == ".dta" else pyreadstat.read_sav
    frame, meta = read(str(path), user_missing=True)
    yield "labels", "\n".join(map(str, [meta.file_label, *meta.column_names, *meta.column_labels]))
    yield "value labels", "\n".join(str(text) for own in meta.variable_value_labels.values() for text in own.values())
    for name in frame.columns:
        if not pd.api.types.is_numeric_dtype(frame[name]):
            yield f"column {name}", "\n".join(map(str, frame[name].dropna()))
