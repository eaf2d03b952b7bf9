"""Masks what a person types on a brief that waits: it goes beside the brief and into a log that nobody may change."""

from __future__ import annotations

from tasks.adapters.key_files import read_key
from tasks.adapters.source_records import read_source_note
from tasks.adapters.store import Store
from tasks.core.pseudonyms import mask_names, mask_text
from tasks.hold_echoes import hold_in_note, is_long_enough
from tasks.ingest import ingest
from tasks.make_masks import make_key_masks
from tasks.printable import without_groups
from tasks.release import holds_identifier

WITHHELD = "[withheld]"
"""Stands for a text that holds an identifier even when it is masked."""


def mask_said(store: Store, country: str, by: str, note: str) -> tuple[str, str]:
    """Replace what identifies people of a country's records in who decided and why.

    Args:
        store: reads the key and what was received.
        country: ISO 3166-1 alpha-3.
        by: who decided, as typed: it stands as it is, but for names of people of the records.
        note: why, as typed: masked as what respondents say is, and without what it repeats of their words.

    Returns:
        Both, with respondents' placeholders that tell no group: the group may have few, or refused to be told. One
        that would hold a release up still is withheld whole.
    """
    if not by and not note:
        return by, note
    held = hold_in_note(ingest(store, country), note) if is_long_enough(note) else note
    own_places = tuple(read_source_note(store.raw / country).names.values())
    masks = make_key_masks(country, read_key(store, country)["entries"], own_places)
    masked = (mask_names(by, masks.roster), mask_text(held, masks) if held else held)
    by, note = (WITHHELD if holds_identifier(store, country, text) else without_groups(text) for text in masked)
    return by, note
