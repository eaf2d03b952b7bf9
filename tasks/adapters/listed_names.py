"""The door to Faker: given and family names of many countries, by which a name in a text is known again."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

LISTS = re.compile(r"(?:^|_)names?(?:_|$)|romanized")
OTHER_LISTS = re.compile(r"format|prefix|suffix|title")
LATIN_PATTERN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’]{2,}")
"""A word of at least three letters of the Latin script."""


@cache
def listed_names() -> frozenset[str]:
    """Return the name words of every country that Faker knows, as spelled, of those written in Latin letters."""
    import faker.providers.person as people

    found: set[str] = set()
    for module in pkgutil.iter_modules(people.__path__):
        provider = import_module(f"{people.__name__}.{module.name}").Provider
        lists = (name for name in vars(provider) if LISTS.search(name) and not OTHER_LISTS.search(name))
        for name in lists:
            found.update(_words(getattr(provider, name)))
    return frozenset(found)


def _words(listed: Any) -> Iterator[str]:
    """Yield the words of a list of names, of names with their shares, or of lists of both."""
    if isinstance(listed, str):
        yield from LATIN_PATTERN.findall(listed)
    elif isinstance(listed, (list, tuple, set, frozenset, dict)):
        for one in listed:
            yield from _words(one)
