"""Voices: what each source says on one indicator, and how far it can be believed.

A voice is one respondent, or one reviewed document, with one level: the median of its claims, so that
repeating the same words changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

GOVERNMENT = "government"
DOCUMENT = "document"
SUBNATIONAL_TIERS = frozenset({"region", "district", "commune"})
IN_FORCE_KINDS = frozenset({"decree", "law"})


@dataclass(frozen=True, slots=True)
class Voice:
    """What one source says on one indicator.

    Attributes:
        source: respondent or document id.
        group: stakeholder group id; "" for a document or when nobody told.
        level: 0 to 4.
        record_type: verbatim, notes, questionnaire or document.
        date: ISO 8601, possibly without day or month; "" if undated.
        is_second_hand: reports what others told.
        tier: national, region, district or commune; "" if unknown.
        is_in_force: a document that still binds (decree, law, plan that still runs), whatever its age.
        evidence: ids of the segments and answers behind it.
    """

    source: str
    group: str
    level: float
    record_type: str = "questionnaire"
    date: str = ""
    is_second_hand: bool = False
    tier: str = ""
    is_in_force: bool = False
    evidence: tuple[str, ...] = ()

    @property
    def is_document(self) -> bool:
        """Whether it is a reviewed document."""
        return self.record_type == DOCUMENT

    @property
    def is_credible(self) -> bool:
        """Whether it is first-hand, dated and attributed (evidence grade D says what is not)."""
        return bool(self.date) and not self.is_second_hand and (self.is_document or bool(self.group))


def months_between(earlier: str, later: str) -> int:
    """Count whole months between two ISO dates; a date without month counts from its January.

    Args:
        earlier: ISO 8601, year at least.
        later: ISO 8601, year at least.

    Returns:
        Months, negative when `earlier` is the later one.
    """
    first, second = _year_month(earlier), _year_month(later)
    return (second[0] - first[0]) * 12 + second[1] - first[1]


def _year_month(date: str) -> tuple[int, int]:
    year, _, rest = date.partition("-")
    return int(year), int(rest[:2]) if rest else 1


def is_downgraded(voice: Voice, *, as_of: str, recent_months: int, is_subnational: bool) -> bool:
    """Tell whether a voice lowers the grade by a step (rubric, evidence_grades.downgrade).

    Args:
        voice: the voice.
        as_of: ISO date that ages are counted to; "" when nothing is dated.
        recent_months: age in months up to which evidence is recent.
        is_subnational: the indicator is about the subnational level.

    Returns:
        True for notes that are not verbatim, old evidence that is not in force, and a person of the
        national level who speaks of the subnational one.
    """
    is_old = bool(voice.date and as_of) and months_between(voice.date, as_of) > recent_months and not voice.is_in_force
    is_mismatch = is_subnational and voice.tier == "national" and not voice.is_document
    return voice.record_type == "notes" or is_old or is_mismatch


def merge_voices(claims: Iterable[Voice], *, takes_highest: bool = False) -> tuple[Voice, ...]:
    """Merge the claims of each source into one voice.

    Args:
        claims: one voice per claim on one indicator, in any order.
        takes_highest: whether the highest level counts (see `Indicator.takes_highest`), not the median.

    Returns:
        One voice per source and group it speaks for, by source: its level, first-hand if any of its claims is, the
        latest date, all evidence.
    """
    by_source: dict[tuple[str, str], list[Voice]] = {}
    for claim in claims:
        by_source.setdefault((claim.source, claim.group), []).append(claim)
    return tuple(_merge(by_source[source], max if takes_highest else median) for source in sorted(by_source))


def _merge(claims: Sequence[Voice], combine: Callable[[Iterable[float]], float]) -> Voice:
    first_hand = [claim for claim in claims if not claim.is_second_hand] or list(claims)
    evidence = sorted({id_ for claim in first_hand for id_ in claim.evidence})
    return replace(
        first_hand[0],
        level=float(combine([claim.level for claim in _distinct(first_hand)])),
        date=max(claim.date for claim in first_hand),
        is_in_force=any(claim.is_in_force for claim in first_hand),
        evidence=tuple(evidence),
    )


def _distinct(claims: Sequence[Voice]) -> list[Voice]:
    """Keep one claim per level and evidence, so that the same words count once."""
    return list({(claim.level, claim.evidence): claim for claim in claims}.values())


def group_levels(voices: Iterable[Voice], *, takes_highest: bool = False) -> Mapping[str, float]:
    """Return the median level of each stakeholder group; documents have no group.

    Args:
        voices: voices on one indicator.
        takes_highest: the highest level of a group counts, not the median.

    Returns:
        Group id -> its level, by group id; voices nobody attributed form the group "".
    """
    levels: dict[str, list[float]] = {}
    for voice in voices:
        if not voice.is_document:
            levels.setdefault(voice.group, []).append(voice.level)
    combine: Callable[[Iterable[float]], float] = max if takes_highest else median
    return {group: float(combine(levels[group])) for group in sorted(levels)}
