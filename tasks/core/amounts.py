"""Amounts of money: two amounts told as the same sum imply a rate, and one rate that is off by a factor is a slip."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tasks.core.passages import Passage
from tasks.core.problems import Problem, ProblemKind, Severity

NUMBER = r"\d+(?:[ .,'’\u00a0\u202f]\d{3})*(?:[.,]\d+)?"
DIGIT = re.compile(r"\d")
THOUSANDS = re.compile(r"(?<=\d)[ .,'’\u00a0\u202f](?=\d{3}(?!\d))")

UNIT_SLIP = ProblemKind(
    "D050",
    Severity.WARNING,
    "An amount in {one} and its value in {other} fit together only if one is off by a factor of about {factor}{where}.",
    "Check the unit (thousand, million, billion) against the source; both amounts are kept as told.",
)

GROUPED = 10_000
"""Number from which thousands are set apart, by a space that no language takes for a decimal mark."""


@dataclass(frozen=True, slots=True)
class AmountWords:
    """Declared words and numbers of amounts (checks.yaml), compiled.

    Attributes:
        amount: finds an amount: groups `currency`, `number`, `unit`, and `currency2` where the currency stands behind.
        currencies: spelling in small letters -> currency.
        units: spelling in small letters -> what the number is multiplied by.
        equals: finds the words that tell two amounts as one sum ("approximately", "soit").
        factor: rates that differ by so much or more are no change of the exchange rate.
        within: longest stretch between the two amounts, in characters.
    """

    amount: re.Pattern[str]
    currencies: Mapping[str, str]
    units: Mapping[str, float]
    equals: re.Pattern[str]
    factor: float
    within: int


@dataclass(frozen=True, slots=True)
class _Rate:
    """The rate that a pair of amounts implies."""

    currencies: tuple[str, str]
    rate: float
    passage: Passage


def compile_amounts(
    currencies: Mapping[str, Iterable[str]], units: Mapping[float, Iterable[str]], of_words: Iterable[str]
) -> tuple[re.Pattern[str], dict[str, str], dict[str, float]]:
    """Compile the declared spellings of currencies and units.

    Args:
        currencies: currency -> spellings ("CFAF", "francs CFA").
        units: multiplier -> spellings ("million", "millions").
        of_words: that may stand between a number and its currency ("de").

    Returns:
        The pattern of an amount, spelling -> currency, and spelling -> multiplier.
    """
    of_currency = {str(word).lower(): name for name, words in currencies.items() for word in words}
    of_unit = {str(word).lower(): float(factor) for factor, words in units.items() for word in words}
    money, unit = (
        "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(known, key=lambda w: (-len(w), w)))
        for known in (of_currency, of_unit)
    )
    ties = "|".join(map(re.escape, of_words))
    pattern = (
        rf"(?<![\w.,])(?:(?P<currency>{money})\s*(?P<number>{NUMBER})(?:\s*(?P<unit>{unit})(?!\w))?"
        rf"|(?P<number2>{NUMBER})\s*(?:(?P<unit2>{unit})(?!\w)\s*)?(?:(?:{ties})\s*)?(?P<currency2>{money})(?!\w))"
    )
    return re.compile(pattern, re.IGNORECASE), of_currency, of_unit


def has_rates(passages: Iterable[Passage], words: AmountWords) -> bool:
    """Tell whether passages tell pairs of amounts as the same sum; see `check_amounts`."""
    return any(True for passage in passages for _ in _rates_of(passage, words))


def check_amounts(passages: Iterable[Passage], words: AmountWords) -> Iterator[Problem]:
    """Check pairs of amounts that are told as the same sum.

    Args:
        passages: words of respondents and documents.
        words: currencies, units and what ties two amounts together.

    Yields:
        Pairs whose rate is off by a factor from the rate of the other pairs of the same currencies. Of two rates
        alone it cannot be told which is right, so both places are named.
    """
    rates: dict[tuple[str, str], list[_Rate]] = {}
    for passage in passages:
        for rate in _rates_of(passage, words):
            rates.setdefault(rate.currencies, []).append(rate)
    for pair, found in sorted(rates.items()):
        named: set[int] = set()
        for rate, against in _off(found, words.factor):
            if id(rate.passage) not in named:
                named.add(id(rate.passage))
                yield _slip(rate, against, pair)


def _off(rates: Sequence[_Rate], factor: float) -> Iterator[tuple[_Rate, float]]:
    """Yield the rates that differ from what most tell, with that; of two that differ from each other both."""
    ordered = sorted(rate.rate for rate in rates)
    usual = ordered[len(ordered) // 2]
    backing = sum(not _differ(rate, usual, factor) for rate in ordered)
    for rate in rates:
        against = usual if backing > 1 or rate.rate != usual else ordered[0]
        if _differ(rate.rate, against, factor):
            yield rate, against


def _slip(rate: _Rate, against: float, pair: tuple[str, str]) -> Problem:
    factor = float(f"{max(rate.rate / against, against / rate.rate):.2g}")
    passage = rate.passage
    return UNIT_SLIP.at(
        passage.interview.file,
        passage.row,
        passage.column,
        one=pair[0],
        other=pair[1],
        factor=f"{factor:,.0f}".replace(",", "\u202f" if factor >= GROUPED else ""),
        where=passage.where,
    )


def _differ(one: float, other: float, factor: float) -> bool:
    return max(one / other, other / one) >= factor


def _rates_of(passage: Passage, words: AmountWords) -> Iterator[_Rate]:
    """Yield the rates that a passage implies."""
    text = passage.text
    if not DIGIT.search(text):
        return
    amounts = list(words.amount.finditer(text))
    for one, other in zip(amounts, amounts[1:], strict=False):
        between = text[one.end() : other.start()]
        if len(between) > words.within or not words.equals.search(between.lower()):
            continue
        money = [_money(match, words) for match in (one, other)]
        if money[0][0] != money[1][0] and all(value > 0 for _, value in money):
            (first, value), (second, worth) = sorted(money)
            yield _Rate((first, second), value / worth, passage)


def _money(match: re.Match[str], words: AmountWords) -> tuple[str, float]:
    """Return currency and value of an amount."""
    currency = match["currency"] or match["currency2"]
    unit = match["unit"] or match["unit2"] or ""
    digits = THOUSANDS.sub("", match["number"] or match["number2"]).replace(",", ".")
    value = float(digits) * words.units.get(" ".join(unit.lower().split()), 1.0)
    return words.currencies[" ".join(currency.lower().split())], value
