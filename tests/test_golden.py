"""The shipped sample's brief, kept as text: a change of any rule shows here, and `make golden` writes it anew."""

import json
import shutil
from pathlib import Path

import pytest

from flows.direct import run_directly
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
    assert [id_ for id_ in sorted(ids) if not (found := trace(store, id_)) or not found.is_found] == []
    assert all(one["evidence"] for one in brief["sentences"])
    assert all(one["evidence"] for one in brief["indicators"] if not isinstance(one["level"], str))


def test_sample__leaves_raw_as_it_was(store):
    brief_of(store, "en")
    for path in sorted((ROOT / "data" / "raw" / "MLI").rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (store.raw / path.relative_to(ROOT / "data" / "raw")).read_bytes()
    assert all(store.table_path("MLI", name).is_file() for name in TABLES)
