"""Flow runs that are recorded as they ended, within the run that they belong to.

That takes two questions to the server. To run a flow within another, Prefect asks eleven and makes itself a client
each time: longer than five areas take to decide, or an unchanged country to be told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import FlowRunCreate, TaskRunCreate
from prefect.context import FlowRunContext
from prefect.states import Pending, State, to_state_create

FLOWS_KEPT = 8


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


def record_run(flow: Flow[..., Any], told: Recorded, state: State) -> UUID:
    """Record a run of a flow that ended, and in the run that it belongs to a task run that stands for it.

    Args:
        flow: of which it is a run.
        told: its name, parameters and tags.
        state: how it ended.

    Returns:
        The id of the run.
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
    run = FlowRunCreate(
        flow_id=_flow_id(flow.name, within.flow_run.id),
        flow_version=flow.version,
        name=told.name,
        parameters=dict(told.parameters),
        tags=list(told.tags),
        parent_task_run_id=_create("/task_runs/", stands_for),
        state=to_state_create(state),
    )
    return _create("/flow_runs/", run)


@lru_cache(FLOWS_KEPT)
def _flow_id(name: str, _within: UUID) -> UUID:
    """Return the id of a flow, which the server is asked for once in each run that others are recorded in."""
    return get_client(sync_client=True).create_flow_from_name(name)


def _create(path: Literal["/task_runs/", "/flow_runs/"], told: TaskRunCreate | FlowRunCreate) -> UUID:
    content = told.model_dump(mode="json", exclude_unset=True)
    return UUID(get_client(sync_client=True).request("POST", path, json=content).json()["id"])
