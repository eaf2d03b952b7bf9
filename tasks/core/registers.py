"""Registers: the tables in which a team lists its interviews and its reviewed documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from tasks.core.consents import CONSENTS as ALL_CONSENTS
from tasks.core.consents import strictest
from tasks.core.dates import read_date, shows_month_first, shows_order
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.spellings import Spellings, simplify
from tasks.core.stakeholder_groups import names_several, read_description

ATTRIBUTION_LEVELS = ("named", "role", "group", "none")
CONSENTS = ("consent_record", "consent_quote")
HEADS = {"attribution": "consent_attribution"}
"""Consent -> the column that tells it, where that has another name."""
LAST_HEADER_ROW = 10
"""A title may stand above the header: it is looked for in so many rows."""
LONGEST_PEOPLE_HEADER_WORDS = 7
BRACKETS_PATTERN = re.compile(r"[(\[{].*?[)\]}]")
HEADER_PARTS_PATTERN = re.compile(r"[/|\n]")

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
    "R004", Severity.CRITICAL, "The id stands twice; this row is left out.", "Give each row its own id."
)
MISSING_FILE = ProblemKind(
    "R005", Severity.WARNING, "The row names no file; it is left out.", "Write the file's name in the column 'file'."
)
BAD_DATE = ProblemKind(
    "R006", Severity.WARNING, "The date cannot be read; it counts as unknown.", "Write 2026-03-14 or 14/03/2026."
)
AMBIGUOUS_DATE = ProblemKind(
    "R007",
    Severity.WARNING,
    "Day and month could be exchanged; read as {iso}.",
    "Write the year first: {iso} if that is the day, else the day that is meant.",
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
    "R011", Severity.INFO, "The register has no rows.", "Nothing to mend, unless files belong to it; see HOW-TO.md."
)
NOT_ANALYSED = ProblemKind(
    "P001",
    Severity.INFO,
    "There is no consent to record, so nothing of it is analysed.",
    "Nothing to mend, unless the consent is missing by mistake.",
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
MISSING_CONSENT_COLUMN = ProblemKind(
    "R014",
    Severity.WARNING,
    "The register has no column '{name}'{hint}; that consent counts as no in every row.",
    "Add the column or rename the one that holds it, and write yes or no in each row.",
)
MERGED_GROUPS = ProblemKind(
    "R015",
    Severity.WARNING,
    "Several stakeholder groups stand in one cell; the voice counts as unattributed.",
    "Write the group that the person spoke for, or one row for each record.",
)
CONSENT_BY_WORDS = ProblemKind(
    "R028",
    Severity.INFO,
    "The column '{name}' is read as '{consent}', told by its words.",
    "Nothing to mend if that is right; else rename it.",
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
        people_words: simplified words of headers that speak of people ("nom", "telephone").
        other_words: simplified words of headers that speak of something else ("nom du fichier").
        staff_words: simplified words of headers that speak of those who asked or wrote, not of the respondent.
        of_words: simplified words that tie what follows to what stands before.
        consent_words: simplified words that may stand beside a yes or no ("written").
        yes_marks: signs that tick a box.
        missing: reason -> spellings of a non-answer ("no information").
        consent_phrases: "agree", "beside" and each consent -> simplified words that its header is made of.
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
    people_words: frozenset[str] = frozenset()
    other_words: frozenset[str] = frozenset()
    staff_words: frozenset[str] = frozenset()
    of_words: frozenset[str] = frozenset()
    consent_words: frozenset[str] = frozenset()
    yes_marks: frozenset[str] = frozenset()
    missing: Spellings = field(default_factory=lambda: Spellings({}))
    consent_phrases: Mapping[str, frozenset[str]] = field(default_factory=dict)


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
        kind: of a document, "" if not told.
        validity: how long a document binds, as typed.
        consent_record: whether it may be analysed.
        consent_quote: whether it may be quoted.
        attribution: named, role, group or none.
        consent_acknowledge: whether the person may be thanked by name.
        limits_read: whether somebody read what the person said of quoting, and the consents hold with it.
        identifiers: names, phones and e-mails in the row, those of interviewers last.
        own_names: those of them that may be the respondent's.
        has_own_id: the row tells its id.
        untold: consents without a column, see `consents.CONSENTS`.
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
    validity: str = ""
    consent_record: bool = False
    consent_quote: bool = False
    attribution: str = "none"
    consent_acknowledge: bool = False
    limits_read: bool = False
    identifiers: tuple[str, ...] = field(default=(), repr=False)
    own_names: tuple[str, ...] = field(default=(), repr=False)
    has_own_id: bool = True
    untold: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which column of a register holds what.

    `row` is the 1-based row of the header, `shows_order` tells that the dates themselves show day or month first.
    `staff` are those of the `identifying` columns that name who asked or wrote.
    """

    row: int
    columns: Mapping[str, int]
    identifying: tuple[int, ...]
    staff: frozenset[int]
    is_month_first: bool
    shows_order: bool


def parse_interview_register(
    rows: Sequence[Sequence[str]], vocabulary: Vocabulary, *, file: str, country_names: Spellings
) -> tuple[tuple[RegisterRow, ...], tuple[Problem, ...]]:
    """Read a register of interviews.

    Args:
        rows: cells; the header stands first, or below a title.
        vocabulary: spellings.
        file: the register's path, for problems.
        country_names: spellings of countries, the folder's own first.

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
    for number, row in enumerate(rows[layout.row :], start=layout.row + 1):
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
        if (earlier := parsed.get(simplify(id_))) is not None:
            problems.append(DUPLICATE_ID.at(file, number, id_column))
            again = read_row(id_, (), _Place(cells, number, file, vocabulary, layout, []))
            parsed[simplify(id_)] = strictest(earlier, [again])
            continue
        people = [(place, row[place].strip()) for place in layout.identifying if row[place].strip()]
        read = read_row(id_, tuple(one for _, one in people), _Place(cells, number, file, vocabulary, layout, problems))
        own = tuple(one for place, one in people if place not in layout.staff)
        parsed[simplify(id_)] = replace(read, own_names=own, has_own_id=bool(cells.get(id_column)))
    if not parsed and not problems:
        problems.append(EMPTY_REGISTER.at(file))
    return tuple(parsed.values()), tuple(problems)


def finds_header(rows: Sequence[Sequence[str]], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the columns of an interview register that a sheet's header holds, none when it has no file column."""
    number = _header_row(rows, vocabulary, _columns_of("interview_id"))
    names = _columns_in(rows[number - 1], vocabulary, _columns_of("interview_id")) if rows else {}
    return tuple(names) if "file" in names else ()


def _header_row(rows: Sequence[Sequence[str]], vocabulary: Vocabulary, wanted: Sequence[str]) -> int:
    """Find the 1-based row of the header: the first with a file column and another one, else row 1."""
    for number, row in enumerate(rows[:LAST_HEADER_ROW], start=1):
        names = _columns_in(row, vocabulary, wanted)
        if "file" in names and len(names) > 1:
            return number
    return 1


def _columns_in(header: Sequence[str], vocabulary: Vocabulary, wanted: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = _read_column(vocabulary, cell, wanted, columns)
        if name:
            columns[name] = place
    unread = {place: cell for place, cell in enumerate(header) if place not in columns.values()}
    absent = [name for name in CONSENTS if name in wanted and name not in columns]
    return columns | find_consents(unread, absent, vocabulary)


def find_consents(headers: Mapping[int, str], absent: Sequence[str], vocabulary: Vocabulary) -> dict[str, int]:
    """Find the columns of consents that no declared spelling names, by the words of their headers.

    Args:
        headers: place -> header, of the columns that were not read.
        absent: consents without a column.
        vocabulary: the words.

    Returns:
        Consent -> the place of its column; none where several columns could be it.
    """
    places: dict[str, list[int]] = {}
    for place, header in headers.items():
        places.setdefault(read_consent_header(header, vocabulary), []).append(place)
    return {name: places[name][0] for name in absent if len(places.get(name, ())) == 1}


def read_consent_header(header: str, vocabulary: Vocabulary) -> str:
    """Tell which consent a header speaks of by its words: "Accord pour être cité", "May we quote you?".

    Args:
        header: as received; what its brackets hold is passed over where it only tells how to answer ("oui/non").
        vocabulary: words that agree, those of each consent, and those that may stand beside them.

    Returns:
        A consent; "" for a header with any other word, with several consents, or without one.
    """
    phrases = vocabulary.consent_phrases
    words = set(simplify(BRACKETS_PATTERN.sub(partial(_without_answers, vocabulary=vocabulary), header)).split())
    named = [name for name in CONSENTS if not words.isdisjoint(phrases.get(name, ()))]
    if len(named) != 1 or words.isdisjoint(phrases["agree"]):
        return ""
    return named[0] if words <= phrases["agree"] | phrases["beside"] | phrases[named[0]] else ""


def _without_answers(brackets: re.Match[str], vocabulary: Vocabulary) -> str:
    is_yes_or_no = all(map(vocabulary.yes_no.read, simplify(brackets[0]).split()))
    return " " if is_yes_or_no else brackets[0]


def _read_header(
    rows: Sequence[Sequence[str]], vocabulary: Vocabulary, file: str, id_column: str
) -> tuple[_Layout | None, list[Problem]]:
    problems: list[Problem] = []
    wanted = _columns_of(id_column)
    number = _header_row(rows, vocabulary, wanted)
    header = rows[number - 1] if rows else ()
    columns = _columns_in(header, vocabulary, wanted)
    identifying: list[int] = []
    for place, cell in enumerate(header):
        if place in columns.values() or not cell.strip():
            continue
        if speaks_of_people(cell, vocabulary):
            identifying.append(place)
        elif not vocabulary.headers.read(cell):
            near = vocabulary.headers.suggest(cell)
            hint = f" (did you mean '{near}'?)" if near else ""
            problems.append(UNKNOWN_COLUMN.at(file, number, cell, name=cell, hint=hint, known=", ".join(wanted)))
    if "file" not in columns:
        return None, [*problems, MISSING_COLUMN.at(file, number, "file", name="file")]
    staff = frozenset(place for place in identifying if speaks_of_staff(header[place], vocabulary))
    identifying.sort(key=lambda place: place in staff)
    if id_column == "interview_id":
        problems += _check_consents(header, columns, vocabulary, file, number)
    dates = [row[columns["date"]] for row in rows[number:]] if "date" in columns else []
    if len(rows) <= number:
        problems.append(EMPTY_REGISTER.at(file))
    is_month_first, is_told = shows_month_first(dates), shows_order(dates)
    return _Layout(number, columns, tuple(identifying), staff, is_month_first, is_told), problems


def _check_consents(
    header: Sequence[str], columns: Mapping[str, int], vocabulary: Vocabulary, file: str, number: int
) -> Iterator[Problem]:
    """Say which consents were told by the words of their header, and which have no column."""
    unread = [cell for place, cell in enumerate(header) if place not in columns.values()]
    for name in CONSENTS:
        if name not in columns:
            words = vocabulary.consent_phrases.get(name, frozenset())
            near = next((cell for cell in unread if not words.isdisjoint(simplify(cell).split())), "")
            hint = f" ('{near}' is not read)" if near else ""
            yield MISSING_CONSENT_COLUMN.at(file, number, name, name=name, hint=hint)
        elif not _read_column(vocabulary, cell := header[columns[name]], (name,), {}):
            yield CONSENT_BY_WORDS.at(file, number, cell, name=cell, consent=name)


def speaks_of_people(header: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a column or field holds names, phones or e-mails of people: "Nom complet", not "Nom du fichier"."""
    if vocabulary.identifying.read(header) or vocabulary.identifying.read(BRACKETS_PATTERN.sub(" ", header)):
        return True
    words = set(simplify(header).split())
    is_short = len(words) <= LONGEST_PEOPLE_HEADER_WORDS
    return is_short and bool(words & vocabulary.people_words) and not words & vocabulary.other_words


def speaks_of_staff(header: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a column or field speaks of who asked or wrote, and not of the respondent: "Nom de l'enquêteur"."""
    return not vocabulary.staff_words.isdisjoint(simplify(header).split())


def _columns_of(id_column: str) -> tuple[str, ...]:
    if id_column == "document_id":
        return ("document_id", "file", "country", "title", "kind", "date", "language", "validity")
    consents = ("consent_record", "consent_quote", "consent_attribution", "consent_acknowledge", "limits_read")
    people = ("language", "stakeholder_group", "level", "organisation", "record_type")
    return ("interview_id", "file", "country", "date", *people, *consents)


def _read_column(vocabulary: Vocabulary, header: str, wanted: Sequence[str], known: Mapping[str, int]) -> str:
    """Return the wanted column a header means; a spelling of several columns means the first still free.

    Remarks in brackets and a second language behind a slash are passed over: "Date (jj/mm/aaaa)", "Langue / Language".
    """
    bare = BRACKETS_PATTERN.sub(" ", header)
    for spelling in (header, bare, *HEADER_PARTS_PATTERN.split(bare)):
        meanings = vocabulary.headers.read_all(spelling)
        if name := next((name for name in wanted if name in meanings and name not in known), ""):
            return name
    return ""


def _check_row(cells: Mapping[str, str], number: int, file: str, country_names: Spellings) -> list[Problem]:
    faults = []
    if not cells["file"]:
        faults.append(MISSING_FILE.at(file, number, "file"))
    own = country_names.values[0]
    country = cells.get("country", "")
    if country and own not in country_names.read_all(country) and read_description(country, country_names) != own:
        faults.append(OTHER_COUNTRY.at(file, number, "country", country=own))
    return faults


@dataclass(slots=True)
class _Place:
    """A row being read, and where its problems go."""

    cells: Mapping[str, str]
    number: int
    file: str
    vocabulary: Vocabulary
    layout: _Layout
    problems: list[Problem]

    def value(self, column: str, spellings: Spellings, *, is_described: bool = True) -> str:
        """Read a value of a closed list; an unknown spelling is a problem, a blank is not.

        Args:
            column: where it stands.
            spellings: of the list.
            is_described: whether a description may be read ("ONG locale"), or the bare value only.
        """
        text = self.cells.get(column, "")
        bare = BRACKETS_PATTERN.sub(" ", text)
        value = spellings.read(text) or spellings.read(bare)
        if not value and is_described:
            value = read_description(text, spellings, self.vocabulary.of_words)
        if value or not text or self.vocabulary.missing.read(text):
            return value
        if column == "stakeholder_group" and names_several(text, spellings, self.vocabulary.of_words):
            self.problems.append(MERGED_GROUPS.at(self.file, self.number, column))
        else:
            near = spellings.suggest(text)
            hint = f" (nearest: {near})" if near else ""
            known = ", ".join(spellings.values)
            self.problems.append(UNKNOWN_VALUE.at(self.file, self.number, column, name=column, hint=hint, known=known))
        return value

    def date(self) -> str:
        """Read the date of the row."""
        text = self.cells.get("date", "")
        read = read_date(text, is_month_first=self.layout.is_month_first)
        if text and not read.iso and not self.vocabulary.missing.read(text):
            self.problems.append(BAD_DATE.at(self.file, self.number, "date"))
        if read.is_ambiguous and not self.layout.shows_order:
            self.problems.append(AMBIGUOUS_DATE.at(self.file, self.number, "date", iso=read.iso))
        return read.iso

    def consent(self, column: str) -> bool:
        """Read a consent; anything but a clear yes or no is no, with a problem."""
        answer = read_consent(self.cells.get(column, ""), self.vocabulary)
        if not answer and column in self.layout.columns:
            self.problems.append(MISSING_CONSENT.at(self.file, self.number, column, name=column))
        return answer == "yes"


def read_consent(text: str, vocabulary: Vocabulary) -> str:
    """Read a consent as people note it: "oui", "Yes (written, 12/03/2023)", a tick.

    Args:
        text: as typed.
        vocabulary: spellings of yes and no, and the words that may stand beside them.

    Returns:
        "yes" or "no"; "" for everything that is not clearly one of them, such as "yes, but not this part".
    """
    if text.strip() and set(text.strip()) <= vocabulary.yes_marks:
        return "yes"
    words = [word for word in simplify(text).split() if word not in vocabulary.consent_words and not word.isdecimal()]
    return vocabulary.yes_no.read(text) or vocabulary.yes_no.read(" ".join(words))


def _read_interview(id_: str, identifiers: tuple[str, ...], place: _Place) -> RegisterRow:
    vocabulary = place.vocabulary
    may_record, may_quote = place.consent("consent_record"), place.consent("consent_quote")
    if may_quote and not may_record:
        place.problems.append(QUOTE_WITHOUT_RECORD.at(place.file, place.number, "consent_quote"))
    group = place.value("stakeholder_group", vocabulary.groups)
    told = place.cells.get("stakeholder_group", "")
    if not told or (not group and vocabulary.missing.read(told)):
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
        attribution=place.value("consent_attribution", vocabulary.attribution, is_described=False) or "none",
        consent_acknowledge=may_record
        and read_consent(place.cells.get("consent_acknowledge", ""), vocabulary) == "yes",
        limits_read=read_consent(place.cells.get("limits_read", ""), vocabulary) == "yes",
        identifiers=identifiers,
        untold=frozenset(name for name in ALL_CONSENTS if HEADS.get(name, name) not in place.cells),
    )


def _read_document(id_: str, identifiers: tuple[str, ...], place: _Place) -> RegisterRow:
    validity = place.cells.get("validity", "")
    return RegisterRow(
        id=id_,
        file=place.cells["file"],
        row=place.number,
        date=place.date(),
        language=place.value("language", place.vocabulary.languages),
        title=place.cells.get("title", ""),
        kind=place.value("kind", place.vocabulary.kinds),
        validity="" if place.vocabulary.missing.read(validity) else validity,
        consent_record=True,
        consent_quote=True,
        identifiers=identifiers,
    )
