"""The steps of one country, in order: plain functions that run with or without a Prefect server."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import wraps
from itertools import count
from typing import Any

from flows.languages import ENGLISH, choose_language
from tasks.adapters.disk import DiskError, refusals_explained
from tasks.adapters.locks import BusyError, hold, hold_apart
from tasks.adapters.results import begin_results, end_results
from tasks.adapters.store import Store
from tasks.apply_codes import apply_codes
from tasks.apply_reviews import apply_reviewed_codings, apply_routing, apply_rulings
from tasks.audit import decisions, note, note_release
from tasks.compare import FEWEST_COMPARED, compare, is_compared, note_compared
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.decide import Decision, Ended, decide, set_aside, tell_held, waiting_for
from tasks.explain_changes import explain_changes
from tasks.explore_themes import explore_themes
from tasks.extract_claims import extract_claims
from tasks.ingest import ingest
from tasks.manifest import (
    MANIFEST,
    fingerprint_of,
    hide_names,
    inputs_of,
    is_current,
    outputs_by_now,
    read_manifest,
    record_manifest,
    renew_manifest,
    reports_that_stay,
)
from tasks.measure_agreement import measure_agreement
from tasks.pseudonymize import pseudonymize
from tasks.publish import discard_waiting, draft_of, finish_publication, keep_waiting, publish
from tasks.release import ReleaseBlockedError, note_withdrawals, release, withdraw_reports
from tasks.render import render_brief
from tasks.score import score_area, score_country
from tasks.segment import segment
from tasks.triangulate import triangulate
from tasks.validate import validate, write_quality_page
from tasks.weigh_evidence import weigh_evidence

COLLECTED_AFTER = (50_000, 20, 50)
"""New objects after which Python looks for rings of them, and how often it looks at older ones: rows make none, and to
look after every 700 of them costs an eighth of a run."""
AREAS = (1, 2, 3, 4, 5)

NO_FOLDER = ProblemKind(
    "F090",
    Severity.CRITICAL,
    "There is no folder {folder}.",
    "Make one with `msp init {country}` and put the files there.",
)
NOTHING_TO_READ = ProblemKind(
    "F091",
    Severity.CRITICAL,
    "Nothing in the folder of {country} could be analysed, so no brief was written.",
    "Mend the problems listed with it; a brief needs one consenting interview, one questionnaire or one document.",
)


class CountryRefusedError(RuntimeError):
    """A country has nothing that a brief could be made of, or cannot be worked on now; its problems say why.

    Attributes:
        problems: those that stand in no table, as the country's tables were left alone.
    """

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a country's run: plain functions, or the same functions as Prefect tasks and flows.

    Attributes:
        receive: read the raw folder, honour consent, replace identifiers, write the first tables.
        validate: check the tables and set failing rows aside.
        segment: cut turns into units of coding.
        apply_codes: topics and stance of each segment.
        extract_claims: proposed levels.
        score_area: levels of one area.
        score_country: all scores.
        render_brief: the reports, staged.
        release: check what is staged for identifiers and move it into place.
    """

    receive: Callable[[Store, str], Any]
    validate: Callable[[Store, str, str], Any]
    segment: Callable[[Store, str], Any]
    apply_codes: Callable[[Store, str], Any]
    extract_claims: Callable[[Store, str], Any]
    score_area: Callable[[Store, str, int], Any]
    score_country: Callable[[Store, str], Any]
    render_brief: Callable[[Store, str, str], Any]
    release: Callable[[Store, str], Any]


def receive(store: Store, country: str) -> tuple[Problem, ...]:
    """Read a country's raw folder and write its first tables; names never leave this step.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.

    Returns:
        Problems of reading and of pseudonymisation.
    """
    return pseudonymize(store, ingest(store, country))


DIRECT = Steps(
    receive=receive,
    validate=validate,
    segment=segment,
    apply_codes=apply_codes,
    extract_claims=extract_claims,
    score_area=score_area,
    score_country=score_country,
    render_brief=render_brief,
    release=release,
)
"""The steps as plain functions: no server is needed."""


CALLS = len(fields(Steps)) + len(AREAS)
"""How often a country's run calls a step: validation twice, the levels of each area."""


def watched(steps: Steps, tell: Callable[[float], None]) -> Steps:
    """Return the same steps, each telling the share of the run that is done before it begins.

    Args:
        steps: plain functions or Prefect's.
        tell: told a share from 0 to below 1.
    """
    done = count()

    def watch(step: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(step)
        def run(*args: Any) -> Any:
            tell(next(done) / CALLS)
            return step(*args)

        return run

    return Steps(**{field.name: watch(getattr(steps, field.name)) for field in fields(Steps)})


class Made(StrEnum):
    """What came of a country's run."""

    UNCHANGED = "unchanged"
    WRITTEN = "written"
    WAITING = "waiting"


def is_interrupted(ending: BaseException) -> bool:
    """Tell whether a person ended a run in the window where it ran (Ctrl+C)."""
    return isinstance(ending, KeyboardInterrupt)


def run_country(
    store: Store,
    country: str,
    language: str,
    steps: Steps,
    *,
    refresh: bool = False,
    is_gated: bool = False,
    is_cancelled: Callable[[BaseException], bool] = is_interrupted,
) -> Made:
    """Run a country from raw to brief.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.
        language: of the brief: en, fr, es or pt, or "own": the one that its source.yaml asks for.
        steps: plain functions or Prefect's.
        refresh: make everything again although nothing changed.
        is_gated: keep what is made apart until a person decides on it.
        is_cancelled: tells whether what ends a run is a person who cancels it.

    Returns:
        What came of it.

    Raises:
        CountryRefusedError: there is nothing to make a brief of, another run is at work, or the disk refused.
    """
    gc.set_threshold(*COLLECTED_AFTER)
    try:
        with refusals_explained(country), hold_apart(store, country):
            own = choose_language(store, country, language)
            return _run_alone(store, country, own, steps, is_cancelled, refresh=refresh, is_gated=is_gated)
    except DiskError as error:
        raise CountryRefusedError(f"{country}: not run ({error.problem.code})", (error.problem,)) from None


def _run_alone(
    store: Store,
    country: str,
    language: str,
    steps: Steps,
    is_cancelled: Callable[[BaseException], bool],
    *,
    refresh: bool,
    is_gated: bool,
) -> Made:
    _refuse_without_folder(store, country)
    if finish_publication(store, country):
        note(store.processed, "completed", country)
    inputs = inputs_of(store, country, language)
    given = fingerprint_of(inputs)
    if not refresh and is_current(store, country, given):
        note(store.processed, "unchanged", country, inputs=given, language=language)
        return Made.UNCHANGED
    if is_gated and waiting_for(store, country, given):
        return Made.WAITING
    if not is_gated and (held := tell_held(store, country)):
        raise CountryRefusedError(f"{country}: not run ({held.code})", (held,))
    discard_waiting(store, country)
    note(store.processed, "begun", country, inputs=given, language=language, decisions=decisions(store, country))
    outcome = refusal = ""
    try:
        with draft_of(store, country) as draft:
            begin_results(store, country, is_fresh=refresh)
            refusal = _make(draft, country, language, steps, inputs)
            end_results(store, country)
            if is_gated and not refusal:
                record_manifest(draft, country, language, given, inputs=hide_names(inputs))
                keep_waiting(store, country)
            else:
                _publish(store, draft, country, language, {} if refusal else inputs)
        outcome = "refused" if refusal else "waiting" if is_gated else "written"
    except BaseException as ending:
        outcome = "cancelled" if is_cancelled(ending) else "failed"
        raise
    finally:
        with suppress(DiskError):
            note(store.processed, "ended", country, outcome=outcome)
    if refusal:
        raise CountryRefusedError(refusal)
    return Made(outcome)


def _refuse_without_folder(store: Store, country: str) -> None:
    if not (store.raw / country).is_dir():
        problem = NO_FOLDER.at(folder=store.raw / country, country=country)
        raise CountryRefusedError(f"{country}: no folder", (problem,))


def decide_country(store: Store, country: str, waiting: str, decision: Decision) -> Ended:
    """Publish a brief that waits, or put it aside, as a person decided.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.
        waiting: what identifies the brief that was decided on.
        decision: of the person.

    Returns:
        How it ended.

    Raises:
        CountryRefusedError: another run is at work, or the disk refused.
    """
    try:
        with refusals_explained(country), hold_apart(store, country):
            return decide(store, country, waiting, decision)
    except DiskError as error:
        raise CountryRefusedError(f"{country}: not decided ({error.problem.code})", (error.problem,)) from None


def note_set_aside(store: Store, country: str, decision: Decision) -> None:
    """Note a decision on a brief that is no more.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.
        decision: of the person.

    Raises:
        CountryRefusedError: the disk refused.
    """
    try:
        set_aside(store, country, decision)
    except DiskError as error:
        raise CountryRefusedError(f"{country}: not noted ({error.problem.code})", (error.problem,)) from None


def _publish(store: Store, draft: Store, country: str, language: str, inputs: Mapping[str, str]) -> None:
    """Publish what was made: a brief, or, without inputs, why there is none."""
    kept = {} if inputs else reports_that_stay(store, country)
    given = fingerprint_of(inputs) if inputs else ""
    outputs = record_manifest(draft, country, language, given, kept, hide_names(inputs))
    note_release(store, draft, country, outputs)
    publish(store, country)


def _make(draft: Store, country: str, language: str, steps: Steps, inputs: Mapping[str, str]) -> str:
    """Make the results of a country.

    Returns:
        Why there is no brief, "" when there is one.
    """
    draft.write_table(country, "problems", [])
    steps.receive(draft, country)
    note_withdrawals(draft, country)
    steps.validate(draft, country, "received")
    apply_routing(draft, country)
    steps.segment(draft, country)
    if not len(draft.read_table(country, "segments")) and not len(draft.read_table(country, "answers")):
        draft.record_problems(country, "run", [NOTHING_TO_READ.at(country=country)])
        withdraw_reports(draft, country)
        _release_quality_page(draft, country, language)
        return f"{country}: nothing to analyse"
    steps.apply_codes(draft, country)
    apply_reviewed_codings(draft, country)
    explore_themes(draft, country)
    steps.extract_claims(draft, country)
    for area in AREAS:
        steps.score_area(draft, country, area)
    steps.score_country(draft, country)
    triangulate(draft, country)
    apply_rulings(draft, country)
    weigh_evidence(draft, country)
    explain_changes(draft, country, inputs)
    steps.validate(draft, country, "coded")
    measure_agreement(draft, country, language)
    steps.render_brief(draft, country, language)
    write_quality_page(draft, country, language)
    try:
        steps.release(draft, country)
    except ReleaseBlockedError as blocked:
        withdraw_reports(draft, country)
        _release_quality_page(draft, country, language, blocked.problems)
        return str(blocked)
    return ""


def compare_countries(store: Store, countries: Sequence[str]) -> tuple[Problem, ...]:
    """Look for words that two countries share, and put what is found on their data-quality pages.

    Args:
        store: the folders.
        countries: those that were run together; one that another run is at work on by now is left out.

    Returns:
        Why they could not be compared, if so.
    """
    try:
        with refusals_explained("the comparison of countries"), ExitStack() as stack:
            _compare_held(store, [country for country in countries if _take(store, country, stack)])
    except DiskError as error:
        return (error.problem,)
    return ()


def _take(store: Store, country: str, stack: ExitStack) -> bool:
    try:
        stack.enter_context(hold(store.lock_files(country), country))
    except BusyError:
        return False
    return True


def _compare_held(store: Store, countries: Sequence[str]) -> None:
    if len(countries) < FEWEST_COMPARED or is_compared(store, countries):
        return
    before = {country: store.marks_of(country, "problems") for country in countries}
    compare(store, countries)
    for country in countries:
        if before[country] != store.marks_of(country, "problems"):
            _release_quality_page(
                store, country, read_manifest(store.processed / country / MANIFEST).language or ENGLISH
            )
            outputs = outputs_by_now(store, country)
            note_release(store, store, country, outputs)
            renew_manifest(store, country, outputs)
    note_compared(store, countries)


def _release_quality_page(store: Store, country: str, language: str, why: Sequence[Problem] = ()) -> None:
    """Release the page that says why there is no new brief, if it is clean itself; the problems stay told."""
    write_quality_page(store, country, language)
    with suppress(ReleaseBlockedError):
        release(store, country, standing=why)
