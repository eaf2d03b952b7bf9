"""Tables as they may be printed: without words that may name somebody, and without the groups of few.

Words that may name somebody are held back until a person has decided on them. What stands for a respondent of a group
that may not be told apart ("[government respondent 1]") loses the group: it would tell whose words they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

import pandas as pd

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.key_files import read_left_standing
from tasks.adapters.store import Store
from tasks.core.heard_records import heard_ids
from tasks.core.quoting import hold_back, small_groups
from tasks.core.tables import plain_rows
from tasks.show_sources import load_quoting_rule

PRINTED = ("text", "answer_text", "matched_text", "words", "value", "quote", "one_claim", "other_claim")
"""Columns that hold words of respondents."""
ANY_RESPONDENT = "[respondent]"
"""Stands for a respondent whose group may not be told."""
PEOPLE_READ = ("interviews", "segments", "answers")


def read_printable(store: Store, country: str, *names: str) -> dict[str, pd.DataFrame]:
    """Read processed tables without what may not be printed.

    Args:
        store: reads the tables and the review sheet beside the key.
        country: ISO 3166-1 alpha-3.
        *names: of the tables.

    Returns:
        Name -> table, with `HELD_BACK` in place of each word that the review sheet doubts, and `ANY_RESPONDENT` in
        place of whoever belongs to a group of few.

    Raises:
        KeyFileError: the review sheet is damaged, or the passphrase is missing or another one.
    """
    tables = {name: store.read_table(country, name) for name in names}
    hiding = [*_without_doubted(store, country), *_without_few(store, country, tables)]
    for hide in hiding:
        for table in tables.values():
            for column in table.columns.intersection(list(PRINTED)):
                table[column] = [hide(cell) if isinstance(cell, str) else cell for cell in table[column]]
    return tables


def _without_doubted(store: Store, country: str) -> Iterator[Callable[[str], str]]:
    """Yield what holds doubted words back, if there are any."""
    if doubted := read_left_standing(store, country):
        yield hold_back(doubted)


def _without_few(store: Store, country: str, tables: Mapping[str, pd.DataFrame]) -> Iterator[Callable[[str], str]]:
    """Yield what writes the respondents of groups of few without their group, if there are any."""
    people, *heard = (tables[name] if name in tables else store.read_table(country, name) for name in PEOPLE_READ)
    few = small_groups(plain_rows(people), load_quoting_rule(), heard_ids(people, *heard))
    if few:
        yield partial(_respondents_of(few).sub, ANY_RESPONDENT)


def without_groups(text: str) -> str:
    """Return a text in which nobody's placeholder tells their group: for what is read apart from any table."""
    return _respondents_of().sub(ANY_RESPONDENT, text)


def _respondents_of(chosen: Collection[str] | None = None) -> re.Pattern[str]:
    """Return the placeholders of respondents of some groups, of all without any."""
    groups = read_yaml(QUESTIONNAIRE / "stakeholder_groups.yaml")["groups"]
    told = [re.escape(group["pseudonym"]["en"]) for group in groups if chosen is None or group["id"] in chosen]
    return re.compile(rf"\[(?:{'|'.join(told)}) \d+\]")
