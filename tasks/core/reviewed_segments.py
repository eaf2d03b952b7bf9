"""Reviewed segments: those that people have coded or decided on wholly, as material for a coder to learn from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tasks.core.problems import ProblemKind, Severity
from tasks.core.reviews import BLIND, CODING, SEGMENT, STANCE, Decision
from tasks.core.rulings import SUGGESTED
from tasks.core.theme_corpora import CodedSegment

TOO_FEW = ProblemKind(
    "V050",
    Severity.CRITICAL,
    "People have coded or decided on {n} whole segments; from {least} on a coder learns from them.",
    "Review more codings, or draw a sample to be coded blind (`msp review sample`).",
)
WORSE = ProblemKind(
    "V051",
    Severity.CRITICAL,
    "The coder that learnt from the review is worse in {language}: F1 {after} on the sealed test, {before} before; "
    "{margin} less is allowed. The coder stays as it was.",
    "Look at the agreement report: coders may read the codebook differently from the shipped corpus.",
)

Row = Mapping[str, Any]


def reviewed_segments(
    country: str,
    tables: Mapping[str, Sequence[Row]],
    decisions: Sequence[Decision],
    languages: Sequence[str],
) -> list[CodedSegment]:
    """Return the segments of a country that people have judged wholly.

    Args:
        country: ISO 3166-1 alpha-3.
        tables: rows of interviews, segments and codings.
        decisions: the latest of each person.
        languages: that the coder knows.

    Returns:
        By id: segments coded blind, where all who coded them agree, else those of which every coding was decided on.
        Those of people who did not agree to be recorded and analysed are left out.
    """
    allowed = {row["interview_id"] for row in tables["interviews"] if row["consent_record"]}
    judged = dict(_decided(tables["codings"])) | dict(_coded_blind(decisions))
    found = []
    for row in sorted(tables["segments"], key=lambda row: row["segment_id"]):
        language = (row["language"] or "")[:2].lower()
        if row["segment_id"] in judged and row["interview_id"] in allowed and language in languages:
            topics, stance = judged[row["segment_id"]]
            found.append(_segment(country, row, language, topics, stance))
    return found


def _segment(country: str, row: Row, language: str, topics: tuple[str, ...], stance: str) -> CodedSegment:
    return CodedSegment(
        id=f"review-{country}-{row['segment_id']}",
        voice=f"review/{country}/{row['interview_id']}",
        situation="",
        language=language,
        text=row["text"],
        question=row["question"] or "",
        annex_question=row["annex_question"] or "",
        topics=topics,
        stance=stance,
        is_implied=False,
    )


Judgement = tuple[str, tuple[tuple[str, ...], str]]
"""Segment, and the topics and the stance that people gave it."""


def _decided(codings: Iterable[Row]) -> Iterator[Judgement]:
    by_segment: dict[str, list[Row]] = {}
    for row in codings:
        by_segment.setdefault(row["segment_id"], []).append(row)
    for segment, own in by_segment.items():
        if all(row["status"] != SUGGESTED for row in own):
            kept = [row for row in own if row["status"] == "confirmed"]
            yield segment, (tuple(sorted({row["topic"] for row in kept})), kept[0]["stance"] if kept else "")


def _coded_blind(decisions: Iterable[Decision]) -> Iterator[Judgement]:
    told: dict[str, dict[str, tuple[set[str], set[str]]]] = {}
    for one in decisions:
        if one.mode == BLIND and one.kind in (CODING, STANCE, SEGMENT):
            topics, stances = told.setdefault(one.id, {}).setdefault(one.reviewer, (set(), set()))
            if one.kind == CODING:
                topics.add(one.item)
            elif one.kind == STANCE:
                stances.add(one.value)
    for segment, people in told.items():
        views = {(tuple(sorted(topics)), tuple(stances)) for topics, stances in people.values()}
        given, stance = next(iter(views))
        if len(views) == 1 and bool(given) == bool(stance):
            yield segment, (given, stance[0] if stance else "")


def worse_languages(
    before: Mapping[str, Mapping[str, float]], after: Mapping[str, Mapping[str, float]], margin: float
) -> dict[str, tuple[float, float]]:
    """Return the languages in which a coder is worse by more than a margin: F1 before and after."""
    return {
        language: (own["f1"], after[language]["f1"])
        for language, own in before.items()
        if after[language]["f1"] < own["f1"] - margin
    }
