"""The door to XLSForms: the declared questionnaire as a value and as a workbook."""

from __future__ import annotations

import csv
import datetime
from functools import cache
from pathlib import Path
from typing import Any

from tasks.adapters.declarations import QUESTIONNAIRE, load_rubric
from tasks.core.questionnaires import Form, parse_form

SHEETS = ("survey", "choices", "settings")
CREATED = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
"""Creation time written into workbooks, so that the same form gives the same bytes."""
WIDEST_COLUMN = 60
"""Width in characters; longer texts wrap."""
TOO_MANY = "\x00"
"""Key of the cells for which a sheet has no header."""


class FormError(ValueError):
    """The declared questionnaire is not a valid form; the message lists all that is wrong."""


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a sheet declared as CSV.

    Args:
        path: UTF-8, with or without a byte order mark, header first.

    Returns:
        One mapping per row, header -> cell; "" for the cells that a short row leaves out.

    Raises:
        FormError: a row has more cells than the header, as when a text with a comma stands without quotes.
    """
    with path.open(newline="", encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream, restkey=TOO_MANY, restval=""))
    if long := [str(number) for number, row in enumerate(rows, start=2) if TOO_MANY in row]:
        raise FormError(f"{path.name}, rows {', '.join(long)}: more cells than columns. Put quotes around commas.")
    return rows


@cache
def load_form(folder: Path = QUESTIONNAIRE) -> Form:
    """Load the declared questionnaire.

    Args:
        folder: holds survey.csv, choices.csv and settings.csv.

    Returns:
        The form.

    Raises:
        FormError: the declaration is faulty.
    """
    indicators = {id_: (entry.area, entry.questions) for id_, entry in load_rubric(folder).indicators.items()}
    survey, choices, settings = (read_rows(folder / f"{sheet}.csv") for sheet in SHEETS)
    form, problems = parse_form(survey, choices, settings, indicators)
    if problems:
        raise FormError("\n".join(str(problem) for problem in problems))
    return form


def write_workbook(folder: Path, out: Path) -> list[str]:
    """Write the declared questionnaire as an XLSForm workbook.

    Args:
        folder: holds survey.csv, choices.csv and settings.csv.
        out: workbook to write (.xlsx).

    Returns:
        Warnings of pyxform, none for a sound form.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(str(out)) as workbook:
        workbook.set_properties({"title": load_form(folder).title, "created": CREATED})
        formats = {
            "header": workbook.add_format({"bold": True, "bg_color": "#DDE7EE", "text_wrap": True, "valign": "top"}),
            "cell": workbook.add_format({"text_wrap": True, "valign": "top"}),
        }
        for sheet in SHEETS:
            _write_sheet(workbook.add_worksheet(sheet), read_rows(folder / f"{sheet}.csv"), formats)
    return convert(out)[1]


def _write_sheet(worksheet: Any, rows: list[dict[str, str]], formats: dict[str, Any]) -> None:
    header = list(rows[0])
    worksheet.freeze_panes(1, 2)
    for column, name in enumerate(header):
        width = min(WIDEST_COLUMN, max(len(name), *(len(row[name]) for row in rows)) + 2)
        worksheet.set_column(column, column, width)
        worksheet.write_string(0, column, name, formats["header"])
        for number, row in enumerate(rows, start=1):
            if row[name]:
                worksheet.write_string(number, column, row[name], formats["cell"])


def convert(workbook: Path) -> tuple[str, list[str]]:
    """Convert a workbook to an XForm.

    Args:
        workbook: an XLSForm.

    Returns:
        The XForm's XML, and pyxform's warnings.

    Raises:
        pyxform.errors.PyXFormError: it is no valid XLSForm.
    """
    from pyxform.xls2xform import convert as convert_form

    result = convert_form(xlsform=workbook)
    return result.xform, list(result.warnings)


def validate_with_odk(workbook: Path) -> list[str]:
    """Convert a workbook and let ODK Validate (Java) check the result.

    Args:
        workbook: an XLSForm.

    Returns:
        Warnings; none for a form that ODK accepts.

    Raises:
        pyxform.validators.odk_validate.ODKValidateError: ODK refuses it.
        OSError: there is no Java.
    """
    from pyxform.xls2xform import convert as convert_form

    return list(convert_form(xlsform=workbook, validate=True).warnings)
