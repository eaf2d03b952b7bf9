"""Where the countries of a run are worked on: in this process, in several of this machine, or by a Dask cluster."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flows.settings import RunnerSettings

if TYPE_CHECKING:
    from prefect import Task
    from prefect.task_runners import TaskRunner


UNWATCHED = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": None,
}
"""Settings of Dask for a cluster of one's own: nobody samples what workers do, up to a thousand times a second, and
freed memory is not returned each 64 KiB; both cost time in steps that take minutes."""


class Later:
    """What is done once its result is asked for."""

    def __init__(self, task: Task[..., Any], parameters: dict[str, Any]) -> None:
        self.task, self.parameters = task, parameters

    def result(self) -> Any:
        """Do what the task does, in this thread."""
        return self.task.fn(**self.parameters)


class InTurn:
    """Works on one country after the other in the main thread, as nowhere else Prefect can end a long step."""

    def submit(self, task: Task[..., Any], parameters: dict[str, Any]) -> Later:
        """Keep a task for its turn."""
        return Later(task, parameters)


@contextmanager
def chosen_runner(n_countries: int) -> Iterator[TaskRunner[Any] | InTurn]:
    """Start the task runner that the settings name; it ends with the context.

    One country alone is worked on in this process, which has its libraries, unless a Dask of one's own is named.

    A country is the natural task: it has its own folder, lock and draft, takes minutes, and shares nothing with another
    but the language models, which a process loads once.
    """
    settings = RunnerSettings()
    is_threads = settings.task_runner == "threads"
    if (is_threads and settings.countries_at_once == 1) or (n_countries <= 1 and not settings.dask_address):
        yield InTurn()
        return
    from prefect.client.orchestration import get_client
    from prefect.settings import PREFECT_API_URL, temporary_settings

    with get_client(sync_client=True) as client:
        url = str(client.api_url)  # other processes ask the server of this run, and start none of their own
    with temporary_settings({PREFECT_API_URL: url}), _make_runner(settings) as runner:
        yield runner


def _make_runner(settings: RunnerSettings) -> TaskRunner[Any]:
    from prefect.task_runners import ProcessPoolTaskRunner, ThreadPoolTaskRunner

    if settings.task_runner == "threads":
        return ThreadPoolTaskRunner(max_workers=settings.countries_at_once)
    if settings.task_runner == "processes":
        return ProcessPoolTaskRunner(max_workers=settings.countries_at_once)
    from prefect_dask import DaskTaskRunner

    logging.getLogger("distributed").setLevel(logging.WARNING)
    if settings.dask_address:
        return DaskTaskRunner(address=settings.dask_address)
    import dask

    dask.config.set(UNWATCHED)
    local = {"n_workers": settings.countries_at_once, "threads_per_worker": 1, "dashboard_address": None}
    return DaskTaskRunner(cluster_kwargs=local)
