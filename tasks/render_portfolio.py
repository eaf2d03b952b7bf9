"""Renders the portfolio: every country side by side, as a page, a workbook and tidy tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.adapters.declarations import QUESTIONNAIRE, load_codebook, load_rubric, read_yaml
from tasks.adapters.disk import DiskError, sweep
from tasks.adapters.locks import hold
from tasks.adapters.results import results_of
from tasks.adapters.source_records import read_source_note
from tasks.adapters.store import Store
from tasks.adapters.templates import render_page
from tasks.adapters.workbooks import write_csv, write_workbook
from tasks.core.heard_records import heard_ids
from tasks.core.portfolio_changes import Change, compare_snapshots, take_snapshot
from tasks.core.portfolio_matches import Match, Working, conditions_met, match_gaps, where_practices_work
from tasks.core.portfolio_tables import (
    TidyTable,
    tabulate_changes,
    tabulate_matches,
    tabulate_scores,
    tabulate_sources,
    tabulate_topics,
)
from tasks.core.portfolios import (
    OVERALL,
    CountryEvidence,
    CountryRow,
    SourcesLine,
    Standing,
    TopicCell,
    compare_countries,
    describe_country,
    sort_by_name,
)
from tasks.core.problems import ProblemKind, Severity
from tasks.core.quoting import grant_permits, small_groups
from tasks.core.tables import plain_rows
from tasks.manifest import version_of
from tasks.outward_problems import outward_problems
from tasks.portfolio_state import (
    PAGE,
    WORKBOOK,
    find_processed,
    fingerprint_portfolio,
    is_portfolio_current,
    portfolio_paths,
    read_state,
    reports_of,
    write_state,
)
from tasks.printable import read_printable
from tasks.publish import discard_overview, find_half_published
from tasks.release import release_overview
from tasks.render import load_group_labels, load_page_words, load_wordings, name_country
from tasks.score import decide_levels
from tasks.show_sources import load_quoting_rule

NAME = "portfolio"
LONGEST_WAIT = 60.0
"""Seconds to wait for another run that is writing the portfolio."""
TABLES_READ = ("interviews", "segments", "answers", "codings", "scores", "quotations", "problems")
TABLES_OF_LEVELS = ("claims", "reviews")


HALF_PUBLISHED = ProblemKind(
    "H007",
    Severity.WARNING,
    "The portfolio stays as it was: the tables of {countries} are of two runs, as publishing broke off.",
    "Run {countries} again; the portfolio is written with it.",
)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything the portfolio shows.

    Attributes:
        sources: one line per country, in the order of their names.
        standings: area number, indicator id or "overall" -> standings in that order.
        topics: country -> topic id -> cell.
        working: where practices work.
        matches: gaps beside practices.
        changes: what moved since the last run that gave other scores; None without such a run.
    """

    sources: tuple[SourcesLine, ...]
    standings: Mapping[str, tuple[Standing, ...]]
    topics: Mapping[str, Mapping[str, TopicCell]]
    working: tuple[Working, ...]
    matches: tuple[Match, ...]
    changes: tuple[Change, ...] | None


def render_portfolio(store: Store, language: str) -> tuple[Path, ...]:
    """Write the portfolio of every country that has tables.

    Args:
        store: reads the processed tables, writes index.html, portfolio.xlsx and CSV tables into the reports
            folder, and keeps in the processed folder what it was made from and the scores before.
        language: en, fr, es or pt.

    Returns:
        Paths of the files; () when no country has tables.

    Raises:
        ReleaseBlockedError: something in them identifies a person; the files made before stay.
        DiskError: the disk refused, another run does not let go of the portfolio, or a country is published half.
    """
    if not find_processed(store):
        return ()
    with hold(store.lock_files(NAME), "the portfolio", seconds=LONGEST_WAIT):
        for folder in (store.processed, store.reports):
            sweep(folder, is_deep=False)
        discard_overview(store)
        if unfinished := find_half_published(store):
            raise DiskError(HALF_PUBLISHED.at(countries=", ".join(unfinished)))
        return _render_alone(store, language)


def _render_alone(store: Store, language: str) -> tuple[Path, ...]:
    countries = find_processed(store)
    paths = portfolio_paths(store)
    state = read_state(store)
    given = fingerprint_portfolio(store, countries, language)
    if is_portfolio_current(store, state, given):
        return paths
    rows = sort_by_name(_read_row(store, country, language) for country in countries)
    standings = compare_countries(rows)
    now, before = take_snapshot(standings), state.get("before")
    if state.get("now") not in (None, now):
        before = state["now"]
    portfolio = _assemble(rows, standings, None if before is None else compare_snapshots(before, now))
    release_overview(store, countries, _contents(portfolio, language))
    write_state(store, given, now, before)
    return paths


def _read_row(store: Store, country: str, language: str) -> CountryRow:
    """Read what the portfolio shows of a country: what was kept of the same tables, or made of them."""
    about = {
        "name": name_country(store, country, language),
        "is_synthetic": read_source_note(store.raw / country).is_synthetic,
        "reports": reports_of(store, country),
    }
    marks = store.marks_of(country, *TABLES_READ, *TABLES_OF_LEVELS)
    with results_of(store, country, NAME, version_of(NAME)) as results:
        return results.of(
            CountryRow, lambda: describe_country(_gather(store, country, about), load_rubric()), about, marks
        )


def _gather(store: Store, country: str, about: Mapping[str, Any]) -> CountryEvidence:
    levels = decide_levels(store, country, load_rubric().indicators.values())
    tables = read_printable(store, country, *TABLES_READ)
    rule, records = load_quoting_rule(), plain_rows(tables["interviews"])
    shown = {row["problem_id"] for row in outward_problems(plain_rows(tables["problems"]), records)}
    tables["problems"] = tables["problems"][tables["problems"]["problem_id"].isin(shown)]
    heard = heard_ids(*(tables[name] for name in ("interviews", "segments", "answers")))
    return CountryEvidence(
        country=country,
        levels=levels,
        permits=grant_permits(records, rule, heard),
        rule=rule,
        small_groups=small_groups(records, rule, heard),
        **about,
        **tables,
    )


def _assemble(
    rows: tuple[CountryRow, ...],
    standings: Mapping[str, tuple[Standing, ...]],
    changes: tuple[Change, ...] | None,
) -> Portfolio:
    plan = read_yaml(QUESTIONNAIRE / "brief_outline.yaml")
    met = conditions_met(standings, plan["conditions"])
    return Portfolio(
        sources=tuple(row.sources for row in rows),
        standings=standings,
        topics={row.sources.country: row.topics for row in rows},
        working=where_practices_work(standings, plan["practices"], met),
        matches=match_gaps(standings, plan["practices"], met),
        changes=changes,
    )


def _contents(portfolio: Portfolio, language: str) -> dict[str, bytes]:
    labels = _labels(language)
    tables = _tables(portfolio, labels)
    sheets = {f"portfolio-{table.name}.csv": write_csv(table) for table in tables}
    by_country: dict[str, dict[str, Standing]] = {line.country: {} for line in portfolio.sources}
    for unit, ones in portfolio.standings.items():
        for one in ones:
            by_country[one.country][unit] = one
    page = render_page(
        "portfolio.html.j2",
        language,
        portfolio=portfolio,
        by_country=by_country,
        names={line.country: line.name for line in portfolio.sources},
        linked={line.country for line in portfolio.sources if "brief.html" in line.reports},
        file_names=[WORKBOOK, *sheets],
        words=load_page_words("portfolio.yaml", language),
        **labels,
    )
    return {PAGE: page.encode("utf-8"), WORKBOOK: write_workbook(tables)} | sheets


def _labels(language: str) -> dict[str, Any]:
    """Return the names of areas, indicators, topics, groups, practices and conditions in a language."""
    rubric, codebook, texts = load_rubric(), load_codebook(), load_wordings(language).texts
    plan = read_yaml(QUESTIONNAIRE / "brief_outline.yaml")
    topics = {id_: topic.label[language] for id_, topic in codebook.topics.items()}
    return {
        "areas": {str(id_): area.label[language] for id_, area in rubric.areas.items()},
        "indicators": {id_: one.label[language] for id_, one in rubric.indicators.items()},
        "indicator_areas": {id_: one.area for id_, one in rubric.indicators.items()},
        "topic_labels": topics,
        "groups": load_group_labels(language),
        "practices": {one["id"]: texts[f"practice.{one['id']}"] for one in plan["practices"]},
        "conditions": {
            one["id"]: texts.get(f"practice.{one['id']}") or topics[one["topics"][0]] for one in plan["conditions"]
        },
    }


def _tables(portfolio: Portfolio, labels: Mapping[str, Any]) -> tuple[TidyTable, ...]:
    names = {line.country: line.name for line in portfolio.sources}
    units = {OVERALL: OVERALL, **labels["areas"], **labels["indicators"]}
    areas = {**{id_: int(id_) for id_ in labels["areas"]}, **labels["indicator_areas"]}
    cells = [cell for topics in portfolio.topics.values() for cell in topics.values()]
    return (
        tabulate_scores(portfolio.standings, names, units, areas),
        tabulate_topics(cells, names, labels["topic_labels"]),
        tabulate_matches(portfolio.matches),
        tabulate_sources(portfolio.sources),
        tabulate_changes(portfolio.changes or (), names),
    )
