"""The questionnaire as a value: what an XLSForm asks, of whom, and which answers it allows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
        relevant: XPath expression under which it is asked, "" for none of its own; a group around it may hide it too.
        constraint: XPath expression an answer must meet, "" for none.
        annex_question: "Q1" to "Q23", or "" when it is not part of Annex 1.
        indicator: rubric id when it is a closed companion, else "".
        area: 1 to 5, or None for metadata.
        is_identifying: holds a name, phone or e-mail, as its name tells; that of a place counts too, for safety.
        repeat: name of the innermost repeat around it, "" for a question asked once.
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
    repeat: str = ""


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

    def in_default(self, labels: Mapping[str, str]) -> str:
        """Return the label in the default language, the first where there is none in that, "" without labels."""
        return labels.get(self.default_language) or next(iter(labels.values()), "")


NAMED_LIST = ProblemKind(
    "Q001", Severity.WARNING, "The choice list '{list_name}' is not declared.", "Declare it on the choices sheet."
)
NO_NAME = ProblemKind(
    "Q002", Severity.WARNING, "A question of type '{type}' has no name.", "Give it a name on the survey sheet."
)
TWICE = ProblemKind("Q003", Severity.WARNING, "The name '{name}' stands twice.", "Rename one of the two questions.")

LANGUAGE_PATTERN = re.compile(r"\(\s*([A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?)\s*\)\s*$")
HEADER_PATTERN = re.compile(r"\s*::?\s*")
"""Between a column's name and its language: two colons, or one as older forms write it."""
GROUP_STARTS, GROUP_ENDS = (
    tuple(f"{edge}_{kind}" for kind in ("group", "repeat", "loop")) for edge in ("begin", "end")
)
SPACED_TYPES = (
    ("select_one_from_file", ("select", "one", "from", "file")),
    ("select_one", ("select", "one", "from")),
    ("select_one", ("select", "one")),
    ("select_one", ("select1",)),
    ("select_multiple", ("select", "multiple", "from")),
    ("select_multiple", ("select", "multiple")),
    ("select_multiple", ("select", "all", "that", "apply", "from")),
    ("select_multiple", ("select", "all", "that", "apply")),
)
"""Question types as older forms spell them, the longer before the shorter (XLSForm keeps both spellings)."""
WITHOUT_ANSWER = ("note", "")
UNTOLD_LANGUAGE = "en"
"""Language of labels where neither a column nor the settings name one."""
AREA_PATTERN = re.compile(r"(?:^|/)area([1-5])_")
ANNEX_PATTERN = re.compile(r"q0?([1-9]|1\d|2[0-3])")
"""Names of the 23 questions of Annex 1."""
IDENTIFYING_PATTERN = re.compile(
    r"(?:^|_)(?:name|(?:phone|mobile|telephone|contact|whatsapp)(?:_?(?:number|no))?|e_?mail(?:_address)?"
    r"|username|deviceid|subscriberid|simserial)$",
    re.IGNORECASE,
)
TRUE_WORDS = ("yes", "true", "true()", "1")

Rows = Sequence[Mapping[str, str]]


def language_of_header(header: str) -> str:
    """Return the language of a translated column: "fr" for "label::Français (fr)".

    Args:
        header: column header of an XLSForm sheet.

    Returns:
        The code in brackets, its language in small letters, else what stands behind the colons; "" without a
        translation.
    """
    _, *names = HEADER_PATTERN.split(header.strip(), maxsplit=1)
    return _language_code(names[0]) if names else ""


def _language_code(name: str) -> str:
    """Return the code of a language as XLSForm names it: "fr" for "Français (fr)", "French" for "French"."""
    match = LANGUAGE_PATTERN.search(name)
    if not match:
        return name.strip()
    language, *region = match.group(1).split("-", 1)
    return "-".join([language.lower(), *region])


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
    header = _row(settings[0]) if settings else {}
    default = _language_code(header.get("default_language", "")) or _only_language(survey) or UNTOLD_LANGUAGE
    lists = _parse_choices(choices, default)
    questions: list[Question] = []
    problems: list[Problem] = []
    groups: list[str] = []
    repeats: list[str] = []
    for number, cells in enumerate(survey, start=2):
        row = _row(cells)
        kind, _ = _split_type(row.get("type", ""))
        if kind in GROUP_STARTS:
            groups.append(row.get("name", ""))
            repeats.append(row.get("name", "") if kind == "begin_repeat" else "")
        elif kind in GROUP_ENDS:
            groups, repeats = groups[:-1], repeats[:-1]
        elif kind not in WITHOUT_ANSWER and row.get("disabled", "").lower() not in TRUE_WORDS:
            question = _question(row, _labels(row, default), "/".join(groups), indicators)
            question = replace(question, repeat=next((name for name in reversed(repeats) if name), ""))
            problems += _check_question(question, number, lists, {known.name for known in questions})
            questions.append(question)
    form = Form(
        form_id=header.get("form_id", ""),
        version=header.get("version", ""),
        title=header.get("form_title", ""),
        default_language=default,
        questions=tuple(questions),
        choices={name: tuple(entries) for name, entries in lists.items()},
    )
    return form, tuple(problems)


def _only_language(survey: Rows) -> str:
    """Return the first language of a form all of whose labels stand in columns of a language, else ""."""
    headers = [header for header, cell in (_row(survey[0]) if survey else {}).items() if header.startswith("label")]
    languages = [language_of_header(header) for header in headers]
    return languages[0] if languages and all(languages) else ""


def merge_forms(forms: Sequence[Form]) -> Form:
    """Merge versions of a form into one that knows every question and choice of each.

    Args:
        forms: at least one, the one that counts first.

    Returns:
        The first form with the questions and choices that only others have at the end.
    """
    questions = {question.name: question for form in reversed(forms) for question in form.questions}
    order = dict.fromkeys(question.name for form in forms for question in form.questions)
    choices: dict[str, tuple[Choice, ...]] = {}
    for form in forms:
        for name, entries in form.choices.items():
            known = {choice.name for choice in choices.get(name, ())}
            choices[name] = (*choices.get(name, ()), *(choice for choice in entries if choice.name not in known))
    return replace(forms[0], questions=tuple(questions[name] for name in order), choices=choices)


def _row(cells: Mapping[str, str]) -> dict[str, str]:
    """Return a row with headers and cells trimmed, and the name of a column, not its language, in small letters."""
    row: dict[str, str] = {}
    for header, cell in cells.items():
        name, *language = HEADER_PATTERN.split((header or "").strip(), maxsplit=1)
        row["::".join([name.lower().replace(" ", "_"), *language])] = (cell or "").strip()
    return row


def _parse_choices(rows: Rows, default: str) -> dict[str, list[Choice]]:
    lists: dict[str, list[Choice]] = {}
    for cells in rows:
        row = _row(cells)
        list_name = row.get("list_name", "")
        if list_name:
            lists.setdefault(list_name, []).append(
                Choice(row.get("name") or row.get("value", ""), _labels(row, default))
            )
    return lists


def _split_type(cell: str) -> tuple[str, str]:
    """Split the type column: "select one yes_no" gives select_one and yes_no, "Begin group" begin_group."""
    words = cell.split()
    small = [word.lower() for word in words]
    if len(words) > 1 and small[0] in ("begin", "end"):
        return f"{small[0]}_{small[1]}", ""
    for kind, spelling in SPACED_TYPES:
        if tuple(small[: len(spelling)]) == spelling:
            words, small = [kind, *words[len(spelling) :]], [kind]
    return (small[0] if words else "", words[1] if len(words) > 1 else "")


def _labels(row: Mapping[str, str], default: str) -> dict[str, str]:
    """Return language -> label; a column without a language is in the form's default one, unless that has its own."""
    plain = {default: row["label"]} if row.get("label") else {}
    return plain | {
        language_of_header(header): cell for header, cell in row.items() if cell and header.startswith("label::")
    }


def _question(
    row: Mapping[str, str],
    labels: Mapping[str, str],
    group: str,
    indicators: Mapping[str, tuple[int, Sequence[str]]],
) -> Question:
    kind, list_name = _split_type(row.get("type", ""))
    name = row.get("name", "")
    area = AREA_PATTERN.search(group)
    annex = ANNEX_PATTERN.fullmatch(name)
    is_companion = name in indicators
    return Question(
        name=name,
        type=kind,
        labels=labels,
        group=group,
        list_name=list_name,
        is_required=row.get("required", "").lower() in TRUE_WORDS,
        relevant=row.get("relevant") or row.get("relevance", ""),
        constraint=row.get("constraint", ""),
        annex_question=f"Q{annex.group(1)}" if annex else (indicators[name][1][0] if is_companion else ""),
        indicator=name if is_companion else "",
        area=int(area.group(1)) if area else (indicators[name][0] if is_companion else None),
        is_identifying=bool(IDENTIFYING_PATTERN.search(name) or IDENTIFYING_PATTERN.fullmatch(kind)),
    )


def _check_question(question: Question, row: int, lists: Mapping[str, object], known: set[str]) -> list[Problem]:
    problems = []
    if not question.name:
        problems.append(NO_NAME.at("survey", row, "name", type=question.type))
    if question.name in known:
        problems.append(TWICE.at("survey", row, "name", name=question.name))
    is_elsewhere = question.type == "select_one_from_file" or question.list_name.startswith("${")
    if question.type.startswith("select") and question.list_name not in ("", *lists) and not is_elsewhere:
        problems.append(NAMED_LIST.at("survey", row, "type", list_name=question.list_name))
    return problems
