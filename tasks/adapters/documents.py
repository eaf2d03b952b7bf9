"""The door to text files and Word documents: transcripts and reviewed documents as normalised text."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.adapters.encodings import decode_text
from tasks.core.identifiers import sha256_of
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.sources import Block, SourceText, normalise

SUFFIXES = (".docx", ".txt", ".md")
LARGEST_UNPACKED = 200_000_000
LARGEST_RATIO = 200
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADING_STYLES = ("heading", "title", "subtitle", "titre", "titulo", "título", "sous-titre")

UNREADABLE = ProblemKind(
    "F001",
    Severity.CRITICAL,
    "The document cannot be opened ({reason}).",
    "Open it in Word or LibreOffice, save it anew as .docx without a password, and put it back.",
)
EMPTY = ProblemKind(
    "F002",
    Severity.WARNING,
    "The file holds no text.",
    "Check that the right file was saved here; a scan must be typed or recognised first.",
)
NOT_READ_YET = ProblemKind(
    "F003", Severity.CRITICAL, "Files of type '{suffix}' are not read.", "Save it as one of: {suffixes}."
)
NOT_TEXT = ProblemKind(
    "F004", Severity.CRITICAL, "The file is not text.", "Save it as .docx, or as plain text in UTF-8."
)
TOO_LARGE = ProblemKind(
    "F005",
    Severity.CRITICAL,
    "The document unpacks to more than is safe to read.",
    "Take pictures out of it, save it anew, and put it back.",
)


def read_source(path: Path, file: str) -> tuple[SourceText | None, tuple[Problem, ...]]:
    """Read a transcript or a reviewed document.

    Args:
        path: .docx, .txt or .md.
        file: its path below the raw folder.

    Returns:
        The normalised text with its paragraphs, or None, and what was wrong.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        return None, (NOT_READ_YET.at(file, suffix=suffix or "without an ending", suffixes=", ".join(SUFFIXES)),)
    try:
        content = path.read_bytes()
    except OSError as error:
        return None, (UNREADABLE.at(file, reason=type(error).__name__),)
    pieces, problems = _read_word(path, file) if suffix == ".docx" else _read_plain(content, file)
    if problems:
        return None, problems
    source = _assemble(pieces, file, sha256_of(content))
    return (source, ()) if source.blocks else (None, (EMPTY.at(file),))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph or table cell before it has offsets."""

    text: str
    is_heading: bool = False
    is_bold: bool = False
    table_column: int | None = None


def _assemble(pieces: list[_Piece], file: str, sha256: str) -> SourceText:
    blocks: list[Block] = []
    parts: list[str] = []
    position = 0
    for piece in pieces:
        text = normalise(piece.text)
        if text.strip():
            lead = len(text) - len(text.lstrip())
            start, end = position + lead, position + len(text.rstrip())
            blocks.append(Block(start, end, piece.is_heading, piece.is_bold, piece.table_column))
        parts.append(text)
        position += len(text) + 1
    return SourceText(file, sha256, "\n".join(parts), tuple(blocks))


def _read_plain(content: bytes, file: str) -> tuple[list[_Piece], tuple[Problem, ...]]:
    text = decode_text(content)
    if text is None:
        return [], (NOT_TEXT.at(file),)
    return [_plain_piece(line) for line in normalise(text).split("\n")], ()


def _plain_piece(line: str) -> _Piece:
    stripped = line.strip()
    is_bold = len(stripped) > 4 and stripped.startswith("**") and stripped.endswith("**")
    return _Piece(line, is_heading=stripped.startswith("#"), is_bold=is_bold)


def _read_word(path: Path, file: str) -> tuple[list[_Piece], tuple[Problem, ...]]:
    import docx

    try:
        if _is_bomb(path):
            return [], (TOO_LARGE.at(file),)
        document = docx.Document(str(path))
        return list(_word_pieces(document.element.body, document)), ()
    except Exception as error:  # noqa: BLE001 - the library raises many kinds on damaged files
        return [], (UNREADABLE.at(file, reason=type(error).__name__),)


def _is_bomb(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    return size > LARGEST_UNPACKED or (size > 10_000_000 and size > LARGEST_RATIO * path.stat().st_size)


def _word_pieces(parent: Any, document: Any, column: int | None = None) -> Iterator[_Piece]:
    """Yield paragraphs and table cells in reading order, whatever wraps them."""
    for child in parent:
        if child.tag == f"{WORD}p":
            yield _paragraph(child, document, column)
        elif child.tag == f"{WORD}tbl":
            for row in child.iter(f"{WORD}tr"):
                for number, cell in enumerate(row.iterchildren(f"{WORD}tc")):
                    yield from _word_pieces(cell, document, number)
        elif child.tag in (f"{WORD}sdt", f"{WORD}sdtContent", f"{WORD}ins", f"{WORD}smartTag"):
            yield from _word_pieces(child, document, column)


def _paragraph(element: Any, document: Any, column: int | None) -> _Piece:
    """Read a paragraph as if all tracked changes were accepted: insertions kept, deletions left out."""
    runs = [run for run in element.iter(f"{WORD}r") if not _is_deleted(run, element)]
    texts = [(_run_text(run), _is_bold(run)) for run in runs]
    spoken = [is_bold for text, is_bold in texts if text.strip()]
    return _Piece(
        "".join(text for text, _ in texts),
        is_heading=_is_heading(element, document),
        is_bold=bool(spoken) and all(spoken),
        table_column=column,
    )


def _is_deleted(run: Any, paragraph: Any) -> bool:
    parent = run.getparent()
    while parent is not None and parent is not paragraph:
        if parent.tag in (f"{WORD}del", f"{WORD}moveFrom"):
            return True
        parent = parent.getparent()
    return False


def _run_text(run: Any) -> str:
    parts = []
    for child in run:
        if child.tag == f"{WORD}t":
            parts.append(child.text or "")
        elif child.tag == f"{WORD}tab":
            parts.append("\t")
        elif child.tag in (f"{WORD}br", f"{WORD}cr"):
            parts.append("\n")
        elif child.tag == f"{WORD}noBreakHyphen":
            parts.append("-")
    return "".join(parts)


def _is_bold(run: Any) -> bool:
    bold = run.find(f"{WORD}rPr/{WORD}b")
    return bold is not None and bold.get(f"{WORD}val") not in ("0", "false")


def _is_heading(element: Any, document: Any) -> bool:
    style = element.find(f"{WORD}pPr/{WORD}pStyle")
    if style is None:
        return False
    style_id = style.get(f"{WORD}val", "")
    declared = {entry.style_id: entry.name or "" for entry in document.styles}
    return declared.get(style_id, style_id).casefold().startswith(HEADING_STYLES)
