"""The audit log of runs: what stands in it, and what never does."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from builders_country import country_folder, write
from typer.testing import CliRunner

from flows.cli import app
from flows.direct import run_directly
from tasks.adapters.disk import write_bytes
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


@pytest.fixture
def logged(tmp_path: Path) -> Store:
    """A store whose log holds six entries of two calls each."""
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    for second, country in enumerate(("XAA", "XAB", "XAC")):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tasks.audit._who", lambda second=second: f"user {second}")
            note_each(store.processed, "begun", {country: {}, f"{country[:2]}Z": {}})
    assert audit(store).problems == ()
    return store


def told(store: Store) -> set[str]:
    return {problem.code for problem in audit(store).problems}


@pytest.mark.parametrize(
    "end", [None, b"", b"garbage", b'{"n":0}', b"[]", b"{}", b'{"n":0,"hash":"' + b"0" * 64 + b'"}']
)
def test_last_lines_and_the_note_on_them_taken_away__is_told_for_ever(end, logged):
    log, noted = (logged.processed.parent / "audit" / name for name in ("log.jsonl", "last-entry.json"))
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-2]))
    noted.unlink() if end is None else noted.write_bytes(end)
    assert told(logged) == {"J006"}
    for _ in range(2):
        note(logged.processed, "exported", "XAA")
        assert told(logged) == {"J008"}
    trail = audit(logged)
    assert [entry["event"] for entry in trail.entries[4:]] == ["broken", "exported", "exported"]
    assert trail.problems[0].severity == "critical"


def test_last_lines_taken_away__is_told_for_ever_with_how_many_were_known(logged):
    log = logged.processed.parent / "audit" / "log.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-2]))
    assert told(logged) == {"J002"}
    note(logged.processed, "exported", "XAA")
    assert "6 entries were known to be there, 4 were found" in audit(logged).problems[0].detail


def test_line_taken_out__is_told_for_ever_also_where_what_followed_is_taken_out_later(logged):
    log = logged.processed.parent / "audit" / "log.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:2] + lines[3:]))
    note(logged.processed, "exported", "XAA")
    assert told(logged) == {"J001", "J008"}
    note(logged.processed, "exported", "XAB")
    assert told(logged) == {"J001", "J008"}
    assert [entry["event"] for entry in audit(logged).entries[-3:]] == ["broken", "exported", "exported"]
    log.write_bytes(b"".join(lines[:2] + log.read_bytes().splitlines(keepends=True)[5:]))
    assert "J001" in told(logged)


@pytest.mark.parametrize("n_killed", [1, 2, 3])
def test_writers_killed_before_they_noted_the_end__leave_a_whole_log(n_killed, tmp_path, monkeypatch):
    class KilledError(BaseException):
        pass

    def kill_at_the_end(path: Path, content: bytes) -> None:
        if json.loads(content)["n"] >= wanted:
            raise KilledError
        write_bytes(path, content)

    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    for n in range(n_killed):
        wanted = 2 * (n + 1)
        monkeypatch.setattr("tasks.audit._who", lambda n=n: f"user {n}")
        monkeypatch.setattr("tasks.audit.write_bytes", kill_at_the_end)
        with pytest.raises(KilledError):
            note_each(store.processed, "begun", {"XAA": {}, "XAB": {}})
        assert audit(store).problems == ()
    assert len(audit(store).entries) == 2 * n_killed
    monkeypatch.setattr("tasks.audit.write_bytes", write_bytes)
    note(store.processed, "ended", "XAA")
    assert audit(store).problems == ()


@pytest.mark.parametrize("place", ["processed/XAA/manifest.json", "reports/XAA/brief.html"])
def test_results_without_any_entry__are_told_and_a_new_log_keeps_it(place, tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    write(tmp_path / place, '{"fingerprint": "f", "language": "en", "outputs": {}}')
    assert told(store) == {"J007"}
    note(store.processed.with_name("raw"), "pulled", "XAA")
    assert ("J008" in told(store)) is (place == "processed/XAA/manifest.json")
    note(store.processed, "released", "XAA", reports={})
    assert "J007" not in told(store)


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
