"""`msp collect`, directly and through Prefect: exit codes, artifacts, and no token anywhere."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from servers.collection_servers import (
    ASSET,
    EMAIL,
    FORM,
    PASSWORD,
    PROJECT,
    TOKEN,
    CentralTwin,
    Fault,
    KoboTwin,
    central_submissions,
    kobo_submissions,
    running,
)
from servers.environments import clean_environment
from typer.testing import CliRunner

from flows.cli import app
from flows.settings import QUIET_PREFECT

runner = CliRunner()

ASK = """
import asyncio, json
from flows.own_server import own_server
from prefect.client.orchestration import get_client

async def ask():
    async with get_client() as client:
        runs = await client.read_flow_runs()
        artifacts = await client.read_artifacts()
        return {
            "runs": sorted((run.name, run.state.name, run.state.message or "") for run in runs),
            "artifacts": {artifact.key: str(artifact.data) for artifact in artifacts if artifact.key},
            "parameters": [str(run.parameters) for run in runs],
        }

with own_server():
    print(json.dumps(asyncio.run(ask())))
"""
SAVE = """
import os
from flows.own_server import own_server
from prefect.blocks.system import Secret

with own_server():
    Secret(value=os.environ["GIVEN"]).save("kobo-token")
"""


@pytest.fixture
def raw(tmp_path) -> Path:
    (tmp_path / "raw" / "XAA").mkdir(parents=True)
    return tmp_path / "raw"


def msp(raw: Path, *words: str, **environment: str):
    return runner.invoke(app, ["collect", "XAA", "--raw", str(raw), "--direct", *words], env=environment)


def test_kobo__is_collected_with_a_token_of_the_environment(raw):
    with running(KoboTwin()) as twin:
        twin.submissions = kobo_submissions()
        shown = msp(raw, "--kobo", twin.address, "--asset", ASSET, MSP_KOBO_TOKEN=TOKEN, MSP_PULLED_BY="Team B")
        again = msp(raw, "--kobo", twin.address, "--asset", ASSET, MSP_KOBO_TOKEN=TOKEN)
    assert shown.exit_code == again.exit_code == 0
    assert "11 listed, 11 new, 0 edited, 0 reviewed, 0 deleted" in shown.output
    assert "11 listed, 0 new" in again.output
    assert "pulled_by: Team B" in (raw / "XAA" / "source.yaml").read_text(encoding="utf-8")


def test_central__is_collected_with_a_password_of_the_environment(raw):
    with running(CentralTwin()) as twin:
        twin.submissions = central_submissions()
        words = ["--odk", twin.address, "--project", str(PROJECT), "--form", FORM]
        shown = msp(raw, *words, MSP_ODK_EMAIL=EMAIL, MSP_ODK_PASSWORD=PASSWORD)
        refused = msp(raw, *words, MSP_ODK_EMAIL=EMAIL, MSP_ODK_PASSWORD="other")
    assert (shown.exit_code, refused.exit_code) == (0, 1)
    assert "W001" in refused.output


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--kobo", "https://k.example.org"],
        ["--odk", "https://c.example.org", "--form", "f"],
        ["--kobo", "https://k.example.org", "--asset", "a", "--odk", "https://c.example.org"],
        ["--kobo", "https://k.example.org", "--asset", "a", "--secret-block", "kobo-token"],
    ],
)
def test_half_a_form__is_wrong_usage(raw, words):
    assert msp(raw, *words).exit_code == 2


@pytest.mark.slow
def test_flow__takes_the_token_from_a_secret_block_and_shows_counts_only(raw, tmp_path, prefect_home):
    environment = clean_environment(prefect_home(tmp_path / "prefect"), **QUIET_PREFECT)

    def python(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *words]
        return subprocess.run(command, capture_output=True, text=True, env={**environment, **more}, timeout=300)

    assert python("-c", SAVE, GIVEN=TOKEN).returncode == 0
    with running(KoboTwin()) as twin:
        twin.submissions = kobo_submissions()
        words = ["-m", "flows.cli", "collect", "XAA", f"--raw={raw}", "--kobo", twin.address, "--asset", ASSET]
        done = python(*words, "--secret-block", "kobo-token")
        twin.faults = [Fault("data.json", "status", times=99, status=403)]
        refused = python(*words, "--secret-block", "kobo-token")
    told = json.loads(python("-c", ASK).stdout.splitlines()[-1])
    assert (done.returncode, refused.returncode) == (0, 1), done.stderr + refused.stderr
    assert "11 new" in done.stdout
    assert "W002" in refused.stderr
    assert [run[:2] for run in told["runs"]] == [["collect-XAA", "Completed"], ["collect-XAA", "Failed"]]
    assert "11" in told["artifacts"]["collected-xaa"]
    shown = json.dumps(told) + done.stdout + done.stderr + refused.stdout + refused.stderr
    database = (tmp_path / "prefect" / "prefect.db").read_bytes()
    for secret in (TOKEN, "The director convenes", "Zoë"):
        assert secret not in shown
        assert secret.encode() not in database


@pytest.mark.slow
@pytest.mark.parametrize(("address", "code"), [("https://127.0.0.1:1", "W009"), ("http://kobo.example", "W006")])
def test_flow__of_a_pull_that_is_refused__shows_the_problem_and_nothing_else(
    address, code, raw, tmp_path, prefect_home
):
    command = [
        sys.executable,
        "-m",
        "flows.cli",
        "collect",
        "XAA",
        "--raw",
        str(raw),
        "--kobo",
        address,
        "--asset",
        "a",
    ]
    environment = clean_environment(prefect_home(tmp_path / "prefect"))
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=200)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{code} critical: ")
    assert len(done.stderr.splitlines()) == 1
