"""A run in which no country has work ends before Prefect is loaded, and says what any other run would say."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from builders_country import country_folder, write
from servers.environments import clean_environment

from flows.direct import run_directly
from flows.own_server import is_server_named
from flows.unchanged import find_unchanged, run_unchanged
from tasks.adapters.locks import hold
from tasks.adapters.results import results_folder
from tasks.adapters.store import Store
from tasks.audit import audit
from tasks.compare import COMPARED
from tasks.publish import overview_folder

COUNTRIES = ["XAA", "XAB"]
RUN = """
import sys
from flows.cli import app
try:
    app(["run", *sys.argv[1:]])
except SystemExit as end:
    print("exit code", end.code)
loaded = {"prefect", "spacy", "great_expectations", "lingua", "scipy"} & sys.modules.keys()
print("loaded", sorted(loaded))
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two countries that were run; both hold the same interviews."""
    home = tmp_path_factory.mktemp("unchanged")
    store = Store(home / "raw", home / "processed", home / "reports")
    for country in COUNTRIES:
        country_folder(store.raw, country)
    run_directly(store, COUNTRIES, "en")
    return store


def noted(store: Store) -> list[tuple[str, str]]:
    return [(entry["event"], entry["country"]) for entry in audit(store).entries]


@pytest.mark.slow
def test_run_without_work__has_the_outcomes_of_any_run_and_is_noted(store):
    before = noted(store)
    outcomes = run_unchanged(store, COUNTRIES, "en")
    assert noted(store) == [*before, ("unchanged", "XAA"), ("unchanged", "XAB")]
    assert outcomes == run_directly(store, COUNTRIES, "en")
    assert all("D034" in {problem["code"] for problem in outcome.problems} for outcome in outcomes)
    assert audit(store).problems == ()


@pytest.mark.slow
def test_run_without_work__removes_what_a_refusing_disk_left_of_the_portfolio(store):
    left = write(overview_folder(store) / "index.html", "<p>not checked</p>")
    assert run_unchanged(store, COUNTRIES, "en") is None
    run_directly(store, COUNTRIES, "en")
    assert not left.exists()
    assert run_unchanged(store, COUNTRIES, "en")


@pytest.mark.slow
@pytest.mark.parametrize(
    "place",
    [
        lambda store: store.raw / "XAB" / "transcripts" / "gov.txt",
        lambda store: store.reports / "XAB" / "brief.html",
        lambda store: store.table_path("XAA", "problems"),
        lambda store: store.reports / "index.html",
        lambda store: results_folder(store) / COMPARED,
    ],
    ids=["what was received", "a report", "a table", "the portfolio", "the comparison"],
)
def test_run_with_work__is_left_to_the_run_and_noted_nowhere(store, place: Callable[[Store], Path]):
    path, before = place(store), noted(store)
    content = path.read_bytes()
    path.write_bytes(content + b"\n")
    try:
        assert run_unchanged(store, COUNTRIES, "en") is None
        assert noted(store) == before
    finally:
        path.write_bytes(content)
    assert run_unchanged(store, COUNTRIES, "en") is not None


@pytest.mark.slow
def test_country_that_another_run_is_at_work_on__is_left_to_its_run(store):
    with hold(store.lock_files("XAB"), "XAB"):
        assert run_unchanged(store, COUNTRIES, "en") is None
        assert find_unchanged(store, COUNTRIES, "en") == {"XAA"}


@pytest.mark.slow
def test_countries_whose_entries_a_full_disk_refuses__are_left_to_their_runs(store, monkeypatch):
    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)
    assert find_unchanged(store, COUNTRIES, "en") == set()
    assert run_unchanged(store, COUNTRIES, "en") is None


@pytest.mark.slow
def test_country_in_another_language__has_work(store):
    assert run_unchanged(store, COUNTRIES, "fr") is None


@pytest.mark.slow
def test_command__loads_neither_prefect_nor_what_makes_briefs_and_shows_the_same(store, tmp_path):
    folders = [f"--{name}={getattr(store, name)}" for name in ("raw", "processed", "reports")]

    def shown(*options: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", RUN, *folders, "--language=en", *options],
            capture_output=True,
            text=True,
            env=clean_environment(tmp_path),
            timeout=200,
        )
        return done.stdout.splitlines()

    *lines, loaded = shown()
    assert loaded == "loaded []"
    assert "exit code 0" in lines
    assert lines == shown("--direct")[:-1]


@pytest.mark.parametrize(
    ("file", "settings", "is_named"),
    [
        ("", {}, False),
        ("", {"PREFECT_API_URL": "http://127.0.0.1:4200/api"}, True),
        ("", {"PREFECT_PROFILE": "local", "PREFECT_HOME": ""}, True),
        ("profiles.toml", {}, True),
        (".env", {}, True),
        ("prefect.toml", {}, True),
        ("pyproject.toml", {}, True),
    ],
)
def test_server__is_named_wherever_prefect_looks(tmp_path, file, settings, is_named):
    texts = {
        "profiles.toml": 'active = "team"\n[profiles.team]\nPREFECT_API_URL = "http://127.0.0.1:4200/api"\n',
        ".env": "PREFECT_API_URL=http://127.0.0.1:4200/api\n",
        "prefect.toml": '[api]\nurl = "http://127.0.0.1:4200/api"\n',
        "pyproject.toml": '[tool.prefect.api]\nurl = "http://127.0.0.1:4200/api"\n',
    }
    if file:
        write(tmp_path / file, texts[file])
    script = f"from {is_server_named.__module__} import is_server_named; print(is_server_named())"
    homes = {"HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])}
    environment = clean_environment(tmp_path, **homes | settings)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, env=environment, check=True
    )
    assert done.stdout.strip() == str(is_named)
