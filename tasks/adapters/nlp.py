"""The door to spaCy: blank pipelines, folded word forms and phrase matching in four languages.

A word is folded once per vocabulary entry (lower case, no accents, dictionary form by simplemma) into
spaCy's NORM attribute, so that matching a phrase needs no work per token: on one core that runs at
about nine tenths of the tokenizer's own speed.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tasks.adapters.disk import DiskError, remove, write_spare
from tasks.core.cues import Hit

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LANGUAGES = ("en", "fr", "es", "pt")
"""Languages with a lexicon; text in any other is never coded by the machine."""

TYPEWRITER = str.maketrans("’‘ʼ\u00a0\u202f\u2009", "'''   ")
ACCENTED = {"a": "àáâã", "c": "ç", "e": "éèêë", "i": "íîï", "n": "ñ", "o": "óôõ", "u": "úùûü"}
"""Letters -> what the coded languages write with accents, and people type without."""
SHORTEST_PLURAL = 4
TEXTS_KEPT = 128
KINDS = {(True, True): "both", (True, False): "word", (False, True): "proper", (False, False): ""}
GREATEST = b"\xff" * 8
BYTES_A_WORD = 9
"""Of what is kept: a mark and the languages that have it."""
KEPT_WORDS = "words-of-languages-{}-by-digest.marks"
"""Name of the file that the marks of words are kept in, by the version of the dictionaries."""
SENTENCE_ENDS = [".", "!", "?", "…", ";", "\n"]


def fold(word: str, language: str) -> str:
    """Fold a word to what phrases are compared by.

    Args:
        word: one token.
        language: one of `LANGUAGES`.

    Returns:
        Its dictionary form in lower case without accents: fold("Réunions", "fr") == "reunion"; a plural
        that no dictionary knows, as in capitals without accents, loses its s.
    """
    import simplemma

    lowered = word.lower()
    if not lowered.isalpha():
        return strip_accents(lowered)
    lemma = simplemma.lemmatize(lowered, lang=language, low_memory=True).lower()
    is_bare_plural = lemma == lowered and lowered[-1] == "s" and len(lowered) > SHORTEST_PLURAL
    if is_bare_plural and not simplemma.is_known(lowered, lang=language, low_memory=True):
        lemma = lemma[:-1]
    return strip_accents(lemma)


@cache
def kind_of_word(word: str) -> str:
    """Tell whether dictionaries hold a word.

    Args:
        word: as spelled; one in small letters is looked up small, one with a capital as a proper name.

    Returns:
        "word" of any of the languages, "proper" name, "both", or "".
    """
    return kinds_of_words([word])[0]


@cache
def kind_of_word_in(languages: frozenset[str]) -> Callable[[str], str]:
    """Return what tells of a word as `kind_of_word` does, but a "word" is one of some languages.

    Args:
        languages: of `LANGUAGES`; proper names are those of the dictionaries of all.
    """
    return cache(lambda word: kinds_of_words([word], languages)[0])


def kinds_of_words(words: Sequence[str], languages: Iterable[str] = LANGUAGES) -> list[str]:
    """Tell of each word whether dictionaries hold it; see `kind_of_word` and `kind_of_word_in`."""
    spelled = [word.lower().replace("’", "'") for word in words]
    held = _known_words.languages_of([*spelled, *map(str.title, spelled)])
    bits = _bits_of(languages)
    small, proper = ([bool(one & bits) for one in held[: len(words)]], [one > 0 for one in held[len(words) :]])
    return [KINDS[pair] for pair in zip(small, proper, strict=True)]


@cache
def is_word_but_for_accents(word: str) -> bool:
    """Tell whether dictionaries hold a word that is this one with accents on one letter, or on two e ("Memoire")."""
    spelled = word.lower()
    places = [(place, sign) for place, letter in enumerate(spelled) for sign in ACCENTED.get(letter, "")]
    one = [spelled[:place] + sign + spelled[place + 1 :] for place, sign in places]
    of_e = [(place, sign) for place, sign in places if spelled[place] == "e"]
    two = [
        spelled[:first] + sign + spelled[first + 1 : last] + other + spelled[last + 1 :]
        for first, sign in of_e
        for last, other in of_e
        if first < last
    ]
    return any(kind in ("word", "both") for kind in kinds_of_words([*one, *two]))


def _bits_of(languages: Iterable[str]) -> int:
    return sum(1 << LANGUAGES.index(language) for language in languages)


@cache
def is_word_of(word: str, languages: frozenset[str]) -> bool:
    """Tell whether the dictionary of one of some languages holds a word, or each part of one with hyphens.

    Args:
        word: as spelled; it is looked up small.
        languages: of `LANGUAGES`.
    """
    parts = [part for part in re.split("[-‑]", word.lower().replace("’", "'")) if part]
    spoken = _bits_of(languages)
    return all(told & spoken for told in _known_words.languages_of(parts))


def _mark_of(word: str) -> bytes:
    return blake2b(word.encode(), digest_size=8).digest()


class _KnownWords:
    """The marks of all words of the dictionaries, in order: two millions of them in 19 MB instead of 210."""

    def __init__(self) -> None:
        self._marks: array[int] = array("Q")
        self._languages = b""
        self._folder: Path | None = None

    def keep_in(self, folder: Path) -> None:
        """Keep the marks in a folder, for they take seconds to make."""
        self._folder = folder

    def languages_of(self, spelled: Sequence[str]) -> list[int]:
        """Return of each word the languages that hold it, a bit for each of `LANGUAGES`."""
        if not self._marks:
            self._load()
        asked = [int.from_bytes(_mark_of(word), sys.byteorder) for word in spelled]
        places = [bisect_left(self._marks, mark) for mark in asked]
        return [
            self._languages[place] if self._marks[place] == mark else 0
            for place, mark in zip(places, asked, strict=True)
        ]

    def _load(self) -> None:
        """Load the marks, the last one greater than any other: those that were kept, or new ones."""
        name = KEPT_WORDS.format(version("simplemma"))
        content = _load_marks(self._folder / name) if self._folder else b""
        if not content:
            content = _make_marks()
            if self._folder:
                with suppress(DiskError):
                    for old in self._folder.glob("words-*.marks"):
                        remove(old)
                write_spare(self._folder / name, blake2b(content).digest() + content)
        n = len(content) // BYTES_A_WORD
        self._marks, self._languages = array("Q", content[: -n or None] + GREATEST), content[len(content) - n :] + b"\0"


def _load_marks(path: Path) -> bytes:
    """Load marks that were kept; a damaged file holds none."""
    try:
        content = path.read_bytes()
    except OSError:
        return b""
    digest, marks = content[: blake2b.MAX_DIGEST_SIZE], content[blake2b.MAX_DIGEST_SIZE :]
    return marks if blake2b(marks).digest() == digest else b""


def _make_marks() -> bytes:
    """Return the marks in order, and behind them, a byte for each, the languages."""
    from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

    of_each = [
        np.frombuffer(b"".join(map(_mark_of, LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(language))), np.uint64)
        for language in LANGUAGES
    ]
    marks, inverse = np.unique(np.concatenate(of_each), return_inverse=True)
    languages = np.zeros(len(marks), dtype=np.uint8)
    bits = np.repeat([1 << place for place in range(len(LANGUAGES))], [len(own) for own in of_each])
    np.bitwise_or.at(languages, inverse, bits.astype(np.uint8))
    return marks.tobytes() + languages.tobytes()


_known_words = _KnownWords()
keep_words_in = _known_words.keep_in


def strip_accents(text: str) -> str:
    """Return the text without combining marks: "réunião" becomes "reuniao"."""
    return "".join(
        character for character in unicodedata.normalize("NFD", text) if not unicodedata.combining(character)
    )


def plain(text: str) -> str:
    """Return the text with typewriter apostrophes and spaces, every character at its old offset."""
    return text.translate(TYPEWRITER)


@cache
def pipeline(language: str) -> Language:
    """Return the blank pipeline of a language: its tokenizer, sentence ends and folded forms.

    Args:
        language: one of `LANGUAGES`.

    Raises:
        ValueError: a language without a lexicon.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no lexicon for language {language!r}: have {', '.join(LANGUAGES)}")
    import spacy
    from spacy.attrs import NORM

    with _classes_worked_out_once():
        nlp = spacy.blank(language)
    nlp.vocab.lex_attr_getters[NORM] = lambda word: fold(word, language)
    nlp.add_pipe("sentencizer", config={"punct_chars": SENTENCE_ENDS})
    return nlp


@contextmanager
def _classes_worked_out_once() -> Iterator[None]:
    """Let `re` work out each class of letters once: spaCy's pattern of French words repeats a few of them 800 times.

    That takes two seconds otherwise, in each process. A Python that does this elsewhere is left alone.
    """
    try:
        from re import _compiler  # type: ignore[attr-defined]

        work_out = _compiler._optimize_charset
    except (ImportError, AttributeError):
        yield
        return
    known: dict[str, Any] = {}

    def once(charset: Any, *folding: Any) -> Any:
        key = repr((charset, folding))
        if key not in known:
            known[key] = work_out(charset, *folding)
        return known[key]

    _compiler._optimize_charset = once
    try:
        yield
    finally:
        _compiler._optimize_charset = work_out


@lru_cache(maxsize=TEXTS_KEPT)
def words_of(text: str, language: str) -> Doc:
    """Return the words of a text; kept for a while, as several lexicons look into the same texts."""
    return pipeline(language).make_doc(text)


class PhraseFinder:
    """Finds the phrases of a lexicon in texts of one language.

    Args:
        phrases: concept -> phrases in this language.
        language: one of `LANGUAGES`.
    """

    def __init__(self, phrases: Mapping[str, Iterable[str]], language: str) -> None:
        from spacy.matcher import PhraseMatcher

        self._nlp, self._language = pipeline(language), language
        self._matcher = PhraseMatcher(self._nlp.vocab, attr="NORM")
        for concept, wordings in phrases.items():
            self._matcher.add(concept, [self._nlp.make_doc(plain(wording)) for wording in wordings])

    def find(self, texts: Iterable[str]) -> Iterator[list[Hit]]:
        """Find the phrases in each text.

        Args:
            texts: texts in this finder's language.

        Yields:
            The hits of one text, in the order of the texts.
        """
        for doc in self._nlp.pipe(map(plain, texts), batch_size=256):
            yield self._hits(doc, [number for number, sentence in enumerate(doc.sents) for _ in sentence])

    def find_anywhere(self, texts: Iterable[str]) -> Iterator[list[Hit]]:
        """Find the phrases in each text without looking for the ends of sentences: all stand in sentence 0."""
        for text in texts:
            doc = words_of(plain(text), self._language)
            yield self._hits(doc, [0] * len(doc))

    def _hits(self, doc: Doc, sentence_of: Sequence[int]) -> list[Hit]:
        strings = self._nlp.vocab.strings
        hits = []
        for concept, start, end in self._matcher(doc):
            last = doc[end - 1]
            hits.append(Hit(strings[concept], doc[start].idx, last.idx + len(last), sentence_of[start]))
        return hits
