"""Answers that are none: "I am not the right person for this" tells no level, whatever else it names."""

import pytest

from tasks.adapters.claim_finders import claim_finder, load_claim_rules
from tasks.core.claims import MarkedSegment, find_claims, uncovered

QUESTIONS = {"Q5": ["annual_action_plan"], "Q16": ["meetings_held"], "Q11": ["running_costs"]}


def told(text: str, language: str, question: str) -> set[tuple[str, str]]:
    (hits,) = claim_finder(language, "XAA").find([text])
    claims = find_claims([MarkedSegment("s", text, hits, question)], load_claim_rules(), QUESTIONS)
    return {(claim.indicator, claim.state) for claim in claims}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I am not the right person for this. Ask the secretariat. They have an annual action plan, costed and reviewed."),
        ("en", "I don't know. There is the annual action plan of the platform, they say."),
        ("en", "Honestly, no idea. The annual action plan is a matter for others."),
        ("en", "You would have to ask the coordinator. There is an annual action plan."),
        ("fr", "Je ne suis pas la bonne personne pour cela. Il y a un plan d'action annuel de la plateforme, budgétisé."),
        ("fr", "Aucune idée. Demandez au secrétariat, ils ont un plan d'action annuel."),
        ("es", "No soy la persona indicada. La plataforma tiene un plan de acción anual con presupuesto."),
        ("es", "No lo sé. Hay un plan de acción anual, pregunte a la secretaría."),
        ("pt", "Não sou a pessoa certa para isso. A plataforma tem um plano de ação anual orçamentado."),
        ("pt", "Não sei. Pergunte ao secretariado, têm um plano de ação anual."),
    ],
)  # fmt: skip
def test_person_who_cannot_answer__makes_no_level_and_no_information_on_what_was_asked(language, text):
    assert told(text, language, "Q5") == {("annual_action_plan", "NI")}
    assert told(text, language, "") == set()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I don't know who wrote it. But the platform has its own annual action plan, costed."),
        ("en", "I don't know the details. The platform has its own annual action plan, costed."),
        ("fr", "Je ne sais pas exactement. La plateforme a son plan d'action annuel, budgétisé."),
        ("fr", "Je ne sais pas qui l'a écrit. Mais la plateforme a un plan d'action annuel."),
        ("es", "No sé quién lo escribió. Pero la plataforma tiene un plan de acción anual."),
        ("pt", "Não sei quem o escreveu. Mas a plataforma tem um plano de ação anual."),
        ("en", "The platform has its own annual action plan, costed. Who wrote it, I don't know."),
    ],
)
def test_person_who_goes_on_to_answer__is_heard(language, text):
    assert ("annual_action_plan", "level") in told(text, language, "Q5")


def spoken(text: str, language: str) -> set[str]:
    (hits,) = claim_finder(language, "XAA").find([text])
    return {hit.concept for hit in uncovered(hits, load_claim_rules())}


@pytest.mark.parametrize(
    ("language", "text", "unknowing"),
    [
        ("fr", "On a demandé aux préfets de venir.", "Demandez aux préfets."),
        ("fr", "Je ne compte pas sur une relance.", "Je n'en suis pas sûr."),
        ("es", "Preguntamos a cada alcalde.", "Pregunte a cada alcalde."),
        ("pt", "Perguntámos a todos os ministérios.", "Pergunte aos ministérios."),
        ("en", "We asked someone else to chair it.", "Ask someone else."),
        ("en", "It keeps its word, which I can't say of many.", "That I can't say."),
        ("es", "Cumplen, cosa que no puedo decir de otros.", "No le puedo decir."),
        ("pt", "Cumprem, o que não posso dizer de outros.", "Isso não posso dizer."),
    ],
)
def test_words_that_only_look_like_not_knowing__are_none(language, text, unknowing):
    assert spoken(text, language).isdisjoint({"dont_know", "non_answer"})
    assert "dont_know" in spoken(unknowing, language)


@pytest.mark.parametrize(
    ("language", "text", "at_first_hand"),
    [
        ("fr", "On nous dit qu'il est signé.", "On nous dit de venir à neuf heures."),
        ("fr", "Le ministère dit que le plan est prêt.", "On n'a jamais entendu dire qu'il manquait d'argent."),
        ("fr", "65 %, à vérifier.", "Les chiffres à vérifier partent au ministère."),
        ("es", "Me hablaron de un plan nuevo.", "Nos alegró escuchar que habrá un comité."),
        ("pt", "Dizem-nos que está aprovado.", "Ficámos contentes de ouvir que há um plano."),
        ("en", "They spoke to us of a plan.", "We were pleased to hear that a committee exists."),
        ("en", "Two reports, to be checked.", "I have not heard them say one word."),
    ],
)
def test_what_others_told__is_hearsay_and_what_one_hears_oneself_is_not(language, text, at_first_hand):
    assert "hearsay" in spoken(text, language)
    assert "hearsay" not in spoken(at_first_hand, language)
