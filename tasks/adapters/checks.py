"""Loads the declared words and numbers by which what was received is checked (checks.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.languages import identify
from tasks.adapters.locales import COUNTRIES_HELD, all_countries, country_name, country_names
from tasks.adapters.source_records import read_source_note
from tasks.core.amounts import AmountWords, compile_amounts
from tasks.core.chronologies import CauseWords, DateWords, compile_ranges
from tasks.core.collections import PULLS
from tasks.core.copies import CopyWords
from tasks.core.countries import CountryNames, make_country_names
from tasks.core.counts import CountWords
from tasks.core.dates import read_date
from tasks.core.field_languages import LanguageWords
from tasks.core.passages import find_phrases
from tasks.core.record_checks import Checks, CountryWords, compile_placeholders
from tasks.core.spellings import simplify

PROBLEM_LANGUAGE = "en"


def load_checks(folder: Path, country: str) -> Checks:
    """Load what the checks of a country need.

    Args:
        folder: the country's raw folder; its source.yaml may tell when it was put together.
        country: ISO 3166-1 alpha-3.

    Returns:
        Declared words and numbers, compiled.
    """
    declared = read_yaml(QUESTIONNAIRE / "checks.yaml")
    headers = read_yaml(QUESTIONNAIRE / "registers.yaml")["headers"]
    own = tuple(read_source_note(folder).names.values())
    ranges = compile_ranges(declared["dates"]["ranges"])
    return Checks(
        country=country,
        names=_load_names(country, own),
        show_country=_show_country,
        countries=_country_words(declared["countries"], headers["country"]),
        counts=_count_words(declared["counts"]),
        dates=_date_words(declared["dates"], declared["plans"], headers["date"], ranges),
        causes=CauseWords(
            **{name: find_phrases(phrases) for name, phrases in declared["causes"].items()}, ranges=ranges
        ),
        amounts=_amount_words(),
        copies=load_copy_words(),
        languages=_language_words(declared["languages"]),
        identify=partial(identify, is_declared=True),
        latest=_read_latest(folder / "source.yaml", declared["dates"]["received"]),
        fewest_answers=declared["choices"]["fewest_answers"],
        needless_choices=frozenset(declared["choices"]["needless"]),
        most_alike=declared["most_alike"],
    )


def _show_country(country: str) -> str:
    return country_name(country, PROBLEM_LANGUAGE)


@lru_cache(maxsize=COUNTRIES_HELD)
def _load_names(country: str, declared_names: tuple[str, ...]) -> CountryNames:
    declared = read_yaml(QUESTIONNAIRE / "checks.yaml")["countries"]
    registers = read_yaml(QUESTIONNAIRE / "registers.yaml")
    donors = read_yaml(QUESTIONNAIRE / "claim_rules.yaml")["donor_countries"]
    names = {
        code: [name for name in (*country_names(code), *registers["countries"].get(code, ())) if not name.isupper()]
        for code in dict.fromkeys((country, *all_countries()))
    }
    names[country] += declared_names
    return make_country_names(
        names,
        country,
        left_out=[*declared["not_names"], *donors],
        before=declared["before"],
        after=declared["after"],
        of_words=registers["of_words"],
    )


def _country_words(declared: Mapping[str, Any], labels: Iterable[str]) -> CountryWords:
    return CountryWords(
        least_mentions=declared["least_mentions"],
        least_passages=declared["least_passages"],
        times_own=declared["times_own"],
        opening_characters=declared["opening_characters"],
        opening_mentions=declared["opening_mentions"],
        labels=_simple(labels),
        header_characters=declared["header_characters"],
        placeholders=compile_placeholders(declared["placeholders"], declared["prompts"]),
    )


def _count_words(declared: Mapping[str, Any]) -> CountWords:
    groups = read_yaml(QUESTIONNAIRE / "stakeholder_groups.yaml")["groups"]
    return CountWords(
        codes=frozenset(declared["codes"]),
        sums=tuple((rule["total"], tuple(rule["parts"])) for rule in declared["sums"]),
        groups=find_phrases(word for group in groups for word in (*group["aliases"], *group["label"].values())),
        **{name: _simple(declared[name]) for name in ("women", "men", "people", "totals", "some")},
    )


def _date_words(
    declared: Mapping[str, Any], plans: Mapping[str, Any], labels: Iterable[str], ranges: re.Pattern[str]
) -> DateWords:
    return DateWords(
        most_months_apart=declared["most_months_apart"],
        fewest_others=declared["fewest_others"],
        header_characters=declared["header_characters"],
        date_labels=_simple(labels),
        past_kinds=frozenset(declared["past_kinds"]),
        plan_kinds=frozenset(plans["kinds"]),
        annual=find_phrases(plans["annual"]),
        spans={simplify(phrase): int(years) for years, phrases in plans["spans"].items() for phrase in phrases},
        ranges=ranges,
    )


@cache
def _amount_words() -> AmountWords:
    declared = read_yaml(QUESTIONNAIRE / "checks.yaml")["amounts"]
    pattern, currencies, units = compile_amounts(declared["currencies"], declared["units"], declared["of"])
    equals = "|".join(re.escape(words.lower()) for words in declared["equals"])
    return AmountWords(pattern, currencies, units, re.compile(equals), declared["factor"], declared["within"])


def load_copy_words() -> CopyWords:
    """Load how long a passage must be to count as a copy, and what words say so themselves."""
    declared = read_yaml(QUESTIONNAIRE / "checks.yaml")["copies"]
    return CopyWords(
        fewest_characters=declared["fewest_characters"],
        fewest_words=declared["fewest_words"],
        carried_over=find_phrases(declared["carried_over"]),
        this_year=find_phrases(declared["this_year"]),
    )


def _language_words(declared: Mapping[str, Any]) -> LanguageWords:
    small = {language: frozenset(words) for language, words in declared["function_words"].items()}
    return LanguageWords(small, declared["fewest_words"])


def _simple(words: Iterable[object]) -> frozenset[str]:
    return frozenset(simplify(str(word)) for word in words)


def _read_latest(path: Path, keys: Sequence[str]) -> str:
    """Return the latest of the dates on which a source.yaml says the folder was put together, "" if it does not."""
    import yaml

    try:
        declared = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader)  # noqa: S506 - a safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError):
        return ""
    told = declared if isinstance(declared, dict) else {}
    pulls = told.get(PULLS)
    entries = [entry for entry in (told, *(pulls if isinstance(pulls, list) else ())) if isinstance(entry, dict)]
    values = [entry.get(key) for key in keys for entry in entries]
    dates = [read_date(value[:10]).iso for value in values if isinstance(value, str)]
    return max(dates, default="")
