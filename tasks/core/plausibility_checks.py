"""Plausibility checks: whether what was received can be what it says it is.

They read words, dates and numbers together and report what does not fit, with its place; nothing is
corrected, and only a record that itself names another country is kept out of the analysis.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tasks.core.amounts import AmountWords, check_amounts
from tasks.core.chronologies import (
    CauseWords,
    DateWords,
    check_causes,
    check_dates,
    check_periods,
    check_plans,
    check_text_dates,
)
from tasks.core.copies import CopyWords, check_carry_over, check_copies
from tasks.core.corrections import APPLIED
from tasks.core.countries import CountryNames, count_countries
from tasks.core.counts import CountWords, check_counts, check_told_sums
from tasks.core.field_languages import LanguageWords, check_languages
from tasks.core.passages import Passage, header_lines, read_passages
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.questionnaires import Form
from tasks.core.sources import Answer, Interview, Received, SourceText

ABOUT_ANOTHER = ProblemKind(
    "D001",
    Severity.CRITICAL,
    "The text itself says that it is about {country}, not about the country of this folder; it is kept out of the"
    " analysis.",
    "Move the file to that country's folder, or correct its header if only that is wrong.",
)
NAMES_ANOTHER = ProblemKind(
    "D002",
    Severity.WARNING,
    "The words name {country} {n} times and the country of this folder {own} times.",
    "Check whether the file belongs here, or was copied from another country's.",
)
OPENS_ON_ANOTHER = ProblemKind(
    "D003",
    Severity.WARNING,
    "The text opens on {country}, and names the country of this folder only later.",
    "Check whether its beginning was copied from another country's document.",
)
PLACEHOLDER_LEFT = ProblemKind(
    "D004",
    Severity.WARNING,
    "A placeholder of the template is still in the text{where}.",
    "Check that the right file was sent and that it is finished.",
)
NEVER_CHOSEN = ProblemKind(
    "D080",
    Severity.INFO,
    "In questions with {n} answers or more nobody chose: {choices}.",
    "Nothing to mend if that is so; else check that the form offered these choices in every language.",
)
NOTHING_ANSWERED = ProblemKind(
    "D081",
    Severity.WARNING,
    "The response answers no question; it counts for nothing.",
    "Ask for it anew, or reject it in the data collection.",
)
MORE_ALIKE = ProblemKind(
    "D090",
    Severity.WARNING,
    "{n} more places of this file have the problem {code}.",
    "Mend the cause, not each place: they are probably of one origin.",
)


@dataclass(frozen=True, slots=True)
class CountryWords:
    """Declared words and numbers of countries (checks.yaml).

    Attributes:
        least_mentions: another country named less often is a mere mention.
        least_passages: in so many turns, paragraphs or answers.
        times_own: and so many times as often as the folder's own country.
        opening_characters: how long the beginning of a document is.
        opening_mentions: another country named less often in it is a mere mention.
        labels: simplified labels of a line that tells the country.
        header_characters: where such a line may stand.
        placeholders: finds what a template left open.
    """

    least_mentions: int
    least_passages: int
    times_own: int
    opening_characters: int
    opening_mentions: int
    labels: frozenset[str]
    header_characters: int
    placeholders: re.Pattern[str]


def compile_placeholders(names: Iterable[str], prompts: Iterable[str]) -> re.Pattern[str]:
    """Compile what finds the places a template left open.

    Args:
        names: with capitals ("Name of Country"); they count in brackets, or behind other words of a line.
        prompts: count wherever they stand.

    Returns:
        The pattern; "Name of Country: Mali" and "in the name of the country" are none.
    """
    name, prompt = ("|".join(map(re.escape, words)) for words in (names, prompts))
    return re.compile(rf"[\[<{{(«]\s*(?i:{name})\s*[\]>}})»]|(?i:{prompt})|(?<=[ \t–—-])(?:{name})(?!\w|\s*:\s*\w)")


@dataclass(frozen=True, slots=True)
class Checks:
    """Everything the checks of one country need.

    Attributes:
        country: ISO 3166-1 alpha-3.
        names: of countries.
        show_country: writes a country for people.
        countries: when another country dominates.
        counts: numbers in fields.
        dates: dates and plans.
        causes: causes and effects.
        amounts: money.
        copies: words from another record or year.
        languages: of fields.
        identify: tells the language of each text.
        latest: ISO date on which the folder was put together, "" if not told.
        fewest_answers: with fewer answers it says nothing that a choice was never used.
        needless_choices: choices that need not be used ("dk").
        most_alike: places named one by one for each problem and file.
    """

    country: str
    names: CountryNames
    show_country: Callable[[str], str]
    countries: CountryWords
    counts: CountWords
    dates: DateWords
    causes: CauseWords
    amounts: AmountWords
    copies: CopyWords
    languages: LanguageWords
    identify: Callable[[Sequence[str]], list[str]]
    latest: str
    fewest_answers: int
    needless_choices: frozenset[str]
    most_alike: int


def check_plausibility(received: Received, form: Form, checks: Checks) -> Received:
    """Check whether what was received can be what it says it is.

    Args:
        received: what a country folder held.
        form: the questionnaire, all versions of it in one.
        checks: declared words and numbers.

    Returns:
        The same with the problems found; turns of a text that names another country as its own are left out.
        A value that a person corrected is not doubted again.
    """
    usable = {one.interview_id: one for one in received.interviews if one.consent_record}
    seen = replace(
        received,
        turns={id_: turns for id_, turns in received.turns.items() if id_ in usable},
        texts={id_: text for id_, text in received.texts.items() if id_ in usable},
        answers=tuple(answer for answer in received.answers if answer.interview_id in usable),
    )
    foreign = dict(_find_foreign(seen, checks))
    passages = list(read_passages(seen))
    problems = [*foreign.values(), *_check_words(passages, set(foreign), seen, checks)]
    problems += check_dates(received.interviews, checks.dates, checks.latest)
    problems += check_periods(received.interviews, checks.dates)
    problems += check_text_dates(received.interviews, received.texts, checks.dates)
    problems += check_plans(received.interviews, received.texts, checks.dates)
    problems += check_counts(seen.answers, form, checks.counts)
    problems += _check_choices(seen.answers, form, checks)
    problems += _check_empty(seen)
    decided = {(one.file, one.row, one.column) for one in received.problems if one.code == APPLIED.code}
    problems = [one for one in problems if (one.file, one.row, one.column) not in decided]
    return replace(
        received,
        turns={id_: () if id_ in foreign else turns for id_, turns in received.turns.items()},
        problems=(*received.problems, *_cap(problems, checks.most_alike)),
    )


def _check_words(
    passages: Sequence[Passage], foreign: set[str], received: Received, checks: Checks
) -> Iterator[Problem]:
    yield from _check_countries(passages, foreign, received, checks)
    yield from _check_placeholders(passages, checks)
    yield from check_told_sums(passages, checks.counts)
    yield from check_copies(passages, checks.copies)
    yield from check_carry_over(passages, checks.copies)
    yield from check_amounts(passages, checks.amounts)
    yield from check_causes(passages, checks.causes)
    yield from check_languages(passages, checks.languages, checks.identify)


def _find_foreign(received: Received, checks: Checks) -> Iterator[tuple[str, Problem]]:
    """Yield the records whose own header names another country ("Country: Malawi")."""
    for interview in received.interviews:
        source = received.texts.get(interview.interview_id)
        told = _told_country(source, checks) if source else ""
        if told and told != checks.country:
            yield interview.interview_id, ABOUT_ANOTHER.at(interview.file, country=checks.show_country(told))


def _told_country(source: SourceText, checks: Checks) -> str:
    for label, value in header_lines(source.text, checks.countries.header_characters):
        if label in checks.countries.labels:
            named = count_countries(value, checks.names)
            return next(iter(named)) if len(named) == 1 else ""
    return ""


def _check_countries(
    passages: Iterable[Passage], foreign: set[str], received: Received, checks: Checks
) -> Iterator[Problem]:
    """Find records in which another country is named far more often than the folder's own."""
    named: dict[str, Counter[str]] = {}
    spread: dict[str, Counter[str]] = {}
    owners: dict[str, Interview] = {}
    for passage in passages:
        counts = count_countries(passage.text, checks.names)
        if counts:
            id_ = passage.interview.interview_id
            owners[id_] = passage.interview
            named.setdefault(id_, Counter()).update(counts)
            spread.setdefault(id_, Counter()).update(counts.keys())
    for id_, interview in owners.items():
        if id_ in foreign:
            continue
        dominant = _dominant(named[id_], spread[id_], checks)
        if dominant:
            yield NAMES_ANOTHER.at(
                interview.file,
                interview.row,
                country=checks.show_country(dominant),
                n=named[id_][dominant],
                own=named[id_][checks.country],
            )
        elif opened := _opening(received.texts.get(id_), interview, checks):
            yield OPENS_ON_ANOTHER.at(interview.file, country=checks.show_country(opened))


def _dominant(named: Counter[str], spread: Counter[str], checks: Checks) -> str:
    rule, own = checks.countries, named[checks.country]
    country, n = next(((c, n) for c, n in sorted(named.items(), key=_by_count) if c != checks.country), ("", 0))
    is_many = n >= rule.least_mentions and spread[country] >= rule.least_passages
    is_most = n > (sum(named.values()) - own) / 2
    return country if is_many and is_most and n >= rule.times_own * own else ""


def _by_count(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]


def _opening(source: SourceText | None, interview: Interview, checks: Checks) -> str:
    """Return the one country that a document opens on instead of its own."""
    if source is None or interview.record_type != "document":
        return ""
    counts = count_countries(source.text[: checks.countries.opening_characters], checks.names)
    country, n = min(counts.items(), key=_by_count, default=("", 0))
    is_other = country not in ("", checks.country) and not counts[checks.country]
    return country if is_other and n >= checks.countries.opening_mentions else ""


def _check_placeholders(passages: Iterable[Passage], checks: Checks) -> Iterator[Problem]:
    for passage in passages:
        if checks.countries.placeholders.search(passage.text):
            yield PLACEHOLDER_LEFT.at(passage.interview.file, passage.row, passage.column, where=passage.where)


def _check_choices(answers: Iterable[Answer], form: Form, checks: Checks) -> Iterator[Problem]:
    """Find choices that nobody used: the other direction of an unknown choice."""
    used: dict[str, Counter[str]] = {}
    file = ""
    for answer in answers:
        if answer.answer_code:
            used.setdefault(answer.question_name, Counter())[answer.answer_code] += 1
            file = file or answer.file
    unused: list[str] = []
    for question in form.questions:
        counts = used.get(question.name, Counter())
        if counts.total() >= checks.fewest_answers:
            offered = [choice.name for choice in form.choices.get(question.list_name, ())]
            names = [name for name in offered if not counts[name] and name not in checks.needless_choices]
            unused += [f"{question.name} {', '.join(names)}"] if names else []
    if unused:
        yield NEVER_CHOSEN.at(file, n=checks.fewest_answers, choices="; ".join(unused))


def _check_empty(received: Received) -> Iterator[Problem]:
    """Find responses in which every question is blank, unknown or said not to apply."""
    asked = Counter(answer.interview_id for answer in received.answers)
    told = Counter(answer.interview_id for answer in received.answers if not answer.missing_reason)
    for interview in received.interviews:
        if asked[interview.interview_id] and not told[interview.interview_id]:
            yield NOTHING_ANSWERED.at(interview.file, interview.row)


def _cap(problems: Iterable[Problem], most: int) -> Iterator[Problem]:
    """Name so many places of each problem in each file one by one, and tell the number of the rest."""
    seen: Counter[tuple[str, str]] = Counter()
    rest: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        key = (problem.file, problem.code)
        seen[key] += 1
        if seen[key] <= most:
            yield problem
        else:
            rest[key] = problem
    for (file, code), problem in rest.items():
        kind = replace(MORE_ALIKE, severity=problem.severity)
        yield kind.at(file, n=seen[file, code] - most, code=code)
