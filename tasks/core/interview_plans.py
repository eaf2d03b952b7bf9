"""What was covered, and whom to ask what next: the question to a group that would narrow the interval most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tasks.core.levels import CONFLICTING, NO_INFORMATION, NOT_APPLICABLE, SCORED, Level, decide_level
from tasks.core.rubrics import Indicator, Rubric
from tasks.core.score_variations import Heard, decide_heard
from tasks.core.scores import POINTS_PER_LEVEL, TOP_LEVEL, draw_level
from tasks.core.voices import Voice, group_levels

EXPECTED = "expected"
"""Source of the voice that an interview is expected to bring."""
LEAST_GAIN = 0.05
"""Points of the overall score under which an interview narrows nothing."""
NEVER_ASKED, NOBODY_KNOWS, IN_CONFLICT, FEW_GROUPS = "never_asked", "nobody_knows", "in_conflict", "few_groups"
REASONS = (IN_CONFLICT, NOBODY_KNOWS, NEVER_ASKED, FEW_GROUPS)
"""Why a question is to be asked, the weightiest first."""


@dataclass(frozen=True, slots=True)
class Covered:
    """Who told what on one indicator.

    Attributes:
        indicator: id.
        question: first Annex question of it.
        area: 1 to 5.
        group: stakeholder group id, "document", or "" if unattributed.
        tier: national, region, district or commune; "" if unknown.
        n_told: sources that told a level.
        n_silent: sources that were asked and told none.
    """

    indicator: str
    question: str
    area: int
    group: str
    tier: str
    n_told: int
    n_silent: int


@dataclass(frozen=True, slots=True)
class NextInterview:
    """A question to a group, and what the answer is worth.

    Attributes:
        group: stakeholder group id.
        question: Annex question.
        indicators: what it would tell.
        gain: points by which the 80 % interval of the overall score would narrow.
        reason: one of `REASONS`.
    """

    group: str
    question: str
    indicators: tuple[str, ...]
    gain: float
    reason: str


@dataclass(frozen=True, slots=True)
class Novelty:
    """What an interview told that nobody had told before.

    Attributes:
        source: interview.
        topics: topics it speaks of.
        new_topics: those nobody spoke of before.
    """

    source: str
    topics: int
    new_topics: int


def plan_interviews(
    heard: Mapping[str, Heard], rubric: Rubric, groups: Sequence[str], as_of: str
) -> tuple[NextInterview, ...]:
    """Rank what to ask whom.

    An answer is taken to lie where the voices stand so far, or in the middle where there is none.

    Args:
        heard: indicator id -> what was heard on it.
        rubric: the indicators, areas and rules.
        groups: stakeholder groups that may be asked.
        as_of: ISO date of the interview.

    Returns:
        One entry per group and question that narrows the interval, the most useful first.
    """
    levels = decide_heard(heard, rubric, as_of)
    found: dict[tuple[str, str], list[tuple[float, str, str]]] = {}
    for id_, indicator in rubric.indicators.items():
        own = heard.get(id_, Heard())
        told = set(group_levels(own.voices))
        if levels[id_].state == NOT_APPLICABLE or not rubric.areas[indicator.area].is_in_overall:
            continue
        width = _width(levels[id_], rubric)
        for group in (group for group in groups if group not in told):
            narrower = _width(_asked(indicator, own, levels[id_], group, as_of), rubric)
            gain = POINTS_PER_LEVEL * (width - narrower) * _weight(indicator, rubric)
            if gain > 0:
                found.setdefault((group, indicator.questions[0]), []).append((gain, id_, _reason(own, levels[id_])))
    planned = [
        NextInterview(
            group,
            question,
            tuple(sorted(id_ for _, id_, _ in own)),
            sum(gain for gain, _, _ in own),
            min((reason for _, _, reason in own), key=REASONS.index),
        )
        for (group, question), own in found.items()
    ]
    useful = [one for one in planned if one.gain >= LEAST_GAIN]
    order = {group: n for n, group in enumerate(groups)}
    return tuple(sorted(useful, key=lambda one: (-round(one.gain, 6), int(one.question[1:]), order[one.group])))


def first_planned(rows: Iterable[Mapping[str, Any]], limit: int) -> list[Mapping[str, Any]]:
    """Return the first rows of the next_interviews table, each question once, for the group that narrows most."""
    first: dict[str, Mapping[str, Any]] = {}
    for row in sorted(rows, key=lambda row: row["rank"]):
        first.setdefault(row["question"], row)
    return list(first.values())[:limit]


def _weight(indicator: Indicator, rubric: Rubric) -> float:
    """Return the share of an indicator in the overall score."""
    members = sum(other.area == indicator.area for other in rubric.indicators.values())
    return 1.0 / members / sum(area.is_in_overall for area in rubric.areas.values())


def _asked(indicator: Indicator, own: Heard, level: Level, group: str, as_of: str) -> Level:
    """Return the level after a further first-hand voice of a group."""
    stands = sorted(group_levels(own.voices).values())
    middle = level.value if level.value is not None else stands[(len(stands) - 1) // 2] if stands else TOP_LEVEL / 2
    voice = Voice(EXPECTED, group, middle, record_type="verbatim", date=as_of or "1970", evidence=(EXPECTED,))
    return decide_level(indicator, (*own.voices, voice), own.silence, as_of=as_of, are_read=False)


def _width(level: Level, rubric: Rubric) -> float:
    """Return the width of the declared share of what a level may be, in levels."""
    if level.state in (SCORED, CONFLICTING):
        tail = (1 - rubric.interval_share) / 2
        low, high = np.quantile(draw_level(level, rubric), [tail, 1 - tail])
        return float(high - low)
    return TOP_LEVEL * rubric.interval_share


def _reason(own: Heard, level: Level) -> str:
    if level.state == CONFLICTING:
        return IN_CONFLICT
    if level.state == NO_INFORMATION:
        return NOBODY_KNOWS if own.silence.not_known else NEVER_ASKED
    return FEW_GROUPS


def cover(told: Iterable[tuple[str, str, str, str, bool]], rubric: Rubric) -> tuple[Covered, ...]:
    """Count who told what.

    Args:
        told: indicator, source, group, tier, and whether a level was told, of each claim.
        rubric: the indicators.

    Returns:
        One row per indicator, group and tier that was heard on it, in the rubric's order.
    """
    sources: dict[tuple[str, str, str], dict[str, bool]] = {}
    for indicator, source, group, tier, is_level in told:
        if indicator in rubric.indicators:
            own = sources.setdefault((indicator, group, tier), {})
            own[source] = own.get(source, False) or is_level
    order = list(rubric.indicators)
    return tuple(
        Covered(
            indicator,
            rubric.indicators[indicator].questions[0],
            rubric.indicators[indicator].area,
            group,
            tier,
            sum(own.values()),
            len(own) - sum(own.values()),
        )
        for (indicator, group, tier), own in sorted(
            sources.items(), key=lambda item: (order.index(item[0][0]), *item[0][1:])
        )
    )


def count_novelty(topics: Mapping[str, set[str]]) -> tuple[Novelty, ...]:
    """Count the topics that each further interview brings.

    Args:
        topics: interview -> topics it speaks of, in the order of the interviews.
    """
    known: set[str] = set()
    told = []
    for source, own in topics.items():
        told.append(Novelty(source, len(own), len(own - known)))
        known |= own
    return tuple(told)


def ask_in(rows: Iterable[tuple[str, str]], groups: Iterable[str]) -> dict[str, str]:
    """Return the language to ask each group in: the one most of it spoke, else the one most people spoke.

    Args:
        rows: group and language of each interview.
        groups: stakeholder groups.
    """
    spoken = [(group, language.split("-")[0]) for group, language in rows if language]
    everyone = [language for _, language in spoken]
    own = {group: [language for known, language in spoken if known == group] for group in groups}
    return {group: _commonest(languages or everyone) for group, languages in own.items()}


def _commonest(languages: Sequence[str]) -> str:
    return max(sorted(set(languages)), key=languages.count, default="")
