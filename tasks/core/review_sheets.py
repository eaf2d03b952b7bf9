"""Review sheets: what a review workbook shows, which cells people fill in, and how those are read back.

A workbook also holds a register that people do not see: each row's id, what it is on, the guard of its words and a
hash of each locked cell, and of what was filled in at the export. A row is found by its id wherever it was sorted to;
what does not fit the register is told by sheet, row and column, and then nothing of the workbook is applied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from tasks.core.identifiers import sha256_of
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.reviews import MARKS, STEPS

FORMAT = "2"
"""Of the workbook; one of another format is not read."""
REGISTER, ABOUT, GUIDE = "_msp", "about", "guide"
ID = "id"
CODINGS, LEVEL_SHEET, NAMES, ROUTING_SHEET = "codings", "levels", "names", "routing"
CANDIDATES, CONTRADICTIONS, DISPUTES, SAMPLE = "candidates", "contradictions", "disputes", "sample"
HASH_LENGTH = 8
LONGEST_TEXT = 3_000
"""Characters of a cell with a respondent's words; whole segments are shorter."""
POSITIONS = ("position_1", "position_2", "position_3")
TOPICS_OF_A_SEGMENT = ("topic_1", "topic_2", "topic_3", "topic_4")

NOT_A_WORKBOOK = ProblemKind(
    "V020",
    Severity.CRITICAL,
    "The file is no review workbook of this version ({reason}); nothing of it is applied.",
    "Export it with `msp review export`, fill it in, save it as .xlsx and give that file.",
)
NO_SHEET = ProblemKind(
    "V021",
    Severity.CRITICAL,
    "The sheet '{sheet}' is not there: it was renamed or deleted. Nothing of the workbook is applied.",
    "Give the sheet its name back, or copy the decisions into a new export.",
)
NO_COLUMN = ProblemKind(
    "V022",
    Severity.CRITICAL,
    "The column '{name}' is not there: its heading was changed or deleted. Nothing of the workbook is applied.",
    "Write the heading as it was exported.",
)
ROW_GONE = ProblemKind(
    "V023",
    Severity.CRITICAL,
    "The row of {id} was deleted. Nothing of the workbook is applied.",
    "Put the row back from the export; leave its yellow cells empty to decide nothing.",
)
NOT_A_ROW = ProblemKind(
    "V024",
    Severity.CRITICAL,
    "The id of the row {fault}. Nothing of the workbook is applied.",
    "Delete rows that were added or copied, and write ids as they were exported.",
)
LOCKED_CHANGED = ProblemKind(
    "V025",
    Severity.CRITICAL,
    "A locked cell is not as it was exported: it was written over, or a column was sorted by itself. "
    "Nothing of the workbook is applied.",
    "Copy the decisions into a new export, and sort whole rows only.",
)
NOT_AN_OPTION = ProblemKind(
    "V026",
    Severity.CRITICAL,
    "The cell holds none of the choices. Nothing of the workbook is applied.",
    "Choose from the list: {known}.",
)
INCOMPLETE = ProblemKind(
    "V027",
    Severity.CRITICAL,
    "The decision is not complete or contradicts itself: {reason}. Nothing of the workbook is applied.",
    "Fill in what is missing, or empty the row's yellow cells.",
)
OTHER_COUNTRY = ProblemKind(
    "V028",
    Severity.CRITICAL,
    "The workbook is of {told}, not of {country}. Nothing of it is applied.",
    "Give the workbook of this country.",
)
OLD_EXPORT = ProblemKind(
    "V029",
    Severity.WARNING,
    "What the row decides on ({what}) has changed or gone since the export; the row is left out.",
    "Export anew, and decide there if it is still asked.",
)
NO_REVIEWER = ProblemKind(
    "V030",
    Severity.CRITICAL,
    "Nobody says who decided. Nothing of the workbook is applied.",
    "Write initials or a code into the yellow cell of the first sheet.",
)
MOST_NAMED = 12
"""Choices that a problem names."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a review sheet.

    Attributes:
        key: id of the column.
        heading: what people read.
        width: of the column, in characters.
        is_editable: whether people fill it in.
        options: code -> what people choose, none for free text.
    """

    key: str
    heading: str
    width: int = 14
    is_editable: bool = False
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a review sheet.

    Attributes:
        id: by which it is found again.
        target: id of what is decided on.
        item: topic of a coding, else "".
        guard: of the words decided on.
        proposed: what the machine says.
        cells: column -> what it shows.
    """

    id: str
    target: str
    item: str = ""
    guard: str = ""
    proposed: str = ""
    cells: Mapping[str, str | float | None] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """A sheet of a review workbook.

    Attributes:
        key: id of the sheet.
        name: what people read on its tab.
        fields: its columns.
        lines: its rows.
    """

    key: str
    name: str
    fields: tuple[Field, ...]
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """Words of a workbook in one language.

    Attributes:
        language: en, fr, es or pt.
        sheets: sheet -> name.
        columns: column -> heading.
        options: option -> words.
        texts: other words.
        instructions: lines of the first sheet.
        blind_instructions: the same of a sample to be coded blind.
        topics: topic -> label.
        stances: stance -> label.
        questions: Annex 1 questions.
        asked: Annex 1 question -> its wording.
        groups: stakeholder group -> label.
        guide: heading -> what explains the choices: a term, "" for a rule, and its meaning.
        number: writes a number with so many decimals as the language does.
    """

    language: str
    sheets: Mapping[str, str]
    columns: Mapping[str, str]
    options: Mapping[str, str]
    texts: Mapping[str, str]
    instructions: Sequence[str]
    topics: Mapping[str, str]
    stances: Mapping[str, str]
    questions: Sequence[str]
    blind_instructions: Sequence[str] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    guide: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    number: Callable[[float, int], str] = "{:,.{}f}".format


@dataclass(frozen=True, slots=True)
class Filled:
    """A row that somebody filled in.

    Attributes:
        sheet: id of the sheet.
        place: file and sheet, for problems.
        row: 1-based.
        line: id, target, guard and so on, from the register.
        cells: editable column -> code of the option, or text.
        columns: editable column -> its letter and heading, for problems.
    """

    sheet: str
    place: str
    row: int
    line: Line
    cells: Mapping[str, str]
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Register:
    """What a workbook says of itself where people do not see it.

    Attributes:
        about: country, language, format and kind of the workbook.
        lines: sheet -> id -> row, its cells being hashes of the locked ones and of those filled in at the export.
    """

    about: Mapping[str, str]
    lines: Mapping[str, Mapping[str, Line]]


LOCKED, TEXT = "", "text"
REASON = ("reason", 26, TEXT)
LAYOUT: Mapping[str, tuple[tuple[str, int, str], ...]] = {
    CODINGS: (
        (ID, 9, LOCKED), ("question", 24, LOCKED), ("text", 50, LOCKED), ("topic", 18, LOCKED), ("stance", 13, LOCKED),
        ("others", 18, LOCKED), ("decision", 10, "confirmed rejected withdrawn"),
        ("right_stance", 14, "@stances withdrawn"), ("missing_1", 18, "@topics"), ("missing_2", 18, "@topics"), REASON,
        ("priority", 12, LOCKED), ("confidence", 10, LOCKED), ("matched", 18, LOCKED), ("interview", 13, LOCKED),
        ("quotable", 9, LOCKED),
    ),
    LEVEL_SHEET: (
        (ID, 12, LOCKED), ("indicator", 18, LOCKED), ("scale", 34, LOCKED), ("evidence", 60, LOCKED),
        ("proposed", 10, LOCKED), ("decision", 12, "agree change withdrawn"), ("new_level", 14, "@levels"), REASON,
        ("decided", 12, LOCKED), ("grade", 10, LOCKED), ("moves", 12, LOCKED), ("quotable", 16, LOCKED),
    ),
    NAMES: (
        (ID, 9, LOCKED), ("words", 30, LOCKED), ("times", 8, LOCKED), ("place", 26, LOCKED),
        ("decision", 24, "replace keep withdrawn"), REASON,
    ),
    ROUTING_SHEET: (
        (ID, 9, LOCKED), ("question", 44, LOCKED), ("answer", 50, LOCKED), ("proposed", 10, LOCKED),
        ("right_question", 14, "@questions withdrawn"), REASON, ("confidence", 10, LOCKED), ("interview", 13, LOCKED),
    ),
    CANDIDATES: (
        (ID, 9, LOCKED), ("words", 26, LOCKED), ("times", 8, LOCKED), ("examples", 60, LOCKED),
        ("decision", 18, "new_code topic no_theme withdrawn"), ("existing_topic", 18, "@topics"),
        ("new_name", 20, TEXT), REASON,
    ),
    CONTRADICTIONS: (
        (ID, 9, LOCKED), ("indicator", 18, LOCKED), ("one", 32, LOCKED), ("other", 32, LOCKED),
        ("evidence", 50, LOCKED), ("ruling", 18, "one other both neither withdrawn"), REASON,
    ),
    DISPUTES: (
        (ID, 9, LOCKED), ("what", 22, LOCKED), ("text", 60, LOCKED), *((one, 26, LOCKED) for one in POSITIONS),
        ("ruling", 12, " ".join(POSITIONS)), REASON,
    ),
    SAMPLE: (
        (ID, 9, LOCKED), ("question", 30, LOCKED), ("text", 64, LOCKED), ("is_done", 9, "coded"),
        *((one, 18, "@topics") for one in TOPICS_OF_A_SEGMENT), ("own_stance", 14, "@stances"),
    ),
}  # fmt: skip
"""Sheet -> its columns: key, width in characters, and what may be filled in: nothing, text, options, or a list."""


def lay_out(words: ReviewWords) -> dict[str, tuple[Field, ...]]:
    """Return the columns of every sheet, in order, in the words of a language."""
    lists = {
        "@topics": words.topics,
        "@stances": words.stances,
        "@levels": {code: words.options.get(code, code) for code in (*STEPS, *MARKS)},
        "@questions": {**dict(zip(words.questions, words.questions, strict=True)), "none": words.options["none"]},
        TEXT: {},
    }

    def options_of(told: str) -> Mapping[str, str]:
        parts = (lists[code] if code in lists else {code: words.options[code]} for code in told.split())
        return {code: label for part in parts for code, label in part.items()}

    return {
        sheet: tuple(
            Field(key, words.columns[key], width, told != LOCKED, options_of(told)) for key, width, told in fields
        )
        for sheet, fields in LAYOUT.items()
    }


def hash_cell(value: object) -> str:
    """Return the hash of a locked cell; blanks and the way numbers are written do not count."""
    text = "" if value is None else " ".join(str(value).split())
    with suppress(ValueError):
        text = f"{float(text):g}"
    return sha256_of(text)[:HASH_LENGTH]


EMPTY = hash_cell("")


def register_rows(sheets: Iterable[ReviewSheet], about: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the register: what the workbook is, then one for each row of its sheets."""
    yield from about.items()
    for sheet in sheets:
        for line in sheet.lines:
            told = [one.key for one in sheet.fields if one.key != ID and (not one.is_editable or one.key in line.cells)]
            hashes = ",".join(f"{key}={hash_cell(line.cells.get(key))}" for key in told)
            yield f"row:{sheet.key}", line.id, line.target, line.item, line.guard, line.proposed, hashes


def _locked(fields: Iterable[Field]) -> list[Field]:
    return [one for one in fields if not one.is_editable and one.key != ID]


def read_register(rows: Sequence[Sequence[str]]) -> Register:
    """Read the register back; one that is damaged holds what could be read."""
    about: dict[str, str] = {}
    lines: dict[str, dict[str, Line]] = {}
    for row in rows:
        key, *values = row
        if not key.startswith("row:"):
            about[key] = values[0] if values else ""
        elif len(values) >= 6:  # noqa: PLR2004 - the six values of `register_rows`
            id_, target, item, guard, proposed, hashes = values[:6]
            cells = dict(pair.split("=", 1) for pair in hashes.split(",") if "=" in pair)
            lines.setdefault(key.removeprefix("row:"), {})[id_] = Line(id_, target, item, guard, proposed, cells)
    return Register(about, lines)


def read_filled(
    sheets: Mapping[str, Sequence[Sequence[str]]], register: Register, words: ReviewWords, file: str
) -> tuple[list[Filled], list[Problem]]:
    """Read what people filled in.

    Args:
        sheets: name of a sheet -> its rows as text.
        register: of the workbook.
        words: in its language.
        file: name of the workbook, for problems.

    Returns:
        Rows in which something is filled in, in the order of the sheets; and all that is wrong with the workbook.
    """
    filled: list[Filled] = []
    problems: list[Problem] = []
    layout = lay_out(words)
    for key, lines in register.lines.items():
        name = words.sheets[key]
        rows = sheets.get(name)
        if rows is None:
            problems.append(NO_SHEET.at(file, sheet=name))
            continue
        own, faults = _read_sheet(key, rows, lines, layout[key], f"{file}, sheet {name}")
        filled += own
        problems += faults
    return filled, problems


def _read_sheet(
    key: str, rows: Sequence[Sequence[str]], lines: Mapping[str, Line], fields: Sequence[Field], place: str
) -> tuple[list[Filled], list[Problem]]:
    header = [cell.strip() for cell in rows[0]] if rows else []
    absent = [one for one in fields if one.heading not in header]
    if absent:
        return [], [NO_COLUMN.at(place, 1, one.heading, name=one.heading) for one in absent]
    places = {one.key: header.index(one.heading) for one in fields}
    problems: list[Problem] = []
    filled, seen = [], set()
    for number, row in enumerate(rows[1:], start=2):
        cells = {one: row[at].strip() if at < len(row) else "" for one, at in places.items()}
        if not any(cells.values()):
            continue
        line = lines.get(cells[ID])
        if line is None or cells[ID] in seen:
            fault = "stands twice" if line else "was changed, or the row was added"
            problems.append(NOT_A_ROW.at(place, number, _letter(places[ID]), fault=fault))
            continue
        seen.add(cells[ID])
        columns = {one.key: f"{_letter(places[one.key])} ({one.heading})" for one in fields}
        problems += [
            LOCKED_CHANGED.at(place, number, columns[one.key])
            for one in _locked(fields)
            if line.cells.get(one.key) != hash_cell(cells[one.key])
        ]
        if _is_as_exported(line, fields, cells):
            continue
        told, faults = _read_answers(fields, cells, columns, place, number)
        problems += faults
        if any(told.values()):
            filled.append(Filled(key, place, number, line, told, columns))
    problems += [ROW_GONE.at(place, id=id_) for id_ in lines if id_ not in seen]
    return filled, problems


def _is_as_exported(line: Line, fields: Iterable[Field], cells: Mapping[str, str]) -> bool:
    """Tell whether the editable cells of a row hold what was filled in at the export: a decision that holds already."""
    return all(line.cells.get(one.key, EMPTY) == hash_cell(cells[one.key]) for one in fields if one.is_editable)


def _read_answers(
    fields: Sequence[Field], cells: Mapping[str, str], columns: Mapping[str, str], place: str, number: int
) -> tuple[dict[str, str], list[Problem]]:
    """Read the editable cells of a row: the code of what was chosen, or the text."""
    told: dict[str, str] = {}
    problems = []
    for one in fields:
        if not one.is_editable:
            continue
        text = " ".join(cells[one.key].split())
        codes = {code.casefold(): code for code in one.options}
        codes |= {" ".join(label.split()).casefold(): code for code, label in one.options.items()}
        text = _as_level(text) if one.key == "new_level" else text
        told[one.key] = codes.get(text.casefold(), "") if one.options else text
        if text and not told[one.key]:
            known = ", ".join(list(one.options.values())[:MOST_NAMED]) + (", …" if len(codes) > MOST_NAMED else "")
            problems.append(NOT_AN_OPTION.at(place, number, columns[one.key], known=known))
    return told, problems


def _as_level(text: str) -> str:
    """Return a level as the list writes it: "1.5" for 1,5 and 1.50."""
    with suppress(ValueError):
        return f"{float(text.replace(',', '.')):g}"
    return text


def _letter(place: int) -> str:
    """Return the letter of a column as a spreadsheet shows it."""
    letters, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
