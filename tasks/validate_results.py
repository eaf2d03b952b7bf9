"""Validates the results of a country: a person says that they stand, and the brief drops its draft mark."""

from __future__ import annotations

import datetime
from pathlib import Path

from tasks.adapters.review_files import FOLDER, write_review_file
from tasks.adapters.store import Store
from tasks.audit import note
from tasks.core.identifiers import sha256_of
from tasks.core.problems import Problem
from tasks.core.reviews import NAMED, UNNAMED, VALIDATED, VALIDATION, WITHDRAWN, Decision
from tasks.core.tables import plain_rows
from tasks.core.validations import IN_DISPUTE, NOT_CURRENT, NOT_REVIEWED, write_fingerprint
from tasks.manifest import MANIFEST, fingerprint, is_current, read_manifest
from tasks.read_reviews import read_fingerprint, read_merged, read_standing


def validate_results(
    store: Store, country: str, name: str, *, is_named: bool, reason: str = "", is_withdrawn: bool = False
) -> tuple[Path | None, tuple[Problem, ...]]:
    """Keep that a person validated the results of a country, or took that back.

    Args:
        store: reads the tables; adds a file to the raw folder and an entry, without the name, to the audit log.
        country: ISO 3166-1 alpha-3.
        name: of the person.
        is_named: whether they agree to stand by name in the brief.
        reason: what they want to be kept with it.
        is_withdrawn: the validation is taken back.

    Returns:
        The file that holds it; or why nothing was validated.
    """
    problems = [] if is_withdrawn else _what_is_open(store, country)
    if problems:
        return None, tuple(problems)
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    decision = Decision(
        VALIDATION,
        country,
        NAMED if is_named else UNNAMED,
        WITHDRAWN if is_withdrawn else VALIDATED,
        write_fingerprint(read_fingerprint(store, country)),
        reviewer=name,
        at=now,
        reason=reason,
    )
    path = write_review_file(store.raw / country, [decision], now, decision.decision)
    standing = read_standing(store, country)
    if path is not None:
        changed = {
            "levels_set": standing.n_levels_set,
            "codings_rejected": standing.n_codings_rejected,
            "codings_restanced": standing.n_codings_restanced,
            "codings_added": standing.n_codings_added,
        }
        digest = sha256_of(path.read_bytes())
        note(store.processed, decision.decision, country, results=decision.value, file=digest, **changed)
    return path, ()


def _what_is_open(store: Store, country: str) -> list[Problem]:
    """Return what must be done before a country's results can be validated."""
    if not _is_current(store, country):
        return [NOT_CURRENT.at(country=country)]
    levels = plain_rows(store.read_table(country, "scores").query("unit == 'indicator'"))
    undecided = [str(row["unit_id"]) for row in levels if not row["review"]]
    problems = []
    if undecided:
        which = ", ".join(undecided[:6]) + (", …" if len(undecided) > 6 else "")  # noqa: PLR2004 - enough to see
        problems.append(NOT_REVIEWED.at(n=len(undecided), of=len(levels), which=which))
    if disputes := read_merged(store, country).disputes:
        problems.append(IN_DISPUTE.at(n=len(disputes)))
    return problems


def _is_current(store: Store, country: str) -> bool:
    """Tell whether the results are those of the country's folder, whoever has validated them since."""
    manifest = read_manifest(store.processed / country / MANIFEST)
    given = sorted(
        (store.raw / country / FOLDER).glob(f"*-{VALIDATED}-*.csv"), key=lambda path: path.stat().st_mtime_ns
    )
    since = [frozenset(given[n:]) for n in range(len(given), -1, -1)]
    return manifest.is_sound and any(
        is_current(store, country, fingerprint(store, country, manifest.language, but)) for but in since
    )
