"""The `msp` command as a person types it."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml

COMMANDS = [
    "run",
    "serve",
    "work",
    "audit",
    "check",
    "why",
    "code",
    "score",
    "trace",
    "form",
    "init",
    "export",
    "import",
    "archive",
]
CODE = {"PYTHONPATH": str(Path(__file__).parents[2])}
runner = CliRunner()


@pytest.mark.parametrize("command", COMMANDS)
def test_help__every_command_says_what_it_does(command):
    shown = runner.invoke(app, [command, "--help"])
    assert shown.exit_code == 0
    assert len(shown.output) > 200


def test_help__is_quick_to_start():
    loaded = (
        "import sys, flows.cli; print(sorted(set(sys.modules) & {'pandas', 'spacy', 'prefect', 'great_expectations'}))"
    )
    shown = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_score__worked_case__prints_areas_overall_bounds_and_bands(tmp_path):
    worked = read_yaml(QUESTIONNAIRE / "rubric.yaml")["worked_case_mali"]
    table = tmp_path / "levels.csv"
    with table.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("indicator", "level"), *worked["levels"].items()])
    shown = runner.invoke(app, ["score", str(table)])
    document = json.loads(shown.stdout)
    assert shown.exit_code == 0
    assert [area["score"] for area in document["areas"]] == [None, 63.9, None, 62.5, 55.0]
    assert document["areas"][2]["bounds"] == [42.9, 85.7]
    assert document["overall"]["score"] == 60.5
    assert document["bands"] == {"weak": 25.0, "limited": 50.0, "satisfactory": 75.0, "strong": 100.0}


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "Mali"],
        ["run", "--raw", "nowhere"],
        ["score", "nowhere.csv"],
        ["code", "nowhere.jsonl"],
        ["form", "form.doc"],
        ["init", "Kenya"],
        ["trace", "s-nothing"],
        ["export", "MLI"],
        ["export", "MLI", "--qda", "out.nvp"],
        ["import", "gone.qdpx", "Mali"],
        ["archive", "Mali"],
        ["nonsense"],
    ],
)
def test_wrong_usage__exit_code_two_and_a_way_out(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("data/raw/MLI").mkdir(parents=True)
    shown = runner.invoke(app, arguments)
    assert shown.exit_code == 2
    assert len(shown.output) > 20


@pytest.mark.parametrize("arguments", [["export", "MLI", "--to", "file"], ["archive", "MLI", "--to", "data"]])
def test_place_to_write_to__that_is_something_else__is_the_fault_that_is_told(arguments, tmp_path):
    (tmp_path / "data" / "raw" / "MLI").mkdir(parents=True)
    (tmp_path / "file").touch()
    command = [sys.executable, "-m", "flows.cli", *arguments]
    shown = subprocess.run(command, cwd=tmp_path, env=os.environ | CODE, capture_output=True, text=True, timeout=60)
    assert shown.returncode == 1
    assert "Name another place" in shown.stderr
    assert "Check the disk" not in shown.stderr


def test_run__of_a_country_without_a_folder__is_not_said_to_be_done(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("data/raw/MLI").mkdir(parents=True)
    shown = runner.invoke(app, ["run", "ZZZ", "--direct"])
    assert shown.exit_code == 1
    assert "ZZZ: failed" in shown.output
    assert "done" not in shown.output


def test_init__makes_a_folder_once(tmp_path):
    made = runner.invoke(app, ["init", "ken", "--raw", str(tmp_path)])
    assert made.exit_code == 0
    assert {path.name for path in (tmp_path / "KEN").iterdir()} == {
        "HOW-TO.md",
        "documents",
        "documents.csv",
        "interviews.csv",
        "responses",
        "source.yaml",
        "transcripts",
    }
    assert runner.invoke(app, ["init", "KEN", "--raw", str(tmp_path)]).exit_code == 2


def test_code__json_lines_in_and_out(tmp_path):
    lines = tmp_path / "in.jsonl"
    texts = [
        {"id": "1", "text": "We have no annual action plan.", "lang": "en"},
        {"id": "2", "text": "Bonjour, merci de me recevoir.", "lang": "fr"},
    ]
    lines.write_text("\n".join(json.dumps(one) for one in texts) + "\nnot json\n", encoding="utf-8")
    shown = runner.invoke(app, ["code", str(lines)])
    first, second, third = [json.loads(line) for line in shown.stdout.splitlines()]
    assert (first["id"], first["topics"], first["stance"]) == ("1", ["action_plan"], "challenge")
    assert (second["topics"], second["stance"]) == ([], None)
    assert "error" in third
    assert shown.exit_code == 1


@pytest.fixture
def sixty_lines(tmp_path):
    texts = ["We have no work plan.", "La réunion est trimestrielle.", "Falta financiamento.", "El decreto existe."]
    rows = [{"id": n, "text": f"{texts[n % 4]} {n}", "question": "Q5" if n % 3 else ""} for n in range(60)]
    lines = tmp_path / "in.jsonl"
    lines.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    return str(lines)


def test_code__same_answers_for_any_batches(sixty_lines, monkeypatch):
    from tasks import apply_codes

    one = runner.invoke(app, ["code", sixty_lines])
    monkeypatch.setattr(apply_codes, "READ_BYTES", 500)
    small = runner.invoke(app, ["code", sixty_lines])
    assert len(one.stdout.splitlines()) == 60
    assert one.stdout == small.stdout


@pytest.mark.slow
def test_code__same_answers_for_any_workers(sixty_lines, monkeypatch):
    from tasks import apply_codes

    one = runner.invoke(app, ["code", sixty_lines])
    monkeypatch.setattr(apply_codes, "READ_BYTES", 500)
    two = runner.invoke(app, ["code", sixty_lines, "--workers", "2"])
    assert len(one.stdout.splitlines()) == 60
    assert one.stdout == two.stdout


def test_form__writes_a_workbook(tmp_path):
    shown = runner.invoke(app, ["form", str(tmp_path / "annex1.xlsx")])
    assert shown.exit_code == 0
    assert (tmp_path / "annex1.xlsx").read_bytes()[:2] == b"PK"


def test_code__answers_a_person_who_waits():
    command = [sys.executable, "-m", "flows.cli", "code", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        for number in range(2):
            process.stdin.write(
                json.dumps({"id": number, "text": "We have an annual work plan.", "lang": "en"}).encode() + b"\n"
            )
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
    assert process.returncode == 0


def test_check__names_every_problem_and_writes_nothing(tmp_path):
    from builders_country import write

    write(tmp_path / "XBB" / "interviews.csv", "interview_id,file\nB1,gone.docx\n")
    before = sorted(tmp_path.rglob("*"))
    shown = runner.invoke(app, ["check", "XBB", "--raw", str(tmp_path)])
    assert shown.exit_code == 1
    assert "R022" in shown.output
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("way", ["option", "environment", "source.yaml"])
def test_check__problems_are_said_in_the_language_of_briefs(way, tmp_path, monkeypatch):
    from builders_country import write

    write(tmp_path / "XBB" / "interviews.csv", "interview_id,file\nB1,gone.docx\n")
    if way == "environment":
        monkeypatch.setenv("MSP_LANGUAGE", "fr")
    if way == "source.yaml":
        write(tmp_path / "XBB" / "source.yaml", "brief_language: fr\n")
    asked = ["--language", "fr"] if way == "option" else []
    shown = runner.invoke(app, ["check", "XBB", "--raw", str(tmp_path), *asked])
    told = "R022 critique: XBB/interviews.csv, ligne 2, colonne file: Le registre indique un fichier absent."
    assert told in shown.output
    assert "The register" not in shown.output


def test_check__without_a_folder__names_it_as_it_was_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("data/raw").mkdir(parents=True)
    assert "There is no folder data/raw/XBB." in runner.invoke(app, ["check", "XBB"]).output


def test_score__reads_groups_and_dates_as_people_write_them(tmp_path):
    table = tmp_path / "levels.csv"
    rows = [
        "indicator;level;group;respondent;record_type;date",
        "convening_power;4;Gouvernement;r1;entretien;14/03/2026",
    ]
    rows += ["convening_power;1;ONU;r2;questionnaire;mars 2026"]
    table.write_text("\n".join(rows), encoding="utf-8")
    document = json.loads(runner.invoke(app, ["score", str(table)]).stdout)
    [level] = [one for one in document["indicators"] if one["id"] == "convening_power"]
    assert (level["level"], level["groups"], level["date"]) == (2.5, ["government", "un"], "2026-03-14")
