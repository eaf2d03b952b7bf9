"""What a country folder says of itself, as reports may tell it: without names of persons."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from tasks.adapters.disk import write_bytes
from tasks.adapters.placeholder_marks import placeholder_translator
from tasks.adapters.source_records import read_source_note
from tasks.adapters.store import TOLD_NOTE, Store
from tasks.core.source_notes import SourceNote


def write_told_note(store: Store, country: str, mask: Callable[[str], str]) -> None:
    """Write what the folder of a country says of itself without names of persons.

    Args:
        store: reads `source.yaml`, writes beside the tables.
        country: ISO 3166-1 alpha-3.
        mask: takes names out of a text.
    """
    note = read_source_note(store.raw / country)
    told = {language: mask(text) for language, text in note.synthetic_note.items()}
    content = json.dumps({"synthetic_note": told}, ensure_ascii=False, indent=1, sort_keys=True)
    write_bytes(store.processed / country / TOLD_NOTE, content.encode("utf-8"))


def read_told_note(store: Store, country: str) -> SourceNote:
    """Read what the folder of a country says of itself, its note to readers as it may be told.

    Args:
        store: reads `source.yaml` and what was written beside the tables; the note as received where nothing was.
        country: ISO 3166-1 alpha-3.
    """
    note = read_source_note(store.raw / country)
    if not note.synthetic_note or not (store.processed / country / TOLD_NOTE).is_file():
        return note
    told = store.read_json(country, TOLD_NOTE)["synthetic_note"]
    return replace(
        note, synthetic_note={language: placeholder_translator(language)(text) for language, text in told.items()}
    )
