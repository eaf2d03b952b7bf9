"""Text that a page can hold and show: what would hide, reverse or break it is made visible."""

from __future__ import annotations

import re

REPLACEMENT = "\ufffd"
UNPRINTABLE_PATTERN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Control characters, marks that turn the direction of what follows, halves of characters, no characters."""
LONGEST_UNBROKEN = 40
BREAK_HERE = "\u200b"
LONG_WORD_PATTERN = re.compile(rf"\S{{{LONGEST_UNBROKEN}}}(?=\S)")


def make_visible(text: str) -> str:
    """Return the text with what cannot be shown replaced by U+FFFD, one for one.

    Args:
        text: any text, hostile or not.
    """
    return UNPRINTABLE_PATTERN.sub(REPLACEMENT, text)


def make_breakable(text: str) -> str:
    """Return the text with places where a line may break inside very long words."""
    return LONG_WORD_PATTERN.sub(lambda match: match.group() + BREAK_HERE, text)
