"""One true run through Prefect: its embedded server, flows, subflows, states and artifacts."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from builders_country import country_folder, write
from servers.environments import clean_environment

from flows.settings import QUIET_PREFECT

pytestmark = pytest.mark.slow

QUESTION = """
import asyncio, json
from flows.own_server import own_server
from prefect.client.orchestration import get_client

FLOWS = ("country-brief", "area-evidence")

async def ask():
    async with get_client() as client:
        runs = await client.read_flow_runs()
        artifacts = await client.read_artifacts()
        tasks = await client.read_task_runs()
        names = {run.id: run.name for run in runs}
        parents = {run.id: names[run.flow_run_id] for run in tasks}
        return {
            "runs": {run.name: run.state.name for run in runs},
            "ended": sorted([run.name, run.state.name] for run in runs),
            "steps": sorted((run.name, sorted(run.tags)) for run in tasks if not run.name.startswith(FLOWS)),
            "parents": {run.name: parents.get(run.parent_task_run_id) for run in runs},
            "shown_in": {artifact.key: names.get(artifact.flow_run_id) for artifact in artifacts if artifact.key},
            "flow_tags": {run.name: sorted(run.tags) for run in runs},
            "artifacts": sorted({artifact.key for artifact in artifacts if artifact.key}),
            "countries": max((one.created, one.data) for one in artifacts if one.key == "countries")[1],
            "texts": [str(artifact.data) for artifact in artifacts],
            "parameters": [str(run.parameters) for run in runs],
        }

with own_server():
    print(json.dumps(asyncio.run(ask())))
"""
COUNTED = """
import json, sys, threading
from collections import Counter
from pathlib import Path
import httpx
from flows.cli import app

asked, count_to = Counter(), sys.argv.pop(1)

def counted(send):
    def count(*arguments, **options):
        asked["work" if threading.current_thread() is threading.main_thread() else "beside"] += 1
        return send(*arguments, **options)
    return count

httpx.Client.send, httpx.AsyncClient.send = counted(httpx.Client.send), counted(httpx.AsyncClient.send)
try:
    app()
finally:
    Path(count_to).write_text(json.dumps(asked))
"""


SERVED = """
import subprocess, sys
from flows.own_server import own_server

with own_server():
    done = subprocess.run(sys.argv[1:])
sys.exit(done.returncode)
"""
BROKEN = ["read-XBB", "validate-XBB-received", "segment-XBB"]
"""Steps of the broken country."""
MOST_WAITED_FOR, MOST_SENT_BESIDE = 35, 60
"""Questions to the server of a run of a country and a broken one: nine a flow run, and what is shown of them."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, prefect_home) -> Path:
    return prefect_home(tmp_path_factory.mktemp("prefect"))


@pytest.fixture(scope="module")
def run(home: Path) -> tuple[subprocess.CompletedProcess[str], dict]:
    talk = country_folder(home / "raw", "XAA") / "transcripts" / "gov.txt"
    call = (
        "Interviewer: Whom do we call?\nRespondent: Call Hawa Sanogo on +223 76 12 34 56, she convenes the platform.\n"
    )
    write(talk, talk.read_text(encoding="utf-8") + call)
    write(home / "raw" / "XBB" / "interviews.csv", "interview_id,file\n")
    return run_and_ask(home)


def run_and_ask(home: Path, *, on_server: bool = False) -> tuple[subprocess.CompletedProcess[str], dict]:
    """Run all countries, by themselves or on a server that was there before, and return what Prefect keeps of all runs."""
    folders = [f"--{name}={home / name}" for name in ("raw", "processed", "reports")]
    command = [sys.executable, "-c", COUNTED, str(home / "asked.json"), "run", *folders]
    if on_server:
        command = [sys.executable, "-c", SERVED, *command]
    environment = clean_environment(home, **QUIET_PREFECT)
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
    asked = subprocess.run(
        [sys.executable, "-c", QUESTION], capture_output=True, text=True, env=environment, timeout=200
    )
    return done, json.loads(asked.stdout.splitlines()[-1])


def test_run__good_country_is_written_and_the_broken_one_named(run, home):
    done, _ = run
    assert done.returncode == 1
    assert (home / "reports" / "XAA" / "brief.html").is_file()
    assert not (home / "reports" / "XBB" / "brief.html").exists()
    assert "XBB" in done.stderr
    assert "Traceback" not in done.stdout


def test_run__flow_runs_have_names_and_states_a_person_understands(run):
    runs = run[1]["runs"]
    assert runs["XAA-brief-own"] in ("Completed", "CompletedWithWarnings")
    assert runs["XBB-brief-own"] == "Failed"
    assert {runs[f"XAA-area-{area}"] for area in range(1, 6)} == {"Completed"}
    assert "briefs-own" in runs


def test_run__an_area_is_within_the_run_of_its_country_and_shows_its_levels(run):
    assert run[1]["parents"]["XAA-area-2"] == "XAA-brief-own"
    assert run[1]["parents"]["XAA-brief-own"] == "briefs-own"
    assert run[1]["shown_in"]["levels-xaa-area-2"] == "XAA-area-2"


def test_run__flow_runs_are_tagged_by_country_and_area(run):
    assert run[1]["flow_tags"]["XAA-brief-own"] == ["country:XAA"]
    assert run[1]["flow_tags"]["XAA-area-2"] == ["area:2", "country:XAA"]


def test_run__a_country_is_nine_steps_and_none_waits_for_a_limit_of_its_tags(run):
    checks = ["validate-XAA-coded", "validate-XAA-received"]
    once = ["read-XAA", "segment-XAA", "code-XAA", "claims-XAA", "score-XAA", "brief-XAA-en", "release-XAA"]
    assert run[1]["steps"] == [[name, []] for name in sorted([*checks, *once, *BROKEN])]


def test_run__the_work_waits_for_few_answers_of_the_server_and_what_is_shown_goes_out_beside_it(run, home):
    asked = json.loads((home / "asked.json").read_text())
    assert asked["work"] <= MOST_WAITED_FOR, asked
    assert asked["beside"] <= MOST_SENT_BESIDE, asked


def test_run__artifacts_show_scores_quality_and_links(run):
    assert {"scores-xaa", "data-quality-xaa", "brief-html-xaa", "levels-xaa-area-2"} <= set(run[1]["artifacts"])


def test_run__nobodys_words_reach_the_server(run, home):
    shown = " ".join([*run[1]["texts"], *run[1]["parameters"]])
    database = (home / "prefect.db").read_bytes()
    for words in (
        "director of the coordination cell convenes",
        "Cluster groups of the agencies",
        "ligne budgétaire de l'État",
        "Sanogo",
        "76 12 34 56",
    ):
        assert words not in shown
        assert words.encode() not in database


def test_second_run__by_itself__shows_the_country_that_did_not_change_in_the_table_of_all(run, home):
    done, kept = run_and_ask(home)
    assert done.returncode == 1
    assert "unchanged" in done.stdout
    assert [state for name, state in kept["ended"] if name == "XAA-brief-own"] == [run[1]["runs"]["XAA-brief-own"]]
    assert [state for name, state in kept["ended"] if name == "XBB-brief-own"] == ["Failed", "Failed"]
    shown = json.loads(kept["countries"])
    assert [(row["country"], row["brief"]) for row in shown] == [("XAA", "unchanged"), ("XBB", "failed")]
    assert len(kept["steps"]) == len(run[1]["steps"]) + len(BROKEN)


def test_third_run__on_a_server_that_is_watched__records_the_country_that_did_not_change(run, home):
    done, kept = run_and_ask(home, on_server=True)
    assert done.returncode == 1
    own = [state for name, state in kept["ended"] if name == "XAA-brief-own"]
    assert sorted(own) == sorted([run[1]["runs"]["XAA-brief-own"], "Unchanged"])
    assert kept["parents"]["XAA-brief-own"] == "briefs-own"
    assert kept["flow_tags"]["XAA-brief-own"] == ["country:XAA"]
