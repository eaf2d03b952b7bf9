"""From voices to the level of an indicator: facts, views, silence and conflict (rubric, kinds and marks)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import floor
from statistics import median

from tasks.core.grades import CONCORDANT_SPAN, CONFLICT, grade_evidence
from tasks.core.rubrics import VIEW, Indicator
from tasks.core.voices import SUBNATIONAL_TIERS, Voice, group_levels, months_between

SCORED, NO_INFORMATION, NOT_APPLICABLE, CONFLICTING = "scored", "NI", "NA", "CF"
INCOMPATIBLE_SPAN = 2.0
"""Levels this far apart cannot both be right (rubric, aggregation.flags)."""
CONCORDANT_GROUPS = 2
"""Groups that prove the higher of two levels that a fact lies between."""
FEWEST_UNKNOWING, OUTNUMBERED = 2, 2
"""Sources without knowledge that make a level doubtful that was read in words, and for each source that tells it."""
ENOUGH_SOURCES = "highest level that enough sources tell"
"""Rule of a level that itself asks for several sources."""
MOVED_BY = 1.0
"""A move of a level that needs new dated evidence (rubric, aggregation.flags)."""

FLAGS = {
    "groups_disagree": "The medians of two stakeholder groups are two levels or more apart.",
    "conflict": "Credible sources contradict each other and neither is better evidenced.",
    "applicability_disputed": "Some say that this cannot apply here, others tell a level.",
    "second_hand_only": "Nobody who told a level knows it at first hand.",
    "set_by_person": "A person set another level than the one proposed.",
    "moved_without_new_evidence": "Moved by a level or more since the last period without new dated evidence.",
}
"""What to mind about a level: id -> meaning."""


@dataclass(frozen=True, slots=True)
class Level:
    """What is known of one indicator.

    Attributes:
        indicator: id.
        state: `SCORED`, `NO_INFORMATION`, `NOT_APPLICABLE` or `CONFLICTING`.
        value: 0 to 4 when scored, else None.
        range: lowest and highest level that a group or document told, None when none did.
        grade: A to D, X for a conflict, "" without a level.
        n_respondents: voices of persons that told a level.
        groups: ids of the stakeholder groups that told a level.
        date: latest date of the evidence, "" if undated.
        evidence: ids of segments and answers, also of those who told that they do not know.
        rule: rule that decided.
        flags: keys of `FLAGS`.
        voices: all voices that told a level.
        deciding: the voices whose level it is.
        review: "confirmed" or "set" where a person decided on it, else "".
        proposed: level of the machine where a person set another, else "".
        review_reason: why a person set another.
    """

    indicator: str
    state: str
    value: float | None = None
    range: tuple[float, float] | None = None
    grade: str = ""
    n_respondents: int = 0
    groups: tuple[str, ...] = ()
    date: str = ""
    evidence: tuple[str, ...] = ()
    rule: str = ""
    flags: tuple[str, ...] = ()
    voices: tuple[Voice, ...] = field(default=(), repr=False)
    deciding: tuple[Voice, ...] = field(default=(), repr=False)
    review: str = ""
    proposed: str = ""
    review_reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Silence:
    """Sources that were asked and told no level.

    Attributes:
        not_known: evidence ids of those who do not know.
        not_applicable: evidence ids of those who say it cannot apply.
        n_unknowing: sources that were asked, do not know, and told no level elsewhere.
    """

    not_known: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    n_unknowing: int = 0


def decide_level(
    indicator: Indicator,
    voices: Sequence[Voice],
    silence: Silence,
    *,
    as_of: str,
    previous: tuple[float, str] | None = None,
    are_read: bool = False,
) -> Level:
    """Decide the level of an indicator.

    Args:
        indicator: what is asked.
        voices: one voice per source, see `voices.merge_voices`.
        silence: who was asked and told no level.
        as_of: ISO date that ages are counted to, "" when nothing is dated.
        previous: level and date of the last period, if there was one.
        are_read: the levels were read in words: each source tells its own part of a level that asks for several
            (`Indicator.sources_needed`); what lies between two levels is the nearer one, and of a fact the higher one
            where two groups tell it; what a few seem to tell is no level where far more sources say that they do not
            know. A level that somebody chose from the scale stands as it is.

    Returns:
        The level; silence alone is NI, never 0.
    """
    if not voices:
        return _silent(indicator, silence)
    if are_read and _is_outnumbered(voices, silence):
        return replace(_silent(indicator, silence), rule="most of those asked do not know")
    placed = _of_their_level(voices) if are_read and not _is_subnational(indicator) else voices
    if are_read and indicator.sources_needed:
        level = _decide_by_sources(indicator, voices, as_of)
    elif indicator.kind == VIEW:
        level = _decide_view(indicator, placed, as_of, are_read=are_read)
    else:
        level = _decide_fact(indicator, placed, as_of, are_read=are_read)
    flags = list(level.flags)
    if silence.not_applicable:
        flags.append("applicability_disputed")
    if all(voice.is_second_hand for voice in voices):
        flags.append("second_hand_only")
    if previous and _moved_without_evidence(level, previous):
        flags.append("moved_without_new_evidence")
    return replace(level, flags=tuple(flags))


def _silent(indicator: Indicator, silence: Silence) -> Level:
    if silence.not_applicable and not silence.not_known:
        evidence = tuple(sorted(silence.not_applicable))
        return Level(indicator.id, NOT_APPLICABLE, evidence=evidence, rule="everyone asked says it cannot apply")
    evidence = tuple(sorted({*silence.not_known, *silence.not_applicable}))
    rule = "asked, nobody knows" if evidence else "nobody told"
    return Level(indicator.id, NO_INFORMATION, evidence=evidence, rule=rule)


def _is_outnumbered(voices: Sequence[Voice], silence: Silence) -> bool:
    """Tell whether the sources that know nothing outweigh those in whose words a level was read."""
    return (
        not any(voice.is_document for voice in voices)
        and silence.n_unknowing >= FEWEST_UNKNOWING
        and silence.n_unknowing >= OUTNUMBERED * len(voices)
    )


def _of_their_level(voices: Sequence[Voice]) -> tuple[Voice, ...]:
    """Leave out who speaks from a region or commune where the same group is heard from the national level.

    "We have no plan" is said there of the province.
    """
    national = {voice.group for voice in voices if voice.tier not in SUBNATIONAL_TIERS and not voice.is_document}
    return tuple(v for v in voices if v.is_document or v.tier not in SUBNATIONAL_TIERS or v.group not in national)


def _nearest(value: float) -> float:
    """Return the level next to a value, the higher of two as near."""
    return float(floor(value + 0.5))


def _proven(voices: Sequence[Voice]) -> float:
    """Return the level of a fact that lies between two: the higher if enough groups tell it, else the lower."""
    centre = _centre(voices)
    low = float(floor(centre))
    tellers = sum(level >= low + 1 for level in group_levels(voices).values())
    return low + 1 if low < centre and tellers >= CONCORDANT_GROUPS else low


def _decide_by_sources(indicator: Indicator, voices: Sequence[Voice], as_of: str) -> Level:
    """Decide a level that asks for several sources: the highest that enough of them tell, with all those below it.

    What most sources deny is no level of them, unless each speaks for itself only.
    """
    medians = group_levels(voices, takes_highest=indicator.is_each_their_own)
    told = [*medians.values(), *(voice.level for voice in voices if voice.is_document)]
    value = 0
    denials = 0 if indicator.is_each_their_own else told.count(0.0)
    for level, sources in sorted(indicator.sources_needed.items()):
        if sum(known >= level for known in told) < sources or 2 * denials > len(told):
            break
        value = level
    backing = [voice for voice in voices if voice.level >= value - CONCORDANT_SPAN]
    grade = grade_evidence(backing or voices, as_of=as_of, is_subnational=_is_subnational(indicator))
    return _level(indicator, voices, backing or voices, value=float(value), grade=grade, rule=ENOUGH_SOURCES)


def _decide_view(indicator: Indicator, voices: Sequence[Voice], as_of: str, *, are_read: bool) -> Level:
    medians = group_levels(voices)
    deciding = [voice for voice in voices if not voice.is_document] or list(voices)
    value = float(median(medians.values() if medians else [voice.level for voice in deciding]))
    concordant = max(_windows(voices), key=lambda window: (len(group_levels(window)), -abs(_centre(window) - value)))
    backing = [
        *concordant,
        *(voice for voice in voices if voice.is_document and abs(voice.level - value) <= CONCORDANT_SPAN),
    ]
    grade = grade_evidence(list(dict.fromkeys(backing)), as_of=as_of, is_subnational=_is_subnational(indicator))
    rule = "median of the stakeholder groups' medians" if medians else "median of the documents"
    value = _nearest(value) if are_read else value
    return _level(indicator, voices, deciding, value=value, grade=grade, rule=rule)


def _decide_fact(indicator: Indicator, voices: Sequence[Voice], as_of: str, *, are_read: bool) -> Level:
    graded = [
        (grade_evidence(window, as_of=as_of, is_subnational=_is_subnational(indicator)), window)
        for window in _windows(voices)
    ]
    best = min((grade for grade, _ in graded), key="ABCD".index)
    winners = [window for grade, window in graded if grade == best]
    centres = [_centre(window) for window in winners]
    deciding = list(dict.fromkeys(voice for window in winners for voice in window))
    if max(centres) - min(centres) >= INCOMPATIBLE_SPAN:
        span = (min(voice.level for voice in deciding), max(voice.level for voice in deciding))
        level = _level(indicator, voices, deciding, value=None, grade=CONFLICT, rule="best-graded sources conflict")
        return replace(level, range=span)
    value = _proven(deciding) if are_read else _centre(deciding)
    return _level(indicator, voices, deciding, value=value, grade=best, rule="best-graded source")


def _windows(voices: Sequence[Voice]) -> list[tuple[Voice, ...]]:
    """Return the largest sets of voices whose groups' medians and documents lie within one level."""
    medians = group_levels(voices)
    stands = [(voice.level if voice.is_document else medians[voice.group], voice) for voice in voices]
    windows: list[tuple[Voice, ...]] = []
    for low in sorted({stand for stand, _ in stands}):
        window = tuple(voice for stand, voice in stands if low <= stand <= low + CONCORDANT_SPAN)
        if not windows or not set(window) <= set(windows[-1]):
            windows.append(window)
    return windows


def _centre(voices: Sequence[Voice]) -> float:
    """Return the level of concordant sources: documents before recall, else the median of the groups."""
    documents = [voice.level for voice in voices if voice.is_document and voice.is_credible]
    return float(median(documents or list(group_levels(voices).values()) or [voice.level for voice in voices]))


def _level(
    indicator: Indicator,
    voices: Sequence[Voice],
    deciding: Sequence[Voice],
    *,
    value: float | None,
    grade: str,
    rule: str,
) -> Level:
    medians = group_levels(voices)
    told = [*medians.values(), *(voice.level for voice in voices if voice.is_document)]
    flags = []
    if medians and max(medians.values()) - min(medians.values()) >= INCOMPATIBLE_SPAN:
        flags.append("groups_disagree")
    if value is None:
        flags.append("conflict")
    return Level(
        indicator=indicator.id,
        state=CONFLICTING if value is None else SCORED,
        value=value,
        range=(min(told), max(told)),
        grade=grade,
        n_respondents=len({voice.source for voice in voices if not voice.is_document}),
        groups=tuple(group for group in medians if group),
        date=max(voice.date for voice in voices),
        evidence=tuple(sorted({id_ for voice in voices for id_ in voice.evidence})),
        rule=rule,
        flags=tuple(flags),
        voices=tuple(voices),
        deciding=tuple(deciding),
    )


def _moved_without_evidence(level: Level, previous: tuple[float, str]) -> bool:
    value, date = previous
    if level.value is None or abs(level.value - value) < MOVED_BY:
        return False
    return not level.date or not date or months_between(date, level.date) <= 0


def _is_subnational(indicator: Indicator) -> bool:
    return "subnational" in indicator.topics


def heard_groups(levels: Mapping[str, Level]) -> set[str]:
    """Return the stakeholder groups that told any of the levels."""
    return {group for level in levels.values() for group in level.groups}
