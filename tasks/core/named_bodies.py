"""Bodies that voices name when they say what the platform is: who names another one than the others do disagrees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tasks.core.alternations import any_of
from tasks.core.question_classifiers import STEM_LETTERS
from tasks.core.spellings import simplify

CAPITALS = re.compile(r"\b[A-Z]{3,10}\b")
NAME_WORD = r"[^\W\d_]+(?:-[^\W\d_]+)*(?:['’]s?(?=\s))?"
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
class Named:
    """A body with the sentence that names it.

    Attributes:
        body: what is named.
        segment_id: where.
        words: the sentence.
    """

    body: Body
    segment_id: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BodyWords:
    """Words of one language (body_words.yaml).

    Attributes:
        said: an opener, an article, and a noun with what follows, or capitals.
        meant: the same after a word that says what the platform means; there only what is written as a name is one.
        copula: stands between a name and what it means ("the MSP is ...").
        beside: capitals in apposition to a name ("the national committee, the NCC").
        small: words that are no part of a name, simplified.
        asked: capitals that stand for any platform ("MSP"), no name of one.
    """

    said: re.Pattern[str]
    meant: re.Pattern[str]
    copula: re.Pattern[str]
    beside: re.Pattern[str]
    small: frozenset[str]
    asked: frozenset[str]


def parse_body_words(declared: Mapping[str, Iterable[str]]) -> BodyWords:
    """Build the words of one language from their declaration."""
    words = {kind: any_of(map(str, declared[kind])) for kind in declared}
    article = rf"(?:(?i:{words['articles']})\s*(?<!\w(?=\w)))?\s*"
    nouns = rf"(?i:{words['bodies']})"
    before = rf"(?P<before>(?:(?!(?i:{words['articles']})\b){NAME_WORD}\s+){{0,3}})"
    copula = rf"(?i:{words['copulas']})"
    rest = rf"(?P<rest>(?:(?!\s{copula}(?!\w))[^,.;:!?()«»“”\"\n]){{0,{LONGEST_NAME}}})"
    named = rf"{before}(?P<noun>{nouns})\b(?!\s+(?i:{words['purposes']})\b){rest}"
    platform = rf"(?P<platform>(?i:{words['platforms']}))\b{rest.replace('rest', 'of_platform')}"
    name = rf"(?:{named}|{platform}|(?P<letters>[A-Z]{{3,10}})\b)"
    adverbs = rf"(?:(?i:{words['adverbs']})(?!\w)[\s,]*)?"
    subject = rf"(?P<subject>(?i:{words['platforms']})|\b[A-Z]{{3,10}}\b)[\s»”\",]*"
    means = rf"(?i:{words['meanings']})"
    return BodyWords(
        said=re.compile(rf"(?:(?<!\w)(?i:{words['openers']})(?!\w)[\s,:«“\"]*)+{article}{name}"),
        meant=re.compile(
            rf"(?<!\w)(?:{subject}{adverbs}(?:{copula}|{means})|{means})(?!\w)[\s,:«“\"]*{adverbs}{article}{name}"
        ),
        copula=re.compile(rf"[\s»”\",]*{copula}(?!\w)"),
        beside=re.compile(rf"\s*[,(]\s*{article}([A-Z]{{3,10}})\b"),
        small=frozenset(simplify(str(word)) for word in declared["small"]),
        asked=frozenset(map(str, declared["asked"])),
    )


def named_body(text: str, words: BodyWords, question: str = "") -> Body | None:
    """Return the body that an answer says the platform is, None where it names none.

    Args:
        text: an answer to what the platform is.
        words: of its language.
        question: the words before it; capitals in it are the question's own name for the platform, no body.
    """
    found = find_body(text, words, question)
    return found[0] if found else None


def find_body(text: str, words: BodyWords, question: str = "", *, is_asked: bool = True) -> tuple[Body, int] | None:
    """Return the body that an answer names and where, as `named_body`.

    A name that the answer goes on to explain ("the CFG is the Council for Food") is one with what explains it.

    Args:
        text: the words.
        words: of their language.
        question: the words before them, "" if unknown.
        is_asked: whether it was asked what the platform is; else only who says what the platform means names a body.
    """
    asked = words.asked.union(CAPITALS.findall(question))
    synonyms: dict[str, int] = {}
    for match in _names(text, words):
        if not is_asked and not _is_of_platform(match, words):
            continue
        body = _body_of(match, words)
        body = body and replace(body, letters=body.letters | _letters_beside(match, words))
        letters = body.letters - asked if body else frozenset()
        if body is None or not (body.noun or letters):
            continue
        if not body.noun and words.copula.match(text, match.end()):
            synonyms.update(dict.fromkeys(letters, match.start()))
            continue
        return replace(body, letters=letters.union(synonyms)), match.start()
    return (Body("", frozenset(), frozenset(synonyms)), min(synonyms.values())) if synonyms else None


def _names(text: str, words: BodyWords) -> list[re.Match[str]]:
    """Return all that may be a name, in order; one name may begin inside the words that lead to another."""
    found: dict[int, re.Match[str]] = {}
    for pattern in (words.said, words.meant):
        start = 0
        while match := pattern.search(text, start):
            if pattern is words.said or _is_written_as_name(match):
                found.setdefault(match.end(), match)
            start = match.start() + 1
    return sorted(found.values(), key=lambda match: (match.end(), match.start()))


def _is_of_platform(match: re.Match[str], words: BodyWords) -> bool:
    """Tell whether a match says what a platform, or capitals that stand for any, mean."""
    subject = match["subject"] if match.re is words.meant else None
    return subject is not None and (subject in words.asked or subject.islower() or subject.istitle())


def _is_written_as_name(match: re.Match[str]) -> bool:
    name = match["letters"] or match["platform"] or f"{match['before']}{match['noun']}"
    return name[:1].isupper()


def _body_of(match: re.Match[str], words: BodyWords) -> Body | None:
    """Return what a match names; a platform is named by its capitals only, as every one is called so."""
    if match["letters"]:
        return Body("", frozenset(), frozenset({match["letters"]}))
    if match["platform"]:
        return Body("", frozenset(), frozenset())
    name = f"{match['before']} {match['rest']}"
    own = [word for word in simplify(name).split() if word not in words.small]
    full = simplify(f"{match['before']} {match['noun']} {match['rest']}").split()
    every = [word for word in full if len(word) >= LEAST_LETTERS or word in own]
    letters = {"".join(word[0] for word in every[:size]).upper() for size in range(3, len(every) + 1)}
    letters |= set(CAPITALS.findall(name))
    return Body(simplify(match["noun"]), frozenset(word[:STEM_LETTERS] for word in own), frozenset(letters))


def _letters_beside(match: re.Match[str], words: BodyWords) -> frozenset[str]:
    beside = words.beside.match(match.string, match.end())
    return frozenset({beside[1]}) if beside else frozenset()


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
