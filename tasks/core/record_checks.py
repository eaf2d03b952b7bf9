"""Record checks: what the words of one record alone show, which is kept for it until they change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tasks.core.amounts import AmountWords, has_rates
from tasks.core.chronologies import CauseWords, DateWords, check_causes, check_text_dates
from tasks.core.copies import CopyWords, check_carry_over, long_passages
from tasks.core.countries import CountryNames, count_countries
from tasks.core.counts import CountWords, check_told_sums
from tasks.core.field_languages import LanguageWords, check_languages
from tasks.core.passages import Passage, header_lines, passages_of
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.sources import Interview, SourceText, Turn

PLACEHOLDERS, SUMS, CARRIED_OVER, CAUSES, LANGUAGES, DATES = (
    "placeholders", "sums", "carried over", "causes", "languages", "dates"
)  # fmt: skip

PLACEHOLDER_LEFT = ProblemKind(
    "D004",
    Severity.WARNING,
    "A placeholder of the template is still in the text{where}.",
    "Check that the right file was sent and that it is finished.",
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


@dataclass(frozen=True, slots=True)
class Findings:
    """What the words of one record alone show.

    Attributes:
        problems: check -> what it found.
        named: country -> how often it is named.
        spread: country -> in how many passages.
        told_country: that the header tells, "" without one.
        opens_on: the one country that a document opens on instead of its own, "" without one.
        long_passages: digests of passages too long to be alike by chance.
        has_rates: pairs of amounts are told as the same sum.
    """

    problems: dict[str, tuple[Problem, ...]]
    named: dict[str, int]
    spread: dict[str, int]
    told_country: str = ""
    opens_on: str = ""
    long_passages: tuple[str, ...] = field(default=(), repr=False)
    has_rates: bool = False


def look_at(interview: Interview, turns: Sequence[Turn], source: SourceText | None, checks: Checks) -> Findings:
    """Look at the words of one record.

    Args:
        interview: the record.
        turns: what was said in it.
        source: its text.
        checks: declared words and numbers.
    """
    passages = list(passages_of(interview, turns))
    named, spread = count_named(passages, checks).get(interview.interview_id, (Counter(), Counter()))
    texts = {interview.interview_id: source} if source else {}
    dates = tuple(check_text_dates([interview], texts, checks.dates))
    return Findings(
        {check: own for check, own in ((*check_words(passages, checks).items(), (DATES, dates))) if own},
        dict(named),
        dict(spread),
        _told_country(source, checks) if source else "",
        _opening(source, interview, checks),
        tuple(digest for digest, _ in long_passages(passages, checks.copies)),
        has_rates(passages, checks.amounts),
    )


def check_words(passages: Sequence[Passage], checks: Checks) -> dict[str, tuple[Problem, ...]]:
    """Check words that other records cannot change: check -> what it found."""
    return {
        PLACEHOLDERS: tuple(_check_placeholders(passages, checks)),
        SUMS: tuple(check_told_sums(passages, checks.counts)),
        CARRIED_OVER: tuple(check_carry_over(passages, checks.copies)),
        CAUSES: tuple(check_causes(passages, checks.causes)),
        LANGUAGES: tuple(check_languages(passages, checks.languages, checks.identify)),
    }


def count_named(passages: Iterable[Passage], checks: Checks) -> dict[str, tuple[Counter[str], Counter[str]]]:
    """Count how often countries are named, and in how many passages: interview id -> both, where any is."""
    found: dict[str, tuple[Counter[str], Counter[str]]] = {}
    for passage in passages:
        if counts := count_countries(passage.text, checks.names):
            named, spread = found.setdefault(passage.interview.interview_id, (Counter(), Counter()))
            named.update(counts)
            spread.update(counts.keys())
    return found


def _told_country(source: SourceText, checks: Checks) -> str:
    for label, value in header_lines(source.text, checks.countries.header_characters):
        if label in checks.countries.labels:
            named = count_countries(value, checks.names)
            return next(iter(named)) if len(named) == 1 else ""
    return ""


def by_count(entry: tuple[str, int]) -> tuple[int, str]:
    """Order countries by how often they are named."""
    return -entry[1], entry[0]


def _opening(source: SourceText | None, interview: Interview, checks: Checks) -> str:
    """Return the one country that a document opens on instead of its own."""
    if source is None or interview.record_type != "document":
        return ""
    counts = count_countries(source.text[: checks.countries.opening_characters], checks.names)
    country, n = min(counts.items(), key=by_count, default=("", 0))
    is_other = country not in ("", checks.country) and not counts[checks.country]
    return country if is_other and n >= checks.countries.opening_mentions else ""


def _check_placeholders(passages: Iterable[Passage], checks: Checks) -> Iterator[Problem]:
    for passage in passages:
        if checks.countries.placeholders.search(passage.text):
            yield PLACEHOLDER_LEFT.at(passage.interview.file, passage.row, passage.column, where=passage.where)
