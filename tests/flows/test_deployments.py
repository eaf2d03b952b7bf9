"""What the team starts from the Prefect UI: over the REST API of a real server, as the browser does."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_country import country_folder
from servers.prefect_servers import Receiver, Served, served, until

from flows.automations import DECLARED as AUTOMATIONS
from flows.deployments import declared_deployments, load_flow, make_deployments
from flows.gate_forms import WAITS
from tasks.adapters.declarations import read_yaml

LANGUAGES = ["own", "en", "fr", "es", "pt"]


def test_declared__schedules_are_off_and_every_deployment_has_tags_and_a_limit():
    for one in declared_deployments():
        assert one["tags"]
        assert one["concurrency_limit"]["limit"] >= 1
        assert not any(schedule["active"] for schedule in one.get("schedules", []))


def test_declared__parameters_are_those_of_the_flow_and_flat():
    from prefect.utilities.callables import parameter_schema

    for one in declared_deployments():
        schema = parameter_schema(load_flow(one["entrypoint"])).model_dump_for_openapi()
        assert set(one.get("parameters", {})) <= set(schema["properties"]), one["name"]
        for name, field in schema["properties"].items():
            assert field["type"] in ("string", "boolean", "integer", "array"), name
            assert "anyOf" not in field, name
            assert len(field["description"]) > 10, name


def test_deployments__take_no_parameter_that_the_flow_has_not():
    for one in make_deployments():
        assert one._parameter_openapi_schema.model_dump(exclude_unset=True)["additionalProperties"] is False, one.name


def test_lost_run__is_none_that_waits_or_has_just_been_resumed():
    (lost,) = [one for one in read_yaml(AUTOMATIONS)["automations"] if one["name"] == "msp-lost-run"]
    steps = ("Suspended", "Resuming", "Submitting", "Pending", "Running")
    assert {WAITS, *(f"prefect.flow-run.{step}" for step in steps)} <= set(lost["trigger"]["expect"])


def test_forms__offer_the_countries_that_have_a_folder(tmp_path, monkeypatch):
    from prefect.utilities.callables import parameter_schema

    monkeypatch.setenv("MSP_RAW", str(tmp_path))
    for name in ("XAA", "XBB", "notes", ".msp"):
        (tmp_path / name).mkdir()
    one = parameter_schema(load_flow("flows/country.py:country_brief")).model_dump_for_openapi()
    several = parameter_schema(load_flow("flows/portfolio.py:good_practice_briefs")).model_dump_for_openapi()
    assert one["properties"]["country"]["enum"] == ["XAA", "XBB"]
    assert one["properties"]["language"]["enum"] == LANGUAGES
    assert several["properties"]["countries"]["items"]["enum"] == ["XAA", "XBB"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, webhook: Receiver) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("team")
    country_folder(home / "data" / "raw", "XAA")
    (home / "data" / "raw" / "XBB").mkdir()
    with served(home, MSP_WEBHOOK_URL=webhook.url) as one:
        yield one


@pytest.fixture(scope="module")
def waiting(server: Served) -> dict:
    started = server.start("one-country-with-approval", country="XAA", language="fr")
    assert started.status_code == 201, started.text
    return server.wait(started.json()["id"], "PAUSED", "FAILED", "CRASHED", "COMPLETED")


@pytest.mark.slow
@pytest.mark.team
def test_form__refuses_a_country_without_a_folder_before_anything_runs(server):
    refused = server.start("one-country", country="../../etc")
    assert refused.status_code == 409
    assert "country" in refused.text


@pytest.mark.slow
@pytest.mark.team
def test_page__asks_the_server_that_it_came_from_whatever_the_port(server):
    told = server.client.get(str(server.client.base_url).replace("/api/", "/ui-settings")).json()
    assert told["api_url"].rstrip("/") == str(server.client.base_url).rstrip("/")


def read_form(server: Served, run_id: str, key: str) -> dict:
    """The form of a run that waits; Prefect says that it waits a moment before it keeps the form."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        form = server.client.get(f"/flow_runs/{run_id}/input/{key}").json()
        form = json.loads(form) if isinstance(form, str) else form
        if "properties" in form:
            return form
        time.sleep(0.5)
    return form


@pytest.mark.slow
@pytest.mark.team
def test_gate__asks_with_a_typed_form_and_publishes_nothing_meanwhile(server, waiting):
    assert waiting["state_name"] == "Suspended"
    assert waiting["name"] == "XAA-brief-fr"
    keys = waiting["state"]["state_details"]["run_input_keyset"]
    form = read_form(server, waiting["id"], keys["schema"])
    assert form["properties"]["decision"]["enum"] == ["approve", "return", "withhold"]
    assert not (server.home / "reports" / "XAA").exists()
    assert "approval-xaa" in {artifact["key"] for artifact in server.artifacts(waiting["id"])}
    server.client.post(f"/flow_runs/{waiting['id']}/resume", json={"run_input": {"decision": "perhaps", "by": "x"}})
    assert server.run(waiting["id"])["state_name"] == "Suspended"


@pytest.mark.slow
@pytest.mark.team
def test_gate__approval_publishes_and_stands_in_the_audit_log(server, waiting):
    given = {"decision": "approve", "by": "M&E team", "note": "read with the platform"}
    server.client.post(f"/flow_runs/{waiting['id']}/resume", json={"run_input": given})
    run = server.wait(waiting["id"])
    assert run["state_name"] == "Published"
    reports = server.home / "reports" / "XAA"
    assert (reports / "brief.html").is_file()
    assert (reports.parent / "index.html").is_file()
    assert json.loads((reports / "publication.json").read_bytes())["by"] == "M&E team"
    log = [json.loads(line) for line in (server.home / "data" / "audit" / "log.jsonl").read_text().splitlines()]
    assert [entry["choice"] for entry in log if entry["event"] == "decided"] == ["approve"]
    keys = {artifact["key"] for artifact in server.artifacts(waiting["id"])}
    assert {"scores-xaa", "data-quality-xaa", "progress-xaa", "brief-html-xaa"} <= keys


@pytest.mark.slow
@pytest.mark.team
def test_all_countries__the_failed_one_is_red_and_alone(server, waiting):
    started = server.start("all-countries", countries=["XAA", "XBB"], language="fr")
    run = server.wait(started.json()["id"])
    assert (run["state_type"], run["state_name"]) == ("COMPLETED", "CompletedWithFailures")
    found = server.client.post("/flow_runs/filter", json={}).json()
    states = {one["name"]: one["state_type"] for one in found if one["parent_task_run_id"]}
    assert states["XBB-brief-fr"] == "FAILED"
    assert Path(server.home / "reports" / "index.html").is_file()


@pytest.mark.slow
@pytest.mark.team
def test_automations__are_registered_and_tell_the_webhook_of_a_failed_run(server, webhook, waiting):
    found = server.client.post("/automations/filter", json={}).json()
    names = {"msp-failed-run", "msp-waits-for-approval", "msp-no-run", "msp-new-data"}
    assert names <= {one["name"] for one in found if one["enabled"]}
    server.wait(server.start("one-country", country="XBB", language="en").json()["id"])
    until(lambda: "Run XBB-brief-en ended as Failed." in webhook.messages, 60)
    assert "Run XAA-brief-fr waits for a decision." in webhook.messages


@pytest.mark.slow
@pytest.mark.team
def test_watch__starts_the_run_of_a_new_country_when_its_folder_settles(server, webhook):
    command = [sys.executable, "-u", "-m", "flows.cli", "watch", "--settle", "2", "--every", "0.5"]
    country_folder(server.home / "data" / "raw", "XCC")
    watcher = subprocess.Popen(command, cwd=server.home, env=server.environment, stdout=subprocess.PIPE, text=True)
    try:
        told = [watcher.stdout.readline() for _ in range(2)]
    finally:
        watcher.terminate()
        watcher.wait(30)
    assert any(line.startswith("XCC: run ") for line in told), told
    offered = server.deployments()["one-country"]["parameter_openapi_schema"]["properties"]["country"]["enum"]
    assert "XCC" in offered
    runs = server.client.post("/flow_runs/filter", json={}).json()
    assert "XCC" in {run["parameters"].get("country") for run in runs}
    until(lambda: "New data arrived for XCC." in webhook.messages, 60)
