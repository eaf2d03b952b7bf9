"""Extract facts: dates, amounts, shares, counts, posts, ministries and legal texts told in words, one row a fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from tasks.adapters.claim_finders import claim_finder, load_claim_rules
from tasks.adapters.fact_finders import load_asked_about, load_fact_words
from tasks.adapters.level_wordings import load_level_reader
from tasks.adapters.nlp import LANGUAGES
from tasks.adapters.store import Store
from tasks.core.claims import SECOND_HAND, sentence_spans
from tasks.core.cues import Hit
from tasks.core.facts import find_facts, undeclared_money
from tasks.core.identifiers import derive_id

LEAST_ASKED = 0.4
"""Weight of a question from which a fact in its answer belongs to the indicator."""

Row = Mapping[Any, Any]


def extract_facts(store: Store, country: str, asked: Mapping[str, str]) -> None:
    """Extract the facts of a country's interviews and documents, and write the `facts` table.

    Args:
        store: reads `interviews` and `segments`, writes `facts`.
        country: ISO 3166-1 alpha-3.
        asked: turn id -> the interviewer's words before it.
    """
    interviews = store.read_table(country, "interviews").query("consent_record")
    records = {str(row["interview_id"]): row for row in interviews.to_dict("records")}
    segments = store.read_table(country, "segments")
    known = segments[segments["interview_id"].isin(list(records))]
    own = known["interview_id"].map(lambda id_: _text(records[id_]["language"]))
    languages = known["language"].fillna(own).fillna("").map(lambda tag: tag.split("-")[0].lower())
    rows = [
        row
        for language in LANGUAGES
        for row in _facts_of(known[languages == language], records, country, language, asked)
    ]
    store.write_table(country, "facts", {str(row["fact_id"]): row for row in rows}.values())


def _facts_of(
    segments: pd.DataFrame, records: Mapping[str, Row], country: str, language: str, asked: Mapping[str, str]
) -> Iterator[dict[str, object]]:
    """Yield the facts in segments of one language."""
    if segments.empty:
        return
    words, reader, about = load_fact_words(language), load_level_reader(), load_asked_about()
    texts = segments["text"].tolist()
    money = undeclared_money(texts, words)
    for segment, hits in zip(segments.to_dict("records"), claim_finder(language, country).find(texts), strict=True):
        record, speaker = records[segment["interview_id"]], _text(segment["speaker"])
        weights = reader.asked_for(asked.get(_text(segment["turn_id"]), ""), _text(segment["annex_question"]))
        indicator = max(weights, key=lambda id_: (weights[id_], id_), default="")
        asks = indicator if weights.get(indicator, 0) >= LEAST_ASKED else ""
        hearsay = _second_hand(segment["text"], hits)
        for fact in find_facts(segment["text"], words, _text(record["date"]), money, about.get(asks, frozenset())):
            quote = segment["text"][fact.start : fact.end]
            yield {
                "fact_id": derive_id("fact", segment["segment_id"], fact.kind, fact.start, fact.value),
                "country_iso3": country,
                "interview_id": segment["interview_id"],
                "respondent": f"{segment['interview_id']}/{speaker}" if speaker else segment["interview_id"],
                "segment_id": segment["segment_id"],
                "indicator": asks or None,
                "kind": fact.kind,
                "value": fact.value,
                "unit": fact.unit or None,
                "quote": quote,
                "start_char": fact.start,
                "end_char": fact.end,
                "is_second_hand": any(start <= fact.start < end for start, end in hearsay),
            }


def _second_hand(text: str, hits: tuple[Hit, ...]) -> list[tuple[int, int]]:
    """Return the sentences in which somebody reports what others told."""
    contexts = load_claim_rules().contexts.values()
    concepts = frozenset().union(*(context.concepts for context in contexts if context.effect == SECOND_HAND))
    told = [hit.start_char for hit in hits if hit.concept in concepts]
    return [(start, end) for start, end in sentence_spans(text) if any(start <= at < end for at in told)]


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]
