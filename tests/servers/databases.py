"""A PostgreSQL of its own: a cluster in a temporary folder, on a free port, that can be killed and started again."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from servers.prefect_servers import free_port, until

UNUSUAL = "/usr/lib/postgresql/*/bin"


def find_programs() -> Path | None:
    """Find where PostgreSQL's programs lie; Debian does not put them on the path."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else sorted(Path("/").glob(UNUSUAL.lstrip("/")))
    return next((place for place in reversed(places) if (place / "initdb").is_file()), None)


class Cluster:
    """A cluster: PostgreSQL refuses to run as root, so root hands it to the user `postgres`."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder, self.port = programs, folder, free_port()
        self.user = "postgres" if os.geteuid() == 0 else None
        self.password = secrets.token_hex(8)
        self.process: subprocess.Popen | None = None
        if self.user:
            os.chown(folder, pwd.getpwnam(self.user).pw_uid, -1)
        passwords = folder / "password"
        passwords.write_text(self.password)
        passwords.chmod(0o644)
        self._call("initdb", "-D", "data", "-U", "owner", "--pwfile", "password", "-A", "scram-sha-256", "-E", "UTF8")

    @property
    def url(self) -> str:
        return f"postgresql+asyncpg://prefect:{self.password}@127.0.0.1:{self.port}/prefect"

    def _call(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        subprocess.run(command, cwd=self.folder, user=self.user, check=True, capture_output=True, timeout=100)

    def start(self) -> None:
        options = [f"-p{self.port}", "-h127.0.0.1", f"-k{self.folder}", "-cfsync=off", "-cmax_connections=100"]
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.programs / "postgres"), "-D", "data", *options],
                cwd=self.folder,
                user=self.user,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until(self._is_up, 60)

    def add_user(self) -> None:
        """Add a user without rights of its own and the database that it owns, as docs/team.md does."""
        said = (f"CREATE ROLE prefect LOGIN PASSWORD '{self.password}'", "CREATE DATABASE prefect OWNER prefect")
        for one in said:
            command = [str(self.programs / "psql"), "-h127.0.0.1", f"-p{self.port}", "-Uowner", "-dpostgres", "-c", one]
            subprocess.run(command, env=os.environ | {"PGPASSWORD": self.password}, check=True, capture_output=True)

    def _is_up(self) -> bool:
        command = [str(self.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(command, timeout=30).returncode == 0

    def kill(self) -> None:
        """Kill it with all its processes, as a lost power line does."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)


@contextmanager
def cluster(programs: Path) -> Iterator[Cluster]:
    """Make a cluster, start it, and leave nothing of it."""
    with tempfile.TemporaryDirectory(prefix="msp-pg-") as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "pg").mkdir()
        one = Cluster(programs, Path(folder) / "pg")
        one.start()
        try:
            one.add_user()
            yield one
        finally:
            one.kill()
