"""The door to OpenDocument texts (.odt): paragraphs and table cells; deletions, notes and comments left out (lxml)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tasks.adapters.archives import parse_xml, read_entry
from tasks.core.sources import Layout, Piece, Run, compose

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FACE = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
HEADING_STYLES = ("heading", "title", "subtitle", "titre", "titulo", "título")
DEFAULT_STYLES = ("standard", "text body", "text_20_body", "default", "table", "list", "preformatted")
LEFT_OUT = (f"{TEXT}note", f"{OFFICE}annotation", f"{TEXT}tracked-changes", f"{TEXT}ruby-text", f"{DRAW}frame")
BOLD_WEIGHTS = ("bold", "600", "700", "800", "900")
DEFAULT_COLOURS = ("", "#000000", "auto", "transparent", "#ffffff")
SET_ASIDE = ("end", "right")
LEAST_INDENT = 0.5
"""In centimetres."""
LENGTH = re.compile(r"^([\d.]{1,9})(cm|mm|in|pt)$")
CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72}
MOST_SPACES = 1_000
"""Blanks that one element may stand for; more would be an attack."""


@dataclass(frozen=True, slots=True)
class _Style:
    """A style, with what it inherits."""

    name: str = ""
    is_bold: bool | None = None
    is_italic: bool | None = None
    is_heading: bool = False
    colour: str | None = None
    place: str | None = None


PLAIN_STYLE = _Style()


def read_open_document(archive: zipfile.ZipFile) -> list[Piece]:
    """Read an OpenDocument text.

    Args:
        archive: the .odt, from `open_archive`.

    Returns:
        Its paragraphs and table cells in reading order.

    Raises:
        UnsafeArchiveError: a part is longer than it says, or too large.
        zipfile.BadZipFile, KeyError, lxml.etree.XMLSyntaxError: it is damaged.
    """
    body = parse_xml(read_entry(archive, "content.xml"))
    shared = parse_xml(read_entry(archive, "styles.xml")) if "styles.xml" in archive.namelist() else None
    elements = {
        element.get(f"{STYLE}name", ""): element
        for root in (shared, body)
        if root is not None
        for element in root.iter(f"{STYLE}style")
    }
    reader = _OpenReader({name: _resolve(name, elements, frozenset()) for name in elements})
    talk = body.find(f"{OFFICE}body/{OFFICE}text")
    return list(reader.pieces(talk, Layout())) if talk is not None else []


def _resolve(name: str, elements: dict[str, Any], above: frozenset[str]) -> _Style:
    element = elements.get(name)
    if element is None or name in above:
        return PLAIN_STYLE
    base = _resolve(element.get(f"{STYLE}parent-style-name", ""), elements, above | {name})
    face = element.find(f"{STYLE}text-properties")
    weight = face.get(f"{FACE}font-weight") if face is not None else None
    slant = face.get(f"{FACE}font-style") if face is not None else None
    line = face.get(f"{STYLE}text-underline-style") if face is not None else None
    shown = (element.get(f"{STYLE}display-name") or name).replace("_20_", " ").casefold()
    is_automatic = element.getparent().tag == f"{OFFICE}automatic-styles"
    own_name = base.name if is_automatic else ("" if shown.startswith(DEFAULT_STYLES) else shown)
    return _Style(
        name=own_name,
        is_bold=base.is_bold
        if weight is None and line is None
        else weight in BOLD_WEIGHTS or line not in (None, "none"),
        is_italic=base.is_italic if slant is None else slant in ("italic", "oblique"),
        is_heading=base.is_heading or (not is_automatic and shown.startswith(HEADING_STYLES)),
        colour=base.colour if (colour := _colour(face)) is None else colour,
        place=base.place if (place := _place(element.find(f"{STYLE}paragraph-properties"))) is None else place,
    )


def _colour(face: Any) -> str | None:
    """Return the colour of letters or of what is behind them, "" for a default one, None where nothing is said."""
    if face is None:
        return None
    told = [face.get(f"{FACE}{name}") for name in ("color", "background-color")]
    return next((one for one in told if one and one.lower() not in DEFAULT_COLOURS), "" if any(told) else None)


def _place(properties: Any) -> str | None:
    """Return how a paragraph is set aside, "" for not at all, None where nothing is said."""
    if properties is None:
        return None
    align, margin = properties.get(f"{FACE}text-align"), properties.get(f"{FACE}margin-left")
    if align in SET_ASIDE:
        return "right"
    length = LENGTH.match(margin or "")
    is_indented = length is not None and float(length[1]) * CENTIMETRES[length[2]] >= LEAST_INDENT
    return f"left {margin}" if is_indented else ("" if align or margin else None)


class _OpenReader:
    """Walks the body of a document."""

    def __init__(self, styles: dict[str, _Style]) -> None:
        self._styles = styles
        self._tables = 0

    def pieces(self, parent: Any, layout: Layout) -> Iterator[Piece]:
        """Yield paragraphs, whatever wraps them."""
        for child in parent.iterchildren():
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                yield self._paragraph(child, layout)
                for box in child.iter(f"{DRAW}text-box"):
                    yield from self.pieces(box, layout)
            elif child.tag == f"{TABLE}table":
                yield from self._table(child, layout)
            elif child.tag == f"{TEXT}list":
                yield from self.pieces(child, replace(layout, is_listed=True))
            elif isinstance(child.tag, str) and child.tag not in LEFT_OUT and len(child):
                yield from self.pieces(child, layout)

    def _table(self, table: Any, layout: Layout) -> Iterator[Piece]:
        self._tables += 1
        number = self._tables
        rows = [row for row in table.iter(f"{TABLE}table-row") if next(row.iterancestors(f"{TABLE}table")) is table]
        for place, row in enumerate(rows):
            for column, cell in enumerate(row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell")):
                yield from self.pieces(cell, replace(layout, table=number, table_row=place, table_column=column))

    def _paragraph(self, element: Any, layout: Layout) -> Piece:
        style = self._styles.get(element.get(f"{TEXT}style-name", ""), PLAIN_STYLE)
        is_heading = element.tag == f"{TEXT}h" or style.is_heading
        told = replace(layout, is_heading=is_heading, style=style.name, look=style.place or "")
        return compose(self._runs(element, style), told)

    def _runs(self, element: Any, style: _Style) -> Iterator[Run]:
        face = (bool(style.is_bold), bool(style.is_italic), style.colour or "")
        yield Run(_collapse(element.text), *face)
        for child in element.iterchildren():
            if isinstance(child.tag, str) and child.tag not in LEFT_OUT:
                yield from self._inline(child, style)
            yield Run(_collapse(child.tail), *face)

    def _inline(self, child: Any, style: _Style) -> Iterator[Run]:
        if child.tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c", "1")
            yield Run(" " * min(int(count) if count.isdigit() else 1, MOST_SPACES))
        elif child.tag == f"{TEXT}tab":
            yield Run("\t")
        elif child.tag == f"{TEXT}line-break":
            yield Run("\n")
        else:
            own = self._styles.get(child.get(f"{TEXT}style-name", ""), PLAIN_STYLE)
            yield from self._runs(
                child,
                replace(
                    style,
                    is_bold=style.is_bold if own.is_bold is None else own.is_bold,
                    is_italic=style.is_italic if own.is_italic is None else own.is_italic,
                    colour=style.colour if own.colour is None else own.colour,
                ),
            )


def _collapse(text: str | None) -> str:
    """Return the text of an element, where line feeds and runs of blanks are one blank (ODF 1.3, 6.1.2)."""
    return re.sub(r"[ \t\n\r]+", " ", text or "")
