"""The commands that show what stands behind a number: score, trace, audit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import FAILED, OK, Processed, Raw, Reports, echo_problems, open_store, refuse

SHOWN_FIRST = ("n", "at", "who", "event", "country", "previous", "hash")
"""Of an entry of the audit log, what is printed first, and its hashes, which are not."""


def score(
    levels: Annotated[
        Path,
        typer.Argument(help="CSV or workbook: indicator, level and optionally group, respondent, record_type, date."),
    ],
    previous: Annotated[
        Path | None, typer.Option(help="The same table of the last period, to flag levels that moved.")
    ] = None,
) -> None:
    """Score a table of levels under the rubric and print areas, overall, bounds and bands as JSON."""
    from tasks.score import score_level_file

    for path in filter(None, (levels, previous)):
        if not path.is_file():
            refuse(f"There is no file {path}.")
    document, problems = score_level_file(levels, previous)
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1))
    echo_problems(problems)
    raise typer.Exit(FAILED if any(problem.severity == "critical" for problem in problems) else OK)


def trace(
    id_: Annotated[
        str,
        typer.Argument(metavar="ID", help="Any id: evidence, quotation, interview, coding, fact, contradiction ..."),
    ],
    raw: Raw = None,
    processed: Processed = None,
) -> None:
    """Show where a piece of evidence comes from: file, place and words; of a contradiction, both sides.

    Exit code 0 when the words stand at that place of the raw file, 1 when not, 2 for an unknown id.
    """
    from tasks.trace import trace_each

    store, _ = open_store(raw, processed, None, None)
    found = trace_each(store, id_)
    if not found:
        refuse(f"No table holds the id {id_}. Ids come from a brief made with the same folders (--processed).")
        return
    for number, one in enumerate(found):
        offsets = "" if one.start_char is None else f", characters {one.start_char} to {one.end_char}"
        if number:
            typer.echo()
        typer.echo(f"{one.id} ({one.table}, {one.country})")
        typer.echo(f"file: {one.file}{', ' + one.place if one.place else ''}{offsets}")
        for name, value in one.about.items():
            typer.echo(f"{name}: {value}")
        if one.words:
            typer.echo(f"words: {one.words}")
        typer.echo(f"stands in the file: {'yes' if one.is_found else 'NO'}")
    raise typer.Exit(OK if all(one.is_found for one in found) else FAILED)


def audit(
    noted: Annotated[str, typer.Option(help="Hash of an entry that was noted elsewhere: is it still in the log?")] = "",
    last: Annotated[int, typer.Option(min=0, help="Entries to print, the latest; 0 for all.")] = 20,
    processed: Processed = None,
    reports: Reports = None,
) -> None:
    """Check the audit log and print it: who ran what on which inputs, what was decided and what was released.

    A run `ended` with an outcome: written, waiting, refused, failed, or cancelled by a person.
    Exit code 0 when log and reports are as they were written, 1 when not.
    """
    from tasks.audit import audit as check_log

    store, _ = open_store(None, processed, reports, None)
    trail = check_log(store, noted)
    for entry in trail.entries[-last:]:
        facts = {key: value for key, value in entry.items() if key not in SHOWN_FIRST}
        typer.echo(" ".join(str(entry.get(key, "")) for key in SHOWN_FIRST[:5]) + f" {json.dumps(facts)}")
    echo_problems(trail.problems)
    is_whole = all(problem.severity == "info" for problem in trail.problems)
    typer.echo(
        f"{len(trail.entries)} entries, {'whole' if is_whole else 'NOT whole'}; the last hash is {trail.last_hash}"
    )
    raise typer.Exit(OK if is_whole else FAILED)
