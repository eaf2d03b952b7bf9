"""Lone names: single words that texts use as somebody's name and as a storm's, a body's or a place's, decided once.

A country that speaks of "cyclone Idara" says "after Idara" too. What no frame shows to be a person anywhere, and what
is shown to be public somewhere, is nobody's name in the whole country.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tasks.core.name_words import KNOWN_WORDS, WORD_PATTERN, Mention, PersonWords, fold_name

UNFRAMED = frozenset(
    "field role said known unknown unvouched evidence given asked addressed list start doubtful".split()
)
"""Signs by which a word is not told to be what somebody is called."""
ACTING = frozenset("role said given asked addressed".split())
"""Of those, the ones by which it acts as somebody, or as a body or a place that people speak for."""
UNSURE_OF_ALL = frozenset(("unknown", "field"))
"""Signs of several words that may be a list of places or a heading."""
LEAST_PLACED, PLACED_EACH = 2, 2
"""How often a word has to stand as a place, and how often more for each time that it acts."""
LEAST_BEHIND = 3
"""How often an article has to stand before a word of the languages, for each time that it is taken for a name."""
JOINING = frozenset("e y i et and".split())


@dataclass(frozen=True, slots=True)
class PublicWords:
    """Words that a text shows to be public names.

    Attributes:
        placed: folded word -> how often it stands as a place.
        behind_articles: folded word -> how often an article stands before it.
        called: folded words that storms and bodies are called.
        acronyms: folded words that are the initials of a body's name.
    """

    placed: dict[str, int] = field(default_factory=dict, repr=False)
    behind_articles: dict[str, int] = field(default_factory=dict, repr=False)
    called: tuple[str, ...] = field(default=(), repr=False)
    acronyms: tuple[str, ...] = field(default=(), repr=False)


def join_public_words(found: Iterable[PublicWords]) -> PublicWords:
    """Join what the texts of a country show."""
    placed: Counter[str] = Counter()
    behind: Counter[str] = Counter()
    called: set[str] = set()
    acronyms: set[str] = set()
    for one in found:
        placed.update(one.placed)
        behind.update(one.behind_articles)
        called.update(one.called)
        acronyms.update(one.acronyms)
    return PublicWords(dict(placed), dict(behind), tuple(sorted(called)), tuple(sorted(acronyms)))


def decide_public_names(
    named: Iterable[tuple[str, str]], known: Iterable[str], shown: PublicWords, words: PersonWords
) -> frozenset[str]:
    """Decide which words that texts use as names are nobody's in the whole country.

    Args:
        named: names that texts tell, with their signs.
        known: names that registers, files and people tell.
        shown: what the texts show to be public names.
        words: how names look.

    Returns:
        Folded words. One that is somebody's too is none of them: it is replaced wherever it does not stand as a place.
        A body is called by its initials ("they call it CINA"), so these are nobody's unless somebody is known by them.
    """
    framed = {word for name in known for word in naming_words(name, words)}
    initials = frozenset(shown.acronyms) - framed
    acting: Counter[str] = Counter()
    uses: Counter[str] = Counter()
    alone: dict[str, str] = {}
    for name, sign in named:
        own = naming_words(name, words)
        is_list = len(own) > 1 and sign in UNSURE_OF_ALL and _is_joined(name)
        if sign not in UNFRAMED or (len(own) > 1 and not is_list):
            framed.update(own)
        else:
            alone.update({fold_name(word): word for word in WORD_PATTERN.findall(name)})
            acting.update(own if sign in ACTING else ())
            uses.update(own)
    shown_words = {*shown.placed, *shown.behind_articles, *shown.called}
    open_words = (alone.keys() & shown_words) - framed
    called = {word for word in open_words if _is_thing(alone[word], uses[word], shown, words) and not acting[word]}
    return initials.union(called, (word for word in open_words if _is_public(word, acting[word], shown, words)))


def _is_thing(spelled: str, n_uses: int, shown: PublicWords, words: PersonWords) -> bool:
    """Tell whether a word of the languages that nobody is called stands behind an article again and again."""
    word = fold_name(spelled)
    is_behind = shown.behind_articles.get(word, 0) >= LEAST_BEHIND * n_uses
    return is_behind and word not in words.given and words.kind_of_word(spelled) in KNOWN_WORDS


def _is_public(word: str, n_acting: int, shown: PublicWords, words: PersonWords) -> bool:
    if word in words.given:
        return word in shown.called and not n_acting
    return word in shown.called or shown.placed.get(word, 0) >= LEAST_PLACED + PLACED_EACH * n_acting


def _is_joined(name: str) -> bool:
    return any(word in JOINING for word in name.split())


def naming_words(name: str, words: PersonWords) -> list[str]:
    """Return the folded words of a name that name somebody: no articles, titles and small words."""
    folded = (fold_name(word) for word in WORD_PATTERN.findall(name))
    small = (words.articles, words.determiners, words.particles, words.titles)
    return [word for word in folded if not any(word in listed for listed in small)]


def is_public(one: Mention, public: frozenset[str], words: PersonWords) -> bool:
    """Tell whether a mention names nobody, as its words are public names.

    Args:
        one: what a text shows to be a name.
        public: as `decide_public_names` returns them.
        words: how names look.
    """
    own = naming_words(one.name, words)
    if len(own) > 1 and not (one.sign in UNSURE_OF_ALL and _is_joined(one.name)):
        return False
    return any(word in public for word in own)


def named_apart(named: Iterable[tuple[str, str]], public: frozenset[str], words: PersonWords) -> Iterator[str]:
    """Yield the names that are somebody's.

    Args:
        named: names that texts tell, with their signs.
        public: as `decide_public_names` returns them.
        words: how names look.
    """
    for name, sign in named:
        if not is_public(Mention(0, len(name), name, True, sign), public, words):
            yield name
