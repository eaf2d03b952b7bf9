import pytest
from builders import texts
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.questionnaires import language_of_header, parse_form


def form_of(survey, choices=("list_name,name,label", "yn,yes,Yes", "yn,no,No")):
    settings = texts(["form_id,version,default_language", "f,1,French (fr)"])
    return parse_form(texts(survey), texts(choices), settings, {"active_convenor": (2, ("Q4",))})


def test_form__groups_types_and_annex_questions_are_told():
    form, problems = form_of(
        [
            "type,name,label::Français (fr),required",
            "begin group,area2_governance,Gouvernance,",
            "text,q4,Qui coordonne ?,yes",
            "select_one yn,active_convenor,Actif ?,",
            "end group,,,",
            "text,respondent_name,Nom,",
        ]
    )
    assert problems == ()
    q4, companion, name = form.questions
    assert (q4.annex_question, q4.area, q4.is_required, q4.labels) == ("Q4", 2, True, {"fr": "Qui coordonne ?"})
    assert (companion.indicator, companion.annex_question, companion.list_name) == ("active_convenor", "Q4", "yn")
    assert (name.area, name.is_identifying, form.default_language) == (None, True, "fr")


def test_form__what_an_author_gets_wrong__is_named_with_its_row():
    _, problems = form_of(["type,name,label", "text,a,A", "text,a,B", "select_one nolist,b,C", "text,,D"])
    assert [(problem.code, problem.row) for problem in problems] == [("Q003", 3), ("Q001", 4), ("Q002", 5)]


@pytest.mark.parametrize(
    ("kind", "type_", "list_name"),
    [
        ("select_one yn", "select_one", "yn"),
        ("select one yn", "select_one", "yn"),
        ("Select One from yn", "select_one", "yn"),
        ("select1 yn", "select_one", "yn"),
        ("select_one yn or_other", "select_one", "yn"),
        ("select all that apply from yn", "select_multiple", "yn"),
        ("select multiple yn", "select_multiple", "yn"),
        ("select_one_from_file towns.csv", "select_one_from_file", "towns.csv"),
        ("select_one ${members}", "select_one", "${members}"),
        (" text ", "text", ""),
    ],
)
def test_type__however_forms_spell_it__is_read(kind, type_, list_name):
    form, problems = form_of(["type,name,label", f"{kind},a,A"])
    assert problems == ()
    assert (form.questions[0].type, form.questions[0].list_name) == (type_, list_name)


def test_groups__nested_and_repeated__stand_before_the_name():
    rows = ["type,name,label", "begin_group,g,G", "Begin Repeat,r,R", "text,a,A", "end repeat,,", "text,b,B"]
    form, _ = form_of([*rows, "end_group,,", "text,c,C"])
    assert [(question.name, question.group) for question in form.questions] == [("a", "g/r"), ("b", "g"), ("c", "")]


def test_labels__without_a_language__are_in_the_default_one():
    form, _ = form_of(["type,name,label,label::English (en)", "text,a,Nom,Name", "note,b,Merci,Thanks"])
    assert [question.labels for question in form.questions] == [{"fr": "Nom", "en": "Name"}]
    assert form.choices["yn"][0].labels == {"fr": "Yes"}


def test_form__rows_switched_off_or_with_capital_headers__are_understood():
    form, problems = form_of(["Type,Name,Label,Disabled", "text,a,A,", "text,a,B,yes"])
    assert problems == ()
    assert [(question.name, question.labels) for question in form.questions] == [("a", {"fr": "A"})]


@pytest.mark.parametrize("name", ["respondent_name", "name", "phone", "phone_number", "contact_email", "e_mail"])
def test_question__on_a_name_phone_or_e_mail__identifies(name):
    form, _ = form_of(["type,name,label", f"text,{name},X", "text,name_of_plan,Y", "text,organisation,Z"])
    assert [question.is_identifying for question in form.questions] == [True, False, False]


@pytest.mark.parametrize("name", ["q0", "q24", "q100", "q1a", "quality"])
def test_question__outside_annex_1__is_none_of_its_questions(name):
    form, _ = form_of(["type,name,label", f"text,{name},X"])
    assert form.questions[0].annex_question == ""


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("label::Français (fr)", "fr"),
        ("label::Français(FR)", "fr"),
        ("label :: Português (pt-BR)", "pt-BR"),
        ("label:Español (es)", "es"),
        ("hint::French", "French"),
        ("label", ""),
    ],
)
def test_language_of_header__reads_codes_and_names(header, language):
    assert language_of_header(header) == language


@given(
    name=st.text(st.characters(exclude_characters=":", exclude_categories=["Cc", "Cs"])),
    code=st.from_regex("[a-z]{2,3}", fullmatch=True),
)
def test_language_of_header__whatever_the_name__is_the_code_in_brackets(name, code):
    assert language_of_header(f"label::{name} ({code})") == code
