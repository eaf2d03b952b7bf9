"""What authors of XLSForms get wrong, found in real workbooks, CSV and Markdown files."""

import pytest
import xlsxwriter
from typer.testing import CliRunner

from flows.cli import app
from tasks.adapters.forms import lint_form, read_form

SURVEY = ("type", "name", "label::English (en)", "label::Français (fr)")
CHOICES = ("list_name", "name", "label::English (en)", "label::Français (fr)")
SOUND_SURVEY = [SURVEY, ("select_one yn", "q5", "Is there a plan?", "Existe-t-il un plan ?")]
SOUND_CHOICES = [CHOICES, ("yn", "yes", "Yes", "Oui"), ("yn", "no", "No", "Non")]
SETTINGS = [("form_title", "form_id", "version", "default_language"), ("Plan", "plan", "1", "English (en)")]


def workbook(path, survey=SOUND_SURVEY, choices=SOUND_CHOICES, names=("survey", "choices", "settings")):
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in zip(names, (survey, choices, SETTINGS), strict=True):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def found(path) -> dict[str, tuple[str, int | None, str]]:
    return {problem.code: (problem.file, problem.row, problem.column) for problem in lint_form(path)}


def test_sound_form__has_nothing_to_mend(tmp_path):
    assert found(workbook(tmp_path / "form.xlsx")) == {}


@pytest.mark.parametrize(
    ("code", "place", "change"),
    [
        ("Q014", ("choices", 4, "name"), {"choices": [*SOUND_CHOICES, ("yn", "no", "Nope", "Nenni")]}),
        ("Q016", ("survey", 3, "label::Français (fr)"), {"survey": [*SOUND_SURVEY, ("text", "q6", "Which plan?", "")]}),
        ("Q015", ("choices", 4, "name"), {"choices": [*SOUND_CHOICES, ("yn", "not yet", "Not yet", "Pas encore")]}),
        ("Q012", ("survey", 1, "relevent"), {"survey": [(*SURVEY, "relevent"), (*SOUND_SURVEY[1], "1=1")]}),
        ("Q010", ("choises", None, ""), {"names": ("survey", "choises", "settings")}),
    ],
    ids=["duplicate choice", "half translated", "space in a choice name", "unknown column", "misspelt sheet"],
)
def test_mistake__is_found_where_it_stands(code, place, change, tmp_path):
    assert found(workbook(tmp_path / "form.xlsx", **change))[code] == place


@pytest.mark.parametrize("name", ["form.md", "form.csv"])
def test_form_as_text__is_checked_too(name, tmp_path):
    path = tmp_path / name
    if name.endswith(".md"):
        path.write_text(
            "| survey | | | |\n| | type | name | label |\n| | select_one yn | q5 | Is there a plan? |\n"
            "| choices | | | |\n| | list_name | name | label |\n| | yn | yes | Yes |\n| | yn | yes | Yes |\n",
            encoding="utf-8",
        )
    else:
        path.write_text(
            '"survey",,,\n,"type","name","label"\n,"select_one yn","q5","Is there a plan?"\n'
            '"choices",,,\n,"list_name","name","label"\n,"yn","yes","Yes"\n,"yn","yes","Yes"\n',
            encoding="utf-8",
        )
    assert "Q014" in found(path)


def test_reference_to_no_question__is_refused_by_pyxform_and_found_by_us(tmp_path):
    survey = [(*SURVEY, "relevant"), (*SOUND_SURVEY[1], "${q50} = 'yes'")]
    codes = found(workbook(tmp_path / "form.xlsx", survey=survey))
    assert {"Q006", "Q018"} <= codes.keys()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"not a form"])
def test_file_that_is_no_form__is_a_problem(content, tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(content)
    form, problems = read_form(path, "XAA/forms/form.xlsx")
    assert form is None
    assert {problem.code for problem in problems} <= {"Q004", "Q011"}
    assert problems


def test_command__shows_what_to_mend_and_fails(tmp_path):
    path = workbook(tmp_path / "form.xlsx", choices=[*SOUND_CHOICES, ("yn", "no", "Nope", "Nenni")])
    result = CliRunner().invoke(app, ["form", "--lint", str(path)])
    assert result.exit_code == 1
    assert "choices, row 4, column name" in result.output
    sound = CliRunner().invoke(app, ["form", "--lint", str(workbook(tmp_path / "sound.xlsx"))])
    assert (sound.exit_code, sound.output.strip()) == (0, f"{tmp_path / 'sound.xlsx'}: nothing to mend")
