"""Dates as people type them in four languages, read without guessing."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
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
TIME = r"(?:[T ,]+\d{1,2}[:hH]\d{0,2}.*)?"
ISO_PATTERN = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})(?:[-/.](\d{{1,2}}))?{TIME}")
COMPACT_PATTERN = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
NUMERIC_PATTERN = re.compile(rf"(\d{{1,2}})\s?[./\- ]\s?(\d{{1,2}})\s?[./\- ]\s?(\d{{4}}|\d{{2}}){TIME}")
MONTH_YEAR_PATTERN = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{4})")
ORDINAL_PATTERN = re.compile(r"(\d)(?:st|nd|rd|th|er|º|ª|°)\b", re.IGNORECASE)
SHORT_YEAR_PATTERN = re.compile(r"[-'’]\d{2}$")
MONTH_WORDS = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
FILLER = r"(?:\s+(?:of|de|del|do|du|mes|mois|month|the|ano|an|l'an|year|day|dias?|jours?))*"
FILLER_PATTERN = re.compile(r"\b(?:mes|mois|month|an|ano|año|l['’]an|year|day|d[ií]as?|jours?)\b", re.IGNORECASE)
RUNNING_PATTERN = re.compile(
    rf"(?<![\w/])(?:\d{{1,2}}(?:\s?(?:st|nd|rd|th|er|º|ª|°|o))?{FILLER}[\s\-.]+(?:{MONTH_WORDS})\b\.?,?{FILLER}[\s\-]+(?:19|20)\d{{2}}"
    rf"|(?:{MONTH_WORDS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d{{2}}"
    rf"|(?:{MONTH_WORDS})\b\.?,?{FILLER}\s+(?:19|20)\d{{2}}"
    r"|(?:19|20)\d{2}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./](?:19|20)\d{2}|\d{1,2}-\d{1,2}-(?:19|20)\d{2})(?![\w/])"
)
NUMBERED_PATTERN = re.compile(
    rf"\d/((?:19|20)\d{{2}})\s?,?\s+(?:de|du|of|del)\s+(\d{{1,2}}\s+(?:de\s+|of\s+)?(?:{MONTH_WORDS}))\b(?!,?(?:\s+de)?\s+(?:19|20)\d{{2}})"
)
"""A number with the year and the day behind it, as laws are named in Spanish and Portuguese."""
WEEKDAYS = frozenset({"mar"})
"""Short weekdays that are also short months (mardi, martes): they are the month only when no other is named."""
_DAY = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))"
_HOUR = r"\d{1,2}(?:[:h]\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?(?!\d)|\s?h(?!\w))"
TIMED_PATTERN = re.compile(
    rf"(?<![\w+/.:-])(?:{_DAY}(?:,?[ \u00a0\u202f]{{1,2}}|T|\s[-–]\s)(?=\d))?{_HOUR}"
    r"(?:\s?[AaPp]\.?[Mm]\b\.?|Z\b|\s?[+-]\d{2}:?\d{2}(?!\d))?"
)
"""An hour, with the day before it where there is one, as surveys and chats are stamped: "2024/07/08 9:14:22 AM"."""
EXCEL_EPOCH = datetime.date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 29_221, 73_050
"""Excel serials of 1980-01-01 and 2099-12-31: numbers outside are no dates of interviews."""
TWO_DIGIT_PIVOT = 80
"""Years of two digits: 80 to 99 are of the last century, 00 to 79 of this one, as Excel's serials above."""


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
        text: as typed: ISO, 14/03/2023, 16 mars 2023, 14-Mar-23, March 2023, 2023, or an Excel serial.
        is_month_first: how to read 03/04/2023; days come first unless the list shows otherwise.

    Returns:
        The date; unreadable and impossible ones have an empty `iso`.
    """
    plain = text.strip()
    if match := ISO_PATTERN.fullmatch(plain) or COMPACT_PATTERN.fullmatch(plain):
        return ReadDate(_iso(*(int(part) if part else None for part in match.groups())))
    if match := NUMERIC_PATTERN.fullmatch(plain):
        return _read_numeric(*match.groups(), is_month_first=is_month_first)
    if match := MONTH_YEAR_PATTERN.fullmatch(plain):
        return ReadDate(_iso(int(match.group(2)), int(match.group(1)), None))
    if re.fullmatch(r"(?:19|20)\d{2}", plain):
        return ReadDate(plain)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", plain) and FIRST_SERIAL <= float(plain) <= LAST_SERIAL:
        return ReadDate((EXCEL_EPOCH + datetime.timedelta(days=int(float(plain)))).isoformat())
    return ReadDate(_read_words(ORDINAL_PATTERN.sub(r"\1", plain)))


def find_dates(text: str) -> list[tuple[int, int, str]]:
    """Find the dates in a running text: "Décret n° 2015-123 du 12 mars 2015", "Despacho n.º 12/2019, de 5 de Agosto".

    Args:
        text: any text.

    Returns:
        Half-open offsets and the ISO date of each, in order; years alone and impossible dates are none.
    """
    plain = "".join(unicodedata.normalize("NFD", mark)[0].lower()[:1] for mark in text)
    spans = [match.span() for match in RUNNING_PATTERN.finditer(plain)]
    read = [(start, end, read_date(_undated_words(text[start:end])).iso) for start, end in spans]
    for match in NUMBERED_PATTERN.finditer(plain):
        read.append((*match.span(2), read_date(f"{match.group(2)} {match.group(1)}").iso))
    return sorted((start, end, iso) for start, end, iso in read if iso)


def hide_times(text: str) -> str:
    """Put marks that are no figures in place of hours and of the days right before them; lengths stay.

    Args:
        text: any text; the stamps of a survey's rows or of a chat's lines are no numbers of anybody.
    """
    return TIMED_PATTERN.sub(lambda match: "~" * len(match.group()), text) if ":" in text or "h" in text else text


def _undated_words(text: str) -> str:
    """Put the marks of a written date aside: "le 1er du mois de mars de l'an 2015"."""
    return FILLER_PATTERN.sub(" ", text)


def _read_numeric(first: str, second: str, third: str, *, is_month_first: bool) -> ReadDate:
    one, two = int(first), int(second)
    is_exchangeable = 1 <= one <= 12 and 1 <= two <= 12
    day, month = (two, one) if two > 12 or (is_month_first and is_exchangeable) else (one, two)
    iso = _iso(_full_year(third), month, day)
    return ReadDate(iso, is_ambiguous=bool(iso) and is_exchangeable and one != two)


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= TWO_DIGIT_PIVOT else 2000)


def _read_words(text: str) -> str:
    """Read a date with the month in letters; of several days or months only what they share is kept."""
    words = simplify(text).split()
    named = [word for word in words if word in MONTH_NUMBERS]
    months = {MONTH_NUMBERS[word] for word in named if word not in WEEKDAYS or set(named) <= WEEKDAYS}
    numbers = [word for word in words if word.isascii() and word.isdecimal()]
    years = [word for word in numbers if len(word) == 4]
    days = [word for word in numbers if len(word) <= 2]
    if not months or len(years) > 1 or len(years) + len(days) != len(numbers):
        return ""
    if not years:
        has_short_year = bool(SHORT_YEAR_PATTERN.search(text)) if len(days) == 1 else len(days) == 2
        if not has_short_year or words[-1] != days[-1] or len(days[-1]) < 2:
            return ""
        years = [str(_full_year(days.pop()))]
    if len(months) > 1:
        return years[0]
    day = int(days[0]) if len(days) == 1 else None
    return _iso(int(years[0]), months.pop(), day)


def _iso(year: int | None, month: int | None, day: int | None) -> str:
    """Write a date; "" for one that no calendar has or no interview can be of."""
    if year is None or month is None or not 1900 <= year <= 2100:
        return ""
    try:
        datetime.date(year, month, 1 if day is None else day)
    except ValueError:
        return ""
    return f"{year:04d}-{month:02d}" if day is None else f"{year:04d}-{month:02d}-{day:02d}"


def shows_month_first(texts: Sequence[str]) -> bool:
    """Tell whether a list of dates is written month first: one of them cannot be read otherwise."""
    firsts, seconds = _numeric_pairs(texts)
    return any(second > 12 for second in seconds) and not any(first > 12 for first in firsts)


def shows_order(texts: Sequence[str]) -> bool:
    """Tell whether a list of dates shows that either the day or the month comes first, and never the other."""
    firsts, seconds = _numeric_pairs(texts)
    return any(first > 12 for first in firsts) != any(second > 12 for second in seconds)


def _numeric_pairs(texts: Sequence[str]) -> tuple[list[int], list[int]]:
    matches = [match for text in texts if (match := NUMERIC_PATTERN.fullmatch(text.strip()))]
    return [int(match.group(1)) for match in matches], [int(match.group(2)) for match in matches]
