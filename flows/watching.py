"""Watches the raw folder and starts the run of each country whose files have changed and settled."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from flows.languages import choose_language
from tasks.adapters.store import Store
from tasks.core.arrivals import Arrivals
from tasks.country_folders import find_countries
from tasks.explain import explain
from tasks.watch import content_marks

ARRIVED = "msp.data.arrived"
DEPLOYMENT = "country-brief/one-country"


def watch(
    store: Store,
    language: str,
    settle_seconds: float,
    every_seconds: float,
    start: Callable[[str], str],
) -> Iterator[str]:
    """Watch until the process is told to end.

    Args:
        store: the folders.
        language: of the briefs; "own" is the one that each country asks for.
        settle_seconds: how long a folder has to stay as it is.
        every_seconds: between two looks.
        start: starts the run of a country, and returns its name for people.

    Yields:
        What was started, for people.
    """
    arrivals = Arrivals(settle_seconds)
    while True:
        for country in arrivals.look(content_marks(store.raw, find_countries(store)), time.monotonic()):
            if explain(store, country, choose_language(store, country, language))[0]:
                yield f"{country}: {start(country)}"
        time.sleep(every_seconds)


def start_on_server(store: Store, language: str, deployment: str = DEPLOYMENT) -> Callable[[str], str]:
    """Return what starts a country's run on the server that PREFECT_API_URL names.

    Args:
        store: the folders, as the worker sees them.
        language: of the brief.
        deployment: flow and deployment.
    """
    from prefect.deployments import run_deployment
    from prefect.events import emit_event

    from flows.deployments import make_deployments, register

    folders = {"raw": store.raw, "processed": store.processed, "reports": store.reports}
    given = {name: str(path.resolve()) for name, path in folders.items()}
    offered: set[str] = set()

    def start(country: str) -> str:
        resource = {"prefect.resource.id": f"msp.country.{country}", "prefect.resource.name": country, "name": country}
        emit_event(ARRIVED, resource)
        if country not in offered:
            register([one for one in make_deployments() if one.full_name == deployment])
            offered.update(find_countries(store))
        parameters = {"country": country, "language": language, **given}
        run = run_deployment(deployment, parameters=parameters, timeout=0, as_subflow=False)
        return f"run {run.name} was started"

    return start
