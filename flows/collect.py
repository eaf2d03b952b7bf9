"""The flow that collects questionnaire responses from KoboToolbox and ODK Central: `collect-responses`."""

from __future__ import annotations

import logging
from copy import copy
from pathlib import Path
from typing import Any

from prefect import flow, tags, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed, State

from flows.direct import describe_error
from flows.parameters import HOUR, CountryCode, store_of
from flows.settings import CollectionSettings
from tasks.adapters.store import Store
from tasks.collect import Collected, collect
from tasks.core.collections import COUNTS, SignIn, Target
from tasks.core.problems import has_critical


class CollectionFailedError(RuntimeError):
    """A pull ended without having received everything; the message is a problem, never an answer."""


class CollectionInterruptedError(CollectionFailedError):
    """The same, in a way that may pass: the task is tried again and goes on where it stopped."""


def load_sign_in(settings: CollectionSettings, secret_block: str = "") -> SignIn:
    """Load what signs in to the server.

    Args:
        settings: of the environment.
        secret_block: name of a Prefect Secret block, "" to go by the environment. It holds the token of KoboToolbox,
            the password of ODK Central, or a mapping with `email` and `password`.

    Returns:
        The sign-in; it is never shown.
    """
    if not secret_block:
        return settings.sign_in()
    from prefect.blocks.system import Secret

    secret: Any = Secret.load(secret_block).get()
    if isinstance(secret, dict):
        held = {name: str(secret.get(name) or "") for name in ("token", "email", "password")}
        return SignIn(held["token"], held["email"] or settings.odk_email, held["password"])
    return SignIn(str(secret), settings.odk_email, str(secret))


def _may_pass(_task: object, _run: object, state: State) -> bool:
    """Tell whether trying again can help: never after a refused sign-in or a missing form."""
    try:
        state.result()
    except CollectionInterruptedError:
        return True
    except Exception:  # noqa: BLE001 - any other failure is final
        return False
    return False


@task(
    name="pull responses",
    task_run_name="pull-{country}",
    retries=2,
    retry_delay_seconds=[30, 300],
    retry_condition_fn=_may_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def pull_responses(country: str, target: Target, secret_block: str, raw: str, pulled_by: str) -> Collected:
    """Pull once.

    Args:
        country: ISO 3166-1 alpha-3.
        target: server and form.
        secret_block: name of a Prefect Secret block.
        raw: folder of what was received.
        pulled_by: person or team.

    Returns:
        How it ended.

    Raises:
        CollectionFailedError: the server refused, or did not answer in time.
    """
    settings = CollectionSettings()
    try:
        collected = collect(
            Store(Path(raw), Path(), Path()),
            country,
            target,
            load_sign_in(settings, secret_block),
            pulled_by=pulled_by or settings.pulled_by,
            pace=settings.pace(),
            page_size=settings.collect_page_size,
        )
    except Exception as error:
        raise CollectionFailedError(describe_error("collect", error)) from None
    if has_critical(collected.problems):
        said = "\n".join(map(str, collected.problems))
        raise (CollectionInterruptedError if collected.is_passing else CollectionFailedError)(said)
    return collected


@flow(name="collect-responses", flow_run_name="collect-{country}", timeout_seconds=4 * HOUR)
def collect_responses(
    country: CountryCode,
    kobo_url: str = "",
    asset: str = "",
    odk_url: str = "",
    project: int = 0,
    form: str = "",
    secret_block: str = "",
    pulled_by: str = "",
    raw: str = "",
) -> State:
    """Collect the questionnaire responses that are new, edited or deleted since the last pull.

    Args:
        country: Three letters (ISO 3166-1 alpha-3), the name of a folder in the raw folder.
        kobo_url: Address of a KoboToolbox server, for example https://kf.kobotoolbox.org; empty for ODK Central.
        asset: Uid of the form on KoboToolbox.
        odk_url: Address of an ODK Central server, for example https://central.example.org; empty for KoboToolbox.
        project: Number of the project on ODK Central.
        form: Id of the form on ODK Central.
        secret_block: Name of the Prefect Secret block with the token or password; empty to go by the environment.
        pulled_by: Person or team, written into source.yaml.
        raw: Folder of what was received; empty for the worker's own (MSP_RAW).
    """
    target = Target(kobo_url, asset, odk_url, project, form)
    with tags(f"country:{country}"):
        collected = pull_responses(country, target, secret_block, str(store_of(raw).raw), pulled_by)
        show_collected(collected)
    if not any(collected.counts[name] for name in COUNTS[1:]):
        return Completed(message="Nothing changed since the last pull.", name="Unchanged", data=collected)
    return Completed(message=collected.summary, data=collected)


def keep_refusals_off_the_console() -> None:
    """Let the command itself say why a pull was refused, without where in the program; a retry is told in one line."""
    for handler in logging.getLogger().handlers:
        handler.addFilter(_is_for_the_console)
        handler.setFormatter(_WithoutTraceback(handler.formatter))


class _WithoutTraceback(logging.Formatter):
    """Writes a refused pull without where in the program it was; other handlers get the record as it is."""

    def __init__(self, own: logging.Formatter | None) -> None:
        super().__init__()
        self._own = own or logging.Formatter()

    def format(self, record: logging.LogRecord) -> str:
        if _refusal_of(record) is not None:
            record = copy(record)
            record.exc_info = record.exc_text = None
        return self._own.format(record)


def _refusal_of(record: logging.LogRecord) -> CollectionFailedError | None:
    error = record.exc_info[1] if record.exc_info else None
    return error if isinstance(error, CollectionFailedError) else None


def _is_for_the_console(record: logging.LogRecord) -> bool:
    told = record.getMessage()
    if _refusal_of(record) is not None:
        return "will start" in told
    return not any(kind.__name__ in told for kind in (CollectionFailedError, CollectionInterruptedError))


def show_collected(collected: Collected) -> None:
    """Show a pull as an artifact: counts and problems, never an answer.

    Args:
        collected: how it ended.
    """
    from prefect.artifacts import create_table_artifact

    rows: list[dict[str, Any]] = [{"what": name, "n": collected.counts.get(name, 0)} for name in COUNTS]
    rows += [{"what": f"{problem.code} {problem.detail}", "n": ""} for problem in collected.problems]
    key = f"collected-{collected.country.lower()}"
    create_table_artifact(key=key, table=rows, description=f"Responses pulled for {collected.country}")
