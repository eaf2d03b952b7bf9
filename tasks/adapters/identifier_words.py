"""Loads what is declared about identifiers of persons: names, the sentences around them, and their patterns."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.identifiers_in_text import places_with_phones
from tasks.adapters.listed_names import listed_names
from tasks.adapters.locales import COUNTRIES_HELD, currency_codes, language_names, names_of_parts, place_names
from tasks.adapters.nlp import LANGUAGES, is_word_of, kind_of_word, kind_of_word_in, kinds_of_words
from tasks.core.identifier_patterns import PatternWords, compile_patterns
from tasks.core.name_words import PersonWords, fold_name
from tasks.core.posts import PostWords, compile_posts
from tasks.core.pseudonyms import Finders, NameWords
from tasks.core.spellings import simplify
from tasks.core.text_words import AllTold

FOLDED = (
    "exclaimed",
    "before_days",
    "titles",
    "name_titles",
    "behind_titles",
    "lone_titles",
    "capital_titles",
    "said",
    "passing",
    "giving",
    "place_words",
    "locatives",
    "prepositions",
    "speaking_to",
    "makes",
    "landforms",
    "saints",
    "storms",
    "ties",
    "firm_tails",
    "firm_endings",
    "attendance",
    "articles",
    "column_heads",
    "named_after",
    "institutions",
    "chaining",
    "determiners",
    "indefinite",
    "vouched",
    "clitics",
    "place_fields",
    "clause_openers",
    "staff",
    "those",
    "kin",
    "name_abbreviations",
    "belonging",
)
LONG_LABEL = 5
"""Letters from which on a label of a speaker or a field is no initial and no short name."""
ALSO_READ = {"pt": ("en", "es"), "es": ("en", "pt")}
"""Languages of which words stand in the records of one, too: English everywhere, and what is so near that dictionaries
share their gaps ("Primatura")."""
NAME_WEIGHTS = "name_weights.csv"
TALK_WORDS = "talk_words.txt"
PHRASES = (
    "reached_by",
    "behind_names",
    "callings",
    "closed_callings",
    "title_callings",
    "introductions",
    "weak_introductions",
    "asking",
    "to_places",
    "somebody",
    "since",
    "asked_things",
    "eras",
)

TOLD_OF = ("persons", "ones", "praises", "parts", "whos")


def load_person_words(country: str, folder: Path = QUESTIONNAIRE) -> PersonWords:
    """Load how names of persons look in the records of a country.

    Args:
        country: ISO 3166-1 alpha-3; its towns are no persons.
        folder: of the questionnaire.

    Returns:
        The words.
    """
    return _load_person_words(country, folder)


@lru_cache(maxsize=COUNTRIES_HELD)
def _load_person_words(country: str, folder: Path) -> PersonWords:
    shared = _load_shared_words(folder)
    own, others = _towns(country, shared.seeds, folder)
    near = (place_names(), language_names(), places_with_phones(country), names_of_parts(country))
    own |= _folded_places(name for names in near for name in names)
    elsewhere = (others | _parts_of_all_countries()) - own
    return replace(shared, places=own | elsewhere, elsewhere=elsewhere)


@cache
def _parts_of_all_countries() -> frozenset[str]:
    return _folded_places(names_of_parts())


def _folded_places(names: Iterable[str]) -> frozenset[str]:
    """Return names of places as texts are compared with them: "Haut-Katanga" is one word there and two in a phrase."""
    told = frozenset(names)
    return _simplified(told) | frozenset(fold_name(name) for name in told if "-" in name and " " not in name)


@cache
def _load_shared_words(folder: Path) -> PersonWords:
    """Load what is the same in all countries: no places."""
    names = read_yaml(folder / "identifiers" / "names.yaml")
    contexts = read_yaml(folder / "identifiers" / "contexts.yaml")
    told_of = read_yaml(folder / "identifiers" / "told_of.yaml")
    doubtful = read_yaml(folder / "registers.yaml")["names_that_are_words"]
    given, family = (frozenset(map(fold_name, names[kind].split())) for kind in ("given", "family"))
    more_given, more_family, more_words = _names_by_country(folder)
    plain = frozenset(map(fold_name, names["given_that_are_words"].split()))
    common = _common_words(contexts, folder)
    kept = _simplified(contexts["kept"])
    known, also_words, word_names = _listed(common | kept | _simplified(contexts["institutions"]))
    known |= frozenset(name for name in more_given | more_family if kind_of_word(name) in ("", "proper"))
    own = given | family
    seeds, given = own | known | more_given | more_family, given | more_given
    return PersonWords(
        seeds=seeds,
        also_words=(also_words | more_words) - seeds,
        listed=known - own - frozenset(name for name in more_given if kind_of_word(name) not in ("", "proper")),
        given=given,
        plain=plain,
        doubtful=frozenset(map(fold_name, doubtful)),
        particles=_simplified(names["particles"]),
        leading=_simplified(names["leading"]),
        kept=kept,
        ordinary=common - own - _simplified(contexts["names_first"]),
        places=frozenset(),
        kind_of_word=kind_of_word,
        is_word_of=is_word_of,
        **{name: frozenset(contexts[name]) for name in ("copulas", "sayings", "at", "ourselves")},
        diminutives=frozenset(names["diminutives"]),
        respelled={spelled: tuple(others) for spelled, others in names["respelled"].items()},
        personal_articles=_simplified(told_of["articles"]),
        **{name: _simplified(told_of[name]) for name in TOLD_OF},
        word_names=word_names - seeds,
        weights=_read_name_weights(folder / "identifiers" / NAME_WEIGHTS),
        talked=_read_talk_words(folder / "identifiers" / TALK_WORDS) | _simplified(contexts["talked"]),
        groups=_group_words(folder) - own,
        small_given=_simplified(contexts["small_words"]) & given,
        small_words=_simplified(contexts["small_words"]) - given - frozenset(map(fold_name, doubtful)),
        **{name: _simplified(contexts[name]) for name in (*FOLDED, *PHRASES)},
        **{name: _simplified(contexts[name]) | _in_one_piece(contexts[name]) for name in ("roles", "relations")},
    )


def _common_words(contexts: Mapping[str, Any], folder: Path) -> frozenset[str]:
    """Return the commonest words of the languages, which are nobody's name."""
    amounts = read_yaml(folder / "identifiers" / "patterns.yaml")["quantity"]
    listed = (contexts[name] for name in ("articles", "place_words", "spoken"))
    return _simplified([*_function_words(folder), *amounts, *(word for words in listed for word in words)])


def _group_words(folder: Path) -> frozenset[str]:
    """Return the single words that groups of stakeholders and the sides of an interview are called."""
    groups = read_yaml(folder / "stakeholder_groups.yaml")["groups"]
    called = _simplified(word for group in groups for word in (*group["label"].values(), *group["aliases"]))
    speakers = read_yaml(folder / "speakers.yaml")
    labels = _simplified(
        word for kind in ("interviewer", "respondent", "observers", "fields") for word in speakers[kind]
    )
    return frozenset(word for word in called if " " not in word) | {word for word in labels if len(word) >= LONG_LABEL}


def _names_by_country(folder: Path) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return given names, family names, and names that are words too."""
    declared = read_yaml(folder / "identifiers" / "names_by_country.yaml")
    told = (declared["given"].values(), declared["family"].values(), [declared["words"]])
    given, family, words = (frozenset(fold_name(name) for names in kind for name in names.split()) for kind in told)
    return given, family, words


def _towns(country: str, names: frozenset[str], folder: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Return the towns of a country, and those of others that nobody is called after and that are no words."""
    declared = read_yaml(folder / "identifiers" / "towns.yaml")
    others = _folded_places(town for code, towns in declared.items() if code != country for town in towns)
    others = frozenset(town for town in others if town not in names and kind_of_word(town) != "word")
    return _folded_places(declared.get(country, ())), others


def _read_name_weights(path: Path) -> dict[str, int]:
    """Read the weights of the signs of names; without a file nothing is weighed."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        return {sign: int(weight) for sign, weight in csv.reader(stream)}


def _read_talk_words(path: Path) -> frozenset[str]:
    """Read the words that talk writes small, one a line; without a file no word is rare."""
    return frozenset(path.read_text(encoding="utf-8").split()) if path.is_file() else frozenset()


def _listed(common: frozenset[str]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the names of many countries that are no words, those that are words too, and those that are words only."""
    names = sorted(listed_names())
    kinds = dict(zip(names, kinds_of_words(names), strict=True))
    known = {fold_name(name) for name, kind in kinds.items() if kind in ("", "proper")}
    words = {fold_name(name) for name, kind in kinds.items() if kind == "both"}
    only = frozenset(fold_name(name) for name, kind in kinds.items() if kind == "word")
    return frozenset(known) - common - words, frozenset(words) - common, only - common


@lru_cache(maxsize=COUNTRIES_HELD)
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
    binding = _simplified([*_function_words(folder), *contexts["place_words"], *contexts["articles"]])
    shared, places = declared["placeholders"]["name"], load_person_words(country, folder).places
    kept_phrases = _simplified(contexts["kept"])
    kept = frozenset(one for one in kept_phrases if " " not in one)
    return NameWords(
        titles,
        everyday,
        doubtful,
        not_names,
        shared,
        binding - _simplified([*contexts["acting"], *contexts["company"], *contexts["subordinating"]]),
        particles,
        places | kept_phrases,
        _simplified([*contexts["institutions"], *contexts["place_words"], *contexts["named_after"]]) - binding
        | _simplified(contexts["behind_days"]),
        _simplified([*contexts["acting"], *contexts["going_on"]]),
        kept,
        _simplified([*contexts["before_days"], *contexts["locatives"], *contexts["articles"]])
        - _simplified(contexts["company"]),
        _simplified(contexts["named_after"]),
    )


@cache
def _load_patterns(folder: Path) -> tuple[PatternWords, PostWords, dict[str, str]]:
    declared = read_yaml(folder / "identifiers" / "patterns.yaml")
    declared = declared | {"quantity": [*declared["quantity"], *currency_codes()]}
    institutions = read_yaml(folder / "identifiers" / "contexts.yaml")["institutions"]
    posts = compile_posts(declared, _simplified(institutions))
    return compile_patterns(declared), posts, declared["placeholders"]


def load_people(
    country: str,
    own_places: Sequence[str] = (),
    spoken: frozenset[str] = frozenset(),
    folder: Path = QUESTIONNAIRE,
) -> PersonWords:
    """Load how names of persons look in the records of a country whose folder gives it names of its own.

    Args:
        country: ISO 3166-1 alpha-3.
        own_places: names of the country that no dictionary has.
        spoken: languages of its records: a word of another one is no word there ("Pajarillo" in English), but for
            `ALSO_READ` and English, in which programmes and bodies are called everywhere; none stands for all.
        folder: of the questionnaire.
    """
    people = load_person_words(country, folder)
    own = _simplified(own_places)
    if spoken:
        also = (ALSO_READ.get(language, ("en",)) for language in spoken)
        people = replace(people, kind_of_word=kind_of_word_in(spoken.union(*also)))
    return replace(people, places=people.places | own, elsewhere=people.elsewhere - own)


def load_finders(people: PersonWords, told: AllTold, folder: Path = QUESTIONNAIRE) -> Finders:
    """Load what finds identifiers that stand in no register.

    Args:
        people: how names of persons look.
        told: what the texts of the country tell of words: those that they write small are words.
        folder: of the questionnaire.
    """
    patterns, posts, placeholders = _load_patterns(folder)
    contacts, things = frozenset(told.contacts), told.things(people)
    return Finders(
        people, patterns, posts, told.lowered(), placeholders, told=contacts, things=things, bodies=told.bodies()
    )


def _in_one_piece(spellings: Iterable[object]) -> frozenset[str]:
    """Return what words of several parts are folded to where a hyphen ties them: "sage-femme"."""
    return frozenset(fold_name(str(spelling)) for spelling in spellings if " " in str(spelling))


def _function_words(folder: Path) -> list[str]:
    """Return the commonest words of the languages, as they are declared for other tasks."""
    common = read_yaml(folder / "common_words.yaml")["words"]
    told = (word for language in LANGUAGES for word in common[language])
    return [*read_yaml(folder / "question_cues.yaml")["function_words"], *told]


def _simplified(spellings: Iterable[object]) -> frozenset[str]:
    return frozenset(simplify(str(spelling)) for spelling in spellings)
