"""Outcomes: how a country's run ended, for people and for the portfolio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tasks.adapters.disk import DiskError
from tasks.adapters.store import Store
from tasks.core.problems import Problem, severest_first
from tasks.core.score_changes import tell_causes

BRIEFS = ("brief.html", "brief.docx", "brief-new.docx", "brief.pdf", "brief.json")
SHOWN = (*BRIEFS, "data-quality.html", "agreement.html")
"""Reports to open, in the order in which they are named."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a country's run ended.

    Attributes:
        country: ISO 3166-1 alpha-3.
        is_written: whether its brief is there and current.
        is_unchanged: whether nothing had to be made again.
        message: why it failed, "" when it did not.
        paths: reports to open.
        problems: code, severity, file, row, column, detail and fix of each problem.
        scores: score id ("1" to "5", "overall") -> row of the scores table.
        moved: why the overall score moved since the last run, cause by cause, "" if it did not.
    """

    country: str
    is_written: bool
    is_unchanged: bool = False
    message: str = ""
    paths: tuple[Path, ...] = ()
    problems: tuple[dict[str, Any], ...] = ()
    scores: dict[str, dict[str, Any]] = field(default_factory=dict)
    moved: str = ""

    @property
    def ending(self) -> str:
        """How the run ended: "written", "unchanged", or "failed", when the last brief may still be there."""
        return ("unchanged" if self.is_unchanged else "written") if self.is_written else "failed"


def summarise(
    store: Store,
    country: str,
    *,
    is_written: bool,
    is_unchanged: bool = False,
    message: str = "",
    found: Sequence[Problem] = (),
) -> Outcome:
    """Summarise how a country's run ended, from its tables.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.
        is_written: whether its brief was written or is current.
        is_unchanged: whether nothing had to be made again.
        message: why it failed.
        found: problems that stand in no table; those of a country that was left alone stand for all.

    Returns:
        The outcome.
    """
    problems = [problem.record() for problem in found]
    scores: list[dict[str, Any]] = []
    causes: dict[str, str] = {}
    try:
        if is_written or not found:
            problems += store.read_rows(country, "problems")
        if is_written:
            scores = [row for row in store.read_rows(country, "scores") if row["unit"] != "indicator"]
        if is_written and not is_unchanged:
            causes = read_causes(store, country)
    except DiskError as error:
        problems.append(error.problem.record())
    folder = store.reports / country
    return Outcome(
        country=country,
        is_written=is_written,
        is_unchanged=is_unchanged,
        message=message,
        paths=tuple(path for name in SHOWN if (path := folder / name).is_file()) if is_written else (),
        problems=tuple(sorted(problems, key=severest_first)),
        scores={row["unit_id"]: row for row in scores},
        moved=causes.get("overall", ""),
    )


def read_standing(store: Store, country: str) -> dict[str, list[Any]]:
    """Read where a country stands: area number, indicator or "overall" -> state, value and interval.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.

    Returns:
        Nothing for a country without scores that can be read.
    """
    try:
        rows = store.read_rows(country, "scores")
    except DiskError:
        return {}
    return {row["unit_id"]: [row["state"], row["value"], row["interval_low"], row["interval_high"]] for row in rows}


def read_causes(store: Store, country: str) -> dict[str, str]:
    """Read why a country's levels and scores moved since the last run: area, indicator or "overall" -> its causes.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.

    Returns:
        Nothing for what did not move.
    """
    parts: dict[str, list[dict[str, Any]]] = {}
    for row in store.read_rows(country, "changes"):
        parts.setdefault(str(row["unit_id"]), []).append(row)
    return {unit: tell_causes(rows) for unit, rows in parts.items()}
