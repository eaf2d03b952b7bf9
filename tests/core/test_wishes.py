"""What is a wish in answer to "what is needed?", and what tells how things are."""

from __future__ import annotations

import pytest

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.nlp import LANGUAGES
from tasks.core.wishes import KINDS, Wishes

DECLARED = read_yaml(QUESTIONNAIRE / "scope_frames.yaml")
WISHES = {
    language: Wishes({kind: DECLARED[kind].get(language, ()) for kind in KINDS if kind in DECLARED})
    for language in LANGUAGES
}


def test_wish_patterns__stand_in_four_languages():
    assert all(DECLARED[kind][language] for kind in KINDS for language in LANGUAGES)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "If the permanent secretary is transferred, the whole thing falls asleep."),
        ("en", "The grant ends in June and nobody has replaced it."),
        ("en", "Every time the coordinator changes, we start from nothing."),
        ("fr", "Si la présidente s'en va, tout s'arrête."),
        ("fr", "L'État paie le bâtiment et rien d'autre."),
        ("fr", "Quand le point focal part en congé, plus personne ne convoque."),
        ("es", "El decreto lo borra el próximo gobierno con otro."),
        ("es", "Cada vez que cambia la ministra, la mesa se apaga."),
        ("es", "La plata es de un año a otro."),
        ("pt", "Se a coordenadora for embora, aquilo fecha."),
        ("pt", "O dinheiro acaba em março com o projeto."),
        ("pt", "O financiamento vem todo do doador, ano a ano."),
    ],
)
def test_is_wish__a_sentence_that_tells_what_is_or_would_be_lost__is_none(language, text):
    assert not WISHES[language].is_wish(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A nutrition law."),
        ("en", "Somebody who comes when we call."),
        ("en", "We need a secretariat that answers to the Prime Minister."),
        ("en", "To have the budget voted by Parliament."),
        ("en", "If the State pays, it goes on."),
        ("fr", "Une loi qui protège le budget."),
        ("fr", "Qu'on inscrive la nutrition dans la loi de finances."),
        ("fr", "Il faudrait que l'État prenne le relais."),
        ("fr", "Nommer un coordonnateur."),
        ("es", "Una secretaría que no dependa del ministro de turno."),
        ("es", "Que las mesas tengan presupuesto."),
        ("es", "Hace falta una ley."),
        ("es", "Si el Estado pone la plata, la mesa sigue."),
        ("pt", "Que o município assuma os salários."),
        ("pt", "Aprovar o regulamento interno."),
        ("pt", "Falta a lei do direito à alimentação."),
        ("pt", "Alguém que venha quando chamamos."),
    ],
)
def test_is_wish__a_noun_an_infinitive_or_what_should_be__is_one(language, text):
    assert WISHES[language].is_wish(text)
