"""What a run tells the server beside its work."""

from contextvars import ContextVar
from threading import Event, current_thread

import pytest

from flows.artifacts import Progress
from flows.outbox import outbox, send, wait_until_sent

subject: ContextVar[str] = ContextVar("subject", default="")


def test_send__without_an_outbox_is_at_once():
    told: list[object] = []
    send(told.append, current_thread())
    assert told == [current_thread()]


def test_send__goes_out_in_order_beside_the_work_and_is_there_at_the_end():
    told: list[tuple[int, bool]] = []
    may_go = Event()
    with outbox():
        send(may_go.wait)
        for number in range(5):
            send(lambda n: told.append((n, current_thread() is here)), number)
        here = current_thread()
        assert told == []
        may_go.set()
    assert told == [(number, False) for number in range(5)]


def test_send__is_of_the_run_in_which_it_was_put():
    told: list[str] = []
    with outbox():
        for country in ("XAA", "XBB"):
            token = subject.set(country)
            send(lambda: told.append(subject.get()))
            subject.reset(token)
    assert told == ["XAA", "XBB"]


def test_outbox__raises_what_the_server_refused_and_gives_the_rest_up():
    told: list[int] = []
    may_go = Event()

    def refuse():
        may_go.wait()
        raise ConnectionError("refused")

    def work():
        with outbox():
            send(refuse)
            for number in range(5):
                send(told.append, number)
            may_go.set()

    with pytest.raises(ConnectionError, match="refused"):
        work()
    assert told == []


def test_wait_until_sent__lets_the_work_go_on_when_the_server_knows_all():
    told: list[int] = []
    with outbox():
        for number in range(5):
            send(told.append, number)
        wait_until_sent()
        assert told == [0, 1, 2, 3, 4]


def test_progress__of_several_shares_that_wait_the_last_is_told(monkeypatch):
    shown: list[float] = []
    monkeypatch.setattr("prefect.artifacts.create_progress_artifact", lambda percent, **_: shown.append(percent))
    may_go = Event()
    progress = Progress("XAA", "Brief of XAA")
    with outbox():
        send(may_go.wait)
        for share in (0.1, 0.2, 0.9):
            progress.tell(share)
        may_go.set()
    assert shown == [90.0]


def test_progress__shares_told_at_once_after_each_other__only_the_first_and_the_whole_are_sent(monkeypatch):
    shown: list[float] = []
    monkeypatch.setattr("prefect.artifacts.create_progress_artifact", lambda percent, **_: shown.append(percent))
    monkeypatch.setattr("prefect.artifacts.update_progress_artifact", lambda _, percent: shown.append(percent))
    progress = Progress("XAA", "Brief of XAA")
    for share in (0.0, 0.2, 0.9, 1.0):
        progress.tell(share)
    assert shown[0] == 0.0
    assert shown[1:] == [100.0]
