"""The Prefect server that a run starts for itself, and that ends with it."""

from __future__ import annotations

import atexit
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from flows.server_files import OWNERS_UMASK, keep_files_to_owner
from flows.settings import LOOPBACK, PASSWORDS, USER

QUEUE = 128
"""Connections that wait until the server accepts them, a count."""
LONGEST_END = 5.0
"""Seconds that the server has to write what it was told before it is killed."""
AS_PREFECT_STARTS_ITS_OWN = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}
"""Environment in which Prefect starts a server for one process: no pages, and only the services that a run needs."""
ALIKE = {
    "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "false",
    "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
}
"""Environment of the server and of those who ask it: they are of one installation, and no browser is among them."""


NAMING = {"PREFECT_API_URL", "PREFECT_API", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH"}
"""Variables without which, and without a file of settings, Prefect knows of no server."""


_own_servers: list[subprocess.Popen[bytes]] = []
"""Of this process, one at most."""


class ServerNotStartedError(SystemExit):
    """The command ends here and tells why: without a server there is nothing that could keep a run."""


def is_server_named() -> bool:
    """Tell whether the user named a server; Prefect, which takes seconds to load, is asked where it may know of one."""
    home = Path(os.environ.get("PREFECT_HOME") or Path.home() / ".prefect")
    files = (Path(".env"), Path("prefect.toml"), home / "profiles.toml")
    project = Path("pyproject.toml")
    is_project = project.is_file() and b"tool.prefect" in project.read_bytes()
    if not (is_project or any(path.exists() for path in files) or NAMING & {name.upper() for name in os.environ}):
        return False
    from prefect.settings import PREFECT_API_URL

    return bool(PREFECT_API_URL.value())


def is_server_own() -> bool:
    """Tell whether the server of the flows that run here was started for this process, and ends with it."""
    return bool(_own_servers)


@contextmanager
def own_server(meanwhile: Iterable[Callable[[], object]] = ()) -> Iterator[None]:
    """Let the flows that run here use a server that is started for them, locked and without signs of life.

    Run and server end together, so nobody would miss such a sign, and each flow ends up to a second later that gives
    them. A server that the user named is left as it is.

    Args:
        meanwhile: what the run needs anyway, begun one by one until the server answers.
    """
    if is_server_named() and not is_server_own():
        _need_answer()
        yield
        return
    from prefect.settings import temporary_settings

    if not is_server_own():
        _start(meanwhile)
    with temporary_settings({"flows.heartbeat_frequency": None}):
        yield


def _need_answer() -> None:
    """End the command where the server that the user named does not answer.

    Raises:
        ServerNotStartedError: it does not.
    """
    from prefect.client.orchestration import get_client
    from prefect.settings import PREFECT_API_URL

    with get_client(sync_client=True) as client:
        if client.api_healthcheck() is not None:
            raise ServerNotStartedError(
                f"No server answers at {PREFECT_API_URL.value()}. Start it (`msp serve`), or name another in "
                "PREFECT_API_URL; `--direct` does without one."
            )


def _start(meanwhile: Iterable[Callable[[], object]]) -> None:
    """Start the server and wait until it answers; it ends with this process, after all that is told to it at the end.

    It takes its socket over from here: so nobody else can listen there, and no connection is refused.
    """
    from prefect.context import refresh_global_settings_context
    from prefect.settings import PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS as LONGEST_START

    with socket.socket() as door:
        door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        door.bind((LOOPBACK, 0))
        door.listen(QUEUE)
        port = door.getsockname()[1]
        os.environ.update(ALIKE | _password())
        keep_files_to_owner()
        server = _serve(door)
        _own_servers.append(server)
    atexit.register(_end, server)
    os.environ["PREFECT_API_URL"] = f"http://{LOOPBACK}:{port}/api"
    refresh_global_settings_context()
    with ThreadPoolExecutor(1) as asking:
        answer = asking.submit(_ask, port, LONGEST_START.value())
        for load in meanwhile:
            if answer.done():
                break
            load()
        answer.result()


def _password() -> dict[str, str]:
    """Return a password that only this run knows: other users of the machine share the address that it listens on.

    A server that the user locked keeps its password.
    """
    from prefect.settings import PREFECT_SERVER_API_AUTH_STRING

    if PREFECT_SERVER_API_AUTH_STRING.value():
        return {}
    return dict.fromkeys(PASSWORDS, f"{USER}:{secrets.token_urlsafe(32)}")


def _serve(door: socket.socket) -> subprocess.Popen[bytes]:
    from prefect.settings import get_current_settings

    told = get_current_settings().to_environment_variables(exclude_unset=True)
    command = [sys.executable, "-m", "uvicorn", "--factory", "flows.own_app:create_app"]
    return subprocess.Popen(
        [*command, "--fd", str(door.fileno()), "--log-level", "error", "--lifespan", "on"],
        pass_fds=[door.fileno()],
        umask=OWNERS_UMASK,
        env={**told, **os.environ, **AS_PREFECT_STARTS_ITS_OWN},
    )


def _ask(port: int, longest: float) -> None:
    """Wait until the server answers.

    Raises:
        ServerNotStartedError: it ended, or took too long.
    """
    asked = HTTPConnection(LOOPBACK, port, timeout=longest)
    try:
        asked.request("GET", "/api/health")
        status = asked.getresponse().status
    except (OSError, HTTPException) as error:
        status = type(error).__name__
    finally:
        asked.close()
    if status != HTTPStatus.OK:
        raise ServerNotStartedError(f"Prefect's server did not start ({status}); `--direct` does without it.")


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(LONGEST_END)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
