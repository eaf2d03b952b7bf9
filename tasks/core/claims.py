"""Claims: proposed levels found in words, by declared rules that know no language.

A finder marks the concepts of a segment (`cues.Hit`). Here each mark is read in its context (negation,
plans, hearsay, another country), rules fire on the marks, and what remains is a finding: an indicator
with a level of the rubric, or the mark that a person who was asked does not know. Silence is no finding.

How a rule reads its concepts: `x` is met where x is affirmed, `-x` where it is denied ("not x"), `+x` as
`x`. A rule that names a concept of negation itself meets `x` in either case. A rule that names a concept
of another context is not touched by that context.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from tasks.core.cues import CueRule, CueRules, Firing, Hit, fire, parse_cue_rule

LEVEL, NO_INFORMATION, NOT_APPLICABLE = "level", "NI", "NA"
HINT = "hint"
"""State of a level that is told too faintly to count as one, but may stand against what another voice tells plainly."""
SENTENCE, SEGMENT, DOCUMENT = "sentence", "segment", "document"
CLOSED_ANSWER = "closed answer"
"""Rule of a level that a respondent chose from the scale."""
DROP, PLAN, SECOND_HAND, LIVED, DOUBT, RULED = "drop", "plan", "second_hand", "lived", "doubt", "ruled"
ALL_LEVELS = (0.0, 4.0)
NUMBER, PERCENT = "number_", "percent_"
"""Prefixes of the concepts of a number and a share: `number_3`, `percent_60`."""
WITHIN_CHARACTERS = 160
"""Longest stretch of text, in characters, over which concepts make one statement."""
NEAR_CHARACTERS = 25
"""Longest gap, in characters, between a number and what it counts."""
SENTENCE_END = re.compile(r"(?<=[.!?…;])[\"»”')\]]*\s+(?=[\"«“¿¡(\[\-–•→\s]*[A-ZÀ-Þ\d])|(?<=;)\s|\n(?=\s*[^a-zß-ÿ\s])")
TEXTS_KEPT = 256
PAUSE = re.compile(r"[,;:()]")
LETTERS = re.compile(r"[^\W\d_]+")
ONE_OR_NONE = ("_0", "_1")
PLURAL_ENDINGS = frozenset("sx")
"""Last letters of most words in the plural, in each of the four languages."""
YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


@dataclass(frozen=True, slots=True)
class Context:
    """A circumstance that changes what a statement is worth.

    Attributes:
        name: its name.
        concepts: concepts that open it.
        effect: `DROP` (no claim), `PLAN` (the declared level of an intent, or no claim), `SECOND_HAND`, `LIVED`
            (what the speaker went through, which is an answer), `DOUBT` (a level is a hint), or `RULED` (what a text
            prescribes: a hint).
        reach: "clause" or `SENTENCE`.
        spares: indicators that it does not touch.
        is_read: whether it puts whole sentences aside that are read for what they sound like or counted in.
        is_knowing: who speaks so does not say that they don't know, whatever it sounds like.
        abroad: concepts that make the facts of a sentence another country's.
        unless: concepts beside which the facts are the country's own all the same.
        doubted: lowest and highest level that is a hint in a context of `DOUBT`.
        yields: what a sentence tells outright stands in spite of it.
    """

    name: str
    concepts: frozenset[str]
    effect: str
    reach: str
    spares: frozenset[str] = frozenset()
    is_read: bool = False
    is_knowing: bool = False
    abroad: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    doubted: tuple[float, float] = ALL_LEVELS
    yields: bool = False

    def doubts(self, indicator: str, level: float | None) -> bool:
        """Tell whether a level of an indicator is only a hint in this context."""
        lowest, highest = self.doubted
        is_touched = self.effect == DOUBT and indicator not in self.spares
        return is_touched and level is not None and lowest <= level <= highest


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """A declared rule.

    Attributes:
        cue: the conjunction of concepts; its target is the indicator.
        none_of: concepts that keep it from firing within its scope, whatever their context.
        level: proposed level 0 to 4, or None when a number or a count decides.
        scope: `SENTENCE`, `SEGMENT` or `DOCUMENT` (counts only; in an interview as `SEGMENT`).
        is_asked_only: fires only in an answer to a question of the indicator.
        within: longest stretch in characters; None for no limit.
        unit: unit of the number or count, "" otherwise.
        number: concepts that are counted by a number beside them.
        is_share: the number is a percentage.
        count: sets of alternatives, distinct ones of which are counted.
        steps: smallest number -> level, ascending; a number below the first proposes nothing.
    """

    cue: CueRule
    none_of: frozenset[str]
    level: float | None
    scope: str
    is_asked_only: bool
    within: int | None
    unit: str = ""
    number: frozenset[str] = frozenset()
    is_share: bool = False
    count: tuple[frozenset[str], ...] = ()
    steps: tuple[tuple[int, float], ...] = ()

    @property
    def indicator(self) -> str:
        """Id of the indicator in the rubric."""
        return self.cue.target

    @property
    def named(self) -> frozenset[str]:
        """Concepts its conjunction names, affirmed or denied."""
        return frozenset(concept.lstrip("-") for alternatives in self.cue.all_of for concept in alternatives)

    @property
    def specificity(self) -> int:
        """How much it asks for: its concepts, and two for a number, one for a count."""
        return len(self.cue.all_of) + 2 * bool(self.number) + bool(self.count)

    def level_of(self, number: int) -> float | None:
        """Return the level of a number or count, None below the first step."""
        reached = [level for least, level in self.steps if number >= least]
        return reached[-1] if reached else None


@dataclass(frozen=True, slots=True)
class OutrightRule:
    """Concepts that tell a level outright where they stand in one sentence.

    Attributes:
        indicator: id in the rubric.
        level: 0 to 4.
        all_of: sets of alternatives, of each of which one stands there.
        none_of: concepts that do not.
        is_asked_only: it counts as told outright only in answer to a question for the indicator.
    """

    indicator: str
    level: int
    all_of: tuple[frozenset[str], ...]
    none_of: frozenset[str]
    is_asked_only: bool = False

    def fits(self, concepts: frozenset[str]) -> bool:
        """Tell whether a sentence with these concepts tells the level."""
        return self.none_of.isdisjoint(concepts) and not any(map(concepts.isdisjoint, self.all_of))


@dataclass(frozen=True, slots=True, eq=False)
class ClaimRules:
    """The declared rules and contexts.

    Attributes:
        rules: in declared order.
        contexts: by name.
        negation: concepts that deny what follows them.
        negation_reach: how far they deny, in characters within a clause.
        clause_breaks: concepts that begin a clause.
        look_alikes: concepts whose words hide other concepts in them ("not only").
        part_of: concepts between a number and its total ("three of the five").
        silences: concept -> `NO_INFORMATION` or `NOT_APPLICABLE`.
        planned_levels: indicator -> level of a mere intent.
        exempt: rule id -> contexts that a concept may stand in and still serve the rule.
        non_answers: concepts with which an answer opens that is none ("I am not the right person for this").
        non_answers_unless: concepts that keep such an answer one ("but", "not exactly").
        subjects: indicator -> concepts, one of which an answer that tells a level of it names, or its question.
        bare_denials: concepts of a sentence that says nothing but that there is none.
        absences: indicators whose level 0 is that what was asked for is not there.
        outright: levels that a sentence tells wherever it stands, in declared order.
    """

    rules: tuple[ClaimRule, ...]
    contexts: Mapping[str, Context]
    negation: frozenset[str]
    negation_reach: int
    clause_breaks: frozenset[str]
    look_alikes: frozenset[str]
    part_of: frozenset[str]
    silences: Mapping[str, str]
    planned_levels: Mapping[str, float]
    exempt: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    non_answers: frozenset[str] = frozenset()
    non_answers_unless: frozenset[str] = frozenset()
    subjects: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    bare_denials: frozenset[str] = frozenset()
    absences: frozenset[str] = frozenset()
    outright: tuple[OutrightRule, ...] = ()

    @property
    def concepts(self) -> frozenset[str]:
        """Every concept that a rule or a context speaks of."""
        of_rules = (rule.named | {c.lstrip("-") for c in rule.none_of} | rule.number for rule in self.rules)
        counted = (alternatives for rule in self.rules for alternatives in rule.count)
        of_contexts = (context.concepts | context.abroad | context.unless for context in self.contexts.values())
        own = self.negation | self.clause_breaks | self.look_alikes | self.part_of | set(self.silences)
        own |= self.non_answers | self.non_answers_unless | self.bare_denials
        own = own.union(*self.subjects.values(), *(rule.none_of.union(*rule.all_of) for rule in self.outright))
        return frozenset().union(own, *of_rules, *counted, *of_contexts)

    def told_outright(self, concepts: frozenset[str]) -> dict[str, int]:
        """Return the levels that a sentence with these concepts tells outright: indicator -> level."""
        fitting = [rule for rule in self.outright if rule.fits(concepts)]
        return {rule.indicator: rule.level for rule in reversed(fitting)}

    @property
    def told_anywhere(self) -> frozenset[str]:
        """Indicators of which a level that is told outright counts whatever was asked."""
        return frozenset(rule.indicator for rule in self.outright if not rule.is_asked_only)

    def planned_level(self, rule: ClaimRule) -> float | None:
        """Return the level of a mere plan to do what the rule speaks of, None when plans prove nothing."""
        intent = self.planned_levels.get(rule.indicator)
        return None if intent is None or rule.level is None or rule.level <= intent else intent


@dataclass(frozen=True, slots=True)
class MarkedSegment:
    """A segment with its concepts marked.

    Attributes:
        segment_id: the segment.
        text: its words.
        hits: concepts in the words; sentences are numbered anew here.
        annex_question: "Q1" to "Q23", or "" when it is not known what was asked.
    """

    segment_id: str
    text: str = field(repr=False)
    hits: tuple[Hit, ...]
    annex_question: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim as found in words, before it is attributed to a voice.

    Attributes:
        segment_id: where it stands.
        indicator: id in the rubric.
        state: `LEVEL`, `HINT`, `NO_INFORMATION` or `NOT_APPLICABLE`.
        level: 0 to 4 when the state is a level or a hint, else None.
        rule: id of the rule.
        value: the words that led to it, in text order, joined by " | ".
        unit: unit of a number or count, or "".
        years: years named in the same sentence, ascending.
        is_second_hand: the speaker reports what others told.
        number: the number told that decides the level, None where none was told.
    """

    segment_id: str
    indicator: str
    state: str
    level: float | None
    rule: str
    value: str = field(default="", repr=False)
    unit: str = ""
    years: tuple[int, ...] = ()
    is_second_hand: bool = False
    number: float | None = None


@dataclass(frozen=True, slots=True)
class _Mark:
    """A hit in context; the concept of a denied one is prefixed by "-"."""

    hit: Hit
    clause: int = 0
    contexts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A rule that fired, where, on which marks, and the level it proposes."""

    rule: ClaimRule
    sentence: int
    marks: tuple[_Mark, ...]
    level: float


def parse_claim_rules(declared: Mapping[str, Any]) -> ClaimRules:
    """Build the rules from their declaration.

    Args:
        declared: content of `claim_rules.yaml`.

    Returns:
        The rules.

    Raises:
        ValueError: a rule has no level and no steps, or an id is used twice.
    """
    negation = frozenset(declared["negation"]["concepts"])
    rules = tuple(
        _parse_rule(entry, indicator, number, negation)
        for indicator, entries in declared["rules"].items()
        for number, entry in enumerate(entries, start=1)
    )
    ids = [rule.cue.id for rule in rules]
    if len(set(ids)) < len(ids):
        raise ValueError(f"claim rules: used twice: {sorted({id_ for id_ in ids if ids.count(id_) > 1})}")
    bare = ClaimRules(
        rules=rules,
        contexts={name: _parse_context(name, entry, declared["rules"]) for name, entry in declared["contexts"].items()},
        negation=negation,
        negation_reach=int(declared["negation"]["reach"]),
        clause_breaks=frozenset(declared["clause_breaks"]),
        look_alikes=frozenset(declared["look_alikes"]),
        part_of=frozenset(declared["part_of"]),
        silences=dict(declared["silences"]),
        planned_levels={id_: float(level) for id_, level in declared["planned_levels"].items()},
        non_answers=frozenset(declared.get("non_answers", {}).get("opens", ())),
        non_answers_unless=frozenset(declared.get("non_answers", {}).get("unless", ())),
        subjects={id_: frozenset(concepts) for id_, concepts in declared.get("subjects", {}).items()},
        bare_denials=frozenset(declared.get("bare_denials", {}).get("concepts", ())),
        absences=frozenset(declared.get("bare_denials", {}).get("level_0", ())),
        outright=tuple(map(_parse_outright, declared.get("outright", ()))),
    )
    return replace(bare, exempt={rule.cue.id: _exempt(rule, bare) for rule in rules})


def _parse_outright(entry: Mapping[str, Any]) -> OutrightRule:
    wanted = tuple(frozenset(alternatives.split("|")) for alternatives in entry["all"])
    unwanted = frozenset(entry.get("none", ()))
    return OutrightRule(entry["indicator"], int(entry["level"]), wanted, unwanted, bool(entry.get("asked", False)))


def _parse_context(name: str, entry: Mapping[str, Any], indicators: Iterable[str]) -> Context:
    touched = entry.get("touches", ())
    spared = {indicator for indicator in indicators if indicator not in touched} if touched else set()
    return Context(
        name,
        frozenset(entry["concepts"]),
        entry["effect"],
        entry.get("reach", "clause"),
        frozenset(entry.get("spares", spared)),
        bool(entry.get("read", False)),
        bool(entry.get("knowing", False)),
        frozenset(entry.get("abroad", ())),
        frozenset(entry.get("unless", ())),
        (float(entry.get("from", ALL_LEVELS[0])), float(entry.get("up_to", ALL_LEVELS[1]))),
        bool(entry.get("yields", False)),
    )


def _parse_rule(entry: Mapping[str, Any], indicator: str, number: int, negation: frozenset[str]) -> ClaimRule:
    if ("level" in entry) == ("steps" in entry):
        raise ValueError(f"claim rules: {indicator}.{number} needs either a level or steps")
    named = {concept for alternatives in entry.get("all", ()) for concept in alternatives.split("|")}
    is_negating = not negation.isdisjoint(named)
    cue = parse_cue_rule({"all": entry.get("all", ())}, indicator, number)
    scope = entry.get("scope", SENTENCE)
    return ClaimRule(
        cue=replace(
            cue,
            id=f"{indicator}.{entry['id']}",
            all_of=tuple(_expand(alternatives, is_negating) for alternatives in cue.all_of),
        ),
        none_of=frozenset(entry.get("none", ())),
        level=float(entry["level"]) if "level" in entry else None,
        scope=scope,
        is_asked_only=bool(entry.get("asked", False)),
        within=entry.get("within", WITHIN_CHARACTERS if scope == SENTENCE else None),
        unit=entry.get("unit", ""),
        number=frozenset(entry.get("number", ())),
        is_share=bool(entry.get("share", False)),
        count=tuple(frozenset(alternatives.split("|")) for alternatives in entry.get("count", ())),
        steps=tuple(sorted((int(least), float(level)) for least, level in entry.get("steps", {}).items())),
    )


def _expand(alternatives: frozenset[str], is_negating: bool) -> frozenset[str]:
    """Let a bare concept of a negating rule be met denied as well; take the plus sign off."""
    denied = {f"-{concept}" for concept in alternatives if is_negating and concept[0] not in "+-"}
    return frozenset(concept.lstrip("+") for concept in alternatives) | denied


@lru_cache(maxsize=TEXTS_KEPT)
def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Split a text into sentences.

    Args:
        text: words of a segment; its sentences are kept for a while, as several readers ask for them.

    Returns:
        Half-open spans in order; a line that goes on in lower case does not end a sentence.
    """
    bounds = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
    return tuple((start, end) for start, end in pairwise(bounds) if text[start:end].strip())


def find_claims(
    segments: Sequence[MarkedSegment],
    rules: ClaimRules,
    questions: Mapping[str, Sequence[str]],
    *,
    is_document: bool = False,
) -> list[Finding]:
    """Find the claims of one respondent, or of one reviewed document.

    Args:
        segments: segments in order.
        rules: the declared rules.
        questions: Annex question -> ids of the indicators it asks for.
        is_document: whether counts of scope `DOCUMENT` run over all segments together.

    Returns:
        Findings in the order of the text, those of a whole document at the segment they begin in.
    """
    readings = [_Reading(segment, rules, questions.get(segment.annex_question, ())) for segment in segments]
    findings: list[Finding] = []
    for reading in readings:
        scopes = {SENTENCE, SEGMENT} if is_document else {SENTENCE, SEGMENT, DOCUMENT}
        candidates = [] if not is_document and reading.is_non_answer() else reading.candidates(scopes)
        told = [reading.finding(candidate) for candidate in _resolve(candidates)]
        findings += [*told, *reading.silences({finding.indicator for finding in told})]
    return findings + _document_counts(readings, rules) if is_document else findings


@dataclass(frozen=True, slots=True)
class _Group:
    """Rules that the same contexts leave alone.

    Attributes:
        exempt: these contexts.
        is_whole: they read the segment as one sentence.
        by_id: the rules.
        cues: their conjunctions.
    """

    exempt: frozenset[str]
    is_whole: bool
    by_id: Mapping[str, ClaimRule]
    cues: CueRules


@lru_cache
def _groups(rules: ClaimRules, scopes: frozenset[str], asked: tuple[str, ...]) -> tuple[_Group, ...]:
    """Group the rules that may fire in answer to what was asked by the contexts that do not touch them."""
    groups: dict[tuple[frozenset[str], bool], list[ClaimRule]] = {}
    for rule in rules.rules:
        if rule.scope in scopes and (not rule.is_asked_only or rule.indicator in asked):
            key = (rules.exempt[rule.cue.id], rule.scope == SEGMENT and not rule.count)
            groups.setdefault(key, []).append(rule)
    return tuple(
        _Group(*key, {rule.cue.id: rule for rule in own}, CueRules(rule.cue for rule in own))
        for key, own in groups.items()
    )


@lru_cache
def _count_rules(rules: ClaimRules, scopes: frozenset[str]) -> tuple[ClaimRule, ...]:
    return tuple(rule for rule in rules.rules if rule.count and rule.scope in scopes)


class _Reading:
    """One segment under the rules."""

    def __init__(self, segment: MarkedSegment, rules: ClaimRules, asked: Iterable[str]) -> None:
        self.segment, self.rules, self.asked = segment, rules, tuple(asked)
        self.spans = sentence_spans(segment.text)
        self.marks = _mark(segment, rules, self.spans)
        self.concepts = frozenset(mark.hit.concept for mark in self.marks)

    def candidates(self, scopes: Iterable[str]) -> list[_Candidate]:
        """Return what fires among the rules of some scopes."""
        found = []
        for rule, firing, marks in self.firings(scopes):
            if rule.count:
                continue
            if rule.number:
                found += _numbered(rule, firing.sentence, marks, self.segment.text)
            elif (chosen := _tightest(rule, marks)) is not None:
                found += self._planned(_Candidate(rule, firing.sentence, chosen, rule.level or 0.0))
        counts = _count_rules(self.rules, frozenset(scopes))
        return found + [candidate for rule in counts for candidate in self._counted(rule)]

    def firings(self, scopes: Iterable[str]) -> Iterator[tuple[ClaimRule, Firing, list[_Mark]]]:
        """Yield each rule whose conjunction holds, where, and the marks it may use there."""
        for group in _groups(self.rules, frozenset(scopes), self.asked):
            if not group.cues.may_fire(self.concepts):
                continue
            pool = [mark for mark in self.marks if mark.contexts <= group.exempt]
            hits = (mark.hit for mark in pool)
            if group.is_whole:
                hits = (Hit(hit.concept, hit.start_char, hit.end_char, 0) for hit in hits)
            for firing in group.cues.fire(hits):
                rule = group.by_id[firing.rule.id]
                if rule.none_of.isdisjoint(self._present(None if group.is_whole else firing.sentence)):
                    yield rule, firing, [m for m in pool if group.is_whole or m.hit.sentence == firing.sentence]

    def _present(self, sentence: int | None) -> frozenset[str]:
        return frozenset(m.hit.concept for m in self.marks if sentence is None or m.hit.sentence == sentence)

    def _planned(self, candidate: _Candidate) -> Iterator[_Candidate]:
        """Lower a statement about the future to the level of an intent."""
        plans = [
            c for c in self.rules.contexts.values() if c.effect == PLAN and candidate.rule.named.isdisjoint(c.concepts)
        ]
        if any(context.name in mark.contexts for context in plans for mark in candidate.marks):
            intent = self.rules.planned_level(candidate.rule)
            yield replace(candidate, level=intent if intent is not None else candidate.level)
        else:
            yield candidate

    def _counted(self, rule: ClaimRule) -> list[_Candidate]:
        pools = self.counted_marks(rule)
        if not pools and rule.level_of(0) is None:
            return []
        units = list(pools.items()) if rule.scope == SENTENCE else [(min(pools, default=0), sum(pools.values(), []))]
        return [c for sentence, marks in units if (c := _count(rule, sentence, marks)) is not None]

    def counted_marks(self, rule: ClaimRule) -> dict[int, list[_Mark]]:
        """Return, by sentence in which a count rule's conjunction holds, the marks that it may count."""
        if rule.is_asked_only and rule.indicator not in self.asked:
            return {}
        if any(alternatives.isdisjoint(self.concepts) for alternatives in rule.cue.all_of):
            return {}
        pool = [mark for mark in self.marks if mark.contexts <= self.rules.exempt[rule.cue.id]]
        held: dict[int, list[_Mark]] = {}
        for firing in fire([rule.cue], [mark.hit for mark in pool]):
            inside = [mark for mark in pool if mark.hit.sentence == firing.sentence]
            if rule.none_of.isdisjoint(self._present(firing.sentence)):
                held[firing.sentence] = inside
        return held

    def finding(self, candidate: _Candidate) -> Finding:
        """Turn a candidate into a finding: its words, its years, whose word it is."""
        start, end = self.spans[candidate.sentence]
        indicator, contexts = candidate.rule.indicator, self.rules.contexts
        hearsay = {name for name, context in contexts.items() if context.effect == SECOND_HAND}
        ruled = {name for name, one in contexts.items() if one.effect == RULED and indicator not in one.spares}
        is_ruled = any(not ruled.isdisjoint(mark.contexts) for mark in candidate.marks)
        return Finding(
            segment_id=self.segment.segment_id,
            indicator=indicator,
            state=HINT if self._is_doubted(candidate) or is_ruled else LEVEL,
            level=candidate.level,
            rule=candidate.rule.cue.id,
            value=_words(self.segment.text, candidate),
            unit=candidate.rule.unit,
            years=tuple(sorted({int(year) for year in YEAR.findall(self.segment.text[start:end])})),
            is_second_hand=any(not hearsay.isdisjoint(mark.contexts) for mark in candidate.marks),
        )

    def _is_doubted(self, candidate: _Candidate) -> bool:
        opened = frozenset[str]().union(*(mark.contexts for mark in candidate.marks))
        return any(self.rules.contexts[name].doubts(candidate.rule.indicator, candidate.level) for name in opened)

    def is_non_answer(self) -> bool:
        """Tell whether the segment opens by saying that this person cannot answer, and does not go on to answer."""
        statements = [n for n, (start, end) in enumerate(self.spans) if not _is_question(self.segment.text[start:end])]
        opening = {mark.hit.concept.lstrip("-") for mark in self.marks if mark.hit.sentence in statements[:1]}
        heard = {mark.hit.concept.lstrip("-") for mark in self.marks}
        return not opening.isdisjoint(self.rules.non_answers) and heard.isdisjoint(self.rules.non_answers_unless)

    def silences(self, told: set[str]) -> list[Finding]:
        """Return a finding without a level for what was asked here and answered with "I don't know"."""
        hits = [mark.hit for mark in self.marks if mark.hit.concept.lstrip("-") in self.rules.silences]
        if not hits:
            return []
        first = min(hits, key=lambda hit: (hit.start_char, hit.concept))
        concept = first.concept.lstrip("-")
        words = self.segment.text[first.start_char : first.end_char]
        return [
            Finding(self.segment.segment_id, indicator, self.rules.silences[concept], None, concept, words)
            for indicator in self.asked
            if indicator not in told
        ]


def _exempt(rule: ClaimRule, rules: ClaimRules) -> frozenset[str]:
    """Return the contexts that a mark may stand in and still serve the rule."""
    return frozenset(
        context.name
        for context in rules.contexts.values()
        if context.effect in (SECOND_HAND, LIVED, DOUBT, RULED)
        or rule.indicator in context.spares
        or not rule.named.isdisjoint(context.concepts)
        or (context.effect == PLAN and rules.planned_level(rule) is not None)
    )


def _mark(segment: MarkedSegment, rules: ClaimRules, spans: Sequence[tuple[int, int]]) -> list[_Mark]:
    """Put the hits into their sentences and contexts; questions are left out."""
    marks: list[_Mark] = []
    hits = _visible(segment.hits, rules, segment.text)
    for number, (start, end) in enumerate(spans):
        if _is_question(segment.text[start:end]):
            continue
        inside = [
            Hit(hit.concept, hit.start_char, hit.end_char, number) for hit in hits if start <= hit.start_char < end
        ]
        breaks = sorted(hit.start_char for hit in inside if hit.concept in rules.clause_breaks)
        own = [_Mark(hit, sum(hit.start_char >= at for at in breaks)) for hit in inside]
        deniers = [mark for mark in own if mark.hit.concept in rules.negation]
        opened = _opened(own, rules)
        marks += [_in_context(mark, opened[mark.clause], deniers, rules, segment.text) for mark in own]
    return marks


def _is_question(sentence: str) -> bool:
    return sentence.rstrip(" \t\n\"»”')").endswith("?")


def uncovered(hits: Iterable[Hit], rules: ClaimRules) -> list[Hit]:
    """Leave out the hits that a look-alike covers ("not only", "they say how")."""
    known = list(hits)
    covers = [hit for hit in known if hit.concept in rules.look_alikes]
    return [hit for hit in known if hit.concept in rules.look_alikes or not _is_covered(hit, covers)]


def _is_covered(hit: Hit, covers: Iterable[Hit]) -> bool:
    return any(c.start_char < hit.end_char and hit.start_char < c.end_char for c in covers)


def _visible(hits: Iterable[Hit], rules: ClaimRules, text: str) -> list[Hit]:
    """Leave out what a look-alike covers, totals of a number, and a concept inside a longer one of its own."""
    ordered = sorted(set(hits), key=lambda hit: (hit.start_char, -hit.end_char, hit.concept))
    covers = [hit for hit in ordered if hit.concept in rules.look_alikes]
    kept: list[Hit] = []
    reached: dict[str, int] = {}
    for hit in ordered:
        if _is_covered(hit, covers) or hit.end_char <= reached.get(hit.concept, -1):
            continue
        reached[hit.concept] = hit.end_char
        kept.append(hit)
    return _without_totals(kept, rules.part_of, text)


def _without_totals(hits: list[Hit], part_of: frozenset[str], text: str) -> list[Hit]:
    """Join "three of the five" into one hit of three."""
    numbers = [hit for hit in hits if hit.concept.startswith(NUMBER)]
    links = [hit for hit in hits if hit.concept in part_of]
    totals: dict[Hit, Hit] = {}
    for first, second in pairwise(numbers):
        between = (hit for hit in links if first.end_char <= hit.start_char and hit.end_char <= second.start_char)
        gap = text[first.end_char : second.start_char].strip()
        if any(text[hit.start_char : hit.end_char] == gap for hit in between):
            totals[second] = first
    longer = {first: replace(first, end_char=second.end_char) for second, first in totals.items()}
    return [longer.get(hit, hit) for hit in hits if hit not in totals]


@lru_cache
def _openers(rules: ClaimRules) -> dict[str, list[Context]]:
    """Return the contexts that each concept opens."""
    openers: dict[str, list[Context]] = {}
    for context in rules.contexts.values():
        for concept in context.concepts:
            openers.setdefault(concept, []).append(context)
    return openers


def _opened(own: Sequence[_Mark], rules: ClaimRules) -> dict[int, frozenset[str]]:
    """Return the contexts that are open in each clause of a sentence."""
    openers = _openers(rules)
    opened: dict[int, set[str]] = {}
    everywhere: set[str] = set()
    for mark in own:
        here = opened.setdefault(mark.clause, set())
        for context in openers.get(mark.hit.concept, ()):
            (everywhere if context.reach == SENTENCE else here).add(context.name)
    return {clause: frozenset(here | everywhere) for clause, here in opened.items()}


def _in_context(mark: _Mark, opened: frozenset[str], deniers: Sequence[_Mark], rules: ClaimRules, text: str) -> _Mark:
    is_denied = mark.hit.concept not in rules.negation and any(
        denier.clause == mark.clause
        and denier.hit.end_char <= mark.hit.start_char <= denier.hit.end_char + rules.negation_reach
        and not PAUSE.search(text, denier.hit.end_char, mark.hit.start_char)
        for denier in deniers
    )
    hit = replace(mark.hit, concept=f"-{mark.hit.concept}") if is_denied else mark.hit
    return _Mark(hit, mark.clause, opened)


def _tightest(rule: ClaimRule, marks: Sequence[_Mark]) -> tuple[_Mark, ...] | None:
    """Choose, of each set of alternatives, the mark that makes the statement shortest.

    Returns:
        One mark per set in text order, or None when they lie further apart than the rule allows.
    """
    sets = [[mark for mark in marks if mark.hit.concept in alternatives] for alternatives in rule.cue.all_of]
    if not sets:
        return ()
    choices = [tuple(min(others, key=lambda mark: _gap(anchor, mark)) for others in sets) for anchor in sets[0]]
    best = min(choices, key=lambda choice: (_stretch(choice), choice[0].hit.start_char))
    if rule.within is not None and _stretch(best) > rule.within:
        return None
    return tuple(sorted(set(best), key=lambda mark: (mark.hit.start_char, mark.hit.concept)))


def _gap(one: _Mark, other: _Mark) -> tuple[int, int]:
    first, second = sorted((one.hit, other.hit), key=lambda hit: hit.start_char)
    return max(0, second.start_char - first.end_char), other.hit.start_char


def _stretch(marks: Sequence[_Mark]) -> int:
    return max(mark.hit.end_char for mark in marks) - min(mark.hit.start_char for mark in marks)


def _numbered(rule: ClaimRule, sentence: int, marks: Sequence[_Mark], text: str) -> list[_Candidate]:
    """Return the candidate of the number that stands closest before what the rule counts."""
    prefix = PERCENT if rule.is_share else NUMBER
    pairs = [
        (number, counted)
        for number in marks
        for counted in marks
        if number.hit.concept.startswith(prefix) and counted.hit.concept in rule.number
        if _is_beside(number, counted, text)
    ]
    if not pairs:
        return []
    closest = min(pairs, key=lambda pair: (_gap(*pair)[0], pair[0].hit.start_char))
    level = rule.level_of(int(closest[0].hit.concept.removeprefix(prefix)))
    return [] if level is None else [_Candidate(rule, sentence, closest, level)]


def _is_beside(number: _Mark, counted: _Mark, text: str) -> bool:
    """Tell whether a number stands right before a thing, or is said in one word with it ("twice")."""
    if number.clause != counted.clause or counted.hit.end_char < number.hit.end_char:
        return False
    gap = counted.hit.start_char - number.hit.end_char
    if gap > NEAR_CHARACTERS or PAUSE.search(text, number.hit.end_char, max(counted.hit.start_char, 0)):
        return False
    is_several = not number.hit.concept.endswith(ONE_OR_NONE)
    return not is_several or not is_of_one(text, number.hit.end_char, (counted.hit.start_char, counted.hit.end_char))


def is_of_one(text: str, number_ends: int, counted: tuple[int, int]) -> bool:
    """Tell whether a number counts those of one thing and not the thing: "deux du secteur privé", "two of the sector".

    Args:
        text: in which they stand.
        number_ends: of a number of more than one.
        counted: where the thing begins and ends.

    Returns:
        True where words stand between the two and the thing is told in the singular.
    """
    thing = LETTERS.search(text, *counted)
    between = LETTERS.search(text, number_ends, max(number_ends, counted[0]))
    return thing is not None and between is not None and thing[0][-1].lower() not in PLURAL_ENDINGS


def _count(rule: ClaimRule, sentence: int, marks: Sequence[_Mark]) -> _Candidate | None:
    first = [next((mark for mark in marks if mark.hit.concept in group), None) for group in rule.count]
    counted = [mark for mark in first if mark is not None]
    level = rule.level_of(len(counted))
    return None if level is None else _Candidate(rule, sentence, tuple(counted), level)


def _document_counts(readings: Sequence[_Reading], rules: ClaimRules) -> list[Finding]:
    """Count over a whole document; the finding stands where the first of the counted things is named."""
    findings = []
    for rule in (rule for rule in rules.rules if rule.scope == DOCUMENT):
        first: dict[int, tuple[_Reading, _Mark]] = {}
        for reading in readings:
            for marks in reading.counted_marks(rule).values():
                for number, group in enumerate(rule.count):
                    for mark in marks:
                        if mark.hit.concept in group:
                            first.setdefault(number, (reading, mark))
        level = rule.level_of(len(first))
        if level is not None:
            reading = next(iter(first.values()))[0]
            own = tuple(mark for other, mark in first.values() if other is reading)
            findings.append(reading.finding(_Candidate(rule, own[0].hit.sentence, own, level)))
    return findings


def _resolve(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """Keep one candidate per indicator and sentence: the most specific, of equals the lowest level.

    A rule that read the whole segment replaces those that read a sentence of it if it asks for as much.
    """
    by_indicator: dict[str, list[_Candidate]] = {}
    for candidate in candidates:
        by_indicator.setdefault(candidate.rule.indicator, []).append(candidate)
    kept = []
    for own in by_indicator.values():
        whole = [candidate for candidate in own if candidate.rule.scope != SENTENCE]
        single = [candidate for candidate in own if candidate.rule.scope == SENTENCE]
        best = [_best([c for c in single if c.sentence == number]) for number in sorted({c.sentence for c in single})]
        broadest = _best(whole) if whole else None
        most = max((candidate.rule.specificity for candidate in best), default=0)
        kept += [broadest] if broadest and broadest.rule.specificity >= most else best
    return kept


def _best(candidates: Sequence[_Candidate]) -> _Candidate:
    return min(candidates, key=lambda c: (-c.rule.specificity, c.level, c.rule.cue.id))


def _words(text: str, candidate: _Candidate) -> str:
    if candidate.rule.number:
        start = min(mark.hit.start_char for mark in candidate.marks)
        return text[start : max(mark.hit.end_char for mark in candidate.marks)]
    spans = sorted({(mark.hit.start_char, mark.hit.end_char) for mark in candidate.marks})
    return " | ".join(text[start:end] for start, end in spans)
