"""Reads what the words of one record tell, all at once: claims, facts, and what they say of all beside exceptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, NamedTuple

import pandas as pd

from tasks.adapters.body_words import load_body_words
from tasks.adapters.claim_finders import claim_finder, load_claim_rules
from tasks.adapters.compared_things import load_contexts_aside, load_thing_rules, load_thing_words
from tasks.adapters.correction_words import load_correction_words
from tasks.adapters.declarations import QUESTIONNAIRE, load_rubric, read_yaml
from tasks.adapters.fact_finders import load_asked_about, load_fact_words
from tasks.adapters.forms import load_form
from tasks.adapters.level_counts import load_count_rules, mark_counts
from tasks.adapters.level_wordings import load_level_reader
from tasks.adapters.nlp import LANGUAGES
from tasks.adapters.placeholder_marks import load_placeholders
from tasks.adapters.prescription_words import load_act_rule, load_prescription_words
from tasks.adapters.results import Results
from tasks.adapters.scope_words import load_scope_finder
from tasks.core.claims import (
    DROP,
    HINT,
    LEVEL,
    SECOND_HAND,
    Finding,
    MarkedSegment,
    find_claims,
    sentence_spans,
    uncovered,
)
from tasks.core.contradictions import Contradiction, ExceptionRule, MarkedSentence, Side, find_exceptions
from tasks.core.cues import Hit
from tasks.core.doubts import carry_elsewhere
from tasks.core.facts import (
    AMOUNT,
    Fact,
    behind_large_numbers,
    ends_of,
    find_facts,
    is_later_than_a_year,
    undeclared_money,
)
from tasks.core.identifiers import number_alone, renumber
from tasks.core.named_bodies import Named, find_body
from tasks.core.number_contradictions import ToldNumber, ToldWords, find_told_numbers
from tasks.core.placeholders import hide_placeholders
from tasks.core.prescriptions import find_prescriptions, read_own_act
from tasks.core.scopes import Answer
from tasks.core.self_corrections import take_back
from tasks.core.tables import plain_rows, text_of
from tasks.core.told_counts import MEETINGS, SEATS, CountRule, Told, count_told
from tasks.core.told_levels import (
    COUNTED,
    AskedAnswer,
    join_findings,
    read_levels,
    statement_spans,
    take_asides_for_hints,
)

LEAST_ASKED = 0.4
"""Weight of a question from which a fact in its answer belongs to the indicator."""
DOCUMENT, NOTES = "document", "notes"
DEFINITION = "shared_definition"
"""Indicator whose questions bring the name of the body."""

Row = Mapping[Any, Any]


class Said(NamedTuple):
    """Words of a record.

    Attributes:
        segment_id: the segment.
        text: its words.
        before: the interviewer's words before it, "" if unknown.
        question: "Q1" to "Q23", "" if unknown.
        language: one of `nlp.LANGUAGES`.
        speaker: who of several, else "".
        answer_id: of an open answer, else None.
    """

    segment_id: str
    text: str
    before: str
    question: str
    language: str
    speaker: str
    answer_id: str | None


class About(NamedTuple):
    """What a record is.

    Attributes:
        interview_id: the record.
        country: ISO 3166-1 alpha-3.
        record_type: verbatim, notes, questionnaire or document.
        group: stakeholder group, "" for a document.
        tier: national, region, district or commune; "" if unknown.
        date: of the record, ISO 8601, "" if unknown.
        kind: of a document: decree, minutes, ...; "" if unknown.
    """

    interview_id: str
    country: str
    record_type: str
    group: str
    tier: str
    date: str
    kind: str = ""

    @property
    def year(self) -> int | None:
        """Of its date, None if unknown."""
        return int(self.date[:4]) if self.date[:4].isdecimal() else None


@dataclass(frozen=True, slots=True)
class ToldFact:
    """A fact with the segment it stands in.

    Attributes:
        segment_id: the segment.
        fact: what is told.
        is_second_hand: others told it to the speaker.
        indicator: that the question asks for, "" where none is.
    """

    segment_id: str
    fact: Fact
    is_second_hand: bool
    indicator: str


@dataclass(frozen=True, slots=True)
class WordsRead:
    """What the words of a record tell.

    Attributes:
        findings: claims.
        facts: dates, amounts, posts and the like.
        exceptions: what is said of all beside an exception.
        body: named where somebody is asked what the platform is, None where none is.
        numbers: told of things that are compared, without their source.
    """

    findings: tuple[Finding, ...]
    facts: tuple[ToldFact, ...]
    exceptions: tuple[Contradiction, ...]
    body: Named | None = None
    numbers: tuple[ToldNumber, ...] = ()


def words_by_record(
    segments: pd.DataFrame, records: Mapping[str, Row], asked: Mapping[str, str]
) -> tuple[dict[str, list[Said]], dict[str, list[str]]]:
    """Set out the words of each record, in order.

    Args:
        segments: the segments table.
        records: interview id -> row of the interviews table, those that may be analysed.
        asked: turn id -> the interviewer's words before it.

    Returns:
        Interview id -> words in a language that can be read; and other languages -> ids of segments in them.
    """
    columns = ["segment_id", "interview_id", "turn_id", "answer_id", "segment_no", "speaker", "annex_question",
               "language", "text"]  # fmt: skip
    known = segments.loc[segments["interview_id"].isin(list(records)), columns]
    by_record: dict[str, list[Said]] = {}
    unread: dict[str, list[str]] = {}
    for row in plain_rows(known.sort_values(["interview_id", "segment_no"], kind="stable")):
        interview_id = row["interview_id"]
        tag = row["language"] if row["language"] is not None else text_of(records[interview_id]["language"])
        language = tag.split("-")[0].lower()
        if language not in LANGUAGES:
            unread.setdefault(language or "unknown", []).append(row["segment_id"])
            continue
        before = asked.get(row["turn_id"] or "", "")
        said = (row["annex_question"] or "", language, row["speaker"] or "", row["answer_id"])
        by_record.setdefault(interview_id, []).append(Said(row["segment_id"], row["text"], before, *said))
    return by_record, unread


def read_records(
    by_record: Mapping[str, Sequence[Said]], records: Mapping[str, Row], country: str, results: Results
) -> dict[str, WordsRead]:
    """Read the words of all records, or take what the last run read in the same words.

    Args:
        by_record: as `words_by_record` returns it.
        records: interview id -> row of the interviews table.
        country: ISO 3166-1 alpha-3.
        results: of earlier runs, record by record.

    Returns:
        Interview id -> what its words tell.
    """
    alone = {interview_id: _number_alone(said) for interview_id, said in by_record.items()}
    money = _undeclared_money({interview_id: said for interview_id, (said, _) in alone.items()}, results)
    listed = {language: sorted(words) for language, words in money.items()}
    read = {}
    for interview_id, (said, numbers) in alone.items():
        record = records[interview_id]
        group, date = text_of(record["stakeholder_group"]), text_of(record["date"])
        tier, kind = text_of(record["level"]), text_of(record.get("kind"))
        about = About(interview_id, country, record["record_type"], group, tier, date, kind)
        own = {one.language: listed[one.language] for one in said}
        words = results.of(WordsRead, partial(read_words, said, about, money), about, said, own)
        read[interview_id] = _renumber(words, numbers)
    return read


def _number_alone(said: Sequence[Said]) -> tuple[list[Said], dict[str, str]]:
    """Number the people of a record by themselves, so that it is not read again when only their numbers moved."""
    texts, numbers = number_alone([text for one in said for text in (one.before, one.text)])
    if not numbers:
        return list(said), numbers
    pairs = zip(texts[::2], texts[1::2], strict=True)
    return [one._replace(before=before, text=text) for one, (before, text) in zip(said, pairs, strict=True)], numbers


def _renumber(words: WordsRead, numbers: Mapping[str, str]) -> WordsRead:
    """Return what the words of a record tell with the numbers that its people have in the country."""
    if not numbers:
        return words

    def side(one: Side) -> Side:
        return replace(one, claim=renumber(one.claim, numbers))

    def finding(one: Finding) -> Finding:
        return replace(one, value=renumber(one.value, numbers)) if "[" in one.value else one

    def told(one: ToldFact) -> ToldFact:
        is_numbered = "[" in one.fact.value
        return replace(one, fact=replace(one.fact, value=renumber(one.fact.value, numbers))) if is_numbered else one

    return replace(
        words,
        findings=tuple(map(finding, words.findings)),
        facts=tuple(map(told, words.facts)),
        exceptions=tuple(replace(one, one=side(one.one), other=side(one.other)) for one in words.exceptions),
        body=words.body and replace(words.body, words=renumber(words.body.words, numbers)),
    )


def _undeclared_money(by_record: Mapping[str, Sequence[Said]], results: Results) -> dict[str, frozenset[str]]:
    """Return the currencies that nobody declared, by language: words that stand behind large numbers in a country."""
    behind: dict[str, list[str]] = {}
    for said in by_record.values():
        for language in dict.fromkeys(one.language for one in said):
            texts = [one.text for one in said if one.language == language]
            make = partial(_behind_large_numbers, texts, language)
            behind.setdefault(language, []).extend(results.of(list[str], make, "money", language, texts))
    return {language: undeclared_money(words, load_fact_words(language)) for language, words in behind.items()}


def _behind_large_numbers(texts: Sequence[str], language: str) -> list[str]:
    return [word for text in texts for word in behind_large_numbers(text, load_fact_words(language))]


def read_words(said: Sequence[Said], about: About, money: Mapping[str, frozenset[str]]) -> WordsRead:
    """Read the words of one record: their concepts are looked for once.

    Args:
        said: its words, in order.
        about: what it is.
        money: language -> currencies that nobody declared.
    """
    hits: dict[str, tuple[Hit, ...]] = {}
    for language in dict.fromkeys(one.language for one in said):
        own = [one for one in said if one.language == language]
        found = claim_finder(language, about.country).find([one.text for one in own])
        scopes = _scopes(own, about)
        for one, marks, scope in zip(own, found, scopes, strict=True):
            marked = (*marks, *scope)
            hits[one.segment_id] = (*marked, *carry_elsewhere(one.text, marked, _concepts_elsewhere()))
    voices: dict[tuple[str, str], list[Said]] = {}
    for one in said:
        voices.setdefault((one.language, one.speaker), []).append(one)
    facts = [fact for one in said for fact in _tell(one, about.date, money[one.language], hits[one.segment_id])]
    places = _places(facts, about.date)
    findings = [finding for own in voices.values() for finding in _find(own, about, hits, places)]
    sentences = [sentence for one in said for sentence in _sentences(one, about, hits[one.segment_id])]
    exceptions = find_exceptions(sentences, _exception_rules())
    numbers = [number for one in said for number in _numbers(one, about, facts, hits[one.segment_id])]
    return WordsRead(
        tuple(findings),
        tuple(facts),
        tuple(exceptions),
        None if about.record_type == DOCUMENT else _named(said),
        tuple(numbers),
    )


class _Places(NamedTuple):
    """Where facts begin in segments that change what level a sentence may tell.

    Attributes:
        amounts: segment id -> amounts of money above zero.
        late_dates: segment id -> dates more than a year after the record's.
    """

    amounts: Mapping[str, tuple[int, ...]]
    late_dates: Mapping[str, tuple[int, ...]]


def _places(facts: Iterable[ToldFact], date: str) -> _Places:
    amounts: dict[str, tuple[int, ...]] = {}
    late_dates: dict[str, tuple[int, ...]] = {}
    for told in facts:
        fact, id_ = told.fact, told.segment_id
        if fact.kind == AMOUNT and ends_of(fact)[1] > 0:
            amounts[id_] = (*amounts.get(id_, ()), fact.start)
        elif is_later_than_a_year(fact, date):
            late_dates[id_] = (*late_dates.get(id_, ()), fact.start)
    return _Places(amounts, late_dates)


def _numbers(one: Said, about: About, facts: Iterable[ToldFact], hits: Sequence[Hit]) -> Iterator[ToldNumber]:
    """Find the numbers of one segment that others may contradict."""
    own = tuple(told.fact for told in facts if told.segment_id == one.segment_id and not told.is_second_hand)
    if not own:
        return
    aside = tuple(_sentences_with(one.text, hits, _concepts_aside()))
    told = ToldWords(one.segment_id, one.text, one.before, own, aside, about.tier, about.year)
    yield from find_told_numbers(told, load_thing_rules(), load_thing_words(one.language))


def _named(said: Iterable[Said]) -> Named | None:
    """Return the body named in the first answer to a question on what the platform is that names one.

    Of notes whose question is not known, only what says outright what the platform means is read.
    """
    reader = load_level_reader()
    for one in said:
        asked = reader.asked_for(one.before, one.question)
        is_asked = asked.get(DEFINITION, 0.0) >= LEAST_ASKED
        if asked and not is_asked:
            continue
        if found := find_body(one.text, load_body_words(one.language), one.before, is_asked=is_asked):
            body, place = found
            words = next(one.text[start:end] for start, end in sentence_spans(one.text) if start <= place < end)
            return Named(body, one.segment_id, words.strip())
    return None


def _scopes(said: Sequence[Said], about: About) -> Sequence[tuple[Hit, ...]]:
    """Mark of what the sentences of a voice in one language speak; a document speaks of the platform, or prescribes."""
    if about.record_type == DOCUMENT:
        prescribing = load_prescription_words(said[0].language)
        return [tuple(find_prescriptions(one.text, about.kind, prescribing)) for one in said]
    answers = [Answer(one.text, one.before or _printed_question(one)) for one in said]
    finder = load_scope_finder(said[0].language)
    return finder.find(answers, about.tier, are_notes=about.record_type == NOTES, year=about.year)


def _printed_question(one: Said) -> str:
    """Return the words in which the questionnaire asks for what an open answer tells, "" where it is none."""
    asked = load_form().question(one.question.lower()) if one.answer_id is not None else None
    return asked.labels.get(one.language, "") if asked else ""


def _find(said: Sequence[Said], about: About, hits: Mapping[str, tuple[Hit, ...]], places: _Places) -> list[Finding]:
    """Find the claims of one voice."""
    rules, is_document = load_claim_rules(), about.record_type == DOCUMENT
    words = [MarkedSegment(one.segment_id, one.text, hits[one.segment_id], one.question) for one in said]
    findings = find_claims(words, rules, _questions(), is_document=is_document)
    if is_document:
        return _of_text(findings, words, said[0].language, about)
    counted = mark_counts([one.text for one in said], said[0].language, about.group)
    asked_about = _asked_about(said, about.country, hits)
    answers = [
        AskedAnswer(
            one.segment_id,
            one.text,
            one.before,
            one.question,
            hits[one.segment_id],
            counts,
            named,
            one.language,
            places.amounts.get(one.segment_id, ()),
            places.late_dates.get(one.segment_id, ()),
        )
        for one, counts, named in zip(said, counted, asked_about, strict=True)
    ]
    read = read_levels(answers, load_level_reader(), rules, load_count_rules(), _cumulative())
    return list(join_findings(take_asides_for_hints(findings, answers, load_level_reader()), read))


def _of_text(
    findings: Sequence[Finding], segments: Sequence[MarkedSegment], language: str, about: About
) -> list[Finding]:
    """Add what a document that prescribes tells of itself: its act, its seats, the meetings due."""
    act, rules = load_act_rule(), load_count_rules()
    own = read_own_act(segments, about.kind, act)
    told = [finding for finding in findings if own is None or finding.indicator != act.indicator]
    told += [own] if own else []
    prescribes = about.kind in load_prescription_words(language).kinds
    for segment, answer in zip(segments, mark_counts([one.text for one in segments], language, ""), strict=True):
        inside = [finding for finding in told if finding.segment_id == segment.segment_id]
        for indicator, rule in rules.rules.items():
            by_rule = [finding for finding in inside if finding.indicator == indicator]
            is_list = rule.in_texts and prescribes and (by_rule or rule.kind == SEATS)
            is_due = rule.kind == MEETINGS and any(finding.state == HINT for finding in by_rule)
            if not is_list and not is_due:
                continue
            if found := count_told(answer, rule, rules, is_asked=is_due):
                told = [finding for finding in told if finding not in by_rule]
                told.append(_counted_in_text(segment, found, rule, HINT if is_due else LEVEL))
    return told


def _counted_in_text(segment: MarkedSegment, found: Told, rule: CountRule, state: str) -> Finding:
    """Return what was counted in a document: of meetings that are due the number, which is none that were held."""
    number = (found.planned or found.number) if state == HINT else None
    words = segment.text[found.start : found.end]
    name = f"{rule.indicator}.{COUNTED}"
    return Finding(segment.segment_id, rule.indicator, state, found.level, name, words, rule.unit, number=number)


def _asked_about(said: Sequence[Said], country: str, hits: Mapping[str, tuple[Hit, ...]]) -> list[frozenset[str]]:
    """Return the concepts of each question that seems to ask for an indicator with a subject, and of the answer before.

    Other questions are not looked into.
    """
    subjects, reader = load_claim_rules().subjects, load_level_reader()
    finder = claim_finder(said[0].language, country)
    told: list[frozenset[str]] = []
    before: frozenset[str] = frozenset()
    for one in said:
        weights = reader.asked_for(one.before, "")
        is_asked = any(weights.get(indicator, 0.0) >= LEAST_ASKED for indicator in subjects)
        (found,) = finder.find([one.before]) if is_asked else ((),)
        told.append(before.union(hit.concept for hit in found) if is_asked else frozenset())
        before = frozenset(hit.concept for hit in hits[one.segment_id])
    return told


@cache
def _questions() -> dict[str, list[str]]:
    questions: dict[str, list[str]] = {}
    for indicator in load_rubric().indicators.values():
        for question in indicator.questions:
            questions.setdefault(question, []).append(indicator.id)
    return questions


@cache
def _cumulative() -> frozenset[str]:
    """Return the indicators whose levels include those below them."""
    known = load_rubric().indicators.values()
    return frozenset(indicator.id for indicator in known if indicator.takes_highest or indicator.sources_needed)


def _tell(one: Said, date: str, money: frozenset[str], hits: Sequence[Hit]) -> list[ToldFact]:
    """Find the facts of one segment."""
    weights = load_level_reader().asked_for(one.before, one.question)
    indicator = max(weights, key=lambda id_: (weights[id_], id_), default="")
    asks = indicator if weights.get(indicator, 0) >= LEAST_ASKED else ""
    about = load_asked_about().get(asks, frozenset())
    told = take_back(hide_placeholders(one.text, load_placeholders()), load_correction_words(one.language))
    facts = [
        replace(fact, start=told.begin(fact.start, fact.end, one.text))
        for fact in find_facts(told.text, load_fact_words(one.language), date, money, about)
    ]
    if not facts:
        return []
    hearsay, abroad = _second_hand(one.text, hits), _abroad(one.text, hits)
    return [
        ToldFact(one.segment_id, fact, _stands_in(fact.start, hearsay), asks)
        for fact in facts
        if not _stands_in(fact.start, abroad)
    ]


def _stands_in(place: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _second_hand(text: str, hits: Sequence[Hit]) -> list[tuple[int, int]]:
    """Return the sentences in which somebody reports what others told."""
    return _sentences_with(text, uncovered(hits, load_claim_rules()), _concepts_of_hearsay())


def _sentences_with(text: str, hits: Iterable[Hit], concepts: frozenset[str]) -> list[tuple[int, int]]:
    """Return the sentences in which one of some concepts stands."""
    places = [hit.start_char for hit in hits if hit.concept in concepts]
    return [(start, end) for start, end in sentence_spans(text) if any(start <= at < end for at in places)]


@cache
def _concepts_aside() -> frozenset[str]:
    """Return the concepts of sentences whose numbers are compared with nobody's."""
    contexts = load_claim_rules().contexts
    return frozenset().union(*(contexts[name].concepts for name in load_contexts_aside()))


@cache
def _concepts_elsewhere() -> frozenset[str]:
    contexts = load_claim_rules().contexts.values()
    return frozenset().union(*(context.concepts for context in contexts if context.abroad))


@cache
def _concepts_of_hearsay() -> frozenset[str]:
    contexts = load_claim_rules().contexts.values()
    return frozenset().union(*(context.concepts for context in contexts if context.effect == SECOND_HAND))


def _abroad(text: str, hits: Sequence[Hit]) -> list[tuple[int, int]]:
    """Return the sentences whose facts are another country's."""
    contexts = load_claim_rules().contexts.values()
    spans = []
    for start, end in sentence_spans(text):
        concepts = {hit.concept for hit in hits if start <= hit.start_char < end}
        if any(not c.abroad.isdisjoint(concepts) and c.unless.isdisjoint(concepts) for c in contexts):
            spans.append((start, end))
    return spans


def _sentences(one: Said, about: About, hits: Sequence[Hit]) -> list[MarkedSentence]:
    """Cut a segment into sentences of what is so here and now, and name the concepts of each."""
    voice, text = about.group or about.interview_id, one.text
    left_out = {span for span, effects in statement_spans(text, hits, load_claim_rules()) if DROP in effects}
    return [
        MarkedSentence(
            about.interview_id,
            one.segment_id,
            text[start:end].strip(),
            frozenset(hit.concept for hit in hits if start <= hit.start_char < end),
            voice,
        )
        for start, end in sentence_spans(text)
        if (start, end) not in left_out
    ]


@cache
def _exception_rules() -> tuple[ExceptionRule, ...]:
    return tuple(
        ExceptionRule(
            id=entry["id"],
            indicator=entry["indicator"],
            universal=tuple(map(frozenset, entry["universal"])),
            exception=tuple(map(frozenset, entry["exception"])),
            without=frozenset(entry.get("universal_without", ())),
        )
        for entry in read_yaml(QUESTIONNAIRE / "contradiction_rules.yaml")["exceptions"]
    )
