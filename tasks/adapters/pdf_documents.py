"""The door to PDF files (pypdfium2): paragraphs with their pages; page headers, footers and numbers left out.

A PDF knows letters and places, no paragraphs. A line goes on with the paragraph when its first word would not have
fitted on the line before; everything else is a break somebody made.
"""

from __future__ import annotations

import ctypes
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tasks.core.sources import Layout, Piece

MARGIN = 0.12
"""Share of the page's height, at its top and bottom, where running headers and footers stand."""
COLUMN_GAP = 1.6
"""Width of a gap between table cells, in heights of a letter."""
PARAGRAPH_GAP = 1.45
"""Distance to the line above, in usual distances, from which a paragraph ends."""
LEAST_TABLE_ROWS = 3
NEAR = 1.5
"""How far from a column's place its cells may begin, in steps of four points."""
BOLD_WEIGHT = 600
MOST_PAGES = 5_000
HYPHENS = "\x02\ufffe\u00ad"
"""What pdfium writes for a hyphen at which a word was broken."""
HYPHENATED_SHARE = 0.04
"""Share of lines ending in a hyphen from which the program, not the writer, broke the words."""
LEAST_HYPHENS = 3
NUMBER_PATTERN = re.compile(r"\d+")
PAGE_NUMBER_PATTERN = re.compile(
    r"^\W*(?:(?:page|p|página|pág|seite)\W*)?\d{1,4}(?:\s*(?:/|of|sur|de|von)\s*\d{1,4})?\W*$", re.IGNORECASE
)
LABEL_PATTERN = re.compile(r"^\[?([^\W_][\w.'’() -]{0,39}?)\]?\s*(?:[:：]|\.?\s?[–—])")
CUT_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[\w/-]$")
REST_OF_ADDRESS = re.compile(r"^[\w%-]*[/.=?&][\w./=?&%-]+")


SIGNED_PATTERN = re.compile(r"^[•▪◦·*➢✓\uf0b7\uf0a7\uf0d8]\s")
LIST_SIGNS = frozenset("•▪◦·*–—-o➢✓\uf0b7\uf0a7\uf0d8\u2212")


class ScannedError(ValueError):
    """The pages are pictures: there is no text to read."""


class ProtectedError(ValueError):
    """The file asks for a password."""


HYPHENATED = re.compile("[\x02\ufffe]\\s*")
"""How pdfium marks a hyphen at the end of a line."""
AROUND_HYPHEN = re.compile("[^\n]{0,60}[\x02\ufffe]\\s*[^\n]{0,60}")


@dataclass(slots=True)
class _Line:
    """A line of a page, or one cell of it.

    Attributes:
        text: its letters.
        left, right, bottom, height: in points, from the lower left corner.
        row: lines that stand side by side have one number.
        column: of a table, None outside.
        is_listed: the sign of a list stood before it.
    """

    text: str
    left: float
    right: float
    bottom: float
    height: float
    page: int
    page_height: float
    is_bold: bool
    is_italic: bool
    row: int = 0
    column: int | None = None
    is_listed: bool = False


def read_pdf(content: bytes) -> list[Piece]:
    """Read a PDF.

    Args:
        content: bytes of the file.

    Returns:
        Its paragraphs in reading order, each with its page.

    Raises:
        ScannedError: it holds pictures of text only.
        ProtectedError: it asks for a password.
        pypdfium2.PdfiumError: it is damaged.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold():
            raise ProtectedError from None
        raise
    try:
        lines = [
            line
            for number in range(min(len(document), MOST_PAGES))
            for line in _read_page(document[number], number + 1)
        ]
        has_pages = len(document) > 0
    finally:
        document.close()
    if has_pages and not lines:
        raise ScannedError
    return _paragraphs(_mark_columns(_take_bullets(_without_running_titles(lines))))


def read_pages(content: bytes) -> list[str]:
    """Read the plain words of a PDF's pages, without their layout: a hundredth of the work of `read_pdf`.

    Args:
        content: bytes of the file.

    Returns:
        The text of each page; what is hyphenated at the end of a line stands there as one word, and with its hyphen.

    Raises:
        ScannedError: it holds no text.
        pypdfium2.PdfiumError: it is damaged.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        pages = [_words_of(page) for page in document]
    finally:
        document.close()
    if pages and not any(map(str.strip, pages)):
        raise ScannedError
    return pages


def _words_of(page: Any) -> str:
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    text_page.close()
    page.close()
    broken = [HYPHENATED.sub("-", found) for found in AROUND_HYPHEN.findall(text)]
    return "\n\n".join([HYPHENATED.sub("", text), *broken])


@dataclass(frozen=True, slots=True)
class _Letter:
    character: str
    left: float
    right: float
    bottom: float
    top: float
    weight: int
    is_italic: bool


def _read_page(page: Any, number: int) -> list[_Line]:
    text_page = page.get_textpage()
    height = page.get_height()
    lines: list[_Line] = []
    letters: list[_Letter] = []
    row = 0
    for letter in _join_surrogates([_read_letter(text_page, index) for index in range(text_page.count_chars())]):
        if letter.character in "\r\n":
            lines += _cells(letters, number, height, row)
            row, letters = row + 1, []
        else:
            letters.append(letter)
    lines += _cells(letters, number, height, row)
    text_page.close()
    page.close()
    return _same_rows(lines)


def _read_letter(text_page: Any, index: int) -> _Letter:
    import pypdfium2.raw as pdfium

    code = pdfium.FPDFText_GetUnicode(text_page, index)
    left, bottom, right, top = text_page.get_charbox(index, loose=True)
    flags = ctypes.c_int(0)
    name = ctypes.create_string_buffer(96)
    pdfium.FPDFText_GetFontInfo(text_page, index, name, 96, ctypes.byref(flags))
    face = name.value.lower()
    weight = pdfium.FPDFText_GetFontWeight(text_page, index)
    is_bold = b"bold" in face or b"black" in face
    return _Letter(
        chr(code) if code <= 0x10FFFF else "\ufffd",
        left,
        right,
        bottom,
        top,
        BOLD_WEIGHT if is_bold else (weight if weight <= 1000 else 0),
        b"italic" in face or b"oblique" in face,
    )


def _join_surrogates(letters: Sequence[_Letter]) -> list[_Letter]:
    """Join the halves of characters beyond U+FFFF, which pdfium gives one by one; a lone half becomes U+FFFD."""
    joined: list[_Letter] = []
    for letter in letters:
        code = ord(letter.character)
        if 0xDC00 <= code <= 0xDFFF and joined and 0xD800 <= ord(joined[-1].character) <= 0xDBFF:
            high = ord(joined[-1].character) - 0xD800
            joined[-1] = replace(joined[-1], character=chr(0x10000 + (high << 10) + code - 0xDC00))
        else:
            joined.append(letter)
    lone = [0xD800 <= ord(letter.character) <= 0xDFFF for letter in joined]
    return [replace(letter, character="\ufffd") if half else letter for letter, half in zip(joined, lone, strict=True)]


def _cells(letters: Sequence[_Letter], page: int, page_height: float, row: int) -> list[_Line]:
    """Split a line where a gap is wider than any between words."""
    cells: list[list[_Letter]] = []
    last: _Letter | None = None
    for letter in letters:
        if letter.character.isspace():
            if cells:
                cells[-1].append(letter)
            continue
        height = max(letter.top - letter.bottom, 1.0)
        if last is None or _is_apart(last, letter, height):
            cells.append([])
        cells[-1].append(letter)
        last = letter
    return [line for cell in cells if (line := _line(cell, page, page_height, row)).text]


def _is_apart(last: _Letter, letter: _Letter, height: float) -> bool:
    """Tell whether two letters stand in different cells or lines: far apart, on another line, or to the left."""
    is_far = letter.left - last.right > COLUMN_GAP * height
    tallest = max(height, last.top - last.bottom)
    is_lower = abs(letter.bottom - last.bottom) > 0.6 * tallest and abs(letter.top - last.top) > 0.6 * tallest
    return is_far or is_lower or letter.left < last.left - COLUMN_GAP * height


def _line(cell: Sequence[_Letter], page: int, page_height: float, row: int) -> _Line:
    inked = [letter for letter in cell if not letter.character.isspace()]
    words = [letter for letter in inked if letter.character.isalnum()] or inked
    return _Line(
        text="".join(letter.character for letter in cell).strip(),
        left=inked[0].left,
        right=inked[-1].right,
        bottom=statistics.median(letter.bottom for letter in inked),
        height=statistics.median(letter.top - letter.bottom for letter in inked) or 1.0,
        page=page,
        page_height=page_height,
        is_bold=all(letter.weight >= BOLD_WEIGHT for letter in words),
        is_italic=all(letter.is_italic for letter in words),
        row=row,
    )


def _same_rows(lines: list[_Line]) -> list[_Line]:
    """Give cells that stand side by side the number of one row, though the file may write them apart."""
    for before, line in zip(lines, lines[1:], strict=False):
        is_beside = abs(line.bottom - before.bottom) < 0.4 * line.height and line.left > before.right
        line.row = before.row if is_beside else before.row + 1
    return lines


def _without_running_titles(lines: list[_Line]) -> list[_Line]:
    """Leave out what stands at the top or bottom of most pages, and page numbers."""
    pages = {line.page for line in lines}
    edge = [
        line
        for line in lines
        if line.bottom > (1 - MARGIN) * line.page_height or line.bottom < MARGIN * line.page_height
    ]
    seen = Counter((key, line.page) for line in edge if (key := _title_key(line)))
    repeats = Counter(key for key, _ in seen)
    often = {key for key, n in repeats.items() if n >= 2 and n >= 0.5 * (len(pages) - 1)}
    edge_ids = {id(line) for line in edge}
    return [
        line
        for line in lines
        if id(line) not in edge_ids or (_title_key(line) not in often and not PAGE_NUMBER_PATTERN.match(line.text))
    ]


def _title_key(line: _Line) -> tuple[str, int]:
    return NUMBER_PATTERN.sub("#", line.text), round(line.bottom / 6)


def _take_bullets(lines: list[_Line]) -> list[_Line]:
    """Leave out the signs of a list, which stand apart like cells, and mark the lines behind them."""
    kept: list[_Line] = []
    sign: _Line | None = None
    for line in lines:
        if line.text in LIST_SIGNS:
            sign = line
            continue
        line.is_listed = sign is not None and (sign.page, sign.row) == (line.page, line.row)
        sign = None
        kept.append(line)
    return kept


def _mark_columns(lines: list[_Line]) -> list[_Line]:
    """Number the columns of a table: cells that stand side by side again and again at the same places."""
    beside: dict[tuple[int, int], list[_Line]] = {}
    for line in lines:
        beside.setdefault((line.page, line.row), []).append(line)
    pairs = [row for row in beside.values() if len(row) > 1]
    lefts = Counter(round(line.left / 4) for row in pairs for line in row)
    columns = sorted(left for left, n in lefts.items() if n >= LEAST_TABLE_ROWS)
    if len(columns) < 2 or _hangs_from_labels(lines, columns[0]):
        return _rejoin(lines, beside)
    for line in lines:
        near = [place for place, left in enumerate(columns) if abs(left - line.left / 4) <= NEAR]
        line.column = near[0] if near else None
    return lines


def _hangs_from_labels(lines: Sequence[_Line], left: int) -> bool:
    """Tell whether a gap is only what a hanging indent leaves behind some speakers' labels, not behind others'."""
    labels = Counter(
        match[1]
        for line in lines
        if abs(left - line.left / 4) <= NEAR
        and (match := LABEL_PATTERN.match(line.text))
        and match.end() < len(line.text)
    )
    return max(labels.values(), default=0) >= LEAST_TABLE_ROWS


def _rejoin(lines: list[_Line], rows: dict[tuple[int, int], list[_Line]]) -> list[_Line]:
    """Undo the splitting of lines where there is no table: a wide gap is a tab."""
    for row in rows.values():
        first, *others = row
        for other in others:
            first.text = f"{first.text}\t{other.text}"
            first.right = max(first.right, other.right)
            first.is_bold, first.is_italic = first.is_bold and other.is_bold, first.is_italic and other.is_italic
    kept = {id(row[0]) for row in rows.values()}
    return [line for line in lines if id(line) in kept]


def _paragraphs(lines: Sequence[_Line]) -> list[Piece]:
    """Join lines to paragraphs."""
    if not lines:
        return []
    usual = _usual_distance(lines)
    margins: dict[int | None, float] = {}
    for line in lines:
        margins[line.column] = max(margins.get(line.column, 0.0), line.right)
    starts = [0] + [n for n in range(1, len(lines)) if _breaks(lines[n - 1], lines[n], usual, margins)]
    labels = Counter(match[1] for n in starts if (match := LABEL_PATTERN.match(lines[n].text)))
    extra = {
        n
        for n, line in enumerate(lines)
        if (match := LABEL_PATTERN.match(line.text)) and labels[match[1]] >= 2 and line.column in (0, None)
    }
    ordered = sorted({*starts, *extra})
    broken = sum(line.text[-1] in HYPHENS for line in lines)
    joint = "" if broken >= max(LEAST_HYPHENS, HYPHENATED_SHARE * len(lines)) else "-"
    return [_paragraph(lines[start:end], joint) for start, end in zip(ordered, [*ordered[1:], len(lines)], strict=True)]


def _usual_distance(lines: Sequence[_Line]) -> float:
    distances = [
        before.bottom - line.bottom
        for before, line in zip(lines, lines[1:], strict=False)
        if before.page == line.page and 0.5 * line.height < before.bottom - line.bottom < 3 * line.height
    ]
    return statistics.quantiles(distances, n=4)[0] if len(distances) > 1 else 1.3 * lines[0].height


def _breaks(before: _Line, line: _Line, usual: float, margins: dict[int | None, float]) -> bool:
    """Tell whether a paragraph ends between two lines."""
    if before.column != line.column or line.is_listed or SIGNED_PATTERN.match(line.text):
        return True
    if before.is_bold != line.is_bold or abs(before.height - line.height) > 0.15 * line.height:
        return True
    distance = before.bottom - line.bottom
    if before.page == line.page and not 0 < distance <= PARAGRAPH_GAP * usual:
        return True
    first = line.text.split(maxsplit=1)[0]
    letter = (line.right - line.left) / max(len(line.text), 1)
    return before.right + letter * (len(first) + 1) < margins[line.column] - letter


def _paragraph(lines: Sequence[_Line], joint: str) -> Piece:
    text = ""
    for line in lines:
        if text and text[-1] in HYPHENS:
            text = text[:-1] + joint + line.text
        elif CUT_ADDRESS.search(text) and REST_OF_ADDRESS.match(line.text):
            text += line.text
        else:
            text = f"{text} {line.text}" if text else line.text
    for hyphen in HYPHENS:
        text = text.replace(hyphen, "-" if hyphen == HYPHENS[0] else "")
    first = lines[0]
    layout = Layout(
        is_bold=all(line.is_bold for line in lines),
        is_italic=all(line.is_italic for line in lines),
        page=first.page,
        is_listed=first.is_listed,
        table=None if first.column is None else 1,
        table_row=None if first.column is None else first.page * 10_000 + first.row,
        table_column=first.column,
    )
    return Piece(text, layout)
