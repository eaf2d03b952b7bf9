"""The door to locks between processes, on this machine and on shared folders (filelock).

The system itself lets go of the lock of a process that died, so no lock is ever stale.
"""

from __future__ import annotations

import datetime
import os
import socket
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tasks.adapters.disk import DiskError, explained, make_folder
from tasks.adapters.store import Store
from tasks.core.problems import ProblemKind, Severity

LONGEST_HOLDER = 200
BUSY = ProblemKind(
    "H001",
    Severity.CRITICAL,
    "Another run is at work on {what} ({holder}); nothing was changed.",
    "Wait until it has ended, and run again.",
)


class BusyError(DiskError):
    """Somebody else holds the lock."""


@contextmanager
def hold(files: Iterable[Path], what: str, *, seconds: float = 0) -> Iterator[None]:
    """Hold locks for as long as the context lasts.

    Args:
        files: one a lock; they are made and stay, as a file that is removed would let two in.
        what: is locked, for people.
        seconds: how long to wait for each.

    Raises:
        BusyError: somebody else holds one.
        DiskError: the folder may not be written to.
    """
    from filelock import FileLock, Timeout

    with ExitStack() as stack:
        for file in sorted({file.resolve() for file in files}):
            with explained(file.name):
                make_folder(file.parent)
            lock = FileLock(file, timeout=seconds, thread_local=False, on_acquired=_sign)
            with explained(file.name):
                try:
                    stack.enter_context(lock)
                except Timeout:
                    raise BusyError(BUSY.at(what=what, holder=_holder(file))) from None
        yield


@contextmanager
def hold_apart(store: Store, country: str) -> Iterator[None]:
    """Hold a country that is about to be written to, once its folders are known to lie apart.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.

    Raises:
        BusyError: somebody else holds it.
        DiskError: two of the folders are the same, or one lies inside another; or a folder may not be written to.
    """
    store.need_apart(country)
    with hold(store.lock_files(country), country):
        yield


def _sign(descriptor: int) -> None:
    """Write into a lock who holds it: the message to others is all it is for."""
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"process {os.getpid()} on {socket.gethostname()} since {now}".encode())


def _holder(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")[:LONGEST_HOLDER] or "just begun"
    except OSError:
        return "unknown process"
