"""The shipped samples' briefs, kept as text: a change of any rule shows here, and `make golden` writes them anew."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from flows.direct import run_directly
from flows.steps import DIRECT, run_country
from tasks.adapters.declarations import QUESTIONNAIRE, TEMPLATES, read_yaml
from tasks.adapters.store import Store
from tasks.core.brief_composition import brief_document
from tasks.core.tables import TABLES
from tasks.country_folders import find_countries
from tasks.render import make_brief
from tasks.trace import trace

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"
GOLDEN = ROOT / "tests" / "golden"
BRIEFS = [*(("MLI", language) for language in ("en", "fr", "es", "pt"))]
BRIEFS += [("XMU", "pt"), ("XOB", "fr"), ("XTA", "en"), ("XVS", "es")]
MADE_TWICE = ("XVS", "XOB")
WITHOUT_REPORTS = replace(DIRECT, render_brief=lambda *_: None, release=lambda *_: None)
REPORTS = ("brief.html", "brief.docx", "brief.pdf", "brief.json", "data-quality.html")


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory):
    """A run of some countries in another process, order and folder, at the same time as `store` is made."""
    folder = tmp_path_factory.mktemp("again")
    words = ["run", "--direct", *MADE_TWICE, "--raw", str(RAW)]
    words += ["--processed", str(folder / "processed"), "--reports", str(folder / "reports")]
    command = [sys.executable, "-c", "from flows.cli import main; main()", *words]
    with subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
    ) as process:
        yield process, folder / "reports"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, again) -> Store:
    folder = tmp_path_factory.mktemp("golden")
    shutil.copytree(RAW, folder / "raw")
    sample = Store(folder / "raw", folder / "processed", folder / "reports")
    outcomes = run_directly(sample, find_countries(sample), "own")
    assert [outcome.message for outcome in outcomes if not outcome.is_written] == []
    return sample


def brief_of(store: Store, country: str, language: str) -> dict:
    return json.loads(json.dumps(brief_document(make_brief(store, country, language))))


def as_text(brief: dict) -> str:
    lines = [f"# {brief['title']}", ""]
    for area in [*brief["areas"], brief["overall"]]:
        lines.append(
            f"- {area['id']} {area['label']}: {area['score']} {area['interval']} {area['bounds']} {area['band_label']} {area['reason']}"
        )
    lines += ["", "| indicator | level | range | grade | n | groups |", "| --- | --- | --- | --- | --- | --- |"]
    for one in brief["indicators"]:
        groups = ", ".join(one["groups"])
        lines.append(f"| {one['id']} | {one['level']} | {one['range']} | {one['grade']} | {one['n']} | {groups} |")
    lines += ["", *(f"- {one['section']}: {one['text']} ({len(one['evidence'])})" for one in brief["sentences"])]
    lines += ["", *(f"- {text}" for text in brief["how_sure"] if "version" not in text), ""]
    return "\n".join(lines)


@pytest.mark.parametrize(("country", "language"), BRIEFS)
def test_brief__of_a_shipped_sample__is_the_golden_one(store, country, language, request):
    text = as_text(brief_of(store, country, language))
    golden = GOLDEN / f"{country}-{language}.md"
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("country", MADE_TWICE)
def test_reports__of_another_run__are_the_same_bytes(store, again, country):
    process, reports = again
    assert process.wait(timeout=300) == 0
    for name in REPORTS:
        assert (reports / country / name).read_bytes() == (store.reports / country / name).read_bytes(), name


@pytest.mark.parametrize("country", ["MLI", "XVS"])
def test_brief__of_a_shipped_sample__opens_to_the_words_behind_it(store, country):
    brief = brief_of(store, country, "en")
    ids = {id_ for part in ("sentences", "indicators") for one in brief[part] for id_ in one["evidence"]}
    ids |= {quotation["id"] for quotation in brief["quotations"]}
    assert len(ids) > 100
    assert [id_ for id_ in sorted(ids)[::16] if not (found := trace(store, id_)) or not found.is_found] == []
    assert all(one["evidence"] for one in brief["sentences"])
    assert all(one["evidence"] for one in brief["indicators"] if not isinstance(one["level"], str))


def test_brief__of_two_short_interviews__gives_no_score_and_says_why(store):
    brief = brief_of(store, "XOB", "fr")
    assert [one["score"] for one in [*brief["areas"], brief["overall"]]] == [None] * 6
    assert all(one["reason"] for one in brief["areas"])


def test_samples__are_marked_on_every_page(store):
    mark = read_yaml(TEMPLATES / "text.yaml")["page.synthetic"]
    pages = list(store.reports.rglob("*.html"))
    assert len(pages) == 2 * len(find_countries(store)) + 1
    for path in pages:
        shown = path.read_text(encoding="utf-8").casefold()
        assert any(mark[language].casefold() in shown for language in mark), path


def test_sample__leaves_raw_as_it_was(store):
    for path in sorted(RAW.rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (store.raw / path.relative_to(RAW)).read_bytes()
    assert all(store.table_path("MLI", name).is_file() for name in TABLES)


def test_contradictions__that_the_case_study_carries__are_all_found(store):
    found = store.read_table("MLI", "contradictions")
    document = set(store.read_table("MLI", "segments").query("interview_id == 'MLI-DOC-01'")["segment_id"])
    own = found[found["one_evidence"].map(lambda ids: set(ids) <= document) & found["span"].isna()]
    assert set(zip(own["kind"], own["indicator"].fillna(""), strict=True)) >= {
        ("chronology", ""),  # a budget analysis of 2021 credited with a line of 2020
        ("arithmetic", ""),  # 1.2 million for over USD 2 million, 600 million for 1 million
        ("exception", "networks_functioning"),  # all active, one still establishing itself
        ("exception", "subnational_function"),  # all tiers, none meets at the commune
    }


def test_published_text_alone__gives_the_worked_levels_and_no_number_where_nothing_is_told(tmp_path):
    shutil.copytree(RAW / "MLI" / "documents", tmp_path / "raw" / "MLI" / "documents")
    shutil.copy(RAW / "MLI" / "documents.csv", tmp_path / "raw" / "MLI")
    published = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    run_country(published, "MLI", "en", WITHOUT_REPORTS)
    brief = brief_of(published, "MLI", "en")
    worked = read_yaml(QUESTIONNAIRE / "rubric.yaml")["worked_case_mali"]["levels"]
    told = {one["id"]: one["level"] for one in brief["indicators"]}
    assert sum(told[id_] == level for id_, level in worked.items()) >= 20
    assert [id_ for id_, level in worked.items() if level == "NI" and told[id_] != "NI"] == []


def test_readme__traces_ids_that_the_shipped_sample_has(store):
    named = re.findall(r"^\.venv/bin/msp trace (\S+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert named
    assert [id_ for id_ in named if trace(store, id_) is None] == []
