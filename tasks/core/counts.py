"""Counts: the number in a field that asks for one, and whether parts and totals agree.

A count is never coerced: what was typed stays as it is, the number is read beside it, and whatever
stands there besides is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tasks.core.passages import Passage, sentences_of
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.questionnaires import Form
from tasks.core.sources import Answer
from tasks.core.spellings import simplify

NUMBER_PATTERN = re.compile(r"(?<![\d.,])[-−]?\d+(?:[ ,.'’\u00a0\u202f]\d{3})*(?:[.,]\d+)?(?![\d])")
GROUPED_PATTERN = re.compile(r"(?<=\d)[ ,.'’\u00a0\u202f](?=\d{3}(?!\d))")
THREE_NUMBERS = re.compile(r"(?:\d+\D+){2}\d")
WORD_PATTERN = re.compile(r"[^\W\d_]+|\d+(?:[ .,\u00a0\u202f]\d{3})*")
FEWEST_PARTS = 2
WORDS_BESIDE = 4
"""A group's name stands within so many words of its number."""
LARGEST_SHOWN = 9_999
"""Larger numbers are not repeated in a problem: they could be a phone."""

NUMBER_AMONG_WORDS = ProblemKind(
    "D020",
    Severity.WARNING,
    "The count holds more than a number; {number} can be read in it, and it stays as it was typed.",
    "Enter the bare number, or declare it in corrections.yaml.",
)
NO_NUMBER = ProblemKind(
    "D021",
    Severity.WARNING,
    "The count holds no number; it stays as it was typed and counts as no answer.",
    "Ask for the number, and enter it in the data collection or in corrections.yaml.",
)
SEVERAL_NUMBERS = ProblemKind(
    "D022",
    Severity.WARNING,
    "The count holds several numbers; none is taken.",
    "Enter the one that counts, or declare it in corrections.yaml.",
)
LIKE_A_CODE = ProblemKind(
    "D023",
    Severity.WARNING,
    "The count {number} looks like a code for a missing answer.",
    "If it is one, declare it in corrections.yaml with 'becomes: no information'.",
)
SUM_DIFFERS = ProblemKind(
    "D024",
    Severity.WARNING,
    "The parts ({parts}) and the total ({total}) do not add up: {sum} against {told}.",
    "Check the numbers with the respondent; both are kept.",
)
TOLD_SUM_DIFFERS = ProblemKind(
    "D025",
    Severity.WARNING,
    "The numbers told of the parts add up to {sum}, the total told is {told}{where}.",
    "Check the numbers with the respondent; the words are kept.",
)


@dataclass(frozen=True, slots=True)
class CountWords:
    """Declared words and numbers of counts (checks.yaml).

    Attributes:
        codes: numbers that stand for a missing answer.
        sums: name of the total -> names of its parts, of questions of a form.
        women: simplified words for women.
        men: simplified words for men.
        people: simplified words for people of either sex, such as members.
        totals: simplified words for a total.
        some: simplified words that say that not all parts are told.
        groups: finds stakeholder groups in simplified text.
    """

    codes: frozenset[int]
    sums: Sequence[tuple[str, tuple[str, ...]]]
    women: frozenset[str]
    men: frozenset[str]
    people: frozenset[str]
    totals: frozenset[str]
    some: frozenset[str]
    groups: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Count:
    """The number read in a field that asks for one.

    Attributes:
        numbers: every number in it, in order.
        is_bare: it holds one number and nothing else.
    """

    numbers: tuple[float, ...]
    is_bare: bool = field(default=False)

    @property
    def number(self) -> float | None:
        """Return the number, None when there is none or more than one."""
        return self.numbers[0] if len(self.numbers) == 1 else None


def read_count(text: str) -> Count:
    """Read the numbers in a field that asks for a count.

    Args:
        text: as typed: "12", "1 200", "Yes=12", "12 people".

    Returns:
        The numbers in it. "Yes" holds none, "10 or 12" two; thousands may be grouped by a blank, a point or a comma.
    """
    plain = text.strip()
    found = list(NUMBER_PATTERN.finditer(plain))
    numbers = tuple(_number(match[0]) for match in found)
    return Count(numbers, is_bare=len(found) == 1 and found[0][0] == plain)


def _number(digits: str) -> float:
    plain = GROUPED_PATTERN.sub("", digits.replace("−", "-"))
    return float(plain.replace(",", "."))


def check_counts(answers: Iterable[Answer], form: Form, words: CountWords) -> Iterator[Problem]:
    """Check the answers to questions that ask for a number.

    Args:
        answers: of the responses.
        form: tells which questions ask for a whole or decimal number.
        words: numbers that stand for a missing answer, and which questions add up.

    Yields:
        What holds words, several numbers or none, and totals that their parts do not make up.
    """
    asked = {question.name for question in form.questions if question.type in ("integer", "int", "decimal", "range")}
    told: dict[str, dict[tuple[str, int], tuple[Answer, float]]] = {}
    for answer in answers:
        if answer.question_name not in asked or not answer.answer_text or answer.missing_reason:
            continue
        count = read_count(answer.answer_text)
        if kind := _fault(count, words):
            yield kind.at(answer.file, answer.row, answer.column, number=_shown(count.number))
        if count.number is not None:
            own = told.setdefault(answer.question_name, {})
            own[answer.interview_id, answer.repeat] = (answer, count.number)
    for total, parts in words.sums:
        yield from _check_sum(total, parts, told)


def _fault(count: Count, words: CountWords) -> ProblemKind | None:
    if not count.numbers:
        return NO_NUMBER
    if count.number is None:
        return SEVERAL_NUMBERS
    if not count.is_bare:
        return NUMBER_AMONG_WORDS
    return LIKE_A_CODE if count.number in words.codes else None


def _shown(number: float | None) -> str:
    """Write a number for a problem; a large one could be a phone and is not repeated."""
    if number is None or abs(number) > LARGEST_SHOWN:
        return "a number"
    return f"{number:g}"


def _check_sum(
    total: str, parts: Sequence[str], told: Mapping[str, Mapping[tuple[str, int], tuple[Answer, float]]]
) -> Iterator[Problem]:
    for key, (answer, number) in told.get(total, {}).items():
        numbers = [own[key][1] for part in parts if key in (own := told.get(part, {}))]
        if len(numbers) == len(parts) and sum(numbers) != number:
            yield SUM_DIFFERS.at(
                answer.file,
                answer.row,
                answer.column,
                parts=", ".join(parts),
                total=total,
                sum=_shown(sum(numbers)),
                told=_shown(number),
            )


def check_told_sums(passages: Iterable[Passage], words: CountWords) -> Iterator[Problem]:
    """Check sums told in words: "12 members, 5 women and 6 men", "10 in total: 6 Government, 3 civil society".

    Args:
        passages: words of respondents and documents.
        words: for women, men, people and totals.

    Yields:
        Sentences whose parts do not make up their total.
    """
    for passage in passages:
        if not THREE_NUMBERS.search(passage.text):
            continue
        for sentence in sentences_of(passage.text):
            found = _women_and_men(sentence, words) or _groups_and_total(sentence, words)
            if found and found[0] != found[1]:
                yield TOLD_SUM_DIFFERS.at(
                    passage.interview.file,
                    passage.row,
                    passage.column,
                    sum=_shown(found[0]),
                    told=_shown(found[1]),
                    where=passage.where,
                )


def _women_and_men(sentence: str, words: CountWords) -> tuple[float, float] | None:
    """Return the sum of the women and men and the total a sentence tells, None unless it tells each exactly once."""
    tokens = WORD_PATTERN.findall(sentence)
    numbers: dict[str, list[float]] = {"women": [], "men": [], "total": []}
    simple = [simplify(token) for token in tokens]
    if not set(simple) & words.women or not set(simple) & words.men or set(simple) & words.some:
        return None
    for place, token in enumerate(tokens):
        if not token[0].isdecimal():
            continue
        counted = simple[place + 1] if place + 1 < len(simple) else ""
        before = set(simple[max(0, place - 3) : place])
        if counted in words.women:
            numbers["women"].append(_number(token))
        elif counted in words.men:
            numbers["men"].append(_number(token))
        elif counted in words.people or before & words.totals:
            numbers["total"].append(_number(token))
        else:
            return None
    if any(len(own) != 1 for own in numbers.values()):
        return None
    return numbers["women"][0] + numbers["men"][0], numbers["total"][0]


def _groups_and_total(sentence: str, words: CountWords) -> tuple[float, float] | None:
    """Return the sum of the groups' numbers and the total a sentence tells.

    None unless one number is the total and every other one, two or more, stands beside the name of a group.
    """
    simple = simplify(GROUPED_PATTERN.sub("", sentence)).split()
    numbers = [place for place, word in enumerate(simple) if word.isdecimal()]
    if len(numbers) < FEWEST_PARTS + 1 or set(simple) & words.some:
        return None
    for total in _total_places(simple, numbers, words):
        parts = [place for place in numbers if place != total]
        after = [_stretch(simple, place + 1, numbers) for place in parts]
        before = [_stretch(simple, place, numbers, is_before=True) for place in parts]
        if any(all(map(words.groups.search, stretches)) for stretches in (after, before)):
            return float(sum(int(simple[place]) for place in parts)), float(simple[total])
    return None


def _total_places(words_said: Sequence[str], numbers: Sequence[int], words: CountWords) -> list[int]:
    """Return where the total may stand: "12 in total", "total: 12", else "12 members"."""
    marks = [place for place, word in enumerate(words_said) if word in words.totals]
    if not marks:
        return [place for place in numbers if "".join(words_said[place + 1 : place + 2]) in words.people][:1]
    before = [place for place in numbers if 0 < marks[0] - place <= WORDS_BESIDE]
    after = [place for place in numbers if 0 < place - marks[0] <= WORDS_BESIDE]
    return [*before[-1:], *after[:1]]


def _stretch(words_said: Sequence[str], place: int, numbers: Sequence[int], *, is_before: bool = False) -> str:
    """Return the words between a number and the next one, or between the one before and it."""
    if is_before:
        start = max((number + 1 for number in numbers if number < place), default=0)
        return " ".join(words_said[start:place][-WORDS_BESIDE:])
    end = min((number for number in numbers if number >= place), default=len(words_said))
    return " ".join(words_said[place:end][:WORDS_BESIDE])
