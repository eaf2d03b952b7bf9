"""The door to phonenumbers: where phone numbers stand in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tasks.adapters.locales import alpha_2_of

MAYBE_PATTERN = re.compile(r"\+?\d[\d\s().\u00a0-]{6,}\d")
FEWEST_DIGITS = 8
YEARS_PATTERN = re.compile(r"(?:19|20)\d{2}\D{1,3}(?:19|20)\d{2}")


def _may_be_phone(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= FEWEST_DIGITS and not YEARS_PATTERN.fullmatch(text)


def phone_finder(country: str) -> Callable[[str], Sequence[tuple[int, int]]]:
    """Make a finder of phone numbers.

    Args:
        country: ISO 3166-1 alpha-3 whose national numbers are known; any international number is found.

    Returns:
        Text -> half-open offsets of the numbers. Dates, amounts and years are no phone numbers.
    """
    import phonenumbers

    region = alpha_2_of(country) or None

    def find(text: str) -> list[tuple[int, int]]:
        if not any(_may_be_phone(maybe.group()) for maybe in MAYBE_PATTERN.finditer(text)):
            return []
        matcher = phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID)
        return [(match.start, match.end) for match in matcher if not YEARS_PATTERN.fullmatch(match.raw_string)]

    return find
