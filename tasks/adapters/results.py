"""Keeps results of single files and segments, so that a run makes again only what follows from what changed.

A result is found by the content that it was made from, and by the version of the code and of the declarations. What
was made from words that still name people is sealed with those words themselves: it opens only for who holds them.
A stage keeps the results that its last run used and no others, so nothing of a withdrawn interview stays.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from tasks.adapters.disk import DiskError, remove, sweep, sweep_beside, write_bytes
from tasks.adapters.key_files import seal_content, unseal
from tasks.adapters.parquet_files import read_parquet
from tasks.adapters.store import HIDDEN, Store

CACHE, MARK, ENDING = "cache", "begun", ".results"
SECRET = b"msp results"


class Results:
    """Results of one stage of a country.

    Args:
        version: of the code and the declarations that the stage depends on.
        kept: key -> result, from the last run.
    """

    def __init__(self, version: str, kept: dict[str, bytes]) -> None:
        self._version = version
        self._kept = kept
        self.used: dict[str, bytes] = {}
        self.n_made = 0

    def of(self, kind: Any, make: Callable[[], Any], *content: object, seal: str = "") -> Any:
        """Return the result that was kept for a content, or make it.

        Args:
            kind: type of the result: of dataclasses, numbers, texts and containers of them.
            make: makes it.
            *content: all that it follows from beside code and declarations; plain values.
            seal: of the words as received, which may name people: the result is sealed with it; see `seal_of`.
        """
        key = self._key(seal, content)
        kept = self.used.get(key) or self._kept.get(key)
        if kept is not None:
            with suppress(ValueError):
                result = _open(kind, kept, seal)
                self.used[key] = kept
                return result
        result = make()
        self.n_made += 1
        with suppress(ValueError):  # what JSON cannot hold, such as half a character, is made again each time
            held = _adapter(kind).dump_json(result, warnings="none")
            self.used[key] = seal_content(held, seal) if seal else held
            return _adapter(kind).validate_json(held)  # as every later run finds it
        return result

    def later(self, kind: Any, make: Callable[[], Any], *content: object, seal: str = "") -> Callable[[], Any]:
        """Return what opens the result that was kept for a content once it is needed; else make it now; see `of`."""
        key = self._key(seal, content)
        kept = self._kept.get(key)
        if kept is None:
            made = self.of(kind, make, *content, seal=seal)
            return lambda: made
        self.used[key] = kept

        def open_or_make() -> Any:
            try:
                return _open(kind, kept, seal)
            except ValueError:
                return make()

        return open_or_make

    def keep(self, result: bytes, *content: object) -> None:
        """Keep a result that names nobody, for `recall`."""
        self.used[self._key("", content)] = result

    def recall(self, *content: object) -> bytes:
        """Return a result that `keep` kept in the last run, empty when there is none."""
        return self._kept.get(self._key("", content), b"")

    def has(self, *content: object) -> bool:
        """Tell whether a result is kept for a content without words."""
        return self._key("", content) in self._kept

    def _key(self, digest: str, content: tuple[object, ...]) -> str:
        return hashlib.sha256(json.dumps([self._version, digest, *content], default=str).encode()).hexdigest()


def seal_of(words: str | bytes) -> str:
    """Return what seals a result of words: nobody can work it out without the words, and no table holds it."""
    content = words.encode("utf-8", "surrogatepass") if isinstance(words, str) else words
    return hashlib.blake2b(content, key=SECRET, digest_size=32).hexdigest()


def _open(kind: Any, kept: bytes, seal: str) -> Any:
    return _adapter(kind).validate_json(unseal(kept, seal) if seal else kept)


@cache
def _adapter(kind: Any) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


@contextmanager
def results_of(store: Store, country: str, stage: str, version: str) -> Iterator[Results]:
    """Open the results of a stage, and keep those that were used when the context ends well.

    Args:
        store: the folders, or a draft's; the country's lock is held, or the portfolio's for its own stage.
        country: ISO 3166-1 alpha-3.
        stage: read, mask, tell, code, claim ...
        version: of its code and declarations.
    """
    path = _folder(store, country) / f"{stage}{ENDING}"
    with suppress(DiskError):  # the portfolio writes here too, without a run of the country that would sweep
        sweep_beside(path)
    kept = _load(path)
    results = Results(version, kept)
    yield results
    with suppress(DiskError):  # a disk that is full costs the next run time, and no more
        if results.used == kept and path.is_file():
            path.touch()
        else:
            _save(path, results.used)


def begin_results(store: Store, country: str, *, is_fresh: bool) -> None:
    """Begin a run: what no stage uses until `end_results` will go.

    Args:
        store: the folders; the country's lock is held.
        country: ISO 3166-1 alpha-3.
        is_fresh: forget all results.
    """
    folder = _folder(store, country)
    with suppress(DiskError):
        if is_fresh:
            remove(folder)
        sweep(folder)
        write_bytes(folder / MARK, b"")


def end_results(store: Store, country: str) -> None:
    """End a run: the results of stages that it did not come to are removed, and what a refusing disk left of others."""
    folder = _folder(store, country)
    with suppress(DiskError):
        sweep(folder)  # the next run may find nothing to do, and would leave it there
    with suppress(OSError):
        begun = (folder / MARK).stat().st_mtime_ns
        for path in folder.glob(f"*{ENDING}"):
            if path.stat().st_mtime_ns < begun:
                remove(path)


def results_folder(store: Store) -> Path:
    """Return the folder of the results of all countries, and of what each of them needs."""
    return (store.target or store).processed / HIDDEN / CACHE


def _folder(store: Store, country: str) -> Path:
    return results_folder(store) / country


def _load(path: Path) -> dict[str, bytes]:
    """Load what was kept; a damaged file holds nothing."""
    import pyarrow as pa

    try:
        table = read_parquet(path.read_bytes())
        return dict(zip(table["key"].to_pylist(), table["result"].to_pylist(), strict=True))
    except (OSError, ValueError, KeyError, pa.ArrowException):
        return {}


def _save(path: Path, used: dict[str, bytes]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {"key": pa.array(list(used), pa.string()), "result": pa.array(list(used.values()), pa.binary())}
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink, compression="zstd", use_dictionary=False)
    write_bytes(path, sink.getvalue().to_pybytes(), mode=0o600)
