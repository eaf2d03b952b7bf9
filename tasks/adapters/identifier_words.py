"""Loads what is declared about identifiers of persons: names, the sentences around them, and their patterns."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.identifiers_in_text import places_with_phones
from tasks.adapters.locales import place_names
from tasks.adapters.nlp import kind_of_word
from tasks.core.identifier_patterns import PatternWords, compile_patterns
from tasks.core.person_names import PersonWords, count_lowered, fold_name
from tasks.core.posts import PostWords, compile_posts
from tasks.core.pseudonyms import Finders, NameWords
from tasks.core.spellings import simplify

FOLDED = (
    "titles",
    "name_titles",
    "capital_titles",
    "roles",
    "relations",
    "said",
    "place_words",
    "articles",
    "named_after",
    "institutions",
)
PHRASES = ("introductions", "weak_introductions", "asking")


@cache
def load_person_words(country: str, folder: Path = QUESTIONNAIRE) -> PersonWords:
    """Load how names of persons look in the records of a country.

    Args:
        country: ISO 3166-1 alpha-3; its towns are no persons.
        folder: of the questionnaire.

    Returns:
        The words.
    """
    names = read_yaml(folder / "identifiers" / "names.yaml")
    contexts = read_yaml(folder / "identifiers" / "contexts.yaml")
    doubtful = read_yaml(folder / "registers.yaml")["names_that_are_words"]
    given, family = (frozenset(map(fold_name, names[kind].split())) for kind in ("given", "family"))
    amounts = read_yaml(folder / "identifiers" / "patterns.yaml")["quantity"]
    listed = (contexts[name] for name in ("articles", "place_words", "spoken"))
    common = _simplified([*_function_words(folder), *amounts, *(word for words in listed for word in words)])
    return PersonWords(
        seeds=given | family,
        given=given,
        doubtful=frozenset(map(fold_name, doubtful)),
        particles=_simplified(names["particles"]),
        leading=_simplified(names["leading"]),
        kept=_simplified(contexts["kept"]),
        ordinary=common - given - family,
        places=_simplified([*place_names(), *places_with_phones(country)]),
        kind_of_word=kind_of_word,
        **{name: _simplified(contexts[name]) for name in (*FOLDED, *PHRASES)},
    )


@cache
def load_name_words(country: str, folder: Path = QUESTIONNAIRE) -> NameWords:
    """Load the words that tell names from other words in registers and headers.

    Args:
        country: ISO 3166-1 alpha-3.
        folder: of the questionnaire.
    """
    declared = read_yaml(folder / "registers.yaml")
    contexts = read_yaml(folder / "identifiers" / "contexts.yaml")
    names = read_yaml(folder / "identifiers" / "names.yaml")
    titles = _simplified([*declared["honorifics"], *contexts["titles"]])
    everyday, doubtful, not_names = (
        _simplified(declared[key]) for key in ("everyday_words", "names_that_are_words", "not_names")
    )
    particles = _simplified(names["particles"]) | _simplified(contexts["articles"])
    binding = _simplified(_function_words(folder)) | _simplified(contexts["place_words"])
    shared, places = declared["placeholders"]["name"], load_person_words(country, folder).places
    return NameWords(
        titles, everyday, doubtful, not_names, shared, binding - _simplified(contexts["acting"]), particles, places
    )


@cache
def _load_patterns(folder: Path) -> tuple[PatternWords, PostWords, dict[str, str]]:
    declared = read_yaml(folder / "identifiers" / "patterns.yaml")
    institutions = read_yaml(folder / "identifiers" / "contexts.yaml")["institutions"]
    posts = compile_posts(declared, _simplified(institutions))
    return compile_patterns(declared), posts, declared["placeholders"]


def load_finders(country: str, texts: Iterable[str], folder: Path = QUESTIONNAIRE) -> Finders:
    """Load what finds identifiers that stand in no register.

    Args:
        country: ISO 3166-1 alpha-3.
        texts: of the country: words that they write small are words.
        folder: of the questionnaire.
    """
    return Finders(
        load_person_words(country, folder), *_load_patterns(folder)[:2], count_lowered(texts), _load_patterns(folder)[2]
    )


def _function_words(folder: Path) -> list[str]:
    """Return the commonest words of the languages, as they are declared for other tasks."""
    common = read_yaml(folder / "common_words.yaml")
    told = [words for words in common.values() if isinstance(words, list)]
    return [*read_yaml(folder / "question_cues.yaml")["function_words"], *(word for words in told for word in words)]


def _simplified(spellings: Iterable[object]) -> frozenset[str]:
    return frozenset(simplify(str(spelling)) for spelling in spellings)
