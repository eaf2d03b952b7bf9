"""Options of the test run, and what all tests share."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from servers.environments import clean_environment

from flows.settings import QUIET_PREFECT

settings.register_profile("any machine", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Make homes of Prefect with the tables that its first start makes, which takes longer than most tests."""
    base = tmp_path_factory.getbasetemp()
    made_once = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "prefect-home"
    made_once.mkdir(exist_ok=True)
    database = made_once / "prefect.db"
    with (made_once / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of two processes of tests one makes it
        if not database.is_file():
            command = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "-y"]
            environment = clean_environment(made_once / "draft", **QUIET_PREFECT)
            subprocess.run(command, env=environment, check=True, capture_output=True, timeout=300)
            assert not (made_once / "draft" / "prefect.db-wal").exists()
            (made_once / "draft" / "prefect.db").rename(database)

    def make(home: Path) -> Path:
        home.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(database, home / "prefect.db")
        return home

    return make
