"""Ordinary phrases that look like what is left out, denied or counted, and are not."""

from __future__ import annotations

import pytest

from tasks.adapters.claim_finders import claim_finder
from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.fact_finders import load_fact_words
from tasks.adapters.level_counts import load_count_rules, mark_counts
from tasks.adapters.scope_words import load_scope_finder
from tasks.core.cues import Hit
from tasks.core.evidence_doubts import compile_doubts
from tasks.core.facts import TEXT, find_facts
from tasks.core.number_contradictions import ToldNumber, group_digits
from tasks.core.scopes import BYGONE, Answer
from tasks.core.told_counts import count_told
from tasks.core.trends import Trends
from tasks.manifest import is_beyond_reading
from tasks.read_words import About, Said, _sentences

DOUBTS = compile_doubts(read_yaml(QUESTIONNAIRE / "evidence_doubts.yaml"))
TRENDS = read_yaml(QUESTIONNAIRE / "trend_words.yaml")


def concepts(language: str, text: str) -> set[str]:
    (hits,) = claim_finder(language, "XAA").find([text])
    return {hit.concept for hit in hits}


def counted(indicator: str, language: str, text: str) -> float | None:
    (answer,) = mark_counts([text], language, "civil_society")
    rules = load_count_rules()
    told = count_told(answer, rules.rules[indicator], rules)
    return None if told is None else told.level


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The fund covers up to 2000 households."),
        ("fr", "Le fonds couvre jusqu'à 2000 ménages."),
        ("es", "El fondo cubre hasta 2000 hogares."),
        ("pt", "O fundo cobre até 2000 agregados."),
        ("fr", "Avant chaque réunion, le secrétariat envoie l'ordre du jour, comme le veut l'arrêté de 2019."),
        ("en", "Before each meeting the agenda is sent to all, as the decree of 2019 says."),
        ("es", "Antes de 2019 no había ley y gracias a la plataforma se aprobó una en 2021."),
        ("pt", "Antes de 2019 não havia lei e graças à plataforma aprovou-se uma em 2021."),
    ],
)
def test_year__that_is_a_count_or_stands_far_from_before_or_is_not_the_last__is_not_bygone(language, text):
    (hits,) = load_scope_finder(language).find([Answer(text, "")], "national", year=2025)
    assert BYGONE not in {hit.concept for hit in hits}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Before 2019 we met every month."),
        ("fr", "Avant la loi de 2019, on se voyait chaque mois."),
        ("es", "Hasta 2000 nos reuníamos cada mes."),
        ("pt", "Até 2001 reuníamo-nos todos os meses."),
    ],
)
def test_year__right_behind_until_or_before__is_bygone(language, text):
    (hits,) = load_scope_finder(language).find([Answer(text, "")], "national", year=2025)
    assert BYGONE in {hit.concept for hit in hits}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We had it approved by the cabinet."),
        ("en", "We had it been told twice."),
        ("en", "Last year there were it experts."),
        ("es", "Sí se prepara un plan anual."),
        ("es", "Si se prepara un plan anual, todos lo firman."),
        ("es", "Sí, la entidad financiera paga la mitad."),
        ("es", "Si la entidad financiera paga, se hace."),
        ("pt", "Como se disse na reunião, o plano está aprovado."),
        ("pt", "A plataforma reuniu-se nesse ano."),
        ("fr", "Même si les réunions sont mensuelles, le ministère paie les frais."),
        ("fr", "Si les décisions sont prises, le secrétariat envoie un extrait."),
        ("fr", "Je ne sais pas si la plateforme avait un plan, mais le budget existe."),
    ],
)
def test_plain_statement__is_no_supposition(language, text):
    assert "supposed" not in concepts(language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Had it been approved, we would know."),
        ("en", "The plan is weak. Had there been money, it were better."),
        ("es", "Si se aprobara un plan anual, lo sabríamos."),
        ("es", "Si tuviéramos un plan, lo sabríamos."),
        ("es", "Si la plataforma fuera de la presidencia, mandaría."),
        ("pt", "Se a plataforma fosse da presidência, mandava."),
        ("pt", "Se aprovassem um plano, sabíamos."),
        ("fr", "Si la plateforme avait un budget, on le saurait."),
        ("fr", "Si nous avions un plan, nous serions prêts."),
        ("fr", "S'il y avait un budget !"),
    ],
)
def test_supposition__is_one(language, text):
    assert "supposed" in concepts(language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "La cobertura bajo el programa llegó a 80 %."),
        ("es", "La cobertura es baja en el norte."),
        ("pt", "A mortalidade é alta no norte."),
        ("pt", "A cobertura é mais baixa no norte."),
        ("en", "Coverage is lower in the north and mortality is higher there."),
        ("fr", "La malnutrition est un double fardeau."),
        ("es", "La anemia bajó."),
    ],
)
def test_trend__of_a_preposition_or_an_adjective__is_none(language, text):
    assert not Trends(TRENDS[language]).worsenings(text, "")


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "La cobertura bajó."), ("fr", "La malnutrition a doublé."), ("pt", "A cobertura baixou.")],
)
def test_trend__with_its_accent__is_told(language, text):
    assert Trends(TRENDS[language]).worsenings(text, "")


@pytest.mark.parametrize(
    "text",
    [
        "Before the platform there was no law; thanks to it parliament passed one.",
        "Before the platform there was no law, and thanks to it parliament passed one.",
        "Aucun budget avant 2019 ; la plateforme a obtenu une ligne.",
        "Antes no había ningún plan; gracias a la mesa se aprobó uno.",
        "Antes não havia nenhum plano; graças à plataforma aprovou-se um.",
        "There is no doubt that the platform brought the law through parliament.",
        "No hay ninguna duda de que la mesa logró la ley.",
        "Não há nenhuma dúvida de que a plataforma conseguiu a lei.",
    ],
)
def test_denial__of_what_was_before_or_of_a_doubt__hides_no_achievement(text):
    assert not DOUBTS.is_denied(text)


@pytest.mark.parametrize(
    "text", ["Before 2019 there was no law.", "The platform asked for a law; it was rejected. There is no law."]
)
def test_denial__of_all_or_most__is_one(text):
    assert DOUBTS.is_denied(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It was set up in decree 212 of 2018."),
        ("en", "It stands in act 12."),
        ("en", "It is laid down in decree 2019-045."),
        ("es", "Está en acuerdo 212 de 2018."),
    ],
)
def test_text__behind_in__is_one(language, text):
    assert [fact for fact in find_facts(text, load_fact_words(language), "2025-09-02") if fact.kind == TEXT]


@pytest.mark.parametrize("text", ["We met in order to plan for 2026.", "In order for 2026 to be funded we wrote."])
def test_in_order__is_no_text(text):
    assert not [fact for fact in find_facts(text, load_fact_words("en"), "2025-09-02") if fact.kind == TEXT]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "No meeting takes place without the minister."),
        ("fr", "Pas de réunion sans la société civile."),
        ("es", "Sin reuniones no hay coordinación."),
        ("es", "No hubo reuniones sin la ministra."),
        ("pt", "Sem reuniões não há coordenação."),
        ("pt", "Não houve reuniões sem a ministra."),
    ],
)
def test_meetings__denied_twice__are_not_none(language, text):
    assert counted("meetings_held", language, text) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The government does not pay; UNICEF pays 90 %."),
        ("fr", "Le gouvernement ne paie pas ; l'UNICEF paie 90 %."),
        ("es", "El gobierno no paga; UNICEF paga el 90 %."),
        ("pt", "O governo não paga; o UNICEF paga 90 %."),
    ],
)
def test_payers__state_that_refuses__gets_no_rest(language, text):
    assert counted("running_costs", language, text) is None


@pytest.mark.parametrize(
    ("value", "unit", "year", "shown"),
    [
        (41234567890.0, "XOF", "2025", "41,234,567,890 XOF (2025)"),
        (41200.0, "", "", "41,200"),
        (2024.0, "", "", "2024"),
        (12.5, "%", "", "12.5 %"),
    ],
)
def test_number__of_a_thing__is_shown_in_figures(value, unit, year, shown):
    claim = ToldNumber("thing", "amount", "", value, unit, year, "s-1").claim
    assert "e+" not in claim
    assert group_digits(claim, "{:,.{}f}".format) == shown


def test_sentence__said_twice_and_left_out_once__stands_once():
    text = "We meet. We meet."
    about = About("i-1", "XAA", "verbatim", "un", "national", "2025-01-01")
    said = Said("s-1", text, "", "", "en", "", None)
    kept = _sentences(said, about, [Hit(BYGONE, 9, 9, 1)])
    assert [one.words for one in kept] == ["We meet."]


@pytest.mark.parametrize("name", ["scope_frames.yaml", "trend_words.yaml", "scope_words.yaml"])
def test_declaration__of_scopes__masks_nothing_again(name):
    assert is_beyond_reading(f"questionnaire/{name}")
