"""The door to XLSForms: the declared questionnaire as a value and as a workbook."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from tasks.adapters.archives import open_archive
from tasks.adapters.declarations import QUESTIONNAIRE, load_rubric
from tasks.adapters.disk import write_bytes
from tasks.core.form_checks import check_form
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.questionnaires import Form, parse_form

SHEETS = ("survey", "choices", "settings")
CREATED = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
"""Creation time written into workbooks, so that the same form gives the same bytes."""
WIDEST_COLUMN = 60
"""Width in characters; longer texts wrap."""
TOO_MANY = "\x00"
"""Key of the cells for which a sheet has no header."""


FORM_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv", ".md")
LARGEST_FORM = 20_000_000

NO_FORM = ProblemKind(
    "Q004", Severity.CRITICAL, "This is no XLSForm that can be read ({reason}).", "Save it anew as .xlsx."
)
PYXFORM_WARNING = ProblemKind("Q005", Severity.INFO, "pyxform warns: {said}", "See the XLSForm documentation.")
PYXFORM_ERROR = ProblemKind(
    "Q006", Severity.CRITICAL, "pyxform refuses the form: {said}", "Mend that first: no server would take it."
)


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


def read_form(path: Path, file: str) -> tuple[Form | None, tuple[Problem, ...]]:
    """Read an XLSForm that somebody else wrote.

    Args:
        path: .xlsx, .xls, .csv or .md.
        file: its path below the raw folder.

    Returns:
        The form, or None, and what was wrong.
    """
    sheets, _, problems = read_form_sheets(path, file)
    if problems:
        return None, problems
    indicators = {id_: (entry.area, entry.questions) for id_, entry in load_rubric().indicators.items()}
    form, found = parse_form(*(sheets[sheet] for sheet in SHEETS), indicators)
    return form, tuple(replace(problem, file=file, column=f"{problem.file}: {problem.column}") for problem in found)


def read_form_sheets(
    path: Path, file: str
) -> tuple[dict[str, list[dict[str, str]]], tuple[str, ...], tuple[Problem, ...]]:
    """Read the sheets of an XLSForm as its author wrote them.

    Args:
        path: .xlsx, .xls, .csv or .md.
        file: its path below the raw folder.

    Returns:
        Sheet name -> rows (header -> cell), the names of all sheets, and why it cannot be read.
    """
    from pyxform.xls2json_backends import get_xlsform

    if path.suffix.lower() not in FORM_SUFFIXES:
        return {}, (), (NO_FORM.at(file, reason=f"files of type '{path.suffix}' are no forms"),)
    try:
        if path.stat().st_size > LARGEST_FORM:
            return {}, (), (NO_FORM.at(file, reason="it is too large"),)
        content = path.read_bytes()
        if content.startswith(b"PK"):
            open_archive(content).close()
        definition = get_xlsform(str(path))
    except Exception as error:  # noqa: BLE001 - the libraries raise many kinds on damaged files
        return {}, (), (NO_FORM.at(file, reason=type(error).__name__),)
    sheets = {
        sheet: [
            {str(header): str(cell or "") for header, cell in row.items()} for row in getattr(definition, sheet) or ()
        ]
        for sheet in SHEETS
    }
    names = tuple(definition.sheet_names or SHEETS)
    return sheets, names, ()


def lint_form(path: Path) -> tuple[Problem, ...]:
    """Tell what the author of an XLSForm got wrong: the checks of `tasks.core.form_checks` and pyxform's own.

    Args:
        path: .xlsx, .xls, .csv or .md.

    Returns:
        The problems; their files are the sheets.
    """
    from pyxform.errors import PyXFormError

    sheets, names, problems = read_form_sheets(path, path.name)
    if problems:
        return problems
    found = list(check_form(sheets, names))
    try:
        found += [PYXFORM_WARNING.at(path.name, said=_one_line(said)) for said in convert(path)[1]]
    except PyXFormError as error:
        found.append(PYXFORM_ERROR.at(path.name, said=_one_line(str(error))))
    except Exception as error:  # noqa: BLE001 - pyxform raises others on forms it does not foresee
        found.append(PYXFORM_ERROR.at(path.name, said=type(error).__name__))
    return tuple(found)


def _one_line(said: str) -> str:
    return " ".join(said.split())[:300].replace("{", "(").replace("}", ")")


def write_workbook(folder: Path, out: Path) -> list[str]:
    """Write the declared questionnaire as an XLSForm workbook.

    Args:
        folder: holds survey.csv, choices.csv and settings.csv.
        out: workbook to write (.xlsx).

    Returns:
        Warnings of pyxform, none for a sound form.
    """
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": load_form(folder).title, "created": CREATED})
        formats = {
            "header": workbook.add_format({"bold": True, "bg_color": "#DDE7EE", "text_wrap": True, "valign": "top"}),
            "cell": workbook.add_format({"text_wrap": True, "valign": "top"}),
        }
        for sheet in SHEETS:
            _write_sheet(workbook.add_worksheet(sheet), read_rows(folder / f"{sheet}.csv"), formats)
    write_bytes(out, content.getvalue())
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
