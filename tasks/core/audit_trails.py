"""Audit trails: entries of which each holds the hash of the one before, so that what was written stays as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.core.problems import Problem, ProblemKind, Severity

BEGINNING = "0" * 64
"""What the first entry has in place of the hash of the one before."""
HASH, PREVIOUS, TORN = "hash", "previous", "torn"

BROKEN = ProblemKind(
    "J001",
    Severity.CRITICAL,
    "Line {line} of the audit log does not follow from those before it: something was changed, taken out or put in.",
    "Compare the log with its copies; what stands before that line can be relied on.",
)
CUT = ProblemKind(
    "J002",
    Severity.CRITICAL,
    "The audit log had {known} entries; it has {n} now. The last ones were taken away.",
    "Look for the missing entries in the copies of the log.",
)
HALF_WRITTEN = ProblemKind(
    "J003",
    Severity.INFO,
    "Line {line} of the audit log was not written to its end: the run that wrote it was killed.",
    "Nothing to mend; the entries before and after it are whole.",
)
NOT_IN_LOG = ProblemKind(
    "J004",
    Severity.CRITICAL,
    "The hash that was noted stands nowhere in the audit log: the log is another one, or was written anew.",
    "Compare the log with its copies.",
)
CHANGED_SINCE = ProblemKind(
    "J005",
    Severity.WARNING,
    "The report {name} is not as it was released on {at}: it was changed or taken away afterwards.",
    "Run the country again, and keep edited copies elsewhere.",
)


@dataclass(frozen=True, slots=True)
class Trail:
    """What an audit log holds.

    Attributes:
        entries: as written, oldest first.
        problems: what is wrong with it.
        torn: what stands behind the last entry: lines that were not written to their ends, else b"".
        is_open: whether the last line has no end, so that the next one must begin with it.
    """

    entries: tuple[Mapping[str, Any], ...] = ()
    problems: tuple[Problem, ...] = ()
    torn: bytes = b""
    is_open: bool = False

    @property
    def last_hash(self) -> str:
        """Return the hash of the last entry: who notes it elsewhere can tell later that nothing was rewritten."""
        return str(self.entries[-1][HASH]) if self.entries else BEGINNING


def seal(facts: Mapping[str, Any], trail: Trail) -> bytes:
    """Make the line of a new entry.

    Args:
        facts: what happened; nobody's words and nobody's name but that of who ran the program.
        trail: what stands in the log.

    Returns:
        The line, without its end.
    """
    entry = {"n": len(trail.entries) + 1, **facts, PREVIOUS: trail.last_hash}
    if trail.torn:
        entry[TORN] = hashlib.sha256(trail.torn).hexdigest()
    return _plain(entry | {HASH: _hash_of(entry)})


def read_trail(content: bytes, known: Mapping[str, Any] | None = None) -> Trail:
    """Read an audit log and check that each entry follows from the one before.

    Args:
        content: the log.
        known: number `n` and `hash` of the last entry as noted beside the log.

    Returns:
        The entries up to the first that does not follow, and what is wrong.
    """
    is_open = not content.endswith(b"\n") and bool(content)
    lines = content.removesuffix(b"\n").split(b"\n") if content else []
    entries: list[Mapping[str, Any]] = []
    problems: list[Problem] = []
    torn: list[bytes] = []
    for number, line in enumerate(lines, start=1):
        entry = _parse(line)
        if entry is None:
            torn.append(line)
            problems.append(HALF_WRITTEN.at(line=number))
        elif _follows(entry, entries, b"\n".join(torn)):
            entries.append(entry)
            torn = []
        else:
            return Trail(tuple(entries), (BROKEN.at(line=number),))
    return Trail(tuple(entries), (*problems, *_check_end(entries, known or {})), b"\n".join(torn), is_open)


def _check_end(entries: Sequence[Mapping[str, Any]], known: Mapping[str, Any]) -> list[Problem]:
    n = known.get("n")
    if not isinstance(n, int) or n < 1:
        return []
    if n > len(entries):
        return [CUT.at(known=n, n=len(entries))]
    return [] if entries[n - 1][HASH] == known.get(HASH) else [BROKEN.at(line=n)]


def _parse(line: bytes) -> dict[str, Any] | None:
    """Return the entry of a line, or None if it is none, or written another way."""
    try:
        entry = json.loads(line)
        is_entry = isinstance(entry, dict) and {"n", PREVIOUS, HASH} <= entry.keys()
        return entry if is_entry and _plain(entry) == line else None
    except (ValueError, RecursionError):
        return None


def _follows(entry: Mapping[str, Any], entries: Sequence[Mapping[str, Any]], torn: bytes) -> bool:
    before = entries[-1][HASH] if entries else BEGINNING
    expected = hashlib.sha256(torn).hexdigest() if torn else None
    return (
        entry["n"] == len(entries) + 1
        and entry[PREVIOUS] == before
        and entry.get(TORN) == expected
        and entry[HASH] == _hash_of({key: value for key, value in entry.items() if key != HASH})
    )


def _hash_of(entry: Mapping[str, Any]) -> str:
    return hashlib.sha256(_plain(entry)).hexdigest()


def _plain(entry: Mapping[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")
