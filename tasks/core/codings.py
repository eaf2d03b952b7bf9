"""Codings: from the concepts hit in a segment to its topics and its one stance."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.core.cues import CueRule, Firing, Hit, fire, parse_cue_rule
from tasks.core.identifiers import sha256_of
from tasks.core.spellings import simplify

SENTENCE_END, MOST_SENTENCES = re.compile(r"[.!?;…]+(?:\s|$)"), 2
AUTO, SAMPLE, ALL = "auto", "sample", "all"
"""Tiers: accepted as it is, a share goes to review, every one goes to review."""


@dataclass(frozen=True, slots=True)
class CodingRules:
    """The declared rules of a coder (topic_rules.yaml, stance_rules.yaml).

    Attributes:
        topics: rules in declared order.
        threshold: combined weight from which a topic is coded.
        asked_topics: Annex 1 question -> topics it is about.
        asked_bonus: weight added to those.
        asked_alone: their weight in a short answer that does not name them.
        longest_short_answer: in words.
        asked_support: concepts, one of which such an answer must hold: "Sorry, the door" answers nothing.
        stances: rules in declared order.
        stance_order: stances, the first wins a tie.
        stance_asked: Annex 1 question -> stance -> weight added.
        default_stance: when no rule fires.
        silent: concepts whose sentences say nothing on any topic.
    """

    topics: tuple[CueRule, ...]
    threshold: float
    asked_topics: Mapping[str, Sequence[str]]
    asked_bonus: float
    asked_alone: float
    longest_short_answer: int
    asked_support: frozenset[str]
    stances: tuple[CueRule, ...]
    stance_order: tuple[str, ...]
    stance_asked: Mapping[str, Mapping[str, float]]
    default_stance: str
    silent: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlainAbsence:
    """Tells short sentences that only say that there is none of something wanted (stance_rules.yaml).

    Attributes:
        longest: in words.
        patterns: language -> what such a sentence looks like in simplified words.
        unless: language -> words that none of them holds: "there is no problem" is none.
    """

    longest: int
    patterns: Mapping[str, re.Pattern[str]]
    unless: Mapping[str, frozenset[str]]

    @classmethod
    def parse(cls, declared: Mapping[str, Any]) -> PlainAbsence:
        """Build it from `plain_absence` of stance_rules.yaml."""
        patterns = {language: re.compile(pattern) for language, pattern in declared["patterns"].items()}
        unless = {language: frozenset(words) for language, words in declared["unless"].items()}
        return cls(int(declared["longest"]), patterns, unless)

    def is_told(self, text: str, language: str) -> bool:
        """Tell whether a text is one such sentence.

        Args:
            text: as said.
            language: of it; of another than those declared nothing is told.
        """
        words = simplify(text)
        n_sentences = len(SENTENCE_END.findall(text.strip()))  # "No. There is no plan."
        if language not in self.patterns or n_sentences > MOST_SENTENCES or len(words.split()) > self.longest:
            return False
        return self.patterns[language].fullmatch(words) is not None and self.unless[language].isdisjoint(words.split())


@dataclass(frozen=True, slots=True)
class TopicCoding:
    """A topic of a segment.

    Attributes:
        topic: id.
        confidence: probability that a careful coder would code it; of the lexicon alone, the combined weight
            of the rules that fired, which is not calibrated.
        matched: half-open offsets of the words that led to it; none when the question asked did.
        rule: the strongest rule that fired, or the concept, "words" or "question" that weighed most.
        tier: `AUTO`, `SAMPLE` or `ALL`: how many of such codings go to review.
    """

    topic: str
    confidence: float
    matched: tuple[tuple[int, int], ...]
    rule: str
    tier: str = "all"


HASH_STEPS = 1 << 32


def goes_to_review(tier: str, share: float, *identity: str) -> bool:
    """Tell whether a coding goes to review: all of tier `ALL`, none of `AUTO`, a drawn share of `SAMPLE`.

    Args:
        tier: of the coding.
        share: of tier `SAMPLE` that is drawn, 0 to 1.
        identity: what names the coding; the same coding is drawn in every run.
    """
    if tier != SAMPLE:
        return tier == ALL
    return int(sha256_of("\x1f".join(identity))[:8], 16) < share * HASH_STEPS


@dataclass(frozen=True, slots=True)
class Coded:
    """How a segment is coded.

    Attributes:
        topics: by declared order of their rules.
        stance: of the whole segment, "" without a topic.
        stance_confidence: share of the winning stance in all weight, 0 to 1.
        is_supported: False when the language has no lexicon, so nothing was tried.
        foreign: languages without a lexicon that parts of it are in; all its codings go to review.
    """

    topics: tuple[TopicCoding, ...] = ()
    stance: str = ""
    stance_confidence: float = 0.0
    is_supported: bool = True
    foreign: tuple[str, ...] = ()


def parse_coding_rules(topics: Mapping[str, Any], stances: Mapping[str, Any]) -> CodingRules:
    """Build the rules from their declarations.

    Args:
        topics: content of `topic_rules.yaml`.
        stances: content of `stance_rules.yaml`.

    Returns:
        The rules.
    """
    return CodingRules(
        topics=_parse_rules(topics["topics"]),
        threshold=float(topics["threshold"]),
        asked_topics=topics["asked_topics"],
        asked_bonus=float(topics["asked_bonus"]),
        asked_alone=float(topics["asked_alone"]),
        longest_short_answer=int(topics["longest_short_answer"]),
        asked_support=frozenset(topics["asked_support"]),
        stances=_parse_rules(stances["stances"]),
        stance_order=tuple(stances["order"]),
        stance_asked=stances["asked"],
        default_stance=stances["default"],
        silent=frozenset(stances["silent"]),
    )


def _parse_rules(declared: Mapping[str, Sequence[Mapping[str, Any]]]) -> tuple[CueRule, ...]:
    return tuple(
        parse_cue_rule(entry, target, number)
        for target, entries in declared.items()
        for number, entry in enumerate(entries, start=1)
    )


def code_segment(hits: Sequence[Hit], rules: CodingRules, *, question: str, n_words: int) -> Coded:
    """Code a segment.

    Args:
        hits: concepts found in it.
        rules: of the coder.
        question: Annex 1 question it answers, "" if unknown.
        n_words: its length.

    Returns:
        Its topics and stance.
    """
    mute = {hit.sentence for hit in hits if hit.concept in rules.silent}
    spoken = [hit for hit in hits if hit.sentence not in mute]
    topics = _code_topics(fire(rules.topics, spoken), rules, question)
    asked = rules.asked_topics.get(question, ())
    is_answer = not mute and any(hit.concept in rules.asked_support for hit in spoken)
    if not topics and asked and is_answer and n_words <= rules.longest_short_answer:
        topics = tuple(TopicCoding(topic, rules.asked_alone, (), f"asked.{question}") for topic in asked)
    if not topics:
        return Coded()
    stance, share = _code_stance(fire(rules.stances, spoken), rules, question)
    return Coded(topics, stance, share)


def _code_topics(firings: Sequence[Firing], rules: CodingRules, question: str) -> tuple[TopicCoding, ...]:
    by_topic: dict[str, list[Firing]] = {}
    for firing in firings:
        by_topic.setdefault(firing.rule.target, []).append(firing)
    asked = rules.asked_topics.get(question, ())
    coded = []
    for topic, own in by_topic.items():
        weight = _combine(own) + (rules.asked_bonus if topic in asked else 0.0)
        if weight >= rules.threshold:
            strongest = max(own, key=lambda firing: firing.rule.weight)
            spans = sorted({(hit.start_char, hit.end_char) for firing in own for hit in firing.hits})
            coded.append(TopicCoding(topic, round(min(weight, 0.99), 3), tuple(spans), strongest.rule.id))
    return tuple(coded)


def _combine(firings: Sequence[Firing]) -> float:
    """Combine the weights of independent cues: 1 - product(1 - w), each rule counted once per sentence."""
    missed = 1.0
    for firing in firings:
        missed *= 1.0 - firing.rule.weight * (1.0 if firing is firings[0] else 0.5)
    return 1.0 - missed


def _code_stance(firings: Sequence[Firing], rules: CodingRules, question: str) -> tuple[str, float]:
    weights = dict(rules.stance_asked.get(question, {})) if firings else {}
    for firing in firings:
        weights[firing.rule.target] = weights.get(firing.rule.target, 0.0) + firing.rule.weight
    if not weights:
        return rules.default_stance, 0.5
    best = max(rules.stance_order, key=lambda stance: (weights.get(stance, 0.0), -rules.stance_order.index(stance)))
    return best, round(weights[best] / sum(weights.values()), 3)
