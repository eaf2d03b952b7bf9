"""Bodies that voices name when they say what the platform is: who names another one than the others do disagrees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tasks.core.question_classifiers import STEM_LETTERS
from tasks.core.spellings import simplify

CAPITALS = re.compile(r"\b[A-Z]{3,10}\b")
LONGEST_NAME, LEAST_LETTERS = 70, 4
FEWEST_AGREEING = 2
"""Voices that make a body the one that is meant in a country."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body as somebody names it.

    Attributes:
        noun: what it is ("committee"), "" where only capitals are told.
        stems: of the words behind it, without small ones.
        letters: capitals told, and the first letters of its name.
    """

    noun: str
    stems: frozenset[str]
    letters: frozenset[str]

    def is_same(self, other: Body) -> bool:
        """Tell whether two names may be of one body: the same letters, or the same noun and nothing that differs."""
        if self.letters & other.letters:
            return True
        if not self.noun or not other.noun:
            return False
        return self.noun == other.noun and (not self.stems or not other.stems or bool(self.stems & other.stems))


@dataclass(frozen=True, slots=True)
class BodyWords:
    """Words of one language (body_words.yaml).

    Attributes:
        pattern: an opener, an article, and a noun with what follows, or capitals.
        small: words that are no part of a name, simplified.
    """

    pattern: re.Pattern[str]
    small: frozenset[str]


def parse_body_words(declared: Mapping[str, Iterable[str]]) -> BodyWords:
    """Build the words of one language from their declaration."""
    openers, articles, bodies, purposes = (
        "|".join(map(re.escape, sorted(map(str, declared[kind]), key=len, reverse=True)))
        for kind in ("openers", "articles", "bodies", "purposes")
    )
    before = rf"(?P<before>(?:(?!(?i:{articles})\b)[^\W\d_]+\s+){{0,3}})"
    noun = rf"(?P<noun>(?i:{bodies}))\b(?!\s+(?i:{purposes})\b)"
    named = rf"{before}{noun}(?P<rest>[^,.;:!?()«»“”\"\n]{{0,{LONGEST_NAME}}})"
    pattern = (
        rf"(?:(?<!\w)(?i:{openers})(?!\w)[\s,:«“\"]*)+(?:(?i:{articles})\s*(?<!\w(?=\w)))?\s*"
        rf"(?:{named}|(?P<letters>[A-Z]{{3,10}})\b)"
    )
    return BodyWords(re.compile(pattern), frozenset(simplify(str(word)) for word in declared["small"]))


def named_body(text: str, words: BodyWords) -> Body | None:
    """Return the body that an answer says the platform is, None where it names none.

    Args:
        text: an answer to what the platform is.
        words: of its language.
    """
    match = words.pattern.search(text)
    if match is None:
        return None
    if match["letters"]:
        return Body("", frozenset(), frozenset({match["letters"]}))
    name = f"{match['before']} {match['rest']}"
    own = [word for word in simplify(name).split() if word not in words.small]
    full = simplify(f"{match['before']} {match['noun']} {match['rest']}").split()
    every = [word for word in full if len(word) >= LEAST_LETTERS or word in own]
    letters = {"".join(word[0] for word in every[:size]).upper() for size in range(3, len(every) + 1)}
    letters |= set(CAPITALS.findall(name))
    return Body(simplify(match["noun"]), frozenset(word[:STEM_LETTERS] for word in own), frozenset(letters))


def dissenting(named: Mapping[str, Body], spoken: Iterable[frozenset[str]]) -> set[str]:
    """Return the voices that name another body than the one that most speak of.

    Args:
        named: voice -> the body it names.
        spoken: simplified words of each voice, of those that name none as well.

    Returns:
        None of them where no body is spoken of by two voices, or two are as often.
    """
    uses = _count_uses(set(named.values()), spoken)
    most = max(uses.values(), default=0)
    meant = [body for body in named.values() if uses[body] == most]
    if most < FEWEST_AGREEING or not all(one.is_same(meant[0]) for one in meant):
        return set()
    return {voice for voice, body in named.items() if not any(body.is_same(one) for one in meant)}


def _count_uses(bodies: Iterable[Body], spoken: Iterable[frozenset[str]]) -> dict[Body, int]:
    """Count the voices that use the letters of each body, or its noun and a word of its name."""
    bodies = list(bodies)
    asked = {letters.lower() for body in bodies for letters in body.letters}
    asked.update(word for body in bodies for word in body.noun.split())
    stems = frozenset().union(*(body.stems for body in bodies))
    users: dict[str, set[int]] = {}
    stem_users: dict[str, set[int]] = {}
    everybody: set[int] = set()
    for voice, words in enumerate(spoken):
        everybody.add(voice)
        for word in words & asked:
            users.setdefault(word, set()).add(voice)
        for stem in stems.intersection(word[:STEM_LETTERS] for word in words):
            stem_users.setdefault(stem, set()).add(voice)
    nobody: set[int] = set()
    uses = {}
    for body in bodies:
        by_letters = nobody.union(*(users.get(letters.lower(), nobody) for letters in body.letters))
        by_noun = everybody.intersection(*(users.get(word, nobody) for word in body.noun.split()))
        by_stems = nobody.union(*(stem_users.get(stem, nobody) for stem in body.stems)) if body.stems else everybody
        uses[body] = len(by_letters | (by_noun & by_stems if body.noun else nobody))
    return uses
