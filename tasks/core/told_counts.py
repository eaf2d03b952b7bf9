"""Levels counted in an answer: groups and sectors named, networks alive, meetings held, seats of each group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from tasks.core.claims import is_of_one, sentence_spans
from tasks.core.cues import Hit
from tasks.core.dates import MONTH_NUMBERS
from tasks.core.spellings import simplify
from tasks.core.spoken_numbers import SpokenNumber
from tasks.core.told_payers import PayerRule, ToldShare, parse_payer_rule, read_payers

NAMED, LIVING, MEETINGS, SEATS, PAYERS = "named", "living", "meetings", "seats", "payers"
SHARED = (
    "living",
    "denied",
    "own_group",
    "planned",
    "held",
    "none",
    "not_any",
    "never",
    "single",
    "other_matter",
    "since",
    "refuted",
    "attending",
    "money_ends",
)
"""Concepts that all counts share, by the names of the declaration."""
CLAUSE_END = re.compile(r"[,;:.()\n–—]")
BRACKET = re.compile(r"[;:()\n]")
LIST_BEHIND = re.compile(r"[^\S\n]*[:(–—]")
"""Behind a number of things, a list of them follows: "five groups: ...", and no "five groups of mothers"."""
BESIDE_CHARACTERS = 40
"""Longest gap between a number and what it counts."""
TOTAL_GAP = 30
WORDS_BEFORE = 3
"""An answer opens with a number when so few words stand before it."""
MOST_MEETINGS, MONTHS_AS_MEETINGS = 24, 2
NEXT_LEVEL, MOST_MEMBERS = 1, 1900
WHOLE = 100
FEWEST_SEATS = 6
"""Seats of a platform: fewer than there are groups are somebody's own."""
PER_CENT = re.compile(r"\s*(?:%|per ?cent|pour ?cent|por ?cent)", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class CountRule:
    """How the level of an indicator is counted (level_counts.yaml).

    Attributes:
        indicator: its id.
        kind: `NAMED`, `LIVING`, `MEETINGS`, `SEATS` or `PAYERS`.
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
        counted_apart: concepts behind a number of something else.
        none_held: concepts that deny that there was any over such a period.
        shares: (share of the largest group, level), descending.
        otherwise: level under the smallest share.
        fewest_groups: groups without which seats tell nothing.
        fewest: things fewer than which are an example, no count.
        most: most things that a total may tell of, 0 where none is read.
        groups: concepts behind the number of the things named.
        fewest_summed: things that must be named beside their total.
        is_counted_only: no level is told otherwise, but where it is asked for and no count is given.
        in_words: levels that are told without a count all the same, None for all.
        also_asked: indicators whose questions bring the count as well, where it is told in full.
        fewest_unasked: things fewer than which are no count in answer to such a question.
        rest: concept of all the others ("the others").
        implied: things that are there unless somebody denies it.
        payers: how the level is read from who pays which share.
        in_texts: a text that prescribes who sits where tells it.
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
    most: int = 0
    groups: frozenset[str] = frozenset()
    fewest_summed: int = 2
    is_counted_only: bool = False
    in_words: frozenset[float] | None = None
    also_asked: tuple[str, ...] = ()
    fewest_unasked: int = 4
    rest: str = "the_rest"
    part_of: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    period: frozenset[str] = frozenset()
    counted_apart: frozenset[str] = frozenset()
    none_held: frozenset[str] = frozenset()
    implied: frozenset[str] = frozenset()
    payers: PayerRule | None = None
    in_texts: bool = False

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
        none: concept of none of what is counted ("aucune").
        not_any: concept of none of what is named right behind it ("pas de").
        never: concept of not one occasion ("not once").
        single: concept of the number one in an article ("une réunion sur quatre").
        other_matter: concept of what else is denied of meetings: minutes, or that they were cancelled.
        since: concept of what limits a denial to a time.
        refuted: concept of a denial of a whole sentence.
        attending: concept of taking part.
        money_ends: concept of an end that is told.
        ruled_out_by_amount: indicator -> levels that a sentence with an amount of money cannot tell unless it denies.
        raised_by_late_end: indicator -> level -> the level it is where a sentence tells that money ends later than in a
            year.
    """

    rules: Mapping[str, CountRule]
    living: str
    not_living: frozenset[str]
    denied: str
    own_group: str
    planned: str
    held: str
    none: str
    not_any: str
    never: str
    single: str
    other_matter: str
    since: str
    refuted: str
    attending: str
    money_ends: str
    ruled_out_by_amount: Mapping[str, frozenset[int]] = field(default_factory=dict)
    raised_by_late_end: Mapping[str, Mapping[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CountedAnswer:
    """An answer with what may be counted in it.

    Attributes:
        text: its words.
        hits: concepts of the lexicon of counts.
        numbers: numbers in figures and words, numbers of occasions ("twice") among them.
        own_group: stakeholder group of the voice.
        shares: per cents and parts of a whole ("deux tiers") as per cents.
        so_many: simplified words beside which a clause tells nothing but how many come.
        corrected: where a number was taken back and another told instead.
        ranges: the ends of ranges told, which are among the numbers.
    """

    text: str = field(repr=False)
    hits: tuple[Hit, ...]
    numbers: tuple[SpokenNumber, ...]
    own_group: str = ""
    shares: tuple[SpokenNumber, ...] = ()
    so_many: frozenset[str] = frozenset()
    corrected: tuple[tuple[int, int], ...] = ()
    ranges: tuple[tuple[SpokenNumber, SpokenNumber], ...] = ()

    def begin(self, start: int) -> int:
        """Return where what is told at a place begins in the words as they were said."""
        return next((first for first, last in self.corrected if first <= start < last), start)

    def with_ends(self, *, lower: bool) -> CountedAnswer:
        """Return the answer with only the lower, or only the higher end of each range that it tells."""
        kept = [replace(low if lower else high, start=low.start, end=high.end) for low, high in self.ranges]
        ends = {end.start for pair in self.ranges for end in pair}
        by_start = {share.start: share for share in self.shares}
        shares = [
            replace(by_start[high.start], start=low.start, value=low.value) if lower else by_start[high.start]
            for low, high in self.ranges
            if high.start in by_start
        ]
        shares += [share for share in self.shares if share.start not in ends]
        return replace(
            self,
            numbers=_in_order([*kept, *(number for number in self.numbers if number.start not in ends)]),
            shares=_in_order(shares),
            ranges=(),
        )


def _in_order(numbers: Iterable[SpokenNumber]) -> tuple[SpokenNumber, ...]:
    return tuple(sorted(numbers, key=lambda number: number.start))


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
    shared = {concept: str(declared[concept]) for concept in SHARED}
    return CountRules(
        rules={indicator: _parse_count_rule(indicator, entry) for indicator, entry in declared["indicators"].items()},
        not_living=frozenset(declared["not_living"]),
        ruled_out_by_amount={
            indicator: frozenset(levels) for indicator, levels in declared["ruled_out_by_amount"].items()
        },
        raised_by_late_end=declared["raised_by_late_end"],
        **shared,
    )


def _parse_count_rule(indicator: str, entry: Mapping[str, Any]) -> CountRule:
    return CountRule(
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
        counted_apart=frozenset(entry.get("counted_apart", ())),
        none_held=frozenset(entry.get("none_held", ())),
        implied=frozenset(entry.get("implied", ())),
        shares=tuple(sorted(((float(s), float(level)) for s, level in entry.get("shares", {}).items()), reverse=True)),
        otherwise=float(entry.get("otherwise", 0)),
        fewest_groups=int(entry.get("fewest_groups", 2)),
        fewest=int(entry.get("fewest", 1)),
        most=int(entry.get("most", 0)),
        groups=frozenset(entry.get("groups", ())),
        is_counted_only=bool(entry.get("counted_only", False)),
        in_words=frozenset(map(float, entry["in_words"])) if "in_words" in entry else None,
        also_asked=tuple(entry.get("also_asked", ())),
        in_texts=bool(entry.get("in_texts", False)),
        payers=parse_payer_rule(entry) if entry["kind"] == PAYERS else None,
    )


def count_told(answer: CountedAnswer, rule: CountRule, rules: CountRules, *, is_asked: bool = True) -> Told | None:
    """Count what an answer tells.

    Args:
        answer: the answer to a question of the indicator.
        rule: how it is counted.
        rules: the shared concepts.
        is_asked: the question is the indicator's own; otherwise only a full count is one.

    Returns:
        The level, None when nothing countable is told, or a range of more than two levels; of a range the lower level,
        which both ends reach.
    """
    if answer.ranges:
        told = [count_told(answer.with_ends(lower=lower), rule, rules, is_asked=is_asked) for lower in (True, False)]
        low, high = told
        if low is None or high is None or low == high:
            return low if low == high else None
        surest = min(low, high, key=lambda end: end.level)
        return replace(surest, is_number_told=False) if abs(low.level - high.level) <= NEXT_LEVEL else None
    count = {NAMED: _named, LIVING: _living, MEETINGS: _meetings, SEATS: _seats, PAYERS: _payers}[rule.kind]
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
    number = _number_of(answer, rule) or (_bare_number(answer, rule) if rule.number_of and not told else None)
    total = _told_total(answer, rule) if len(told) >= rule.fewest_summed else None
    if total is not None and total > max(sum(told.values()), number or 0):
        number = total
    count = max(sum(told.values()), number or 0)
    coming = _number_coming(answer, rule, rules) if rule.number_of else None
    if coming is not None and (number is None or coming < count):
        number = count = coming
    level = rule.level_of(count)
    if level is None or (number is None and count < rule.fewest):
        return None
    if rule.beside and count >= rule.beside_from and any(hit.concept in rule.beside for hit in answer.hits):
        level = rule.beside_level
    return Told(level, count, None, *_span(answer, rule.things, rule.number_of), is_number_told=number == count)


def _told_total(answer: CountedAnswer, rule: CountRule) -> float | None:
    """Return how many things an answer says it names, before ("five groups: ...") or behind them ("eight in all")."""
    named = [hit.end_char for hit in answer.hits if hit.concept in rule.things]
    last = max(named, default=0)
    for start, end in _clauses(answer.text):
        clause = _Clause.cut(answer, start, end)
        if len(clause.numbers) != 1 or clause.numbers[0].value > rule.most:
            continue
        (number,) = clause.numbers
        behind = [hit for hit in clause.hits if hit.start_char >= number.end]
        groups = (hit for hit in behind if hit.concept in rule.groups and LIST_BEHIND.match(answer.text, hit.end_char))
        if any(clause.words_between(number.end, hit.start_char) == 0 for hit in groups):
            return number.value
        summing = max(
            (clause.words_between(number.end, hit.end_char) for hit in behind if hit.concept in rule.total), default=0
        )
        is_alone = clause.words_between(number.end, end) == summing and clause.words_between(start, number.start) <= 1
        if start >= last and is_alone:
            return number.value
    return None


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
        and not (number.value > 1 and is_of_one(answer.text, number.end, (hit.start_char, hit.end_char)))
    ]
    return max(counted, default=None)


def _number_coming(answer: CountedAnswer, rule: CountRule, rules: CountRules) -> float | None:
    """Return the last number of a clause that says nothing but how many come: "but only four turn up each time"."""
    known = {rules.attending, *rule.number_of}
    for start, end in reversed(list(_clauses(answer.text))):
        clause = _Clause.cut(answer, start, end)
        if not clause.numbers or rules.attending not in clause.concepts or rules.denied in clause.concepts:
            continue
        if any(number.value > MOST_MEMBERS for number in clause.numbers):
            continue  # of a year that is over
        told = [(hit.start_char, hit.end_char) for hit in clause.hits if hit.concept in known]
        told += [(number.start, number.end) for number in clause.numbers]
        rest = [
            simplify(word[0])
            for word in WORD.finditer(answer.text, start, end)
            if not any(first <= word.start() < last for first, last in told)
        ]
        if answer.so_many.issuperset(rest):
            return clause.numbers[-1].value
    return None


def _bare_number(answer: CountedAnswer, rule: CountRule) -> float | None:
    """Return the number that an answer opens with: "Eleven, I think"."""
    first = answer.numbers[0] if answer.numbers else None
    if first is not None and first.value > 1:
        counted = (hit for hit in answer.hits if hit.concept in rule.number_of and hit.start_char >= first.end)
        if any(is_of_one(answer.text, first.end, (hit.start_char, hit.end_char)) for hit in counted):
            return None
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


@dataclass(slots=True)
class _MeetingsTold:
    """What an answer tells of how often a body met.

    Attributes:
        held: numbers and rhythms of meetings.
        planned: numbers and rhythms of what was to be.
        summed: numbers that say how many there were in all; 0 where there was not one.
        is_denied: that it met is denied.
        is_none_told: it is told that there was none.
    """

    held: list[float] = field(default_factory=list)
    planned: list[float] = field(default_factory=list)
    summed: list[float] = field(default_factory=list)
    is_denied: bool = False
    is_none_told: bool = False

    def number(self, months: int) -> float | None:
        """Return how many were held: what was told, else the months named, else none where that is told."""
        if told := [*self.summed[-1:], *self.held]:
            return told[0]
        if months >= MONTHS_AS_MEETINGS:
            return float(months)
        return 0.0 if self.is_none_told or (self.is_denied and self.planned) else None


def _meetings(answer: CountedAnswer, rule: CountRule, rules: CountRules) -> Told | None:
    told, undenied = _MeetingsTold(), []
    told.held += [1.0] if _opens_with_one(answer, rules) else []
    for start, end in _clauses(answer.text):
        clause = _Clause.cut(answer, start, end)
        _read_meetings(clause, told, rule, rules)
        undenied += [] if rules.denied in clause.concepts else [clause.text]
    number, of = told.number(_months_named("\n".join(undenied))), told.planned[0] if told.planned else None
    if number is None and _is_none_held(answer, rule, rules):
        number = 0.0
    level = None if number is None else rule.level_of(number)
    if number is None or level is None:
        return None
    if of and number >= rule.enough_share * of:
        level = max(level, 3.0)
    elif of and number < rule.few_share * of:
        level = min(level, 2.0)
    return Told(level, number, of, *_span(answer, rule.every, rule.number_of), is_number_told=True)


def _opens_with_one(answer: CountedAnswer, rules: CountRules) -> bool:
    """Tell whether the first sentence is nothing but the number one."""
    start, end = next(iter(sentence_spans(answer.text)), (0, 0))
    first = _Clause.cut(answer, start, end)
    return any(hit.concept == rules.single and first.is_nothing_but(hit) for hit in first.hits)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of an answer with what may be counted in it.

    Attributes:
        text: its words.
        end: where it ends in the answer.
        hits: concepts in it, at their places in the answer.
        numbers: small whole numbers in it.
        larger: the other numbers in it.
        answer: the words of the whole answer.
    """

    text: str
    end: int
    hits: tuple[Hit, ...]
    numbers: tuple[SpokenNumber, ...]
    larger: tuple[SpokenNumber, ...]
    answer: str

    @classmethod
    def cut(cls, answer: CountedAnswer, start: int, end: int) -> _Clause:
        """Cut a clause out of an answer."""
        hits = tuple(hit for hit in answer.hits if start <= hit.start_char < end)
        numbers = [number for number in answer.numbers if start <= number.start < end]
        small = tuple(number for number in numbers if _is_count(number, answer.text))
        larger = tuple(number for number in numbers if MOST_MEETINGS < number.value < MOST_MEMBERS)
        return cls(answer.text[start:end], end, hits, small, larger, answer.text)

    @property
    def concepts(self) -> frozenset[str]:
        """What it speaks of."""
        return frozenset(hit.concept for hit in self.hits)

    def words_between(self, start: int, end: int) -> int:
        """Count the words between two places of the answer."""
        return len(WORD.findall(self.answer[start:end]))

    def is_nothing_between(self, one: Hit, other: Hit, besides: frozenset[str]) -> bool:
        """Tell whether no words stand between two concepts, or only one of some others: "une réunion sur quatre"."""
        inner = [h for h in self.hits if one.end_char <= h.start_char and h.end_char <= other.start_char]
        named = max((self.words_between(h.start_char, h.end_char) for h in inner if h.concept in besides), default=0)
        return self.words_between(one.end_char, other.start_char) == named

    def is_nothing_but(self, hit: Hit) -> bool:
        """Tell whether it holds no other words than those of a concept."""
        return len(WORD.findall(self.text)) == self.words_between(hit.start_char, hit.end_char)


def _read_meetings(clause: _Clause, told: _MeetingsTold, rule: CountRule, rules: CountRules) -> None:
    """Add what one clause tells of meetings."""
    counted = [number for number in clause.numbers if not _is_in_phrase(number, clause.hits, rule)]
    counted = [number for number in counted if not _is_of_others(number, clause, rule)]
    numbers: list[float] = [number.value for number in counted]
    rhythms = [float(rule.every[hit.concept]) for hit in clause.hits if hit.concept in rule.every]
    part = _part_in_words(clause, counted, rule, rules)
    if part is not None:
        told.summed.append(part)
        told.planned.append(numbers[0])
    elif _is_part_told(counted, clause.hits, rule):
        told.summed.append(numbers[0])
        told.planned.append(numbers[1])
    elif _is_part_told_last(counted, clause.hits, rule, rules):
        told.summed.append(numbers[1])
        told.planned.append(numbers[0])
    elif told.held and _is_bare_total(counted, clause, rule):
        told.planned.append(numbers[0])
    elif _is_never_told(clause, rule, rules):
        told.summed.append(0.0)
    elif rules.planned in clause.concepts:
        told.planned += numbers or rhythms
    elif rules.denied not in clause.concepts:
        told.held += numbers or rhythms
        told.summed += [number.value for number in counted if _sums_up(number, clause.hits, rule, rules)]
    elif not counted and rules.other_matter not in clause.concepts:
        told.is_none_told |= _is_none_told(clause, rule, rules)
        told.is_denied |= rules.held in clause.concepts and rules.since not in clause.concepts


def _part_in_words(
    clause: _Clause, counted: Sequence[SpokenNumber], rule: CountRule, rules: CountRules
) -> float | None:
    """Return how many of a number were held where that is an article or none: "one of four", "aucune des quatre".

    What is said of some of the meetings is no count, unless it is that they were planned or held, or nothing else.
    """
    if len(counted) != 1 or rules.other_matter in clause.concepts:
        return None
    (of,) = counted
    links = [hit for hit in clause.hits if hit.concept in rule.part_of and hit.end_char <= of.start]
    links = [hit for hit in links if clause.words_between(hit.end_char, of.start) <= 1]
    parts = [hit for hit in clause.hits if hit.concept in (rules.none, rules.single)]
    near = [
        hit for hit in parts for link in links
        if hit.end_char <= link.start_char and clause.is_nothing_between(hit, link, rule.number_of)
    ]  # fmt: skip
    counted_ends = max([of.end, *(hit.end_char for hit in clause.hits if hit.concept in rule.number_of)])
    is_all = clause.words_between(counted_ends, clause.end) == 0
    if not near or not (is_all or clause.concepts & {rules.planned, rules.held}):
        return None
    return 0.0 if any(hit.concept == rules.none for hit in near) else 1.0


def _is_never_told(clause: _Clause, rule: CountRule, rules: CountRules) -> bool:
    """Tell whether a body met not even once: "on ne s'est pas réunis une seule fois", "not once"."""
    never = [hit for hit in clause.hits if hit.concept == rules.never]
    every = [hit for hit in clause.hits if hit.concept in rule.every]
    if any(hit.start_char < other.end_char and other.start_char < hit.end_char for hit in never for other in every):
        return False
    if not clause.concepts.isdisjoint({rules.other_matter, rules.since}):
        return False
    return any(rules.held in clause.concepts or clause.is_nothing_but(hit) for hit in never)


def _is_none_told(clause: _Clause, rule: CountRule, rules: CountRules) -> bool:
    """Tell whether a clause says that there was none: "aucune réunion", "none was held", "none"."""
    if rules.since in clause.concepts or _months_named(clause.text):
        return False
    meetings = [hit.start_char for hit in clause.hits if hit.concept in rule.number_of]
    return any(
        (hit.concept == rules.none and (rules.held in clause.concepts or clause.is_nothing_but(hit)))
        or any(hit.end_char <= at and clause.words_between(hit.end_char, at) == 0 for at in meetings)
        for hit in clause.hits
        if hit.concept in (rules.none, rules.not_any)
    )


def _is_in_phrase(number: SpokenNumber, inside: Iterable[Hit], rule: CountRule) -> bool:
    """Tell whether a number is of how often it meets ("once a quarter"), a day of the month, or months of a period."""
    return any(
        (hit.concept in rule.every and hit.start_char <= number.start < hit.end_char)
        or (hit.concept in rule.days and 0 <= number.start - hit.end_char <= 1)
        or (hit.concept in rule.period and 0 <= hit.start_char - number.end <= 1)
        for hit in inside
    )


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


def _is_part_told_last(
    counted: Sequence[SpokenNumber], inside: Iterable[Hit], rule: CountRule, rules: CountRules
) -> bool:
    """Tell whether a clause tells of how many planned how many were held: "of the twelve planned we held nine"."""
    if len(counted) != 2 or counted[0].value < counted[1].value:  # noqa: PLR2004
        return False
    between = {hit.concept for hit in inside if counted[0].end <= hit.start_char and hit.end_char <= counted[1].start}
    is_of = any(hit.concept in rule.part_of and hit.end_char <= counted[0].start for hit in inside)
    return is_of and rules.planned in between


def _is_bare_total(counted: Sequence[SpokenNumber], clause: _Clause, rule: CountRule) -> bool:
    """Tell whether a clause says nothing but of how many: "five, out of twelve"."""
    links = [hit for hit in clause.hits if hit.concept in rule.part_of]
    if len(counted) != 1 or not links:
        return False
    link, words = links[0], len(WORD.findall(clause.text))
    told = clause.words_between(link.start_char, link.end_char) + clause.words_between(counted[0].start, counted[0].end)
    return link.end_char <= counted[0].start and words - told <= 1


def _is_of_others(number: SpokenNumber, clause: _Clause, rule: CountRule) -> bool:
    """Tell whether a number is of other things: seats, or a part of more than there may be meetings."""
    of_others = (hit for hit in clause.hits if hit.concept in rule.counted_apart and hit.start_char >= number.end)
    links = [hit for hit in clause.hits if hit.concept in rule.part_of and hit.start_char >= number.end]
    return any(clause.words_between(number.end, hit.start_char) == 0 for hit in of_others) or any(
        clause.words_between(number.end, link.start_char) == 0 and clause.words_between(link.end_char, all_.start) <= 1
        for link in links
        for all_ in clause.larger
        if link.end_char <= all_.start
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
    before, after = text[max(0, number.start - 20) : number.start], text[number.end : number.end + 20]
    around = [simplify(word) for word in WORD.findall(BRACKET.split(before)[-1])[-2:]]
    behind = [simplify(word) for word in WORD.findall(BRACKET.split(after)[0])[:2]]
    return not any(word in MONTH_NUMBERS and len(word) > 2 for word in (*behind, *around))  # noqa: PLR2004


def _months_named(text: str) -> int:
    return len(
        {
            MONTH_NUMBERS[word]
            for match in WORD.finditer(text)
            if len(word := simplify(match[0])) > 3 and word in MONTH_NUMBERS
        }
    )  # noqa: PLR2004


@dataclass(slots=True)
class _SeatsTold:
    """What an answer tells of seats.

    Attributes:
        seats: group -> its seats.
        shares: group -> its per cent of the seats; "" where no group is named.
        totals: numbers that tell of all seats.
    """

    seats: dict[str, float] = field(default_factory=dict)
    shares: dict[str, float] = field(default_factory=dict)
    totals: list[float] = field(default_factory=list)

    def are_others_smaller(self, total: float | None, half: float, fewest_groups: int) -> bool:
        """Tell whether no group may hold more than half: enough are told, or several and what is left is less."""
        left = 0.0 if total is None else total - sum(self.seats.values())
        is_left_small = total is not None and 0 < left <= half * total and len(self.seats) > 1
        return is_left_small or max(len(self.seats), len(self.shares)) >= fewest_groups

    def largest(self, fewest_groups: int) -> tuple[float, float, float | None] | None:
        """Return the share of the largest group told, its number and that of all; None where that is not known.

        All are known where they are told, or where as many groups as there must be have a number.
        """
        if self.shares:
            per_cent = max(self.shares.values())
            return per_cent / WHOLE, per_cent, None
        told = sum(self.seats.values())
        total = max([told, *self.totals])
        is_total_told = total in self.totals and total >= FEWEST_SEATS and (len(self.seats) > 1 or total > told)
        if not told or not (is_total_told or len(self.seats) >= fewest_groups):
            return None
        number = max(self.seats.values())
        return number / total, number, total


def _seats(answer: CountedAnswer, rule: CountRule, rules: CountRules) -> Told | None:
    told = _SeatsTold()
    if rule.fewest > 1 and not any(hit.concept in rule.total for hit in answer.hits):
        answer = replace(answer, shares=())
        rule = replace(rule, part_of=frozenset())
    for start, end in _seat_clauses(answer):
        _read_seats(answer, (start, end), told, rule, rules)
    if not told.seats and not told.shares and rule.fewest <= 1:
        _read_bare_share(answer, told, rule, rules)
    largest = told.largest(rule.fewest_groups)
    if largest is None:
        return None
    share, number, total = largest
    level = next((level for above, level in rule.shares if share > above), None)
    if level is None and not told.are_others_smaller(total, rule.shares[-1][0], rule.fewest_groups):
        return None
    return Told(rule.otherwise if level is None else level, number, total, *_span(answer, rule.things, rule.total))


def _seat_clauses(answer: CountedAnswer) -> Iterable[tuple[int, int]]:
    """Return the clauses of an answer; a number alone belongs to the clause before: "Government, sixteen."."""
    clauses: list[tuple[int, int]] = []
    alone = {(number.start, number.end) for number in answer.numbers}
    for start, end in _clauses(answer.text):
        words = list(WORD.finditer(answer.text, start, end))
        is_alone = bool(words) and (words[0].start(), words[-1].end()) in alone
        if is_alone and clauses and answer.text[clauses[-1][1] - 1 : start].strip() in ("", ","):
            start = clauses.pop()[0]
        clauses.append((start, end))
    return clauses


def _read_seats(
    answer: CountedAnswer, span: tuple[int, int], told: _SeatsTold, rule: CountRule, rules: CountRules
) -> None:
    """Add what one clause tells of seats: each number and each share goes to the group beside it, or is the total."""
    hits = [hit for hit in answer.hits if span[0] <= hit.start_char < span[1]]
    groups = [hit for hit in hits if hit.concept in rule.things or hit.concept == rules.own_group]
    shares = [share for share in answer.shares if span[0] <= share.start < span[1]]
    numbers = _seat_numbers(answer, span)
    totals = [number for number in numbers if _is_total(number, numbers, hits, answer.text, rule)]
    told.totals += [number.value for number in totals]
    parts = sorted((*shares, *(one for one in numbers if one not in totals)), key=lambda one: one.start)
    is_denied = any(hit.concept == rules.denied for hit in hits)
    for part in parts:
        own = told.shares if part in shares else told.seats
        beside = [hit for hit in groups if _is_near(part, hit) and not _is_parted(part, hit, parts)]
        free = min(beside, key=lambda hit: (hit.concept in own, _distance(part, hit)), default=None)
        group = answer.own_group if free and free.concept == rules.own_group else free and free.concept
        if group and group not in own and not (is_denied and part in shares):
            own[group] = part.value
        elif part not in shares and any(hit.concept in rule.total and _is_near(part, hit) for hit in hits):
            told.totals.append(part.value)


def _seat_numbers(answer: CountedAnswer, span: tuple[int, int]) -> list[SpokenNumber]:
    """Return the numbers of a clause that are no shares."""
    return [
        number
        for number in answer.numbers
        if span[0] <= number.start < span[1]
        and not any(share.start < number.end and number.start < share.end for share in answer.shares)
    ]


def _is_parted(part: SpokenNumber, hit: Hit, parts: Iterable[SpokenNumber]) -> bool:
    """Tell whether another number stands between a number and a group: "30 seats, 21 of them for the state"."""
    start, end = min(part.end, hit.end_char), max(part.start, hit.start_char)
    return any(start <= other.start and other.end <= end for other in parts if other is not part)


def _is_total(
    number: SpokenNumber, numbers: Sequence[SpokenNumber], hits: Iterable[Hit], text: str, rule: CountRule
) -> bool:
    """Tell whether a number is that of which others are a part: "21 of 30", "sur les trente sièges"."""
    hits = list(hits)
    is_behind = any(other.end <= number.start for other in numbers)
    is_of_seats = any(hit.concept in rule.total and 0 <= hit.start_char - number.end <= 1 for hit in hits)
    return (is_behind or is_of_seats) and any(
        hit.concept in rule.part_of
        and hit.end_char <= number.start
        and len(WORD.findall(text[hit.end_char : number.start])) <= 1
        and not any(hit.end_char <= other.start_char < number.start for other in hits if other.concept in rule.things)
        for hit in hits
    )


def _read_bare_share(answer: CountedAnswer, told: _SeatsTold, rule: CountRule, rules: CountRules) -> None:
    """Add the share of a group that only the question names: "70 % of the seats", "vingt-cinq sièges sur trente"."""
    seats = [hit for hit in answer.hits if hit.concept in rule.total]
    numbers = _seat_numbers(answer, (0, len(answer.text)))
    told_ends = max((one.end for one in (*numbers, *answer.shares)), default=0)
    told_ends = max([told_ends, *(hit.end_char for hit in seats)])
    first = min((one.start for one in (*numbers, *answer.shares)), default=0)
    is_all = not WORD.search(answer.text, told_ends) and len(WORD.findall(answer.text[:first])) <= WORDS_BEFORE
    if not seats or not is_all or any(hit.concept == rules.denied for hit in answer.hits):
        return
    if len(answer.shares) == 1 and not numbers:
        told.shares[""] = answer.shares[0].value
    elif len(numbers) == 2 and _is_total(numbers[1], numbers, answer.hits, answer.text, rule):  # noqa: PLR2004
        told.seats[""] = numbers[0].value


def find_denials(answer: CountedAnswer, rules: CountRules) -> Iterator[Hit]:
    """Yield the words of an answer that deny, whole words only: the end of "government" is none."""
    for hit in answer.hits:
        is_in_word = answer.text[max(0, hit.start_char - 1) : hit.start_char].isalpha()
        if hit.concept == rules.refuted or (hit.concept == rules.denied and not is_in_word):
            yield hit


def _payers(answer: CountedAnswer, rule: CountRule, rules: CountRules) -> Told | None:
    if rule.payers is None:
        return None
    told = read_payers(
        answer.text,
        answer.hits,
        [ToldShare(share.start, share.end, share.value / 100) for share in answer.shares],
        answer.own_group,
        rule.payers,
        ourselves=rules.own_group,
        refusals=tuple(find_denials(answer, rules)),
    )
    return None if told is None else Told(told.level, round(100 * told.state_share), None, told.start, told.end)


def _distance(number: SpokenNumber, hit: Hit) -> int:
    return max(hit.start_char - number.end, number.start - hit.end_char)


def _is_near(number: SpokenNumber, hit: Hit) -> bool:
    return 0 <= _distance(number, hit) <= TOTAL_GAP


def _span(answer: CountedAnswer, things: Iterable[str], number_of: frozenset[str]) -> tuple[int, int]:
    wanted = set(things) | number_of
    places = [(hit.start_char, hit.end_char) for hit in answer.hits if hit.concept in wanted] or [(0, len(answer.text))]
    return min(start for start, _ in places), max(end for _, end in places)
