"""Numbers in running text, in figures and in words: "300,000", "1,2 mil millones", "two point four million"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from tasks.core.alternations import letter_runs_of, openings_of

DIGITS = re.compile(
    r"(?<![\w.,])(?:[A-Z$€£]{1,3})?(?P<number>\d+(?:[ .,'’\u00a0\u202f]\d{3}(?!\d))*(?:[.,]\d{1,2}(?!\d))?)(?!\d)"
)
THOUSANDS = re.compile(r"[ .,'’\u00a0\u202f](?=\d{3}(?:\D|$))")
TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
GAP = re.compile(r"[\s\u00a0\u202f-]{1,2}")
LONGEST_SCALE = 2
HALF = 0.5
LEAST_LARGE = 100
SCORES_OF_TWENTY = (60.0, 80.0)
"""Tens that may go on beyond nine: "soixante et onze"."""
LEAST_CUT_SHORT = 1_000_000
"""Scale from which the one below it may be left out."""
TEXTS_KEPT = 256
"""Texts whose numbers are kept, as dates, amounts and counts of an interview look for them one after the other."""


@dataclass(frozen=True, slots=True)
class SpokenNumber:
    """A number in a text.

    Attributes:
        start: half-open offsets in code points.
        end: behind its last figure or word.
        value: what it is.
        is_in_words: written out.
        has_scale: a thousand, a million or more is named.
    """

    start: int
    end: int
    value: float
    is_in_words: bool = False
    has_scale: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class NumberWords:
    """Declared words of numbers in one language (number_words.yaml).

    Attributes:
        values: word -> value; values add up.
        hundreds: word -> factor of what stands before it.
        articles: words that are one before a scale.
        joiners: words inside a number.
        points: words for the decimal point.
        halves: phrases that add half of the scale before them.
        scales: word or two words -> factor.
        short_scales: of these, those that count right behind figures only.
        times: phrase -> number of occasions.
        cut_short: factors of what follows a million and more where its own scale is left out: smallest number -> part
            of the scale ("un million huit" is 1.8 million, "un millón doscientos" 1.2 million).
        all_words: words that begin a number.
        openings: runs of letters without one of which a text holds no number in words.
        large_openings: and none of a hundred or more.
    """

    values: Mapping[str, float]
    hundreds: Mapping[str, float]
    articles: frozenset[str]
    joiners: frozenset[str]
    points: frozenset[str]
    halves: tuple[str, ...]
    scales: Mapping[str, float]
    short_scales: frozenset[str]
    times: Mapping[str, int]
    cut_short: Mapping[int, float] = field(default_factory=dict)
    all_words: frozenset[str] = field(init=False, repr=False)
    openings: frozenset[str] = field(init=False, repr=False)
    large_openings: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        words = frozenset(self.values) | frozenset(self.hundreds) | frozenset(self.scales) - self.short_scales
        object.__setattr__(self, "all_words", words)
        object.__setattr__(self, "openings", openings_of(words))
        large = (word for word, value in self.values.items() if value >= LEAST_LARGE)
        object.__setattr__(self, "large_openings", openings_of([*self.hundreds, *self.scales, *large]))


class _Word(NamedTuple):
    text: str
    start: int
    end: int


@lru_cache(maxsize=TEXTS_KEPT)
def find_numbers(text: str, words: NumberWords) -> tuple[SpokenNumber, ...]:
    """Find the numbers in a text.

    Args:
        text: any text.
        words: number words of its language.

    Returns:
        Numbers in order, each as long as it goes on; ordinals and the digits inside words are none.
    """
    figures = [_figures(match, text, words) for match in DIGITS.finditer(text)]
    if words.openings.isdisjoint(letter_runs_of(text)):
        return tuple(figures)
    taken = [(number.start, number.end) for number in figures]
    tokens = [_Word(match[0].lower(), *match.span()) for match in TOKEN.finditer(text)]
    tokens = [part for token in tokens for part in _parts(token, words)]
    if taken:
        tokens = [one for one in tokens if not any(start < one.end and one.start < end for start, end in taken)]
    return tuple(sorted([*figures, *_in_words(tokens, text, words)], key=lambda number: number.start))


def _parts(token: _Word, words: NumberWords) -> list[_Word]:
    """Split "thirty-four", but not what is one number word ("quatre-vingt")."""
    if "-" not in token.text:
        return [token]
    parts, place = [], token.start
    pieces = token.text.split("-")
    if not any(piece in words.all_words for piece in pieces):
        return [token]
    while pieces:
        joined = "-".join(pieces[:2])
        size = 2 if joined in words.values else 1
        piece = "-".join(pieces[:size])
        parts.append(_Word(piece, place, place + len(piece)))
        place += len(piece) + 1
        pieces = pieces[size:]
    return parts


def _figures(match: re.Match[str], text: str, words: NumberWords) -> SpokenNumber:
    """Return a number in figures, with the scale behind it ("2.4 million")."""
    value = float(THOUSANDS.sub("", match["number"]).replace(",", "."))
    factor, end = _scale_behind(text, match.end(), words, is_close=True)
    return SpokenNumber(match.start("number"), end, value * factor, has_scale=factor > 1)


def _scale_behind(text: str, end: int, words: NumberWords, *, is_close: bool) -> tuple[float, int]:
    found = list(TOKEN.finditer(text[end : end + 40]))[:LONGEST_SCALE]
    for size in range(len(found), 0, -1):
        between = [
            text[end : end + found[0].start()],
            *(text[end + a.end() : end + b.start()] for a, b in zip(found, found[1:size], strict=False)),
        ]
        spelled = " ".join(match[0].lower() for match in found[:size])
        if spelled not in words.scales or any(gap.strip() for gap in between) or len(between[0]) > 1:
            continue
        if spelled in words.short_scales and not is_close:
            continue
        return words.scales[spelled], end + found[size - 1].end()
    return 1.0, end


def _in_words(tokens: Sequence[_Word], text: str, words: NumberWords) -> Iterable[SpokenNumber]:
    place, opening = 0, words.all_words | words.articles
    while place < len(tokens):
        if tokens[place].text not in opening:
            place += 1
            continue
        run = _run(tokens, place, text, words)
        if run and not (len(run) == 1 and run[0].text in words.scales and run[0].text.endswith("s")):
            value, has_scale = _value([token.text for token in run], words)
            value, end = _with_half(value, run[-1].end, run[-1].text, text, words)
            yield SpokenNumber(run[0].start, end, value, is_in_words=True, has_scale=has_scale)
        place += max(len(run), 1)


def _with_half(value: float, end: int, last: str, text: str, words: NumberWords) -> tuple[float, int]:
    """Add the half that follows a number: "dois milhões e meio"."""
    for half in words.halves:
        if text[end : end + len(half) + 1].lower() == f" {half}":
            return value + HALF * words.scales.get(last, 1.0), end + len(half) + 1
    return value, end


def _run(tokens: Sequence[_Word], place: int, text: str, words: NumberWords) -> list[_Word]:
    """Return the tokens of the number that begins at a place."""
    numeric = words.all_words
    first = tokens[place].text
    if first not in numeric:
        follows = tokens[place + 1].text if place + 1 < len(tokens) else ""
        is_one = (
            first in words.articles
            and (follows in words.hundreds or follows in words.scales)
            and follows not in words.short_scales
        )
        if not is_one or not _touch(tokens[place], tokens[place + 1], text):
            return []
    run = [tokens[place]]
    for token in tokens[place + 1 :]:
        if not _touch(run[-1], token, text):
            break
        if (
            token.text not in numeric
            and token.text not in words.joiners
            and token.text not in words.points
            and token.text not in words.articles
        ):
            break
        if run[-1].text in words.joiners and len(run) > 1 and not _may_join(run[-2].text, token.text, words):
            break
        run.append(token)
    while len(run) > 1 and run[-1].text not in numeric and not _ends_tens(run, words):
        run.pop()
    return run


def _may_join(before: str, behind: str, words: NumberWords) -> bool:
    """Tell whether two words with "and" between them are one number: "thirty and two", not "eighteen and twenty"."""
    first = words.values.get(before)
    second = 1.0 if behind in words.articles else words.values.get(behind)
    if first is None or second is None:
        return True
    if first >= 100:  # noqa: PLR2004
        return second < 100  # noqa: PLR2004
    is_tens = first >= 20 and first % 10 == 0  # noqa: PLR2004
    return is_tens and second < (20 if first in SCORES_OF_TWENTY else 10)


def _ends_tens(run: Sequence[_Word], words: NumberWords) -> bool:
    """Tell whether an article closes a number: "vingt et un", "thirty one"."""
    return run[-1].text in words.articles and (run[-2].text in words.joiners or words.values.get(run[-2].text, 0) >= 20)  # noqa: PLR2004


def _touch(one: _Word, other: _Word, text: str) -> bool:
    return GAP.fullmatch(text[one.end : other.start]) is not None


def _value(run: Sequence[str], words: NumberWords) -> tuple[float, bool]:
    total = group = 0.0
    decimals: list[float] | None = None
    has_scale = False
    for word in run:
        if word in words.points:
            decimals = []
        elif word in words.scales and word not in words.short_scales:
            group = _with_decimals(group, decimals)
            has_scale, decimals = True, None
            if total and words.scales[word] > total:
                total, group = (total + group) * words.scales[word], 0.0
            else:
                total, group = total + (group or 1.0) * words.scales[word], 0.0
        elif word in words.hundreds:
            group = group * words.hundreds[word] if 0 < group < 100 else group + words.hundreds[word]  # noqa: PLR2004
        elif word in words.values or word in words.articles:
            value = words.values.get(word, 1.0)
            if decimals is None:
                group += value
            else:
                decimals.append(value)
    return total + _cut_short(_with_decimals(group, decimals), run, words), has_scale


def _cut_short(rest: float, run: Sequence[str], words: NumberWords) -> float:
    """Return what follows the last scale, with the scale that was left out: "un million huit" is 1.8 million."""
    scales = [words.scales[word] for word in run if word in words.scales and word not in words.short_scales]
    if not scales or scales[-1] < LEAST_CUT_SHORT or rest != int(rest):
        return rest
    for least, part in words.cut_short.items():
        if least <= rest < 10 * least and rest % least == 0:
            return rest * part * scales[-1]
    return rest


def _with_decimals(group: float, decimals: Sequence[float] | None) -> float:
    if not decimals:
        return group
    return float(f"{group:.0f}.{''.join(f'{value:.0f}' for value in decimals)}")
