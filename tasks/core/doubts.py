"""Doubts: sentences of which it is doubtful that they tell the level that they sound like.

"There is a matrix, but nothing is published", "they say it has fallen; I don't believe it", "not a bad anchor": who
denies, refuses or restricts what a sentence says tells less than its words sound like. Each doubt is a concept marked
at the sentence; the claim rules say which levels are hints then.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from tasks.core.claims import sentence_spans
from tasks.core.concepts import ConceptWords
from tasks.core.cues import Hit
from tasks.core.spellings import simplify

UNDONE, DISBELIEF, LITOTES, UNEVEN, NO_FUND = "undone", "disbelief", "litotes", "uneven", "no_fund"
"""Concepts that a phrase tells."""
LEAD_IN, REPLACED, REFUTED_FIRST, CONDITION = "lead_in", "replaced", "refuted_first", "condition"
"""Concepts of a sentence that only names its subject, of one whose second half says what is so instead of what its
first half denies, of such a one that begins with the denial ("no ministry, it's the Cabinet"), and of one that opens
with a condition."""
URGED, UNMET, DRAFT, ADOPTED = "urged", "unmet", "draft", "adopted"
"""Concepts of what should be or is asked for, of a hope that was not met, and of a text that is being drafted, unless
it says that one was adopted."""
TOLD = (UNDONE, DISBELIEF, LITOTES, UNEVEN, NO_FUND, URGED, UNMET, DRAFT)
HERE, ELSEWHERE = "here", "elsewhere"
PART_END = ";"
"""Behind it the next part of a sentence begins."""
DOUBTS = frozenset({*TOLD, LEAD_IN, REPLACED, REFUTED_FIRST, CONDITION, HERE})
EVERYTHING = "everything"
SHORT = 7
"""A sentence of so few words may be about the one before it."""
SHORT_UNMET = 10
"""The same where it says that nothing came of it."""
NUMBER_AND_VERB = 3
"""A sentence that says of how many of all it holds: "five meet", "cinco se reúnen"."""
WORDS_TO_DENIAL = 3
TELLING_LETTERS = 4
SUBJECT_WORDS = 4
"""Words that name a subject and say nothing of it."""
UNFINISHED = re.compile(r"(?:\.{2,}|…)[\s\"»”')]*$")


class Doubts:
    """Finds the doubts about sentences of one language.

    Args:
        phrases: concept -> phrases (doubt_words.yaml).
        denying: words that deny.
        numbers: number words.
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]], denying: Iterable[str], numbers: Iterable[str]) -> None:
        self._told = ConceptWords({concept: phrases.get(concept, ()) for concept in (*TOLD, ADOPTED, EVERYTHING, HERE)})
        self._denying, self._numbers = set(denying), {word for number in numbers for word in simplify(number).split()}
        split = {name: [tuple(simplify(phrase).split()) for phrase in own] for name, own in phrases.items()}
        self._conditions = split.get("condition", [])
        self._in_practice = split.get("in_practice", [])
        self._about, self._named = split.get("about", []), split.get("named", [])
        self._hesitations = split.get("hesitation", [])
        self._opening = set(chain.from_iterable(split.get("opening", ())))
        instead = "|".join(map(re.escape, phrases.get("instead", ())))
        self._instead = re.compile(rf"[,;–—]\s+(?=(?:{instead})(?!\w))", re.IGNORECASE) if instead else None

    def find(self, text: str, question: str) -> Iterator[Hit]:
        """Yield the doubts about the sentences of an answer, at their beginnings.

        Args:
            text: the words of the answer.
            question: the interviewer's words before it, "" if unknown.

        Yields:
            Hits without length; that of `REPLACED` stands where the half begins that says what is so.
        """
        before, said = -1, set[str]()
        for start, end in sentence_spans(text):
            sentence = text[start:end]
            words = simplify(sentence).split()
            told = self._told.find(words)
            if ADOPTED in told and self._denying.isdisjoint(words):
                told = told - {DRAFT}
            is_unfinished = bool(UNFINISHED.search(sentence))
            is_part = text[:start].rstrip().endswith(PART_END)
            here = (told & DOUBTS) - (set() if is_part else {HERE}) | set(
                self._framed(words, question, is_unfinished=is_unfinished)
            )
            if (place := self._replaces(sentence)) is not None:
                yield Hit(REPLACED, start + place, start + place, 0)
                here |= {REFUTED_FIRST} if self._denies_first(simplify(sentence[:place]).split()) else set()
            yield from (Hit(concept, start, start, 0) for concept in sorted(here))
            if before >= 0:
                yield from (Hit(concept, before, before, 0) for concept in self._looking_back(words, told, said))
            if self._opened(words) < len(words):
                before, said = start, told

    def _framed(self, words: Sequence[str], question: str, *, is_unfinished: bool) -> Iterator[str]:
        """Yield the doubts about a sentence that no phrase alone tells."""
        if self._only_names(words, question, is_unfinished=is_unfinished):
            yield LEAD_IN
        if _opens(words[self._opened(words) :], self._conditions) or _opens(words, self._conditions):
            yield CONDITION

    def _looking_back(self, words: Sequence[str], told: Collection[str], said: Collection[str]) -> Iterator[str]:
        """Yield the doubts that a sentence throws on the one before it."""
        if len(words) <= SHORT and DISBELIEF in told:
            yield DISBELIEF
        if len(words) <= SHORT_UNMET and UNMET in told:
            yield UNMET
        if (len(words) <= SHORT and UNDONE in told) or self._restricts(words, is_of_all=EVERYTHING in said):
            yield UNDONE

    def _restricts(self, words: Sequence[str], *, is_of_all: bool) -> bool:
        """Tell whether a sentence says what is done instead of what was told before it, or for how many that holds."""
        words = words[self._opened(words) :]
        if _opens(words, self._in_practice):
            return True
        counted = [place for place, word in enumerate(words) if self._is_number(word)]
        if is_of_all and counted[:1] == [0] and len(words) <= NUMBER_AND_VERB:
            return True
        return len(counted) > 1 and any(place > 1 and words[place - 1] in self._denying for place in counted[1:])

    def _opened(self, words: Sequence[str]) -> int:
        return next((place for place, word in enumerate(words) if word not in self._opening), len(words))

    def _is_number(self, word: str) -> bool:
        return word in self._numbers or (word.isdecimal() and len(word) <= 2)  # noqa: PLR2004 - a longer one is a year

    def _only_names(self, words: Sequence[str], question: str, *, is_unfinished: bool) -> bool:
        """Tell whether words name a subject and break off: "as for the plan, hmm", "the plan..." if asked for."""
        words = words[self._opened(words) :]
        hesitating = max((len(h) for h in self._hesitations if tuple(words[-len(h) :]) == h), default=0)
        named = words[: len(words) - hesitating]
        if not (hesitating or is_unfinished) or not self._denying.isdisjoint(named):
            return False
        if any(map(self._is_number, named)):
            return False
        asked = set(simplify(question).split())
        return any(
            0 < len(named) - len(opener) <= SUBJECT_WORDS and (is_enough or _names(named[len(opener) :], asked))
            for openers, is_enough in ((self._about, True), (self._named, False))
            for opener in openers
            if tuple(named[: len(opener)]) == opener
        )

    def _denies_first(self, words: Sequence[str]) -> bool:
        """Tell whether the half that denies is short and begins with its denial: "no ministry", "ce n'est pas"."""
        return 1 < len(words) <= SHORT and not self._denying.isdisjoint(words[:WORDS_TO_DENIAL])

    def _replaces(self, sentence: str) -> int | None:
        """Return where the half of a sentence begins that says what is so instead of what its first half denies."""
        match = self._instead.search(sentence) if self._instead else None
        if match is None:
            return None
        denied, told = simplify(sentence[: match.start()]).split(), simplify(sentence[match.end() :]).split()
        is_replaced = not self._denying.isdisjoint(denied) and self._denying.isdisjoint(told)
        return match.end() if is_replaced else None


def carry_elsewhere(text: str, hits: Iterable[Hit], concepts: Collection[str]) -> Iterator[Hit]:
    """Yield a mark on each part of a sentence behind a semicolon that goes on about another country.

    Args:
        text: words of an answer.
        hits: concepts in them, `HERE` among them.
        concepts: concepts of what is elsewhere.
    """
    known, is_abroad = list(hits), False
    for start, end in sentence_spans(text):
        inside = {hit.concept for hit in known if start <= hit.start_char < end}
        goes_on = text[:start].rstrip().endswith(PART_END) and HERE not in inside
        is_named = not inside.isdisjoint(concepts)
        if is_abroad and goes_on and not is_named:
            yield Hit(ELSEWHERE, start, start, 0)
        is_abroad = is_named or (is_abroad and goes_on)


def _opens(words: Sequence[str], phrases: Iterable[tuple[str, ...]]) -> bool:
    return any(tuple(words[: len(phrase)]) == phrase for phrase in phrases)


def _names(words: Iterable[str], question: Collection[str]) -> bool:
    """Tell whether a question holds one of some words that are not short."""
    return any(len(word) >= TELLING_LETTERS and word in question for word in words)
