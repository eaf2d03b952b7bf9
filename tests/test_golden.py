"""The shipped sample's brief, kept as text: a change of any rule shows here, and `make golden` writes it anew."""

import json
import shutil
from pathlib import Path

import pytest

from flows.direct import run_directly
from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.store import Store
from tasks.core.tables import TABLES
from tasks.trace import trace

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("golden")
    shutil.copytree(ROOT / "data" / "raw" / "MLI", folder / "raw" / "MLI")
    return Store(folder / "raw", folder / "processed", folder / "reports")


def brief_of(store: Store, language: str) -> dict:
    [outcome] = run_directly(store, ["MLI"], language)
    assert outcome.is_written, outcome.message
    return json.loads((store.reports / "MLI" / "brief.json").read_text(encoding="utf-8"))


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


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
def test_brief__of_the_shipped_sample__is_the_golden_one(store, language, request):
    text = as_text(brief_of(store, language))
    golden = GOLDEN / f"MLI-{language}.md"
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_brief__of_the_shipped_sample__opens_to_the_words_behind_it(store):
    brief = brief_of(store, "en")
    ids = {id_ for part in ("sentences", "indicators") for one in brief[part] for id_ in one["evidence"]}
    ids |= {quotation["id"] for quotation in brief["quotations"]}
    assert len(ids) > 300
    assert [id_ for id_ in sorted(ids)[::4] if not (found := trace(store, id_)) or not found.is_found] == []
    assert all(one["evidence"] for one in brief["sentences"])
    assert all(one["evidence"] for one in brief["indicators"] if not isinstance(one["level"], str))


def test_sample__leaves_raw_as_it_was(store):
    brief_of(store, "en")
    for path in sorted((ROOT / "data" / "raw" / "MLI").rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (store.raw / path.relative_to(ROOT / "data" / "raw")).read_bytes()
    assert all(store.table_path("MLI", name).is_file() for name in TABLES)


def test_contradictions__that_the_case_study_carries__are_all_found(store):
    brief_of(store, "en")
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
    shutil.copytree(ROOT / "data" / "raw" / "MLI" / "documents", tmp_path / "raw" / "MLI" / "documents")
    shutil.copy(ROOT / "data" / "raw" / "MLI" / "documents.csv", tmp_path / "raw" / "MLI")
    brief = brief_of(Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports"), "en")
    worked = read_yaml(QUESTIONNAIRE / "rubric.yaml")["worked_case_mali"]["levels"]
    told = {one["id"]: one["level"] for one in brief["indicators"]}
    assert sum(told[id_] == level for id_, level in worked.items()) >= 20
    assert [id_ for id_, level in worked.items() if level == "NI" and told[id_] != "NI"] == []
