"""The flow of every country: `good-practice-briefs`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from prefect import flow, tags, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.states import Completed, Failed, State

from flows.artifacts import Progress, show_endings
from flows.direct import describe_error, failed, with_comparison
from flows.lost_runs import end_lost_runs
from flows.outbox import outbox, send
from flows.own_server import is_server_own
from flows.parameters import LONGEST_RUN, CountryCode, store_of
from flows.recorded_runs import Recorded, record_run
from flows.runners import InTurn, Later, chosen_runner
from flows.settings import BriefLanguage
from flows.unchanged import find_unchanged
from tasks.adapters.store import Store
from tasks.core.problems import Problem
from tasks.country_folders import find_countries
from tasks.outcomes import Outcome, summarise
from tasks.remove_country import find_left_behind
from tasks.told_problems import count_outward

UNCHANGED = {"is_written": True, "is_unchanged": True}


class Endings:
    """How the countries of a run ended, as Prefect does not take it apart: lists, it looks through for futures.

    Attributes:
        outcomes: one per country, in order.
    """

    def __init__(self, outcomes: list[Outcome]) -> None:
        self.outcomes = outcomes


@flow(name="good-practice-briefs", flow_run_name="briefs-{language}", timeout_seconds=4 * LONGEST_RUN)
def good_practice_briefs(
    countries: list[CountryCode] = [],  # noqa: B006 - a form needs an empty list, and nobody writes to it
    language: BriefLanguage = "own",
    refresh: bool = False,
    raw: str = "",
    processed: str = "",
    reports: str = "",
) -> State:
    """Make the briefs of all countries and set them side by side; a failed country is red and alone.

    Args:
        countries: Which countries; none means every folder in the raw folder.
        language: Language of the briefs' own words; own is the one that each source.yaml asks for.
        refresh: Make everything again although nothing changed.
        raw: Folder of what was received; empty for the worker's own (MSP_RAW).
        processed: Folder of the tables; empty for the worker's own (MSP_PROCESSED).
        reports: Folder of the briefs; empty for the worker's own (MSP_REPORTS).

    Returns:
        The state, and in it how each country ended.
    """
    store = store_of(raw, processed, reports)
    chosen = countries or find_countries(store)
    outcomes: list[Outcome] = []
    with outbox():
        progress = Progress("all-countries", "Briefs of all countries")
        progress.tell(0.0)
        for country, told in _run_each(store, chosen, language, refresh):
            outcomes.append(summarise(store, country, **told))
            progress.tell(len(outcomes) / (len(chosen) + 1))
        outcomes = with_comparison(store, outcomes, language)
        show_endings([(outcome, count_outward(store, outcome)) for outcome in outcomes])
        progress.tell(1.0)
    return _told_state(outcomes, [] if countries else find_left_behind(store))


def _run_each(
    store: Store, countries: Sequence[str], language: BriefLanguage, refresh: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Run each country that has work, and yield in order how each ended, as `summarise` takes it.

    Runs of the others are recorded on a server that people watch.
    """
    unchanged = set() if refresh else find_unchanged(store, countries, language)
    if not is_server_own():  # whoever named a server watches it
        for country in sorted(unchanged):
            send(record_unchanged, store, country, language)
    having_work = [country for country in countries if country not in unchanged]
    given = {"store": _as_everywhere(store), "language": language, "refresh": refresh}
    with chosen_runner(len(having_work)) as runner:
        begun = {country: runner.submit(brief_of, {"country": country, **given}) for country in having_work}
        for country in countries:
            yield country, _told(country, begun[country]) if country in begun else UNCHANGED
    if not isinstance(runner, InTurn):
        end_lost_runs()


def _as_everywhere(store: Store) -> Store:
    """Return the folders with whole paths, as another process may stand elsewhere."""
    return Store(store.raw.resolve(), store.processed.resolve(), store.reports.resolve())


@task(name="brief of a country", task_run_name="country-{country}", cache_policy=NO_CACHE, persist_result=False)
def brief_of(store: Store, country: str, language: BriefLanguage, refresh: bool) -> dict[str, Any]:
    """Run one country as a flow of its own, wherever the task runner puts it.

    Returns:
        How it ended, as `summarise` takes it.
    """
    from flows.country import country_brief  # by name: what is sent to another process has lost its annotations

    with tags(f"country:{country}"):
        state: State = country_brief(country, language, refresh=refresh, return_state=True, **_folders(store))
    if state.is_completed():
        return {"is_written": True, "is_unchanged": state.name == "Unchanged"}
    found = getattr(state.result(raise_on_failure=False), "problems", ())
    return {"is_written": False, "message": state.message or f"{country}: {state.name}", "found": found}


def _folders(store: Store) -> dict[str, str]:
    return {"raw": str(store.raw), "processed": str(store.processed), "reports": str(store.reports)}


def record_unchanged(store: Store, country: str, language: BriefLanguage) -> None:
    """Record the run of a country in which nothing changed."""
    from flows.country import NOTHING_CHANGED, country_brief

    told = Recorded(
        key=country,
        name=f"{country}-brief-{language}",
        parameters={"country": country, "language": language, **_folders(store)},
        tags=(f"country:{country}",),
    )
    record_run(country_brief, told, Completed(message=NOTHING_CHANGED, name="Unchanged"))


def _told(country: str, future: PrefectFuture[Any] | Later) -> dict[str, Any]:
    """Return how a country ended; one whose process died failed alone."""
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001 - one bad country never stops the others
        return {"is_written": False, "message": describe_error(country, error)}


def _told_state(outcomes: list[Outcome], left_behind: Sequence[Problem] = ()) -> State:
    """Return the state of a run of several countries: red when no brief is there, named when some are missing."""
    without, endings = ", ".join(outcome.country for outcome in failed(outcomes)), Endings(outcomes)
    said = "; ".join([f"No brief: {without}" if without else f"{len(outcomes)} briefs", *map(str, left_behind)])
    if without and len(failed(outcomes)) == len(outcomes):
        return Failed(message=said, data=endings)
    if without:
        return Completed(message=said, name="CompletedWithFailures", data=endings)
    return Completed(message=said, data=endings)
