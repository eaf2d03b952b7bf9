"""Writes review workbooks for people (xlsxwriter), and reads them back as any office program saved them."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tasks.adapters.declarations import QUESTIONNAIRE, load_codebook, load_rubric, read_yaml
from tasks.adapters.forms import load_form
from tasks.adapters.locales import country_name, write_number
from tasks.adapters.spreadsheets import read_sheets
from tasks.adapters.workbooks import CREATED, LONGEST_CELL
from tasks.core.identifiers import sha256_of
from tasks.core.problems import Problem
from tasks.core.review_sheets import (
    ABOUT,
    FORMAT,
    GUIDE,
    NOT_A_WORKBOOK,
    REGISTER,
    SAMPLE,
    Field,
    Register,
    ReviewSheet,
    ReviewWords,
    read_register,
    register_rows,
)
from tasks.core.visible_text import make_visible

LISTS = "_lists"
"""Hidden sheet with the choices of the drop-downs."""
REVIEWER_ROW = 4
"""0-based row of the first sheet in which the reviewer stands; the country stands above."""
LINE_POINTS, TALLEST_ROW = 15, 405
ABOUT_WIDTHS = (40, 30)
GUIDE_WIDTHS = (30, 100)
GROUPS = QUESTIONNAIRE / "stakeholder_groups.yaml"
MODIFIED = re.compile(rb"<dcterms:modified[^>]*>([^<]+)<")
OPEN_COLOUR, LOCKED_COLOUR, LINE_COLOUR = "#fff8d6", "#f1f3f5", "#c9ced4"
ALLOWED = dict.fromkeys(("sort", "autofilter", "format_columns", "format_rows", "select_locked_cells"), True)
"""What a protected sheet still lets people do."""


def load_review_words(language: str) -> ReviewWords:
    """Load the words of a workbook in a language: en, fr, es or pt."""
    declared, codebook = read_yaml(QUESTIONNAIRE / "review_workbook.yaml"), load_codebook()
    said = {part: {key: texts[language] for key, texts in declared[part].items()} for part in PARTS}
    return ReviewWords(
        language=language,
        **said,
        instructions=declared["instructions"][language],
        blind_instructions=declared["blind_instructions"][language],
        topics={id_: topic.label[language] for id_, topic in codebook.topics.items()},
        stances={id_: stance.label[language] for id_, stance in codebook.stances.items()},
        questions=list(load_rubric().questions),
        asked=_wordings(language),
        groups={group["id"]: group["label"][language] for group in read_yaml(GROUPS)["groups"]},
        guide=_guide(declared["texts"], language),
        number=partial(write_number, language=language),
    )


def _wordings(language: str) -> dict[str, str]:
    """Return the wording of each Annex 1 question in a language."""
    form = load_form()
    asked = {id_: form.question(id_.lower()) for id_ in load_rubric().questions}
    return {id_: one.labels[language] for id_, one in asked.items() if one and language in one.labels}


def _guide(texts: Mapping[str, Mapping[str, str]], language: str) -> dict[str, list[tuple[str, str]]]:
    """Return what explains the choices: topics, stances, coding rules, questions and the scale of levels.

    What review_guide.yaml does not translate stands as the codebook words it.
    """
    codebook, told = load_codebook(), read_yaml(QUESTIONNAIRE / "review_guide.yaml")
    levels = [(str(n), one[language]) for n, one in enumerate(told["scale"])]
    marks = [(code, one[language]) for code, one in told["marks"].items()]

    def define(declared: Mapping[str, Any]) -> list[tuple[str, str]]:
        translated = told["definitions"]
        return [
            (one.label[language], translated.get(id_, {}).get(language, one.definition))
            for id_, one in declared.items()
        ]

    return {
        texts["guide_topics"][language]: define(codebook.topics),
        texts["guide_stances"][language]: define(codebook.stances),
        texts["guide_rules"][language]: [("", rule) for rule in told["rules"].get(language, codebook.rules)],
        texts["guide_questions"][language]: list(_wordings(language).items()),
        texts["guide_levels"][language]: levels + marks,
    }


PARTS = ("sheets", "columns", "options", "texts")


def write_review_workbook(sheets: Sequence[ReviewSheet], words: ReviewWords, about: Mapping[str, str]) -> bytes:
    """Write a review workbook.

    Args:
        sheets: those that hold a row.
        words: in the language of its readers.
        about: `country`, and `kind` "review" or "sample".

    Returns:
        The .xlsx file; the same content gives the same bytes.
    """
    import xlsxwriter

    stream = io.BytesIO()
    told = {"format": FORMAT, "language": words.language, **about}
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        workbook.set_properties({"created": CREATED, "author": "MSP Briefs"})
        looks = _looks(workbook)
        _write_about(workbook, sheets, words, told, looks)
        lists = _Lists(workbook.add_worksheet(LISTS))
        for sheet in sheets:
            _write_sheet(workbook, sheet, words, looks, lists)
        _write_guide(workbook, words, looks)
        register = workbook.add_worksheet(REGISTER)
        for number, row in enumerate(register_rows(sheets, told)):
            for place, cell in enumerate(row):
                register.write_string(number, place, cell[:LONGEST_CELL])
        for hidden in (lists.sheet, register):
            hidden.very_hidden()
            hidden.protect()
    return _seal(stream)


def _seal(stream: io.BytesIO) -> bytes:
    """Write the digest of a workbook into it, at a place that no office program keeps."""
    with zipfile.ZipFile(stream, "a") as package:
        package.comment = _digest(package)
    return stream.getvalue()


def is_as_exported(content: bytes) -> bool:
    """Tell whether a review workbook is as it was exported: nobody has filled it in and saved it since."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return bool(package.comment) and package.comment == _digest(package)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error):
        return False


def _digest(package: zipfile.ZipFile) -> bytes:
    parts = sorted(package.namelist())
    return sha256_of("\n".join(f"{name} {sha256_of(package.read(name))}" for name in parts)).encode("ascii")


def _looks(workbook: Any) -> dict[str, Any]:
    base = {"text_wrap": True, "valign": "top", "border": 1, "border_color": LINE_COLOUR}
    return {
        "head": workbook.add_format({**base, "bold": True, "bg_color": "#dfe5ec"}),
        "locked": workbook.add_format({**base, "bg_color": LOCKED_COLOUR}),
        "open": workbook.add_format({**base, "bg_color": OPEN_COLOUR, "locked": False}),
        "title": workbook.add_format({"bold": True, "font_size": 15}),
        "plain": workbook.add_format({"text_wrap": True, "valign": "top"}),
    }


def _write_about(
    workbook: Any, sheets: Sequence[ReviewSheet], words: ReviewWords, about: Mapping[str, str], looks: dict[str, Any]
) -> None:
    page, texts = workbook.add_worksheet(words.sheets[ABOUT]), words.texts
    title = texts["blind_title" if about["kind"] == SAMPLE else "title"]
    page.set_column(0, 0, ABOUT_WIDTHS[0])
    page.set_column(1, 2, ABOUT_WIDTHS[1])
    page.write_string(0, 0, title.format(country=country_name(about["country"], words.language)), looks["title"])
    page.write_string(REVIEWER_ROW - 1, 0, texts["country"], looks["locked"])
    page.write_string(REVIEWER_ROW - 1, 1, about["country"], looks["locked"])
    page.write_string(REVIEWER_ROW, 0, texts["reviewer"], looks["locked"])
    page.write_blank(REVIEWER_ROW, 1, None, looks["open"])
    row = REVIEWER_ROW + 2
    for line in words.blind_instructions if about["kind"] == SAMPLE else words.instructions:
        page.merge_range(row, 0, row, 2, line, looks["plain"])
        page.set_row(row, _height([(line, ABOUT_WIDTHS[0] + 2 * ABOUT_WIDTHS[1])]))
        row += 1
    for place, key in enumerate(("sheet", "rows", "done")):
        page.write_string(row + 1, place, texts[key], looks["head"])
    for number, sheet in enumerate(sheets, start=row + 2):
        page.write_string(number, 0, sheet.name, looks["locked"])
        page.write_number(number, 1, len(sheet.lines), looks["locked"])
        page.write_formula(number, 2, _count_decided(sheet), looks["locked"], 0)
    page.fit_to_pages(1, 0)
    page.protect(options=ALLOWED)


def _write_guide(workbook: Any, words: ReviewWords, looks: dict[str, Any]) -> None:
    """Write the sheet that explains the choices."""
    page, row = workbook.add_worksheet(words.sheets[GUIDE]), 0
    for place, width in enumerate(GUIDE_WIDTHS):
        page.set_column(place, place, width)
    for heading, entries in words.guide.items():
        page.write_string(row, 0, heading, looks["title"])
        for number, (term, meaning) in enumerate(entries, start=row + 1):
            page.write_string(number, 0, term, looks["locked"])
            page.write_string(number, 1, meaning, looks["locked"])
            page.set_row(number, _height(zip((term, meaning), GUIDE_WIDTHS, strict=True)))
        row += len(entries) + 2
    page.protect(options=ALLOWED)
    page.fit_to_pages(1, 0)


def _height(cells: Iterable[tuple[object, int]]) -> float:
    """Return the height of a row, in points, that shows its cells: not every program works it out when it opens a file.

    Args:
        cells: what a cell shows, and the width of its column in characters.
    """
    lines = [
        sum(1 + len(part) // max(width - 1, 1) for part in str(cell).split("\n"))
        for cell, width in cells
        if cell not in (None, "")
    ]
    return min(LINE_POINTS * max(lines, default=1) + 2, TALLEST_ROW)


def _count_decided(sheet: ReviewSheet) -> str:
    """Return the formula that counts the rows of a sheet with a decision."""
    place = next(number for number, one in enumerate(sheet.fields) if one.is_editable)
    letter = _letters(place)
    name = sheet.name.replace("'", "''")
    return f"=COUNTA('{name}'!{letter}2:{letter}{len(sheet.lines) + 1})"


def _letters(place: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(place))


class _Lists:
    """The hidden sheet of choices: each list stands there once.

    Args:
        sheet: an empty one.
    """

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self._known: dict[tuple[str, ...], str] = {}

    def range_of(self, choices: tuple[str, ...]) -> str:
        """Return where a list stands, as a formula."""
        if choices not in self._known:
            place = len(self._known)
            for row, choice in enumerate(choices):
                self.sheet.write_string(row, place, choice)
            letter = _letters(place)
            self._known[choices] = f"='{LISTS}'!${letter}$1:${letter}${len(choices)}"
        return self._known[choices]


def _write_sheet(workbook: Any, sheet: ReviewSheet, words: ReviewWords, looks: dict[str, Any], lists: _Lists) -> None:
    page = workbook.add_worksheet(sheet.name)
    last = len(sheet.lines)
    for place, one in enumerate(sheet.fields):
        page.set_column(place, place, one.width)
        page.write_string(0, place, one.heading, looks["head"])
        if one.options and last:
            page.data_validation(1, place, last, place, _validation(one, words, lists))
    page.set_row(0, _height((one.heading, one.width) for one in sheet.fields))
    for number, line in enumerate(sheet.lines, start=1):
        page.set_row(number, _height((line.cells.get(one.key), one.width) for one in sheet.fields))
        for place, one in enumerate(sheet.fields):
            look = looks["open" if one.is_editable else "locked"]
            _write_cell(page, number, place, line.id if one.key == "id" else line.cells.get(one.key), look)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(last, 1), len(sheet.fields) - 1)
    page.protect(options=ALLOWED)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _validation(one: Field, words: ReviewWords, lists: _Lists) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": lists.range_of(tuple(one.options.values())),
        "error_type": "stop",
        "error_title": one.heading[:32],
        "error_message": words.texts["not_listed"],
        "input_title": one.heading[:32],
        "input_message": words.texts["pick"],
    }


def _write_cell(page: Any, row: int, place: int, cell: str | float | None, look: Any) -> None:
    if cell is None or cell == "":
        page.write_blank(row, place, None, look)
    elif isinstance(cell, str):
        page.write_string(row, place, make_visible(cell)[:LONGEST_CELL], look)
    else:
        page.write_number(row, place, cell, look)


def read_review_workbook(
    path: Path,
) -> tuple[dict[str, Sequence[Sequence[str]]], Register | None, tuple[Problem, ...]]:
    """Read a review workbook.

    Args:
        path: as somebody saved it.

    Returns:
        Name of a sheet -> its rows; the register, None when it is no review workbook; and what is wrong.
    """
    sheets, problems = read_sheets(path, path.name)
    if not sheets:
        return {}, None, problems
    rows = {sheet.name: sheet.rows for sheet in sheets}
    register = read_register(rows.get(REGISTER, ()))
    if register.about.get("format") != FORMAT or not register.about.get("country"):
        reason = "its hidden register is missing" if REGISTER not in rows else "of another version"
        return rows, None, (NOT_A_WORKBOOK.at(path.name, reason=reason),)
    return rows, register, ()


def reviewer_of(rows: Sequence[Sequence[str]]) -> tuple[str, str]:
    """Return the country and the reviewer that the first sheet names."""
    cells = [row[1].strip() if len(row) > 1 else "" for row in rows]
    cells += [""] * (REVIEWER_ROW + 1 - len(cells))
    return cells[REVIEWER_ROW - 1], " ".join(cells[REVIEWER_ROW].split())


def saved_at(path: Path) -> str:
    """Return when an office program last saved a workbook, ISO 8601 in UTC; the time of the file if it does not say."""
    try:
        with zipfile.ZipFile(path) as archive:
            told = MODIFIED.search(archive.read("docProps/core.xml"))
        moment = datetime.datetime.fromisoformat(told[1].decode("ascii").strip()) if told else CREATED
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        moment = CREATED
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    if moment == CREATED:
        moment = datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC)
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
