"""The `msp` command."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from tasks.adapters.store import Store
    from tasks.core.collections import Target
    from tasks.core.problems import Problem
    from tasks.export_review import Exported
    from tasks.outcomes import Outcome

OK, FAILED, WRONG_USAGE = 0, 1, 2
Backend = Literal["linear", "semantic", "llm"]
SHOWN_FIRST = ("n", "at", "who", "event", "country", "previous", "hash")
"""Of an entry of the audit log, what is printed first, and its hashes, which are not."""
RARELY = 200_000
"""Objects made between two searches for circles of references: coding makes many objects and no circles."""

app = typer.Typer(
    name="msp",
    help="From interviews and questionnaires to scored, traceable good-practice briefs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


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


def main() -> None:
    """Run the command line; what the disk refuses is said as a problem."""
    from tasks.adapters.disk import DiskError, refusals_explained

    try:
        with refusals_explained("what was asked for"):
            app()
    except DiskError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(FAILED) from None


@app.command()
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
    store, brief_language = _settings(raw, processed, reports, language)
    chosen = _chosen_countries(store, countries)
    if direct:
        outcomes = _run_directly(store, chosen, brief_language, refresh)
    else:
        outcomes = _run_flow(store, chosen, brief_language, refresh)
    _show_outcomes(outcomes)
    if (store.reports / "index.html").is_file():
        typer.echo(store.reports / "index.html")
    raise typer.Exit(OK if all(outcome.is_written for outcome in outcomes) else FAILED)


def _settings(
    raw: Path | None, processed: Path | None, reports: Path | None, language: Language | None
) -> tuple[Store, str]:
    from flows.settings import Settings
    from tasks.adapters.store import Store

    given = {"raw": raw, "processed": processed, "reports": reports, "language": language and str(language)}
    settings = Settings(**{name: value for name, value in given.items() if value is not None})
    return Store(settings.raw, settings.processed, settings.reports), settings.language


def _chosen_countries(store: Store, countries: list[str] | None) -> list[str]:
    from flows.direct import COUNTRY_PATTERN, find_countries

    if not store.raw.is_dir():
        _refuse(f"There is no folder {store.raw}. Name it with --raw, or make one with `msp init ISO3`.")
    chosen = [country.upper() for country in countries or find_countries(store)]
    if wrong := [country for country in chosen if not COUNTRY_PATTERN.fullmatch(country)]:
        _refuse(f"{', '.join(wrong)}: a country is named by three letters, for example MLI (ISO 3166-1 alpha-3).")
    if not chosen:
        _refuse(f"{store.raw} holds no country folder. Make one with `msp init ISO3`.")
    return list(dict.fromkeys(chosen))


def _need_server() -> None:
    """Refuse to go on where nothing says which server is meant."""
    import os

    if not os.environ.get("PREFECT_API_URL"):
        _refuse("PREFECT_API_URL names no server; `msp serve` starts one and tells what to set.")


def _refuse(message: str) -> None:
    typer.echo(message, err=True)
    raise typer.Exit(WRONG_USAGE)


def _run_directly(store: Store, countries: list[str], language: str, refresh: bool) -> list[Outcome]:
    from flows.direct import run_directly

    with _progress(len(countries)) as advance:
        return run_directly(
            store, countries, language, refresh=refresh, on_done=lambda outcome: advance(outcome.country)
        )


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
    outcomes: list[Outcome] = state.result(raise_on_failure=False)
    if isinstance(outcomes, BaseException):
        raise outcomes
    return outcomes


@contextmanager
def _progress(total: int) -> Iterator[Callable[[str], None]]:
    """Show a bar when a person watches, a plain line per country otherwise."""
    console = _console()
    if not console.is_terminal:
        yield lambda country: typer.echo(f"{country}: done", err=True)
        return
    from rich.progress import Progress

    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("Countries", total=total)
        yield lambda country: bar.update(task, advance=1, description=country)


def _console() -> Console:
    from rich.console import Console

    return Console(stderr=True)


def _show_outcomes(outcomes: list[Outcome]) -> None:
    from rich.console import Console
    from rich.table import Table

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
        _show_problems(outcome.problems, severities=("critical", "warning"))
        for path in outcome.paths:
            typer.echo(str(path))


def _outcome_cells(outcome: Outcome) -> tuple[str, ...]:
    overall = outcome.scores.get("overall", {})
    score, low, high = (overall.get(key) for key in ("value", "interval_low", "interval_high"))
    counts = [
        str(sum(p["severity"] == severity for p in outcome.problems)) for severity in ("critical", "warning", "info")
    ]
    state = ("unchanged" if outcome.is_unchanged else "written") if outcome.is_written else "FAILED"
    shown = "insufficient evidence" if outcome.is_written else ""
    return (
        outcome.country,
        state,
        shown if score is None else f"{score:.1f}",
        "" if low is None or high is None else f"{low:.0f} to {high:.0f}",
        *counts,
    )


def _show_problems(problems: tuple[dict[str, Any], ...], severities: tuple[str, ...]) -> None:
    from tasks.core.problems import Problem, Severity

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
            typer.echo(str(problem), err=True)


@app.command()
def check(countries: Countries = None, raw: Raw = None) -> None:
    """Check what was received, without writing anything: print every problem with its fix.

    Exit code 0 when no problem is critical, 1 otherwise, 2 for wrong usage.
    """
    import tempfile

    from flows.direct import check_country

    store, _ = _settings(raw, None, None, None)
    chosen = _chosen_countries(store, countries)
    is_sound = True
    with tempfile.TemporaryDirectory() as folder:
        for country in chosen:
            outcome = check_country(store.raw, Path(folder), country)
            counts = [
                sum(p["severity"] == severity for p in outcome.problems) for severity in ("critical", "warning", "info")
            ]
            typer.echo("{}: {} critical, {} warnings, {} notes".format(country, *counts))
            _show_problems(outcome.problems, severities=("critical", "warning", "info"))
            is_sound = is_sound and counts[0] == 0 and not outcome.message
            if outcome.message:
                typer.echo(outcome.message, err=True)
    raise typer.Exit(OK if is_sound else FAILED)


@app.command()
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

    store, brief_language = _settings(raw, processed, reports, language)
    for country in _chosen_countries(store, countries):
        will_run, reasons = explain(store, country, choose_language(store, country, brief_language))
        typer.echo(f"{country}: {'runs' if will_run else 'does not run'}")
        for reason in reasons:
            typer.echo(f"  {reason}")


@app.command()
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
        _refuse(f"There is no file {file}.")
    is_sound, own = True, _settings(None, processed, None, None)[0].coder
    with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as stream:
        for records in code_lines(line_batches(stream.fileno()), workers, own):
            is_sound = is_sound and not any("error" in record for record in records)
            sys.stdout.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
            sys.stdout.flush()
    raise typer.Exit(OK if is_sound else FAILED)


@app.command()
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
    from flows.direct import find_countries
    from tasks.learn_from_reviews import learn_from_reviews

    store, _ = _settings(raw, processed, None, None)
    typer.echo("Learning from reviews: 10 to 20 minutes, up to 9 GB of memory.", err=True)
    learnt = learn_from_reviews(store, find_countries(store))
    typer.echo(f"Segments that people judged wholly: {learnt.n_segments}")
    if learnt.after:
        _show_learnt(learnt.before, learnt.after)
    _echo_problems(learnt.problems)
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


@app.command()
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
            _refuse(f"There is no file {path}.")
    document, problems = score_level_file(levels, previous)
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1))
    _echo_problems(problems)
    raise typer.Exit(FAILED if any(problem.severity == "critical" for problem in problems) else OK)


def _echo_problems(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        typer.echo(str(problem), err=True)


@app.command()
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

    store, _ = _settings(raw, processed, None, None)
    found = trace_each(store, id_)
    if not found:
        _refuse(f"No table holds the id {id_}. Ids come from a brief made with the same folders (--processed).")
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


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 4200,
    runs_at_once: Annotated[int, typer.Option(min=0, help="Runs at the same time; 0 only watches runs.")] = 2,
) -> None:
    """Start a Prefect server that stays, and serve the flows: start and watch runs in the browser.

    It listens on this machine only and asks for a password: that of PREFECT_SERVER_API_AUTH_STRING
    (user:password), else one made once and kept in a file.
    """
    import os

    from flows.serving import serve as serve_here
    from flows.settings import LOOPBACK, PASSWORDS, server_environment

    home = Path(os.environ.get("PREFECT_HOME") or Path.home() / ".prefect").expanduser()
    file = home / "msp-server-password"
    environment = server_environment(file)
    password = f'"${PASSWORDS[0]}"' if os.environ.get(PASSWORDS[0]) else f"$(cat {file})"
    typer.echo(f"In another window, for msp run and the rest:\n  export PREFECT_API_URL=http://{LOOPBACK}:{port}/api")
    typer.echo(f"  export {PASSWORDS[1]}={password}")
    typer.echo(f"The browser (http://{LOOPBACK}:{port}) asks for the same password. Ctrl+C ends the server.")
    raise typer.Exit(serve_here(environment, port, runs_at_once))


@app.command()
def work(
    runs_at_once: Annotated[int, typer.Option(min=1, help="Runs at the same time.")] = 1,
) -> None:
    """Take runs from a server that others share: as many workers as you like, each on the same folders.

    The server is that of PREFECT_API_URL (see `msp serve`). Ctrl+C ends the worker.
    """
    import os

    from flows.settings import be_patient, quiet_prefect

    quiet_prefect()
    be_patient()
    _need_server()
    from flows.serving import work as work_here

    if not work_here(runs_at_once):
        typer.echo(f"No server answers at {os.environ['PREFECT_API_URL']}.", err=True)
        raise typer.Exit(FAILED)


@app.command()
def watch(
    settle: Annotated[float, typer.Option(min=0, help="Seconds that a folder has to stay as it is.")] = 60,
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks.")] = 10,
    raw: Raw = None,
    processed: Processed = None,
    reports: Reports = None,
    language: BriefWords = None,
    gate: Annotated[bool, typer.Option("--gate", help="Let each brief wait for approval.")] = False,
) -> None:
    """Watch the raw folder, and start the run of a country on the server when its files have changed and settled.

    The server is that of PREFECT_API_URL (see `msp serve`). Ctrl+C ends it.
    """
    from flows.settings import quiet_prefect

    quiet_prefect()
    _need_server()
    from flows.watching import DEPLOYMENT, start_on_server
    from flows.watching import watch as watch_folders

    store, brief_language = _settings(raw, processed, reports, language)
    start = start_on_server(store, brief_language, f"{DEPLOYMENT}-with-approval" if gate else DEPLOYMENT)
    try:
        for said in watch_folders(store, brief_language, settle, every, start):
            typer.echo(said)
    except KeyboardInterrupt:
        raise typer.Exit(OK) from None


@app.command()
def audit(
    noted: Annotated[str, typer.Option(help="Hash of an entry that was noted elsewhere: is it still in the log?")] = "",
    last: Annotated[int, typer.Option(min=0, help="Entries to print, the latest; 0 for all.")] = 20,
    processed: Processed = None,
    reports: Reports = None,
) -> None:
    """Check the audit log and print it: who ran what on which inputs, what was decided and what was released.

    Exit code 0 when log and reports are as they were written, 1 when not.
    """
    from tasks.audit import audit as check_log

    store, _ = _settings(None, processed, reports, None)
    trail = check_log(store, noted)
    for entry in trail.entries[-last:]:
        facts = {key: value for key, value in entry.items() if key not in SHOWN_FIRST}
        typer.echo(" ".join(str(entry.get(key, "")) for key in SHOWN_FIRST[:5]) + f" {json.dumps(facts)}")
    _echo_problems(trail.problems)
    is_whole = all(problem.severity == "info" for problem in trail.problems)
    typer.echo(
        f"{len(trail.entries)} entries, {'whole' if is_whole else 'NOT whole'}; the last hash is {trail.last_hash}"
    )
    raise typer.Exit(OK if is_whole else FAILED)


@app.command()
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
        _refuse("Name the workbook to write, or the form to check with --lint.")
    if lint is not None:
        _lint_form(lint)
    elif out is not None:
        _write_form(out)


def _lint_form(path: Path) -> None:
    from tasks.adapters.forms import lint_form

    if not path.is_file():
        _refuse(f"There is no file {path}.")
    problems = lint_form(path)
    _echo_problems(problems)
    typer.echo(f"{path}: {len(problems)} findings" if problems else f"{path}: nothing to mend")
    raise typer.Exit(FAILED if any(problem.severity != "info" for problem in problems) else OK)


def _write_form(out: Path) -> None:
    from tasks.adapters.declarations import QUESTIONNAIRE
    from tasks.adapters.forms import write_workbook

    if out.suffix.lower() != ".xlsx":
        _refuse(f"{out}: the workbook's name ends in .xlsx.")
    out.parent.mkdir(parents=True, exist_ok=True)
    for warning in write_workbook(QUESTIONNAIRE, out):
        typer.echo(warning, err=True)
    typer.echo(str(out))


@app.command()
def init(
    country: Annotated[str, typer.Argument(metavar="ISO3", help="Country code, for example MLI.")],
    raw: Raw = None,
) -> None:
    """Make a country folder with a register to fill in and a one-page how-to."""
    from flows.direct import COUNTRY_PATTERN
    from tasks.country_folders import make_country_folder

    store, _ = _settings(raw, None, None, None)
    if not COUNTRY_PATTERN.fullmatch(country.upper()):
        _refuse(f"{country}: a country is named by three letters, for example MLI (ISO 3166-1 alpha-3).")
    folder = store.raw / country.upper()
    if folder.exists():
        _refuse(f"{folder} exists already; nothing was changed.")
    for path in make_country_folder(folder):
        typer.echo(str(path))


@app.command()
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

    store, asked_language = _settings(raw, processed, reports, language)
    (code,) = _chosen_countries(store, [country])
    own_language = choose_language(store, code, asked_language)
    if (qda is None and to is None) or (qda is not None and qda.suffix.lower() not in (".qdpx", ".qdc")):
        _refuse("Name what to write: --qda OUT.qdpx, --qda OUT.qdc for the codebook alone, or --to FOLDER for data.")
    problems: tuple[Problem, ...] = ()
    with _held(store, code):
        if qda is not None and qda.suffix.lower() == ".qdc":
            export_codebook(qda, own_language)
        elif qda is not None:
            problems = export_project(store, code, qda, own_language, is_blind=blind)
        if to is not None:
            problems = (*problems, *export_data(store, code, to, own_language))
    _echo_problems(tuple(dict.fromkeys(problems)))
    if any(problem.severity == "critical" for problem in problems):
        raise typer.Exit(FAILED)
    for path in filter(None, (qda, to)):
        typer.echo(str(path))


def _held(store: Store, country: str) -> AbstractContextManager[None]:
    """Hold a country, so that no run changes its tables while they are read."""
    from tasks.adapters.locks import hold

    return hold(store.lock_files(country), country)


@app.command()
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

    store, _ = _settings(raw, processed, reports, None)
    (code,) = _chosen_countries(store, [country])
    out = to or Path(f"{code}-archive.zip")
    with _held(store, code):
        problems = pack_country(store, code, out)
    _echo_problems(problems)
    if problems:
        raise typer.Exit(FAILED)
    typer.echo(str(out))


@app.command("import")
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

    store, _ = _settings(raw, processed, None, None)
    (code,) = _chosen_countries(store, [country])
    with _held(store, code):
        imported = import_project(store, code, file, coder=coder, is_blind=blind)
    _echo_problems(imported.problems)
    coders = sorted({coding.coder for coding in imported.codings})
    typer.echo(f"{len(imported.codings)} codings by {len(coders)} persons: {', '.join(coders) or 'none'}")
    for name in imported.files:
        typer.echo(name)
    raise typer.Exit(OK if imported.codings else FAILED)


@app.command()
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
    from flows.direct import COUNTRY_PATTERN
    from tasks.core.collections import Target

    store, _ = _settings(raw, None, None, None)
    if not COUNTRY_PATTERN.fullmatch(country.upper()):
        _refuse(f"{country}: a country is named by three letters, for example MLI (ISO 3166-1 alpha-3).")
    if bool(kobo) == bool(odk) or (kobo and not asset) or (odk and not (project > 0 and form_id)):
        _refuse("Name one form: --kobo URL --asset UID, or --odk URL --project N --form ID.")
    if direct and secret_block:
        _refuse("A Secret block is kept by Prefect: leave out --direct, or set the token in the environment.")
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
        from flows.collect import CollectionFailedError, collect_responses

        given = asdict(target) | {"secret_block": secret_block, "raw": str(store.raw), "pulled_by": pulled_by}
        state = collect_responses(country, **given, return_state=True)
    try:
        collected = state.result()
    except CollectionFailedError as failure:
        return str(failure), False
    return "\n".join([*map(str, collected.problems), collected.summary, *collected.files]), True


review_app = typer.Typer(
    no_args_is_help=True, help="Review workbooks: export what people should decide on, and apply what they decided."
)
app.add_typer(review_app, name="review")
OneCountry = Annotated[str, typer.Argument(metavar="ISO3", help="Country code, for example MLI; it was run before.")]
Workbook = Annotated[Path | None, typer.Option(help="Workbook to write.  [default: data/review/ISO3-review.xlsx]")]
OwnWords = Annotated[Language, typer.Option(help="Language of the workbook's own words.")]


@review_app.command("export")
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

    store, own = _one_country(raw, processed, country)
    _end_export(export(store, own, choose_language(store, own, str(language)), out))


@review_app.command("sample")
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

    store, own = _one_country(raw, processed, country)
    _end_export(export(store, own, choose_language(store, own, str(language)), share, seed, out))


@review_app.command("apply")
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

    store, _ = _settings(raw, processed, None, None)
    if not file.is_file():
        _refuse(f"There is no file {file}.")
    accepted = accept_review(store, file, country.upper())
    _echo_problems(accepted.problems)
    if has_critical(accepted.problems):
        raise typer.Exit(FAILED)
    typer.echo(f"{accepted.country}: {len(accepted.decisions)} new decisions, {accepted.n_known} known already")
    if accepted.path is not None:
        typer.echo(f"{accepted.path}\nApply them with: msp run {accepted.country}")


@review_app.command("validate")
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
        _refuse("Say who validates: --name.")
    path, problems = validate_results(
        store, own, " ".join(name.split()), is_named=show_name, reason=reason, is_withdrawn=withdraw
    )
    _echo_problems(problems)
    if problems:
        raise typer.Exit(FAILED)
    typer.echo(f"{path}\nWrite the brief anew with: msp run {own}")


def _one_country(
    raw: Path | None, processed: Path | None, country: str, reports: Path | None = None
) -> tuple[Store, str]:
    store, _ = _settings(raw, processed, reports, None)
    return store, _chosen_countries(store, [country])[0]


def _end_export(exported: Exported) -> None:
    _echo_problems(exported.problems)
    if exported.path is not None:
        typer.echo(str(exported.path))
    raise typer.Exit(FAILED if exported.path is None else OK)


if __name__ == "__main__":
    main()
