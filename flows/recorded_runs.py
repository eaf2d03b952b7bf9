"""Flow runs that are recorded as they ended, within the run that they belong to.

That takes three questions to the server. To run a flow within another, Prefect asks eleven and makes itself a client
each time: longer than five areas take to decide, or an unchanged country to be told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import TaskRunCreate
from prefect.client.schemas.objects import FlowRun
from prefect.context import FlowRunContext
from prefect.states import Pending, State, to_state_create


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is told of a run.

    Attributes:
        key: tells it from the others of its flow within the same run.
        name: as people see it.
        parameters: of the flow.
        tags: to filter by.
    """

    key: str
    name: str
    parameters: Mapping[str, Any]
    tags: tuple[str, ...]


def record_run(flow: Flow[..., Any], told: Recorded, state: State) -> FlowRun:
    """Record a run of a flow that ended, and in the run that it belongs to a task run that stands for it.

    Args:
        flow: of which it is a run.
        told: its name, parameters and tags.
        state: how it ended.

    Returns:
        The run as the server keeps it.
    """
    within = FlowRunContext.get()
    if within is None or within.flow_run is None:
        raise RuntimeError("a run is recorded within the run that it belongs to")
    stands_for = TaskRunCreate(
        name=f"{flow.name}-{told.key}",
        flow_run_id=within.flow_run.id,
        task_key=flow.name,
        dynamic_key=told.key,
        state=to_state_create(Pending()),
    )
    client = get_client(sync_client=True)
    answer = client.request("POST", "/task_runs/", json=stands_for.model_dump(mode="json", exclude_unset=True))
    return client.create_flow_run(
        flow,
        name=told.name,
        parameters=dict(told.parameters),
        tags=told.tags,
        parent_task_run_id=UUID(answer.json()["id"]),
        state=state,
    )
