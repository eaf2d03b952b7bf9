"""Compares countries: words that stand in the folders of two of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from tasks.adapters.checks import load_copy_words
from tasks.adapters.disk import write_spare
from tasks.adapters.results import results_folder, results_of
from tasks.adapters.store import Store
from tasks.core.copies import check_countries_apart, held_at, marks_in, pack_held, shared_places
from tasks.core.identifiers import sha256_of
from tasks.core.passages import INTERVIEWER, Passage
from tasks.core.problems import Problem
from tasks.core.sources import Interview
from tasks.manifest import version_of

STAGE = "compare"
FEWEST_COMPARED = 2
WORDS = ("interviews", "turns", "answers")
"""Tables that hold what is compared."""
COMPARED = "compared.mark"
"""File, in the folder of kept results, that tells which tables the last comparison left."""


def compare(store: Store, countries: Sequence[str]) -> dict[str, tuple[Problem, ...]]:
    """Find long passages that two countries share.

    Args:
        store: reads the tables `interviews`, `turns` and `answers` of the countries, once for digests of their long
            passages, which it keeps; writes `problems` where they change.
        countries: ISO 3166-1 alpha-3 codes, whose locks are held; those without tables are passed over.

    Returns:
        Country -> what was found; a country without any is left out.
    """
    chosen = sorted(set(countries))
    places = shared_places({country: marks_in(_packed(store, country)) for country in chosen})
    found = check_countries_apart({country: held_at(_packed(store, country), own) for country, own in places.items()})
    for country in chosen:
        if country in found or store.table_path(country, "problems").exists():
            store.record_problems(country, STAGE, found.get(country, ()))
    return found


def is_compared(store: Store, countries: Sequence[str]) -> bool:
    """Tell whether the tables of countries are as the last comparison, of the same countries, left them."""
    try:
        kept = (results_folder(store) / COMPARED).read_text(encoding="ascii")
    except (OSError, ValueError):
        return False
    return kept == _fingerprint(store, countries)


def note_compared(store: Store, countries: Sequence[str]) -> None:
    """Keep for `is_compared` that countries were compared."""
    write_spare(results_folder(store) / COMPARED, _fingerprint(store, countries).encode("ascii"))


def _fingerprint(store: Store, countries: Sequence[str]) -> str:
    marks = {country: store.marks_of(country, *WORDS, "problems") for country in sorted(set(countries))}
    return sha256_of(f"{version_of(STAGE)} {marks}")


def _packed(store: Store, country: str) -> bytes:
    """Return which long passages the records of a country hold: what was kept of the same tables, or found anew."""
    if not store.table_path(country, "interviews").exists():
        return b""
    content = store.marks_of(country, *WORDS)
    with results_of(store, country, STAGE, version_of(STAGE)) as results:
        packed = results.recall(*content) or pack_held(_read_passages(store, country), load_copy_words())
        results.keep(packed, *content)
    return packed


def _read_passages(store: Store, country: str) -> Iterator[Passage]:
    """Yield what the respondents of a country said, pseudonymised."""
    interviews = {
        str(row.interview_id): Interview(str(row.interview_id), str(row.file), str(row.record_type))
        for row in store.read_table(country, "interviews").itertuples()
    }
    for turn in store.read_table(country, "turns").itertuples():
        if turn.speaker_role != INTERVIEWER and (owner := interviews.get(str(turn.interview_id))):
            yield Passage(owner, str(turn.text))
    for answer in store.read_table(country, "answers").itertuples():
        owner = interviews.get(str(answer.interview_id))
        if owner and not pd.isna(answer.answer_text):
            yield Passage(owner, str(answer.answer_text), "", int(str(answer.row)), str(answer.column))
