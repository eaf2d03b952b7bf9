"""Audits: notes who ran what on which inputs and what was released, and checks that the notes are whole."""

from __future__ import annotations

import datetime
import getpass
import json
import os
import socket
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tasks.adapters.disk import append_line, explained, sweep, write_bytes
from tasks.adapters.locks import hold
from tasks.adapters.review_files import FOLDER as REVIEWS
from tasks.adapters.store import Store
from tasks.core.audit_trails import CHANGED_SINCE, HASH, NOT_IN_LOG, Trail, read_trail, seal
from tasks.core.identifiers import sha256_of
from tasks.core.tables import plain_rows
from tasks.manifest import place_of

FOLDER, LOG, END, LOCK = "audit", "log.jsonl", "last-entry.json", "log.lock"
LONGEST_WAIT = 30.0
"""Seconds to wait for another run that is writing an entry."""
RELEASED = "released"
DECISIONS = ("corrections.yaml", "source.yaml")
"""Files of a country folder in which people declare decisions; those of the review folder count too."""


def note(beside: Path, event: str, country: str, **facts: Any) -> None:
    """Add an entry to the audit log: the time, who, what, and the facts.

    Args:
        beside: the processed folder, or the raw one: the log lies beside it.
        event: what happened: begun, released, completed, pulled, decided, exported, or ended with the outcome written,
            waiting, refused, failed or cancelled.
        country: ISO 3166-1 alpha-3.
        **facts: numbers, codes and hashes; nobody's words or names, and no name of a received file.

    Raises:
        DiskError: the disk refused, or another run does not let go of the log.
    """
    note_each(beside, event, {country: facts})


def note_each(beside: Path, event: str, countries: Mapping[str, Mapping[str, Any]]) -> None:
    """Add an entry for each of several countries; see `note`.

    Args:
        beside: the processed folder, or the raw one.
        event: what happened to each of them.
        countries: ISO 3166-1 alpha-3 -> facts.
    """
    folder = beside.absolute().parent / FOLDER
    told = {
        "at": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "who": _who(),
        "host": socket.gethostname(),
        "version": version("msp-briefs"),
        "event": event,
    }
    with hold([folder / LOCK], "the audit log", seconds=LONGEST_WAIT):
        sweep(folder)
        trail = _read(folder)
        lines = [b""] if trail.is_open else []
        for country, facts in countries.items():
            lines.append(seal(told | {"country": country} | facts, trail))
            trail = Trail((*trail.entries, json.loads(lines[-1])))
        append_line(folder / LOG, b"\n".join(lines))
        write_bytes(folder / END, json.dumps({"n": len(trail.entries), HASH: trail.last_hash}).encode())


def note_release(store: Store, made: Store, country: str, outputs: Mapping[str, str]) -> None:
    """Note that a country's reports are released, by their hashes, and how often each problem was found.

    Args:
        store: the folders.
        made: where the tables lie: the same, or a draft.
        country: ISO 3166-1 alpha-3.
        outputs: of the run, name -> sha256.
    """
    codes = Counter(str(problem["code"]) for problem in plain_rows(made.read_table(country, "problems")))
    tables = {name: digest for name, digest in outputs.items() if not name.startswith("reports/")}
    note(
        store.processed,
        RELEASED,
        country,
        reports=released_reports(outputs),
        tables=sha256_of(json.dumps(sorted(tables.items()))),
        problems=dict(sorted(codes.items())),
    )


def audit(store: Store, noted: str = "") -> Trail:
    """Check the audit log, and whether each report is as it was last released.

    Args:
        store: the folders.
        noted: hash of an entry that was noted elsewhere, "" for none.

    Returns:
        The entries, and what is wrong with them or with the reports.
    """
    trail = _read(store.processed.absolute().parent / FOLDER)
    problems = list(trail.problems)
    if noted and noted not in {entry[HASH] for entry in trail.entries}:
        problems.append(NOT_IN_LOG.at())
    releases = {entry["country"]: entry for entry in trail.entries if entry.get("event") == RELEASED}
    for country, entry in sorted(releases.items()):
        for name, digest in sorted(entry["reports"].items()):
            if _hash_of(place_of(store, country, f"reports/{name}")) != digest:
                problems.append(CHANGED_SINCE.at(name=f"{country}/{name}", at=entry["at"]))
    return replace(trail, problems=tuple(problems))


def decisions(store: Store, country: str) -> dict[str, str]:
    """Return the hashes of what people declared for a country."""
    places = {name: store.raw / country / name for name in DECISIONS}
    told = {name: _hash_of(path) for name, path in places.items() if path.is_file()}
    reviews = sorted(_hash_of(path) for path in (store.raw / country / REVIEWS).glob("*.csv"))
    return told | ({REVIEWS: sha256_of("\n".join(reviews))} if reviews else {})


def released_reports(outputs: Mapping[str, str]) -> dict[str, str]:
    """Return the reports among a run's outputs, by their names below the country's folder."""
    return {name.removeprefix("reports/"): digest for name, digest in outputs.items() if name.startswith("reports/")}


def _read(folder: Path) -> Trail:
    with explained(LOG):
        try:
            content = (folder / LOG).read_bytes()
        except FileNotFoundError:
            content = b""
    try:
        known = json.loads((folder / END).read_bytes())
    except (OSError, ValueError):
        known = {}
    return read_trail(content, known if isinstance(known, dict) else {})


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"


def _hash_of(path: Path) -> str:
    try:
        return sha256_of(path.read_bytes())
    except OSError:
        return ""
