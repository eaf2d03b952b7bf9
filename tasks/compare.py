"""Compares countries: words that stand in the folders of two of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from tasks.adapters.checks import load_copy_words
from tasks.adapters.store import Store
from tasks.core.copies import check_countries_apart
from tasks.core.passages import INTERVIEWER, Passage
from tasks.core.problems import Problem
from tasks.core.sources import Interview


def compare(store: Store, countries: Sequence[str]) -> dict[str, tuple[Problem, ...]]:
    """Find long passages that two countries share.

    Args:
        store: reads the tables `interviews`, `turns` and `answers` of every country; writes `problems`.
        countries: ISO 3166-1 alpha-3 codes; those without tables are passed over.

    Returns:
        Country -> what was found; a country without any is left out.
    """
    found = check_countries_apart(
        {country: list(_read_passages(store, country)) for country in sorted(set(countries))}, load_copy_words()
    )
    for country in sorted(set(countries)):
        if store.table_path(country, "interviews").exists():
            store.record_problems(country, "compare", found.get(country, ()))
    return found


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
