"""The audit log of runs: what stands in it, and what never does."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from builders_country import country_folder
from typer.testing import CliRunner

from flows.cli import app
from flows.direct import run_directly
from tasks.adapters.store import Store
from tasks.audit import audit, note, note_each

WRITER = "import sys; from pathlib import Path; from tasks.audit import note\nfor n in range(10): note(Path(sys.argv[1]), 'begun', 'XAA')"


def shown(store: Store, *arguments: str):
    return CliRunner().invoke(
        app, ["audit", f"--processed={store.processed}", f"--reports={store.reports}", *arguments]
    )


def test_runs_at_once__write_one_chain(tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    with ThreadPoolExecutor(3) as pool:
        command = [sys.executable, "-c", WRITER, str(store.processed)]
        list(pool.map(lambda _: subprocess.run(command, check=True), range(3)))
    trail = audit(store)
    assert len(trail.entries) == 30
    assert trail.problems == ()


def test_note__sweeps_what_a_killed_writer_left(tmp_path):
    part = tmp_path / "audit" / ".last-entry.json.x.msp-part"
    part.parent.mkdir()
    part.write_bytes(b"half")
    note(tmp_path / "processed", "begun", "XAA")
    assert not part.exists()


def test_note__goes_on_after_a_torn_line(tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    note(store.processed, "begun", "XAA")
    log = tmp_path / "audit" / "log.jsonl"
    with log.open("ab") as stream:
        stream.write(b'{"n":2,"at":"20')
    note(store.processed, "begun", "XAB")
    trail = audit(store)
    assert [entry["country"] for entry in trail.entries] == ["XAA", "XAB"]
    assert [problem.code for problem in trail.problems] == ["J003"]


def test_note_each__adds_entries_to_the_same_chain_also_behind_a_torn_line(tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    note(store.processed, "begun", "XAA")
    with (tmp_path / "audit" / "log.jsonl").open("ab") as stream:
        stream.write(b'{"n":2,"at":"20')
    note_each(store.processed, "unchanged", {"XAA": {"language": "en"}, "XAB": {"language": "fr"}})
    note(store.processed, "ended", "XAA")
    trail = audit(store)
    assert [entry["n"] for entry in trail.entries] == [1, 2, 3, 4]
    assert [(entry["country"], entry.get("language")) for entry in trail.entries[1:3]] == [("XAA", "en"), ("XAB", "fr")]
    assert [problem.code for problem in trail.problems] == ["J003"]


def test_log_without_entries__is_whole(tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    assert shown(store).exit_code == 0


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    home = tmp_path_factory.mktemp("audit")
    for country in ("XAA", "XAB"):
        country_folder(home / "raw", country)
    store = Store(home / "raw", home / "processed", home / "reports")
    for _ in range(2):
        assert all(outcome.is_written for outcome in run_directly(store, ["XAA", "XAB"], "en"))
    return store


@pytest.mark.slow
def test_run__tells_who_on_which_inputs_and_what_was_released(store):
    entries = audit(store).entries
    assert [entry["event"] for entry in entries if entry["country"] == "XAA"] == [
        "begun",
        "released",
        "ended",
        "released",
        "unchanged",
    ]
    begun, released = entries[0], entries[1]
    assert len(begun["inputs"]) == 64
    assert set(begun["decisions"]) == {"source.yaml"}
    assert begun["who"]
    assert {"brief.html", "brief.docx", "brief.pdf", "brief.json", "data-quality.html"} == set(released["reports"])


@pytest.mark.slow
def test_log__holds_nobodys_words_and_no_name_of_a_file(store):
    content = (store.processed.parent / "audit" / "log.jsonl").read_text()
    for words in ("coordination cell", "Government", "commune", "gov.txt", "donor", "transcripts"):
        assert words not in content
    assert (store.processed.parent / "audit" / "log.jsonl").stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_command__prints_the_log_and_finds_what_was_changed(store):
    whole = shown(store)
    assert whole.exit_code == 0, whole.output
    noted = whole.output.rsplit(maxsplit=1)[1]
    assert shown(store, "--noted", noted).exit_code == 0
    assert "J004" in shown(store, "--noted", "0" * 63 + "1").output
    report = store.reports / "XAA" / "brief.html"
    before = report.read_bytes()
    report.write_bytes(before + b"<!-- edited -->")
    edited = shown(store)
    report.write_bytes(before)
    assert edited.exit_code == 1
    assert "J005 warning: The report XAA/brief.html" in edited.output
    log = store.processed.parent / "audit" / "log.jsonl"
    written = log.read_text()
    log.write_text(written.replace('"event":"begun"', '"event":"ended"', 1))
    forged = shown(store)
    log.write_text("".join(written.splitlines(keepends=True)[:-1]))
    cut = shown(store)
    log.write_text(written)
    assert (forged.exit_code, cut.exit_code) == (1, 1)
    assert "J001" in forged.output
    assert "J002" in cut.output
    assert json.loads(Path(log).read_text().splitlines()[0])["n"] == 1
