"""Contradictions: what sources tell that does not go together, with both sides kept.

Levels of different voices are compared indicator by indicator; numbers of the same thing, sums, rates of money, causes
and effects, and statements about "all" beside exceptions are compared in the words. Nothing is resolved here: each
contradiction keeps the evidence of both sides.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from tasks.core.rubrics import FACT, Indicator
from tasks.core.voices import SUBNATIONAL_TIERS

GROUPS, WITHIN_GROUP, QUESTIONNAIRE, SUBNATIONAL = "groups", "within_group", "questionnaire", "subnational"
DOCUMENT, NUMBERS, FIGURES, PLANNED = "document", "numbers", "figures", "planned"
ARITHMETIC, CHRONOLOGY, EXCEPTION = "arithmetic", "chronology", "exception"
KINDS = (
    DOCUMENT,
    QUESTIONNAIRE,
    SUBNATIONAL,
    GROUPS,
    WITHIN_GROUP,
    NUMBERS,
    FIGURES,
    PLANNED,
    ARITHMETIC,
    CHRONOLOGY,
    EXCEPTION,
)
"""In the order in which two voices that differ in several ways are told apart."""
OWN_TIERS = frozenset({"region", "district", "commune"})
"""Levels whose voices speak of their own place."""
FAR_APART = 2.0
"""Levels so far apart cannot both be right (rubric, aggregation.flags); closer ones are named as slight."""
APART = {FACT: 1.0}
"""Levels from which facts are said to differ; views differ from `APART_VIEWS` on."""
APART_VIEWS = 1.0
NUMBERS_DIFFER = 1.15
"""Ratio from which two numbers of the same thing are no rounding."""


@dataclass(frozen=True, slots=True)
class Testimony:
    """What one claim says, and whose it is.

    Attributes:
        indicator: id.
        source: respondent or document.
        group: stakeholder group, "" for a document.
        level: 0 to 4.
        number: the number told, None if none.
        unit: of the number.
        tier: national, region, district or commune; "" if unknown.
        is_document: a reviewed document.
        is_closed: chosen from the scale of a questionnaire.
        is_second_hand: hearsay.
        evidence: id of the segment or answer.
        is_hint: told too faintly to be a level.
    """

    indicator: str
    source: str
    group: str
    level: float
    number: float | None = None
    unit: str = ""
    tier: str = ""
    is_document: bool = False
    is_closed: bool = False
    is_second_hand: bool = False
    evidence: str = ""
    is_hint: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction.

    Attributes:
        claim: what it says: a level, a number, or words.
        evidence: segments and answers.
        voices: stakeholder groups, and sources that are documents.
    """

    claim: str
    evidence: tuple[str, ...]
    voices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two things told that do not go together.

    Attributes:
        indicator: id, "" where none is concerned.
        kind: one of `KINDS`.
        one: the lower or earlier side.
        other: the other side.
        span: levels apart, None where the sides are no levels.
        is_hinted: one side only hints at its level; a question to ask, no finding.
    """

    indicator: str
    kind: str
    one: Side = field(repr=False)
    other: Side = field(repr=False)
    span: float | None = None
    is_hinted: bool = False

    @property
    def is_far(self) -> bool:
        """Whether it cannot be a matter of degree."""
        return not self.is_hinted and (self.span is None or self.span >= FAR_APART)


@dataclass(frozen=True, slots=True)
class Incomparable:
    """Indicators on which voices that differ do not contradict each other (contradiction_rules.yaml).

    Attributes:
        own_parts: each speaks of what is its own: what it gains, lists, lacks or asks for.
        of_places: each region, district or commune speaks of its own; only a voice of the whole country or a document
            can stand against one.
    """

    own_parts: Container[str] = frozenset()
    of_places: Container[str] = frozenset()

    def keeps_apart(self, one: Testimony, other: Testimony) -> bool:
        """Tell whether two voices speak of two things."""
        is_placed = all(one_of.tier in OWN_TIERS and not one_of.is_document for one_of in (one, other))
        return is_placed and one.indicator in self.of_places


COMPARABLE = Incomparable()


def find_level_contradictions(
    testimonies: Iterable[Testimony], indicators: Mapping[str, Indicator], incomparable: Incomparable = COMPARABLE
) -> Iterator[Contradiction]:
    """Compare the levels of different voices.

    Args:
        testimonies: claims with a level.
        indicators: of the rubric.
        incomparable: indicators on which voices that differ may both be right.

    Yields:
        For each indicator and way in which voices differ by two levels or more, the two sides that are furthest apart;
        where no voices are so far apart, what one of them only hints at if that is as far from what another tells, else
        the widest slight difference. Who only hints stands on no side but the one that is hinted at.
    """
    by_indicator: dict[str, list[Testimony]] = {}
    for testimony in testimonies:
        if testimony.indicator in indicators:
            by_indicator.setdefault(testimony.indicator, []).append(testimony)
    for indicator in indicators.values():
        if indicator.id in incomparable.own_parts:
            continue
        own = sorted(by_indicator.get(indicator.id, ()), key=lambda t: (t.level, t.source, t.evidence))
        told = [testimony for testimony in own if not testimony.is_hint]
        furthest = find_furthest(told, APART.get(indicator.kind, APART_VIEWS), incomparable=incomparable)
        widest = max((span for span, _, _ in furthest.values()), default=0.0)
        is_close = widest < FAR_APART
        if is_close and (hinted := find_furthest(own, FAR_APART, is_one_hinted=True, incomparable=incomparable)):
            furthest, widest = hinted, max(span for span, _, _ in hinted.values())
        kept = [kind for kind in KINDS if kind in furthest and furthest[kind][0] >= min(widest, FAR_APART)]
        for kind in kept if widest >= FAR_APART else kept[:1]:
            span, low, high = furthest[kind]
            one, other = (_side(side.level, side, own if side.is_hint else told) for side in (low, high))
            yield Contradiction(indicator.id, kind, one, other, span, low.is_hint or high.is_hint)


def find_furthest(
    own: Sequence[Testimony], least: float, *, is_one_hinted: bool = False, incomparable: Incomparable = COMPARABLE
) -> dict[str, tuple[float, Testimony, Testimony]]:
    """Return for each way in which voices differ the two that are furthest apart, the first of them in order.

    Only voices of unlike document, group or tier are compared, level by level: a country may have ten thousand.

    Args:
        own: testimonies on one indicator, by level.
        least: levels from which they differ.
        is_one_hinted: whether exactly one of the two must be a hint.
        incomparable: indicators on which voices that differ may both be right.

    Returns:
        One of `KINDS` -> levels apart, the lower and the higher testimony.
    """
    alike: dict[tuple[bool, bool, str, str, bool], dict[float, list[int]]] = {}
    for place, told in enumerate(own):
        levels = alike.setdefault((told.is_document, told.is_closed, told.group, told.tier, told.is_hint), {})
        levels.setdefault(told.level, []).append(place)
    found: dict[str, tuple[float, int, int]] = {}
    for (of_low, lows), (of_high, highs) in product(alike.items(), repeat=2):
        if is_one_hinted and of_low[-1] == of_high[-1]:
            continue
        one, other = own[next(iter(lows.values()))[0]], own[next(iter(highs.values()))[0]]
        if incomparable.keeps_apart(one, other):
            continue
        kind = tell_kind(one, other)
        for low, high in product(lows, highs):
            if high - low < max(least, -found.get(kind, (0.0,))[0]):
                continue
            if pair := _of_two_sources(own, lows[low], highs[high]):
                found[kind] = min(found.get(kind, (0.0, 0, 0)), (low - high, *pair))
    return {kind: (-span, own[low], own[high]) for kind, (span, low, high) in found.items()}


def _of_two_sources(own: Sequence[Testimony], lows: Sequence[int], highs: Sequence[int]) -> tuple[int, int] | None:
    """Return the first pair of places whose testimonies are of two sources."""
    pairs = ((low, high) for low in lows for high in highs if own[low].source != own[high].source)
    return next(pairs, None)


def tell_kind(one: Testimony, other: Testimony) -> str:
    """Tell in which way two voices differ, the most telling first."""
    if one.is_document != other.is_document:
        return DOCUMENT
    if one.is_closed != other.is_closed and one.group == other.group:
        return QUESTIONNAIRE
    if {one.tier == "national", other.tier == "national"} == {True, False} and one.tier and other.tier:
        return SUBNATIONAL
    return GROUPS if one.group != other.group or one.is_document else WITHIN_GROUP


def _side(level: float, own: Testimony, all_told: Sequence[Testimony]) -> Side:
    """Return a side with everyone who tells its level, the voice itself first."""
    with_it = [own, *(t for t in all_told if t.level == level and t.source != own.source)]
    voices = dict.fromkeys(t.group or t.source for t in with_it)
    evidence = dict.fromkeys(t.evidence for t in with_it)
    return Side(f"{level:g}", tuple(evidence), tuple(voices))


def find_number_contradictions(testimonies: Iterable[Testimony]) -> Iterator[Contradiction]:
    """Compare the numbers that voices tell of the same thing: meetings held, ministries, networks.

    Args:
        testimonies: claims with a number; hints are passed over.

    Yields:
        For each indicator the smallest and the largest number, where they are no rounding of each other.
    """
    told: dict[tuple[str, str], list[Testimony]] = {}
    for testimony in testimonies:
        if testimony.number is not None and not testimony.is_hint:
            told.setdefault((testimony.indicator, testimony.unit), []).append(testimony)
    for (indicator, unit), own in sorted(told.items()):
        ordered = sorted(own, key=lambda t: (t.number or 0.0, t.source))
        low, high = ordered[0], ordered[-1]
        one, other = low.number or 0.0, high.number or 0.0
        if low.source == high.source or other < max(one * NUMBERS_DIFFER, one + 1):
            continue
        yield Contradiction(indicator, NUMBERS, _counting(one, unit, ordered), _counting(other, unit, ordered))


def find_planned_gaps(testimonies: Iterable[Testimony]) -> Iterator[Contradiction]:
    """Set what a text prescribes beside what was done: four meetings planned, two held.

    Args:
        testimonies: claims with a number; what a document prescribes is a hint.

    Yields:
        For each indicator the number that most voices tell beside the prescribed one, where it falls short of it.
    """
    told: dict[tuple[str, str], list[Testimony]] = {}
    planned: dict[tuple[str, str], list[Testimony]] = {}
    for one in testimonies:
        if one.number is None or (one.is_hint and not one.is_document):
            continue
        (planned if one.is_hint else told).setdefault((one.indicator, one.unit), []).append(one)
    for (indicator, unit), rules in sorted(planned.items()):
        most = max(rule.number or 0.0 for rule in rules)
        held: dict[float, set[str]] = {}
        for one in told.get((indicator, unit), ()):
            if not one.is_second_hand and one.tier not in SUBNATIONAL_TIERS:
                held.setdefault(one.number or 0.0, set()).add(one.group or one.source)
        usual = min(held, key=lambda number: (-len(held[number]), number), default=most)
        if usual < most:
            sides = _counting(usual, unit, told[indicator, unit]), _counting(most, unit, rules)
            yield Contradiction(indicator, PLANNED, *sides)


def _counting(number: float, unit: str, testimonies: Sequence[Testimony]) -> Side:
    own = [testimony for testimony in testimonies if testimony.number == number]
    voices = dict.fromkeys(testimony.group or testimony.source for testimony in own)
    return Side(f"{number:g} {unit}", tuple(testimony.evidence for testimony in own), tuple(voices))


@dataclass(frozen=True, slots=True)
class ExceptionRule:
    """A statement about all of something beside one about an exception (contradiction_rules.yaml).

    Attributes:
        id: its name.
        indicator: whose evidence it is.
        universal: sets of alternatives that must stand together in a sentence: "all networks are active".
        exception: the same for the other side.
        without: concepts that keep a sentence from being about all.
    """

    id: str
    indicator: str
    universal: tuple[frozenset[str], ...]
    exception: tuple[frozenset[str], ...]
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence with its concepts.

    Attributes:
        source: record.
        segment_id: where it stands.
        words: the sentence.
        concepts: in it.
        voice: group, or the document.
    """

    source: str
    segment_id: str
    words: str = field(repr=False)
    concepts: frozenset[str]
    voice: str = ""


def find_exceptions(sentences: Iterable[MarkedSentence], rules: Iterable[ExceptionRule]) -> Iterator[Contradiction]:
    """Find statements about all of something beside an exception told elsewhere.

    Args:
        sentences: of all records, in order.
        rules: what is said of all, and what takes one out.

    Yields:
        One contradiction per rule and record, with the first sentence of each side.
    """
    told: dict[str, list[MarkedSentence]] = {}
    for sentence in sentences:
        if sentence.concepts:
            told.setdefault(sentence.source, []).append(sentence)
    for rule in rules:
        for own in told.values():
            about_all = (s for s in own if rule.without.isdisjoint(s.concepts) and _holds(rule.universal, s.concepts))
            general = next(about_all, None)
            if general is None:
                continue
            special = next((s for s in own if s is not general and _holds(rule.exception, s.concepts)), None)
            if special is not None:
                yield Contradiction(rule.indicator, EXCEPTION, _saying(general), _saying(special))


def _saying(sentence: MarkedSentence) -> Side:
    return Side(sentence.words, (sentence.segment_id,), (sentence.voice,))


def _holds(conjunction: Iterable[frozenset[str]], concepts: frozenset[str]) -> bool:
    return all(not alternatives.isdisjoint(concepts) for alternatives in conjunction)
