"""Who can learn from whom: a gap in one country beside the same practice at work in others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tasks.core.portfolios import Standing

GOOD_LEVEL = 3.0
GAP_LEVEL = 2.0
SOUND_GRADES = "ABC"
"""A practice known from one voice only is not held up to others."""
MOST_GAPS, MOST_GIVERS = 3, 3


@dataclass(frozen=True, slots=True)
class Giver:
    """A country where a practice works.

    Attributes:
        standing: its level, with grade, interval and evidence.
        shared: conditions that hold there and in the country with the gap.
        lacking: conditions that hold there and not, or not as far as is known, in the country with the gap.
    """

    standing: Standing
    shared: tuple[str, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A gap in one country and the countries to learn from.

    Attributes:
        practice: id of the practice.
        indicator: id of the indicator.
        gap: level of the country with the gap.
        givers: at most `MOST_GIVERS`, those first that share most conditions with it.
        n_givers: how many there are in all.
    """

    practice: str
    indicator: str
    gap: Standing
    givers: tuple[Giver, ...]
    n_givers: int


@dataclass(frozen=True, slots=True)
class Working:
    """Where a practice works, and under which conditions.

    Attributes:
        practice: id.
        places: one standing per country and indicator at a good level, in the order of the countries.
        conditions: country -> conditions that hold there.
    """

    practice: str
    places: tuple[Standing, ...]
    conditions: Mapping[str, tuple[str, ...]]


def conditions_met(
    standings: Mapping[str, Sequence[Standing]], conditions: Sequence[Mapping]
) -> dict[str, tuple[str, ...]]:
    """Tell which conditions for transfer hold in each country.

    Args:
        standings: what `compare_countries` returned.
        conditions: id and indicators of each condition; one without an indicator cannot be told.

    Returns:
        Country -> ids of the conditions whose indicators all stand at a good level there.
    """
    good: dict[str, set[str]] = {}
    for unit, ones in standings.items():
        for standing in ones:
            held = good.setdefault(standing.country, set())
            if standing.unit == "indicator" and (standing.value or 0.0) >= GOOD_LEVEL:
                held.add(unit)
    told = [condition for condition in conditions if condition["indicators"]]
    return {
        country: tuple(condition["id"] for condition in told if set(condition["indicators"]) <= held)
        for country, held in good.items()
    }


def where_practices_work(
    standings: Mapping[str, Sequence[Standing]], practices: Sequence[Mapping], met: Mapping[str, tuple[str, ...]]
) -> tuple[Working, ...]:
    """List where each practice works.

    Args:
        standings: what `compare_countries` returned.
        practices: id and indicators of each practice.
        met: what `conditions_met` returned.

    Returns:
        One per practice that works anywhere, in the declared order.
    """
    found = []
    for practice in practices:
        places = [
            standing
            for indicator in practice["indicators"]
            for standing in standings.get(indicator, ())
            if _works(standing)
        ]
        if places:
            countries = dict.fromkeys(standing.country for standing in places)
            held = {country: tuple(id_ for id_ in met[country] if id_ != practice["id"]) for country in countries}
            found.append(Working(practice["id"], tuple(places), held))
    return tuple(found)


def _works(standing: Standing) -> bool:
    return (standing.value or 0.0) >= GOOD_LEVEL and standing.grade in SOUND_GRADES


def match_gaps(
    standings: Mapping[str, Sequence[Standing]], practices: Sequence[Mapping], met: Mapping[str, tuple[str, ...]]
) -> tuple[Match, ...]:
    """Match the widest gaps of each country with countries where the same practice works.

    Args:
        standings: what `compare_countries` returned.
        practices: id and indicators of each practice.
        met: what `conditions_met` returned.

    Returns:
        For each country its widest gaps that another country can help with, by country, then practice. The
        two intervals never overlap: where they do, that one stands above the other cannot be told.
    """
    by_country: dict[str, list[Match]] = {}
    for practice in practices:
        for indicator in practice["indicators"]:
            for gap in standings.get(indicator, ()):
                givers = _givers(practice["id"], gap, standings[indicator], met) if _is_gap(gap) else []
                if givers:
                    match = Match(practice["id"], indicator, gap, tuple(givers[:MOST_GIVERS]), len(givers))
                    by_country.setdefault(gap.country, []).append(match)
    return tuple(
        match
        for country in sorted(by_country)
        for match in sorted(by_country[country], key=lambda one: (one.gap.value, one.gap.grade))[:MOST_GAPS]
    )


def _is_gap(standing: Standing) -> bool:
    return standing.value is not None and standing.value <= GAP_LEVEL


def _givers(
    practice: str, gap: Standing, standings: Sequence[Standing], met: Mapping[str, tuple[str, ...]]
) -> list[Giver]:
    here = set(met[gap.country])
    givers = []
    for standing in standings:
        if _works(standing) and gap.interval and standing.interval and standing.interval[0] > gap.interval[1]:
            there = [id_ for id_ in met[standing.country] if id_ != practice]
            shared = tuple(id_ for id_ in there if id_ in here)
            givers.append(Giver(standing, shared, tuple(id_ for id_ in there if id_ not in here)))
    return sorted(
        givers,
        key=lambda one: (-len(one.shared), len(one.lacking), one.standing.grade, one.standing.country),
    )
