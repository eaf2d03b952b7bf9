"""Publishes what a run of a country made: all of it or nothing, also when the run is killed half-way.

A run works in a draft beside the results. Once everything is there, with the manifest that names it, the draft's
tables are renamed to be ready: from then on every run first puts them in place, and before it none does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from tasks.adapters.disk import (
    DiskError,
    explained,
    make_folder,
    move,
    move_into,
    remove,
    remove_empty_folders,
    sweep,
    sync_folder,
)
from tasks.adapters.store import (
    AGREEMENT,
    EXPECTATIONS,
    FILE_NAMES,
    HIDDEN,
    KEPT_RUBRIC,
    LOOKED_UP,
    QUARANTINE,
    TOLD_NOTE,
    Store,
)
from tasks.keep_edits import is_edited
from tasks.manifest import MANIFEST, Manifest, place_of, read_manifest

MAKING, READY, WAITING = "making", "ready", "waiting"
OVERVIEW = "overview"
OWN_FOLDERS = (QUARANTINE,)
"""Folders that a run makes among the tables of a country."""
OWN_TABLES = (
    *(f"{name}.parquet" for name in FILE_NAMES.values()),
    "[0-9]_*.parquet",
    f"{QUARANTINE}/*.parquet",
    EXPECTATIONS,
    AGREEMENT,
    KEPT_RUBRIC,
    LOOKED_UP,
    TOLD_NOTE,
)
"""Names, or patterns of them, that only a run gives to a file among the tables, this version's or an older one's."""


@contextmanager
def draft_of(store: Store, country: str) -> Iterator[Store]:
    """Open an empty draft of a country's tables and reports; it goes when the context ends, published or not.

    Args:
        store: the folders; the country's lock is held, and `finish_publication` was called.
        country: ISO 3166-1 alpha-3.

    Yields:
        The same raw folder, with tables and reports of its own.
    """
    draft = _draft(store)
    try:
        with explained(country):
            for folder in (draft.processed / country, draft.reports / country):
                make_folder(folder)
        yield draft
    finally:
        if not (_ready(store) / country).exists():
            with suppress(DiskError):
                _discard(store, country)


def publish(store: Store, country: str) -> None:
    """Put a draft in the place of what was there; its manifest is written.

    Args:
        store: the folders, not the draft's.
        country: ISO 3166-1 alpha-3.

    Raises:
        DiskError: the disk refused; nothing changed, or the next run puts the rest in place.
    """
    draft, ready = _draft(store), _ready(store)
    manifest = read_manifest(draft.processed / country / MANIFEST)
    with explained(country):
        for path in [place_of(store, country, name) for name in manifest.outputs]:
            make_folder(path.parent)
    move_into(draft.processed / country, ready)
    finish_publication(store, country)


def waiting_store(store: Store) -> Store:
    """Return the folders of briefs that wait for a person's decision; nobody opens them as published ones."""
    return replace(
        store, processed=store.processed / HIDDEN / WAITING, reports=store.reports / HIDDEN / WAITING, target=store
    )


def keep_waiting(store: Store, country: str) -> None:
    """Put a draft aside until a person decides; one that waited before goes.

    Args:
        store: the folders, not the draft's; the country's lock is held, and the draft's manifest is written.
        country: ISO 3166-1 alpha-3.
    """
    discard_waiting(store, country)
    _exchange(_draft(store), waiting_store(store), country)


def publish_waiting(store: Store, country: str) -> None:
    """Publish what waited.

    Args:
        store: the folders; the country's lock is held.
        country: ISO 3166-1 alpha-3.
    """
    _discard(store, country)
    _exchange(waiting_store(store), _draft(store), country)
    publish(store, country)


def discard_waiting(store: Store, country: str) -> None:
    """Remove what waits for a decision on a country."""
    waiting = waiting_store(store)
    for folder in (waiting.processed, waiting.reports):
        remove(folder / country)
        with suppress(OSError):
            folder.rmdir()  # another country's may wait in it


def _exchange(source: Store, target: Store, country: str) -> None:
    """Move a country's tables, last, and reports from one set of folders to another."""
    for old, new in ((source.reports, target.reports), (source.processed, target.processed)):
        move_into(old / country, new)


def finish_publication(store: Store, country: str) -> bool:
    """Put in place what an earlier run published when it was killed, and sweep what it left.

    Args:
        store: the folders; the country's lock is held.
        country: ISO 3166-1 alpha-3.

    Returns:
        Whether there was something to put in place.
    """
    ready = _ready(store) / country
    manifest = read_manifest(ready / MANIFEST)
    if manifest.is_sound:
        with explained(country):
            _put_in_place(store, country, manifest)
    remove(ready)
    _discard(store, country)
    for folder in (store.processed, store.reports, store.keys):
        sweep(folder / country)
    return manifest.is_sound


def find_half_published(store: Store) -> list[str]:
    """Return the countries whose tables and reports are of two runs, as putting the new ones in place broke off."""
    ready = _ready(store)
    return sorted(path.name for path in ready.iterdir()) if ready.is_dir() else []


def overview_folder(store: Store) -> Path:
    """Return where files that speak of several countries wait to be checked."""
    return store.staged.reports / OVERVIEW


def is_overview_staged(store: Store) -> bool:
    """Tell whether files that speak of several countries were left there."""
    return overview_folder(store).exists()


def discard_overview(store: Store) -> None:
    """Remove what a killed run, or a disk that refused to remove it, left of files that speak of several countries.

    Raises:
        DiskError: the disk refuses still.
    """
    remove(overview_folder(store))
    with suppress(OSError):
        store.staged.reports.rmdir()  # a country's reports may wait in it


def _put_in_place(store: Store, country: str, manifest: Manifest) -> None:
    """Move each file to its place, take away what is no longer made, the manifest last: all of it can be repeated."""
    before = read_manifest(store.processed / country / MANIFEST)
    rooms = replace(_draft(store), processed=_ready(store))
    for name in manifest.outputs:
        made, place = place_of(rooms, country, name), place_of(store, country, name)
        if made.is_file():
            make_folder(place.parent)
            move(made, place)
            sync_folder(place.parent)
    gone = (before.outputs.keys() | own_tables(store, country)) - manifest.outputs.keys()
    for name in gone:
        if not is_edited(place_of(store, country, name)):
            remove(place_of(store, country, name))
    move(_ready(store) / country / MANIFEST, store.processed / country / MANIFEST)
    sync_folder(store.processed / country)
    for name in OWN_FOLDERS:
        remove_empty_folders(store.processed / country / name)


def own_tables(store: Store, country: str) -> set[str]:
    """Return what lies among the tables by names that only a run gives, also where no manifest tells any more of it.

    Anything else was put there by somebody, and stays.
    """
    folder = store.processed / country
    return {
        f"processed/{path.relative_to(folder).as_posix()}"
        for pattern in OWN_TABLES
        for path in folder.glob(pattern)
        if not path.is_dir()
    }


def _draft(store: Store) -> Store:
    return replace(
        store, processed=store.processed / HIDDEN / MAKING, reports=store.reports / HIDDEN / MAKING, target=store
    )


def _ready(store: Store) -> Path:
    return store.processed / HIDDEN / READY


def _discard(store: Store, country: str) -> None:
    draft = _draft(store)
    folders = (draft.processed, draft.staged.reports, draft.reports, store.staged.reports)
    for folder in folders:
        remove(folder / country)
    for folder in (*folders, _ready(store)):
        with suppress(OSError):
            folder.rmdir()  # another country's draft may lie in it
