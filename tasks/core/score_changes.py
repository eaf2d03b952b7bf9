"""Score changes: what moved between two runs of a country, split by its causes.

What the last run kept is scored again and again, with one cause at a time: each step takes over, of all that differs,
what has this cause. The steps go in the order of `CAUSES`, as new data can only be read as the software reads it now,
and people decide on what was read. The first step starts from the scores that were kept and the last one ends at those
of now, so the parts of a move always make up the whole of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tasks.core.rubrics import Rubric

SOFTWARE, DECLARATIONS, INSTRUMENTS, CORRECTIONS, EDITED_DATA, NEW_DATA, DECISIONS = CAUSES = (
    "software",
    "declarations",
    "software_and_declarations",
    "corrections",
    "edited_data",
    "new_data",
    "decisions",
)
"""Why something moved, in the order in which it is taken over: another version of the software; of the codebook, the
rubric or another declaration; of both at once, where they cannot be told apart; corrections; records that were edited,
withdrawn or set aside; new records; what people decided."""
OF_THE_FILE = frozenset({"file", "row", "sha256", "text_sha256"})
"""Columns of a record that tell where it lies, not what it is."""
ROUNDING = 1e-9

Row = Mapping[str, Any]
Stand = tuple[str, float | None]
"""State and value of a level or a score."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A segment or a closed answer, as far as claims depend on it.

    Attributes:
        content: what was said or chosen, as anything that can be compared.
        question: Annex 1 question that it answers, "" if unknown.
        column: that it was given in, "" for a segment.
    """

    content: str = field(repr=False)
    question: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a run kept of the evidence.

    Attributes:
        records: interview id -> row of the interviews table.
        claims: claim id -> row of the claims table.
        units: segment or answer id -> what it says.
        corrected: interview id -> corrected column -> which correction it was.
    """

    records: Mapping[str, Row] = field(repr=False)
    claims: Mapping[str, Row] = field(repr=False)
    units: Mapping[str, Unit] = field(repr=False)
    corrected: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Changed:
    """Which inputs of a run are other than those of the last one.

    Attributes:
        software: code.
        declarations: codebook, lexicon, rubric and the like.
        corrections: corrections.yaml.
        registers: received files that are no record themselves, or that are gone.
        decisions: review files.
    """

    software: bool = False
    declarations: bool = False
    corrections: bool = False
    registers: bool = False
    decisions: bool = False

    @property
    def instrument(self) -> str:
        """Cause of what is read otherwise although nothing was said otherwise, "" if there is none."""
        if self.software and self.declarations:
            return INSTRUMENTS
        return SOFTWARE if self.software else DECLARATIONS if self.declarations else ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a move.

    Attributes:
        unit_id: indicator, area number or "overall".
        cause: one of `CAUSES`.
        before: where it stood before this cause.
        after: where it stood with it.
    """

    unit_id: str
    cause: str
    before: Stand
    after: Stand

    @property
    def shift(self) -> float | None:
        """By how much it moved; None where one of the two is no number."""
        return None if self.before[1] is None or self.after[1] is None else self.after[1] - self.before[1]


def split_moves(stands: Sequence[tuple[str, Mapping[str, Stand]]]) -> tuple[Part, ...]:
    """Split what moved into its parts.

    Args:
        stands: first where everything stood ("" as its cause), then each cause with where everything stood with it and
            all before it.

    Returns:
        The parts of each unit in the order of the causes: each begins where the one before it ended.
    """
    units = dict.fromkeys(unit for _, own in stands for unit in own)
    return tuple(part for unit in units for part in _parts_of(unit, stands))


def _parts_of(unit: str, stands: Sequence[tuple[str, Mapping[str, Stand]]]) -> Iterator[Part]:
    nowhere: Stand = ("", None)
    known = stands[0][1].get(unit, nowhere)
    for cause, own in stands[1:]:
        now = own.get(unit, nowhere)
        if not _is_same(known, now):
            yield Part(unit, cause, known, now)
            known = now


def _is_same(one: Stand, other: Stand) -> bool:
    if one[1] is None or other[1] is None:
        return one == other
    return one[0] == other[0] and abs(one[1] - other[1]) <= ROUNDING


@dataclass(frozen=True, slots=True)
class Causes:
    """Why records and claims differ.

    Attributes:
        records: interview id -> cause, of those that differ.
        claims: claim id -> cause, of those that differ.
    """

    records: Mapping[str, str]
    claims: Mapping[str, str]


def find_causes(before: Kept, after: Kept, changed: Changed) -> Causes:
    """Find out why each record and each claim differs from what the last run kept.

    Args:
        before: what the last run kept.
        after: the same of this run.
        changed: which inputs differ.

    Returns:
        One cause for each that differs, is new or is gone.
    """
    finder = _Finder(before, after, changed)
    records = {id_: finder.of_record(id_) for id_ in _differing(before.records, after.records)}
    claims = {id_: finder.of_claim(id_) for id_ in _differing(before.claims, after.claims)}
    return Causes(records, claims)


def _differing(before: Mapping[str, Row], after: Mapping[str, Row]) -> list[str]:
    return sorted(id_ for id_ in before.keys() | after.keys() if before.get(id_) != after.get(id_))


@dataclass(frozen=True, slots=True)
class _Finder:
    before: Kept
    after: Kept
    changed: Changed

    def of_record(self, id_: str) -> str:
        return self._of_coming_and_going(id_) or self._of_data(id_, self._fields(id_))

    def of_claim(self, id_: str) -> str:
        row = self.after.claims.get(id_) or self.before.claims[id_]
        record = str(row["interview_id"])
        if cause := self._of_coming_and_going(record):
            return cause
        unit = str(row["segment_id"] or row["answer_id"])
        old, new = self.before.units.get(unit), self.after.units.get(unit)
        fields = self._fields(record)
        if old is None or new is None or old.content != new.content or fields:
            return self._of_data(record, fields | {one.column for one in (old, new) if one is not None})
        if old.question != new.question and self.changed.decisions:
            return DECISIONS
        return self.changed.instrument or self._of_context(record)

    def _of_coming_and_going(self, record: str) -> str:
        if record not in self.before.records:
            return NEW_DATA
        return EDITED_DATA if record not in self.after.records else ""

    def _fields(self, record: str) -> set[str]:
        """Return the columns in which a record is another than it was."""
        old, new = self.before.records[record], self.after.records[record]
        return {name for name in old.keys() | new.keys() if name not in OF_THE_FILE and old.get(name) != new.get(name)}

    def _of_data(self, record: str, columns: set[str]) -> str:
        """Return why something was said otherwise: by a correction, in an edited file, or as it is read otherwise."""
        old, new = (kept.corrected.get(record, {}) for kept in (self.before, self.after))
        if any(old.get(column) != new.get(column) for column in columns):
            return CORRECTIONS
        if self._is_edited(record):
            return EDITED_DATA
        if self.changed.corrections and old != new:
            return CORRECTIONS
        return self.changed.instrument or self._of_context(record)

    def _is_edited(self, record: str) -> bool:
        files = (kept.records[record].get("sha256") for kept in (self.before, self.after))
        return len(set(files)) > 1 or (self.changed.registers and bool(self._fields(record)))

    def _of_context(self, record: str) -> str:
        """Return why something is read otherwise that is itself as it was: what stands around it differs."""
        if self._is_edited(record):
            return EDITED_DATA
        for cause, holds in (
            (DECISIONS, self.changed.decisions),
            (CORRECTIONS, self.changed.corrections),
            (NEW_DATA, not self.after.records.keys() <= self.before.records.keys()),
            (EDITED_DATA, self.changed.registers or not self.before.records.keys() <= self.after.records.keys()),
        ):
            if holds:
                return cause
        return SOFTWARE


def take_over(
    before: Mapping[str, Row], after: Mapping[str, Row], causes: Mapping[str, str], taken: Sequence[str]
) -> list[Row]:
    """Return rows with what has certain causes as it is now, and all else as it was.

    Args:
        before: id -> row of the last run.
        after: id -> row of this run.
        causes: id -> cause, of rows that differ.
        taken: the causes.

    Returns:
        The rows by id.
    """
    ids = sorted(before.keys() | after.keys())
    rows = (after.get(id_) if causes.get(id_) in taken else before.get(id_) for id_ in ids)
    return [row for row in rows if row is not None]


def count_records(causes: Causes, before: Kept, after: Kept) -> dict[tuple[str, str], int]:
    """Count the records whose claims differ: (cause, indicator) -> how many, and (cause, "") for all indicators."""
    found: dict[tuple[str, str], set[str]] = {}
    for id_, cause in causes.claims.items():
        row = after.claims.get(id_) or before.claims[id_]
        for indicator in (str(row["indicator"]), ""):
            found.setdefault((cause, indicator), set()).add(str(row["interview_id"]))
    return {key: len(records) for key, records in found.items()}


def group_parts(rows: Sequence[Row], rubric: Rubric) -> list[list[Row]]:
    """Group the rows of the changes table by what moved: the overall score, areas, then indicators, each in its order.

    Args:
        rows: of the changes table.
        rubric: of now; indicators that it no longer has come last.

    Returns:
        The parts of each move, in the order of the causes.
    """
    order = ["overall", *map(str, rubric.areas), *rubric.indicators]
    units = sorted({str(row["unit_id"]) for row in rows} - set(order))
    parts: dict[str, list[Row]] = {unit: [] for unit in (*order, *units)}
    for row in sorted(rows, key=lambda row: int(row["place"])):
        parts[str(row["unit_id"])].append(row)
    return [own for own in parts.values() if own]


def tell_causes(rows: Iterable[Row]) -> str:
    """Tell in plain English by how much each cause moved one level or score: "corrections −1.0, new data +2.5".

    Args:
        rows: of the changes table on one level or score, in the order of the causes.
    """
    return ", ".join(f"{str(row['cause']).replace('_', ' ')} {_tell_shift(row)}" for row in rows)


def _tell_shift(row: Row) -> str:
    if row["shift"] is not None:
        return f"{row['shift']:+.1f}".replace("-", "\u2212")
    sides = (row["before_value"], row["before_state"]), (row["after_value"], row["after_state"])
    return " to ".join(str(state or "none") if value is None else f"{value:g}" for value, state in sides)
