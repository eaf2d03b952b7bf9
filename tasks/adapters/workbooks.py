"""Packs tidy tables for analysts: a workbook (xlsxwriter) and CSV, where no cell is ever a formula."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from typing import Any

from tasks.core.portfolio_tables import Cell, TidyTable
from tasks.core.visible_text import make_visible

CREATED = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
"""Written into the workbook, so that the same tables give the same bytes."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text cell of a CSV file for a formula or a command."""
LONGEST_CELL, WIDEST_COLUMN = 32_767, 40


def write_csv(table: TidyTable) -> bytes:
    """Write a table as CSV (UTF-8): names, HXL tags, rows; a text that looks like a formula gets an apostrophe."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([name for name, _ in table.columns])
    writer.writerow([tag for _, tag in table.columns])
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return stream.getvalue().encode("utf-8")


def _plain(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = make_visible(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def write_workbook(tables: Iterable[TidyTable], *, is_wrapped: bool = False, has_tags: bool = True) -> bytes:
    """Write tables as a workbook, one sheet each, with names and HXL tags frozen above the rows.

    Args:
        tables: their texts are written as texts and their numbers as numbers, so nothing is a formula or a link.
        is_wrapped: let long texts run over several lines of their cell.
        has_tags: write the row of tags.

    Returns:
        The .xlsx file.
    """
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": CREATED, "author": "MSP Briefs"})
        bold, quiet = workbook.add_format({"bold": True, "bottom": 1}), workbook.add_format({"font_color": "#55606e"})
        plain = workbook.add_format({"text_wrap": True, "valign": "top"}) if is_wrapped else None
        for table in tables:
            sheet, first = workbook.add_worksheet(table.name), 2 if has_tags else 1
            for place, (name, tag) in enumerate(table.columns):
                sheet.write_string(0, place, name, bold)
                if has_tags:
                    sheet.write_string(1, place, tag, quiet)
                cells = [len(str(row[place])) for row in table.rows[:200] if row[place] is not None]
                sheet.set_column(place, place, min(max([len(name), *cells]) + 2, WIDEST_COLUMN))
            sheet.freeze_panes(first, 0)
            if table.rows:
                sheet.autofilter(first - 1, 0, len(table.rows) + first - 1, len(table.columns) - 1)
            for number, row in enumerate(table.rows, start=first):
                _write_row(sheet, number, row, plain)
    return stream.getvalue()


def _write_row(sheet: Any, number: int, row: Sequence[Cell], plain: Any) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, str):
            if cell:
                sheet.write_string(number, place, make_visible(cell)[:LONGEST_CELL], plain)
        elif cell is not None:
            sheet.write_number(number, place, cell, plain)
