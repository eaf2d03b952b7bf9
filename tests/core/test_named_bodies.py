"""Which body voices say the platform is, and who names another one than the others."""

from __future__ import annotations

import pytest

from tasks.adapters.body_words import load_body_words
from tasks.core.named_bodies import Body, dissenting, named_body


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
