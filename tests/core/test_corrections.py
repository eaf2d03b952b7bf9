"""Declared corrections: applied when the guard holds, named in every other case."""

import pytest
from builders_received import answer, interview
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.forms import load_form
from tasks.adapters.survey_contexts import load_context
from tasks.core.corrections import Readers, apply_corrections, parse_corrections
from tasks.core.identifiers import sha256_of
from tasks.core.sources import Received

FILE = "MLI/corrections.yaml"
CONTEXT = load_context("MLI")
READERS = Readers(load_form(), CONTEXT.vocabulary, CONTEXT.missing)
LONG = "Oui, la plateforme a un plan d’action annuel.\nIl est validé par tous."
RESPONSE = "MLI/responses/a.xlsx"


def entry(**details):
    """An entry that corrects the date of the interview MLI-01 unless told otherwise; None leaves a key out."""
    told = {"interview": "MLI-01", "column": "date", "was": "2023-03-14", "becomes": "2022-03-14"}
    told |= {"reason": "The tape says 2022.", "by": "M&E officer", "date": "2026-04-02"}
    return {key: value for key, value in (told | details).items() if value is not None}


def received():
    records = (
        interview(stakeholder_group="donor", level="national", consent_quote=True, attribution="group"),
        interview("MLI-D1", kind="plan", title="Plan", record_type="document"),
        interview("r-1", RESPONSE, record_type="questionnaire", row=2, stakeholder_group="un"),
        interview("r-2", RESPONSE, record_type="questionnaire", row=3),
    )
    answers = (
        answer("q5", LONG, column="area2_governance/q5", sheet="export"),
        answer("annual_action_plan", code="3", answer_label="There is a current annual plan", sheet="export"),
        answer("q17", "", missing_reason="blank", sheet="export"),
        answer("q5", "No.", id_="r-2", row=3, column="area2_governance/q5", sheet="export"),
    )
    return Received("MLI", records, {}, {}, answers, {}, ())


def corrected(*entries):
    parsed, problems = parse_corrections(enumerate(entries, start=3), "MLI", FILE)
    found = apply_corrections(received(), parsed, READERS, FILE)
    return found, [problem.code for problem in (*problems, *found.problems)]


def record(found, id_="MLI-01"):
    return next(one for one in found.interviews if one.interview_id == id_)


def answers_to(found, question, id_="r-1"):
    return [one for one in found.answers if (one.interview_id, one.question_name) == (id_, question)]


# --- fields of registers and responses ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("column", "was", "becomes", "name", "value"),
    [
        ("date", "2023-03-14", "14 mars 2022", "date", "2022-03-14"),
        ("Date de l'entretien", "14/03/2023", "2022-03-14", "date", "2022-03-14"),
        ("stakeholder_group", "donor", "un", "stakeholder_group", "un"),
        ("groupe", "Bailleurs", "société civile", "stakeholder_group", "civil_society"),
        ("level", "national", "région", "level", "region"),
        ("language", "en", "français", "language", "fr"),
        ("consent_attribution", "group", "none", "attribution", "none"),
        ("level", "national", "", "level", ""),
    ],
)
def test_field__of_a_register__is_corrected(column, was, becomes, name, value):
    found, codes = corrected(entry(column=column, was=was, becomes=becomes))
    assert codes == ["M010"]
    assert getattr(record(found), name) == value
    assert found.answers == received().answers


def test_field__of_a_document_or_a_response__is_corrected():
    found, codes = corrected(
        entry(interview="MLI-D1", column="kind", was="plan", becomes="budget"),
        entry(interview=None, file="responses/a.xlsx", row="2", column="stakeholder_group", was="un", becomes="donor"),
    )
    assert codes == ["M010", "M010"]
    assert (record(found, "MLI-D1").kind, record(found, "r-1").stakeholder_group) == ("budget", "donor")


def test_applied__is_told_at_the_place_of_the_value_without_any_words():
    found, _ = corrected(entry())
    [problem] = found.problems
    assert (str(problem.severity), problem.file, problem.column) == ("info", "MLI/transcripts/MLI-01.txt", "date")
    assert "line 3" in problem.detail
    assert "tape" not in str(problem)


def test_consent__can_be_taken_back_and_not_given():
    found, codes = corrected(entry(interview="r-1", column="consent_record", was="yes", becomes="no"))
    assert codes == ["M010"]
    assert not record(found, "r-1").consent_record
    assert {one.interview_id for one in found.answers} == {"r-2"}
    found, codes = corrected(entry(interview="r-2", column="consent_quote", was="no", becomes="yes"))
    assert codes == ["M007"]
    assert not record(found, "r-2").consent_quote


def test_consent__to_be_thanked__is_taken_back_alone():
    found, codes = corrected(entry(interview="r-1", column="consent_acknowledge", was="no", becomes="no"))
    assert codes == ["M010"]
    assert not record(found, "r-1").consent_acknowledge
    assert record(found, "r-1").consent_record
    assert {one.interview_id for one in found.answers} == {"r-1", "r-2"}
    found, codes = corrected(entry(interview="r-1", column="consent_acknowledge", was="no", becomes="yes"))
    assert codes == ["M007"]


# --- answers -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "place", [{"interview": "r-1"}, {"interview": None, "file": RESPONSE, "row": "2", "sheet": "export"}]
)
@pytest.mark.parametrize("named", [{"question": "q5", "column": None}, {"column": "area2_governance/q5"}])
def test_open_answer__is_corrected_by_its_hash(place, named):
    guard = {"was": None, "was_sha256": sha256_of(LONG)}
    found, codes = corrected(entry(**place, **named, **guard, becomes="Oui, un plan de cinq ans."))
    assert codes == ["M010"]
    [told] = answers_to(found, "q5")
    assert (told.answer_text, told.row, told.column) == ("Oui, un plan de cinq ans.", 2, "area2_governance/q5")
    assert answers_to(found, "q5", "r-2") == answers_to(received(), "q5", "r-2")


@pytest.mark.parametrize(
    ("becomes", "code", "reason"),
    [("2", "2", ""), ("dk", "dk", "dont_know"), ("", "", "blank"), ("sans objet", "sans objet", "not_applicable")],
)
def test_closed_answer__becomes_a_choice_or_a_known_non_answer(becomes, code, reason):
    found, codes = corrected(entry(interview="r-1", column="annual_action_plan", was="3", becomes=becomes))
    assert codes == ["M010"]
    [told] = answers_to(found, "annual_action_plan")
    assert (told.answer_code, told.missing_reason) == (code, reason)
    assert told.answer_label != "There is a current annual plan"


def test_closed_answer__by_a_label_in_any_language():
    choice = next(choice for choice in load_form().choices["annual_action_plan"] if choice.name == "1")
    found, _ = corrected(entry(interview="r-1", column="annual_action_plan", was="3", becomes=choice.labels["fr"]))
    [told] = answers_to(found, "annual_action_plan")
    assert (told.answer_code, told.answer_label) == ("1", choice.labels["en"])


def test_blank__can_be_filled_and_an_answer_made_missing():
    found, codes = corrected(
        entry(interview="r-1", column="q17", was="", becomes="Two from each group."),
        entry(interview="r-2", column="q5", was="No.", becomes="no information"),
    )
    assert codes == ["M010", "M010"]
    assert [(one.answer_text, one.missing_reason) for one in answers_to(found, "q17")] == [("Two from each group.", "")]
    assert [(one.answer_text, one.missing_reason) for one in answers_to(found, "q5", "r-2")] == [("", "blank")]


# --- what is not applied -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"was": "2023-03-15"}, "M003"),
        ({"was": ""}, "M003"),
        ({"was": None, "was_sha256": sha256_of("2023-03-15")}, "M003"),
        ({"interview": "r-1", "column": "q5", "was": "Oui"}, "M003"),
        ({"interview": "r-1", "column": "annual_action_plan", "was": "2"}, "M003"),
        ({"interview": "MLI-99"}, "M004"),
        ({"interview": None, "file": RESPONSE, "row": "9"}, "M004"),
        ({"interview": "r-1", "file": "responses/other.xlsx"}, "M004"),
        ({"interview": "r-1", "sheet": "other"}, "M004"),
        ({"column": "colour"}, "M004"),
        ({"interview": "r-1", "column": "q22"}, "M004"),
        ({"column": "level", "was": "national", "becomes": "galaxy"}, "M005"),
        ({"becomes": "yesterday"}, "M005"),
        ({"interview": "r-1", "column": "annual_action_plan", "was": "3", "becomes": "7"}, "M005"),
        ({"reason": None}, "M002"),
        ({"reason": " "}, "M002"),
        ({"by": None}, "M002"),
        ({"date": None}, "M002"),
        ({"date": "soon"}, "M002"),
        ({"becomes": None}, "M002"),
        ({"was": None}, "M002"),
        ({"was_sha256": sha256_of("x")}, "M002"),
        ({"was": None, "was_sha256": "abc"}, "M002"),
        ({"question": "q5"}, "M002"),
        ({"column": None}, "M002"),
        ({"interview": None}, "M002"),
        ({"row": "two"}, "M002"),
        ({"colum": "date"}, "M002"),
    ],
)
def test_correction__that_does_not_fit__is_named_and_changes_nothing(details, code):
    found, codes = corrected(entry(**details))
    assert codes == [code]
    assert (found.interviews, found.answers) == (received().interviews, received().answers)


def test_corrections__of_one_value__the_first_counts():
    found, codes = corrected(entry(), entry(was="2022-03-14", becomes="2021-03-14"))
    assert codes == ["M010", "M006"]
    assert record(found).date == "2022-03-14"


def test_problem__of_a_changed_source__names_both_places():
    found, _ = corrected(entry(interview="r-1", column="q5", was="Oui"))
    [problem] = found.problems
    assert (problem.file, problem.row, problem.column) == (RESPONSE, 2, "area2_governance/q5")
    assert "line 3" in problem.detail
    assert "plateforme" not in str(problem)


WORDS = st.text(max_size=30)


@given(st.dictionaries(st.sampled_from([*entry(), "file", "row", "was_sha256", "question", "sheet", "repeat"]), WORDS))
def test_corrections__any_entry__ends_in_a_problem(told):
    _, codes = corrected(told)
    assert len(codes) == 1


@given(WORDS)
def test_corrections__any_new_words__are_kept_or_read_as_missing(words):
    found, codes = corrected(entry(interview="r-2", column="q5", was="No.", becomes=words))
    [told] = answers_to(found, "q5", "r-2")
    assert codes == ["M010"]
    assert told.missing_reason or told.answer_text == words.strip()
