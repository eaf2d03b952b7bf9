"""Triangulate: compares what voices, questionnaires and documents tell, and keeps what does not go together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd

from tasks.adapters.checks import load_checks
from tasks.adapters.claim_finders import claim_finder, load_claim_rules
from tasks.adapters.declarations import QUESTIONNAIRE, load_rubric, read_yaml
from tasks.adapters.nlp import LANGUAGES
from tasks.adapters.results import Results, results_of
from tasks.adapters.store import Store
from tasks.core.amounts import check_amounts
from tasks.core.chronologies import check_causes
from tasks.core.claims import CLOSED_ANSWER, sentence_spans
from tasks.core.contradictions import (
    Contradiction,
    ExceptionRule,
    MarkedSentence,
    Side,
    Testimony,
    find_exceptions,
    find_level_contradictions,
    find_number_contradictions,
)
from tasks.core.counts import check_told_sums
from tasks.core.identifiers import derive_id
from tasks.core.passages import Passage
from tasks.core.plausibility_checks import Checks
from tasks.core.problems import Problem
from tasks.core.sources import Interview
from tasks.manifest import version_of

SEGMENT_ID = re.compile(r"\bs-[2-9a-hj-km-np-tv-z]{12}\b")
LONGEST_CLAIM = 300
"""Longest words of a side, in characters; the evidence holds the rest."""

Row = Mapping[Any, Any]


def triangulate(store: Store, country: str) -> None:
    """Find the contradictions of a country and write the `contradictions` table.

    Args:
        store: reads `interviews`, `segments` and `claims`, writes `contradictions`.
        country: ISO 3166-1 alpha-3.
    """
    records = {str(row["interview_id"]): row for row in _records(store, country)}
    told = list(_testimonies(store.read_table(country, "claims")))
    segments = store.read_table(country, "segments")
    segments = segments[segments["interview_id"].isin(list(records))]
    segments = segments.sort_values(["interview_id", "segment_no"], kind="stable")
    with results_of(store, country, "sentence", version_of("sentence")) as results:
        exceptions = list(find_exceptions(_sentences(segments, records, country, results), _exception_rules()))
    found = [
        *find_level_contradictions(told, load_rubric().indicators),
        *find_number_contradictions(told),
        *exceptions,
        *_checked(segments, records, load_checks(store.raw / country, country)),
    ]
    rows = {str(row["contradiction_id"]): row for row in (_row(one, country) for one in found)}
    store.write_table(country, "contradictions", rows.values())


def _records(store: Store, country: str) -> list[Row]:
    return store.read_table(country, "interviews").query("consent_record").to_dict("records")  # type: ignore[return-value]


def _testimonies(claims: pd.DataFrame) -> Iterator[Testimony]:
    for row in claims.query("state == 'level' and status != 'rejected'").to_dict("records"):
        yield Testimony(
            indicator=row["indicator"],
            source=row["respondent"],
            group=_text(row["stakeholder_group"]),
            level=float(row["proposed_level"]),
            number=None if pd.isna(row["number"]) else float(row["number"]),
            unit=_text(row["unit"]),
            tier=_text(row["level"]),
            is_document=row["record_type"] == "document",
            is_closed=row["rule"] == CLOSED_ANSWER,
            is_second_hand=bool(row["is_second_hand"]),
            evidence=_text(row["segment_id"]) or _text(row["answer_id"]),
        )


def _exception_rules() -> list[ExceptionRule]:
    return [
        ExceptionRule(
            id=entry["id"],
            indicator=entry["indicator"],
            universal=tuple(map(frozenset, entry["universal"])),
            exception=tuple(map(frozenset, entry["exception"])),
            without=frozenset(entry.get("universal_without", ())),
        )
        for entry in read_yaml(QUESTIONNAIRE / "contradiction_rules.yaml")["exceptions"]
    ]


Marked = tuple[int, int, tuple[str, ...]]
"""Half-open offsets of a sentence, and its concepts."""


def _mark(text: str, country: str, language: str) -> list[Marked]:
    """Cut a text into sentences and name the concepts of each."""
    hits = next(iter(claim_finder(language, country).find([text])))
    return [
        (start, end, tuple(sorted({hit.concept for hit in hits if start <= hit.start_char < end})))
        for start, end in sentence_spans(text)
    ]


def _sentences(
    segments: pd.DataFrame, records: Mapping[str, Row], country: str, results: Results
) -> Iterator[MarkedSentence]:
    """Yield the sentences of all records with their concepts."""
    load_claim_rules()
    for row, language in zip(segments.to_dict("records"), _languages(segments, records), strict=True):
        if language not in LANGUAGES:
            continue
        record = records[row["interview_id"]]
        text, voice = row["text"], _text(record["stakeholder_group"]) or row["interview_id"]
        make = partial(_mark, text, country, language)
        for start, end, concepts in results.of(list[Marked], make, text, country, language):
            words = text[start:end].strip()
            yield MarkedSentence(row["interview_id"], row["segment_id"], words, frozenset(concepts), voice)


def _languages(segments: pd.DataFrame, records: Mapping[str, Row]) -> list[str]:
    own = segments["interview_id"].map(lambda id_: _text(records[id_]["language"]))
    return [tag.split("-")[0].lower() for tag in segments["language"].fillna(own).fillna("")]


def _checked(segments: pd.DataFrame, records: Mapping[str, Row], checks: Checks) -> Iterator[Contradiction]:
    """Yield sums, rates and chronologies that cannot be right, each with the segments that tell them."""
    kinds = read_yaml(QUESTIONNAIRE / "contradiction_rules.yaml")["checks"]
    texts = {str(row["segment_id"]): str(row["text"]) for row in segments.to_dict("records")}
    owners = {id_: Interview(id_, str(row["file"]), str(row["record_type"])) for id_, row in records.items()}
    tellers = {
        str(id_): _text(records[interview]["stakeholder_group"]) or str(interview)
        for id_, interview in zip(segments["segment_id"], segments["interview_id"], strict=True)
    }
    passages = [
        Passage(owners[str(row["interview_id"])], str(row["text"]), str(row["segment_id"]))
        for row in segments.to_dict("records")
    ]
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


def _row(one: Contradiction, country: str) -> dict[str, object]:
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
    }


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]
