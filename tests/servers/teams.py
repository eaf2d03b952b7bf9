"""A team's Prefect: PostgreSQL, a server with a password, and workers; each can be killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from servers.databases import Cluster
from servers.environments import clean_environment
from servers.prefect_servers import Served, free_port, until

USER, PASSWORD = "team", "chosen by the team"


class Team(Served):
    """A server that only watches, and workers beside it, all on the same folders."""

    def __init__(self, home: Path, database: Cluster, **settings: str) -> None:
        self.home, self.database, self.port = home, database, free_port()
        self.api = f"http://127.0.0.1:{self.port}/api"
        self.environment = clean_environment(home / "prefect", **settings)
        self.client = httpx.Client(base_url=self.api, auth=(USER, PASSWORD), timeout=60)
        self.workers: list[subprocess.Popen] = []
        self.start_server()

    def _command(self, log: str, *arguments: str, **settings: str) -> subprocess.Popen:
        with (self.home / log).open("ab") as stream:
            return subprocess.Popen(
                [sys.executable, "-u", "-m", "flows.cli", *arguments],
                stdout=stream,
                stderr=stream,
                cwd=self.home,
                env=self.environment | settings,
                start_new_session=True,
            )

    def start_server(self) -> None:
        settings = {
            "PREFECT_API_DATABASE_CONNECTION_URL": self.database.url,
            "PREFECT_SERVER_API_AUTH_STRING": f"{USER}:{PASSWORD}",
        }
        self.process = self._command("serve.log", "serve", f"--port={self.port}", "--runs-at-once=0", **settings)
        until(self.is_up)

    def is_up(self) -> bool:
        assert self.process.poll() is None, (self.home / "serve.log").read_text()[-2000:]
        try:
            return self.client.get("/health").status_code == 200
        except httpx.HTTPError:
            return False

    def stop_server(self) -> None:
        end(self.process, signal.SIGTERM)

    def start_worker(self) -> subprocess.Popen:
        settings = {"PREFECT_API_URL": self.api, "PREFECT_API_AUTH_STRING": f"{USER}:{PASSWORD}"}
        worker = self._command(f"worker{len(self.workers)}.log", "work", "--runs-at-once=1", **settings)
        self.workers.append(worker)
        return worker

    def at_work(self) -> list[int]:
        """Processes that run a flow, a worker's children."""
        return [child for worker in self.workers if worker.poll() is None for child in children(worker.pid)]

    def works(self, id_: str) -> bool:
        """Tell whether a run has begun its steps."""
        run = self.run(id_)
        assert run["state_type"] in ("SCHEDULED", "PENDING", "RUNNING"), run["state"]
        return run["state_type"] == "RUNNING" and any(one["type"] == "progress" for one in self.artifacts(id_))


def children(process: int) -> list[int]:
    """Processes that a process started (Linux)."""
    found = [path.read_text().split() for path in Path(f"/proc/{process}/task").glob("*/children")]
    return [int(one) for ones in found for one in ones]


def end(process: subprocess.Popen, sign: signal.Signals) -> None:
    """End a process with its group."""
    if process.poll() is None:
        os.killpg(process.pid, sign)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)


@contextmanager
def team(home: Path, database: Cluster, n_workers: int = 2, **settings: str) -> Iterator[Team]:
    """Run a server and workers until the deployments are registered."""
    one = Team(home, database, **settings)
    try:
        for _ in range(n_workers):
            one.start_worker()
        until(lambda: len(one.deployments()) == 5)
        yield one
    finally:
        for process in (*one.workers, one.process):
            end(process, signal.SIGTERM)
        one.client.close()
