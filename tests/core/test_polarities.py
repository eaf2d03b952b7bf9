"""Sentences that say the opposite of what they sound like."""

from __future__ import annotations

import pytest

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.level_wordings import load_wordings
from tasks.adapters.nlp import LANGUAGES
from tasks.core.polarities import Polarities, parse_polarity_words

WORDINGS = {
    ("shock", 4): {
        "en": ["the plan was adapted to the flood and carried out", "we adapted our plan to the flood"],
        "fr": ["le plan a été adapté à la crue et exécuté"],
        "es": ["el plan se adaptó a la crecida y se cumplió"],
        "pt": ["o plano foi adaptado à cheia e cumprido"],
    },
    ("plan", 0): {
        "en": ["there is no plan for this year", "we never had a plan"],
        "fr": ["il n'y a aucun plan pour cette année", "on n'a jamais eu de plan"],
        "es": ["no hay ningún plan para este año", "nunca tuvimos plan"],
        "pt": ["não há nenhum plano para este ano", "nunca tivemos plano"],
    },
}


@pytest.fixture(scope="module")
def polarities() -> Polarities:
    declared = read_yaml(QUESTIONNAIRE / "polarity_words.yaml")
    return Polarities(WORDINGS, {language: parse_polarity_words(declared[language]) for language in LANGUAGES})


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "There was no adapted plan, they simply went on."),
        ("en", "Nobody adapted the plan."),
        ("fr", "Le plan n'a pas été adapté."),
        ("es", "Nadie adaptó el plan."),
        ("pt", "O plano não foi adaptado."),
    ],
)
def test_is_turned_round__what_is_shared_is_denied(polarities, language, text):
    assert polarities.is_turned_round(text, "shock", 4, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We had no power for a week, and the plan was adapted."),
        ("fr", "Pas de courant pendant une semaine, mais le plan a été adapté."),
        ("es", "No hubo luz, pero el plan se adaptó."),
        ("pt", "Não houve luz, mas o plano foi adaptado."),
    ],
)
def test_is_turned_round__something_else_is_denied(polarities, language, text):
    assert not polarities.is_turned_round(text, "shock", 4, language)


@pytest.mark.parametrize(
    ("language", "affirmed", "denied"),
    [
        ("en", "Two towns have a plan for this year.", "No plan for this year."),
        ("fr", "Le plan pour cette année, je l'ai eu en mars.", "Le plan pour cette année, jamais vu."),
        ("es", "Dos tienen plan para este año.", "Plan para este año, ninguno."),
        ("pt", "Há um plano para este ano.", "Plano para este ano, nenhum."),
    ],
)
def test_is_turned_round__a_level_told_by_denials(polarities, language, affirmed, denied):
    assert polarities.is_turned_round(affirmed, "plan", 0, language)
    assert not polarities.is_turned_round(denied, "plan", 0, language)


def test_is_turned_round__another_language_or_nothing_shared__is_left_as_it_is(polarities):
    assert not polarities.is_turned_round("Nobody adapted the plan.", "shock", 4, "")
    assert not polarities.is_turned_round("Not on Sundays.", "shock", 4, "en")
    assert not polarities.is_turned_round("", "shock", 4, "en")


def test_is_turned_round__a_wording_is_never_the_opposite_of_its_own_level():
    by_level: dict[tuple[str, int], dict[str, list[str]]] = {}
    for wording in load_wordings():
        if wording.level is not None:
            own = by_level.setdefault((wording.indicator, wording.level), {})
            own.setdefault(wording.language, []).append(wording.text)
    declared = read_yaml(QUESTIONNAIRE / "polarity_words.yaml")
    found = Polarities(by_level, {language: parse_polarity_words(words) for language, words in declared.items()})
    turned = [
        (text, key)
        for key, languages in by_level.items()
        for language, texts in languages.items()
        for text in texts[:5]
        if found.is_turned_round(text, *key, language)
    ]
    assert turned == []
