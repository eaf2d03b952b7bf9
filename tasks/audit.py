"""Audits: notes who ran what on which inputs and what was released, and checks that the notes are whole."""

from __future__ import annotations

import datetime
import getpass
import json
import os
import socket
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tasks.adapters.disk import append_line, explained, sweep, write_bytes
from tasks.adapters.locks import hold
from tasks.adapters.review_files import FOLDER as REVIEWS
from tasks.adapters.store import Store
from tasks.core.audit_trails import (
    CHANGED_SINCE,
    HASH,
    NOT_IN_ANY_ENTRY,
    NOT_IN_LOG,
    Trail,
    end_of,
    read_trail,
    seal,
    seal_broken,
)
from tasks.core.identifiers import sha256_of
from tasks.core.tables import plain_rows
from tasks.country_folders import COUNTRY_PATTERN
from tasks.manifest import MANIFEST, place_of, read_manifest
from tasks.outcomes import SHOWN

FOLDER, LOG, END, LOCK = "audit", "log.jsonl", "last-entry.json", "log.lock"
LONGEST_WAIT = 30.0
"""Seconds to wait for another run that is writing an entry."""
RELEASED, REMOVED = "released", "removed"
DECISIONS = ("corrections.yaml", "source.yaml")
"""Files of a country folder in which people declare decisions; those of the review folder count too."""


def note(beside: Path, event: str, country: str, **facts: Any) -> None:
    """Add an entry to the audit log: the time, who, what, and the facts.

    Args:
        beside: the processed folder, or the raw one: the log lies beside it.
        event: what happened: begun, released, completed, pulled, decided, exported, removed, or ended with the outcome
            written, waiting, refused, failed or cancelled.
        country: ISO 3166-1 alpha-3.
        **facts: numbers, codes and hashes; nobody's words or names, and no name of a received file.

    Raises:
        DiskError: the disk refused, or another run does not let go of the log.
    """
    note_each(beside, event, {country: facts})


def note_each(beside: Path, event: str, countries: Mapping[str, Mapping[str, Any]]) -> None:
    """Add an entry for each of several countries; see `note`.

    A log that is not whole is gone on with, so that no run stops; an entry before keeps for ever what was wrong.

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
        trail, known = _read(folder)
        is_lost = not trail.entries and not known and _was_run(folder.parent)
        codes = (NOT_IN_ANY_ENTRY.code,) if is_lost else trail.unnoted
        lines = [b""] if trail.is_open else []
        if codes:
            lines.append(seal_broken(told | {"country": ""}, trail, known, codes))
            trail = Trail((*trail.entries, json.loads(lines[-1])))
        elif known != end_of(trail):  # the first call, or the one before was killed: the end lags by one call, no more
            write_bytes(folder / END, json.dumps(end_of(trail)).encode())
        for country, facts in countries.items():
            lines.append(seal(told | {"country": country} | facts, trail))
            trail = Trail((*trail.entries, json.loads(lines[-1])))
        append_line(folder / LOG, b"\n".join(lines))
        write_bytes(folder / END, json.dumps(end_of(trail)).encode())


def note_release(store: Store, made: Store, country: str, outputs: Mapping[str, str]) -> None:
    """Note that a country's reports are released, by their hashes, and how often each problem in them was found.

    Problems that are the owner's are not counted: archives hold the log.

    Args:
        store: the folders.
        made: where the tables lie: the same, or a draft.
        country: ISO 3166-1 alpha-3.
        outputs: of the run, name -> sha256.
    """
    from tasks.outward_problems import outward_problems  # a run in which nothing changed needs none of it

    found, interviews = (plain_rows(made.read_table(country, name)) for name in ("problems", "interviews"))
    codes = Counter(str(problem["code"]) for problem in outward_problems(found, interviews))
    tables = {name: digest for name, digest in outputs.items() if not name.startswith("reports/")}
    note(
        store.processed,
        RELEASED,
        country,
        reports=released_reports(outputs),
        tables=sha256_of(json.dumps(sorted(tables.items()))),
        problems=dict(sorted(codes.items())),
    )


def last_entry(beside: Path, event: str, country: str, outcomes: Collection[str]) -> Mapping[str, Any]:
    """Return the last entry of an event of a country in the audit log with one of some outcomes, {} without one."""
    trail, _ = _read(beside.absolute().parent / FOLDER)
    own = (one for one in reversed(trail.entries) if (one.get("event"), one.get("country")) == (event, country))
    return next((one for one in own if one.get("outcome") in outcomes), {})


def audit(store: Store, noted: str = "") -> Trail:
    """Check the audit log, and whether each report is as it was last released.

    Args:
        store: the folders.
        noted: hash of an entry that was noted elsewhere, "" for none.

    Returns:
        The entries, and what is wrong with them or with the reports.
    """
    made = {*_countries_of_runs(store.processed), *_countries_with_reports(store)}  # before the log: a run may go on
    trail, _ = _read(store.processed.absolute().parent / FOLDER)
    problems = list(trail.problems)
    if noted and noted not in {entry[HASH] for entry in trail.entries}:
        problems.append(NOT_IN_LOG.at())
    latest = {entry["country"]: entry for entry in trail.entries if entry.get("event") in (RELEASED, REMOVED)}
    releases = {country: entry for country, entry in latest.items() if entry["event"] == RELEASED}
    problems += [NOT_IN_ANY_ENTRY.at(country=country) for country in sorted(made - latest.keys())]
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


def _countries_of_runs(processed: Path) -> list[str]:
    """Return the countries whose tables a run made: a release of them was noted before they were put in place."""
    folders = (
        [path for path in processed.iterdir() if COUNTRY_PATTERN.fullmatch(path.name)] if processed.is_dir() else []
    )
    return sorted(path.name for path in folders if read_manifest(path / MANIFEST).is_sound)


def _was_run(home: Path) -> bool:
    """Tell whether a run made the tables of a country in a folder beside the log: its log had entries then."""
    with suppress(OSError):  # a folder beside it may be another's
        return any(_countries_of_runs(folder) for folder in home.iterdir() if _is_folder(folder))
    return False


def _is_folder(path: Path) -> bool:
    """Tell whether a path is a folder that may be read."""
    return path.is_dir() and os.access(path, os.R_OK | os.X_OK)


def _countries_with_reports(store: Store) -> list[str]:
    """Return the countries that have reports with names that a run gives."""
    folders = store.reports.iterdir() if store.reports.is_dir() else ()
    named = [path for path in folders if COUNTRY_PATTERN.fullmatch(path.name)]
    return sorted(path.name for path in named if any((path / name).is_file() for name in SHOWN))


def _read(folder: Path) -> tuple[Trail, Mapping[str, Any]]:
    """Read the log and what is noted beside it on its end, the latter first: a writer may be at work meanwhile."""
    with explained(LOG):
        known = _read_end(folder)
        content = _read_log(folder)
        if content and not known:  # the end is noted before a first entry: by now it is there, if nobody took it away
            known = _read_end(folder)
            content = _read_log(folder)
    return read_trail(content, known), known


def _read_log(folder: Path) -> bytes:
    try:
        return (folder / LOG).read_bytes()
    except FileNotFoundError:
        return b""


def _read_end(folder: Path) -> Mapping[str, Any]:
    """Return what is noted on the end of the log: nothing where no note is there, no number in one that is damaged."""
    try:
        known = json.loads((folder / END).read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        return {"n": None}
    return known if isinstance(known, dict) and known else {"n": None}


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
