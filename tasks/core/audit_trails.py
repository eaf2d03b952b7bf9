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
WAS_BROKEN = "broken"
"""Event of an entry that keeps for ever that the log was not whole when it was written."""
OF_ONE_CALL = ("at", "who", "host")
"""What entries share that are written together."""

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
END_LOST = ProblemKind(
    "J006",
    Severity.CRITICAL,
    "What was noted beside the audit log on its last entry is gone, cannot be read or is too old: the last entries may"
    " have been taken away.",
    "Compare the log with its copies.",
)
NOT_IN_ANY_ENTRY = ProblemKind(
    "J007",
    Severity.CRITICAL,
    "There are tables or reports of {country}, and no entry of the audit log tells of their release.",
    "Look for the missing entries in the copies of the log; folders that came from elsewhere need their log with them.",
)
NOTED_AS_BROKEN = ProblemKind(
    "J008",
    Severity.CRITICAL,
    "On {at} the audit log was found not to be whole ({codes}): {known} entries were known to be there, {n} were found."
    " Entry {entry} keeps it.",
    "Compare the log with its copies of that time; what was written since then can be relied on.",
)


@dataclass(frozen=True, slots=True)
class Trail:
    """What an audit log holds.

    Attributes:
        entries: as written, oldest first.
        problems: what is wrong with it.
        torn: what stands behind the last entry: lines that were not written to their ends, or do not follow, else b"".
        is_open: whether the last line has no end, so that the next one must begin with it.
        unnoted: codes of what is wrong and is kept in no entry yet.
    """

    entries: tuple[Mapping[str, Any], ...] = ()
    problems: tuple[Problem, ...] = ()
    torn: bytes = b""
    is_open: bool = False
    unnoted: tuple[str, ...] = ()

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


def seal_broken(facts: Mapping[str, Any], trail: Trail, known: Mapping[str, Any], codes: Sequence[str]) -> bytes:
    """Make the line of an entry that keeps that the log is not whole, whatever is made of the rest of it later.

    Args:
        facts: when, and who found it.
        trail: what stands in the log.
        known: as `read_trail` takes it.
        codes: of what is wrong.

    Returns:
        The line, without its end.
    """
    noted = {f"known_{key}": value for key, value in known.items() if _is_plausible(key, value)}
    return seal({**facts, "event": WAS_BROKEN, "codes": sorted(codes), "found": len(trail.entries), **noted}, trail)


def end_of(trail: Trail) -> dict[str, Any]:
    """Return what is noted beside the log on its last entry: its number and hash, those of the beginning for none."""
    return {"n": len(trail.entries), HASH: trail.last_hash}


def read_trail(content: bytes, known: Mapping[str, Any] | None = None) -> Trail:
    """Read an audit log and check that each entry follows from the one before.

    Args:
        content: the log.
        known: number `n` and `hash` of the last entry as noted beside the log; nothing where that is missing; None to
            check the log alone.

    Returns:
        The entries that follow, and what is wrong: after a line that does not, only an entry that keeps that goes on.
    """
    is_open = not content.endswith(b"\n") and bool(content)
    lines = content.removesuffix(b"\n").split(b"\n") if content else []
    entries: list[Mapping[str, Any]] = []
    problems: list[Problem] = []
    torn: list[bytes] = []
    half: list[Problem] = []
    is_broken = False
    for number, line in enumerate(lines, start=1):
        entry = _parse(line)
        is_next = entry is not None and (not is_broken or entry.get("event") == WAS_BROKEN)
        if entry is not None and is_next and _follows(entry, entries, b"\n".join(torn)):
            problems += [*half, *_tell_broken(entry)]
            entries.append(entry)
            torn, half, is_broken = [], [], False
            continue
        torn.append(line)
        if entry is None and not is_broken:
            half.append(HALF_WRITTEN.at(line=number))
        elif not is_broken:
            problems.append(BROKEN.at(line=number))
            half, is_broken = [], True
    ending = [] if is_broken or known is None else _check_end(entries, known)
    unnoted = (BROKEN.code,) if is_broken else tuple(problem.code for problem in ending)
    return Trail(tuple(entries), (*problems, *half, *ending), b"\n".join(torn), is_open, unnoted)


def _tell_broken(entry: Mapping[str, Any]) -> list[Problem]:
    if entry.get("event") != WAS_BROKEN:
        return []
    told = {"at": entry.get("at", "?"), "codes": ", ".join(map(str, entry.get("codes", ()))), "entry": entry["n"]}
    return [NOTED_AS_BROKEN.at(**told, known=entry.get("known_n", "?"), n=entry.get("found", "?"))]


def _check_end(entries: Sequence[Mapping[str, Any]], known: Mapping[str, Any]) -> list[Problem]:
    """Check the log against what was noted on its end: that may lag behind by what one killed call wrote, no more."""
    if not known and not entries:
        return []
    n, digest = known.get("n"), known.get(HASH)
    if n is None or not all(_is_plausible(key, known.get(key)) for key in ("n", HASH)):
        return [END_LOST.at()]
    if n > len(entries):
        return [CUT.at(known=n, n=len(entries))]
    if digest != (entries[n - 1][HASH] if n else BEGINNING):
        return [BROKEN.at(line=n)]
    calls = {tuple(entry.get(key) for key in OF_ONE_CALL) for entry in entries[n:]}
    return [END_LOST.at()] if len(calls) > 1 else []


def _is_plausible(key: str, value: object) -> bool:
    if key == "n":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return key == HASH and isinstance(value, str) and len(value) == len(BEGINNING) and value.isalnum()


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
