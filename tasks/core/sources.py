"""What was received, as values: a source text, its blocks, the interview it records and its turns.

Offsets are half-open, in Unicode code points, into the normalised text of the source: UTF-8 decoded,
NFC, line feeds only, no byte order mark and no characters that nobody sees (`normalise`).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from tasks.core.problems import Problem

Value = TypeVar("Value")


NO_WIDTH = (
    "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
)
"""Soft hyphens, marks of direction and the like: in a name they hide it from any search."""
JOINERS, HYPHENS = "\u200c\u200d", "\u2010\u2011"
LOOK_ALIKES, STYLES = "\u0370-\u04ff", "\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff"
"""Greek and Cyrillic; ligatures, wide letters and those of formulas, which stand for common ones (NFKC, UAX 15)."""
UNSEEN = re.compile(f"[{NO_WIDTH}]|(?<=[A-Za-z\u00c0-\u024f\u0300-\u036f])[{JOINERS}]")
STYLED = re.compile(f"[{STYLES}]+")
HYPHEN = re.compile(f"[{HYPHENS}]")
ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9A-Fa-f]{2,5}|[A-Za-z]{2,8}[1-4]?);")
OUT_OF_PLACE = re.compile(f"[{NO_WIDTH}{JOINERS}{HYPHENS}{LOOK_ALIKES}{STYLES}]")
"""Any character that `normalise` takes out or puts a common one in place of."""
WORD = re.compile(r"[^\W\d_]+")
LOOKS_LATIN = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοАВЕЅІЈКМНОРСТХаеорсухіјѕ", "ABEZHIKMNOPTYXoABESIJKMHOPCTXaeopcyxijs")
"""Greek and Cyrillic letters that look like Latin ones; scanned and forged texts mix them."""


def normalise(text: str) -> str:
    """Normalise a text before anything gets an offset into it.

    Args:
        text: decoded text.

    Returns:
        The text in NFC with line feeds only; without characters that nobody sees, with common letters in place of
        ligatures, of wide and formula letters and of Greek or Cyrillic ones in a Latin word, and with what entities
        of web pages ("&eacute;") stand for.
    """
    text = even_lines(text)
    while "&" in text and (plain := ENTITY.sub(lambda entity: html.unescape(entity[0]), text)) != text:
        text = plain
    if text.isascii():
        return text
    if OUT_OF_PLACE.search(text):
        text = STYLED.sub(lambda styled: unicodedata.normalize("NFKC", styled[0]), UNSEEN.sub("", text))
        text = HYPHEN.sub("-", WORD.sub(_latinise, text))
    return unicodedata.normalize("NFC", text)


def even_lines(text: str) -> str:
    """Return a text with line feeds only and without a leading byte order mark: all that a table's text may lose."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def is_plain(text: str) -> bool:
    """Tell whether `normalise` changes nothing in a text but its line ends and how accents are written."""
    return not OUT_OF_PLACE.search(text) and not ENTITY.search(text)


def _latinise(word: re.Match[str]) -> str:
    """Return a word of Latin letters and such that look like them in Latin ones, any other as it is."""
    plain = word[0].translate(LOOKS_LATIN)
    mixes = any(letter < "\u0250" for letter in word[0]) and plain != word[0]
    return plain if mixes and all(letter < "\u0250" for letter in plain) else word[0]


@dataclass(frozen=True, slots=True)
class Layout:
    """What the layout of a paragraph, a table cell or a caption says.

    Attributes:
        is_heading: styled as a title or heading.
        is_bold: all of its words are bold or underlined.
        is_italic: all of its words are italic.
        style: name of its paragraph style where that is no default one, else "".
        look: colour that all of its words share, or how it is aligned or indented, where that is no default; else "".
        lead: number of characters at its front in a bold, italic or coloured face that the rest has not, else 0.
        is_listed: it stands in a list, numbered or not.
        list_number: number that the format writes before it, else None.
        table: 1-based number of the table it stands in, else None.
        table_row: 0-based row in that table, else None.
        table_column: 0-based column in that table, else None.
        page: 1-based page when the format tells, else None.
        speaker: who speaks, when the format itself says it (voices of captions, recognised speech), else "".
        start_time: time stamp the format gives, as received, else "".
    """

    is_heading: bool = False
    is_bold: bool = False
    is_italic: bool = False
    style: str = ""
    look: str = ""
    lead: int = 0
    is_listed: bool = False
    list_number: int | None = None
    table: int | None = None
    table_row: int | None = None
    table_column: int | None = None
    page: int | None = None
    speaker: str = ""
    start_time: str = ""


PLAIN = Layout()


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, table cell or caption as a reader finds it, before it has offsets.

    Attributes:
        text: its words as received; line feeds stand for breaks inside the paragraph.
        layout: what its layout says.
    """

    text: str = field(repr=False)
    layout: Layout = PLAIN


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph in one face.

    Attributes:
        text: as received.
        is_bold: in a bold face or underlined, directly or by a style.
        is_italic: in an italic face, directly or by a style.
        look: colour, "" for the default one.
    """

    text: str = field(repr=False)
    is_bold: bool = False
    is_italic: bool = False
    look: str = ""


def compose(runs: Iterable[Run], layout: Layout = PLAIN) -> Piece:
    """Compose a paragraph from its runs.

    Args:
        runs: in reading order.
        layout: what else its layout says.

    Returns:
        The paragraph; bold or italic if every run that holds words is.
    """
    runs = list(runs)
    is_bold = is_italic = False
    look = ""
    lead = 0
    if any(run.is_bold or run.is_italic or run.look for run in runs):
        spoken = [run for run in runs if any(map(str.isalpha, run.text))]
        lead = _lead(runs)
        is_bold = bool(spoken) and all(run.is_bold for run in spoken)
        is_italic = bool(spoken) and all(run.is_italic for run in spoken)
        look = spoken[0].look if len({run.look for run in spoken}) == 1 else ""
    if is_bold or is_italic or look or lead:
        layout = replace(layout, is_bold=is_bold, is_italic=is_italic, look=look or layout.look, lead=lead)
    return Piece("".join([run.text for run in runs]), layout)


def _lead(runs: Iterable[Run]) -> int:
    """Return how many characters stand at the front of a paragraph in a face that no word behind them has."""
    length = 0
    faces: list[tuple[bool, bool, str]] = []
    for run in runs:
        if any(map(str.isalpha, run.text)):
            face = (run.is_bold, run.is_italic, run.look)
            if not faces or face != faces[-1]:
                faces.append(face)
        if len(faces) < 2:
            length += len(run.text)
    is_set_off = len(faces) == 2 and faces[0] != (False, False, "")
    return length if is_set_off else 0


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, table cell or caption of a source, with what its layout says.

    Attributes:
        start_char: half-open offset into the normalised text.
        end_char: end of the block.
        layout: what its layout says.
    """

    start_char: int
    end_char: int
    layout: Layout = PLAIN


@dataclass(frozen=True, slots=True)
class SourceText:
    """A transcript or document as read.

    Attributes:
        file: path below the raw folder, with forward slashes ("MLI/transcripts/int01.docx").
        sha256: of the file's bytes as received.
        text: normalised text.
        blocks: its paragraphs in order; they cover every non-blank character.
    """

    file: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]


def assemble(pieces: Iterable[Piece], file: str, sha256: str) -> SourceText:
    """Put the pieces of a file together to one normalised text with offsets.

    Args:
        pieces: in reading order.
        file: path below the raw folder.
        sha256: of the file's bytes.

    Returns:
        The text, a line feed between pieces, and a block for each piece that holds something.
    """
    blocks: list[Block] = []
    parts: list[str] = []
    position = 0
    for piece in pieces:
        text = normalise(piece.text)
        if words := text.strip():
            start = position + (0 if words[0] == text[0] else len(text) - len(text.lstrip()))
            layout = piece.layout
            if layout.lead and start > position:
                layout = replace(layout, lead=max(layout.lead - (start - position), 0))
            blocks.append(Block(start, start + len(words), layout))
        parts.append(text)
        position += len(text) + 1
    return SourceText(file, sha256, "\n".join(parts), tuple(blocks))


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview, questionnaire response or reviewed document.

    Attributes:
        interview_id: see `tables.INTERVIEWS`.
        file: path below the raw folder.
        record_type: verbatim, notes, questionnaire or document.
        date: ISO 8601, possibly without day or month; "" if unknown.
        language: BCP 47, "" if unknown.
        stakeholder_group: id of a group, "" if unknown or a document.
        level: national, region, district or commune; "" if unknown.
        title: of a document.
        kind: of a document.
        valid_from: first day, month or year a document binds or plans for, ISO 8601; "" if untold.
        valid_to: the last one; "" if untold or without end.
        in_force: whether the register says that a document still binds; None if it does not say.
        consent_record: whether it may be analysed at all.
        consent_quote: whether its words may be printed.
        attribution: named, role, group or none.
        consent_acknowledge: whether the person may be thanked by name.
        row: 1-based row in its sheet, for a response.
        identifiers: names, phones, e-mails of the person as received; never written to processed/.
        own_names: those of them that may be the respondent's, not an interviewer's; never written either.
        called: how its head and its labels call whoever speaks, as received; never written either.
        submitted: when a response was sent, as received.
        untold: consents without a column, see `consents.CONSENTS`.
    """

    interview_id: str
    file: str
    record_type: str
    date: str = ""
    language: str = ""
    stakeholder_group: str = ""
    level: str = ""
    title: str = ""
    kind: str = ""
    valid_from: str = ""
    valid_to: str = ""
    in_force: bool | None = None
    consent_record: bool = False
    consent_quote: bool = False
    attribution: str = "none"
    consent_acknowledge: bool = False
    row: int | None = None
    identifiers: tuple[str, ...] = field(default=(), repr=False)
    own_names: tuple[str, ...] = field(default=(), repr=False)
    called: tuple[str, ...] = field(default=(), repr=False)
    submitted: str = ""
    untold: frozenset[str] = frozenset()


NOT_WRITTEN = ("identifiers", "own_names", "called", "submitted", "untold")
"""Of a record, what stands in no table."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One uninterrupted speech, or one paragraph of a document.

    Attributes:
        turn_no: 1, 2, 3 ... in the order of the source.
        speaker_role: interviewer, respondent or document.
        speaker: "" when there is one respondent, else R1, R2 ... in order of appearance.
        text: the words, without the speaker's label and time stamp.
        start_char: half-open offset of `text` into the normalised source.
        end_char: end of the words.
        start_time: time stamp as received, or "".
        place: where a person finds it ("page 3", "paragraph 12").
        annex_question: "Q1" to "Q23", or "".
        question_confidence: 0 to 1, how surely the question was told (see `questions`).
        area: 1 to 5, or None.
        heading: what stands between the turn before and this one and nobody said, such as "Area 2: Governance".
        number: number typed before a question, such as "4" or "Q4"; no part of the words.

    A note-taker's remark that stands alone in the midst of a turn is no part of its words either, although it lies
    between the offsets.
    """

    turn_no: int
    speaker_role: str
    speaker: str
    text: str = field(repr=False)
    start_char: int
    end_char: int
    start_time: str = ""
    place: str = ""
    annex_question: str = ""
    question_confidence: float = 0.0
    area: int | None = None
    heading: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One cell of a questionnaire response; the fields are those of `tables.ANSWERS` but the id.

    Attributes:
        interview_id: the response.
        question_name: name in the form.
        annex_question: "Q1" to "Q23", or "".
        indicator: rubric id of a closed companion, or "".
        area: 1 to 5, or None.
        answer_code: choice name as received, or "".
        answer_label: label of the choice in the form's default language, or "".
        answer_text: open text or number as typed, or "".
        missing_reason: blank, dont_know, refused, not_applicable, or "" when answered.
        language: BCP 47 of the answer, or "".
        file: path below the raw folder.
        sheet: sheet of a workbook, or "".
        row: 1-based row in its sheet.
        column: column header as received.
        repeat: 1, 2, 3 ... for the rows of a repeat, 0 for an answer given once.
        is_one_of_several: its cell holds several chosen answers.
        question_label: its wording in the form's default language, or "".
    """

    interview_id: str
    question_name: str
    annex_question: str
    indicator: str
    area: int | None
    answer_code: str
    answer_label: str
    answer_text: str = field(repr=False)
    missing_reason: str
    language: str
    file: str
    sheet: str
    row: int
    column: str
    repeat: int = 0
    is_one_of_several: bool = False
    question_label: str = ""


class Unopened(Mapping[str, Value]):
    """Values that are opened when somebody asks for them: most texts of a country are as they were.

    Args:
        openers: key -> what opens its value.
    """

    def __init__(self, openers: Mapping[str, Callable[[], Value]]) -> None:
        self._openers = openers
        self._opened: dict[str, Value] = {}

    def __getitem__(self, key: str) -> Value:
        if key not in self._opened:
            self._opened[key] = self._openers[key]()
        return self._opened[key]

    def __contains__(self, key: object) -> bool:
        return key in self._openers

    def __iter__(self) -> Iterator[str]:
        return iter(self._openers)

    def __len__(self) -> int:
        return len(self._openers)


@dataclass(frozen=True, slots=True)
class Received:
    """Everything a country folder held, as read; it lives in memory only and still names people.

    Attributes:
        country: ISO 3166-1 alpha-3.
        interviews: interviews, responses and documents that could be read or were at least registered.
        texts: interview id -> source text, for transcripts and documents.
        turns: interview id -> its turns in order.
        answers: cells of the questionnaire responses.
        file_hashes: file -> sha256, for every file below the country folder.
        problems: what was wrong.
        country_names: the country's names that its folder declares; they name no person.
        seals: file -> what the results of its words may be kept under, for those that may be analysed.
        withdrawn: open answers of responses that were taken back on their server and still stand in an export.
    """

    country: str
    interviews: tuple[Interview, ...]
    texts: Mapping[str, SourceText] = field(repr=False)
    turns: Mapping[str, tuple[Turn, ...]] = field(repr=False)
    answers: tuple[Answer, ...] = field(repr=False)
    file_hashes: Mapping[str, str]
    problems: tuple[Problem, ...]
    country_names: tuple[str, ...] = ()
    seals: Mapping[str, str] = field(default_factory=dict, repr=False)
    withdrawn: tuple[str, ...] = field(default=(), repr=False)
