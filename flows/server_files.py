"""The files of a Prefect server of this machine that keeps its runs in SQLite."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from tasks.adapters.run_databases import forget_deleted, keep_to_owner, keeps_run

OWNERS_UMASK = 0o077
"""With which such a server starts: nobody but its owner reads what it makes."""
OPEN = "Others on this machine may read {path}, and what people write to the server with it: change its mode."
NOT_FORGOTTEN = "A decision was replaced, but its bytes may still lie in %s: its server kept the file to itself."


def database_of_runs() -> Path | None:
    """Return the file of the database that a server of this machine uses, None where it is no file."""
    from prefect.settings import get_current_settings

    settings = get_current_settings()
    url = settings.server.database.connection_url
    if url is None:
        return settings.home / "prefect.db"
    kind, _, place = url.get_secret_value().partition(":///")
    place = place.partition("?")[0]
    return Path(place) if kind.startswith("sqlite") and place and ":memory:" not in place else None


def keep_files_to_owner() -> None:
    """Let nobody else on this machine read what a server keeps that starts here; a PostgreSQL is not ours to close.

    A database that the user put elsewhere is closed without its folder.
    """
    from prefect.settings import get_current_settings

    database, home = database_of_runs(), get_current_settings().home
    if database is None:
        return
    for path in keep_to_owner(database, home if database.parent.resolve() == home.resolve() else None):
        sys.stderr.write(OPEN.format(path=path) + "\n")


def forget_replaced(run: str) -> None:
    """Let no byte of what was deleted stay in the database that keeps a run, where that lies on this machine.

    Args:
        run: id of the run.
    """
    database = database_of_runs()
    if database is None or not database.is_file() or not keeps_run(database, run):
        return
    if not forget_deleted(database):
        logging.getLogger(__name__).warning(NOT_FORGOTTEN, database)
