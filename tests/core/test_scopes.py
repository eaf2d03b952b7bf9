"""Of what sentences speak, and what follows for the levels that are read in them."""

from __future__ import annotations

import pytest

from tasks.adapters.claim_finders import claim_finder, load_claim_rules
from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.level_counts import load_count_rules, mark_counts
from tasks.adapters.level_wordings import load_level_reader
from tasks.adapters.nlp import LANGUAGES
from tasks.adapters.number_words import load_number_words
from tasks.adapters.scope_words import load_scope_finder
from tasks.core.claims import HINT, LEVEL
from tasks.core.scopes import Answer
from tasks.core.spoken_numbers import find_numbers
from tasks.core.told_levels import AskedAnswer, read_levels


def levels(language: str, *told: tuple[str, str], tier: str = "national", are_notes: bool = False) -> dict[str, float]:
    """Read the levels that one voice tells in answer to questions, as a run does."""
    texts = [text for _, text in told]
    scopes = load_scope_finder(language).find(
        [Answer(text, question) for question, text in told], tier, are_notes=are_notes
    )
    marked = zip(
        told, claim_finder(language, "XAA").find(texts), scopes, mark_counts(texts, language, "un"), strict=True
    )
    answers = [
        AskedAnswer(f"s-{n}", text, question, "", (*hits, *scope), counts, language=language)
        for n, ((question, text), hits, scope, counts) in enumerate(marked)
    ]
    found = read_levels(answers, load_level_reader(), load_claim_rules(), load_count_rules())
    return {f.indicator: f.level for f in found if f.state == LEVEL and f.state != HINT and f.level is not None}


@pytest.mark.parametrize(
    ("language", "concept", "text"),
    [
        ("en", "own_body", "Our provincial committee sits on Fridays."),
        ("fr", "own_body", "Chez nous à la région, on se voit le lundi."),
        ("es", "own_body", "La mesa departamental se junta los viernes."),
        ("pt", "own_body", "O nosso distrito nunca falha uma sessão."),
        ("en", "desire", "I'd like to see it every year."),
        ("fr", "desire", "J'aimerais qu'elle se réunisse chaque mois."),
        ("es", "desire", "Ojalá se reuniera cada mes."),
        ("pt", "desire", "Gostaria que houvesse um plano."),
        ("en", "unreal", "If there had been a budget, we would know."),
        ("fr", "unreal", "S'il y avait eu un budget, on le saurait."),
        ("es", "unreal", "Si hubiera presupuesto, lo sabríamos."),
        ("pt", "unreal", "Se houvesse orçamento, sabíamos."),
        ("en", "invited", "They invited us once."),
        ("fr", "invited", "On nous a invités en mars."),
        ("es", "invited", "Nos invitaron una vez."),
        ("pt", "invited", "Já nos convidaram."),
    ],
)
def test_scope_finder__marks_the_sentence_that_tells_it(language, concept, text):
    finder = load_scope_finder(language)
    assert [hit.concept for hit in finder.find([Answer(text, "")], "national")[0]] == [concept]


@pytest.mark.parametrize(
    ("language", "question", "follow_up", "platform"),
    [
        ("en", "How often does your committee meet?", "And last year?", "And the national forum?"),
        ("fr", "Votre comité se réunit-il ?", "Et l'an dernier ?", "Et la plateforme nationale ?"),
        ("es", "¿Se reúne su mesa?", "¿Y el año pasado?", "¿Y la plataforma nacional?"),
        ("pt", "O vosso grupo reúne-se?", "E no ano passado?", "E a plataforma nacional?"),
    ],
)
def test_scope_finder__who_is_asked_of_their_own_committee__goes_on_about_it(language, question, follow_up, platform):
    asked = [Answer("Twice, 2.", text) for text in (question, follow_up, platform)]
    below = load_scope_finder(language).find(asked, "region")
    assert [bool(hits) for hits in below] == [True, True, False]
    assert not any(load_scope_finder(language).find(asked, "national"))


def test_scope_finder__how_notes_were_taken__is_told_in_notes_only():
    answer = [Answer("Only what stands between quotation marks was said word for word.", "")]
    assert load_scope_finder("en").find(answer, "national", are_notes=True)[0]
    assert not load_scope_finder("en").find(answer, "national")[0]


@pytest.mark.parametrize(
    ("language", "question", "text", "indicator"),
    [
        ("en", "How often does your committee meet?", "We met once this year.", "meetings_held"),
        ("fr", "Votre comité se réunit-il ?", "Une fois cette année.", "meetings_held"),
        ("es", "¿Cada cuánto se reúne su mesa?", "Nueve veces este año.", "meetings_held"),
        ("pt", "Quantas vezes se reúne o vosso grupo?", "Duas vezes este ano.", "meetings_held"),
    ],
)
def test_read_levels__a_province_s_own_meetings__are_not_the_platform_s(language, question, text, indicator):
    assert indicator not in levels(language, (question, text), tier="region")
    assert indicator in levels(language, (question, text), tier="national")


@pytest.mark.parametrize(
    ("language", "question", "text", "indicator"),
    [
        ("en", "Did money come?", "I'd like it to be there every year.", "money_mobilized"),
        ("fr", "Y a-t-il un plan d'action ?", "J'aimerais un plan annuel, budgétisé et revu.", "annual_action_plan"),
        ("es", "¿Hay un plan de acción?", "Ojalá tuviéramos un plan anual aprobado.", "annual_action_plan"),
        ("pt", "Há um plano de acção?", "Gostaria de um plano anual aprovado e com custos.", "annual_action_plan"),
    ],
)
def test_read_levels__a_wish__is_no_state(language, question, text, indicator):
    assert indicator not in levels(language, (question, text))


def test_read_levels__a_remark_on_the_notes__is_no_level():
    told = (
        "Et sans cette personne ?",
        "Notes prises à la main puis mises au propre, passages entre guillemets à part.",
    )
    assert "beyond_one_person" not in levels("fr", told, are_notes=True)


@pytest.mark.parametrize(
    ("language", "text", "numbers"),
    [
        ("en", "Between eighteen and twenty ministries", [18, 20]),
        ("fr", "entre douze et quinze ministères", [12, 15]),
        ("es", "entre dieciocho y veinte ministerios", [18, 20]),
        ("pt", "entre dezoito e vinte ministérios", [18, 20]),
        ("en", "two hundred and forty-one", [241]),
        ("fr", "soixante et onze, vingt et un", [71, 21]),
        ("es", "treinta y dos", [32]),
        ("pt", "cento e vinte e dois", [122]),
    ],
)
def test_find_numbers__a_range__has_two_ends_and_no_sum(language, text, numbers):
    assert [number.value for number in find_numbers(text, load_number_words(language))] == numbers


def test_scope_words__stand_in_four_languages_and_in_the_rules():
    declared = read_yaml(QUESTIONNAIRE / "scope_words.yaml")
    assert all(set(LANGUAGES) == set(phrases) for phrases in declared.values())
    used = {concept for context in load_claim_rules().contexts.values() for concept in context.concepts}
    assert {concept for concept in declared if not concept.startswith("asked_of")} <= used
