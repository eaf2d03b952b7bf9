"""Placeholders in texts: written in the language of the words around them, and hidden from who reads what was told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tasks.core.alternations import any_of

PLACEHOLDER_PATTERN = re.compile(r"\[([^\[\]\d]+?)( \d+)?\]")
HIDDEN = "\ufffc"
"""Stands for each character of a hidden placeholder: no letter, no figure, no space."""


def compile_placeholders(marks: Iterable[str]) -> re.Pattern[str]:
    """Compile what finds placeholders.

    Args:
        marks: without brackets and numbers ("id number", "person").

    Returns:
        The pattern of any of them, and of any other mark with a number behind it ("[civil society officer 2]").
    """
    return re.compile(rf"\[(?:(?:{any_of(marks)})(?: \d+)?|[^\[\]\d\n]+ \d+)\]", re.IGNORECASE)


def hide_placeholders(text: str, placeholders: re.Pattern[str]) -> str:
    """Hide the placeholders of a text, in which nobody told anything.

    Args:
        text: pseudonymised words.
        placeholders: what `compile_placeholders` returns.

    Returns:
        The text, every character at its old offset.
    """
    return placeholders.sub(lambda found: HIDDEN * len(found[0]), text) if "[" in text else text


def translate_placeholders(text: str, language: str, names: Mapping[str, Mapping[str, str]]) -> str:
    """Write the placeholders of a text in its language.

    Args:
        text: pseudonymised words.
        language: BCP 47 of the words, "" where it is not known.
        names: mark without its number -> language -> words (placeholders.yaml).

    Returns:
        The text; what no name is declared for stays as it is.
    """

    def translate(found: re.Match[str]) -> str:
        name = names.get(found[1], {}).get(language.partition("-")[0], found[1])
        return f"[{name}{found[2] or ''}]"

    return PLACEHOLDER_PATTERN.sub(translate, text)
