"""Reads and writes the tables: Parquet files under data/processed/<country>/, replaced whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from tasks.adapters.digests import digest_of
from tasks.adapters.disk import DiskError, need_apart, write_bytes
from tasks.adapters.parquet_files import read_parquet, read_parquet_frame
from tasks.core.identifiers import derive_id, sha256_of
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.tables import IDS, TABLES, TableError, conform

T = TypeVar("T")

DAMAGED = ProblemKind(
    "H006",
    Severity.CRITICAL,
    "The table {what} cannot be read: it is damaged, or another version wrote it.",
    "Run the country again: tables are rebuilt from what was received.",
)
HIDDEN = ".msp"
"""Folder in each of the three for what is nobody's result: locks, and what is being made."""
AGREEMENT, EXPECTATIONS, KEPT_RUBRIC = "agreement.json", "expectations.json", "rubric.yaml"
LOOKED_UP, TOLD_NOTE = "sources.csv", "source-note.json"
"""Files among the tables of a country: how far coders agree, what the tables were checked on, what scored them, which
file each name of a source in its reports means, and the note to readers as reports may tell it."""
QUARANTINE = "quarantine"
"""Folder, among the tables of a country, of the rows that were set aside."""
BESIDE_TABLES = ("keys", "audit", "review", "coder")
"""Folders that the program keeps beside that of the tables."""
TABLES_HELD, SMALL_TABLES_HELD = 6, 24
"""Tables that a process keeps parsed; more would cost memory in a country with ten thousand interviews."""
OF_NOTHING = sha256_of(b"")
"""Mark of a table that was never written."""
LARGE = 1 << 20
"""Bytes of a file from which a table is a large one."""
FILE_NAMES = {
    "interviews": "0_interviews",
    "answers": "1_answers",
    "turns": "2_turns",
    "segments": "3_segments",
    "codings": "4_codings",
    "reviews": "reviews",
    "candidate_codes": "candidate_codes",
    "claims": "5_claims",
    "facts": "5_facts",
    "contradictions": "6_contradictions",
    "scores": "6_scores",
    "changes": "6_changes",
    "sensitivity": "6_sensitivity",
    "coverage": "6_coverage",
    "novelty": "6_novelty",
    "next_interviews": "6_next_interviews",
    "quotations": "7_quotations",
    "problems": "problems",
}


@dataclass(frozen=True, slots=True)
class Store:
    """The three folders of a run.

    Attributes:
        raw: what was received; one folder a country; never written to.
        processed: tables, one folder a country; safe to delete.
        reports: what people open, one folder a country.
        target: the folders that these are published to, if these are a draft's.
    """

    raw: Path
    processed: Path
    reports: Path
    target: Store | None = None

    @property
    def keys(self) -> Path:
        """Folder of the keys of pseudonyms, beside the tables and readable to its owner alone."""
        return (self.target or self).processed.parent / "keys"

    @property
    def coder(self) -> Path:
        """Folder of the coder that learnt from this installation's reviews: beside the tables, never shipped."""
        return (self.target or self).processed.parent / "coder"

    @property
    def staged(self) -> Store:
        """The same folders with reports that nobody opens yet: they are moved into place when they are checked."""
        return replace(self, reports=self.reports / ".staged")

    def need_apart(self, country: str = "") -> None:
        """Check that the folders lie apart, so that nothing that was received is ever written to or removed.

        Args:
            country: ISO 3166-1 alpha-3, whose own folders are checked too, as each may be a link; "" for none.

        Raises:
            DiskError: two are the same, or one lies inside another.
        """
        rooms = {"raw": self.raw, "processed": self.processed, "reports": self.reports}
        beside = {name: self.processed.parent / name for name in BESIDE_TABLES}
        need_apart(rooms | beside)
        if country:
            need_apart({name: folder / country for name, folder in rooms.items()})

    def lock_files(self, country: str) -> tuple[Path, ...]:
        """Return the locks that a run of a country holds: one in each folder that it writes."""
        return tuple(folder / HIDDEN / f"{country}.lock" for folder in (self.processed, self.reports))

    def raw_lock(self, country: str) -> Path:
        """Return the lock that a pull into a country's raw folder holds; it lies outside that folder."""
        return self.raw / HIDDEN / f"{country}.lock"

    def table_path(self, country: str, table: str) -> Path:
        """Return where a table of a country lies."""
        return self.processed / country / f"{FILE_NAMES[table]}.parquet"

    def write_table(
        self, country: str, table: str, rows: pd.DataFrame | Iterable[Mapping[str, object]]
    ) -> pd.DataFrame:
        """Conform rows to the table's spec and replace the table.

        Args:
            country: ISO 3166-1 alpha-3.
            table: a name in `tables.TABLES`.
            rows: a frame or one mapping per row.

        Returns:
            The table as written.

        Raises:
            TableError: the rows do not fit the spec.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        frame = conform(rows, TABLES[table])
        lists = [column.name for column in TABLES[table].columns if column.dtype == IDS]
        plain = frame.assign(**{name: frame[name].map(list) for name in lists})
        schema = pa.schema([pa.field(column.name, _arrow_type(column.dtype)) for column in TABLES[table].columns])
        sink = pa.BufferOutputStream()
        pq.write_table(pa.Table.from_pandas(plain, schema=schema, preserve_index=False), sink, compression="zstd")
        write_bytes(self.table_path(country, table), sink.getvalue().to_pybytes())
        return frame

    def write_quarantine(self, country: str, table: str, rows: pd.DataFrame) -> None:
        """Keep rows that failed a check apart, with a column `expectation` that names it."""
        plain = rows.astype(object).where(rows.notna(), None).sort_values("expectation", kind="stable")
        path = self.processed / country / QUARANTINE / f"{table}.parquet"
        write_bytes(path, plain.astype("string").to_parquet(None, compression="zstd", index=False))

    def read_table(self, country: str, table: str) -> pd.DataFrame:
        """Read a table; an empty one of the right shape when it was never written.

        Raises:
            DiskError: it is damaged, or of another version.
        """
        content = self._ask(country, table, Path.read_bytes)
        if content is None:
            return conform([], TABLES[table])
        parse = _parse_large if len(content) >= LARGE else _parse_small
        with self._damage_told(country, table):
            return parse(content, table).copy(deep=False)

    def read_rows(self, country: str, table: str) -> list[dict[str, Any]]:
        """Read the rows of a table as `plain_rows` gives them, without a frame between: a tenth of the time.

        Raises:
            DiskError: it is damaged, or of another version.
        """
        content = self._ask(country, table, Path.read_bytes)
        if content is None:
            return []
        spec = TABLES[table]
        with self._damage_told(country, table):
            read = read_parquet(content)
            if read.column_names != spec.column_names:
                raise TableError(f"{table}: columns of another version")
            rows: list[dict[str, Any]] = read.to_pylist()
        lists = [column.name for column in spec.columns if column.dtype == IDS]
        return [row | {name: tuple(row[name]) for name in lists} for row in rows]

    @contextmanager
    def _damage_told(self, country: str, table: str) -> Iterator[None]:
        """Turn what is said of a table that cannot be parsed into a problem."""
        try:
            yield
        except (OSError, ValueError, TypeError, KeyError, NotImplementedError):
            raise DiskError(DAMAGED.at(what=f"{country}/{self.table_path(country, table).name}")) from None

    def marks_of(self, country: str, *tables: str) -> tuple[str, ...]:
        """Return a mark of the content of each table; one that was never written has that of nothing.

        Raises:
            DiskError: one cannot be read.
        """
        return tuple(self._ask(country, table, digest_of) or OF_NOTHING for table in tables)

    def _ask(self, country: str, table: str, ask: Callable[[Path], T]) -> T | None:
        """Return what is asked of a table's file, None where there is none."""
        path = self.table_path(country, table)
        try:
            return ask(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DiskError(DAMAGED.at(what=f"{country}/{path.name}"), error.errno) from None

    def read_json(self, country: str, name: str) -> Any:
        """Read a JSON file that lies among the tables of a country.

        Raises:
            DiskError: it is absent or damaged.
        """
        try:
            return json.loads((self.processed / country / name).read_bytes())
        except (OSError, ValueError, RecursionError):
            raise DiskError(DAMAGED.at(what=f"{country}/{name}")) from None

    def record_problems(self, country: str, stage: str, problems: Iterable[Problem]) -> None:
        """Replace the problems that one stage found in a country; a table that holds them as they are stays.

        Args:
            country: ISO 3166-1 alpha-3.
            stage: task that found them.
            problems: what it found; the same finding twice is kept once.
        """
        before = self.read_table(country, "problems")
        is_own = before["stage"] == stage
        rows = {}
        for problem in problems:
            row = {"country_iso3": country, "stage": stage, **problem.record(), "severity": str(problem.severity)}
            rows.setdefault(derive_id("problem", *row.values()), row)
        if set(before.loc[is_own, "problem_id"]) == rows.keys() and self.table_path(country, "problems").exists():
            return
        others = before[~is_own]
        found = pd.DataFrame.from_records([{"problem_id": id_, **row} for id_, row in rows.items()])
        self.write_table(country, "problems", pd.concat([others, found]) if len(found) else others)


def _parse(content: bytes, table: str) -> pd.DataFrame:
    """Parse a table; the same bytes are parsed once, as most steps read what the step before them read."""
    return conform(read_parquet_frame(content), TABLES[table])


_parse_large, _parse_small = (lru_cache(maxsize=held)(_parse) for held in (TABLES_HELD, SMALL_TABLES_HELD))
"""The same, apart, so that small tables that come and go push no large one out."""


def _arrow_type(dtype: str) -> object:
    import pyarrow as pa

    return {"string": pa.string(), "Int64": pa.int64(), "Float64": pa.float64(), "boolean": pa.bool_()}.get(
        dtype, pa.list_(pa.string())
    )
