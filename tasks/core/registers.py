"""Registers: the tables in which a team lists its interviews and its reviewed documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tasks.core.dates import read_date, shows_month_first
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.spellings import Spellings

ATTRIBUTION_LEVELS = ("named", "role", "group", "none")

UNKNOWN_COLUMN = ProblemKind(
    "R001", Severity.INFO, "The column '{name}' is not read{hint}.", "Rename it if it should be: {known}."
)
MISSING_COLUMN = ProblemKind(
    "R002", Severity.CRITICAL, "The register has no column '{name}'.", "Add it; see HOW-TO.md."
)
MISSING_ID = ProblemKind(
    "R003", Severity.WARNING, "The row has no id; '{derived}' is used.", "Give each row a short code without a name."
)
DUPLICATE_ID = ProblemKind(
    "R004", Severity.CRITICAL, "The id '{id}' stands twice; this row is left out.", "Give each row its own id."
)
MISSING_FILE = ProblemKind(
    "R005", Severity.WARNING, "The row names no file; it is left out.", "Write the file's name in the column 'file'."
)
BAD_DATE = ProblemKind(
    "R006", Severity.WARNING, "The date cannot be read; it counts as unknown.", "Write 2026-03-14 or 14/03/2026."
)
AMBIGUOUS_DATE = ProblemKind(
    "R007", Severity.WARNING, "Day and month could be exchanged; read as {iso}.", "Write 2026-03-14."
)
UNKNOWN_VALUE = ProblemKind(
    "R008",
    Severity.WARNING,
    "The {name} is not one of the known spellings{hint}; it counts as unknown.",
    "Use one of: {known}.",
)
MISSING_CONSENT = ProblemKind(
    "R009", Severity.WARNING, "The consent '{name}' is blank or cannot be read; it counts as no.", "Write yes or no."
)
OTHER_COUNTRY = ProblemKind(
    "R010",
    Severity.WARNING,
    "The row is about another country than its folder ({country}); it is left out.",
    "Move it to that country's folder, or correct the column 'country'.",
)
EMPTY_REGISTER = ProblemKind(
    "R011", Severity.CRITICAL, "The register has no rows.", "Add a row for each file; see HOW-TO.md."
)
QUOTE_WITHOUT_RECORD = ProblemKind(
    "R012",
    Severity.WARNING,
    "Consent to quote without consent to record; both count as no.",
    "Ask the person, and write both.",
)
MISSING_GROUP = ProblemKind(
    "R013",
    Severity.WARNING,
    "The row has no stakeholder group; its voice counts as unattributed.",
    "Write one of: {known}.",
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The spellings that registers are read with (registers.yaml, stakeholder_groups.yaml).

    Attributes:
        headers: column -> spellings of its header.
        identifying: headers of columns that hold names, phones or e-mails of people.
        yes_no: "yes" and "no".
        attribution: named, role, group, none.
        groups: stakeholder group ids.
        levels: national, region, district, commune.
        languages: BCP 47 codes.
        record_types: verbatim, notes.
        kinds: kinds of document.
    """

    headers: Spellings
    identifying: Spellings
    yes_no: Spellings
    attribution: Spellings
    groups: Spellings
    levels: Spellings
    languages: Spellings
    record_types: Spellings
    kinds: Spellings


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row of a register, read.

    Attributes:
        id: interview or document id.
        file: file as named, possibly without its folder.
        row: 1-based row in the sheet.
        date: ISO 8601, "" if unknown.
        language: BCP 47, "" if unknown.
        stakeholder_group: id, "" if unknown.
        level: national, region, district or commune, "" if unknown.
        record_type: verbatim or notes, "" if not told.
        title: of a document.
        kind: of a document, "other" if unknown.
        consent_record: whether it may be analysed.
        consent_quote: whether it may be quoted.
        attribution: named, role, group or none.
        identifiers: names, phones and e-mails in the row.
    """

    id: str
    file: str
    row: int
    date: str = ""
    language: str = ""
    stakeholder_group: str = ""
    level: str = ""
    record_type: str = ""
    title: str = ""
    kind: str = ""
    consent_record: bool = False
    consent_quote: bool = False
    attribution: str = "none"
    identifiers: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which column of a register holds what."""

    columns: Mapping[str, int]
    identifying: tuple[int, ...]
    is_month_first: bool


def parse_interview_register(
    rows: Sequence[Sequence[str]], vocabulary: Vocabulary, *, file: str, country_names: Spellings
) -> tuple[tuple[RegisterRow, ...], tuple[Problem, ...]]:
    """Read a register of interviews.

    Args:
        rows: cells, the header first.
        vocabulary: spellings.
        file: the register's path, for problems.
        country_names: spellings of the folder's own country.

    Returns:
        The rows that can be used, and what is wrong.
    """
    return _parse(rows, vocabulary, file, country_names, id_column="interview_id", read_row=_read_interview)


def parse_document_register(
    rows: Sequence[Sequence[str]], vocabulary: Vocabulary, *, file: str, country_names: Spellings
) -> tuple[tuple[RegisterRow, ...], tuple[Problem, ...]]:
    """Read a register of reviewed documents; see `parse_interview_register`."""
    return _parse(rows, vocabulary, file, country_names, id_column="document_id", read_row=_read_document)


def _parse(
    rows: Sequence[Sequence[str]],
    vocabulary: Vocabulary,
    file: str,
    country_names: Spellings,
    *,
    id_column: str,
    read_row: Callable[[str, tuple[str, ...], _Place], RegisterRow],
) -> tuple[tuple[RegisterRow, ...], tuple[Problem, ...]]:
    layout, problems = _read_header(rows, vocabulary, file, id_column)
    if layout is None:
        return (), tuple(problems)
    parsed: dict[str, RegisterRow] = {}
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: row[place].strip() for name, place in layout.columns.items()}
        faults = _check_row(cells, number, file, country_names)
        if faults:
            problems += faults
            continue
        id_ = cells.get(id_column) or f"{file.split('/')[0]}-{id_column.split('_')[0]}-{number}"
        if not cells.get(id_column):
            problems.append(MISSING_ID.at(file, number, id_column, derived=id_))
        if id_ in parsed:
            problems.append(DUPLICATE_ID.at(file, number, id_column, id=id_))
            continue
        identifiers = tuple(row[place].strip() for place in layout.identifying if row[place].strip())
        place = _Place(cells, number, file, vocabulary, layout.is_month_first, problems)
        parsed[id_] = read_row(id_, identifiers, place)
    if not parsed and not problems:
        problems.append(EMPTY_REGISTER.at(file))
    return tuple(parsed.values()), tuple(problems)


def _read_header(
    rows: Sequence[Sequence[str]], vocabulary: Vocabulary, file: str, id_column: str
) -> tuple[_Layout | None, list[Problem]]:
    columns: dict[str, int] = {}
    identifying: list[int] = []
    problems: list[Problem] = []
    wanted = _columns_of(id_column)
    for place, header in enumerate(rows[0] if rows else ()):
        name = _read_column(vocabulary, header, wanted, columns)
        if name:
            columns[name] = place
        elif vocabulary.identifying.read(header):
            identifying.append(place)
        elif header.strip() and not vocabulary.headers.read(header):
            near = vocabulary.headers.suggest(header)
            hint = f" (did you mean '{near}'?)" if near else ""
            problems.append(UNKNOWN_COLUMN.at(file, 1, header, name=header, hint=hint, known=", ".join(wanted)))
    if "file" not in columns:
        return None, [*problems, MISSING_COLUMN.at(file, 1, "file", name="file")]
    dates = [row[columns["date"]] for row in rows[1:]] if "date" in columns else []
    if len(rows) < 2:
        problems.append(EMPTY_REGISTER.at(file))
    return _Layout(columns, tuple(identifying), shows_month_first(dates)), problems


def _columns_of(id_column: str) -> tuple[str, ...]:
    if id_column == "document_id":
        return ("document_id", "file", "country", "title", "kind", "date", "language", "validity")
    consents = ("consent_record", "consent_quote", "consent_attribution", "consent_acknowledge")
    people = ("language", "stakeholder_group", "level", "organisation", "record_type")
    return ("interview_id", "file", "country", "date", *people, *consents)


def _read_column(vocabulary: Vocabulary, header: str, wanted: Sequence[str], known: Mapping[str, int]) -> str:
    """Return the wanted column a header means; a spelling of several columns means the first still free."""
    meanings = vocabulary.headers.read_all(header)
    return next((name for name in wanted if name in meanings and name not in known), "")


def _check_row(cells: Mapping[str, str], number: int, file: str, country_names: Spellings) -> list[Problem]:
    faults = []
    if not cells["file"]:
        faults.append(MISSING_FILE.at(file, number, "file"))
    country = cells.get("country", "")
    if country and not country_names.read(country):
        faults.append(OTHER_COUNTRY.at(file, number, "country", country=country_names.values[0]))
    return faults


@dataclass(slots=True)
class _Place:
    """A row being read, and where its problems go."""

    cells: Mapping[str, str]
    number: int
    file: str
    vocabulary: Vocabulary
    is_month_first: bool
    problems: list[Problem]

    def value(self, column: str, spellings: Spellings) -> str:
        """Read a value of a closed list; an unknown spelling is a problem, a blank is not."""
        text = self.cells.get(column, "")
        value = spellings.read(text)
        if text and not value:
            near = spellings.suggest(text)
            hint = f" (nearest: {near})" if near else ""
            known = ", ".join(spellings.values)
            self.problems.append(UNKNOWN_VALUE.at(self.file, self.number, column, name=column, hint=hint, known=known))
        return value

    def date(self) -> str:
        """Read the date of the row."""
        text = self.cells.get("date", "")
        read = read_date(text, is_month_first=self.is_month_first)
        if text and not read.iso:
            self.problems.append(BAD_DATE.at(self.file, self.number, "date"))
        if read.is_ambiguous:
            self.problems.append(AMBIGUOUS_DATE.at(self.file, self.number, "date", iso=read.iso))
        return read.iso

    def consent(self, column: str) -> bool:
        """Read a consent; anything but a clear yes or no is no, with a problem."""
        answer = self.vocabulary.yes_no.read(self.cells.get(column, ""))
        if not answer:
            self.problems.append(MISSING_CONSENT.at(self.file, self.number, column, name=column))
        return answer == "yes"


def _read_interview(id_: str, identifiers: tuple[str, ...], place: _Place) -> RegisterRow:
    vocabulary = place.vocabulary
    may_record, may_quote = place.consent("consent_record"), place.consent("consent_quote")
    if may_quote and not may_record:
        place.problems.append(QUOTE_WITHOUT_RECORD.at(place.file, place.number, "consent_quote"))
    group = place.value("stakeholder_group", vocabulary.groups)
    if not place.cells.get("stakeholder_group"):
        known = ", ".join(vocabulary.groups.values)
        place.problems.append(MISSING_GROUP.at(place.file, place.number, "stakeholder_group", known=known))
    return RegisterRow(
        id=id_,
        file=place.cells["file"],
        row=place.number,
        date=place.date(),
        language=place.value("language", vocabulary.languages),
        stakeholder_group=group,
        level=place.value("level", vocabulary.levels),
        record_type=place.value("record_type", vocabulary.record_types),
        consent_record=may_record,
        consent_quote=may_record and may_quote,
        attribution=place.value("consent_attribution", vocabulary.attribution) or "none",
        identifiers=identifiers,
    )


def _read_document(id_: str, identifiers: tuple[str, ...], place: _Place) -> RegisterRow:
    return RegisterRow(
        id=id_,
        file=place.cells["file"],
        row=place.number,
        date=place.date(),
        language=place.value("language", place.vocabulary.languages),
        title=place.cells.get("title", ""),
        kind=place.value("kind", place.vocabulary.kinds) or "other",
        consent_record=True,
        consent_quote=True,
        identifiers=identifiers,
    )
