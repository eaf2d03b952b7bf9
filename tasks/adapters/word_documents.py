"""The door to Word documents (.docx): paragraphs and table cells as if all tracked changes were accepted (lxml).

Only the body is read: page headers, footers, footnotes and comments are no part of a talk. WordprocessingML is
read directly: python-docx hides tracked insertions, and opens fifteen times fewer files a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tasks.adapters.archives import open_archive, parse_xml, read_entry
from tasks.core.sources import Layout, Piece, Run, compose

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT_WORD = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
BODY = "word/document.xml"
STYLES = "word/styles.xml"
HEADING_STYLES = ("heading", "title", "subtitle", "titre", "titulo", "título", "sous-titre", "überschrift", "toc")
DEFAULT_STYLES = ("normal", "body text", "corps de texte", "list paragraph", "no spacing", "default", "standard")
OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph or character style, with what it inherits."""

    name: str = ""
    is_bold: bool = False
    is_italic: bool = False
    is_heading: bool = False


PLAIN_STYLE = _Style()


def read_word(content: bytes) -> list[Piece]:
    """Read a Word document.

    Args:
        content: bytes of the .docx.

    Returns:
        Its paragraphs and table cells in reading order.

    Raises:
        UnsafeArchiveError: it would unpack to too much.
        zipfile.BadZipFile, KeyError, lxml.etree.XMLSyntaxError: it is damaged.
    """
    with open_archive(content) as archive:
        body = parse_xml(_in_common_namespace(read_entry(archive, BODY)))
        styles = parse_xml(_in_common_namespace(read_entry(archive, STYLES))) if STYLES in archive.namelist() else None
    reader = _WordReader(_read_styles(styles) if styles is not None else {})
    return _join_deleted_marks(reader.pieces(body, Layout()))


def _in_common_namespace(content: bytes) -> bytes:
    """Give a strict Open XML part the namespace of the transitional one, which nearly all files have."""
    return content.replace(STRICT_WORD[1:-1].encode(), WORD[1:-1].encode())


def _read_styles(root: Any) -> dict[str, _Style]:
    elements = {style.get(f"{WORD}styleId", ""): style for style in root.iter(f"{WORD}style")}
    return {style_id: _resolve(style_id, elements, frozenset()) for style_id in elements}


def _resolve(style_id: str, elements: dict[str, Any], above: frozenset[str]) -> _Style:
    """Resolve a style with those it is based on; a circle of styles ends where it closes."""
    element = elements.get(style_id)
    if element is None or style_id in above:
        return PLAIN_STYLE
    based_on = element.find(f"{WORD}basedOn")
    base = (
        _resolve(based_on.get(f"{WORD}val", ""), elements, above | {style_id}) if based_on is not None else PLAIN_STYLE
    )
    named = element.find(f"{WORD}name")
    name = (named.get(f"{WORD}val", "") if named is not None else style_id).casefold()
    properties = element.find(f"{WORD}rPr")
    has_level = element.find(f"{WORD}pPr/{WORD}outlineLvl") is not None
    return _Style(
        name="" if name.startswith(DEFAULT_STYLES) else name,
        is_bold=_toggle(properties, "b", base.is_bold),
        is_italic=_toggle(properties, "i", base.is_italic),
        is_heading=name.startswith(HEADING_STYLES) or has_level or base.is_heading,
    )


def _toggle(properties: Any, name: str, inherited: bool) -> bool:
    mark = properties.find(f"{WORD}{name}") if properties is not None else None
    return inherited if mark is None else mark.get(f"{WORD}val") not in OFF


class _WordReader:
    """Walks the body of a document."""

    def __init__(self, styles: dict[str, _Style]) -> None:
        self._styles = styles
        self._tables = 0

    def pieces(self, parent: Any, layout: Layout) -> Iterator[tuple[Piece, bool]]:
        """Yield paragraphs with whether their closing mark is deleted, whatever wraps them."""
        for child in parent.iterchildren():
            if child.tag == f"{WORD}p":
                yield from self._paragraph(child, layout)
            elif child.tag == f"{WORD}tbl":
                yield from self._table(child, layout)
            elif child.tag in (f"{WORD}sectPr", f"{WORD}del", f"{WORD}moveFrom", f"{COMPATIBILITY}Fallback"):
                continue
            elif isinstance(child.tag, str) and len(child):
                yield from self.pieces(child, layout)

    def _table(self, table: Any, layout: Layout) -> Iterator[tuple[Piece, bool]]:
        self._tables += 1
        number = self._tables
        rows = [row for row in table.iter(f"{WORD}tr") if next(row.iterancestors(f"{WORD}tbl")) is table]
        for place, row in enumerate(rows):
            if row.find(f"{WORD}trPr/{WORD}del") is not None:
                continue
            column = 0
            for cell in row.iter(f"{WORD}tc"):
                if next(cell.iterancestors(f"{WORD}tr")) is not row:
                    continue
                yield from self.pieces(cell, replace(layout, table=number, table_row=place, table_column=column))
                column += _span(cell)

    def _paragraph(self, element: Any, layout: Layout) -> Iterator[tuple[Piece, bool]]:
        style_mark = element.find(f"{WORD}pPr/{WORD}pStyle")
        style_id = style_mark.get(f"{WORD}val", "") if style_mark is not None else ""
        style = self._styles.get(style_id, PLAIN_STYLE)
        runs = [
            Run(_run_text(run), *self._face(run, style))
            for run in element.iter(f"{WORD}r")
            if next(run.iterancestors(f"{WORD}p")) is element and not _is_deleted(run, element)
        ]
        has_level = element.find(f"{WORD}pPr/{WORD}outlineLvl") is not None
        told = replace(
            layout,
            is_heading=style.is_heading or has_level,
            style=style.name,
            is_listed=element.find(f"{WORD}pPr/{WORD}numPr") is not None or style.name.startswith("list"),
        )
        yield compose(runs, told), element.find(f"{WORD}pPr/{WORD}rPr/{WORD}del") is not None
        for box in element.iter(f"{WORD}txbxContent"):
            if next(box.iterancestors(f"{COMPATIBILITY}Fallback"), None) is None:
                yield from self.pieces(box, layout)

    def _face(self, run: Any, style: _Style) -> tuple[bool, bool]:
        properties = run.find(f"{WORD}rPr")
        mark = properties.find(f"{WORD}rStyle") if properties is not None else None
        own = self._styles.get(mark.get(f"{WORD}val", ""), PLAIN_STYLE) if mark is not None else PLAIN_STYLE
        return (
            _toggle(properties, "b", style.is_bold or own.is_bold),
            _toggle(properties, "i", style.is_italic or own.is_italic),
        )


def _span(cell: Any) -> int:
    """Return how many columns a cell covers, at most the 63 that Word allows."""
    mark = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
    value = mark.get(f"{WORD}val", "1") if mark is not None else "1"
    return min(int(value), 63) if value.isdigit() else 1


def _is_deleted(run: Any, paragraph: Any) -> bool:
    for parent in run.iterancestors():
        if parent is paragraph:
            return False
        if parent.tag in (f"{WORD}del", f"{WORD}moveFrom", f"{COMPATIBILITY}Fallback"):
            return True
    return False


def _run_text(run: Any) -> str:
    parts = []
    for child in run.iterchildren():
        if child.tag == f"{WORD}t":
            parts.append(child.text or "")
        elif child.tag == f"{WORD}tab":
            parts.append("\t")
        elif (
            child.tag == f"{WORD}br" and child.get(f"{WORD}type") in (None, "textWrapping") or child.tag == f"{WORD}cr"
        ):
            parts.append("\n")
        elif child.tag == f"{WORD}noBreakHyphen":
            parts.append("-")
    return "".join(parts)


def _join_deleted_marks(pieces: Iterator[tuple[Piece, bool]]) -> list[Piece]:
    """Join paragraphs whose closing mark was deleted with the next one, as Word does when it accepts the change."""
    joined: list[Piece] = []
    is_open = False
    for piece, has_deleted_mark in pieces:
        if is_open:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.layout)
        else:
            joined.append(piece)
        is_open = has_deleted_mark
    return joined
