"""The state of the portfolio: what it was made from, so that it is not made again where nothing changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tasks.adapters.declarations import PROJECT, QUESTIONNAIRE, TEMPLATES
from tasks.adapters.digests import digest_of
from tasks.adapters.disk import write_bytes
from tasks.adapters.source_records import read_source_note
from tasks.adapters.store import FILE_NAMES, Store
from tasks.core.identifiers import sha256_of
from tasks.country_folders import COUNTRY_PATTERN

PAGE, WORKBOOK = "index.html", "portfolio.xlsx"
CSV_TABLES = ("scores", "topics", "matches", "sources", "changes")
STATE_FILE = "portfolio.json"
BRIEF_FILES = ("brief.html", "brief.docx", "brief.pdf", "brief.json")
LINKED = (*BRIEF_FILES, "data-quality.html", "agreement.html")
"""Reports of a country that the portfolio leads to, where they are there."""


def find_processed(store: Store) -> list[str]:
    """Return the countries that have tables, by code."""
    if not store.processed.is_dir():
        return []
    return sorted(
        path.name
        for path in store.processed.iterdir()
        if COUNTRY_PATTERN.fullmatch(path.name) and store.table_path(path.name, "interviews").is_file()
    )


def portfolio_paths(store: Store) -> tuple[Path, ...]:
    """Return where the files of the portfolio lie."""
    return tuple(store.reports / name for name in (PAGE, WORKBOOK, *(f"portfolio-{name}.csv" for name in CSV_TABLES)))


def reports_of(store: Store, country: str) -> tuple[str, ...]:
    """Return the names of a country's reports that the portfolio leads to."""
    return tuple(name for name in LINKED if (store.reports / country / name).is_file())


def fingerprint_portfolio(store: Store, countries: Sequence[str], language: str) -> str:
    """Fingerprint the tables, the report files that are there, the declarations, the templates and the code."""
    lines = [language]
    for country in countries:
        tables = [store.processed / country / f"{name}.parquet" for name in FILE_NAMES.values()]
        lines += [f"{country} {path.name} {digest_of(path)}" for path in tables if path.is_file()]
        lines.append(f"{country} {' '.join(reports_of(store, country))} {read_source_note(store.raw / country)!r}")
    for folder, pattern in ((QUESTIONNAIRE, "*.yaml"), (TEMPLATES, "*"), (PROJECT / "tasks", "**/*.py")):
        files = sorted(path for path in folder.glob(pattern) if path.is_file() and "__pycache__" not in path.parts)
        lines += [f"{path.relative_to(folder).as_posix()} {digest_of(path)}" for path in files]
    return sha256_of("\n".join(lines))


def read_state(store: Store) -> dict[str, Any]:
    """Read what was kept of the last portfolio; nothing where there is none, or it is damaged."""
    path = store.processed / STATE_FILE
    try:
        state = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except ValueError:
        return {}
    return state if isinstance(state, dict) else {}


def write_state(store: Store, fingerprint: str, now: Mapping[str, Any], before: Mapping[str, Any] | None) -> None:
    """Keep what the portfolio was made from, what its files hold, and the scores that it shows and those before."""
    outputs = {path.name: digest_of(path) for path in portfolio_paths(store)}
    kept = {"fingerprint": fingerprint, "outputs": outputs, "now": now, "before": before}
    write_bytes(store.processed / STATE_FILE, json.dumps(kept, indent=1).encode("utf-8"))


def is_portfolio_current(store: Store, state: Mapping[str, Any], fingerprint: str) -> bool:
    """Tell whether the files of the portfolio are those that its input, of this fingerprint, would give again."""
    outputs = state.get("outputs")
    if state.get("fingerprint") != fingerprint or not isinstance(outputs, dict):
        return False
    return all(path.is_file() and digest_of(path) == outputs.get(path.name) for path in portfolio_paths(store))
