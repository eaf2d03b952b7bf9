"""Expectations: what tables must hold, as declared and as the questionnaire's own form says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.questionnaires import Form, Question
from tasks.core.quoting import QuotingRule

OF_PERSONS = frozenset({"interviews", "responses", "answers"})
"""Tables whose rows are persons, or one person's answers: to count them is to count persons."""
UNTOLD = "–"
"""Stands for a count that would tell of few persons."""
PASSED, FAILED, COULD_NOT_RUN = "passed", "failed", "could not run"
REGEX_OF_TYPE = {
    "integer": r"^-?\d+$",
    "decimal": r"^-?\d+([.,]\d+)?$",
    "date": r"^\d{4}-\d{2}-\d{2}$",
}
BOUND_PATTERN = re.compile(r"\.\s*(<=|>=)\s*(-?\d+(?:\.\d+)?)")
REGEX_PATTERN = re.compile(r"regex\(\s*\.\s*,\s*'([^']*)'\s*\)")
RELEVANT_PATTERN = re.compile(r"\$\{(\w+)\}\s*=\s*'([^']*)'")

NOT_TRANSLATED = ProblemKind(
    "E001",
    Severity.INFO,
    "The {part} of question '{question}' is not checked here: it is more than a bound or a pattern.",
    "Nothing to mend; the form itself checks it when answers are typed in.",
)


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation on a table.

    Attributes:
        id: unique; travels through Great Expectations as meta, as its results come back in another order.
        table: name of a table, or "responses" (one row per response, a column per question).
        type: expectation of Great Expectations in snake case.
        kwargs: its arguments.
        severity: critical, warning or info.
        meaning: what is expected, in a sentence.
        fix: what to do when it fails.
        where: condition on the rows it holds for, "" for all.
        sets_aside: whether failing rows are moved to quarantine.
    """

    id: str
    table: str
    type: str
    kwargs: Mapping[str, Any]
    severity: str
    meaning: str
    fix: str
    where: str = ""
    sets_aside: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """How one expectation came out.

    Attributes:
        expectation: what was expected.
        status: `PASSED`, `FAILED` or `COULD_NOT_RUN`.
        n_rows: rows it was checked on.
        n_failing: rows that failed.
        failing_keys: keys of those rows.
        reason: why it could not run: the type of the error, never a value.
    """

    expectation: Expectation
    status: str
    n_rows: int = 0
    n_failing: int = 0
    failing_keys: tuple[str, ...] = field(default=())
    reason: str = ""


def parse_expectations(
    declared: Mapping[str, Iterable[Mapping[str, Any]]], named_sets: Mapping[str, list[str]] | None = None
) -> tuple[Expectation, ...]:
    """Build the declared expectations.

    Args:
        declared: table -> entries of `expectations.yaml`.
        named_sets: name -> values, for a `value_set` that is declared elsewhere ("codebook topics").

    Returns:
        The expectations, in declared order.

    Raises:
        ValueError: an id stands twice.
    """
    expectations = tuple(
        Expectation(
            id=entry["id"],
            table=table,
            type=entry["type"],
            kwargs=_with_set(entry["kwargs"], named_sets or {}),
            severity=entry["severity"],
            meaning=entry["meaning"],
            fix=entry["fix"],
            where=entry.get("where", ""),
            sets_aside=bool(entry.get("set_aside", False)),
        )
        for table, entries in declared.items()
        for entry in entries
    )
    ids = [expectation.id for expectation in expectations]
    if len(ids) != len(set(ids)):
        raise ValueError(f"expectations: an id stands twice in {ids}")
    return expectations


def _with_set(kwargs: Mapping[str, Any], named_sets: Mapping[str, list[str]]) -> dict[str, Any]:
    name = kwargs.get("value_set")
    return dict(kwargs) | ({"value_set": named_sets[name]} if isinstance(name, str) else {})


def tell_findings(
    records: Iterable[Mapping[str, Any]], counted: Mapping[str, int], rule: QuotingRule
) -> list[dict[str, Any]]:
    """Tell what was found as a page may show it: no count of rows tells how many persons it does not count.

    Args:
        records: findings as plain data: table, n_rows, n_failing, is_of_part (only some of the rows are meant), ...
        counted: table of persons -> its rows of those whom the page counts.
        rule: how small a count may be shown.

    Returns:
        The same. In tables of persons, rows are told where they are all that the page counts, failing ones where
        neither they nor the others are few; `UNTOLD` stands for the rest.
    """
    return [dict(one) if one["table"] not in OF_PERSONS else _tell_finding(one, counted, rule) for one in records]


def _tell_finding(record: Mapping[str, Any], counted: Mapping[str, int], rule: QuotingRule) -> dict[str, Any]:
    n, failing = record["n_rows"], record["n_failing"]
    is_whole = not record.get("is_of_part", True) and n == counted.get(record["table"])
    shown = rule.count(failing) if rule.tells_part(failing, n) or rule.is_few(failing) else UNTOLD
    return {**record, "n_rows": n if is_whole else UNTOLD, "n_failing": shown}


def expectations_from_form(form: Form) -> tuple[tuple[Expectation, ...], tuple[Problem, ...]]:
    """Derive what answers must hold from the questionnaire's form.

    Args:
        form: the questionnaire.

    Returns:
        Expectations on the table "responses", and notes on what the form says that is not checked.
    """
    expectations: list[Expectation] = []
    problems: list[Problem] = []
    for question in form.questions:
        if question.area is None:
            continue
        where, is_told = _condition(question)
        if not is_told:
            problems.append(NOT_TRANSLATED.at("survey", part="relevant", question=question.name))
        expectations += [_expect(question, kind, kwargs, where) for kind, kwargs in _demands(question, form)]
        if question.constraint and not _constraint(question):
            problems.append(NOT_TRANSLATED.at("survey", part="constraint", question=question.name))
    return tuple(expectations), tuple(problems)


def _demands(question: Question, form: Form) -> list[tuple[str, dict[str, Any]]]:
    demands: list[tuple[str, dict[str, Any]]] = []
    if question.is_required:
        demands.append(("expect_column_values_to_not_be_null", {}))
    if question.type == "select_one":
        names = [choice.name for choice in form.choices.get(question.list_name, ())]
        demands.append(("expect_column_values_to_be_in_set", {"value_set": names}))
    if question.type in REGEX_OF_TYPE:
        demands.append(("expect_column_values_to_match_regex", {"regex": REGEX_OF_TYPE[question.type]}))
    return demands + _constraint(question)


def _constraint(question: Question) -> list[tuple[str, dict[str, Any]]]:
    """Translate a constraint of bounds, or of one pattern; [] when it says more."""
    if match := REGEX_PATTERN.fullmatch(question.constraint.strip()):
        return [("expect_column_values_to_match_regex", {"regex": match.group(1)})]
    parts = [part.strip() for part in question.constraint.split(" and ")]
    bounds = [BOUND_PATTERN.fullmatch(part) for part in parts]
    if not question.constraint or not all(bounds):
        return []
    ends = {("max_value" if bound[1] == "<=" else "min_value"): float(bound[2]) for bound in bounds if bound}
    return [("expect_column_values_to_be_between", ends)]


def _condition(question: Question) -> tuple[str, bool]:
    """Translate a relevant expression of one comparison; it is not told when it says more."""
    if not question.relevant:
        return "", True
    match = RELEVANT_PATTERN.fullmatch(question.relevant.strip())
    return (f'{match.group(1)} == "{match.group(2)}"', True) if match else ("", False)


def _expect(question: Question, kind: str, kwargs: Mapping[str, Any], where: str) -> Expectation:
    is_required = kind == "expect_column_values_to_not_be_null"
    demand = kind.removeprefix("expect_column_values_to_").replace("_", " ")
    return Expectation(
        id=f"responses.{question.name}.{demand.replace(' ', '_')}",
        table="responses",
        type=kind,
        kwargs={"column": question.name, **kwargs},
        severity="warning",
        meaning=f"Answers to '{question.name}' hold to the form ({demand}).",
        fix="Correct the answer in the data collection and export it anew.",
        where=where,
        sets_aside=not is_required,
    )
