"""Deployments: what `prefect.yaml` declares, served from this machine without a work pool."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal

from tasks.adapters.declarations import PROJECT, read_yaml

if TYPE_CHECKING:
    from prefect import Flow
    from prefect.deployments.runner import RunnerDeployment
    from prefect.utilities.callables import ParameterSchema

DECLARED = PROJECT / "prefect.yaml"


def declared_deployments() -> list[dict[str, Any]]:
    """Return the deployments that `prefect.yaml` declares."""
    return list(read_yaml(DECLARED)["deployments"])


def load_flow(entrypoint: str) -> Flow[..., Any]:
    """Load a flow by its entrypoint (`flows/country.py:country_brief`)."""
    file, _, name = entrypoint.partition(":")
    module = ".".join(PurePosixPath(file).with_suffix("").parts)
    return getattr(import_module(module), name)


def make_deployments() -> list[RunnerDeployment]:
    """Make the declared deployments; their forms offer the countries that have a folder now."""
    return [_make(declared) for declared in declared_deployments()]


def _make(declared: dict[str, Any]) -> RunnerDeployment:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig
    from prefect.client.schemas.schedules import CronSchedule
    from prefect.deployments.runner import EntrypointType
    from prefect.schedules import Cron

    schedules = [
        Cron(CronSchedule(cron=one["cron"], timezone=one["timezone"]).cron, one["timezone"], active=one["active"])
        for one in declared.get("schedules", ())
    ]
    deployment = load_flow(declared["entrypoint"]).to_deployment(
        declared["name"],
        tags=declared["tags"],
        parameters=declared.get("parameters", {}),
        schedules=schedules or None,
        concurrency_limit=ConcurrencyLimitConfig(**declared["concurrency_limit"]),
        enforce_parameter_schema=declared["enforce_parameter_schema"],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    deployment._parameter_openapi_schema = _close(deployment._parameter_openapi_schema)
    return deployment


def _close(schema: ParameterSchema) -> ParameterSchema:
    """Return the schema of a flow's parameters, closed: a run with one that the flow has not is refused at once."""
    from prefect.utilities.callables import ParameterSchema

    class ClosedSchema(ParameterSchema):
        additionalProperties: Literal[False] = False  # noqa: N815 - the name that JSON Schema gives it

    return ClosedSchema(additionalProperties=False, **schema.model_dump(exclude_unset=True))


def register(deployments: Sequence[RunnerDeployment]) -> None:
    """Register deployments anew: forms then offer the countries that have a folder now."""
    for deployment in deployments:
        deployment.apply()


def serve_deployments(runs_at_once: int, *, is_alone: bool = True) -> None:
    """Serve the declared deployments until the process is told to end.

    Args:
        runs_at_once: runs started at the same time; a run uses one processor and up to a gigabyte.
        is_alone: pause the schedules at the end, as nobody else serves them.
    """
    from prefect import serve

    serve(*make_deployments(), limit=runs_at_once, pause_on_shutdown=is_alone, print_starting_message=False)
