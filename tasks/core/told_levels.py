"""Levels a respondent tells: what sentences sound like and what is counted in them, over the whole interview."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tasks.core.claims import (
    DOUBT,
    DROP,
    HINT,
    LEVEL,
    LIVED,
    NO_INFORMATION,
    PLAN,
    SECOND_HAND,
    YEAR,
    ClaimRules,
    Context,
    Finding,
    sentence_spans,
    uncovered,
)
from tasks.core.cues import Hit
from tasks.core.doubts import REPLACED
from tasks.core.level_readers import NO_LEVEL, NOT_KNOWN, LevelReader
from tasks.core.scopes import PAST_PART
from tasks.core.spellings import simplify
from tasks.core.told_counts import (
    MEETINGS,
    PAYERS,
    CountedAnswer,
    CountRule,
    CountRules,
    Told,
    count_told,
    find_denials,
)

LEAST_SHARE = 0.2
"""Share from which a sentence tells a level at all: what sounds a little like everything says nothing."""
LEAST_EVIDENCE = 0.55
"""Shares of sentences, added up, from which a respondent tells a level."""
ASKED_TO_COUNT = 0.6
"""Weight of the question from which things named in the answer are counted."""
ASKED_TO_KNOW = 0.5
"""Weight of the question from which "I don't know" is an answer to it."""
LEAST_UNKNOWN = 0.5
WAS_ASKED, UNASKED_WORTH = 0.15, 0.15
"""Weight of the question from which an indicator was asked for, and what a sentence on others is worth."""
UNKNOWING_WORTH = 0.4
"""What a sentence is worth whose speaker has just said not to know."""
BARE_DENIAL_SHARE = 0.6
"""Share of level 0 where a sentence says nothing but that there is none; what is said beside it may outweigh it."""
MOST_PAID = 3
"""Level of who says that the State pays most: where that is doubtful, nothing is counted."""
OUTRIGHT_SHARE = 0.9
"""Share of a level that a sentence tells outright."""
LEAST_HINT = 0.2
"""Shares of sentences, added up, from which a level that does not stand is kept as a hint."""
HIGHEST_SHARE = 0.6
"""Part of the strongest level's evidence from which a higher one counts, where a level includes those below it."""
SOUNDS_LIKE, COUNTED = "sounds like level", "counted"


@dataclass(frozen=True, slots=True)
class AskedAnswer:
    """An answer with its question.

    Attributes:
        segment_id: the segment.
        text: its words.
        question: the interviewer's words before it, "" if unknown.
        annex_question: "Q1" to "Q23", "" if unknown.
        hits: concepts of claims in the words.
        counted: what may be counted in them.
        about: concepts of the question, and of the answer before where the question goes on about it.
        language: they are in, "" if unknown.
        amounts: where amounts of money above zero begin in the words.
        late_dates: where dates begin that lie more than a year after the interview.
    """

    segment_id: str
    text: str = field(repr=False)
    question: str = field(repr=False)
    annex_question: str
    hits: tuple[Hit, ...]
    counted: CountedAnswer
    about: frozenset[str] = frozenset()
    language: str = ""
    amounts: tuple[int, ...] = ()
    late_dates: tuple[int, ...] = ()


@dataclass(slots=True)
class _Evidence:
    """What a respondent's sentences sound like on one indicator.

    Attributes:
        shares: level -> added shares.
        best: level -> (share, segment id, words, whether second-hand) of the sentence that is most like it.
        first_hand: level -> added shares of what the respondent knows at first hand.
        heard_in: level -> words and segment of what others told.
        doubted: level -> added shares of sentences of which it is doubtful that they tell it.
    """

    shares: dict[int, float] = field(default_factory=dict)
    best: dict[int, tuple[float, str, str, bool]] = field(default_factory=dict)
    first_hand: dict[int, float] = field(default_factory=dict)
    heard_in: dict[int, tuple[str, str]] = field(default_factory=dict)
    doubted: dict[int, float] = field(default_factory=dict)

    def doubt(self, level: int, share: float, segment_id: str, words: str, *, is_second_hand: bool) -> None:
        """Add what a sentence sounds like that denies, refuses or restricts it."""
        self.doubted[level] = self.doubted.get(level, 0.0) + share
        self.best.setdefault(level, (0.0, segment_id, words, is_second_hand))

    def add(self, level: int, share: float, segment_id: str, words: str, *, is_second_hand: bool) -> None:
        """Add what a sentence sounds like."""
        self.shares[level] = self.shares.get(level, 0.0) + share
        if not is_second_hand:
            self.first_hand[level] = self.first_hand.get(level, 0.0) + share
        else:
            self.heard_in.setdefault(level, (words, segment_id))
        self.best[level] = max(self.best.get(level, (0.0, "", "", False)), (share, segment_id, words, is_second_hand))

    @property
    def decisive(self) -> Mapping[int, float]:
        """What counts: first-hand knowledge where there is enough of it, else all."""
        return self.first_hand if sum(self.first_hand.values()) >= LEAST_EVIDENCE else self.shares


def read_levels(
    answers: Sequence[AskedAnswer],
    reader: LevelReader,
    rules: ClaimRules,
    counts: CountRules,
    cumulative: Container[str] = frozenset(),
) -> list[Finding]:
    """Read the levels that one respondent tells.

    Args:
        answers: of one respondent, in order.
        reader: tells what a question asks for and what a sentence sounds like.
        rules: declare the contexts that put a sentence aside or make it second-hand.
        counts: declare what is counted.
        cumulative: indicators whose levels include those below: who names a problem and says that nothing was done
            has named it.

    Returns:
        One finding per indicator that is told or not known, in the order of the answers; beside it what the respondent
        only heard from others, where that is another level, and hints of other levels.
    """
    heard: dict[str, _Evidence] = {}
    said_before: set[tuple[str, str]] = set()
    counted: dict[str, list[tuple[AskedAnswer, Told, Mapping[str, float]]]] = {}
    unknown: dict[str, Finding] = {}
    were_asked: set[str] = set()
    for answer in answers:
        asked = reader.asked_for(answer.question, answer.annex_question)
        were_asked.update(id_ for id_, weight in asked.items() if weight >= WAS_ASKED)
        told_now = list(_statements(answer.text, answer.hits, rules))
        knows = _read_sentences(answer, told_now, asked, reader, rules, heard, said_before, counts)
        for indicator, weight in asked.items():
            if not knows and weight >= ASKED_TO_KNOW:
                unknown.setdefault(indicator, _not_known(answer, indicator))
        for indicator, told in _count(answer, told_now, asked, counts):
            counted.setdefault(indicator, []).append((answer, told, asked))
    findings = {id_: _counted(*_aimed_at(id_, found), counts, rules, id_) for id_, found in counted.items()}
    beside: list[Finding] = []
    for indicator, evidence in heard.items():
        if _may_be_heard(counts.rules.get(indicator), evidence, indicator in were_asked and indicator not in findings):
            beside += _weigh(indicator, evidence, findings, is_cumulative=indicator in cumulative)
    findings |= {id_: finding for id_, finding in unknown.items() if id_ not in findings}
    places = {answer.segment_id: n for n, answer in enumerate(answers)}
    return sorted([*findings.values(), *beside], key=lambda finding: (places[finding.segment_id], finding.indicator))


def _may_be_heard(rule: CountRule | None, evidence: _Evidence, is_open: bool) -> bool:
    """Tell whether what words sound like tells a level: where levels are counted, only what was asked for in vain."""
    if rule is None:
        return True
    is_told = rule.in_words is None or not evidence.decisive or _middle(evidence.decisive) in rule.in_words
    return is_told and (is_open or not rule.is_counted_only)


def _weigh(indicator: str, evidence: _Evidence, findings: dict[str, Finding], *, is_cumulative: bool) -> list[Finding]:
    """Add the level that is heard, unless one was counted; return what stands beside it: hearsay and hints."""
    hearsay: list[Finding] = []
    if indicator not in findings and sum(evidence.decisive.values()) >= LEAST_EVIDENCE:
        findings[indicator] = _heard(indicator, evidence, is_cumulative=is_cumulative)
        hearsay = _hearsay(indicator, evidence, findings[indicator])
    told = {one.level for one in (*hearsay, findings.get(indicator)) if one is not None}
    return [*hearsay, *_hints(indicator, evidence, told)]


def _count(
    answer: AskedAnswer, told_now: Sequence[_Statement], asked: Mapping[str, float], counts: CountRules
) -> Iterator[tuple[str, Told]]:
    """Yield what is counted in an answer to a question of the indicator, or to one that often brings the count.

    What the speaker counted stands before what others told.
    """
    own = [told for told in told_now if SECOND_HAND not in told.effects]
    for indicator, rule in counts.rules.items():
        if max((asked.get(id_, 0.0) for id_ in (indicator, *rule.also_asked)), default=0.0) < ASKED_TO_COUNT:
            continue
        is_own = asked.get(indicator, 0.0) >= ASKED_TO_COUNT
        both = {counts.held, counts.planned} if rule.kind == MEETINGS else set()
        for said in [own] if rule.kind == PAYERS or len(own) == len(told_now) else [own, told_now]:
            said = [one for one in said if rule.kind != PAYERS or not one.doubts(indicator, MOST_PAID)]
            if told := count_told(_now(answer, said, indicator, both), rule, counts, is_asked=is_own):
                yield indicator, told
                break


def _aimed_at(
    indicator: str, found: Sequence[tuple[AskedAnswer, Told, Mapping[str, float]]]
) -> tuple[AskedAnswer, Told]:
    """Return the first count in answer to a question that asks for the indicator most of all, else the first."""
    aimed = (one for one in found if one[2].get(indicator, 0.0) >= max(one[2].values(), default=0.0))
    answer, told, _ = next(aimed, found[0])
    return answer, told


def _now(answer: AskedAnswer, statements: Iterable[_Statement], indicator: str, both: Collection[str]) -> CountedAnswer:
    """Return what may be counted of what is so today and here: no plans, no past, no other country or body.

    A sentence with `both` concepts, of what was held and of what was planned, tells how many of how many.
    """
    places = {concept: [hit.start_char for hit in answer.counted.hits if hit.concept == concept] for concept in both}
    kept = [
        span
        for told in statements
        if DROP not in told.effects and told.may_tell(indicator)
        if PLAN not in told.effects or (both and all(_stands_in(told, own) for own in places.values()))
        for span in told.of_today
    ]
    counted = answer.counted
    return replace(
        counted,
        text=_blanked(counted.text, kept),
        hits=tuple(hit for hit in counted.hits if _is_within(hit.start_char, kept)),
        numbers=tuple(number for number in counted.numbers if _is_within(number.start, kept)),
        shares=tuple(share for share in counted.shares if _is_within(share.start, kept)),
        ranges=tuple(pair for pair in counted.ranges if _is_within(pair[0].start, kept)),
    )


def _stands_in(told: _Statement, places: Iterable[int]) -> bool:
    return any(told.start <= place < told.end for place in places)


def _blanked(text: str, kept: Iterable[tuple[int, int]]) -> str:
    """Return a text with blanks for all that stands outside some spans, which are in order."""
    parts, last = [], 0
    for start, end in kept:
        parts += [" " * (start - last), text[start:end]]
        last = end
    return "".join([*parts, " " * (len(text) - last)])


def _is_within(place: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _read_sentences(
    answer: AskedAnswer,
    told_now: Sequence[_Statement],
    asked: Mapping[str, float],
    reader: LevelReader,
    rules: ClaimRules,
    heard: dict[str, _Evidence],
    said_before: set[tuple[str, str]],
    counts: CountRules,
) -> bool:
    """Add what the sentences of an answer sound like; tell whether the respondent knows an answer.

    The same words again, in answer to the same question, say nothing more.
    """
    said = unknown = 0.0
    foreign, anywhere = _foreign(answer, rules), rules.told_anywhere
    for told in told_now:
        sentence, effects = told.text, told.effects
        unknown += LEAST_UNKNOWN if NO_INFORMATION in effects else 0.0
        if DROP in effects or NO_INFORMATION in effects:
            continue
        said += LIVED in effects
        repeated: set[tuple[str, str]] = set()
        shares = _possible(answer, told, _shares(told, asked, reader, rules, answer.language), counts)
        unknown += shares.get((NOT_KNOWN, 0), 0.0)
        for (indicator, level), share in shares.items():
            is_outright = indicator in told.outright and indicator in anywhere
            if indicator in (NO_LEVEL, NOT_KNOWN) or share < LEAST_SHARE or (indicator in foreign and not is_outright):
                continue
            if not told.may_tell(indicator):
                continue
            intent = rules.planned_levels.get(indicator) if PLAN in effects else None
            level = level if intent is None else int(intent)
            said += share
            words = (indicator, simplify(sentence))
            if words in said_before:
                continue
            repeated.add(words)
            evidence = heard.setdefault(indicator, _Evidence())
            share *= 1.0 if is_outright or asked.get(indicator, 0.0) >= WAS_ASKED else UNASKED_WORTH
            share *= UNKNOWING_WORTH if unknown >= LEAST_UNKNOWN else 1.0
            add = evidence.doubt if told.doubts(indicator, level) else evidence.add
            add(level, share, answer.segment_id, sentence.strip(), is_second_hand=SECOND_HAND in effects)
        said_before |= repeated
    return unknown < LEAST_UNKNOWN or said > unknown


def _ruled_out(answer: AskedAnswer, told: _Statement, counts: CountRules) -> set[tuple[str, int]]:
    """Return the indicators and levels that a sentence cannot tell: it tells an amount of money and denies nothing."""
    if not any(told.start <= place < told.end for place in answer.amounts):
        return set()
    if any(told.start <= hit.start_char < told.end for hit in find_denials(answer.counted, counts)):
        return set()
    return {(indicator, level) for indicator, levels in counts.ruled_out_by_amount.items() for level in levels}


def _possible(
    answer: AskedAnswer, told: _Statement, shares: dict[tuple[str, int], float], counts: CountRules
) -> dict[tuple[str, int], float]:
    """Leave out, or raise, the levels that the amounts of money and the dates of a sentence make impossible."""
    ruled_out = _ruled_out(answer, told, counts)
    kept = {key: share for key, share in shares.items() if key not in ruled_out}
    return _outlasting(answer, told, kept, counts)


def _outlasting(
    answer: AskedAnswer, told: _Statement, shares: dict[tuple[str, int], float], counts: CountRules
) -> dict[tuple[str, int], float]:
    """Raise the levels of money for a year at most in a sentence that tells that it ends later than that."""
    if not any(told.start <= place < told.end for place in answer.late_dates):
        return shares
    if not any(hit.concept == counts.money_ends and told.start <= hit.start_char < told.end for hit in answer.hits):
        return shares
    raised: dict[tuple[str, int], float] = {}
    for (indicator, level), share in shares.items():
        key = (indicator, counts.raised_by_late_end.get(indicator, {}).get(level, level))
        raised[key] = raised.get(key, 0.0) + share
    return raised


def _shares(
    told: _Statement, asked: Mapping[str, float], reader: LevelReader, rules: ClaimRules, language: str
) -> dict[tuple[str, int], float]:
    """Return what a sentence sounds like; where it only says that there is none, that what was asked for is absent."""
    most = max(asked.values(), default=0.0)
    absent = [id_ for id_, weight in asked.items() if weight >= max(most, ASKED_TO_COUNT) and id_ in rules.absences]
    if told.is_bare_denial and absent:
        return {(indicator, 0): BARE_DENIAL_SHARE for indicator in absent}
    shares = reader.read(told.read_text, asked, language)
    if told.instead:
        shares = _corrected(shares, reader.read(told.instead, asked, language))
    is_knowing = told.is_knowing or told.is_bare_denial
    if told.outright:
        alike = rules.told_anywhere if not rules.told_anywhere.isdisjoint(told.outright) else frozenset(told.outright)
        shares = {key: share for key, share in shares.items() if key[0] not in alike}
        shares |= dict.fromkeys(told.outright.items(), OUTRIGHT_SHARE)
    return {key: share for key, share in shares.items() if not (is_knowing and key[0] == NOT_KNOWN)}


def _corrected(
    shares: dict[tuple[str, int], float], instead: Mapping[tuple[str, int], float]
) -> dict[tuple[str, int], float]:
    """Take what is so instead for a level 0 that only what is denied sounds like: "no ministry, it's the Cabinet"."""
    told = {indicator for (indicator, level), share in instead.items() if level and share >= LEAST_SHARE}
    kept = {key: share for key, share in shares.items() if key[1] or key[0] not in told}
    return kept | {key: share for key, share in instead.items() if key[0] in told and key not in kept}


def _foreign(answer: AskedAnswer, rules: ClaimRules) -> set[str]:
    """Return the indicators that an answer is not about: neither it nor its question names their subject."""
    named = answer.about.union(hit.concept for hit in answer.hits)
    return {indicator for indicator, subject in rules.subjects.items() if subject.isdisjoint(named)}


def statement_spans(
    text: str, hits: Iterable[Hit], rules: ClaimRules
) -> Iterator[tuple[tuple[int, int], frozenset[str]]]:
    """Yield where the sentences of an answer that are no questions begin and end, with the effects of their contexts.

    A sentence that says "I don't know" has the effect `NO_INFORMATION`.

    Args:
        text: words of the answer.
        hits: concepts in them.
        rules: declare the contexts.
    """
    for told in _statements(text, hits, rules):
        yield (told.start, told.end), told.effects


@dataclass(frozen=True, slots=True)
class _Statement:
    """A sentence that is no question.

    Attributes:
        start: where it begins in the answer.
        end: where it ends.
        text: its words.
        effects: of the contexts that it stands in, whatever it tells of.
        spared: the only indicators that it may tell, None where it may tell any.
        is_knowing: whoever says it does not say that they don't know.
        is_bare_denial: it says nothing but that there is none.
        doubting: contexts that make levels hints.
        instead: its half that says what is so instead of what the other denies, "" where it has none.
        outright: indicator -> level that it tells wherever it stands.
        past: where its part begins and ends that tells what was so before, (0, 0) where it has none.
    """

    start: int
    end: int
    text: str
    effects: frozenset[str]
    spared: frozenset[str] | None
    is_knowing: bool = False
    is_bare_denial: bool = False
    doubting: tuple[Context, ...] = ()
    instead: str = ""
    outright: Mapping[str, int] = field(default_factory=dict)
    past: tuple[int, int] = (0, 0)

    @property
    def of_today(self) -> tuple[tuple[int, int], ...]:
        """Where its words stand that tell what is so today."""
        return ((self.start, self.past[0]), (self.past[1], self.end)) if self.past[1] else ((self.start, self.end),)

    @property
    def read_text(self) -> str:
        """Its words that tell what is so today."""
        return "".join(self.text[begin - self.start : end - self.start] for begin, end in self.of_today)

    def doubts(self, indicator: str, level: int) -> bool:
        """Tell whether a level of an indicator is only a hint here."""
        return any(context.doubts(indicator, level) for context in self.doubting)

    def may_tell(self, indicator: str) -> bool:
        """Tell whether it may speak of an indicator."""
        return self.spared is None or indicator in self.spared


def _statements(text: str, hits: Iterable[Hit], rules: ClaimRules) -> Iterator[_Statement]:
    known, read = uncovered(hits, rules), [context for context in rules.contexts.values() if context.is_read]
    parts = [hit for hit in hits if hit.concept == PAST_PART]
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        if sentence.rstrip(" \t\n\"»”')").endswith("?"):
            continue
        past = next(((hit.start_char, hit.end_char) for hit in parts if start <= hit.start_char < end), (0, 0))
        concepts = frozenset(
            hit.concept for hit in known if start <= hit.start_char < end and not past[0] <= hit.start_char < past[1]
        )
        outright = rules.told_outright(concepts)
        opened = [context for context in read if not context.concepts.isdisjoint(concepts)]
        doubting = tuple(context for context in opened if context.effect == DOUBT)
        opened = [context for context in opened if context.effect != DOUBT]
        opened = [context for context in opened if not (context.yields and outright)]
        effects = {context.effect for context in opened if not context.spares}
        if any(rules.silences.get(concept) == NO_INFORMATION for concept in concepts):
            effects.add(NO_INFORMATION)
        spares = [context.spares for context in opened if context.spares]
        spared = frozenset.intersection(*spares) if spares else None
        is_knowing = any(context.is_knowing for context in opened)
        is_bare = not rules.bare_denials.isdisjoint(concepts)
        instead = next(
            (text[hit.start_char : end] for hit in known if hit.concept == REPLACED and start <= hit.start_char < end),
            "",
        )
        yield _Statement(
            start, end, sentence, frozenset(effects), spared, is_knowing, is_bare, doubting, instead, outright, past
        )


def _not_known(answer: AskedAnswer, indicator: str) -> Finding:
    return Finding(answer.segment_id, indicator, NO_INFORMATION, None, NOT_KNOWN)


def _counted(answer: AskedAnswer, told: Told, counts: CountRules, rules: ClaimRules, indicator: str) -> Finding:
    words = answer.text[answer.counted.begin(told.start) : told.end]
    said = [(one.text, one.effects) for one in _statements(answer.text, answer.hits, rules) if words in one.text]
    sentence, effects = said[0] if said else (words, frozenset())
    return Finding(
        answer.segment_id,
        indicator,
        LEVEL,
        told.level,
        f"{indicator}.{COUNTED}",
        words,
        counts.rules[indicator].unit,
        _years(sentence),
        SECOND_HAND in effects,
        number=told.number if told.is_number_told else None,
    )


def _heard(indicator: str, evidence: _Evidence, *, is_cumulative: bool) -> Finding:
    level = _middle(evidence.decisive)
    if is_cumulative:
        level = _highest(evidence.decisive)
    _, segment_id, words, is_second_hand = evidence.best[level]
    return Finding(
        segment_id,
        indicator,
        LEVEL,
        float(level),
        f"{indicator}.{SOUNDS_LIKE} {level}",
        words,
        "",
        _years(words),
        is_second_hand and evidence.decisive is not evidence.first_hand,
    )


def _highest(shares: Mapping[int, float]) -> int:
    """Return the highest level that is told, where a level includes those below it.

    What sounds like the next one tells it too: a sentence that lies between two levels tells the lower of them.
    """
    strongest = max(shares, key=lambda known: (shares[known], -known))
    least = max(LEAST_EVIDENCE, HIGHEST_SHARE * shares[strongest])
    alone = max((level for level, share in shares.items() if share >= least), default=strongest)
    between = (level for level, share in shares.items() if level and share + shares.get(level + 1, 0.0) >= least)
    return max([alone, *between])


def _middle(shares: Mapping[int, float]) -> int:
    """Return the level in the middle of what was told, by share: a sentence that stands out moves it little."""
    half, below = sum(shares.values()) / 2, 0.0
    for level in sorted(shares):
        below += shares[level]
        if below >= half:
            return level
    return max(shares)


def _hearsay(indicator: str, evidence: _Evidence, told: Finding) -> list[Finding]:
    """Return the level that a respondent only heard of, if it is another than the one told at first hand."""
    heard = {level: share - evidence.first_hand.get(level, 0.0) for level, share in evidence.shares.items()}
    level = max(heard, key=lambda known: (heard[known], -known))
    if told.is_second_hand or heard[level] < LEAST_EVIDENCE or level == told.level:
        return []
    words, segment_id = evidence.heard_in[level]
    return [
        Finding(
            segment_id,
            indicator,
            LEVEL,
            float(level),
            f"{indicator}.{SOUNDS_LIKE} {level}",
            words,
            "",
            _years(words),
            True,
        )
    ]


def _hints(indicator: str, evidence: _Evidence, told: Container[float | None]) -> Iterator[Finding]:
    """Yield the levels that a respondent's words sound like beside those that are told."""
    for level in sorted({*evidence.shares, *evidence.doubted}):
        share = evidence.shares.get(level, 0.0) + evidence.doubted.get(level, 0.0)
        if share < LEAST_HINT or level in told:
            continue
        _, segment_id, words, is_second_hand = evidence.best[level]
        rule = f"{indicator}.{SOUNDS_LIKE} {level}"
        yield Finding(segment_id, indicator, HINT, float(level), rule, words, "", _years(words), is_second_hand)


def _years(words: str) -> tuple[int, ...]:
    return tuple(sorted({int(year) for year in YEAR.findall(words)}))


def take_asides_for_hints(
    by_rules: Iterable[Finding], answers: Iterable[AskedAnswer], reader: LevelReader
) -> list[Finding]:
    """Take for hints the levels that a rule found in the answer to a question on something else.

    Words that mean a level in answer to a question ("once", "a draft") are about many things elsewhere; what is said
    plainly there the reader knows.

    Args:
        by_rules: what the rules found in one respondent's answers.
        answers: of the respondent.
        reader: tells what a question asks for; where it cannot tell, a rule's level stands.
    """
    asked = {answer.segment_id: reader.asked_for(answer.question, answer.annex_question) for answer in answers}
    return [
        replace(finding, state=HINT) if finding.state == LEVEL and _is_aside(finding, asked) else finding
        for finding in by_rules
    ]


def _is_aside(finding: Finding, asked: Mapping[str, Mapping[str, float]]) -> bool:
    """Tell whether a question is known to ask for something else."""
    weights = asked[finding.segment_id]
    return bool(weights) and weights.get(finding.indicator, 0.0) < ASKED_TO_COUNT


def join_findings(by_rules: Sequence[Finding], read: Sequence[Finding]) -> list[Finding]:
    """Join what declared rules found and what was read, of one respondent.

    Args:
        by_rules: what the rules found.
        read: what the reader found; it has weighed all that was said, so its levels stand before the rules' own.

    Returns:
        Findings of the reader, and of the rules on what the reader leaves open.
    """
    told = {finding.indicator for finding in read if finding.state == LEVEL}
    known = {finding.indicator for finding in read if finding.state != HINT}
    ruled = {finding.indicator for finding in by_rules if finding.state == LEVEL}
    kept = [
        finding
        for finding in by_rules
        if finding.state == HINT or finding.indicator not in (told if finding.state == LEVEL else known)
    ]
    return [*kept, *(finding for finding in read if finding.state in (LEVEL, HINT) or finding.indicator not in ruled)]
