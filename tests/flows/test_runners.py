"""Countries side by side: where they are worked on changes nothing in what is made."""

import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from builders_country import country_folder
from durability.crashes import Tree, tree
from servers.dask_clusters import dask_cluster
from servers.environments import clean_environment
from servers.prefect_servers import until

from flows.runners import UNWATCHED
from flows.settings import RunnerSettings

COUNTRIES = ("XAA", "XBB")
SAMPLE = ("XMU", "XOB", "XTA")
"""The three smallest countries of the shipped sample, in three languages."""
RAW = Path(__file__).parents[2] / "data" / "raw"
WITH_DASK = pytest.param(
    "dask", marks=pytest.mark.skipif(not importlib.util.find_spec("prefect_dask"), reason="the extra dask is not there")
)

KEPT = """
import asyncio, json
from flows.own_server import own_server
from prefect.client.orchestration import get_client

async def ask():
    async with get_client() as client:
        kept = {"runs": await client.read_flow_runs(), "steps": await client.read_task_runs()}
        return {kind: [(run.name, run.state.type.value) for run in runs] for kind, runs in kept.items()}

with own_server():
    print(json.dumps(asyncio.run(ask())))
"""


def test_settings__one_country_at_a_time_in_this_process_unless_set(monkeypatch):
    for name in ("MSP_TASK_RUNNER", "MSP_COUNTRIES_AT_ONCE", "MSP_DASK_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    settings = RunnerSettings()
    assert (settings.task_runner, settings.countries_at_once, settings.dask_address) == ("threads", 1, "")
    monkeypatch.setenv("MSP_TASK_RUNNER", "elsewhere")
    with pytest.raises(ValueError, match="task_runner"):
        RunnerSettings()


def make_raw(home: Path) -> None:
    for country in COUNTRIES:
        country_folder(home / "data" / "raw", country)
    (home / "data" / "raw" / "XCC").mkdir()


def run(home: Path, *options: str, **settings: str) -> Tree:
    make_raw(home)
    return run_there(home, *options, fails=True, **settings)  # XCC, which is empty, failed alone


def run_sample(home: Path, *options: str, **settings: str) -> Tree:
    for country in SAMPLE:
        shutil.copytree(RAW / country, home / "data" / "raw" / country)
    return run_there(home, *options, fails=False, **settings)


def start(home: Path, *options: str, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "run", *options],
        cwd=home,
        env=clean_environment(home / "prefect", **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(begun: subprocess.Popen[str], home: Path, *, fails: bool) -> Tree:
    _, said = begun.communicate(timeout=900)
    assert begun.returncode == int(fails), said[-2000:]
    assert "Traceback" not in said
    return tree(home / "data" / "processed") | tree(home / "reports")


def run_there(home: Path, *options: str, fails: bool, **settings: str) -> Tree:
    return end(start(home, *options, **settings), home, fails=fails)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    made = run(tmp_path_factory.mktemp("direct"), "--direct")
    assert {"XAA/brief.html", "XBB/brief.html", "index.html"} <= made.keys()
    return made


def test_settings_of_a_dask_of_ones_own__are_settings_that_dask_has():
    pytest.importorskip("distributed")
    import dask

    assert all(dask.config.get(name, "none") != "none" for name in UNWATCHED)


@pytest.mark.slow
@pytest.mark.team
@pytest.mark.parametrize("runner", ["processes", WITH_DASK])
def test_countries__in_two_processes_give_the_same_bytes(runner, expected, tmp_path):
    assert run(tmp_path, MSP_TASK_RUNNER=runner, MSP_COUNTRIES_AT_ONCE="2") == expected


def at_work(home: Path, country: str) -> int:
    """The process that works on a country and has cut its segments by now; 0 for none."""
    lock = home / "data" / "processed" / ".msp" / f"{country}.lock"
    has_begun = any((home / "data" / "processed" / ".msp").rglob(f"{country}/*_segments.parquet"))
    found = re.match(r"process (\d+) ", lock.read_text()) if has_begun and lock.is_file() else None
    return int(found.group(1)) if found else 0


def states(home: Path) -> dict[str, list[tuple[str, str]]]:
    """Names and states of all runs and steps that Prefect keeps."""
    environment = clean_environment(home / "prefect")
    asked = subprocess.run([sys.executable, "-c", KEPT], env=environment, check=True, capture_output=True, text=True)
    return json.loads(asked.stdout.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.team
@pytest.mark.skipif(not importlib.util.find_spec("prefect_dask"), reason="the extra dask is not there")
def test_dask_worker__killed_in_mid_run__another_takes_its_country_up_and_gives_the_same_bytes(expected, tmp_path):
    make_raw(tmp_path)
    with dask_cluster(tmp_path, n_workers=2) as cluster:
        begun = start(tmp_path, MSP_TASK_RUNNER="dask", MSP_DASK_ADDRESS=cluster.address)
        until(lambda: begun.poll() is not None or at_work(tmp_path, COUNTRIES[0]))
        worker = at_work(tmp_path, COUNTRIES[0])
        assert worker in [one.pid for one in cluster.workers], (begun.poll(), worker)
        os.kill(worker, signal.SIGKILL)
        assert end(begun, tmp_path, fails=True) == expected
        assert sum(one.poll() is None for one in cluster.workers) == 1
    told = states(tmp_path)
    assert sorted(state for name, state in told["runs"] if name == f"{COUNTRIES[0]}-brief-own") == [
        "COMPLETED",
        "CRASHED",
    ]
    assert {state for _, state in told["runs"]} == {"COMPLETED", "CRASHED", "FAILED"}
    assert not {state for _, state in told["steps"]} & {"RUNNING", "PENDING"}, told["steps"]


@pytest.fixture(scope="module")
def expected_sample(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    return run_sample(tmp_path_factory.mktemp("sample"), MSP_TASK_RUNNER="threads", MSP_COUNTRIES_AT_ONCE="1")


@pytest.mark.slow
@pytest.mark.team
@pytest.mark.parametrize("runner", ["threads", "processes"])
def test_shipped_sample__has_the_same_bytes_with_one_worker_and_with_two(runner, expected_sample, tmp_path):
    made = run_sample(tmp_path, MSP_TASK_RUNNER=runner, MSP_COUNTRIES_AT_ONCE="2")
    reports = {f"{country}/{name}" for country in SAMPLE for name in ("brief.html", "brief.docx", "brief.pdf")}
    assert reports | {"index.html", "portfolio.xlsx"} <= made.keys()
    assert [name for name in made if made[name] != expected_sample.get(name)] == []
    assert made == expected_sample
