"""What the server that a run starts for itself serves: Prefect's application, which also tells how soon to ask again.

SQLite refuses a writer at once whose view of the database another one made old. Prefect's server answers 503 then, and
its client asks again after two seconds, where a moment is enough.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SOON = b"0.25"
"""Seconds, as the header `Retry-After` tells them."""


def create_app() -> ASGIApp:
    """Return the application, as uvicorn asks for it."""
    from prefect.server.api.server import create_app as create_prefect

    return telling_when(create_prefect())


def telling_when(app: ASGIApp) -> ASGIApp:
    """Return an application that tells whoever it cannot serve now to ask again soon.

    Args:
        app: answers the questions.
    """

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.SERVICE_UNAVAILABLE:
                message = {**message, "headers": [*message.get("headers", ()), (b"retry-after", SOON)]}
            await send(message)

        await app(scope, receive, answer)

    return serve
