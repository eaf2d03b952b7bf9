"""Scores: from claims to levels, areas and the overall score of a country."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from tasks.adapters.declarations import load_rubric
from tasks.adapters.spreadsheets import read_sheets
from tasks.adapters.store import Store
from tasks.adapters.vocabularies import load_vocabulary
from tasks.core.claims import CLOSED_ANSWER
from tasks.core.dates import read_date
from tasks.core.level_tables import parse_level_table
from tasks.core.levels import NO_INFORMATION, NOT_APPLICABLE, SCORED, Level, Silence, decide_level
from tasks.core.problems import Problem
from tasks.core.rubrics import Indicator
from tasks.core.rulings import rule_levels
from tasks.core.score_variations import Heard
from tasks.core.scores import Score, score_areas, score_overall
from tasks.core.tables import plain_rows, text_of
from tasks.core.voices import IN_FORCE_KINDS, Voice, merge_voices
from tasks.read_reviews import read_merged

OF_A_VOICE = (
    "indicator", "interview_id", "respondent", "segment_id", "answer_id", "state", "proposed_level",
    "stakeholder_group", "level", "record_type", "is_second_hand", "rule", "record_date",
)  # fmt: skip
"""Columns of the claims that tell what was heard."""
YEARS_IN_TITLE = re.compile(r"\b(?:19|20)\d{2}\b")


def score_area(store: Store, country: str, area: int) -> list[dict[str, object]]:
    """Decide the levels of one area's indicators from the claims of a country.

    Args:
        store: reads `claims` and `interviews`.
        country: ISO 3166-1 alpha-3.
        area: 1 to 5.

    Returns:
        Rows of the scores table, one per indicator of the area.
    """
    rubric = load_rubric()
    levels = decide_levels(store, country, [i for i in rubric.indicators.values() if i.area == area])
    return [level_row(country, level) for level in levels.values()]


def score_country(store: Store, country: str) -> tuple[Score, ...]:
    """Score all areas and the platform as a whole, and write the `scores` table.

    Args:
        store: reads `claims`, `interviews` and `reviews`, writes `scores` and problems.
        country: ISO 3166-1 alpha-3.

    Returns:
        The five areas in order, then the overall score.
    """
    rubric = load_rubric()
    proposed = propose_levels(store, country, rubric.indicators.values())
    levels, problems = rule_levels(proposed, read_merged(store, country))
    store.record_problems(country, "score", problems)
    areas = score_areas(levels, rubric)
    scores = (*areas, score_overall(levels, areas, rubric))
    rows = [level_row(country, level) for level in levels.values()]
    store.write_table(country, "scores", [*rows, *(score_row(country, score) for score in scores)])
    return scores


def decide_levels(store: Store, country: str, indicators: Iterable[Indicator]) -> dict[str, Level]:
    """Decide the levels of indicators: as people did, else from the claims of a country.

    Args:
        store: reads `claims`, `interviews` and `reviews`.
        country: ISO 3166-1 alpha-3.
        indicators: which ones.

    Returns:
        Indicator id -> level, in the order given.
    """
    return rule_levels(propose_levels(store, country, indicators), read_merged(store, country))[0]


def propose_levels(store: Store, country: str, indicators: Iterable[Indicator]) -> dict[str, Level]:
    """Propose the levels of indicators from the claims of a country.

    Args:
        store: reads `claims` and `interviews`.
        country: ISO 3166-1 alpha-3.
        indicators: which ones.

    Returns:
        Indicator id -> level, in the order given.
    """
    known = _propose_all(store, country, store.marks_of(country, "interviews", "claims"))
    return {indicator.id: known[indicator.id] for indicator in indicators}


@lru_cache(maxsize=1)
def _propose_all(store: Store, country: str, _marks: tuple[str, ...]) -> dict[str, Level]:
    """Propose all levels; those of the same tables are kept, as areas, scores and briefs ask for them one by one."""
    interviews, claims = (store.read_table(country, name) for name in ("interviews", "claims"))
    return decide_claims(interviews, claims, load_rubric().indicators.values())


def decide_claims(interviews: pd.DataFrame, claims: pd.DataFrame, indicators: Iterable[Indicator]) -> dict[str, Level]:
    """Decide the levels of indicators from claims.

    Args:
        interviews: the interviews table.
        claims: the claims table.
        indicators: which ones.

    Returns:
        Indicator id -> level, in the order given.
    """
    known = {indicator.id: indicator for indicator in indicators}
    heard = read_heard(interviews, claims, known.values())
    as_of = reference_date(interviews)
    return {
        id_: decide_level(known[id_], own.voices, own.silence, as_of=as_of, are_read=own.are_read)
        for id_, own in heard.items()
    }


def read_heard(interviews: pd.DataFrame, claims: pd.DataFrame, indicators: Iterable[Indicator]) -> dict[str, Heard]:
    """Read what was heard on each indicator.

    Args:
        interviews: the interviews table.
        claims: the claims table; rejected claims are left out.
        indicators: which ones.

    Returns:
        Indicator id -> voices and silence, in the order given.
    """
    indicators = list(indicators)
    is_asked = claims["indicator"].isin([indicator.id for indicator in indicators])
    claims = claims[is_asked].query("status != 'rejected'")
    as_of = reference_date(interviews)
    in_force = documents_in_force(interviews, as_of)
    dates = dict(zip(interviews["interview_id"], interviews["date"].fillna(""), strict=True))
    claims = claims.assign(record_date=claims["interview_id"].map(dates).fillna(""))
    by_indicator: dict[str, list[dict[str, Any]]] = {}
    for row in plain_rows(claims[list(OF_A_VOICE)]):
        by_indicator.setdefault(row["indicator"], []).append(row)
    heard = {}
    for indicator in indicators:
        rows = by_indicator.get(indicator.id, [])
        voices = merge_voices(
            (_voice(row, in_force) for row in rows if row["state"] == "level"), takes_highest=indicator.takes_highest
        )
        are_read = all(row["rule"] != CLOSED_ANSWER for row in rows if row["state"] == "level")
        if voices and are_read and indicator.told_beside:
            own = {voice.source for voice in voices}
            beside = (row for row in by_indicator.get(indicator.told_beside, ()) if row["state"] == "level")
            voices += merge_voices(_voice(row, in_force) for row in beside if row["respondent"] not in own)
        heard[indicator.id] = Heard(voices, _silence(rows), are_read)
    return heard


def reference_date(interviews: pd.DataFrame) -> str:
    """Return the date that ages are counted to: the latest record's own date, never today's."""
    dates = interviews["date"].dropna()
    return str(dates.max()) if len(dates) else ""


def documents_in_force(interviews: pd.DataFrame, as_of: str) -> frozenset[str]:
    """Return the documents that still bind: what the register says, else their last day, else their kind and title.

    A document with a last day binds until then; without one, decrees and laws bind, and plans whose title names
    a year not yet past.

    Args:
        interviews: the interviews table.
        as_of: ISO date that ages are counted to.

    Returns:
        Ids of documents.
    """
    documents = interviews.query("record_type == 'document'")
    return frozenset(str(row["interview_id"]) for row in documents.to_dict("records") if _is_in_force(row, as_of))


def _is_in_force(document: Mapping[Any, Any], as_of: str) -> bool:
    if pd.notna(document.get("in_force")):
        return bool(document["in_force"])
    first, last = text_of(document.get("valid_from")), text_of(document.get("valid_to"))
    if last and as_of:
        return first[: len(as_of)] <= as_of[: len(first)] and last >= as_of[: len(last)]
    kind = text_of(document["kind"])
    latest = max(YEARS_IN_TITLE.findall(text_of(document["title"])), default="")
    return kind in IN_FORCE_KINDS or (kind == "plan" and bool(as_of) and latest >= as_of[:4])


def _voice(row: Mapping[Any, Any], in_force: frozenset[str]) -> Voice:
    evidence = row["segment_id"] or row["answer_id"]
    return Voice(
        source=row["respondent"],
        group=text_of(row["stakeholder_group"]),
        level=float(row["proposed_level"]),
        record_type=row["record_type"],
        date=row["record_date"],
        is_second_hand=bool(row["is_second_hand"]),
        tier=text_of(row["level"]),
        is_in_force=row["interview_id"] in in_force,
        evidence=(str(evidence),),
    )


def _silence(rows: Iterable[Mapping[Any, Any]]) -> Silence:
    rows = list(rows)
    by_state: dict[str, list[str]] = {NO_INFORMATION: [], NOT_APPLICABLE: []}
    telling = {row["respondent"] for row in rows if row["state"] == "level"}
    unknowing = {row["respondent"] for row in rows if row["state"] == NO_INFORMATION} - telling
    for row in rows:
        if row["state"] in by_state:
            by_state[row["state"]].append(text_of(row["segment_id"]) or text_of(row["answer_id"]))
    return Silence(tuple(sorted(by_state[NO_INFORMATION])), tuple(sorted(by_state[NOT_APPLICABLE])), len(unknowing))


def level_row(country: str, level: Level) -> dict[str, object]:
    """Return the row of the scores table that holds a level."""
    low, high = level.range or (None, None)
    return {
        "country_iso3": country,
        "unit": "indicator",
        "unit_id": level.indicator,
        "state": level.state,
        "value": level.value if level.state == SCORED else None,
        "range_low": low,
        "range_high": high,
        "grade": level.grade or None,
        "n_respondents": level.n_respondents,
        "groups": level.groups,
        "date": level.date or None,
        "evidence": level.evidence,
        "rule": level.rule,
        "flags": level.flags,
        "review": level.review or None,
        "proposed": level.proposed or None,
        "review_reason": level.review_reason or None,
    }


def score_row(country: str, score: Score) -> dict[str, object]:
    """Return the row of the scores table that holds an area's or the overall score."""
    bounds, interval = score.bounds or (None, None), score.interval or (None, None)
    return {
        "country_iso3": country,
        "unit": "overall" if score.unit_id == "overall" else "area",
        "unit_id": score.unit_id,
        "state": "shown" if score.score is not None else "insufficient",
        "value": score.score,
        "bound_low": bounds[0],
        "bound_high": bounds[1],
        "interval_low": interval[0],
        "interval_high": interval[1],
        "coverage_share": score.coverage_share,
        "band": score.band or None,
        "reason": score.reason or None,
        "flags": tuple(f"capped_by:{id_}" for id_ in score.capped_by),
    }


def score_level_file(path: Path, previous: Path | None = None) -> tuple[dict[str, object], tuple[Problem, ...]]:
    """Score a table of levels that a team filled in elsewhere.

    Args:
        path: CSV or workbook with columns `indicator, level` and, if known, `group, respondent,
            record_type, date`.
        previous: the same of the last period, for the flag on levels that moved.

    Returns:
        The scores as data (scale, areas, overall, indicators, bands), and the problems of the tables.
    """
    rubric = load_rubric()
    rows, problems = _read_level_rows(path)
    earlier, more = _previous_levels(previous)
    levels, found = parse_level_table(rows, rubric, file=path.name, previous=earlier)
    areas = score_areas(levels, rubric, are_groups_known=bool(rows) and "group" in rows[0])
    document = {
        "scale_id": rubric.scale_id,
        "rubric_version": rubric.version,
        "areas": [score_record(area) for area in areas],
        "overall": score_record(score_overall(levels, areas, rubric)),
        "indicators": [level_record(level) for level in levels.values()],
        "bands": {band: edge for edge, band in rubric.bands.items()},
    }
    return document, (*problems, *more, *found)


def _read_level_rows(path: Path) -> tuple[list[dict[str, str]], tuple[Problem, ...]]:
    sheets, problems = read_sheets(path, path.name)
    if not sheets or not sheets[0].rows:
        return [], problems
    header = [name.strip().lower() for name in sheets[0].rows[0]]
    return [_as_declared(dict(zip(header, row, strict=False))) for row in sheets[0].rows[1:]], problems


def _as_declared(row: dict[str, str]) -> dict[str, str]:
    """Write group, record type and date as declared where people spell them otherwise."""
    vocabulary = load_vocabulary()
    readers = {
        "group": vocabulary.groups.read,
        "record_type": vocabulary.record_types.read,
        "date": lambda text: read_date(text).iso,
    }
    return row | {name: read(row[name]) or row[name] for name, read in readers.items() if row.get(name)}


def _previous_levels(path: Path | None) -> tuple[dict[str, tuple[float, str]], tuple[Problem, ...]]:
    if path is None:
        return {}, ()
    rows, problems = _read_level_rows(path)
    levels, found = parse_level_table(rows, load_rubric(), file=path.name)
    return {id_: (level.value, level.date) for id_, level in levels.items() if level.value is not None}, (
        *problems,
        *found,
    )


def score_record(score: Score) -> dict[str, object]:
    """Return an area's or the overall score as plain data, rounded to a tenth of a point."""
    record: dict[str, object] = {
        "id": score.unit_id if score.unit_id == "overall" else int(score.unit_id),
        "score": _rounded(score.score),
        "reason": score.reason,
        "bounds": _rounded_pair(score.bounds),
        "interval": _rounded_pair(score.interval),
        "coverage": round(score.coverage_share, 3),
        "band": score.band,
    }
    return record | ({"capped_by": list(score.capped_by)} if score.unit_id == "overall" else {})


def level_record(level: Level) -> dict[str, object]:
    """Return a level as plain data: a number when scored, else NI, NA or CF."""
    return {
        "id": level.indicator,
        "level": level.value if level.state == SCORED else level.state,
        "range": list(level.range) if level.range else None,
        "grade": level.grade,
        "n": level.n_respondents,
        "groups": list(level.groups),
        "date": level.date,
        "evidence": list(level.evidence),
        "rule": level.rule,
        "flags": list(level.flags),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _rounded_pair(pair: tuple[float, float] | None) -> list[float] | None:
    return None if pair is None else [round(pair[0], 1), round(pair[1], 1)]
