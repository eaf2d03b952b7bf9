"""The flow runs of areas: one for each Annex 1 area of a country's run, recorded as it ended, with its levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from prefect import flow
from prefect.states import Completed, Failed, State

from flows.artifacts import show_levels
from flows.recorded_runs import Recorded, record_run

Rows = Sequence[Mapping[str, object]]


@flow(name="area-evidence")
def area_evidence(country: str, area: int) -> None:
    """Name the runs that `record_area` records.

    Args:
        country: ISO 3166-1 alpha-3.
        area: 1 to 5.
    """


def record_area(country: str, area: int, decided: Rows | Exception) -> None:
    """Record the run of one area within the run of its country, and show its levels.

    Args:
        country: ISO 3166-1 alpha-3.
        area: 1 to 5.
        decided: rows of the scores table, or why there are none.
    """
    state: State = Failed(message=str(decided)) if isinstance(decided, Exception) else Completed()
    run_id = record_run(
        area_evidence,
        Recorded(
            key=str(area),
            name=f"{country}-area-{area}",
            parameters={"country": country, "area": area},
            tags=(f"country:{country}", f"area:{area}"),
        ),
        state,
    )
    if not isinstance(decided, Exception):
        show_levels(country, area, decided, run_id)
