"""The flow of one country: `country-brief`, with a subflow per Annex 1 area."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

from prefect import flow, tags, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed, Failed, State

from flows.artifacts import show_levels, show_outcome
from flows.direct import describe_error
from flows.settings import BriefLanguage
from flows.steps import DIRECT, CountryRefusedError, Steps, run_country
from tasks.adapters.disk import DiskError
from tasks.adapters.store import Store
from tasks.outcomes import summarise
from tasks.release import ReleaseBlockedError, release


class StepFailedError(RuntimeError):
    """A step failed in a way nobody foresaw; the message tells where."""


SERVER_TASK: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False}
"""Tasks read and write the tables themselves: nothing they return is kept by the server."""


def guarded(step: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a step so that the server never stores the text of an unexpected error.

    Args:
        step: a plain step.

    Returns:
        The same step; an unexpected error tells its type and place only, as its text might hold a
        respondent's words.
    """

    @wraps(step)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return step(*args, **kwargs)
        except (DiskError, ReleaseBlockedError):
            raise
        except Exception as error:
            raise StepFailedError(describe_error(step.__name__, error)) from None

    return run


read_country = task(
    guarded(DIRECT.receive), name="read and pseudonymise", task_run_name="read-{country}", **SERVER_TASK
)
check_tables = task(
    guarded(DIRECT.validate), name="validate", task_run_name="validate-{country}-{stage}", **SERVER_TASK
)
cut_segments = task(guarded(DIRECT.segment), name="segment", task_run_name="segment-{country}", **SERVER_TASK)
code_themes = task(guarded(DIRECT.apply_codes), name="code themes", task_run_name="code-{country}", **SERVER_TASK)
find_claims = task(
    guarded(DIRECT.extract_claims), name="extract claims", task_run_name="claims-{country}", **SERVER_TASK
)
decide_area = task(
    guarded(DIRECT.score_area), name="decide levels", task_run_name="levels-{country}-{area}", **SERVER_TASK
)
score_platform = task(guarded(DIRECT.score_country), name="score", task_run_name="score-{country}", **SERVER_TASK)
write_brief = task(
    guarded(DIRECT.render_brief), name="write brief", task_run_name="brief-{country}-{language}", **SERVER_TASK
)


def check_and_release(store: Store, country: str) -> None:
    """Release the reports of a country after a look into what Prefect keeps of its runs.

    Args:
        store: the folders of the run.
        country: ISO 3166-1 alpha-3.
    """
    release(store, country, records_of_runs())


def records_of_runs() -> tuple[Path, ...]:
    """Return the database, the log files and the stored results of Prefect that lie on this machine."""
    from prefect.settings import get_current_settings

    settings = get_current_settings()
    database = settings.home / "prefect.db"
    url = settings.server.database.connection_url
    if url is not None and url.get_secret_value().startswith("sqlite"):
        database = Path(url.get_secret_value().partition(":///")[2].partition("?")[0])
    stored = settings.results.local_storage_path
    results = sorted(path for path in stored.rglob("*") if path.is_file()) if stored and stored.is_dir() else []
    logs = sorted(path for path in settings.home.rglob("*.log") if path.is_file())
    return (*([database] if database.is_file() else []), *logs, *results)


release_reports = task(
    guarded(check_and_release), name="check and release", task_run_name="release-{country}", **SERVER_TASK
)


@flow(name="area-evidence", flow_run_name="{country}-area-{area}", validate_parameters=False)
def area_evidence(store: Store, country: str, area: int) -> None:
    """Decide the levels of one Annex 1 area and show them.

    Args:
        store: the folders of the run.
        country: ISO 3166-1 alpha-3.
        area: 1 to 5.
    """
    with tags(f"area:{area}"):
        rows = decide_area(store, country, area)
    show_levels(country, area, rows)


ORCHESTRATED: Steps = replace(
    DIRECT,
    receive=read_country,
    validate=check_tables,
    segment=cut_segments,
    apply_codes=code_themes,
    extract_claims=find_claims,
    score_area=area_evidence,
    score_country=score_platform,
    render_brief=write_brief,
    release=release_reports,
)
"""The same steps as Prefect tasks and subflows."""


@flow(name="country-brief", flow_run_name="{country}-brief-{language}")
def country_brief(
    country: str = "MLI",
    language: BriefLanguage = "en",
    raw: str = "data/raw",
    processed: str = "data/processed",
    reports: str = "reports",
    refresh: bool = False,
) -> State:
    """Make the brief of one country from its raw folder.

    Args:
        country: ISO 3166-1 alpha-3 code, the name of a folder in the raw folder.
        language: Language of the brief's own words.
        raw: Folder of what was received.
        processed: Folder of the tables.
        reports: Folder of the briefs.
        refresh: Make everything again although nothing changed.
    """
    store = Store(Path(raw), Path(processed), Path(reports))
    with tags(f"country:{country}"):
        try:
            is_unchanged = run_country(store, country, language, ORCHESTRATED, refresh=refresh)
        except CountryRefusedError as refusal:
            show_outcome(summarise(store, country, is_written=False, message=str(refusal), found=refusal.problems))
            return Failed(message=str(refusal), data=refusal)
        if is_unchanged:
            return Completed(message="Nothing changed since the last run.", name="Unchanged")
        outcome = summarise(store, country, is_written=True)
        show_outcome(outcome)
    n_warnings = sum(problem["severity"] != "info" for problem in outcome.problems)
    if n_warnings:
        return Completed(message=f"{n_warnings} problems to look at.", name="CompletedWithWarnings")
    return Completed(message="Brief written.")
