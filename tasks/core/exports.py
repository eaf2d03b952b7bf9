"""Exports: how survey programs lay out a questionnaire's answers, and which question each column answers.

Recognised by content: header rows of KoboToolbox, ODK, SurveyCTO (one, or two with HXL tags), SurveyMonkey (two),
Qualtrics (three), LimeSurvey and plain tables with a title above.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.questionnaires import Form, Question
from tasks.core.questions import ALIKE, QuestionRouter
from tasks.core.registers import CONSENTS, Vocabulary, find_consents, read_consent_header
from tasks.core.sheets import Sheet
from tasks.core.spellings import Spellings, simplify

SEPARATOR_PATTERN = re.compile(r"[/.:]|--?| - ")
BRACKET_PATTERN = re.compile(r"^(.+?)\s*\[([^\]]+)\]$")
CODED_PATTERN = re.compile(r"^\s*(?:g\d+)?(q\d{1,2}|[a-z]\w{2,40})\s*[.:)–-]\s*(?=\S)", re.IGNORECASE)
NUMBER_PATTERN = re.compile(
    r"^\s*(?:(?:q|question|pregunta|pergunta)\s*\.?\s*0?(\d{1,2})|0?(\d{1,2}))\s*(?:$|[.):–-]\s*(.*)$)",
    re.IGNORECASE | re.DOTALL,
)
CODE_NAME_PATTERN = re.compile(r"^[\w./-]+$")
"""A name without blanks is a code, not a wording."""
REPEATED_PATTERN = re.compile(r"^(.+)_(\d{1,3})$")
OTHER_PATTERN = re.compile(r"^(.+?)(?:_|/|\s*[-–]\s*)(?:other|autre|otro|outro)$", re.IGNORECASE)
MOST_PARTS = 8
LAST_HEADER_ROW = 12
"""A title may stand above the header: it is looked for in so many rows."""
HIDDEN_MARK = '{"importid"'
WORDING_MARGIN = 0.1
"""Similarity beyond `ALIKE` that a paraphrased header needs: nobody asked it aloud."""

UNKNOWN_COLUMN = ProblemKind(
    "A002",
    Severity.WARNING,
    "The column '{name}' is not in the form{hint}; it is not read.",
    "Rename it, add the question to the form, or name it in columns.yaml.",
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
READ_BY_WORDING = ProblemKind(
    "A010",
    Severity.INFO,
    "The column is read as {question}, told by its number or its wording.",
    "Nothing to mend if that is right; else name it in columns.yaml.",
)
COLUMN_TWICE = ProblemKind(
    "A017",
    Severity.WARNING,
    "Two columns answer '{question}'; the first that is filled counts in each row.",
    "Delete one of them, or tell them apart in columns.yaml.",
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an export that answers a question.

    Attributes:
        place: 0-based.
        header: as received.
        question: what it answers.
        choice: choice of a split select_multiple column, "" otherwise.
        transcript: language of a transcript of a recorded answer ("" untold), None for an answer as given.
        is_other: it holds the text behind the choice "other".
    """

    place: int
    header: str
    question: Question
    choice: str = ""
    transcript: str | None = None
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class ExportWords:
    """Declared names of what is no question (exports.yaml).

    Attributes:
        system: noun -> column names, in order of preference.
        rejected: review states that leave a response out, simplified.
        doubtful: review states worth a remark, simplified.
        second_header: what stands in a second header row under a question with one column, simplified.
        ignored: patterns of columns that are no answer and no fault.
        transcript: pattern of the column that holds the transcript of a recorded answer.
        missing_codes: reason -> numbers that stand for no answer to a closed question.
    """

    system: Mapping[str, Sequence[str]]
    rejected: frozenset[str]
    doubtful: frozenset[str]
    second_header: frozenset[str]
    ignored: tuple[re.Pattern[str], ...]
    transcript: re.Pattern[str]
    missing_codes: Spellings


@dataclass(frozen=True, slots=True)
class Context:
    """What exports of one country are read with.

    Attributes:
        form: the questionnaire, all versions of it in one.
        country: spellings of the folder's country.
        vocabulary: spellings of groups, levels, languages and consent.
        missing: reason -> spellings of a non-answer.
        words: names of what is no question.
        router: tells a question by its wording; None to go by names and labels only.
        columns: declared header -> question name ("" to ignore it), from columns.yaml.
        versions: form version -> the form of that version, of a country's own forms.
        own_questions: names of the questions that only the country's own forms ask.
    """

    form: Form
    country: Spellings
    vocabulary: Vocabulary
    missing: Spellings
    words: ExportWords
    router: QuestionRouter | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, Form] = field(default_factory=dict)
    own_questions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet.

    Attributes:
        names: column names as received; a question over several columns is repeated.
        options: what a second header row says of the column, "" without one.
        texts: question texts beside the names, "" without any.
        row: 0-based row the names stand in.
        first_row: 0-based row of the first response.
        columns: those that answer a question.
        systems: noun -> places of the columns that hold it, in order of preference.
    """

    names: tuple[str, ...]
    options: tuple[str, ...]
    texts: tuple[str, ...]
    row: int
    first_row: int
    columns: tuple[Column, ...] = ()
    systems: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def system(self, row: Sequence[str], noun: str) -> str:
        """Return what a row says of itself, such as its "uuid"; "" when it does not."""
        return next((text for place in self.systems.get(noun, ()) if (text := row[place].strip())), "")

    def ids(self, row: Sequence[str], *nouns: str) -> tuple[str, ...]:
        """Return all ids a row has under some nouns, without the prefix `uuid:`."""
        places = [place for noun in nouns for place in self.systems.get(noun, ())]
        return tuple(dict.fromkeys(text.removeprefix("uuid:") for place in places if (text := row[place].strip())))


def read_header(sheet: Sheet, context: Context, file: str) -> tuple[Header, tuple[Problem, ...]]:
    """Read the header of an export.

    Args:
        sheet: of the export.
        context: form and spellings.
        file: path below the raw folder.

    Returns:
        The header with the question of each column, and what was not understood.
    """
    matcher = _Matcher(context, sheet)
    layout = _layout(sheet, context, matcher)
    systems = _systems(layout.names, context.words, layout.texts)
    spoken = {place for places in systems.values() for place in places}
    problems: list[Problem] = []
    columns: list[Column] = []
    matches = [matcher.match(place, name, layout) for place, name in enumerate(layout.names)]
    matches = matcher.with_consents(matches, layout)
    for place, (name, (column, is_guess)) in enumerate(zip(layout.names, matches, strict=True)):
        if column is not None:
            columns.append(column)
            if is_guess:
                problems.append(READ_BY_WORDING.at(file, layout.row + 1, name[:80], question=column.question.name))
        elif name and place not in spoken and not matcher.is_ignored(name) and not matcher.is_analysis(name):
            problems.append(matcher.unknown(name, file, layout.row + 1))
    problems += _check_columns(columns, context, file, layout.row + 1)
    header = Header(layout.names, layout.options, layout.texts, layout.row, layout.first_row, tuple(columns), systems)
    return header, tuple(problems)


def _check_columns(columns: Sequence[Column], context: Context, file: str, row: int) -> list[Problem]:
    problems = []
    asked = {question.name for question in context.form.questions if question.annex_question}
    if absent := asked - {column.question.name for column in columns}:
        problems.append(MISSING_COLUMNS.at(file, row, n=len(absent)))
    seen: set[tuple[str, str, bool, bool]] = set()
    for column in columns:
        key = (column.question.name, column.choice, column.transcript is None, column.is_other)
        if key in seen and not column.question.repeat:
            problems.append(COLUMN_TWICE.at(file, row, column.header[:80], question=column.question.name))
        seen.add(key)
    return problems


def _systems(names: Sequence[str], words: ExportWords, texts: Sequence[str] = ()) -> dict[str, tuple[int, ...]]:
    """Find the columns in which a row speaks of itself, by their names or the labels beside these."""
    places: dict[str, int] = {}
    for place, name in [*enumerate(names), *enumerate(texts)]:
        places.setdefault(name.strip().casefold(), place)
    return {
        noun: tuple(dict.fromkeys(places[name.casefold()] for name in spellings if name.casefold() in places))
        for noun, spellings in words.system.items()
    }


def _layout(sheet: Sheet, context: Context, matcher: _Matcher) -> Header:
    """Tell the header rows of a sheet."""
    head = [[cell.strip() for cell in row] for row in sheet.head(LAST_HEADER_ROW + 3)]
    if not head:
        return Header((), (), (), 0, 1)
    if len(head) > 2 and any(HIDDEN_MARK in cell.lower() for cell in head[2]):
        return Header(tuple(head[0]), ("",) * len(head[0]), tuple(head[1]), 0, 3)
    row = max(range(min(len(head), LAST_HEADER_ROW)), key=lambda number: (matcher.count(head[number]), -number))
    names = head[row]
    texts = tuple(sheet.labels.get(name, "") for name in names)
    below = head[row + 1] if len(head) > row + 1 else []
    if any(simplify(cell) in context.words.second_header for cell in below):
        options = ["" if simplify(cell) in context.words.second_header else cell for cell in below]
        return Header(tuple(_fill(names, below)), tuple(options), texts, row, row + 2)
    is_tagged = any(cell.startswith("#") for cell in below) and all(not cell or cell.startswith("#") for cell in below)
    return Header(tuple(names), ("",) * len(names), texts, row, row + (2 if is_tagged else 1))


def _fill(names: Sequence[str], options: Sequence[str]) -> list[str]:
    """Repeat a question over the columns of its options."""
    filled: list[str] = []
    for name, option in zip(names, options, strict=True):
        filled.append(name or (filled[-1] if filled and option else ""))
    return filled


def _parts(name: str) -> list[str]:
    """Split a column name at what may join group, question and choice; groups lie no deeper than a person can tell."""
    return [part for part in SEPARATOR_PATTERN.split(name) if part.strip()][-MOST_PARTS:]


class _Matcher:
    """Tells which question a column answers."""

    def __init__(self, context: Context, sheet: Sheet) -> None:
        self._context = context
        self._sheet = sheet
        self._form = context.form
        self._declared = {simplify(header): name for header, name in context.columns.items()}
        self._known = Spellings({question.name: _aliases(question) for question in self._form.questions})
        self._numbered = {question.name.lower(): question for question in self._form.questions}

    def count(self, names: Sequence[str]) -> int:
        """Return how many cells of a row read like columns of the form or of a survey program."""
        questions = {
            column.question.name
            for place, name in enumerate(names)
            if name and (column := self._match_name(place, name)) is not None
        }
        return 2 * len(questions) + any(_systems(names, self._context.words).values())

    def match(self, place: int, name: str, layout: Header) -> tuple[Column | None, bool]:
        """Return the column, if it answers a question, and whether that was told by number or wording only."""
        declared = self._declared.get(simplify(name))
        if declared is not None:
            question = self._form.question(declared)
            return (Column(place, name, question) if question else None), False
        if not name:
            return None, False
        if name in self._sheet.choices and (owner := self._question(self._sheet.choices[name][0])) is not None:
            return Column(place, name, owner, choice=self._sheet.choices[name][1]), False
        option, text = layout.options[place], layout.texts[place]
        column = self._match_name(place, name) or (self._match_name(place, text) if text else None)
        is_guess = column is None
        if column is None and not (self.is_ignored(name) or self.is_analysis(name) or CODE_NAME_PATTERN.match(name)):
            column = self._match_wording(place, name) or (self._match_wording(place, text) if text else None)
        if column is None:
            return None, False
        column = Column(place, name, column.question, column.choice, column.transcript, column.is_other)
        return self._with_option(column, option), is_guess

    def with_consents(
        self, matches: Sequence[tuple[Column | None, bool]], layout: Header
    ) -> list[tuple[Column | None, bool]]:
        """Take columns for consents by the words of their headers or labels, where none answers them by its name."""
        taken = list(matches)
        held = {column.question.name for column, _ in matches if column is not None}
        headers = {place: self._consent_header(layout, place, column) for place, (column, _) in enumerate(matches)}
        absent = [name for name in CONSENTS if name not in held]
        for consent, place in find_consents(headers, absent, self._context.vocabulary).items():
            column = matches[place][0]
            asked = replace(column.question, name=consent) if column is not None else self._form.question(consent)
            if asked is not None:
                taken[place] = Column(place, layout.names[place], asked), True
        return taken

    def _consent_header(self, layout: Header, place: int, column: Column | None) -> str:
        """Return the header, text or label of a column that speaks of a consent, "" where none does or may."""
        name = layout.names[place]
        if column is None and simplify(name) in self._declared:
            return ""
        if column is not None and column.question.name not in self._context.own_questions:
            return ""
        labels = column.question.labels.values() if column is not None else ()
        words = self._context.vocabulary
        return next((text for text in (name, layout.texts[place], *labels) if read_consent_header(text, words)), "")

    def _with_option(self, column: Column, option: str) -> Column:
        """Take the choice from a second header row."""
        if option and column.question.type == "select_multiple" and not column.choice:
            return Column(column.place, column.header, column.question, option)
        return column

    def _match_name(self, place: int, name: str) -> Column | None:
        """Match a name or label, with a group before it or a choice behind it."""
        if transcript := self._context.words.transcript.search(name):
            question = self._question(name[: transcript.start()])
            return Column(place, name, question, transcript=transcript[1] or "") if question else None
        if name.startswith("_") or self.is_ignored(name) or self.is_analysis(name):
            return None
        if bracket := BRACKET_PATTERN.match(name):
            owner = self._question(bracket[1])
            if owner is not None and not self._known.read(name):
                return Column(place, name, owner, choice=bracket[2] if owner.type == "select_multiple" else "")
        if question := self._question(name):
            return Column(place, name, question)
        if other := OTHER_PATTERN.match(name):
            owner = self._question(other[1])
            if owner is not None and owner.type.startswith("select") and not self._is_choice(owner, name, other.end(1)):
                return Column(place, name, owner, is_other=True)
        return self._match_choice(place, name) or self._match_repeat(place, name)

    def _is_choice(self, owner: Question, name: str, end: int) -> bool:
        """Tell whether what stands behind a question and a slash is a choice of it, "other" among them."""
        choices = self._form.choices.get(owner.list_name, ()) if owner.type == "select_multiple" else ()
        tail = simplify(name[end:]) if name[end:].startswith("/") else ""
        return any(tail == simplify(text) for choice in choices for text in (choice.name, *choice.labels.values()))

    def is_analysis(self, name: str) -> bool:
        """Tell whether a column holds what somebody noted on an answer: `question - label` (KoboToolbox)."""
        head, joint, label = name.rpartition(" - ")
        return bool(joint and label.strip()) and not self._known.read(name) and self._is_known_tail(head)

    def _is_known_tail(self, name: str) -> bool:
        return bool(self._known.read(name) or self._known.read(name.partition("/")[2]))

    def _question(self, name: str) -> Question | None:
        """Return the question of a name or a label, whatever groups stand before it."""
        if found := self._known.read(name):
            return self._form.question(found)
        parts = _parts(name)
        tails = ["/".join(parts[start:]) for start in range(1, len(parts))]
        if found := next((found for tail in tails if (found := self._known.read(tail))), ""):
            return self._form.question(found)
        coded = CODED_PATTERN.match(name)
        return self._numbered.get(coded[1].lower()) if coded else None

    def _match_choice(self, place: int, name: str) -> Column | None:
        parts = _parts(name)
        for end in range(len(parts) - 1, 0, -1):
            for start in range(end - 1, -1, -1):
                owner = self._form.question(self._known.read("/".join(parts[start:end])))
                if owner is not None and owner.type == "select_multiple":
                    return Column(place, name, owner, choice="/".join(parts[end:]))
        for owner in self._form.questions:
            prefix = f"{owner.name}_"
            if owner.type == "select_multiple" and name.startswith(prefix):
                return Column(place, name, owner, choice=name[len(prefix) :])
        return None

    def _match_repeat(self, place: int, name: str) -> Column | None:
        """Match the n-th answer of a repeated question in a wide export."""
        match = REPEATED_PATTERN.match(name)
        question = self._question(match[1]) if match else None
        return Column(place, name, question) if question is not None and question.repeat else None

    def _match_wording(self, place: int, name: str) -> Column | None:
        """Match an open question by its Annex 1 number or by a paraphrase of its wording."""
        router = self._context.router
        if router is None:
            return None
        best, similarity = router.nearest_wording(name)
        if match := NUMBER_PATTERN.match(name):
            number = f"Q{int(match[1] or match[2])}"
            is_bare = bool(match[1]) and not match[3]
            if is_bare or (best == number and similarity >= ALIKE) or (match[1] and self._routes(match[3], number)):
                best, similarity = number, 1.0
        question = self._form.question(best.lower()) if similarity >= ALIKE + WORDING_MARGIN else None
        return Column(place, name, question) if question is not None else None

    def _routes(self, wording: str, number: str) -> bool:
        """Tell whether a wording does not speak against the number before it."""
        best, similarity = self._context.router.nearest_wording(wording) if self._context.router else ("", 0.0)
        return best == number or similarity < ALIKE

    def is_ignored(self, name: str) -> bool:
        """Tell whether a column is no answer and no fault."""
        plain = name.strip().lower()
        return any(pattern.search(plain) for pattern in self._context.words.ignored) and not self._known.read(name)

    def unknown(self, name: str, file: str, row: int) -> Problem:
        """Return the problem of a column nobody knows; names and addresses are used and not kept."""
        if self._context.vocabulary.identifying.read(name):
            return IDENTIFYING_COLUMN.at(file, row, name, name=name)
        near = self._known.suggest(name)
        hint = f" (did you mean '{near}'?)" if near else ""
        return UNKNOWN_COLUMN.at(file, row, name[:80], name=name[:80], hint=hint)


def _aliases(question: Question) -> list[str]:
    grouped = [f"{question.group}/{question.name}", f"{question.group}_{question.name}"] if question.group else []
    last = question.group.rsplit("/", 1)[-1]
    return [*question.labels.values(), *grouped, *([f"{last}_{question.name}"] if last else [])]
