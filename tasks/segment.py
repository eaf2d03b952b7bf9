"""Segments the turns, open answers and paragraphs of a country."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from tasks.adapters.languages import identify
from tasks.adapters.results import Results, results_of
from tasks.adapters.store import Store
from tasks.core.identifiers import sha256_of, without_numbers
from tasks.core.problems import Problem
from tasks.core.segments import make_segments
from tasks.manifest import version_of

LEAST_LETTERS_TO_SWITCH = 60
"""A shorter segment keeps the language of its record: too little to tell a switch of language."""

MARK_LENGTH = 24
"""Hexadecimal digits of the mark that a segment's language is kept under."""


def segment(store: Store, country: str) -> tuple[Problem, ...]:
    """Cut a country's records into units of coding.

    Args:
        store: reads `interviews`, `turns` and `answers`, writes `segments`.
        country: ISO 3166-1 alpha-3.

    Returns:
        No problems so far; the signature is that of every step.
    """
    tables = (store.read_table(country, name) for name in ("interviews", "turns", "answers"))
    rows = make_segments(*tables)
    languages: list[str] = []
    with results_of(store, country, "segment", version_of("segment")) as results:
        for interview_id, own in groupby(rows, itemgetter("interview_id")):
            languages += _tell_languages([*filter(_may_switch, own)], interview_id, results)
    for row, told in zip(filter(_may_switch, rows), languages, strict=True):
        row["language"] = told or row["language"]
    store.write_table(country, "segments", rows)
    return ()


def _may_switch(row: Mapping[str, Any]) -> bool:
    """Tell whether a segment's own words decide its language."""
    return not row["language"] or len(row["text"]) >= LEAST_LETTERS_TO_SWITCH


def _tell_languages(rows: Sequence[Mapping[str, Any]], interview_id: str, results: Results) -> list[str]:
    """Tell the language of each segment of a record, looking only into those that it did not hold in the last run."""
    known: dict[str, str] = json.loads(results.recall(interview_id) or "{}")
    marks, new = [], {True: {}, False: {}}
    for row in rows:
        mark = sha256_of(f"{bool(row['language'])} {without_numbers(row['text'])}")[:MARK_LENGTH]
        marks.append(mark)
        if mark not in known:
            new[bool(row["language"])][mark] = row["text"]
    for is_declared, texts in new.items():
        known |= zip(texts, identify(list(texts.values()), is_declared=is_declared), strict=True)
    results.keep(json.dumps({mark: known[mark] for mark in marks}).encode(), interview_id)
    return [known[mark] for mark in marks]
