"""The form of a run that waits, and what people answered: the server keeps both under keys of the run.

An answer is found by whatever process works on the run next: the one that it starts may be given up before it has
followed the answer, and another one is started for the same run then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Literal

from prefect.client.orchestration import get_client
from prefect.events import emit_event
from prefect.exceptions import Pause
from prefect.flow_runs import pause_flow_run
from prefect.input import (
    RunInput,
    create_flow_run_input,
    delete_flow_run_input,
    filter_flow_run_input,
    keyset_from_paused_state,
)
from prefect.runtime import deployment, flow_run
from prefect.states import Suspended
from prefect.utilities.engine import propose_state_sync
from pydantic import Field

from flows.outbox import wait_until_sent
from flows.parameters import HOUR
from flows.server_files import forget_replaced

LONGEST_WAIT = 90 * 24 * HOUR
"""Seconds until a run that nobody decides on fails; nothing is published then."""
WAITS = "msp.run.waits"
"""Event of a run whose process ends as it waits: Prefect's own may be lost, and a sign of life may follow it."""
SUSPENDED = "suspended-"
"""What Prefect puts before the key of a form that a suspended run shows."""
KEPT_UNDER = (SUSPENDED, "paused-")
"""The same, and what it puts before that of a run whose process waits."""
MOST_KEPT = 200
KEY = re.compile(rf"{SUSPENDED}(?P<brief>[0-9a-f]+)(?:-(?P<n>\d+))?-(?P<part>schema|response|followed)")


class PublicationDecision(RunInput):
    """What a person decides on a brief that waits."""

    decision: Literal["approve", "return", "withhold"] = Field(description="What happens to the brief.")
    by: str = Field(pattern=r"\S.*\S", max_length=100, description="Person or team that decides.")
    note: str = Field(default="", max_length=1000, description="Why; names no respondent.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered.

    Attributes:
        brief: what identifies the brief that was asked about.
        n: number of the form.
        given: the answer.
        followed: how it ended, "" while no process has followed it.
    """

    brief: str
    n: int
    given: PublicationDecision
    followed: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What this run asked so far.

    Attributes:
        n: forms that it showed.
        last: what was answered last, None while nothing was.
    """

    n: int = 0
    last: Answer | None = None


def read_asked() -> Asked:
    """Return what this run has asked and been answered, whichever process of it asked."""
    parts: dict[tuple[str, int], dict[str, Any]] = {}
    for kept in filter_flow_run_input(SUSPENDED, limit=MOST_KEPT):
        if key := KEY.fullmatch(kept.key):
            parts.setdefault((key["brief"], int(key["n"] or 0)), {})[key["part"]] = kept.decoded_value
    answers = [
        Answer(brief, n, PublicationDecision(**held["response"]), held.get("followed", ""))
        for (brief, n), held in parts.items()
        if "response" in held
    ]
    return Asked(max((n for _, n in parts), default=0), max(answers, key=lambda one: one.n, default=None))


def note_followed(answer: Answer, ended: str) -> None:
    """Keep how an answer ended, so that no process follows it again."""
    create_flow_run_input(f"{SUSPENDED}{answer.brief}-{answer.n}-followed", ended)


def keep_instead(answer: Answer, by: str, note: str) -> Answer:
    """Keep an answer with other words in place of those that were typed, which the server forgets.

    Args:
        answer: as given.
        by: who decided.
        note: why.

    Returns:
        The answer with these words.
    """
    given = answer.given.model_copy(update={"by": by, "note": note})
    for state in KEPT_UNDER:
        key = f"{state}{answer.brief}-{answer.n}-response"
        if any(kept.key == key for kept in filter_flow_run_input(state, limit=MOST_KEPT)):
            delete_flow_run_input(key)
            create_flow_run_input(key, given.model_dump(mode="json"))
    forget_replaced(str(flow_run.id))
    return replace(answer, given=given)


def ask(brief: str, n: int, question: str, said: str) -> Answer:
    """Show the form and wait for the answer.

    A run of a deployment ends here and is started again once it is answered; the process of another one waits.

    Args:
        brief: what identifies the brief.
        n: number of the form.
        question: what the form says.
        said: message of the state, "" for none.

    Returns:
        The answer, if the process waits.
    """
    form, key = PublicationDecision.with_initial_data(description=question), f"{brief}-{n}"
    if deployment.id:
        _suspend(form, key, said)
    return Answer(brief, n, pause_flow_run(wait_for_input=form, timeout=LONGEST_WAIT, key=key))


def _suspend(form: type[PublicationDecision], key: str, said: str) -> None:
    """Keep the form, then suspend the run: Prefect's own call does it the other way round, and says nothing."""
    state = Suspended(timeout_seconds=LONGEST_WAIT, pause_key=key, message=said or None)
    keys = keyset_from_paused_state(state)
    state.state_details.run_input_keyset = keys
    form.save(keys)
    wait_until_sent()
    with get_client(sync_client=True) as client:
        told = propose_state_sync(client, state, flow_run_id=flow_run.id)
    if not told.is_paused():
        raise RuntimeError(f"The run cannot wait for a decision, as it is {told.name}.")
    emit_event(WAITS, resource={"prefect.resource.id": f"prefect.flow-run.{flow_run.id}"})
    raise Pause(state=told)
