"""Answers: from a questionnaire export to one row per respondent, question and chosen answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath

from tasks.core.consents import CONSENTS
from tasks.core.dates import read_date, shows_month_first
from tasks.core.exports import IDENTIFYING_COLUMN, Column, Context, Header, read_header
from tasks.core.identifiers import derive_id
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.questionnaires import Form, Question
from tasks.core.registers import BAD_DATE, HEADS, Vocabulary, read_consent, speaks_of_people, speaks_of_staff
from tasks.core.sheets import Sheet
from tasks.core.sources import Answer, Interview
from tasks.core.spellings import Spellings, simplify
from tasks.core.stakeholder_groups import read_description

DEVICE_TYPES = frozenset({
    "start", "end", "today", "deviceid", "phonenumber", "username", "email", "subscriberid", "simserial", "audit",
})  # fmt: skip
"""Types of a form's rows that tell of the device and not of the respondent."""
NOT_KEPT_TYPES = {
    **dict.fromkeys(("geopoint", "geotrace", "geoshape", "start-geopoint"), "a place, which may tell who answers"),
    **dict.fromkeys(("image", "audio", "video", "file", "background-audio", "draw"), "a file, which is not read"),
    "barcode": "what may name people",
    **dict.fromkeys(("calculate", "hidden"), "what the form works out, and nobody said"),
}
"""Types of questions whose answers are left out -> what they hold."""
COUNTED_TYPES = frozenset({"integer", "decimal", "range", "date", "datetime", "time"})
FEWEST_KNOWN_COLUMNS = 2
FEWEST_COPIED_TEXTS = 3
OWN_AND_SHIPPED = 2
NOT_FINISHED = frozenset({"", "0", "false", "no"})
SHORTEST_UUID = 16
"""Shorter identifiers are running numbers, which other surveys use too."""
CHOSEN, NOT_CHOSEN = (
    frozenset({"1", "1.0", "true", "yes", "oui", "sí", "si", "sim", "checked", "x", "y"}),
    frozenset({"0", "0.0", "false", "no", "non", "não", "unchecked", "n", "not selected"}),
)
MEDIA_PATTERN = re.compile(r"^\S+\.(?:mp3|m4a|mp4|amr|3gp|wav|ogg|webm|aac|opus)$|^https?://\S+$", re.IGNORECASE)
LIST_PATTERNS = tuple(map(re.compile, (r"\s+", r"\s*[;|\n]\s*", r"\s*,\s*")))
ANY_SEPARATOR_PATTERN = re.compile(r"\s*[;|\n]\s*|,\s+")
BLANKS = re.compile(r"\s+")
GROUP_JOINT = re.compile(r"\s*(?:/|,|;|&|\+|\band\b|\bet\b|\by\b|\be\b)\s*", re.IGNORECASE)
BLANK, DONT_KNOW, REFUSED, NOT_APPLICABLE = "blank", "dont_know", "refused", "not_applicable"
REASON_CODES = {"dk": DONT_KNOW, "na": NOT_APPLICABLE, "refused": REFUSED}

NOT_THIS_FORM = ProblemKind(
    "A001",
    Severity.CRITICAL,
    "The sheet has no column of this questionnaire.",
    "Export the answers with XML names or labels as headers, from the form that `msp form` writes.",
)
UNKNOWN_CHOICE = ProblemKind(
    "A003",
    Severity.WARNING,
    "The answer is none of the choices of '{question}'; it is kept but gives no level.",
    "Use one of: {known}.",
)
REJECTED_ROW = ProblemKind(
    "A004",
    Severity.INFO,
    "The response was rejected in the data collection; it is left out.",
    "Approve it there if it should count.",
)
DUPLICATE_ROW = ProblemKind(
    "A005",
    Severity.WARNING,
    "The response stands in row {earlier} too; this one counts, as it is the later one.",
    "Delete row {earlier}.",
)
OTHER_COUNTRY = ProblemKind(
    "A006",
    Severity.WARNING,
    "The response is about another country than its folder; it is left out.",
    "Move it to that country's folder.",
)
NO_CONSENT = ProblemKind(
    "A007",
    Severity.INFO,
    "The respondent gave no consent to record; the answers are not read.",
    "Nothing to mend, unless the consent is missing by mistake.",
)
SPLIT_CONFLICT = ProblemKind(
    "A011",
    Severity.WARNING,
    "The summary of '{question}' and its columns per choice do not agree; the columns count.",
    "Export the responses anew; do not edit one without the other.",
)
ORPHAN = ProblemKind(
    "A012",
    Severity.WARNING,
    "The row of the repeat '{name}' belongs to no response of this export; it is left out.",
    "Export responses and repeats together, without filtering one of them.",
)
NO_REPEATS = ProblemKind(
    "A013",
    Severity.WARNING,
    "The form has repeats ({names}), and this file holds none of their answers.",
    "Export as XLSX, or as the ZIP of ODK Central: a single CSV leaves repeats out.",
)
UNKNOWN_VERSION = ProblemKind(
    "A014",
    Severity.INFO,
    "Responses collected with version '{version}' of the form, which is not in forms/: {n}.",
    "Put that version's XLSForm into the country's forms/ folder to have its own choices read.",
)
EDITED_ROW = ProblemKind(
    "A015", Severity.INFO, "The response was edited later; the edited one counts.", "Nothing to mend."
)
DOUBTFUL_ROW = ProblemKind(
    "A016",
    Severity.INFO,
    "The response is on hold, or marked as having issues, in the data collection; it counts for now.",
    "Approve or reject it there.",
)
OTHER_SHEET = ProblemKind(
    "A018",
    Severity.INFO,
    "The sheet '{name}' has no column of the questionnaire; it is not read.",
    "Nothing to mend if it holds no answers.",
)
MERGED_GROUPS = ProblemKind(
    "A019",
    Severity.WARNING,
    "Several stakeholder groups stand in one cell; the voice counts as unattributed.",
    "Enter one response per group, or the group the person speaks for.",
)
UNFINISHED_ROW = ProblemKind(
    "A023", Severity.INFO, "The response was begun and never sent; it counts for now.", "Delete it if it should not."
)
COPIED_ROW = ProblemKind(
    "A024",
    Severity.WARNING,
    "The response gives the same answers as row {first} under another id; both count.",
    "Delete one of them if one person sent it twice.",
)
NO_TRANSCRIPT = ProblemKind(
    "A025",
    Severity.WARNING,
    "The answer is a recording without a transcript; it is not read.",
    "Transcribe it in the data collection, and export the responses with their transcripts.",
)
CONVENTIONAL_CODES = ProblemKind(
    "A022",
    Severity.WARNING,
    "Answers that are bare codes such as 97, 98 and 99, which the file does not explain: {n}; they are read as don't"
    " know, refused and not applicable.",
    "Export with value labels, or with the form's own codes (dk, na), to be sure.",
)
OWN_QUESTION = ProblemKind(
    "A026",
    Severity.INFO,
    "Only the country's own form asks '{question}'; its answers are kept, and give no theme and no level.",
    "Nothing to mend; name the column in columns.yaml if it answers a question of Annex 1.",
)
NOT_KEPT = ProblemKind(
    "A027",
    Severity.WARNING,
    "The answers to '{question}' are not kept: they hold {what}.",
    "Nothing to mend, unless the brief should rest on them: then ask for it in a question of its own.",
)


@dataclass(slots=True)
class _Response:
    """A response being read."""

    key: str
    ids: tuple[str, ...]
    deprecated: str
    submitted: str
    row: int
    interview: Interview
    answers: list[Answer] = field(repr=False)
    index: str = ""


@dataclass(slots=True)
class _Reading:
    """An export being read; `left_out` holds the ids of responses that do not count."""

    file: str
    context: Context
    problems: list[Problem] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    bare_codes: int = 0


@dataclass
class _Table:
    """A sheet with its header and the columns of each question."""

    sheet: Sheet
    header: Header
    questions: dict[str, list[Column]]
    identifying: tuple[int, ...]

    @cached_property
    def is_month_first(self) -> bool:
        """Whether its dates are written month/day/year, as one of them shows."""
        cells = self.sheet.cells.iloc[self.header.first_row :]
        places = [column.place for column in self.questions.get("interview_date", ())]
        return any(shows_month_first(cells[place].tolist()) for place in places)

    def answer(self, row: Sequence[str], question: str) -> str:
        """Return the cell of a question, "" when the export has no such column."""
        own = self.questions.get(question, ())
        return next((text for c in own if not c.choice and not c.is_other and (text := row[c.place].strip())), "")


def parse_export(
    sheets: Sequence[Sheet], context: Context, *, file: str
) -> tuple[tuple[Interview, ...], tuple[Answer, ...], tuple[Problem, ...]]:
    """Read a questionnaire export.

    Args:
        sheets: of the file; repeats stand in sheets of their own.
        context: form and spellings.
        file: path below the raw folder.

    Returns:
        One interview per response, its answers (one per question and choice, blanks included), and the problems.
    """
    reading = _Reading(file, context)
    mains, repeats = _read_tables(sheets, reading)
    responses: list[_Response] = []
    for table in mains:
        responses += _read_responses(table, reading)
    kept = _latest(responses, reading)
    for table in repeats:
        _read_repeats(table, kept, reading)
    _report_repeats([*mains, *repeats], reading)
    _report_versions(reading)
    if reading.bare_codes:
        reading.problems.append(CONVENTIONAL_CODES.at(file, n=reading.bare_codes))
    for response in kept:
        if not response.interview.consent_record:
            response.answers.clear()
    interviews = tuple(response.interview for response in kept)
    return interviews, tuple(a for response in kept for a in response.answers), tuple(reading.problems)


def _read_tables(sheets: Sequence[Sheet], reading: _Reading) -> tuple[list[_Table], list[_Table]]:
    """Tell the sheets of responses from those of repeats."""
    mains: list[_Table] = []
    repeats: list[_Table] = []
    others: list[Problem] = []
    for sheet in sheets:
        header, problems = read_header(sheet, reading.context, sheet.file or reading.file)
        questions: dict[str, list[Column]] = {}
        for column in header.columns:
            questions.setdefault(column.question.name, []).append(column)
        table = _Table(sheet, header, questions, _identifying(header, reading.context))
        own = _report_own(table, reading)
        if _is_repeat(header):
            repeats.append(table)
            reading.problems += [problem for problem in problems if problem.code != "A008"] + own
        elif len(questions) >= FEWEST_KNOWN_COLUMNS:
            mains.append(table)
            reading.problems += [*problems, *own]
        else:
            others.append(OTHER_SHEET.at(reading.file, name=sheet.name))
    reading.problems += others if mains else [NOT_THIS_FORM.at(reading.file, 1)]
    return mains, repeats if mains else []


def _is_repeat(header: Header) -> bool:
    return any(header.systems.get(noun) for noun in ("parent_index", "parent_table", "parent_key"))


def _identifying(header: Header, context: Context) -> tuple[int, ...]:
    """Return the columns that name somebody."""
    named = {column.place for column in header.columns if _names_somebody(column.question, context)}
    told = {place for place, name in enumerate(header.names) if context.vocabulary.identifying.read(name)}
    return tuple(sorted(named | told))


def _names_somebody(question: Question, context: Context) -> bool:
    """Tell whether a question asks for a name, phone or e-mail, as its name tells or, of an own form, its wording."""
    labels = question.labels.values() if question.name in context.own_questions else ()
    return question.is_identifying or any(map(context.vocabulary.identifying.read, labels))


def _report_own(table: _Table, reading: _Reading) -> list[Problem]:
    """Say of each question that only the country's own form asks what becomes of its answers."""
    problems: list[Problem] = []
    file, row = table.sheet.file or reading.file, table.header.row + 1
    for name, columns in table.questions.items():
        question, header = columns[0].question, columns[0].header[:80]
        if not _is_own(question, reading.context) or question.type in DEVICE_TYPES:
            continue
        if any(column.place in table.identifying for column in columns):
            problems.append(IDENTIFYING_COLUMN.at(file, row, header, name=header))
        elif what := _why_not_kept(question, reading.context):
            problems.append(NOT_KEPT.at(file, row, header, question=name, what=what))
        else:
            problems.append(OWN_QUESTION.at(file, row, header, question=name))
    return problems


def _is_own(question: Question, context: Context) -> bool:
    """Tell whether only the country's own form asks a question, and it is none of Annex 1."""
    return question.name in context.own_questions and not (question.annex_question or question.area)


def _why_not_kept(question: Question, context: Context) -> str:
    """Return what keeps the answers to a question of the country's own form from being kept, "" when nothing does."""
    vocabulary, asked = context.vocabulary, (question.name, *question.labels.values())
    is_staff = any(set(simplify(one).split()) & vocabulary.staff_words for one in asked)
    speaks = is_staff or (question.type == "text" and any(speaks_of_people(one, vocabulary) for one in asked))
    may_name = speaks and question.type not in COUNTED_TYPES
    return "what may name people" if may_name else NOT_KEPT_TYPES.get(question.type, "")


def _read_responses(table: _Table, reading: _Reading) -> Iterator[_Response]:
    first = table.header.first_row
    for number, row in enumerate(table.sheet.iter_rows(first), start=first + 1):
        if any(cell.strip() for cell in row) and _is_accepted(table, row, number, reading):
            yield _read_response(table, row, number, reading)


def _is_accepted(table: _Table, row: Sequence[str], number: int, reading: _Reading) -> bool:
    header, words = table.header, reading.context.words
    status = simplify(header.system(row, "status"))
    country = table.answer(row, "country")
    fault = None
    if status in words.rejected:
        fault = REJECTED_ROW.at(reading.file, number)
    elif country and not reading.context.country.read(_label_of(table, "country", country)):
        fault = OTHER_COUNTRY.at(reading.file, number, "country")
    elif status in words.doubtful:
        reading.problems.append(DOUBTFUL_ROW.at(reading.file, number))
    elif header.systems.get("finished") and header.system(row, "finished").lower() in NOT_FINISHED:
        reading.problems.append(UNFINISHED_ROW.at(reading.file, number))
    if fault is not None:
        reading.problems.append(fault)
        reading.left_out.update(header.ids(row, "uuid", "root_uuid", "index"))
    return fault is None


def _label_of(table: _Table, question: str, text: str) -> str:
    """Return the label a statistics file gives a code, else the code."""
    for column in table.questions.get(question, ()):
        label = table.sheet.value_labels.get(column.header, {}).get(text)
        if label:
            return label
    return text


def _read_response(table: _Table, row: Sequence[str], number: int, reading: _Reading) -> _Response:
    header, context = table.header, reading.context
    submitted = header.system(row, "submitted")
    deprecated = next(iter(header.ids(row, "deprecated")), "")
    ids = header.ids(row, "root_uuid", "uuid")
    root = next(iter(header.ids(row, "root_uuid")), "") or deprecated or next(iter(ids), "")
    if 0 < len(root) < SHORTEST_UUID:
        root = f"{root}\x1f{submitted}"
    key = root or "\x1f".join(row[column.place] for column in header.columns)
    interview = _read_interview(table, row, number, derive_id("response", context.country.values[0], key), reading)
    if not interview.consent_record:
        reading.problems.append(NO_CONSENT.at(reading.file, number))
    form = _form_of(table, row, reading)
    answers = list(_read_answers(table, row, number, interview, form, reading)) if interview.consent_record else []
    return _Response(key, ids, deprecated, submitted, number, interview, answers, header.system(row, "index"))


def _form_of(table: _Table, row: Sequence[str], reading: _Reading) -> Form:
    """Return the version of the form that a response was collected with; the country's only form needs no number."""
    versions, version = reading.context.versions, table.header.system(row, "version")
    if len(versions) <= OWN_AND_SHIPPED or not version:
        return reading.context.form
    if version not in versions:
        reading.versions[version] = reading.versions.get(version, 0) + 1
    return versions.get(version, reading.context.form)


def _read_interview(table: _Table, row: Sequence[str], number: int, interview_id: str, reading: _Reading) -> Interview:
    vocabulary = reading.context.vocabulary
    consents = {
        name: _read_choice(table, row, name, vocabulary.yes_no, reading)
        for name in ("consent_record", "consent_quote", "consent_acknowledge")
    }
    told = {name: answer or read_consent(table.answer(row, name), vocabulary) for name, answer in consents.items()}
    may_record = told["consent_record"] == "yes"
    return Interview(
        interview_id=interview_id,
        file=reading.file,
        record_type="questionnaire",
        date=_read_interview_date(table, row, number, reading),
        language=_read_choice(table, row, "language", vocabulary.languages, reading),
        stakeholder_group=_read_group(table, row, number, reading),
        level=_read_choice(table, row, "level", vocabulary.levels, reading),
        consent_record=may_record,
        consent_quote=may_record and told["consent_quote"] == "yes",
        attribution=_read_choice(table, row, "consent_attribution", vocabulary.attribution, reading) or "none",
        consent_acknowledge=may_record and told["consent_acknowledge"] == "yes",
        row=number,
        identifiers=tuple(text for place in table.identifying if (text := row[place].strip())),
        own_names=tuple(text for place in _own_columns(table, vocabulary) if (text := row[place].strip())),
        submitted=table.header.system(row, "submitted"),
        untold=frozenset(name for name in CONSENTS if HEADS.get(name, name) not in table.questions),
    )


def _own_columns(table: _Table, vocabulary: Vocabulary) -> Iterator[int]:
    """Yield the columns that may name the respondent, and nobody of the team."""
    asked = {column.place: column.question.labels.values() for column in table.header.columns}
    for place in table.identifying:
        headers = (table.header.names[place], *asked.get(place, ()))
        if not any(speaks_of_staff(header, vocabulary) for header in headers):
            yield place


def _read_interview_date(table: _Table, row: Sequence[str], number: int, reading: _Reading) -> str:
    """Read the date of an answer; the day it was sent stands in only where no other is given."""
    if text := table.answer(row, "interview_date"):
        date = read_date(text, is_month_first=table.is_month_first).iso
        if not date:
            reading.problems.append(BAD_DATE.at(reading.file, number, "interview_date"))
        return date
    return read_date(table.header.system(row, "submitted")).iso


def _read_choice(table: _Table, row: Sequence[str], question: str, spellings: Spellings, reading: _Reading) -> str:
    """Read metadata that the form asks as a choice: a code, a label in any language, or a usual spelling."""
    text = _label_of(table, question, table.answer(row, question))
    if not text:
        return ""
    columns = table.questions.get(question)
    asked = columns[0].question if columns else None
    code = _choice_code(text, asked, reading.context.form) if asked else ""
    return spellings.read(code or text) or read_description(text, spellings, reading.context.vocabulary.of_words)


def _read_group(table: _Table, row: Sequence[str], number: int, reading: _Reading) -> str:
    """Read the stakeholder group; a cell that names several is nobody's voice alone."""
    groups = reading.context.vocabulary.groups
    text = _label_of(table, "stakeholder_group", table.answer(row, "stakeholder_group"))
    if not groups.read(text):
        for joint in (GROUP_JOINT, BLANKS):
            parts = [groups.read(part) for part in joint.split(text) if part.strip()]
            if len(set(parts)) > 1 and all(parts):
                reading.problems.append(MERGED_GROUPS.at(reading.file, number, "stakeholder_group"))
                return ""
    return _read_choice(table, row, "stakeholder_group", groups, reading)


def _latest(responses: Sequence[_Response], reading: _Reading) -> list[_Response]:
    """Keep the latest of the responses that stand twice or were edited, under the id of the first."""
    by_id = {id_: response for response in responses for id_ in response.ids}
    kept: dict[str, _Response] = {}
    edits: dict[int, int] = {}
    for response in responses:
        first, edits[id(response)] = _first_version(response, by_id)
        earlier = kept.get(first.key)
        if earlier is None:
            kept[first.key] = response
            continue
        is_edit = bool(set(response.ids) ^ set(earlier.ids))
        ages = [(edits[id(one)], one.submitted) for one in (earlier, response)]
        older, newer = (earlier, response) if ages[1] >= ages[0] else (response, earlier)
        doubled = DUPLICATE_ROW.at(reading.file, newer.row, earlier=older.row)
        reading.problems.append(EDITED_ROW.at(reading.file, older.row) if is_edit else doubled)
        kept[first.key] = newer
    latest = [_under_first_id(response, _first_version(response, by_id)[0]) for response in kept.values()]
    _report_copies(latest, reading)
    return latest


def _first_version(response: _Response, by_id: Mapping[str, _Response]) -> tuple[_Response, int]:
    """Follow the edits of a response back to the first version that the export holds, and count them."""
    seen = {response.key}
    while (older := by_id.get(response.deprecated)) is not None and older.key not in seen:
        response = older
        seen.add(older.key)
    return response, len(seen) - 1


def _under_first_id(response: _Response, first: _Response) -> _Response:
    if response.interview.interview_id == first.interview.interview_id:
        return response
    id_ = first.interview.interview_id
    return replace(
        response,
        interview=replace(response.interview, interview_id=id_),
        answers=[replace(answer, interview_id=id_) for answer in response.answers],
    )


def _report_copies(responses: Iterable[_Response], reading: _Reading) -> None:
    """Say which responses give the same answers under another id: somebody may have sent them twice."""
    seen: dict[tuple[tuple[str, str, str], ...], int] = {}
    for response in responses:
        said = tuple((a.question_name, a.answer_code, a.answer_text) for a in response.answers if not a.missing_reason)
        if sum(bool(text) for _, _, text in said) < FEWEST_COPIED_TEXTS:
            continue
        if said in seen:
            reading.problems.append(COPIED_ROW.at(reading.file, response.row, first=seen[said]))
        seen.setdefault(said, response.row)


def _read_repeats(table: _Table, responses: Sequence[_Response], reading: _Reading) -> None:
    """Read the rows of a repeat into the responses they belong to."""
    by_index = {response.index: response for response in responses if response.index}
    by_id = {id_: response for response in responses for id_ in response.ids}
    counts: dict[str, int] = {}
    first = table.header.first_row
    for number, row in enumerate(table.sheet.iter_rows(first), start=first + 1):
        if not any(cell.strip() for cell in row):
            continue
        parent = table.header.system(row, "parent_key").removeprefix("uuid:").partition("/")[0]
        index = table.header.system(row, "parent_index")
        owner = by_id.get(parent) or by_index.get(index)
        if owner is None and reading.left_out & {parent, index}:
            continue
        if owner is None:
            file = table.sheet.file or reading.file
            reading.problems.append(ORPHAN.at(file, number, name=table.sheet.name or PurePosixPath(file).stem))
        elif owner.interview.consent_record:
            place = counts[owner.key] = counts.get(owner.key, 0) + 1
            form = reading.context.form
            for answer in _read_answers(table, row, number, owner.interview, form, reading):
                if answer.missing_reason != BLANK:
                    owner.answers.append(replace(answer, repeat=place))


def _report_repeats(tables: Sequence[_Table], reading: _Reading) -> None:
    """Say which repeats of the form no sheet of the export holds."""
    held = {column.question.repeat for table in tables for column in table.header.columns}
    names = sorted({question.repeat for question in reading.context.form.questions if question.repeat} - held)
    if names and tables:
        reading.problems.append(NO_REPEATS.at(reading.file, names=", ".join(names)))


def _report_versions(reading: _Reading) -> None:
    for version, n in sorted(reading.versions.items()):
        reading.problems.append(UNKNOWN_VERSION.at(reading.file, version=version[:40], n=n))


def _read_answers(
    table: _Table, row: Sequence[str], number: int, interview: Interview, form: Form, reading: _Reading
) -> Iterator[Answer]:
    for columns in table.questions.values():
        if _is_kept(columns, table, reading.context):
            cell = _Cell(table, row, number, interview, form, reading)
            yield from cell.read(columns)


def _is_kept(columns: Sequence[Column], table: _Table, context: Context) -> bool:
    """Tell whether a question's answers are kept: those of Annex 1 and of the country's own form, and no metadata."""
    question = columns[0].question
    if _is_own(question, context):
        names = question.type in DEVICE_TYPES or any(column.place in table.identifying for column in columns)
        return not names and not _why_not_kept(question, context)
    return bool(question.annex_question or question.area) and not question.is_identifying


@dataclass(slots=True)
class _Cell:
    """The answer of one response to one question, over all columns that hold it."""

    table: _Table
    row: Sequence[str]
    number: int
    interview: Interview
    form: Form
    reading: _Reading

    def read(self, columns: Sequence[Column]) -> list[Answer]:
        """Read the answer: a cell, the columns of its choices, or the transcript of a recording."""
        plain = [c for c in columns if not c.choice and not c.is_other and c.transcript is None]
        split = [c for c in columns if c.choice]
        if plain and plain[0].question.repeat and len(plain) > 1:
            wide = [(n, self._plain(c)) for n, c in enumerate(plain, start=1)]
            return [replace(a, repeat=n) for n, answers in wide for a in answers if a.missing_reason != BLANK]
        filled = next((c for c in plain if self._text(c)), plain[0] if plain else None)
        answers = self._plain(filled) if filled is not None else []
        if split:
            answers = self._reconcile(answers, split)
        answers = self._with_transcript(answers, plain, [c for c in columns if c.transcript is not None])
        for column in columns:
            if column.is_other and (text := self._text(column)):
                answers = [a for a in answers if a.missing_reason != BLANK]
                answers.append(replace(self._blank(column), answer_code="other", answer_text=text, missing_reason=""))
        return answers

    def _text(self, column: Column) -> str:
        return self.row[column.place].strip()

    def _blank(self, column: Column) -> Answer:
        question = column.question
        return Answer(
            interview_id=self.interview.interview_id,
            question_name=question.name,
            annex_question=question.annex_question,
            indicator=question.indicator,
            area=question.area,
            answer_code="",
            answer_label="",
            answer_text="",
            missing_reason=BLANK,
            language=self.interview.language,
            file=self.table.sheet.file or self.reading.file,
            sheet=self.table.sheet.name,
            row=self.number,
            column=column.header,
            question_label=self.form.in_default(question.labels),
        )

    def _plain(self, column: Column) -> list[Answer]:
        text, blank, question = self._text(column), self._blank(column), column.question
        if not text:
            return [blank]
        if reason := self._declared_missing(column, text):
            return [replace(blank, answer_code=text, missing_reason=reason)]
        if question.type == "select_multiple":
            return self._several(column, text)
        if MEDIA_PATTERN.match(text) and not question.type.startswith("select"):
            return [blank]
        if not question.type.startswith("select"):
            said = self.table.sheet.value_labels.get(column.header, {}).get(text, text)
            reason = self.reading.context.missing.read(said)
            return [replace(blank, answer_text="" if reason else said, missing_reason=reason)]
        return [self._chosen(column, text)]

    def _declared_missing(self, column: Column, text: str) -> str:
        """Return why a code that the file itself calls missing is no answer."""
        if text not in self.table.sheet.missing.get(column.header, ()):
            return ""
        label = self.table.sheet.value_labels.get(column.header, {}).get(text, "")
        coded = REASON_CODES.get(_choice_code(label, column.question, self.form)) if label else ""
        missing, words = self.reading.context.missing, self.reading.context.words
        return coded or missing.read(label) or missing.read(text) or words.missing_codes.read(text) or BLANK

    def _chosen(self, column: Column, text: str) -> Answer:
        """Read one choice, given as code or as label."""
        question, blank = column.question, self._blank(column)
        label = self.table.sheet.value_labels.get(column.header, {}).get(text, "")
        code = _choice_code(text, question, self.form) or (_choice_code(label, question, self.form) if label else "")
        if not code:
            reason = self.reading.context.missing.read(label or text)
            if not reason and (reason := self.reading.context.words.missing_codes.read(text)):
                self.reading.bare_codes += 1
            if reason:
                return replace(blank, answer_code=text, answer_label=label, missing_reason=reason)
            known = ", ".join(choice.name for choice in self.form.choices.get(question.list_name, ()))
            self.reading.problems.append(
                UNKNOWN_CHOICE.at(self.reading.file, self.number, column.header, question=question.name, known=known)
            )
            return replace(blank, answer_code=text, missing_reason="")
        return replace(
            blank,
            answer_code=code,
            answer_label=_label(code, question, self.form),
            missing_reason=REASON_CODES.get(code, ""),
        )

    def _several(self, column: Column, text: str) -> list[Answer]:
        """Read the summary of a select_multiple: codes with blanks between, or labels."""
        parts = _chosen_parts(text, column.question, self.form)
        return [replace(self._chosen(column, part), is_one_of_several=True) for part in dict.fromkeys(parts)]

    def _reconcile(self, summary: list[Answer], columns: Sequence[Column]) -> list[Answer]:
        """Hold the columns per choice against the summary; where both are filled and differ, the columns count."""
        split = self._split(columns)
        if not split:
            return [a for a in summary if a.missing_reason != BLANK]
        told = {answer.answer_code for answer in summary if answer.missing_reason != BLANK}
        counted = {answer.answer_code for answer in split if answer.missing_reason != BLANK}
        if told and counted and told != counted:
            question = columns[0].question.name
            self.reading.problems.append(
                SPLIT_CONFLICT.at(self.reading.file, self.number, columns[0].header, question=question)
            )
        return summary if told and not counted else split

    def _split(self, columns: Sequence[Column]) -> list[Answer]:
        """Read the columns of choices: 1 chosen, 0 not, all empty when the question was not answered."""
        cells = [(column, self._text(column)) for column in columns]
        chosen = [
            (column, cell)
            for column, cell in cells
            if cell.lower() in CHOSEN or (cell and simplify(cell) in map(simplify, _names(column, self.form)))
        ]
        if not chosen:
            return [self._blank(columns[0])] if all(not cell for _, cell in cells) else []
        return [replace(self._chosen(column, column.choice), column=column.header) for column, _ in chosen]

    def _with_transcript(
        self, answers: list[Answer], plain: Sequence[Column], columns: Sequence[Column]
    ) -> list[Answer]:
        """Take the transcript of a recorded answer for the answer."""
        written = next((column for column in columns if self._text(column)), None)
        if any(answer.answer_text for answer in answers):
            return answers
        if written is None:
            if any(MEDIA_PATTERN.match(self.row[column.place].strip()) for column in plain):
                self.reading.problems.append(NO_TRANSCRIPT.at(self.reading.file, self.number, plain[0].header[:80]))
            return answers
        language = (written.transcript or "").partition("-")[0] or self.interview.language
        said = replace(self._blank(written), answer_text=self._text(written), missing_reason="", language=language)
        return [said]


def _names(column: Column, form: Form) -> list[str]:
    """Return how the choice of a column may be written into its cells."""
    labels = [
        label
        for choice in form.choices.get(column.question.list_name, ())
        if choice.name == column.choice
        for label in choice.labels.values()
    ]
    return [column.choice, *labels]


def _label(code: str, question: Question, form: Form) -> str:
    labels: Mapping[str, str] = next(
        (choice.labels for choice in form.choices.get(question.list_name, ()) if choice.name == code), {}
    )
    return form.in_default(labels) or code


def _choice_code(text: str, question: Question, form: Form) -> str:
    """Return the code of a choice given as code, as a number with a point, or as a label in any language."""
    choices = form.choices.get(question.list_name, ())
    plain = text.removesuffix(".0")
    if any(choice.name == plain for choice in choices):
        return plain
    return Spellings({choice.name: choice.labels.values() for choice in choices}).read(text)


def _chosen_parts(text: str, question: Question, form: Form) -> list[str]:
    """Split a summary into codes or labels: at the separator that leaves known choices only, else at every one."""
    for pattern in LIST_PATTERNS:
        parts = [part for part in pattern.split(text.strip()) if part]
        if all(_choice_code(part, question, form) for part in parts):
            return parts
    return _known_labels(text, question, form) or [part for part in ANY_SEPARATOR_PATTERN.split(text) if part]


def _known_labels(text: str, question: Question, form: Form) -> list[str]:
    """Split a summary of labels that only blanks part; none when the labels do not make up the whole."""
    labels = {
        simplify(label): choice.name
        for choice in form.choices.get(question.list_name, ())
        for label in choice.labels.values()
    }
    rest, found = simplify(text), []
    for label in sorted(labels, key=len, reverse=True):
        if label and f" {label} " in f" {rest} ":
            rest = " ".join(f" {rest} ".replace(f" {label} ", " ", 1).split())
            found.append(labels[label])
    return found if not rest else []
