"""Two runs at once on one country do not mix: the second says so and changes nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from builders_country import country_folder
from servers.environments import clean_environment

from flows.direct import run_directly
from flows.steps import compare_countries
from tasks.adapters.locks import BusyError, hold
from tasks.adapters.store import Store
from tasks.collect import collect
from tasks.core.collections import SignIn, Target

HOLDER = """
import sys, time
from pathlib import Path
from tasks.adapters.locks import hold
with hold(map(Path, sys.argv[1:]), "XAA"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    country_folder(tmp_path / "raw", "XAA")
    return Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")


def holder(*files: Path) -> subprocess.Popen:
    """Another process that holds locks."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, *map(str, files)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    return process


@pytest.mark.parametrize("which", [0, 1], ids=["same tables", "same reports"])
def test_second_run__names_the_first_and_changes_nothing(which, store):
    other = holder(store.lock_files("XAA")[which])
    try:
        [outcome] = run_directly(store, ["XAA"], "en")
    finally:
        other.kill()
        other.wait()
    assert not outcome.is_written
    [problem] = outcome.problems
    assert problem["code"] == "H001"
    assert f"process {other.pid}" in problem["detail"]
    assert not (store.processed / "XAA").exists()
    assert not (store.reports / "XAA").exists()


def test_lock_of_a_killed_process__is_free_at_once(store):
    files = store.lock_files("XAA")
    other = holder(*files)
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    with hold(files, "XAA"):
        pass


def test_lock__of_one_country_leaves_the_others_free(store):
    with hold(store.lock_files("XAA"), "XAA"):
        with hold(store.lock_files("XAB"), "XAB"):
            pass
        with pytest.raises(BusyError), hold(store.lock_files("XAA"), "XAA"):
            pass


def test_comparison__leaves_out_a_country_at_work(store):
    with hold(store.lock_files("XAA"), "XAA"):
        assert compare_countries(store, ["XAA", "XAB"]) == ()
    assert not (store.processed / "XAA").exists()


def test_second_pull__names_the_first_and_asks_no_server(store):
    with hold([store.raw_lock("XAA")], "XAA"):
        pulled = collect(store, "XAA", Target("http://127.0.0.1:9", "abc", "", 0, ""), SignIn("token", "", ""))
    assert [problem.code for problem in pulled.problems] == ["H001"]


@pytest.mark.slow
@pytest.mark.parametrize("way", [["--direct"], []], ids=["direct", "Prefect"])
def test_command__says_who_is_at_work_and_ends_with_one(way, store, tmp_path, prefect_home):
    folders = [f"--{name}={tmp_path / name}" for name in ("raw", "processed", "reports")]
    with hold(store.lock_files("XAA"), "XAA"):
        done = subprocess.run(
            [sys.executable, "-m", "flows.cli", "run", *folders, *way],
            capture_output=True,
            text=True,
            timeout=300,
            env=clean_environment(prefect_home(tmp_path / "prefect")),
        )
    assert done.returncode == 1
    assert f"H001 critical: Another run is at work on XAA (process {os.getpid()}" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (store.processed / "XAA").exists()
