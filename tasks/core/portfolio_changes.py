"""What moved between two states of the portfolio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.core.portfolios import Standing

Snapshot = Mapping[str, Mapping[str, Sequence[Any]]]
"""Country -> area number, indicator id or "overall" -> state, value, low and high end of the interval."""
FEWEST_POINTS, FEWEST_LEVELS = 0.5, 0.05
"""Smaller moves are rounding."""


@dataclass(frozen=True, slots=True)
class Change:
    """A score or a level that moved.

    Attributes:
        country: ISO 3166-1 alpha-3.
        unit_id: area number, indicator id or "overall".
        before: state, value, interval_low, interval_high of the last run; () for a country that was not there.
        after: the same now; () for a country that is gone.
        is_clear: whether the two intervals do not overlap.
    """

    country: str
    unit_id: str
    before: tuple[Any, ...]
    after: tuple[Any, ...]
    is_clear: bool


def take_snapshot(standings: Mapping[str, Sequence[Standing]]) -> dict[str, dict[str, list[Any]]]:
    """Take down where every country stands, as plain data that a later run compares with."""
    snapshot: dict[str, dict[str, list[Any]]] = {}
    for unit_id, ones in standings.items():
        for one in ones:
            ends = [round(end, 4) for end in one.interval] if one.interval else [None, None]
            value = None if one.value is None else round(one.value, 4)
            snapshot.setdefault(one.country, {})[unit_id] = [one.state, value, *ends]
    return {country: dict(sorted(units.items())) for country, units in sorted(snapshot.items())}


def compare_snapshots(before: Snapshot, after: Snapshot) -> tuple[Change, ...]:
    """Compare two states of the portfolio.

    Args:
        before: of the last run that gave other scores.
        after: of this run.

    Returns:
        What moved by more than rounding, by country; a country that came or went is one change, overall.
    """
    changes = []
    for country in sorted(set(before) | set(after)):
        old, new = before.get(country, {}), after.get(country, {})
        if not old or not new:
            changes.append(
                Change(country, "overall", tuple(old.get("overall", ())), tuple(new.get("overall", ())), False)
            )
            continue
        for unit in sorted(set(old) & set(new)):
            if _has_moved(old[unit], new[unit], FEWEST_LEVELS if _is_indicator(unit) else FEWEST_POINTS):
                changes.append(
                    Change(country, unit, tuple(old[unit]), tuple(new[unit]), _is_clear(old[unit], new[unit]))
                )
    return tuple(changes)


def _is_indicator(unit: str) -> bool:
    return unit != "overall" and not unit.isdigit()


def _has_moved(old: Sequence[Any], new: Sequence[Any], fewest: float) -> bool:
    if old[0] != new[0] or (old[1] is None) != (new[1] is None):
        return True
    return old[1] is not None and abs(old[1] - new[1]) >= fewest


def _is_clear(old: Sequence[Any], new: Sequence[Any]) -> bool:
    if None in (*old[1:4], *new[1:4]):
        return False
    return bool(old[3] < new[2] or new[3] < old[2])
