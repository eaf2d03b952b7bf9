"""Keeps what people edit: a brief or a review workbook that someone saved is never written over."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path

from tasks.adapters.disk import remove
from tasks.adapters.review_workbooks import is_as_exported
from tasks.adapters.store import Store
from tasks.adapters.word import is_untouched
from tasks.core.problems import Problem, ProblemKind, Severity

EDITED_DOCUMENT = ProblemKind(
    "B001",
    Severity.INFO,
    "The brief in Word was edited by someone, so the new one was written beside it as {beside}.",
    "Carry the edits over, or remove or rename the edited file; the next run then writes brief.docx again.",
)

FILLED_IN = ProblemKind(
    "V011",
    Severity.INFO,
    "Somebody saved the workbook {name} since it was exported, so the new one was written beside it as {beside}.",
    "Apply the filled-in workbook, then move it away; the next export then writes {name} again.",
)


def choose_workbook(path: Path) -> tuple[Path, tuple[Problem, ...]]:
    """Choose where a review workbook goes, and say so when it is not where it was asked for.

    Args:
        path: asked for.

    Returns:
        The path, or NAME-new.xlsx (NAME-new-2.xlsx ...) beside a file that differs from what was exported.
    """
    beside = (path.with_stem(f"{path.stem}-new{number}") for number in chain([""], (f"-{n}" for n in count(2))))
    chosen = next(one for one in chain([path], beside) if not one.is_file() or is_as_exported(one.read_bytes()))
    return chosen, () if chosen == path else (FILLED_IN.at(path.name, name=path.name, beside=chosen.name),)


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
            remove(path)
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
