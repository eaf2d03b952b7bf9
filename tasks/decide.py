"""Decides whether a brief that waits for approval is published: a person's decision, noted where it can be found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from tasks.adapters.disk import write_bytes
from tasks.adapters.store import Store
from tasks.audit import last_entry, note, note_release
from tasks.core.identifiers import sha256_of
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.manifest import (
    MANIFEST,
    Manifest,
    fingerprint,
    hide_names,
    inputs_of,
    is_as_made,
    read_manifest,
    received_part,
    record_manifest,
)
from tasks.mask_decisions import mask_said
from tasks.publish import discard_waiting, publish_waiting, waiting_store

DECIDED, RECEIVED, BRIEF, RECORD = "decided", "received", "brief", "publication.json"
SUPERSEDED = ProblemKind(
    "G001",
    Severity.WARNING,
    "What was received or declared changed while the brief waited for a decision, so it was not published.",
    "Run the country again and decide on the new brief.",
)

HELD = ProblemKind(
    "G002",
    Severity.CRITICAL,
    "A person decided on {day} that the brief of what was received is not published ({outcome}, by {by}).",
    "Mend or add what was received, or let the brief be decided on anew: run it with approval.",
)


class Choice(StrEnum):
    """What a person can decide on a brief that waits."""

    APPROVE = "approve"
    RETURN = "return"
    WITHHOLD = "withhold"


class Ended(StrEnum):
    """How a decision ended."""

    PUBLISHED = "published"
    RETURNED = "returned"
    WITHHELD = "withheld"
    SUPERSEDED = "superseded"


FOLLOWED = (Ended.PUBLISHED, Ended.RETURNED, Ended.WITHHELD)
"""A decision that ended otherwise decided nothing: the one before it holds."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's decision on a brief.

    Attributes:
        choice: approve, return or withhold.
        by: person or team that decided, as typed or masked.
        note: why, as typed or masked.
    """

    choice: Choice
    by: str = ""
    note: str = ""


def masked(store: Store, country: str, decision: Decision) -> Decision:
    """Return a decision with nobody of the country's records in it: it is kept beside the brief and in the audit log.

    Args:
        store: reads the key of the country.
        country: ISO 3166-1 alpha-3.
        decision: as typed.
    """
    by, note = mask_said(store, country, decision.by, decision.note)
    return replace(decision, by=by, note=note)


def waiting_for(store: Store, country: str, given: str = "") -> str:
    """Return what identifies the brief of a country that waits for a decision.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.
        given: fingerprint of what it has to be made from, "" for any.

    Returns:
        sha256 over its manifest, which names every file by its content; "" when none waits or a file was changed.
    """
    waiting = waiting_store(store)
    path = waiting.processed / country / MANIFEST
    manifest = read_manifest(path)
    if not manifest.is_sound or (given and manifest.fingerprint != given) or not is_as_made(waiting, country, manifest):
        return ""
    return sha256_of(path.read_bytes())


def decide(store: Store, country: str, waiting: str, decision: Decision) -> Ended:
    """Publish a brief that waits, or put it aside, as a person decided; the audit log keeps the decision.

    Args:
        store: the folders; the country's lock is held.
        country: ISO 3166-1 alpha-3.
        waiting: what identifies the brief that was decided on.
        decision: of the person, as typed: it is kept masked.

    Returns:
        How it ended: what is approved is published only if it is still what would be made now.
    """
    decision = masked(store, country, decision)
    made = read_manifest(waiting_store(store).processed / country / MANIFEST)
    is_same = bool(waiting) and waiting_for(store, country) == waiting
    is_current = is_same and made.fingerprint == fingerprint(store, country, made.language)
    ended = _end(decision.choice, is_current)
    _note(store, country, decision, ended, made, waiting)
    if ended is Ended.PUBLISHED:
        _publish(store, country, made, decision)
    elif is_same or not waiting:
        discard_waiting(store, country)
    return ended


def find_followed(store: Store, country: str, brief: str) -> Ended | None:
    """Return how a decision on a brief ended that was followed already, though the process died before it said so.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.
        brief: the beginning of what identifies the brief that was decided on.

    Returns:
        None where the last decision that was followed is on another brief.
    """
    entry = last_entry(store.processed, DECIDED, country, FOLLOWED)
    is_same = bool(brief) and str(entry.get(BRIEF, "")).startswith(brief)
    return Ended(entry["outcome"]) if is_same else None


def set_aside(store: Store, country: str, decision: Decision) -> None:
    """Note a decision on a brief that is no more, as another was made while it waited; nothing else happens.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.
        decision: of the person.
    """
    _note(store, country, masked(store, country, decision), Ended.SUPERSEDED, None, "")


def find_held(store: Store, country: str) -> Mapping[str, Any]:
    """Find the decision that keeps what a country received unpublished.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.

    Returns:
        The entry of the audit log: the last decision on the country, if it returned or withheld a brief and nothing
        was received or changed in its raw folder since, in whatever language the brief was; {} without one.
    """
    entry = last_entry(store.processed, DECIDED, country, FOLLOWED)
    if entry.get("outcome") == Ended.PUBLISHED or not entry.get(RECEIVED):
        return {}
    return entry if entry[RECEIVED] == _received(store, country) else {}


def _received(store: Store, country: str) -> str:
    return received_part(hide_names(inputs_of(store, country, "", shared={})))


def tell_held(store: Store, country: str) -> Problem | None:
    """Return the problem that a run without approval has with a decision that holds; see `find_held`."""
    held = find_held(store, country)
    return HELD.at(day=held["at"][:10], outcome=held["outcome"], by=held["by"]) if held else None


def _note(store: Store, country: str, decision: Decision, ended: Ended, made: Manifest | None, waiting: str) -> None:
    said = {BRIEF: waiting, "choice": str(decision.choice), "by": decision.by, "note": decision.note}
    given = {"inputs": made.fingerprint if made else ""}
    if ended in FOLLOWED:  # of a brief that is gone, what is there now
        given[RECEIVED] = received_part(made.inputs) if made and made.inputs else _received(store, country)
    note(store.processed, DECIDED, country, outcome=str(ended), **given, **said)


def _end(choice: Choice, is_current: bool) -> Ended:
    if choice is Choice.APPROVE:
        return Ended.PUBLISHED if is_current else Ended.SUPERSEDED
    return Ended.RETURNED if choice is Choice.RETURN else Ended.WITHHELD


def _publish(store: Store, country: str, made: Manifest, decision: Decision) -> None:
    """Put the decision beside the reports and into the manifest, and publish all of it together."""
    waiting = waiting_store(store)
    record = json.dumps(asdict(decision), ensure_ascii=False, indent=1).encode("utf-8")
    write_bytes(waiting.reports / country / RECORD, record)
    outputs = record_manifest(waiting, country, made.language, made.fingerprint, inputs=made.inputs)
    note_release(store, waiting, country, outputs)
    publish_waiting(store, country)
