"""Digests of files: a file that did not change since this process read it is not read again to tell so.

A run of many countries asks six times what their files hold: whether a country changed, whether the comparison and the
portfolio would be made again, and of what they are made.
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

SETTLED = 2.0
"""Seconds after its last change from which a file is known by its times: a later change gives it another one, however
coarse the clock of the disk is."""
MOST_KEPT = 1 << 16
"""Files whose digest a process keeps, 15 MiB; then it forgets all and begins again."""
_kept: dict[tuple[int, ...], str] = {}


def digest_of(path: Path) -> str:
    """Return the hexadecimal sha256 of what a file holds.

    Raises:
        OSError: it cannot be opened or read.
    """
    if digest := _kept.get(_mark_of(path.stat())):
        return digest
    with path.open("rb") as stream:
        told = os.fstat(stream.fileno())
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if time.time() - told.st_ctime > SETTLED:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[_mark_of(told)] = digest
    return digest


def _mark_of(told: os.stat_result) -> tuple[int, ...]:
    return told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns
