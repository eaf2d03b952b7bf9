"""Extract claims: from closed answers and from words to proposed levels, one row a claim; and the facts told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from tasks.adapters.compared_things import load_thing_rules
from tasks.adapters.declarations import load_rubric
from tasks.adapters.results import results_of
from tasks.adapters.store import Store
from tasks.compare_bodies import set_dissent_apart
from tasks.core.claims import CLOSED_ANSWER, LEVEL, NO_INFORMATION, NOT_APPLICABLE, Finding
from tasks.core.identifiers import derive_id
from tasks.core.number_contradictions import ToldNumber, find_figure_contradictions
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.speakers import INTERVIEWER
from tasks.core.tables import plain_rows, text_of
from tasks.manifest import version_of
from tasks.place_segments import place_segments
from tasks.read_words import Said, ToldFact, read_records, words_by_record
from tasks.triangulate import contradiction_row

UNKNOWN_CODE = ProblemKind(
    "K001",
    Severity.WARNING,
    "The closed answer on {indicator} has a code that the scale does not know, so it makes no claim.",
    "Code it 0, 1, 2, 3, 4, dk or na in the export, or correct the form's choices.",
)
UNKNOWN_INDICATOR = ProblemKind(
    "K002",
    Severity.WARNING,
    "A closed answer is for an indicator that the rubric does not declare, so it makes no claim.",
    "Name the question after an indicator of rubric.yaml.",
)
UNREAD_LANGUAGE = ProblemKind(
    "K003",
    Severity.WARNING,
    "Segments in a language without a claims lexicon ({language}), in which no claim was looked for: {n} ({places}).",
    "Propose levels for them in the review, or provide a translation as the record.",
)
OF_A_TURN = ("interview_id", "turn_id", "speaker_role", "text")
ANSWERED, PROPOSED = "answered", "proposed"
LEVEL_CODE = re.compile(r"[0-4](?:\.0+)?")
SILENT_CODES = {"dk": NO_INFORMATION, "na": NOT_APPLICABLE}
SILENT_REASONS = {"dont_know": NO_INFORMATION, "refused": NO_INFORMATION, "not_applicable": NOT_APPLICABLE}

Row = Mapping[Any, Any]


def extract_claims(store: Store, country: str) -> tuple[Problem, ...]:
    """Extract the claims and facts of a country's records.

    Args:
        store: reads `interviews`, `answers`, `turns` and `segments`; writes `claims`, `facts`, and those
            `contradictions` that a record holds within itself or that lie in the numbers several tell of one thing.
        country: ISO 3166-1 alpha-3.

    Returns:
        What could not be read as a claim.
    """
    interviews = store.read_table(country, "interviews").query("consent_record")
    records = {str(row["interview_id"]): row for row in interviews.to_dict("records")}
    closed, found = claims_of_answers(store.read_table(country, "answers"), records)
    questions = questions_before(store.read_table(country, "turns"))
    by_record, unread = words_by_record(store.read_table(country, "segments"), records, questions)
    with results_of(store, country, "words", version_of("words")) as results:
        read = set_dissent_apart(read_records(by_record, records, country, results), by_record, records)
    told: list[dict[str, object]] = []
    facts: list[dict[str, object]] = []
    numbers: list[ToldNumber] = []
    for interview_id, words in read.items():
        said = {one.segment_id: one for one in by_record[interview_id]}
        told += [_told_row(finding, records[interview_id], said[finding.segment_id]) for finding in words.findings]
        facts += [_fact_row(fact, country, records[interview_id], said[fact.segment_id]) for fact in words.facts]
        voice = text_of(records[interview_id]["stakeholder_group"]) or interview_id
        numbers += [
            replace(number, source=_respondent(records[interview_id], said[number.segment_id]), voice=voice)
            for number in words.numbers
        ]
    in_words = [one for words in read.values() for one in words.exceptions]
    rows = [
        contradiction_row(one, country) for one in (*in_words, *find_figure_contradictions(numbers, load_thing_rules()))
    ]
    store.write_table(country, "claims", {str(row["claim_id"]): row for row in (*closed, *told)}.values())
    store.write_table(country, "facts", {str(row["fact_id"]): row for row in facts}.values())
    store.write_table(country, "contradictions", {str(row["contradiction_id"]): row for row in rows}.values())
    unknown = [
        UNREAD_LANGUAGE.at(n=len(ids), language=language, places=place_segments(store, country, ids))
        for language, ids in sorted(unread.items())
    ]
    return (*found, *unknown)


def claims_of_answers(
    answers: pd.DataFrame, records: Mapping[str, Row]
) -> tuple[list[dict[str, object]], list[Problem]]:
    """Turn closed answers into claims.

    Args:
        answers: the answers table.
        records: interview id -> row of the interviews table, those that may be analysed.

    Returns:
        Rows of the claims table, and the problems; a blank answer is neither.
    """
    rows: list[dict[str, object]] = []
    problems: list[Problem] = []
    known = load_rubric().indicators
    for answer in answers.dropna(subset=["indicator"]).to_dict("records"):
        record = records.get(str(answer["interview_id"]))
        if record is None:
            continue
        place = {"file": answer["file"], "row": int(answer["row"]), "column": answer["column"]}
        state, level = _closed_state(answer)
        if answer["indicator"] not in known:
            problems.append(UNKNOWN_INDICATOR.at(**place))
        elif state:
            rows.append(_closed_row(answer, record, state, level))
        elif state is None:
            problems.append(UNKNOWN_CODE.at(**place, indicator=answer["indicator"]))
    return rows, problems


def _closed_state(answer: Row) -> tuple[str | None, float | None]:
    """Return state and level of a closed answer: state "" when it is blank, None when it can't be read."""
    code, reason = text_of(answer["answer_code"]).strip().lower(), text_of(answer["missing_reason"])
    if LEVEL_CODE.fullmatch(code):
        return LEVEL, float(code)
    state = SILENT_REASONS.get(reason) or SILENT_CODES.get(code)
    if state is None and (code == "" or reason):
        return "", None
    return state, None


def _closed_row(answer: Row, record: Row, state: str, level: float | None) -> dict[str, object]:
    return {
        "claim_id": derive_id("claim", answer["indicator"], answer["answer_id"], CLOSED_ANSWER),
        **_voice(record),
        "indicator": answer["indicator"],
        "respondent": _person_of(record),
        "answer_id": answer["answer_id"],
        "state": state,
        "proposed_level": level,
        "value": text_of(answer["answer_label"]) or None,
        "date": text_of(record["date"]) or None,
        "is_second_hand": False,
        "rule": CLOSED_ANSWER,
        "status": ANSWERED,
    }


def questions_before(turns: pd.DataFrame) -> dict[str, str]:
    """Return what the interviewer said before each turn of a respondent: turn id -> words."""
    asked: dict[str, str] = {}
    interview = question = ""
    for turn in plain_rows(turns.sort_values(["interview_id", "turn_no"], kind="stable")[list(OF_A_TURN)]):
        if turn["interview_id"] != interview:
            interview, question = turn["interview_id"], ""
        if turn["speaker_role"] == INTERVIEWER:
            question = text_of(turn["text"])
        else:
            asked[str(turn["turn_id"])] = question
    return asked


def _told_row(finding: Finding, record: Row, said: Said) -> dict[str, object]:
    return {
        "claim_id": derive_id(
            "claim", finding.indicator, finding.segment_id, finding.rule, finding.level, finding.value
        ),
        **_voice(record),
        "indicator": finding.indicator,
        "respondent": _respondent(record, said),
        "segment_id": finding.segment_id,
        "answer_id": said.answer_id,
        "state": finding.state,
        "proposed_level": finding.level,
        "value": finding.value or None,
        "unit": finding.unit or None,
        "number": finding.number,
        "date": _date(finding.years, text_of(record["date"])),
        "is_second_hand": finding.is_second_hand,
        "rule": finding.rule,
        "status": PROPOSED,
    }


def _fact_row(told: ToldFact, country: str, record: Row, said: Said) -> dict[str, object]:
    fact = told.fact
    return {
        "fact_id": derive_id("fact", told.segment_id, fact.kind, fact.start, fact.value),
        "country_iso3": country,
        "interview_id": record["interview_id"],
        "respondent": _respondent(record, said),
        "segment_id": told.segment_id,
        "indicator": told.indicator or None,
        "kind": fact.kind,
        "value": fact.value,
        "unit": fact.unit or None,
        "quote": said.text[fact.start : fact.end],
        "start_char": fact.start,
        "end_char": fact.end,
        "is_second_hand": told.is_second_hand,
    }


def _respondent(record: Row, said: Said) -> str:
    """Return whose voice it is: nobody tells which of several speakers is heard elsewhere too."""
    return f"{record['interview_id']}/{said.speaker}" if said.speaker else _person_of(record)


def _person_of(record: Row) -> str:
    return text_of(record.get("respondent_id")) or str(record["interview_id"])


def _voice(record: Row) -> dict[str, object]:
    """Return what a claim takes over from the record it stands in."""
    columns = ("country_iso3", "interview_id", "stakeholder_group", "level", "record_type")
    return {column: record[column] for column in columns}


def _date(years: tuple[int, ...], recorded: str) -> str | None:
    """Return the latest year named that is not after the record, else the record's own date."""
    past = [year for year in years if not recorded or year <= int(recorded[:4])]
    return str(max(past)) if past else recorded or None
