"""Numbers told of one thing by several voices: amounts, shares, counts, and the years of laws.

A number is of a thing when the words of the thing stand in its sentence, or in what was asked or said right before.
Numbers of the same thing, unit and year are compared; nothing is resolved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from tasks.core.alternations import any_of
from tasks.core.claims import sentence_spans
from tasks.core.contradictions import FIGURES, OWN_TIERS, Contradiction, Side
from tasks.core.facts import AMOUNT, COUNT, DATE, RANGE, SHARE, TEXT, YEAR, Fact, ends_of, in_figures

NATIONAL = "national"
ADOPTED, PART_OF = "adopted", "part_of"
MOST_PAIRS = 2
"""Contradictions of one thing and year that are shown."""
COUNTED_WITHIN = 20
"""Longest gap, in characters, between a number and what it counts."""
YEAR_BEHIND = 30
"""Longest gap between a law and its year where nothing says that it was adopted."""
SCALE = 1000
"""Two amounts of the same digits so many times apart are one amount, told in millions and in billions."""
FEWEST_DIGITS = 2
"""Digits from which two amounts are the same by no chance."""
LAW_NUMBER = re.compile(r"\d+")
LIKE_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Thing:
    """What several voices may tell a number of (compared_things.yaml).

    Attributes:
        id: its name.
        kind: kind of the facts: amount, share, count or text.
        indicator: whose questions it belongs to, "" for none.
        concepts: that tell it, all of them.
        in_sentence: those of them that must stand in the sentence itself.
        others: concepts that make it another thing.
        counted: concept of what a count counts.
        behind: concept right behind a share.
        is_national: what one region, district or commune tells is of its own.
        is_compared: whether it is more than told apart.
        is_by_scale: any sum of money is such a thing; only its scale is compared.
    """

    id: str
    kind: str
    indicator: str = ""
    concepts: frozenset[str] = frozenset()
    in_sentence: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    counted: str = ""
    behind: str = ""
    is_national: bool = False
    is_compared: bool = True
    is_by_scale: bool = False


@dataclass(frozen=True, slots=True)
class ThingRules:
    """The declared things.

    Attributes:
        things: in declared order.
        tolerance: kind -> factor of amounts and counts, points of shares, years.
        undated_joins: kinds whose numbers without a year go with those of the only year told.
    """

    things: tuple[Thing, ...]
    tolerance: Mapping[str, float]
    undated_joins: frozenset[str]


@dataclass(frozen=True, slots=True)
class ThingWords:
    """The words of one language.

    Attributes:
        concepts: concept -> what finds it.
        relative_years: phrase -> years to add to the record's.
        currencies: word of money -> its code.
    """

    concepts: Mapping[str, re.Pattern[str]]
    relative_years: Mapping[str, int]
    currencies: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ToldNumber:
    """A number told of a thing.

    Attributes:
        thing: its id, with the number of a law.
        kind: see `Thing`; of a law, "year".
        indicator: see `Thing`.
        value: the number.
        unit: currency, "%" or "".
        year: it is of, "" if not told.
        segment_id: where it is told.
        most: the upper end where a range is told, whose lower end `value` is; else None.
        source: respondent or document, "" until it is known.
        voice: stakeholder group, or the document.
    """

    thing: str
    kind: str
    indicator: str
    value: float
    unit: str
    year: str
    segment_id: str
    source: str = ""
    voice: str = ""
    most: float | None = None

    @property
    def upper(self) -> float:
        """The upper end of a range, else the number."""
        return self.value if self.most is None else self.most

    @property
    def claim(self) -> str:
        """What is shown: the digits, the unit and the year."""
        figures = in_figures(self.value) + (f"{RANGE}{in_figures(self.most)}" if self.most is not None else "")
        parts = [figures, self.unit, f"({self.year})" if self.year else ""]
        return " ".join(part for part in parts if part)


def group_digits(claim: str, number: Callable[[float, int], str]) -> str:
    """Write what is shown of a number as a language groups its digits: "41,000,000 USD (2025)".

    Args:
        claim: as `ToldNumber.claim` gives it.
        number: writes a number with so many decimals as the language does.

    Returns:
        The same words; a bare year stays as it is.
    """
    figures, _, rest = claim.partition(" ")
    if not rest and LIKE_A_YEAR.fullmatch(figures):
        return figures
    ends = [float(end) for end in figures.split(RANGE)]
    shown = "–".join(number(value, 0 if value.is_integer() else 1) for value in ends)
    return f"{shown} {rest}".strip()


@dataclass(frozen=True, slots=True)
class ToldWords:
    """Words with the facts in them.

    Attributes:
        segment_id: where they stand.
        text: the words.
        before: what was asked.
        facts: found in them, none that somebody only heard.
        aside: spans of the text that speak of elsewhere, of plans or of what others tell.
        tier: of the voice: national, region, district or commune; "" if unknown.
        record_year: of the record, None if unknown.
    """

    segment_id: str
    text: str = field(repr=False)
    before: str = field(repr=False)
    facts: tuple[Fact, ...]
    aside: tuple[tuple[int, int], ...] = ()
    tier: str = ""
    record_year: int | None = None


def parse_thing_rules(declared: Mapping[str, Any]) -> ThingRules:
    """Build the things from their declaration (compared_things.yaml)."""
    things = tuple(
        Thing(
            id=id_,
            kind=entry["kind"],
            indicator=entry.get("indicator", ""),
            concepts=frozenset(entry.get("all", ())),
            in_sentence=frozenset(entry.get("in_sentence", ())),
            others=frozenset(entry.get("none", ())),
            counted=entry.get("counted", ""),
            behind=entry.get("behind", ""),
            is_national=entry.get("level") == NATIONAL,
            is_compared=bool(entry.get("compared", True)),
            is_by_scale=bool(entry.get("by_scale", False)),
        )
        for id_, entry in declared["things"].items()
    )
    tolerance = {kind: float(most) for kind, most in declared["tolerance"].items()}
    return ThingRules(things, tolerance, frozenset(declared["undated_joins"]))


def compile_thing_words(
    declared: Mapping[str, Mapping[str, Iterable[str]]],
    language: str,
    relative_years: Mapping[str, int],
    currencies: Mapping[str, str],
) -> ThingWords:
    """Compile the words of one language.

    Args:
        declared: concept -> language -> words, "*" behind one for any ending.
        language: one of them.
        relative_years: phrase -> years to add to the record's.
        currencies: word of money -> its code.
    """
    loose = {" ": r"\s+", "*": r"\w*"}
    concepts = {
        concept: re.compile(rf"(?<!\w)(?:{any_of(words[language], loose)})(?!\w)", re.IGNORECASE)
        for concept, words in declared.items()
    }
    return ThingWords(concepts, relative_years, currencies)


def find_told_numbers(told: ToldWords, rules: ThingRules, words: ThingWords) -> Iterator[ToldNumber]:
    """Find the numbers that are told of a declared thing.

    Args:
        told: the words of one segment.
        rules: the things.
        words: of the segment's language.

    Yields:
        Numbers in the order of the words, without their source.
    """
    is_own = told.tier in OWN_TIERS
    before = _concepts_in(told.before, words)
    for start, end in sentence_spans(told.text):
        sentence = told.text[start:end]
        own = _concepts_in(sentence, words)
        inside = [fact for fact in told.facts if start <= fact.start < end]
        is_aside = any(one < end and start < other for one, other in told.aside)
        if inside and not is_aside and not sentence.rstrip().endswith("?"):
            for fact, thing in _assign(inside, own, before, told.text[:end], start, rules, words):
                if thing.is_compared and not (thing.is_national and is_own):
                    yield from _number(fact, thing, inside, told, (start, end), words)
            for fact, thing in _by_scale(inside, rules):
                yield from _number(fact, thing, inside, told, (start, end), words)
        before = own or before


def _by_scale(inside: Sequence[Fact], rules: ThingRules) -> Iterator[tuple[Fact, Thing]]:
    things = [thing for thing in rules.things if thing.is_by_scale]
    yield from ((fact, thing) for fact in inside for thing in things if fact.kind == thing.kind)


def _concepts_in(text: str, words: ThingWords) -> frozenset[str]:
    return frozenset(concept for concept, pattern in words.concepts.items() if pattern.search(text))


def _assign(
    facts: Sequence[Fact],
    own: frozenset[str],
    before: frozenset[str],
    text: str,
    start: int,
    rules: ThingRules,
    words: ThingWords,
) -> Iterator[tuple[Fact, Thing]]:
    """Give each fact of a sentence the thing whose words stand nearest, those before it first."""
    for fact in facts:
        of_its_kind = [one for one in rules.things if one.kind == fact.kind and not one.is_by_scale]
        may_be = [thing for thing in of_its_kind if thing.others.isdisjoint(own) and thing.in_sentence <= own]
        named = [thing for thing in may_be if thing.concepts <= own]
        if not named:
            named = [thing for thing in may_be if thing.concepts <= own | before and thing.kind != TEXT]
        fits = [thing for thing in named if _fits(fact, thing, text, words)]
        if fits:
            yield fact, min(fits, key=lambda thing: _distance(fact, thing, text, start, words))


def _fits(fact: Fact, thing: Thing, text: str, words: ThingWords) -> bool:
    """Tell whether what must stand in or right behind a fact does."""
    if thing.kind == TEXT:
        return any(words.concepts[concept].search(fact.value) for concept in thing.concepts)
    if thing.counted:
        return _counted_behind(fact, thing, text, words)
    if thing.behind:
        place = len(text) - len(text[fact.end :].lstrip())
        return words.concepts[thing.behind].match(text, place) is not None
    return True


def _distance(fact: Fact, thing: Thing, text: str, start: int, words: ThingWords) -> tuple[int, int, str]:
    """Return how far the words of a thing stand from a fact: before it, behind it, or in another sentence."""
    places = [
        match.span() for concept in thing.concepts for match in words.concepts[concept].finditer(text, start, len(text))
    ]
    before = [fact.start - end for _, end in places if end <= fact.start]
    behind = [begin - fact.end for begin, _ in places if begin >= fact.end]
    rank = 0 if before else 1 if behind else 2
    return rank, min(before or behind, default=0), thing.id


def _number(
    fact: Fact, thing: Thing, inside: Sequence[Fact], told: ToldWords, span: tuple[int, int], words: ThingWords
) -> Iterator[ToldNumber]:
    """Return the number that a fact tells of a thing, if it tells one."""
    if thing.kind == TEXT:
        yield from _law(fact, thing, inside, told, span, words)
        return
    (value, upper), unit = ends_of(fact), fact.unit
    if thing.kind == COUNT:
        part = _counted(fact, inside, told.text, words)
        if part is None:
            return
        value, upper, unit = part, part if part != value else upper, ""
    if thing.kind == AMOUNT:
        unit = words.currencies.get(unit.lower(), unit.lower())
    if value > 0:
        year = _year_of(fact, inside, told, span, words)
        yield ToldNumber(
            thing.id,
            thing.kind,
            thing.indicator,
            value,
            unit,
            year,
            told.segment_id,
            most=upper if upper > value else None,
        )


def _counted_behind(fact: Fact, thing: Thing, text: str, words: ThingWords) -> bool:
    """Tell whether what a thing counts stands right behind a number, in the same clause."""
    counted = words.concepts[thing.counted].search(text, fact.end, fact.end + COUNTED_WITHIN)
    return counted is not None and not re.search(r"[\d.,;:()]", text[fact.end : counted.start()])


def _counted(fact: Fact, inside: Sequence[Fact], text: str, words: ThingWords) -> float | None:
    """Return how many of what is counted there are: of "32 of the 118 districts" 32."""
    of_whole = [
        other
        for other in inside
        if other.kind == COUNT
        and other.end <= fact.start
        and (link := text[other.end : fact.start].strip())
        and words.concepts[PART_OF].fullmatch(link)
    ]
    if of_whole:
        return ends_of(of_whole[-1])[0]
    is_part = re.search(rf"(?:{words.concepts[PART_OF].pattern})\s*$", text[: fact.start], re.IGNORECASE)
    return None if is_part else ends_of(fact)[0]


def _law(
    fact: Fact, thing: Thing, inside: Sequence[Fact], told: ToldWords, span: tuple[int, int], words: ThingWords
) -> Iterator[ToldNumber]:
    """Return the year of a law that is told by its number alone: "Ley 212 ... aprobada en marzo de 2023"."""
    number = LAW_NUMBER.search(fact.value)
    if number is None or LIKE_A_YEAR.search(fact.value):
        return
    dates = [other for other in inside if other.kind in (DATE, YEAR)]
    is_adopted = words.concepts[ADOPTED].search(told.text, *span) is not None
    near = [date for date in dates if is_adopted or 0 <= date.start - fact.end <= YEAR_BEHIND]
    years = {date.value[:4] for date in near}
    if len(years) == 1:
        (year,) = years
        yield ToldNumber(f"{thing.id} {number[0]}", "year", thing.indicator, float(year), "", "", told.segment_id)


def _year_of(fact: Fact, inside: Sequence[Fact], told: ToldWords, span: tuple[int, int], words: ThingWords) -> str:
    """Return the year of a number: behind it before the next number of its kind, else before it likewise.

    As many years as numbers, all behind them or all before, belong to them in their order ("from 38 % to 31 % between
    2018 and 2025").
    """
    years = [(other.start, other.value[:4]) for other in inside if other.kind in (DATE, YEAR)]
    if told.record_year is not None:
        lower = told.text.lower().replace("’", "'")
        for phrase, shift in words.relative_years.items():
            place = lower.find(phrase, *span)
            years += [(place, str(told.record_year + shift))] if place >= 0 else []
    numbers = sorted(other.start for other in inside if other.kind == fact.kind)
    told_years = sorted(years)
    is_apart = bool(years) and (told_years[0][0] > numbers[-1] or told_years[-1][0] < numbers[0])
    if is_apart and len(numbers) == len(years) > 1:
        return told_years[numbers.index(fact.start)][1]
    alike = [place for place in numbers if place != fact.start]
    until = min((place for place in alike if place > fact.start), default=span[1])
    since = max((place for place in alike if place < fact.start), default=span[0])
    behind = sorted(year for year in years if fact.start < year[0] < until)
    before = sorted(year for year in years if since <= year[0] < fact.start)
    return behind[0][1] if behind else before[-1][1] if before else ""


def find_figure_contradictions(numbers: Iterable[ToldNumber], rules: ThingRules) -> Iterator[Contradiction]:
    """Compare what different sources tell of the same thing.

    Args:
        numbers: told of things, with their sources.
        rules: what is no rounding any more.

    Yields:
        For each thing, unit and year the smallest number beside each other one that is further than the tolerance, the
        largest first. Who tells several numbers of one thing and year tells its course and is left out. Of sums of
        money, also the same digits told in millions and in billions.
    """
    by_scale = {thing.id for thing in rules.things if thing.is_by_scale}
    told_numbers = list(numbers)
    yield from _scale_contradictions([one for one in told_numbers if one.thing in by_scale])
    compared = [one for one in told_numbers if one.thing not in by_scale]
    for _, own in sorted(_by_year(compared, rules).items()):
        certain = sorted(_certain(own, rules), key=lambda told: (told.value, told.source, told.segment_id))
        shown: list[float] = []
        for high in reversed(certain):
            low = certain[0]
            far = low.upper < high.value and _differ(high.kind, low.upper, high.value, rules)
            far = far and all(_differ(high.kind, value, high.upper, rules) for value in shown)
            if far and high.source != low.source and len(shown) < MOST_PAIRS:
                shown.append(high.value)
                yield Contradiction(high.indicator, FIGURES, _side(low, certain), _side(high, certain))


def _scale_contradictions(sums: Sequence[ToldNumber]) -> Iterator[Contradiction]:
    """Yield the first pair of sums of each digits that are a thousand times apart, told by two sources of one year."""
    by_digits: dict[str, list[ToldNumber]] = {}
    for one in sums:
        digits = f"{one.value:.0f}".rstrip("0")
        if len(digits) >= FEWEST_DIGITS:
            by_digits.setdefault(digits, []).append(one)
    for _, own in sorted(by_digits.items()):
        ordered = sorted(own, key=lambda told: (told.value, told.source, told.segment_id))
        pairs = ((low, high) for low in ordered for high in ordered if _is_same_but_for_scale(low, high))
        for low, high in islice(pairs, 1):
            yield Contradiction(low.indicator, FIGURES, _side(low, ordered), _side(high, ordered))


def _is_same_but_for_scale(low: ToldNumber, high: ToldNumber) -> bool:
    is_of_one_year = not low.year or not high.year or low.year == high.year
    is_of_one_unit = not low.unit or not high.unit or low.unit == high.unit
    return high.value == low.value * SCALE and low.source != high.source and is_of_one_year and is_of_one_unit


def _by_year(numbers: Iterable[ToldNumber], rules: ThingRules) -> dict[tuple[str, str, str], list[ToldNumber]]:
    """Group numbers by thing, unit and year; those without a unit or year go with the only one that is told."""
    by_thing: dict[str, list[ToldNumber]] = {}
    for told in numbers:
        by_thing.setdefault(told.thing, []).append(told)
    found: dict[tuple[str, str, str], list[ToldNumber]] = {}
    for thing, own in by_thing.items():
        units, years = {told.unit for told in own if told.unit}, {told.year for told in own if told.year}
        for told in own:
            unit = told.unit or (next(iter(units)) if len(units) == 1 else "")
            joins = len(years) == 1 and told.kind in rules.undated_joins
            year = told.year or (next(iter(years)) if joins else "")
            found.setdefault((thing, unit, year), []).append(replace(told, unit=unit))
    return found


def _certain(own: Sequence[ToldNumber], rules: ThingRules) -> Iterator[ToldNumber]:
    """Yield the numbers of the sources that tell one number."""
    by_source: dict[str, list[ToldNumber]] = {}
    for told in own:
        by_source.setdefault(told.source, []).append(told)
    for told_by_one in by_source.values():
        values = [told.value for told in told_by_one]
        if not _differ(told_by_one[0].kind, min(values), max(values), rules):
            yield from told_by_one


def _differ(kind: str, one: float, other: float, rules: ThingRules) -> bool:
    """Tell whether two numbers are further apart than the tolerance."""
    low, high = sorted((one, other))
    most = rules.tolerance[kind]
    if kind in (AMOUNT, COUNT):
        return high > low * most and (kind == AMOUNT or high >= low + 1)
    return high - low > most if kind == SHARE else high - low >= most


def _side(own: ToldNumber, everyone: Sequence[ToldNumber]) -> Side:
    """Return a side with everyone who tells its number, the voice itself first."""
    with_it = [own, *(told for told in everyone if told.value == own.value and told is not own)]
    evidence = dict.fromkeys(told.segment_id for told in with_it)
    return Side(own.claim, tuple(evidence), tuple(dict.fromkeys(told.voice for told in with_it)))
