"""Chronologies: dates and periods that do not fit the rest, plans of several years, effects before their causes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from tasks.core.dates import read_date
from tasks.core.passages import Passage, header_lines, sentences_of
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.sources import Interview, SourceText
from tasks.core.spellings import simplify

YEAR = r"(?<!\d)(?:19|20)\d{2}(?!\d)"
YEAR_PATTERN = re.compile(YEAR)
FILE_YEAR_PATTERN = re.compile(r"(?<!\d)(?<!\d[-_. –])20[0-3]\d(?![-_. –]?\d)")
"""A year in a name, but none of a whole date (2023-03-14, 20230314) or of a span (2021-2025)."""
BEFORE_YEAR_PATTERN = re.compile(rf"(?: \w+){{0,2}} {YEAR}")

AFTER_RECEIPT = ProblemKind(
    "D010",
    Severity.WARNING,
    "The record is dated {date}, after the folder was put together ({latest} in source.yaml).",
    "Correct the date in the register or in corrections.yaml, or bring source.yaml up to date.",
)
OFF_THE_REST = ProblemKind(
    "D011",
    Severity.WARNING,
    "The date {date} lies years off all other interviews and responses.",
    "Check the year; correct it in the register or in corrections.yaml.",
)
PERIOD_IN_PATH = ProblemKind(
    "D012",
    Severity.WARNING,
    "The file stands under the year {year}, but nothing in it is dated in that year.",
    "Check whether the file was filed in the wrong year, or is an old form sent again.",
)
PATH_DIFFERS = ProblemKind(
    "D013",
    Severity.WARNING,
    "The file's name says {name}, its folder {folder}.",
    "Check whether last year's form was sent again; move or rename it.",
)
TEXT_DATE_DIFFERS = ProblemKind(
    "D014",
    Severity.WARNING,
    "The text itself is dated {told}, the register says {date}.",
    "Correct the register, or declare the right date in corrections.yaml.",
)
PERIOD_AFTER_DATE = ProblemKind(
    "D015",
    Severity.WARNING,
    "The title names {year}, but the document is dated {date}, before that.",
    "Check the date in the register of documents.",
)
SEVERAL_YEARS = ProblemKind(
    "D040",
    Severity.WARNING,
    "The document is filed as an annual plan, but spans {n} years ({first} to {last}).",
    "File it as a plan of several years, and ask for the annual action plan.",
)
NO_ANNUAL_PLAN = ProblemKind(
    "D041",
    Severity.INFO,
    "The plan spans {n} years ({first} to {last}); no plan of one year is among the documents.",
    "Ask for the annual action plan; a plan of several years is no evidence of one.",
)
EFFECT_BEFORE_CAUSE = ProblemKind(
    "D060",
    Severity.WARNING,
    "The words tell of an effect in {effect} of something in {cause}{where}.",
    "Check both years; the words are kept as they are.",
)


@dataclass(frozen=True, slots=True)
class DateWords:
    """Declared words and numbers of dates and plans (checks.yaml), compiled.

    Attributes:
        most_months_apart: a record further from the middle one, and from every other, is off.
        fewest_others: other dates needed to say so.
        header_characters: where a text says its own date.
        date_labels: simplified labels of such a date.
        past_kinds: kinds of document that speak of what was, so their period cannot follow their date.
        plan_kinds: kinds of document that are plans.
        annual: finds "annual" in simplified text.
        spans: simplified words for a span -> its years ("five year": 5).
        ranges: finds first and last year of a span ("2021–2025").
    """

    most_months_apart: int
    fewest_others: int
    header_characters: int
    date_labels: frozenset[str]
    past_kinds: frozenset[str]
    plan_kinds: frozenset[str]
    annual: re.Pattern[str]
    spans: Mapping[str, int]
    ranges: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class CauseWords:
    """Declared words of causes and effects (checks.yaml), compiled to patterns over simplified text.

    Attributes:
        leads_to: between a cause and its effect ("led to").
        due_to: between an effect and its cause ("thanks to").
        goes_on: opens a sentence that goes on about the effect ("This").
        compared: before a year that something is only compared with ("since", "compared to").
        ranges: finds spans of years, which are passed over.
    """

    leads_to: re.Pattern[str]
    due_to: re.Pattern[str]
    goes_on: re.Pattern[str]
    compared: re.Pattern[str]
    ranges: re.Pattern[str]


def compile_ranges(words: Iterable[str]) -> re.Pattern[str]:
    """Compile what finds a span of years: "2021–2025", "2021-25", "2021 to 2025".

    Args:
        words: that may stand between the years.
    """
    joints = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    last = rf"{YEAR}|(?<!\d)\d{{2}}(?!\d)"
    return re.compile(rf"({YEAR})\s*(?:[-–—/]|(?<=\s)(?:{joints})(?=\s))\s*({last})", re.IGNORECASE)


def check_dates(interviews: Sequence[Interview], words: DateWords, latest: str = "") -> Iterator[Problem]:
    """Check the dates of records against the date of receipt and against each other.

    Args:
        interviews: records of a country.
        words: how far apart they may lie.
        latest: ISO date on which the folder was put together, "" if not told.

    Yields:
        Dates after it, and dates of interviews and responses years off all others. Two waves of
        interviews are not off: each date has neighbours.
    """
    for interview in interviews:
        if latest and interview.date and interview.date > latest[: len(interview.date)]:
            yield AFTER_RECEIPT.at(interview.file, interview.row, "date", date=interview.date, latest=latest)
    people = [(_months(one.date), one) for one in interviews if one.date and one.record_type != "document"]
    months = sorted(number for number, _ in people)
    if len(months) <= words.fewest_others:
        return
    middle, n = months[len(months) // 2], Counter(months)
    for number, interview in people:
        if abs(number - middle) <= words.most_months_apart or n[number] > 1:
            continue
        others = [abs(number - other) for other in n if other != number]
        if others and min(others) >= words.most_months_apart:
            yield OFF_THE_REST.at(interview.file, interview.row, "date", date=interview.date)


def _months(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:7] or 7)


def check_periods(interviews: Sequence[Interview], words: DateWords) -> Iterator[Problem]:
    """Check the years in the names of files and folders, and in titles, against the dates of records.

    Args:
        interviews: records of a country.
        words: which documents speak of what was.

    Yields:
        A folder or file of a year in which none of its records is dated; a name that contradicts its folder;
        a report dated before the year it is about.
    """
    dated: dict[str, set[str]] = {}
    for interview in interviews:
        if interview.record_type == "document":
            yield from _check_title(interview, words)
        elif interview.date:
            dated.setdefault(interview.file, set()).add(interview.date)
    for file, dates in sorted(dated.items()):
        *folders, name = PurePosixPath(file).parts[1:]
        named, above = _years_in(PurePosixPath(name).stem), _years_in(" ".join(folders))
        if len(named) == len(above) == 1 and named != above:
            yield PATH_DIFFERS.at(file, name=named[0], folder=above[0])
        elif len(told := named or above) == 1 and not _is_of(told[0], dates):
            yield PERIOD_IN_PATH.at(file, year=told[0])


def _years_in(name: str) -> list[str]:
    """Return the years a name holds; those of whole dates, which tell when a file was made, are passed over."""
    return sorted(set(FILE_YEAR_PATTERN.findall(name)))


def _is_of(year: str, dates: Iterable[str]) -> bool:
    """Tell whether a record is of a year, or of the last quarter of the one before: it was filed when it came."""
    return any(date[:4] == year or f"{int(year) - 1}-10" <= date < year for date in dates)


def _check_title(document: Interview, words: DateWords) -> Iterator[Problem]:
    years = YEAR_PATTERN.findall(document.title)
    if document.kind in words.past_kinds and years and document.date and min(years) > document.date[:4]:
        yield PERIOD_AFTER_DATE.at(document.file, None, "date", year=min(years), date=document.date)


def check_text_dates(
    interviews: Iterable[Interview], texts: Mapping[str, SourceText], words: DateWords
) -> Iterator[Problem]:
    """Check the date in a transcript's own header against the register.

    Args:
        interviews: records of a country.
        texts: interview id -> its text.
        words: labels of dates.

    Yields:
        Transcripts whose header is of another date; one that leaves out day or month agrees with both.
    """
    for interview in interviews:
        source = texts.get(interview.interview_id)
        if source is None or not interview.date or interview.record_type == "document":
            continue
        for label, value in header_lines(source.text, words.header_characters):
            if label not in words.date_labels:
                continue
            read = read_date(value)
            shared = min(len(read.iso), len(interview.date))
            if shared and read.iso[:shared] != interview.date[:shared] and not _is_exchanged(read.iso, interview.date):
                yield TEXT_DATE_DIFFERS.at(interview.file, None, "date", told=read.iso, date=interview.date)
            break


def _is_exchanged(one: str, other: str) -> bool:
    """Tell whether two dates differ only by which number is day and which is month."""
    return len(one) == len(other) == 10 and (one[:4], one[5:7], one[8:]) == (other[:4], other[8:], other[5:7])


def check_plans(
    interviews: Sequence[Interview], texts: Mapping[str, SourceText], words: DateWords
) -> Iterator[Problem]:
    """Check that an annual plan is one.

    Args:
        interviews: records of a country.
        texts: interview id -> its text.
        words: what annual plans are called, and which kinds of document are plans.

    Yields:
        A document called annual that spans several years; plans of several years where none of one year is there.
    """
    plans = [one for one in interviews if one.record_type == "document" and one.kind in words.plan_kinds]
    spans = [(plan, _span_of(plan, texts, words)) for plan in plans]
    has_annual = any(span is None for _, span in spans)
    for plan, span in spans:
        if span is None:
            continue
        first, last = span
        is_annual = words.annual.search(simplify(plan.title)) is not None
        if is_annual or not has_annual:
            kind = SEVERAL_YEARS if is_annual else NO_ANNUAL_PLAN
            yield kind.at(plan.file, None, "kind", n=int(last) - int(first) + 1, first=first, last=last)


def _span_of(plan: Interview, texts: Mapping[str, SourceText], words: DateWords) -> tuple[str, str] | None:
    """Return first and last year of a plan of three years or more, None for a shorter one or when it is not told.

    Title and file name count, then the opening of the text; 2023-2024 may be one budget year.
    """
    source = texts.get(plan.interview_id)
    opening = source.text[: words.header_characters] if source else ""
    for told in (plan.title, PurePosixPath(plan.file).stem.replace("_", " "), opening):
        if match := words.ranges.search(told):
            first, last = match[1], match[2] if len(match[2]) == 4 else match[1][:2] + match[2]
            return (first, last) if int(last) - int(first) >= 2 else None
        years = [years for phrase, years in words.spans.items() if f" {phrase} " in f" {simplify(told)} "]
        if years and (start := YEAR_PATTERN.search(told) or YEAR_PATTERN.match(plan.date)):
            return start[0], str(int(start[0]) + max(years) - 1)
        if YEAR_PATTERN.search(told):
            return None
    return None


def check_causes(passages: Iterable[Passage], words: CauseWords) -> Iterator[Problem]:
    """Find effects that are told to be earlier than their causes.

    Args:
        passages: words of respondents and documents, in order.
        words: what ties a cause to its effect.

    Yields:
        Sentences in which every year of the effect lies before every year of its cause. Where the sentence
        of the cause names no year of the effect, the next one counts if it goes on about it ("This ...").
    """
    before: Passage | None = None
    waiting: list[int] = []
    for passage in passages:
        if before is None or before.interview is not passage.interview:
            waiting = []
        for sentence in sentences_of(passage.text) if _is_worth(passage.text, waiting) else ():
            simple = simplify(words.ranges.sub(" ", sentence)) if _is_worth(sentence, waiting) else ""
            causes, effects, waiting = _years_of(simple, waiting, words)
            if causes and effects and max(effects) < min(causes):
                yield EFFECT_BEFORE_CAUSE.at(
                    passage.interview.file,
                    passage.row,
                    passage.column,
                    effect=max(effects),
                    cause=min(causes),
                    where=passage.where,
                )
        before = passage


def _is_worth(words_said: str, waiting: Sequence[int]) -> bool:
    """Tell whether a sentence or a passage names a year that may be a cause's, or may go on about an effect."""
    return bool(waiting) or YEAR_PATTERN.search(words_said) is not None


def _years_of(
    sentence: str, waiting: Sequence[int], words: CauseWords
) -> tuple[Sequence[int], Sequence[int], list[int]]:
    """Return the years of causes and of effects in a sentence, and of causes whose effect may follow."""
    if waiting and words.goes_on.match(sentence):
        return waiting, _years(sentence, words), []
    if match := words.leads_to.search(sentence):
        causes, effects = _years(sentence[: match.start()], words), _years(sentence[match.end() :], words)
        return causes, effects, [] if effects else causes
    if match := words.due_to.search(sentence):
        return _years(sentence[match.end() :], words), _years(sentence[: match.start()], words), []
    return [], [], []


def _years(part: str, words: CauseWords) -> list[int]:
    """Return the years of a part of a sentence, without those it only compares with."""
    compared = [BEFORE_YEAR_PATTERN.match(part, match.end()) for match in words.compared.finditer(part)]
    ends = {match.end() for match in compared if match}
    return [int(match[0]) for match in YEAR_PATTERN.finditer(part) if match.end() not in ends]
