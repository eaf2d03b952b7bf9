"""Flow runs that nobody works on any more: their worker was killed, and another took the country up."""

from __future__ import annotations

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterParentFlowRunId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.runtime import flow_run
from prefect.states import Crashed, to_state_create

LOST = "Its worker is gone; another took the country up, or it failed: the run of all countries tells."
OPEN = [StateType.PENDING, StateType.RUNNING]


def end_lost_runs() -> None:
    """End the runs within this one that are still open, once all countries have told their end."""
    client = get_client(sync_client=True)
    open_runs = FlowRunFilter(
        parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[flow_run.id]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=OPEN)),
    )
    for run in client.read_flow_runs(flow_run_filter=open_runs):
        _end(client, run)


def _end(client: SyncPrefectClient, run: FlowRun) -> None:
    """End a run and its steps as crashed; what tells its state otherwise is gone with its worker."""
    state = Crashed(message=LOST)
    within = {
        "flow_runs": {"id": {"any_": [str(run.id)]}},
        "task_runs": {"state": {"type": {"any_": [one.value for one in OPEN]}}},
    }
    told = {"state": to_state_create(state).model_dump(mode="json"), "force": True}
    for step in client.request("POST", "/task_runs/filter", json=within).json():
        client.request("POST", "/task_runs/{id}/set_state", path_params={"id": step["id"]}, json=told)
    client.set_flow_run_state(run.id, state, force=True)
