"""Polarities: whether a sentence denies what the wording that it sounds like affirms, or affirms what that denies.

"There was no adapted plan" sounds like "we carried on with an adapted plan" and says its opposite. The wording of a
level that a sentence is most like shows what they share; the clause that holds it is denied or not, on both sides.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tasks.core.question_classifiers import STEM_LETTERS
from tasks.core.spellings import simplify

LEAST_LIKENESS = 0.15
"""Likeness (cosine of weighed stems) from which a wording shows what a sentence speaks of."""
AS_LIKE = 0.6
"""Part of the best likeness from which a wording of the same polarity settles that a sentence is not turned round."""
SHORTEST_DENIED = 2
TELLING_LETTERS = 4
"""Shorter words are not what a sentence affirms or denies."""
ANY_NUMBER, DIGITS = re.escape("#"), r"\d+"
SENTENCES_KEPT = 8
"""Sentences whose clauses are kept: one is compared with several levels at once."""
PAUSE = re.compile(r"[,;:()–—.!?«»“”\"]+|\s-\s")


@dataclass(frozen=True, slots=True)
class PolarityWords:
    """Words of one language, simplified (polarity_words.yaml).

    Attributes:
        denying: words that deny the clause they stand in.
        lacking: words that deny in their own right.
        hidden: phrases in which a denying word denies nothing.
        links: words that begin a clause.
    """

    denying: frozenset[str]
    lacking: frozenset[str]
    hidden: re.Pattern[str]
    links: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Clause:
    stems: frozenset[str]
    is_denied: bool


@dataclass(frozen=True, slots=True)
class _Sentence:
    """Stems of a text, its clauses, whether anything in it denies, and whether nothing in it denies or lacks."""

    stems: frozenset[str]
    clauses: tuple[_Clause, ...]
    has_denial: bool
    is_plain: bool


@dataclass(frozen=True, slots=True)
class _Level:
    """The wordings of a level, each with its weighed stems in order and the weight of all, and whether most deny."""

    wordings: tuple[_Sentence, ...]
    weighed: tuple[tuple[tuple[str, float], ...], ...]
    weights: tuple[float, ...]
    is_denying: bool


def parse_polarity_words(declared: Mapping[str, Iterable[str]]) -> PolarityWords:
    """Build the words of one language from their declaration."""
    hidden = "|".join(rf"\b{re.escape(str(phrase)).replace(ANY_NUMBER, DIGITS)}\b" for phrase in declared["hidden"])
    denying, lacking, links = (frozenset(map(str, declared[kind])) for kind in ("denying", "lacking", "links"))
    return PolarityWords(denying, lacking, re.compile(hidden), links)


def denied_clauses(text: str, words: PolarityWords) -> list[list[str]]:
    """Return the words of each clause of a text that is denied, simplified, without those that deny and short ones."""
    clauses = (clause for spelled in _spell_parts(text, words) for clause in _cut(spelled, words.links))
    return [
        [word for word in clause if word not in words.denying and len(word) > SHORTEST_DENIED]
        for clause in clauses
        if not words.denying.isdisjoint(clause)
    ]


class Polarities:
    """Compares sentences with the wordings of levels.

    Args:
        wordings: (indicator, level) -> language -> wordings.
        words: language -> words that deny.
    """

    def __init__(
        self, wordings: Mapping[tuple[str, int], Mapping[str, Iterable[str]]], words: Mapping[str, PolarityWords]
    ) -> None:
        self._wordings, self._words = wordings, words
        self._read: dict[tuple[str, int, str], _Level] = {}
        self._parse = lru_cache(SENTENCES_KEPT)(_parse)
        self._weights = {language: self._weigh_stems(language) for language in words}

    def _weigh_stems(self, language: str) -> dict[str, float]:
        """Weigh the stems of a language: the fewer wordings one stands in, the more it tells."""
        uses: dict[str, int] = {}
        texts = [text for by_language in self._wordings.values() for text in by_language.get(language, ())]
        for text in texts:
            for stem in {word[:STEM_LETTERS] for word in simplify(text).split()}:
                uses[stem] = uses.get(stem, 0) + 1
        return {stem: math.log(1 + len(texts) / n) ** 2 for stem, n in uses.items()}

    def is_turned_round(self, sentence: str, indicator: str, level: int, language: str) -> bool:
        """Tell whether a sentence says the opposite of the wordings of a level that it sounds like.

        Args:
            sentence: of an answer.
            indicator: id.
            level: 0 to 4.
            language: of the sentence.

        Returns:
            True for a sentence without any denial that is like a level 0 told by denials ("there is no plan"), and for
            one that denies what it shares with the wordings of a level that is told without.
        """
        words = self._words.get(language)
        if words is None:
            return False
        told = self._parse(sentence, words)
        known = self._level_of(indicator, level, language)
        if known.is_denying and (level or not told.is_plain):
            return False
        if not known.is_denying and not any(clause.is_denied for clause in told.clauses):
            return False
        near = self._nearest(told, known, language)
        if known.is_denying:
            return bool(near) and all(self._is_denied(own, told, language) for own in near)
        return bool(near) and all(own.is_plain and self._is_denied(told, own, language) for own in near)

    def _nearest(self, told: _Sentence, known: _Level, language: str) -> list[_Sentence]:
        """Return the wordings of a level that a sentence is most like, none where it is like none of them."""
        size = self._weigh(told.stems, language)
        likeness = [
            sum(weight for stem, weight in own if stem in told.stems) / math.sqrt(size * of_all)
            if size * of_all
            else 0.0
            for own, of_all in zip(known.weighed, known.weights, strict=True)
        ]
        best = max(likeness, default=0.0)
        if best < LEAST_LIKENESS:
            return []
        like = zip(likeness, known.wordings, strict=True)
        return [own for share, own in like if share >= AS_LIKE * best and _shared(told, own)]

    def _is_denied(self, one: _Sentence, other: _Sentence, language: str) -> bool:
        """Tell whether the clause of one that holds most of what it shares with the other is denied."""
        shared = _shared(one, other)
        weights = [(self._weigh(clause.stems & shared, language), clause) for clause in one.clauses]
        most = max((weight for weight, _ in weights), default=0.0)
        return most > 0 and all(clause.is_denied for weight, clause in weights if weight == most)

    def _level_of(self, indicator: str, level: int, language: str) -> _Level:
        key = (indicator, level, language)
        if key not in self._read:
            texts = self._wordings.get((indicator, level), {}).get(language, ())
            own = tuple(_parse(text, self._words[language]) for text in texts)
            known = self._weights[language]
            weighed = tuple(tuple((stem, known[stem]) for stem in sorted(one.stems) if stem in known) for one in own)
            weights = tuple(self._weigh(one.stems, language) for one in own)
            is_denying = 2 * sum(one.has_denial for one in own) >= len(own)
            self._read[key] = _Level(own, weighed, weights, is_denying)
        return self._read[key]

    def _weigh(self, stems: Iterable[str], language: str) -> float:
        weights = self._weights[language]
        return sum(weights[stem] for stem in sorted(stems) if stem in weights)


def _shared(one: _Sentence, other: _Sentence) -> set[str]:
    return {stem for stem in one.stems & other.stems if len(stem) >= TELLING_LETTERS}


def _parse(text: str, words: PolarityWords) -> _Sentence:
    clauses: list[_Clause] = []
    has_denial, is_plain = False, True
    for spelled in _spell_parts(text, words):
        has_denial = has_denial or not words.denying.isdisjoint(spelled)
        is_plain = is_plain and not has_denial and words.lacking.isdisjoint(spelled)
        for clause in _cut(spelled, words.links):
            stems = frozenset(word[:STEM_LETTERS] for word in clause if len(word) > 1) - words.denying
            is_denied = not words.denying.isdisjoint(clause)
            if not stems and is_denied and clauses:
                clauses[-1] = _Clause(clauses[-1].stems, is_denied=True)
            elif stems:
                clauses.append(_Clause(stems, is_denied))
    return _Sentence(frozenset().union(*(clause.stems for clause in clauses)), tuple(clauses), has_denial, is_plain)


def _spell_parts(text: str, words: PolarityWords) -> Iterator[list[str]]:
    """Yield the simplified words of each part of a text between pauses, without phrases that hide a denying word."""
    return (words.hidden.sub(" ", simplify(part)).split() for part in PAUSE.split(text))


def _cut(words: list[str], links: frozenset[str]) -> list[list[str]]:
    clauses: list[list[str]] = [[]]
    for word in words:
        if word in links:
            clauses.append([])
        clauses[-1].append(word)
    return [clause for clause in clauses if clause]
