"""What `msp` starts to serve listens on this machine only, and answers nobody without the password."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from servers.environments import clean_environment

from flows.deployments import declared_deployments
from flows.settings import PASSWORDS, server_environment

OWN_SERVER = """
import json, os
from flows.own_server import own_server
from flows.settings import PASSWORDS, quiet_prefect
quiet_prefect()
import httpx
from prefect.client.orchestration import get_client
with own_server(), get_client(sync_client=True) as client:
    client.read_flow_runs()
    url = str(client.api_url).rstrip("/")
    asked = {
        "own": 200,
        "nobody": httpx.post(url + "/flow_runs/filter", json={}).status_code,
        "guess": httpx.post(url + "/flow_runs/filter", json={}, auth=("msp", "guess")).status_code,
        "docs": httpx.get(url + "/admin/settings").status_code,
    }
print(json.dumps([url, asked, len(os.environ[PASSWORDS[0]])]))
"""


@pytest.mark.slow
def test_server_of_a_run__answers_the_run_and_nobody_else(tmp_path, prefect_home):
    done = subprocess.run(
        [sys.executable, "-c", OWN_SERVER],
        capture_output=True,
        text=True,
        env=clean_environment(prefect_home(tmp_path)),
        timeout=240,
    )
    import json

    assert done.returncode == 0, done.stderr[-2000:]
    url, asked, n_characters = json.loads(done.stdout.splitlines()[-1])
    assert url.startswith("http://127.0.0.1:")
    assert asked == {"own": 200, "nobody": 401, "guess": 401, "docs": 401}
    assert n_characters > 40


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.mark.slow
def test_serve__listens_here_only_and_asks_for_the_password_of_its_file(tmp_path, prefect_home):
    port = free_port()
    log = tmp_path / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-u", "-m", "flows.cli", "serve", "--port", str(port)],
            stdout=output,
            stderr=output,
            env=clean_environment(prefect_home(tmp_path)),
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{port}/api"
    try:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and server.poll() is None:
            try:
                if httpx.get(f"{url}/health").status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.5)
        file = tmp_path / "msp-server-password"
        user, password = file.read_text().split(":")
        assert httpx.post(f"{url}/flow_runs/filter", json={}).status_code == 401
        assert httpx.post(f"{url}/flow_runs/filter", json={}, auth=(user, password)).status_code == 200
        listening = Path("/proc/net/tcp").read_text().splitlines()[1:]
        addresses = {
            row.split()[1] for row in listening if row.split()[1].endswith(f":{port:04X}") and row.split()[3] == "0A"
        }
        assert addresses == {f"0100007F:{port:04X}"}
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)
    said = log.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert password not in said
    assert re.search(r"export PREFECT_API_AUTH_STRING=\$\(cat .*msp-server-password\)", said)


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health").status_code == 200
    except httpx.HTTPError:
        return False


@pytest.mark.slow
@pytest.mark.parametrize(
    ("runs", "told", "to_all"),
    [("0", "health", False), ("1", "health", True), ("1", "deployments", False), ("1", "deployments", True)],
)
def test_serve__told_to_end_by_the_system__ends_its_server_too(runs, told, to_all, tmp_path, prefect_home):
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    with (tmp_path / "log").open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-u", "-m", "flows.cli", "serve", "--port", str(port), "--runs-at-once", runs],
            stdout=output,
            stderr=output,
            env=clean_environment(prefect_home(tmp_path)),
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + 120
        while not answers(url) and time.monotonic() < deadline:
            time.sleep(0.2)
        while told == "deployments" and not deployed(url, tmp_path) and time.monotonic() < deadline:
            time.sleep(0.5)
        assert time.monotonic() < deadline
        if to_all:
            os.killpg(server.pid, signal.SIGTERM)
        else:
            server.terminate()
        assert server.wait(60) == 0
        assert not answers(url)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)


def deployed(url: str, home: Path) -> bool:
    """Tell whether all deployments are registered, so that runs are waited for."""
    auth = tuple((home / "msp-server-password").read_text().split(":"))
    answer = httpx.post(f"{url}/deployments/filter", json={}, auth=auth)
    return answer.status_code == 200 and len(answer.json()) == len(declared_deployments())


def test_password__is_made_once_and_the_users_own_counts_more(tmp_path, monkeypatch):
    monkeypatch.delenv(PASSWORDS[0], raising=False)
    monkeypatch.setenv("PREFECT_API_URL", "http://elsewhere.example/api")
    first = server_environment(tmp_path / "password")
    assert first[PASSWORDS[0]] == first[PASSWORDS[1]] == server_environment(tmp_path / "password")[PASSWORDS[0]]
    assert "PREFECT_API_URL" not in first
    monkeypatch.setenv(PASSWORDS[0], "team:chosen by the team")
    assert server_environment(tmp_path / "password")[PASSWORDS[1]] == "team:chosen by the team"
