"""What real forms hold and what of it is named: for each check what must fire, and what must not."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from builders_received import answer, document, responded, said, together
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.checks import load_checks
from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.core.countries import count_countries
from tasks.core.counts import read_count
from tasks.core.plausibility_checks import check_plausibility
from tasks.core.questionnaires import Choice, Form, Question
from tasks.core.spellings import Spellings

CHECKS = load_checks(Path("nowhere"), "MLI")
MISSING = Spellings(read_yaml(QUESTIONNAIRE / "missing_codes.yaml"))
FORM = Form(
    "team",
    "1",
    "",
    "en",
    tuple(
        Question(name, "integer", {}, area=3)
        for name in ("n_members", "participants_total", "participants_women", "participants_men")
    )
    + (Question("running_costs", "select_one", {}, list_name="costs", area=2),),
    {"costs": tuple(Choice(name, {}) for name in ("0", "1", "2", "3", "dk"))},
)
LONG = (
    "The platform brings the ministries, the networks and the partners together every quarter, and its members share"
    " what they have done since the last meeting."
)


def codes(received, checks=CHECKS, form=FORM):
    return [problem.code for problem in check_plausibility(received, form, checks).problems]


# --- another country ---------------------------------------------------------------------------------------------
def test_country__of_the_texts_own_header__keeps_it_out_of_the_analysis():
    found = check_plausibility(said("We meet twice.", header=["Pays : Malawi", "Date : 14 mars 2023"]), FORM, CHECKS)
    assert [(p.code, str(p.severity)) for p in found.problems] == [("D001", "critical")]
    assert "Malawi" in found.problems[0].detail
    assert found.turns == {"MLI-01": ()}
    assert len(found.interviews) == 1


@pytest.mark.parametrize(
    "told", ["Mali", "République du Mali", "MALI", "Bamako, Mali", "not told", "Mali (mission Niger)"]
)
def test_country__own_or_untold_in_the_header__is_fine(told):
    assert codes(said("We meet twice.", header=[f"Country: {told}"])) == []


def test_country__that_dominates_the_words__is_named():
    words = ["Malawi has a plan.", "In Malawi the platform meets.", "Malawi and Mali differ.", "Malawi pays for it."]
    [problem] = check_plausibility(said(*words), FORM, CHECKS).problems
    assert (problem.code, problem.file) == ("D002", "MLI/transcripts/MLI-01.txt")
    assert "Malawi 4 times" in problem.detail


def test_country__that_dominates_a_response__is_named_with_its_row():
    told = [answer(f"q{n}", f"Le Sénégal a un plan numéro {n}.", row=7) for n in range(4)]
    [problem] = check_plausibility(responded(*told, language="fr"), FORM, CHECKS).problems
    assert (problem.code, problem.row) == ("D002", 7)


@pytest.mark.parametrize(
    "words",
    [
        ["We went to Niger.", "Niger has a focal point.", "Niger paid for the visit."],  # a study trip
        ["Niger.", "Niger.", "Niger.", "Niger.", "But in Mali we meet.", "Mali.", "In Mali."],
        ["Niger, Niger, Niger, Niger and Niger: that was the whole topic of one question."],
        ["Le fleuve Niger.", "L'Office du Niger.", "Le delta du Niger.", "La boucle du Niger.", "Le bassin du Niger."],
        ["Canada pays.", "Canada helps.", "The embassy of Canada.", "Canada again.", "France too."],  # donors
        ["La réunion.", "Réunion du matin.", "Réunion du soir.", "Réunion finale."],
        ["Turkey and chicken.", "Jordan said so.", "Jordan left.", "Jordan came.", "Jordan."],
        ["Nigeria.", "Burkina Faso.", "Togo.", "Benin.", "Ghana.", "Senegal."],  # a list of neighbours
    ],
)
def test_country__a_mere_mention__is_fine(words):
    assert codes(said(*words)) == []


def test_country__first_paragraph_of_another__is_named_in_documents():
    words = ["Malawi joined in 2011. The platform of Malawi meets monthly.", "x " * 400, "Mali, Mali, Mali, Mali."]
    assert codes(document(*words)) == ["D003"]
    assert codes(document("Malawi and Mali met. Malawi joined in 2011.", *words[1:])) == []


def test_country_names__the_longest_counts_and_homonyms_are_the_folders_own():
    names = load_checks(Path("nowhere"), "GIN").names
    assert count_countries("Guinea-Bissau, Equatorial Guinea, Papua New Guinea", names)["GIN"] == 0
    assert count_countries("Guinée, Guinea, la Guinea", names)["GIN"] == 3
    assert count_countries("South Sudan", load_checks(Path("nowhere"), "SDN").names)["SDN"] == 0
    congo = load_checks(Path("nowhere"), "COD").names
    assert count_countries("La RDC et le Congo", congo) == {"COD": 2}


@pytest.mark.parametrize(
    "words",
    [
        "[name of country] has a plan.",
        "Rapport – Nom du Pays 2016",
        "Click or tap here to enter text.",
        "The <Country Name> platform",
    ],
)
def test_placeholder__left_in__is_named(words):
    assert codes(said(words)) == ["D004"]


@pytest.mark.parametrize(
    "words", ["Name of Country: Mali", "Nom du pays", "Ela falou em nome do país.", "Country name Mali"]
)
def test_placeholder__that_is_a_label_or_ordinary_words__is_fine(words):
    assert codes(said(words, language="")) == []


# --- dates -------------------------------------------------------------------------------------------------------
def dated(*dates, **details):
    parts = [said("We meet.", id_=f"MLI-{n}", date=date, **details) for n, date in enumerate(dates)]
    return together(*parts)


def test_date__years_off_the_rest__is_named():
    assert codes(dated("2023-03-01", "2023-03-02", "2023-04", "2032-03-02", "2023")) == ["D011"]


@pytest.mark.parametrize(
    "dates",
    [
        ["2023-03-01", "2032-03-02"],  # two dates tell nothing
        ["2019-03-01", "2019-03-04", "2023-03-02", "2023-03-05"],  # two waves
        ["2023-03-01", "2023-05-02", "2024-01-02", "2025-01-02"],
        ["2023-03-01", "", "2023-05-02", "", "2023"],
    ],
)
def test_date__of_waves_or_unknown__is_fine(dates):
    assert codes(dated(*dates)) == []


@pytest.mark.parametrize(
    ("date", "found"), [("2023-03-16", []), ("2023", []), ("2023-03-18", ["D010"]), ("2024", ["D010"])]
)
def test_date__after_the_folder_was_put_together__is_named(date, found):
    assert codes(said("We meet.", date=date), replace(CHECKS, latest="2023-03-17")) == found


def test_source_yaml__tells_the_latest_date(tmp_path):
    (tmp_path / "source.yaml").write_text("collected_to: 2023-03-16\nprepared_on: 2023-04-01   # later\n")
    assert load_checks(tmp_path, "MLI").latest == "2023-04-01"
    with (tmp_path / "source.yaml").open("a") as stream:
        stream.write("pulls:\n  - {server: kobo, pulled_at: 2023-05-02T10:00:00Z}\n  - none\n")
    assert load_checks(tmp_path, "MLI").latest == "2023-05-02"
    (tmp_path / "source.yaml").write_text("[broken")
    assert load_checks(tmp_path, "MLI").latest == ""


@pytest.mark.parametrize(
    ("file", "date", "found"),
    [
        ("2017/form-2016.docx", "2017-02-03", ["D013"]),
        ("form-2016.docx", "2017-02-03", ["D012"]),
        ("2016/form.docx", "2018", ["D012"]),
        ("2017/form-2017.docx", "2017-02-03", []),
        ("2017/form.docx", "2016-12-20", []),  # filed when it came
        ("export-2023-01-05.docx", "2022-11-20", []),  # the day of the export
        ("export_20240105.docx", "2023-06-20", []),
        ("PAMN 2021-2025.docx", "2023-06-20", []),
        ("form 2016.docx", "", []),
        ("room-2020b12.docx", "2020-06-20", []),
    ],
)
def test_period__of_file_and_folder__against_the_date(file, date, found):
    assert codes(said("We meet.", file=f"MLI/transcripts/{file}", date=date)) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Date: 14 March 2022", ["D014"]),
        ("Date de l’entretien : 15/03/2023", ["D014"]),
        ("Date: 14 March 2023", []),
        ("Fecha: marzo de 2023", []),
        ("Date: 2023", []),
        ("Date: to be filled", []),
        ("Validity: 2019", []),
    ],
)
def test_date__in_the_texts_own_header__against_the_register(line, found):
    assert codes(said("We meet.", header=[line])) == found


def test_date__with_day_and_month_exchanged__is_left_to_the_register():
    assert codes(said("We meet.", header=["Date: 04/03/2023"], date="2023-04-03")) == []


@pytest.mark.parametrize(
    ("kind", "title", "found"),
    [
        ("minutes", "Minutes of 2024", ["D015"]),
        ("minutes", "Minutes of 2023", []),
        ("report", "Report 2022", []),
        ("budget", "Budget 2024", []),
        ("plan", "Plan 2024", []),
    ],
)
def test_document__dated_before_what_it_reports(kind, title, found):
    assert codes(document("Words.", kind=kind, title=title)) == found


# --- plans -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Annual action plan 2021–2025", ["D040"]),
        ("Plan d’action annuel 2021-25", ["D040"]),
        ("Plan annuel quinquennal 2021", ["D040"]),
        ("Plan operativo anual 2021 al 2024", ["D040"]),
        ("Strategic plan 2021–2025", ["D041"]),
        ("Five-year sector strategic plan", ["D041"]),
        ("Plano plurianual 2021 a 2025", ["D041"]),
        ("Annual action plan 2023", []),
        ("Annual action plan 2022–2023", []),  # a budget year
        ("Plan de travail annuel", []),
        ("Work plan 2023, within the strategy", []),
    ],
)
def test_plan__its_span_and_what_it_is_filed_as(title, found):
    assert codes(document("We plan.", kind="plan", title=title)) == found


def test_plan__of_several_years_beside_an_annual_one__is_fine():
    five = document("We plan.", kind="plan", title="Plan 2021–2025", id_="MLI-D1")
    one = document("We plan for a year.", kind="plan", title="Annual plan 2023", id_="MLI-D2")
    assert codes(together(five, one)) == []


def test_plan__span_told_in_its_opening():
    assert codes(document("National nutrition plan 2021-2025", kind="plan", title="Annual action plan")) == ["D040"]
    assert codes(document("Policy of 2013-2020", kind="policy", title="Policy")) == []


# --- counts ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("1 200", 1200), ("1,200", 1200), ("1.200", 1200), ("12.0", 12), ("12,5", 12.5), ("Yes=12", 12)]
    + [
        ("Yes", None),
        ("No (= 31)", 31),
        ("10-12", None),
        ("Ministry of Health", None),
        ("12 people who are members", 12),
    ]
    + [("-99", -99), ("١٢", 12), ("", None), ("2 ou 3", None), ("15 000", 15000)],
)
def test_count__the_number_is_read_beside_what_was_typed(text, number):
    assert read_count(text).number == number


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["", " ", ",", ".", "\u202f", "’"]))
def test_count__any_bare_number__is_read_however_thousands_are_grouped(number, mark):
    count = read_count(f"{number:,}".replace(",", mark))
    assert (count.number, count.is_bare) == (number, True)


@given(st.text())
def test_count__any_text__is_read_without_an_error(text):
    read_count(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [("Yes=12", ["D020"]), ("Yes", ["D021"]), ("Health, Agriculture", ["D021"]), ("12 people", ["D020"])]
    + [
        ("10 or 12", ["D022"]),
        ("999", ["D023"]),
        ("-99", ["D023"]),
        ("12", []),
        ("0", []),
        ("1 200", []),
        ("12.0", []),
    ],
)
def test_count__words_and_codes__are_named_and_kept(text, found):
    received = check_plausibility(responded(answer("n_members", text)), FORM, CHECKS)
    assert [problem.code for problem in received.problems] == found
    assert [one.answer_text for one in received.answers] == [text]
    assert all((problem.row, problem.column) == (2, "n_members") for problem in received.problems)


def test_count__large_numbers__are_not_repeated():
    [problem] = check_plausibility(responded(answer("n_members", "call 0022376123456")), FORM, CHECKS).problems
    assert "76123456" not in str(problem)


def test_count__open_questions_and_missing_ones__are_no_counts():
    received = responded(answer("q17", "Yes"), answer("n_members", "", missing_reason="not_applicable"))
    assert codes(received) == []


def participants(total, women, men):
    told = {"participants_total": total, "participants_women": women, "participants_men": men}
    return responded(*(answer(name, text) for name, text in told.items() if text))


@pytest.mark.parametrize(
    ("numbers", "found"),
    [(("12", "4", "6"), ["D024"]), (("12", "6", "6"), []), (("12", "", "6"), []), (("", "4", "6"), [])],
)
def test_sum__of_women_and_men__against_the_total(numbers, found):
    assert codes(participants(*numbers)) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("There are 12 members, 5 women and 6 men.", ["D025"]),
        ("Il y a 12 membres : 5 femmes et 6 hommes.", ["D025"]),
        ("Total: 12, of which 7 women and 6 men.", ["D025"]),
        ("12 in total: 6 Government, 2 civil society, 2 donors.", ["D025"]),
        ("Government: 6, civil society: 2, donors: 2, total 12.", ["D025"]),
        ("There are 12 members, 6 women and 6 men.", []),
        ("12 in total: 6 Government, 4 civil society, 2 donors.", []),
        ("Total 12: Government 6, civil society 4, donors 2.", []),
        ("12 members, including 5 women and 3 men from the regions.", []),
        ("12 membres dont 5 femmes.", []),
        ("In 2021 we were 12 members, 5 women and 6 men.", []),  # a number that is none of them
        ("18 members, among them 6 from Government and 4 from civil society.", []),
        ("Seventeen parliamentarians were trained; three of them are women.", []),
        ("The platform has 5 women and 6 men.", []),
    ],
)
def test_sum__told_in_words(words, found):
    assert codes(said(words)) == found


# --- copies ------------------------------------------------------------------------------------------------------
def test_copy__in_another_record__is_named_once_for_the_pair():
    parts = [said(LONG, f"{LONG} And more.", id_=id_) for id_ in ("MLI-01", "MLI-02")]
    [problem] = check_plausibility(together(*parts), FORM, CHECKS).problems
    assert (problem.code, problem.file) == ("D030", "MLI/transcripts/MLI-02.txt")
    assert problem.detail.endswith("MLI-01.txt): 2.")
    assert LONG[:20] not in str(problem)


def test_copy__of_an_earlier_year__is_carried_over_even_with_the_year_changed():
    old, new = (LONG + f" So it was in {year}." for year in (2022, 2023))
    parts = [said(new, id_="MLI-02"), said(old, id_="MLI-01", date="2022-03-14")]
    [problem] = check_plausibility(together(*parts), FORM, CHECKS).problems
    assert (problem.code, problem.file) == ("D031", "MLI/transcripts/MLI-02.txt")


def test_copy__between_responses__is_named_with_both_rows():
    [problem] = check_plausibility(
        responded(answer("q5", LONG), answer("q5", LONG.upper(), id_="r-2", row=3)), FORM, CHECKS
    ).problems
    assert (problem.code, problem.row, problem.column) == ("D030", 3, "q5")
    assert "row 2" in problem.detail


@pytest.mark.parametrize(
    "parts",
    [
        [said(LONG, LONG)],  # said twice by one person
        [said("We do not know.", id_="A"), said("We do not know.", id_="B")],
        [said(LONG, id_="A"), document(LONG)],  # a document quoted
        [document(LONG, id_="A"), document(LONG, id_="B")],
        [said(LONG, id_="A", role="interviewer"), said(LONG, id_="B", role="interviewer")],
        [said(LONG, id_="A"), said(LONG.replace("quarter", "month"), id_="B")],
        [said(LONG, id_="A"), said(LONG, id_="B", consent_record=False)],
    ],
)
def test_copy__short_shared_or_of_one_person__is_fine(parts):
    assert codes(together(*parts)) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Same as last year.", ["D032"]),
        ("Idem année précédente", ["D032"]),
        ("Igual que el año anterior.", ["D032"]),
        ("Igual ao ano passado", ["D032"]),
        ("This year (2022) the platform met twice.", ["D033"]),
        ("Cette année 2022, nous avons eu deux réunions.", ["D033"]),
        ("The platform met twice. 2022", ["D033"]),
        ("This year (2023) the platform met twice.", []),
        ("The platform met more often than last year.", []),
        ("It was founded in 2015.", []),
        ("We have had a plan since 2022.", []),
        ("2022", []),  # an answer to "which year?"
        ("The number of meetings is the same as last year, but the members changed and the plan is a new one.", []),
        ("Next year we plan for 2024.", []),
    ],
)
def test_carry_over__as_the_words_say(words, found):
    assert codes(said(words, language="")) == found


# --- money -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "words",
    [
        "Purchases of CFAF 600 million (approximately USD 1 million) in 2020, CFAF 1.2 million (more than USD 2 million) in 2021.",
        "600 millions de FCFA (environ 1 million de dollars), puis 1,2 million de FCFA (soit 2 millions de dollars).",
        "600 millones de francos CFA (unos 1 millón de dólares); luego 1,2 millones de francos CFA (unos 2 millones de dólares).",
        "KES 130 million (about $1 million) and later 2.6 million Kenyan shillings (about $2 million).",
    ],
)
def test_amount__off_by_a_factor__is_named(words):
    [problem] = check_plausibility(said(words, language=""), FORM, CHECKS).problems
    assert problem.code == "D050"
    assert "factor of about 100" in problem.detail or "1000" in problem.detail


def test_amount__the_one_that_differs_from_the_others__is_named():
    words = [
        "CFAF 1.2 million (USD 2 million).",
        "CFAF 600 million (USD 1 million).",
        "FCFA 300,000,000, or about $500,000.",
    ]
    [problem] = check_plausibility(said(*words), FORM, CHECKS).problems
    assert "paragraph 1" in problem.detail


@pytest.mark.parametrize(
    "words",
    [
        "CFAF 600 million (approximately USD 1 million), then CFAF 1.2 billion (more than USD 2 million).",
        "600 millions de FCFA (1 million USD), puis 1,2 milliard de FCFA (2 millions USD).",
        "CFAF 600 million from the State and USD 2 million from partners; CFAF 3 million for meetings and USD 5 million.",
        "NGN 400 million (about USD 1 million) in 2021; NGN 1.5 billion (about USD 1 million) in 2024.",  # devaluation
        "CFAF 600 million (approximately USD 1 million).",
        "We met 3 times (about 2 per year), with 40 people.",
        "CFAF 600 million (10 % of the budget).",
    ],
)
def test_amount__that_fits_or_is_no_pair__is_fine(words):
    assert codes(said(words, language="")) == []


# --- causes ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "words",
    [
        ["The analysis of 2021 led to a line in the 2020 budget."],
        ["The budget analysis of 2021, led by the network, resulted in a budget line.", "This was in the 2020 budget."],
        ["L’analyse de 2021 a permis d’inscrire une ligne au budget 2020."],
        ["El análisis de 2021 llevó a una línea en el presupuesto de 2020."],
        ["A análise de 2021 levou a uma linha no orçamento de 2020."],
        ["The line of 2020 was voted thanks to the analysis of 2021."],
    ],
)
def test_effect__before_its_cause__is_named(words):
    assert codes(said(*words, language="")) == ["D060"]


@pytest.mark.parametrize(
    "words",
    [
        ["The analysis of 2019 led to a line in the 2020 budget."],
        ["The analysis of 2021 led to a doubling of the budget compared to 2020."],
        ["Le plaidoyer de 2021 a permis de doubler le budget par rapport à 2019."],
        ["The plan 2021–2025 led to a review of the law of 2019."],
        ["The analysis of 2021 led to a budget line.", "The platform was founded in 2015."],
        ["The network, founded in 2011, led to the plan of 2015, reviewed in 2021."],
        ["The line of 2020 was voted thanks to the forum of 2019."],
        ["In 2021 we met; in 2020 we did not."],
        ["Since 2015 the platform grew thanks to the decree."],
    ],
)
def test_effect__after_its_cause_or_only_compared__is_fine(words):
    assert codes(said(*words, language="")) == []


# --- languages ---------------------------------------------------------------------------------------------------
FRENCH = (
    "La plateforme se réunit chaque trimestre et les membres partagent ce qu’ils ont fait depuis la dernière réunion."
)


@pytest.mark.parametrize(
    ("text", "declared", "found"),
    [
        (LONG, "fr", ["D070"]),
        (FRENCH, "en", ["D070"]),
        (LONG, "en", []),
        (FRENCH, "fr", []),
        (LONG, "", []),
        (LONG, "bm", []),
        ("Yes, every year.", "fr", []),
        (
            "Comité Technique Intersectoriel pour la Nutrition (CTIN), chaired by the Ministry, and we meet in it often.",
            "en",
            [],
        ),
    ],
)
def test_language__of_a_field__against_the_declared_one(text, declared, found):
    assert codes(responded(answer("q5", text, language=declared))) == found


# --- choices -----------------------------------------------------------------------------------------------------
def test_choices__never_used__are_named_when_there_are_many_answers():
    many = [answer("running_costs", code=str(n % 3), id_=f"r-{n}", row=n + 2) for n in range(40)]
    [problem] = check_plausibility(responded(*many), FORM, CHECKS).problems
    assert problem.code == "D080"
    assert problem.detail.endswith("nobody chose: running_costs 3.")
    assert codes(responded(*many[:12])) == []


def test_response__without_any_answer__is_named():
    silent = [answer(f"q{n}", missing_reason="not_applicable") for n in range(5)]
    assert codes(responded(*silent)) == ["D081"]
    assert codes(responded(*silent, answer("q9", "Yes"))) == []


# --- missing vocabularies ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "no information",
        "NA",
        "n/a",
        "N/A",
        "-",
        "///",
        "—",
        "sans objet",
        "Néant",
        "ninguno",
        "لا ينطبق",
        "لا توجد معلومات",
        "sem informação",
        "sin información",
        "non renseigné",
        "TBD",
        "à compléter",
        "não sei",
        "no contesta",
        "لا أعرف",
    ],
)
def test_missing__vocabulary_of_five_languages(text):
    assert MISSING.read(text)


@pytest.mark.parametrize(
    "text", ["none", "aucun", "no", "0", "nobody", "rien", "nada", "never", "Ninguno de los ministerios", "لا يوجد"]
)
def test_missing__a_short_answer_is_an_answer(text):
    assert not MISSING.read(text)


# --- the whole ---------------------------------------------------------------------------------------------------
def test_problems__many_alike__are_named_in_part_and_counted():
    many = [answer("n_members", "Yes", id_=f"r-{n}", row=n + 2) for n in range(50)]
    found = check_plausibility(responded(*many), FORM, CHECKS).problems
    assert [problem.code for problem in found] == ["D021"] * 20 + ["D090"]
    assert found[-1].detail == "More places of this file with the problem D021: 30."


def test_problems__never_repeat_a_respondents_words():
    words = [
        "Amadou Diallo: call 76 12 34 56. 2018",
        "Amadou Diallo pays CFAF 5 (about USD 1) or CFAF 5000 (about USD 1).",
    ]
    for problem in check_plausibility(said(*words), FORM, CHECKS).problems:
        assert not any(word in str(problem) for word in ("Amadou", "Diallo", "76 12"))


@given(st.lists(st.text(max_size=200), max_size=4))
def test_checks__any_words__end_in_problems(words):
    assert all(code.startswith("D") for code in codes(said(*words)))


def test_checks__thousands_of_interviews__stay_linear():
    def many(n):
        texts = [f"{LONG} Number {k} has CFAF {k} million, in 2021, in Mali and in Niger." for k in range(20)]
        return together(*(said(*texts, id_=f"MLI-{k}") for k in range(n)))

    def seconds(n):
        received = many(n)
        start = time.process_time()
        check_plausibility(received, FORM, CHECKS)
        return time.process_time() - start

    seconds(10)
    assert seconds(160) < 8 * seconds(40) + 0.5
