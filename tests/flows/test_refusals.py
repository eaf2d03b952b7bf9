"""How ended and refused runs are told."""

from __future__ import annotations

import io
import logging
import sys
from types import SimpleNamespace

import pytest

from flows import country
from flows.collect import CollectionFailedError, keep_refusals_off_the_console

ROOT, OWN = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"


def test_refusal__is_short_on_the_console_and_whole_for_other_handlers(monkeypatch):
    console, kept = logging.StreamHandler(io.StringIO()), logging.StreamHandler(io.StringIO())
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [console])
    keep_refusals_off_the_console()
    try:
        raise CollectionFailedError("refused")
    except CollectionFailedError:
        record = root.makeRecord("run", logging.ERROR, "", 0, "Retry will start", (), sys.exc_info())
    for handler in (console, kept):
        handler.handle(record)
    assert "Traceback" not in console.stream.getvalue()
    assert "Retry will start" in console.stream.getvalue()
    assert "Traceback" in kept.stream.getvalue()


@pytest.mark.parametrize("cancelled", [OWN, ROOT, ""])
def test_run__own_or_the_one_that_started_it_is_cancelled__is_cancelled(cancelled, monkeypatch):
    class Client:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def read_flow_run(self, id_):
            is_it = str(id_) == cancelled
            return SimpleNamespace(state=SimpleNamespace(is_cancelling=lambda: is_it, is_cancelled=lambda: False))

    monkeypatch.setattr(country, "get_client", lambda **_: Client())
    monkeypatch.setattr(country, "flow_run", SimpleNamespace(id=OWN, root_flow_run_id=ROOT))
    assert country.is_cancelled(SystemExit()) is bool(cancelled)
