"""Disguises: under which ids records leave that must not be told, so that nothing joins an export with a brief.

A brief blanks the id and the file of such a record; an export, in which its rows belong together, gives it and all its
parts other ids, made with a secret of the country.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.core.identifiers import derive_secret_id
from tasks.core.quoting import NO_PERMIT, Permit, shown_id

Rows = Sequence[Mapping[str, Any]]
OF_PARTS = ("segment_id", "turn_id", "answer_id", "coding_id", "target_id")
NOT_TOLD = ("date", "file", "sha256", "text_sha256")
"""Columns that are blank in rows of a record that must not be told."""


@dataclass(frozen=True, slots=True)
class Disguised:
    """Rows of a country's tables as they may leave.

    Attributes:
        tables: name -> rows; those of records that must not be told stand last, in the order of their new ids.
        permits: shown id of a record -> permit.
        owners: new id of a record or of a part of one -> its own id.
    """

    tables: Mapping[str, Rows]
    permits: Mapping[str, Permit]
    owners: Mapping[str, str]

    def own(self, id_: str) -> str:
        """Return the own id of what bears a new one."""
        return self.owners.get(id_, id_)


def disguise(tables: Mapping[str, Rows], permits: Mapping[str, Permit], secret: bytes) -> Disguised:
    """Give records that must not be told, and all their parts, ids that nobody can make again.

    Args:
        tables: name -> rows: interviews and segments among them.
        permits: interview id -> what may stand beside its words.
        secret: of the country.

    Returns:
        The rows, with new ids and without dates where a record must not be told; all others as they are.
    """

    def derive(id_: str) -> str:
        return derive_secret_id(secret, "record", id_)

    shown = {str(row["interview_id"]): "" for row in tables["interviews"]}
    shown = {id_: shown_id(id_, permits.get(id_, NO_PERMIT), derive) for id_ in shown}
    records = {id_: new for id_, new in shown.items() if new != id_}
    parts = {
        str(row["segment_id"]): derive_secret_id(secret, "segment", row["segment_id"])
        for row in tables["segments"]
        if row["interview_id"] in records
    }
    hide = _Hiding(records, parts, secret)
    return Disguised(
        {name: _hidden_last([hide.row(row) for row in rows], records) for name, rows in tables.items()},
        {shown[id_]: permit for id_, permit in permits.items() if id_ in shown},
        {new: id_ for ids in (records, parts) for id_, new in ids.items()},
    )


@dataclass(frozen=True, slots=True)
class _Hiding:
    """What gives rows of records that must not be told new ids."""

    records: Mapping[str, str]
    segments: Mapping[str, str]
    secret: bytes

    def row(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        record, segment = str(row.get("interview_id")), row.get("segment_id") or row.get("target_id")
        if record not in self.records and segment not in self.segments:
            return row
        ids = {name: self._part(row[name]) for name in OF_PARTS if row.get(name)}
        ids |= {"interview_id": self.records[record]} if record in self.records else {}
        return {**row, **{name: None for name in NOT_TOLD if name in row}, **ids}

    def _part(self, id_: str) -> str:
        if id_ in self.segments:
            return self.segments[id_]
        return f"{id_.partition('-')[0]}{derive_secret_id(self.secret, 'segment', id_)[1:]}"


def _hidden_last(rows: Rows, records: Mapping[str, str]) -> Rows:
    new = frozenset(records.values())

    def order(row: Mapping[str, Any]) -> str:
        record = str(row.get("interview_id"))
        return record if record in new else ""

    return sorted(rows, key=order)
