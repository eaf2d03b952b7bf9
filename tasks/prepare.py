"""Loads what every country's run needs, in parts: libraries, dictionaries and the model; nothing is read or written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tasks.adapters.coders import load_coder
from tasks.adapters.expectations import load_catalogue
from tasks.adapters.listed_names import listed_names
from tasks.adapters.nlp import kind_of_word


def parts_to_load(own: Path | None = None) -> tuple[Callable[[], object], ...]:
    """Return what can be loaded before it is needed, in the order in which it will be; each takes a second or two.

    Args:
        own: folder of a coder that learnt from this installation's reviews.
    """
    return (lambda: kind_of_word("a"), listed_names, load_catalogue, lambda: load_coder(own=own))
