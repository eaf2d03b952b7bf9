"""A real Prefect server of `msp serve`, asked over its REST API as the browser asks it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
from servers.environments import clean_environment

LONGEST = 240.0
ENDS = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def until(ask: Callable[[], Any], seconds: float = LONGEST) -> Any:
    """Ask until there is an answer."""
    deadline = time.monotonic() + seconds
    while not (answer := ask()):
        assert time.monotonic() < deadline, "no answer in time"
        time.sleep(0.3)
    return answer


@dataclass
class Served:
    """A server with its folders."""

    home: Path
    client: httpx.Client
    process: subprocess.Popen
    environment: dict[str, str] = field(default_factory=dict)

    def deployments(self) -> dict[str, dict]:
        return {one["name"]: one for one in self.client.post("/deployments/filter", json={}).json()}

    def start(self, deployment: str, **parameters: object) -> httpx.Response:
        id_ = self.deployments()[deployment]["id"]
        deadline = time.monotonic() + 60
        while True:  # SQLite is busy while a server begins; clients try again
            answer = self.client.post(f"/deployments/{id_}/create_flow_run", json={"parameters": parameters})
            if answer.status_code != 503 or time.monotonic() > deadline:
                return answer
            time.sleep(1)

    def run(self, id_: str) -> dict:
        return self.client.get(f"/flow_runs/{id_}").json()

    def wait(self, id_: str, *states: str) -> dict:
        def ended() -> dict | None:
            run = self.run(id_)
            return run if run["state_type"] in (states or ENDS) else None

        return until(ended)

    def artifacts(self, run: str = "") -> list[dict]:
        wanted = {"artifacts": {"flow_run_id": {"any_": [run]}}} if run else {}
        return self.client.post("/artifacts/filter", json=wanted).json()


@contextmanager
def served(home: Path, **settings: str) -> Iterator[Served]:
    """Run `msp serve` in a folder with `data/raw` until the deployments are registered."""
    port = free_port()
    environment = clean_environment(home / "prefect", **settings)
    with (home / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "flows.cli", "serve", "--port", str(port)],
            stdout=log,
            stderr=log,
            cwd=home,
            env=environment,
            start_new_session=True,
        )
    try:
        until(lambda: (home / "prefect" / "msp-server-password").is_file())
        user, password = (home / "prefect" / "msp-server-password").read_text().split(":")
        with httpx.Client(base_url=f"http://127.0.0.1:{port}/api", auth=(user, password), timeout=60) as client:
            one = Served(home, client, process)
            until(lambda: _answers(one))
            one.environment |= {
                **environment,
                "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
                "PREFECT_API_AUTH_STRING": f"{user}:{password}",
            }
            yield one
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:  # it waits for a run that a test left behind
            process.kill()
            process.wait(20)


def _answers(one: Served) -> bool:
    assert one.process.poll() is None, (one.home / "serve.log").read_text()[-2000:]
    try:
        return len(one.deployments()) == 5
    except httpx.HTTPError:
        return False


class Receiver:
    """A team's webhook on the loopback address; it keeps what is posted to it."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # noqa: N802 - the name that http.server asks for
                content = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.messages.append(_text_of(json.loads(content)))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _text_of(posted: object) -> str:
    """The text of a message, whether it was posted as an object or as a text that holds one."""
    given = json.loads(posted) if isinstance(posted, str) else posted
    return str(given["text"])
