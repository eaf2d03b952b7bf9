"""Servers on this machine that speak the APIs of KoboToolbox and ODK Central, with the faults that real ones have."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
import time
import zipfile
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import builders_exports as exports

from tasks.adapters.forms import read_form_sheets

TOKEN = "t0ken-0123456789abcdef-secret"
EMAIL, PASSWORD = "collector@example.org", "pass-phrase-secret"
ASSET, PROJECT, FORM = "aTest0123456789", 7, "msp_annex1"
VERSION = "team-2"


@dataclass
class Fault:
    """Something that goes wrong with a request, `times` times after `after` good ones."""

    path: str
    kind: str
    times: int = 1
    after: int = 0
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)


class CollectionServer:
    """A running server: its submissions, its faults, and what it was asked."""

    def __init__(self) -> None:
        self.submissions: dict[Any, dict[str, Any]] = {}
        self.faults: list[Fault] = []
        self.asked: list[str] = []
        self.page = 1000
        self.encrypted = False
        self.address = ""

    def count(self, part: str) -> int:
        return sum(part in asked for asked in self.asked)

    def answer(
        self, method: str, path: str, query: dict[str, str], headers: Any, body: bytes
    ) -> tuple[int, str, bytes]:
        raise NotImplementedError


class KoboTwin(CollectionServer):
    """KoboToolbox, API version 2."""

    def __init__(self) -> None:
        super().__init__()
        self.contents = {VERSION: form_content()}

    def answer(self, method, path, query, headers, body):
        if headers.get("Authorization") != f"Token {TOKEN}":
            return 401, "application/json", b'{"detail":"Invalid token."}'
        base = f"/api/v2/assets/{ASSET}"
        if path == f"{base}.xls":
            return 200, "application/vnd.ms-excel", form_workbook()
        if path == f"{base}/":
            asset = {
                "uid": ASSET,
                "name": "Questionnaire on the MSP",
                "deployed_version_id": VERSION,
                "version_id": VERSION,
                "deployment__submission_count": len(self.submissions),
                "content": self.contents[VERSION],
                "deployed_versions": {"count": 1, "next": None, "results": [{"uid": VERSION}]},
            }
            return _json(asset)
        if match := re.fullmatch(rf"{base}/versions/([^/]+)/", path):
            content = self.contents.get(unquote(match[1]))
            return _json({"uid": match[1], "content": content}) if content else _json({"detail": "Not found."}, 404)
        return _json(self._data(query)) if path == f"{base}/data.json" else _json({"detail": "Not found."}, 404)

    def _data(self, query: dict[str, str]) -> dict[str, Any]:
        wanted = json.loads(query.get("query", "{}")).get("_id", {}).get("$in")
        rows = [one for id_, one in sorted(self.submissions.items()) if wanted is None or id_ in wanted]
        start, limit = int(query.get("start", 0)), min(int(query.get("limit", 100)), self.page)
        fields = json.loads(query.get("fields", "[]"))
        results = [
            {name: one[name] for name in fields if name in one} if fields else one
            for one in rows[start : start + limit]
        ]
        more = {**query, "start": str(start + limit), "limit": str(limit)}
        following = f"https://kf.elsewhere.example/api/v2/assets/{ASSET}/data.json?{urlencode(more)}"
        return {
            "count": len(rows),
            "next": following if start + limit < len(rows) else None,
            "previous": None,
            "results": results,
        }


class CentralTwin(CollectionServer):
    """ODK Central, API version 1."""

    def __init__(self) -> None:
        super().__init__()
        self.session = "session-0123456789-secret"
        self.is_open = False

    def answer(self, method, path, query, headers, body):
        if path == "/v1/sessions" and method == "POST":
            if json.loads(body) != {"email": EMAIL, "password": PASSWORD}:
                return _json({"code": 401.2, "message": "Could not authenticate."}, 401)
            self.is_open = True
            return _json({"token": self.session, "csrf": "c", "expiresAt": "2030-01-01T00:00:00.000Z"})
        if headers.get("Authorization") != f"Bearer {self.session}" or not self.is_open:
            return _json({"code": 401.2, "message": "Could not authenticate."}, 401)
        if path == "/v1/sessions/current" and method == "DELETE":
            self.is_open = False
            return _json({"success": True})
        base = f"/v1/projects/{PROJECT}/forms/{FORM}"
        if path == base:
            return _json(
                {"xmlFormId": FORM, "name": "Questionnaire", "version": VERSION, "keyId": 3 if self.encrypted else None}
            )
        if path == f"{base}/versions/{VERSION}.xlsx":
            return 200, "application/vnd.openxmlformats", form_workbook()
        if path == f"{base}/submissions":
            return _json([self._listed(key, one) for key, one in self.submissions.items()])
        if path == f"{base}/submissions.csv.zip":
            return 200, "application/zip", self._archive(query)
        return _json({"code": 404.1, "message": "Could not find the resource."}, 404)

    def _listed(self, key: str, one: dict[str, Any]) -> dict[str, Any]:
        return {
            "instanceId": key,
            "submitterId": 5,
            "deviceId": None,
            "createdAt": one["created"],
            "updatedAt": one["updated"],
            "reviewState": one["review"] or None,
            "currentVersion": {"instanceId": one["instance"], "current": True},
        }

    def _archive(self, query: dict[str, str]) -> bytes:
        assert query["attachments"] == "false"
        since = re.search(r"ge (\S+)", query.get("$filter", ""))
        tables = exports.odk_files(split=False)
        header, repeat_header = tables["msp.csv"][0], tables["msp-network.csv"][0]
        rows, repeats = [header], [repeat_header]
        for key, one in self.submissions.items():
            if since and one["created"] < since[1] and (one["updated"] or "") < since[1]:
                continue
            rows.append(
                [
                    {"meta-instanceID": one["instance"], "KEY": key, "ReviewState": one["review"]}.get(name, cell)
                    for name, cell in zip(header, one["row"], strict=True)
                ]
            )
            repeats += [[*network, key, f"{key}/network[{n}]"] for n, network in enumerate(one["networks"], start=1)]
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, table in ((f"{FORM}.csv", rows), (f"{FORM}-network.csv", repeats)):
                text = io.StringIO()
                csv.writer(text).writerows(table)
                archive.writestr(name, text.getvalue())
        return stream.getvalue()


def _json(value: Any, status: int = 200) -> tuple[int, str, bytes]:
    return status, "application/json", json.dumps(value, ensure_ascii=False).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Any

    def _serve(self) -> None:
        twin: CollectionServer = self.server.twin
        url = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        twin.asked.append(f"{self.command} {unquote(self.path)}")
        fault = next((one for one in twin.faults if one.path in self.path and one.times > 0), None)
        if fault is not None and fault.after > 0:
            fault.after -= 1
            fault = None
        if fault is not None:
            fault.times -= 1
        if fault is not None and fault.kind == "status":
            self._send(fault.status, "application/json", b'{"detail":"Zo\xc3\xab said so"}', fault.headers)
            return
        if fault is not None and fault.kind == "html":
            self._send(200, "text/html", b"<html>Please sign in</html>", {})
            return
        status, kind, content = twin.answer(self.command, url.path, query, self.headers, body)
        with suppress(BrokenPipeError, ConnectionResetError):
            self._send(status, kind, content, {}, fault.kind if fault else "")

    def _send(self, status: int, kind: str, content: bytes, headers: dict[str, str], trouble: str = "") -> None:
        if trouble == "silent":
            time.sleep(0.5)
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if trouble == "break":
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            self.connection.close()
            self.close_connection = True
        elif trouble == "drip":
            for place in range(0, len(content), max(1, len(content) // 20)):
                self.wfile.write(content[place : place + max(1, len(content) // 20)])
                self.wfile.flush()
                time.sleep(0.05)
        else:
            self.wfile.write(content)

    do_GET = do_POST = do_DELETE = _serve  # noqa: N815 - names that the library asks for

    def log_message(self, *_: Any) -> None:
        """Stay quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up is no news."""


@contextmanager
def running(twin: CollectionServer):
    """Run a twin on a free port."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.twin = twin  # type: ignore[attr-defined]
        twin.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield twin
        finally:
            server.shutdown()
            thread.join()


# --- the ten responses as the servers hold them ------------------------------------------------------------------------
_FORM: dict[str, Any] = {}


def form_workbook() -> bytes:
    """The team's form as its author uploaded it."""
    if "workbook" not in _FORM:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            _FORM["workbook"] = exports.write_form(Path(folder) / "form.xlsx", version=VERSION).read_bytes()
    return _FORM["workbook"]


def form_content() -> dict[str, Any]:
    """The team's form as KoboToolbox keeps it: labels in lists, one place a language."""
    if "content" not in _FORM:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "form.xlsx"
            path.write_bytes(form_workbook())
            sheets, _, _ = read_form_sheets(path, "form.xlsx")
        languages = ["English (en)", "Français (fr)", "Español (es)", "Português (pt)"]
        _FORM["content"] = {
            "schema": "1",
            "survey": [_kobo_row(row, languages) for row in sheets["survey"]],
            "choices": [_kobo_row(row, languages) for row in sheets["choices"]],
            "settings": {"default_language": "English (en)"},
            "translations": languages,
            "translated": ["label", "hint", "constraint_message"],
        }
    return deepcopy(_FORM["content"])


def _kobo_row(row: dict[str, str], languages: list[str]) -> dict[str, Any]:
    told: dict[str, Any] = {"$kuid": f"k{abs(hash(tuple(row.items()))) % 10**6}"}
    for header, cell in row.items():
        name, _, language = header.partition("::")
        if language:
            told.setdefault(name, [None] * len(languages))[languages.index(language)] = cell or None
        elif cell:
            told[name] = cell
    kind, _, list_name = told.get("type", "").partition(" ")
    if kind.startswith("select"):
        told |= {"type": kind, "select_from_list_name": list_name}
    if "name" in told and kind not in ("begin_group", "begin_repeat"):
        told["$autoname"] = told["name"]
    return told


def kobo_submissions() -> dict[int, dict[str, Any]]:
    """The ten responses and a rejected one, as the data endpoint gives them: what was not answered is not there."""
    held = {}
    for n, said in enumerate(exports.ten_responses(), start=1):
        answers: dict[str, Any] = {}
        for name, value in (*said.values.items(), ("sectors_present", " ".join(said.sectors))):
            group = exports.group_of(name)
            if value:
                answers[f"{group}/{name}" if group else name] = value
        path = f"{exports.group_of('sectors_present')}/network"
        if said.networks:
            answers[path] = [
                {f"{path}/network_title": title, f"{path}/network_meetings": meetings}
                for title, meetings in said.networks
            ]
        held[1000 + n] = _kobo_system(1000 + n, said.uuid, f"2026-03-{n:02d}T10:00:00") | answers
    rejected = deepcopy(held[1010])
    rejected |= _kobo_system(1011, "ffffffff-0000-4000-8000-000000000011", "2026-03-11T10:00:00")
    rejected["_validation_status"] = {
        "uid": "validation_status_not_approved",
        "label": "Not Approved",
        "by_whom": "lead",
    }
    held[1011] = rejected
    return held


def _kobo_system(id_: int, uuid: str, time_: str) -> dict[str, Any]:
    return {
        "_id": id_,
        "formhub/uuid": "f0",
        "__version__": VERSION,
        "meta/instanceID": f"uuid:{uuid}",
        "_uuid": uuid,
        "meta/rootUuid": f"uuid:{uuid}",
        "_xform_id_string": ASSET,
        "_attachments": [{"id": 1, "filename": "a.jpg"}],
        "_status": "submitted_via_web",
        "_geolocation": [None, None],
        "_submission_time": time_,
        "_tags": [],
        "_notes": [],
        "_validation_status": {},
        "_submitted_by": "enumerator1",
    }


def central_submissions() -> dict[str, dict[str, Any]]:
    """The ten responses and a rejected one, as ODK Central holds them."""
    rows = exports.odk_files(split=False)["msp.csv"]
    key, review = rows[0].index("KEY"), rows[0].index("ReviewState")
    networks = {f"uuid:{said.uuid}": said.networks for said in exports.ten_responses()}
    held = {}
    for n, row in enumerate(rows[1:], start=1):
        held[row[key]] = {
            "row": row,
            "networks": networks.get(row[key], ()),
            "review": row[review],
            "instance": row[key],
            "created": f"2026-03-{n:02d}T10:00:00.000Z",
            "updated": None,
        }
    return held
