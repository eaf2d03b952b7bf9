"""Runs countries without a server: one after the other, a bad one never stopping the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from flows.languages import choose_common_language
from flows.steps import (
    DIRECT,
    NO_FOLDER,
    CountryRefusedError,
    Made,
    compare_countries,
    run_country,
)
from flows.unchanged import find_unchanged
from tasks.adapters.disk import DiskError, refusals_explained
from tasks.adapters.store import Store
from tasks.outcomes import Outcome, summarise
from tasks.portfolio_state import find_processed
from tasks.release import ReleaseBlockedError
from tasks.render_portfolio import render_portfolio


def run_directly(
    store: Store,
    countries: Iterable[str],
    language: str,
    *,
    refresh: bool = False,
    on_done: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Run countries without a server.

    Args:
        store: the folders.
        countries: ISO 3166-1 alpha-3 codes.
        language: of the briefs; "own" is the one that each country asks for.
        refresh: make everything again although nothing changed.
        on_done: told of each outcome as it comes.

    Returns:
        One outcome per country, in order.
    """
    chosen, outcomes = list(countries), []
    unchanged = set() if refresh else find_unchanged(store, chosen, language)
    for country in chosen:
        if country in unchanged:
            outcome = summarise(store, country, is_written=True, is_unchanged=True)
        else:
            outcome = _run_one(store, country, language, refresh=refresh)
        on_done(outcome)
        outcomes.append(outcome)
    return with_comparison(store, outcomes, language)


def with_comparison(store: Store, outcomes: Sequence[Outcome], language: str) -> list[Outcome]:
    """Compare the countries that have a brief with each other, tell their problems anew and write the portfolio.

    A portfolio that the disk refuses, or that may not be released, is told beside each brief; the briefs stay.
    """
    written = [outcome.country for outcome in outcomes if outcome.is_written]
    told = {country: _problems_told(store, country) for country in written}
    found = list(compare_countries(store, written))
    try:
        with refusals_explained("the portfolio"):
            render_portfolio(store, choose_common_language(store, find_processed(store), language))
    except DiskError as error:
        found.append(error.problem)
    except ReleaseBlockedError as blocked:
        found += blocked.problems
    return [
        summarise(store, outcome.country, is_written=True, is_unchanged=outcome.is_unchanged, found=found)
        if outcome.is_written and (found or told[outcome.country] != _problems_told(store, outcome.country))
        else outcome
        for outcome in outcomes
    ]


def _problems_told(store: Store, country: str) -> tuple[str, ...]:
    """Return a mark of the problems of a country; where the disk refuses them, its outcome tells so already."""
    try:
        return store.marks_of(country, "problems")
    except DiskError:
        return ()


def _run_one(store: Store, country: str, language: str, *, refresh: bool) -> Outcome:
    try:
        made = run_country(store, country, language, DIRECT, refresh=refresh)
    except CountryRefusedError as refusal:
        return summarise(store, country, is_written=False, message=str(refusal), found=refusal.problems)
    except Exception as error:  # noqa: BLE001 - one bad country never stops the others
        return summarise(store, country, is_written=False, message=describe_error(country, error))
    return summarise(store, country, is_written=True, is_unchanged=made is Made.UNCHANGED)


def describe_error(subject: str, error: BaseException) -> str:
    """Describe an unexpected error by its type and place; its text might hold a respondent's words."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}" if trace is not None else ""
    return f"{subject}: unexpected {type(error).__name__}{place}; please report it"


def failed(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the outcomes of countries without a brief."""
    return [outcome for outcome in outcomes if not outcome.is_written]


def check_country(raw: Path, scratch: Path, country: str) -> Outcome:
    """Read and validate one country into a scratch folder.

    Args:
        raw: folder of what was received.
        scratch: folder for the tables, thrown away afterwards.
        country: ISO 3166-1 alpha-3.

    Returns:
        The outcome; its problems are all that reading and validation found.
    """
    store = Store(raw, scratch / "processed", scratch / "reports")
    try:
        if not (raw / country).is_dir():
            store.record_problems(country, "run", [NO_FOLDER.at(folder=raw / country, country=country)])
        else:
            with refusals_explained(country):
                DIRECT.receive(store, country)
                DIRECT.validate(store, country, "received")
    except DiskError as error:
        return summarise(store, country, is_written=False, message=f"{country}: not checked", found=[error.problem])
    except Exception as error:  # noqa: BLE001 - one bad country never stops the others
        return summarise(store, country, is_written=False, message=describe_error(country, error))
    return summarise(store, country, is_written=False)
