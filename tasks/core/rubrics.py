"""The rubric: indicators, their levels, and the declared numbers of the aggregation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FACT, VIEW = "fact", "view"


@dataclass(frozen=True, slots=True)
class Area:
    """A questionnaire area.

    Attributes:
        id: 1 to 5.
        label: language -> name.
        is_in_overall: whether its score enters the overall score.
    """

    id: int
    label: Mapping[str, str]
    is_in_overall: bool


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of the rubric.

    Attributes:
        id: stable id.
        area: 1 to 5.
        questions: ids of the Annex 1 questions that ask for it.
        kind: `FACT` (best-graded source wins) or `VIEW` (median of the groups' medians).
        topics: codebook ids whose segments are its evidence.
        takes_highest: one source's level is the highest it tells, not the median: a level includes those below
            it, so that naming a difficulty does not lower the telling of a step.
        label: language -> short name.
        levels: the five levels in the rubric's English, 0 to 4; the form's choices word them in every language.
        sources_needed: level -> groups and documents that must tell it or more, where the level itself asks for several
            ("two groups name the same body").
        is_each_their_own: a source that denies speaks of its own part only, and takes nothing from what others tell.
        told_beside: indicator whose level stands for a source that tells none of this one, where others do, "" if none.
    """

    id: str
    area: int
    questions: tuple[str, ...]
    kind: str
    topics: tuple[str, ...]
    label: Mapping[str, str]
    levels: tuple[str, ...]
    takes_highest: bool = False
    sources_needed: Mapping[int, int] = field(default_factory=dict)
    is_each_their_own: bool = False
    told_beside: str = ""


@dataclass(frozen=True, slots=True)
class Rubric:
    """The whole rubric.

    Attributes:
        version: of the rubric.
        scale_id: name of the level scale; levels of different scales are never mixed.
        areas: id -> area, in order.
        questions: id -> area, in Annex order; the form words them in every language.
        indicators: id -> indicator, in Annex order.
        bands: upper edge (0 to 100) -> band id, ascending.
        gate: indicators that at level 0 cap the overall score.
        gate_cap: score the overall is capped at.
        minimum_coverage_share: of scored over applicable indicators, for an area to be shown.
        minimum_groups: stakeholder groups to be heard, for an area to be shown.
        minimum_areas: areas to be shown, for the overall score to be shown.
        jitter: evidence grade -> half-width of the level's uncertainty, in levels.
        interval_share: of the draws that the interval holds.
    """

    version: int
    scale_id: str
    areas: Mapping[int, Area]
    questions: Mapping[str, int]
    indicators: Mapping[str, Indicator]
    bands: Mapping[float, str]
    gate: tuple[str, ...]
    gate_cap: float
    minimum_coverage_share: float
    minimum_groups: int
    minimum_areas: int
    jitter: Mapping[str, float]
    interval_share: float


def parse_rubric(declared: Mapping[str, Any]) -> Rubric:
    """Build the rubric from its declaration.

    Args:
        declared: content of `rubric.yaml`.

    Returns:
        The rubric.

    Raises:
        ValueError: an indicator names an unknown area or question, or has not five levels.
    """
    aggregation = declared["aggregation"]
    areas = {entry["id"]: Area(entry["id"], entry["label"], bool(entry["in_overall"])) for entry in declared["areas"]}
    indicators = {entry["id"]: _indicator(entry) for entry in declared["indicators"]}
    for indicator in indicators.values():
        _check_indicator(indicator, areas, declared["questions"])
    return Rubric(
        version=declared["version"],
        scale_id=declared["scale_id"],
        areas=areas,
        questions={id_: int(entry["area"]) for id_, entry in declared["questions"].items()},
        indicators=indicators,
        bands={float(edge): band for band, edge in sorted(aggregation["bands"].items(), key=lambda item: item[1])},
        gate=tuple(aggregation["gate"]["indicators"]),
        gate_cap=float(aggregation["gate"]["cap"]),
        minimum_coverage_share=float(aggregation["area"]["minimum_coverage_share"]),
        minimum_groups=int(aggregation["area"]["minimum_groups"]),
        minimum_areas=int(aggregation["overall"]["minimum_areas"]),
        jitter={grade: float(width) for grade, width in aggregation["interval"]["jitter"].items()},
        interval_share=float(aggregation["interval"]["share"]),
    )


def _indicator(entry: Mapping[str, Any]) -> Indicator:
    return Indicator(
        id=entry["id"],
        area=entry["area"],
        questions=tuple(entry["questions"]),
        kind=entry["kind"],
        topics=tuple(entry["topics"]),
        label=entry["label"],
        levels=tuple(entry["levels"]),
        takes_highest=entry.get("within_source") == "highest",
        sources_needed={int(level): int(sources) for level, sources in entry.get("sources_needed", {}).items()},
        is_each_their_own=bool(entry.get("each_their_own")),
        told_beside=entry.get("told_beside", ""),
    )


def _check_indicator(indicator: Indicator, areas: Mapping[int, Area], questions: Mapping[str, object]) -> None:
    if indicator.area not in areas:
        raise ValueError(f"rubric: {indicator.id} names area {indicator.area}, which is not declared")
    unknown = set(indicator.questions) - set(questions)
    if unknown:
        raise ValueError(f"rubric: {indicator.id} names questions {sorted(unknown)}, which are not declared")
    if indicator.kind not in (FACT, VIEW):
        raise ValueError(f"rubric: {indicator.id} is of kind {indicator.kind!r}; use {FACT} or {VIEW}")
    if len(indicator.levels) != 5:
        raise ValueError(f"rubric: {indicator.id} has {len(indicator.levels)} levels, not 5")
