r"""Reads Rich Text Format (.rtf): paragraphs and table cells with their faces.

Our own reader, because striprtf drops what tells speakers apart: bold questions, styles and table cells.
Rules: RTF Specification 1.9.1 (groups, destinations, `\uN` with its `\ucN` fallback, `\'hh` in the code page).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tasks.core.sources import Layout, Piece, Run, compose

TOKEN_PATTERN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
LEFT_OUT = frozenset(
    "fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf"
    " footnote annotation atnid atnauthor atrfstart atrfend fldinst themedata datastore listtable"
    " listoverridetable revtbl rsidtbl generator xmlnstbl filetbl nonshppict listtext pntext pntxta pntxtb"
    " bkmkstart bkmkend template mmathPr latentstyles".split()
)
TOGGLES = {"b": "is_bold", "i": "is_italic", "ul": "is_underlined", "deleted": "is_deleted", "intbl": "is_in_table"}
SYMBOLS = {
    "line": "\n",
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
}
ESCAPED = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
HEADING_STYLES = ("heading", "title", "subtitle", "titre", "titulo", "título")
DEFAULT_STYLES = ("normal", "text body", "body text", "default", "list", "standard")
DEFAULT_CODE_PAGE = "cp1252"
DEFAULT_COLOURS = (b"", b"\\red0\\green0\\blue0", b"\\red255\\green255\\blue255")
COLOUR_PATTERN = re.compile(rb"\\(?:red|green|blue)\d{1,3}")
LEAST_INDENT = 280
"""In twentieths of a point."""
RICH_TEXT_START = b"{\\rtf"


@dataclass(slots=True)
class _Group:
    """What a pair of braces holds together."""

    is_left_out: bool = False
    is_bold: bool = False
    is_italic: bool = False
    is_underlined: bool = False
    is_deleted: bool = False
    fallback: int = 1
    style: int = 0
    is_in_table: bool = False
    is_listed: bool = False
    colour: int = 0
    ground: int = 0
    place: str = ""


@dataclass(slots=True)
class _RichTextReader:
    """Walks the tokens of a file."""

    styles: dict[int, str] = field(default_factory=dict)
    code_page: str = DEFAULT_CODE_PAGE
    colours: dict[int, str] = field(default_factory=dict)
    group: _Group = field(default_factory=_Group)
    groups: list[_Group] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    skip: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    was_in_table: bool = False

    def open(self) -> None:
        """Enter a group, which inherits everything."""
        self.groups.append(self.group)
        self.group = replace(self.group)

    def close(self) -> None:
        """Leave a group; a brace too many at the end changes nothing."""
        if self.groups:
            self.group = self.groups.pop()

    def write(self, text: str) -> None:
        """Add text in the face of the group."""
        if text and not self.group.is_left_out and not self.group.is_deleted:
            group = self.group
            look = self.colours.get(group.ground, "") or self.colours.get(group.colour, "")
            self.runs.append(Run(text, group.is_bold or group.is_underlined, group.is_italic, look))

    def flush_bytes(self) -> None:
        r"""Decode the bytes written as `\'hh`, several of which may make one character."""
        if self.raw:
            text = bytes(self.raw).decode(self.code_page, errors="replace")
            self.raw.clear()
            self.write(text)

    def end_paragraph(self, *, ends_cell: bool = False) -> None:
        """Close a paragraph or a table cell."""
        is_in_table = self.group.is_in_table or ends_cell
        if is_in_table and not self.was_in_table:
            self.table, self.row, self.column = self.table + 1, 0, 0
        self.was_in_table = is_in_table
        style = self.styles.get(self.group.style, "")
        layout = Layout(
            is_heading=style.startswith(HEADING_STYLES),
            style="" if style.startswith(DEFAULT_STYLES) else style,
            is_listed=self.group.is_listed,
            look=self.group.place,
        )
        if is_in_table:
            layout = replace(layout, table=self.table, table_row=self.row, table_column=self.column)
        self.pieces.append(compose(_join_surrogates(self.runs), layout))
        self.runs = []
        if ends_cell:
            self.column += 1

    def end_row(self) -> None:
        """Close a table row."""
        self.row, self.column = self.row + 1, 0

    def control(self, word: str, number: int | None) -> None:
        """Obey a control word."""
        is_on = number != 0
        group = self.group
        if word in LEFT_OUT:
            group.is_listed = group.is_listed or word in ("listtext", "pntext")
            if word in ("listtext", "pntext") and self.groups:
                self.groups[-1].is_listed = True
            group.is_left_out = True
        elif word in SYMBOLS:
            self.text(SYMBOLS[word])
        elif word in ("par", "sect", "page"):
            self.end_paragraph()
        elif word in ("cell", "nestcell"):
            self.end_paragraph(ends_cell=True)
        elif word in ("row", "nestrow"):
            self.end_row()
        else:
            self._format(word, number, is_on)

    def _format(self, word: str, number: int | None, is_on: bool) -> None:
        group = self.group
        if word in TOGGLES:
            setattr(group, TOGGLES[word], is_on)
        elif word == "plain":
            group.is_bold = group.is_italic = group.is_underlined = group.is_deleted = False
            group.colour = group.ground = 0
        elif word == "ulnone":
            group.is_underlined = False
        elif word == "pard":
            group.is_in_table, group.style, group.is_listed, group.place = False, 0, False, ""
        elif word == "qr":
            group.place = "right"
        elif word in ("ls", "pnlvlblt", "pnlvlbody"):
            group.is_listed = True
        elif number is not None:
            self._set(word, number)

    def _set(self, word: str, number: int) -> None:
        if word == "s":
            self.group.style = number
        elif word == "uc":
            self.group.fallback = max(number, 0)
        elif word == "cf":
            self.group.colour = number
        elif word in ("highlight", "cb", "chcbpat"):
            self.group.ground = number
        elif word == "li":
            self.group.place = f"left {number}" if number >= LEAST_INDENT else self.group.place
        elif word == "ansicpg":
            self.code_page = _code_page(number)
        elif word == "u":
            self.write(chr(number % 0x10000))
            self.skip = self.group.fallback

    def byte(self, byte: int) -> None:
        r"""Take a character written as `\'hh`."""
        if self.skip:
            self.skip -= 1
        elif not self.group.is_left_out:
            self.raw.append(byte)

    def text(self, text: str) -> None:
        """Take plain text, but for what stands in for a character before it."""
        skipped = min(self.skip, len(text))
        self.skip -= skipped
        self.write(text[skipped:])

    def brace(self, brace: bytes) -> None:
        """Open or close a group."""
        self.skip = 0
        if brace == b"{":
            self.open()
        else:
            self.close()


def read_rich_text(content: bytes) -> list[Piece]:
    """Read a Rich Text file.

    Args:
        content: bytes of the .rtf.

    Returns:
        Its paragraphs and table cells in reading order, without tracked deletions.
    """
    reader = _RichTextReader(styles=_read_styles(content), colours=_read_colours(content))
    position = 0
    while match := TOKEN_PATTERN.match(content, position):
        position = match.end() + _read_token(reader, match)
    reader.flush_bytes()
    reader.end_paragraph()
    return reader.pieces


def _read_token(reader: _RichTextReader, match: re.Match[bytes]) -> int:
    """Read a token; returns how many bytes of a picture follow that are to be passed over."""
    word, number, byte, escaped, brace, plain = match.groups()
    if byte is not None:
        reader.byte(int(byte, 16))
        return 0
    reader.flush_bytes()
    if word == b"bin" and number:
        return max(int(number), 0)
    if word is not None:
        reader.control(word.decode("ascii"), int(number) if number is not None else None)
    elif escaped == b"*":
        reader.group.is_left_out = True
    elif escaped is not None:
        reader.text(ESCAPED.get(escaped, ""))
    elif brace is not None:
        reader.brace(brace)
    elif plain is not None:
        reader.text(plain.decode(reader.code_page, errors="replace"))
    return 0


def _join_surrogates(runs: list[Run]) -> Iterator[Run]:
    r"""Join the halves of characters beyond U+FFFF, which RTF writes as two `\uN`; lone halves become U+FFFD."""
    marked = "\x00".join(run.text.replace("\x00", "") for run in runs) if runs else ""
    if not any("\ud800" <= character <= "\udfff" for character in marked):
        yield from runs
        return
    pairs = re.compile("([\ud800-\udbff])\x00?([\udc00-\udfff])")
    joined = pairs.sub(
        lambda pair: (
            chr(0x10000 + ((ord(pair[1]) - 0xD800) << 10) + ord(pair[2]) - 0xDC00)
            + ("\x00" if "\x00" in pair[0] else "")
        ),
        marked,
    )
    safe = re.sub("[\ud800-\udfff]", "\ufffd", joined)
    yield from (replace(run, text=text) for run, text in zip(runs, safe.split("\x00"), strict=True))


def _read_styles(content: bytes) -> dict[int, str]:
    r"""Read the names of paragraph styles: `{\s1 ... heading 1;}`."""
    start = content.find(b"{\\stylesheet")
    sheet = content[start : start + 100_000] if start >= 0 else b""
    found = re.finditer(rb"\{\\s(\d{1,5})\b[^{}]*?[ }]([^\\{};]{1,60});\}", sheet)
    return {int(match[1]): match[2].decode("cp1252", errors="replace").strip().casefold() for match in found}


def _read_colours(content: bytes) -> dict[int, str]:
    r"""Read the colours that are no default one: `{\colortbl;\red0\green0\blue255;}`, numbered from 0."""
    start = content.find(b"{\\colortbl")
    if start < 0:
        return {}
    listed = content[start + len(b"{\\colortbl") : start + 20_000].partition(b"}")[0].split(b";")
    colours = [b"".join(COLOUR_PATTERN.findall(entry)) for entry in listed]
    return {number: colour.decode("ascii") for number, colour in enumerate(colours) if colour not in DEFAULT_COLOURS}


def _code_page(number: int) -> str:
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return DEFAULT_CODE_PAGE
