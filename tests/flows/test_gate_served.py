"""The gate on a real server: no decision is lost, and one that no longer fits is said to be set aside."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_country import country_folder
from servers.prefect_servers import Served, served, until

pytestmark = [pytest.mark.slow, pytest.mark.team]
APPROVED = {"decision": "approve", "by": "M&E team"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("gate")
    for country in ("XAA", "XBB", "XCC", "XDD"):
        country_folder(home / "data" / "raw", country)
    with served(home) as one:
        yield one


def begin(server: Served, country: str) -> dict:
    """A run that waits at the gate."""
    started = server.start("one-country-with-approval", country=country, language="fr")
    assert started.status_code == 201, started.text
    return server.wait(started.json()["id"], "PAUSED", "FAILED", "CRASHED", "COMPLETED")


def resume(server: Served, run: dict, **given: str) -> None:
    keys = run["state"]["state_details"]["run_input_keyset"]
    assert server.client.get(f"/flow_runs/{run['id']}/input/{keys['schema']}").status_code == 200
    assert tell(server, f"/flow_runs/{run['id']}/resume", run_input=given)["status"] == "ACCEPT"


def set_state(server: Served, run_id: str, type_: str, *, is_forced: bool = False) -> None:
    state = {"type": type_, "message": "told by a test"}
    tell(server, f"/flow_runs/{run_id}/set_state", state=state, force=is_forced)


def tell(server: Served, address: str, **told: object) -> dict:
    """Tell the server something, again while its SQLite is busy."""
    answer = until(lambda: (one := server.client.post(address, json=told)).status_code != 503 and one, 60)
    assert answer.status_code < 300, answer.text
    return answer.json()


def log_of(server: Served, country: str, event: str) -> list[dict]:
    path: Path = server.home / "data" / "audit" / "log.jsonl"
    lines = path.read_text().splitlines() if path.is_file() else []
    return [one for one in map(json.loads, lines) if (one["event"], one["country"]) == (event, country)]


def test_decision__whose_process_is_given_up_as_it_begins__is_followed(server):
    run = begin(server, "XAA")
    resume(server, run, decision="return", by="M&E team")
    until(lambda: server.run(run["id"])["state_type"] == "PENDING")
    set_state(server, run["id"], "CRASHED", is_forced=True)
    until(lambda: server.run(run["id"])["state_name"] not in ("Crashed", "Running", "Pending"))
    assert server.run(run["id"])["state_name"] == "Returned", server.run(run["id"])["state"]
    assert [one["outcome"] for one in log_of(server, "XAA", "decided")] == ["returned"]


def test_note__that_identifies_somebody__leaves_no_byte_in_the_files_of_the_server_once_it_is_followed(server):
    address, home = "zubeyde.qorbanova@example.org", server.home / "prefect"
    run = begin(server, "XDD")
    resume(server, run, decision="withhold", by="M&E team", note=f"write to {address}; " * 20)
    assert server.wait(run["id"])["state_name"] == "Withheld"
    held = [path for path in home.rglob("*") if path.is_file()]
    assert {"prefect.db", "prefect.db-wal"} <= {path.name for path in held}
    assert [path.name for path in held if address.encode() in path.read_bytes()] == []
    assert any(b"write to [e-mail]" in path.read_bytes() for path in held)


def test_files_of_the_server__are_read_by_nobody_else(server):
    home = server.home / "prefect"
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in home.glob("prefect.db*")} == {
        "prefect.db": "0o600",
        "prefect.db-wal": "0o600",
        "prefect.db-shm": "0o600",
    }


def test_run__that_waits__is_told_after_its_last_sign_of_life(server):
    wanted = {"filter": {"event": {"name": ["msp.run.waits"]}}}
    told = until(lambda: server.client.post("/events/filter", json=wanted).json()["events"], 60)
    assert told[0]["resource"]["prefect.resource.id"].startswith("prefect.flow-run.")


def test_decision__on_a_brief_that_changed_while_it_waited__is_said_to_be_set_aside(server):
    run = begin(server, "XBB")
    (talk, *_) = sorted((server.home / "data" / "raw" / "XBB" / "transcripts").glob("*.txt"))
    talk.write_text(talk.read_text().replace(".", "!", 1))
    resume(server, run, **APPROVED)
    before = run["state"]["id"]
    until(lambda: (now := server.run(run["id"]))["state_name"] == "Suspended" and now["state"]["id"] != before)
    again = server.run(run["id"])
    keys = again["state"]["state_details"]["run_input_keyset"]
    asked = server.client.get(f"/flow_runs/{run['id']}/input/{keys['description']}").text
    said = "The decision before (approve, by M&E team) was set aside"
    assert said in again["state"]["message"]
    assert said in asked
    assert any(said in str(one["data"]) for one in server.artifacts(run["id"]) if one["key"] == "approval-xbb")
    assert not (server.home / "reports" / "XBB").exists()
    resume(server, again, **APPROVED)
    assert server.wait(run["id"])["state_name"] == "Published"
    assert [one["outcome"] for one in log_of(server, "XBB", "decided")] == ["superseded", "published"]


def test_run__with_a_parameter_that_the_flow_has_not__is_refused_at_once(server):
    refused = server.start("one-country", country="XAA", foo=1)
    assert refused.status_code == 409
    assert "foo" in refused.text


def test_run__cancelled_by_a_person__stands_as_cancelled_in_the_audit_log(server):
    run = server.start("one-country", country="XCC", language="fr").json()["id"]
    until(lambda: log_of(server, "XCC", "begun"))
    set_state(server, run, "CANCELLING")
    assert server.wait(run)["state_type"] == "CANCELLED"
    until(lambda: log_of(server, "XCC", "ended"), 60)
    assert [one["outcome"] for one in log_of(server, "XCC", "ended")] == ["cancelled"]
