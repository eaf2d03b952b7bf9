"""Numbers that several voices tell of one thing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.compared_things import load_thing_rules, load_thing_words
from tasks.adapters.fact_finders import load_fact_words
from tasks.core.brief_contradictions import say_figure
from tasks.core.contradictions import FIGURES
from tasks.core.facts import find_facts
from tasks.core.number_contradictions import ToldNumber, ToldWords, find_figure_contradictions, find_told_numbers
from tasks.core.wordings import Wordings

RULES = load_thing_rules()


def told(text: str, language: str = "en", before: str = "", tier: str = "national") -> list[ToldNumber]:
    """Numbers of things; sums of money of which only the scale is compared are none."""
    return [one for one in told_with_sums(text, language, before, tier) if one.thing != "money"]


def told_with_sums(text: str, language: str = "en", before: str = "", tier: str = "national") -> list[ToldNumber]:
    facts = tuple(find_facts(text, load_fact_words(language), "2025-09-02"))
    words = ToldWords("s-1", text, before, facts, (), tier, 2025)
    return list(find_told_numbers(words, RULES, load_thing_words(language)))


def compared(*voices: tuple[str, str, str, str]) -> list[tuple[str, str]]:
    """Compare what voices say, each a source, language, question and answer."""
    numbers = [
        replace(number, source=source, voice=source, segment_id=f"s-{source}")
        for source, language, before, text in voices
        for number in told_with_sums(text, language, before)
    ]
    return [(one.one.claim, one.other.claim) for one in find_figure_contradictions(numbers, RULES)]


@pytest.mark.parametrize(
    ("language", "before", "text", "expected"),
    [
        ("en", "", "The 2025 nutrition budget is 41 million dollars.", ["41000000 USD (2025)"]),
        ("en", "", "The nutrition budget this year is 41 million dollars.", ["41000000 USD (2025)"]),
        ("en", "", "The nutrition budget is 41 million dollars in 2025. It was 14 million dollars in 2020.", ["41000000 USD (2025)", "14000000 USD (2020)"]),
        ("es", "", "El presupuesto de nutrición para 2025 es de 12 millones de dólares, es decir, el 3 % del presupuesto nacional.", ["12000000 USD (2025)", "3 % (2025)"]),
        ("fr", "", "Le budget de la nutrition est de 9 millions de dollars en 2025.", ["9000000 USD (2025)"]),
        ("pt", "", "A desnutrição crónica desceu de 43 % em 2015 para 37 % em 2023, e a cobertura de suplementação subiu para 71 %.", ["43 % (2015)", "37 % (2023)"]),
        ("en", "", "Stunting fell from 38% to 31% between 2018 and 2025.", ["38 % (2018)", "31 % (2025)"]),
        ("fr", "", "Entre 2018 et 2025, le retard de croissance est passé de 38 % à 31 %.", ["38 % (2018)", "31 % (2025)"]),
        ("es", "", "La desnutrición crónica bajó de 38 % a 31 % entre 2018 y 2025.", ["38 % (2018)", "31 % (2025)"]),
        ("pt", "", "A desnutrição crónica baixou de 38 % para 31 % entre 2018 e 2025.", ["38 % (2018)", "31 % (2025)"]),
        ("pt", "Quantos distritos têm conselho?", "Trinta e dois dos 118 distritos.", ["32"]),
        ("pt", "", "Há conselhos em todos os 118 distritos.", ["118"]),
        ("pt", "", "Há conselhos em todas as 10 províncias e em todos os 118 distritos.", ["10", "118"]),
        ("es", "", "Hay comités en 6 de los 22 distritos, aunque solo dos se reúnen.", ["6"]),
        ("es", "", "La Ley 212 de fortificación de la harina, aprobada en marzo de 2023.", ["2023"]),
        ("es", "", "La Ley 212 de fortificación, de 2024. Sin la Mesa no se habría aprobado.", ["2024"]),
    ],
)  # fmt: skip
def test_number__with_the_words_of_a_thing__is_told_of_it(language, before, text, expected):
    assert [number.claim for number in told(text, language, before)] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Funding was cut from 2 million to 1.4 million dollars."),  # of nobody knows what
        ("en", "The nutrition budget of the platform is 40,000 dollars."),
        ("en", "They promised a nutrition budget of 12 million dollars."),
        ("en", "There are 118 districts."),
        ("es", "La Ley 212 se aplica; desde 2019 había un plan."),
        ("fr", "Le décret 14 de 2017 a été adopté."),  # the same number returns each year
    ],
)
def test_number__of_another_thing__is_not_told_of_one(language, text):
    assert told(text, language) == []


def test_number__of_a_district_on_its_own__is_not_compared():
    assert told("There are committees in 3 districts.", tier="district") == []
    assert told("There are committees in 3 districts.", tier="national") != []


def test_amounts__of_three_voices__smallest_stands_beside_each_other():
    asked = "How much was mobilised for nutrition?"
    voices = [
        ("government", "en", asked, "The 2025 nutrition budget is 41 million dollars."),
        ("donor", "en", asked, "The 2025 nutrition budget is 14 million dollars."),
        ("civil_society", "en", asked, "The nutrition budget for 2025 is 9 million dollars."),
    ]
    expected = [("9000000 USD (2025)", "41000000 USD (2025)"), ("9000000 USD (2025)", "14000000 USD (2025)")]
    assert compared(*voices) == expected
    assert compared(*reversed(voices)) == expected


def test_shares__in_two_languages__are_compared():
    one = ("government", "pt", "", "A desnutrição crónica desceu para 37 % em 2023.")
    other = ("un", "en", "", "Stunting was 41 percent in 2023.")
    assert compared(one, other) == [("37 % (2023)", "41 % (2023)")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The 2025 nutrition budget is 41 million dollars.", "The 2024 nutrition budget is 14 million dollars."),
        ("The 2025 nutrition budget is 41 million dollars.", "The 2025 nutrition budget is 40 million dollars."),
        ("The 2025 nutrition budget is 41 million dollars.", "The 2025 nutrition budget is 14 million euros."),
        ("Stunting was 37 percent in 2023.", "Stunting was 38 percent in 2023."),
        ("Stunting was 37 percent in 2023.", "Stunting went up from 28 percent to 33 percent."),
    ],
)
def test_numbers__of_unlike_years_or_units_or_close__go_together(one, other):
    assert compared(("government", "en", "", one), ("un", "en", "", other)) == []


def test_numbers__of_one_voice__contradict_nothing():
    text = "The 2025 nutrition budget is 41 million dollars. In 2025 the nutrition budget is 14 million dollars."
    assert compared(("government", "en", "", text)) == []


def test_law__of_two_years__is_one_contradiction():
    said = [
        ("government", "es", "", "Gracias a la Mesa se aprobó en 2024 la Ley 212 de fortificación."),
        ("un", "es", "", "La Ley 212 de fortificación, aprobada en marzo de 2023."),
        ("donor", "es", "", "La Ley 30 se aprobó en 2011."),
    ]
    assert compared(*said) == [("2023", "2024")]


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 10**9)), max_size=8))
def test_figures__whatever_is_told__sides_are_of_unlike_sources_and_far_apart(said):
    numbers = [
        ToldNumber(
            "nutrition_budget", "amount", "money_mobilized", float(value), "USD", "2025", f"s-{n}", source, source
        )
        for n, (source, value) in enumerate(said)
    ]
    for one in find_figure_contradictions(numbers, RULES):
        low, high = (float(side.claim.split()[0]) for side in (one.one, one.other))
        assert one.kind == FIGURES
        assert high > low * RULES.tolerance["amount"]
        assert set(one.one.evidence).isdisjoint(one.other.evidence)


def test_figure__in_a_brief__has_its_digits_grouped():
    words = Wordings("en", {}, lambda value, decimals: f"{value:,.{decimals}f}", str)
    assert say_figure("41000000 USD (2025)", words) == "41,000,000 USD (2025)"
    assert say_figure("2024", words) == "2024"


@pytest.mark.parametrize(
    ("language", "asked", "one", "other", "told_apart"),
    [
        ("en", "Who pays the running costs of the platform?", "The national budget covers 55 per cent.", "Government pays 35 per cent, no more.", [("35 %", "55 %")]),
        ("fr", "Qui paie le fonctionnement de la plateforme ?", "L'État couvre 60 %.", "L'État, c'est 30 %.", [("30 %", "60 %")]),
        ("es", "¿Quién paga el funcionamiento de la plataforma?", "El presupuesto nacional cubre el 80 %.", "El gobierno paga un 45 %.", [("45 %", "80 %")]),
        ("pt", "Quem paga o funcionamento da plataforma?", "O orçamento do Estado paga 50 %.", "O governo paga 25 %.", [("25 %", "50 %")]),
        ("en", "", "The nutrition budget of 2025 was executed at 82 per cent.", "In 2025, 64 per cent of the budget was spent.", [("64 % (2025)", "82 % (2025)")]),
        ("fr", "", "Le budget a été exécuté à 90 % en 2024.", "En 2024, 52 % du budget ont été décaissés.", [("52 % (2024)", "90 % (2024)")]),
        ("es", "", "En 2025 se ejecutó el 91 % del presupuesto.", "En 2025 se gastó el 60 % del presupuesto.", [("60 % (2025)", "91 % (2025)")]),
        ("pt", "", "O orçamento de 2025 foi executado a 70 %.", "Em 2025, 40 % do orçamento foi desembolsado.", [("40 % (2025)", "70 % (2025)")]),
        ("en", "", "The fund holds 2.5 million dollars.", "The fund holds 2.5 billion dollars.", [("2500000 USD", "2500000000 USD")]),
        ("es", "", "La partida es de 3,4 millones de soles.", "La partida es de 3400 millones de soles.", [("3400000 PEN", "3400000000 PEN")]),
        ("pt", "", "A verba é de 12,5 milhões de meticais.", "A verba é de 12,5 mil milhões de meticais.", [("12500000 MZN", "12500000000 MZN")]),
    ],
)  # fmt: skip
def test_who_pays__what_was_spent__and_millions_told_as_billions__contradict(language, asked, one, other, told_apart):
    assert compared(("a", language, asked, one), ("b", language, asked, other)) == told_apart


@pytest.mark.parametrize(
    ("asked", "one", "other"),
    [
        ("Who pays the running costs?", "Government pays 55 per cent.", "Partners pay 45 per cent."),
        ("Who pays the running costs?", "Government pays 30 per cent in 2025.", "In 2022 government paid 20 per cent."),
        ("", "The project has 12 million dollars.", "The road costs 12 billion francs."),
        ("", "The project has 5 million dollars.", "The country received 5 billion dollars."),
        ("How is it going?", "The budget is up and 80 per cent of it was spent. The levy of 0.5 per cent on sugar is not seen.", "Of the budget 80 per cent was spent."),
        ("Who pays the running costs?", "Government pays 55 per cent.", "With staff paid by projects it is 35 per cent."),
        ("", "82 per cent of the activities of the plan were carried out.", "64 per cent of the budget was spent."),
    ],
)  # fmt: skip
def test_shares_and_sums__of_other_payers_years_currencies_or_things__do_not(asked, one, other):
    assert compared(("a", "en", asked, one), ("b", "en", asked, other)) == []
