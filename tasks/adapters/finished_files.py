"""Reads finished files again, as somebody who opens them would: every text they hold, wherever it is kept."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from itertools import groupby
from pathlib import Path

from tasks.adapters.parquet_files import read_parquet
from tasks.adapters.pdf_documents import read_pages
from tasks.adapters.statistics_files import read_texts

TAG_PATTERN = re.compile(r"<[^>]*>")
ATTRIBUTE_PATTERN = re.compile(r"=\"([^\"]*)\"")
XML_ENDINGS = (".xml", ".rels", ".html", ".htm", ".svg", ".qde", ".qdc")
ARCHIVE_ENDINGS = (".docx", ".xlsx", ".odt", ".ods", ".zip", ".pptx", ".qdpx")
STATISTICS_ENDINGS = (".sav", ".zsav", ".dta")
PLAIN_ENDINGS = (".txt", ".csv", ".md", ".yaml")
GUID_PATTERN = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""Ids that a program made, whose digits are no telephone number."""
ROWS_A_BLOCK = 256
STYLE_PATTERN = re.compile(r"<style.*?</style>", re.DOTALL | re.IGNORECASE)


def read_finished(path: Path) -> Iterator[tuple[str, str]]:
    """Read a finished file.

    Args:
        path: HTML, DOCX, XLSX, PDF, JSON, Parquet, a project or data of another program, or any text.

    Yields:
        Where in the file, and the text that stands there: words without marks, and the values of attributes.
    """
    suffix = path.suffix.lower()
    if suffix in ARCHIVE_ENDINGS:
        yield from _read_archive(path)
    elif suffix == ".pdf":
        yield from (("page", text) for text in read_pages(path.read_bytes()))
    elif suffix == ".parquet":
        yield from _read_table(path)
    elif suffix in STATISTICS_ENDINGS:
        yield from read_texts(path)
    elif suffix == ".json":
        yield from _read_json(json.loads(path.read_text(encoding="utf-8")), "")
    else:
        text = path.read_bytes().decode("utf-8", "replace")
        yield from _read_marked(text, "text") if suffix in XML_ENDINGS else [("text", text)]


def _read_archive(path: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield f"name of {name.rpartition('/')[0] or 'a part'}", name
            if name.endswith(XML_ENDINGS):
                yield from _read_marked(archive.read(name).decode("utf-8", "replace"), name)
            elif name.endswith(PLAIN_ENDINGS):
                yield name, archive.read(name).decode("utf-8", "replace")


def _read_marked(text: str, place: str) -> Iterator[tuple[str, str]]:
    """Read words as they show, with no mark between two runs of a word, and attributes apart."""
    plain = GUID_PATTERN.sub("", STYLE_PATTERN.sub(" ", text))
    yield place, unescape(TAG_PATTERN.sub("", re.sub(r"</(?:w:p|p|td|th|li|h\d|div|tr)>", "\n", plain)))
    yield f"{place}, attributes", unescape("\n".join(ATTRIBUTE_PATTERN.findall(plain)))


def _read_json(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield place, str(key)
            yield from _read_json(inner, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _read_json(inner, place)
    elif isinstance(value, str):
        yield place, value


def _read_table(path: Path) -> Iterator[tuple[str, str]]:
    for name, column in read_parquet(path.read_bytes()).to_pydict().items():
        yield f"column {name}", "\n".join(str(value) for value in column if value is not None)


def read_values(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Read the distinct values of each column of a table.

    Args:
        path: Parquet.

    Yields:
        The column, as `read_finished` names it, and its values as texts.
    """
    import pyarrow.compute as pc
    import pyarrow.types as kinds

    table = read_parquet(path.read_bytes())
    for name in table.column_names:
        column = table[name]
        values = pc.list_flatten(column) if kinds.is_list(column.type) else column
        yield f"column {name}", [str(value) for value in pc.unique(values).to_pylist() if value is not None]


def read_log(path: Path) -> Iterator[tuple[str, str]]:
    """Read a log file; who is at work, and on what machine, is told in it and is no respondent.

    Args:
        path: lines of text, or of JSON.

    Yields:
        The line's number and its text.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        try:
            entry = json.loads(line)
        except ValueError:
            entry = line
        told = (
            {key: value for key, value in entry.items() if key not in ("who", "host")}
            if isinstance(entry, dict)
            else entry
        )
        yield from ((f"line {number}", text) for _, text in _read_json(told, ""))


def read_records(database: Path) -> Iterator[tuple[str, str]]:
    """Read every text of an SQLite database, as a Prefect server keeps its runs, artifacts and logs in.

    Args:
        database: its file; one that is no database, or that is locked, yields nothing of what cannot be read.

    Yields:
        Table and column, and the text.
    """
    with _opened(database) as connection:
        for table in _tables(connection):
            cursor = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name of the database's own
            names = [f"table {table}, column {column[0]}" for column in cursor.description]
            for row in cursor:
                yield from ((name, _text(value)) for name, value in zip(names, row, strict=True) if _is_text(value))


def read_record_blocks(database: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Read the texts of an SQLite database in blocks of rows: what was not touched since comes as the same block.

    Args:
        database: its file; see `read_records`.

    Yields:
        Table and column, and the texts of a block.
    """
    with _opened(database) as connection:
        for table in _tables(connection):
            cursor = connection.execute(f'SELECT rowid, * FROM "{table}" ORDER BY rowid')  # noqa: S608 - likewise
            names = [f"table {table}, column {column[0]}" for column in cursor.description[1:]]
            for _, rows in groupby(cursor, lambda row: row[0] // ROWS_A_BLOCK):
                _, *columns = zip(*rows, strict=True)
                yield from (
                    (name, tuple(map(_text, filter(_is_text, values))))
                    for name, values in zip(names, columns, strict=True)
                )


def _opened(database: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True, timeout=10))


def _tables(connection: sqlite3.Connection) -> list[str]:
    return [str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]


def _is_text(value: object) -> bool:
    return isinstance(value, (str, bytes)) and bool(value)


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "replace")
