"""Text words: the words of one text, by which the texts of a country that a name can matter for are found.

What is told from all texts, and the roster, change with each new interview. A text has to be looked into again only
when something changed that hangs on one of its own words.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from tasks.core.file_mentions import FILE_PATTERN
from tasks.core.identifiers import sha256_of
from tasks.core.lone_names import PublicWords, join_public_words
from tasks.core.name_words import (
    ELISION_PATTERN,
    LEAST_LOWERED,
    POSSESSIVE_PATTERN,
    WORD_PATTERN,
    WORDS_KEPT,
    PersonWords,
    Things,
    find_things,
    fold_name,
    join_things,
    spelled_words,
    told_by_contacts,
)
from tasks.core.pseudonyms import (
    LABEL_PATTERN,
    NAME_WORD_PATTERN,
    SHORT_FORM_PATTERN,
    SITE_PATTERN,
    WHOLE_WORD_PATTERN,
    Finders,
    Masks,
    Roster,
    fold_tokens,
    initials_in,
)
from tasks.core.spellings import simplify
from tasks.core.vouched_words import find_public_words, told_bodies, told_places

FEWEST_SPEAKING = 3
"""Texts that speak of a body which everybody knows."""
CODE_PATTERN = re.compile(r"(?<!\w)([A-Z]{2,3})\s?:?\s=\s(?=[a-zà-ÿ])")
"""Letters that a head declares to stand for a role ("BP: = first interviewee"): no initials of anybody."""
NUMBER_BEHIND = re.compile(r" \d+\]$")
"""The number of a person at the end of a trace."""


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of a text, in every folding that something is compared with.

    Attributes:
        sha256: of the text.
        own: folded words, sorted.
        initials: letters that stand with full stops ("fd" of "F. D.").
        labels: words before a colon at the beginning of a line.
        digits: all digits in a row; a phone of a register is known by its last ones.
        has_short_form: letters in brackets, which may stand for a name.
        has_file: a file's name or an address of the web, which may hold a name in any way.
    """

    sha256: str
    own: tuple[str, ...] = field(repr=False)
    initials: tuple[str, ...] = field(default=(), repr=False)
    labels: tuple[str, ...] = field(default=(), repr=False)
    digits: str = field(default="", repr=False)
    has_short_form: bool = False
    has_file: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a text tells of words for the other texts of its country.

    Attributes:
        small: word in small letters -> how often it is written small.
        capital: word in small letters -> how often it has a capital.
        contacts: words of e-mails, profiles and files' names.
        things: where no person would stand.
        public: what it shows to be public names.
    """

    small: dict[str, int] = field(repr=False)
    capital: dict[str, int] = field(repr=False)
    contacts: tuple[str, ...] = field(repr=False)
    things: Things = field(repr=False)
    public: PublicWords = field(default_factory=PublicWords, repr=False)


def read_text_words(text: str, said: Iterable[str] | None = None) -> TextWords:
    """Read the words of a text.

    Args:
        text: a whole source, or an answer.
        said: what was said in it, as words may be put together otherwise than they stand; None for a text that no
            results are kept of: then its own words are left out.
    """
    whole = "\n".join([text, *(one for one in said or () if one not in text)])
    return TextWords(
        sha256_of(text),
        () if said is None else tuple(sorted(_every_folding(whole))),
        tuple(sorted({letters for _, letters in initials_in(whole)})),
        tuple(sorted(set(LABEL_PATTERN.findall(whole)) - set(CODE_PATTERN.findall(whole)))),
        "".join(filter(str.isdigit, whole)),
        SHORT_FORM_PATTERN.search(whole) is not None,
        FILE_PATTERN.search(whole) is not None or SITE_PATTERN.search(whole) is not None,
    )


def _every_folding(whole: str) -> set[str]:
    own = {*simplify(whole).split(), *fold_tokens(whole)}
    own.update(*map(_name_foldings, set(WORD_PATTERN.findall(whole))))
    own.update(*map(_token_foldings, {*WHOLE_WORD_PATTERN.findall(whole), *NAME_WORD_PATTERN.findall(whole)}))
    return own


@lru_cache(maxsize=WORDS_KEPT)
def _name_foldings(word: str) -> frozenset[str]:
    """Return a word of a name folded, with and without what leans on it and what it owns."""
    spelled = {word, ELISION_PATTERN.sub("", word, count=1)}
    spelled |= {POSSESSIVE_PATTERN.sub("", one) for one in spelled}
    return frozenset(map(fold_name, spelled))


@lru_cache(maxsize=WORDS_KEPT)
def _token_foldings(word: str) -> frozenset[str]:
    tokens = fold_tokens(word)
    return frozenset((*tokens, "".join(tokens)))


def read_told(text: str, words: PersonWords) -> Told:
    """Read what a text tells of words for the other texts of its country; see `AllTold`."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for word, n in Counter(word.text for word in spelled_words(text)).items():
        (small if word[0].islower() else capital)[word.lower()] += n
    things = find_things(text, words)
    things = replace(
        things,
        named=things.named.union(told_bodies(text, words)),
        located=things.located.union(told_places(text, words)),
    )
    contacts = tuple(sorted(told_by_contacts(text)))
    return Told(dict(small), dict(capital), contacts, things, find_public_words(text, words))


class AllTold:
    """What all texts of a country tell of words."""

    def __init__(self) -> None:
        self._small: Counter[str] = Counter()
        self._capital: Counter[str] = Counter()
        self.contacts: set[str] = set()
        self._things: list[Things] = []
        self._public: list[PublicWords] = []

    def add(self, told: Told) -> None:
        """Add what one text tells."""
        for counts, own in ((self._small, told.small), (self._capital, told.capital)):
            for word, n in own.items():
                counts[word] += n
        self.contacts.update(told.contacts)
        self._things.append(told.things)
        self._public.append(told.public)

    def things(self, words: PersonWords) -> frozenset[str]:
        """Return the words that are no persons."""
        return join_things(self._things, words)

    def public(self) -> PublicWords:
        """Return what the texts show to be public names."""
        return join_public_words(self._public)

    def bodies(self) -> frozenset[str]:
        """Return the words for a body that most texts write with a capital behind an article: "the Sabha"."""
        texts = Counter(word for one in self._things for word in one.named)
        fewest = max(FEWEST_SPEAKING, len(self._things) // 2)
        return frozenset(word for word, n in texts.items() if n >= fewest)

    def lowered(self) -> frozenset[str]:
        """Return the words that the texts write small more often than with a capital: they are words."""
        found = (word for word, n in self._small.items() if n >= LEAST_LOWERED and n > self._capital[word])
        return frozenset(map(fold_name, found))


def listed_of(words: TextWords, finders: Finders) -> list[list[str]]:
    """Return those words that are told from all texts of the country which can matter for one text."""
    return [
        sorted(listed.intersection(words.own))
        for listed in (finders.lowered, finders.told, finders.things, finders.bodies, finders.public)
    ]


class Traces:
    """What of a country's masks can matter for one text.

    Args:
        masks: of the country.
        vocabulary: folded words of all its texts.
    """

    def __init__(self, masks: Masks, vocabulary: Iterable[str]) -> None:
        self._hanging: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._initials = masks.roster.initials
        self._hang_names(masks.roster, vocabulary)
        for post in masks.finders.known_posts if masks.finders else ():
            self._hang(post.split(), f"post {post}")
        self.hang_short_forms(masks.roster.short_forms)
        self._phones: dict[str, set[str]] = {}
        for pattern, placeholder, tail in masks.contacts:
            self._phones.setdefault(tail, set()).add(f"phone {pattern.pattern} {placeholder}")
        self._lengths = {len(tail) for tail in self._phones}
        self._names_of_files = sha256_of(json.dumps([sorted(masks.roster.parts.items()), sorted(self._initials)]))

    def _hang_names(self, roster: Roster, vocabulary: Iterable[str]) -> None:
        for aliases in roster.aliases.values():
            for one in aliases:
                flags = f"{one.kind} {one.is_doubtful} {one.is_place}"
                self._hang(one.tokens, f"alias {' '.join(one.tokens)} {flags} {one.placeholder}")
        for part, placeholder in roster.parts.items():
            self._hang([part], f"part {part} {placeholder}")
        for word in vocabulary:
            for part in roster.parts.near(word):
                self._hang([word], f"near {word} {part} {roster.parts[part]}")

    def hang_short_forms(self, short_forms: Mapping[str, str]) -> None:
        """Add the letters that texts give for names; see `Roster.short_forms`."""
        for letters, placeholder in short_forms.items():
            self._hang(fold_tokens(letters), f"short {letters} {placeholder}")
        self._words = frozenset(self._hanging)

    def _hang(self, words: Sequence[str], what: str) -> None:
        if words:
            self._hanging.setdefault(words[0], []).append((tuple(words), what))

    def of(self, words: TextWords) -> list[str]:
        """Return what can matter for a text, sorted: it is masked as it was as long as this stays."""
        own = frozenset(words.own)
        found = {what for word in own & self._words for needed, what in self._hanging[word] if own.issuperset(needed)}
        known = (one for one in words.initials if one in self._initials)
        found.update(f"initials {one} {self._initials[one]}" for one in known)
        if words.has_file:
            found.add(f"files {self._names_of_files}")
        for length in self._lengths if words.digits else ():
            ends = {words.digits[start : start + length] for start in range(len(words.digits) - length + 1)}
            found.update(*(self._phones[tail] for tail in ends & self._phones.keys()))
        return sorted(found)


def name_by_place(traces: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Name the people of traces by the places where they come first, for their numbers move with everybody before them.

    Args:
        traces: as `Traces.of` returns them.

    Returns:
        The traces without those numbers, and the placeholders in the order of those places. Where two traces are alike
        but for the number, so that an order could not be told without it, the traces as they are and no placeholders.
    """
    parts = sorted((NUMBER_BEHIND.sub("", trace), trace) for trace in traces)
    if any(one == other for (one, _), (other, _) in pairwise(parts)):
        return list(traces), ()
    places: dict[str, int] = {}
    named = []
    for known, trace in parts:
        placeholder = trace[trace.rfind("[") :] if known != trace else ""
        place = places.setdefault(placeholder, len(places)) if placeholder else ""
        named.append(f"{known}#{place}")
    return named, tuple(places)


def labels_told(words: TextWords, initials: Mapping[str, str]) -> dict[str, str]:
    """Return the labels of a text that are initials of a full name ("CM:"), in capitals, with their placeholders.

    Args:
        words: of the text.
        initials: in capitals -> placeholder.
    """
    return {label: initials[label] for label in words.labels if label in initials}
