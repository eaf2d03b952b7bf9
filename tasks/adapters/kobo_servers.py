"""The door to KoboToolbox servers (API version 2): a form's versions, the list of its submissions, their answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from tasks.adapters.web_servers import STRANGE_ANSWER, ServerError, WebServer

LIST_FIELDS = ("_id", "_uuid", "meta/rootUuid", "_submission_time", "_validation_status")
"""Enough to tell what is new: the list is short even when the answers are long."""
LIST_PAGE = 1000
"""Submissions on a page of the list, the most that servers give."""
MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class KoboForm:
    """A form as the server describes it.

    Attributes:
        title: its name.
        version: uid of the deployed version, as submissions name it.
        content: of the version being edited; where nothing was changed since, the deployed one.
    """

    title: str
    version: str
    content: dict[str, Any]


class KoboServer:
    """A form on a KoboToolbox server.

    Args:
        web: the server.
        asset: uid of the form.
        token: of an account that may view its submissions.
        page_size: submissions asked for at once.
    """

    def __init__(self, web: WebServer, asset: str, token: str, page_size: int = 100) -> None:
        self.web = web
        self.asset = asset
        self._path = f"/api/v2/assets/{quote(asset, safe='')}"
        self._page_size = page_size
        web.sign(f"Token {token.strip()}")

    def describe(self) -> KoboForm:
        """Return the form's title, deployed version and content.

        Raises:
            ServerError: it cannot be had.
        """
        asset = self._ask("/", "form of that id", {"format": "json"})[1]
        version = asset.get("deployed_version_id") or asset.get("version_id")
        content = asset.get("content")
        return KoboForm(str(asset.get("name") or ""), str(version or ""), content if isinstance(content, dict) else {})

    def read_version(self, version: str) -> dict[str, Any]:
        """Return the content of one version of the form.

        Args:
            version: its uid.

        Raises:
            ServerError: it cannot be had.
        """
        path = f"/versions/{quote(version, safe='')}/"
        content = self._ask(path, "version of the form", {"format": "json"})[1].get("content")
        if not isinstance(content, dict):
            raise ServerError(STRANGE_ANSWER.at(what="version of the form", reason="no content"))
        return content

    def read_xlsform(self) -> bytes:
        """Return the form as the server writes it for form authors.

        Raises:
            ServerError: it cannot be had.
        """
        return self.web.ask(f"{self._path}.xls", "XLSForm")

    def list_pages(self) -> Iterator[tuple[bytes, dict[str, Any]]]:
        """Yield the pages of the list of submissions, as received and as read.

        Raises:
            ServerError: one cannot be had.
        """
        yield from self._pages({"fields": json.dumps(LIST_FIELDS), "limit": str(LIST_PAGE)})

    def data_pages(self, ids: Sequence[str]) -> Iterator[tuple[bytes, dict[str, Any]]]:
        """Yield pages that hold the submissions asked for.

        Args:
            ids: `_id` of each.

        Raises:
            ServerError: a page cannot be had.
        """
        for start in range(0, len(ids), self._page_size):
            batch = [int(id_) for id_ in ids[start : start + self._page_size]]
            query = json.dumps({"_id": {"$in": batch}}, separators=(",", ":"))
            yield from self._pages({"query": query, "limit": str(self._page_size)})

    def _pages(self, params: dict[str, str]) -> Iterator[tuple[bytes, dict[str, Any]]]:
        """Follow the links to the next page; only their query is used, so that the token goes nowhere else."""
        params = {"format": "json", "sort": '{"_id":1}', **params}
        seen: set[str] = set()
        for _ in range(MOST_PAGES):
            content, page = self._ask("/data.json", "submissions", params)
            if not _is_page(page):
                raise ServerError(STRANGE_ANSWER.at(what="submissions", reason="no list of results"))
            yield content, page
            following = page.get("next")
            if not following:
                return
            if following in seen:
                raise ServerError(STRANGE_ANSWER.at(what="submissions", reason="its pages lead in a circle"))
            seen.add(following)
            params = {**params, **dict(parse_qsl(urlsplit(str(following)).query))}
        raise ServerError(STRANGE_ANSWER.at(what="submissions", reason="too many pages"))

    def _ask(self, path: str, what: str, params: dict[str, str]) -> tuple[bytes, dict[str, Any]]:
        content = self.web.ask(f"{self._path}{path}", what, params)
        try:
            read = json.loads(content)
        except (ValueError, RecursionError):
            raise ServerError(STRANGE_ANSWER.at(what=what, reason="no JSON")) from None
        if not isinstance(read, dict):
            raise ServerError(STRANGE_ANSWER.at(what=what, reason="no JSON object"))
        return content, read


def _is_page(page: dict[str, Any]) -> bool:
    results = page.get("results")
    return isinstance(results, list) and all(
        isinstance(one, dict) and str(one.get("_id", "")).isdigit() for one in results
    )
