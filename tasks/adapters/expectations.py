"""The door to Great Expectations: checks a table and tells failed from could-not-run.

Importing it takes seconds, so it is imported only when a table is checked. Nothing it collects about
values leaves this module.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from threading import Lock
from types import ModuleType
from typing import Any

import pandas as pd

from tasks.core.expectations import COULD_NOT_RUN, FAILED, PASSED, Expectation, Finding
from tasks.core.problems import Problem, ProblemKind, Severity

UNKNOWN_TYPE = ProblemKind(
    "E010",
    Severity.CRITICAL,
    "The expectation '{id}' is of the unknown type '{type}'.",
    "Correct expectations.yaml; the types are those of Great Expectations.",
)
LOST = ProblemKind(
    "E011", Severity.CRITICAL, "{n} of {of} expectations on '{table}' came back without a result.", "Report it."
)
COULD_NOT = ProblemKind(
    "E012",
    Severity.WARNING,
    "The expectation '{id}' could not run ({reason}); it says nothing of the table.",
    "Correct its arguments in expectations.yaml.",
)
ROW_NUMBER = "row_number"
NAME_PATTERN = re.compile(r"\w+")
TYPE_PATTERN = re.compile(r"expect_[a-z0-9_]+")
_one_at_a_time = Lock()
"""Held while a table is checked: all tables go through the same place of Great Expectations."""


def run_suite(
    frame: pd.DataFrame, expectations: Sequence[Expectation], *, table: str, key: str
) -> tuple[tuple[Finding, ...], tuple[Problem, ...]]:
    """Check a table.

    Args:
        frame: the table.
        expectations: all on this table.
        table: its name.
        key: column whose values name failing rows.

    Returns:
        One finding per expectation, in declared order, and problems of the checking itself.
    """
    if not expectations:
        return (), ()
    built, problems = _build(expectations)
    results = _validate(_spoken_of(frame, expectations, key), [built[id_] for id_ in built], key)
    findings = []
    for expectation in expectations:
        if expectation.id not in built:
            findings.append(Finding(expectation, COULD_NOT_RUN, reason="unknown type"))
            continue
        finding = _read_result(expectation, results.get(expectation.id), frame, key)
        findings.append(finding)
        if finding.status == COULD_NOT_RUN:
            problems.append(COULD_NOT.at(id=expectation.id, reason=finding.reason))
    if lost := [id_ for id_ in built if id_ not in results]:
        problems.append(LOST.at(n=len(lost), of=len(built), table=table))
    return tuple(findings), tuple(problems)


def load_catalogue() -> ModuleType:
    """Load the expectations that Great Expectations knows, which takes seconds."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    with _nothing_needless_loaded():
        import great_expectations.expectations as catalogue
    return catalogue


class _LoadedWhenAsked(ModuleType):
    """Stands for a module that is loaded once something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__), name)


@contextmanager
def _nothing_needless_loaded() -> Iterator[None]:
    """Let Great Expectations load without SQLAlchemy and SciPy's statistics: nearly half of its time, and 75 MiB.

    It asks for them where tables lie in a database, and for tests of distributions, which then load what they need.
    """
    import scipy

    stands_in = "stats" not in vars(scipy)
    if stands_in:
        scipy.stats = _LoadedWhenAsked("scipy.stats")
    is_blocked = "sqlalchemy" not in sys.modules
    if is_blocked:
        sys.modules["sqlalchemy"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if is_blocked:
            del sys.modules["sqlalchemy"]
        if stands_in and isinstance(scipy.stats, _LoadedWhenAsked):
            del scipy.stats


def _build(expectations: Sequence[Expectation]) -> tuple[dict[str, Any], list[Problem]]:
    """Make Great Expectations' own objects; an unknown type is a problem, never passed over."""
    catalogue = load_catalogue()
    built: dict[str, Any] = {}
    problems = []
    for expectation in expectations:
        kind = getattr(catalogue, _class_name(expectation.type), None)
        if kind is None or not TYPE_PATTERN.fullmatch(expectation.type):
            problems.append(UNKNOWN_TYPE.at(id=expectation.id, type=expectation.type))
            continue
        condition = {"row_condition": expectation.where, "condition_parser": "pandas"} if expectation.where else {}
        try:
            built[expectation.id] = kind(
                **expectation.kwargs, **condition, severity=expectation.severity, meta={"id": expectation.id}
            )
        except Exception as error:  # noqa: BLE001 - wrong arguments raise many kinds
            problems.append(COULD_NOT.at(id=expectation.id, reason=type(error).__name__))
    return built, problems


def _class_name(snake: str) -> str:
    return "".join(word.capitalize() for word in snake.split("_"))


def _validate(frame: pd.DataFrame, built: Sequence[Any], key: str) -> dict[str, Any]:
    import great_expectations as gx

    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        batch = _whole_tables().get_batch({"dataframe": _plain(frame)})
        suite = gx.ExpectationSuite(name="suite", expectations=list(built))
        form = {"result_format": "COMPLETE", "unexpected_index_column_names": [key], "include_unexpected_rows": False}
        checked = batch.validate(suite, result_format=form)
    return {result.expectation_config.meta["id"]: result for result in checked.results}


@cache
def _whole_tables() -> Any:
    """Return what Great Expectations takes tables from: one for all, as each new one is set up for a while."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    # without sites of its own it makes no temporary folder, which a killed run would leave behind
    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False),
    )
    context = gx.get_context(mode="ephemeral", project_config=config)
    asset = context.data_sources.add_pandas("tables").add_dataframe_asset("table")
    return asset.add_batch_definition_whole_dataframe("whole")


def _spoken_of(frame: pd.DataFrame, expectations: Sequence[Expectation], key: str) -> pd.DataFrame:
    """Return the columns that expectations name, and the key: all where one is on the columns themselves."""
    if any(one.type.startswith("expect_table_column") for one in expectations):
        return frame
    named = {word for one in expectations for word in NAME_PATTERN.findall(f"{one.where} {[*one.kwargs.values()]}")}
    return frame[[column for column in frame.columns if column == key or column in named]]


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with plain objects and None, which every expectation understands."""
    plain = frame.astype(object)
    return plain.where(frame.notna(), None)


def _read_result(expectation: Expectation, result: Any, frame: pd.DataFrame, key: str) -> Finding:
    if result is None:
        return Finding(expectation, COULD_NOT_RUN, len(frame), reason="no result")
    if reason := _exception_of(result.exception_info):
        return Finding(expectation, COULD_NOT_RUN, len(frame), reason=reason)
    details = result.result or {}
    failing = [str(entry[key]) for entry in details.get("unexpected_index_list") or []]
    n_rows = int(details.get("element_count") or len(frame))
    status = PASSED if result.success else FAILED
    return Finding(expectation, status, n_rows, len(failing), tuple(failing))


def _exception_of(info: Any) -> str:
    """Return the type of the error an expectation raised, "" when it ran."""
    entries = [info] if "raised_exception" in (info or {}) else list((info or {}).values())
    for entry in entries:
        if isinstance(entry, dict) and entry.get("raised_exception"):
            return str(entry.get("exception_message") or "error").split(":")[0].split("(")[0][:60]
    return ""
