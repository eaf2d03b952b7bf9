"""Answers that are none: "I am not the right person for this" tells no level, whatever else it names."""

import pytest

from tasks.adapters.claim_finders import claim_finder, load_claim_rules
from tasks.core.claims import MarkedSegment, find_claims

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
