"""The commands of people who review: msp review."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import (
    FAILED,
    OK,
    Language,
    Processed,
    Raw,
    Reports,
    check_places,
    choose_countries,
    echo_problems,
    open_store,
    refuse,
)

if TYPE_CHECKING:
    from tasks.adapters.store import Store
    from tasks.export_review import Exported

app = typer.Typer(
    no_args_is_help=True, help="Review workbooks: export what people should decide on, and apply what they decided."
)
OneCountry = Annotated[str, typer.Argument(metavar="ISO3", help="Country code, for example MLI; it was run before.")]
Workbook = Annotated[Path | None, typer.Option(help="Workbook to write.  [default: data/review/ISO3-review.xlsx]")]
OwnWords = Annotated[Language, typer.Option(help="Language of the workbook's own words.")]


@app.command("export")
def export_review(
    country: OneCountry,
    language: OwnWords = Language.OWN,
    out: Workbook = None,
    raw: Raw = None,
    processed: Processed = None,
) -> None:
    """Write a workbook of codings, levels, names, questions, new codes and contradictions for a person to decide on.

    It holds pseudonymised words only. Exit code 0 when it was written, 1 when not, 2 for wrong usage.
    """
    from flows.languages import choose_language
    from tasks.export_review import export_review as export

    check_places(files=[out])
    store, own = _one_country(raw, processed, country)
    _end_export(export(store, own, choose_language(store, own, str(language)), out))


@app.command("sample")
def export_sample(
    country: OneCountry,
    share: Annotated[float, typer.Option(min=0.001, max=1.0, help="Share of the segments of each language.")] = 0.1,
    seed: Annotated[int, typer.Option(help="Another number draws other segments.")] = 1,
    language: OwnWords = Language.OWN,
    out: Workbook = None,
    raw: Raw = None,
    processed: Processed = None,
) -> None:
    """Write a workbook of segments to be coded blind, for the agreement of coders: two people get the same file."""
    from flows.languages import choose_language
    from tasks.export_review import export_sample as export

    check_places(files=[out])
    store, own = _one_country(raw, processed, country)
    _end_export(export(store, own, choose_language(store, own, str(language)), share, seed, out))


@app.command("apply")
def apply_review(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Workbook that a person filled in.")],
    country: Annotated[str, typer.Option(help="Refuse a workbook of another country.")] = "",
    raw: Raw = None,
    processed: Processed = None,
) -> None:
    """Check a filled-in workbook as a whole and add its decisions to data/raw/ISO3/review; `msp run` applies them.

    Rows on what has changed since the export are named and left out. Exit code 0 when it was accepted, 1 when something
    is wrong with it and nothing was taken over, 2 for wrong usage.
    """
    from tasks.accept_review import accept_review
    from tasks.core.problems import has_critical

    store, _ = open_store(raw, processed, None, None)
    if not file.is_file():
        refuse(f"There is no file {file}.")
    accepted = accept_review(store, file, country.upper())
    echo_problems(accepted.problems)
    if has_critical(accepted.problems):
        raise typer.Exit(FAILED)
    typer.echo(f"{accepted.country}: {len(accepted.decisions)} new decisions, {accepted.n_known} known already")
    if accepted.path is not None:
        typer.echo(f"{accepted.path}\nApply them with: msp run {accepted.country}")


@app.command("validate")
def validate(
    country: OneCountry,
    name: Annotated[str, typer.Option(help="Who validates; kept with the decision.")],
    show_name: Annotated[
        bool, typer.Option("--show-name", help="This person agrees to stand by name in the brief.")
    ] = False,
    reason: Annotated[str, typer.Option(help="What is to be kept with it, for example the meeting.")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take the validation back.")] = False,
    raw: Raw = None,
    processed: Processed = None,
    reports: Reports = None,
) -> None:
    """Say that the results of a country stand: the next `msp run` writes the brief without its draft mark.

    Refused while a level is not decided on, reviewers disagree, or something changed since the last run (exit code 1).
    """
    from tasks.validate_results import validate_results

    store, own = _one_country(raw, processed, country, reports)
    if not name.strip():
        refuse("Say who validates: --name.")
    path, problems = validate_results(
        store, own, " ".join(name.split()), is_named=show_name, reason=reason, is_withdrawn=withdraw
    )
    echo_problems(problems)
    if problems:
        raise typer.Exit(FAILED)
    typer.echo(f"{path}\nWrite the brief anew with: msp run {own}")


def _one_country(
    raw: Path | None, processed: Path | None, country: str, reports: Path | None = None
) -> tuple[Store, str]:
    store, _ = open_store(raw, processed, reports, None)
    return store, choose_countries(store, [country])[0]


def _end_export(exported: Exported) -> None:
    echo_problems(exported.problems)
    if exported.path is not None:
        typer.echo(str(exported.path))
    raise typer.Exit(FAILED if exported.path is None else OK)
