"""The door to Jinja2: pages that work offline and without a script, every value escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any

from tasks.adapters.declarations import TEMPLATES
from tasks.adapters.locales import write_date, write_number
from tasks.core.brief_citations import Citations, number_evidence
from tasks.core.briefs import Brief

BAND_KEYS = ("band.weak", "band.limited", "band.satisfactory", "band.strong")
PAGE_KEYS = (
    *("skip", "contents", "draft", "synthetic", "verdict", "practices", "gaps", "how_sure", "next_actions", "chart"),
    *("chart_note", "insufficient", "evidence", "evidence_note", "not_quotable", "indicator", "level", "of_four"),
    *("grade", "voices", "date", "explanation", "sources", "severity", "place", "problem", "more", "open_quote"),
    "close_quote",
)
WORD_KEYS = (*BAND_KEYS, *(f"page.{key}" for key in PAGE_KEYS))
"""Keys of text.yaml that pages and Word documents need beside the brief's own sentences."""
MOST_CITATIONS = 6
"""Citation marks behind a sentence; the rest are counted."""


@cache
def _environment() -> Any:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals["most_citations"] = MOST_CITATIONS
    return environment


def render_html(brief: Brief, chart_svg: str) -> str:
    """Render a brief as one self-contained page.

    Args:
        brief: the brief.
        chart_svg: chart of the areas, already drawn by us.

    Returns:
        HTML that asks for nothing from outside and works without a script.
    """
    citations = number_evidence(brief)
    return (
        _environment()
        .get_template("brief.html.j2")
        .render(
            brief=brief,
            citations=citations,
            cards=_cards(brief, citations),
            chart_svg=chart_svg,
            css=(TEMPLATES / "brief.css").read_text(encoding="utf-8"),
            date=partial(_date, brief.language),
            number=partial(_number, brief.language),
            words={key.removeprefix("page."): text for key, text in brief.words.items()},
        )
    )


def render_page(template: str, language: str, **values: Any) -> str:
    """Render a page of its own template, with the styles of the briefs.

    Args:
        template: file name below reports/templates.
        language: in which dates and numbers are written.
        **values: what the template shows.

    Returns:
        A self-contained page.
    """
    css = "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("brief.css", "portfolio.css"))
    writers = {"date": partial(_date, language), "number": partial(_number, language)}
    return _environment().get_template(template).render(language=language, css=css, **writers, **values)


def _date(language: str, iso: str) -> str:
    return write_date(iso, language) if iso else ""


def _number(language: str, value: float, decimals: int = 0) -> str:
    return write_number(value, decimals, language)


def _cards(brief: Brief, citations: Citations) -> list[dict[str, Any]]:
    """Return one card per cited piece of evidence, in the order of the citation marks."""
    quoted = {quotation.segment_id: quotation for quotation in brief.quotations.values()}
    return [{"number": number, "id": id_, "quotation": quoted.get(id_)} for id_, number in citations.numbers.items()]


def render_quality_page(
    *,
    country: str,
    findings: Sequence[Mapping[str, Any]],
    problems: Sequence[Mapping[str, Any]],
    counts: Mapping[str, int],
    groups: Mapping[str, str],
    latest: str,
) -> str:
    """Render the data-quality page of a country.

    Args:
        country: ISO 3166-1 alpha-3.
        findings: one per expectation: table, meaning, severity, status, n_rows, n_failing, reason, fix.
        problems: rows of the problems table.
        counts: record type -> number of records.
        groups: stakeholder group -> number of records, as it may be shown.
        latest: ISO date of the latest record, "" if unknown.

    Returns:
        A self-contained page.
    """
    order = {"critical": 0, "warning": 1, "info": 2}
    listed = sorted(problems, key=lambda p: (order[p["severity"]], p["file"] or "", p["row"] or 0, p["code"]))
    tables: dict[str, list[Mapping[str, Any]]] = {}
    for finding in findings:
        tables.setdefault(finding["table"], []).append(finding)
    return (
        _environment()
        .get_template("data_quality.html.j2")
        .render(
            country=country,
            tables=tables,
            problems=listed,
            counts=counts,
            groups=groups,
            latest=latest,
            css=(TEMPLATES / "brief.css").read_text(encoding="utf-8"),
        )
    )
