"""`msp why` names what changed since the last run, and what follows from it."""

from pathlib import Path

import pytest
from builders_country import country_folder, write

from tasks import explain as explaining
from tasks import manifest
from tasks.adapters.store import Store
from tasks.explain import explain
from tasks.manifest import fingerprint_of, hide_names, inputs_of, record_manifest


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A country as its last run left it, with declarations of its own."""
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    country_folder(store.raw, "XAA")
    declared = tmp_path / "annex1"
    for name in ("codebook.yaml", "rubric.yaml", "registers.yaml", "lexicon/topics.yaml", "coder/model/weights"):
        write(declared / name, name)
    monkeypatch.setattr(manifest, "QUESTIONNAIRE", declared)
    inputs = inputs_of(store, "XAA", "en")
    write(store.reports / "XAA" / "brief.html", "brief")
    record_manifest(store, "XAA", "en", fingerprint_of(inputs), inputs=hide_names(inputs))
    return store


def said(store: Store, language: str = "en") -> str:
    will_run, reasons = explain(store, "XAA", language)
    return f"{will_run} {' '.join(reasons)}"


def test_nothing_changed__says_so(store):
    assert said(store) == "False Nothing changed since the last run."


def test_received_files__are_named_as_they_lie_there_and_removed_ones_counted(store):
    folder = store.raw / "XAA" / "transcripts"
    write(folder / "gov.txt", "other words")
    write(folder / "new.txt", "words")
    (folder / "donor.txt").unlink()
    told = said(store)
    assert "new: transcripts/new.txt; changed: transcripts/gov.txt; removed: 1 files" in told
    assert "2 files are read again" in told


def test_manifest__holds_no_name_of_a_received_file(store):
    content = (store.processed / "XAA" / "manifest.json").read_text(encoding="utf-8")
    assert "gov.txt" not in content
    assert "questionnaire/rubric.yaml" in content


@pytest.mark.parametrize(
    ("name", "kind", "follows"),
    [
        ("lexicon/topics.yaml", "Lexicon", "No files are read again; all segments are coded again"),
        ("codebook.yaml", "Codebook", "Everything is made again"),
        ("coder/model/weights", "Model", "No files are read again"),
        ("rubric.yaml", "Rubric", "Everything is made again"),
        ("registers.yaml", "Declarations", "Everything is made again"),
    ],
)
def test_declarations__are_told_apart_with_what_follows(name, kind, follows, store):
    write(manifest.QUESTIONNAIRE / name, "changed")
    assert f"{kind}: changed: {name}" in said(store)
    assert follows in said(store)


def test_language_and_templates__read_and_code_nothing(store):
    assert "Nothing is read or coded again" in said(store, "fr")


def test_code__makes_everything_again(store, monkeypatch):
    monkeypatch.setattr(explaining, "inputs_of", lambda *given: inputs_of(*given) | {"tasks/new.py": "1"})
    assert "Code: new: new.py. Everything is made again." in said(store)


def test_report_that_was_changed__is_named(store):
    write(store.reports / "XAA" / "brief.html", "edited")
    assert "brief.html" in said(store)


def test_first_run__makes_everything(tmp_path):
    assert said(Store(tmp_path / "raw", tmp_path / "p", tmp_path / "r")).startswith("True There are no results yet")
