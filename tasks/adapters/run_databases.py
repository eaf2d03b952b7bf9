"""The database file in which a server on this machine keeps its runs: who may read it, and what it has forgotten."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

OWNER_ONLY, OWNER_FOLDER = 0o600, 0o700
OTHERS = 0o077
SHARED = 0o1000
"""Mode bit of a folder in which everybody keeps files, as /tmp: it stays as it is."""
BESIDE = ("", "-wal", "-shm", "-journal")
"""What the names of the files of a database end with."""
LONGEST_WAIT = 20.0
"""Seconds that others may keep the database to themselves before a try fails."""
TRIES = 5


def keep_to_owner(database: Path, folder: Path | None) -> tuple[Path, ...]:
    """Let nobody but the owner read a database and the folder of the server that writes it.

    Args:
        database: its file, which need not be there yet.
        folder: of the server, made where there is none; None leaves folders as they are.

    Returns:
        What others may still read, as this account may not change it.
    """
    if folder is not None:
        with suppress(OSError):
            folder.mkdir(mode=OWNER_FOLDER, parents=True, exist_ok=True)
    held = [(database.with_name(database.name + end), OWNER_ONLY) for end in BESIDE]
    if folder is not None:
        held.append((folder, OWNER_FOLDER))
    return tuple(path for path, mode in held if path.exists() and not _is_closed(path, mode))


def _is_closed(path: Path, mode: int) -> bool:
    with suppress(OSError):
        stands = path.stat().st_mode
        if stands & OTHERS and not (path.is_dir() and stands & SHARED):
            path.chmod(mode)
        return True
    return False


def keeps_run(database: Path, run: str) -> bool:
    """Tell whether a database keeps a run.

    Args:
        database: its file.
        run: id of the run.
    """
    with suppress(sqlite3.Error), _opened(database) as connection:
        found = connection.execute("SELECT 1 FROM flow_run WHERE replace(id, '-', '') = ?", (run.replace("-", ""),))
        return found.fetchone() is not None
    return False


def forget_deleted(database: Path) -> bool:
    """Write a database anew without what was deleted from it, its log of changes too.

    SQLite leaves the bytes of what is deleted where they were until something is written over them.

    Args:
        database: its file; others may use it meanwhile.

    Returns:
        False where others used it all the time: the bytes may still be there.
    """
    return any(_is_rewritten(database) for _ in range(TRIES))


def _is_rewritten(database: Path) -> bool:
    with suppress(sqlite3.Error), _opened(database) as connection:
        connection.execute("VACUUM")
        is_busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not is_busy
    return False


def _opened(database: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=rw", uri=True, timeout=LONGEST_WAIT))
