"""The portfolio as a value: countries side by side, which the page, the workbook and the tidy tables hold.

Countries stand in the order of their names, never of their scores: where two intervals overlap, which of the two
countries scores higher cannot be told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from tasks.core.heard_records import heard_records
from tasks.core.levels import CONFLICTING, SCORED, Level
from tasks.core.quoting import DOCUMENT, Permit, QuotingRule, count_quotable, person_of
from tasks.core.rubrics import Rubric
from tasks.core.scores import draw_level
from tasks.core.spellings import simplify
from tasks.core.tables import plain_rows
from tasks.core.told_dates import ToldDates, tell_dates

OVERALL = "overall"
DOCUMENTS = "documents"
"""Stands for a stakeholder group where documents are counted."""
UNNAMED = "unnamed"
"""Stands for the stakeholder group of those who do not want it told."""
MOST_LINKS = 3
"""Quotations that a cell of the framework matrix links to."""


@dataclass(frozen=True, slots=True)
class CountryEvidence:
    """The processed tables of one country, and what its folders say.

    Attributes:
        country: ISO 3166-1 alpha-3.
        name: in the portfolio's language.
        is_synthetic: whether its input was invented for demonstration.
        reports: names of the report files that are there.
        levels: indicator id -> level.
        permits: interview id -> what may stand under its words.
        rule: how small a count of persons may be shown.
        small_groups: stakeholder groups whose name would tell who speaks.
        interviews: see `tables.INTERVIEWS`, and so on.
        segments: as above.
        answers: as above.
        codings: as above.
        scores: as above.
        quotations: as above.
        problems: as above, without those that are told to the owner alone (`outward_problems`).
        quoted: ids of the segments whose words the brief prints; made of `quotations`.
        heard: rows of the interviews table in which something was read; made of the tables.
        dates: how finely their dates may be told; made of them.
    """

    country: str
    name: str
    is_synthetic: bool
    reports: tuple[str, ...]
    levels: Mapping[str, Level] = field(repr=False)
    permits: Mapping[str, Permit] = field(repr=False)
    rule: QuotingRule
    small_groups: frozenset[str]
    interviews: pd.DataFrame = field(repr=False)
    segments: pd.DataFrame = field(repr=False)
    answers: pd.DataFrame = field(repr=False)
    codings: pd.DataFrame = field(repr=False)
    scores: pd.DataFrame = field(repr=False)
    quotations: pd.DataFrame = field(repr=False)
    problems: pd.DataFrame = field(repr=False)
    quoted: frozenset[str] = field(init=False, repr=False)
    heard: pd.DataFrame = field(init=False, repr=False)
    dates: ToldDates = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Note once whose words the brief prints and who was heard: each level and topic asks."""
        heard = heard_records(self.interviews, self.segments, self.answers)
        object.__setattr__(self, "quoted", frozenset(self.quotations["segment_id"]))
        object.__setattr__(self, "heard", heard)
        object.__setattr__(self, "dates", tell_dates(plain_rows(heard), self.permits, self.rule))

    @property
    def has_brief(self) -> bool:
        """Whether there is a page to link to."""
        return "brief.html" in self.reports


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a country stands on an area, an indicator or overall.

    Attributes:
        country: ISO 3166-1 alpha-3.
        unit: area, indicator or overall.
        unit_id: as in the scores table.
        state: scored, NI, NA or CF; shown or insufficient.
        value: level 0 to 4 or score 0 to 100, None without one.
        interval: 80 % interval of it; of a conflict, what its sources tell.
        bounds: score with every unknown level taken as 0 and as 4.
        coverage: scored over applicable indicators, 0 to 1; None for an indicator.
        band: id of the band or bands, "".
        grade: evidence grade, "".
        n: voices that told a level, as it may be shown ("<3").
        groups: stakeholder groups that told a level.
        date: latest date of the evidence as it may be told, "".
        n_lower: countries whose whole interval lies below this one's.
        n_higher: countries whose whole interval lies above it.
        quotation: id of a segment whose words the brief prints and that the level rests on, "".
    """

    country: str
    unit: str
    unit_id: str
    state: str
    value: float | None
    interval: tuple[float, float] | None
    bounds: tuple[float, float] | None = None
    coverage: float | None = None
    band: str = ""
    grade: str = ""
    n: str = "0"
    groups: tuple[str, ...] = ()
    date: str = ""
    n_lower: int = 0
    n_higher: int = 0
    quotation: str = ""


@dataclass(frozen=True, slots=True)
class TopicCell:
    """Who speaks of a topic in a country.

    Attributes:
        country: ISO 3166-1 alpha-3.
        topic: id in the codebook.
        voices: stakeholder group id, `DOCUMENTS` or `UNNAMED` -> number of documents or of respondents, as it may be
            shown ("<3").
        n_voices: number of all of them, as it may be shown: "9+" where a smaller count is left out of it.
        n_segments: segments coded with the topic.
        quotations: segment id and group of words that the brief prints, one of each group first.
    """

    country: str
    topic: str
    voices: Mapping[str, str]
    n_voices: str
    n_segments: int
    quotations: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SourcesLine:
    """What a country's brief rests on: its data quality at a glance.

    Attributes:
        country: ISO 3166-1 alpha-3.
        name: in the portfolio's language.
        is_synthetic: whether its input was invented for demonstration.
        reports: names of the report files that are there.
        records: record type -> number of records that may be analysed and in which something was read.
        n_quotable: those of them that may be quoted; None where few did not agree to it, or few did.
        groups: stakeholder groups heard, `UNNAMED` for those too small to be told apart.
        languages: of the records, most frequent first.
        latest: latest date of a record as it may be told (`told_dates`), "".
        problems: severity -> number of problems that are not told to the owner alone.
        n_scored: indicators with a level.
        n_applicable: indicators that apply.
    """

    country: str
    name: str
    is_synthetic: bool
    reports: tuple[str, ...]
    records: Mapping[str, int]
    n_quotable: int | None
    groups: tuple[str, ...]
    languages: tuple[str, ...]
    latest: str
    problems: Mapping[str, int]
    n_scored: int
    n_applicable: int


@dataclass(frozen=True, slots=True)
class CountryRow:
    """What the portfolio shows of one country, whatever the others hold.

    Attributes:
        sources: what its brief rests on.
        topics: topic id -> cell of the framework matrix.
        standings: on each indicator, each area and overall; `compare_countries` counts those below and above.
    """

    sources: SourcesLine
    topics: Mapping[str, TopicCell]
    standings: tuple[Standing, ...]


def describe_country(one: CountryEvidence, rubric: Rubric) -> CountryRow:
    """Describe what the portfolio shows of a country.

    Args:
        one: its tables and what its folders say.
        rubric: width of the interval of a level.
    """
    standings = tuple(_standing(one, row, rubric) for row in plain_rows(one.scores))
    return CountryRow(describe_sources(one), map_topics(one), standings)


def sort_by_name(rows: Iterable[CountryRow]) -> tuple[CountryRow, ...]:
    """Put countries in the order of their names."""
    return tuple(sorted(rows, key=lambda row: (simplify(row.sources.name), row.sources.country)))


def describe_sources(one: CountryEvidence) -> SourcesLine:
    """Describe what a country's brief rests on."""
    records, states = one.heard, [level.state for level in one.levels.values()]
    return SourcesLine(
        country=one.country,
        name=one.name,
        is_synthetic=one.is_synthetic,
        reports=one.reports,
        records=dict(sorted(Counter(records["record_type"]).items())),
        n_quotable=count_quotable(plain_rows(records), one.rule),
        groups=tuple(sorted({_tell(group, one.small_groups) for group in records["stakeholder_group"].dropna()})),
        languages=tuple(
            language
            for language, _ in sorted(
                Counter(records["language"].dropna()).items(), key=lambda item: (-item[1], item[0])
            )
        ),
        latest=one.dates.last,
        problems=dict(Counter(one.problems["severity"])),
        n_scored=states.count(SCORED),
        n_applicable=len(states) - states.count("NA"),
    )


def _tell(group: str, small: frozenset[str]) -> str:
    return UNNAMED if group in small else group


def compare_countries(rows: Iterable[CountryRow]) -> dict[str, tuple[Standing, ...]]:
    """Set countries side by side.

    Args:
        rows: of every country, in the order wanted.

    Returns:
        Area number, indicator id or "overall" -> one standing per country, in the order given.
    """
    by_unit: dict[str, list[Standing]] = {}
    for row in rows:
        for standing in row.standings:
            by_unit.setdefault(standing.unit_id, []).append(standing)
    return {unit: _told_apart(standings) for unit, standings in sorted(by_unit.items())}


def _standing(one: CountryEvidence, row: Mapping, rubric: Rubric) -> Standing:
    level = one.levels.get(str(row["unit_id"])) if row["unit"] == "indicator" else None
    n = int(row["n_respondents"] or 0)
    return Standing(
        country=one.country,
        unit=str(row["unit"]),
        unit_id=str(row["unit_id"]),
        state=str(row["state"]),
        value=_number(row["value"]),
        interval=interval_of(level, rubric) if level else _pair(row, "interval"),
        bounds=_pair(row, "bound"),
        coverage=_number(row["coverage_share"]),
        band=row["band"] or "",
        grade=row["grade"] or "",
        n=one.rule.count(n),
        groups=tuple(group for group in row["groups"] if group not in one.small_groups),
        date=one.dates.of(row["date"] or "", n),
        quotation=next((id_ for id_ in row["evidence"] if id_ in one.quoted), "") if level else "",
    )


def interval_of(level: Level, rubric: Rubric) -> tuple[float, float] | None:
    """Return the interval of a level: the central share of its draws, or what the sides of a conflict tell."""
    if level.state == CONFLICTING:
        return level.range
    if level.state != SCORED or level.value is None:
        return None
    tail = (1 - rubric.interval_share) / 2
    low, high = (float(end) for end in np.quantile(draw_level(level, rubric), [tail, 1 - tail]))
    return min(low, level.value), max(high, level.value)


def _pair(row: Mapping, name: str) -> tuple[float, float] | None:
    low, high = _number(row[f"{name}_low"]), _number(row[f"{name}_high"])
    return None if low is None or high is None else (low, high)


def _number(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


def _told_apart(standings: Sequence[Standing]) -> tuple[Standing, ...]:
    """Count for each standing those whose whole interval lies below or above its own."""
    ends = [standing.interval for standing in standings if standing.interval and standing.value is not None]
    lows, highs = np.sort([low for low, _ in ends]), np.sort([high for _, high in ends])
    counted = []
    for standing in standings:
        if standing.interval is None or standing.value is None:
            counted.append(standing)
            continue
        low, high = standing.interval
        n_lower = int(np.searchsorted(highs, low, side="left"))
        n_higher = len(lows) - int(np.searchsorted(lows, high, side="right"))
        counted.append(replace(standing, n_lower=n_lower, n_higher=n_higher))
    return tuple(counted)


def map_topics(one: CountryEvidence) -> dict[str, TopicCell]:
    """Map who speaks of which topic in a country: its row of the framework matrix.

    Args:
        one: the country; rejected codings are left out, and who may not be quoted: beside the data that are handed
            out, a count with them would tell what they speak of.

    Returns:
        Topic id -> cell; a topic that nobody speaks of is left out.
    """
    rows_of = {
        row["interview_id"]: row
        for row in plain_rows(one.interviews)
        if row["consent_record"] and (row["record_type"] == DOCUMENT or one.permits[row["interview_id"]].may_quote)
    }
    speakers = {id_: _speaker(row, one.permits) for id_, row in rows_of.items()}
    segments = dict(zip(one.segments["segment_id"], one.segments["interview_id"], strict=True))
    codings = one.codings.query("status != 'rejected'")[["topic", "segment_id"]].drop_duplicates()
    cells = {}
    for topic, rows in codings.groupby("topic"):
        coded = sorted(id_ for id_ in rows["segment_id"] if segments.get(id_) in speakers)
        if coded:
            interviews = {segments[id_] for id_ in coded}
            told = {(speakers[interview], person_of(rows_of[interview])) for interview in interviews}
            voices = Counter(speaker for speaker, _ in told)
            cells[str(topic)] = TopicCell(
                one.country,
                str(topic),
                {speaker: _show(speaker, n, one.rule) for speaker, n in sorted(voices.items())},
                _show_all(voices, one.rule),
                len(coded),
                _quotations(one, coded, segments, speakers),
            )
    return cells


def _speaker(interview: Mapping, permits: Mapping[str, Permit]) -> str:
    if interview["record_type"] == DOCUMENT:
        return DOCUMENTS
    permit = permits.get(interview["interview_id"])
    return (permit.group if permit else "") or UNNAMED


def _show(speaker: str, n: int, rule: QuotingRule) -> str:
    return str(n) if speaker == DOCUMENTS else rule.count(n)


def _show_all(voices: Mapping[str, int], rule: QuotingRule) -> str:
    """Add up the counts that are shown: a total with the others in it would tell what they are."""
    shown = {speaker: n for speaker, n in voices.items() if _show(speaker, n, rule) == str(n)}
    n = sum(shown.values())
    return str(n) if len(shown) == len(voices) else f"{n}+" if n else rule.count(1)


def _quotations(
    one: CountryEvidence, coded: Sequence[str], segments: Mapping[str, str], speakers: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    if not one.has_brief:
        return ()
    printed = [(id_, speakers[segments[id_]]) for id_ in coded if id_ in one.quoted]
    first = {group: (id_, group) for id_, group in reversed(printed)}
    chosen = dict.fromkeys([*sorted(first.values(), key=lambda pair: pair[1]), *printed])
    return tuple(chosen)[:MOST_LINKS]
