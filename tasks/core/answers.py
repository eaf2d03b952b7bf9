"""Answers: from a questionnaire export to one row per respondent, question and chosen answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tasks.core.dates import read_date
from tasks.core.identifiers import derive_id
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.questionnaires import Form, Question
from tasks.core.registers import Vocabulary
from tasks.core.sources import Answer, Interview
from tasks.core.spellings import Spellings, simplify

SEPARATOR_PATTERN = re.compile(r"[/.:]|--?")
SYSTEM_PATTERN = re.compile(
    r"^_|^(?:start|end|today|deviceid|username|phonenumber|subscriberid|simserial|audit|key|instanceid|submissiondate"
    r"|formdef_version|formhub/uuid|rooturuid|rootuuid|meta[/-].*|.*/?_?version__?)$",
    re.IGNORECASE,
)
UUID_COLUMNS = ("_uuid", "meta/instanceID", "instanceID", "KEY", "meta-instanceID")
TIME_COLUMNS = ("_submission_time", "SubmissionDate", "today", "end", "start")
REJECTED = frozenset({"not approved", "rejected", "not_approved", "validation_status_not_approved"})
STATUS_COLUMNS = ("_validation_status", "ReviewState", "review_status")
FEWEST_KNOWN_COLUMNS = 2

NOT_THIS_FORM = ProblemKind(
    "A001",
    Severity.CRITICAL,
    "The sheet has no column of this questionnaire.",
    "Export the answers with XML names or labels as headers, from the form that `msp form` writes.",
)
UNKNOWN_COLUMN = ProblemKind(
    "A002",
    Severity.WARNING,
    "The column '{name}' is not in the form{hint}; it is not read.",
    "Rename it, or add the question to the form.",
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
    "A005", Severity.WARNING, "The response stands twice; the later one counts.", "Delete the earlier one."
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
MISSING_COLUMNS = ProblemKind(
    "A008",
    Severity.INFO,
    "{n} questions of the form have no column here.",
    "Nothing to mend if an earlier version of the form was used.",
)
IDENTIFYING_COLUMN = ProblemKind(
    "A009",
    Severity.WARNING,
    "The column '{name}' may identify people; it is used to mask their names and not kept.",
    "Leave such columns out of the export.",
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an export that answers a question.

    Attributes:
        place: 0-based.
        header: as received.
        question: what it answers.
        choice: choice of a split select_multiple column, "" otherwise.
    """

    place: int
    header: str
    question: Question
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What exports of one country are read with.

    Attributes:
        form: the questionnaire.
        country: spellings of the folder's country.
        vocabulary: spellings of groups, levels, languages and consent.
        missing: reason -> spellings of a non-answer.
    """

    form: Form
    country: Spellings
    vocabulary: Vocabulary
    missing: Spellings


@dataclass(slots=True)
class _Export:
    """A sheet being read."""

    file: str
    sheet: str
    header: Sequence[str]
    columns: list[Column]
    first_row: int
    context: Context
    problems: list[Problem] = field(default_factory=list)

    def cell(self, row: Sequence[str], *names: str) -> str:
        """Return the cell of the first of some headers that is there and filled."""
        places = {simplify(header): place for place, header in enumerate(self.header)}
        return next(
            (
                row[places[simplify(name)]].strip()
                for name in names
                if simplify(name) in places and row[places[simplify(name)]].strip()
            ),
            "",
        )

    def answer(self, row: Sequence[str], question: str) -> str:
        """Return the cell of a question, "" when the export has no such column."""
        return next((row[c.place].strip() for c in self.columns if c.question.name == question and not c.choice), "")


def parse_export(
    rows: Sequence[Sequence[str]], context: Context, *, file: str, sheet: str
) -> tuple[tuple[Interview, ...], tuple[Answer, ...], tuple[Problem, ...]]:
    """Read a sheet of a questionnaire export.

    Args:
        rows: cells as text, the header first; KoboToolbox, ODK or plain layout.
        context: form and spellings.
        file: path below the raw folder.
        sheet: name of the sheet, "" for CSV.

    Returns:
        One interview per response, its answers (one per question, blanks included), and the problems.
    """
    export = _read_header(rows, context, file, sheet)
    if len({column.question.name for column in export.columns}) < FEWEST_KNOWN_COLUMNS:
        return (), (), (NOT_THIS_FORM.at(file, 1),)
    responses: dict[str, tuple[Interview, list[Answer]]] = {}
    for number, row in enumerate(rows[export.first_row :], start=export.first_row + 1):
        if not any(cell.strip() for cell in row) or not _is_accepted(export, row, number):
            continue
        interview = _read_interview(export, row, number)
        if interview.interview_id in responses:
            export.problems.append(DUPLICATE_ROW.at(file, number))
        answers = _read_answers(export, row, number, interview) if interview.consent_record else []
        if not interview.consent_record:
            export.problems.append(NO_CONSENT.at(file, number))
        responses[interview.interview_id] = (interview, answers)
    interviews = tuple(interview for interview, _ in responses.values())
    return interviews, tuple(a for _, answers in responses.values() for a in answers), tuple(export.problems)


def _read_header(rows: Sequence[Sequence[str]], context: Context, file: str, sheet: str) -> _Export:
    header = [cell.strip() for cell in rows[0]] if rows else []
    known = _known_headers(context.form)
    export = _Export(file, sheet, header, [], _first_row(rows), context)
    for place, name in enumerate(header):
        column = _read_column(name, place, known, context.form)
        if column is not None:
            export.columns.append(column)
        elif name and not SYSTEM_PATTERN.match(name):
            export.problems.append(_unknown_column(name, context, file))
    asked = {question.name for question in context.form.questions if question.annex_question}
    if absent := asked - {column.question.name for column in export.columns}:
        export.problems.append(MISSING_COLUMNS.at(file, 1, n=len(absent)))
    return export


def _first_row(rows: Sequence[Sequence[str]]) -> int:
    """Return the 0-based place of the first response: a second header row of HXL tags is passed over."""
    has_tags = (
        len(rows) > 1
        and any(cell.startswith("#") for cell in rows[1])
        and all(not cell or cell.startswith("#") for cell in rows[1])
    )
    return 2 if has_tags else 1


def _known_headers(form: Form) -> Spellings:
    aliases = {
        question.name: [
            *question.labels.values(),
            f"{question.group}/{question.name}",
            f"{question.group}_{question.name}",
        ]
        for question in form.questions
    }
    return Spellings(aliases)


def _read_column(name: str, place: int, known: Spellings, form: Form) -> Column | None:
    """Tell which question a header means: a name or label, with a group before it or a choice behind it."""
    if name.startswith("_"):
        return None
    direct = known.read(name)
    parts = [part for part in SEPARATOR_PATTERN.split(name) if part.strip()]
    tails = ["/".join(parts[start:]) for start in range(1, len(parts))]
    question = form.question(direct or next((found for tail in tails if (found := known.read(tail))), ""))
    if question is not None:
        return Column(place, name, question)
    for end in range(len(parts) - 1, 0, -1):
        owner = form.question(known.read(parts[end - 1]))
        if owner is not None and owner.type == "select_multiple":
            return Column(place, name, owner, choice="/".join(parts[end:]))
    return None


def _unknown_column(name: str, context: Context, file: str) -> Problem:
    if context.vocabulary.identifying.read(name):
        return IDENTIFYING_COLUMN.at(file, 1, name, name=name)
    near = _known_headers(context.form).suggest(name)
    return UNKNOWN_COLUMN.at(file, 1, name, name=name, hint=f" (did you mean '{near}'?)" if near else "")


def _is_accepted(export: _Export, row: Sequence[str], number: int) -> bool:
    if simplify(export.cell(row, *STATUS_COLUMNS)) in {simplify(status) for status in REJECTED}:
        export.problems.append(REJECTED_ROW.at(export.file, number))
        return False
    country = export.answer(row, "country")
    if country and not export.context.country.read(country):
        export.problems.append(OTHER_COUNTRY.at(export.file, number, "country"))
        return False
    return True


def _read_interview(export: _Export, row: Sequence[str], number: int) -> Interview:
    vocabulary = export.context.vocabulary
    uuid = export.cell(row, *UUID_COLUMNS) or "\x1f".join(row[column.place] for column in export.columns)
    may_record = _read_choice(export, row, "consent_record", vocabulary.yes_no) == "yes"
    may_quote = _read_choice(export, row, "consent_quote", vocabulary.yes_no) == "yes"
    date = read_date(export.answer(row, "interview_date")).iso or read_date(export.cell(row, *TIME_COLUMNS)).iso
    language = _read_choice(export, row, "language", vocabulary.languages)
    identifying = [place for place, header in enumerate(export.header) if vocabulary.identifying.read(header)]
    named = [column.place for column in export.columns if column.question.is_identifying]
    return Interview(
        interview_id=derive_id("response", export.context.country.values[0], uuid),
        file=export.file,
        record_type="questionnaire",
        date=date,
        language=language,
        stakeholder_group=_read_choice(export, row, "stakeholder_group", vocabulary.groups),
        level=_read_choice(export, row, "level", vocabulary.levels),
        consent_record=may_record,
        consent_quote=may_record and may_quote,
        attribution=_read_choice(export, row, "consent_attribution", vocabulary.attribution) or "none",
        row=number,
        identifiers=tuple(text for place in sorted({*identifying, *named}) if (text := row[place].strip())),
    )


def _read_choice(export: _Export, row: Sequence[str], question: str, spellings: Spellings) -> str:
    """Read metadata that the form asks as a choice: a code, a label in any language, or a usual spelling."""
    text = export.answer(row, question)
    asked = export.context.form.question(question)
    code = _choice_code(text, asked, export.context.form) if asked else ""
    return spellings.read(code or text) if text else ""


def _read_answers(export: _Export, row: Sequence[str], number: int, interview: Interview) -> list[Answer]:
    answers: list[Answer] = []
    split: dict[str, list[Column]] = {}
    for column in export.columns:
        if not _is_kept(column.question):
            continue
        if column.choice:
            split.setdefault(column.question.name, []).append(column)
            continue
        answers.append(_read_answer(export, column, row[column.place].strip(), number, interview))
    answered = {answer.question_name for answer in answers if not answer.missing_reason}
    for name, columns in split.items():
        if name not in answered:
            answers = [answer for answer in answers if answer.question_name != name]
            answers += _read_split(export, columns, row, number, interview)
    return answers


def _is_kept(question: Question) -> bool:
    """Tell whether a question's answers are kept: those of Annex 1, and no metadata."""
    return bool(question.annex_question or question.area) and not question.is_identifying


def _read_answer(export: _Export, column: Column, text: str, number: int, interview: Interview) -> Answer:
    question, form = column.question, export.context.form
    blank = _blank_answer(export, column, number, interview)
    if not text:
        return blank
    if not question.type.startswith("select"):
        reason = export.context.missing.read(text)
        return replace(blank, answer_text="" if reason else text, missing_reason=reason)
    code = _choice_code(text, question, form)
    if not code:
        known = ", ".join(choice.name for choice in form.choices.get(question.list_name, ()))
        export.problems.append(
            UNKNOWN_CHOICE.at(export.file, number, column.header, question=question.name, known=known)
        )
        return replace(blank, answer_code=text, missing_reason="")
    reason = {"dk": "dont_know", "na": "not_applicable", "refused": "refused"}.get(code, "")
    labels = next(choice.labels for choice in form.choices[question.list_name] if choice.name == code)
    label = labels.get(form.default_language, code)
    return replace(blank, answer_code=code, answer_label=label, missing_reason=reason)


def _blank_answer(export: _Export, column: Column, number: int, interview: Interview) -> Answer:
    question = column.question
    return Answer(
        interview_id=interview.interview_id,
        question_name=question.name,
        annex_question=question.annex_question,
        indicator=question.indicator,
        area=question.area,
        answer_code="",
        answer_label="",
        answer_text="",
        missing_reason="blank",
        language=interview.language,
        file=export.file,
        sheet=export.sheet,
        row=number,
        column=column.header,
    )


def _choice_code(text: str, question: Question, form: Form) -> str:
    """Return the code of a choice given as code, as a number with a point, or as a label in any language."""
    choices = form.choices.get(question.list_name, ())
    plain = text.removesuffix(".0")
    if any(choice.name == plain for choice in choices):
        return plain
    return Spellings({choice.name: choice.labels.values() for choice in choices}).read(text)


def _read_split(
    export: _Export, columns: Sequence[Column], row: Sequence[str], number: int, interview: Interview
) -> list[Answer]:
    """Read split select_multiple columns: 1 chosen, 0 not, all empty when the question was not answered."""
    cells = [(column, row[column.place].strip().lower()) for column in columns]
    chosen = [column for column, cell in cells if cell in ("1", "1.0", "true")]
    if not chosen:
        reason = "blank" if all(not cell for _, cell in cells) else ""
        return [replace(_blank_answer(export, columns[0], number, interview), missing_reason=reason)] if reason else []
    return [
        replace(_blank_answer(export, column, number, interview), answer_code=column.choice, missing_reason="")
        for column in chosen
    ]
