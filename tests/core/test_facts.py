"""Facts told in words, in four languages."""

import json
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.fact_finders import load_fact_words
from tasks.core.facts import KINDS, FactWords, behind_large_numbers, find_facts, undeclared_money

RECORD = "2026-10-14"
SEGMENTS = Path(__file__).parents[2] / "questionnaires" / "annex1" / "coder" / "corpus" / "segments"


def facts(language: str, text: str, kind: str, money=frozenset()) -> list[str]:
    return [fact.value for fact in find_facts(text, load_fact_words(language), RECORD, money) if fact.kind == kind]


@pytest.mark.parametrize(
    ("language", "text", "kind", "values"),
    [
        ("en", "Twice. 12 March and 30 July 2026.", "date", ["2026-03-12", "2026-07-30"]),
        ("en", "on the 8th of July this year; in June; since November 2024", "date", ["2026-07-08", "2026-06", "2024-11"]),
        ("en", "On the 24th of March. In 2025, twice.", "date", ["2026-03-24"]),
        ("en", "in December", "date", ["2025-12"]),
        ("fr", "du 23 avril 2019. Le 1er mars. L'an dernier en mai", "date", ["2019-04-23", "2026-03-01", "2025-05"]),
        ("es", "el 12 de marzo y el 30 de julio; en agosto del año pasado", "date", ["2026-03-12", "2026-07-30", "2025-08"]),
        ("pt", "5 de Fevereiro, 8 de Maio e 2 de Setembro de 2026", "date", ["2026-02-05", "2026-05-08", "2026-09-02"]),
        ("en", "US$6,000, then 58,000 dollars, K2.4m", "amount", ["6000", "58000", "2400000"]),
        ("fr", "cent quatre-vingt-cinq millions de francs CFA; 900 millions en 2024", "amount", ["185000000", "900000000"]),
        ("es", "1,2 mil millones de pesos; Q300,000", "amount", ["1200000000", "300000"]),
        ("pt", "R$ 3,4 mi; dois milhões e meio de meticais", "amount", ["3400000", "2500000"]),
        ("es", "el 70 por ciento y el 62 %", "share", ["70", "62"]),
        ("en", "fifteen per cent", "share", ["15"]),
        ("en", "46 organisations in seven provinces, 300,000 children", "count", ["46", "7", "300000"]),
        ("en", "the policy of 2017, from 2025 to 2034", "year", ["2017", "2025", "2034"]),
        ("en", "Minister's Instruction number 14 of 2017", "text", ["Minister's Instruction number 14 of 2017"]),
        ("fr", "le décret n° 2019-114", "text", ["décret n° 2019-114"]),
        ("es", "el Acuerdo Ministerial número 12-2018", "text", ["Acuerdo Ministerial número 12-2018"]),
        ("en", "I'm Acting Director of Social Planning", "post", ["Acting Director of Social Planning"]),
        ("pt", "no Ministério da Saúde", "ministry", ["Ministério da Saúde"]),
        ("en", "on the sixth of March", "date", ["2026-03-06"]),
        ("fr", "le premier avril. Le six mars 2025.", "date", ["2026-04-01", "2025-03-06"]),
        ("es", "del seis de marzo del año pasado", "date", ["2025-03-06"]),
        ("pt", "a dezasseis de Março deste ano", "date", ["2026-03-16"]),
        ("en", "The next meeting is planned for 12 December", "date", ["2026-12-12"]),
        ("fr", "La prochaine est le 12 décembre", "date", ["2026-12-12"]),
        ("es", "Siguiente prevista: 12 de diciembre", "date", ["2026-12-12"]),
        ("pt", "A próxima está marcada para 12 de Dezembro", "date", ["2026-12-12"]),
        ("fr", "un pour cent du budget", "share", ["1"]),
        ("es", "el uno por ciento del gasto", "share", ["1"]),
        ("pt", "um por cento do Orçamento", "share", ["1"]),
        ("en", "one per cent of it", "share", ["1"]),
        ("pt", "Uma. Em Março.", "count", ["1"]),
        ("fr", "pas un franc n'est venu", "amount", ["0"]),
        ("en", "not one dollar of it", "amount", ["0"]),
        ("pt", "PAMN 2021–2025", "text", ["PAMN 2021–2025"]),
        ("es", "el plan estratégico 2024–2027", "text", ["plan estratégico 2024–2027"]),
        ("fr", "un million huit de francs, deux millions cinq cent mille francs", "amount", ["1800000", "2500000"]),
        ("es", "un millón doscientos de pesos", "amount", ["1200000"]),
        ("es", "Empezamos en mayo del 24, y en el 2025", "date", ["2024-05"]),
        ("en", "in May '24", "date", ["2024-05"]),
        ("pt", "publicado em Junho de dois mil e vinte e cinco", "date", ["2025-06"]),
        ("es", "desde mayo de dos mil veintitrés", "date", ["2023-05"]),
        ("fr", "le six mars deux mille vingt-quatre", "date", ["2024-03-06"]),
        ("en", "on 6 March twenty twenty-four", "date", ["2024-03-06"]),
        ("pt", "em Maio, dois mil escudos", "date", ["2026-05"]),
        ("fr", "20 nov. 2025 et 23 avr. 2026", "date", ["2025-11-20", "2026-04-23"]),
        ("pt", "a 3 de dez. de 2025", "date", ["2025-12-03"]),
        ("en", "on 23/04 and 12/09/2025; 9/12 of them", "date", ["2026-04-23", "2025-09-12"]),
        ("en", "since twenty twenty-four", "year", ["2024"]),
        ("es", "desde dos mil veintitrés", "year", ["2023"]),
        ("fr", "en deux mille vingt-deux; deux mille vingt enfants", "year", ["2022"]),
        ("pt", "em dois mil e vinte e um", "year", ["2021"]),
        ("es", "casi tres cuartas partes del gasto y la mitad del resto", "share", ["75", "50"]),
        ("en", "two thirds of it", "share", ["67"]),
        ("fr", "les deux tiers", "share", ["67"]),
        ("pt", "dois terços", "share", ["67"]),
        ("es", "La cámara tiene un asiento", "count", ["1"]),
        ("fr", "un seul directeur est venu", "count", ["1"]),
        ("es", "el decreto ejecutivo 27 del año 2014", "text", ["decreto ejecutivo 27 del año 2014"]),
        ("es", "El plan de este año. Tiene 23 actividades.", "count", ["23"]),
        ("fr", "la politique nationale d'alimentation 2021-2030", "text", ["politique nationale d'alimentation 2021-2030"]),
        ("en", "no terms of reference, no letter of appointment", "text", ["terms of reference", "letter of appointment"]),
        ("es", "la técnica de nutrición de la mancomunidad", "post", ["técnica de nutrición de la mancomunidad"]),
        ("fr", "Tout s'est arrêté en 2023, le projet arrêté en 2022.", "text", []),
        ("fr", "L'arrêté est signé; par arrêté n° 12.", "text", ["arrêté", "arrêté n° 12"]),
        ("en", "We plan for 2026 and act in 2027.", "text", []),
        ("en", "The plan for 2026 is ready.", "text", ["The plan for 2026"]),
        ("es", "Estamos de acuerdo para 2027.", "text", []),
        ("pt", "Está tudo em ordem para 2027.", "text", []),
        ("en", "It is not secured beyond December.", "date", ["2026-12"]),
        ("fr", "Le salaire n'est pas assuré au-delà de décembre.", "date", ["2026-12"]),
        ("es", "No está asegurado más allá de diciembre.", "date", ["2026-12"]),
        ("pt", "Não está garantido para lá de Dezembro.", "date", ["2026-12"]),
        ("en", "12 billion francs and 80 million francs", "amount", ["12000000000", "80000000"]),
        ("fr", "12 milliards de francs, 3,5 milliards", "amount", ["12000000000", "3500000000"]),
        ("es", "25 mil millones de pesos", "amount", ["25000000000"]),
        ("pt", "12 mil milhões de escudos", "amount", ["12000000000"]),
        ("en", "a report and a workshop, then one report", "count", ["1"]),
        ("fr", "un rapport, un atelier, puis un seul rapport", "count", ["1"]),
        ("es", "un informe, un taller, luego un solo informe", "count", ["1"]),
        ("pt", "um relatório, uma oficina, depois um só relatório", "count", ["1"]),
        ("fr", "Il est chef et d'un autre avis, chargé de rien, chargée du suivi.", "post", ["chef", "chargée du suivi"]),
        ("en", "the head of the team, head of nothing", "post", ["head of the team", "head"]),
        ("es", "el encargado de nada, jefe y de los otros", "post", ["encargado", "jefe"]),
        ("pt", "chefe de tudo e director de planeamento", "post", ["chefe", "director de planeamento"]),
    ],
)  # fmt: skip
def test_find_facts__as_told__are_normalised(language, text, kind, values):
    assert facts(language, text, kind) == values


@pytest.mark.parametrize(
    ("language", "text", "kind", "values"),
    [
        ("en", "between 4 and 5 billion leones", "amount", ["4000000000/5000000000"]),
        ("fr", "entre 4 et 5 milliards", "amount", ["4000000000/5000000000"]),
        ("fr", "80 à 90 % des frais", "share", ["80/90"]),
        ("fr", "huit à dix mois", "count", ["8/10"]),
        ("es", "entre 3 y 4 millones de quetzales", "amount", ["3000000/4000000"]),
        ("pt", "entre dez e doze mil meticais", "amount", ["10000/12000"]),
        ("en", "1.6 million or 1.8, depending on the year", "amount", ["1600000/1800000"]),
        ("en", "one or two workshops", "count", ["1/2"]),
        ("en", "it went from 4 to 9.5 million between 2021 and 2025", "amount", ["4000000", "9500000"]),
        ("fr", "la couverture est passée de 38 à 57 %", "share", ["38", "57"]),
        ("es", "subió de 41 a 78 por ciento", "share", ["41", "78"]),
        ("en", "three and four districts", "count", ["3", "4"]),
        ("en", "two of the four", "count", ["2", "4"]),
    ],
)
def test_find_facts__ends_of_a_range__are_one_fact_and_those_of_a_course_two(language, text, kind, values):
    assert facts(language, text, kind) == values


@pytest.mark.parametrize(
    ("language", "text", "kind", "values"),
    [
        ("en", "Millions, not billions.", "amount", []),
        ("es", "son millones de pesos", "amount", []),
        ("es", "un millón de pesos", "amount", ["1000000"]),
        ("en", "a grant of 400,000 pounds", "amount", ["400000"]),
        ("en", "400 pounds of flour", "amount", []),
        ("fr", "2 000 livres sterling", "amount", ["2000"]),
        ("fr", "pour l'ONU 5, pour l'État 12", "amount", []),
        ("en", "SSP 400 a day", "amount", ["400"]),
    ],
)
def test_find_facts__money__is_told_by_its_own_word(language, text, kind, values):
    assert facts(language, text, kind) == values


def test_undeclared_money__days_and_schools__are_counted_and_no_currency():
    words = load_fact_words("en")
    behind = behind_large_numbers("1,000 days, 1,000 days; 2,400 schools and 3,000 schools", words)
    assert undeclared_money(behind, words) == frozenset()


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "The director owns it, by December.", "2026-12"),
        ("en", "I chair it until December.", "2026-12"),
        ("en", "It was sent before 31 October.", "2025-10-31"),
        ("fr", "Nommer un secrétaire avant le 31 octobre.", "2026-10-31"),
        ("fr", "Le ministre présiderait le Conseil en novembre.", "2026-11"),
        ("fr", "Le rapport a été remis avant le 30 novembre.", "2025-11-30"),
        ("es", "Hay que entregarlo antes del 15 de diciembre.", "2026-12-15"),
        ("es", "Se entregó antes del 15 de diciembre.", "2025-12-15"),
        ("pt", "O secretário presidirá à reunião em Novembro.", "2026-11"),
        ("pt", "Enviámos tudo até Novembro.", "2025-11"),
        ("en", "In cash, in 2025, we saw 18 per cent released by September", "2025-09"),
        ("fr", "En 2023, la plateforme a mis les meuniers autour de la table, et le texte est sorti en septembre", "2023-09"),
        ("es", "En 2024 la mesa cambió de sede; el decreto salió en mayo", "2024-05"),
        ("pt", "Em 2024 a comissão mudou de casa e o plano saiu em Março", "2024-03"),
        ("en", "In 2024 the plan was late; this year it came in March", "2026-03"),
        ("en", "The work went well, and by 31 October we had sent it", "2025-10-31"),
        ("es", "Y para el 30 de octubre ya habíamos enviado el informe", "2025-10-30"),
        ("fr", "Depuis l'arrêté de 2023, on se voit toujours en mars", "2026-03"),
    ],
)  # fmt: skip
def test_find_facts__a_day_without_a_year__is_to_come_or_over_as_the_sentence_tells(language, text, day):
    assert facts(language, text, "date") == [day]


def test_find_facts__a_day_behind_a_sentence_with_a_year__is_not_of_that_year():
    assert facts("en", "The platform was founded in 2018. Our last meeting was on 12 March.", "date") == ["2026-03-12"]


@pytest.mark.parametrize(
    ("language", "text", "units"),
    [
        ("en", "21 for the state, 6 others, 4 other regions, 9 seats", ["", "", "regions", "seats"]),
        ("fr", "21 pour l'État, 3 à Kayes, 6 autres, 4 autres régions, 7 d'entre eux", ["", "", "", "régions", ""]),
        ("es", "21 para el Estado, 6 otros, 4 otras regiones, 9 sillas", ["", "", "regiones", "sillas"]),
        ("pt", "21 para o Estado, 6 outros, 4 outras regiões, 9 lugares", ["", "", "regiões", "lugares"]),
    ],
)
def test_find_facts__a_small_word_behind_a_number__is_no_unit(language, text, units):
    found = find_facts(text, load_fact_words(language), RECORD)
    assert [fact.unit for fact in found if fact.kind == "count"] == units


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
@pytest.mark.parametrize(
    "placeholder", ["[person 3]", "[civil society officer 2]", "[government respondent 12]", "[id number]", "[number]"]
)
def test_find_facts__a_placeholder__tells_nothing(language, placeholder):
    words = load_fact_words(language)
    found = find_facts(f"marque {placeholder} {placeholder}, 7 {placeholder}", words, RECORD)
    assert [(fact.kind, fact.value, fact.unit) for fact in found] == [("count", "7", "")]
    assert behind_large_numbers(f"3000 {placeholder} {placeholder} francs", words) == []


def test_undeclared_money__a_word_behind_several_large_numbers_is_a_currency():
    words = load_fact_words("en")
    texts = ("I asked for 300,000 kora.", "Say 185,000 kora for 20,000 children and 9,000 children.")
    money = undeclared_money([word for text in texts for word in behind_large_numbers(text, words)], words)
    assert money == {"kora"}
    assert facts("en", "640 kora", "amount", money) == ["640"]


@given(st.text(max_size=300), st.sampled_from(("en", "fr", "es", "pt")))
def test_find_facts__any_text__stand_in_it_and_have_a_kind(text, language):
    for fact in find_facts(text, load_fact_words(language), RECORD):
        assert fact.kind in KINDS
        assert 0 <= fact.start < fact.end <= len(text)
        assert fact.value


@pytest.mark.parametrize(
    ("language", "text", "about", "kind", "values"),
    [
        ("es", "el año pasado fueron doscientos diez mil", "money", "amount", ["210000"]),
        ("es", "doscientos diez mil personas", "money", "amount", []),
        ("pt", "A execução: zero.", "money", "amount", ["0"]),
        ("es", "Hasta 2022 estaba en Salud, ahora en Desarrollo e Inclusión.", "anchor", "ministry", ["Salud", "Desarrollo e Inclusión"]),
        ("fr", "À la Santé, au deuxième étage.", "anchor", "ministry", ["Santé"]),
        ("en", "It sits in Planning now.", "anchor", "ministry", ["Planning"]),
        ("en", "It sits in Planning now.", "", "ministry", []),
    ],
)  # fmt: skip
def test_the_question_tells_what_a_bare_number_or_name_is(language, text, about, kind, values):
    found = find_facts(text, load_fact_words(language), RECORD, about=frozenset({about}))
    assert [fact.value for fact in found if fact.kind == kind] == values


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
def test_texts_without_an_opening_word__hold_nothing_that_a_search_would_find(language, monkeypatch):
    lines = (line for path in sorted(SEGMENTS.glob(f"{language}-*")) for line in path.open(encoding="utf-8"))
    texts = [json.loads(line)["text"] for line in islice(lines, 0, None, 7)][:120]
    words = load_fact_words(language)
    found = [find_facts(text, words, RECORD, about=frozenset({"money", "anchor"})) for text in texts]
    monkeypatch.setattr(FactWords, "may_stand_in", lambda *_: True)
    assert len(texts) > 50
    assert any(found)
    assert [find_facts(text, words, RECORD, about=frozenset({"money", "anchor"})) for text in texts] == found
