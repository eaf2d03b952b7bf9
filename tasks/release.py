"""Releases the reports of a country: opened again, searched for identifiers, and moved into place only when clean."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

from tasks.adapters.disk import DiskError, make_folder, move, remove, write_bytes
from tasks.adapters.finished_files import read_finished, read_log, read_record_blocks, read_records, read_values
from tasks.adapters.identifier_words import load_person_words
from tasks.adapters.key_files import OWNER_ONLY, read_key
from tasks.adapters.nlp import is_word_but_for_accents, kind_of_word
from tasks.adapters.results import Results, results_of
from tasks.adapters.source_records import read_record
from tasks.adapters.store import Store
from tasks.audit import FOLDER as AUDIT_FOLDER
from tasks.core.collections import withdrawn_uuids
from tasks.core.identifiers import derive_id, sha256_of
from tasks.core.problems import Problem
from tasks.core.pseudonym_keys import is_doubted, searched_words
from tasks.core.releases import (
    APART,
    DOUBT_HELD,
    EDITED_AND_STALE,
    IDENTIFIER_HELD,
    LOOKS_LIKE_IDENTIFIER,
    NOT_CHECKED,
    Cleared,
    Finding,
    Folded,
    Searcher,
    consents_mark,
    consents_of,
    fold_places,
    stale_files,
    words_of,
)
from tasks.core.spellings import simplify
from tasks.core.tables import plain_rows
from tasks.keep_edits import is_edited
from tasks.manifest import MANIFEST, place_of, read_manifest, version_of
from tasks.outcomes import SHOWN
from tasks.publish import discard_overview, overview_folder

RELEASES = "releases.json"
LOG_ENDINGS = (".log", ".jsonl")
DATABASE_ENDINGS = (".db", ".sqlite", ".sqlite3")
STAGE, CLEARED = "release", "cleared"
EXPORTED = "exported"
"""In the record of releases: whether it is of files that left for other programs rather than of reports."""


class ReleaseBlockedError(RuntimeError):
    """A finished file holds an identifier of a person; its problems name the place.

    Attributes:
        problems: what was found and where.
    """

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


def release(
    store: Store, country: str, records: Sequence[Path] = (), standing: Sequence[Problem] = ()
) -> tuple[Path, ...]:
    """Check the staged reports of a country and move them into place.

    Args:
        store: reads the staged reports, the tables and the key; writes the reports.
        country: ISO 3166-1 alpha-3.
        records: databases and files in which an orchestrator keeps runs, artifacts, logs and results.
        standing: what blocked a release just before; it stays told beside what is found now.

    Returns:
        The released files.

    Raises:
        ReleaseBlockedError: something that identifies a person was found; what was released before stays.
    """
    staged = sorted(path for path in (store.staged.reports / country).rglob("*") if path.is_file())
    read = cache(_read_folded)  # what is staged is opened once, for known identifiers and for doubts
    with results_of(store, country, STAGE, version_of(STAGE)) as results:
        problems = check_finished(store, country, staged, records, results, read)
    if problems:
        discard_staged(store, country)
        store.record_problems(country, STAGE, [*standing, *problems])
        raise ReleaseBlockedError(f"{country}: the release is blocked; its problems name the places", problems)
    store.record_problems(country, STAGE, [*standing, *find_doubts(store, country, staged, read)])
    released = tuple(store.reports / country / path.relative_to(store.staged.reports / country) for path in staged)
    for path, target in zip(staged, released, strict=True):
        make_folder(target.parent)
        move(path, target)
    discard_staged(store, country)
    _remember(store, country)
    return released


def discard_staged(store: Store, country: str) -> None:
    """Remove what is staged for a country."""
    shutil.rmtree(store.staged.reports / country, ignore_errors=True)
    with suppress(OSError):
        store.staged.reports.rmdir()  # another country's may wait in it


def release_overview(store: Store, countries: Sequence[str], contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Check files that speak of several countries, and write them into the reports folder when all are clean.

    Args:
        store: reads the keys of the countries; writes the reports.
        countries: that the files speak of.
        contents: file name -> content.

    Returns:
        The released files.

    Raises:
        ReleaseBlockedError: something that identifies a person was found; what was released before stays.
    """
    with _overview_folder(store) as folder:
        for name, content in contents.items():
            write_bytes(folder / name, content)
        problems = check_overview(store, countries, [folder / name for name in contents])
    if problems:
        raise ReleaseBlockedError("the portfolio: the release is blocked; its problems name the places", problems)
    for name, content in contents.items():
        write_bytes(store.reports / name, content)
    _remember_overview(store, countries, contents)
    return tuple(store.reports / name for name in contents)


@contextmanager
def _overview_folder(store: Store) -> Iterator[Path]:
    """Open a folder for files that are yet to be checked; it goes again."""
    try:
        yield overview_folder(store)
    finally:
        with suppress(DiskError):
            discard_overview(store)


def check_overview(store: Store, countries: Sequence[str], files: Iterable[Path]) -> list[Problem]:
    """Search files that speak of several countries for identifiers of the persons of each.

    Args:
        store: reads the keys.
        countries: that the files speak of.
        files: finished files.

    Returns:
        A problem for each place; none repeats what was found.
    """
    problems: list[Problem] = []
    for path in files:
        try:
            places = _read_folded(path)
            words = frozenset().union(*(words_of(one.text) for one in places))
            found = [finding for country in countries for finding in _search_known(store, country, places, words)]
        except Exception as error:  # noqa: BLE001 - a file that cannot be checked is not released, whatever is wrong
            problems.append(NOT_CHECKED.at(name=path.name, reason=type(error).__name__))
            continue
        problems += [_tell(path.name, finding) for finding in (*found, *Searcher(()).search_folded(places))]
    return problems


def _search_known(store: Store, country: str, places: Sequence[Folded], words: frozenset[str]) -> list[Finding]:
    """Search texts for the known identifiers of a country whose single words all occur in them."""

    def is_ordinary(word: str) -> bool:
        return not words_of(word) <= words or _is_ordinary(country, word)

    searched = searched_words(read_key(store, country)["entries"], is_ordinary)
    near = [word for word in searched if words_of(word) <= words]
    return Searcher(near, looks={}).search_folded(places) if near else []


def check_finished(
    store: Store,
    country: str,
    files: Iterable[Path],
    records: Sequence[Path] = (),
    results: Results | None = None,
    read: Callable[[Path], list[Folded]] | None = None,
) -> list[Problem]:
    """Search finished files, the tables, the log files and the records of runs for identifiers of persons.

    Args:
        store: reads the tables and the key.
        country: ISO 3166-1 alpha-3.
        files: finished files.
        records: of an orchestrator.
        results: of the last run: values of tables, and blocks of records, that were clean are not searched again for
            the same identifiers.
        read: reads a finished file.

    Returns:
        A problem for each place; none repeats what was found.
    """
    words = searched_words(read_key(store, country)["entries"], partial(_is_ordinary, country))
    whole, known = Searcher(words), Searcher(words, looks={})
    read = read or _read_folded
    problems = [problem for path in files for problem in _check(path.name, read, path, whole)]
    cleared = Cleared(words, results.recall(CLEARED) if results else b"")
    for path in sorted((store.processed / country).rglob("*")):
        if path.is_file() and not (path.suffix == ".parquet" and _is_clean(path, read_values, known, cleared)):
            problems += _check(f"processed/{path.name}", _read_folded, path, known)
    read_blocks = partial(_read_run_blocks, store)
    records = [path for path in records if not (_is_database(path) and _is_clean(path, read_blocks, known, cleared))]
    logs = sorted((store.target or store).processed.absolute().parent.joinpath(AUDIT_FOLDER).glob("*.jsonl"))
    for path in (*records, *logs):
        is_log = path.suffix in LOG_ENDINGS
        name = "the database of runs" if _is_database(path) else "a log file" if is_log else "a stored result of a run"
        reader = read_records if _is_database(path) else read_log if is_log else read_finished
        problems += _check(name, partial(_read_run_records, store, reader), path, known)
    if results and not problems:
        results.keep(cleared.remembered(), CLEARED)
    return problems


def holds_identifier(store: Store, country: str, text: str) -> bool:
    """Tell whether a finished file or a log with this text in it would not be released.

    Args:
        store: reads the key.
        country: ISO 3166-1 alpha-3.
        text: of anybody.
    """
    words = searched_words(read_key(store, country)["entries"], partial(_is_ordinary, country))
    return bool(Searcher(words).search([("text", text)]))


def find_doubts(
    store: Store, country: str, files: Iterable[Path], read: Callable[[Path], list[Folded]] | None = None
) -> list[Problem]:
    """Find words in finished files that may name somebody and are ordinary words: they block nothing.

    Args:
        store: reads the key.
        country: ISO 3166-1 alpha-3.
        files: finished files that hold no known identifier.
        read: reads one.

    Returns:
        A problem for each place.
    """
    is_ordinary = partial(_is_ordinary, country)
    doubted = [str(one["words"]) for one in read_key(store, country)["entries"] if is_doubted(one, is_ordinary)]
    if not doubted:
        return []
    searcher, read = Searcher(doubted, looks={}), read or _read_folded
    found = [(path.name, finding) for path in files for finding in searcher.search_folded(read(path))]
    return [DOUBT_HELD.at(name=name, n=finding.n, place=finding.place) for name, finding in found]


def _is_database(path: Path) -> bool:
    return path.suffix in DATABASE_ENDINGS


def _is_clean(
    path: Path, read: Callable[[Path], Iterable[tuple[str, list[str]]]], searcher: Searcher, cleared: Cleared
) -> bool:
    """Tell whether a file holds no known identifier, looking at each value once; one that cannot be read does not."""
    try:
        return not any(
            searcher.search([(place, APART.join(cleared.choose_new(values)))]) for place, values in read(path)
        )
    except Exception:  # noqa: BLE001 - whatever is wrong with it is told by the search that follows
        return False


def _read_folded(path: Path) -> list[Folded]:
    return fold_places(read_finished(path))


def _read_run_records(store: Store, read: Callable[[Path], Iterable[tuple[str, str]]], path: Path) -> list[Folded]:
    """Read what an orchestrator keeps, but for where the folders of the run lie: a user's name may stand in that."""
    own = _own_folders(store)
    return fold_places((place, _without(own, text)) for place, text in read(path))


def _read_run_blocks(store: Store, path: Path) -> Iterator[tuple[str, list[str]]]:
    """Read the database of an orchestrator likewise, many rows as one text, so that little is remembered of each."""
    own = _own_folders(store)
    yield from ((place, [_without(own, APART.join(texts))]) for place, texts in read_record_blocks(path))


def _own_folders(store: Store) -> list[str]:
    homes = (store, *filter(None, (store.target,)))
    folders = [folder.resolve() for home in homes for folder in (home.raw, home.processed, home.reports)]
    return [text for folder in folders for text in (str(folder), folder.as_uri())]


def _without(folders: Iterable[str], text: str) -> str:
    for folder in folders:
        text = text.replace(folder, "")
    return text


def _is_ordinary(country: str, word: str) -> bool:
    """Tell whether a word that stands for somebody stands in texts about nobody too."""
    people, plain = load_person_words(country), simplify(word)
    is_listed = plain in people.places or plain in people.kept or plain in people.doubtful or plain in people.ordinary
    is_word = any(kind_of_word(one) in ("word", "both") for one in (word, plain))  # texts are searched without accents
    is_body = plain in people.institutions or plain in people.roles
    return is_listed or is_word or is_body or (plain not in people.seeds and is_word_but_for_accents(plain))


def _check(name: str, read: Callable[[Path], list[Folded]], path: Path, searcher: Searcher) -> list[Problem]:
    try:
        findings = searcher.search_folded(read(path))
    except Exception as error:  # noqa: BLE001 - a file that cannot be checked is not released, whatever is wrong with it
        return [NOT_CHECKED.at(name=name, reason=type(error).__name__)]
    return [_tell(name, finding) for finding in findings]


def _tell(name: str, finding: Finding) -> Problem:
    if not finding.kind:
        return IDENTIFIER_HELD.at(name=name, n=finding.n, place=finding.place)
    return LOOKS_LIKE_IDENTIFIER.at(name=name, n=finding.n, place=finding.place, kind=finding.kind)


def note_withdrawals(store: Store, country: str) -> tuple[Problem, ...]:
    """Name the files of earlier releases that rest on interviews whose consent was taken back, wholly or in part.

    Args:
        store: reads the interviews and what was released; writes `problems`.
        country: ISO 3166-1 alpha-3.

    Returns:
        A problem a file.
    """
    interviews = store.read_table(country, "interviews")
    consents = _consents(store, country)
    usable = frozenset(consents["interviews"])
    withdrawn = (frozenset(interviews["interview_id"]) - usable) | _withdrawn_on_servers(store, country)
    releases = _read_releases(store, country)
    releases += _read_overviews(store, country, releases)
    problems = stale_files(releases, usable, withdrawn, consents["quoted"])
    store.record_problems(country, "withdrawal", problems)
    return tuple(problems)


def _withdrawn_on_servers(store: Store, country: str) -> frozenset[str]:
    """Return the ids of the responses that were deleted or rejected where they were collected."""
    record, _ = read_record(store.raw / country / "source.yaml", f"{country}/source.yaml")
    return frozenset(derive_id("response", country, uuid) for uuid in withdrawn_uuids(record))


def withdraw_reports(store: Store, country: str) -> None:
    """Remove the reports of a country when the last of them rest on an interview that may no longer be used.

    A document that someone edited is never deleted: it is said to be stale. What no run made stays.

    Args:
        store: a draft: reads the interviews and what was released; writes `problems`.
        country: ISO 3166-1 alpha-3.
    """
    usable = frozenset(_consents(store, country)["interviews"])
    if not stale_files(_reports_only(_read_releases(store, country))[-1:], usable):
        return
    edited = []
    for path in own_reports(store.target or store, country):
        if is_edited(path):
            edited.append(EDITED_AND_STALE.at(f"{country}/{path.name}", name=path.name))
        elif path.is_file():
            remove(path)
    store.record_problems(country, "withdraw", edited)


def own_reports(store: Store, country: str) -> list[Path]:
    """Return the reports of a country that a run made: those of its manifest, and those with names that it gives."""
    folder = store.reports / country
    made = read_manifest(store.processed / country / MANIFEST).outputs
    named = [place_of(store, country, name) for name in made if name.startswith("reports/")]
    return sorted({*named, *(folder / name for name in SHOWN), *folder.glob("brief-new*.docx")})


def _remember(store: Store, country: str) -> None:
    """Record what was released and which interviews it rests on, beside the key."""
    folder = store.reports / country
    files = {path.name: sha256_of(path.read_bytes()) for path in sorted(folder.iterdir()) if path.is_file()}
    entry = {"files": files, **_consents(store, country)}
    releases = _read_releases(store, country)
    if _reports_only(releases)[-1:] != [entry]:
        _write_releases(store, country, [*releases, entry])


def remember_export(store: Store, country: str, files: Mapping[str, str], interviews: Iterable[str]) -> None:
    """Record files that left for other programs, so that a withdrawal names them too.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.
        files: name -> sha256.
        interviews: ids of those whose words or answers are in them.
    """
    held = frozenset(interviews)
    quoted = {id_: told for id_, told in _consents(store, country)["quoted"].items() if id_ in held}
    entry = {"files": dict(files), "interviews": sorted(held), "quoted": quoted, EXPORTED: True}
    releases = _read_releases(store, country)
    if entry not in releases:
        _write_releases(store, country, [*releases, entry])


def _remember_overview(store: Store, countries: Iterable[str], contents: Mapping[str, bytes]) -> None:
    """Record files that speak of several countries, and by a mark on which consents of each they rest.

    What the mark stands for is told by the releases of the country itself.
    """
    marks = {country: consents_mark(_consents(store, country)) for country in countries}
    entry = {"files": {name: sha256_of(content) for name, content in contents.items()}, "countries": marks}
    path = store.keys / RELEASES
    overviews = _read_json_list(path)
    if overviews[-1:] != [entry]:
        write_bytes(path, json.dumps([*overviews, entry]).encode("utf-8"), mode=OWNER_ONLY)


def _read_overviews(store: Store, country: str, releases: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Read the files that speak of several countries, as releases of one of them."""
    consents = {consents_mark(one): {key: one.get(key, {}) for key in ("interviews", "quoted")} for one in releases}
    told = ((one, consents.get(one["countries"].get(country, ""))) for one in _read_json_list(store.keys / RELEASES))
    return [{"files": one["files"], **held} for one, held in told if held]


def _consents(store: Store, country: str) -> dict[str, Any]:
    return consents_of(plain_rows(store.read_table(country, "interviews")))


def _reports_only(releases: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [entry for entry in releases if not entry.get(EXPORTED)]


def _write_releases(store: Store, country: str, releases: Sequence[dict[str, Any]]) -> None:
    write_bytes(store.keys / country / RELEASES, json.dumps(releases, indent=1).encode("utf-8"), mode=OWNER_ONLY)


def _read_releases(store: Store, country: str) -> list[dict[str, Any]]:
    return _read_json_list(store.keys / country / RELEASES)


def _read_json_list(path: Path) -> list[dict[str, Any]]:
    try:
        return list(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else []
    except ValueError:
        return []
