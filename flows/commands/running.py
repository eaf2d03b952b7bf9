"""The commands that make briefs: run, check, why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.options import (
    FAILED,
    OK,
    BriefWords,
    Countries,
    Processed,
    Raw,
    Reports,
    choose_countries,
    echo_problems,
    hold_country,
    open_store,
    refuse,
)

if TYPE_CHECKING:
    from rich.console import Console

    from tasks.adapters.store import Store
    from tasks.outcomes import Outcome


def run(
    countries: Countries = None,
    raw: Raw = None,
    processed: Processed = None,
    reports: Reports = None,
    language: BriefWords = None,
    direct: Annotated[bool, typer.Option("--direct", help="Run without a Prefect server.")] = False,
    refresh: Annotated[bool, typer.Option("--refresh", help="Make everything again although nothing changed.")] = False,
) -> None:
    """Make the good-practice briefs: read, check, code, score and write.

    Exit code 0 when every brief is written, 1 when a country failed, 2 for wrong usage.
    """
    store, brief_language = open_store(raw, processed, reports, language)
    if not countries:
        _tell_left_behind(store)
    chosen = choose_countries(store, countries)
    if direct:
        outcomes = _run_directly(store, chosen, brief_language, refresh)
    else:
        unchanged = None if refresh else _run_unchanged(store, chosen, brief_language)
        outcomes = unchanged or _run_flow(store, chosen, brief_language, refresh)
    _show_outcomes(store, outcomes, brief_language)
    if (store.reports / "index.html").is_file():
        typer.echo(store.reports / "index.html")
    raise typer.Exit(OK if all(outcome.is_written for outcome in outcomes) else FAILED)


def _tell_left_behind(store: Store) -> None:
    """Tell of countries that were run and have no raw folder any more."""
    from tasks.remove_country import find_left_behind

    echo_problems(tuple(find_left_behind(store)))


def _run_directly(store: Store, countries: list[str], language: str, refresh: bool) -> list[Outcome]:
    from flows.direct import run_directly

    with _progress(len(countries)) as advance:
        return run_directly(store, countries, language, refresh=refresh, on_done=advance)


def _run_unchanged(store: Store, countries: list[str], language: str) -> list[Outcome] | None:
    """End a run that has no work before Prefect is loaded; a server that the user named is told of each run."""
    from flows.own_server import is_server_named
    from flows.settings import quiet_prefect
    from flows.unchanged import run_unchanged

    quiet_prefect()
    return None if is_server_named() else run_unchanged(store, countries, language)


def _run_flow(store: Store, countries: list[str], language: str, refresh: bool) -> list[Outcome]:
    from flows.own_server import own_server
    from flows.settings import quiet_prefect
    from tasks.prepare import parts_to_load

    quiet_prefect()
    console = _console()
    with (
        console.status(f"Making briefs with Prefect: {', '.join(countries)}") if console.is_terminal else nullcontext(),
        own_server(meanwhile=parts_to_load(store)),
    ):
        from flows.portfolio import good_practice_briefs

        state = good_practice_briefs(
            return_state=True,
            countries=countries,
            language=language,
            raw=str(store.raw),
            processed=str(store.processed),
            reports=str(store.reports),
            refresh=refresh,
        )
    ended = state.result(raise_on_failure=False)
    if isinstance(ended, BaseException):
        raise ended
    outcomes: list[Outcome] = ended.outcomes
    return outcomes


@contextmanager
def _progress(total: int) -> Iterator[Callable[[Outcome], None]]:
    """Show a bar when a person watches, a plain line per country otherwise."""
    console = _console()
    if not console.is_terminal:
        yield lambda outcome: typer.echo(f"{outcome.country}: {outcome.ending}", err=True)
        return
    from rich.progress import Progress

    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("Countries", total=total)
        yield lambda outcome: bar.update(task, advance=1, description=outcome.country)


def _console() -> Console:
    from rich.console import Console

    return Console(stderr=True)


def _show_outcomes(store: Store, outcomes: list[Outcome], language: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from flows.languages import choose_language

    console = Console()
    table = Table("Country", "Brief", "Score", "80 % interval", "Critical", "Warnings", "Notes")
    for outcome in outcomes:
        table.add_row(*_outcome_cells(outcome))
    console.print(table)
    for outcome in outcomes:
        if outcome.message:
            typer.echo(f"{outcome.message}", err=True)
        if outcome.moved:
            typer.echo(f"{outcome.country}: the overall score moved since the last run: {outcome.moved}")
        own = choose_language(store, outcome.country, language)
        _show_problems(outcome.problems, ("critical", "warning"), own)
        for path in outcome.paths:
            typer.echo(str(path))


def _outcome_cells(outcome: Outcome) -> tuple[str, ...]:
    overall = outcome.scores.get("overall", {})
    score, low, high = (overall.get(key) for key in ("value", "interval_low", "interval_high"))
    counts = [
        str(sum(p["severity"] == severity for p in outcome.problems)) for severity in ("critical", "warning", "info")
    ]
    state = outcome.ending if outcome.is_written else outcome.ending.upper()
    shown = "insufficient evidence" if outcome.is_written else ""
    return (
        outcome.country,
        state,
        shown if score is None else f"{score:.1f}",
        "" if low is None or high is None else f"{low:.0f} to {high:.0f}",
        *counts,
    )


def _show_problems(problems: tuple[dict[str, Any], ...], severities: tuple[str, ...], language: str) -> None:
    from tasks.core.problems import Problem, Severity
    from tasks.say_problems import say_problem

    for row in problems:
        if row["severity"] in severities:
            problem = Problem(
                code=row["code"],
                severity=Severity(row["severity"]),
                detail=row["detail"],
                fix=row["fix"],
                file=row["file"] or "",
                row=row["row"],
                column=row["column"] or "",
            )
            typer.echo(say_problem(problem, language), err=True)


def check(countries: Countries = None, raw: Raw = None, language: BriefWords = None) -> None:
    """Check what was received, without writing anything: print every problem with its fix, in the brief's language.

    Exit code 0 when no problem is critical, 1 otherwise, 2 for wrong usage.
    """
    import tempfile

    from flows.direct import check_country
    from flows.languages import choose_language

    store, brief_language = open_store(raw, None, None, language, of_raw=True)
    chosen = choose_countries(store, countries)
    is_sound = True
    with tempfile.TemporaryDirectory() as folder:
        for country in chosen:
            outcome = check_country(store.raw, Path(folder), country)
            counts = [
                sum(p["severity"] == severity for p in outcome.problems) for severity in ("critical", "warning", "info")
            ]
            typer.echo("{}: {} critical, {} warnings, {} notes".format(country, *counts))
            own = choose_language(store, country, brief_language)
            _show_problems(outcome.problems, ("critical", "warning", "info"), own)
            is_sound = is_sound and counts[0] == 0 and not outcome.message
            if outcome.message:
                typer.echo(outcome.message, err=True)
    raise typer.Exit(OK if is_sound else FAILED)


def why(
    countries: Countries = None,
    raw: Raw = None,
    processed: Processed = None,
    reports: Reports = None,
    language: BriefWords = None,
) -> None:
    """Explain what `msp run` would make again, and why: which files, declarations or code changed.

    Nothing is written. `msp run --refresh` makes everything again.
    """
    from flows.languages import choose_language
    from tasks.explain import explain

    store, brief_language = open_store(raw, processed, reports, language)
    if not countries:
        _tell_left_behind(store)
    for country in choose_countries(store, countries):
        will_run, reasons = explain(store, country, choose_language(store, country, brief_language))
        typer.echo(f"{country}: {'runs' if will_run else 'does not run'}")
        for reason in reasons:
            typer.echo(f"  {reason}")


def remove(
    country: Annotated[str, typer.Argument(metavar="ISO3", help="Country code, for example MLI; its folder is gone.")],
    raw: Raw = None,
    processed: Processed = None,
    reports: Reports = None,
    is_sure: Annotated[bool, typer.Option("--yes", help="Remove without asking.")] = False,
) -> None:
    """Remove tables, reports and the key of a country whose raw folder is gone, and write the portfolio without it.

    What somebody edited, or put there, stays; so does the record of what was released. Exit code 0 when all that runs
    made is removed, 1 when not or when there is nothing to remove, 2 for wrong usage.
    """
    from flows.languages import OWN_LANGUAGE, choose_common_language
    from tasks.country_folders import COUNTRY_PATTERN
    from tasks.portfolio_state import find_processed
    from tasks.remove_country import remove_country, remove_portfolio, what_is_left
    from tasks.render_portfolio import render_portfolio

    store, _ = open_store(raw, processed, reports, None)
    code = country.upper()
    if not COUNTRY_PATTERN.fullmatch(code):
        refuse(f"{country}: a country is named by three letters, for example MLI (ISO 3166-1 alpha-3).")
    if not store.raw.is_dir() or (store.raw / code).exists():
        refuse(f"{store.raw / code} is there, or {store.raw} is not: only a country whose folder is gone is removed.")
    if not (left := what_is_left(store, code)):
        typer.echo(f"There is nothing of {code} to remove: no table, no report and no key that a run made.", err=True)
        raise typer.Exit(FAILED)
    for path in left:
        typer.echo(str(path))
    if not is_sure and not typer.confirm("Remove these files and the key of the country?"):
        raise typer.Exit(FAILED)
    with hold_country(store, code):
        kept = remove_country(store, code)
    for path in kept:
        typer.echo(f"{path} stays: somebody edited it, or put it there.", err=True)
    remove_portfolio(store)
    render_portfolio(store, choose_common_language(store, find_processed(store), OWN_LANGUAGE))
    raise typer.Exit(OK)
