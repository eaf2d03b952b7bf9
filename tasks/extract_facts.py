"""Extract facts: dates, amounts, shares, counts, posts, ministries and legal texts told in words, one row a fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from tasks.adapters.claim_finders import claim_finder, load_claim_rules
from tasks.adapters.fact_finders import load_asked_about, load_fact_words
from tasks.adapters.level_wordings import load_level_reader
from tasks.adapters.nlp import LANGUAGES
from tasks.adapters.results import Results, results_of
from tasks.adapters.store import Store
from tasks.core.claims import SECOND_HAND, sentence_spans
from tasks.core.cues import Hit
from tasks.core.facts import Fact, behind_large_numbers, find_facts, undeclared_money
from tasks.core.identifiers import derive_id
from tasks.manifest import version_of

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
    with results_of(store, country, "fact", version_of("fact")) as results:
        rows = [
            row
            for language in LANGUAGES
            for row in _facts_of(known[languages == language], records, country, language, asked, results)
        ]
    store.write_table(country, "facts", {str(row["fact_id"]): row for row in rows}.values())


@dataclass(frozen=True, slots=True)
class _Told:
    """Facts of a segment, which of them others told, and the indicator asked for, "" where none is."""

    facts: tuple[Fact, ...]
    second_hand: tuple[bool, ...]
    indicator: str


def _facts_of(
    segments: pd.DataFrame,
    records: Mapping[str, Row],
    country: str,
    language: str,
    asked: Mapping[str, str],
    results: Results,
) -> Iterator[dict[str, object]]:
    """Yield the facts in segments of one language."""
    if segments.empty:
        return
    words = load_fact_words(language)

    def look(text: str) -> list[str]:
        behind: list[str] = results.of(list[str], partial(behind_large_numbers, text, words), "money", language, text)
        return behind

    money = undeclared_money(segments["text"].tolist(), words, look)
    for segment in segments.to_dict("records"):
        record, speaker = records[segment["interview_id"]], _text(segment["speaker"])
        place = (segment["text"], asked.get(_text(segment["turn_id"]), ""), _text(segment["annex_question"]))
        about = (country, language, _text(record["date"]))
        told = results.of(_Told, partial(_tell, *place, *about, money), *place, *about, sorted(money))
        for fact, is_second_hand in zip(told.facts, told.second_hand, strict=True):
            yield {
                "fact_id": derive_id("fact", segment["segment_id"], fact.kind, fact.start, fact.value),
                "country_iso3": country,
                "interview_id": segment["interview_id"],
                "respondent": f"{segment['interview_id']}/{speaker}" if speaker else segment["interview_id"],
                "segment_id": segment["segment_id"],
                "indicator": told.indicator or None,
                "kind": fact.kind,
                "value": fact.value,
                "unit": fact.unit or None,
                "quote": segment["text"][fact.start : fact.end],
                "start_char": fact.start,
                "end_char": fact.end,
                "is_second_hand": is_second_hand,
            }


def _tell(
    text: str, before: str, question: str, country: str, language: str, date: str, money: frozenset[str]
) -> _Told:
    """Find the facts of one segment."""
    weights = load_level_reader().asked_for(before, question)
    indicator = max(weights, key=lambda id_: (weights[id_], id_), default="")
    asks = indicator if weights.get(indicator, 0) >= LEAST_ASKED else ""
    about = load_asked_about().get(asks, frozenset())
    facts = tuple(find_facts(text, load_fact_words(language), date, money, about))
    if not facts:
        return _Told((), (), "")
    hearsay = _second_hand(text, next(iter(claim_finder(language, country).find([text]))))
    told = tuple(any(start <= fact.start < end for start, end in hearsay) for fact in facts)
    return _Told(facts, told, asks)


def _second_hand(text: str, hits: tuple[Hit, ...]) -> list[tuple[int, int]]:
    """Return the sentences in which somebody reports what others told."""
    contexts = load_claim_rules().contexts.values()
    concepts = frozenset().union(*(context.concepts for context in contexts if context.effect == SECOND_HAND))
    told = [hit.start_char for hit in hits if hit.concept in concepts]
    return [(start, end) for start, end in sentence_spans(text) if any(start <= at < end for at in told)]


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]
