"""A country whose raw folder is gone is told of, and what is left of it goes only when a person says so."""

import shutil
from pathlib import Path

import pytest
from builders_country import country_folder, write
from typer.testing import CliRunner

from flows.cli import app
from flows.direct import run_directly
from tasks.adapters.key_files import read_secret
from tasks.adapters.store import Store
from tasks.audit import audit
from tasks.remove_country import find_left_behind, what_is_left


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("made")
    for country in ("XAA", "XAB"):
        country_folder(home / "raw", country)
    assert all(one.is_written for one in run_directly(store_in(home), ["XAA", "XAB"], "en"))
    return home


def store_in(home: Path) -> Store:
    return Store(home / "raw", home / "processed", home / "reports")


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Store:
    """Two countries that were run; the folder of one is gone."""
    shutil.copytree(made, tmp_path / "home")
    store = store_in(tmp_path / "home")
    shutil.rmtree(store.raw / "XAB")
    return store


def msp(store: Store, *words: str):
    folders = [f"--raw={store.raw}", f"--processed={store.processed}", f"--reports={store.reports}"]
    return CliRunner().invoke(app, [*words, *folders])


@pytest.mark.slow
def test_country_without_its_folder__is_told_of_by_runs_of_all_and_stays(store):
    left = what_is_left(store, "XAB")
    assert {"brief.docx", "manifest.json", "0_interviews.parquet"} <= {path.name for path in left}
    assert [problem.code for problem in find_left_behind(store)] == ["F092"]
    for words in (["run", "--direct"], ["why"]):
        assert "`msp remove XAB`" in msp(store, *words).output
    assert "F092" not in msp(store, "run", "XAA", "--direct").output
    assert all(path.is_file() for path in left)


@pytest.mark.slow
def test_remove__takes_away_what_runs_made_and_the_portfolio_shows_the_others(store):
    ours = [store.reports / "XAB" / "notes.txt", store.processed / "XAB" / "interviews.csv"]
    for path in ours:
        write(path, "ours")
    read_secret(store, "XAB")
    told = msp(store, "remove", "XAB", "--yes")
    assert told.exit_code == 0, told.output
    assert "notes.txt stays" in told.output
    assert what_is_left(store, "XAB") == []
    assert all(path.is_file() for path in ours)
    assert [path.name for path in (store.keys / "XAB").iterdir()] == ["releases.json"]
    page = (store.reports / "index.html").read_text(encoding="utf-8")
    assert ("XAA/brief.html" in page, "XAB/brief.html" in page) == (True, False)
    assert audit(store).problems == ()
    assert audit(store).entries[-1]["event"] == "removed"
    assert find_left_behind(store) == []


@pytest.mark.slow
def test_remove__of_the_last_country__takes_the_portfolio_away(store):
    shutil.rmtree(store.raw / "XAA")
    for country in ("XAA", "XAB"):
        assert msp(store, "remove", country, "--yes").exit_code == 0
    assert [path.name for path in store.reports.iterdir() if path.is_file()] == []
    assert not (store.reports / "XAA").exists()


@pytest.mark.slow
def test_remove__where_the_folder_is_there_or_nobody_is_sure__removes_nothing(store):
    left = [path for country in ("XAA", "XAB") for path in what_is_left(store, country)]
    assert msp(store, "remove", "XAA", "--yes").exit_code == 2
    assert msp(store, "remove", "XAB").exit_code == 1
    assert all(path.is_file() for path in left)


def test_remove__of_a_country_without_a_trace__says_so_and_fails(tmp_path):
    store = store_in(tmp_path)
    store.raw.mkdir()
    write(store.reports / "XAB" / "notes.txt", "ours")
    told = msp(store, "remove", "XAB", "--yes")
    assert (told.exit_code, "nothing of XAB to remove" in told.output) == (1, True)
    assert not store.processed.exists()


@pytest.mark.parametrize("name", ["key.json", "key.json.enc", "exports.secret"])
def test_remove__of_a_key_that_alone_is_left__takes_it_away_once(tmp_path, name):
    store = store_in(tmp_path)
    store.raw.mkdir()
    write(store.keys / "XAB" / name, "{}")
    write(store.keys / "XAB" / "releases.json", "[]")
    assert [problem.code for problem in find_left_behind(store)] == ["F092"]
    told = msp(store, "remove", "XAB", "--yes")
    assert (told.exit_code, name in told.output) == (0, True)
    assert [path.name for path in (store.keys / "XAB").iterdir()] == ["releases.json"]
    assert find_left_behind(store) == []
    assert msp(store, "remove", "XAB", "--yes").exit_code == 1


def test_folders_of_no_country_or_without_results__are_nobodys_left_behind(tmp_path):
    store = store_in(tmp_path)
    store.raw.mkdir()
    for name in ("XAB", "notes", ".msp"):
        write(store.reports / name / "notes.txt", "ours")
    assert find_left_behind(store) == []
