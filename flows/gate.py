"""The gate before publication: a run waits, with a form, until a person decides."""

from __future__ import annotations

from prefect.states import Completed, State

from flows.artifacts import show_waiting
from flows.gate_forms import Answer, ask, keep_instead, note_followed, read_asked
from flows.steps import decide_country, note_set_aside
from tasks.adapters.store import Store
from tasks.decide import SUPERSEDED, Choice, Decision, Ended, find_followed, find_held, masked, waiting_for
from tasks.outcomes import Outcome, summarise
from tasks.publish import waiting_store
from tasks.told_problems import tell_outward

QUESTION = (
    "**{country}: publish this brief?** {n_problems} problems to look at; overall score {score}.\n\n"
    "Read {files} in the folder\n\n`{folder}`\n\n"
    "*approve* publishes it, *return* sends it back to be mended, *withhold* keeps it unpublished. "
    "The decision is kept in the audit log and beside the brief: name no respondent in it. Names of people of the "
    "records, and what else identifies somebody in the note, are replaced."
)
SET_ASIDE = (
    "The decision before ({decision}, by {by}) was set aside: what was received or declared changed while the brief "
    "waited, so another brief was made. Read it and decide on this one."
)
BEFORE = "On {day} the brief of what was received was {outcome}, by {by}."
ENDS = {
    Ended.PUBLISHED: ("Published", "Approved and published."),
    Ended.RETURNED: ("Returned", "Returned to be mended; nothing was published."),
    Ended.WITHHELD: ("Withheld", "Withheld; nothing was published."),
    Ended.SUPERSEDED: ("Superseded", f"{SUPERSEDED.detail} {SUPERSEDED.fix}"),
}


def ask_and_decide(store: Store, country: str) -> tuple[State, Ended]:
    """Wait for a person's decision on the brief that waits, and follow it.

    A decision that was given already, to a process of this run that did not come to follow it, is followed now.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.

    Returns:
        The state of the run, and how the decision ended.
    """
    waiting = waiting_for(store, country)
    brief, asked = waiting[:32], read_asked()
    answer, set_aside = asked.last and _without_names(store, country, asked.last), ""
    if answer is None or answer.brief != brief or answer.followed:
        if answer is not None and answer.brief != brief:
            set_aside = _set_aside(store, country, answer)
        made = waiting_store(store)
        outcome = tell_outward(made, summarise(made, country, is_written=True))
        show_waiting(outcome, set_aside)
        question = "\n\n".join(filter(None, (set_aside, _tell_before(store, country), _question(outcome))))
        answer = _without_names(store, country, ask(brief, asked.n + 1, question, set_aside))
    ended = decide_country(store, country, waiting, _decision(answer))
    note_followed(answer, str(ended))
    name, message = ENDS[ended]
    return Completed(name=name, message=message), ended


def set_aside_unfollowed(store: Store, country: str) -> State | None:
    """Set aside an answer whose brief no longer waits, as a run without approval made another one meanwhile.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.

    Returns:
        The state of the run, None where every answer was followed.
    """
    if (unfollowed := _find_unfollowed()) is None:
        return None
    answer = _without_names(store, country, unfollowed)
    if ended := find_followed(store, country, answer.brief):
        note_followed(answer, str(ended))
    else:
        _set_aside(store, country, answer)
    name, message = ENDS[ended or Ended.SUPERSEDED]
    return Completed(name=name, message=message)


def hide_names_in_answer(store: Store, country: str) -> None:
    """Mask an answer that cannot be followed now; the next process of the run may follow it."""
    if answer := _find_unfollowed():
        _without_names(store, country, answer)


def _find_unfollowed() -> Answer | None:
    answer = read_asked().last
    return answer if answer and not answer.followed else None


def _without_names(store: Store, country: str, answer: Answer) -> Answer:
    """Return an answer with nobody of the country's records in it; the server keeps no other from then on."""
    kept = masked(store, country, _decision(answer))
    return answer if kept == _decision(answer) else keep_instead(answer, kept.by, kept.note)


def _set_aside(store: Store, country: str, answer: Answer) -> str:
    """Note a decision on a brief that is no more, once, and return what is said of it; "" of one that was followed."""
    if answer.followed not in ("", str(Ended.SUPERSEDED)):
        return ""
    if not answer.followed:
        note_set_aside(store, country, _decision(answer))
        note_followed(answer, str(Ended.SUPERSEDED))
    return SET_ASIDE.format(decision=answer.given.decision, by=answer.given.by)


def _tell_before(store: Store, country: str) -> str:
    """Return what was decided on the same before, so that who decides now knows of it."""
    held = find_held(store, country)
    note = held.get("note", "")
    said = BEFORE.format(day=held["at"][:10], outcome=held["outcome"], by=held["by"]) if held else ""
    return f"{said} Why: {note}" if note else said


def _decision(answer: Answer) -> Decision:
    return Decision(Choice(answer.given.decision), answer.given.by, answer.given.note)


def _question(outcome: Outcome) -> str:
    score = outcome.scores.get("overall", {}).get("value")
    return QUESTION.format(
        country=outcome.country,
        n_problems=sum(problem["severity"] != "info" for problem in outcome.problems),
        score="not enough evidence" if score is None else f"{score:.1f}",
        files=", ".join(path.name for path in outcome.paths),
        folder=outcome.paths[0].parent.resolve() if outcome.paths else "",
    )
