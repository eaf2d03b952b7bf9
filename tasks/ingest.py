"""Ingests a country folder: registers, transcripts, documents and questionnaire exports, as received."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache, partial
from pathlib import Path, PureWindowsPath

from tasks.adapters.column_maps import read_column_map
from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.digests import digest_of
from tasks.adapters.documents import SHEET_SUFFIXES, SUFFIXES, read_source, read_talk_sheet
from tasks.adapters.forms import read_form
from tasks.adapters.identifier_words import load_name_words
from tasks.adapters.interviewing import (
    load_header_words,
    load_limit_words,
    load_question_router,
    load_speaker_words,
)
from tasks.adapters.locales import COUNTRIES_HELD, LANGUAGES, all_countries, country_names
from tasks.adapters.results import Results, results_of, seal_of
from tasks.adapters.review_files import FOLDER as DECISIONS
from tasks.adapters.source_records import read_record, read_source_note
from tasks.adapters.spreadsheets import TEXT_SUFFIXES, read_sheets
from tasks.adapters.store import Store
from tasks.adapters.survey_contexts import load_context
from tasks.adapters.survey_files import read_export
from tasks.adapters.vocabularies import load_register_vocabulary
from tasks.check import check
from tasks.core.answers import parse_export
from tasks.core.called_respondents import called_in
from tasks.core.collections import leave_out_withdrawn, pulled_files
from tasks.core.consents import CONSENTS_DIFFER, agree, strictest
from tasks.core.document_headers import complete_document, read_header
from tasks.core.exports import Context
from tasks.core.folders import Listing, is_ignored, resolve
from tasks.core.joined_exports import Export, join_exports
from tasks.core.problems import Problem, ProblemKind, Severity, join_first
from tasks.core.questionnaires import Form
from tasks.core.questions import route_questions
from tasks.core.registers import (
    DUPLICATE_ID,
    RegisterRow,
    finds_header,
    parse_document_register,
    parse_interview_register,
    speaks_of_people,
    speaks_of_staff,
)
from tasks.core.respondents import Known, Told, is_full, key_of, narrow_to_person, read_own_names
from tasks.core.sheets import Sheet
from tasks.core.source_notes import check_source_note
from tasks.core.sources import Answer, Interview, Received, SourceText, Turn, Unopened
from tasks.core.spellings import Spellings, simplify
from tasks.core.spoken_limits import SpokenLimit, find_limits, honour_limits
from tasks.core.transcripts import Transcript, parse_document, parse_transcript
from tasks.manifest import READING, version_of

RESPONSES, FORMS = "responses", "forms"
NOTES = "notes"
COLUMN_MAPS = ("columns.yaml", "columns.yml")
COMPANION_SUFFIXES = (".sas7bcat",)
REGISTER_SUFFIXES = (".csv", ".xlsx", ".xlsm", ".xls", ".ods", ".tsv")
LARGEST_KEPT = 1 << 24
"""Bytes of a file; what follows from a larger one is made again each time."""
MOST_ROWS_NAMED = 3
REGISTER_COLUMNS = 3
"""A sheet without a register's name is taken for one if its header holds so many of the columns."""
OWN_FILES = ("source.yaml", "source.yml", "how-to.md", "readme.md", "readme.txt", "corrections.yaml", *COLUMN_MAPS)

NO_REGISTER = ProblemKind(
    "R020",
    Severity.CRITICAL,
    "There is no register of interviews (interviews.csv or .xlsx).",
    "Make one; `msp init` shows its columns.",
)
ONLY_RESPONSES = ProblemKind(
    "R027",
    Severity.INFO,
    "There is no register of interviews; only questionnaires are read.",
    "Nothing to mend, unless there are interviews too.",
)
NOT_REGISTERED = ProblemKind(
    "R021",
    Severity.WARNING,
    "The file stands in no register, so it is not read.",
    "Add a row for it to interviews.csv or documents.csv.",
)
NO_SUCH_FILE = ProblemKind(
    "R022",
    Severity.CRITICAL,
    "The register names a file that is not there.",
    "Put the file into the country folder, or correct its name.",
)
AMBIGUOUS_FILE = ProblemKind(
    "R023",
    Severity.CRITICAL,
    "Several files have the name that the register gives.",
    "Write the file's folder too: transcripts/interview-01.docx.",
)
OUTSIDE = ProblemKind(
    "F030",
    Severity.CRITICAL,
    "The file lies outside the country folder; it is not read.",
    "Copy it into the country folder.",
)
UNREADABLE = ProblemKind(
    "F031",
    Severity.CRITICAL,
    "The file cannot be read ({reason}).",
    "Check its permissions and whether it is still being copied.",
)
FILE_TWICE = ProblemKind(
    "R024", Severity.WARNING, "Two rows name the same file; the later row is left out.", "Keep one row per file."
)
REGISTER_GUESSED = ProblemKind(
    "R025",
    Severity.INFO,
    "There is no interviews.csv or .xlsx; this table is read as the register of interviews.",
    "Rename it to be sure.",
)
LEAVES_FOLDER = ProblemKind(
    "R026",
    Severity.CRITICAL,
    "The register names a file outside the country folder; it is not read.",
    "Copy the file into the country folder, and write its name.",
)
NO_FOLDER = ProblemKind(
    "F032",
    Severity.CRITICAL,
    "There is no folder of this country.",
    "Make one with `msp init` and put the files there.",
)


@dataclass(slots=True)
class _Folder:
    """A country folder being read."""

    root: Path
    country: str
    files: Listing
    hashes: dict[str, str]
    interviews: list[Interview] = field(default_factory=list)
    texts: dict[str, Callable[[], SourceText]] = field(default_factory=dict)
    turns: dict[str, Callable[[], tuple[Turn, ...]]] = field(default_factory=dict)
    seals: dict[str, str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    given: list[Answer] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    limits: dict[str, tuple[SpokenLimit, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    read: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    results: Results = field(default_factory=lambda: Results("", {}))

    def path(self, file: str) -> Path:
        """Return where a file below the raw folder lies."""
        return self.root.parent / file


def ingest(store: Store, country: str) -> Received:
    """Read everything a country folder holds.

    Args:
        store: raw folder.
        country: ISO 3166-1 alpha-3, the folder's name.

    Returns:
        What was received, in memory only: it still names people.
    """
    folder = _open(store.raw / country, country)
    registers = _find_registers(folder)
    listed = _read_register(folder, registers["interviews"], parse_interview_register)
    documents = _read_register(folder, registers["documents"], parse_document_register)
    responses, context = _read_responses(folder)
    listed, responses = _narrow_to_people(folder, listed, responses)
    with results_of(store, country, READING, version_of(READING)) as folder.results:
        for row in listed:
            _read_interview(folder, row)
        for row in documents:
            _read_document(folder, row)
    folder.interviews += responses
    _report_unregistered(folder)
    received = Received(
        country=country,
        interviews=tuple(folder.interviews),
        texts=Unopened(folder.texts),
        turns=Unopened(folder.turns),
        answers=tuple(folder.answers),
        file_hashes=folder.hashes,
        problems=tuple(folder.problems),
        country_names=tuple(read_source_note(folder.root).names.values()),
        seals=folder.seals,
    )
    with results_of(store, country, "check", version_of(READING)) as results:
        checked = check(folder.root, received, context, results)
    allowed = {one.interview_id for one in checked.interviews if one.consent_record}
    lost = (one.answer_text for one in folder.given if one.interview_id not in allowed)
    return honour_limits(replace(checked, withdrawn=(*folder.refused, *lost)), folder.limits)


@lru_cache(maxsize=COUNTRIES_HELD)
def _all_country_names(country: str, declared_names: tuple[str, ...]) -> Spellings:
    """Return how people write the folder's country, which is the first value, and every other one."""
    declared = read_yaml(QUESTIONNAIRE / "registers.yaml")
    short, prefixes = declared["countries"], declared["country_prefixes"]
    names = {code: (*country_names(code), *short.get(code, ())) for code in (country, *all_countries())}
    names[country] += declared_names
    own = [f"{prefix} {name}" for prefix in prefixes for name in names[country]]
    return Spellings(names | {country: (*names[country], *own)})


def _open(root: Path, country: str) -> _Folder:
    """List a country folder; links that leave it and files that cannot be read become problems."""
    hashes: dict[str, str] = {}
    problems: list[Problem] = [] if root.is_dir() else [NO_FOLDER.at(country)]
    inside = root.resolve()
    for path in _listed(root):
        file = path.relative_to(root.parent).as_posix()
        if path.is_symlink() and not _stays_inside(path, inside):
            problems.append(OUTSIDE.at(file))
        elif path.is_file():
            try:
                hashes[file] = digest_of(path)
            except OSError as error:
                problems.append(UNREADABLE.at(file, reason=type(error).__name__))
    return _Folder(root, country, Listing(sorted(hashes)), hashes, problems=problems)


def _stays_inside(link: Path, folder: Path) -> bool:
    """Tell whether a link ends within a folder; one that leads in a circle ends nowhere."""
    try:
        return link.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):
        return False


def _listed(root: Path) -> Iterator[Path]:
    """Yield what was received, in order: not decisions of reviewers, nor what systems and office programs leave."""
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if parts[0] != DECISIONS and not any(map(is_ignored, parts)):
            yield path


def _find_registers(folder: _Folder) -> dict[str, list[tuple[str, Sheet]]]:
    """Find the sheets of both registers: files of their names, or sheets of those names in either."""
    declared = read_yaml(QUESTIONNAIRE / "registers.yaml")
    names = Spellings({"interviews": declared["register_names"], "documents": declared["document_register_names"]})
    found: dict[str, list[tuple[str, Sheet]]] = {"interviews": [], "documents": []}
    for file in _tables(folder):
        kind = names.read(Path(file).stem)
        if not kind:
            continue
        folder.read.add(file)
        sheets, problems = read_sheets(folder.path(file), file)
        folder.problems += problems
        main = _main_sheet(sheets)
        for sheet in sheets:
            own = names.read(sheet.name) or (kind if sheet is main else "")
            if own:
                found[own].append((file, sheet))
    if not found["interviews"]:
        _guess_register(folder, found)
    return found


def _tables(folder: _Folder) -> list[str]:
    """Return the table files that lie in the country folder itself."""
    return [file for file in folder.files.all if file.count("/") == 1 and file.lower().endswith(REGISTER_SUFFIXES)]


def _main_sheet(sheets: Sequence[Sheet]) -> Sheet | None:
    """Return the first sheet with a register's header, else the first one: a page of notes may stand before it."""
    return next(
        (sheet for sheet in sheets if finds_header(sheet.rows, load_register_vocabulary())), next(iter(sheets), None)
    )


def _guess_register(folder: _Folder, found: dict[str, list[tuple[str, Sheet]]]) -> None:
    """Take a table with a register's header for the register, whatever its name, or say that there is none."""
    for file in _tables(folder):
        sheets = read_sheets(folder.path(file), file)[0] if file not in folder.read else ()
        registers = [
            sheet for sheet in sheets if len(finds_header(sheet.rows, load_register_vocabulary())) >= REGISTER_COLUMNS
        ]
        if registers:
            folder.read.add(file)
            folder.problems.append(REGISTER_GUESSED.at(file))
            found["interviews"].append((file, registers[0]))
            return
    responses = {file for kind in (RESPONSES, FORMS) for file in folder.files.under(f"{folder.country}/{kind}/")}
    own = {file for file in folder.files.all if Path(file).name.lower() in OWN_FILES}
    is_enough = bool(responses) and responses | own | folder.read >= set(folder.files.all)
    folder.problems.append((ONLY_RESPONSES if is_enough else NO_REGISTER).at(f"{folder.country}/interviews.csv"))


def _read_register(
    folder: _Folder,
    sheets: Sequence[tuple[str, Sheet]],
    parse: Callable[..., tuple[tuple[RegisterRow, ...], tuple[Problem, ...]]],
) -> list[_Listed]:
    """Read the rows of a register with the file each names; rows without a readable file become problems."""
    rows: list[_Listed] = []
    left_out: list[_Listed] = []
    names = _all_country_names(folder.country, tuple(read_source_note(folder.root).names.values()))
    for register, sheet in sheets:
        parsed, problems = parse(sheet.rows, load_register_vocabulary(), file=register, country_names=names)
        folder.problems += problems
        for row in parsed:
            matches, fault = _find_file(folder, row)
            listed = _Listed(row, matches, register)
            if fault is not None:
                folder.problems.append(fault.at(register, row.row, "file"))
                left_out.append(listed)
            elif simplify(row.id) in folder.ids:
                folder.problems.append(DUPLICATE_ID.at(register, row.row))
                left_out.append(listed)
            else:
                folder.ids.add(simplify(row.id))
                folder.read.add(matches)
                rows.append(listed)
    return [_narrow_to_rows(folder, one, left_out) for one in rows]


def _narrow_to_rows(folder: _Folder, one: _Listed, left_out: Iterable[_Listed]) -> _Listed:
    """Narrow the consents of an interview to those of rows that were left out and list it too: another register's."""
    others = [other for other in left_out if one.is_same(other) and not agree(one.row, other.row)]
    if not others:
        return one
    places = join_first([f"{other.register}, row {other.row.row}" for other in others], MOST_ROWS_NAMED)
    folder.problems.append(CONSENTS_DIFFER.at(one.register, one.row.row, others=places))
    return replace(one, row=strictest(one.row, [other.row for other in others]))


def _narrow_to_people(
    folder: _Folder, listed: Sequence[_Listed], responses: Sequence[Interview]
) -> tuple[list[_Listed], list[Interview]]:
    """Narrow the consents of people whom several files name: registers, and exports of the questionnaire."""
    if not any(one.own_names for one in (*(one.row for one in listed), *responses)):
        return list(listed), list(responses)
    words = load_name_words(folder.country)
    told = []
    for record, place in (
        *((one.as_record(), one.register) for one in listed),
        *((one, one.file) for one in responses),
    ):
        name = key_of(read_own_names(record.own_names, words), words)
        if is_full(name):
            told.append(Told(Known(record.interview_id, name), record, place))
    narrowed, problems = narrow_to_person(told)
    folder.problems += problems
    rows = [
        replace(one, row=strictest(one.row, [narrowed[one.row.id]] if one.row.id in narrowed else [])) for one in listed
    ]
    kept = [narrowed.get(one.interview_id, one) for one in responses]
    allowed = {one.interview_id for one in kept if one.consent_record}
    folder.answers = [answer for answer in folder.answers if answer.interview_id in allowed]
    return rows, kept


def _find_file(folder: _Folder, row: RegisterRow) -> tuple[str, ProblemKind | None]:
    """Find the one file a row names, or what is wrong with it.

    A path of somebody's own computer counts as the bare name, and an ending may be left out.
    """
    named = row.file
    if ".." in PureWindowsPath(named).parts:
        return "", LEAVES_FOLDER
    if PureWindowsPath(named).drive or named.startswith(("/", "~")):
        named = PureWindowsPath(named).name
    matches = resolve(named, folder.files, folder.country)
    if not matches:
        wanted = simplify(PureWindowsPath(named).name)
        matches = [file for file in folder.files.all if wanted and simplify(Path(file).stem) == wanted]
    if len(matches) != 1:
        return "", AMBIGUOUS_FILE if matches else NO_SUCH_FILE
    return matches[0], FILE_TWICE if matches[0] in folder.read else None


@dataclass(frozen=True, slots=True)
class _Listed:
    """A row of a register with the file below the raw folder that it names, "" without one, and the register's."""

    row: RegisterRow
    file: str
    register: str

    def is_same(self, other: _Listed) -> bool:
        """Tell whether another row lists the same record, by its id or its file."""
        has_ids = self.row.has_own_id and other.row.has_own_id
        return (has_ids and simplify(self.row.id) == simplify(other.row.id)) or bool(
            self.file and self.file == other.file
        )

    def as_record(self) -> Interview:
        """Return what the row tells of its interview."""
        row = self.row
        return Interview(
            interview_id=row.id,
            file=self.file,
            record_type=row.record_type,
            date=row.date,
            language=row.language,
            stakeholder_group=row.stakeholder_group,
            level=row.level,
            consent_record=row.consent_record,
            consent_quote=row.consent_quote,
            attribution=row.attribution,
            consent_acknowledge=row.consent_acknowledge,
            row=row.row,
            identifiers=row.identifiers,
            own_names=row.own_names,
            untold=row.untold,
        )


@dataclass(frozen=True, slots=True)
class _Heard:
    """What follows from the file of an interview alone, but for its words.

    Attributes:
        is_read: it could be read.
        problems: of its file and its layout.
        is_notes: nobody's words, but notes.
        people: names, phones and e-mails in its header, the respondent's first.
        n_own: how many of these may be the respondent's.
        called: how its head and its labels call whoever speaks.
        limits: what was said in it of how it may be quoted.
    """

    is_read: bool
    problems: tuple[Problem, ...]
    is_notes: bool = False
    people: tuple[str, ...] = ()
    n_own: int = 0
    called: tuple[str, ...] = ()
    limits: tuple[SpokenLimit, ...] = ()


SOURCE = tuple[SourceText | None, tuple[Problem, ...]]
SAID = tuple[SourceText, tuple[Turn, ...]]
"""The text of an interview, and its turns with the questions they answer."""
NO_TEXT = SourceText("", "", "", ())


def _seal(folder: _Folder, file: str) -> str:
    """Return what the results of a file are kept under, "" for one that is huge or cannot be read."""
    path = folder.path(file)
    try:
        return seal_of(path.read_bytes()) if path.stat().st_size <= LARGEST_KEPT else ""
    except OSError:
        return ""


def _hear(folder: _Folder, file: str, *, is_notes: bool = False) -> tuple[_Heard, SAID]:
    path = folder.path(file)
    read = read_talk_sheet if path.suffix.lower() in SHEET_SUFFIXES else read_source
    source, problems = read(path, file)
    if source is None:
        return _Heard(False, problems), (NO_TEXT, ())
    words, router = load_speaker_words(), load_question_router()
    transcript = parse_transcript(source, words, router.asks, router.surely_asked, is_notes=is_notes)
    turns = route_questions(transcript.turns, router, words.areas, words.area_of)
    problems = (*problems, *transcript.problems)
    people, n_own = _respondent_first(transcript)
    are_notes = is_notes or transcript.is_notes
    limits = tuple(find_limits(turns, load_limit_words(), are_notes=are_notes))
    called = tuple(called_in(source, transcript.turns, words))
    heard = _Heard(True, problems, transcript.is_notes, tuple(people), n_own, called, limits)
    return heard, (source, tuple(turns))


def _read_interview(folder: _Folder, listed: _Listed) -> None:
    row, file = listed.row, listed.file
    seal = _seal(folder, file) if row.consent_record else ""
    is_notes = row.record_type == NOTES
    hear = cache(partial(_hear, folder, file, is_notes=is_notes))
    said: Callable[[], SAID] = lambda: hear()[1]  # noqa: E731
    if seal:
        folder.seals[file] = seal
        heard = folder.results.of(_Heard, lambda: hear()[0], "interview", file, is_notes, seal=seal)
        said = cache(folder.results.later(SAID, said, "said", file, is_notes, seal=seal))
    else:
        heard = hear()[0]
    folder.problems += heard.problems
    if not heard.is_read:
        return
    interview = replace(
        listed.as_record(),
        record_type=row.record_type or ("notes" if heard.is_notes else "verbatim"),
        row=None,
        identifiers=(*row.identifiers, *heard.people),
        own_names=(*row.own_names, *heard.people[: heard.n_own]),
        called=heard.called,
    )
    if not row.limits_read:
        folder.limits[row.id] = heard.limits
    _keep(folder, interview, lambda: said()[0], lambda: said()[1])


def _respondent_first(transcript: Transcript) -> tuple[list[str], int]:
    """Return the names, phones and e-mails in a transcript's header, and how many of them come before the team's."""
    words = load_register_vocabulary()
    fields = [(key, value) for key, value in transcript.header.items() if speaks_of_people(key, words)]
    asked = {value for key, value in transcript.header.items() if speaks_of_staff(key, words)}
    told = dict.fromkeys([*transcript.header_identifiers, *(value for _, value in fields)])
    return sorted(told, key=lambda name: name in asked), sum(name not in asked for name in told)


def _keep(
    folder: _Folder,
    interview: Interview,
    source: Callable[[], SourceText],
    turns: Callable[[], tuple[Turn, ...]],
) -> None:
    folder.interviews.append(interview)
    folder.texts[interview.interview_id] = source
    folder.turns[interview.interview_id] = turns


def _read_document(folder: _Folder, listed: _Listed) -> None:
    row, file = listed.row, listed.file
    seal = _seal(folder, file)
    read = partial(read_source, folder.path(file), file)
    source, problems = folder.results.of(SOURCE, read, "document", file, seal=seal) if seal else read()
    folder.problems += problems
    if source is None:
        return
    folder.seals |= {file: seal} if seal else {}
    document = Interview(
        interview_id=row.id,
        file=file,
        record_type="document",
        date=row.date,
        language=row.language,
        title=row.title,
        kind=row.kind,
        consent_record=True,
        consent_quote=True,
        identifiers=row.identifiers,
    )
    words = load_header_words()
    document, problems = complete_document(document, row.validity, read_header(source, words), words)
    folder.problems += problems
    document = replace(document, title=document.title or Path(file).stem)
    _keep(folder, document, lambda: source, cache(partial(parse_document, source)))


def _read_responses(folder: _Folder) -> tuple[list[Interview], Context]:
    """Read the exports in the order of their names; see `join_exports` for responses that stand in several.

    Returns:
        The responses, and what they were read with.
    """
    context = _survey_context(folder)
    record, faults = read_record(folder.root / "source.yaml", f"{folder.country}/source.yaml")
    faults += check_source_note(record, LANGUAGES, f"{folder.country}/source.yaml")
    exports = list(_read_exports(folder, context, pulled_files(record, folder.country)))
    interviews, answers, problems = join_exports(exports)
    kept, answers, withdrawn = leave_out_withdrawn(interviews, answers, record, folder.country)
    folder.given = [answer for export in exports for answer in export.answers]
    folder.answers, folder.problems = list(answers), [*folder.problems, *problems, *faults, *withdrawn]
    return list(kept), context


def _read_exports(folder: _Folder, context: Context, pulled: frozenset[str]) -> Iterator[Export]:
    exports = [
        file
        for file in folder.files.under(f"{folder.country}/{RESPONSES}/")
        if Path(file).name.lower() not in OWN_FILES and not file.lower().endswith(COMPANION_SUFFIXES)
    ]
    folder.read.update(folder.files.under(f"{folder.country}/{RESPONSES}/"))
    for file, repeats in _with_repeats(exports):
        sheets, problems = read_export(folder.path(file), file)
        folder.problems += problems
        for repeat in repeats if sheets else ():
            found_sheets, problems = read_export(folder.path(repeat), repeat)
            sheets += tuple(replace(sheet, file=repeat) for sheet in found_sheets)
            folder.problems += problems
        if not sheets:
            continue
        interviews, answers, found = parse_export(sheets, context, file=file)
        folder.problems += found
        refused = [one for one in interviews if not one.consent_record]
        folder.refused += [cell for one in refused for cell in _said_in_row(sheets[0], one.row)]
        yield Export(file, interviews, answers, file in pulled)


def _said_in_row(sheet: Sheet, row: int | None) -> list[str]:
    """Return the cells of a row that hold several words: nobody may repeat what is not analysed."""
    cells = sheet.rows[row - 1] if row and row <= len(sheet.rows) else ()
    return [cell for cell in cells if " " in cell.strip()]


def _with_repeats(files: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Put the files that hold an export's repeats with it: `form-repeat.csv` goes with `form.csv` (ODK, SurveyCTO)."""
    stems = {file: file.rpartition(".")[0] for file in files if file.lower().endswith(TEXT_SUFFIXES)}
    owner = {
        file: owners[-1]
        for file, stem in stems.items()
        if (owners := sorted((one for one in stems if stem.startswith(f"{stems[one]}-")), key=len))
    }
    return [(file, [one for one in owner if owner[one] == file]) for file in files if file not in owner]


def _survey_context(folder: _Folder) -> Context:
    """Return what the exports are read with: the country's own forms and declared columns beside the shipped form."""
    versions: dict[str, Form] = {}
    for file in folder.files.under(f"{folder.country}/{FORMS}/"):
        folder.read.add(file)
        form, problems = read_form(folder.path(file), file)
        folder.problems += problems
        if form is not None:
            versions[form.version] = form
    columns: dict[str, str] = {}
    for file in folder.files.under(f"{folder.country}/{RESPONSES}/"):
        if Path(file).name.lower() in COLUMN_MAPS:
            declared, problems = read_column_map(folder.path(file), file)
            folder.problems += problems
            columns |= declared
    return load_context(folder.country, versions, columns)


def _report_unregistered(folder: _Folder) -> None:
    for file in folder.files.all:
        if file not in folder.read and Path(file).name.lower() not in OWN_FILES:
            if Path(file).suffix.lower() in SUFFIXES:
                _, problems = read_source(folder.path(file), file)
                folder.problems += problems
            folder.problems.append(NOT_REGISTERED.at(file))
