import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.forms import load_form
from tasks.adapters.survey_contexts import load_context
from tasks.core.answers import parse_export
from tasks.core.questionnaires import Form, parse_form
from tasks.core.sheets import make_sheet
from tasks.core.spellings import Spellings

MISSING = Spellings(read_yaml(QUESTIONNAIRE / "missing_codes.yaml"))
CONTEXT = load_context("MLI")
HEADER = [
    "country",
    "interview_date",
    "stakeholder_group",
    "consent_record",
    "consent_quote",
    "active_convenor",
    "q5",
    "_uuid",
]
ROW = ["MLI", "2026-03-14", "government", "yes", "yes", "3", "Yes, every year", "u1"]


def parse(*rows, header=HEADER):
    return parse_export([make_sheet("", [header, *rows])], CONTEXT, file="MLI/responses/export.csv")


def value_of(answers, question):
    [answer] = [answer for answer in answers if answer.question_name == question]
    return answer.answer_code or answer.answer_text or answer.missing_reason


def test_response__is_read_with_its_consent_and_place():
    [interview], answers, problems = parse(ROW)
    assert (interview.stakeholder_group, interview.date, interview.consent_quote) == ("government", "2026-03-14", True)
    assert (value_of(answers, "active_convenor"), value_of(answers, "q5")) == ("3", "Yes, every year")
    assert {(answer.row, answer.file) for answer in answers} == {(2, "MLI/responses/export.csv")}
    assert [problem.code for problem in problems] == ["A008"]


@pytest.mark.parametrize(
    "prefix", ["", "area2_governance/", "area2_governance_", "area2_governance-", "data/area2_governance/"]
)
def test_header__group_prefixes__do_not_matter(prefix):
    header = [*HEADER[:5], f"{prefix}active_convenor", f"{prefix}q5", "_uuid"]
    _, answers, _ = parse(ROW, header=header)
    assert (value_of(answers, "active_convenor"), value_of(answers, "q5")) == ("3", "Yes, every year")


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
def test_header_and_choices__labels_in_any_language__give_the_codes(language):
    form = load_form()
    header = [*[form.question(name).labels[language] for name in HEADER[:-1]], "_uuid"]
    choice = next(choice for choice in form.choices["active_convenor"] if choice.name == "3")
    row = [*ROW[:5], choice.labels[language], *ROW[6:]]
    [interview], answers, _ = parse(row, header=header)
    assert value_of(answers, "active_convenor") == "3"
    assert interview.stakeholder_group == "government"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "blank"),
        ("///", "blank"),
        ("ne sait pas", "dont_know"),
        ("Sans objet", "not_applicable"),
        ("N/A", "not_applicable"),
    ],
)
def test_open_answer__ways_of_not_answering(typed, reason):
    _, answers, _ = parse([*ROW[:6], typed, "u1"])
    assert value_of(answers, "q5") == reason


def test_closed_answer__blank_dont_know_and_zero_are_three_things():
    told = {
        typed: value_of(parse([*ROW[:5], typed, "", "u1"])[1], "active_convenor")
        for typed in ("", "dk", "0", "0.0", "na")
    }
    assert told == {"": "blank", "dk": "dk", "0": "0", "0.0": "0", "na": "na"}


def test_closed_answer__unknown_choice__is_kept_and_named():
    _, answers, problems = parse([*ROW[:5], "7", "", "u1"])
    assert value_of(answers, "active_convenor") == "7"
    assert ("A003", 2, "active_convenor") in {(p.code, p.row, p.column) for p in problems}


@pytest.mark.parametrize("consent", ["no", "", "perhaps"])
def test_consent__without_a_clear_yes__nothing_is_read(consent):
    [interview], answers, _ = parse([*ROW[:3], consent, *ROW[4:]])
    assert (interview.consent_record, interview.consent_quote, answers) == (False, False, ())


def test_rows__rejected_doubled_or_of_another_country__are_named():
    header = [*HEADER, "_validation_status"]
    rows = [[*ROW, "Not Approved"], [*ROW, ""], [*ROW, ""], ["KEN", *ROW[1:7], "u2", ""]]
    interviews, _, problems = parse(*rows, header=header)
    assert len(interviews) == 1
    assert {("A004", 2), ("A005", 4), ("A006", 5)} <= {(p.code, p.row) for p in problems}


def test_header__hxl_tags_in_the_second_row__are_no_response():
    interviews, _, _ = parse(["#country", "#date", "#org+type", "", "", "", "", ""], ROW)
    assert len(interviews) == 1


def test_header__unknown_and_identifying_columns__are_named_and_names_kept_for_masking():
    [interview], answers, problems = parse(
        [*ROW, "Awa Keita", "x"], header=[*HEADER, "Name of respondent", "activ_convenor"]
    )
    assert "Awa Keita" in interview.identifiers or "A002" in {p.code for p in problems}
    assert not [answer for answer in answers if "Awa" in answer.answer_text]
    assert any(p.code == "A002" and "active_convenor" in p.detail for p in problems)


def test_sheet__of_another_form__is_refused():
    _, _, problems = parse(["1", "2"], header=["age", "sex"])
    assert [p.code for p in problems if p.severity == "critical"] == ["A001"]


@given(st.lists(st.lists(st.text(max_size=12), min_size=8, max_size=8), max_size=6))
def test_parse_export__any_cells__end_in_answers_or_problems(rows):
    interviews, answers, problems = parse(*rows)
    assert {answer.interview_id for answer in answers} <= {interview.interview_id for interview in interviews}
    assert all(problem.fix for problem in problems)


# --- what exports from the field carry ------------------------------------------------------------------------------
def codes_of(problems):
    return {problem.code for problem in problems}


def test_dates__are_month_first_when_one_of_them_shows_it():
    rows = [[*ROW[:1], date, *ROW[2:-1], f"u{n}"] for n, date in enumerate(["09/10/2025", "09/15/2025"])]
    interviews, _, _ = parse(*rows)
    assert [interview.date for interview in interviews] == ["2025-09-10", "2025-09-15"]


def test_date__that_cannot_be_read_is_unknown_although_the_day_of_sending_is_known():
    row = [*ROW[:1], "no information", *ROW[2:], "2025-07-02T10:00:00Z"]
    [interview], _, problems = parse(row, header=[*HEADER, "_submission_time"])
    assert interview.date == ""
    assert "R006" in codes_of(problems)


@pytest.mark.parametrize(
    "cell", ["Donors / UN", "government un", "Bailleurs, Nations Unies", "Sector privado y sociedad civil"]
)
def test_merged_groups__are_nobodys_voice(cell):
    [interview], _, problems = parse([*ROW[:2], cell, *ROW[3:]])
    assert interview.stakeholder_group == ""
    assert "A019" in codes_of(problems)


def test_edits__keep_the_newest_version_under_the_first_id():
    header = [*HEADER[:-1], "meta-instanceID", "meta-deprecatedID"]
    first, second, third = ([*ROW[:-2], text] for text in ("no plan", "a plan", "two plans"))
    versions = [
        [*second, "uuid:bbbbbbbb-bbbb-bbbb", "uuid:aaaaaaaa-aaaa-aaaa"],
        [*third, "uuid:cccccccc-cccc-cccc", "uuid:bbbbbbbb-bbbb-bbbb"],
        [*first, "uuid:aaaaaaaa-aaaa-aaaa", ""],
    ]
    [alone], _, _ = parse(versions[2], header=header)
    for order in (versions, versions[::-1]):
        [interview], answers, problems = parse(*order, header=header)
        assert interview.interview_id == alone.interview_id
        assert {answer.interview_id for answer in answers} == {alone.interview_id}
        assert value_of(answers, "q5") == "two plans"
        assert "A015" in codes_of(problems)


def test_recording__without_a_transcript_is_no_answer():
    _, answers, problems = parse([*ROW[:6], "1751470530-q5.m4a", "u1"])
    assert value_of(answers, "q5") == "blank"
    assert "A025" in codes_of(problems)


def test_transcript_of_a_recording__is_the_answer_and_its_analysis_is_not():
    header = [*HEADER, "q5 - transcript (fr)", "q5 - translation (en)", "q5 - Main theme"]
    row = [*ROW[:6], "1751470530-q5.m4a", "u1", "Oui, chaque année.", "Yes, every year.", "planning"]
    _, answers, problems = parse(row, header=header)
    assert value_of(answers, "q5") == "Oui, chaque année."
    assert not codes_of(problems) & {"A002", "A010", "A017", "A025"}


def test_response_sent_twice_under_two_ids__is_reported_and_kept():
    header = [*HEADER, "q6", "q7"]
    interviews, _, problems = parse(
        [*ROW, "A decree.", "To the council."], [*ROW[:-1], "u2", "A decree.", "To the council."], header=header
    )
    assert len(interviews) == 2
    assert [(problem.row, "row 2" in problem.detail) for problem in problems if problem.code == "A024"] == [(3, True)]


def test_response_begun_and_never_sent__is_reported():
    _, _, problems = parse([*ROW, "2026-03-14"], [*ROW[:-1], "u2", ""], header=[*HEADER, "submitdate"])
    assert [problem.row for problem in problems if problem.code == "A023"] == [3]


def test_repeats_of_a_rejected_response__are_left_out_in_silence():
    main = make_sheet(
        "export", [[*HEADER, "_index", "_validation_status"], [*ROW, "1", "Not Approved"], [*ROW[:-1], "u2", "2", ""]]
    )
    repeat = make_sheet("q16_repeat", [["q16", "_parent_index"], ["Twice", "1"], ["Thrice", "2"], ["Never", "7"]])
    _, answers, problems = parse_export([main, repeat], CONTEXT, file="MLI/responses/export.xlsx")
    assert [answer.answer_text for answer in answers if answer.question_name == "q16"] == ["Thrice"]
    assert [problem.row for problem in problems if problem.code == "A012"] == [4]


def test_count_of_a_repeat__is_not_taken_for_the_question_it_sounds_like():
    _, answers, problems = parse([*ROW, "3"], header=[*HEADER, "challenges_count"])
    assert "q21" not in {answer.question_name for answer in answers}
    assert "A002" in codes_of(problems)


# --- a country's own form -------------------------------------------------------------------------------------------
OWN_SURVEY = """type|name|label::Français (fr)
text|country|Pays
select_one grp|stakeholder_group|Groupe
text|stakeholder_group_other|Précisez
select_one yn|accord1|Acceptez-vous d'être enregistré ?
select_one yn|accord2|Accord pour être cité
select_multiple sec|secteurs|Secteurs présents
text|secteurs_autre|Autre secteur
integer|n_reunions|Nombre de réunions
select_one mh|meetings_held|Réunions
text|repondant|Nom du répondant
text|contact_suivi|Contact pour la suite de l'enquête
geopoint|lieu|Lieu
start|debut|"""
OWN_CHOICES = """list_name|name|label::Français (fr)
grp|other|Autre
yn|1|Oui
yn|2|Non
sec|sante|Santé
sec|eau|Eau
sec|autre|Autre
mh|1|Une réunion"""
OWN_ROW = {
    "country": "XAA",
    "stakeholder_group": "other",
    "stakeholder_group_other": "Ordre des médecins",
    "accord1": "1",
    "accord2": "1",
    "secteurs": "sante eau",
    "secteurs_autre": "Élevage",
    "n_reunions": "3",
    "meetings_held": "1",
    "repondant": "Awa Keita",
    "contact_suivi": "Moussa Sow",
    "lieu": "13.5 2.1 0 0",
    "debut": "2026-03-14T10:00",
    "_uuid": "a3c2a100-7b1d-4e2f-9a0c-000000000011",
}


def own_form() -> Form:
    tables = [
        [dict(zip(header.split("|"), line.split("|"), strict=True)) for line in lines]
        for header, *lines in (OWN_SURVEY.splitlines(), OWN_CHOICES.splitlines())
    ]
    indicators = {"meetings_held": (3, ("Q16",))}
    form, problems = parse_form(*tables, [{"form_id": "own", "version": "1"}], indicators)
    assert not problems
    return form


def parse_own(**cells: str):
    row = OWN_ROW | cells
    sheet = make_sheet("", [list(row), list(row.values())])
    return parse_export([sheet], load_context("XAA", {"1": own_form()}), file="XAA/responses/own.csv")


def test_own_form__what_only_it_asks__is_kept_under_its_own_question_and_said():
    _, answers, problems = parse_own()
    kept = [
        (a.question_name, a.question_label, a.answer_label or a.answer_text)
        for a in answers
        if not (a.annex_question or a.missing_reason)
    ]
    assert kept == [
        ("stakeholder_group_other", "Précisez", "Ordre des médecins"),
        ("secteurs", "Secteurs présents", "Santé"),
        ("secteurs", "Secteurs présents", "Eau"),
        ("secteurs_autre", "Autre secteur", "Élevage"),
        ("n_reunions", "Nombre de réunions", "3"),
    ]
    assert {p.column for p in problems if p.code == "A026"} == {name for name, _, _ in kept}


def test_own_form__split_column_of_the_choice_other__is_a_choice_and_no_text():
    row = {name: cell for name, cell in OWN_ROW.items() if name != "secteurs"}
    row |= {"secteurs/Santé": "1", "secteurs/Eau": "0", "secteurs/Autre": "0"}
    sheet = make_sheet("", [list(row), list(row.values())])
    _, answers, _ = parse_export([sheet], load_context("XAA", {"1": own_form()}), file="XAA/responses/own.csv")
    assert [(a.answer_code, a.answer_text) for a in answers if a.question_name == "secteurs"] == [("sante", "")]


def test_own_form__in_one_language__words_its_choices_in_that():
    _, answers, _ = parse_own()
    assert [a.answer_label for a in answers if a.question_name == "meetings_held"] == ["Une réunion"]


def test_own_form__names_and_places__are_not_kept_and_that_is_said():
    [interview], answers, problems = parse_own()
    assert "Awa Keita" in interview.identifiers
    assert not {"repondant", "contact_suivi", "lieu", "debut"} & {a.question_name for a in answers}
    assert {p.column: p.code for p in problems if p.code in ("A009", "A027")} == {
        "repondant": "A009",
        "contact_suivi": "A027",
        "lieu": "A027",
    }


@pytest.mark.parametrize(("code", "may_quote"), [("1", True), ("2", False), ("", False)])
def test_own_form__consents_under_names_of_its_own__are_told_by_their_words(code, may_quote):
    [interview], answers, problems = parse_own(accord2=code)
    assert (interview.consent_record, interview.consent_quote) == (True, may_quote)
    assert {p.column for p in problems if p.code == "A010"} == {"accord1", "accord2"}
    assert not {"accord1", "accord2", "consent_quote"} & {a.question_name for a in answers}


def test_export__without_a_form__consent_under_another_header__is_told_by_its_words():
    header = [*HEADER[:4], "Concordância em ser citado", *HEADER[5:]]
    [interview], _, problems = parse(ROW, header=header)
    assert interview.consent_quote
    assert "A010" in codes_of(problems)


@given(st.sets(st.sampled_from(sorted(set(OWN_ROW) - {"country", "accord1", "accord2", "_uuid"})), min_size=2))
def test_own_form__no_column__is_lost_untold(columns):
    row = {name: OWN_ROW[name] for name in ("country", "accord1", "_uuid", *sorted(columns))}
    sheet = make_sheet("", [list(row), list(row.values())])
    _, answers, problems = parse_export([sheet], load_context("XAA", {"1": own_form()}), file="XAA/responses/own.csv")
    told = {answer.column for answer in answers} | {problem.column for problem in problems}
    assert columns - {"stakeholder_group", "debut"} <= told
