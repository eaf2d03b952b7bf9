"""The door to ODK Central servers (API version 1): a form's versions, the list of its submissions, and their export.

It speaks to the API itself: pyodk keeps its session in a file of the home directory unless told not to, writes the
server's answers (respondents' words among them) into the log when a request fails, and asks for an older pydantic.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tasks.adapters.web_servers import STRANGE_ANSWER, ServerError, WebServer
from tasks.core.problems import ProblemKind, Severity

EXPORT_OPTIONS = {
    "attachments": "false",
    "groupPaths": "true",
    "deletedFields": "true",
    "splitSelectMultiples": "false",
}
"""No recordings, and no answer left out because a later version of the form dropped its question."""

NO_VERSION = "___"
"""How the server calls a form whose version is empty."""

ENCRYPTED = ProblemKind(
    "W008",
    Severity.CRITICAL,
    "The form is encrypted, so the server cannot give its answers in the clear.",
    "Export the ZIP with the passphrase on the server's page, and put it into responses/.",
)


@dataclass(frozen=True, slots=True)
class OdkForm:
    """A form as the server describes it.

    Attributes:
        title: its name.
        version: the one that is published.
    """

    title: str
    version: str


class OdkServer:
    """A form on an ODK Central server.

    Args:
        web: the server.
        project: number of the project.
        form: its id, `xmlFormId`.
        email: of a user who may view submissions.
        password: theirs; it is sent once, for a session that `close` ends.
    """

    def __init__(self, web: WebServer, project: int, form: str, email: str, password: str) -> None:
        self.web = web
        self.form = f"{project}/{form}"
        self._path = f"/v1/projects/{project}/forms/{quote(form, safe='')}"
        user = {"email": email, "password": password}
        session = _read(web.ask("/v1/sessions", "sign-in of ODK Central", method="POST", json=user), "sign-in")
        token = session.get("token") if isinstance(session, dict) else None
        if not isinstance(token, str):
            raise ServerError(STRANGE_ANSWER.at(what="session", reason="no token"))
        web.sign(f"Bearer {token}")

    def close(self) -> None:
        """End the session on the server."""
        with suppress(ServerError):
            self.web.ask("/v1/sessions/current", "session", method="DELETE")

    def describe(self) -> OdkForm:
        """Return the form's title and version.

        Raises:
            ServerError: it cannot be had, or is encrypted.
        """
        form = _read(self.web.ask(self._path, "form of that id"), "form of that id")
        if form.get("keyId") is not None:
            raise ServerError(ENCRYPTED.at())
        return OdkForm(str(form.get("name") or ""), str(form.get("version") or ""))

    def read_xlsform(self, version: str) -> bytes:
        """Return the XLSForm of a version.

        Args:
            version: as submissions name it.

        Raises:
            ServerError: it cannot be had.
        """
        return self.web.ask(f"{self._path}/versions/{quote(version or NO_VERSION, safe='')}.xlsx", "XLSForm")

    def list_submissions(self) -> tuple[bytes, list[dict[str, Any]]]:
        """Return the list of submissions, as received and as read.

        Raises:
            ServerError: it cannot be had.
        """
        content = self.web.ask(f"{self._path}/submissions", "submissions")
        listed = _read(content, "submissions")
        if not isinstance(listed, list) or not all(
            isinstance(one, dict) and one.get("instanceId") and one.get("createdAt") for one in listed
        ):
            raise ServerError(STRANGE_ANSWER.at(what="submissions", reason="no list of submissions"))
        return content, listed

    def export(self, since: str = "") -> bytes:
        """Return the ZIP of the form's tables.

        Args:
            since: leave out what neither came nor changed from then on, ISO 8601; "" for all.

        Raises:
            ServerError: it cannot be had.
        """
        recent = {"$filter": f"__system/submissionDate ge {since} or __system/updatedAt ge {since}"} if since else {}
        return self.web.ask(f"{self._path}/submissions.csv.zip", "submissions", {**EXPORT_OPTIONS, **recent})


def _read(content: bytes, what: str) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise ServerError(STRANGE_ANSWER.at(what=what, reason="no JSON")) from None
