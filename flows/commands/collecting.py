"""The commands by which data come in: form, init, collect."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import FAILED, OK, Raw, check_places, echo_problems, open_store, refuse

if TYPE_CHECKING:
    from tasks.adapters.store import Store
    from tasks.core.collections import Target


def form(
    out: Annotated[
        Path | None, typer.Argument(metavar="[OUT.xlsx]", help="Workbook to write, for example annex1.xlsx.")
    ] = None,
    lint: Annotated[Path | None, typer.Option(help="XLSForm to check instead: .xlsx, .xls, .csv or .md.")] = None,
) -> None:
    """Write the Annex 1 questionnaire as an XLSForm workbook, or check one that somebody changed or wrote.

    With --lint: exit code 0 when nothing but notes were found, 1 otherwise.
    """
    if (out is None) == (lint is None):
        refuse("Name the workbook to write, or the form to check with --lint.")
    if lint is not None:
        _lint_form(lint)
    elif out is not None:
        _write_form(out)


def _lint_form(path: Path) -> None:
    from tasks.adapters.forms import lint_form

    if not path.is_file():
        refuse(f"There is no file {path}.")
    problems = lint_form(path)
    echo_problems(problems)
    typer.echo(f"{path}: {len(problems)} findings" if problems else f"{path}: nothing to mend")
    raise typer.Exit(FAILED if any(problem.severity != "info" for problem in problems) else OK)


def _write_form(out: Path) -> None:
    from tasks.adapters.declarations import QUESTIONNAIRE
    from tasks.adapters.forms import write_workbook

    if out.suffix.lower() != ".xlsx":
        refuse(f"{out}: the workbook's name ends in .xlsx.")
    check_places(files=[out])
    out.parent.mkdir(parents=True, exist_ok=True)
    for warning in write_workbook(QUESTIONNAIRE, out):
        typer.echo(warning, err=True)
    typer.echo(str(out))


def init(
    country: Annotated[str, typer.Argument(metavar="ISO3", help="Country code, for example MLI.")],
    raw: Raw = None,
) -> None:
    """Make a country folder with a register to fill in and a one-page how-to."""
    from tasks.country_folders import COUNTRY_PATTERN, make_country_folder

    store, _ = open_store(raw, None, None, None, of_raw=True)
    if not COUNTRY_PATTERN.fullmatch(country.upper()):
        refuse(f"{country}: a country is named by three letters, for example MLI (ISO 3166-1 alpha-3).")
    folder = store.raw / country.upper()
    if folder.exists():
        refuse(f"{folder} exists already; nothing was changed.")
    for path in make_country_folder(folder):
        typer.echo(str(path))


def collect(
    country: Annotated[str, typer.Argument(metavar="ISO3", help="Country code, for example MLI; its folder exists.")],
    kobo: Annotated[str, typer.Option(help="Address of a KoboToolbox server: https://kf.kobotoolbox.org")] = "",
    asset: Annotated[str, typer.Option(help="Uid of the form on KoboToolbox.")] = "",
    odk: Annotated[str, typer.Option(help="Address of an ODK Central server: https://central.example.org")] = "",
    project: Annotated[int, typer.Option(help="Number of the project on ODK Central.")] = 0,
    form_id: Annotated[str, typer.Option("--form", help="Id of the form on ODK Central.")] = "",
    secret_block: Annotated[str, typer.Option(help="Prefect Secret block with the token or password.")] = "",
    pulled_by: Annotated[str, typer.Option(help="Person or team, for source.yaml.")] = "",
    raw: Raw = None,
    direct: Annotated[bool, typer.Option("--direct", help="Collect without a Prefect server.")] = False,
) -> None:
    """Collect the responses that are new, edited or deleted on KoboToolbox or ODK Central since the last pull.

    The token comes from a Prefect Secret block, or from MSP_KOBO_TOKEN, or MSP_ODK_EMAIL and MSP_ODK_PASSWORD.
    Exit code 0 when all was received, 1 when not, 2 for wrong usage.
    """
    from tasks.core.collections import Target
    from tasks.country_folders import COUNTRY_PATTERN

    store, _ = open_store(raw, None, None, None, of_raw=True)
    if not COUNTRY_PATTERN.fullmatch(country.upper()):
        refuse(f"{country}: a country is named by three letters, for example MLI (ISO 3166-1 alpha-3).")
    if bool(kobo) == bool(odk) or (kobo and not asset) or (odk and not (project > 0 and form_id)):
        refuse("Name one form: --kobo URL --asset UID, or --odk URL --project N --form ID.")
    if direct and secret_block:
        refuse("A Secret block is kept by Prefect: leave out --direct, or set the token in the environment.")
    target = Target(kobo, asset, odk, project, form_id)
    pull = _collect_directly if direct else _collect_by_flow
    said, is_received = pull(store, country.upper(), target, secret_block, pulled_by)
    typer.echo(said, err=not is_received)
    raise typer.Exit(OK if is_received else FAILED)


def _collect_directly(store: Store, country: str, target: Target, _: str, pulled_by: str) -> tuple[str, bool]:
    from flows.settings import CollectionSettings
    from tasks.collect import collect as collect_once
    from tasks.core.problems import has_critical

    settings = CollectionSettings()
    collected = collect_once(
        store,
        country,
        target,
        settings.sign_in(),
        pulled_by=pulled_by or settings.pulled_by,
        pace=settings.pace(),
        page_size=settings.collect_page_size,
    )
    is_received = not has_critical(collected.problems)
    lines = [str(problem) for problem in collected.problems]
    return "\n".join([*lines, collected.summary, *collected.files] if is_received else lines), is_received


def _collect_by_flow(store: Store, country: str, target: Target, secret_block: str, pulled_by: str) -> tuple[str, bool]:
    from dataclasses import asdict

    from flows.own_server import own_server
    from flows.settings import quiet_prefect

    quiet_prefect()
    with own_server():
        from flows.collect import CollectionFailedError, collect_responses, keep_refusals_off_the_console

        keep_refusals_off_the_console()
        given = asdict(target) | {"secret_block": secret_block, "raw": str(store.raw), "pulled_by": pulled_by}
        state = collect_responses(country, **given, return_state=True)
    try:
        collected = state.result()
    except CollectionFailedError as failure:
        return str(failure), False
    return "\n".join([*map(str, collected.problems), collected.summary, *collected.files]), True
