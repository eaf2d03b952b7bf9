"""Reads whom a file's properties and comments name, besides its text."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from pathlib import Path

from tasks.adapters.archives import UnsafeArchiveError, open_archive

LARGEST_FILE = 200_000_000
PARTS = (
    "docProps/core.xml",
    "docProps/app.xml",
    "word/comments.xml",
    "word/people.xml",
    "meta.xml",
    "content.xml",
    "xl/persons/person.xml",
)
PEOPLE_PATTERN = re.compile(
    r"<(?:dc:creator|cp:lastModifiedBy|meta:initial-creator|Manager|dc:contributor)[^>]*>([^<]{2,80})</"
    r"|\b(?:w:author|w15:author|displayName)=\"([^\"]{2,80})\"",
)
PDF_AUTHOR = re.compile(rb"/Author\s*\(((?:[^()\\]|\\.){2,80})\)")
GIVEN_BY_PROGRAMS = ("python-docx", "microsoft", "libreoffice", "openpyxl", "un-named", "unknown", "user", "admin")


def read_people(path: Path) -> tuple[str, ...]:
    """Read the names in a file's properties and comments.

    Args:
        path: any file; only office files and PDF hold such names.

    Returns:
        Names as they stand there, in order; nothing when the file cannot be read.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            return ()
        content = path.read_bytes()
        found = _read_archive(content) if content.startswith(b"PK\x03\x04") else _read_pdf(content)
    except (
        OSError,
        zipfile.BadZipFile,
        UnsafeArchiveError,
        KeyError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ):
        return ()
    names = (" ".join(re.sub(r"[._]", " ", unescape(name)).split()) for name in found)
    return tuple(dict.fromkeys(name for name in names if not name.lower().startswith(GIVEN_BY_PROGRAMS)))


def _read_archive(content: bytes) -> list[str]:
    with open_archive(content) as archive:
        names = set(archive.namelist())
        texts = [archive.read(part).decode("utf-8", "replace") for part in PARTS if part in names]
    return [first or second for text in texts for first, second in PEOPLE_PATTERN.findall(text)]


def _read_pdf(content: bytes) -> list[str]:
    if not content.startswith(b"%PDF-"):
        return []
    return [match.decode("latin-1") for match in PDF_AUTHOR.findall(io.BytesIO(content).read())]
