"""Validates the tables of a country: failing rows are set aside and named, with a page for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from tasks.adapters.declarations import QUESTIONNAIRE, load_codebook, load_rubric, read_yaml
from tasks.adapters.disk import write_bytes
from tasks.adapters.expectations import run_suite
from tasks.adapters.forms import load_form
from tasks.adapters.store import EXPECTATIONS, LOOKED_UP, Store
from tasks.adapters.templates import render_quality_page
from tasks.core.expectations import (
    FAILED,
    Expectation,
    Finding,
    expectations_from_form,
    parse_expectations,
    tell_findings,
)
from tasks.core.heard_records import heard_ids
from tasks.core.interview_plans import first_planned
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.quoting import QuotingRule, count_groups, small_groups, tell_counts
from tasks.core.reviews import NEW_CODE
from tasks.core.shown_sources import QUESTIONNAIRE as QUESTIONNAIRE_RECORD
from tasks.core.tables import plain_rows
from tasks.core.told_dates import tell_dates
from tasks.outward_problems import outward_problems
from tasks.render import load_group_labels, load_page_words, name_country
from tasks.say_problems import load_translator
from tasks.show_sources import load_quoting_rule, read_permits, read_sources, write_sources
from tasks.told_notes import read_told_note

KEYS = {
    "interviews": "interview_id",
    "turns": "turn_id",
    "answers": "answer_id",
    "responses": "interview_id",
    "segments": "segment_id",
    "codings": "coding_id",
    "claims": "claim_id",
    "scores": "unit_id",
}
PROBLEM_LANGUAGE = "en"
STAGES = {
    "received": ("interviews", "turns", "answers", "responses"),
    "coded": ("segments", "codings", "claims", "scores"),
}
PARTS_OF_INTERVIEWS = frozenset({"turns", "segments", "claims"})
MOST_PLANNED = 10
"""Questions that the data-quality page proposes."""
OTHERS = "others"
"""Stands for the stakeholder groups that are not told apart."""
CALCULATED = frozenset({"scores"})
"""Tables whose rows are never set aside: a missing score would be a silent one."""

ROW_FAILED = ProblemKind("E020", Severity.WARNING, "{meaning} {failing} fails{fate}.", "{fix}")
TABLE_FAILED = ProblemKind("E021", Severity.WARNING, "{meaning} {n} rows of '{table}' fail{fate}.", "{fix}")
ANSWERS = frozenset({"answers", "responses"})
PARTS = {
    "interviews": "This record",
    "claims": "A claim of this record",
    "turns": "A part of this record",
    "segments": "A part of this record",
}
"""What fails where it is no answer and no row that a person could look up."""
MOST_ROWS_NAMED = 50
"""Failing rows named one by one; of more only the number is told."""


def validate(store: Store, country: str, stage: str) -> tuple[Problem, ...]:
    """Check a country's tables and set failing rows aside.

    Args:
        store: reads and writes the tables; writes the quality page.
        country: ISO 3166-1 alpha-3.
        stage: a key of `STAGES`: which tables.

    Returns:
        What failed or could not be checked.
    """
    expectations, problems = _load_expectations()
    findings: list[Finding] = []
    for table in STAGES[stage]:
        frame = _read(store, country, table)
        own = [expectation for expectation in expectations if expectation.table == table]
        own = (
            [one for one in own if one.kwargs.get("column", "") in {"", *frame.columns}]
            if table == "responses"
            else own
        )
        if not len(frame) and table != "interviews":
            continue
        found, faults = run_suite(frame, own, table=table, key=KEYS[table])
        findings += found
        problems += [*faults, *_name_failures(store, country, found)]
        _set_aside(store, country, table, found)
    store.record_problems(country, f"validate {stage}", problems)
    _write_findings(store, country, stage, findings)
    return tuple(problems)


def _load_expectations() -> tuple[tuple[Expectation, ...], list[Problem]]:
    codebook, rubric = load_codebook(), load_rubric()
    named_sets = {
        "codebook topics": list(codebook.topics),
        "codebook stances": list(codebook.stances),
        "rubric indicators": list(rubric.indicators),
    }
    declared = parse_expectations(read_yaml(QUESTIONNAIRE / "expectations.yaml")["tables"], named_sets)
    derived, problems = expectations_from_form(load_form())
    return (*declared, *derived), list(problems)


def _read(store: Store, country: str, table: str) -> pd.DataFrame:
    if table != "responses":
        return store.read_table(country, table)
    answers = store.read_table(country, "answers")
    given = answers["answer_code"].fillna(answers["answer_text"])
    values = answers.assign(value=given.where(answers["missing_reason"].isna()))
    wide = values.pivot_table(
        index="interview_id", columns="question_name", values="value", aggfunc="first", dropna=False
    )
    return wide.reset_index().rename_axis(columns=None)


def _name_failures(store: Store, country: str, findings: Sequence[Finding]) -> list[Problem]:
    problems: list[Problem] = []
    for finding in findings:
        if finding.status != FAILED:
            continue
        expectation = finding.expectation
        words = {"meaning": expectation.meaning, "fix": expectation.fix}
        if not 0 < finding.n_failing <= MOST_ROWS_NAMED:
            kind = _kind(TABLE_FAILED, expectation.severity)
            told = {**words, "table": expectation.table, "fate": _fate(expectation)}
            problems.append(kind.at(n=finding.n_failing, **told))
            continue
        for key in finding.failing_keys:
            file, row, column = _place(store, country, expectation, key)
            told = {**words, "failing": _failing(expectation), "fate": _fate_of_row(expectation)}
            problems.append(_kind(ROW_FAILED, expectation.severity).at(file, row, column, **told))
    return problems


def _failing(expectation: Expectation) -> str:
    """Name what fails, as a reader of the source finds it: a record, a part of it, or one answer in a row."""
    return "This answer" if expectation.table in ANSWERS else PARTS.get(expectation.table, "This row")


def _fate(expectation: Expectation) -> str:
    return " and are set aside" if expectation.sets_aside else ""


def _fate_of_row(expectation: Expectation) -> str:
    if not expectation.sets_aside:
        return ""
    is_answer = expectation.table in ANSWERS
    return " and is set aside; the other answers of the row count" if is_answer else " and is set aside"


def _kind(kind: ProblemKind, severity: str) -> ProblemKind:
    return ProblemKind(kind.code, Severity(severity), kind.detail, kind.fix)


def _place(store: Store, country: str, expectation: Expectation, key: str) -> tuple[str, int | None, str]:
    """Find file, row and column of a failing row."""
    column = str(expectation.kwargs.get("column", ""))
    if expectation.table in ("responses", "answers"):
        answers = store.read_table(country, "answers")
        own = answers[answers[KEYS[expectation.table]] == key]
        if expectation.table == "responses":
            own = own[own["question_name"] == column]
        if len(own):
            return str(own.iloc[0]["file"]), int(own.iloc[0]["row"]), str(own.iloc[0]["column"])
    interviews = store.read_table(country, "interviews")
    if expectation.table in PARTS_OF_INTERVIEWS:
        parts = store.read_table(country, expectation.table)
        key = str(parts.loc[parts[KEYS[expectation.table]] == key, "interview_id"].iloc[0])
    own = interviews[interviews["interview_id"] == key]
    row = own.iloc[0]["row"] if len(own) else None
    return (str(own.iloc[0]["file"]) if len(own) else ""), (None if row is None or pd.isna(row) else int(row)), column


def _set_aside(store: Store, country: str, table: str, findings: Sequence[Finding]) -> None:
    """Move failing rows to quarantine, with the expectation that each failed."""
    failing = [(key, f.expectation) for f in findings if f.expectation.sets_aside for key in f.failing_keys]
    if not failing or table in CALCULATED:
        return
    target = "answers" if table == "responses" else table
    frame = store.read_table(country, target)
    parts = []
    for key, expectation in failing:
        rows = frame[frame[KEYS[table]] == key]
        if table == "responses":
            rows = rows[rows["question_name"] == expectation.kwargs["column"]]
        parts.append(rows.assign(expectation=expectation.id))
    aside = pd.concat(parts)
    store.write_quarantine(country, target, aside)
    store.write_table(country, target, frame.drop(index=aside.index.unique()))


def _write_findings(store: Store, country: str, stage: str, findings: Sequence[Finding]) -> None:
    path = store.processed / country / EXPECTATIONS
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() and stage != "received" else []
    records = [record for record in known if record["table"] not in STAGES[stage]]
    records += [_record(finding) for finding in findings]
    write_bytes(path, json.dumps(records, ensure_ascii=False, indent=1).encode("utf-8"))
    write_quality_page(store, country)


def _record(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain data, without any value of the table."""
    expectation = finding.expectation
    return {
        "id": expectation.id,
        "table": expectation.table,
        "meaning": expectation.meaning,
        "severity": expectation.severity,
        "status": finding.status,
        "n_rows": finding.n_rows,
        "n_failing": finding.n_failing,
        "is_of_part": bool(expectation.where),
        "reason": finding.reason,
        "fix": expectation.fix,
    }


def _coverage_by_area(rows: Sequence[Mapping[str, Any]], small: frozenset[str]) -> dict[str, dict[int, int]]:
    """Count the indicators of each area on which a group, or the documents, told a level; small groups together."""
    told: dict[str, dict[int, set[str]]] = {}
    for row in rows:
        if row["n_told"]:
            group = row["stakeholder_group"]
            areas = told.setdefault(group if group and group not in small else "unattributed", {})
            areas.setdefault(int(row["area"]), set()).add(row["indicator"])
    return {
        group: {area: len(indicators) for area, indicators in areas.items()} for group, areas in sorted(told.items())
    }


def write_quality_page(store: Store, country: str, language: str = "") -> None:
    """Write the data-quality page of a country from what validation found.

    Args:
        store: reads the findings, the tables, the problems and `source.yaml`; stages data-quality.html.
        country: ISO 3166-1 alpha-3.
        language: en, fr, es or pt; "" for the one that `source.yaml` asks for.
    """
    received = store.read_table(country, "interviews")
    interviews = received[received["consent_record"].astype(bool)]
    rule, people = load_quoting_rule(), plain_rows(interviews)
    heard = _heard(store, country, interviews)
    small, counted = small_groups(people, rule, heard), _counted(interviews, heard)
    permits = read_permits(store, country)
    note = read_told_note(store, country)
    language = language or note.brief_language or PROBLEM_LANGUAGE
    words, problems = load_page_words("data_quality.yaml", language), plain_rows(store.read_table(country, "problems"))
    sources = read_sources(store, country, words)
    write_sources(store, country, sources)
    page = render_quality_page(
        words=words,
        translate=load_translator(language).translate,
        country=name_country(store, country, language),
        looked_up=f"{country}/{LOOKED_UP}",
        is_synthetic=note.is_synthetic,
        synthetic_note=note.synthetic_note_in(language),
        findings=tell_findings(store.read_json(country, EXPECTATIONS), _rows_told(store, country, counted), rule),
        problems=[sources.tell_problem(row) for row in outward_problems(problems, plain_rows(received))],
        contradictions=plain_rows(store.read_table(country, "contradictions")),
        counts={str(name): int(n) for name, n in counted["record_type"].value_counts().sort_index().items()},
        groups=_count_voices(people, rule, heard, small),
        group_labels=load_group_labels(language),
        indicator_labels={id_: one.label[language] for id_, one in load_rubric().indicators.items()},
        latest=tell_dates(people, permits, rule, heard).last,
        coverage=_coverage_by_area(plain_rows(store.read_table(country, "coverage")), small),
        new_codes=[
            row for row in plain_rows(store.read_table(country, "candidate_codes")) if row["decision"] == NEW_CODE
        ],
        planned=first_planned(plain_rows(store.read_table(country, "next_interviews")), MOST_PLANNED),
        opened=_opened_in_brief(store, country),
    )
    write_bytes(store.staged.reports / country / "data-quality.html", page.encode("utf-8"))


def _opened_in_brief(store: Store, country: str) -> frozenset[str]:
    """Return the ids of the evidence whose words the country's brief shows, if there is one."""
    paths = (folder / country / "brief.json" for folder in (store.staged.reports, store.reports))
    for path in paths:
        if path.is_file():
            brief = json.loads(path.read_text(encoding="utf-8"))
            return frozenset(
                [*(one["segment_id"] for one in brief["quotations"]), *(one["id"] for one in brief["answers"])]
            )
    return frozenset()


def _heard(store: Store, country: str, interviews: pd.DataFrame) -> frozenset[str] | None:
    """Return the ids of the records that something was read in, None while nothing is."""
    segments, answers = store.read_table(country, "segments"), store.read_table(country, "answers")
    return heard_ids(interviews, segments, answers) or None


def _counted(interviews: pd.DataFrame, heard: frozenset[str] | None) -> pd.DataFrame:
    """Return the records that the page counts: those that the brief counts, as the difference would be somebody."""
    return interviews if heard is None else interviews[interviews["interview_id"].isin(heard)]


def _rows_told(store: Store, country: str, counted: pd.DataFrame) -> dict[str, int]:
    """Return how many rows of each table of persons are of those whom the page counts."""
    answers = store.read_table(country, "answers")
    own = answers[answers["interview_id"].isin(set(counted["interview_id"]))]
    return {
        "interviews": len(counted),
        "responses": int((counted["record_type"] == QUESTIONNAIRE_RECORD).sum()),
        "answers": len(own),
    }


def _count_voices(
    interviews: Iterable[Mapping[str, Any]], rule: QuotingRule, heard: frozenset[str] | None, small: frozenset[str]
) -> dict[str, str]:
    """Count the voices of each stakeholder group that is told apart, and of all others together (`OTHERS`).

    They are those whom the brief counts: the difference to another count would be somebody.
    """
    counts = count_groups(interviews, heard)
    told = tell_counts(counts, rule, counts.keys() - small - {""})
    shown = {group: rule.count(n) for group, n in sorted(told.counts.items())}
    if told.has_others:
        shown[OTHERS] = told.others_shown
    return shown
