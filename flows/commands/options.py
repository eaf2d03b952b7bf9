"""What commands share: options, exit codes, the folders they name and how they refuse."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tasks.adapters.store import Store
    from tasks.core.problems import Problem

OK, FAILED, WRONG_USAGE = 0, 1, 2


class Language(StrEnum):
    """Language of a brief's own words; own is the one that the country's source.yaml asks for."""

    OWN = "own"
    EN = "en"
    FR = "fr"
    ES = "es"
    PT = "pt"


Countries = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ISO3]...", help="Country codes, for example MLI. None means all of them."),
]
Raw = Annotated[
    Path | None, typer.Option(help="Folder of what was received, one folder a country.  [default: data/raw]")
]
Processed = Annotated[
    Path | None, typer.Option(help="Folder of the tables; safe to delete.  [default: data/processed]")
]
Reports = Annotated[Path | None, typer.Option(help="Folder of the briefs.  [default: reports]")]
BriefWords = Annotated[
    Language | None, typer.Option(help="Language of the briefs' own words.  [default: own, as each source.yaml asks]")
]


def open_store(
    raw: Path | None, processed: Path | None, reports: Path | None, language: Language | None, *, of_raw: bool = False
) -> tuple[Store, str]:
    """Return the folders as given or as set, and the language of briefs.

    Args:
        raw: of what was received; None for what the settings say.
        processed: of the tables; likewise.
        reports: of the briefs; likewise.
        language: of the briefs; likewise.
        of_raw: whether the command works on what was received alone, so that it does not matter where the others lie.

    Raises:
        DiskError: two of the folders are the same, or one lies inside another.
    """
    from flows.settings import Settings
    from tasks.adapters.store import Store

    given = {"raw": raw, "processed": processed, "reports": reports, "language": language and str(language)}
    settings = Settings(**{name: value for name, value in given.items() if value is not None})
    store = Store(settings.raw, settings.processed, settings.reports)
    if not of_raw:
        store.need_apart()
    return store, settings.language


def choose_countries(store: Store, countries: list[str] | None) -> list[str]:
    """Return the countries meant, each once; refuse where there is none or a name is no code."""
    from tasks.country_folders import COUNTRY_PATTERN, find_countries

    if not store.raw.is_dir():
        refuse(f"There is no folder {store.raw}. Name it with --raw, or make one with `msp init ISO3`.")
    chosen = [country.upper() for country in countries or find_countries(store)]
    if wrong := [country for country in chosen if not COUNTRY_PATTERN.fullmatch(country)]:
        refuse(f"{', '.join(wrong)}: a country is named by three letters, for example MLI (ISO 3166-1 alpha-3).")
    if not chosen:
        refuse(f"{store.raw} holds no country folder. Make one with `msp init ISO3`.")
    return list(dict.fromkeys(chosen))


def hold_country(store: Store, country: str) -> AbstractContextManager[None]:
    """Hold a country, so that no run changes its tables while they are read."""
    from tasks.adapters.locks import hold

    return hold(store.lock_files(country), country)


def check_places(files: Iterable[Path | None] = (), folders: Iterable[Path | None] = ()) -> None:
    """Check that the places to write to which a command names can be written to; None names none."""
    from tasks.adapters.disk import check_place

    for places, is_folder in ((files, False), (folders, True)):
        for place in filter(None, places):
            check_place(place, is_folder=is_folder)


def refuse(message: str) -> None:
    """Say what is wrong with how a command was used, and end it."""
    typer.echo(message, err=True)
    raise typer.Exit(WRONG_USAGE)


def echo_problems(problems: tuple[Problem, ...]) -> None:
    """Print problems with their fixes."""
    for problem in problems:
        typer.echo(str(problem), err=True)
