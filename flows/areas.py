"""The flow runs of areas: one for each Annex 1 area of a country's run, with its levels.

Each is recorded as it ended once its levels are decided, with three questions to the server. To run a flow within
another, Prefect asks eleven and makes itself a client each time: for five areas that took longer than their levels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import TaskRunCreate
from prefect.client.schemas.objects import FlowRun
from prefect.context import FlowRunContext
from prefect.states import Completed, Failed, Pending, State, to_state_create

from flows.artifacts import show_levels

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
    if isinstance(decided, Exception):
        _record(country, area, Failed(message=str(decided)))
    else:
        show_levels(country, area, decided, _record(country, area, Completed()).id)


def _record(country: str, area: int, state: State) -> FlowRun:
    """Record a run that ended, and in the run of its country a task run that stands for it."""
    within = FlowRunContext.get()
    if within is None or within.flow_run is None:
        raise RuntimeError("an area is recorded within the run of its country")
    stands_for = TaskRunCreate(
        name=f"{area_evidence.name}-{area}",
        flow_run_id=within.flow_run.id,
        task_key=area_evidence.name,
        dynamic_key=str(area),
        state=to_state_create(Pending()),
    )
    client = get_client(sync_client=True)
    answer = client.request("POST", "/task_runs/", json=stands_for.model_dump(mode="json", exclude_unset=True))
    return client.create_flow_run(
        area_evidence,
        name=f"{country}-area-{area}",
        parameters={"country": country, "area": area},
        tags=[f"country:{country}", f"area:{area}"],
        parent_task_run_id=UUID(answer.json()["id"]),
        state=state,
    )
