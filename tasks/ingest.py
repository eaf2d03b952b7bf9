"""Ingests a country folder: registers, transcripts, documents and questionnaire exports, as received."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.documents import SUFFIXES, read_source
from tasks.adapters.forms import load_form
from tasks.adapters.interviewing import load_question_router, load_speaker_words
from tasks.adapters.spreadsheets import Sheet, read_sheets
from tasks.adapters.store import Store
from tasks.adapters.survey_files import read_export
from tasks.adapters.vocabularies import country_spellings, load_vocabulary
from tasks.core.answers import Context, parse_export
from tasks.core.folders import Listing, is_ignored, resolve
from tasks.core.identifiers import sha256_of
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.questions import route_questions
from tasks.core.registers import RegisterRow, parse_document_register, parse_interview_register
from tasks.core.sources import Answer, Interview, Received, SourceText, Turn
from tasks.core.spellings import Spellings
from tasks.core.transcripts import parse_document, parse_transcript

RESPONSES = "responses"
REGISTER_SUFFIXES = (".csv", ".xlsx", ".xlsm", ".xls", ".ods", ".tsv")
OWN_FILES = ("source.yaml", "source.yml", "how-to.md", "readme.md", "readme.txt", "corrections.yaml")

NO_REGISTER = ProblemKind(
    "R020",
    Severity.CRITICAL,
    "There is no register of interviews (interviews.csv or .xlsx).",
    "Make one; `msp init` shows its columns.",
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


@dataclass(slots=True)
class _Folder:
    """A country folder being read."""

    root: Path
    country: str
    files: Listing
    hashes: dict[str, str]
    interviews: list[Interview] = field(default_factory=list)
    texts: dict[str, SourceText] = field(default_factory=dict)
    turns: dict[str, tuple[Turn, ...]] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    read: set[str] = field(default_factory=set)

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
    for row in _read_register(folder, registers["interviews"], parse_interview_register):
        _read_interview(folder, row)
    for row in _read_register(folder, registers["documents"], parse_document_register):
        _read_document(folder, row)
    _read_responses(folder)
    _report_unregistered(folder)
    return Received(
        country=country,
        interviews=tuple(folder.interviews),
        texts=folder.texts,
        turns=folder.turns,
        answers=tuple(folder.answers),
        file_hashes=folder.hashes,
        problems=tuple(folder.problems),
    )


def _open(root: Path, country: str) -> _Folder:
    """List a country folder; links that leave it and files that cannot be read become problems."""
    hashes: dict[str, str] = {}
    problems: list[Problem] = []
    inside = root.resolve()
    for path in sorted(root.rglob("*")):
        file = path.relative_to(root.parent).as_posix()
        if not path.is_file() or is_ignored(path.name):
            continue
        if not path.resolve().is_relative_to(inside):
            problems.append(OUTSIDE.at(file))
            continue
        try:
            hashes[file] = sha256_of(path.read_bytes())
        except OSError as error:
            problems.append(UNREADABLE.at(file, reason=type(error).__name__))
    return _Folder(root, country, Listing(sorted(hashes)), hashes, problems=problems)


def _find_registers(folder: _Folder) -> dict[str, list[tuple[str, Sheet]]]:
    """Find the sheets of both registers: files of their names, or sheets of those names in either."""
    declared = read_yaml(QUESTIONNAIRE / "registers.yaml")
    names = Spellings({"interviews": declared["register_names"], "documents": declared["document_register_names"]})
    found: dict[str, list[tuple[str, Sheet]]] = {"interviews": [], "documents": []}
    for path in sorted(folder.root.iterdir()):
        kind = names.read(path.stem) if path.suffix.lower() in REGISTER_SUFFIXES else ""
        file = f"{folder.country}/{path.name}"
        if not kind or file not in folder.hashes:
            continue
        folder.read.add(file)
        sheets, problems = read_sheets(path, file)
        folder.problems += problems
        for number, sheet in enumerate(sheets):
            own = names.read(sheet.name) or (kind if number == 0 else "")
            if own:
                found[own].append((file, sheet))
    if not found["interviews"]:
        folder.problems.append(NO_REGISTER.at(f"{folder.country}/interviews.csv"))
    return found


def _read_register(
    folder: _Folder,
    sheets: Sequence[tuple[str, Sheet]],
    parse: Callable[..., tuple[tuple[RegisterRow, ...], tuple[Problem, ...]]],
) -> list[tuple[RegisterRow, str]]:
    """Read the rows of a register with the file each names; rows without a readable file become problems."""
    rows = []
    for register, sheet in sheets:
        parsed, problems = parse(
            sheet.rows, load_vocabulary(), file=register, country_names=country_spellings(folder.country)
        )
        folder.problems += problems
        for row in parsed:
            matches = resolve(row.file, folder.files, folder.country)
            if len(matches) != 1:
                kind = AMBIGUOUS_FILE if matches else NO_SUCH_FILE
                folder.problems.append(kind.at(register, row.row, "file"))
            elif matches[0] in folder.read:
                folder.problems.append(FILE_TWICE.at(register, row.row, "file"))
            else:
                folder.read.add(matches[0])
                rows.append((row, matches[0]))
    return rows


def _read_source(folder: _Folder, file: str) -> SourceText | None:
    source, problems = read_source(folder.path(file), file)
    folder.problems += problems
    return source


def _read_interview(folder: _Folder, registered: tuple[RegisterRow, str]) -> None:
    row, file = registered
    source = _read_source(folder, file)
    if source is None:
        return
    words = load_speaker_words()
    transcript = parse_transcript(source, words)
    folder.problems += transcript.problems
    interview = Interview(
        interview_id=row.id,
        file=file,
        record_type=row.record_type or ("notes" if transcript.is_notes else "verbatim"),
        date=row.date,
        language=row.language,
        stakeholder_group=row.stakeholder_group,
        level=row.level,
        consent_record=row.consent_record,
        consent_quote=row.consent_quote,
        attribution=row.attribution,
        identifiers=(*row.identifiers, *transcript.header_identifiers),
    )
    _keep(folder, interview, source, route_questions(transcript.turns, load_question_router(), words.areas))


def _keep(folder: _Folder, interview: Interview, source: SourceText, turns: tuple[Turn, ...]) -> None:
    folder.interviews.append(interview)
    folder.texts[interview.interview_id] = source
    folder.turns[interview.interview_id] = turns


def _read_document(folder: _Folder, registered: tuple[RegisterRow, str]) -> None:
    row, file = registered
    source = _read_source(folder, file)
    if source is None:
        return
    document = Interview(
        interview_id=row.id,
        file=file,
        record_type="document",
        date=row.date,
        language=row.language,
        title=row.title or Path(file).stem,
        kind=row.kind,
        consent_record=True,
        consent_quote=True,
        identifiers=row.identifiers,
    )
    _keep(folder, document, source, parse_document(source))


def _read_responses(folder: _Folder) -> None:
    declared = read_yaml(QUESTIONNAIRE / "missing_codes.yaml")
    context = Context(load_form(), country_spellings(folder.country), load_vocabulary(), Spellings(declared))
    known: dict[str, Interview] = {}
    for file in folder.files.under(f"{folder.country}/{RESPONSES}/"):
        folder.read.add(file)
        sheets, problems = read_export(folder.path(file), file)
        folder.problems += problems
        for sheet in sheets[:1]:
            interviews, answers, found = parse_export(sheet.rows, context, file=file, sheet=sheet.name)
            folder.problems += found
            new = {interview.interview_id: interview for interview in interviews}
            folder.answers = [answer for answer in folder.answers if answer.interview_id not in new] + list(answers)
            known |= new
    folder.interviews += [replace(interview) for interview in known.values()]


def _report_unregistered(folder: _Folder) -> None:
    for file in folder.files.all:
        if file not in folder.read and Path(file).name.lower() not in OWN_FILES:
            if Path(file).suffix.lower() in SUFFIXES:
                _, problems = read_source(folder.path(file), file)
                folder.problems += problems
            folder.problems.append(NOT_REGISTERED.at(file))
