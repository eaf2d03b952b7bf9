"""The fixed words of a brief in one language, and how they are joined into sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

SOUND_OF_Y_PATTERN = re.compile(r"h?[ií](?![aeou])", re.IGNORECASE)
"""Spanish words before which "y" becomes "e": "e Indonesia", but "y hierro"."""


@dataclass(frozen=True, slots=True)
class Wordings:
    """The words of one language.

    Attributes:
        language: en, fr, es or pt.
        texts: key -> `str.format` template; a plural has the keys `<key>.one` and `<key>.other`.
        number: writes a number with so many decimals as the language does.
        date: writes an ISO date, also a reduced one, as the language does.
    """

    language: str
    texts: Mapping[str, str]
    number: Callable[[float, int], str]
    date: Callable[[str], str]

    def say(self, key: str, **values: object) -> str:
        """Fill in a template.

        Args:
            key: of the catalogue.
            **values: what it names in braces.

        Returns:
            The text, with a capital where the template has one.

        Raises:
            KeyError: the catalogue has no such key.
        """
        return self.texts[key].format(**values)

    def count(self, key: str, n: float, **values: object) -> str:
        """Fill in the singular or the plural of a template; `{n}` is the number as written.

        Args:
            key: of the catalogue, without `.one` or `.other`.
            n: how many; French and Portuguese use the singular for all below 2, as their grammars do.
            **values: further values.
        """
        is_singular = n == 1 or (n < 2 and self.language in ("fr", "pt"))
        return self.texts[f"{key}.{'one' if is_singular else 'other'}"].format(n=self.level(n), **values)

    def join(self, items: Iterable[str]) -> str:
        """Join items as the language does: "a, b and c"."""
        listed = list(items)
        if len(listed) < 2:
            return "".join(listed)
        conjunction = self.texts["list.and"]
        if self.language == "es" and SOUND_OF_Y_PATTERN.match(listed[-1]):
            conjunction = "e"
        return f"{', '.join(listed[:-1])} {conjunction} {listed[-1]}"

    def level(self, value: float) -> str:
        """Write a level: "3", or "2.5" as the language writes it."""
        return self.number(value, 0 if value == int(value) else 1)

    def points(self, value: float) -> str:
        """Write a score of 0 to 100 without decimals."""
        return self.number(value, 0)


def capitalise(text: str) -> str:
    """Return the text with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Return the text with its first letter in lower case, unless the first word is an acronym."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


NARROW, NO_BREAK = "\u202f", "\u00a0"
APOSTROPHE_PATTERN = re.compile(r"(?<=\w)'(?=\w)")
BEFORE_PATTERNS = {
    "fr": ((re.compile(r"(?<! ) (?=[;!?%])"), NARROW), (re.compile(r"(?<! ) (?=[:»])|(?<=«) "), NO_BREAK)),
    "es": ((re.compile(r"(?<=\d) (?=%)"), NARROW),),
    "pt": ((re.compile(r"(?<=\d) (?=%)"), NARROW),),
    "en": ((re.compile(r"(?<=\d) (?=%)"), ""),),
}


def typeset(text: str, language: str) -> str:
    """Set a fixed text as a printer of its language would.

    Args:
        text: words of the brief itself, never a quotation; templates keep their {places}.
        language: en, fr, es or pt.

    Returns:
        The same text with spaces that do not break before high punctuation, inside French quotation marks and
        before the percent sign, which English writes without any, and with printed apostrophes.
    """
    for pattern, space in BEFORE_PATTERNS.get(language, ()):
        text = pattern.sub(space, text)
    return APOSTROPHE_PATTERN.sub("’", text)
