"""Tables of levels that a team scored elsewhere: one row per indicator and, if known, per voice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tasks.core.levels import CONFLICTING, NO_INFORMATION, NOT_APPLICABLE, Level, Silence, decide_level
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.rubrics import Rubric
from tasks.core.voices import Voice, merge_voices

COLUMNS = ("indicator", "level", "group", "respondent", "record_type", "date")
RECORD_TYPES = ("verbatim", "notes", "questionnaire", "document")
MISSING_WORDS = {"": NO_INFORMATION, "ni": NO_INFORMATION, "dk": NO_INFORMATION, "na": NOT_APPLICABLE}
CONFLICT_PATTERN = re.compile(r"cf(?:\s*[:\s(]\s*([0-4](?:\.\d+)?)\s*[-–]\s*([0-4](?:\.\d+)?)\)?)?", re.IGNORECASE)
DATE_PATTERN = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")

NO_SUCH_COLUMN = ProblemKind(
    "S001", Severity.CRITICAL, "The table has no column '{column_name}'.", "Name the columns: {columns}."
)
UNKNOWN_INDICATOR = ProblemKind(
    "S002", Severity.WARNING, "'{indicator}' is no indicator of the rubric.", "Use one of: {known}."
)
BAD_LEVEL = ProblemKind(
    "S003",
    Severity.WARNING,
    "'{level}' is no level.",
    "Write a number from 0 to 4, NI, NA, or CF with its range (CF:1-3).",
)
BAD_RECORD_TYPE = ProblemKind(
    "S004", Severity.WARNING, "'{record_type}' is no record type; taken as questionnaire.", "Use one of: {known}."
)
BAD_DATE = ProblemKind(
    "S005", Severity.WARNING, "'{date}' is no ISO date; taken as undated.", "Write 2023-03-14, 2023-03 or 2023."
)


@dataclass(slots=True)
class _Told:
    """What the rows tell about one indicator."""

    claims: list[Voice] = field(default_factory=list)
    not_known: list[str] = field(default_factory=list)
    not_applicable: list[str] = field(default_factory=list)
    conflicts: list[tuple[float, float]] = field(default_factory=list)


def parse_level_table(
    rows: Sequence[Mapping[str, str]],
    rubric: Rubric,
    *,
    file: str = "",
    previous: Mapping[str, tuple[float, str]] | None = None,
) -> tuple[dict[str, Level], tuple[Problem, ...]]:
    """Decide the levels that a table of levels supports.

    Args:
        rows: one mapping per row, keys as in `COLUMNS` ("indicator" and "level" at least).
        rubric: indicators and rules.
        file: name for the problems.
        previous: indicator id -> level and date of the last period.

    Returns:
        Indicator id -> level for every indicator of the rubric, and the problems of the table.
    """
    absent = [column for column in ("indicator", "level") if rows and column not in rows[0]]
    if absent:
        return {}, tuple(
            NO_SUCH_COLUMN.at(file, 1, name, column_name=name, columns=", ".join(COLUMNS)) for name in absent
        )
    told: dict[str, _Told] = {id_: _Told() for id_ in rubric.indicators}
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=2):
        problems += _read_row(row, number, told, file)
    as_of = max((claim.date for entry in told.values() for claim in entry.claims), default="")
    levels = {id_: _decide(id_, entry, rubric, as_of, (previous or {}).get(id_)) for id_, entry in told.items()}
    return levels, tuple(problems)


def _read_row(row: Mapping[str, str], number: int, told: Mapping[str, _Told], file: str) -> list[Problem]:
    values = {column: str(row.get(column) or "").strip() for column in COLUMNS}
    entry = told.get(values["indicator"])
    if entry is None:
        return [UNKNOWN_INDICATOR.at(file, number, "indicator", indicator=values["indicator"], known=", ".join(told))]
    level, source = values["level"].lower(), values["respondent"] or f"row {number}"
    if level in MISSING_WORDS:
        (entry.not_known if MISSING_WORDS[level] == NO_INFORMATION else entry.not_applicable).append(f"row {number}")
        return []
    if conflict := CONFLICT_PATTERN.fullmatch(level):
        low, high = (float(end) for end in conflict.groups(default="0")) if conflict.group(1) else (0.0, 4.0)
        entry.conflicts.append((min(low, high), max(low, high)))
        return []
    value = _number(level)
    if value is None:
        return [BAD_LEVEL.at(file, number, "level", level=values["level"])]
    problems = _check_row(values, number, file)
    entry.claims.append(_voice(values, value, source, number))
    return problems


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if 0.0 <= value <= 4.0 else None


def _check_row(values: Mapping[str, str], number: int, file: str) -> list[Problem]:
    problems = []
    if values["record_type"] and values["record_type"] not in RECORD_TYPES:
        known = ", ".join(RECORD_TYPES)
        problems.append(BAD_RECORD_TYPE.at(file, number, "record_type", record_type=values["record_type"], known=known))
    if values["date"] and not DATE_PATTERN.fullmatch(values["date"]):
        problems.append(BAD_DATE.at(file, number, "date", date=values["date"]))
    return problems


def _voice(values: Mapping[str, str], level: float, source: str, number: int) -> Voice:
    record_type = values["record_type"] if values["record_type"] in RECORD_TYPES else "questionnaire"
    return Voice(
        source=source,
        group="" if record_type == "document" else values["group"],
        level=level,
        record_type=record_type,
        date=values["date"] if DATE_PATTERN.fullmatch(values["date"]) else "",
        evidence=(f"row {number}",),
    )


def _decide(id_: str, entry: _Told, rubric: Rubric, as_of: str, previous: tuple[float, str] | None) -> Level:
    if entry.conflicts:
        ends = [*entry.conflicts, *((claim.level, claim.level) for claim in entry.claims)]
        span = (min(low for low, _ in ends), max(high for _, high in ends))
        return Level(id_, CONFLICTING, range=span, grade="X", rule="given as a conflict", flags=("conflict",))
    silence = Silence(tuple(entry.not_known), tuple(entry.not_applicable))
    voices = merge_voices(entry.claims)
    return decide_level(rubric.indicators[id_], voices, silence, as_of=as_of, previous=previous)
