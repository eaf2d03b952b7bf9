"""Builds review workbooks of a small country, and fills them in as people do."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from builders_country import country_folder
from openpyxl.worksheet.worksheet import Worksheet

from tasks.adapters.store import Store
from tasks.apply_codes import apply_codes
from tasks.apply_reviews import apply_reviewed_codings, apply_routing, apply_rulings
from tasks.core.reviews import COLUMNS
from tasks.explore_themes import explore_themes
from tasks.extract_claims import extract_claims
from tasks.ingest import ingest
from tasks.pseudonymize import pseudonymize
from tasks.score import score_country
from tasks.segment import segment
from tasks.triangulate import triangulate

COUNTRY = "XAA"
STEPS = (segment, apply_codes, apply_reviewed_codings, explore_themes, extract_claims)


def analyse(store: Store, country: str = COUNTRY) -> None:
    """Make the tables of a country, without checks and reports."""
    pseudonymize(store, ingest(store, country))
    apply_routing(store, country)
    for step in STEPS:
        step(store, country)
    score_country(store, country)
    triangulate(store, country)
    apply_rulings(store, country)


def analysed(folder: Path) -> Store:
    """A store with a small country that was analysed."""
    store = Store(folder / "raw", folder / "processed", folder / "reports")
    country_folder(store.raw)
    analyse(store)
    return store


def review(store: Store, name: str, *rows: dict[str, str]) -> None:
    """A review file with decisions of Ada on 1 March, unless told otherwise; then the tables are made anew."""
    path = store.raw / COUNTRY / "review" / name
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows({"reviewer": "Ada", "at": "2026-03-01"} | row for row in rows)
    analyse(store)


class Workbook:
    """A review workbook in somebody's hands."""

    def __init__(self, path: Path, reviewer: str = "AK") -> None:
        self.book = openpyxl.load_workbook(path)
        if reviewer:
            self.book.worksheets[0]["B5"] = reviewer

    def sheet(self, name: str) -> Worksheet:
        return self.book[name]

    def column(self, sheet: str, heading: str) -> int:
        return next(cell.column for cell in self.sheet(sheet)[1] if cell.value == heading)

    def rows(self, sheet: str) -> Iterator[int]:
        return iter(range(2, self.sheet(sheet).max_row + 1))

    def fill(self, sheet: str, row: int, **cells: str) -> Workbook:
        """Fill in cells of a row: heading, blanks as underscores -> what to write."""
        for heading, value in cells.items():
            self.sheet(sheet).cell(row, self.column(sheet, heading.replace("_", " "))).value = value
        return self

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


def save_by_libreoffice(path: Path) -> Path:
    """Let LibreOffice open a workbook and save it."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    out = path.parent / "by_libreoffice"
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return out / path.name
