"""The door to Jinja2: pages that work offline and without a script, every value escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from tasks.adapters.declarations import TEMPLATES
from tasks.adapters.locales import write_date, write_number
from tasks.core.brief_cards import make_cards, write_ranges
from tasks.core.brief_citations import number_evidence
from tasks.core.brief_contradictions import say_figure
from tasks.core.briefs import Brief
from tasks.core.problems import severest_first
from tasks.core.visible_text import make_visible
from tasks.core.wordings import Wordings

BAND_KEYS = ("band.weak", "band.limited", "band.satisfactory", "band.strong")
PAGE_KEYS = (
    *(
        "skip",
        "contents",
        "draft",
        "synthetic",
        "verdict",
        "practices",
        "no_practices",
        "gaps",
        "how_sure",
        "next_actions",
        "chart",
    ),
    *(
        "chart_note",
        "insufficient",
        "evidence",
        "evidence_note",
        "not_quotable",
        "unquoted",
        "indicator",
        "level",
        "of_four",
    ),
    *("grade", "voices", "date", "explanation", "sources", "severity", "place", "problem", "more", "open_quote"),
    "close_quote",
    *(
        "filter",
        "area",
        "topic",
        "stance",
        "group",
        "language",
        "all",
        "documents",
        "shown",
        "show_all",
        "one_sentence",
    ),
    *(
        "close",
        "previous",
        "next",
        "in_list",
        "around",
        "before",
        "after",
        "supports",
        "cite",
        "cite_more",
        "colon",
        "figure",
        "table",
    ),
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
        finalize=_show_value,
    )
    environment.globals["most_citations"] = MOST_CITATIONS
    environment.globals["ranges"] = write_ranges
    environment.globals["say_figure"] = say_figure
    return environment


def _show_value(value: Any) -> Any:
    """Make visible what would turn or break a page; markup of the templates themselves stays as it is."""
    return make_visible(value) if type(value) is str else value


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
            cards=make_cards(brief, citations),
            chart_svg=chart_svg,
            css=_read_template("brief.css"),
            **_own_script("brief.js"),
            date=partial(_date, brief.language),
            number=partial(_number, brief.language),
            words={key.removeprefix("page."): text for key, text in brief.words.items()},
        )
    )


def render_page(template: str, language: str, **values: Any) -> str:
    """Render a page that looks across countries.

    Args:
        template: file name below reports/templates.
        language: in which dates and numbers are written.
        **values: what the template shows.

    Returns:
        A self-contained page.
    """
    shown = {
        "css": _read_template("brief.css") + _read_template("portfolio.css"),
        "date": partial(_date, language),
        "number": partial(_number, language),
        **_own_script("portfolio.js"),
    }
    return _environment().get_template(template).render(language=language, **shown, **values)


def _date(language: str, iso: str) -> str:
    return write_date(iso, language) if iso else ""


def _number(language: str, value: float, decimals: int = 0) -> str:
    return write_number(value, decimals, language)


def _read_template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _own_script(name: str) -> dict[str, str]:
    """Return a page's script and the policy that lets this script run and no other, and nothing be fetched."""
    script = _read_template(name)
    digest = base64.b64encode(hashlib.sha256(f"\n{script}\n".encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:"
    return {"script": script, "policy": f"{policy}; base-uri 'none'; form-action 'none'"}


def render_quality_page(
    *,
    words: Wordings,
    translate: Callable[[str], str],
    findings: Sequence[Mapping[str, Any]],
    problems: Sequence[Mapping[str, Any]],
    contradictions: Sequence[Mapping[str, Any]] = (),
    new_codes: Sequence[Mapping[str, Any]] = (),
    **shown: Any,
) -> str:
    """Render the data-quality page of a country.

    Args:
        words: of data_quality.yaml in the page's language.
        translate: into that language, for sentences of checks.
        findings: one per expectation: table, meaning, severity, status, n_rows, n_failing, reason, fix.
        problems: rows of the problems table.
        contradictions: rows of the contradictions table.
        new_codes: rows of candidate_codes that reviewers named.
        **shown: country, looked_up (where the team finds the files), counts (record type -> number), groups
            (stakeholder group -> number as it may be shown), latest (ISO date or ""), coverage (stakeholder group ->
            area -> indicators it told a level on), planned (first rows of the next_interviews table), opened (ids of
            the evidence whose words the brief beside it shows), is_synthetic, synthetic_note, and labels of groups and
            indicators.

    Returns:
        A self-contained page.
    """
    return str(
        _environment()
        .get_template("data_quality.html.j2")
        .render(
            words=words,
            language=words.language,
            translate=translate,
            tables=_by_table(findings),
            problems=sorted(problems, key=severest_first),
            contradictions=sorted(
                contradictions, key=lambda row: (-(row["span"] or 9), row["indicator"] or "", row["kind"])
            ),
            new_codes=new_codes,
            css=_read_template("brief.css"),
            **shown,
        )
    )


def _by_table(findings: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    tables: dict[str, list[Mapping[str, Any]]] = {}
    for finding in findings:
        tables.setdefault(finding["table"], []).append(finding)
    return tables


def render_agreement_page(*, words: Wordings, **shown: Any) -> str:
    """Render the report on the agreement of coders.

    Args:
        words: of agreement.yaml in the page's language.
        **shown: country, is_synthetic, synthetic_note, and rows: pair, way, of, n, and each figure in words.

    Returns:
        A self-contained page.
    """
    template = _environment().get_template("agreement.html.j2")
    return str(template.render(words=words, css=_read_template("brief.css"), **shown))
