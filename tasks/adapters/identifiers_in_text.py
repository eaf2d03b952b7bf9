"""The door to phonenumbers: where phone numbers stand in a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from tasks.adapters.locales import alpha_2_of
from tasks.core.dates import hide_times, read_date
from tasks.core.spellings import simplify

FEWEST_DIGITS = 6
"""Shorter runs are extensions, years and counts; the shortest national numbers in use have seven digits."""
FEWEST_ANNOUNCED_DIGITS, FEWEST_INTERNATIONAL_DIGITS, MOST_DIGITS = 8, 10, 15
"""Of a number behind a word such as "tel", or dialled with + or 00: any country's; ITU E.164 allows fifteen."""
ANNOUNCING_WORDS, ANNOUNCING_CHARACTERS = 3, 30
"""How near such a word stands."""
MAYBE_PATTERN = re.compile(r"(?:\((?:\+|00)?\d{1,4}\)|\+?\d)[\d .()/\t\u00a0\u2009\u202f-]{4,}\d")
YEARS_PATTERN = re.compile(r"(?:19|20)\d{2}\D{1,3}(?:19|20)\d{2}")
REFERENCE_PATTERN = re.compile(r"(?:19|20)\d{2}\s?[-/]\s?\d+(?:[-/]\d+)*|\d{1,4}\s?[-/]\s?(?:19|20)\d{2}")
ROUND_PATTERN = re.compile(r"[1-9]\d{0,2}(?:[ .,\u00a0\u2009\u202f]?\d{3})*[ .,\u00a0\u2009\u202f]?000")
NEXT_WORD_PATTERN = re.compile(r"[\s,.]{0,3}(?:(?:de|d|of)[\s'’])?\s*([^\W\d_]+)", re.IGNORECASE)
SHAPE_PATTERN = re.compile(r"\d{2}(?P<sep>[ .\u00a0\u202f-])\d{2,3}(?P=sep)\d{2}(?P=sep)\d{2}(?:(?P=sep)\d{2})?")
"""Groups of two digits, as phones are written and amounts never are: 76 12 34 56, 77 123 45 67."""
DECIMALS_PATTERN = re.compile(r"[.,]\d")
WORD_PATTERN = re.compile(r"[^\W\d_]+")
SHARED_CODE = "1"
"""Of North America and much of the Caribbean: its towns are not told apart."""
BEHIND_FIGURES = ":"
"""Sorts behind every figure."""
INTERNATIONAL = ("+", "00", "(+", "(00")


@dataclass(frozen=True, slots=True)
class PhoneWords:
    """Words that tell numbers apart (registers.yaml).

    Attributes:
        announcing: simplified words before a phone number ("tel", "whatsapp").
        quantities: simplified words beside an amount or a count ("fcfa", "children").
        marks: signs beside an amount ("$", "%").
    """

    announcing: frozenset[str]
    quantities: frozenset[str]
    marks: frozenset[str]


def phone_finder(country: str, words: PhoneWords) -> Callable[[str], Sequence[tuple[int, int]]]:
    """Make a finder of phone numbers.

    Args:
        country: ISO 3166-1 alpha-3 whose national numbers are known; any international number is found.
        words: tell phone numbers from amounts and counts.

    Returns:
        Text -> half-open offsets of the numbers. Dates, amounts, years and references are no phone numbers.
    """
    region = alpha_2_of(country) or None

    def find(text: str) -> list[tuple[int, int]]:
        text = hide_times(text)
        maybes = [match.span() for match in MAYBE_PATTERN.finditer(text) if _n_digits(match.group()) >= FEWEST_DIGITS]
        if not maybes:
            return []
        found = {span for span in maybes if _is_announced(text, *span, words)}
        likely = [span for span in maybes if _looks_like_phone(text[slice(*span)], region)]
        found.update(span for span in (*likely, *_find_valid(text, region)) if not _is_other_number(text, *span, words))
        return sorted(found)

    return find


def _find_valid(text: str, region: str | None) -> list[tuple[int, int]]:
    import phonenumbers

    matcher = phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID)
    return [(match.start + _has_open_bracket(match.raw_string), match.end) for match in matcher]


def _has_open_bracket(raw: str) -> bool:
    return raw.startswith("(") and ")" not in raw


def _looks_like_phone(text: str, region: str | None) -> bool:
    """Tell whether a number has the shape of a phone, or is a whole one of the country without its prefix."""
    import phonenumbers

    if SHAPE_PATTERN.fullmatch(text):
        return True
    if region is None or _n_digits(text) < FEWEST_ANNOUNCED_DIGITS:
        return False
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, region))
    except phonenumbers.NumberParseException:
        return False


def _n_digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _is_announced(text: str, start: int, end: int, words: PhoneWords) -> bool:
    """Tell whether a number is said to be a phone, or written as an international one."""
    raw = text[start:end]
    if ROUND_PATTERN.fullmatch(raw.lstrip("+(")) or _is_quantity(text, start, end, words):
        return False
    if raw.startswith(INTERNATIONAL):
        return FEWEST_INTERNATIONAL_DIGITS <= _n_digits(raw) <= MOST_DIGITS
    before = re.split(r"[\d.?!;]\s", text[max(0, start - ANNOUNCING_CHARACTERS) : start])[-1]
    near = {simplify(word) for word in WORD_PATTERN.findall(before)[-ANNOUNCING_WORDS:]}
    is_long = FEWEST_ANNOUNCED_DIGITS <= _n_digits(raw) <= MOST_DIGITS
    return is_long and bool(near & words.announcing) and not _is_other_number(text, start, end, words)


def _is_other_number(text: str, start: int, end: int, words: PhoneWords) -> bool:
    """Tell whether a number is a date, a span of years, the reference of a decree, an amount or a count."""
    raw = text[start:end]
    if raw.startswith(INTERNATIONAL):
        return False
    if YEARS_PATTERN.fullmatch(raw) or REFERENCE_PATTERN.fullmatch(raw) or read_date(raw).iso:
        return True
    return bool(ROUND_PATTERN.fullmatch(raw)) or _is_quantity(text, start, end, words)


def _is_quantity(text: str, start: int, end: int, words: PhoneWords) -> bool:
    before, after = text[max(0, start - 20) : start].rstrip(), text[end : end + 40]
    if before[-1:] in words.marks or after.lstrip()[:1] in words.marks:
        return True
    if DECIMALS_PATTERN.match(after):
        return True
    following = NEXT_WORD_PATTERN.match(after)
    preceding = re.search(r"([^\W\d_]+)$", before)
    found = [match.group(1) for match in (following, preceding) if match]
    return any(simplify(word) in words.quantities for word in found)


@cache
def places_with_phones(country: str) -> frozenset[str]:
    """Return the towns and districts of a country that have a dialling code of their own.

    Args:
        country: ISO 3166-1 alpha-3.

    Returns:
        Their names; nothing for a user-assigned code.
    """
    import phonenumbers

    region = alpha_2_of(country)
    code = str(phonenumbers.country_code_for_region(region)) if region else ""
    if code in ("", "0", SHARED_CODE):
        return frozenset()
    from phonenumbers.geodata import GEOCODE_DATA  # which takes half a second

    prefixes = _prefixes()
    own = prefixes[bisect_left(prefixes, code) : bisect_left(prefixes, code + BEHIND_FIGURES)]
    names = {name for prefix in own for name in GEOCODE_DATA[prefix].values()}
    return frozenset(part.strip() for name in names for part in re.split(r"[/,]", name))


@cache
def _prefixes() -> list[str]:
    """Return the dialling codes of all places in order, so that those of a country stand together."""
    from phonenumbers.geodata import GEOCODE_DATA

    return sorted(GEOCODE_DATA)
