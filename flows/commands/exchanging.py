"""The commands by which data leave and come back: export, import, archive."""

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
    hold_country,
    open_store,
    refuse,
)

if TYPE_CHECKING:
    from tasks.core.problems import Problem


def export(
    country: Annotated[str, typer.Argument(metavar="ISO3", help="Country code, for example MLI; it was run.")],
    qda: Annotated[Path | None, typer.Option(help="REFI-QDA project (.qdpx), or codebook alone (.qdc).")] = None,
    to: Annotated[Path | None, typer.Option(help="Folder for data: SPSS, Stata, CSV, Parquet, XLSX, DDI.")] = None,
    blind: Annotated[bool, typer.Option("--blind", help="Leave all codings out of the project.")] = False,
    language: Annotated[
        Language | None, typer.Option(help="Language of the files' own words.  [default: the brief's]")
    ] = None,
    raw: Raw = None,
    processed: Processed = None,
    reports: Reports = None,
) -> None:
    """Write a country for other programs: a REFI-QDA project or codebook, or data for statistics and spreadsheets.

    Only pseudonymised words that may be quoted leave. Exit code 0 when written, 1 when not, 2 for wrong usage.
    """
    from flows.languages import choose_language
    from tasks.exchange import export_codebook, export_project
    from tasks.export_data import export_data

    store, asked_language = open_store(raw, processed, reports, language)
    (code,) = choose_countries(store, [country])
    own_language = choose_language(store, code, asked_language)
    if (qda is None and to is None) or (qda is not None and qda.suffix.lower() not in (".qdpx", ".qdc")):
        refuse("Name what to write: --qda OUT.qdpx, --qda OUT.qdc for the codebook alone, or --to FOLDER for data.")
    check_places(files=[qda], folders=[to])
    problems: tuple[Problem, ...] = ()
    with hold_country(store, code):
        if qda is not None and qda.suffix.lower() == ".qdc":
            export_codebook(qda, own_language)
        elif qda is not None:
            problems = export_project(store, code, qda, own_language, is_blind=blind)
        if to is not None:
            problems = (*problems, *export_data(store, code, to, own_language))
    echo_problems(tuple(dict.fromkeys(problems)))
    if any(problem.severity == "critical" for problem in problems):
        raise typer.Exit(FAILED)
    for path in filter(None, (qda, to)):
        typer.echo(str(path))


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="REFI-QDA project (.qdpx) that came back.")],
    country: Annotated[str, typer.Argument(metavar="ISO3", help="Country whose texts it holds.")],
    coder: Annotated[str, typer.Option(help="Person behind codes that name none.")] = "",
    blind: Annotated[bool, typer.Option("--blind", help="Coded without seeing the machine's codes.")] = False,
    raw: Raw = None,
    processed: Processed = None,
) -> None:
    """Take codes that persons gave in another program into the country's review folder; what is there stays.

    Exit code 0 when codes came, 1 when none did, 2 for wrong usage.
    """
    from tasks.exchange import import_project

    store, _ = open_store(raw, processed, None, None)
    (code,) = choose_countries(store, [country])
    with hold_country(store, code):
        imported = import_project(store, code, file, coder=coder, is_blind=blind)
    echo_problems(imported.problems)
    coders = sorted({coding.coder for coding in imported.codings})
    typer.echo(f"{len(imported.codings)} codings by {len(coders)} persons: {', '.join(coders) or 'none'}")
    for name in imported.files:
        typer.echo(name)
    raise typer.Exit(OK if imported.codings else FAILED)


def archive(
    country: Annotated[str, typer.Argument(metavar="ISO3", help="Country code, for example MLI; it was run.")],
    to: Annotated[Path | None, typer.Option(help="The ZIP to write.  [default: ISO3-archive.zip]")] = None,
    raw: Raw = None,
    processed: Processed = None,
    reports: Reports = None,
) -> None:
    """Pack what was last released into one ZIP for an archive: reports, data, codebook, rubric, hashes, audit.

    The same release gives the same bytes. Exit code 0 when written, 1 when not, 2 for wrong usage.
    """
    from tasks.archive import archive as pack_country

    store, _ = open_store(raw, processed, reports, None)
    (code,) = choose_countries(store, [country])
    out = to or Path(f"{code}-archive.zip")
    check_places(files=[out])
    with hold_country(store, code):
        problems = pack_country(store, code, out)
    echo_problems(problems)
    if problems:
        raise typer.Exit(FAILED)
    typer.echo(str(out))
