"""Weigh the evidence: what the score hangs on, what was covered, and whom to ask what next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from tasks.adapters.declarations import QUESTIONNAIRE, load_rubric, read_yaml
from tasks.adapters.store import Store
from tasks.core.claims import HINT, LEVEL
from tasks.core.heard_records import heard_records
from tasks.core.interview_plans import ask_in, count_novelty, cover, plan_interviews
from tasks.core.levels import Level
from tasks.core.rulings import rule_levels
from tasks.core.score_variations import vary_scores
from tasks.core.tables import plain_rows, text_of
from tasks.core.voices import DOCUMENT
from tasks.read_reviews import read_merged
from tasks.score import propose_levels, read_heard, reference_date


def weigh_evidence(store: Store, country: str) -> None:
    """Write the tables `sensitivity`, `coverage`, `novelty` and `next_interviews` of a country.

    Args:
        store: reads `interviews`, `segments`, `answers`, `claims`, `codings` and `reviews`.
        country: ISO 3166-1 alpha-3.
    """
    rubric = load_rubric()
    interviews = store.read_table(country, "interviews").query("consent_record")
    claims = store.read_table(country, "claims").query("status != 'rejected'")
    as_of = reference_date(interviews)
    heard = read_heard(interviews, claims, rubric.indicators.values())
    core = [entry["id"] for entry in read_yaml(QUESTIONNAIRE / "brief_outline.yaml")["core_groups"]]
    varied = vary_scores(heard, rubric, as_of, _ruled(store, country))
    _write(store, country, "sensitivity", [asdict(one) for one in varied])
    told = (
        (row["indicator"], row["respondent"], _group(row), text_of(row["level"]), row["state"] == LEVEL)
        for row in plain_rows(claims[["indicator", "respondent", "record_type", "stakeholder_group", "level", "state"]])
        if row["state"] != HINT
    )
    covered = [asdict(one) for one in cover(told, rubric)]
    renamed = {"group": "stakeholder_group", "tier": "level"}
    _write(store, country, "coverage", [{renamed.get(key, key): row[key] for key in row} for row in covered])
    segments, answers = store.read_table(country, "segments"), store.read_table(country, "answers")
    read = heard_records(interviews, segments, answers)
    _write(store, country, "novelty", _novelty(read, _topics(store, country)))
    people = interviews[interviews["record_type"] != DOCUMENT]
    spoken = zip(people["stakeholder_group"].map(text_of), people["language"].map(text_of), strict=True)
    languages = ask_in(spoken, core)
    planned = [
        {
            "rank": rank,
            "stakeholder_group": one.group,
            "question": one.question,
            "language": languages[one.group] or None,
            "indicators": one.indicators,
            "gain": round(one.gain, 3),
            "reason": one.reason,
        }
        for rank, one in enumerate(plan_interviews(heard, rubric, core, as_of), 1)
    ]
    _write(store, country, "next_interviews", planned)


def _write(store: Store, country: str, table: str, rows: Iterable[Mapping[str, object]]) -> None:
    store.write_table(country, table, [{"country_iso3": country, **row} for row in rows])


def _ruled(store: Store, country: str) -> dict[str, Level]:
    """Return the levels that people set."""
    indicators = load_rubric().indicators.values()
    proposed = propose_levels(store, country, indicators)
    standing = rule_levels(proposed, read_merged(store, country))[0]
    return {id_: level for id_, level in standing.items() if level != proposed[id_]}


def _topics(store: Store, country: str) -> dict[str, set[str]]:
    """Return the topics of each interview."""
    segments = store.read_table(country, "segments")
    owners = dict(zip(segments["segment_id"], segments["interview_id"], strict=True))
    kept = store.read_table(country, "codings").query("status != 'rejected'")
    topics: dict[str, set[str]] = {}
    for segment, topic in zip(kept["segment_id"], kept["topic"], strict=True):
        topics.setdefault(str(owners.get(segment, "")), set()).add(str(topic))
    return topics


def _novelty(interviews: pd.DataFrame, topics: Mapping[str, set[str]]) -> list[dict[str, object]]:
    """Return how many new topics each interview brought, in the order in which they were held."""
    ordered = interviews.assign(held=interviews["date"].fillna("")).sort_values(["held", "interview_id"])
    told = count_novelty({str(id_): topics.get(str(id_), set()) for id_ in ordered["interview_id"]})
    return [
        {
            "interview_id": one.source,
            "place": place,
            "topics": one.topics,
            "new_topics": one.new_topics,
        }
        for place, one in enumerate(told, 1)
    ]


def _group(row: Any) -> str:
    return DOCUMENT if row["record_type"] == DOCUMENT else text_of(row["stakeholder_group"])
