"""A Dask cluster of this machine as a team keeps one: a scheduler, and workers that can be killed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from servers.environments import clean_environment
from servers.prefect_servers import until


class DaskCluster:
    """A scheduler and workers of one thread each, started as a person starts them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = clean_environment(home / "prefect")
        told = home / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port=0", "--host=127.0.0.1", f"--scheduler-file={told}")
        until(lambda: told.is_file() and told.read_text())
        self.address = json.loads(told.read_text())["address"]
        self.workers: list[subprocess.Popen] = []

    def _start(self, kind: str, *arguments: str) -> subprocess.Popen:
        with (self.home / f"{kind}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + kind, *arguments, "--no-dashboard"],
                stdout=log,
                stderr=log,
                cwd=self.home,
                env=self.environment,
            )

    def start_worker(self) -> None:
        """Start a worker without a nanny, which would start it again when it is killed."""
        self.workers.append(self._start("worker", self.address, "--nthreads=1", "--no-nanny"))


@contextmanager
def dask_cluster(home: Path, n_workers: int) -> Iterator[DaskCluster]:
    """Run a cluster until the context ends."""
    cluster = DaskCluster(home)
    try:
        for _ in range(n_workers):
            cluster.start_worker()
        yield cluster
    finally:
        for process in (*cluster.workers, cluster.scheduler):
            process.terminate()
            process.wait(30)
