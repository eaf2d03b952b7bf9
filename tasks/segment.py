"""Segments the turns, open answers and paragraphs of a country."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from operator import itemgetter

from tasks.adapters.languages import forget_models, identify
from tasks.adapters.results import results_of
from tasks.adapters.store import Store
from tasks.core.problems import Problem
from tasks.core.segments import make_segments
from tasks.manifest import version_of

LEAST_LETTERS_TO_SWITCH = 60
"""A shorter segment keeps the language of its record: too little to tell a switch of language."""


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
        for _, own in groupby(rows, itemgetter("interview_id")):
            texts = [row["text"] for row in own]
            languages += results.of(list[str], partial(identify, texts), texts)
    forget_models()
    for row, told in zip(rows, languages, strict=True):
        is_long = len(row["text"]) >= LEAST_LETTERS_TO_SWITCH
        if told and (not row["language"] or (is_long and told != row["language"])):
            row["language"] = told
    store.write_table(country, "segments", rows)
    return ()
