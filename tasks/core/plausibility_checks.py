"""Plausibility checks: whether what was received can be what it says it is.

They read words, dates and numbers together and report what does not fit, with its place; nothing is
corrected, and only a record that itself names another country is kept out of the analysis.
"""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from tasks.core.amounts import check_amounts
from tasks.core.chronologies import check_dates, check_periods, check_plans, check_text_dates
from tasks.core.copies import check_copies, long_passages
from tasks.core.corrections import APPLIED
from tasks.core.counts import check_counts
from tasks.core.passages import Passage, passages_of, passages_of_answers
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.questionnaires import Form
from tasks.core.record_checks import (
    CARRIED_OVER,
    CAUSES,
    DATES,
    LANGUAGES,
    PLACEHOLDERS,
    SUMS,
    Checks,
    Findings,
    by_count,
    check_words,
    count_named,
    look_at,
)
from tasks.core.sources import Answer, Interview, Received

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
    "More places of this file with the problem {code}: {n}.",
    "Mend the cause, not each place: they are probably of one origin.",
)


def _make(_: Interview, make: Callable[[], Findings]) -> Findings:
    return make()


def check_plausibility(
    received: Received,
    form: Form,
    checks: Checks,
    recall: Callable[[Interview, Callable[[], Findings]], Findings] = _make,
) -> Received:
    """Check whether what was received can be what it says it is.

    Args:
        received: what a country folder held.
        form: the questionnaire, all versions of it in one.
        checks: declared words and numbers.
        recall: returns what was found in the words of a record when they were the same, or has it made.

    Returns:
        The same with the problems found; turns of a text that names another country as its own are left out.
        A value that a person corrected is not doubted again.
    """
    usable = {one.interview_id: one for one in received.interviews if one.consent_record}
    found = {
        id_: recall(one, partial(_look_at, one, received, checks))
        for id_, one in usable.items()
        if id_ in received.texts or id_ in received.turns
    }
    answers = tuple(answer for answer in received.answers if answer.interview_id in usable)
    foreign = dict(_find_foreign(usable, found, checks))
    problems = [*foreign.values(), *_check_words(received, usable, found, answers, set(foreign), checks)]
    problems += _check_dates(received, found, checks)
    problems += check_counts(answers, form, checks.counts)
    problems += _check_choices(answers, form, checks)
    problems += _check_empty(received.interviews, answers)
    decided = {(one.file, one.row, one.column) for one in received.problems if one.code == APPLIED.code}
    problems = [one for one in problems if (one.file, one.row, one.column) not in decided]
    left_out = {usable[id_].file for id_ in foreign}
    return replace(
        received,
        turns=ChainMap({id_: () for id_ in foreign if id_ in received.turns}, received.turns),  # type: ignore[arg-type]
        problems=(*received.problems, *_cap(problems, checks.most_alike)),
        seals={file: seal for file, seal in received.seals.items() if file not in left_out},
    )


def _look_at(interview: Interview, received: Received, checks: Checks) -> Findings:
    id_ = interview.interview_id
    return look_at(interview, received.turns.get(id_, ()), received.texts.get(id_), checks)


def _check_dates(received: Received, found: Mapping[str, Findings], checks: Checks) -> Iterator[Problem]:
    yield from check_dates(received.interviews, checks.dates, checks.latest)
    yield from check_periods(received.interviews, checks.dates)
    for one in received.interviews:
        known = found.get(one.interview_id)
        yield from known.problems.get(DATES, ()) if known else check_text_dates([one], received.texts, checks.dates)
    yield from check_plans(received.interviews, received.texts, checks.dates)


def _check_words(
    received: Received,
    usable: Mapping[str, Interview],
    found: Mapping[str, Findings],
    answers: Sequence[Answer],
    foreign: set[str],
    checks: Checks,
) -> Iterator[Problem]:
    passages = list(passages_of_answers(usable.values(), answers))
    of_answers = check_words(passages, checks)

    def told(check: str) -> Iterator[Problem]:
        for own in (*(one.problems for one in found.values()), of_answers):
            yield from own.get(check, ())

    named = {id_: (Counter(one.named), Counter(one.spread)) for id_, one in found.items() if one.named}
    opens_on = {id_: one.opens_on for id_, one in found.items()}
    yield from _check_countries(named | count_named(passages, checks), opens_on, usable, foreign, checks)
    yield from told(PLACEHOLDERS)
    yield from told(SUMS)
    long = [(digest, Passage(usable[id_], "")) for id_, one in found.items() for digest in one.long_passages]
    yield from check_copies([*long, *long_passages(passages, checks.copies)])
    yield from told(CARRIED_OVER)
    with_rates = (usable[id_] for id_, one in found.items() if one.has_rates)
    rated = [passage for one in with_rates for passage in passages_of(one, received.turns[one.interview_id])]
    yield from check_amounts([*rated, *passages], checks.amounts)
    yield from told(CAUSES)
    yield from told(LANGUAGES)


def _find_foreign(
    usable: Mapping[str, Interview], found: Mapping[str, Findings], checks: Checks
) -> Iterator[tuple[str, Problem]]:
    """Yield the records whose own header names another country ("Country: Malawi")."""
    for id_, one in found.items():
        if one.told_country and one.told_country != checks.country:
            yield id_, ABOUT_ANOTHER.at(usable[id_].file, country=checks.show_country(one.told_country))


def _check_countries(
    named: Mapping[str, tuple[Counter[str], Counter[str]]],
    opens_on: Mapping[str, str],
    usable: Mapping[str, Interview],
    foreign: set[str],
    checks: Checks,
) -> Iterator[Problem]:
    """Find records in which another country is named far more often than the folder's own."""
    for id_, (mentions, spread) in named.items():
        if id_ in foreign:
            continue
        interview = usable[id_]
        if dominant := _dominant(mentions, spread, checks):
            yield NAMES_ANOTHER.at(
                interview.file,
                interview.row,
                country=checks.show_country(dominant),
                n=mentions[dominant],
                own=mentions[checks.country],
            )
        elif opened := opens_on.get(id_, ""):
            yield OPENS_ON_ANOTHER.at(interview.file, country=checks.show_country(opened))


def _dominant(named: Counter[str], spread: Counter[str], checks: Checks) -> str:
    rule, own = checks.countries, named[checks.country]
    country, n = next(((c, n) for c, n in sorted(named.items(), key=by_count) if c != checks.country), ("", 0))
    is_many = n >= rule.least_mentions and spread[country] >= rule.least_passages
    is_most = n > (sum(named.values()) - own) / 2
    return country if is_many and is_most and n >= rule.times_own * own else ""


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


def _check_empty(interviews: Iterable[Interview], answers: Sequence[Answer]) -> Iterator[Problem]:
    """Find responses in which every question is blank, unknown or said not to apply."""
    asked = Counter(answer.interview_id for answer in answers)
    told = Counter(answer.interview_id for answer in answers if not answer.missing_reason)
    for interview in interviews:
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
