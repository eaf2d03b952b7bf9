"""From answers and words to the claims table, in the four languages."""

from pathlib import Path

import pandas as pd
import pytest

from tasks.adapters.results import Results
from tasks.adapters.store import Store
from tasks.extract_claims import extract_claims
from tasks.read_words import About, Said, WordsRead, read_records, read_words

SENTENCES = """
| fr | Q5  | Nous avons un plan d'action annuel.                            | annual_action_plan       | 3    |
| en | Q5  | No, there is no action plan.                                   | annual_action_plan       | 0    |
| en | Q5  | An action plan will be adopted soon.                           | annual_action_plan       | 1    |
| es | Q5  | No lo sé, no soy la persona indicada.                          | annual_action_plan       | NI   |
| en | Q5  | In Malawi they have an annual action plan.                     | annual_action_plan       | none |
| en |     | The ministry bought new vehicles.                              | annual_action_plan       | none |
| pt | Q6  | Os termos de referência existem, mas não são usados.           | operating_framework      | 2    |
| fr | Q7  | La cellule transmet un rapport trimestriel au Premier ministre.| reporting_line           | 3    |
| fr | Q10 | Les comités régionaux se réunissent, mais rien ne se passe dans les communes. | subnational_function | 2 |
| en | Q12 | An accountability framework will be set up.                    | accountability_mechanism | 1    |
| es | Q14 | Participan el gobierno, la sociedad civil y las agencias de Naciones Unidas. | stakeholder_breadth | 2 |
| fr | Q15 | Douze ministères sont représentés, chacun avec un point focal. | sector_breadth           | 4    |
| en | Q16 | We should meet quarterly but we met only once in 2022.         | meetings_held            | 1    |
| fr | Q16 | Il ne s'est pas réuni cette année.                             | meetings_held            | 0    |
| fr | Q16 | Le comité se réunira trois fois l'an prochain.                 | meetings_held            | none |
| en | Q16 | The committee used to meet every month.                        | meetings_held            | none |
| pt | Q16 | Reunimo-nos três vezes em 2022.                                | meetings_held            | 3    |
| es | Q16 | ¿Cuántas veces se reúnen al año?                               | meetings_held            | none |
| es | Q16 | Tres o cuatro veces por año.                                   | meetings_held            | 3    |
| fr | Q16 | Trimestriellement.                                             | meetings_held            | 3    |
| en | Q17 | Government holds 80% of the seats.                             | seat_balance             | 1    |
| pt | Q23 | Se ele sair, tudo para.                                        | beyond_one_person        | 0    |
| es | Q16 | Sin objeto: no aplica.                                         | meetings_held            | NA   |
"""
TABLE = [[cell.strip() for cell in line.strip("|").split("|")] for line in SENTENCES.strip().splitlines()]


def interview(id_: str = "i1", **changed: object) -> dict[str, object]:
    row = {
        "interview_id": id_,
        "country_iso3": "MLI",
        "record_type": "verbatim",
        "date": "2023-03-14",
        "language": "en",
        "stakeholder_group": "un",
        "level": "national",
        "consent_record": True,
        "consent_quote": True,
        "attribution": "group",
        "file": "MLI/i1.txt",
        "sha256": "0",
    }
    return row | changed


def segment(text: str, question: str | None = None, **changed: object) -> dict[str, object]:
    row = {"segment_id": "s1", "interview_id": "i1", "segment_no": 1, "annex_question": question, "language": "en"}
    return row | {"text": text, "start_char": 0, "end_char": len(text)} | changed


def answer(code: str | None, reason: str | None = None, indicator: str = "active_convenor") -> dict[str, object]:
    row = {"answer_id": "a1", "interview_id": "i1", "question_name": indicator, "indicator": indicator}
    place = {"file": "MLI/responses/r.csv", "row": 2, "column": "active_convenor"}
    return row | place | {"answer_code": code, "missing_reason": reason}


def extracted(
    folder: Path,
    segments: tuple[dict[str, object], ...] = (),
    answers: tuple[dict[str, object], ...] = (),
    record: dict[str, object] | None = None,
) -> tuple[pd.DataFrame, list[str]]:
    store = Store(folder / "raw", folder / "processed", folder / "reports")
    store.write_table("MLI", "interviews", [record or interview()])
    store.write_table("MLI", "segments", segments)
    store.write_table("MLI", "answers", answers)
    problems = extract_claims(store, "MLI")
    return store.read_table("MLI", "claims"), [problem.code for problem in problems]


@pytest.mark.parametrize(("language", "question", "text", "indicator", "expected"), TABLE)
def test_extract_claims__sentence__proposes(
    tmp_path: Path, language: str, question: str, text: str, indicator: str, expected: str
) -> None:
    claims, problems = extracted(tmp_path, (segment(text, question or None, language=language),))
    rows = claims.query("indicator == @indicator and state != 'hint'").to_dict("records")
    told = [row["state"] if row["state"] != "level" else f"{row['proposed_level']:g}" for row in rows]
    assert (told, problems) == ([] if expected == "none" else [expected], [])


@pytest.mark.parametrize(
    ("code", "reason", "expected"),
    [
        ("0", None, [("level", 0.0)]),
        ("4", None, [("level", 4.0)]),
        ("3.0", None, [("level", 3.0)]),
        ("dk", None, [("NI", None)]),
        ("dk", "dont_know", [("NI", None)]),
        (None, "refused", [("NI", None)]),
        ("na", "not_applicable", [("NA", None)]),
        (None, "blank", []),
        (None, None, []),
    ],
)
def test_extract_claims__closed_answer__is_a_claim(
    tmp_path: Path, code: str | None, reason: str | None, expected: list[tuple[str, float | None]]
) -> None:
    claims, problems = extracted(tmp_path, answers=(answer(code, reason),))
    told = [
        (row["state"], None if pd.isna(row["proposed_level"]) else row["proposed_level"])
        for row in claims.to_dict("records")
    ]
    assert (told, problems) == (expected, [])
    assert set(claims["rule"]) <= {"closed answer"}
    assert set(claims["status"]) <= {"answered"}


@pytest.mark.parametrize(
    ("code", "indicator", "problem"), [("7", "active_convenor", "K001"), ("2", "unheard_of", "K002")]
)
def test_extract_claims__unreadable_closed_answer__is_a_problem(
    tmp_path: Path, code: str, indicator: str, problem: str
) -> None:
    claims, problems = extracted(tmp_path, answers=(answer(code, indicator=indicator),))
    assert (len(claims), problems) == (0, [problem])


def test_extract_claims__other_language__is_named_as_unread(tmp_path: Path) -> None:
    claims, problems = extracted(tmp_path, (segment("خطة سنوية", "Q5", language="ar"),))
    assert (len(claims), problems) == (0, ["K003"])


def test_extract_claims__other_language__names_file_and_place_of_the_first_few(tmp_path: Path) -> None:
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    turns = [
        {"turn_id": f"t{n}", "interview_id": "i1", "turn_no": n, "speaker_role": "respondent", "text": "خطة",
         "start_char": 0, "end_char": 3, "place": f"paragraph {n}"}
        for n in range(1, 8)
    ]  # fmt: skip
    store.write_table("MLI", "interviews", [interview()])
    store.write_table("MLI", "turns", turns)
    store.write_table(
        "MLI", "segments", [segment("خطة", language="ar", segment_id=f"s{n}", turn_id=f"t{n}") for n in range(1, 8)]
    )
    [problem] = extract_claims(store, "MLI")
    assert "was looked for: 7 (MLI/i1.txt, paragraph 1; MLI/i1.txt, paragraph 2; " in problem.detail
    assert problem.detail.endswith("paragraph 5; ...).")


def test_extract_claims__no_consent__is_left_alone(tmp_path: Path) -> None:
    record = interview(consent_record=False)
    claims, problems = extracted(tmp_path, (segment("We have an annual action plan.", "Q5"),), (answer("3"),), record)
    assert (len(claims), problems) == (0, [])


def test_extract_claims__fact__has_words_unit_year_and_voice(tmp_path: Path) -> None:
    text = "I was told that the committee met three times in 2021."
    claims, _ = extracted(tmp_path, (segment(text, "Q16", speaker="R2"),))
    (row,) = claims.to_dict("records")
    assert (row["value"], row["unit"], row["date"]) == ("met three times", "meetings a year", "2021")
    assert (row["respondent"], row["is_second_hand"], row["status"]) == ("i1/R2", True, "proposed")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("We meet monthly.", "2023-03-14"),
        ("We have met monthly since 2019.", "2019"),
        ("We meet monthly under the 2030 agenda.", "2023-03-14"),
    ],
)
def test_extract_claims__date__is_the_year_told_unless_it_is_still_to_come(
    tmp_path: Path, text: str, date: str
) -> None:
    claims, _ = extracted(tmp_path, (segment(text, "Q16"),))
    assert list(claims["date"]) == [date]


def test_extract_claims__document__counts_active_networks_over_its_paragraphs(tmp_path: Path) -> None:
    paragraphs = (
        segment("The civil society network is active.", segment_id="s1"),
        segment("So is the academia network, which is active too.", segment_id="s2", segment_no=2),
    )
    record = interview(record_type="document", stakeholder_group=None, level=None)
    claims, _ = extracted(tmp_path, paragraphs, record=record)
    rows = claims.query("indicator == 'networks_functioning'").to_dict("records")
    assert [(row["proposed_level"], row["segment_id"]) for row in rows] == [(2.0, "s1")]


def test_extract_claims__same_tables__same_bytes(tmp_path: Path) -> None:
    segments = (segment("We meet monthly. The plan is annual.", "Q16"),)
    written = tmp_path / "processed" / "MLI" / "5_claims.parquet"
    extracted(tmp_path, segments)
    once = written.read_bytes()
    extracted(tmp_path, segments)
    assert written.read_bytes() == once


def test_record__is_not_read_again_when_only_the_numbers_of_its_people_moved():
    words = "[person {}] told us that we met three times in 2022, [person {}] says twice."
    records = {"i1": interview()}
    kept: dict[str, bytes] = {}
    read = []
    for numbers in ((11, 25), (12, 26), (12, 9)):
        said = {"i1": [Said("s1", words.format(*numbers), "How often?", "Q16", "en", "", None)]}
        results = Results("1", kept)
        read.append((read_records(said, records, "MLI", results), results.n_made))
        kept = results.used
    assert [n_made > 0 for _, n_made in read] == [True, False, True]
    told = [[one.value for one in found["i1"].findings] for found, _ in read]
    assert told[1] == [value.replace("11]", "12]").replace("25]", "26]") for value in told[0]] != []


def read(language: str, question: str, text: str) -> WordsRead:
    """Read one answer of an interview of 2025."""
    said = Said("s1", text, question, "", language, "A", None)
    return read_words([said], About("i1", "XAA", "verbatim", "un", "national", "2025-10-01"), {language: frozenset()})


@pytest.mark.parametrize(
    ("language", "own", "abroad"),
    [
        ("en", "Here it is 3 percent.", "In Bolivia they mobilised 40 million dollars in a year."),
        ("fr", "Chez nous, 3 pour cent.", "Au Pérou, il y a 25 comités."),
        ("es", "Aquí es el 3 %.", "En Bolivia, en cambio, movilizaron 40 millones en un solo año."),
        ("pt", "Aqui é de 3 %.", "No Brasil é de 7 %."),
    ],
)
def test_read_words__what_is_told_of_another_country__is_no_fact_of_this_one(language, own, abroad):
    assert [told.fact.value for told in read(language, "?", f"{own} {abroad}").facts] == ["3"]


def test_read_words__a_visit_abroad__has_its_facts():
    assert [told.fact.value for told in read("en", "?", "A learning visit to Peru took place in 2023.").facts] == [
        "2023"
    ]


def test_read_words__all_districts_of_another_country__do_not_contradict_ours():
    own = "No existen mesas de nutrición en los departamentos ni en los distritos."
    abroad = "En el Perú sí: allá hay comités en los 25 departamentos y en todos los distritos, y se reúnen cada mes."
    assert not read("es", "¿Cómo funciona en los distritos?", f"{own} {abroad}").exceptions


@pytest.mark.parametrize(
    ("language", "question", "told", "heard"),
    [
        (
            "en",
            "Is there an operating framework?",
            "Terms of reference were revised in March 2024, they say how decisions are taken.",
            "The government says that the terms of reference were revised in March 2024.",
        ),
        (
            "fr",
            "Y a-t-il un plan d'action annuel ?",
            "Le plan d'action annuel 2025 est adopté.",
            "Le gouvernement dit que le plan d'action annuel 2025 est adopté.",
        ),
        (
            "es",
            "¿Hay un plan de acción anual?",
            "El plan de acción anual de 2025 está aprobado.",
            "Los donantes dicen que el plan de acción anual de 2025 está aprobado.",
        ),
        (
            "pt",
            "Existe um plano de ação anual?",
            "O plano de ação anual de 2025 está aprovado.",
            "O governo diz que o plano de ação anual de 2025 está aprovado.",
        ),
    ],
)
def test_read_words__what_a_group_says__is_second_hand_and_what_a_text_says_is_not(language, question, told, heard):
    for text, is_heard in ((told, False), (heard, True)):
        found = read(language, question, text)
        levels = [finding for finding in found.findings if finding.state == "level"]
        assert levels
        assert {finding.is_second_hand for finding in levels} == {is_heard}
        assert {fact.is_second_hand for fact in found.facts} == {is_heard}


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", "Has the platform achieved something?", "I can't say that it has not: the salt law came out of it."),
        (
            "fr",
            "La plateforme a-t-elle obtenu quelque chose ?",
            "Je ne peux pas dire qu'elle n'a rien obtenu : la loi.",
        ),
        ("es", "¿Logró algo la plataforma?", "No puedo decir que no: la ley de la sal salió de ahí."),
        ("pt", "A plataforma conseguiu alguma coisa?", "Não posso dizer que não: a lei do sal saiu dali."),
        (
            "en",
            "Do you get reports or training?",
            "We have never been trained. We asked for the manual and it never came.",
        ),
        ("fr", "Recevez-vous des rapports ?", "Nous n'avons jamais reçu de formation. Le manuel n'est pas arrivé."),
        ("es", "¿Reciben informes o capacitación?", "Nunca nos han capacitado. El manual lo pedimos y no llegó."),
        ("pt", "Recebem relatórios ou formação?", "Nunca fomos formados. Pedimos o manual e não chegou."),
    ],
)
def test_read_words__what_one_lived_through_or_does_not_deny__is_no_not_knowing(language, question, text):
    assert "NI" not in {finding.state for finding in read(language, question, text).findings}


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", "How often does the platform meet?", "Until 2019 we met twelve times a year. This year we met twice."),
        (
            "fr",
            "À quelle fréquence la plateforme se réunit-elle ?",
            "Jusqu'en 2019 elle se réunissait douze fois par an. Cette année, elle s'est réunie deux fois.",
        ),
        (
            "es",
            "¿Con qué frecuencia se reúne la plataforma?",
            "Hasta 2019, doce veces al año. Este año nos hemos reunido dos veces de las cuatro previstas.",
        ),
        (
            "pt",
            "Com que frequência se reúne a plataforma?",
            "Até 2019, doze vezes por ano. Este ano reuniu-se duas vezes das quatro previstas.",
        ),
    ],
)
def test_read_words__meetings_until_a_past_year__are_not_those_of_today(language, question, text):
    held = [finding for finding in read(language, question, text).findings if finding.indicator == "meetings_held"]
    assert [(finding.level, finding.number) for finding in held if finding.state == "level"] == [(2, 2)]


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", "How often does the platform meet?", "The government says once. I counted three meetings this year."),
        (
            "fr",
            "Combien de réunions cette année ?",
            "Le gouvernement dit qu'il y en a eu une. J'ai compté trois réunions.",
        ),
        ("es", "¿Cuántas veces se reúne?", "El gobierno dice que una vez. Yo conté tres reuniones este año."),
        ("pt", "Quantas vezes se reúne?", "O governo diz que uma vez. Eu contei três reuniões este ano."),
    ],
)
def test_read_words__what_one_counted__stands_before_what_others_say(language, question, text):
    held = [finding for finding in read(language, question, text).findings if finding.indicator == "meetings_held"]
    assert [finding.number for finding in held if finding.state == "level"] == [3]


@pytest.mark.parametrize(
    ("language", "question", "text", "indicator"),
    [
        ("en", "Q23", "A Nutrition Act.", "institutionalization"),
        ("en", "Q23", "An Act of Parliament, with a budget line.", "institutionalization"),
        ("fr", "Q23", "Un décret présidentiel.", "institutionalization"),
        ("es", "Q23", "Una ley de nutrición con presupuesto propio.", "institutionalization"),
        ("pt", "Q23", "Uma lei aprovada pela Assembleia.", "institutionalization"),
        ("fr", "Q23", "Une ligne budgétaire de l'État jusqu'en 2030.", "financial_durability"),
    ],
)
def test_open_answer__to_what_is_needed__tells_no_level(tmp_path, language, question, text, indicator):
    said = segment(text, question, language=language, answer_id="a1")
    claims, _ = extracted(tmp_path, (said,))
    assert claims.query("indicator == @indicator and state == 'level'").empty


@pytest.mark.parametrize(
    ("language", "question", "text", "indicator"),
    [
        ("en", "Q23", "We have a Nutrition Act since 2021, with a budget line.", "institutionalization"),
        ("fr", "Q23", "Il y a déjà un décret présidentiel.", "institutionalization"),
        ("es", "Q6", "Términos de referencia aprobados, revisados y en uso.", "operating_framework"),
    ],
)
def test_open_answer__that_tells_what_there_is__tells_a_level(tmp_path, language, question, text, indicator):
    said = segment(text, question, language=language, answer_id="a1")
    claims, _ = extracted(tmp_path, (said,))
    assert not claims.query("indicator == @indicator and state == 'level'").empty
