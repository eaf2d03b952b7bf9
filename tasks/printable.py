"""Tables as they may be printed: words that may name somebody are held back until a person has decided on them."""

from __future__ import annotations

import pandas as pd

from tasks.adapters.key_files import read_left_standing
from tasks.adapters.store import Store
from tasks.core.quoting import hold_back

PRINTED = ("text", "answer_text", "matched_text", "words", "value", "quote", "one_claim", "other_claim")
"""Columns that hold words of respondents."""


def read_printable(store: Store, country: str, *names: str) -> dict[str, pd.DataFrame]:
    """Read processed tables without the words that the review sheet doubts.

    Args:
        store: reads the tables and the review sheet beside the key.
        country: ISO 3166-1 alpha-3.
        *names: of the tables.

    Returns:
        Name -> table, with `HELD_BACK` in place of each of these words.

    Raises:
        KeyFileError: the review sheet is damaged, or the passphrase is missing or another one.
    """
    tables = {name: store.read_table(country, name) for name in names}
    if not (doubted := read_left_standing(store, country)):
        return tables
    hide = hold_back(doubted)
    for table in tables.values():
        for column in table.columns.intersection(list(PRINTED)):
            table[column] = [hide(cell) if isinstance(cell, str) else cell for cell in table[column]]
    return tables
