"""The door to web servers (httpx): paced requests, patience with what passes, and a clear word on what does not."""

from __future__ import annotations

import datetime
import email.utils
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from tasks.core.paces import Pace
from tasks.core.problems import Problem, ProblemKind, Severity

LARGEST_ANSWER = 500_000_000
"""Bytes of one answer."""
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may be different in a minute."""
OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})

NOT_LET_IN = ProblemKind(
    "W001",
    Severity.CRITICAL,
    "The server does not accept the sign-in (status 401).",
    "Check the token or the password in the Secret block or in the environment; it may have been replaced.",
)
NOT_ALLOWED = ProblemKind(
    "W002",
    Severity.CRITICAL,
    "The account may not read {what} (status 403).",
    "Ask the form's owner to let the account view its submissions.",
)
NOT_THERE = ProblemKind(
    "W003",
    Severity.CRITICAL,
    "The server has no {what} (status 404).",
    "Check the server's address and the form's id; both stand in the address bar when the form is open.",
)
NO_ANSWER = ProblemKind(
    "W004",
    Severity.CRITICAL,
    "The server did not give {what} after {n} tries ({reason}).",
    "Pull again later; what was received so far is kept and not asked for again.",
)
STRANGE_ANSWER = ProblemKind(
    "W005",
    Severity.CRITICAL,
    "The server's answer for {what} is not what its API promises ({reason}).",
    "Check that the address is that of the collection server itself, without a path behind it.",
)
NOT_ENCRYPTED = ProblemKind(
    "W006",
    Severity.CRITICAL,
    "The server's address does not begin with https://, so the sign-in could be read on the way.",
    "Write the address with https://.",
)
BAD_ADDRESS = ProblemKind(
    "W016",
    Severity.CRITICAL,
    "The server's address cannot be used ({reason}).",
    "Write it as in https://kf.kobotoolbox.org, without a user name or a password.",
)
REFUSED = ProblemKind(
    "W007",
    Severity.CRITICAL,
    "The server refuses the request for {what} (status {status}).",
    "Check the server's address and the form's id.",
)


class ServerError(Exception):
    """A server did not give what was asked for.

    Attributes:
        problem: what is wrong and what to do.
        is_passing: asking again later may help.
        status: of the answer, None without one.
    """

    def __init__(self, problem: Problem, *, is_passing: bool = False, status: int | None = None) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.is_passing = is_passing
        self.status = status


@dataclass(slots=True)
class _Wait:
    """Why a request is made again, and after how many seconds the server wants it."""

    reason: str
    seconds: float | None = None


@dataclass(slots=True)
class WebServer:
    """A server that is asked over HTTP.

    Attributes:
        address: "https://kf.kobotoolbox.org", without a path.
        pace: how fast and how patiently.
        sleep: waits; replaced in tests.
    """

    address: str
    pace: Pace = field(default_factory=Pace)
    sleep: Callable[[float], None] = time.sleep
    _client: httpx.Client = field(init=False, repr=False)
    _next_at: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.address = _plain_address(self.address)
        timeout = httpx.Timeout(self.pace.silence_seconds, connect=min(15.0, self.pace.silence_seconds))
        self._client = httpx.Client(timeout=timeout, follow_redirects=False, trust_env=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def sign(self, authorization: str) -> None:
        """Send a sign-in with every further request; it is kept in memory only.

        Raises:
            ServerError: no server would accept it.
        """
        if not (authorization.isascii() and authorization.isprintable()):
            raise ServerError(NOT_LET_IN.at(), status=401)
        self._client.headers["Authorization"] = authorization

    def ask(
        self,
        path: str,
        what: str,
        params: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        json: Any = None,
    ) -> bytes:
        """Ask for something, again while the fault may pass.

        Args:
            path: below the address.
            what: what is asked for, in words for the reader of a problem.
            params: of the query.
            method: GET, POST, DELETE.
            json: body to send.

        Returns:
            The whole answer.

        Raises:
            ServerError: the server refuses, or does not answer in time.
        """
        try:
            request = self._client.build_request(method, f"{self.address}{path}", params=params, json=json)
        except httpx.InvalidURL:
            raise ServerError(BAD_ADDRESS.at(reason="it is no web address")) from None
        reason = ""
        for number in range(1, self.pace.tries + 1):
            answer = self._try(request, what)
            if isinstance(answer, bytes):
                return answer
            reason = answer.reason
            seconds = self.pace.backoff_seconds * 2 ** (number - 1) if answer.seconds is None else answer.seconds
            if answer.seconds is not None and seconds > self.pace.longest_wait_seconds:
                reason = f"it asks to wait {seconds:.0f} seconds"
                break
            if number < self.pace.tries:
                self.sleep(min(seconds, self.pace.longest_wait_seconds))
        raise ServerError(NO_ANSWER.at(what=what, n=number, reason=reason), is_passing=True)

    def _try(self, request: httpx.Request, what: str) -> bytes | _Wait:
        now = time.monotonic()
        if now < self._next_at:
            self.sleep(self._next_at - now)
        self._next_at = max(now, self._next_at) + 1 / self.pace.requests_per_second
        try:
            response = self._client.send(request, stream=True)
            try:
                return self._read(response, what)
            finally:
                response.close()
        except httpx.HTTPError as error:
            return _Wait(type(error).__name__)

    def _read(self, response: httpx.Response, what: str) -> bytes | _Wait:
        status = response.status_code
        if status in PASSING:
            return _Wait(f"status {status}", _retry_after(response.headers.get("Retry-After", "")))
        if status >= 300:
            raise ServerError(_refusal(status, what), status=status)
        ends_at = time.monotonic() + self.pace.answer_seconds
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > LARGEST_ANSWER:
                raise ServerError(STRANGE_ANSWER.at(what=what, reason="it is too large"))
            if time.monotonic() > ends_at:
                return _Wait("the answer takes too long")
        return b"".join(parts)


def _plain_address(address: str) -> str:
    """Return the address without what stands behind the server when a form is open in a browser."""
    try:
        parts = urlsplit(address.strip())
        host, has_user = parts.hostname, parts.username is not None or parts.password is not None
    except ValueError:
        raise ServerError(BAD_ADDRESS.at(reason="it is no web address")) from None
    if not host or parts.scheme not in ("http", "https"):
        raise ServerError(BAD_ADDRESS.at(reason="it does not begin with https:// and the server's name"))
    if has_user:
        raise ServerError(BAD_ADDRESS.at(reason="it holds a user name or a password"))
    if parts.scheme == "http" and host not in OWN_MACHINE:
        raise ServerError(NOT_ENCRYPTED.at())
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def _refusal(status: int, what: str) -> Problem:
    if status < 400:
        return STRANGE_ANSWER.at(what=what, reason=f"status {status}: it sends elsewhere")
    kind = {401: NOT_LET_IN, 403: NOT_ALLOWED, 404: NOT_THERE, 410: NOT_THERE}.get(status, REFUSED)
    return kind.at(what=what, status=status)


def _retry_after(text: str) -> float | None:
    """Read how long the server wants to be left alone: seconds, or a date."""
    if not text.strip():
        return None
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        when = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return max(0.0, (when - datetime.datetime.now(datetime.UTC)).total_seconds()) if when.tzinfo else None
