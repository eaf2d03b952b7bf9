"""Loads what every country's run needs, in parts: libraries, dictionaries and the model; nothing is read or written."""

from __future__ import annotations

from collections.abc import Callable

from tasks.adapters.coders import load_coder
from tasks.adapters.expectations import load_catalogue
from tasks.adapters.listed_names import listed_names
from tasks.adapters.nlp import keep_words_in, kind_of_word
from tasks.adapters.results import results_folder
from tasks.adapters.store import Store


def parts_to_load(store: Store) -> tuple[Callable[[], object], ...]:
    """Return what can be loaded before it is needed, in the order in which it will be; each takes a second or two.

    Args:
        store: holds what dictionaries were turned into by an earlier run, and the coder that learnt from its reviews.
    """

    def load_words() -> None:
        keep_words_in(results_folder(store))
        kind_of_word("a")

    return (load_words, listed_names, load_catalogue, lambda: load_coder(own=store.coder))
