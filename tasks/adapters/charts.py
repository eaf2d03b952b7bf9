"""The door to Altair: the chart of the areas, as SVG for pages and PNG for Word."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

from tasks.core.briefs import AreaResult, Brief
from tasks.core.wordings import typeset

INK, ACCENT, GREY = "#1f2937", "#0b6e6e", "#6b7280"
BANDS = (
    ("weak", 0, 25, "#f3e3df"),
    ("limited", 25, 50, "#f6efdc"),
    ("satisfactory", 50, 75, "#e6f0e8"),
    ("strong", 75, 100, "#d5e8e4"),
)
WIDTH, ROW_HEIGHT, LABEL_WIDTH = 520, 38, 220
ROW_PADDING = 0.75
"""Room above the first row and below the last one, in rows: the number over the first bar keeps off the frame."""
PNG_SCALE = 3.0
FONT = "DejaVu Sans, Arial, Helvetica, sans-serif"


def told_in_chart(brief: Brief) -> list[object]:
    """Return all that the chart of a brief follows from, the libraries that draw it among it."""
    rows = [_row(area, brief) for area in (*brief.areas, brief.overall)]
    names = [brief.words[key] for key in ("page.chart", *(f"band.{id_}" for id_, *_ in BANDS))]
    return [rows, names, version("altair"), version("vl-convert-python")]


def area_chart(brief: Brief) -> Any:
    """Make the chart of the areas: score, 80 % interval, bounds, coverage, over the bands.

    Args:
        brief: its areas, overall result and words.

    Returns:
        An Altair chart.
    """
    import altair as alt

    rows = [_row(area, brief) for area in (*brief.areas, brief.overall)]
    order = [row["area"] for row in rows]
    y = alt.Y(
        "area:N",
        sort=order,
        title=None,
        scale=alt.Scale(padding=ROW_PADDING),
        axis=alt.Axis(labelLimit=LABEL_WIDTH, labelFontSize=13, ticks=False, domain=False),
    )
    axis = alt.Axis(values=[0, 25, 50, 75, 100], labelFontSize=12, grid=False, titleFontSize=12)
    x = alt.X("low:Q", scale=alt.Scale(domain=[0, 100]), title=None, axis=axis)
    table = alt.Data(values=rows)
    base = alt.Chart(table)
    bounds = base.mark_rule(color=GREY, strokeWidth=1.2).encode(y=y, x=x, x2="high:Q")
    interval = base.mark_rule(color=ACCENT, strokeWidth=9, opacity=0.45).encode(
        y=y, x="interval_low:Q", x2="interval_high:Q"
    )
    point = base.mark_point(filled=True, size=110, color=ACCENT, opacity=1).encode(y=y, x="score:Q")
    score = base.mark_text(dy=-13, fontSize=12, fontWeight="bold", color=INK).encode(
        y=y, x="score:Q", text="score_text:N"
    )
    note = base.mark_text(align="left", fontSize=12, color=INK).encode(y=y, x=alt.value(WIDTH + 8), text="coverage:N")
    missing = base.mark_text(fontSize=12, fontStyle="italic", color=INK, dy=-10).encode(
        y=y, x=alt.value(WIDTH / 2), text="missing:N"
    )
    layers = alt.layer(_bands(), _band_names(brief), bounds, interval, point, score, note, missing)
    return (
        layers.properties(width=WIDTH, height=ROW_HEIGHT * len(rows)).configure(font=FONT).configure_view(stroke=None)
    )


def _row(area: AreaResult, brief: Brief) -> dict[str, Any]:
    low, high = area.bounds or (None, None)
    interval_low, interval_high = area.interval or (None, None)
    return {
        "area": area.label,
        "score": area.score,
        "score_text": "" if area.score is None else f"{area.score:.0f}",
        "low": low,
        "high": high,
        "interval_low": interval_low,
        "interval_high": interval_high,
        "coverage": typeset(f"{area.coverage * 100:.0f} %", brief.language),
        "missing": brief.words["page.insufficient"] if area.score is None else "",
    }


def _bands() -> Any:
    import altair as alt

    values = [{"from": low, "to": high, "colour": colour} for _, low, high, colour in BANDS]
    return (
        alt.Chart(alt.Data(values=values))
        .mark_rect()
        .encode(x=alt.X("from:Q"), x2="to:Q", color=alt.Color("colour:N", scale=None, legend=None))
    )


def _band_names(brief: Brief) -> Any:
    import altair as alt

    values = [{"middle": (low + high) / 2, "name": brief.words[f"band.{id_}"]} for id_, low, high, _ in BANDS]
    return (
        alt.Chart(alt.Data(values=values))
        .mark_text(fontSize=11, color=GREY, baseline="bottom")
        .encode(x="middle:Q", y=alt.value(-4), text="name:N")
    )


def chart_svg(brief: Brief) -> str:
    """Draw the chart as SVG text that scales to its place, with a title for screen readers."""
    import vl_convert

    svg = vl_convert.vegalite_to_svg(json.dumps(area_chart(brief).to_dict()))
    title = brief.words["page.chart"]
    opening, _, rest = svg.partition(">")
    label = title.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f'{opening} role="img" aria-label="{label}"><title>{label}</title>{rest}'


def chart_png(brief: Brief) -> bytes:
    """Draw the chart as PNG."""
    import vl_convert

    return vl_convert.vegalite_to_png(json.dumps(area_chart(brief).to_dict()), scale=PNG_SCALE)
