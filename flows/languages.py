"""Languages of briefs: the one asked for, or the one that each country's folder asks for."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.adapters.source_records import read_source_note
from tasks.adapters.store import Store

OWN_LANGUAGE, ENGLISH = "own", "en"


def choose_language(store: Store, country: str, language: str) -> str:
    """Choose the language of a brief.

    Args:
        store: reads `source.yaml`.
        country: ISO 3166-1 alpha-3.
        language: what was asked for: en, fr, es or pt, or "own".

    Returns:
        The language asked for, else the one that the country's folder asks for, else English.
    """
    return language if language != OWN_LANGUAGE else read_source_note(store.raw / country).brief_language or ENGLISH


def choose_common_language(store: Store, countries: Sequence[str], language: str) -> str:
    """Choose the language of what stands above several countries: theirs when they share one, else English."""
    chosen = {choose_language(store, country, language) for country in countries}
    return chosen.pop() if len(chosen) == 1 else ENGLISH
