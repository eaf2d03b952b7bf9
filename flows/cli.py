"""The `msp` command."""

from __future__ import annotations

import typer

from flows.commands import coding, collecting, exchanging, reviewing, running, serving, tracing
from flows.commands.options import FAILED

COMMANDS = {
    "run": running.run,
    "check": running.check,
    "why": running.why,
    "remove": running.remove,
    "code": coding.code,
    "train": coding.train,
    "score": tracing.score,
    "trace": tracing.trace,
    "serve": serving.serve,
    "work": serving.work,
    "watch": serving.watch,
    "audit": tracing.audit,
    "form": collecting.form,
    "init": collecting.init,
    "export": exchanging.export,
    "archive": exchanging.archive,
    "import": exchanging.import_,
    "collect": collecting.collect,
}
"""In the order that `msp --help` shows them in."""

app = typer.Typer(
    name="msp",
    help="From interviews and questionnaires to scored, traceable good-practice briefs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for name, command in COMMANDS.items():
    app.command(name)(command)
app.add_typer(reviewing.app, name="review")


def main() -> None:
    """Run the command line; what the disk refuses is said as a problem."""
    from tasks.adapters.disk import DiskError, refusals_explained

    try:
        with refusals_explained("what was asked for"):
            app()
    except DiskError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(FAILED) from None


if __name__ == "__main__":
    main()
