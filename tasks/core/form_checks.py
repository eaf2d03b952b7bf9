"""Form checks: what authors of XLSForms get wrong before any answer comes in."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.questionnaires import SPACED_TYPES, WITHOUT_ANSWER, language_of_header

SHEETS = ("survey", "choices", "settings", "external_choices", "osm", "entities")
SURVEY_COLUMNS = frozenset(
    "type name label hint guidance_hint required required_message relevant relevance constraint"
    " constraint_message constraining_message calculation calculate appearance choice_filter repeat_count"
    " read_only readonly default parameters trigger hxl media disabled caption value image audio video big-image"
    " body note bind instance save_to intent query".split()
)
CHOICES_COLUMNS = frozenset("list_name name value label media image audio video big-image".split())
SETTINGS_COLUMNS = frozenset(
    "form_title form_id id_string title version default_language instance_name style public_key submission_url"
    " allow_choice_duplicates prefix auto_send auto_delete namespaces sms_keyword attribute clean_text_values"
    " instance_xmlns omit_instanceid entity_features".split()
)
TYPES = frozenset(
    "text integer int decimal date time datetime note geopoint geotrace geoshape image audio video file barcode"
    " calculate acknowledge trigger hidden range start end today deviceid subscriberid simserial phonenumber"
    " username email audit background-audio background-geopoint start-geopoint xml-external csv-external rank"
    " select_one select_multiple select_one_from_file select_multiple_from_file select_one_external begin_group"
    " end_group begin_repeat end_repeat".split()
)
TRANSLATED = ("label", "hint", "required_message", "constraint_message")
REFERENCE_PATTERN = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
NAME_PATTERN = re.compile(r"^[A-Za-z_][\w.-]*$")
EXPRESSIONS = ("relevant", "constraint", "calculation", "choice_filter", "repeat_count", "label", "default", "trigger")

MISSPELT_SHEET = ProblemKind(
    "Q010", Severity.WARNING, "The sheet '{name}' is no sheet of an XLSForm{hint}.", "Rename it, or take it out."
)
NO_SURVEY = ProblemKind(
    "Q011", Severity.CRITICAL, "The form has no survey sheet.", "Name the sheet of questions 'survey'."
)
UNKNOWN_COLUMN = ProblemKind(
    "Q012", Severity.WARNING, "The column '{name}' means nothing in an XLSForm{hint}.", "Rename it, or take it out."
)
UNKNOWN_TYPE = ProblemKind(
    "Q013", Severity.WARNING, "'{name}' is no type of question{hint}.", "Use a type of the XLSForm standard."
)
DUPLICATE_CHOICE = ProblemKind(
    "Q014",
    Severity.WARNING,
    "The choice '{name}' stands twice in the list '{list_name}'.",
    "Rename one: two answers would be counted as one.",
)
SPACED_CHOICE = ProblemKind(
    "Q015",
    Severity.WARNING,
    "The choice name '{name}' holds a blank.",
    "Write a short code without blanks; answers to select_multiple are separated by blanks.",
)
HALF_TRANSLATED = ProblemKind(
    "Q016",
    Severity.WARNING,
    "'{name}' has no {what} in {language}, other rows have one.",
    "Translate it; respondents see a dash.",
)
BARE_LANGUAGE = ProblemKind(
    "Q017",
    Severity.INFO,
    "The column '{name}' names its language without a code.",
    "Write the code in brackets: label::Français (fr).",
)
UNKNOWN_REFERENCE = ProblemKind(
    "Q018",
    Severity.WARNING,
    "'{name}' refers to a question that is not in the form{hint}.",
    "Correct the name between ${{ and }}.",
)
BAD_NAME = ProblemKind(
    "Q019",
    Severity.WARNING,
    "'{name}' is no valid name.",
    "Begin with a letter and use letters, digits, underscores, hyphens and points only.",
)
UNUSED_LIST = ProblemKind(
    "Q020", Severity.INFO, "No question uses the choice list '{name}'.", "Nothing to mend, or take it out."
)
UNBALANCED = ProblemKind(
    "Q021", Severity.WARNING, "A group or repeat does not begin and end in pairs.", "Add the missing begin or end row."
)
DUPLICATE_LABEL = ProblemKind(
    "Q022",
    Severity.WARNING,
    "Two choices of the list '{list_name}' have the same label in {language}.",
    "Tell them apart: an export with labels could not.",
)
NO_LABEL = ProblemKind(
    "Q023", Severity.WARNING, "'{name}' has no label at all.", "Write what the respondent is to read."
)

Rows = Sequence[Mapping[str, str]]


def check_form(sheets: Mapping[str, Rows], names: Sequence[str]) -> tuple[Problem, ...]:
    """Check a form as its author wrote it.

    Args:
        sheets: sheet name -> rows, header -> cell, as the workbook holds them; sheet names in small letters.
        names: of all sheets of the workbook, as written.

    Returns:
        What is wrong; the file of each problem is the sheet.
    """
    problems = _check_sheets(names)
    survey, choices = sheets.get("survey", ()), sheets.get("choices", ())
    for sheet, known in (("survey", SURVEY_COLUMNS), ("choices", CHOICES_COLUMNS), ("settings", SETTINGS_COLUMNS)):
        extra = frozenset(_filters(survey)) if sheet == "choices" else frozenset()
        problems += _check_columns(sheet, sheets.get(sheet, ()), known | extra)
    problems += _check_questions(survey)
    problems += _check_choices(choices, survey)
    for sheet, rows in (("survey", survey), ("choices", choices)):
        problems += _check_translations(sheet, rows)
    return tuple(problems)


def _near(name: str, known: Sequence[str] | frozenset[str]) -> str:
    near = difflib.get_close_matches(name.lower(), sorted(known), n=1, cutoff=0.7)
    return f" (did you mean '{near[0]}'?)" if near else ""


def _check_sheets(names: Sequence[str]) -> list[Problem]:
    problems = [
        MISSPELT_SHEET.at(name, name=name, hint=_near(name, SHEETS))
        for name in names
        if name.strip().lower() not in SHEETS and _near(name, SHEETS)
    ]
    if "survey" not in {name.strip().lower() for name in names}:
        problems.append(NO_SURVEY.at("survey"))
    return problems


def _base(header: str) -> str:
    return re.split(r"\s*::?\s*", header.strip(), maxsplit=1)[0].lower().replace(" ", "_")


def _headers(rows: Rows) -> list[str]:
    return list(dict.fromkeys(header for row in rows for header in row if header))


def _filters(survey: Rows) -> set[str]:
    """Return the columns of choices that choice filters use."""
    return {word.lower() for row in survey for word in re.findall(r"[A-Za-z_]\w*", row.get("choice_filter", "") or "")}


def _check_columns(sheet: str, rows: Rows, known: frozenset[str]) -> list[Problem]:
    problems = []
    for header in _headers(rows):
        base = _base(header)
        if base not in known and not base.startswith(("kobo--", "$", "media", "bind", "body", "instance", "_", "oc_")):
            problems.append(UNKNOWN_COLUMN.at(sheet, 1, header, name=header, hint=_near(base, known)))
        elif base in TRANSLATED and ":" in header:
            language = language_of_header(header)
            if not re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?", language):
                problems.append(BARE_LANGUAGE.at(sheet, 1, header, name=header))
    return problems


def _kind(cell: str) -> str:
    words = cell.lower().split()
    if len(words) > 1 and words[0] in ("begin", "end"):
        return f"{words[0]}_{words[1]}"
    for kind, spelling in SPACED_TYPES:
        if tuple(words[: len(spelling)]) == spelling:
            return kind
    return words[0] if words else ""


def _check_questions(survey: Rows) -> list[Problem]:
    problems: list[Problem] = []
    names = {(row.get("name") or "").strip() for row in survey}
    depth = 0
    for number, row in enumerate(survey, start=2):
        kind, name = _kind(row.get("type") or ""), (row.get("name") or "").strip()
        if kind and kind not in TYPES:
            problems.append(UNKNOWN_TYPE.at("survey", number, "type", name=kind, hint=_near(kind, TYPES)))
        depth += kind.startswith("begin_") - kind.startswith("end_")
        if depth < 0:
            problems.append(UNBALANCED.at("survey", number, "type"))
            depth = 0
        if name and not NAME_PATTERN.match(name) and kind not in WITHOUT_ANSWER:
            problems.append(BAD_NAME.at("survey", number, "name", name=name))
        if _needs_label(kind) and not any(
            _base(header) in ("label", "caption") and cell for header, cell in row.items()
        ):
            problems.append(NO_LABEL.at("survey", number, "label", name=name))
        problems += _check_references(row, number, names)
    if depth:
        problems.append(UNBALANCED.at("survey", len(survey) + 1, "type"))
    return problems


def _needs_label(kind: str) -> bool:
    return kind.startswith("select") or kind in (
        "text",
        "integer",
        "int",
        "decimal",
        "date",
        "time",
        "datetime",
        "note",
    )


def _check_references(row: Mapping[str, str], number: int, names: set[str]) -> list[Problem]:
    problems = []
    for header, cell in row.items():
        if _base(header) not in EXPRESSIONS:
            continue
        for reference in REFERENCE_PATTERN.findall(cell or ""):
            base = reference.removeprefix("last-saved#")
            if base not in names:
                hint = _near(base, frozenset(names))
                problems.append(UNKNOWN_REFERENCE.at("survey", number, header, name=row.get("name", ""), hint=hint))
    return problems


def _check_choices(choices: Rows, survey: Rows) -> list[Problem]:
    problems: list[Problem] = []
    seen: Counter[tuple[str, str]] = Counter()
    labels: Counter[tuple[str, str, str]] = Counter()
    multiple = {
        words[-1] for row in survey if (words := (row.get("type") or "").split()) and "multiple" in words[0].lower()
    }
    used = {word for row in survey for word in (row.get("type") or "").split()[1:]}
    lists = []
    for number, row in enumerate(choices, start=2):
        list_name = (row.get("list_name") or row.get("list name") or "").strip()
        name = (row.get("name") or row.get("value") or "").strip()
        if not list_name:
            continue
        lists.append(list_name)
        seen[list_name, name] += 1
        if seen[list_name, name] == 2:
            problems.append(DUPLICATE_CHOICE.at("choices", number, "name", name=name, list_name=list_name))
        if " " in name and (list_name in multiple or list_name in used):
            problems.append(SPACED_CHOICE.at("choices", number, "name", name=name))
        for header, cell in row.items():
            if _base(header) == "label" and cell:
                key = (list_name, language_of_header(header) or "the default language", cell.strip().lower())
                labels[key] += 1
                if labels[key] == 2:
                    problems.append(DUPLICATE_LABEL.at("choices", number, header, list_name=list_name, language=key[1]))
    for list_name in dict.fromkeys(lists):
        if list_name not in used:
            problems.append(UNUSED_LIST.at("choices", None, "list_name", name=list_name))
    return problems


def _check_translations(sheet: str, rows: Rows) -> list[Problem]:
    problems: list[Problem] = []
    translated = [header for header in _headers(rows) if _base(header) in TRANSLATED]
    for what in TRANSLATED:
        columns = [header for header in translated if _base(header) == what]
        for number, row in enumerate(rows, start=2):
            filled = [header for header in columns if (row.get(header) or "").strip()]
            for header in columns:
                if filled and header not in filled:
                    name = row.get("name") or row.get("list_name") or ""
                    language = language_of_header(header) or "the default language"
                    problems.append(
                        HALF_TRANSLATED.at(
                            sheet, number, header, name=name, what=what.replace("_", " "), language=language
                        )
                    )
    return problems
