"""Lines of a transcript: what stands before the words, a time stamp or what looks like a speaker's label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tasks.core.sources import PLAIN, Layout, SourceText
from tasks.core.spellings import simplify

LONGEST_LABEL_WORDS = 5
SHORT_LABEL = re.compile(r"^[^\W\d_]{1,2}\d{0,2}$")
STAMP = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
STAMP_PATTERN = re.compile(rf"^\s*(?:[\[({{#<]\s*({STAMP})\s*[\])}}#>]|({STAMP})(?=\s|$))\s*[-–—]?\s*")
SPAN_PATTERN = re.compile(rf"^\s*\[?({STAMP})\]?\s*(?:-->|–>|→|-|–|to)\s*\[?{STAMP}\]?\s*")
NAME = r"~?[^\W_][\w.'’/&°º -]{0,49}?(?:\s*\([^)\n]{1,60}\))?"
NAMES = rf"{NAME}(?:\s*,\s*{NAME}){{0,5}}"
COLON_PATTERN = re.compile(
    rf"^[-–•*]?\s*\**\[?\(?({NAMES}|\+\d[\d ]{{6,17}})\)?\]?\**[\s\u00a0\u202f]*"
    rf"(?:[\[(]\s*({STAMP})\s*[\])])?[\s\u00a0\u202f]*"
    r"(?:[:：](?!\d)|(?<!\d)[:：]|>{1,2})\**(?!//)\s*"
)
BRACKET_PATTERN = re.compile(
    r"^(?:[\[<]([^\W\d_][\w.'’ -]{0,39}(?:\s*\([^()\n]{1,30}\))?)[\]>]|\(([^\W\d_][\w.'’ -]{0,39})\))"
    r"\s*:?\s+(?=\S)"
)
DASH_PATTERN = re.compile(
    r"^(?:\(\d{1,3}\)\s+)?"
    r"([^\W\d_]{1,3}\d{0,2}|(?:[^\W\d_]{2,5}\.\s)?[^\W\d_][\w.]{2,20}?(?: \d{1,2})?)"
    r"\s*(?:\.?\s*[-–—]|\.(?!\d))\s+(?=\S)"
)
STAMPED_NAME_PATTERN = re.compile(
    rf"^\**([^\W\d_][\w.'’()|/ -]{{0,49}}?)\**(?:\t+|[ \u00a0]{{2,}}|\s*[,|·–-]\s*|\s+(?=[\[({{])|\s)"
    rf"\s*[\[({{]?({STAMP})[\])}}]?\s*:?\s*$"
)
NUMBERED_PATTERN = re.compile(
    r"^\s*(?:(?:q|question|pregunta|pergunta|p)\s*\.?\s*)?\d{1,2}\s*(?:[.):–-]|\.\d)\s*\S", re.IGNORECASE
)
QUESTION_NUMBER = re.compile(
    r"^\s*((?:(?:q|question|pregunta|pergunta|p)\s*\.?\s*)?\d{1,2})\s*(?:\.?[-–—]|[.):]|\.\d{1,2}\.?\)?)\s+(?=\S)",
    re.IGNORECASE,
)
REMARK_PATTERN = re.compile(r"^(?:\[[^\[\]\n]+\]|\([^()\n]+\)|<[^<>\n]{1,60}>)[.\s]*$")
RULED_PATTERN = re.compile(r"^[-–—=*_~#]{2,}.*$")
SIGN_PATTERN = re.compile(r"^[-–—•▪◦·*‣➢➔➜→✓\uf0b7]\s+")
QUOTED_PATTERN = re.compile(r"^[«“\"]\s*([^«»“”\"]+?)\s*[»”\"]$")
INNER_STAMP = re.compile(rf"\s*(?:#{STAMP}(?:-\d)?#|[\[{{(]{STAMP}[\])}}])\s*")
BULLET_PATTERN = re.compile(r"^\s*(?:[-*•–▪◦·>]|\d{1,2}[.)])\s+")
BRACKETED = re.compile(r"\([^)]*\)")
LEADING_ZEROS = re.compile(r"\b0+(?=\d)")
MESSAGE_PATTERN = re.compile(
    r"^\u200e?\[?(\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+(?:à\s+|a las\s+)?"
    r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?\s?m\.?)?)\]?\s*(?:[-–]\s+)?",
    re.IGNORECASE,
)
"""Day and time of a message, as messengers export them."""
TABBED_STAMP_PATTERN = re.compile(r"^(\d{1,3}[.:]\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)\t+(?:[\d:.,]+\t+)*")
MESSAGE_HEAD_PATTERN = re.compile(
    r"^([^\[\]\n]{1,50}?),?\s*\[\d{1,2}[./]\d{1,2}[./]\d{2,4},?\s+(\d{1,2}:\d{2}(?::\d{2})?)\]$"
)
STAMPS = (MESSAGE_PATTERN, TABBED_STAMP_PATTERN, SPAN_PATTERN, STAMP_PATTERN)
TAB_PATTERN = re.compile(r"^([^\W_][^\t\n]{0,29}?)\s*\t+\s*(?=\S)")
LABEL_PATTERNS = (
    ("stamped", MESSAGE_HEAD_PATTERN),
    ("stamped", STAMPED_NAME_PATTERN),
    ("bracket", BRACKET_PATTERN),
    ("colon", COLON_PATTERN),
    ("dash", DASH_PATTERN),
    ("tab", TAB_PATTERN),
)
AN_HOUR = re.compile(r"^\s*\d{1,2}\s*$")


@dataclass(slots=True)
class Line:
    """A line of the source.

    Attributes:
        start, end: half-open offsets of its words once label and time stamp are taken off.
        words: those words.
        whole: the line before that.
        block: 0-based number of its block.
        layout: what the layout of its block says.
        label: what looks like a speaker's label, simplified; several joined by ", ".
        spelling: that label as received.
        stamp: time stamp as received.
        mark: how the label was told: "colon", "bracket", "dash", "stamped", "alone", "cell", "style" or "voice".
        role: interviewer or respondent once it is told.
        number: number typed before a question, such as "4" or "Q4".
        is_outside: no part of the talk.
        is_remark: a note-taker's remark in brackets on a line of its own; the talk goes on around it.
    """

    start: int
    end: int
    words: str
    whole: str
    block: int = 0
    layout: Layout = field(default=PLAIN)
    label: str = ""
    spelling: str = ""
    stamp: str = ""
    mark: str = ""
    role: str = ""
    number: str = ""
    is_outside: bool = False
    is_remark: bool = False

    def restore(self) -> None:
        """Give the line back the words that were no speaker's label; the time stamp stays off."""
        if self.mark in ("cell", "style", "voice"):
            return
        lead = STAMP_PATTERN.match(self.whole) or SPAN_PATTERN.match(self.whole)
        cut = lead.end() if lead and self.stamp else 0
        self.words, self.label, self.spelling, self.mark = self.whole[cut:], "", "", ""
        self.start = self.end - len(self.whole) + cut

    def cut(self, length: int) -> None:
        """Take characters and the blanks behind them off the front."""
        rest = self.words[length:]
        self.start += length + len(rest) - len(rest.lstrip())
        self.words = rest.strip()
        self.start = min(self.start, self.end)


def split_lines(source: SourceText) -> list[Line]:
    """Split a source into the lines that hold something.

    Args:
        source: normalised text with its paragraphs.

    Returns:
        Its lines in order; a voice or time stamp that the format gives is told already.
    """
    lines = []
    for number, block in enumerate(source.blocks):
        position = block.start_char
        for text in source.text[block.start_char : block.end_char].split("\n"):
            lead = len(text) - len(text.lstrip())
            if text.strip():
                end = position + len(text.rstrip())
                line = Line(position + lead, end, text.strip(), text.strip(), number, block.layout)
                if block.layout.speaker:
                    line.label, line.mark = simplify(block.layout.speaker), "voice"
                    line.spelling = block.layout.speaker
                line.stamp = block.layout.start_time
                lines.append(line)
            position += len(text) + 1
    return lines


def find_labels(lines: Sequence[Line], chat: re.Pattern[str] | None = None) -> None:
    """Take time stamps and what looks like a speaker's label off the beginning of each line.

    Args:
        lines: of one transcript; changed in place. What is no label is given back later, once the file tells.
        chat: how a meeting tool begins the lines of its chat; its first group is the name.
    """
    patterns = (*([("chat", chat)] if chat is not None else []), *LABEL_PATTERNS)
    for line in lines:
        if line.mark == "voice":
            continue
        _take_stamp(line)
        if line.mark in ("cell", "style"):
            continue
        for mark, pattern in patterns:
            match = pattern.match(line.words)
            if match and mark == "colon" and _opens_with_letters(line.words, match):
                continue
            if match and _looks_like_label(_named(match), line.words[match.end() :], mark):
                _take_label(line, match, mark)
                break


def _opens_with_letters(words: str, colon: re.Match[str]) -> bool:
    """Tell whether a short label with a full stop or a dash stands before what a colon ends: "P4. Entonces: ..."."""
    dash = DASH_PATTERN.match(words)
    is_short = dash is not None and bool(SHORT_LABEL.match(dash[1]))
    return dash is not None and is_short and dash.end() < colon.end() and len(colon[1].split()) > 2


def _named(match: re.Match[str]) -> str:
    """Return the first group that holds something: the label."""
    return next(filter(None, match.groups()), "")


def _take_label(line: Line, match: re.Match[str], mark: str) -> None:
    line.spelling, line.mark = _named(match).strip(), mark
    line.label = label_key(line.spelling)
    if mark == "chat":
        line.mark = "stamped"
    if mark in ("stamped", "colon") and match.lastindex and match.lastindex > 1:
        line.stamp = line.stamp or match.group(2) or ""
    line.cut(match.end())
    had_stamp = bool(line.stamp)
    _take_stamp(line)
    if mark == "bracket" and line.stamp and not had_stamp:
        line.mark = "stamped"


def label_key(spelling: str) -> str:
    """Return what labels are compared by: without accents, case and what stands in brackets."""
    parts = [simplify(part) for part in BRACKETED.sub(" ", spelling).split(",")]
    return LEADING_ZEROS.sub("", ", ".join(part for part in parts if part) or simplify(spelling))


def _take_stamp(line: Line) -> None:
    match = next(filter(None, (pattern.match(line.words) for pattern in STAMPS)), None)
    if match:
        line.stamp = line.stamp or next((group for group in match.groups() if group), "")
        line.cut(match.end())


def _looks_like_label(text: str, rest: str, mark: str) -> bool:
    if any(not 0 < len(simplify(part).split()) <= LONGEST_LABEL_WORDS for part in BRACKETED.sub(" ", text).split(",")):
        return False
    if NUMBERED_PATTERN.match(f"{text}: x") and not re.match(r"^[^\W\d]", text):
        return False
    if mark == "colon" and AN_HOUR.match(text):
        return False
    return not (mark == "colon" and re.match(r"^//", rest))


def spoken_words(text: str) -> str:
    """Return a text without what nobody said: remarks in brackets that stand alone, signs of a list, time stamps."""
    lines = [INNER_STAMP.sub(" ", line).strip() for line in text.split("\n") if not REMARK_PATTERN.match(line.strip())]
    lines = [line for line in lines if line]
    is_list = sum(bool(SIGN_PATTERN.match(line)) for line in lines) > 1
    said = [
        SIGN_PATTERN.sub("", line) if is_list or not number or lines[number - 1][-1] in ".:;!?…" else line
        for number, line in enumerate(lines)
    ]
    return "\n".join(filter(None, said))
