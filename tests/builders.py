"""Small builders, in the domain's words."""

from __future__ import annotations

from collections.abc import Iterable

from tasks.core.rubrics import Indicator
from tasks.core.voices import Voice


def voice(source: str, group: str, level: float, **details: object) -> Voice:
    """A respondent with a level; first-hand and dated unless told otherwise."""
    return Voice(source=source, group=group, level=level, **{"date": "2026-03", "evidence": (f"s-{source}",)} | details)


def document(source: str, level: float, **details: object) -> Voice:
    """A reviewed document with a level."""
    return voice(source, "", level, record_type="document", **details)


def indicator(kind: str = "fact", id_: str = "meetings_held", topics: tuple[str, ...] = ("meetings",)) -> Indicator:
    """An indicator of one kind."""
    return Indicator(id_, 3, ("Q16",), kind, topics, {"en": id_}, ("none", "one", "some", "most", "all"))


def voices(table: str) -> tuple[Voice, ...]:
    """Voices from lines of `source | group | level`; group `document` makes a document."""
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return tuple(
        document(source, float(level)) if group == "document" else voice(source, group, float(level))
        for source, group, level in rows
    )


def texts(rows: Iterable[str]) -> list[dict[str, str]]:
    """Mappings from a comma-separated table, its header first."""
    header, *lines = [row.split(",") for row in rows]
    return [dict(zip(header, line, strict=True)) for line in lines]
