"""Reads and writes the review files of a country: CSV tables of decisions under data/raw/<ISO3>/review/."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from tasks.adapters.disk import write_bytes
from tasks.adapters.spreadsheets import read_sheets
from tasks.core.folders import is_ignored
from tasks.core.identifiers import sha256_of
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.reviews import COLUMNS, Decision, Vocabulary, parse_decisions

FOLDER = "review"
"""Of a country folder: decisions of people; ingestion passes over it."""
HASH_LENGTH = 8

NOT_A_REVIEW_FILE = ProblemKind(
    "V007",
    Severity.WARNING,
    "The folder of decisions holds a file that is no CSV table; it is not read.",
    "Apply workbooks with `msp review apply`; keep other files elsewhere.",
)


def read_review_files(
    folder: Path, country: str, vocabulary: Vocabulary
) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
    """Read all decisions on a country.

    Args:
        folder: the country's raw folder.
        country: ISO 3166-1 alpha-3.
        vocabulary: ids that decisions may name.

    Returns:
        The decisions by file and row, and what is wrong with files and rows.
    """
    decisions: list[Decision] = []
    problems: list[Problem] = []
    for path in sorted((folder / FOLDER).glob("*")):
        if path.is_dir() or is_ignored(path.name) or path.suffix.lower() in (".yaml", ".yml"):
            continue
        file = f"{country}/{FOLDER}/{path.name}"
        if path.suffix.lower() != ".csv":
            problems.append(NOT_A_REVIEW_FILE.at(file))
            continue
        sheets, found = read_sheets(path, file)
        problems += found
        for sheet in sheets:
            own, faults = parse_decisions(sheet.rows, vocabulary, file)
            decisions += own
            problems += faults
    return tuple(decisions), tuple(problems)


def write_review_file(folder: Path, decisions: Iterable[Decision], at: str, what: str = "review") -> Path | None:
    """Write decisions into a new file of the country's review folder; what is there is never changed.

    Args:
        folder: the country's raw folder.
        decisions: to write.
        at: ISO 8601, for the file's name.
        what: they are, for the file's name, which names no person.

    Returns:
        The file; the same decisions give the same name, so writing them again changes nothing. None without any.
    """
    content = review_bytes(decisions)
    if content is None:
        return None
    path = folder / FOLDER / f"{at[:10]}-{what}-{sha256_of(content)[:HASH_LENGTH]}.csv"
    if not path.is_file():
        write_bytes(path, content)
    return path


def review_bytes(decisions: Iterable[Decision]) -> bytes | None:
    """Return decisions as the CSV file of a review folder, None without any."""
    rows = [[getattr(one, name) for name in COLUMNS] for one in decisions]
    if not rows:
        return None
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([COLUMNS, *rows])
    return stream.getvalue().encode("utf-8")
