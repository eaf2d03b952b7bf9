"""The commands of the theme coder: code and train."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from flows.commands.options import FAILED, OK, Processed, Raw, echo_problems, open_store, refuse

Backend = Literal["linear", "semantic", "llm"]
RARELY = 200_000
"""Objects made between two searches for circles of references: coding makes many objects and no circles."""


def code(
    file: Annotated[
        str, typer.Argument(metavar="[FILE|-]", help="JSON lines with id and text; - reads them as they come.")
    ] = "-",
    workers: Annotated[int, typer.Option(min=1, help="Processes that code; the answers are the same for any.")] = 1,
    processed: Processed = None,
) -> None:
    """Code texts with topics and a stance: JSON lines in, JSON lines out, in the same order.

    In: id, text and optionally lang, area, question, annex_question, group.
    Out: id, topics, stance; confidence, tier and matched words per topic; topics to review; coder.
    A coder that learnt from the reviews of this installation codes, where there is one.
    """
    import gc

    from tasks.apply_codes import code_lines, line_batches

    gc.set_threshold(RARELY, 20, 50)
    if file != "-" and not Path(file).is_file():
        refuse(f"There is no file {file}.")
    is_sound, own = True, open_store(None, processed, None, None)[0].coder
    with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as stream:
        for records in code_lines(line_batches(stream.fileno()), workers, own):
            is_sound = is_sound and not any("error" in record for record in records)
            sys.stdout.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
            sys.stdout.flush()
    raise typer.Exit(OK if is_sound else FAILED)


def train(
    final: Annotated[
        bool, typer.Option("--final", help="Open the sealed test too and write the accuracy card.")
    ] = False,
    direct: Annotated[bool, typer.Option("--direct", help="Train without a Prefect server.")] = False,
    backend: Annotated[
        Backend, typer.Option(help="Whose metrics are written; the default is what is shipped.")
    ] = "linear",
    with_reviews: Annotated[
        bool, typer.Option("--with-reviews", help="Learn from what people decided here too; the shipped model stays.")
    ] = False,
    raw: Raw = None,
    processed: Processed = None,
) -> None:
    """Train the theme coder on its corpus and measure it; writes model, metrics and, with --final, the card.

    With --with-reviews it learns from all countries' reviews beside the corpus, tells its figures on the sealed test
    before and after, and is taken into use from `data/coder` unless it is worse in a language (exit code 1).
    """
    if with_reviews:
        _learn(raw, processed)
    if direct:
        from tasks.train_coder import measure_sealed, train_coder

        metrics = train_coder(backend=backend)
        metrics = measure_sealed(backend=backend) if final else metrics["cross_validation"] or metrics["dev"]
    else:
        from flows.own_server import own_server
        from flows.settings import quiet_prefect

        quiet_prefect()
        with own_server():
            from flows.coder import train_theme_coder

            metrics = train_theme_coder(final=final, backend=backend)
    typer.echo(json.dumps(metrics, ensure_ascii=False, indent=1))


def _learn(raw: Path | None, processed: Path | None) -> None:
    from tasks.country_folders import find_countries
    from tasks.learn_from_reviews import learn_from_reviews

    store, _ = open_store(raw, processed, None, None)
    typer.echo("Learning from reviews: 10 to 20 minutes, up to 9 GB of memory.", err=True)
    learnt = learn_from_reviews(store, find_countries(store))
    typer.echo(f"Segments that people judged wholly: {learnt.n_segments}")
    if learnt.after:
        _show_learnt(learnt.before, learnt.after)
    echo_problems(learnt.problems)
    if learnt.problems:
        typer.echo("The coder stays as it was.")
        raise typer.Exit(FAILED)
    typer.echo(
        f"Taken into use: the next msp run codes with it. Its figures stand in {store.coder / 'card.json'}; "
        f"to go back, delete {store.coder / 'model'}."
    )
    raise typer.Exit(OK)


def _show_learnt(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Show the figures of the shipped coder and of the one that learnt from reviews, on the sealed test."""
    from rich.console import Console
    from rich.table import Table

    measures = ("Themes (F1): shipped", "with reviews", "change", "Stances right: shipped", "with reviews", "change")
    table = Table("Sealed test", *measures)
    rows = [("all", before["all"], after["all"])]
    rows += [(language, own, after["languages"][language]) for language, own in before["languages"].items()]
    for name, was, now in rows:
        cells = (
            text
            for key in ("f1", "stance")
            for text in (f"{was[key]:.3f}", f"{now[key]:.3f}", f"{now[key] - was[key]:+.3f}")
        )
        table.add_row(name, *cells)
    Console().print(table)
