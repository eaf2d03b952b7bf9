"""How far a score hangs on one choice: a group or an area left out, other weights, the mean instead of the median."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import floor
from statistics import fmean
from types import MappingProxyType

from tasks.core.levels import SCORED, Level, Silence, decide_level
from tasks.core.rubrics import Rubric
from tasks.core.scores import POINTS_PER_LEVEL, score_areas, score_overall
from tasks.core.voices import Voice, group_levels

BASE, WITHOUT_GROUP, WITHOUT_DOCUMENTS, WITHOUT_AREA, BY_INDICATOR, BY_MEAN = (
    "base", "without_group", "without_documents", "without_area", "indicators_weigh_equally", "mean_of_groups",
)  # fmt: skip
KINDS = (BASE, WITHOUT_GROUP, WITHOUT_DOCUMENTS, WITHOUT_AREA, BY_INDICATOR, BY_MEAN)
"""What is varied: a stakeholder group, the documents or an area is left out; every indicator weighs the same instead of
every area; the mean of the groups' medians stands instead of the rule of facts and views."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard on one indicator.

    Attributes:
        voices: one per source, see `voices.merge_voices`.
        silence: who was asked and told no level.
        are_read: the levels were read in words.
    """

    voices: tuple[Voice, ...] = field(default=(), repr=False)
    silence: Silence = field(default=Silence(), repr=False)
    are_read: bool = False


@dataclass(frozen=True, slots=True)
class Variation:
    """The overall score with one thing changed.

    Attributes:
        kind: one of `KINDS`.
        what: group id or area number, "" otherwise.
        score: 0 to 100, None when the evidence no longer suffices.
        shift: points by which it differs from the base, None without one of them.
        n_moved: indicators whose level or state is another.
    """

    kind: str
    what: str
    score: float | None
    shift: float | None
    n_moved: int


def decide_heard(heard: Mapping[str, Heard], rubric: Rubric, as_of: str) -> dict[str, Level]:
    """Decide the levels of all indicators.

    Args:
        heard: indicator id -> what was heard on it.
        rubric: the indicators.
        as_of: ISO date that ages are counted to.
    """
    return {
        id_: decide_level(indicator, own.voices, own.silence, as_of=as_of, are_read=own.are_read)
        for id_, indicator in rubric.indicators.items()
        for own in (heard.get(id_, Heard()),)
    }


def vary_scores(
    heard: Mapping[str, Heard], rubric: Rubric, as_of: str, ruled: Mapping[str, Level] = MappingProxyType({})
) -> tuple[Variation, ...]:
    """Score a country again and again with one thing changed.

    Args:
        heard: indicator id -> what was heard on it.
        rubric: the indicators, areas and rules.
        as_of: ISO date that ages are counted to.
        ruled: levels that people set; they stand whatever is left out.

    Returns:
        The base first, then each variation, in the order of `KINDS`.
    """
    base = decide_heard(heard, rubric, as_of) | dict(ruled)
    known = _overall(base, rubric)
    varied = [(BASE, "", base, known), *_varied(heard, base, rubric, as_of, ruled)]
    return tuple(
        Variation(
            kind,
            what,
            score,
            None if score is None or known is None else score - known,
            sum(_stand(levels[id_]) != _stand(base[id_]) for id_ in base),
        )
        for kind, what, levels, score in varied
    )


def largest_shift(variations: tuple[Variation, ...]) -> Variation | None:
    """Return the variation that moves the score most, None when none can be compared."""
    known = [one for one in variations if one.kind != BASE and one.shift is not None]
    return max(known, key=lambda one: (abs(one.shift or 0.0), -KINDS.index(one.kind), one.what), default=None)


def _varied(
    heard: Mapping[str, Heard],
    base: Mapping[str, Level],
    rubric: Rubric,
    as_of: str,
    ruled: Mapping[str, Level],
) -> Iterator[tuple[str, str, Mapping[str, Level], float | None]]:
    voices = [voice for own in heard.values() for voice in own.voices]
    for group in sorted({voice.group for voice in voices if not voice.is_document and voice.group}):
        levels = decide_heard(_without(heard, group), rubric, as_of) | dict(ruled)
        yield WITHOUT_GROUP, group, levels, _overall(levels, rubric)
    if any(voice.is_document for voice in voices):
        levels = decide_heard(_without(heard, None), rubric, as_of) | dict(ruled)
        yield WITHOUT_DOCUMENTS, "", levels, _overall(levels, rubric)
    shown = {
        score.unit_id: score.score
        for score in score_areas(base, rubric)
        if score.score is not None and rubric.areas[int(score.unit_id)].is_in_overall
    }
    for area in shown if len(shown) > 1 else ():
        yield WITHOUT_AREA, area, base, fmean(score for other, score in shown.items() if other != area)
    yield BY_INDICATOR, "", base, _by_indicator(base, rubric)
    means = {id_: level if id_ in ruled else _by_mean(level) for id_, level in base.items()}
    yield BY_MEAN, "", means, _overall(means, rubric)


def _overall(levels: Mapping[str, Level], rubric: Rubric) -> float | None:
    return score_overall(levels, score_areas(levels, rubric), rubric).score


def _without(heard: Mapping[str, Heard], group: str | None) -> dict[str, Heard]:
    """Leave out a group, or the documents for None."""
    return {
        id_: replace(
            own,
            voices=tuple(
                voice for voice in own.voices if (not voice.is_document if group is None else voice.group != group)
            ),
        )
        for id_, own in heard.items()
    }


def _by_indicator(levels: Mapping[str, Level], rubric: Rubric) -> float | None:
    """Return the score with every scored indicator weighing the same."""
    values = [
        level.value
        for id_, level in levels.items()
        if level.value is not None and rubric.areas[rubric.indicators[id_].area].is_in_overall
    ]
    return POINTS_PER_LEVEL * fmean(values) if values else None


def _by_mean(level: Level) -> Level:
    """Return a scored level as the mean of the groups' medians and the documents."""
    told = [*group_levels(level.voices).values(), *(voice.level for voice in level.voices if voice.is_document)]
    return replace(level, value=fmean(told)) if level.state == SCORED and told else level


def _stand(level: Level) -> tuple[str, float | None]:
    return level.state, None if level.value is None else floor(level.value * 4 + 0.5) / 4
