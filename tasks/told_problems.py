"""Tells the problems of a country to whoever reads its runs on a server: fewer than its owner, and no file's name."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from tasks.adapters.disk import DiskError
from tasks.adapters.store import Store
from tasks.core.tables import plain_rows
from tasks.outcomes import Outcome
from tasks.outward_problems import outward_problems
from tasks.render import load_wordings
from tasks.say_problems import ENGLISH
from tasks.show_sources import read_sources

PLACES = ("file", "detail", "fix", "row", "column")


def tell_outward(store: Store, outcome: Outcome) -> Outcome:
    """Return how a country's run ended as its reports may tell it, for what a server keeps and shows.

    Args:
        store: reads the tables that the outcome is of.
        outcome: as the terminal of its owner tells it.

    Returns:
        The same without the problems that are the owner's; in the others, ids and numbers stand for files. Where the
        tables cannot be read, they tell no place and no sentence.
    """
    try:
        interviews = plain_rows(store.read_table(outcome.country, "interviews"))
        sources = read_sources(store, outcome.country, load_wordings(ENGLISH), outcome.problems)
    except DiskError:
        return replace(outcome, problems=tuple(map(_without_place, outward_problems(outcome.problems, ()))))
    shown = outward_problems(outcome.problems, interviews)
    return replace(outcome, problems=tuple(map(sources.tell_problem, shown)))


def count_outward(store: Store, outcome: Outcome) -> int:
    """Count the problems of a country's run that may be told; see `tell_outward`."""
    interviews: list[dict[str, Any]] = []
    if outcome.problems:
        with suppress(DiskError):
            interviews = plain_rows(store.read_table(outcome.country, "interviews"))
    return len(outward_problems(outcome.problems, interviews))


def _without_place(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, **dict.fromkeys(PLACES, "")}
