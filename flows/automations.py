"""Automations: what `automations.yaml` declares, registered with a server and sent to the team's webhook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tasks.adapters.declarations import PROJECT, read_yaml

DECLARED = PROJECT / "automations.yaml"
BLOCK = "msp-webhook"


def register_automations(url: str, declared: Path = DECLARED) -> list[str]:
    """Register the declared automations anew: those that act, and, with a webhook, those that send a message.

    Args:
        url: where messages go, as a POST of JSON with one `text`; "" for nowhere.
        declared: the file.

    Returns:
        Names of what was registered.
    """
    from prefect.automations import Automation
    from prefect.blocks.webhook import Webhook
    from prefect.client.orchestration import get_client

    block_id = ""
    if url:
        block_id = str(Webhook(url=url, headers={"Content-Type": "application/json"}).save(BLOCK, overwrite=True))
    names = []
    with get_client(sync_client=True) as client:
        for one in read_yaml(declared)["automations"]:
            for earlier in client.read_automations_by_name(one["name"]):
                client.delete_automation(earlier.id)
            if "actions" in one or block_id:
                Automation(**_with_message(one, block_id)).create()
                names.append(one["name"])
    return names


def _with_message(one: dict[str, Any], block_id: str) -> dict[str, Any]:
    """Return an automation whose action sends its message; one that has actions is as declared."""
    if "message" not in one:
        return one
    rest = {key: value for key, value in one.items() if key != "message"}
    payload = json.dumps({"text": one["message"]})
    return rest | {"actions": [{"type": "call-webhook", "block_document_id": block_id, "payload": payload}]}
