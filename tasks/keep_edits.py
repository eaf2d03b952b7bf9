"""Keeps what people edit: a brief that someone saved in Word is never written over."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tasks.adapters.store import Store
from tasks.adapters.word import is_untouched
from tasks.core.problems import ProblemKind, Severity

EDITED_DOCUMENT = ProblemKind(
    "B001",
    Severity.INFO,
    "The brief in Word was edited by someone, so the new one was written beside it as {beside}.",
    "Carry the edits over, or remove or rename the edited file; the next run then writes brief.docx again.",
)


def choose_document(store: Store, country: str) -> Path:
    """Choose where the Word document of a country goes, and say so when that is not brief.docx.

    Args:
        store: looks into the reports folder; writes `problems`. Older documents beside an edited one are
            removed when nobody has edited them either.
        country: ISO 3166-1 alpha-3.

    Returns:
        brief.docx, or brief-new.docx (brief-new-2.docx ...) beside one that was edited.
    """
    folder = (store.target or store).reports / country
    chosen = next(folder / name for name in _names() if _is_free(folder / name))
    for path in folder.glob("brief-new*.docx"):
        if path != chosen and _is_free(path):
            path.unlink()
    has_edits = chosen.name != "brief.docx"
    edited = [EDITED_DOCUMENT.at(file=f"{country}/brief.docx", beside=chosen.name)] if has_edits else []
    store.record_problems(country, "render", edited)
    return chosen


def _names() -> Iterator[str]:
    yield "brief.docx"
    yield "brief-new.docx"
    yield from (f"brief-new-{number}.docx" for number in count(2))


def is_edited(path: Path) -> bool:
    """Tell whether a file is a Word document that someone has edited since it was written."""
    return path.suffix == ".docx" and not _is_free(path)


def _is_free(path: Path) -> bool:
    return not path.is_file() or is_untouched(path.read_bytes())
