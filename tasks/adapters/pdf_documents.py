"""The door to PDF files (pypdfium2): paragraphs with their pages; page headers, footers and numbers left out.

A PDF knows letters and places, no paragraphs. What parts them is learnt from each file: lines whose next word would
still have fitted end a paragraph for sure, and the gaps, indents, faces and labels of the lines below those tell the
other beginnings.
"""

from __future__ import annotations

import ctypes
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from tasks.core.page_lines import (
    PageLine,
    mark_columns,
    number_rows,
    take_bullets,
    without_line_numbers,
    without_running_titles,
)
from tasks.core.page_paragraphs import join_paragraphs
from tasks.core.sources import Piece

COLUMN_GAP = 1.6
"""Width of a gap between table cells, in heights of a letter."""
STRETCHED = 2.2
"""How much wider than the other gaps of its line a gap between cells is: justified lines are wide throughout."""
FEWEST_GAPS = 3
STOP_STEP, MOST_LABEL_WORDS = 1.5, 5
FEWEST_STOPS, STOPPED_SHARE, LEAST_VARIED, WIDER = 4, 0.3, 3.0, 1.4
"""So many lines, and this share of those that begin at one place, go on at a tab stop; the gaps before it are
wider than others and vary, or lines begin there, too."""
BOLD_WEIGHT = 600
MOST_PAGES = 5_000
LIST_NUMBER = re.compile(r"^\s*\d{1,3}\s?[.)]\s*$")
FEWEST_SCATTERED = 40
LEAST_BLANK = 0.12
"""Width of a blank, in heights of a letter, where the library tells none."""
ASKEW = 0.2
"""Angle to the other letters of its page, in radians, from which a letter is no part of the text."""


class ScannedError(ValueError):
    """The pages are pictures: there is no text to read."""


class ProtectedError(ValueError):
    """The file asks for a password."""


HYPHENATED = re.compile("[\x02\ufffe]\\s*")
"""How pdfium marks a hyphen at the end of a line."""
AROUND_HYPHEN = re.compile("[^\n]{0,60}[\x02\ufffe]\\s*[^\n]{0,60}")


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
        pages = [_read_page(document[number]) for number in range(min(len(document), MOST_PAGES))]
        has_pages = len(document) > 0
    finally:
        document.close()
    stops = _find_stops([letters for page in pages for letters in page.lines])
    lines = [line for number, page in enumerate(pages, start=1) for line in _page_lines(page, number, stops)]
    if has_pages and not lines:
        raise ScannedError
    return join_paragraphs(mark_columns(take_bullets(without_running_titles(lines))))


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
    base: float
    angle: float


@dataclass(frozen=True, slots=True)
class _Page:
    height: float
    lines: list[list[_Letter]]


def _read_page(page: Any) -> _Page:
    text_page = page.get_textpage()
    told = _Page(page.get_height(), [[]])
    read = [_read_letter(text_page, index) for index in range(text_page.count_chars())]
    for letter in _join_surrogates(_upright(read)):
        if letter.character in "\r\n":
            told.lines.append([])
        else:
            told.lines[-1].append(letter)
    text_page.close()
    page.close()
    return _Page(told.height, _relined(told.lines)) if _is_scattered(told.lines) else told


def _is_scattered(lines: Sequence[Sequence[_Letter]]) -> bool:
    """Tell whether the letters of a page stand on lines of their own, as where text askew misleads the library."""
    filled = [n for line in lines if (n := sum(not letter.character.isspace() for letter in line))]
    return len(filled) >= FEWEST_SCATTERED and sum(n == 1 for n in filled) > len(filled) / 2


def _relined(lines: Sequence[Sequence[_Letter]]) -> list[list[_Letter]]:
    """Put letters on lines, and blanks between their words, by where they stand."""
    made: list[list[_Letter]] = []
    for letter in (letter for line in lines for letter in line if not letter.character.isspace()):
        last = made[-1][-1] if made else None
        height = letter.top - letter.bottom
        if last is None or abs(letter.base - last.base) > 0.4 * height or letter.left < last.left:
            made.append([letter])
            continue
        if letter.left - last.right > LEAST_BLANK * height:
            made[-1].append(replace(letter, character=" ", left=last.right, right=letter.left))
        made[-1].append(letter)
    return made


def _page_lines(page: _Page, number: int, stops: frozenset[tuple[int, int]]) -> list[PageLine]:
    lines = [line for letters in page.lines for line in _cells(letters, number, page.height, stops)]
    return number_rows(without_line_numbers(lines))


def _find_stops(lines: Sequence[Sequence[_Letter]]) -> frozenset[tuple[int, int]]:
    """Find tab stops: places where many of the lines that begin at one place go on, whatever stands before.

    Returns:
        Where lines begin and where the stop is, in steps of a point and a half.
    """
    words = [own for letters in lines if (own := _word_places(letters))]
    begun = Counter(_step(own[0][0]) for own in words)
    gaps = [left - right for own in words for (_, right), (left, _) in pairwise(own)]
    usual = statistics.median(gaps) if gaps else 0.0
    found: dict[tuple[int, int], list[float]] = {}
    for own in words:
        for (_, right), (left, _) in pairwise(own[: MOST_LABEL_WORDS + 1]):
            found.setdefault((_step(own[0][0]), _step(left)), []).append(left - right)
    near = {key: sum((found.get((key[0], key[1] + step), []) for step in (-1, 0, 1)), []) for key in found}
    return frozenset(
        (first, stop)
        for (first, stop), own in near.items()
        if len(own) >= max(FEWEST_STOPS, STOPPED_SHARE * begun[first])
        and sorted(own)[len(own) // 4] > WIDER * usual
        and (max(own) - min(own) > LEAST_VARIED or begun[stop] >= FEWEST_STOPS)
    )


def _word_places(letters: Sequence[_Letter]) -> list[tuple[float, float]]:
    """Return where each word of a line begins and ends."""
    places: list[tuple[float, float]] = []
    is_within = False
    for letter in letters:
        if letter.character.isspace():
            is_within = False
            continue
        if is_within:
            places[-1] = (places[-1][0], letter.right)
        else:
            places.append((letter.left, letter.right))
        is_within = True
    return places


def _step(place: float) -> int:
    return round(place / STOP_STEP)


def _read_letter(text_page: Any, index: int) -> _Letter:
    import pypdfium2.raw as pdfium

    code = pdfium.FPDFText_GetUnicode(text_page, index)
    left, bottom, right, top = text_page.get_charbox(index, loose=True)
    flags = ctypes.c_int(0)
    name = ctypes.create_string_buffer(96)
    pdfium.FPDFText_GetFontInfo(text_page, index, name, 96, ctypes.byref(flags))
    face = name.value.lower()
    weight = pdfium.FPDFText_GetFontWeight(text_page, index)
    x, y = ctypes.c_double(0), ctypes.c_double(0)
    has_base = pdfium.FPDFText_GetCharOrigin(text_page, index, ctypes.byref(x), ctypes.byref(y))
    is_bold = b"bold" in face or b"black" in face
    return _Letter(
        chr(code) if code <= 0x10FFFF else "\ufffd",
        left,
        right,
        bottom,
        top,
        BOLD_WEIGHT if is_bold else (weight if weight <= 1000 else 0),
        b"italic" in face or b"oblique" in face,
        y.value if has_base else bottom,
        pdfium.FPDFText_GetCharAngle(text_page, index),
    )


def _upright(letters: Sequence[_Letter]) -> list[_Letter]:
    """Leave out letters that stand askew to the others of their page, as those of a watermark do."""
    angles = Counter(round(letter.angle, 1) for letter in letters if not letter.character.isspace())
    usual = max(angles, key=lambda angle: (angles[angle], -angle), default=0.0)
    return [letter for letter in letters if letter.character.isspace() or abs(letter.angle - usual) < ASKEW]


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


def _cells(
    letters: Sequence[_Letter], page: int, page_height: float, stops: frozenset[tuple[int, int]]
) -> list[PageLine]:
    """Split a line at tab stops, and where a gap is wider than any between words."""
    cells: list[list[_Letter]] = []
    last: _Letter | None = None
    usual = _usual_gap(letters)
    first = next((_step(letter.left) for letter in letters if not letter.character.isspace()), 0)
    before = ""
    for letter in letters:
        if letter.character.isspace():
            if cells:
                cells[-1].append(letter)
            before = letter.character
            continue
        height = max(letter.top - letter.bottom, 1.0)
        is_stopped = before.isspace() and (first, _step(letter.left)) in stops and not _is_list_number(cells[-1])
        if last is None or is_stopped or _is_apart(last, letter, height, usual):
            cells.append([])
        cells[-1].append(letter)
        last, before = letter, letter.character
    return [line for cell in cells if (line := _line(cell, page, page_height)).text]


def _is_list_number(cell: Sequence[_Letter]) -> bool:
    """Tell whether a cell holds nothing but the number of a list, which belongs to the words behind it."""
    return bool(LIST_NUMBER.match("".join(letter.character for letter in cell)))


def _usual_gap(letters: Sequence[_Letter]) -> float:
    """Return the width of the gaps between the words of a line, 0 where it has too few to tell."""
    inked = [letter for letter in letters if not letter.character.isspace()]
    gaps = [
        after.left - before.right
        for before, after in zip(inked, inked[1:], strict=False)
        if after.left - before.right > 0.15 * (before.top - before.bottom)
    ]
    return sorted(gaps)[len(gaps) // 4] if len(gaps) >= FEWEST_GAPS else 0.0


def _is_apart(last: _Letter, letter: _Letter, height: float, usual: float) -> bool:
    """Tell whether two letters stand in different cells or lines: far apart, on another line, or to the left."""
    is_far = letter.left - last.right > max(COLUMN_GAP * height, STRETCHED * usual)
    tallest = max(height, last.top - last.bottom)
    is_lower = abs(letter.bottom - last.bottom) > 0.6 * tallest and abs(letter.top - last.top) > 0.6 * tallest
    return is_far or is_lower or letter.left < last.left - COLUMN_GAP * height


def _line(cell: Sequence[_Letter], page: int, page_height: float) -> PageLine:
    inked = [letter for letter in cell if not letter.character.isspace()]
    words = [letter for letter in inked if letter.character.isalpha()] or inked
    return PageLine(
        text="".join(letter.character for letter in cell).strip(),
        left=inked[0].left,
        right=inked[-1].right,
        bottom=statistics.median(letter.bottom for letter in inked),
        height=statistics.median(letter.top - letter.bottom for letter in inked) or 1.0,
        page=page,
        page_height=page_height,
        is_bold=all(letter.weight >= BOLD_WEIGHT for letter in words),
        is_italic=all(letter.is_italic for letter in words),
        opens_bold=words[0].weight >= BOLD_WEIGHT,
        closes_bold=words[-1].weight >= BOLD_WEIGHT,
        base=statistics.median(letter.base for letter in inked),
        lead=_lead(cell),
    )


def _lead(cell: Sequence[_Letter]) -> int:
    """Return how many letters at the front of a line are bold or italic where the rest is neither."""
    inked = [number for number, letter in enumerate(cell) if letter.character.isalnum()]
    faces = [(cell[number].weight >= BOLD_WEIGHT, cell[number].is_italic) for number in inked]
    plain = next((n for n, face in enumerate(faces) if face != faces[0]), None)
    if plain is None or faces[0] == (False, False) or len(set(faces[plain:])) > 1:
        return 0
    blanks = [number for number in range(inked[plain]) if cell[number].character.isspace()]
    return blanks[-1] + 1 if blanks else inked[plain]
