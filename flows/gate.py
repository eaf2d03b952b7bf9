"""The gate before publication: a run waits, with a form, until a person decides."""

from __future__ import annotations

from typing import Literal

from prefect.flow_runs import pause_flow_run, suspend_flow_run
from prefect.input import RunInput
from prefect.runtime import deployment
from prefect.states import Completed, State
from pydantic import Field

from flows.artifacts import show_waiting
from flows.parameters import HOUR
from flows.steps import decide_country
from tasks.adapters.store import Store
from tasks.decide import SUPERSEDED, Choice, Decision, Ended, waiting_for
from tasks.outcomes import Outcome, summarise
from tasks.publish import waiting_store

LONGEST_WAIT = 90 * 24 * HOUR
"""Seconds until a run that nobody decides on fails; nothing is published then."""
QUESTION = (
    "**{country}: publish this brief?** {n_problems} problems to look at; overall score {score}.\n\n"
    "Read {files} in the folder\n\n`{folder}`\n\n"
    "*approve* publishes it, *return* sends it back to be mended, *withhold* keeps it unpublished. "
    "The decision is kept in the audit log and beside the brief: name no respondent in the note."
)
ENDS = {
    Ended.PUBLISHED: ("Published", "Approved and published."),
    Ended.RETURNED: ("Returned", "Returned to be mended; nothing was published."),
    Ended.WITHHELD: ("Withheld", "Withheld; nothing was published."),
    Ended.SUPERSEDED: ("Superseded", f"{SUPERSEDED.detail} {SUPERSEDED.fix}"),
}


class PublicationDecision(RunInput):
    """What a person decides on a brief that waits."""

    decision: Literal["approve", "return", "withhold"] = Field(description="What happens to the brief.")
    by: str = Field(min_length=2, max_length=100, description="Person or team that decides.")
    note: str = Field(default="", max_length=1000, description="Why; names no respondent.")


def ask_and_decide(store: Store, country: str) -> tuple[State, Ended]:
    """Wait for a person's decision on the brief that waits, and follow it.

    A run of a deployment ends here and is started again with the answer; the process of another one waits.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.

    Returns:
        The state of the run, and how the decision ended.
    """
    waiting = waiting_for(store, country)
    outcome = summarise(waiting_store(store), country, is_written=True)
    show_waiting(outcome)
    form = PublicationDecision.with_initial_data(description=_question(outcome))
    wait = suspend_flow_run if deployment.id else pause_flow_run
    given = wait(wait_for_input=form, timeout=LONGEST_WAIT, key=waiting[:32])
    ended = decide_country(store, country, waiting, Decision(Choice(given.decision), given.by, given.note))
    name, message = ENDS[ended]
    return Completed(name=name, message=message), ended


def _question(outcome: Outcome) -> str:
    score = outcome.scores.get("overall", {}).get("value")
    return QUESTION.format(
        country=outcome.country,
        n_problems=sum(problem["severity"] != "info" for problem in outcome.problems),
        score="not enough evidence" if score is None else f"{score:.1f}",
        files=", ".join(path.name for path in outcome.paths),
        folder=outcome.paths[0].parent.resolve() if outcome.paths else "",
    )
