"""Triangulate: compares what voices, questionnaires and documents tell, and keeps what does not go together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from tasks.adapters.checks import load_checks
from tasks.adapters.declarations import QUESTIONNAIRE, load_rubric, read_yaml
from tasks.adapters.store import Store
from tasks.core.amounts import check_amounts
from tasks.core.chronologies import check_causes
from tasks.core.claims import CLOSED_ANSWER, HINT
from tasks.core.contradictions import (
    EXCEPTION,
    FIGURES,
    Contradiction,
    Incomparable,
    Side,
    Testimony,
    find_level_contradictions,
    find_number_contradictions,
    find_planned_gaps,
)
from tasks.core.counts import check_told_sums
from tasks.core.identifiers import derive_id
from tasks.core.passages import Passage
from tasks.core.plausibility_checks import Checks
from tasks.core.problems import Problem
from tasks.core.sources import Interview
from tasks.core.tables import plain_rows

SEGMENT_ID = re.compile(r"\bs-[2-9a-hj-km-np-tv-z]{12}\b")
LONGEST_CLAIM = 300
"""Longest words of a side, in characters; the evidence holds the rest."""

OF_A_TESTIMONY = (
    "indicator", "respondent", "stakeholder_group", "proposed_level", "number", "unit", "level", "record_type", "rule",
    "is_second_hand", "segment_id", "answer_id", "state",
)  # fmt: skip

Row = Mapping[Any, Any]


def triangulate(store: Store, country: str) -> None:
    """Find the contradictions of a country and write the `contradictions` table.

    Args:
        store: reads `interviews`, `segments` and `claims`; writes `contradictions`, where those found in the words are.
        country: ISO 3166-1 alpha-3.
    """
    records = {row["interview_id"]: row for row in plain_rows(_records(store, country))}
    told = list(_testimonies(store.read_table(country, "claims")))
    segments = store.read_table(country, "segments")
    segments = segments[segments["interview_id"].isin(list(records))]
    segments = segments.sort_values(["interview_id", "segment_no"], kind="stable")
    found = [
        *find_level_contradictions(told, load_rubric().indicators, load_incomparable()),
        *find_number_contradictions(told),
        *find_planned_gaps(told),
        *_checked(segments, records, load_checks(store.raw / country, country)),
    ]
    rows = [contradiction_row(one, country) for one in found]
    before = store.read_table(country, "contradictions")
    within = plain_rows(before[before["kind"].isin([EXCEPTION, FIGURES])])
    store.write_table(country, "contradictions", {row["contradiction_id"]: row for row in (*within, *rows)}.values())


def load_incomparable() -> Incomparable:
    """Load on which indicators voices that differ may both be right."""
    declared = read_yaml(QUESTIONNAIRE / "contradiction_rules.yaml")
    return Incomparable(frozenset(declared["own_parts"]), frozenset(declared["of_places"]))


def _records(store: Store, country: str) -> pd.DataFrame:
    records = store.read_table(country, "interviews").query("consent_record")
    return records[["interview_id", "file", "record_type", "stakeholder_group"]]


def _testimonies(claims: pd.DataFrame) -> Iterator[Testimony]:
    for row in plain_rows(claims.query("state in ('level', 'hint') and status != 'rejected'")[list(OF_A_TESTIMONY)]):
        yield Testimony(
            indicator=row["indicator"],
            source=row["respondent"],
            group=row["stakeholder_group"] or "",
            level=float(row["proposed_level"]),
            number=None if row["number"] is None else float(row["number"]),
            unit=row["unit"] or "",
            tier=row["level"] or "",
            is_document=row["record_type"] == "document",
            is_closed=row["rule"] == CLOSED_ANSWER,
            is_second_hand=bool(row["is_second_hand"]),
            is_hint=row["state"] == HINT,
            evidence=row["segment_id"] or row["answer_id"] or "",
        )


def _checked(segments: pd.DataFrame, records: Mapping[str, Row], checks: Checks) -> Iterator[Contradiction]:
    """Yield sums, rates and chronologies that cannot be right, each with the segments that tell them."""
    kinds = read_yaml(QUESTIONNAIRE / "contradiction_rules.yaml")["checks"]
    owners = {id_: Interview(id_, row["file"], row["record_type"]) for id_, row in records.items()}
    said = plain_rows(segments[["segment_id", "interview_id", "text"]])
    texts = {row["segment_id"]: row["text"] for row in said}
    tellers = {
        row["segment_id"]: records[row["interview_id"]]["stakeholder_group"] or row["interview_id"] for row in said
    }
    passages = [Passage(owners[row["interview_id"]], row["text"], row["segment_id"]) for row in said]
    problems = [
        *check_told_sums(passages, checks.counts),
        *check_amounts(passages, checks.amounts),
        *check_causes(passages, checks.causes),
    ]
    by_code: dict[str, list[Problem]] = {}
    for problem in problems:
        by_code.setdefault(problem.code, []).append(problem)
    for code, own in by_code.items():
        places = [place for problem in own if (place := SEGMENT_ID.search(problem.detail))]
        ids = list(dict.fromkeys(place[0] for place in places))
        pairs = zip(ids[::2], ids[1::2] or ids[:1], strict=False) if code == "D050" else ((id_, id_) for id_ in ids)
        for one, other in pairs:
            voices = [tellers[id_] for id_ in (one, other)]
            sides = (
                Side(texts[id_][:LONGEST_CLAIM], (id_,), (voice,))
                for id_, voice in zip((one, other), voices, strict=True)
            )
            yield Contradiction("", kinds[code], *sides)


def contradiction_row(one: Contradiction, country: str) -> dict[str, object]:
    """Return the row of the contradictions table that holds one."""
    return {
        "contradiction_id": derive_id("contradiction", one.indicator, one.kind, *one.one.evidence, *one.other.evidence),
        "country_iso3": country,
        "indicator": one.indicator or None,
        "kind": one.kind,
        "one_claim": one.one.claim,
        "other_claim": one.other.claim,
        "one_evidence": one.one.evidence,
        "other_evidence": one.other.evidence,
        "one_voices": ", ".join(one.one.voices) or None,
        "other_voices": ", ".join(one.other.voices) or None,
        "span": one.span,
        "is_hinted": one.is_hinted,
    }
