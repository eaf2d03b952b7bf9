"""The questionnaire as a value: what an XLSForm asks, of whom, and which answers it allows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tasks.core.problems import Problem, ProblemKind, Severity


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer a form offers.

    Attributes:
        name: code that is stored.
        labels: language -> what the respondent reads.
    """

    name: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A row of the survey sheet that collects something.

    Attributes:
        name: XML name, unique in the form.
        type: text, integer, decimal, date, select_one, select_multiple, start, end, today, calculate ...
        labels: language -> wording; empty for metadata.
        group: names of the enclosing groups joined by "/", "" at the top.
        list_name: choice list of a select, else "".
        is_required: must be answered when it is asked.
        relevant: XPath expression under which it is asked, "" for always.
        constraint: XPath expression an answer must meet, "" for none.
        annex_question: "Q1" to "Q23", or "" when it is not part of Annex 1.
        indicator: rubric id when it is a closed companion, else "".
        area: 1 to 5, or None for metadata.
        is_identifying: holds a name, phone or e-mail of the respondent.
    """

    name: str
    type: str
    labels: Mapping[str, str]
    group: str = ""
    list_name: str = ""
    is_required: bool = False
    relevant: str = ""
    constraint: str = ""
    annex_question: str = ""
    indicator: str = ""
    area: int | None = None
    is_identifying: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A questionnaire.

    Attributes:
        form_id: of the settings sheet.
        version: of the settings sheet.
        title: of the settings sheet.
        default_language: code of the language labels fall back to.
        questions: in form order.
        choices: list name -> its choices in order.
    """

    form_id: str
    version: str
    title: str
    default_language: str
    questions: tuple[Question, ...]
    choices: Mapping[str, tuple[Choice, ...]]

    def question(self, name: str) -> Question | None:
        """Return the question of that name, or None."""
        return next((question for question in self.questions if question.name == name), None)


NAMED_LIST = ProblemKind(
    "Q001", Severity.WARNING, "The choice list '{list_name}' is not declared.", "Declare it on the choices sheet."
)
NO_NAME = ProblemKind(
    "Q002", Severity.WARNING, "A question of type '{type}' has no name.", "Give it a name on the survey sheet."
)
TWICE = ProblemKind("Q003", Severity.WARNING, "The name '{name}' stands twice.", "Rename one of the two questions.")

LANGUAGE_PATTERN = re.compile(r"\(([a-z]{2,3}(?:-[A-Za-z]{2,4})?)\)\s*$")
GROUP_STARTS, GROUP_ENDS = ("begin_group", "begin_repeat"), ("end_group", "end_repeat")
WITHOUT_ANSWER = ("note", "")
AREA_PATTERN = re.compile(r"(?:^|/)area([1-5])_")
ANNEX_PATTERN = re.compile(r"q(\d{1,2})")
IDENTIFYING_PATTERN = re.compile(r"(?:^|_)(?:name|phone|telephone|email|e_mail|contact|username|deviceid|phonenumber)$")
TRUE_WORDS = ("yes", "true", "true()", "1")

Rows = Sequence[Mapping[str, str]]


def language_of_header(header: str) -> str:
    """Return the language of a translated column: "fr" for "label::Français (fr)".

    Args:
        header: column header of an XLSForm sheet.

    Returns:
        The code in brackets, else what stands behind the colons, "" without a translation.
    """
    _, _, name = header.partition("::")
    match = LANGUAGE_PATTERN.search(name)
    return match.group(1) if match else name.strip()


def parse_form(
    survey: Rows, choices: Rows, settings: Rows, indicators: Mapping[str, tuple[int, Sequence[str]]]
) -> tuple[Form, tuple[Problem, ...]]:
    """Read an XLSForm.

    Args:
        survey: rows of the survey sheet, header -> cell.
        choices: rows of the choices sheet.
        settings: rows of the settings sheet, one at most.
        indicators: rubric id -> area and Annex 1 questions; a question of that name is its closed companion.

    Returns:
        The form, and what is wrong with it.
    """
    lists = _parse_choices(choices)
    questions: list[Question] = []
    problems: list[Problem] = []
    groups: list[str] = []
    for number, row in enumerate(survey, start=2):
        kind, list_name = _split_type(row.get("type", ""))
        if kind in GROUP_STARTS:
            groups.append(row.get("name", ""))
        elif kind in GROUP_ENDS:
            groups = groups[:-1]
        elif kind not in WITHOUT_ANSWER:
            question = _question(row, kind, list_name, "/".join(groups), indicators)
            problems += _check_question(question, number, lists, {known.name for known in questions})
            questions.append(question)
    header: Mapping[str, str] = settings[0] if settings else {}
    form = Form(
        form_id=header.get("form_id", ""),
        version=header.get("version", ""),
        title=header.get("form_title", ""),
        default_language=language_of_header(f"::{header.get('default_language', '')}") or "en",
        questions=tuple(questions),
        choices={name: tuple(entries) for name, entries in lists.items()},
    )
    return form, tuple(problems)


def _parse_choices(rows: Rows) -> dict[str, list[Choice]]:
    lists: dict[str, list[Choice]] = {}
    for row in rows:
        list_name = row.get("list_name") or row.get("list name") or ""
        if list_name:
            lists.setdefault(list_name, []).append(Choice(row.get("name", ""), _labels(row)))
    return lists


def _split_type(cell: str) -> tuple[str, str]:
    words = cell.split()
    if len(words) > 1 and words[0] in ("begin", "end"):
        words = [f"{words[0]}_{words[1]}", *words[2:]]
    return (words[0] if words else "", words[1] if len(words) > 1 else "")


def _labels(row: Mapping[str, str]) -> dict[str, str]:
    return {
        language_of_header(header) or "en": cell
        for header, cell in row.items()
        if cell and (header == "label" or header.startswith("label::"))
    }


def _question(
    row: Mapping[str, str], kind: str, list_name: str, group: str, indicators: Mapping[str, tuple[int, Sequence[str]]]
) -> Question:
    name = row.get("name", "")
    area = AREA_PATTERN.search(group)
    annex = ANNEX_PATTERN.fullmatch(name)
    is_companion = name in indicators
    return Question(
        name=name,
        type=kind,
        labels=_labels(row),
        group=group,
        list_name=list_name,
        is_required=row.get("required", "").strip().lower() in TRUE_WORDS,
        relevant=row.get("relevant", ""),
        constraint=row.get("constraint", ""),
        annex_question=f"Q{annex.group(1)}" if annex else (indicators[name][1][0] if is_companion else ""),
        indicator=name if is_companion else "",
        area=int(area.group(1)) if area else (indicators[name][0] if is_companion else None),
        is_identifying=bool(IDENTIFYING_PATTERN.search(name)),
    )


def _check_question(question: Question, row: int, lists: Mapping[str, object], known: set[str]) -> list[Problem]:
    problems = []
    if not question.name:
        problems.append(NO_NAME.at("survey", row, "name", type=question.type))
    if question.name in known:
        problems.append(TWICE.at("survey", row, "name", name=question.name))
    if question.list_name and question.type.startswith("select") and question.list_name not in lists:
        problems.append(NAMED_LIST.at("survey", row, "type", list_name=question.list_name))
    return problems
