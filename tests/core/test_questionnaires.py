from builders import texts

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


def test_language_of_header__reads_codes_and_names():
    assert [language_of_header(h) for h in ("label::Français (fr)", "label::French", "label")] == ["fr", "French", ""]
