"""The server of a run: what is loaded while it starts, and what is told when it does not."""

import asyncio
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from servers.environments import clean_environment

from flows.own_app import SOON, telling_when

STARTED = """
import sys
from flows.own_server import own_server
from flows.settings import quiet_prefect
quiet_prefect()
begun = []
def load():
    begun.append(1)
    import time
    time.sleep(0.3)
with own_server(meanwhile=[load] * 1000):
    from prefect.client.orchestration import get_client
    with get_client(sync_client=True) as client:
        assert client.api_healthcheck() is None
        print(len(begun), client.api_url.port)
"""


def run(home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = clean_environment(home, **settings)
    return subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, env=environment, timeout=200)


def listening() -> set[int]:
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == "0A"}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="Linux tells who listens")
def test_own_server__loads_until_it_answers_and_ends_with_the_process(tmp_path):
    done = run(tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    n_loads, port = map(int, done.stdout.split())
    assert 1 < n_loads < 1000
    assert port not in listening()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("prefect.db*")} == {0o600}


@pytest.mark.slow
def test_own_server__that_does_not_start_is_told_in_one_line(tmp_path):
    done = run(tmp_path, PREFECT_API_DATABASE_CONNECTION_URL="sqlite+aiosqlite:////nowhere/at/all/prefect.db")
    assert done.returncode == 1
    assert "Prefect's server did not start" in done.stderr
    assert "--direct" in done.stderr.splitlines()[-1]


@pytest.mark.slow
def test_server_that_was_named__and_does_not_answer__is_told_in_one_line(tmp_path):
    done = run(tmp_path, PREFECT_API_URL="http://127.0.0.1:1/api", PREFECT_CLIENT_MAX_RETRIES="0")
    assert done.returncode == 1
    assert done.stderr.startswith("No server answers at http://127.0.0.1:1/api.")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("status", "told"), [(503, SOON.decode()), (200, None), (500, None)])
def test_app__tells_only_whom_it_cannot_serve_now_to_ask_again_soon(status, told):
    async def answers(scope, receive, send):
        await send({"type": "http.response.start", "status": status, "headers": [(b"x-own", b"kept")]})
        await send({"type": "http.response.body", "body": b"said"})

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=telling_when(answers))
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.get("/api/flows")

    answer = asyncio.run(ask())
    assert (answer.status_code, answer.content, answer.headers["x-own"]) == (status, b"said", "kept")
    assert answer.headers.get("retry-after") == told
