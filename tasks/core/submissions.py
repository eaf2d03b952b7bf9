"""Submissions: KoboToolbox's nested answers as the tables of its own export, and its form as sheets of an XLSForm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Cells = list[list[str]]

MAIN = ""
"""Path of the table with one row per submission."""
WITHOUT_ANSWER = frozenset({"note", ""})
SYSTEM = (
    "meta/instanceID",
    "meta/rootUuid",
    "__version__",
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "_submitted_by",
    "_index",
)
LINK = (
    "_index",
    "_parent_table_name",
    "_parent_index",
    "_submission__id",
    "_submission__uuid",
    "_submission__submission_time",
    "_submission__validation_status",
)
"""Columns with which KoboToolbox joins a repeat's rows to their submission."""
OWN_PREFIXES = ("_", "meta/", "formhub/")
"""Keys of a submission that are no answers."""
DETAILS = "_supplementalDetails"
UNTRANSLATED = frozenset({"list_name", "name", "type"})


@dataclass(slots=True)
class _Table:
    """A table being laid out: the answers' columns in order, and the rows that fill them."""

    name: str
    columns: dict[str, None]
    rows: list[dict[str, str]] = field(default_factory=list)

    def cells(self) -> Cells:
        """Return the header and the rows."""
        ends = SYSTEM if self.name == MAIN else LINK
        header = [*(name for name in self.columns if name not in ends), *ends]
        return [header, *([row.get(name, "") for name in header] for row in self.rows)]


def lay_out_submissions(
    submissions: Iterable[Mapping[str, Any]], contents: Iterable[Mapping[str, Any]]
) -> dict[str, Cells]:
    """Lay out submissions as an export of KoboToolbox with XML names and groups would.

    Args:
        submissions: as the data endpoint gives them.
        contents: of the form's versions, so that a question nobody answered still has its column.

    Returns:
        Table name ("" for the main one, else the repeat's name) -> header and rows.
    """
    tables = {MAIN: _Table(MAIN, {})}
    for content in contents:
        for repeat, path in _asked(content):
            table = tables.setdefault(repeat, _Table(repeat, {}))
            if path:
                table.columns.setdefault(path)
    for submission in submissions:
        _add_submission(submission, tables)
    return {_table_name(path, tables): table.cells() for path, table in tables.items()}


def _asked(content: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Yield each repeat with "", and each question with the path of the repeat around it."""
    groups: list[tuple[str, bool]] = []
    for row in content.get("survey") or ():
        kind, name = str(row.get("type") or ""), _name(row)
        repeats = [number for number, (_, is_repeat) in enumerate(groups, start=1) if is_repeat]
        repeat = "/".join(group for group, _ in groups[: repeats[-1]]) if repeats else MAIN
        if kind.startswith("begin"):
            groups.append((name, "repeat" in kind))
            if groups[-1][1]:
                yield "/".join(group for group, _ in groups), ""
        elif kind.startswith("end") and kind != "end":
            del groups[-1:]
        elif name and kind not in WITHOUT_ANSWER:
            yield repeat, "/".join([*(group for group, _ in groups), name])


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("name") or row.get("$autoname") or "")


def _table_name(path: str, tables: Mapping[str, _Table]) -> str:
    """Return the repeat's own name, or its path when two repeats share the name."""
    last = path.rsplit("/", 1)[-1]
    is_shared = sum(other.rsplit("/", 1)[-1] == last for other in tables) > 1
    return path.replace("/", "-") if is_shared else last


def _add_submission(submission: Mapping[str, Any], tables: dict[str, _Table]) -> None:
    main = tables[MAIN]
    status = submission.get("_validation_status")
    row = {name: _text(submission.get(name)) for name in SYSTEM}
    row["_validation_status"] = _text((status.get("label") or status.get("uid")) if isinstance(status, dict) else "")
    row["_index"] = str(len(main.rows) + 1)
    main.rows.append(row)
    link = {f"_submission_{name}": row[name] for name in ("_id", "_uuid", "_submission_time", "_validation_status")}
    _add_answers(submission, row, main, tables, link)
    for name, text in _transcripts(submission.get(DETAILS)):
        main.columns.setdefault(name)
        row[name] = text


def _add_answers(
    answers: Mapping[str, Any], row: dict[str, str], table: _Table, tables: dict[str, _Table], link: Mapping[str, str]
) -> None:
    for name, value in answers.items():
        if name.startswith(OWN_PREFIXES):
            continue
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            for one in value:
                child = tables.setdefault(name, _Table(name, {}))
                below = {
                    **link,
                    "_index": str(len(child.rows) + 1),
                    "_parent_table_name": table.name,
                    "_parent_index": row["_index"],
                }
                child.rows.append(below)
                _add_answers(one, below, child, tables, link)
        else:
            table.columns.setdefault(name)
            row[name] = _text(value)


def _transcripts(details: object) -> Iterable[tuple[str, str]]:
    """Yield the transcripts of recorded answers as the columns of an export."""
    for question, detail in details.items() if isinstance(details, dict) else ():
        transcript = detail.get("transcript") if isinstance(detail, dict) else None
        if isinstance(transcript, dict) and transcript.get("value"):
            language = str(transcript.get("languageCode") or "")
            yield f"{question} - transcript{f' ({language})' if language else ''}", _text(transcript["value"])


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(map(_text, value))
    return str(value)


def lay_out_form(content: Mapping[str, Any], *, form_id: str, title: str, version: str) -> dict[str, Cells]:
    """Lay out a form's version as the sheets of an XLSForm.

    Args:
        content: survey, choices, settings, translations and translated, as KoboToolbox keeps them.
        form_id: the asset's uid.
        title: of the form.
        version: as its submissions name it.

    Returns:
        Sheet name -> header and rows.
    """
    languages = [str(language) if language else "" for language in content.get("translations") or [None]]
    settings = {
        name: _text(value) for name, value in (content.get("settings") or {}).items() if not isinstance(value, dict)
    }
    settings |= {"form_title": title, "form_id": form_id, "version": version}
    return {
        "survey": _sheet([_plain_row(row, languages) for row in content.get("survey") or ()]),
        "choices": _sheet([_plain_row(row, languages) for row in content.get("choices") or ()]),
        "settings": _sheet([settings]),
    }


def _plain_row(row: Mapping[str, Any], languages: Sequence[str]) -> dict[str, str]:
    """Spread translated cells over columns, one a language, and join a select with its list."""
    plain: dict[str, str] = {"name": _name(row) or _text(row.get("$autovalue"))}
    for header, value in row.items():
        if header.startswith("$") or header in ("name", "select_from_list_name"):
            continue
        if isinstance(value, list) and header not in UNTRANSLATED:
            for language, text in zip(languages, value, strict=False):
                plain[f"{header}::{language}" if language else header] = _text(text)
        elif not isinstance(value, dict):
            plain[header] = _text(value)
    if chosen := row.get("select_from_list_name"):
        plain["type"] = f"{plain.get('type', '')} {chosen}"
    return plain


def _sheet(rows: Sequence[Mapping[str, str]]) -> Cells:
    header = list(dict.fromkeys(name for row in rows for name in row))
    return [header, *([row.get(name, "") for name in header] for row in rows)]
