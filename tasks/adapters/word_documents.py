"""The door to Word documents (.docx): paragraphs and table cells as if all tracked changes were accepted (lxml).

Only the body is read: page headers, footers, footnotes and comments are no part of a talk. WordprocessingML is
read directly: python-docx hides tracked insertions, and opens fifteen times fewer files a second.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from tasks.adapters.archives import parse_xml, read_entry
from tasks.adapters.word_numbering import ListNumbers
from tasks.core.sources import Layout, Piece, Run, compose

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT_WORD = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PARAGRAPH, TABLE, RUN, TEXT, BREAK = (f"{WORD}{name}" for name in ("p", "tbl", "r", "t", "br"))
PARAGRAPH_PROPERTIES, RUN_PROPERTIES, VALUE = f"{WORD}pPr", f"{WORD}rPr", f"{WORD}val"
SIGNS = {f"{WORD}tab": "\t", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "-"}
FALLBACK, BOX = f"{COMPATIBILITY}Fallback", f"{WORD}txbxContent"
LEFT_OUT_BLOCKS = frozenset({f"{WORD}sectPr", f"{WORD}del", f"{WORD}moveFrom", FALLBACK})
LEFT_OUT_INLINE = frozenset({f"{WORD}del", f"{WORD}moveFrom", FALLBACK, PARAGRAPH, PARAGRAPH_PROPERTIES, BOX})
BODY = "word/document.xml"
STYLES = "word/styles.xml"
NUMBERED_BY = ("numId", "ilvl")
NUMBERING = "word/numbering.xml"
HEADING_STYLES = ("heading", "title", "subtitle", "titre", "titulo", "título", "sous-titre", "überschrift", "toc")
DEFAULT_STYLES = ("normal", "body text", "corps de texte", "list paragraph", "no spacing", "default", "standard")
OFF = ("0", "false", "off", "none")
JUSTIFICATION, INDENT = f"{WORD}jc", f"{WORD}ind"
CELL_SHADE = f"{WORD}tcPr/{WORD}shd"
SET_ASIDE = ("right", "end")
LEAST_INDENT = 280
"""In twentieths of a point."""
DEFAULT_COLOURS = ("", "auto", "000000", "windowtext")


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph or character style, with what it inherits."""

    name: str = ""
    is_bold: bool = False
    is_italic: bool = False
    is_heading: bool = False
    list_id: str = ""


PLAIN_STYLE = _Style()


def read_word(archive: zipfile.ZipFile) -> list[Piece]:
    """Read a Word document.

    Args:
        archive: the .docx, from `open_archive`.

    Returns:
        Its paragraphs and table cells in reading order.

    Raises:
        UnsafeArchiveError: a part is longer than it says, or too large.
        zipfile.BadZipFile, KeyError, lxml.etree.XMLSyntaxError: it is damaged.
    """
    part = _in_common_namespace(read_entry(archive, BODY))
    styles = read_entry(archive, STYLES) if STYLES in archive.namelist() else b""
    reader = _WordReader(_read_styles(styles), _read_numbering(archive), has_boxes=BOX[len(WORD) :].encode() in part)
    return _join_deleted_marks(reader.pieces(parse_xml(part), Layout()))


def _read_numbering(archive: zipfile.ZipFile) -> ListNumbers:
    """Read how lists are numbered; a document is read without it, too."""
    content = read_entry(archive, NUMBERING) if NUMBERING in archive.namelist() else b""
    with suppress(SyntaxError):  # lxml's is one
        return ListNumbers(parse_xml(_in_common_namespace(content)) if content else None)
    return ListNumbers(None)


def _in_common_namespace(content: bytes) -> bytes:
    """Give a strict Open XML part the namespace of the transitional one, which nearly all files have."""
    return content.replace(STRICT_WORD[1:-1].encode(), WORD[1:-1].encode())


class _Styles(dict[str, _Style]):
    """The styles of a document, resolved when first asked for: most of them are never used."""

    def __init__(self, elements: dict[str, Any]) -> None:
        super().__init__()
        self._elements = elements

    def __missing__(self, style_id: str) -> _Style:
        return self.setdefault(style_id, _resolve(style_id, self._elements, frozenset()))


@lru_cache(maxsize=16)
def _read_styles(content: bytes) -> _Styles:
    """Read the styles part; documents of one template share it to the byte."""
    if not content:
        return _Styles({})
    root = parse_xml(_in_common_namespace(content))
    return _Styles({style.get(f"{WORD}styleId", ""): style for style in root.iter(f"{WORD}style")})


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
        list_id=_list_of(element.find(f"{WORD}pPr"))[0] or base.list_id,
    )


def _list_of(properties: Any) -> tuple[str, str]:
    """Return the list that the properties of a paragraph name, "" for none, and its level there."""
    marks = [properties.find(f"{WORD}numPr/{WORD}{name}") if properties is not None else None for name in NUMBERED_BY]
    own, level = (mark.get(VALUE, "") if mark is not None else "" for mark in marks)
    return own, level or "0"


def _toggle(properties: Any, name: str, inherited: bool) -> bool:
    mark = properties.find(f"{WORD}{name}") if properties is not None else None
    return inherited if mark is None else mark.get(f"{WORD}val") not in OFF


def _colour(properties: Any) -> str:
    for name in ("color", "highlight"):
        mark = properties.find(f"{WORD}{name}")
        colour = mark.get(VALUE, "").lower() if mark is not None else ""
        if colour not in DEFAULT_COLOURS:
            return colour
    return ""


def _is_underlined(properties: Any) -> bool:
    mark = properties.find(f"{WORD}u")
    return mark is not None and mark.get(VALUE) not in OFF


class _WordReader:
    """Walks the body of a document."""

    def __init__(self, styles: _Styles, numbers: ListNumbers, *, has_boxes: bool) -> None:
        self._styles, self._numbers = styles, numbers
        self._has_boxes = has_boxes
        self._tables = 0

    def pieces(self, parent: Any, layout: Layout) -> Iterator[tuple[Piece, bool]]:
        """Yield paragraphs with whether their closing mark is deleted, whatever wraps them."""
        for child in parent:
            tag = child.tag
            if tag == PARAGRAPH:
                yield from self._paragraph(child, layout)
            elif tag == TABLE:
                yield from self._table(child, layout)
            elif tag in LEFT_OUT_BLOCKS:
                continue
            elif isinstance(tag, str) and len(child):
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
                told = replace(layout, table=number, table_row=place, table_column=column, look=_shade(cell))
                yield from self.pieces(cell, told)
                column += _span(cell)

    def _paragraph(self, element: Any, layout: Layout) -> Iterator[tuple[Piece, bool]]:
        properties = element.find(PARAGRAPH_PROPERTIES)
        style, is_heading, is_listed, has_deleted_mark = self._properties(properties)
        place = _place(properties) if properties is not None else ""
        told = layout
        if style.name or is_heading or is_listed or place:
            told = replace(
                layout, is_heading=is_heading, style=style.name, is_listed=is_listed, look=place or layout.look
            )
        if is_listed or style.list_id:
            own, level = _list_of(properties)
            told = replace(told, list_number=self._numbers.count(own or style.list_id, level))
        yield compose(self._runs(element, style), told), has_deleted_mark
        if self._has_boxes:
            for box in element.iter(BOX):
                if next(box.iterancestors(FALLBACK), None) is None:
                    yield from self.pieces(box, layout)

    def _properties(self, properties: Any) -> tuple[_Style, bool, bool, bool]:
        """Return the style of a paragraph, whether it is a heading or listed, and whether its mark is deleted."""
        if properties is None:
            return PLAIN_STYLE, False, False, False
        mark = properties.find(f"{WORD}pStyle")
        style = self._styles[mark.get(VALUE, "")] if mark is not None else PLAIN_STYLE
        return (
            style,
            style.is_heading or properties.find(f"{WORD}outlineLvl") is not None,
            properties.find(f"{WORD}numPr") is not None or style.name.startswith("list"),
            properties.find(f"{WORD}rPr/{WORD}del") is not None,
        )

    def _runs(self, parent: Any, style: _Style) -> Iterator[Run]:
        """Yield the runs of a paragraph, whatever wraps them but a deletion or another paragraph."""
        for child in parent:
            tag = child.tag
            if tag == RUN:
                if text := _run_text(child):
                    yield Run(text, *self._face(child, style))
            elif tag not in LEFT_OUT_INLINE and isinstance(tag, str) and len(child):
                yield from self._runs(child, style)

    def _face(self, run: Any, style: _Style) -> tuple[bool, bool, str]:
        properties = run.find(RUN_PROPERTIES)
        if properties is None:
            return style.is_bold, style.is_italic, ""
        mark = properties.find(f"{WORD}rStyle")
        own = self._styles[mark.get(VALUE, "")] if mark is not None else PLAIN_STYLE
        return (
            _toggle(properties, "b", style.is_bold or own.is_bold) or _is_underlined(properties),
            _toggle(properties, "i", style.is_italic or own.is_italic),
            _colour(properties),
        )


def _place(properties: Any) -> str:
    """Return how a paragraph is set aside from others: at the right, or indented; "" for not at all."""
    justified, indent = properties.find(JUSTIFICATION), properties.find(INDENT)
    if justified is not None and justified.get(VALUE) in SET_ASIDE:
        return "right"
    left = (indent.get(f"{WORD}left") or indent.get(f"{WORD}start") or "") if indent is not None else ""
    return f"left {left}" if left.isdecimal() and int(left) >= LEAST_INDENT else ""


def _shade(cell: Any) -> str:
    """Return the colour behind a cell, "" for a default one."""
    mark = cell.find(CELL_SHADE)
    colour = mark.get(f"{WORD}fill", "").lower() if mark is not None else ""
    return "" if colour in (*DEFAULT_COLOURS, "ffffff") else colour


def _span(cell: Any) -> int:
    """Return how many columns a cell covers, at most the 63 that Word allows."""
    mark = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
    value = mark.get(f"{WORD}val", "1") if mark is not None else "1"
    return min(int(value), 63) if value.isdigit() else 1


def _run_text(run: Any) -> str:
    parts = []
    for child in run:
        tag = child.tag
        if tag == TEXT:
            parts.append(child.text or "")
        elif tag in SIGNS:
            parts.append(SIGNS[tag])
        elif tag == BREAK and child.get(f"{WORD}type") in (None, "textWrapping"):
            parts.append("\n")
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
