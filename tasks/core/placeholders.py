"""Placeholders in quotations, in the language of the words around them."""

from __future__ import annotations

import re
from collections.abc import Mapping

PLACEHOLDER_PATTERN = re.compile(r"\[([^\[\]\d]+?)( \d+)?\]")


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
