"""The database of a server on this machine is its owner's only, and forgets what is deleted from it."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tasks.adapters import run_databases
from tasks.adapters.run_databases import forget_deleted, keep_to_owner, keeps_run

RUN = "0b1d9f4e-6a55-4c7b-9a43-2d5f1c0e7a11"
TOLD = "Zubeyde Qorbanova asked us " * 30


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database in use, from which an answer was deleted."""
    path = tmp_path / "home" / "prefect.db"
    path.parent.mkdir(mode=0o755)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE flow_run (id TEXT)")
        connection.execute("CREATE TABLE answer (said TEXT)")
        connection.execute("INSERT INTO flow_run VALUES (?)", (RUN,))
        connection.commit()
    return path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_files__open_to_others__are_closed_with_their_folder(database):
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("INSERT INTO answer VALUES ('kept')")
        connection.commit()
        for end in ("", "-wal", "-shm"):
            database.with_name(f"prefect.db{end}").chmod(0o644)
        assert keep_to_owner(database, database.parent) == ()
        assert [mode(database.with_name(f"prefect.db{end}")) for end in ("", "-wal", "-shm")] == [0o600] * 3
    assert mode(database.parent) == 0o700


def test_folder__that_is_not_the_servers_own__stays_as_it_is(database):
    assert keep_to_owner(database, None) == ()
    assert (mode(database.parent), mode(database)) == (0o755, 0o600)


def test_folder__in_which_everybody_keeps_files__stays_as_it_is(database):
    database.parent.chmod(0o1777)
    keep_to_owner(database, database.parent)
    assert database.parent.stat().st_mode & 0o7777 == 0o1777


def test_folder__that_is_not_there__is_made_for_its_owner(tmp_path):
    keep_to_owner(tmp_path / "new" / "prefect.db", tmp_path / "new")
    assert mode(tmp_path / "new") == 0o700


def test_files__that_may_not_be_closed__are_told(database, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError

    database.chmod(0o644)
    monkeypatch.setattr(Path, "chmod", refuse)
    assert keep_to_owner(database, database.parent) == (database, database.parent)


def test_deleted_words__leave_no_byte_while_others_have_the_database_open(database):
    with closing(sqlite3.connect(database)) as server:
        server.execute("PRAGMA secure_delete = OFF")
        server.execute("INSERT INTO answer VALUES (?)", (TOLD,))
        server.commit()
        server.execute("DELETE FROM answer")
        server.commit()
        assert any(TOLD.encode() in path.read_bytes() for path in database.parent.iterdir())
        assert forget_deleted(database)
        assert not any(b"Qorbanova" in path.read_bytes() for path in database.parent.iterdir())
        assert keeps_run(database, RUN)


def test_deleted_words__of_a_database_that_somebody_keeps_to_himself__are_told_to_stay(database, monkeypatch):
    monkeypatch.setattr(run_databases, "LONGEST_WAIT", 0.01)
    with closing(sqlite3.connect(database)) as server:
        server.execute("BEGIN IMMEDIATE")
        assert not forget_deleted(database)


@pytest.mark.parametrize(("run", "is_kept"), [(RUN, True), (RUN.replace("-", ""), True), (RUN[::-1], False)])
def test_database__tells_which_runs_it_keeps(run, is_kept, database):
    assert keeps_run(database, run) is is_kept


def test_database__of_something_else__keeps_no_run(tmp_path):
    (tmp_path / "prefect.db").write_bytes(b"not a database at all, but long enough to be read as one")
    assert not keeps_run(tmp_path / "prefect.db", RUN)
