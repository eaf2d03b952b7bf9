"""Artifacts of the Prefect UI: scores, data quality and links. Summaries only, never anyone's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from time import monotonic
from typing import Any
from uuid import UUID

from flows.outbox import send
from tasks.core.portfolio_changes import compare_snapshots
from tasks.core.told_dates import ToldDates
from tasks.outcomes import Outcome
from tasks.show_sources import load_quoting_rule

SCORE_COLUMNS = (
    "unit_id",
    "value",
    "interval_low",
    "interval_high",
    "bound_low",
    "bound_high",
    "coverage_share",
    "band",
)
LEVEL_COLUMNS = ("unit_id", "state", "value", "grade", "n_respondents", "date")


LEAST_APART = 2.0
"""Seconds between two updates of a progress bar: a small country takes a step in less, and each asks the server."""


class Progress:
    """How much of a run is done, kept up to date in one artifact."""

    def __init__(self, subject: str, description: str) -> None:
        self.key = f"progress-{subject.lower()}"
        self.description = description
        self.artifact: Any = None
        self.percent = 0.0
        self.is_sent = True
        self._due = 0.0

    def tell(self, share: float) -> None:
        """Show the share that is done, 0 to 1: the first and the whole at once, others `LEAST_APART` from each other.

        Of several that wait to be sent, the last is.
        """
        self.percent = round(100 * share, 1)
        if self.is_sent and (share >= 1 or monotonic() >= self._due):
            self.is_sent, self._due = False, monotonic() + LEAST_APART
            send(self._show)

    def _show(self) -> None:
        from prefect.artifacts import create_progress_artifact, update_progress_artifact

        self.is_sent = True
        if self.artifact is None:
            self.artifact = create_progress_artifact(self.percent, key=self.key, description=self.description)
        else:
            update_progress_artifact(self.artifact, self.percent)


def show_endings(endings: Sequence[tuple[Outcome, int]]) -> None:
    """Show how each country of a run ended and how many problems may be told: a table with a row a country."""
    from prefect.artifacts import create_table_artifact

    table = [{"country": one.country, "brief": one.ending, "problems": n} for one, n in endings]
    send(partial(create_table_artifact, key="countries", table=table, description="How each country ended"))


def show_changes(
    country: str,
    before: Mapping[str, Sequence[Any]],
    after: Mapping[str, Sequence[Any]],
    causes: Mapping[str, str],
) -> None:
    """Show which scores and levels moved since the last run; nothing for a country's first run.

    Args:
        country: ISO 3166-1 alpha-3.
        before: where it stood: area number, indicator or "overall" -> state, value and interval.
        after: where it stands.
        causes: the same ids -> why it moved.
    """
    from prefect.artifacts import create_table_artifact

    if not before:
        return
    table = [
        {
            "score or level": change.unit_id,
            "before": _standing(change.before),
            "now": _standing(change.after),
            "clear": "yes" if change.is_clear else "within the intervals",
            "why": causes.get(change.unit_id, ""),
        }
        for change in compare_snapshots({country: before}, {country: after})
    ]
    said = f"What moved in {country} since the last run" if table else f"No score or level of {country} moved"
    send(partial(create_table_artifact, key=f"changes-{country.lower()}", table=table, description=said))


def _standing(standing: Sequence[Any]) -> str:
    state, value, *_ = (*standing, None, None)
    return str(state or "") if value is None else f"{value:.1f}"


def show_levels(country: str, area: int, rows: Sequence[Mapping[str, Any]], run_id: UUID) -> None:
    """Show the levels of one area as a table.

    Args:
        country: ISO 3166-1 alpha-3.
        area: 1 to 5.
        rows: rows of the scores table.
        run_id: of the area's flow run.
    """
    from prefect.artifacts import TableArtifact

    dates = ToldDates(load_quoting_rule())
    table = [{name: _cell(value) for name, value in _as_told(row, dates).items()} for row in rows]
    said = f"Levels of {country}, area {area}"
    TableArtifact(
        key=f"levels-{country.lower()}-area-{area}", table=table, description=said, flow_run_id=run_id
    ).create()


def _as_told(row: Mapping[str, Any], dates: ToldDates) -> dict[str, Any]:
    """Return what a table of levels shows of a row: no count of few persons, and of when persons spoke the year."""
    rule = dates.rule
    n = int(row.get("n_respondents") or 0)
    shown = {name: row.get(name) for name in LEVEL_COLUMNS}
    return shown | {
        "n_respondents": rule.count(n) if rule.is_few(n) else n,
        "date": dates.of(str(row.get("date") or ""), n),
    }


def show_outcome(outcome: Outcome) -> None:
    """Show a country's scores, its data quality and where its reports lie.

    Args:
        outcome: how its run ended, as it may be told (`told_problems`).
    """
    from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

    key = outcome.country.lower()
    quality = {"key": f"data-quality-{key}", "markdown": _quality_text(outcome), "description": "Data quality"}
    send(partial(create_markdown_artifact, **quality))
    if not outcome.is_written:
        return
    table = [{name: _cell(row[name]) for name in SCORE_COLUMNS} for row in outcome.scores.values()]
    said = f"Scores of {outcome.country}, 0 to 100"
    send(partial(create_table_artifact, key=f"scores-{key}", table=table, description=said))
    for path in outcome.paths:
        link = {
            "key": f"{path.name.replace('.', '-')}-{key}",
            "link": path.resolve().as_uri(),
            "link_text": path.name,
            "description": f"{path.name} of {outcome.country}",
        }
        send(partial(create_link_artifact, **link))


def show_waiting(outcome: Outcome, set_aside: str = "") -> None:
    """Show a brief that waits for a decision: where to read it, and its data quality.

    Args:
        outcome: of the run that made it, as it may be told (`told_problems`).
        set_aside: what is said of a decision on the brief before it, "" for nothing.
    """
    from prefect.artifacts import create_markdown_artifact

    lines = [f"**{outcome.country}** waits for a decision: resume the run and fill in the form.", ""]
    lines += [set_aside, ""] if set_aside else []
    lines += [f"- [{path.name}]({path.resolve().as_uri()})" for path in outcome.paths]
    text = "\n".join([*lines, "", _quality_text(outcome)])
    approval = {"key": f"approval-{outcome.country.lower()}", "markdown": text, "description": "To be approved"}
    send(partial(create_markdown_artifact, **approval))


def _cell(value: object) -> object:
    """Return a value that JSON can hold: a table of an artifact takes no date and no numpy number."""
    if value is None:
        return ""
    return round(float(value), 1) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _quality_text(outcome: Outcome) -> str:
    lines = [f"**{outcome.country}**: {len(outcome.problems)} problems", "", "| severity | code | file | row | fix |"]
    lines.append("| --- | --- | --- | --- | --- |")
    lines += [
        f"| {p['severity']} | {p['code']} | {_plain(p['file'])} | {p['row'] or ''} | {_plain(p['fix'])} |"
        for p in outcome.problems[:100]
    ]
    return "\n".join(lines)


def _plain(text: object) -> str:
    return str(text or "").replace("|", "/").replace("\n", " ")
