"""The lexicon of claims and the finder that reads it."""

import pytest

from tasks.adapters.claim_finders import (
    FOUND_ONLY,
    ClaimFinder,
    claim_finder,
    load_claim_lexicon,
    load_claim_rules,
    other_countries,
)
from tasks.adapters.declarations import QUESTIONNAIRE, load_rubric, read_yaml
from tasks.adapters.nlp import LANGUAGES
from tasks.core.claims import NUMBER
from tasks.core.doubts import DOUBTS
from tasks.core.prescriptions import PRESCRIBED, PRESCRIBED_PLAN
from tasks.core.scopes import FRAMED, MEASURED


def concepts(text: str, finder: ClaimFinder) -> list[tuple[str, str]]:
    (hits,) = finder.find([text])
    return [(hit.concept, text[hit.start_char : hit.end_char]) for hit in hits]


@pytest.mark.parametrize("language", LANGUAGES)
def test_claim_lexicon__every_language__holds_the_same_concepts_with_phrases(language: str) -> None:
    lexicon = load_claim_lexicon(language)
    assert set(lexicon) == set(load_claim_lexicon("en"))
    assert [concept for concept, phrases in lexicon.items() if not phrases or len(set(phrases)) < len(phrases)] == []


def test_claim_rules__concepts__are_in_the_lexicon_and_used() -> None:
    named, declared = load_claim_rules().concepts, set(load_claim_lexicon("en"))
    of_texts = {MEASURED, PRESCRIBED, PRESCRIBED_PLAN}
    of_scopes = set(read_yaml(QUESTIONNAIRE / "scope_words.yaml")) | FRAMED | DOUBTS | of_texts
    assert named - declared - FOUND_ONLY - of_scopes == set()
    unused = {concept for concept in declared - named if not concept.startswith(NUMBER)}
    assert unused == set()


def test_claim_rules__rubric__has_rules_for_every_indicator_and_no_other() -> None:
    assert {rule.indicator for rule in load_claim_rules().rules} == set(load_rubric().indicators)


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("action plan", "Two Action plans", [("x", "Action plans")]),
        ("=sera", "Il sera là, il est là", [("x", "sera")]),
        ("reuni*", "Réunions de la réunion", [("x", "Réunions"), ("x", "réunion")]),
        (r"/\bplan\d/", "PLAN2 plan", [("x", "PLAN2")]),
        (r"/\w+rá\b/", "será para", [("x", "será")]),
        ("plan d'action", "le plan d’action", [("x", "plan d’action")]),
    ],
)
def test_claim_finder__phrase__is_found_where_it_stands(
    phrase: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert (
        concepts(text, ClaimFinder({"x": [phrase]}, "fr" if "sera" in phrase or "d'" in phrase else "en")) == expected
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18–20 ministries", [("number_18", "18–20")]),
        ("65 % of them", [("percent_65", "65")]),
        ("in 2021 and 1,200", []),
    ],
)
def test_claim_finder__numbers__are_no_years_and_ranges_count_low(text: str, expected: list[tuple[str, str]]) -> None:
    assert concepts(text, ClaimFinder({}, "en")) == expected


def test_claim_finder__unexplained_capitals__are_an_acronym() -> None:
    finder = ClaimFinder({"un": ["UNICEF"]}, "en")
    assert concepts("CTIN and UNICEF", finder) == [("acronym", "CTIN"), ("un", "UNICEF")]


def test_other_countries__own_name_and_names_inside_it__are_left_out() -> None:
    assert not {"Congo - Kinshasa", "Congo"} & set(other_countries("fr", "COD"))
    assert "Niger" in other_countries("fr", "MLI")
    assert "Niger" not in other_countries("fr", "NER")


def test_claim_finder__another_country__is_found_in_capitals_only() -> None:
    found = [
        words
        for concept, words in concepts("Au Niger, la réunion", claim_finder("fr", "MLI"))
        if concept == "other_country"
    ]
    assert found == ["Niger"]


def test_phrases_as_written__of_those_that_fit_the_first_declared_counts():
    finder = ClaimFinder({"x": ["=no", "=no more", "un*", "/\\bnot only\\b/", "*ful of"]}, "en")
    text = "No more. Unheard, fun; not only a handful of seeds."
    assert concepts(text, finder) == [("x", "No"), ("x", "Unheard"), ("x", "not only"), ("x", "handful of")]
