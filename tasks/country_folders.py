"""Folders of countries: finds those that are there, and makes the one that a field team fills."""

from __future__ import annotations

import re
from pathlib import Path

from tasks.adapters.declarations import QUESTIONNAIRE
from tasks.adapters.disk import write_bytes
from tasks.adapters.store import Store

COUNTRY_PATTERN = re.compile(r"[A-Z]{3}")
SUBFOLDERS = ("responses", "transcripts", "documents")


def find_countries(store: Store) -> list[str]:
    """Return the countries that have a raw folder, by code."""
    if not store.raw.is_dir():
        return []
    return sorted(path.name for path in store.raw.iterdir() if path.is_dir() and COUNTRY_PATTERN.fullmatch(path.name))


def make_country_folder(folder: Path) -> list[Path]:
    """Make a country folder from the template of the questionnaire.

    Args:
        folder: does not exist yet; its name is the ISO 3166-1 alpha-3 code.

    Returns:
        What was made.
    """
    template = QUESTIONNAIRE / "country_folder"
    made = []
    for source in sorted(path for path in template.iterdir() if path.is_file()):
        content = source.read_text(encoding="utf-8").replace("{country}", folder.name)
        write_bytes(folder / source.name, content.encode("utf-8"))
        made.append(folder / source.name)
    for name in SUBFOLDERS:
        (folder / name).mkdir(parents=True)
        made.append(folder / name)
    return made
