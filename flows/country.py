"""The flow of one country: `country-brief`, with a subflow per Annex 1 area."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.context import TagsContext
from prefect.runtime import flow_run
from prefect.states import Completed, Failed, State

from flows.areas import record_area
from flows.artifacts import Progress, show_changes, show_outcome
from flows.direct import describe_error, with_comparison
from flows.gate import ask_and_decide, hide_names_in_answer, set_aside_unfollowed
from flows.outbox import outbox, send, wait_until_sent
from flows.parameters import HOUR, LONGEST_RUN, CountryCode, store_of
from flows.server_files import database_of_runs
from flows.settings import BriefLanguage
from flows.steps import DIRECT, CountryRefusedError, Made, Steps, is_interrupted, run_country, watched
from tasks.adapters.disk import DiskError, refusals_explained
from tasks.adapters.store import Store
from tasks.decide import Ended
from tasks.outcomes import Outcome, read_causes, read_standing, summarise
from tasks.release import ReleaseBlockedError, release
from tasks.told_problems import tell_outward


class StepFailedError(RuntimeError):
    """A step failed in a way nobody foresaw; the message tells where."""


SERVER_TASK: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False, "timeout_seconds": 4 * HOUR}
"""Tasks read and write the tables themselves: nothing they return is kept by the server."""
NOTHING_CHANGED = "Nothing changed since the last run."
PASSING = frozenset({"H004", "H005"})
"""Problems of a disk or a shared folder that may pass; a full or closed one does not."""


def may_pass(_task: object, _run: object, state: State) -> bool:
    """Tell whether trying again can help: only where a disk or a shared folder failed for a moment."""
    try:
        state.result()
    except DiskError as error:
        return error.problem.code in PASSING
    except BaseException:  # noqa: BLE001 - any other end is final
        return False
    return False


TRIED_AGAIN: dict[str, Any] = {"retries": 2, "retry_delay_seconds": [5, 30], "retry_condition_fn": may_pass}
"""Of the tasks that read or write outside the tables."""


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
            with refusals_explained(step.__name__):
                return step(*args, **kwargs)
        except (DiskError, ReleaseBlockedError):
            raise
        except Exception as error:
            raise StepFailedError(describe_error(step.__name__, error)) from None

    return run


read_country = task(
    guarded(DIRECT.receive), name="read and pseudonymise", task_run_name="read-{country}", **SERVER_TASK, **TRIED_AGAIN
)
check_tables = task(
    guarded(DIRECT.validate), name="validate", task_run_name="validate-{country}-{stage}", **SERVER_TASK
)
cut_segments = task(guarded(DIRECT.segment), name="segment", task_run_name="segment-{country}", **SERVER_TASK)
code_themes = task(guarded(DIRECT.apply_codes), name="code themes", task_run_name="code-{country}", **SERVER_TASK)
find_claims = task(
    guarded(DIRECT.extract_claims), name="extract claims", task_run_name="claims-{country}", **SERVER_TASK
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
    wait_until_sent()
    release(store, country, records_of_runs())


def records_of_runs() -> tuple[Path, ...]:
    """Return the database, the log files and the stored results of Prefect that lie on this machine."""
    from prefect.settings import get_current_settings

    settings, database = get_current_settings(), database_of_runs()
    stored = settings.results.local_storage_path
    results = sorted(path for path in stored.rglob("*") if path.is_file()) if stored and stored.is_dir() else []
    logs = sorted(path for path in settings.home.rglob("*.log") if path.is_file())
    return (*([database] if database and database.is_file() else []), *logs, *results)


release_reports = task(
    guarded(check_and_release),
    name="check and release",
    task_run_name="release-{country}",
    **SERVER_TASK,
    **TRIED_AGAIN,
)


@contextmanager
def untagged() -> Iterator[None]:
    """Give no tags to the task runs that begin here; their names and the tags of their flow run tell what they are of.

    Prefect asks the server for a limit of each set of tags before a task runs, and waits for the answer: together that
    took half as long as the work itself in small countries.
    """
    with TagsContext(current_tags=set()):
        yield


def decide_and_record(store: Store, country: str, area: int) -> None:
    """Decide the levels of one area, and record it as a flow run of its own while the work goes on."""
    try:
        rows = guarded(DIRECT.score_area)(store, country, area)
    except Exception as error:
        send(record_area, country, area, error)
        raise
    send(record_area, country, area, rows)


def is_cancelled(ending: BaseException) -> bool:
    """Tell whether a person cancelled the run that ends, or the one that started it, as its server says."""
    if is_interrupted(ending):
        return True
    if isinstance(ending, Exception):
        return False
    try:
        with get_client(sync_client=True) as client:
            ids = dict.fromkeys(id_ for id_ in (flow_run.id, flow_run.root_flow_run_id) if id_)
            states = [client.read_flow_run(UUID(id_)).state for id_ in ids]
    except Exception:  # noqa: BLE001 - the run ends either way
        return False
    return any(state is not None and (state.is_cancelling() or state.is_cancelled()) for state in states)


ORCHESTRATED: Steps = replace(
    DIRECT,
    receive=read_country,
    validate=check_tables,
    segment=cut_segments,
    apply_codes=code_themes,
    extract_claims=find_claims,
    score_area=decide_and_record,
    score_country=score_platform,
    render_brief=write_brief,
    release=release_reports,
)
"""The same steps as Prefect tasks and subflows."""


@flow(name="country-brief", flow_run_name="{country}-brief-{language}", timeout_seconds=LONGEST_RUN)
def country_brief(
    country: CountryCode,
    language: BriefLanguage = "own",
    refresh: bool = False,
    gate: bool = False,
    raw: str = "",
    processed: str = "",
    reports: str = "",
) -> State:
    """Make the brief of one country from its raw folder.

    Args:
        country: Three letters (ISO 3166-1 alpha-3), the name of a folder in the raw folder.
        language: Language of the brief's own words; own is the one that its source.yaml asks for.
        refresh: Make everything again although nothing changed.
        gate: Publish only what a person approves; the run waits for the decision.
        raw: Folder of what was received; empty for the worker's own (MSP_RAW).
        processed: Folder of the tables; empty for the worker's own (MSP_PROCESSED).
        reports: Folder of the briefs; empty for the worker's own (MSP_REPORTS).
    """
    store = store_of(raw, processed, reports)
    before = read_standing(store, country)
    with outbox(), untagged():
        progress = Progress(country, f"Brief of {country}")
        try:
            steps = watched(ORCHESTRATED, progress.tell)
            made = run_country(
                store, country, language, steps, refresh=refresh, is_gated=gate, is_cancelled=is_cancelled
            )
            state, ended = ask_and_decide(store, country) if made is Made.WAITING else (None, None)
        except CountryRefusedError as refusal:
            return _refused(store, country, refusal, gate=gate)
        progress.tell(1.0)
        if made is Made.UNCHANGED:
            state = set_aside_unfollowed(store, country) if gate else None
            return state or Completed(message=NOTHING_CHANGED, name="Unchanged")
        if state is not None and ended is not Ended.PUBLISHED:
            return state
        outcome = summarise(store, country, is_written=True)
        if flow_run.parent_flow_run_id is None:  # else the run of all countries sets them side by side
            (outcome,) = with_comparison(store, [outcome], language)
        show_outcome(outcome := tell_outward(store, outcome))
        show_changes(country, before, read_standing(store, country), read_causes(store, country))
    return state or told_state(outcome)


def _refused(store: Store, country: str, refusal: CountryRefusedError, *, gate: bool) -> State:
    """Show why a country has no brief; an answer that cannot be followed now is kept masked."""
    if gate:
        hide_names_in_answer(store, country)
    refused = summarise(store, country, is_written=False, message=str(refusal), found=refusal.problems)
    show_outcome(tell_outward(store, refused))
    return Failed(message=str(refusal), data=refusal)


def told_state(outcome: Outcome) -> State:
    """Return the state of a brief that was written: its name tells problems from none."""
    n_problems = sum(problem["severity"] != "info" for problem in outcome.problems)
    if n_problems:
        return Completed(message=f"Brief written; {n_problems} problems to look at.", name="CompletedWithWarnings")
    return Completed(message="Brief written.")
