"""Writes what was collected: a ZIP of CSV tables as survey servers export it, and XLSForm workbooks (xlsxwriter)."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence

CREATED = (2026, 1, 1, 0, 0, 0)
"""Time written into archives and workbooks, so that the same content gives the same bytes."""


def pack_tables(tables: Mapping[str, Sequence[Sequence[str]]], stem: str) -> bytes:
    """Pack tables as a ZIP of CSV files, every cell in quotes.

    Args:
        tables: name ("" for the main table) -> header and rows.
        stem: name of the form; the main table's file is called by it.

    Returns:
        The archive.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            text = io.StringIO()
            csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
            entry = zipfile.ZipInfo(f"{stem}.{name}.csv" if name else f"{stem}.csv", CREATED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.getvalue().encode("utf-8"))
    return stream.getvalue()


def pack_workbook(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """Pack sheets as a workbook; every cell is text, so that nothing in it is a formula.

    Args:
        sheets: name -> header and rows.

    Returns:
        The .xlsx file.
    """
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": datetime.datetime(*CREATED, tzinfo=datetime.UTC)})
        for name, rows in sheets.items():
            worksheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell:
                        worksheet.write_string(number, place, cell)
    return stream.getvalue()
