"""From levels to scores: areas, overall, bounds, intervals and bands (rubric, aggregation)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tasks.core.levels import CONFLICTING, NO_INFORMATION, NOT_APPLICABLE, SCORED, Level, heard_groups
from tasks.core.rubrics import Indicator, Rubric
from tasks.core.voices import Voice

TOP_LEVEL = 4.0
POINTS_PER_LEVEL = 25.0
"""100 points over four levels (rubric, aggregation.area)."""
DRAWS = 2000
"""Draws behind an interval; its ends move by about half a point when they are drawn anew."""
MOST_DRAWN = 50
"""Members of a group that are drawn one by one."""
LEVELS_KEPT = 512
"""Levels whose draws are kept: a score with one thing changed has most levels in common with the base."""
INSUFFICIENT = "insufficient evidence"


@dataclass(frozen=True, slots=True)
class Score:
    """Score of an area, or overall.

    Attributes:
        unit_id: "1" to "5", or "overall".
        score: 0 to 100, None when the evidence is insufficient.
        reason: why it is not shown, else "".
        bounds: score with every NI taken as level 0 and as 4, and a conflict as the ends of its range; they hold the
            score itself. None when nothing is applicable.
        interval: range that holds the declared share of the draws, None without a score.
        coverage_share: scored over applicable indicators, 0 to 1.
        band: id of the band, or the lowest and the highest joined by "-"; "" without a score.
        capped_by: gate indicators at level 0 that lowered the overall score; none where it lies below the cap anyway.
    """

    unit_id: str
    score: float | None
    reason: str
    bounds: tuple[float, float] | None
    interval: tuple[float, float] | None
    coverage_share: float
    band: str
    capped_by: tuple[str, ...] = ()


def score_areas(levels: Mapping[str, Level], rubric: Rubric, *, are_groups_known: bool = True) -> tuple[Score, ...]:
    """Score every area.

    Args:
        levels: indicator id -> level; absent means NI.
        rubric: indicators, gates and bands.
        are_groups_known: whether the input tells stakeholder groups; if not, that gate cannot be checked.

    Returns:
        One score per area, in area order.
    """
    return tuple(_score_area(area, levels, rubric, are_groups_known) for area in rubric.areas)


def _score_area(area: int, levels: Mapping[str, Level], rubric: Rubric, are_groups_known: bool) -> Score:
    members = [indicator for indicator in rubric.indicators.values() if indicator.area == area]
    known = {member.id: levels[member.id] for member in members if member.id in levels}
    applicable = [m for m in members if m.id not in known or known[m.id].state != NOT_APPLICABLE]
    scored = [known[m.id] for m in applicable if m.id in known and known[m.id].state == SCORED]
    coverage = _coverage(members, levels)
    bounds = _bounds(applicable, known)
    reason = _missing_evidence(
        len(scored), len(applicable), len(heard_groups(known)) if are_groups_known else None, rubric
    )
    if reason:
        return Score(str(area), None, reason, bounds, None, coverage, "")
    value = POINTS_PER_LEVEL * float(np.mean([level.value for level in scored]))
    bounds = _holding(value, bounds) if bounds else None
    interval = _interval(draw_area(applicable, known, rubric), value, rubric)
    return Score(str(area), value, "", bounds, interval, coverage, name_band(value, interval, rubric.bands))


def _coverage(members: Sequence[Indicator], levels: Mapping[str, Level]) -> float:
    """Return scored over applicable indicators, 0 when none applies."""
    states = [levels[member.id].state if member.id in levels else NO_INFORMATION for member in members]
    n_applicable = len(states) - states.count(NOT_APPLICABLE)
    return states.count(SCORED) / n_applicable if n_applicable else 0.0


def _missing_evidence(n_scored: int, n_applicable: int, n_groups: int | None, rubric: Rubric) -> str:
    if n_applicable == 0:
        return f"{INSUFFICIENT}: no indicator applies"
    reasons = []
    if n_scored / n_applicable < rubric.minimum_coverage_share:
        reasons.append(f"{n_scored} of {n_applicable} indicators scored, {rubric.minimum_coverage_share:.0%} needed")
    if n_groups is not None and n_groups < rubric.minimum_groups:
        reasons.append(f"{n_groups} stakeholder groups heard, {rubric.minimum_groups} needed")
    return f"{INSUFFICIENT}: {'; '.join(reasons)}" if reasons else ""


def _bounds(applicable: Sequence[Indicator], known: Mapping[str, Level]) -> tuple[float, float] | None:
    if not applicable:
        return None
    ranges = [_possible(known.get(indicator.id)) for indicator in applicable]
    low, high = (POINTS_PER_LEVEL * float(np.mean(ends)) for ends in zip(*ranges, strict=True))
    return low, high


def _possible(level: Level | None) -> tuple[float, float]:
    """Return the levels an indicator may have: its own, the range of a conflict, anything for NI."""
    if level is not None and level.state == SCORED and level.value is not None:
        return level.value, level.value
    if level is not None and level.state == CONFLICTING and level.range:
        return level.range
    return 0.0, TOP_LEVEL


def draw_area(applicable: Sequence[Indicator], known: Mapping[str, Level], rubric: Rubric) -> np.ndarray:
    """Draw an area's score again and again, as other respondents and coders might have given it.

    Respondents are resampled within their groups, the level is jittered uniformly by the half-width of
    its evidence grade, and a conflict is drawn from its range (rubric, aggregation.interval).

    Args:
        applicable: indicators of the area that apply.
        known: indicator id -> level.
        rubric: half-widths of the jitter.

    Returns:
        `DRAWS` scores, 0 to 100.
    """
    draws = [
        draw_level(known[indicator.id], rubric)
        for indicator in applicable
        if indicator.id in known and known[indicator.id].state in (SCORED, CONFLICTING)
    ]
    return POINTS_PER_LEVEL * np.mean(draws, axis=0)


def draw_level(level: Level, rubric: Rubric) -> np.ndarray:
    """Draw an indicator's level again and again.

    The generator is seeded by the indicator's id, so results repeat and do not depend on the order of
    rows or on the names of groups.

    Args:
        level: scored or conflicting.
        rubric: half-widths of the jitter.

    Returns:
        `DRAWS` levels, 0 to 4.
    """
    if level.state == CONFLICTING and level.range:
        return _draw_range(level.indicator, *level.range)
    is_resampled = level.deciding and not any(voice.is_document for voice in level.deciding)
    groups = _levels_by_group(level.deciding) if is_resampled else ()
    return _draw(level.indicator, level.value, rubric.jitter[level.grade], groups)


def _generator(indicator: str) -> np.random.Generator:
    return np.random.default_rng(int.from_bytes(hashlib.sha256(indicator.encode()).digest()[:8], "big"))


@lru_cache(LEVELS_KEPT)
def _draw_range(indicator: str, low: float, high: float) -> np.ndarray:
    return _generator(indicator).uniform(low, high, size=DRAWS)


@lru_cache(LEVELS_KEPT)
def _draw(indicator: str, value: float | None, width: float, groups: tuple[tuple[float, ...], ...]) -> np.ndarray:
    """Draw a level that its groups tell, or without groups the level itself."""
    generator = _generator(indicator)
    medians = [_draw_medians(members, generator) for members in groups]
    centres = np.median(medians, axis=0) if medians else np.full(DRAWS, value, dtype=float)
    return np.clip(centres + generator.uniform(-width, width, size=DRAWS), 0.0, TOP_LEVEL)


def _draw_medians(members: Sequence[float], generator: np.random.Generator) -> np.ndarray:
    """Draw the median of as many members again and again; of many, how often each of their few levels is drawn."""
    n = len(members)
    if n <= MOST_DRAWN:
        return np.asarray(np.median(generator.choice(members, size=(DRAWS, n)), axis=1))
    levels, counts = np.unique(members, return_counts=True)
    below = generator.multinomial(n, counts / n, size=DRAWS).cumsum(axis=1)
    lower, upper = (levels[(below <= place).sum(axis=1)] for place in ((n - 1) // 2, n // 2))
    return np.asarray((lower + upper) / 2)


def _levels_by_group(voices: Iterable[Voice]) -> tuple[tuple[float, ...], ...]:
    groups: dict[str, list[float]] = {}
    for voice in voices:
        groups.setdefault(voice.group, []).append(voice.level)
    return tuple(sorted(tuple(sorted(members)) for members in groups.values()))


def _interval(draws: np.ndarray, value: float, rubric: Rubric) -> tuple[float, float]:
    """Return the central share of the draws, widened where needed so that it holds the score itself."""
    tail = (1 - rubric.interval_share) / 2
    low, high = (float(end) for end in np.quantile(draws, [tail, 1 - tail]))
    return _holding(value, (low, high))


def _holding(value: float, ends: tuple[float, float]) -> tuple[float, float]:
    """Return a range widened where needed: what is no part of a score, such as a conflict, may lie beside it."""
    return min(ends[0], value), max(ends[1], value)


def score_overall(levels: Mapping[str, Level], areas: Sequence[Score], rubric: Rubric) -> Score:
    """Score the platform as a whole.

    Args:
        levels: indicator id -> level.
        areas: what `score_areas` returned.
        rubric: which areas count, how many are needed, and the gate.

    Returns:
        The overall score; a gate indicator at level 0 caps it.
    """
    members = [area for area in areas if rubric.areas[int(area.unit_id)].is_in_overall]
    shown = [area for area in members if area.score is not None]
    coverage = _coverage([i for i in rubric.indicators.values() if rubric.areas[i.area].is_in_overall], levels)
    ranges = [area.bounds for area in members if area.bounds]
    bounds = (_mean(low for low, _ in ranges), _mean(high for _, high in ranges)) if ranges else None
    if len(shown) < rubric.minimum_areas:
        reason = f"{INSUFFICIENT}: {len(shown)} areas shown, {rubric.minimum_areas} needed"
        return Score("overall", None, reason, bounds, None, coverage, "")
    mean = _mean(area.score for area in shown if area.score is not None)
    at_zero = tuple(id_ for id_ in rubric.gate if id_ in levels and levels[id_].value == 0.0)
    cap = rubric.gate_cap if at_zero else 100.0
    value = min(mean, cap)
    low, high = _interval(np.mean([_draws_of(area, levels, rubric) for area in shown], axis=0), value, rubric)
    interval = (min(low, cap), min(high, cap))
    bounds = _holding(value, (min(bounds[0], cap), min(bounds[1], cap))) if bounds else None
    band, capped_by = name_band(value, interval, rubric.bands), at_zero if mean > cap else ()
    return Score("overall", value, "", bounds, interval, coverage, band, capped_by)


def _draws_of(area: Score, levels: Mapping[str, Level], rubric: Rubric) -> np.ndarray:
    members = [indicator for indicator in rubric.indicators.values() if str(indicator.area) == area.unit_id]
    return draw_area(members, levels, rubric)


def _mean(values: Iterable[float]) -> float:
    return float(np.mean(list(values)))


def name_band(value: float, interval: tuple[float, float], bands: Mapping[float, str]) -> str:
    """Name the band of a score: one name only when the whole interval lies inside the band.

    Args:
        value: 0 to 100.
        interval: its interval.
        bands: upper edge, which belongs to the band, -> id, ascending.

    Returns:
        For example "satisfactory", or "limited-satisfactory".
    """
    low, high = (_band_of(end, bands) for end in (min(interval[0], value), max(interval[1], value)))
    return low if low == high else f"{low}-{high}"


def _band_of(value: float, bands: Mapping[float, str]) -> str:
    return next(band for edge, band in sorted(bands.items()) if value <= edge + 1e-9)
