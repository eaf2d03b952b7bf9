"""What was received, and what somebody keeps beside the results, is never removed by a run."""

from pathlib import Path

import pytest
from builders_country import country_folder, write
from typer.testing import CliRunner

from flows.cli import main
from flows.country import country_brief
from flows.parameters import store_of
from flows.portfolio import good_practice_briefs
from flows.steps import DIRECT, CountryRefusedError, Made, Steps, decide_country, run_country
from flows.unchanged import find_unchanged
from tasks.adapters.disk import DiskError, write_bytes
from tasks.adapters.store import Store
from tasks.decide import Choice, Decision


def received_files(raw: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(raw.rglob("*")) if path.is_file()}


def store_in(home: Path) -> Store:
    return Store(home / "raw", home / "processed", home / "reports")


def steps() -> Steps:
    """Steps that only write a table and a report."""

    def receive(draft: Store, country: str) -> None:
        answer = {"answer_id": "a-1", "interview_id": "XAA-01", "question_name": "q5", "row": 2, "column": "q5"}
        draft.write_table(country, "answers", [answer | {"file": "talk.txt", "sheet": ""}])
        write_bytes(draft.processed / country / "expectations.json", b"[]")

    def render(draft: Store, country: str, language: str) -> None:
        write_bytes(draft.reports / country / "brief.html", (draft.raw / country / "talk.txt").read_bytes())

    def nothing(*_: object) -> None:
        pass

    return Steps(receive, nothing, nothing, nothing, nothing, nothing, nothing, render, nothing)


FOLDERS = [
    ("R", "R", "R"),
    ("R", "R", "reports"),
    ("R", "processed", "R/reports"),
    ("R", "link", "reports"),
    ("keys", "processed", "reports"),
]


@pytest.fixture(params=FOLDERS, ids="-".join)
def entangled(request, tmp_path) -> Store:
    raw, processed, reports = (tmp_path / name for name in request.param)
    country_folder(raw)
    (tmp_path / "link").symlink_to(raw)
    return Store(raw, processed, reports)


def test_command__folders_in_one_another__is_refused_and_nothing_is_written_or_removed(entangled, monkeypatch, capsys):
    before = received_files(entangled.raw)
    given = [f"--raw={entangled.raw}", f"--processed={entangled.processed}", f"--reports={entangled.reports}"]
    monkeypatch.setattr("sys.argv", ["msp", "run", "XAA", "--direct", *given])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "H009" in capsys.readouterr().err
    assert received_files(entangled.raw) == before


def test_run__folders_in_one_another__is_refused_whoever_starts_it(entangled, monkeypatch):
    before = received_files(entangled.raw)
    for given in ([], [Decision(Choice.APPROVE)]):
        with pytest.raises(CountryRefusedError) as refused:
            decide_country(entangled, "XAA", "", *given) if given else run_country(entangled, "XAA", "en", DIRECT)
        assert [problem.code for problem in refused.value.problems] == ["H009"]
    assert find_unchanged(entangled, ["XAA"], "en") == set()
    with pytest.raises(DiskError, match="H009"):
        store_of(str(entangled.raw), str(entangled.processed), str(entangled.reports))
    for name in ("raw", "processed", "reports"):
        monkeypatch.setenv(f"MSP_{name.upper()}", str(getattr(entangled, name)))
    for flow in (country_brief, good_practice_briefs):
        with pytest.raises(DiskError, match="H009"):
            flow.fn("XAA") if flow is country_brief else flow.fn(["XAA"])
    assert received_files(entangled.raw) == before


def test_run__country_folder_that_is_a_link_to_its_reports__is_refused(tmp_path):
    store = store_in(tmp_path)
    write(store.reports / "XAA" / "talk.txt", "said")
    store.raw.mkdir()
    (store.raw / "XAA").symlink_to(store.reports / "XAA")
    with pytest.raises(CountryRefusedError) as refused:
        run_country(store, "XAA", "en", DIRECT)
    assert [problem.code for problem in refused.value.problems] == ["H009"]


def test_check__looks_at_what_was_received_alone__wherever_the_other_folders_would_be(tmp_path, monkeypatch):
    from flows.cli import app

    country_folder(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert "XAA: " in CliRunner().invoke(app, ["check", "XAA", "--raw=."]).output


@pytest.mark.parametrize("has_manifest", [True, False])
def test_publication__takes_away_what_runs_made_and_nothing_that_somebody_put_there(has_manifest, tmp_path):
    store = store_in(tmp_path)
    write(store.raw / "XAA" / "talk.txt", "first")
    assert run_country(store, "XAA", "en", steps()) is Made.WRITTEN
    tables = store.processed / "XAA"
    old = [tables / "quarantine" / "turns.parquet", tables / "6_older.parquet", tables / "agreement.json"]
    ours = [tables / "interviews.csv", tables / "transcripts" / "talk.docx", store.reports / "XAA" / "notes.txt"]
    for path in (*old, *ours):
        write(path, "x")
    (tables / "documents").mkdir()
    if not has_manifest:
        (tables / "manifest.json").unlink()
    write(store.raw / "XAA" / "talk.txt", "second")
    assert run_country(store, "XAA", "en", steps()) is Made.WRITTEN
    assert [path for path in old if path.exists()] == []
    assert [path for path in ours if not path.exists()] == []
    assert (tables / "documents").is_dir()
    assert not (tables / "quarantine").exists()
