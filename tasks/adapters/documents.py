"""Reads transcripts and reviewed documents of any format: told by their content, bounded, never with a traceback."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePosixPath

from tasks.adapters.archives import UnsafeArchiveError, open_archive
from tasks.adapters.captions import looks_like_captions, read_captions, read_recognised_speech
from tasks.adapters.encodings import decode_text
from tasks.adapters.open_documents import read_open_document
from tasks.adapters.pdf_documents import ProtectedError, ScannedError, read_pdf
from tasks.adapters.rich_text import RICH_TEXT_START, read_rich_text
from tasks.adapters.spreadsheets import TEXT_SUFFIXES
from tasks.adapters.spreadsheets import read_content as read_sheets
from tasks.adapters.word_documents import BODY, read_word
from tasks.core.identifiers import sha256_of
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.sources import Layout, Piece, Run, SourceText, assemble, compose, normalise
from tasks.core.transcript_lines import QUOTED_STYLE
from tasks.core.wrapped_texts import join_wrapped

SUFFIXES = (".docx", ".odt", ".rtf", ".pdf", ".txt", ".md", ".vtt", ".srt", ".json", ".doc", ".docm")
SHEET_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv")
"""Read as transcripts only: a row for each speech."""
MOST_CELLS = 200_000
BINARY_SUFFIXES = (".docx", ".docm", ".odt", ".pdf", ".rtf")
WEB_PAGE_STARTS = ("<!doctype html", "<html")
LARGEST_FILE = 200_000_000
"""Bytes; a transcript has fewer than a million."""
PDF_START, OLD_OFFICE_START, ZIP_START = b"%PDF-", b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")

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
    "The document is larger, or unpacks to more, than is safe to read.",
    "Take pictures out of it, save it anew, and put it back.",
)
SCANNED = ProblemKind(
    "F006",
    Severity.CRITICAL,
    "The pages are pictures; there is no text in them.",
    "Run text recognition on the scan, or type it, and put the result here.",
)
PROTECTED = ProblemKind(
    "F007", Severity.CRITICAL, "The file asks for a password.", "Save it without a password, and put it back."
)
OLD_WORD = ProblemKind(
    "F008",
    Severity.CRITICAL,
    "This is a document of Word 97 to 2003, which is not read.",
    "Open it in Word or LibreOffice and save it as .docx.",
)
OTHER_ARCHIVE = ProblemKind(
    "F009",
    Severity.CRITICAL,
    "This is an archive or an office file of another kind, no text document.",
    "Put the files in it here one by one, as .docx, .odt, .rtf, .pdf or plain text.",
)


WEB_PAGE = ProblemKind(
    "F016",
    Severity.CRITICAL,
    "The file is a web page, perhaps an error page saved in place of a document.",
    "Download the document again, or copy its text into a .docx.",
)
OTHER_CONTENT = ProblemKind(
    "F017",
    Severity.CRITICAL,
    "The file ends in '{suffix}' and is no such file.",
    "Check that it was copied whole; if it is plain text, let its name end in .txt.",
)

HEADING_PATTERN = re.compile(r"^#{1,6}\s+")
QUOTE_PATTERN = re.compile(r"^(?:>\s+)+")
EMPHASIS_PATTERN = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,2})(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*_])")
CODE_PATTERN = re.compile(r"`([^`\n]{1,40})`")


class _RefusedError(Exception):
    """The file is not read; holds the kind of problem."""

    def __init__(self, kind: ProblemKind, **context: object) -> None:
        super().__init__(kind.code)
        self.kind, self.context = kind, context


def read_talk_sheet(path: Path, file: str) -> tuple[SourceText | None, tuple[Problem, ...]]:
    """Read a transcript that is a spreadsheet: a row for each speech, or for each question with its answer.

    Args:
        path: .xlsx, .xls, .ods, .csv or .tsv.
        file: its path below the raw folder.

    Returns:
        As `read_source`; each cell is a paragraph of a table.
    """
    content, refused = _read_bytes(path, file)
    if content is None:
        return None, refused
    sheets, problems = read_sheets(content, file, is_text=path.suffix.lower() in TEXT_SUFFIXES)
    if sum(sheet.cells.size for sheet in sheets) > MOST_CELLS:
        return None, (TOO_LARGE.at(file),)
    pieces = [
        Piece(cell, Layout(table=number, table_row=row, table_column=column))
        for number, sheet in enumerate(sheets, start=1)
        for row, cells in enumerate(sheet.rows)
        for column, cell in enumerate(cells)
        if cell.strip()
    ]
    source = assemble(pieces, file, sha256_of(content))
    return (source, problems) if source.blocks else (None, problems or (EMPTY.at(file),))


def read_source(path: Path, file: str) -> tuple[SourceText | None, tuple[Problem, ...]]:
    """Read a transcript or a reviewed document.

    What the bytes are counts more than the ending: Rich Text saved as .doc is read as what it is.

    Args:
        path: .docx, .odt, .rtf, .pdf, .txt, .md, .vtt, .srt, or .json of a speech recogniser.
        file: its path below the raw folder.

    Returns:
        The normalised text with its paragraphs, or None, and what was wrong.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        return None, (NOT_READ_YET.at(file, suffix=suffix or "without an ending", suffixes=", ".join(SUFFIXES)),)
    content, refused = _read_bytes(path, file)
    return (None, refused) if content is None else read_content(content, file)


def _read_bytes(path: Path, file: str) -> tuple[bytes | None, tuple[Problem, ...]]:
    """Read a file that is not too large; None and why not otherwise."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return None, (TOO_LARGE.at(file),)
        return path.read_bytes(), ()
    except OSError as error:
        return None, (UNREADABLE.at(file, reason=type(error).__name__),)


def read_content(content: bytes, file: str) -> tuple[SourceText | None, tuple[Problem, ...]]:
    """Read the bytes of a transcript or a reviewed document; see `read_source`."""
    try:
        pieces = _read_pieces(content, PurePosixPath(file).suffix.lower())
    except _RefusedError as refusal:
        return None, (refusal.kind.at(file, **refusal.context),)
    except UnsafeArchiveError:
        return None, (TOO_LARGE.at(file),)
    except ScannedError:
        return None, (SCANNED.at(file),)
    except ProtectedError:
        return None, (PROTECTED.at(file),)
    except zipfile.BadZipFile:
        return None, (UNREADABLE.at(file, reason="a damaged archive"),)
    except Exception as error:  # noqa: BLE001 - the libraries raise many kinds on damaged files
        return None, (UNREADABLE.at(file, reason=type(error).__name__),)
    source = assemble(pieces, file, sha256_of(content))
    return (source, ()) if source.blocks else (None, (EMPTY.at(file),))


def _read_pieces(content: bytes, suffix: str) -> list[Piece]:
    if not content.strip():
        return []
    if content.lstrip()[: len(RICH_TEXT_START)] == RICH_TEXT_START:
        return read_rich_text(content.lstrip())
    if PDF_START in content[:1024]:
        return read_pdf(content)
    if content.startswith(OLD_OFFICE_START):
        raise _RefusedError(PROTECTED if ENCRYPTED_MARK in content else OLD_WORD)
    if content.startswith(ZIP_START):
        return _read_office(content)
    if suffix in BINARY_SUFFIXES:
        raise _RefusedError(OTHER_CONTENT, suffix=suffix)
    text = decode_text(content)
    if text is None:
        raise _RefusedError(NOT_TEXT)
    if text.lstrip("\ufeff \n\r\t")[:15].lower().startswith(WEB_PAGE_STARTS):
        raise _RefusedError(WEB_PAGE)
    return _read_text(normalise(text))


def _read_office(content: bytes) -> list[Piece]:
    with open_archive(content) as archive:
        names = frozenset(archive.namelist())
        if BODY in names:
            return read_word(archive)
        if "content.xml" in names and "xl/workbook.xml" not in names:
            return read_open_document(archive)
    if not names:
        raise zipfile.BadZipFile
    raise _RefusedError(OTHER_ARCHIVE)


def _read_text(text: str) -> list[Piece]:
    if kind := looks_like_captions(text):
        return read_captions(text, kind)
    if text.lstrip()[:1] in "[{" and (speech := read_recognised_speech(text)) is not None:
        return speech
    return [_plain_piece(line) for line in join_wrapped(text) or text.split("\n")]


def _plain_piece(line: str) -> Piece:
    """Read a line of plain text; the marks of Markdown are layout, not words."""
    stripped = line.strip()
    layout = Layout(
        is_heading=bool(HEADING_PATTERN.match(stripped)), style=QUOTED_STYLE if QUOTE_PATTERN.match(stripped) else ""
    )
    return compose(_runs(QUOTE_PATTERN.sub("", HEADING_PATTERN.sub("", stripped))), layout)


def _runs(words: str) -> list[Run]:
    """Split a line into stretches of one face."""
    runs: list[Run] = []
    position = 0
    for match in EMPHASIS_PATTERN.finditer(words):
        runs += [_run(words[position : match.start()]), _run(match[2], len(match[1]))]
        position = match.end()
    return [*runs, _run(words[position:])]


def _run(words: str, marks: int = 0) -> Run:
    return Run(CODE_PATTERN.sub(r"\1", words).replace("**", ""), is_bold=marks > 1, is_italic=marks % 2 == 1)
