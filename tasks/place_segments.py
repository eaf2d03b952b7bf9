"""Tells where segments stand, for problems that send a person to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tasks.adapters.store import Store
from tasks.core.problems import join_first
from tasks.core.tables import plain_rows

MOST_PLACES = 5


def place_segments(store: Store, country: str, segment_ids: Sequence[str]) -> str:
    """Name the files and places of the first few segments.

    Args:
        store: reads `segments`, `interviews`, `turns` and `answers`.
        country: ISO 3166-1 alpha-3.
        segment_ids: in order.

    Returns:
        "XAA/a.docx, paragraph 3; XAA/export.csv, row 2, column q5; ..."; each place once.
    """
    segments = {row["segment_id"]: row for row in _rows(store, country, "segments")}
    files = {row["interview_id"]: row["file"] for row in _rows(store, country, "interviews")}
    turns = {row["turn_id"]: row["place"] or f"turn {row['turn_no']}" for row in _rows(store, country, "turns")}
    answers = {row["answer_id"]: row for row in _rows(store, country, "answers")}

    def place(segment: dict[str, Any]) -> str:
        answer = answers.get(segment["answer_id"])
        if answer is not None:
            return f"{answer['file']}, row {answer['row']}, column {answer['column']}"
        return ", ".join(filter(None, (files[segment["interview_id"]], turns.get(segment["turn_id"], ""))))

    return join_first(list(dict.fromkeys(place(segments[id_]) for id_ in segment_ids)), MOST_PLACES)


def _rows(store: Store, country: str, table: str) -> list[dict[str, Any]]:
    return plain_rows(store.read_table(country, table))
