"""Numbers that a speaker takes back: "three... no, sorry, two" tells two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from tasks.core.alternations import any_of
from tasks.core.spoken_numbers import NumberWords, SpokenNumber, find_numbers

TEXTS_KEPT, NEAR = 256, 120
LEAST_SCALED, ONE = 1000, "1"
YEARS = range(1950, 2100)
PAUSE = r"[,;:.…!–—-]"
UNIT = re.compile(r"(?:\s+[^\W\d_]+){0,4}\s*")
"""What may stand between a number and the words that take it back: what it counts."""
LEAD = re.compile(r"[\s,:.…]*(?:[^\W\d_]+\s+){0,2}")
"""What may stand between those words and the other number: "it was"."""
ENDS = re.compile(rf"\s*(?:{PAUSE}|[?)»”\"]|$)")
SCALE = re.compile(r"[\s\u00a0\u202f-]+[^\W\d_]+$")


@dataclass(frozen=True, slots=True, eq=False)
class CorrectionWords:
    """Words of one language.

    Attributes:
        run: finds words that take a number back, with the pauses around them.
        bare: finds those that deny and say no more.
        numbers: number words.
        ones: words for the number one that stand alone as well.
        occasions: finds numbers of occasions in one word.
    """

    run: re.Pattern[str]
    bare: re.Pattern[str]
    numbers: NumberWords
    ones: re.Pattern[str]
    occasions: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A text whose numbers are those that the speaker stands by.

    Attributes:
        text: as long as what was said; blanks stand where numbers were taken back.
        spans: where each of them was and what was said instead, in order.
    """

    text: str
    spans: tuple[tuple[int, int], ...] = ()

    def begin(self, start: int, end: int, said: str) -> int:
        """Return where something told begins in the words as they were said.

        Args:
            start: where it begins in this text.
            end: where it ends.
            said: the words as they were said.
        """
        if said[start:end] == self.text[start:end]:
            return start
        return next((first for first, last in self.spans if first <= start < last), start)


def compile_correction_words(phrases: Mapping[str, Iterable[str]], numbers: NumberWords) -> CorrectionWords:
    """Compile the words of a language.

    Args:
        phrases: `corrects`, `asked_pardon`, `bare_no` and `than` -> phrases (doubt_words.yaml).
        numbers: number words of the language.
    """
    corrects, pardon, bare = (_either(phrases.get(name, ())) for name in ("corrects", "asked_pardon", "bare_no"))
    than = _either(phrases.get("than", ()))
    between_pauses = rf"\s{{0,2}}{PAUSE}{{1,4}}\s{{0,2}}(?:{pardon}|{bare})(?=\s{{0,2}}{PAUSE})"
    corrected = rf"[\s,;:.…–—-]{{1,6}}(?:{bare}[\s,]{{1,3}})?{corrects}(?!\w)(?!\s+{than}\b)"
    run = re.compile(rf"(?:{between_pauses}|{corrected})+", re.IGNORECASE)
    ones = re.compile(rf"(?<!\w)(?:{_either(numbers.articles)})(?!\w)", re.IGNORECASE)
    occasions = re.compile(rf"(?<!\w)(?:{_either(numbers.times)})(?!\w)", re.IGNORECASE)
    return CorrectionWords(run, re.compile(rf"\W*{bare}\W*", re.IGNORECASE), numbers, ones, occasions)


@lru_cache(maxsize=TEXTS_KEPT)
def take_back(text: str, words: CorrectionWords) -> Corrected:
    """Put the number that a speaker stands by in the place of the one taken back.

    Args:
        text: words of an answer.
        words: of its language.

    Returns:
        The text, every other character at its old place.
    """
    spans: list[tuple[int, int]] = []
    for match in words.run.finditer(text):
        if (pair := _numbers_around(match, text, words)) is None:
            continue
        taken, told = pair
        said = _with_unit(taken, told, text, match.start(), words)
        begins = spans[-1][0] if spans and spans[-1][1] > taken.start else taken.start
        text = f"{text[: taken.start]}{said.rjust(told.end - taken.start)}{text[told.end :]}"
        spans = [span for span in spans if span[1] <= begins] + [(begins, told.end)]
    return Corrected(text, tuple(spans))


def _numbers_around(
    match: re.Match[str], text: str, words: CorrectionWords
) -> tuple[SpokenNumber, SpokenNumber] | None:
    """Return the number that is taken back and the one that is told instead; None where there are not both."""
    first, last = max(0, match.start() - NEAR), match.end() + NEAR
    first = text.find(" ", first, match.start()) + 1 if first else 0  # at the beginning of a word
    near = _all_numbers(text[first:last], words)
    known = sorted(
        (replace(one, start=one.start + first, end=one.end + first) for one in near), key=lambda number: number.start
    )
    before = [number for number in known if number.end <= match.start()]
    behind = [number for number in known if number.start >= match.end()]
    if not before or not behind:
        return None
    taken, told = before[-1], behind[0]
    is_near = UNIT.fullmatch(text, taken.end, match.start()) and LEAD.fullmatch(text, match.end(), told.start)
    if not is_near or _is_year(taken) is not _is_year(told):
        return None
    is_same = bool(ENDS.match(text, told.end)) or _counts_the_same(taken, told, text, match.start())
    has_unit = bool(text[taken.end : match.start()].strip())
    if not is_same and (has_unit or words.bare.fullmatch(match[0])):
        return None  # "four meetings, actually, 12 people came"
    return taken, told


def _all_numbers(text: str, words: CorrectionWords) -> Iterator[SpokenNumber]:
    found = find_numbers(text, words.numbers)
    yield from found
    alone = [
        *words.occasions.finditer(text),
        *(one for one in words.ones.finditer(text) if ENDS.match(text, one.end())),
    ]
    for match in alone:
        if not any(number.start < match.end() and match.start() < number.end for number in found):
            yield SpokenNumber(*match.span(), 1.0, is_in_words=True)


def _is_year(number: SpokenNumber) -> bool:
    return not number.is_in_words and not number.has_scale and number.value in YEARS


def _counts_the_same(taken: SpokenNumber, told: SpokenNumber, text: str, until: int) -> bool:
    """Tell whether behind a number stands what the one taken back counts."""
    unit = text[taken.end : until].strip()
    return bool(unit) and text[told.end :].lstrip().startswith(unit)


def _with_unit(taken: SpokenNumber, told: SpokenNumber, text: str, until: int, words: CorrectionWords) -> str:
    """Return the number that is told with the scale and the unit of the other one, where it has none of its own."""
    said = ONE if words.ones.fullmatch(text, told.start, told.end) else text[told.start : told.end]
    if not ENDS.match(text, told.end):
        return said
    if taken.has_scale and not told.has_scale and told.value < LEAST_SCALED:
        scale = SCALE.search(text[taken.start : taken.end])
        said += scale[0] if scale else ""
    return said + text[taken.end : until].rstrip()


def _either(phrases: Iterable[str]) -> str:
    return rf"(?:{any_of(map(str, phrases)) or '(?!)'})"
