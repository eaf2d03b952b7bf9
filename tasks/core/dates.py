"""Dates as people type them in four languages, read without guessing."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from tasks.core.spellings import simplify

MONTHS = {
    1: "january janvier enero janeiro jan janv ene",
    2: "february fevrier febrero fevereiro feb fev fevr",
    3: "march mars marzo marco mar",
    4: "april avril abril apr avr abr",
    5: "may mai mayo maio",
    6: "june juin junio junho jun",
    7: "july juillet julio julho jul juil",
    8: "august aout agosto aug ago",
    9: "september septembre septiembre setembro sep sept set setiembre",
    10: "october octobre octubre outubro oct out",
    11: "november novembre noviembre novembro nov",
    12: "december decembre diciembre dezembro dec dez dic",
}
"""Month names and their usual short forms in English, French, Spanish and Portuguese, simplified."""

MONTH_NUMBERS = {word: number for number, words in MONTHS.items() for word in words.split()}
ISO_PATTERN = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?")
NUMERIC_PATTERN = re.compile(r"(\d{1,4})[./\- ](\d{1,2})[./\- ](\d{2,4})(?: .*)?")
MONTH_YEAR_PATTERN = re.compile(r"(\d{1,2})[./-](\d{4})")
ORDINAL_PATTERN = re.compile(r"(\d)(?:st|nd|rd|th|er|º|ª|°)\b", re.IGNORECASE)
EXCEL_EPOCH = datetime.date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 29_221, 73_050
"""Excel serials of 1980-01-01 and 2099-12-31: numbers outside are no dates of interviews."""


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date as read.

    Attributes:
        iso: ISO 8601 with the precision that was given (2023-03-14, 2023-03, 2023), "" if unreadable.
        is_ambiguous: day and month could be exchanged.
    """

    iso: str
    is_ambiguous: bool = False


def read_date(text: str, *, is_month_first: bool = False) -> ReadDate:
    """Read a date.

    Args:
        text: as typed: ISO, 14/03/2023, 16 mars 2023, March 2023, 2023, or an Excel serial.
        is_month_first: how to read 03/04/2023; days come first unless the list shows otherwise.

    Returns:
        The date; unreadable and impossible ones have an empty `iso`.
    """
    plain = text.strip()
    if match := ISO_PATTERN.fullmatch(plain):
        return ReadDate(_iso(*(int(part) if part else 0 for part in match.groups())))
    if match := NUMERIC_PATTERN.fullmatch(plain):
        return _read_numeric(*match.groups(), is_month_first=is_month_first)
    if match := MONTH_YEAR_PATTERN.fullmatch(plain):
        return ReadDate(_iso(int(match.group(2)), int(match.group(1)), 0))
    if re.fullmatch(r"(?:19|20)\d{2}", plain):
        return ReadDate(plain)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", plain) and FIRST_SERIAL <= float(plain) <= LAST_SERIAL:
        return ReadDate((EXCEL_EPOCH + datetime.timedelta(days=int(float(plain)))).isoformat())
    return ReadDate(_read_words(ORDINAL_PATTERN.sub(r"\1", plain)))


def _read_numeric(first: str, second: str, third: str, *, is_month_first: bool) -> ReadDate:
    if len(first) == 4:
        return ReadDate(_iso(int(first), int(second), int(third)))
    if len(first) > 2 or len(third) == 3:
        return ReadDate("")
    one, two = int(first), int(second)
    year = int(third) + (2000 if len(third) == 2 else 0)
    is_ambiguous = one <= 12 and two <= 12 and one != two
    day, month = (two, one) if two > 12 or (is_month_first and one <= 12) else (one, two)
    return ReadDate(_iso(year, month, day), is_ambiguous)


def _read_words(text: str) -> str:
    """Read a date with the month in letters; day and weekday may be missing."""
    day = month = year = 0
    for word in simplify(text).split():
        if word in MONTH_NUMBERS and not month:
            month = MONTH_NUMBERS[word]
        elif word.isdecimal() and len(word) == 4 and not year:
            year = int(word)
        elif word.isdecimal() and len(word) <= 2 and not day and int(word):
            day = int(word)
        elif word.isdecimal():
            return ""
    return _iso(year, month, day) if year and month else ""


def _iso(year: int, month: int, day: int) -> str:
    try:
        datetime.date(year, month, day or 1)
    except ValueError:
        return ""
    if not 1900 <= year <= 2100:
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}" if day else f"{year:04d}-{month:02d}"


def shows_month_first(texts: list[str]) -> bool:
    """Tell whether a list of dates is written month first: one of them cannot be read otherwise."""
    matches = [match for text in texts if (match := NUMERIC_PATTERN.fullmatch(text.strip()))]
    pairs = [(int(match.group(1)), int(match.group(2))) for match in matches if len(match.group(1)) <= 2]
    return any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)
