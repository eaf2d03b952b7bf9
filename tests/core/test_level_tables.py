import pytest
from builders import texts

from tasks.adapters.declarations import load_rubric
from tasks.core.level_tables import parse_level_table

RUBRIC = load_rubric()


def parse(*rows: str):
    return parse_level_table(texts(rows), RUBRIC, file="levels.csv")


def test_level_table__several_voices__are_weighed_by_group():
    levels, problems = parse(
        "indicator,level,group,respondent,record_type,date",
        "convening_power,4,government,r1,questionnaire,2026-01",
        "convening_power,4,government,r2,questionnaire,2026-01",
        "convening_power,1,un,r3,questionnaire,2026-01",
    )
    assert (levels["convening_power"].value, levels["convening_power"].groups) == (2.5, ("government", "un"))
    assert problems == ()


@pytest.mark.parametrize("word", ["NI", "ni", "dk", ""])
def test_level_table__no_answer__is_no_information(word):
    assert parse("indicator,level", f"meetings_held,{word}")[0]["meetings_held"].state == "NI"


def test_level_table__marks__are_understood():
    levels, _ = parse(
        "indicator,level",
        "meetings_held,NA",
        "seat_balance,CF:1-3",
        "entry_process,CF",
        "member_renewal,2,5".replace("2,5", "2.5"),
    )
    assert levels["meetings_held"].state == "NA"
    assert (levels["seat_balance"].state, levels["seat_balance"].range) == ("CF", (1.0, 3.0))
    assert levels["entry_process"].range == (0.0, 4.0)
    assert levels["member_renewal"].value == 2.5


def test_level_table__every_fault_is_named_with_its_row():
    _, problems = parse(
        "indicator,level,record_type,date",
        "meetings,3,questionnaire,2026",
        "meetings_held,5,questionnaire,2026",
        "meetings_held,three,questionnaire,2026",
        "meetings_held,3,diary,March",
    )
    assert [(problem.code, problem.row) for problem in problems] == [
        ("S002", 2),
        ("S003", 3),
        ("S003", 4),
        ("S004", 5),
        ("S005", 5),
    ]


def test_level_table__without_a_level_column__says_which_columns_there_are():
    levels, [problem] = parse("indicator,score", "meetings_held,3")
    assert (levels, problem.code, problem.severity) == ({}, "S001", "critical")
