"""The door to Babel and pycountry: names of countries, dates and numbers as each language writes them."""

from __future__ import annotations

import datetime
from functools import cache

LANGUAGES = ("en", "fr", "es", "pt")
COUNTRIES_HELD = 2
"""Countries whose words a process holds: it works on one, and a release looks back at another."""
DATE_PATTERNS = {
    "en": {"day": "d MMMM y", "month": "MMMM y"},
    "fr": {"day": "d MMMM y", "month": "MMMM y"},
    "es": {"day": "d 'de' MMMM 'de' y", "month": "MMMM 'de' y"},
    "pt": {"day": "d 'de' MMMM 'de' y", "month": "MMMM 'de' y"},
}


@cache
def country_name(country: str, language: str) -> str:
    """Return the name of a country.

    Args:
        country: ISO 3166-1 alpha-3.
        language: en, fr, es or pt.

    Returns:
        Its name in that language; the code itself for a user-assigned one.
    """
    from babel import Locale

    alpha_2 = alpha_2_of(country)
    return Locale(language).territories.get(alpha_2, country) if alpha_2 else country


@cache
def language_name(code: str, language: str) -> str:
    """Return the name of a language (BCP 47) in a language, the code itself when nobody named it."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code, sep="-").get_display_name(language) or code
    except (UnknownLocaleError, ValueError):
        return code


@cache
def country_names(country: str) -> tuple[str, ...]:
    """Return the codes and names people write for a country: MLI, ML, Mali ..."""
    alpha_2 = alpha_2_of(country)
    names = {country, *([alpha_2] if alpha_2 else []), *(country_name(country, language) for language in LANGUAGES)}
    return tuple(sorted(names | _official_names(country)))


@cache
def alpha_2_of(country: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of an alpha-3 one, "" for a user-assigned one."""
    import pycountry

    found = pycountry.countries.get(alpha_3=country)
    return found.alpha_2 if found else ""


@cache
def all_countries() -> tuple[str, ...]:
    """Return the ISO 3166-1 alpha-3 codes of all countries."""
    import pycountry

    return tuple(sorted(entry.alpha_3 for entry in pycountry.countries))


def _official_names(country: str) -> set[str]:
    import pycountry

    found = pycountry.countries.get(alpha_3=country)
    fields = ("name", "official_name", "common_name")
    return {name for field in fields if found and (name := getattr(found, field, None))}


def write_date(iso: str, language: str) -> str:
    """Write an ISO date, whole or reduced, as a language does.

    Args:
        iso: 2023-03-14, 2023-03 or 2023.
        language: en, fr, es or pt.

    Returns:
        For example "14 mars 2023", "mars 2023" or "2023".
    """
    from babel.dates import format_date

    parts = [int(part) for part in iso[:10].split("-")]
    if len(parts) == 1:
        return iso
    date = datetime.date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    pattern = DATE_PATTERNS[language]["day" if len(parts) > 2 else "month"]
    written = format_date(date, format=pattern, locale=language)
    return written.replace("1 ", "1er ", 1) if language == "fr" and len(parts) > 2 and date.day == 1 else written


def write_number(value: float, decimals: int, language: str) -> str:
    """Write a number as a language does: 1 234,5 in French.

    Args:
        value: the number.
        decimals: digits behind the decimal mark.
        language: en, fr, es or pt.
    """
    from babel.numbers import format_decimal

    return format_decimal(
        round(value, decimals), format=f"#,##0.{'0' * decimals}" if decimals else "#,##0", locale=language
    )


@cache
def place_names() -> frozenset[str]:
    """Return how countries and large towns are called, in the languages of the project."""
    from babel import Locale
    from babel.core import get_global

    names = {name for country in all_countries() for name in country_names(country) if len(name) > len(country)}
    names |= {zone.rpartition("/")[2].replace("_", " ") for zone in get_global("zone_territories")}
    for language in LANGUAGES:
        locale = Locale(language)
        names |= set(locale.territories.values())
        names |= {zone["city"] for zone in locale.time_zones.values() if "city" in zone}
    return frozenset(names)


@cache
def names_of_parts(country: str | None = None) -> frozenset[str]:
    """Return how the first parts of a country are called; nothing for a user-assigned code, those of all for None."""
    import pycountry

    alpha_2 = None if country is None else alpha_2_of(country)
    return frozenset(part.name for part in pycountry.subdivisions if alpha_2 in (None, part.country_code))


@cache
def language_names() -> frozenset[str]:
    """Return how languages are called in the languages of the project; a word of one is often that of a people."""
    from babel import Locale

    names = {name for language in LANGUAGES for name in Locale(language).languages.values()}
    return frozenset(name[0].upper() + name[1:] for name in names)


@cache
def currency_codes() -> frozenset[str]:
    """Return the ISO 4217 codes of all currencies, those of today and those of the past."""
    from babel.core import get_global

    return frozenset(get_global("all_currencies"))
