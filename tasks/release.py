"""Releases the reports of a country: opened again, searched for identifiers, and moved into place only when clean."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tasks.adapters.disk import write_bytes
from tasks.adapters.finished_files import read_finished, read_log, read_records
from tasks.adapters.identifier_words import load_person_words
from tasks.adapters.key_files import OWNER_ONLY, read_key
from tasks.adapters.nlp import kind_of_word
from tasks.adapters.store import Store
from tasks.audit import FOLDER as AUDIT_FOLDER
from tasks.core.identifiers import sha256_of
from tasks.core.problems import Problem
from tasks.core.pseudonym_keys import searched_words
from tasks.core.releases import (
    IDENTIFIER_HELD,
    LOOKS_LIKE_IDENTIFIER,
    NOT_CHECKED,
    Finding,
    Searcher,
    stale_files,
)
from tasks.core.spellings import simplify

RELEASES = "releases.json"
LOG_ENDINGS = (".log", ".jsonl")
DATABASE_ENDINGS = (".db", ".sqlite", ".sqlite3")
STAGE = "release"


class ReleaseBlockedError(RuntimeError):
    """A finished file holds an identifier of a person; its problems name the place."""


def release(store: Store, country: str, records: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Check the staged reports of a country and move them into place.

    Args:
        store: reads the staged reports, the tables and the key; writes the reports.
        country: ISO 3166-1 alpha-3.
        records: databases and files in which an orchestrator keeps runs, artifacts, logs and results.

    Returns:
        The released files.

    Raises:
        ReleaseBlockedError: something that identifies a person was found; what was released before stays.
    """
    staged = sorted(path for path in (store.staged.reports / country).rglob("*") if path.is_file())
    problems = check_finished(store, country, staged, records)
    if problems:
        discard_staged(store, country)
        store.record_problems(country, STAGE, problems)
        raise ReleaseBlockedError(f"{country}: the release is blocked; its problems name the places")
    released = tuple(store.reports / country / path.relative_to(store.staged.reports / country) for path in staged)
    for path, target in zip(staged, released, strict=True):
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    discard_staged(store, country)
    _remember(store, country)
    return released


def discard_staged(store: Store, country: str) -> None:
    """Remove what is staged for a country."""
    shutil.rmtree(store.staged.reports / country, ignore_errors=True)
    if store.staged.reports.is_dir() and not any(store.staged.reports.iterdir()):
        store.staged.reports.rmdir()


def check_finished(store: Store, country: str, files: Iterable[Path], records: Sequence[Path] = ()) -> list[Problem]:
    """Search finished files, the tables, the log files and the records of runs for identifiers of persons.

    Args:
        store: reads the tables and the key.
        country: ISO 3166-1 alpha-3.
        files: finished files.
        records: of an orchestrator.

    Returns:
        A problem for each place; none repeats what was found.
    """
    words = searched_words(read_key(store, country)["entries"], partial(_is_ordinary, country))
    whole, known = Searcher(words), Searcher(words, looks={})
    problems = [problem for path in files for problem in _check(path.name, read_finished, path, whole)]
    for path in sorted((store.processed / country).rglob("*")):
        if path.is_file():
            problems += _check(f"processed/{path.name}", read_finished, path, known)
    logs = sorted((store.target or store).processed.absolute().parent.joinpath(AUDIT_FOLDER).glob("*.jsonl"))
    for path in (*records, *logs):
        is_database = path.suffix in DATABASE_ENDINGS
        is_log = path.suffix in LOG_ENDINGS
        name = "the database of runs" if is_database else "a log file" if is_log else "a stored result of a run"
        reader = read_records if is_database else read_log if is_log else read_finished
        read = partial(_read_run_records, store, reader)
        problems += _check(name, read, path, known)
    return problems


def _read_run_records(
    store: Store, read: Callable[[Path], Iterable[tuple[str, str]]], path: Path
) -> Iterator[tuple[str, str]]:
    """Read what an orchestrator keeps, but for where the folders of the run lie: a user's name may stand in that."""
    homes = (store, *filter(None, (store.target,)))
    folders = [folder.resolve() for home in homes for folder in (home.raw, home.processed, home.reports)]
    own = [text for folder in folders for text in (str(folder), folder.as_uri())]
    for place, text in read(path):
        for folder in own:
            text = text.replace(folder, "")
        yield place, text


def _is_ordinary(country: str, word: str) -> bool:
    """Tell whether a word that stands for somebody stands in texts about nobody too."""
    people, plain = load_person_words(country), simplify(word)
    is_listed = plain in people.places or plain in people.kept or plain in people.doubtful or plain in people.ordinary
    return is_listed or plain in people.institutions | people.roles or kind_of_word(word) in ("word", "both")


def _check(
    name: str, read: Callable[[Path], Iterable[tuple[str, str]]], path: Path, searcher: Searcher
) -> list[Problem]:
    try:
        findings = searcher.search(read(path))
    except Exception as error:  # noqa: BLE001 - a file that cannot be checked is not released, whatever is wrong with it
        return [NOT_CHECKED.at(name=name, reason=type(error).__name__)]
    return [_tell(name, finding) for finding in findings]


def _tell(name: str, finding: Finding) -> Problem:
    if not finding.kind:
        return IDENTIFIER_HELD.at(name=name, n=finding.n, place=finding.place)
    return LOOKS_LIKE_IDENTIFIER.at(name=name, n=finding.n, place=finding.place, kind=finding.kind)


def note_withdrawals(store: Store, country: str) -> tuple[Problem, ...]:
    """Name the files of earlier releases that rest on interviews whose consent was taken back.

    Args:
        store: reads the interviews and what was released; writes `problems`.
        country: ISO 3166-1 alpha-3.

    Returns:
        A problem a file and interview.
    """
    interviews = store.read_table(country, "interviews")
    usable = frozenset(interviews.loc[interviews["consent_record"].astype(bool), "interview_id"])
    problems = stale_files(_read_releases(store, country), usable)
    store.record_problems(country, "withdrawal", problems)
    return tuple(problems)


def withdraw_reports(store: Store, country: str) -> None:
    """Remove the reports of a country when the last of them rest on an interview that may no longer be used."""
    interviews = store.read_table(country, "interviews")
    usable = frozenset(interviews.loc[interviews["consent_record"].astype(bool), "interview_id"])
    if stale_files(_read_releases(store, country)[-1:], usable):
        for path in sorted(((store.target or store).reports / country).glob("*")):
            if path.is_file():
                path.unlink()


def _remember(store: Store, country: str) -> None:
    """Record what was released and which interviews it rests on, beside the key."""
    interviews = store.read_table(country, "interviews")
    folder = store.reports / country
    entry = {
        "files": {path.name: sha256_of(path.read_bytes()) for path in sorted(folder.iterdir()) if path.is_file()},
        "interviews": sorted(interviews.loc[interviews["consent_record"].astype(bool), "interview_id"]),
    }
    releases = _read_releases(store, country)
    if not releases or releases[-1] != entry:
        content = json.dumps([*releases, entry], indent=1).encode("utf-8")
        write_bytes(store.keys / country / RELEASES, content, mode=OWNER_ONLY)


def _read_releases(store: Store, country: str) -> list[dict[str, Any]]:
    path = store.keys / country / RELEASES
    try:
        return list(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else []
    except ValueError:
        return []
