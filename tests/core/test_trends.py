"""Whether a sentence tells that what should fall has risen."""

from __future__ import annotations

import pytest

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.nlp import LANGUAGES
from tasks.core.trends import BETTER, KINDS, Trends

DECLARED = read_yaml(QUESTIONNAIRE / "trend_words.yaml")


def worsens(language: str, text: str, question: str = "") -> bool:
    return bool(Trends(DECLARED[language]).worsenings(text, question))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Stunting rose from 28 percent in 2018 to 33 percent in 2024."),
        ("en", "Anaemia got worse, nobody knows why."),
        ("en", "Wasting went from 7 percent to 9 percent."),
        ("en", "Vitamin A coverage fell from 71 to 43 percent."),
        ("fr", "Le retard de croissance est passé de 28 % en 2018 à 33 % en 2024."),
        ("fr", "La malnutrition aiguë a augmenté l'an dernier."),
        ("es", "La desnutrición crónica subió del 28 % al 33 %."),
        ("es", "La anemia ha empeorado."),
        ("pt", "A desnutrição crónica aumentou de 37 % para 41 % em 2023."),
        ("pt", "A mortalidade infantil subiu."),
    ],
)
def test_worsenings__what_should_fall_has_risen__are_told(language, text):
    assert worsens(language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Stunting fell from 33 percent in 2018 to 28 percent in 2024."),
        ("en", "Stunting has not risen since 2020."),
        ("en", "Stunting fell, but wasting rose a little."),
        ("en", "Stunting is high, and the budget rose."),
        ("en", "Malnutrition treatment coverage rose to 71 percent."),
        ("en", "A reduction in stunting from 33 to 28 percent."),
        ("fr", "Le retard de croissance est passé de 33 % à 28 %."),
        ("fr", "La lutte contre la malnutrition a progressé."),
        ("fr", "La malnutrition n'a pas augmenté."),
        ("es", "La desnutrición crónica bajó del 34 % al 27 %."),
        ("es", "La cobertura de hierro pasó del 41 % al 63 %."),
        ("es", "La talla baja no aumentó."),
        ("pt", "A desnutrição desceu de 43 % para 37 %, e a cobertura de suplementação subiu para 71 %."),
        ("pt", "O aleitamento materno aumentou."),
    ],
)
def test_worsenings__what_should_fall_has_fallen_or_something_else_rose__are_none(language, text):
    assert not worsens(language, text)


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", "What happened to stunting?", "It has not fallen. It rose from 28 percent to 33 percent."),
        ("fr", "Et le retard de croissance ?", "Il a augmenté."),
        ("es", "¿Qué pasó con la anemia?", "Subió."),
        ("pt", "E a desnutrição crónica?", "Aumentou."),
    ],
)
def test_worsenings__what_rose_is_named_in_the_question__are_told(language, question, text):
    assert worsens(language, text, question)
    assert not worsens(language, text)


def test_trend_words__stand_in_four_languages():
    assert set(DECLARED) == set(LANGUAGES)
    assert all(set(own) == set(KINDS) and all(own.values()) for own in DECLARED.values())


def betters(language: str, text: str) -> bool:
    return any(turn == BETTER for *_, turn in Trends(DECLARED[language]).turns(text, ""))


@pytest.mark.parametrize(
    ("language", "better", "not_better"),
    [
        ("en", "Exclusive breastfeeding went from 31 to 52 per cent.", "The budget went from 3 to 5 per cent."),
        ("en", "Stunting fell from 40 to 33 percent.", "Stunting is 37 percent and anaemia 30 percent."),
        ("fr", "L'anémie est passée de 48 à 41 pour cent.", "L'anémie est passée de 41 à 48 pour cent."),
        ("es", "La cobertura pasó de 48 a 63 por ciento.", "La cobertura no pasó de 48 a 63 por ciento."),
        ("pt", "A desnutrição desceu de 43 para 37 por cento.", "A desnutrição subiu de 37 para 43 por cento."),
        (
            "pt",
            "Em 2018 era 41 por cento, hoje 78 por cento da farinha é fortificada.",
            "A farinha fortificada é 78 por cento, o sal 41 por cento.",
        ),
    ],
)
def test_turns__shares_by_which_something_is_better__are_told(language, better, not_better):
    assert betters(language, better)
    assert not betters(language, not_better)
