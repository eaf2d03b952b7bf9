"""The files of a server of this machine: which they are, and whom they are closed to."""

import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from flows.server_files import database_of_runs, forget_replaced, keep_files_to_owner

POSTGRESQL = "postgresql+asyncpg://prefect@localhost/prefect"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of a server, open to others, with a database."""
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    (home / "prefect.db").write_bytes(b"")
    (home / "prefect.db").chmod(0o644)
    return home


@pytest.fixture
def using(home: Path) -> Callable[[str], AbstractContextManager[None]]:
    """Let Prefect use the home, and the database that is named."""
    from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL, PREFECT_HOME, temporary_settings

    @contextmanager
    def use(url: str) -> Iterator[None]:
        with temporary_settings({PREFECT_HOME: home, PREFECT_API_DATABASE_CONNECTION_URL: url}):
            yield

    return use


def modes(*paths: Path) -> list[str]:
    return [oct(stat.S_IMODE(path.stat().st_mode)) for path in paths]


def test_files_in_the_home__are_closed_with_it(home, using):
    with using(f"sqlite+aiosqlite:///{home}/prefect.db"):
        assert database_of_runs() == home / "prefect.db"
        keep_files_to_owner()
    assert modes(home, home / "prefect.db") == ["0o700", "0o600"]


def test_database__that_the_user_put_elsewhere__is_closed_without_its_folder(home, using, tmp_path):
    elsewhere = tmp_path / "runs.db"
    elsewhere.write_bytes(b"")
    elsewhere.chmod(0o644)
    before = modes(tmp_path)
    with using(f"sqlite+aiosqlite:///{elsewhere}?timeout=20"):
        assert database_of_runs() == elsewhere
        keep_files_to_owner()
    assert modes(elsewhere, home, tmp_path) == ["0o600", "0o755", *before]


@pytest.mark.parametrize("url", [POSTGRESQL, "sqlite+aiosqlite:///:memory:"])
def test_database__that_is_no_file__leaves_the_home_as_it_is(url, home, using):
    with using(url):
        assert database_of_runs() is None
        keep_files_to_owner()
        forget_replaced("0b1d9f4e-6a55-4c7b-9a43-2d5f1c0e7a11")
    assert modes(home, home / "prefect.db") == ["0o755", "0o644"]


def test_home__that_this_account_may_not_close__is_told_in_one_line(home, using, monkeypatch, capsys):
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refuse)
    with using(f"sqlite+aiosqlite:///{home}/prefect.db"):
        keep_files_to_owner()
    told = capsys.readouterr().err.splitlines()
    assert [line.startswith("Others on this machine may read") for line in told] == [True, True]
