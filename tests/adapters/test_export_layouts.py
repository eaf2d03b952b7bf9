"""The same ten responses in every export layout give the same answers."""

import pytest
from builders_exports import (
    LAYOUTS,
    META,
    OFFICE_FILES,
    OPEN,
    WITHOUT_REPEATS,
    expected,
    plain_letters,
    team_form,
    ten_responses,
)

from tasks.adapters.survey_contexts import load_context
from tasks.adapters.survey_files import read_export
from tasks.core.answers import parse_export
from tasks.core.identifiers import derive_id

CONTEXT = load_context("XAA", {"team-2": team_form()})
NUMBERED = ("LimeSurvey", "plain TSV")


def read(path):
    sheets, faults = read_export(path, f"XAA/responses/{path.name}")
    interviews, answers, problems = parse_export(sheets, CONTEXT, file=f"XAA/responses/{path.name}")
    return interviews, answers, [*faults, *problems]


def told_by(answers) -> dict[str, object]:
    told: dict[str, object] = {}
    networks: dict[int, dict[str, str]] = {}
    for answer in answers:
        value = answer.missing_reason or answer.answer_code or answer.answer_text
        if answer.repeat:
            networks.setdefault(answer.repeat, {})[answer.question_name] = answer.answer_text
        elif answer.question_name == "sectors_present" and not answer.missing_reason:
            told["sectors_present"] = told.get("sectors_present", frozenset()) | {value}
        elif answer.missing_reason != "blank" or answer.question_name in ("sectors_present", *told_questions()):
            told[answer.question_name] = value
    told["network"] = tuple((own["network_title"], own["network_meetings"]) for _, own in sorted(networks.items()))
    return told


def told_questions():
    return [name for name in next(iter(expected().values())) if name not in META]


@pytest.mark.parametrize("layout", [*LAYOUTS, *OFFICE_FILES])
def test_export__gives_the_same_answers(layout, tmp_path):
    if layout in OFFICE_FILES:
        path = OFFICE_FILES[layout]
    else:
        suffix, write = LAYOUTS[layout]
        path = write(tmp_path / f"export.{suffix}")
    interviews, answers, problems = read(path)
    assert not [problem for problem in problems if problem.severity == "critical"]
    assert len(interviews) == 10
    by_id = {interview.interview_id: interview for interview in interviews}
    dates = {interview.date: interview for interview in interviews}
    for said in ten_responses():
        interview = dates[said.values["interview_date"]]
        if not layout.startswith(NUMBERED):
            assert interview.interview_id == derive_id("response", "XAA", said.uuid)
        assert interview.stakeholder_group == said.values["stakeholder_group"]
        assert interview.level == said.values["level"]
        assert interview.language == said.values["language"]
        assert interview.consent_record == (said.values["consent_record"] == "yes")
        assert interview.consent_quote == (said.values["consent_record"] == said.values["consent_quote"] == "yes")
        own = [answer for answer in answers if answer.interview_id == interview.interview_id]
        wanted = dict(expected()[said.uuid])
        if any(mark in layout for mark in WITHOUT_REPEATS) and "SurveyCTO" not in layout and "ZIP" not in layout:
            wanted["network"] = () if own else wanted.get("network")
        if layout == "SPSS .por":
            wanted = {name: plain_letters(value) if name in OPEN else value for name, value in wanted.items()}
        if own:
            assert told_by(own) == wanted
        else:
            assert not interview.consent_record
    assert len(by_id) == 10


@pytest.mark.parametrize("layout", ["KoboToolbox CSV ;", "ODK Central CSV", "SPSS .sav"])
def test_csv_of_a_form_with_repeats__says_what_it_lacks(layout, tmp_path):
    suffix, write = LAYOUTS[layout]
    _, _, problems = read(write(tmp_path / f"export.{suffix}"))
    assert "A013" in {problem.code for problem in problems}


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if "XLSX, names" in name or "ZIP" in name])
def test_export_with_repeats__lacks_nothing(layout, tmp_path):
    suffix, write = LAYOUTS[layout]
    _, _, problems = read(write(tmp_path / f"export.{suffix}"))
    assert not {"A013", "A012", "A011", "A003", "A002"} & {problem.code for problem in problems}
