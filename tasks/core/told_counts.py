"""Levels counted in an answer: groups and sectors named, networks alive, meetings held, seats of each group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from tasks.core.claims import sentence_spans
from tasks.core.cues import Hit
from tasks.core.dates import MONTH_NUMBERS
from tasks.core.spellings import simplify
from tasks.core.spoken_numbers import SpokenNumber

NAMED, LIVING, MEETINGS, SEATS = "named", "living", "meetings", "seats"
CLAUSE_END = re.compile(r"[,;:.()\n–—]")
BESIDE_CHARACTERS = 40
"""Longest gap between a number and what it counts."""
TOTAL_GAP = 30
WORDS_BEFORE = 3
"""An answer opens with a number when so few words stand before it."""
MOST_MEETINGS, MONTHS_AS_MEETINGS = 24, 2
FEWEST_SEATS = 6
"""Seats of a platform: fewer than there are groups are somebody's own."""
PER_CENT = re.compile(r"\s*(?:%|per ?cent|pour ?cent|por ?cent)", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class CountRule:
    """How the level of an indicator is counted (level_counts.yaml).

    Attributes:
        indicator: its id.
        kind: `NAMED`, `LIVING`, `MEETINGS` or `SEATS`.
        things: concepts that are counted, each once.
        number_of: concepts that a number counts ("eight ministries").
        steps: smallest number -> level, ascending.
        unit: what is counted.
        beside: concepts that raise a count from `beside_from` on to `beside_level`.
        beside_from: see there.
        beside_level: see there.
        every: concept of a rhythm -> times a year.
        enough_share: share of the planned meetings that is enough for level 3.
        few_share: share under which the level is 2 at most.
        total: concepts of a total.
        part_of: concepts between a number and the number it is a part of.
        days: concepts before a day of the month.
        period: concepts behind a number of months or years, over which is counted.
        none_held: concepts that deny that there was any over such a period.
        shares: (share of the largest group, level), descending.
        otherwise: level under the smallest share.
        fewest_groups: groups without which seats tell nothing.
        fewest: things fewer than which are an example, no count.
        is_counted_only: no level is told otherwise, but where it is asked for and no count is given.
        in_words: levels that are told without a count all the same, None for all.
        also_asked: indicators whose questions bring the count as well, where it is told in full.
        fewest_unasked: things fewer than which are no count in answer to such a question.
        rest: concept of all the others ("the others").
        implied: things that are there unless somebody denies it.
    """

    indicator: str
    kind: str
    things: tuple[str, ...] = ()
    number_of: frozenset[str] = frozenset()
    steps: tuple[tuple[int, float], ...] = ()
    unit: str = ""
    beside: frozenset[str] = frozenset()
    beside_from: int = 0
    beside_level: float = 0.0
    every: Mapping[str, int] = field(default_factory=dict)
    enough_share: float = 1.0
    few_share: float = 0.0
    total: frozenset[str] = frozenset()
    shares: tuple[tuple[float, float], ...] = ()
    otherwise: float = 0.0
    fewest_groups: int = 2
    fewest: int = 1
    is_counted_only: bool = False
    in_words: frozenset[float] | None = None
    also_asked: tuple[str, ...] = ()
    fewest_unasked: int = 4
    rest: str = "the_rest"
    part_of: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    period: frozenset[str] = frozenset()
    none_held: frozenset[str] = frozenset()
    implied: frozenset[str] = frozenset()

    def level_of(self, number: float) -> float | None:
        """Return the level of a number, None below the first step."""
        reached = [level for least, level in self.steps if number >= least]
        return reached[-1] if reached else None


@dataclass(frozen=True, slots=True)
class CountRules:
    """The declared counts and the concepts they share.

    Attributes:
        rules: indicator -> how it is counted.
        living: concept of what is alive.
        not_living: concepts of what is not.
        denied: concept of a denial.
        own_group: concept of the speaker's own group ("us").
        planned: concept of what was to be.
        held: concept of what took place.
    """

    rules: Mapping[str, CountRule]
    living: str
    not_living: frozenset[str]
    denied: str
    own_group: str
    planned: str = "planned"
    held: str = "held"


@dataclass(frozen=True, slots=True)
class CountedAnswer:
    """An answer with what may be counted in it.

    Attributes:
        text: its words.
        hits: concepts of the lexicon of counts.
        numbers: numbers in figures and words, numbers of occasions ("twice") among them.
        own_group: stakeholder group of the voice.
    """

    text: str = field(repr=False)
    hits: tuple[Hit, ...]
    numbers: tuple[SpokenNumber, ...]
    own_group: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What was counted.

    Attributes:
        level: 0 to 4.
        number: what was counted.
        planned: of how many, None when it was not told.
        start: where in the text it begins.
        end: where it ends.
        is_number_told: the number was said, not counted from names.
    """

    level: float
    number: float
    planned: float | None
    start: int
    end: int
    is_number_told: bool = False


def parse_count_rules(declared: Mapping[str, Any]) -> CountRules:
    """Build the rules from their declaration (level_counts.yaml)."""
    rules = {
        indicator: CountRule(
            indicator=indicator,
            kind=entry["kind"],
            things=tuple(entry.get("of", ())),
            number_of=frozenset(entry.get("number_of", ())),
            steps=tuple(sorted((int(least), float(level)) for least, level in entry.get("steps", {}).items())),
            unit=entry.get("unit", ""),
            beside=frozenset(entry.get("beside", ())),
            beside_from=int(entry.get("beside_from", 0)),
            beside_level=float(entry.get("beside_level", 0)),
            every={concept: int(times) for concept, times in entry.get("every", {}).items()},
            enough_share=float(entry.get("enough_share", 1)),
            few_share=float(entry.get("few_share", 0)),
            total=frozenset(entry.get("total", ())),
            part_of=frozenset(entry.get("part_of", ())),
            days=frozenset(entry.get("days", ())),
            period=frozenset(entry.get("period", ())),
            none_held=frozenset(entry.get("none_held", ())),
            implied=frozenset(entry.get("implied", ())),
            shares=tuple(
                sorted(((float(s), float(level)) for s, level in entry.get("shares", {}).items()), reverse=True)
            ),
            otherwise=float(entry.get("otherwise", 0)),
            fewest_groups=int(entry.get("fewest_groups", 2)),
            fewest=int(entry.get("fewest", 1)),
            is_counted_only=bool(entry.get("counted_only", False)),
            in_words=frozenset(map(float, entry["in_words"])) if "in_words" in entry else None,
            also_asked=tuple(entry.get("also_asked", ())),
        )
        for indicator, entry in declared["indicators"].items()
    }
    return CountRules(
        rules, declared["living"], frozenset(declared["not_living"]), declared["denied"], declared["own_group"]
    )


def count_told(answer: CountedAnswer, rule: CountRule, rules: CountRules, *, is_asked: bool = True) -> Told | None:
    """Count what an answer tells.

    Args:
        answer: the answer to a question of the indicator.
        rule: how it is counted.
        rules: the shared concepts.
        is_asked: the question is the indicator's own; otherwise only a full count is one.

    Returns:
        The level, None when nothing countable is told.
    """
    count = {NAMED: _named, LIVING: _living, MEETINGS: _meetings, SEATS: _seats}[rule.kind]
    if not is_asked:
        rule = replace(rule, fewest=max(rule.fewest, rule.fewest_unasked), number_of=frozenset())
    return count(answer, rule, rules)


def _named(answer: CountedAnswer, rule: CountRule, rules: CountRules) -> Told | None:
    told: dict[str, bool] = {}
    for start, end in sentence_spans(answer.text):
        if answer.text[start:end].rstrip().endswith("?"):
            continue
        inside = [hit for hit in answer.hits if start <= hit.start_char < end]
        for hit in inside:
            thing = answer.own_group if hit.concept == rules.own_group else hit.concept
            if thing in rule.things:
                told[thing] = told.get(thing, True) and not _is_denied(hit, inside, rule, rules, answer.text)
    if len(told) >= rule.fewest:
        told = dict.fromkeys(rule.implied, True) | told
    number = _number_of(answer, rule) or (_bare_number(answer) if rule.number_of and not told else None)
    count = max(sum(told.values()), number or 0)
    level = rule.level_of(count)
    if level is None or (number is None and count < rule.fewest):
        return None
    if rule.beside and count >= rule.beside_from and any(hit.concept in rule.beside for hit in answer.hits):
        level = rule.beside_level
    return Told(level, count, None, *_span(answer, rule.things, rule.number_of), is_number_told=number == count)


def _is_denied(hit: Hit, inside: Sequence[Hit], rule: CountRule, rules: CountRules, text: str) -> bool:
    """Tell whether a thing is denied: in its own clause, or behind it before another thing is named."""
    later = [other.start_char for other in inside if other.concept in rule.things and other.start_char > hit.end_char]
    until = min(later, default=len(text))
    for other in inside:
        if other.concept != rules.denied:
            continue
        is_behind = hit.end_char <= other.start_char < until
        is_before = other.end_char <= hit.start_char and not CLAUSE_END.search(text, other.end_char, hit.start_char)
        if is_behind or is_before:
            return True
    return False


def _number_of(answer: CountedAnswer, rule: CountRule) -> float | None:
    """Return the largest number that stands before what it counts."""
    counted = [
        number.value
        for number in answer.numbers
        for hit in answer.hits
        if hit.concept in rule.number_of
        and 0 <= hit.start_char - number.end <= BESIDE_CHARACTERS
        and not CLAUSE_END.search(answer.text, number.end, hit.start_char)
        and number.value <= MOST_MEETINGS
    ]
    return max(counted, default=None)


def _bare_number(answer: CountedAnswer) -> float | None:
    """Return the number that an answer opens with: "Eleven, I think"."""
    first = answer.numbers[0] if answer.numbers else None
    opens = first is not None and len(WORD.findall(answer.text[: first.start])) <= WORDS_BEFORE
    return first.value if first is not None and opens and _is_count(first, answer.text) else None


def _living(answer: CountedAnswer, rule: CountRule, rules: CountRules) -> Told | None:
    ordered = sorted(answer.hits, key=lambda hit: hit.start_char)
    subjects = {*rule.things, rules.own_group, rule.rest}
    things = [hit for hit in ordered if hit.concept in subjects]
    told: dict[str, bool] = {}
    ends = [*(hit.start_char for hit in things[1:]), len(answer.text)]
    for hit, until in zip(things, ends, strict=False):
        inside = [other for other in ordered if hit.end_char <= other.start_char < until]
        thing = answer.own_group if hit.concept == rules.own_group else hit.concept
        if thing not in rule.things:
            continue
        if any(other.concept in rules.not_living for other in inside):
            told[thing] = False
        elif any(other.concept == rules.living for other in inside):
            told.setdefault(thing, True)
    summed = _summed(answer, rule)
    if summed is None and len(told) < rule.fewest:
        return None
    count = sum(told.values()) if summed is None else summed
    level = rule.level_of(count)
    span = _span(answer, rule.things, frozenset())
    return None if level is None else Told(level, count, None, *span, is_number_told=summed is not None)


def _summed(answer: CountedAnswer, rule: CountRule) -> float | None:
    """Return the number that closes a count: "so two", "four out of five"."""
    for number in reversed(answer.numbers):
        closes = (hit for hit in answer.hits if hit.concept in rule.total and 0 <= number.start - hit.end_char <= 2)  # noqa: PLR2004
        if number.value <= len(rule.things) and any(closes):
            return number.value
    return None


def _meetings(answer: CountedAnswer, rule: CountRule, rules: CountRules) -> Told | None:
    held: list[float] = []
    planned: list[float] = []
    summed: list[float] = []
    for start, end in _clauses(answer.text):
        inside = [hit for hit in answer.hits if start <= hit.start_char < end]
        concepts = {hit.concept for hit in inside}
        counted = [
            number
            for number in answer.numbers
            if start <= number.start < end
            and _is_count(number, answer.text)
            and not _is_in_phrase(number, inside, rule)
        ]
        numbers: list[float] = [number.value for number in counted]
        rhythms = [float(rule.every[hit.concept]) for hit in inside if hit.concept in rule.every]
        if _is_part_told(counted, inside, rule):
            summed.append(numbers[0])
            planned.append(numbers[1])
        elif rules.planned in concepts:
            planned += numbers or rhythms
        elif rules.denied not in concepts:
            held += numbers or rhythms
            summed += [number.value for number in counted if _sums_up(number, inside, rule, rules)]
    held = [*summed[-1:], *held]
    held = held or _held_without_number(answer, rule, rules)
    if not held:
        return None
    number, of = held[0], planned[0] if planned else None
    level = rule.level_of(number)
    if level is None:
        return None
    if of and number >= rule.enough_share * of:
        level = max(level, 3.0)
    elif of and number < rule.few_share * of:
        level = min(level, 2.0)
    return Told(level, number, of, *_span(answer, rule.every, rule.number_of), is_number_told=True)


def _is_in_phrase(number: SpokenNumber, inside: Iterable[Hit], rule: CountRule) -> bool:
    """Tell whether a number is of how often it meets ("once a quarter"), a day of the month, or months of a period."""
    return any(
        (hit.concept in rule.every and hit.start_char <= number.start < hit.end_char)
        or (hit.concept in rule.days and 0 <= number.start - hit.end_char <= 1)
        or (hit.concept in rule.period and 0 <= hit.start_char - number.end <= 1)
        for hit in inside
    )


def _held_without_number(answer: CountedAnswer, rule: CountRule, rules: CountRules) -> list[float]:
    """Return none where it is denied that there was any meeting, the months that are named, or nothing."""
    if _is_none_held(answer, rule, rules):
        return [0.0]
    months = _months_named(answer.text)
    return [float(months)] if months >= MONTHS_AS_MEETINGS else []


def _is_none_held(answer: CountedAnswer, rule: CountRule, rules: CountRules) -> bool:
    """Tell whether an answer denies that there was a meeting over a number of months or years, or so much as one."""
    for start, end in _clauses(answer.text):
        inside = [hit for hit in answer.hits if start <= hit.start_char < end]
        denials = [hit for hit in inside if hit.concept in rule.none_held]
        if not denials or any(hit.concept == rules.planned for hit in inside):
            continue
        numbers = [number for number in answer.numbers if start <= number.start < end]
        is_over_period = any(
            hit.concept in rule.period and 0 <= hit.start_char - number.end <= 1 for number in numbers for hit in inside
        )
        opens = not WORD.search(answer.text, start, denials[0].start_char) and not WORD.search(answer.text, 0, start)
        is_of_meetings = opens or any(hit.concept == rules.held or hit.concept in rule.number_of for hit in inside)
        if is_over_period and is_of_meetings:
            return True
    return False


def _is_part_told(counted: Sequence[SpokenNumber], inside: Iterable[Hit], rule: CountRule) -> bool:
    """Tell whether a clause tells how many of how many: "so two of the four planned"."""
    if len(counted) != 2 or counted[0].value > counted[1].value:  # noqa: PLR2004
        return False
    return any(
        hit.concept in rule.part_of and counted[0].end <= hit.start_char and hit.end_char <= counted[1].start
        for hit in inside
    )


def _sums_up(number: SpokenNumber, inside: Iterable[Hit], rule: CountRule, rules: CountRules) -> bool:
    """Tell whether a number says how many meetings there were in all: "so there were two", "we held two sessions"."""
    inside = list(inside)
    is_held = any(hit.concept == rules.held for hit in inside)
    return any(
        (hit.concept in rule.total and 0 <= number.start - hit.end_char <= BESIDE_CHARACTERS)
        or (is_held and hit.concept in rule.number_of and 0 <= hit.start_char - number.end <= BESIDE_CHARACTERS)
        for hit in inside
    )


def _clauses(text: str) -> Iterable[tuple[int, int]]:
    for start, end in sentence_spans(text):
        if text[start:end].rstrip().endswith("?"):
            continue
        cuts = [start, *(match.end() for match in CLAUSE_END.finditer(text, start, end)), end]
        yield from (pair for pair in pairwise(cuts) if text[slice(*pair)].strip())


def _is_count(number: SpokenNumber, text: str) -> bool:
    """Tell whether a number may count meetings: small, no date, no share, no day of a month."""
    if number.value != int(number.value) or number.value > MOST_MEETINGS or PER_CENT.match(text, number.end):
        return False
    if number.is_in_words:
        return True
    around = [simplify(word) for word in WORD.findall(text[max(0, number.start - 20) : number.start])[-2:]]
    behind = [simplify(word) for word in WORD.findall(text[number.end : number.end + 20])[:2]]
    return not any(word in MONTH_NUMBERS and len(word) > 2 for word in (*behind, *around))  # noqa: PLR2004


def _months_named(text: str) -> int:
    return len(
        {
            MONTH_NUMBERS[word]
            for match in WORD.finditer(text)
            if len(word := simplify(match[0])) > 3 and word in MONTH_NUMBERS
        }
    )  # noqa: PLR2004


def _seats(answer: CountedAnswer, rule: CountRule, rules: CountRules) -> Told | None:
    seats: dict[str, float] = {}
    totals: list[float] = []
    for start, end in _clauses(answer.text):
        inside = [hit for hit in answer.hits if start <= hit.start_char < end]
        numbers = [number for number in answer.numbers if start <= number.start < end]
        groups = [hit for hit in inside if hit.concept in rule.things or hit.concept == rules.own_group]
        for number in numbers:
            beside = [hit for hit in groups if _is_near(number, hit)]
            if beside and PER_CENT.match(answer.text, number.end):
                level = next((level for above, level in rule.shares if number.value / 100 > above), rule.otherwise)
                return Told(level, number.value, None, *_span(answer, rule.things, rule.total))
            if beside:
                nearest = min(beside, key=lambda hit: (hit.concept in seats, _distance(number, hit)))
                group = nearest.concept
                group = answer.own_group if group == rules.own_group else group
                if group not in seats:
                    seats[group] = number.value
                    continue
            if any(hit.concept in rule.total and _is_near(number, hit) for hit in inside):
                totals.append(number.value)
    if not seats:
        return None
    total = max([sum(seats.values()), *totals])
    if len(seats) < rule.fewest_groups and total < max(FEWEST_SEATS, sum(seats.values()) + 1):
        return None
    share = max(seats.values()) / total if total else 0.0
    level = next((level for above, level in rule.shares if share > above), rule.otherwise)
    return Told(level, max(seats.values()), total, *_span(answer, rule.things, rule.total))


def _distance(number: SpokenNumber, hit: Hit) -> int:
    return max(hit.start_char - number.end, number.start - hit.end_char)


def _is_near(number: SpokenNumber, hit: Hit) -> bool:
    return 0 <= _distance(number, hit) <= TOTAL_GAP


def _span(answer: CountedAnswer, things: Iterable[str], number_of: frozenset[str]) -> tuple[int, int]:
    wanted = set(things) | number_of
    places = [(hit.start_char, hit.end_char) for hit in answer.hits if hit.concept in wanted] or [(0, len(answer.text))]
    return min(start for start, _ in places), max(end for _, end in places)
