"""Spellings: how people write a value of a closed list, whatever the accents, case and punctuation."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping

NOT_WORD = re.compile(r"[^\w%]|_")


class _Plain(dict[int, str]):
    """What each character is compared by: small, without accents, a blank for what is no part of a word."""

    def __missing__(self, code: int) -> str:
        letters = unicodedata.normalize("NFKD", chr(code).casefold())
        marked = "".join(letter for letter in letters if not unicodedata.combining(letter))
        plain = self[code] = NOT_WORD.sub(" ", marked)
        return plain


PLAIN = _Plain()


def simplify(text: str) -> str:
    """Reduce a spelling to what spellings are compared by: "Société civile " becomes "societe civile"."""
    return " ".join(text.translate(PLAIN).split())


class Spellings:
    """A closed list with the spellings of each of its values.

    Args:
        aliases: value -> spellings; the value itself is one of them.
    """

    def __init__(self, aliases: Mapping[str, Iterable[object]]) -> None:
        self.values = tuple(aliases)
        self._known: dict[str, list[str]] = {}
        for value, spellings in aliases.items():
            for spelling in (value, *spellings):
                self._known.setdefault(simplify(str(spelling)), []).append(value)

    def read(self, text: str) -> str:
        """Return the value a text spells, the first declared of several, "" when it spells none."""
        return next(iter(self.read_all(text)), "")

    def read_all(self, text: str) -> list[str]:
        """Return every value a text spells, in declared order."""
        return self._known.get(simplify(text), [])

    def suggest(self, text: str) -> str:
        """Return the value whose spelling is nearest to a text, "" when none is near."""
        near = difflib.get_close_matches(simplify(text), self._known, n=1, cutoff=0.75)
        return self._known[near[0]][0] if near else ""
