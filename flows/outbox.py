"""What a run tells the server beside its work: sent in order by a thread of its own, so that the work goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from typing import Any

_open: ContextVar[Outbox | None] = ContextVar("outbox", default=None)


class Outbox:
    """Sends one thing after the other; once the server refused one, nothing more is sent."""

    def __init__(self, sender: ThreadPoolExecutor) -> None:
        self.sender = sender
        self.refusal: Exception | None = None

    def put(self, tell: Callable[..., object], *arguments: Any) -> None:
        """Send something after all that was put before, as of the run in which it was put."""
        self.see_refusal()
        context = copy_context()
        context.run(_open.set, None)
        self.sender.submit(context.run, self._send, tell, *arguments)

    def wait(self) -> None:
        """Wait until all that was put is sent."""
        self.sender.submit(lambda: None).result()
        self.see_refusal()

    def see_refusal(self) -> None:
        """Raise what the server refused."""
        if self.refusal is not None:
            raise self.refusal

    def _send(self, tell: Callable[..., object], *arguments: Any) -> None:
        if self.refusal is not None:
            return
        try:
            tell(*arguments)
        except Exception as error:  # noqa: BLE001 - raised where the work goes on
            self.refusal = error


@contextmanager
def outbox() -> Iterator[None]:
    """Let what is sent from here go out beside the work; it ends when all is sent, or raises why it could not be."""
    sender = ThreadPoolExecutor(1, thread_name_prefix="outbox")
    box = Outbox(sender)
    token = _open.set(box)
    try:
        with sender:
            yield
    finally:
        _open.reset(token)
    box.see_refusal()


def send(tell: Callable[..., object], *arguments: Any) -> None:
    """Tell the server something: beside the work where an outbox is open, at once elsewhere.

    Args:
        tell: what asks the server.
        arguments: its own.
    """
    box = _open.get()
    if box is None:
        tell(*arguments)
    else:
        box.put(tell, *arguments)


def wait_until_sent() -> None:
    """Wait until the server knows all that it was told."""
    if box := _open.get():
        box.wait()
