"""Failing rows are set aside, named, and shown on a page that leaks nothing."""

import json

import pandas as pd
import pytest
from builders_country import country_folder, write

from tasks.adapters.store import Store
from tasks.apply_codes import apply_codes
from tasks.ingest import ingest
from tasks.pseudonymize import pseudonymize
from tasks.segment import segment
from tasks.validate import validate

pytestmark = pytest.mark.slow
EXPORT = """country;interview_date;stakeholder_group;consent_record;consent_quote;active_convenor;meetings_held;q5;_uuid
XAA;2026-01-10;un;yes;yes;3;77;Every year;u1
XAA;2026-01-11;donor;yes;yes;2;1;;u2
XAA;2026-01-12;academia;yes;yes;2;97;;u3
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("validate")
    run_store = Store(folder / "raw", folder / "processed", folder / "reports")
    country_folder(run_store.raw)
    write(run_store.raw / "XAA" / "responses" / "export.csv", EXPORT)
    pseudonymize(run_store, ingest(run_store, "XAA"))
    validate(run_store, "XAA", "received")
    return run_store


def test_answer_outside_the_choices__is_set_aside_with_its_expectation(store):
    kept = store.read_table("XAA", "answers")
    assert "77" not in set(kept["answer_code"].dropna())
    aside = pd.read_parquet(store.processed / "XAA" / "quarantine" / "answers.parquet")
    assert list(aside["answer_code"]) == ["77"]
    assert aside["expectation"].iloc[0] == "responses.meetings_held.be_in_set"


def test_answer_outside_the_choices__is_a_problem_with_row_and_column(store):
    problems = store.read_table("XAA", "problems").query("stage == 'validate received' and code == 'E020'")
    [row] = problems.to_dict("records")
    assert (row["file"], row["row"], row["column"]) == ("XAA/responses/export.csv", 2, "meetings_held")
    assert "This answer fails and is set aside; the other answers of the row count." in row["detail"]


def test_answer_that_a_file_of_statistics_codes_as_unknown__stays(store):
    answers = store.read_table("XAA", "answers")
    [answer] = answers[answers["answer_code"] == "97"].to_dict("records")
    assert answer["missing_reason"] == "dont_know"


def test_every_declared_expectation__has_a_finding(store):
    findings = json.loads((store.processed / "XAA" / "expectations.json").read_text(encoding="utf-8"))
    assert {finding["status"] for finding in findings} == {"passed", "failed"}
    assert len({finding["id"] for finding in findings}) == len(findings)
    assert {"interviews", "turns", "answers", "responses"} == {finding["table"] for finding in findings}


def test_coding_with_a_topic_of_no_codebook__is_set_aside(store):
    segment(store, "XAA")
    apply_codes(store, "XAA")
    codings = store.read_table("XAA", "codings")
    store.write_table("XAA", "codings", codings.assign(topic=["weather", *codings["topic"][1:]]))
    problems = validate(store, "XAA", "coded")
    assert {problem.code for problem in problems} >= {"E020"}
    assert "weather" not in set(store.read_table("XAA", "codings")["topic"])
    assert len(store.read_table("XAA", "codings")) == len(codings) - 1


def test_quality_page__shows_the_failure_and_no_value(store):
    page = (store.staged.reports / "XAA" / "data-quality.html").read_text(encoding="utf-8")
    assert "meetings_held" in page
    assert "77" not in page
    assert "Every year" not in page
    assert "http" not in page
