"""Extract claims: from closed answers and from words to proposed levels, one row a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from tasks.adapters.claim_finders import claim_finder, load_claim_rules
from tasks.adapters.declarations import load_rubric
from tasks.adapters.level_counts import load_count_rules, mark_counts
from tasks.adapters.level_wordings import load_level_reader
from tasks.adapters.nlp import LANGUAGES
from tasks.adapters.results import Results, results_of
from tasks.adapters.store import Store
from tasks.core.claims import CLOSED_ANSWER, LEVEL, NO_INFORMATION, NOT_APPLICABLE, Finding, MarkedSegment, find_claims
from tasks.core.identifiers import derive_id
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.speakers import INTERVIEWER
from tasks.core.tables import plain_rows
from tasks.core.told_levels import AskedAnswer, join_findings, read_levels
from tasks.extract_facts import extract_facts
from tasks.manifest import version_of

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
    "{count} segments are in a language without a claims lexicon ({language}); no claim was looked for in them.",
    "Propose levels for them in the review, or provide a translation as the record.",
)
OF_A_TURN = ("interview_id", "turn_id", "speaker_role", "text")
ANSWERED, PROPOSED = "answered", "proposed"
DOCUMENT = "document"
LEVEL_CODE = re.compile(r"[0-4](?:\.0+)?")
SILENT_CODES = {"dk": NO_INFORMATION, "na": NOT_APPLICABLE}
SILENT_REASONS = {"dont_know": NO_INFORMATION, "refused": NO_INFORMATION, "not_applicable": NOT_APPLICABLE}

Row = Mapping[Any, Any]


def extract_claims(store: Store, country: str) -> tuple[Problem, ...]:
    """Extract the claims of a country's records and write the `claims` table.

    Args:
        store: reads `interviews`, `answers` and `segments`, writes `claims`.
        country: ISO 3166-1 alpha-3.

    Returns:
        What could not be read as a claim.
    """
    interviews = store.read_table(country, "interviews").query("consent_record")
    records = {str(row["interview_id"]): row for row in interviews.to_dict("records")}
    closed, found = claims_of_answers(store.read_table(country, "answers"), records)
    segments = store.read_table(country, "segments")
    questions = questions_before(store.read_table(country, "turns"))
    with results_of(store, country, "claim", version_of("claim")) as results:
        told, more = claims_of_words(segments, records, country, questions, results)
    rows = {str(row["claim_id"]): row for row in (*closed, *told)}
    store.write_table(country, "claims", rows.values())
    extract_facts(store, country, questions)
    return (*found, *more)


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
    code, reason = _text(answer["answer_code"]).strip().lower(), _text(answer["missing_reason"])
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
        "respondent": answer["interview_id"],
        "answer_id": answer["answer_id"],
        "state": state,
        "proposed_level": level,
        "value": _text(answer["answer_label"]) or None,
        "date": _text(record["date"]) or None,
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
            question = _text(turn["text"])
        else:
            asked[str(turn["turn_id"])] = question
    return asked


def claims_of_words(
    segments: pd.DataFrame,
    records: Mapping[str, Row],
    country: str,
    asked: Mapping[str, str],
    results: Results | None = None,
) -> tuple[list[dict[str, object]], list[Problem]]:
    """Find the claims in segments, respondent by respondent.

    Args:
        segments: the segments table.
        records: interview id -> row of the interviews table, those that may be analysed.
        country: ISO 3166-1 alpha-3.
        asked: turn id -> the interviewer's words before it.
        results: of earlier runs, respondent by respondent.

    Returns:
        Rows of the claims table, and the problems.
    """
    results = results or Results("", {})
    known = segments[segments["interview_id"].isin(list(records))]
    own = known["interview_id"].map(lambda id_: _text(records[id_]["language"]))
    languages = known["language"].fillna(own).fillna("").map(lambda tag: tag.split("-")[0].lower())
    rows: list[dict[str, object]] = []
    for language in LANGUAGES:
        inside = known[languages == language]
        rows += _told(inside, records, country, language, asked, results)
    unread = languages[~languages.isin(LANGUAGES)].replace("", "unknown").value_counts()
    problems = [UNREAD_LANGUAGE.at(count=unread[language], language=language) for language in sorted(unread.index)]
    return rows, problems


def _told(
    segments: pd.DataFrame,
    records: Mapping[str, Row],
    country: str,
    language: str,
    asked: Mapping[str, str],
    results: Results,
) -> Iterator[dict[str, object]]:
    """Yield the claims in segments of one language."""
    if segments.empty:
        return
    ordered = segments.sort_values(["interview_id", "segment_no"], kind="stable")
    for (interview_id, speaker), own in ordered.groupby([ordered["interview_id"], ordered["speaker"].fillna("")]):
        record, rows = records[interview_id], own.to_dict("records")
        told = [
            (row["segment_id"], row["text"], asked.get(_text(row["turn_id"]), ""), _text(row["annex_question"]))
            for row in rows
        ]
        voice = (country, language, record["record_type"], _text(record["stakeholder_group"]))
        findings = results.of(list[Finding], partial(_find, told, *voice), *voice, told)
        by_id = {row["segment_id"]: row for row in rows}
        for finding in findings:
            respondent = f"{interview_id}/{speaker}" if speaker else interview_id
            yield _told_row(finding, record, respondent, by_id[finding.segment_id])


def _find(
    told: Sequence[tuple[str, str, str, str]], country: str, language: str, record_type: str, group: str
) -> list[Finding]:
    """Find the claims of one respondent.

    Args:
        told: id and words of each segment, the interviewer's words before it, and the question it answers.
        country: ISO 3166-1 alpha-3.
        language: of the words.
        record_type: of the interview.
        group: stakeholder group.
    """
    rules, is_document = load_claim_rules(), record_type == DOCUMENT
    texts = [text for _, text, _, _ in told]
    hits = list(claim_finder(language, country).find(texts))
    words = [
        MarkedSegment(id_, text, found, question) for (id_, text, _, question), found in zip(told, hits, strict=True)
    ]
    findings = find_claims(words, rules, _questions(), is_document=is_document)
    if is_document:
        return list(findings)
    answers = [
        AskedAnswer(id_, text, before, question, found, counted)
        for (id_, text, before, question), found, counted in zip(
            told, hits, mark_counts(texts, language, group), strict=True
        )
    ]
    read = read_levels(answers, load_level_reader(), rules, load_count_rules(), _cumulative())
    return list(join_findings(findings, read))


def _questions() -> dict[str, list[str]]:
    questions: dict[str, list[str]] = {}
    for indicator in load_rubric().indicators.values():
        for question in indicator.questions:
            questions.setdefault(question, []).append(indicator.id)
    return questions


def _cumulative() -> frozenset[str]:
    """Return the indicators whose levels include those below them."""
    known = load_rubric().indicators.values()
    return frozenset(indicator.id for indicator in known if indicator.takes_highest or indicator.sources_needed)


def _told_row(finding: Finding, record: Row, respondent: str, segment: Row) -> dict[str, object]:
    return {
        "claim_id": derive_id(
            "claim", finding.indicator, finding.segment_id, finding.rule, finding.level, finding.value
        ),
        **_voice(record),
        "indicator": finding.indicator,
        "respondent": respondent,
        "segment_id": finding.segment_id,
        "answer_id": segment["answer_id"],
        "state": finding.state,
        "proposed_level": finding.level,
        "value": finding.value or None,
        "unit": finding.unit or None,
        "number": finding.number,
        "date": _date(finding.years, _text(record["date"])),
        "is_second_hand": finding.is_second_hand,
        "rule": finding.rule,
        "status": PROPOSED,
    }


def _voice(record: Row) -> dict[str, object]:
    """Return what a claim takes over from the record it stands in."""
    columns = ("country_iso3", "interview_id", "stakeholder_group", "level", "record_type")
    return {column: record[column] for column in columns}


def _date(years: tuple[int, ...], recorded: str) -> str | None:
    """Return the latest year named that is not after the record, else the record's own date."""
    past = [year for year in years if not recorded or year <= int(recorded[:4])]
    return str(max(past)) if past else recorded or None


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]
