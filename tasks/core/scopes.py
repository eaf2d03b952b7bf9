"""Scopes: of what a sentence speaks, if it is not the national platform as it is today.

A province's committee, a network of one's own, a wish, a thought of what might have been, a remark on how notes were
taken: phrases tell them (scope_words.yaml), or the question that is answered. Each is a concept like those of a
lexicon, marked at the sentence; the claim rules say what follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tasks.core.claims import sentence_spans
from tasks.core.concepts import ConceptWords
from tasks.core.cues import Hit
from tasks.core.doubts import Doubts
from tasks.core.spellings import simplify
from tasks.core.trends import WORSE, Trends
from tasks.core.voices import SUBNATIONAL_TIERS
from tasks.core.wishes import Wishes

OWN_BODY, NOTE_TAKING = "own_body", "note_taking"
OWN_COMMITTEE = "own_committee"
"""Beside `OWN_BODY` where somebody of a region, district or commune speaks of the committee there."""
LOCAL_AUTHORITY, HERE, OF_NATION = "local_authority", "here", "of_nation"
OF_NATION_ONLY = "of_nation_only"
TIER_WORD, COMMITTEE_WORD = "tier_word", "committee_word"
PLACING = (LOCAL_AUTHORITY, HERE, OF_NATION, OF_NATION_ONLY, TIER_WORD, COMMITTEE_WORD)
"""Words that tell whether somebody from below the national level speaks of the committee there."""
OPENING_ANSWERS = 3
"""Answers in which somebody from below the national level says what the platform is to them."""
ASKED_OF_OWN_BODY, ASKED_OF_PLATFORM = "asked_of_own_body", "asked_of_platform"
FOLLOW_UP_WORDS = 8
"""A question of so few words goes on about what the question before it was about."""
BYGONE, WISHED, BARE_DENIAL, WORSENING = "bygone", "wished", "bare_denial", "worsening"
"""Concepts of sentences that no phrase alone tells: what was so until a past year, a wish where wishes were asked for,
"there is none" and nothing else, and a rise of what should fall."""
PAST_PART, MEASURED = "past_part", "measured"
"""Concepts of the part of a sentence that tells what was so before, beside one that tells what is so today, and of a
sentence whose shares tell that something is better than it was."""
FRAMED = frozenset({BYGONE, WISHED, BARE_DENIAL, WORSENING, OWN_COMMITTEE})
UNTIL, BEFORE, SINCE, ASKED_FOR_WISH, THERE, NONE, AROUND_NONE, IN_YEAR, ONCE, WHICH = (
    "until", "before", "since", "asked_for_wish", "there", "none", "around_none", "in_year", "once", "which",
)  # fmt: skip
WORDS_TO_YEAR = 3
"""Words within which a year follows "until" or "before"; twice as many where "in" stands right before it."""
ROUND = 100
"""What a round number is a multiple of: such a one is a year only where no noun stands behind it."""
YEARS = range(1950, 2100)
PART = re.compile(r"[,:()–—]\s+")
PAST_WORDS = 3
"""Words from which a part of a sentence tells what was so before."""
OPENING_WORDS = 4
"""Words within which "here" opens a sentence: "No, no, here there is no secretariat"."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Words with the question before them.

    Attributes:
        text: the words.
        question: the interviewer's words, "" if unknown.
    """

    text: str
    question: str


class Frames:
    """Finds what a sentence tells by more than a phrase: with its year, its question, or nothing beside it.

    Args:
        phrases: `UNTIL`, `BEFORE`, ... -> phrases of the language (scope_frames.yaml).
        trends: tell worsenings.
        counted: words of what a number counts: people, money.
        small: articles, pronouns and the like, which no number counts.
    """

    def __init__(
        self,
        phrases: Mapping[str, Iterable[str]],
        trends: Trends,
        counted: Iterable[str] = (),
        small: Iterable[str] = (),
    ) -> None:
        split = {name: [tuple(simplify(phrase).split()) for phrase in own] for name, own in phrases.items()}
        self._until, self._before = split.get(UNTIL, []), split.get(BEFORE, [])
        self._none = set(split.get(NONE, ()))
        self._around = {word for phrase in split.get(AROUND_NONE, ()) for word in phrase}
        self._spoken = ConceptWords({name: phrases.get(name, ()) for name in (SINCE, ASKED_FOR_WISH, THERE, ONCE)})
        self._which = split.get(WHICH, [])
        self._trends, self._wishes = trends, Wishes(phrases)
        self._in_year = {word for phrase in split.get(IN_YEAR, ()) for word in phrase}
        self._counted, self._small = set(map(simplify, counted)), set(map(simplify, small))

    def find(self, answer: Answer, year: int | None) -> Iterator[tuple[str, int, int]]:
        """Yield the concepts of `FRAMED`, `PAST_PART` and `MEASURED`, with the place of each.

        Args:
            answer: words with their question.
            year: of the record, None if unknown; nothing is past then.

        Yields:
            A concept, twice the beginning of the sentence that it is about; of `PAST_PART` where it begins and ends.
        """
        is_for_wish = self._asks_for_wish(answer.question)
        for start, end in sentence_spans(answer.text):
            words = simplify(answer.text[start:end]).split()
            told = self._spoken.find(words)
            if year is not None and SINCE not in told and self._is_bygone(words, year):
                yield BYGONE, start, start
            is_told = THERE in told or not is_for_wish or _is_dated(words, year)
            if not is_told and self._wishes.is_wish(answer.text[start:end]):
                yield WISHED, start, start
            if self._is_bare_denial(words):
                yield BARE_DENIAL, start, start
            if ONCE in told and (past := self._past_part(answer.text, start, end)):
                yield PAST_PART, *past
        for start, _, turn in self._trends.turns(answer.text, answer.question):
            yield WORSENING if turn == WORSE else MEASURED, start, start

    def _past_part(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Return the part of a sentence that tells what was so before: "since then we lost one, before it was five".

        None where no other part tells what is so today.
        """
        bounds = [start, *(start + match.end() for match in PART.finditer(text[start:end])), end]
        parts = [(begin, stop, simplify(text[begin:stop]).split()) for begin, stop in pairwise(bounds)]
        told = [self._spoken.find(words) for _, _, words in parts]
        past = [n for n, found in enumerate(told) if ONCE in found]
        if len(past) != 1 or len(parts[past[0]][2]) < PAST_WORDS:
            return None
        begin, stop, words = parts[past[0]]
        is_beside = any(SINCE in found for n, found in enumerate(told) if n not in past)
        opens = begin > start and any(tuple(words[: len(which)]) == which for which in self._which)
        return (begin, stop) if is_beside or opens else None

    def _asks_for_wish(self, question: str) -> bool:
        """Tell whether the last sentence of a question asks for what is needed, missing or wished."""
        spans = sentence_spans(question)
        return bool(spans) and ASKED_FOR_WISH in self._spoken.find(simplify(question[slice(*spans[-1])]).split())

    def _is_bygone(self, words: Sequence[str], year: int) -> bool:
        """Tell whether a sentence tells what was until or before a year that is over."""
        years = [place for place, word in enumerate(words) if word.isdecimal() and int(word) in YEARS]
        years = [place for place in years if not self._is_counting(place, words)]
        latest = max((int(words[place]) for place in years), default=year)
        if latest >= year:
            return False
        last = [place for place in years if int(words[place]) == latest]
        opening = {len(phrase) for phrase in self._before if tuple(words[: len(phrase)]) == phrase}
        ends = {place + len(phrase) for phrase in self._until for place in _places(phrase, words)}
        return (
            any(end <= place < end + WORDS_TO_YEAR for end in ends for place in last)
            or any(end <= place <= end + WORDS_TO_YEAR for end in opening for place in last)
            or any(end <= place < end + 2 * WORDS_TO_YEAR and words[place - 1] in self._in_year
                   for end in opening for place in last)
        )  # fmt: skip

    def _is_counting(self, place: int, words: Sequence[str]) -> bool:
        """Tell whether a number like a year counts what stands behind it: "2000 households"."""
        behind = words[place + 1] if place + 1 < len(words) else ""
        is_round = int(words[place]) % ROUND == 0
        return bool(behind) and (behind in self._counted or (is_round and behind not in self._small))

    def _is_bare_denial(self, words: Sequence[str]) -> bool:
        first = next((place for place, word in enumerate(words) if word not in self._around), 0)
        last = next((len(words) - n for n, word in enumerate(reversed(words)) if word not in self._around), 0)
        starts, ends = range(first + 1), range(last, len(words) + 1)
        return any(tuple(words[start:end]) in self._none for start in starts for end in ends)


def _is_dated(words: Sequence[str], year: int | None) -> bool:
    """Tell whether words name a year that is over: what they name is there, as a decree of that year is."""
    return year is not None and any(word.isdecimal() and YEARS.start <= int(word) < year for word in words)


def _places(phrase: Sequence[str], words: Sequence[str]) -> Iterator[int]:
    for place in range(len(words) - len(phrase) + 1):
        if tuple(words[place : place + len(phrase)]) == phrase:
            yield place


class ScopeFinder:
    """Finds of what sentences of one language speak.

    Args:
        phrases: concept -> phrases of the language.
        frames: find what no phrase alone tells.
        doubts: find what is denied, refused or restricted, None to find none.
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]], frames: Frames, doubts: Doubts | None = None) -> None:
        self._frames, self._doubts = frames, doubts
        asked = (ASKED_OF_OWN_BODY, ASKED_OF_PLATFORM)
        self._told = ConceptWords({name: own for name, own in phrases.items() if name not in (*asked, *PLACING)})
        self._asked = ConceptWords({name: phrases.get(name, ()) for name in (*asked, OWN_BODY)})
        self._placing = ConceptWords({name: phrases.get(name, ()) for name in (*PLACING, OWN_BODY)})

    def find(
        self, answers: Sequence[Answer], tier: str, *, are_notes: bool = False, year: int | None = None
    ) -> list[tuple[Hit, ...]]:
        """Mark the sentences of one voice's answers.

        Args:
            answers: in order.
            tier: national, region, district or commune; "" if unknown. Who speaks from below the national level is
                asked about their own committee too, and goes on about it until the platform is asked about again;
                who says that to them the platform is the committee there speaks of it wherever nothing names the
                country.
            are_notes: a note-taker wrote them, who may tell how they were taken.
            year: of the record, None if unknown.

        Returns:
            The hits of each answer, at the beginnings of the sentences that they are about.
        """
        is_own = False
        is_below = tier in SUBNATIONAL_TIERS
        means_own = is_below and self._means_own_body(answers)
        found = []
        for answer in answers:
            is_own = is_below and self._asks_of_own_body(answer.question, is_own=is_own)
            is_open = is_own or (means_own and self._leaves_open(answer.question))
            hits = self._in_sentences(answer.text, is_below=is_below, is_own=is_own, is_open=is_open)
            framed = [Hit(concept, begin, stop, 0) for concept, begin, stop in self._frames.find(answer, year)]
            doubted = self._doubts.find(answer.text, answer.question) if self._doubts else ()
            found.append((*(hit for hit in hits if are_notes or hit.concept != NOTE_TAKING), *framed, *doubted))
        return found

    def _means_own_body(self, answers: Sequence[Answer]) -> bool:
        """Tell whether somebody says at the beginning that the platform is the committee where they are."""
        for answer in answers[:OPENING_ANSWERS]:
            for start, end in sentence_spans(answer.text):
                named = self._placing.find(simplify(answer.text[start:end]).split())
                if OF_NATION not in named and (OWN_BODY in named or named >= {TIER_WORD, COMMITTEE_WORD}):
                    return True
        return False

    def _leaves_open(self, question: str) -> bool:
        """Tell whether a question does not name the platform or the country."""
        return ASKED_OF_PLATFORM not in self._asked.find(simplify(question).split())

    def _asks_of_own_body(self, question: str, *, is_own: bool) -> bool:
        words = simplify(question).split()
        asked = self._asked.find(words)
        if ASKED_OF_OWN_BODY in asked or OWN_BODY in asked:
            return True
        return is_own and ASKED_OF_PLATFORM not in asked and len(words) <= FOLLOW_UP_WORDS

    def _in_sentences(self, text: str, *, is_below: bool, is_own: bool, is_open: bool) -> Iterable[Hit]:
        for number, (start, end) in enumerate(sentence_spans(text)):
            words = simplify(text[start:end]).split()
            concepts = self._told.find(words)
            if is_own or (is_below and self._is_of_own_committee(words, is_open=is_open)):
                concepts = concepts | {OWN_BODY, OWN_COMMITTEE}
            yield from (Hit(concept, start, start, number) for concept in sorted(concepts))

    def _is_of_own_committee(self, words: Sequence[str], *, is_open: bool) -> bool:
        """Tell whether a sentence of somebody from below the national level is of the committee there."""
        named = self._placing.find(words)
        if OF_NATION in named and (OF_NATION_ONLY in named or HERE not in self._placing.find(words[:OPENING_WORDS])):
            return is_open and LOCAL_AUTHORITY in named
        return is_open or not named.isdisjoint((LOCAL_AUTHORITY, HERE, OWN_BODY))
