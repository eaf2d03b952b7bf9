"""A team's Prefect on PostgreSQL: what is killed in mid-run ends with the bytes of an undisturbed run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_country import country_folder
from durability.crashes import Tree, tree
from servers.databases import cluster, find_programs
from servers.environments import clean_environment
from servers.prefect_servers import Receiver, until
from servers.teams import Team, children, team

COUNTRIES = ("XAA", "XBB")
ROOMS = ("data/processed", "reports")
HISTORY = (
    "reports/index.html",
    "reports/portfolio-changes.csv",
    "reports/portfolio.xlsx",
    "data/processed/portfolio.json",
)
"""What also tells what moved since the portfolio was last written: that depends on which country ended first."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.team,
    pytest.mark.skipif(find_programs() is None, reason="PostgreSQL is not installed (Debian: postgresql)"),
]


def results(home: Path) -> Tree:
    """All tables and reports, but for what tells in which order they were made."""
    found = {f"{room}/{name}": content for room in ROOMS for name, content in tree(home / room).items()}
    return {name: content for name, content in found.items() if name not in HISTORY}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    home = tmp_path_factory.mktemp("undisturbed")
    for country in COUNTRIES:
        country_folder(home / "data" / "raw", country)
    for country in COUNTRIES:
        command = [sys.executable, "-m", "flows.cli", "run", "--direct", "--language=fr", country]
        subprocess.run(command, cwd=home, env=clean_environment(), check=True, capture_output=True, timeout=300)
    made = results(home)
    assert {"reports/XAA/brief.html", "reports/XBB/brief.html", "reports/portfolio-scores.csv"} <= made.keys()
    return made


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, webhook: Receiver) -> Iterator[Team]:
    home = tmp_path_factory.mktemp("team")
    for country in COUNTRIES:
        country_folder(home / "data" / "raw", country)
    with cluster(find_programs()) as database, team(home, database, MSP_WEBHOOK_URL=webhook.url) as one:
        yield one


def begin(served: Team, country: str) -> str:
    answer = served.start("one-country", country=country, language="fr", refresh=True)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def test_two_workers__run_two_countries_at_once_and_outlast_a_server_that_is_started_again(served, expected):
    runs = [begin(served, country) for country in COUNTRIES]
    until(lambda: all(served.works(run) for run in runs))
    assert len(served.at_work()) == len(COUNTRIES)
    served.stop_server()
    time.sleep(3)
    served.start_server()
    ended = [served.wait(run) for run in runs]
    assert {run["state_type"] for run in ended} == {"COMPLETED"}, [run["state"] for run in ended]
    assert results(served.home) == expected
    assert all(worker.poll() is None for worker in served.workers)


def test_database__killed_in_mid_run__the_run_goes_on_or_fails_and_ends_the_same(served, expected):
    run = begin(served, "XAA")
    until(lambda: served.works(run))
    served.database.kill()
    time.sleep(3)
    served.database.start()
    until(served.is_up)
    ended = served.wait(run)
    if ended["state_type"] != "COMPLETED":
        assert ended["state"]["message"]
        assert served.wait(begin(served, "XAA"))["state_type"] == "COMPLETED"
    assert results(served.home) == expected


def test_run__killed_in_mid_run__is_seen_and_named_and_blocks_no_other(served, expected, webhook):
    run = begin(served, "XAA")
    until(lambda: served.works(run))
    (process,) = served.at_work()
    os.kill(process, signal.SIGKILL)
    crashed = served.wait(run)
    assert (crashed["state_type"], crashed["name"]) == ("CRASHED", "XAA-brief-fr")
    until(lambda: "Run XAA-brief-fr ended as Crashed." in webhook.messages, 60)
    assert served.wait(begin(served, "XAA"))["state_type"] == "COMPLETED"
    assert results(served.home) == expected


def test_worker__killed_with_its_run__is_told_when_it_is_not_heard_of(served, expected):
    run = begin(served, "XBB")
    until(lambda: served.works(run))
    (worker,) = [one for one in served.workers if children(one.pid)]
    for process in (*children(worker.pid), worker.pid):
        os.kill(process, signal.SIGKILL)
    assert served.wait(run)["state_type"] == "CRASHED"
    assert served.wait(begin(served, "XBB"))["state_type"] == "COMPLETED"
    assert results(served.home) == expected
