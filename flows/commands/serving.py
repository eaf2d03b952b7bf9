"""The commands that stay: serve, work, watch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import FAILED, OK, BriefWords, Processed, Raw, Reports, open_store, refuse


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


def _need_server() -> None:
    """Refuse to go on where nothing says which server is meant."""
    import os

    if not os.environ.get("PREFECT_API_URL"):
        refuse("PREFECT_API_URL names no server; `msp serve` starts one and tells what to set.")


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

    store, brief_language = open_store(raw, processed, reports, language)
    start = start_on_server(store, brief_language, f"{DEPLOYMENT}-with-approval" if gate else DEPLOYMENT)
    try:
        for said in watch_folders(store, brief_language, settle, every, start):
            typer.echo(said)
    except KeyboardInterrupt:
        raise typer.Exit(OK) from None
