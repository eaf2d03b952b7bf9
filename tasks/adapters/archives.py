"""The door to ZIP archives from outside: bounded, without escapes, their XML without entities (zipfile, lxml)."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

LARGEST_UNPACKED = 500_000_000
"""Bytes; a 100,000-row workbook unpacks to about 60 million."""
FREE_UNPACKED = 50_000_000
"""Bytes an archive may unpack to, whatever its ratio."""
LARGEST_RATIO = 200
"""Unpacked over packed bytes; office files stay below 40."""
MOST_ENTRIES = 10_000
LARGEST_XML = 200_000_000
"""Bytes of one XML part that is parsed as a tree."""


class UnsafeArchiveError(ValueError):
    """The archive would unpack to more than is safe to read."""


def open_archive(content: bytes) -> zipfile.ZipFile:
    """Open an archive whose entries have bounded sizes.

    Args:
        content: the file's bytes.

    Returns:
        The archive; nothing is unpacked to the disk.

    Raises:
        UnsafeArchiveError: it holds too many entries, or too many bytes for its size.
        zipfile.BadZipFile: it is no archive.
    """
    archive = zipfile.ZipFile(io.BytesIO(content))
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    is_bomb = size > FREE_UNPACKED and size > LARGEST_RATIO * len(content)
    if size > LARGEST_UNPACKED or len(entries) > MOST_ENTRIES or is_bomb:
        raise UnsafeArchiveError
    return archive


def names_in(content: bytes) -> frozenset[str]:
    """Return the names of an archive's entries, none when it is no archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return frozenset()


def read_entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """Read one entry, no further than the size it declares.

    Args:
        archive: from `open_archive`.
        name: of the entry.

    Returns:
        Its bytes.

    Raises:
        KeyError: there is no such entry.
        UnsafeArchiveError: the entry is longer than it says.
        zipfile.BadZipFile: it is damaged.
        RuntimeError: it is encrypted.
    """
    size = archive.getinfo(name).file_size
    with archive.open(name) as stream:
        content = stream.read(size + 1)
    if len(content) > size:
        raise UnsafeArchiveError
    return content


def parse_xml(content: bytes) -> Any:
    """Parse XML from outside: entities are not resolved, nothing is fetched, depth and size are bounded.

    Args:
        content: an XML document.

    Returns:
        The root element (lxml).

    Raises:
        UnsafeArchiveError: it is too large, or declares entities.
        lxml.etree.XMLSyntaxError: it is no XML.
    """
    from lxml import etree

    if len(content) > LARGEST_XML or b"<!ENTITY" in content:
        raise UnsafeArchiveError
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=len(content) > 9_000_000
    )
    return etree.fromstring(content, parser)


def schema_faults(content: bytes, schema: Path) -> tuple[str, ...]:
    """Check an XML document of our own against a RELAX NG schema.

    Args:
        content: the document.
        schema: a file in the XML form of RELAX NG.

    Returns:
        What does not hold, with its line; nothing of the document's texts.
    """
    rules = _load_schema(schema)
    if rules.validate(parse_xml(content)):
        return ()
    return tuple(f"line {entry.line}: {entry.type_name}" for entry in rules.error_log) or ("invalid",)


@cache
def _load_schema(schema: Path) -> Any:
    from lxml import etree

    return etree.RelaxNG(etree.parse(str(schema)))
