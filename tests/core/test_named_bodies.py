"""Which body voices say the platform is, and who names another one than the others."""

from __future__ import annotations

import pytest

from tasks.adapters.body_words import load_body_words
from tasks.core.named_bodies import Body, dissenting, find_body, named_body


def named(text: str, language: str) -> Body:
    body = named_body(text, load_body_words(language))
    assert body is not None
    return body


@pytest.mark.parametrize(
    ("language", "full", "short", "other"),
    [
        (
            "en",
            "It is the Council for Food and Growth.",
            "For us it is the CFG.",
            "I would say the working group on salt.",
        ),
        (
            "fr",
            "C'est le Comité technique alimentaire.",
            "Chez nous, c'est le CTA.",
            "Pour nous c'est le groupe des cantines.",
        ),
        ("es", "Es la Mesa Técnica Alimentaria.", "Para nosotros es la MTA.", "Yo diría el comité de la sal."),
        ("pt", "É o Grupo Técnico Alimentar.", "Para nós é o GTA.", "Eu diria a comissão do sal."),
    ],
)
def test_named_body__letters_and_names__are_told_to_be_one(language, full, short, other):
    assert named(full, language).is_same(named(short, language))
    assert not named(other, language).is_same(named(short, language))
    assert not named(other, language).is_same(named(full, language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It is where ministries agree who does what."),
        ("en", "It is the group where ministries agree."),
        ("fr", "C'est là que l'on se parle."),
        ("es", "Es donde nos ponemos de acuerdo."),
        ("pt", "É onde nos entendemos."),
    ],
)
def test_named_body__a_purpose__names_none(language, text):
    assert named_body(text, load_body_words(language)) is None


def test_dissenting__who_names_another_body_than_most_speak_of():
    voices = {"a": "It is the Forum.", "b": "For us it is the working party on rice.", "c": "It is the national forum."}
    bodies = {voice: named(text, "en") for voice, text in voices.items()}
    spoken = [frozenset(text.lower().strip(".").split()) for text in voices.values()]
    assert dissenting(bodies, spoken) == {"b"}


def test_dissenting__one_voice_or_two_as_often__is_nobody():
    one = {"a": named("It is the Forum.", "en")}
    assert dissenting(one, [frozenset({"forum"})]) == set()
    both = {**one, "b": named("It is the Salt Council.", "en")}
    assert dissenting(both, [frozenset({"forum", "salt", "council"})] * 2) == set()
    assert dissenting({}, []) == set()


@pytest.mark.parametrize(
    ("language", "question", "text", "meant"),
    [
        (
            "en",
            "What does MSP mean to you?",
            "For us the MSP is the Food Council, the cabinet's own.",
            "It's the Council.",
        ),
        ("fr", "Que veut dire PMS ici ?", "Chez nous la PMS, c'est la Plateforme du lait, la PNL.", "C'est la PNL."),
        ("es", "¿Qué es la PMA?", "Para nosotros la PMA es la Mesa de Alimentos.", "Es la mesa."),
        ("pt", "O que é a PMA?", "Para nós a PMA é o Conselho Alimentar.", "É o conselho."),
    ],
)
def test_named_body__the_question_s_own_capitals__are_no_body_but_what_explains_them(language, question, text, meant):
    body = named_body(text, load_body_words(language), question)
    assert body is not None
    assert body.is_same(named(meant, language))
    assert not body.letters & {"MSP", "PMS", "PMA"}


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "It is the MSP."), ("fr", "C'est la PMS."), ("es", "Es la PMA."), ("pt", "É a PMA.")],
)
def test_named_body__capitals_of_any_platform__name_none(language, text):
    assert named_body(text, load_body_words(language)) is None


def test_named_body__other_capitals_that_are_explained__are_one_with_what_explains_them():
    body = named("For us the CFG is the Council of the Vice President.", "en")
    assert body.is_same(named("It is the CFG.", "en"))
    assert body.is_same(named("It is the Council.", "en"))


@pytest.mark.parametrize(
    ("language", "text", "letters"),
    [
        ("en", "Here “the platform” mostly means the Partners' Group (DPG).", "DPG"),
        ("fr", "« La plateforme » veut surtout dire le Groupe des cantines (GDC).", "GDC"),
        ("es", "La plataforma quiere decir más que nada la Mesa de Donantes, la MDD.", "MDD"),
        ("pt", "A plataforma significa sobretudo o Grupo de Parceiros (GDP).", "GDP"),
    ],
)
def test_find_body__what_the_platform_means__is_told_even_unasked(language, text, letters):
    found = find_body(text, load_body_words(language), is_asked=False)
    assert found is not None
    assert letters in found[0].letters


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The platform means the group can decide."),
        ("fr", "La plateforme veut dire que le comité peut décider."),
        ("es", "La plataforma significa que el comité decide."),
        ("pt", "A plataforma significa que o grupo decide."),
    ],
)
def test_find_body__what_the_platform_allows__names_none(language, text):
    assert find_body(text, load_body_words(language)) is None


def test_find_body__who_was_asked_nothing_of_it__names_none_by_the_way():
    words = load_body_words("en")
    assert find_body("It is the Salt Council.", words, is_asked=False) is None
    assert find_body("It is the Salt Council.", words) is not None
