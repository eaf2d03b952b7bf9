"""Data that leave for analysts: answers, codings, levels and scores as tables, quotations, the framework matrix.

Rows of persons are of those who agreed to be quoted; groups too small to be told apart and counts too small to be told
are left out as the quoting rule declares.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.core.codebooks import Codebook
from tasks.core.data_tables import (
    CATEGORY,
    MISSING_NUMBERS,
    NOMINAL,
    NUMBER,
    ORDINAL,
    SCALE,
    TEXT,
    Category,
    Cell,
    DataColumn,
    DataTable,
    categories_of,
    name_columns,
)
from tasks.core.portfolio_tables import TidyTable
from tasks.core.quoting import DOCUMENT, Permit, QuotingRule, person_of
from tasks.core.rubrics import Rubric
from tasks.core.told_dates import ToldDates

Rows = Sequence[Mapping[str, Any]]
REJECTED, QUESTIONNAIRE = "rejected", "questionnaire"
STATE_NUMBERS = {"NI": 97, "CF": 98, "NA": 99, "insufficient": 96}
"""State of a level without a value -> its code; of a score, which may be 97, its code is negative."""
TOO_FEW, TOO_FEW_NUMBER = "too_few", -1
MISSING_CODES = {"dk": "dont_know", "na": "not_applicable", "ref": "refused", "refused": "refused"}
"""Choices of a form that say why there is no answer."""
TAGS = {
    "country_iso3": "#country+code+v_iso3",
    "interview_id": "#meta+id",
    "segment_id": "#meta+segment+id",
    "record_type": "#meta+record+type",
    "stakeholder_group": "#org+type+code",
    "level": "#adm+level",
    "language": "#meta+language",
    "date": "#date+collected",
    "area": "#indicator+area+num",
    "annex_question": "#meta+question+code",
    "question_name": "#meta+question+name",
    "answer_code": "#value+code",
    "answer_label": "#value+name",
    "answer_text": "#description+answer",
    "missing_reason": "#status+missing",
    "topic": "#subject+code",
    "stance": "#subject+stance",
    "confidence": "#meta+confidence+num",
    "coder": "#meta+coder",
    "status": "#status+code",
    "text": "#description+quote",
    "indicator": "#indicator+code",
    "unit_id": "#indicator+code",
    "label": "#indicator+name",
    "level_0_4": "#indicator+level+num",
    "score": "#indicator+score+num",
    "interval_low": "#indicator+value+min+interval",
    "interval_high": "#indicator+value+max+interval",
    "bound_low": "#indicator+value+min+bound",
    "bound_high": "#indicator+value+max+bound",
    "range_low": "#indicator+value+min+told",
    "range_high": "#indicator+value+max+told",
    "coverage_share": "#indicator+coverage+share",
    "grade": "#meta+evidence+grade",
    "n_respondents": "#meta+respondents+num",
    "n_voices": "#meta+respondents+num",
    "n_segments": "#meta+segments+num",
    "codes": "#subject+path",
    "place": "#meta+place",
}


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of the form, as data need it.

    Attributes:
        name: in the form.
        label: what the respondent reads, in one language.
        question: Annex 1 question.
        choices: code -> label; empty for an open question.
        is_multiple: whether several may be chosen.
    """

    name: str
    label: str
    question: str
    choices: Mapping[str, str]
    is_multiple: bool = False


@dataclass(frozen=True, slots=True)
class DataWords:
    """Words of data tables in one language.

    Attributes:
        language: en, fr, es or pt.
        columns: variable -> label.
        tables: table -> what a row of it is.
        missing: reason -> label.
        states: state without a value -> label.
        too_few: for a count that may not be told.
        groups: stakeholder group -> name.
        areas: area -> name.
        stance: name of the codes that are stances.
    """

    language: str
    columns: Mapping[str, str]
    tables: Mapping[str, str]
    missing: Mapping[str, str]
    states: Mapping[str, str]
    too_few: str
    groups: Mapping[str, str]
    areas: Mapping[int, str]
    stance: str


@dataclass(frozen=True, slots=True)
class CountryData:
    """What data tables are made of: rows of a country's tables, and what is declared."""

    country: str
    interviews: Rows
    answers: Rows
    segments: Rows
    codings: Rows
    scores: Rows
    permits: Mapping[str, Permit]
    rule: QuotingRule
    dates: ToldDates
    codebook: Codebook
    rubric: Rubric
    questions: Sequence[AskedQuestion]
    words: DataWords

    @property
    def usable(self) -> Rows:
        """Records that may be quoted."""
        return [row for row in self.interviews if self.permits[row["interview_id"]].may_quote]


def make_data_tables(data: CountryData) -> tuple[DataTable, ...]:
    """Make the tables of a country: answers in both shapes, codings, levels, scores, and who speaks of what."""
    makers = (tabulate_answers, tabulate_answers_long, tabulate_codings, tabulate_levels, tabulate_scores)
    return (*(make(data) for make in makers), tabulate_voices(data))


def _table(name: str, columns: Iterable[DataColumn], rows: Iterable[Sequence[Cell]], data: CountryData) -> DataTable:
    return DataTable(name, f"{data.country}: {data.words.tables[name]}", name_columns(columns), tuple(map(tuple, rows)))


def _column(
    source: str, data: CountryData, kind: str = TEXT, measure: str = NOMINAL, categories: tuple[Category, ...] = ()
) -> DataColumn:
    return DataColumn(source, data.words.columns[source], TAGS[source], kind, measure, categories)


# --- records and answers --------------------------------------------------------------------------------------------
ABOUT = ("interview_id", "record_type", "stakeholder_group", "level", "language", "date")


def _about_columns(data: CountryData) -> list[DataColumn]:
    groups = categories_of(dict(data.words.groups))
    return [
        _column(name, data, CATEGORY, NOMINAL, groups) if name == "stakeholder_group" else _column(name, data)
        for name in ABOUT
    ]


def _about(row: Mapping[str, Any], data: CountryData) -> list[Cell]:
    """Tell of a record what may stand beside its person's words."""
    permit = data.permits[row["interview_id"]]
    shown = {**row, "stakeholder_group": permit.group or None, "level": permit.level or None}
    shown["date"] = row["date"] if permit.shows_source else None
    return [shown[name] for name in ABOUT]


def tabulate_answers(data: CountryData) -> DataTable:
    """Tabulate questionnaires: a row each, a variable each question, or each choice where several may be chosen."""
    by_record: dict[str, dict[str, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for answer in data.answers:
        by_record[answer["interview_id"]][answer["question_name"]].append(answer)
    columns = _about_columns(data)
    makers = []
    for question in data.questions:
        for column, choice in _answer_columns(question, data):
            columns.append(column)
            makers.append((question, choice))
    rows = [
        [
            *_about(row, data),
            *(_answer(by_record[row["interview_id"]][one.name], one, choice) for one, choice in makers),
        ]
        for row in data.usable
        if row["record_type"] == QUESTIONNAIRE
    ]
    return _table("answers", columns, rows, data)


def _answer_columns(question: AskedQuestion, data: CountryData) -> Iterable[tuple[DataColumn, str]]:
    tag = f"#indicator+{question.question.lower() or 'other'}"
    if not question.choices:
        yield DataColumn(question.name, question.label, f"{tag}+text"), ""
        return
    if question.is_multiple:
        for code, label in question.choices.items():
            yes = categories_of({"0": "0", "1": label}, data.words.missing)
            source, told = f"{question.name}/{code}", f"{question.label} :: {label}"
            yield DataColumn(source, told, f"{tag}+{code.lower()}", CATEGORY, NOMINAL, yes), code
        return
    values = {code: label for code, label in question.choices.items() if code not in MISSING_CODES}
    measure = ORDINAL if all(code.isdigit() for code in values) else NOMINAL
    categories = categories_of(values, data.words.missing)
    yield DataColumn(question.name, question.label, f"{tag}+code", CATEGORY, measure, categories), ""


def _answer(answers: Sequence[Mapping[str, Any]], question: AskedQuestion, choice: str) -> Cell:
    reason = next((row["missing_reason"] for row in answers if row["missing_reason"]), None)
    if not question.choices:
        return "\n".join(row["answer_text"] for row in answers if row["answer_text"]) or None
    chosen = [row["answer_code"] for row in answers if row["answer_code"]]
    if choice and chosen:
        return "1" if choice in chosen else "0"
    code = MISSING_CODES.get(chosen[0], chosen[0]) if chosen else reason
    return code if code in MISSING_NUMBERS or code in question.choices else None


def tabulate_answers_long(data: CountryData) -> DataTable:
    """Tabulate answers: a row each answer, with its code and its label side by side."""
    names = ("question_name", "annex_question", "indicator", "area", "answer_code", "answer_label", "answer_text")
    columns = [*_about_columns(data), *(_column(name, data) for name in (*names, "missing_reason"))]
    columns[columns.index(_column("area", data))] = _column("area", data, NUMBER)
    usable = {row["interview_id"]: row for row in data.usable}
    rows = [
        [*_about(usable[row["interview_id"]], data), *(row[name] for name in (*names, "missing_reason"))]
        for row in data.answers
        if row["interview_id"] in usable and row["annex_question"]
    ]
    return _table("answers_long", columns, rows, data)


# --- codings --------------------------------------------------------------------------------------------------------
def _labels(codes: Mapping[str, Any], data: CountryData) -> dict[str, str]:
    return {id_: code.label.get(data.words.language) or id_ for id_, code in codes.items()}


def _quotable_codings(data: CountryData) -> list[tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]]:
    """Return coding, segment and record of each coding whose words may be quoted, in the order of the records."""
    usable = {row["interview_id"]: row for row in data.usable}
    segments = {row["segment_id"]: row for row in data.segments if row["interview_id"] in usable}
    found = [
        (coding, segments[coding["segment_id"]], usable[segments[coding["segment_id"]]["interview_id"]])
        for coding in data.codings
        if coding["status"] != REJECTED and coding["segment_id"] in segments
    ]
    return sorted(
        found, key=lambda one: (one[1]["interview_id"], one[1]["segment_no"], one[0]["topic"], one[0]["coder"])
    )


def tabulate_codings(data: CountryData) -> DataTable:
    """Tabulate codings: a row each topic of a segment by each coder, with the segment's words."""
    topics = categories_of(_labels(data.codebook.topics, data))
    stances = categories_of(_labels(data.codebook.stances, data))
    columns = [
        _column("segment_id", data),
        *_about_columns(data),
        _column("annex_question", data),
        _column("topic", data, CATEGORY, NOMINAL, topics),
        _column("area", data, NUMBER, NOMINAL),
        _column("stance", data, CATEGORY, NOMINAL, stances),
        _column("confidence", data, NUMBER, SCALE),
        _column("coder", data),
        _column("status", data),
        _column("text", data),
    ]
    rows = [
        [
            segment["segment_id"],
            *_about(record, data),
            segment["annex_question"],
            coding["topic"],
            data.codebook.topics[coding["topic"]].area if coding["topic"] in data.codebook.topics else None,
            coding["stance"],
            coding["confidence"],
            coding["coder"],
            coding["status"],
            segment["text"],
        ]
        for coding, segment, record in _quotable_codings(data)
    ]
    return _table("codings", columns, rows, data)


# --- levels and scores ----------------------------------------------------------------------------------------------
def tabulate_levels(data: CountryData) -> DataTable:
    """Tabulate levels: a row each indicator; one without a level says why."""
    states = tuple(
        Category(number, code, data.words.states[code], True)
        for code, number in STATE_NUMBERS.items()
        if code != "insufficient"
    )
    steps = tuple(Category(number, str(number), str(number)) for number in range(5))
    known = {row["unit_id"]: row for row in data.scores if row["unit"] == "indicator"}
    columns = [
        _column("country_iso3", data),
        _column("indicator", data),
        _column("label", data),
        _column("area", data, NUMBER, NOMINAL),
        _column("level_0_4", data, NUMBER, ORDINAL, (*steps, *states)),
        *(_column(name, data, NUMBER, SCALE) for name in ("range_low", "range_high")),
        _column("grade", data),
        _count_column("n_respondents", data),
        _column("date", data),
    ]
    rows = [
        [
            data.country,
            id_,
            indicator.label.get(data.words.language) or id_,
            indicator.area,
            row["state"] if row["value"] is None else row["value"],
            row["range_low"],
            row["range_high"],
            row["grade"],
            _count(row["n_respondents"], data),
            data.dates.of(row["date"] or "", int(row["n_respondents"] or 0)) or None,
        ]
        for id_, indicator in data.rubric.indicators.items()
        if (row := known.get(id_)) is not None
    ]
    return _table("levels", columns, rows, data)


def tabulate_scores(data: CountryData) -> DataTable:
    """Tabulate scores: a row each area, and one for the whole."""
    missing = tuple(Category(-number, code, data.words.states[code], True) for code, number in STATE_NUMBERS.items())
    names = ("interval_low", "interval_high", "bound_low", "bound_high", "coverage_share")
    columns = [
        _column("country_iso3", data),
        _column("unit_id", data),
        _column("label", data),
        _column("score", data, NUMBER, SCALE, missing),
        *(_column(name, data, NUMBER, SCALE) for name in names),
    ]
    rows = [
        [
            data.country,
            row["unit_id"],
            data.words.areas.get(int(row["unit_id"]), "") if str(row["unit_id"]).isdigit() else row["unit_id"],
            row["state"] if row["value"] is None else row["value"],
            *(row[name] for name in names),
        ]
        for row in data.scores
        if row["unit"] != "indicator"
    ]
    return _table("scores", columns, rows, data)


def _count_column(name: str, data: CountryData) -> DataColumn:
    return _column(name, data, NUMBER, SCALE, (Category(TOO_FEW_NUMBER, TOO_FEW, data.words.too_few, True),))


def _count(n: int | None, data: CountryData) -> Cell:
    """Tell a count of persons as far as the quoting rule lets it be told."""
    if n is None:
        return None
    return int(n) if data.rule.count(int(n)).isdigit() else TOO_FEW


def tabulate_voices(data: CountryData) -> DataTable:
    """Tabulate who speaks of what: a row each topic and group; whose group is not told stand together.

    It counts those whom the codings show: what one more voice speaks of could be found by subtraction.
    """
    recorded = {row["interview_id"]: row for row in data.usable}
    of_segment = {row["segment_id"]: row["interview_id"] for row in data.segments if row["interview_id"] in recorded}
    voices: dict[tuple[str, str], set[str]] = defaultdict(set)
    segments: Counter[tuple[str, str]] = Counter()
    for topic, segment in sorted({(row["topic"], row["segment_id"]) for row in _accepted(data)}):
        record = recorded.get(of_segment.get(segment, ""))
        if record is None or record["record_type"] == DOCUMENT:
            continue
        key = (topic, data.permits[record["interview_id"]].group)
        voices[key].add(person_of(record))
        segments[key] += 1
    topics = categories_of(_labels(data.codebook.topics, data))
    columns = [
        _column("country_iso3", data),
        _column("topic", data, CATEGORY, NOMINAL, topics),
        _column("stakeholder_group", data, CATEGORY, NOMINAL, categories_of(dict(data.words.groups))),
        _count_column("n_voices", data),
        _count_column("n_segments", data),
    ]
    rows = []
    for key in sorted(voices):
        n = _count(len(voices[key]), data)
        rows.append([data.country, key[0], key[1] or None, n, TOO_FEW if n == TOO_FEW else segments[key]])
    return _table("topics", columns, rows, data)


def _accepted(data: CountryData) -> Rows:
    return [row for row in data.codings if row["status"] != REJECTED]


# --- quotations and the framework matrix ----------------------------------------------------------------------------
def tabulate_quotes(data: CountryData) -> TidyTable:
    """Tabulate quotations: a row each segment, its record's attributes, its codes level by level, its words."""
    names = ("segment_id", *ABOUT, "annex_question", "area", "topic", "stance", "codes", "coder", "text", "place")
    columns = (("n", "#meta+num"), *((data.words.columns[name], TAGS[name]) for name in names))
    topics, stances = _labels(data.codebook.topics, data), _labels(data.codebook.stances, data)
    rows: list[tuple[Cell, ...]] = []
    for number, (coding, segment, record) in enumerate(_quotable_codings(data), start=1):
        topic, stance = coding["topic"], coding["stance"]
        area = data.codebook.topics[topic].area if topic in data.codebook.topics else None
        name, how = topics.get(topic, topic), stances.get(stance, stance)
        path = f"{data.words.areas.get(area or 0, '')} > {name}; {data.words.stance} > {how}"
        is_placed = data.permits[record["interview_id"]].shows_source
        place = f"{segment['start_char']}-{segment['end_char']}" if is_placed else ""
        about = [_shown(cell, data) for cell in _about(record, data)]
        told = (data.words.areas.get(area or 0, ""), name, how, path, coding["coder"], segment["text"], place)
        rows.append((number, segment["segment_id"], *about, segment["annex_question"], *told))
    return TidyTable("quotes", columns, tuple(rows))


def _shown(cell: Cell, data: CountryData) -> Cell:
    return data.words.groups.get(cell, cell) if isinstance(cell, str) else cell


def tabulate_matrix(data: CountryData) -> tuple[TidyTable, ...]:
    """Tabulate the framework matrix: a sheet each area, a row each record, a column each topic, words in the cells."""
    cells: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    stances = _labels(data.codebook.stances, data)
    for coding, segment, _ in _quotable_codings(data):
        stance = stances.get(coding["stance"], coding["stance"])
        told = f"[{stance}] {segment['text']} ({segment['segment_id']})"
        cells[segment["interview_id"], coding["topic"]].setdefault(segment["segment_id"], told)
    labels = _labels(data.codebook.topics, data)
    about = tuple((data.words.columns[name], TAGS[name]) for name in ABOUT)
    sheets = []
    for area in sorted(data.words.areas):
        topics = [id_ for id_, topic in data.codebook.topics.items() if topic.area == area]
        rows = []
        for record in data.usable:
            words = ["\n".join(cells[record["interview_id"], topic].values()) or None for topic in topics]
            if any(words):
                rows.append((*(_shown(cell, data) for cell in _about(record, data)), *words))
        columns = (*about, *((labels[topic], f"#description+{topic}") for topic in topics))
        sheets.append(TidyTable(f"{area} {data.words.areas[area]}"[:31], columns, tuple(rows)))
    return tuple(sheets)


def tabulate_codebook(data: CountryData) -> tuple[tuple[str, str, str, str], ...]:
    """Return path of a topic or stance as Taguette reads it, as MAXQDA reads it, its definition and its id."""
    labels = {**_labels(data.codebook.topics, data), **_labels(data.codebook.stances, data)}
    rows = []
    for code in (*data.codebook.topics.values(), *data.codebook.stances.values()):
        above = data.words.areas.get(code.area, "") if code.area else data.words.stance
        name = labels[code.id]
        rows.append((f"{above}.{name}".replace(" ", "_"), f"{above}\\{name}", code.definition, code.id))
    return tuple(rows)
