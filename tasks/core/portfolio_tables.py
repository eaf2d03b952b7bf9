"""The portfolio as tidy tables for analysts: a header, a row of HXL tags, one observation a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tasks.core.portfolio_changes import Change
from tasks.core.portfolio_matches import Match
from tasks.core.portfolios import SourcesLine, Standing, TopicCell

Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class TidyTable:
    """A table that analysts load.

    Attributes:
        name: of its file and sheet.
        columns: name and HXL tag of each column.
        rows: cells in the order of the columns; None where nothing is known.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]


COUNTRY = (("country_iso3", "#country+code+v_iso3"), ("country", "#country+name"))
SCORES = (
    *COUNTRY,
    ("unit", "#meta+unit"),
    ("unit_id", "#indicator+code"),
    ("label", "#indicator+name"),
    ("area", "#indicator+area+num"),
    ("state", "#status+code"),
    ("value", "#indicator+value+num"),
    ("interval_low", "#indicator+value+min+interval"),
    ("interval_high", "#indicator+value+max+interval"),
    ("bound_low", "#indicator+value+min+bound"),
    ("bound_high", "#indicator+value+max+bound"),
    ("coverage_share", "#indicator+coverage+share"),
    ("band", "#indicator+band+code"),
    ("grade", "#meta+evidence+grade"),
    ("n_respondents", "#meta+respondents+num"),
    ("groups", "#org+type+list"),
    ("date", "#date+latest"),
)
TOPICS = (
    *COUNTRY,
    ("topic", "#subject+code"),
    ("label", "#subject+name"),
    ("stakeholder_group", "#org+type+code"),
    ("n_voices", "#meta+respondents+num"),
    ("n_segments", "#meta+segments+num"),
)
MATCHES = (
    ("practice", "#activity+code"),
    ("indicator", "#indicator+code"),
    ("gap_country_iso3", "#country+code+v_iso3+gap"),
    ("gap_level", "#indicator+value+num+gap"),
    ("gap_interval_low", "#indicator+value+min+gap"),
    ("gap_interval_high", "#indicator+value+max+gap"),
    ("gap_grade", "#meta+evidence+grade+gap"),
    ("from_country_iso3", "#country+code+v_iso3+practice"),
    ("from_level", "#indicator+value+num+practice"),
    ("from_interval_low", "#indicator+value+min+practice"),
    ("from_interval_high", "#indicator+value+max+practice"),
    ("from_grade", "#meta+evidence+grade+practice"),
    ("shared_conditions", "#capacity+shared+list"),
    ("lacking_conditions", "#capacity+lacking+list"),
)
SOURCES = (
    *COUNTRY,
    ("is_synthetic", "#meta+synthetic"),
    ("has_brief", "#meta+brief"),
    ("n_verbatim", "#meta+interviews+verbatim+num"),
    ("n_notes", "#meta+interviews+notes+num"),
    ("n_questionnaires", "#meta+questionnaires+num"),
    ("n_documents", "#meta+documents+num"),
    ("n_quotable", "#meta+quotable+num"),
    ("groups", "#org+type+list"),
    ("languages", "#meta+language+list"),
    ("latest_date", "#date+latest"),
    ("n_scored", "#indicator+scored+num"),
    ("n_applicable", "#indicator+applicable+num"),
    ("n_critical", "#meta+problems+critical+num"),
    ("n_warnings", "#meta+problems+warning+num"),
    ("n_notes_of_checks", "#meta+problems+info+num"),
)
CHANGES = (
    *COUNTRY,
    ("unit_id", "#indicator+code"),
    ("state_before", "#status+code+before"),
    ("value_before", "#indicator+value+num+before"),
    ("state_after", "#status+code+after"),
    ("value_after", "#indicator+value+num+after"),
    ("intervals_apart", "#meta+clear"),
)


def tabulate_scores(
    standings: Mapping[str, Sequence[Standing]],
    names: Mapping[str, str],
    labels: Mapping[str, str],
    areas: Mapping[str, int],
) -> TidyTable:
    """Tabulate every score and level.

    Args:
        standings: what `compare_countries` returned.
        names: country -> name.
        labels: area number, indicator id or "overall" -> name.
        areas: area number or indicator id -> area.
    """
    rows = [
        (
            one.country,
            names[one.country],
            one.unit,
            one.unit_id,
            labels.get(one.unit_id, one.unit_id),
            areas.get(one.unit_id),
            one.state,
            _rounded(one.value),
            *_ends(one.interval),
            *_ends(one.bounds),
            _rounded(one.coverage),
            one.band,
            one.grade,
            _count(one.n) if one.unit == "indicator" else None,
            " ".join(one.groups),
            one.date,
        )
        for ones in standings.values()
        for one in ones
    ]
    return TidyTable("scores", SCORES, _ordered(rows))


def tabulate_topics(cells: Iterable[TopicCell], names: Mapping[str, str], labels: Mapping[str, str]) -> TidyTable:
    """Tabulate the framework matrix: country x topic x stakeholder group."""
    rows = [
        (
            cell.country,
            names[cell.country],
            cell.topic,
            labels.get(cell.topic, cell.topic),
            group,
            _count(n),
            cell.n_segments,
        )
        for cell in cells
        for group, n in cell.voices.items()
    ]
    return TidyTable("topics", TOPICS, _ordered(rows))


def tabulate_matches(matches: Iterable[Match]) -> TidyTable:
    """Tabulate gaps beside the countries to learn from."""
    rows = [
        (
            match.practice,
            match.indicator,
            match.gap.country,
            _rounded(match.gap.value),
            *_ends(match.gap.interval),
            match.gap.grade,
            giver.standing.country,
            _rounded(giver.standing.value),
            *_ends(giver.standing.interval),
            giver.standing.grade,
            " ".join(giver.shared),
            " ".join(giver.lacking),
        )
        for match in matches
        for giver in match.givers
    ]
    return TidyTable("matches", MATCHES, tuple(rows))


def tabulate_sources(lines: Iterable[SourcesLine]) -> TidyTable:
    """Tabulate what each brief rests on."""
    rows: list[tuple[Cell, ...]] = [
        (
            line.country,
            line.name,
            int(line.is_synthetic),
            int("brief.html" in line.reports),
            *(line.records.get(kind, 0) for kind in ("verbatim", "notes", "questionnaire", "document")),
            line.n_quotable,
            " ".join(line.groups),
            " ".join(line.languages),
            line.latest,
            line.n_scored,
            line.n_applicable,
            *(line.problems.get(severity, 0) for severity in ("critical", "warning", "info")),
        )
        for line in lines
    ]
    return TidyTable("sources", SOURCES, tuple(rows))


def tabulate_changes(changes: Iterable[Change], names: Mapping[str, str]) -> TidyTable:
    """Tabulate what moved since the last run."""
    rows: list[tuple[Cell, ...]] = [
        (
            change.country,
            names.get(change.country, change.country),
            change.unit_id,
            *(change.before[:2] or ("", None)),
            *(change.after[:2] or ("", None)),
            int(change.is_clear),
        )
        for change in changes
    ]
    return TidyTable("changes", CHANGES, tuple(rows))


def _count(shown: str) -> int | str:
    """Return a count as a number, or as it may be shown where it is too small to be told."""
    return int(shown) if shown.isdigit() else shown


def _ends(pair: tuple[float, float] | None) -> tuple[float | None, float | None]:
    return (None, None) if pair is None else (_rounded(pair[0]), _rounded(pair[1]))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _ordered(rows: Iterable[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """Put rows in the order of country, unit and id."""
    return tuple(sorted(rows, key=lambda row: tuple(str(cell) for cell in (row[0], row[2], row[3], row[4]))))
