"""Watches raw folders: what tells a country's content from any other, without opening a file."""

from __future__ import annotations

from pathlib import Path

from tasks.core.folders import is_ignored
from tasks.core.identifiers import sha256_of


def content_marks(raw: Path, countries: list[str]) -> dict[str, str]:
    """Return a mark of each country's content: names, sizes and times of its files.

    Args:
        raw: folder of what was received.
        countries: ISO 3166-1 alpha-3 codes of those with a folder.

    Returns:
        Country -> mark; an empty folder has none.
    """
    marks = {country: _marks_of(raw / country) for country in countries}
    return {country: sha256_of("\n".join(lines)) for country, lines in marks.items() if lines}


def _marks_of(folder: Path) -> list[str]:
    lines = []
    for path in sorted(folder.rglob("*")):
        if any(map(is_ignored, path.relative_to(folder).parts)):
            continue
        try:
            if path.is_file():
                told = path.stat()
                lines.append(f"{path.relative_to(folder).as_posix()} {told.st_size} {told.st_mtime_ns}")
        except OSError:
            lines.append(f"{path.relative_to(folder).as_posix()} gone")
    return lines
