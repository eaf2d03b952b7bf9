"""Serves the flows with a Prefect server of this machine, or beside others with one that runs already."""

from __future__ import annotations

import _thread
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NoReturn

from flows.server_files import OWNERS_UMASK, keep_files_to_owner
from flows.settings import LOOPBACK

LONGEST_START = 180.0
"""Seconds for a server to start on a slow machine."""
LONGEST_END = 30.0
"""Seconds that the server has to end before it is killed, and this process to end after its server."""
PAUSE = 0.5


def serve(environment: Mapping[str, str], port: int, runs_at_once: int) -> int:
    """Start a server and serve the declared deployments until Ctrl+C, a SIGTERM or until the server ends.

    Args:
        environment: of the server and of the runs, with the password.
        port: on this machine.
        runs_at_once: runs at the same time; 0 starts the server only.

    Returns:
        Exit code of the server; 0 after Ctrl+C or a SIGTERM. The server ends with this process.
    """
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", LOOPBACK, "--port", str(port)]
    url = f"http://{LOOPBACK}:{port}/api"
    os.environ.update(environment)
    os.environ["PREFECT_API_URL"] = url
    with _terminated_like_interrupted():
        keep_files_to_owner()
        told = {"PREFECT_SERVER_UI_API_URL": url, **environment}
        return _serve_with(subprocess.Popen(command, env=told, umask=OWNERS_UMASK), runs_at_once)


@contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """Let a SIGTERM, by which systems end a service, end this process as Ctrl+C does: with what it started."""

    def interrupt(*_: object) -> NoReturn:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the end has begun: nothing interrupts it once more
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _serve_with(server: subprocess.Popen[bytes], runs_at_once: int) -> int:
    is_ending = threading.Event()
    try:
        if _is_up(server):
            _register_automations()
            if runs_at_once:
                _serve_flows(server, runs_at_once, is_ending)
        return _exit_code(server)
    except KeyboardInterrupt:
        return 0
    finally:
        is_ending.set()
        _end(server)


def work(runs_at_once: int) -> bool:
    """Serve the declared deployments with the server of PREFECT_API_URL, beside others, until told to end.

    Args:
        runs_at_once: runs at the same time.

    Returns:
        False when no server answered in time.
    """
    if not _is_up():
        return False
    from flows.deployments import serve_deployments

    serve_deployments(runs_at_once, is_alone=False)
    return True


def _register_automations() -> None:
    from flows.automations import register_automations
    from flows.settings import TeamSettings

    register_automations(TeamSettings().webhook_url.get_secret_value())


def _serve_flows(server: subprocess.Popen[bytes], runs_at_once: int, is_ending: threading.Event) -> None:
    threading.Thread(target=_end_with, args=(server, is_ending), daemon=True).start()
    from flows.deployments import serve_deployments

    serve_deployments(runs_at_once)
    is_ending.set()
    _end(server)


def _is_up(server: subprocess.Popen[bytes] | None = None) -> bool:
    """Wait until the server answers; False when it ended, or did not start in time."""
    from prefect.client.orchestration import get_client

    deadline = time.monotonic() + LONGEST_START
    with get_client(sync_client=True) as client:
        while (server is None or server.poll() is None) and time.monotonic() < deadline:
            if client.api_healthcheck() is None:
                return True
            time.sleep(PAUSE)
    return False


def _exit_code(server: subprocess.Popen[bytes]) -> int:
    code = server.wait()
    return 0 if code == -signal.SIGTERM else code  # a system may tell it to all processes of a service at once


def _end_with(server: subprocess.Popen[bytes], is_ending: threading.Event) -> None:
    """End this process when the server ends by itself: nothing could be started any more.

    Where both were told to end, Prefect's runner may go on asking the server that is gone: it is not waited for.
    """
    code = _exit_code(server)
    if is_ending.is_set():
        return
    _thread.interrupt_main()
    time.sleep(LONGEST_END)
    os._exit(code)


def _end(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(LONGEST_END)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
