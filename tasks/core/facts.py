"""Facts told in words: dates, years, amounts, shares, counts, posts, ministries and legal texts, with their place.

A fact is what was said and where, in a form that can be compared; whether it is right is for triangulation.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from tasks.core.alternations import any_of, letter_runs_of, openings_of
from tasks.core.placeholders import hide_placeholders
from tasks.core.spoken_numbers import NumberWords, SpokenNumber, find_numbers

DATE, YEAR, AMOUNT, SHARE, COUNT, POST, MINISTRY, TEXT = (
    "date", "year", "amount", "share", "count", "post", "ministry", "text",
)  # fmt: skip
MONTH, NAMED_TEXT, ONE, PART, OCCASION = "month", "named_text", "one", "part", "occasion"
"""What else has words of its own that it begins with."""
KINDS = (DATE, YEAR, AMOUNT, SHARE, COUNT, POST, MINISTRY, TEXT)
MONTHS_OF_A_YEAR = 12
LARGE = 1000.0
"""Numbers from here on may be money where a currency nobody declared stands behind them."""
MILLION = 1_000_000.0
MONEY_WITHOUT_CURRENCY = 10_000.0
"""Numbers from here on are money where the question is about money and nothing else is counted."""
ABOUT_MONEY, ABOUT_ANCHOR = "money", "anchor"
LAST_DAY = 31
LEAST_TENS, LEAST_HUNDRED = 10, 100
YEARS_IN_WORDS = range(1990, 2060)
LONGEST_SPOKEN_YEAR = 50
"""Characters in which a year in words stands."""
LONGEST_BACK, LONGEST_AHEAD = 30, 25
"""Years before and after the record within which a year of two figures is one."""
FEWEST_MONEY = 2
"""Large numbers before a word that make it a currency."""
DIGIT = re.compile(r"\d")
YEAR_PATTERN = re.compile(r"(?<![\d.,/])(?:19|20)\d{2}(?!\d|[.,]\d|-\d{3}(?!\d))")
ISO_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})-(\d{2})-(\d{2})(?!\d)")
NUMERIC_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d{2})(?!\d)")
DAY_AND_MONTH = re.compile(r"(?<![\d/.,-])(?:(?P<day>[0-3]\d)/(?P<month>0[1-9]|1[0-2]))(?![\d/]|\s?%)")
NEXT_WORD = re.compile(
    r"[\s\u00a0\u202f]*(?:(?:de|of|d'|d’|en)[\s\u00a0]+)?(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?\$?|[€$£])"
)
SENTENCE_END, FULL_STOP = re.compile(r"[.!?;\n](?:\s|$)"), re.compile(r"[.!?\n](?:\s|$)")
CLAUSE_END = re.compile(r"[,;:()–]")
LONGEST_NAME_WORDS = 8
LONGEST_BEFORE = 16
"""Characters before a word in which the one stands that tells whether it is a text or a form of a verb."""
RANGE = "/"
"""Between the ends of a range in the value of a fact, as in ISO 8601."""
LONGEST_SENTENCE = 600
"""Characters before and behind a day within which its sentence is looked for."""
LONGEST_BACK_TO_YEAR = 160
"""Characters within which the year told before goes on to be meant."""
NEAR_YEAR = 28
"""Longest gap, in characters, between a day and "this year" or a year."""


@dataclass(frozen=True, slots=True)
class FactWords:
    """Declared words of facts in one language (fact_words.yaml).

    Attributes:
        months: name or short form -> number.
        date: finds day and month, month and day, or month and year; groups `day`, `month`, `year`.
        month_alone: finds a month behind a word that makes it a date.
        relative_years: phrase -> years to add to the record's.
        per_cent: finds "per cent" right behind a number.
        currencies: words and signs of money, in small letters.
        signs: finds a sign of money right before a number.
        not_money: words that large numbers count otherwise.
        post: finds a post.
        no_post_alone: words that are a post only with what it is of ("chargé du suivi").
        ministry: finds a ministry.
        text: finds a legal text.
        numbers: words of numbers.
        written_day: finds what stands behind a day in words: month and, perhaps, year.
        day_words: ordinal of a day -> number.
        coming: finds a word that puts a day into the future.
        one_per_cent: finds "one per cent" where "one" is an article.
        opening_one: finds a "one" that is a whole answer.
        none_of: finds "not one" right before a currency; group `word` is what there is none of.
        sector: finds a sector by its name with a capital, as ministries are called for short.
        centuries: words that open a year in two parts ("twenty twenty-four") -> its hundreds.
        year_gap: finds what stands between a month and a year in words ("junho de dois mil e vinte e cinco").
        short_year: finds a year of two figures behind a month ("mayo del 24", "May '24"); group `year`.
        year_alone: finds a year of two figures that closes a clause ("desde el 22"); group `year`.
        fraction: finds a part told in words ("two thirds", "la mitad").
        fractions: its words -> per cent.
        single: finds one thing that is stressed as the only one; group `one`.
        named_text: finds a paper of governance that has no number ("terms of reference").
        text_verb: finds a word of texts that is a form of a verb as well ("arrêté", "plan").
        text_behind: finds what such a word stands behind where it is a text, None where anything may stand there.
        no_text_behind: finds what it stands behind where it is none.
        no_text: finds phrases in which it is none, None where there are none ("in order to").
        small_words: articles, prepositions and the like: no unit, and nothing that a post is of.
        others: words between a number and what it counts ("three other seats").
        placeholder: finds what stands for an identifier, in which nothing is told.
        openings: what is found -> runs of letters without one of which a text holds nothing of it.
        one_or: finds an article and a link of a range right before a number; group `one`.
        marks: signs and codes of money that stand before a number.
        money_too: finds a word of money that is one of something else as well ("pounds", but not "pounds of flour").
        deadline: finds what stands right before a day to come ("before 31 October").
        ahead: finds forms of verbs that put a day into the future ("présidera", "would chair").
        past: finds what tells that a sentence is about what was.
        in_year: finds a year that what follows belongs to ("in 2025, ..."); group `year`.
        today: finds what ends that ("this year", "now").
        range_link: what stands between the ends of a range ("80 à 90"), of which "and" only behind `range_opener`.
        range_opener: finds what opens a range ("entre") right before a number.
        course: finds what makes two numbers the course of one thing ("from 41 to 78"), which is no range.
    """

    months: Mapping[str, int]
    date: re.Pattern[str]
    month_alone: re.Pattern[str]
    relative_years: Mapping[str, int]
    per_cent: re.Pattern[str]
    currencies: frozenset[str]
    signs: re.Pattern[str]
    not_money: frozenset[str]
    post: re.Pattern[str]
    no_post_alone: frozenset[str]
    ministry: re.Pattern[str]
    text: re.Pattern[str]
    numbers: NumberWords
    written_day: re.Pattern[str]
    day_words: Mapping[str, int]
    coming: re.Pattern[str]
    one_per_cent: re.Pattern[str]
    opening_one: re.Pattern[str]
    none_of: re.Pattern[str]
    sector: re.Pattern[str]
    centuries: Mapping[str, int]
    year_gap: re.Pattern[str]
    short_year: re.Pattern[str]
    year_alone: re.Pattern[str]
    fraction: re.Pattern[str]
    fractions: Mapping[str, float]
    single: re.Pattern[str]
    named_text: re.Pattern[str]
    text_verb: re.Pattern[str] | None
    text_behind: re.Pattern[str] | None
    no_text_behind: re.Pattern[str]
    no_text: re.Pattern[str] | None
    small_words: frozenset[str]
    others: frozenset[str]
    placeholder: re.Pattern[str]
    openings: Mapping[str, frozenset[str]]
    one_or: re.Pattern[str]
    marks: frozenset[str]
    money_too: re.Pattern[str]
    deadline: re.Pattern[str]
    ahead: re.Pattern[str]
    past: re.Pattern[str]
    in_year: re.Pattern[str]
    today: re.Pattern[str]
    range_link: re.Pattern[str]
    range_opener: re.Pattern[str]
    course: re.Pattern[str]

    def may_stand_in(self, text: str, what: str) -> bool:
        """Tell whether a text may hold something, by its words alone: most hold no post and no date."""
        return not self.openings[what].isdisjoint(letter_runs_of(text))


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as told.

    Attributes:
        kind: one of `KINDS`.
        value: normalised: ISO 8601, digits, or the words of a post, ministry or text.
        unit: currency as told, "%" or what is counted; "" if not told.
        start: half-open offsets in code points.
        end: end of the words.
    """

    kind: str
    value: str = field(repr=False)
    unit: str
    start: int
    end: int


def compile_fact_words(
    own: Mapping[str, Any],
    signs: Iterable[str],
    currencies: Iterable[str],
    numbers: NumberWords,
    placeholder: re.Pattern[str],
) -> FactWords:
    """Compile the declared words of one language.

    Args:
        own: the language's part of the declaration.
        signs: signs of money that stand before a number.
        currencies: words of money in any language.
        numbers: number words of the language.
        placeholder: finds what stands for an identifier.
    """
    months = {name: 1 + place for place, name in enumerate(_month_names(own["months"]))}
    month, spelled = _either(months), months | {short: int(n) for n, short in _short_months(own)}
    date, written_day = _date_patterns(_either(spelled), _either(own["date_links"]))
    openers, one = _either(own["month_openers"]), _either(numbers.articles)
    relative = {
        phrase: shift for shift, key in ((0, "this_year"), (-1, "last_year"), (1, "next_year")) for phrase in own[key]
    }
    return FactWords(
        months=spelled,
        date=date,
        month_alone=re.compile(rf"(?<!\w)(?:{openers})['’]?\s+(?P<month>{month})(?!\w)", re.IGNORECASE),
        relative_years=relative,
        per_cent=re.compile(rf"[\s\u00a0\u202f]*(?:{_either(own['per_cent'])})", re.IGNORECASE),
        currencies=frozenset(word.lower() for word in currencies),
        not_money=frozenset(own["not_money"]),
        numbers=numbers,
        written_day=written_day,
        year_gap=re.compile(rf"\.?,?\s+(?:(?:{_either(own['date_links'])})\s+)?", re.IGNORECASE),
        day_words=own["day_words"],
        one_per_cent=re.compile(rf"(?<!\w)(?:{one})[\s\u00a0]+(?:{_either(own['per_cent'])})", re.IGNORECASE),
        placeholder=placeholder,
        openings=_openings(own, numbers) | {MONTH: openings_of(spelled)},
        **_spoken_patterns(own),
        **_name_patterns(own),
        **_verb_patterns(own),
        **_range_patterns(own["ranges"], numbers.articles),
        **_tense_patterns(own),
        **_money_patterns(own, signs),
    )


def _openings(own: Mapping[str, Any], numbers: NumberWords) -> dict[str, frozenset[str]]:
    return {
        POST: openings_of(own["posts"]),
        MINISTRY: openings_of(own["ministries"]),
        NAMED_TEXT: openings_of(own["named_texts"]),
        ONE: openings_of([*numbers.articles, *own["none_of"]]),
        PART: openings_of([*numbers.articles, *own["fractions"], *own["single"]]),
        OCCASION: openings_of(numbers.times),
    }


def _spoken_patterns(own: Mapping[str, Any]) -> dict[str, Any]:
    """Compile what is told in spoken ways: short years, parts of a whole, the only one, papers without a number."""
    counted = _either(own["one_counted"])
    return {
        "centuries": own.get("centuries", {}),
        "coming": re.compile(rf"(?<!\w)(?:{_either(own['coming'])})(?!\w)", re.IGNORECASE),
        "opening_one": re.compile(rf"(?:^|[.!?\n:]\s+|\n- )(?P<one>(?:{counted}))(?=[.;,])", re.IGNORECASE),
        "short_year": re.compile(
            rf"(?:\s+(?:{_either(own['short_year_links'])})\s*|\s*['’])(?P<year>\d{{2}})(?![\w%])", re.IGNORECASE
        ),
        "year_alone": re.compile(
            rf"(?<!\w)(?:{_either(own['short_year_openers'])})\s*['’]?(?P<year>\d{{2}})(?=[.;,:)!?]|\s*$)",
            re.IGNORECASE,
        ),
        "fraction": re.compile(rf"(?<!\w)(?:{_either(own['fractions'])})(?!\w)", re.IGNORECASE),
        "fractions": own["fractions"],
        "single": re.compile(
            rf"(?<!\w)(?:{_either(own['single'])}|(?P<one>{counted})(?=\s+(?:{_either(own['counted_singly'])})(?!\w)))(?!\w)",
            re.IGNORECASE,
        ),
        "named_text": re.compile(rf"(?<!\w)(?:{_either(own['named_texts'])})(?!\w)", re.IGNORECASE),
    }


def _name_patterns(own: Mapping[str, Any]) -> dict[str, Any]:
    """Compile posts, ministries, sectors and texts, and the small words that none of them is of."""
    small = frozenset(own["small_words"])
    return {
        "post": _named(own["posts"], own["post_modifiers"], own["links"], small),
        "no_post_alone": frozenset(own["no_post_alone"]),
        "ministry": _named(own["ministries"], (), own["links"], small),
        "sector": _sector_pattern(own["sectors"], own["links"]),
        "text": _text_pattern(own["texts"], own["text_links"], own["year_words"]),
        "small_words": small,
        "others": frozenset(own["others"]),
    }


def _verb_patterns(own: Mapping[str, Any]) -> dict[str, Any]:
    """Compile what tells whether a word is a text or a form of a verb: "l'arrêté", but "tout s'est arrêté"."""
    verbs, behind, never = own["text_verbs"], own["text_behind"], own["no_text_behind"]
    before, phrases = r"(?<!\w)(?:{})\s*$", own["no_texts"]
    return {
        "text_verb": re.compile(rf"(?<!\w)(?:{_either(verbs)})(?!\w)", re.IGNORECASE) if verbs else None,
        "text_behind": re.compile(before.format(_either(behind)), re.IGNORECASE) if behind else None,
        "no_text_behind": re.compile(before.format(_either(never)), re.IGNORECASE),
        "no_text": re.compile(rf"(?<!\w)(?:{_either(phrases)})(?!\w)", re.IGNORECASE) if phrases else None,
    }


def _money_patterns(own: Mapping[str, Any], signs: Iterable[str]) -> dict[str, Any]:
    """Compile signs of money before a number, and words of money that are those of something else as well."""
    marks = frozenset(signs)
    return {
        "signs": re.compile(rf"(?<!\w)(?:{_either(marks)}|[A-Z]{{1,3}}\$?)\s?$"),
        "marks": marks,
        "none_of": re.compile(rf"(?<!\w)(?:{_either(own['none_of'])})\s+(?P<word>[^\W\d_]+)", re.IGNORECASE),
        "money_too": re.compile(rf"(?:{'|'.join(own['money_too'])})(?!\w)", re.IGNORECASE),
    }


def _tense_patterns(own: Mapping[str, Any]) -> dict[str, Any]:
    """Compile what tells whether a day is over or to come, and which year it is of."""
    deadline, ahead, past = (rf"(?<!\w)(?:{'|'.join(own[name])})" for name in ("deadlines", "ahead", "past"))
    today = [*own["this_year"], *own["last_year"], *own["next_year"], *own["today"]]
    return {
        "deadline": re.compile(rf"{deadline}\s*$", re.IGNORECASE),
        "ahead": re.compile(rf"{ahead}(?!\w)", re.IGNORECASE),
        "past": re.compile(rf"{past}(?!\w)", re.IGNORECASE),
        "in_year": re.compile(
            rf"(?<!\w)(?:{_either(own['year_openers'])})\s+(?P<year>(?:19|20)\d{{2}})(?![\w%/-])", re.IGNORECASE
        ),
        "today": re.compile(rf"(?<!\w)(?:{_either(today)})(?!\w)", re.IGNORECASE),
    }


def _range_patterns(own: Mapping[str, Any], articles: Iterable[str]) -> dict[str, Any]:
    """Compile what makes two numbers the ends of a range: "entre 4 et 5", "80 à 90", "1.6 million or 1.8"."""
    blank = r"[\s\u00a0\u202f]"
    article = rf"(?:(?:{_either(own['articles'])}){blank}+)?"
    link = rf"(?:(?P<pair>{_either(own['pairs'])})|{_either(own['links'])})"
    links = rf"(?:{blank}+{link}{blank}+{article}|{blank}?[-–]{blank}?)"
    return {
        "range_link": re.compile(links, re.IGNORECASE),
        "one_or": re.compile(
            rf"(?<!\w)(?P<one>{_either(articles)}){blank}+(?:{_either([*own['links'], *own['pairs']])}){blank}+$",
            re.IGNORECASE,
        ),
        "range_opener": re.compile(rf"(?<!\w)(?:{_either(own['openers'])}){blank}+{article}$", re.IGNORECASE),
        "course": re.compile(rf"(?<!\w)(?:{_either(own['course'])})(?!\w)", re.IGNORECASE),
    }


def _date_patterns(month: str, links: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile days and months in figures, and what stands behind a day in words."""
    link = rf"(?:\s+(?:{links})\b['’]?)*\s*"
    year = r"(?P<year>(?:19|20)\d{2})"
    day = r"(?<![\d.,/])(?P<day>[0-3]?\d)(?:\s?(?:st|nd|rd|th|er|º|ª|°|o))?(?!\d)"
    date = (
        rf"{day}{link}\s*(?P<month>{month})\b(?!-)(?:\.?,?(?:\s+(?:{links}))?\s+{year}\b)?"
        rf"|(?<!\w)(?P<month2>{month})\s+(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\s*(?:%|per|pour|por))(?:,?\s+(?P<year2>(?:19|20)\d{{2}})\b)?"
        rf"|\b(?P<month3>{month})\b\.?,?(?:\s+(?:{links}))?\s+(?P<year3>(?:19|20)\d{{2}})\b"
    )
    written = rf"{link}\s*(?P<month>{month})(?!\w)(?:\.?,?(?:\s+(?:{links}))?\s+{year}(?!\w))?"
    return re.compile(date, re.IGNORECASE), re.compile(written, re.IGNORECASE)


def _short_months(own: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield the short forms of months ("sept", "févr"), which make a date only beside a day or a year."""
    for number, spelled in own["short_months"].items():
        for short in spelled:
            yield int(number), short


def _month_names(names: Sequence[str]) -> list[str]:
    """Leave out a second spelling of a month, which would shift those behind it ("setiembre")."""
    return [name for name in names if name != "setiembre"]


def _either(words: Iterable[str]) -> str:
    return any_of(words, {" ": r"\s+"})


CAPITALISED = r"[A-ZÀ-Þ][\w’'-]*"


def _named(
    heads: Iterable[str], modifiers: Iterable[str], links: Iterable[str], small: Iterable[str]
) -> re.Pattern[str]:
    """Compile what is named by a head: "Acting Director of Social Planning", "ministerio de Salud"."""
    no_word = rf"(?!(?:\w{{1,2}}['’])?(?i:{_either(small)})(?![\w]))"
    modifier = _either([*modifiers, "\x00"])
    link = _either(links)
    tail = rf"(?:\s+(?:(?:{link})['’]?\s*)+{CAPITALISED}(?:(?:\s*,)?\s+{CAPITALISED})*|\s+{CAPITALISED})*"
    lower = rf"(?:\s+(?:{link})['’]?(?:\s+(?:{link}))?\s+{no_word}[\w’'-]+){{0,2}}"
    return re.compile(
        rf"(?<![\w-])(?i:(?:(?:{modifier})\s+)*(?:{_either(heads)})(?:\s+(?:{modifier}))*)(?!\w)(?:(?=\s+(?:{link})?['’]?\s*(?:{link})?\s*{CAPITALISED}){tail}|{lower})"
    )


def _text_pattern(heads: Iterable[str], links: Sequence[str], year_words: Iterable[str]) -> re.Pattern[str]:
    """Compile a legal text or plan with its number or year: "Decreto 14 de 2017", "Nutrition Policy 2025 to 2034"."""
    link, of_year = _either(links), _either([*links, *year_words])
    part = rf"(?:{CAPITALISED}|(?:{link})(?!\w)[.°º'’]?|n\.?\s?[°ºo]|\d[\d/.-]*(?:[–-]\d+)*)"
    before = rf"(?:{CAPITALISED}\s+){{0,5}}"
    years = r"(?:19|20)\d{2}\s?[–-]\s?(?:19|20)?\d{2}(?!\d)"
    range_ = r"(?:19|20)\d{2}\s?[–/-]\s?(?:19|20)\d{2}(?!\d)"
    return re.compile(
        rf"(?<!\w)[A-Z]{{3,}}\s+{years}|{before}(?<!\w)(?i:{_either(heads)})(?!\w)(?:\s+[\w’'-]+){{0,{LONGEST_NAME_WORDS}}}?,?\s+{range_}|{before}(?<!\w)(?i:{_either(heads)})(?!\w)(?:,?\s+{part}){{0,{LONGEST_NAME_WORDS}}}?,?\s+(?:n\.?\s?[°ºo]\s?)?(?:\d+[/-]\d+|\d[\d/.-]*(?:\s+(?:{of_year})){{1,3}}\s+(?:19|20)\d{{2}}|(?:19|20)\d{{2}}\s*(?:[–-]|to|à|a|al)\s*(?:19|20)?\d{{2}}(?:\d{{2}})?|(?:19|20)\d{{2}}|\d+)(?!\w)"
    )


def _sector_pattern(sectors: Iterable[str], links: Iterable[str]) -> re.Pattern[str]:
    """Compile a sector or several as one name: "Salud", "Desarrollo e Inclusión"."""
    sector = _either(sectors)
    return re.compile(rf"(?<!\w)(?:{sector})(?:\s+(?:{_either([*links, 'e'])})\s+(?:{sector}))*(?!\w)")


def find_facts(
    text: str,
    words: FactWords,
    record_date: str,
    money_words: frozenset[str] = frozenset(),
    about: frozenset[str] = frozenset(),
) -> list[Fact]:
    """Find the facts in a text.

    Args:
        text: words of a respondent or a document.
        words: of its language.
        record_date: ISO 8601 date of the record, for days without a year; "" if unknown.
        money_words: what counts as a currency beside the declared ones, see `undeclared_money`.
        about: `ABOUT_MONEY` and `ABOUT_ANCHOR`, where the question asks for money or for the ministry.

    Returns:
        Facts in order.
    """
    text = hide_placeholders(text, words.placeholder)
    dates = _dates(text, words, record_date)
    taken = [(fact.start, fact.end) for fact in dates]
    years = [fact for fact in _years(text, words, record_date) if not _overlaps((fact.start, fact.end), taken)]
    taken += [(fact.start, fact.end) for fact in years]
    named = _named_facts(text, words, about)
    ones = list(_ones(text, words, money_words))
    parts = list(_parts_told(text, words))
    taken += [(fact.start, fact.end) for fact in [*ones, *parts, *(fact for fact in named if fact.kind == TEXT)]]
    numbers = [
        number for number in find_numbers(text, words.numbers) if not _overlaps((number.start, number.end), taken)
    ]
    ranges = list(find_ranges(text, numbers, words))
    ends = {number.start for one in ranges for number in one}
    counted = [
        fact
        for number in numbers
        if number.start not in ends and (fact := _number_fact(number, text, words, money_words, about))
    ]
    for low, high in ranges:
        counted += _range_facts(low, high, text, words, (money_words, about))
    shares = [(fact.start, fact.end) for fact in counted if fact.kind == SHARE]
    counted = [fact for fact in counted if fact.kind == SHARE or not _overlaps((fact.start, fact.end), shares)]
    told = [*dates, *years, *ones, *parts, *counted, *_occasions(text, words), *named]
    return sorted(told, key=lambda fact: (fact.start, fact.end, fact.kind))


def _years(text: str, words: FactWords, record_date: str) -> Iterator[Fact]:
    """Find years in figures, of two figures at the end of a clause, and in words."""
    for match in YEAR_PATTERN.finditer(text):
        yield Fact(YEAR, match[0], "", *match.span())
    for match in words.year_alone.finditer(text) if DIGIT.search(text) else ():
        if year := _full_year(match["year"], record_date):
            yield Fact(YEAR, str(year), "", *match.span("year"))
    for number in find_numbers(text, words.numbers):
        told = _spoken_year(number, text, words) if number.is_in_words else 0.0
        if told in YEARS_IN_WORDS and not _is_counted(text, number.end, words):
            yield Fact(YEAR, f"{told:.0f}", "", number.start, number.end)


def _spoken_year(number: SpokenNumber, text: str, words: FactWords) -> float:
    """Return a number as a year, also one in two parts: "twenty twenty-four"."""
    first, _, rest = text[number.start : number.end].lower().partition(" ")
    second = find_numbers(rest, words.numbers)
    if first in words.centuries and len(second) == 1 and LEAST_TENS <= second[0].value < LEAST_HUNDRED:
        return words.centuries[first] + second[0].value
    return number.value


def _full_year(figures: str, record_date: str) -> int | None:
    """Return the year of two figures, None where it lies far from the record."""
    year = 2000 + int(figures)
    if not record_date or not -LONGEST_BACK <= year - int(record_date[:4]) <= LONGEST_AHEAD:
        return None
    return year


def _is_counted(text: str, end: int, words: FactWords) -> bool:
    """Tell whether a number counts people or money ("dos mil veinte hogares")."""
    behind = NEXT_WORD.match(text, end)
    return behind is not None and behind["word"].lower() in words.not_money | words.currencies


def _named_facts(text: str, words: FactWords, about: frozenset[str]) -> list[Fact]:
    """Find posts, ministries and legal texts."""
    named = [
        Fact(kind, " ".join(match[0].split()).strip(" ,"), "", *match.span())
        for kind, pattern in ((POST, words.post), (MINISTRY, words.ministry), (TEXT, words.text))
        if (DIGIT.search(text) if kind == TEXT else words.may_stand_in(text, kind))
        for match in pattern.finditer(text)
        if not (_is_verb(match, words) if kind == TEXT else match[0].lower() in words.no_post_alone)
    ]
    numbered = [(fact.start, fact.end) for fact in named if fact.kind == TEXT]
    found = words.named_text.finditer(text) if words.may_stand_in(text, NAMED_TEXT) else ()
    papers = (match for match in found if not _overlaps(match.span(), numbered) and not _is_verb(match, words))
    named += [Fact(TEXT, " ".join(match[0].split()), "", *match.span()) for match in papers]
    if ABOUT_ANCHOR in about:
        ministries = [(fact.start, fact.end) for fact in named if fact.kind == MINISTRY]
        sectors = (match for match in words.sector.finditer(text) if not _overlaps(match.span(), ministries))
        named += [Fact(MINISTRY, " ".join(match[0].split()), "", *match.span()) for match in sectors]
    return named


def _is_verb(found: re.Match[str], words: FactWords) -> bool:
    """Tell whether what looks like a legal text is a form of a verb: "tout s'est arrêté", "we plan for 2026"."""
    head = words.text_verb.search(found.string, *found.span()) if words.text_verb else None
    if head is None or head[0][0].isupper():
        return False
    begin = max(0, head.start() - LONGEST_BEFORE)
    before, around = found.string[begin : head.start()], (begin, head.end() + LONGEST_BEFORE)
    if words.no_text and any(
        _overlaps(head.span(), [one.span()]) for one in words.no_text.finditer(found.string, *around)
    ):
        return True
    is_named = words.text_behind is None or words.text_behind.search(before) is not None
    return not is_named or words.no_text_behind.search(before) is not None


def undeclared_money(behind: Iterable[str], words: FactWords) -> frozenset[str]:
    """Return the words that stand behind several large numbers and count nothing else: an undeclared currency.

    Args:
        behind: what `behind_large_numbers` returns, of all texts of one language.
        words: of that language.
    """
    seen = Counter(behind)
    own = {word for word, times in seen.items() if times >= FEWEST_MONEY and len(word) > 2}  # noqa: PLR2004
    return frozenset(own - words.not_money - set(words.months) - _common(words))


def behind_large_numbers(text: str, words: FactWords) -> list[str]:
    """Return the word behind each large number of a text that is no year."""
    found: list[str] = []
    text = hide_placeholders(text, words.placeholder)
    if not DIGIT.search(text) and words.numbers.large_openings.isdisjoint(letter_runs_of(text)):
        return found
    for number in find_numbers(text, words.numbers):
        match = NEXT_WORD.match(text, number.end)
        if match and number.value >= LARGE and not YEAR_PATTERN.fullmatch(text[number.start : number.end]):
            found.append(match["word"].lower())
    return found


def _common(words: FactWords) -> set[str]:
    return set(words.numbers.joiners | words.numbers.articles | words.small_words) | set(words.numbers.scales)


def _overlaps(span: tuple[int, int], taken: Iterable[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in taken)


def _dates(text: str, words: FactWords, record_date: str) -> list[Fact]:
    found = _dates_in_figures(text, words, record_date) if DIGIT.search(text) else []
    return _dates_with_months(text, words, record_date, found) if words.may_stand_in(text, MONTH) else found


def _dates_in_figures(text: str, words: FactWords, record_date: str) -> list[Fact]:
    found: list[Fact] = []
    for pattern, order in ((ISO_DATE, (1, 2, 3)), (NUMERIC_DATE, (3, 2, 1))):
        for match in pattern.finditer(text):
            iso = _iso(*(int(match[group]) for group in order))
            found += [Fact(DATE, iso, "", *match.span())] if iso else []
    for match in DAY_AND_MONTH.finditer(text):
        if not _overlaps(match.span(), [(fact.start, fact.end) for fact in found]):
            iso = _dated(text, match.span(), None, int(match["month"]), int(match["day"]), words, record_date)
            found += [Fact(DATE, iso, "", *match.span())] if iso else []
    return found


def _dates_with_months(text: str, words: FactWords, record_date: str, found: list[Fact]) -> list[Fact]:
    """Add the dates whose month is told by its name to those found before."""
    found = [*found, *_written_days(text, words, record_date, [(fact.start, fact.end) for fact in found])]
    for match in words.date.finditer(text):
        if _overlaps(match.span(), [(fact.start, fact.end) for fact in found]):
            continue
        month = words.months[(match["month"] or match["month2"] or match["month3"]).lower()]
        day = match["day"] or match["day2"]
        year = match["year"] or match["year2"] or match["year3"]
        known = int(year) if year else _year_behind(text, match.end(), words, record_date)
        iso = _dated(text, match.span(), known, month, int(day) if day else None, words, record_date)
        found += [Fact(DATE, iso, "", *match.span())] if iso else []
    for match in words.month_alone.finditer(text):
        if not _overlaps(match.span("month"), [(fact.start, fact.end) for fact in found]):
            known = _year_behind(text, match.end("month"), words, record_date)
            month = words.months[match["month"].lower()]
            iso = _dated(text, match.span("month"), known, month, None, words, record_date)
            found += [Fact(DATE, iso, "", *match.span("month"))] if iso else []
    return found


def _year_behind(text: str, end: int, words: FactWords, record_date: str) -> int | None:
    """Return the year behind a month, of two figures ("mayo del 24") or in words ("mai deux mille vingt-cinq")."""
    if match := words.short_year.match(text, end):
        return _full_year(match["year"], record_date)
    gap = words.year_gap.match(text, end)
    if gap is None:
        return None
    clause = text[gap.end() : gap.end() + LONGEST_SPOKEN_YEAR]
    first = next(iter(find_numbers(clause, words.numbers)), None)
    if first is None or first.start > 0 or not first.is_in_words or _is_counted(clause, first.end, words):
        return None
    year = _spoken_year(first, clause, words)
    return int(year) if year in YEARS_IN_WORDS else None


def _written_days(text: str, words: FactWords, record_date: str, taken: Sequence[tuple[int, int]]) -> Iterator[Fact]:
    """Find days in words: "the sixth of March", "seis de marzo del año pasado"."""
    days = [(number.start, number.end, int(number.value)) for number in find_numbers(text, words.numbers)
            if number.is_in_words and 1 <= number.value <= LAST_DAY and number.value == int(number.value)]  # fmt: skip
    days += [
        (*match.span(), words.day_words[match[0].lower()])
        for match in re.finditer(r"[^\W\d_]+", text)
        if match[0].lower() in words.day_words
    ]
    for start, end, day in days:
        match = words.written_day.match(text, end)
        if match and not _overlaps((start, match.end()), taken):
            year = int(match["year"]) if match["year"] else _year_behind(text, match.end(), words, record_date)
            month = words.months[match["month"].lower()]
            if iso := _dated(text, (start, match.end()), year, month, day, words, record_date):
                yield Fact(DATE, iso, "", start, match.end())


def _ones(text: str, words: FactWords, money_words: frozenset[str]) -> Iterator[Fact]:
    """Find what is told with an article: "one per cent", "One.", "not one franc"."""
    if not words.may_stand_in(text, ONE):
        return
    for match in words.one_per_cent.finditer(text):
        yield Fact(SHARE, "1", "%", *match.span())
    for match in words.opening_one.finditer(text):
        yield Fact(COUNT, "1", "", *match.span("one"))
    for match in words.none_of.finditer(text):
        if match["word"].lower() in words.currencies | money_words:
            yield Fact(AMOUNT, "0", match["word"], *match.span())


def find_fractions(text: str, words: FactWords) -> Iterator[SpokenNumber]:
    """Find parts of a whole in words: "two thirds", "la mitad".

    Args:
        text: any text.
        words: of its language.

    Yields:
        Their places with what they are in per cent.
    """
    if words.may_stand_in(text, PART):
        for match in words.fraction.finditer(text):
            share = words.fractions[" ".join(match[0].lower().split())]
            yield SpokenNumber(*match.span(), float(share), is_in_words=True)


def _parts_told(text: str, words: FactWords) -> Iterator[Fact]:
    """Find parts of a whole in words, and the only one of a kind: "two thirds", "a single seat"."""
    if not words.may_stand_in(text, PART):
        return
    for share in find_fractions(text, words):
        yield Fact(SHARE, in_figures(share.value), "%", share.start, share.end)
    for match in words.single.finditer(text):
        yield Fact(COUNT, "1", "", *match.span())


def _dated(
    text: str, span: tuple[int, int], year: int | None, month: int, day: int | None, words: FactWords, record_date: str
) -> str:
    """Return the ISO date of a day and month, with the year from the words around it or the record."""
    if year is None:
        year = _year_around(text, span, words, record_date)
    if year is None and record_date:
        recorded = (int(record_date[:4]), int(record_date[5:7] or 12), int(record_date[8:10] or 31))
        is_past = (month, day or 1) <= recorded[1:]
        year = recorded[0] + is_past if _is_coming(text, span, words) else recorded[0] - (not is_past)
    return _iso(year, month, day) if year else ""


def _is_coming(text: str, span: tuple[int, int], words: FactWords) -> bool:
    """Tell whether the sentence puts a day, before it is named, into the future: "the next one is on 12 December"."""
    begin = max(0, span[0] - LONGEST_SENTENCE)
    begin = max((match.end() for match in SENTENCE_END.finditer(text, begin, span[0])), default=begin)
    if words.coming.search(text, begin, span[0]) or words.ahead.search(text, begin, span[0]):
        return True
    due = words.deadline.search(text[begin : span[0]])
    if due is None:
        return False
    stop = SENTENCE_END.search(text, span[1], span[1] + LONGEST_SENTENCE)
    end = stop.start() if stop else min(len(text), span[1] + LONGEST_SENTENCE)
    pauses = [begin, *(match.end() for match in CLAUSE_END.finditer(text, begin, span[0]))]
    said = re.findall(r"\w+", text[pauses[-1] : begin + due.start()].lower())
    if not words.small_words.issuperset(said):  # but for "and by 31 October we had sent it"
        return not words.past.search(text, pauses[-1], span[0])
    return not words.past.search(text, begin, end)


def _year_around(text: str, span: tuple[int, int], words: FactWords, record_date: str) -> int | None:
    """Return the year that the sentence tells for a day: "this year", or the year behind or before it."""
    ends = [match.start() for match in SENTENCE_END.finditer(text, span[1])]
    begins = [match.end() for match in SENTENCE_END.finditer(text, 0, span[0])]
    behind = text[span[1] : min(ends, default=len(text))].lower().replace("’", "'")
    before = text[max(begins, default=0) : span[0]].lower().replace("’", "'")
    for phrase, shift in words.relative_years.items():
        if record_date and (0 <= behind.find(phrase) <= NEAR_YEAR or 0 <= before[::-1].find(phrase[::-1]) <= NEAR_YEAR):
            return int(record_date[:4]) + shift
    if match := YEAR_PATTERN.search(behind[: 2 * NEAR_YEAR]):
        return int(match[0])
    years = YEAR_PATTERN.findall(before[-NEAR_YEAR:])
    return int(years[-1]) if years else _year_before(text, span[0], words, record_date)


def _year_before(text: str, start: int, words: FactWords, record_date: str) -> int | None:
    """Return the year that the sentence told a little before a day, where nothing puts the day into another one."""
    begin = max(0, start - LONGEST_BACK_TO_YEAR)
    begin = max((match.end() for match in FULL_STOP.finditer(text, begin, start)), default=begin)
    told = list(words.in_year.finditer(text, begin, start))
    if not told or not record_date or words.today.search(text, told[-1].end(), start):
        return None
    year = int(told[-1]["year"])
    others = [match for match in YEAR_PATTERN.finditer(text, told[-1].end(), start) if int(match[0]) != year]
    return None if others or year >= int(record_date[:4]) or _is_coming(text, (start, start), words) else year


def _iso(year: int, month: int, day: int | None) -> str:
    try:
        datetime.date(year, month, day or 1)
    except ValueError:
        return ""
    return f"{year:04d}-{month:02d}" if day is None else f"{year:04d}-{month:02d}-{day:02d}"


def _number_fact(
    number: SpokenNumber, text: str, words: FactWords, money_words: frozenset[str], about: frozenset[str]
) -> Fact | None:
    start, end, value = number.start, number.end, number.value
    shown = in_figures(value)
    if match := words.per_cent.match(text, end):
        return Fact(SHARE, shown, "%", start, match.end())
    behind = NEXT_WORD.match(text, end)
    word = behind["word"].lower() if behind else ""
    sign = words.signs.search(text, max(0, start - LONGEST_BEFORE), start)
    mark = sign[0].strip() if sign else ""
    if sign and (
        mark in ("$", "€", "£")
        or (len(mark) > 1 and (mark in words.marks or mark.lower() in words.currencies))
        or value >= LARGE
    ):
        return Fact(AMOUNT, shown, mark, sign.start(), end)
    is_large = value >= LARGE or number.has_scale
    is_money_too = is_large and behind is not None and words.money_too.match(text, behind.start("word")) is not None
    if behind and (is_money_too or word in words.currencies or word in money_words):
        return Fact(AMOUNT, shown, behind["word"], start, behind.end())
    is_money = ABOUT_MONEY in about and (value == 0 or (number.has_scale and value >= MONEY_WITHOUT_CURRENCY))
    if is_money and word not in words.not_money:
        return Fact(AMOUNT, shown, "", start, end)
    if value >= MILLION and number.has_scale and word not in words.not_money:
        return Fact(AMOUNT, shown, "", start, end)
    if not number.is_in_words and _is_label(text, start):
        return None
    return Fact(COUNT, shown, _unit_behind(text, end, words), start, end)


def in_figures(value: float) -> str:
    """Write a number in figures, without an exponent: "41200000000"."""
    return format(Decimal(f"{value:.15g}"), "f")


def _unit_behind(text: str, end: int, words: FactWords) -> str:
    """Return what is counted: the word behind a number and behind "other", "" where it is a small word."""
    behind = NEXT_WORD.match(text, end)
    if behind and behind["word"].lower() in words.others:
        behind = NEXT_WORD.match(text, behind.end())
    word = behind["word"].lower().replace("’", "'") if behind else ""
    is_small = word in words.small_words or ("'" in word and word.partition("'")[0] in words.small_words)
    return "" if is_small else word


def _is_label(text: str, start: int) -> bool:
    """Tell whether a number opens a line, as in a list, or is part of a word: "1. ...", "Q16"."""
    before = text[max(0, start - 2) : start]
    return bool(
        before[-1:].isalpha()
        or before[-1:] == "#"
        or re.match(r"\d{1,2}[.)]\s", text[start:])
        and before[-1:] in ("", "\n")
    )


def ends_of(fact: Fact) -> tuple[float, float]:
    """Return the ends of what a fact of an amount, a share or a count tells: of one number twice the same."""
    low, _, high = fact.value.partition(RANGE)
    return float(low), float(high or low)


def is_later_than_a_year(fact: Fact, record_date: str) -> bool:
    """Tell whether a fact is a month more than twelve after that of the record, or a year after the next one.

    Args:
        fact: of any kind.
        record_date: ISO 8601, "" if unknown: nothing is later then.
    """
    if fact.kind not in (DATE, YEAR) or not record_date or RANGE in fact.value or not fact.value[:4].isdecimal():
        return False
    years = int(fact.value[:4]) - int(record_date[:4])
    if not fact.value[5:7].isdecimal() or not record_date[5:7].isdecimal():
        return years > 1
    return MONTHS_OF_A_YEAR * years + int(fact.value[5:7]) - int(record_date[5:7]) > MONTHS_OF_A_YEAR


def find_ranges(
    text: str, numbers: Sequence[SpokenNumber], words: FactWords
) -> Iterator[tuple[SpokenNumber, SpokenNumber]]:
    """Find numbers that are the ends of a range, or of a course: "between 4 and 5 billion", "from 41 to 78 per cent".

    Args:
        text: any text.
        numbers: found in it, in order.
        words: of its language.

    Yields:
        The lower and the higher number, with the scale that they share.
    """
    last = -1
    ones = (one for other in numbers if other.is_in_words and (one := _one_before(other, text, words)))
    numbers = sorted([*numbers, *ones], key=lambda number: number.start)
    for one, other in pairwise(numbers):
        link = words.range_link.fullmatch(text, one.end, other.start)
        if link is None or one.start <= last or _is_label(text, one.start):
            continue
        if link["pair"] and not words.range_opener.search(text, max(0, one.start - LONGEST_BEFORE), one.start):
            continue
        low, high = _with_one_scale(one, other)
        if low.value < high.value or _is_course(text, one.start, words):
            last = other.start
            yield low, high


def _one_before(other: SpokenNumber, text: str, words: FactWords) -> SpokenNumber | None:
    """Return the one that an article tells as the lower end of a range: "one or two", "entre una y dos"."""
    match = words.one_or.search(text, max(0, other.start - LONGEST_BEFORE), other.start)
    return SpokenNumber(*match.span("one"), 1.0, is_in_words=True) if match else None


def _is_course(text: str, start: int, words: FactWords) -> bool:
    """Tell whether two numbers, the first of which begins here, are a course: "it went from 41 to 78"."""
    begin = max(0, start - LONGEST_SPOKEN_YEAR)
    begin = max((match.end() for match in SENTENCE_END.finditer(text, begin, start)), default=begin)
    return words.course.search(text, begin, start) is not None


def _with_one_scale(one: SpokenNumber, other: SpokenNumber) -> tuple[SpokenNumber, SpokenNumber]:
    """Give two ends the scale that only one of them tells: "4 et 5 milliards", "1.6 million or 1.8"."""
    if one.has_scale == other.has_scale:
        return one, other
    scaled, bare = (one, other) if one.has_scale else (other, one)
    scale = 1.0
    while scaled.value / (scale * LARGE) >= 1 and scale < scaled.value:
        scale *= LARGE
    if bare.value >= LARGE:
        return one, other
    grown = replace(bare, value=bare.value * scale, has_scale=True)
    return (one, grown) if one.has_scale else (grown, other)


def _range_facts(
    low: SpokenNumber,
    high: SpokenNumber,
    text: str,
    words: FactWords,
    about_money: tuple[frozenset[str], frozenset[str]],
) -> Iterator[Fact]:
    """Return a range as one fact with both ends; of a course each end is a fact, of the same kind and unit."""
    told = _number_fact(high, text, words, *about_money)
    first = _number_fact(low, text, words, *about_money)
    if told is None or first is None:
        return
    if told.kind == COUNT != first.kind or (first.kind == AMOUNT and not told.unit):
        told = replace(told, kind=first.kind, unit=first.unit)
    low_figures, high_figures = in_figures(low.value), in_figures(high.value)
    start = first.start if first.kind == told.kind else low.start
    if _is_course(text, low.start, words):
        yield Fact(told.kind, low_figures, told.unit, start, low.end)
        yield replace(told, value=high_figures)
    else:
        yield Fact(told.kind, f"{low_figures}{RANGE}{high_figures}", told.unit, start, told.end)


def _occasions(text: str, words: FactWords) -> Iterator[Fact]:
    """Find numbers of occasions in one word: "twice"."""
    for phrase, number in words.numbers.times.items() if words.may_stand_in(text, OCCASION) else ():
        for match in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE):
            yield Fact(COUNT, str(number), phrase, *match.span())
