"""A response that stands in several exports is read within the strictest consents, whatever the files are called."""

from dataclasses import replace

import pytest

from tasks.core.joined_exports import Export, join_exports
from tasks.core.sources import Answer, Interview


def response(id_: str, day: int = 1, **consents) -> Interview:
    consents = {"consent_record": True, "consent_quote": True, "attribution": "group"} | consents
    return Interview(id_, "", "questionnaire", row=day + 1, submitted=f"2026-03-{day:02d}T10:00:00", **consents)


def export(name: str, *responses: Interview, is_pulled: bool = False) -> Export:
    file = f"XAA/responses/{name}.csv"
    own = tuple(replace(one, file=file) for one in responses)
    answers = tuple(
        Answer(one.interview_id, "q5", "Q5", "", 2, "", "", f"told {name}", "", "en", file, "", one.row or 0, "q5")
        for one in own
        if one.consent_record
    )
    return Export(file, own, answers, is_pulled)


def codes(problems) -> list[tuple[str, str]]:
    return [(problem.code, problem.file.rpartition("/")[2]) for problem in problems if problem.code != "A020"]


@pytest.mark.parametrize("names", [("a-newer", "b-older"), ("b-newer", "a-older")])
def test_consent__taken_back_in_one_export__counts_whatever_the_files_are_called(names):
    newer = export(names[0], response("r1"), response("r2", consent_record=False))
    older = export(names[1], response("r1"), response("r2"))
    interviews, answers, problems = join_exports(sorted([newer, older], key=lambda one: one.file))
    taken_back = next(one for one in interviews if one.interview_id == "r2")
    assert [taken_back.consent_record, taken_back.consent_quote] == [False, False]
    assert {answer.interview_id for answer in answers} == {"r1"}
    assert [code for code, _ in codes(problems)] == ["A028"]
    [problem] = [problem for problem in problems if problem.code == "A028"]
    assert problem.severity == "warning"
    assert {problem.file.rpartition("/")[2], *problem.detail.split("(")[1].split(")")[0].split("/")[-1:]} == {
        f"{name}.csv" for name in names
    }


@pytest.mark.parametrize(
    ("name", "strict"), [("consent_quote", False), ("attribution", "none"), ("consent_acknowledge", False)]
)
def test_other_consents__that_differ__are_the_strictest(name, strict):
    given = {"consent_acknowledge": True}
    files = [export("a", response("r1", **(given | {name: strict}))), export("b", response("r1", **given))]
    [interview], answers, problems = join_exports(files)
    assert getattr(interview, name) == strict
    assert [answer.answer_text for answer in answers] == ["told b"]
    assert codes(problems) == [("A028", "b.csv")]


def test_exports__that_agree__say_nothing_of_consents():
    assert codes(join_exports([export("a", response("r1")), export("b", response("r1"))])[2]) == []


def test_export__without_consent_columns__narrows_nothing_that_comes_later():
    silent = response("r1", consent_record=False, untold=frozenset({"consent_record", "consent_quote"}))
    [interview], answers, problems = join_exports([export("a", silent), export("b", response("r1"))])
    assert interview.consent_record
    assert (len(answers), codes(problems)) == (1, [])


def test_pulls__of_a_server__tell_the_newest_consent_only():
    first = export("pull-1", response("r1", consent_quote=False), is_pulled=True)
    second = export("pull-2", response("r1"), is_pulled=True)
    [interview], _, problems = join_exports([first, second])
    assert interview.consent_quote
    assert codes(problems) == []
    by_hand = export("a", response("r1", consent_quote=False))
    assert not join_exports([by_hand, first, second])[0][0].consent_quote


def test_response__gone_from_an_export_with_newer_ones__is_told_and_counts():
    older = export("1", *(response(f"r{day}", day) for day in range(1, 6)))
    newer = export("2", *(response(f"r{day}", day) for day in (1, 2, 4, 5, 6)))
    interviews, _, problems = join_exports([older, newer])
    assert len(interviews) == 6
    assert codes(problems) == [("A029", "1.csv")]
    [problem] = [problem for problem in problems if problem.code == "A029"]
    assert (problem.severity, problem.row) == ("info", 4)
    assert "2.csv): 1;" in problem.detail


def test_responses__of_another_form_or_sent_after_an_export__are_not_gone():
    march = export("1", *(response(f"r{day}", day) for day in (1, 2)))
    april = export("2", *(response(f"r{day}", day) for day in (1, 2, 3, 4)))
    other = export("3", *(response(f"x{day}", day) for day in (8, 9)))
    assert codes(join_exports([march, april, other])[2]) == []


def test_pulls__hold_only_what_changed__and_nothing_is_gone():
    full = export("1", *(response(f"r{day}", day) for day in range(1, 4)), is_pulled=True)
    changed = export("2", response("r1", 1), response("r9", 9), is_pulled=True)
    assert codes(join_exports([full, changed])[2]) == []
