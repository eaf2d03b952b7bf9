"""Agreement of coders: the machine with each person and people with each other, on topics, stances and levels.

Codings that people made blind tell agreement. Decisions made while the machine's proposal was seen tell how often it
was accepted, which flatters it: they are told apart. What cannot be computed is None, never 0 or 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.core.reviews import BLIND, CODING, CONFIRMED, LEVEL, REJECTED, REVIEW, SEGMENT, STANCE, WITHDRAWN, Decision
from tasks.core.rulings import PERSON

MACHINE = "machine"
TOPIC_MEASURE, STANCE_MEASURE, LEVEL_MEASURE = "topics", "stances", "levels"
NOMINAL, ORDINAL = "nominal", "ordinal"
SEEN = "seen"
"""People saw what the machine had proposed; the other way is `BLIND`."""
RESAMPLES, SEED = 200, 1
FEWEST_RESAMPLES = 0.5
"""Share of the resamples in which a figure must be defined, for its interval to be told."""

Unit = tuple[str, str]
"""What was coded: segment and topic, segment and "", or indicator and ""."""
Alpha = Callable[[Sequence[float], Sequence[float], str], float | None]
"""Krippendorff's alpha of two rows of values at a level of measurement, None where it is not defined."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % bootstrap interval.

    Attributes:
        value: None where it is not defined.
        low: lower end, None where too few resamples define it.
        high: upper end.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two coders agree.

    Attributes:
        measure: topics, stances or levels.
        of: topic, or "" for all together.
        one: a coder.
        other: the other coder.
        way: `BLIND` or `SEEN`.
        n: units that both coded.
        figures: percent, kappa, nominal and, of levels, ordinal.
    """

    measure: str
    of: str
    one: str
    other: str
    way: str
    n: int
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coder:
    """What one coder said.

    Attributes:
        name: "machine", or the reviewer.
        blind: measure -> unit -> value, of what was coded without seeing the machine's.
        seen: the same of what was decided on in a review.
    """

    name: str
    blind: Mapping[str, Mapping[Unit, str]]
    seen: Mapping[str, Mapping[Unit, str]]


def read_machine(codings: Iterable[Mapping[str, Any]], scores: Iterable[Mapping[str, Any]]) -> Coder:
    """Return what the machine said before people decided.

    Args:
        codings: rows of the codings table.
        scores: rows of the scores table.
    """
    topics: dict[Unit, str] = {}
    stances: dict[Unit, str] = {}
    for row in codings:
        if not row["coder"].startswith(PERSON):
            topics[row["segment_id"], row["topic"]] = "1"
            stances[row["segment_id"], ""] = row["proposed_stance"] or row["stance"]
    levels = {
        (row["unit_id"], ""): row["proposed"] or (row["state"] if row["value"] is None else f"{row['value']:g}")
        for row in scores
        if row["unit"] == "indicator"
    }
    told = {TOPIC_MEASURE: topics, STANCE_MEASURE: stances, LEVEL_MEASURE: levels}
    return Coder(MACHINE, told, told)


def read_people(decisions: Sequence[Decision], topics: Sequence[str], machine: Coder) -> list[Coder]:
    """Return what each person said.

    Args:
        decisions: the latest of each person, blind ones among them; rulings do not count.
        topics: of the codebook: what a person who coded a segment blind did not choose, they said no to.
        machine: whose proposals were seen: who says that a coding is right, and gives its segment no other stance,
            finds the proposed one right too.
    """
    people = []
    for name in sorted({one.reviewer for one in decisions if one.mode in (BLIND, REVIEW)}):
        own = [one for one in decisions if one.reviewer == name]
        blind = _values([one for one in own if one.mode == BLIND])
        whole = {one.id for one in own if one.mode == BLIND and one.kind in (SEGMENT, CODING)}
        absent = {(segment, topic): "0" for segment in sorted(whole) for topic in topics}
        blind[TOPIC_MEASURE] = absent | blind[TOPIC_MEASURE]
        seen = _values([one for one in own if one.mode == REVIEW])
        proposed = machine.seen[STANCE_MEASURE]
        accepted = {
            (one.id, "") for one in own if one.mode == REVIEW and one.decision == CONFIRMED and one.kind == CODING
        }
        seen[STANCE_MEASURE] = {unit: proposed[unit] for unit in accepted if unit in proposed} | seen[STANCE_MEASURE]
        people.append(Coder(name, blind, seen))
    return people


def _values(decisions: Iterable[Decision]) -> dict[str, dict[Unit, str]]:
    found: dict[str, dict[Unit, str]] = {TOPIC_MEASURE: {}, STANCE_MEASURE: {}, LEVEL_MEASURE: {}}
    for one in decisions:
        if one.decision == WITHDRAWN:
            continue
        if one.kind == CODING:
            found[TOPIC_MEASURE][one.id, one.item] = "0" if one.decision == REJECTED else "1"
        elif one.kind == STANCE:
            found[STANCE_MEASURE][one.id, ""] = one.value
        elif one.kind == LEVEL:
            found[LEVEL_MEASURE][one.id, ""] = one.value
    return found


def measure_agreements(machine: Coder, people: Sequence[Coder], alpha: Alpha) -> list[Agreement]:
    """Measure how the machine agrees with each person, and people with each other.

    Args:
        machine: what `read_machine` returned.
        people: what `read_people` returned.
        alpha: Krippendorff's.

    Returns:
        Of each pair and way: topics together and one by one, stances and levels, where both coded anything.
    """
    found: list[Agreement] = []
    for one, other in [*((machine, person) for person in people), *combinations(people, 2)]:
        for way in (BLIND, SEEN):
            first, second = (coder.blind if way == BLIND else coder.seen for coder in (one, other))
            for measure in (TOPIC_MEASURE, STANCE_MEASURE, LEVEL_MEASURE):
                is_machine = one.name == MACHINE
                pairs = list(_pairs(first[measure], second[measure], fill=is_machine and measure == TOPIC_MEASURE))
                for of, own in _parts(measure, pairs).items():
                    figures = _figures(own, measure, alpha)
                    found.append(Agreement(measure, of, one.name, other.name, way, len(own), figures))
    return found


def _pairs(first: Mapping[Unit, str], second: Mapping[Unit, str], *, fill: bool) -> Iterator[tuple[Unit, str, str]]:
    """Yield the units that both coded; a topic that the machine did not give, it said no to."""
    for unit in sorted(second):
        if unit in first or fill:
            yield unit, first.get(unit, "0"), second[unit]


def _parts(measure: str, pairs: Sequence[tuple[Unit, str, str]]) -> dict[str, list[tuple[Unit, str, str]]]:
    """Return the units together and, of topics, each topic that either coder gave."""
    parts = {"": list(pairs)} if pairs else {}
    if measure == TOPIC_MEASURE:
        for topic in sorted({unit[1] for unit, one, other in pairs if "1" in (one, other)}):
            parts[topic] = [pair for pair in pairs if pair[0][1] == topic]
    return parts


def _figures(pairs: Sequence[tuple[Unit, str, str]], measure: str, alpha: Alpha) -> dict[str, Figure]:
    names = sorted({value for _, one, other in pairs for value in (one, other)})
    codes = np.array([[names.index(one), names.index(other)] for _, one, other in pairs], dtype=float).T
    groups = [unit[0] for unit, _, _ in pairs]
    figures = {
        "percent": _with_interval(codes, groups, lambda one, other: float(np.mean(one == other))),
        "kappa": _with_interval(codes, groups, cohen_kappa),
        NOMINAL: _with_interval(codes, groups, lambda one, other: alpha(one.tolist(), other.tolist(), NOMINAL)),
    }
    if measure != LEVEL_MEASURE:
        return figures
    told = [(unit[0], one, other) for unit, one, other in pairs if one[:1].isdigit() and other[:1].isdigit()]
    levels = np.array([[float(one), float(other)] for _, one, other in told]).reshape(-1, 2).T
    ordinal = _with_interval(
        levels, [unit for unit, _, _ in told], lambda one, other: alpha(one.tolist(), other.tolist(), ORDINAL)
    )
    return figures | {ORDINAL: ordinal}


def cohen_kappa(one: Floats, other: Floats) -> float | None:
    """Return Cohen's kappa of two coders, None where chance alone would make them agree."""
    if not len(one):
        return None
    values = np.unique(np.concatenate([one, other]))
    expected = sum(float(np.mean(one == value) * np.mean(other == value)) for value in values)
    return None if math.isclose(expected, 1.0) else (float(np.mean(one == other)) - expected) / (1 - expected)


def _with_interval(codes: Floats, groups: Sequence[str], figure: Callable[[Floats, Floats], float | None]) -> Figure:
    """Return a figure with its interval; whole segments or indicators are drawn, as their units hang together."""
    if not codes.size:
        return Figure()
    value = figure(codes[0], codes[1])
    if value is None:
        return Figure()
    places: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        places.setdefault(group, []).append(place)
    if len(places) < 2:  # noqa: PLR2004 - one drawn again and again tells no interval
        return Figure(round(value, 3))
    members = [np.array(own) for own in places.values()]
    generator = np.random.default_rng(SEED)
    drawn = []
    for _ in range(RESAMPLES):
        rows = np.concatenate([members[n] for n in generator.integers(0, len(members), len(members))])
        if (again := figure(codes[0][rows], codes[1][rows])) is not None:
            drawn.append(again)
    if len(drawn) < FEWEST_RESAMPLES * RESAMPLES:
        return Figure(round(value, 3))
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Figure(round(value, 3), round(float(low), 3), round(float(high), 3))
