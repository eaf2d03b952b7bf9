"""Cue rules: which concepts must stand together in a sentence for a rule to fire.

A lexicon says which phrases in which language express a concept; a cue rule says which concepts,
together in one sentence, mean a topic, a stance or a proposed level. The rules know no language,
so what is declared once serves all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of the lexicon found in a text.

    Attributes:
        concept: the concept it expresses.
        start_char: half-open offset in code points into the text.
        end_char: end of the phrase.
        sentence: 0-based number of the sentence it stands in.
    """

    concept: str
    start_char: int
    end_char: int
    sentence: int


@dataclass(frozen=True, slots=True)
class CueRule:
    """A declared rule.

    Attributes:
        id: unique in its file.
        target: what it means when it fires, for example a topic id.
        all_of: sets of alternatives; of each at least one concept must be hit.
        none_of: concepts that keep it from firing, look-alikes among them.
        weight: strength of the evidence, 0 to 1.
    """

    id: str
    target: str
    all_of: tuple[frozenset[str], ...]
    none_of: frozenset[str] = frozenset()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule that fired in one sentence.

    Attributes:
        rule: the rule.
        sentence: 0-based number of the sentence.
        hits: the hits that satisfied it, one per set of alternatives, in text order.
    """

    rule: CueRule
    sentence: int
    hits: tuple[Hit, ...]


def parse_cue_rule(declared: Mapping[str, Any], target: str, number: int) -> CueRule:
    """Build one rule from its declaration.

    Args:
        declared: `all` (list of concepts, or of `a|b` alternatives), optional `none`, `weight`, `id`.
        target: what it means when it fires.
        number: 1-based place among the rules of its target, for its id.

    Returns:
        The rule.
    """
    return CueRule(
        id=str(declared.get("id", f"{target}.{number}")),
        target=target,
        all_of=tuple(frozenset(alternatives.split("|")) for alternatives in declared["all"]),
        none_of=frozenset(declared.get("none", ())),
        weight=float(declared.get("weight", 1.0)),
    )


class CueRules:
    """Rules that are found by the concepts they ask for, so that most of them need no look at a sentence.

    Args:
        rules: rules in declared order.
    """

    def __init__(self, rules: Iterable[CueRule]) -> None:
        self._rules = tuple(rules)
        self._by_concept: dict[str, list[int]] = {}
        self._always = [place for place, rule in enumerate(self._rules) if not rule.all_of]
        for place, rule in enumerate(self._rules):
            for concept in rule.all_of[0] if rule.all_of else ():
                self._by_concept.setdefault(concept, []).append(place)

    def may_fire(self, concepts: frozenset[str]) -> bool:
        """Tell whether the concepts of a whole text hold what any rule asks for: most texts hold it for few."""
        return any(
            all(not concepts.isdisjoint(alternatives) for alternatives in self._rules[place].all_of)
            for place in self._asked(concepts)
        )

    def fire(self, hits: Iterable[Hit]) -> list[Firing]:
        """Find the rules that fire; see `fire`."""
        firings = []
        for sentence, found in _first_hits(hits):
            for place in sorted(self._asked(found)):
                if (firing := _fire_one(self._rules[place], sentence, found)) is not None:
                    firings.append(firing)
        return firings

    def _asked(self, concepts: Iterable[str]) -> set[int]:
        """Return the places of the rules that ask for nothing, or first for one of some concepts."""
        return {*self._always, *(place for concept in concepts for place in self._by_concept.get(concept, ()))}


def fire(rules: Sequence[CueRule], hits: Sequence[Hit]) -> list[Firing]:
    """Find the rules that fire, sentence by sentence.

    Args:
        rules: rules in declared order.
        hits: hits of one text, in any order.

    Returns:
        One firing per rule and sentence, by sentence and then in declared order.
    """
    return [
        firing
        for sentence, found in _first_hits(hits)
        for rule in rules
        if (firing := _fire_one(rule, sentence, found)) is not None
    ]


def _first_hits(hits: Iterable[Hit]) -> list[tuple[int, dict[str, Hit]]]:
    """Return the sentences in order, each with the first hit of every concept."""
    by_sentence: dict[int, dict[str, Hit]] = {}
    for hit in sorted(hits, key=attrgetter("start_char", "end_char", "concept")):
        by_sentence.setdefault(hit.sentence, {}).setdefault(hit.concept, hit)
    return sorted(by_sentence.items())


def _fire_one(rule: CueRule, sentence: int, found: Mapping[str, Hit]) -> Firing | None:
    if not rule.none_of.isdisjoint(found):
        return None
    chosen = []
    for alternatives in rule.all_of:
        present = [found[concept] for concept in alternatives if concept in found]
        if not present:
            return None
        chosen.append(min(present, key=lambda hit: (hit.start_char, hit.end_char)))
    return Firing(rule, sentence, tuple(sorted(set(chosen), key=lambda hit: hit.start_char)))
