"""Countries whose raw folder is gone: tells of what is left of them, and removes it when a person says so."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from tasks.adapters.disk import remove, remove_empty_folders
from tasks.adapters.key_files import key_files, remove_key
from tasks.adapters.results import results_folder
from tasks.adapters.store import Store
from tasks.audit import REMOVED, note
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.country_folders import COUNTRY_PATTERN, find_countries
from tasks.keep_edits import is_edited
from tasks.manifest import MANIFEST, place_of, read_manifest
from tasks.portfolio_state import STATE_FILE, find_processed, portfolio_paths
from tasks.publish import OWN_FOLDERS, discard_waiting, finish_publication, own_tables, waiting_store
from tasks.release import own_reports

LEFT_BEHIND = ProblemKind(
    "F092",
    Severity.WARNING,
    "There is no folder {folder} any more, and tables, reports or keys of {country} are still there.",
    "Put the folder back, or remove what is left with `msp remove {country}`; nothing goes by itself.",
)


def find_left_behind(store: Store) -> list[Problem]:
    """Tell of each country that was run and has no raw folder any more.

    Args:
        store: the folders.

    Returns:
        A problem a country, in order.
    """
    if not store.raw.is_dir():
        return []
    rooms = (store.processed, store.reports, store.keys, *_own_rooms(store))
    named = {path.name for room in rooms if room.is_dir() for path in room.iterdir() if path.is_dir()}
    left = sorted(name for name in named - {*find_countries(store)} if COUNTRY_PATTERN.fullmatch(name))
    return [LEFT_BEHIND.at(folder=store.raw / one, country=one) for one in left if what_is_left(store, one)]


def what_is_left(store: Store, country: str) -> list[Path]:
    """Return the tables, reports and keys that runs made of a country, with what they keep for themselves, in order.

    What somebody put there is none of them, nor is the record of what was released.
    """
    tables = store.processed / country
    outputs = read_manifest(tables / MANIFEST).outputs
    named = {place_of(store, country, name) for name in {*outputs, *own_tables(store, country)}}
    found = {*named, *own_reports(store, country), tables / MANIFEST}
    kept = {path for room in _own_rooms(store) for path in (room / country).rglob("*")}
    made = {path for path in found if not is_edited(path)}
    return sorted(path for path in {*made, *kept, *key_files(store, country)} if path.is_file())


def _own_rooms(store: Store) -> tuple[Path, ...]:
    """Return the folders, with one a country in each, that runs keep for themselves: results, and briefs that wait."""
    waiting = waiting_store(store)
    return results_folder(store), waiting.processed, waiting.reports


def remove_country(store: Store, country: str) -> list[Path]:
    """Remove what runs made of a country, with its key; the record of what was released stays, for whom to ask.

    Args:
        store: the folders; the country's lock is held, and its raw folder is gone.
        country: ISO 3166-1 alpha-3.

    Returns:
        What stays, as somebody put it there or edited it.
    """
    finish_publication(store, country)
    discard_waiting(store, country)
    for path in what_is_left(store, country):
        remove(path)
    remove(results_folder(store) / country)
    remove_key(store, country)
    note(store.processed, REMOVED, country)
    folders = (store.processed / country, store.reports / country)
    for name in OWN_FOLDERS:
        remove_empty_folders(folders[0] / name)
    for folder in (*folders, store.keys / country):
        with suppress(OSError):
            folder.rmdir()
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def remove_portfolio(store: Store) -> None:
    """Remove the portfolio where no country is left that it could show."""
    if not find_processed(store):
        for path in (*portfolio_paths(store), store.processed / STATE_FILE):
            remove(path)
