"""Lines of a transcript: what stands before the words, a time stamp or what looks like a speaker's label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tasks.core.sources import PLAIN, Layout, SourceText
from tasks.core.spellings import simplify

STAMP = r"(?:(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?|\d{1,3}['’′]\d{2}(?:[\"”″]|['’′]{2})?)"
STAMP_PATTERN = re.compile(rf"^\s*(?:[\[({{#<]\s*({STAMP})\s*[\])}}#>]|({STAMP})(?=\s|$))\s*[-–—]?\s*")
SPAN_PATTERN = re.compile(rf"^\s*\[?({STAMP})\]?\s*(?:-->|–>|→|-|–|to)\s*\[?{STAMP}\]?\s*")
NUMBERED_PATTERN = re.compile(
    r"^\s*(?:(?:q|question|pregunta|pergunta|p)\s*\.?\s*)?\d{1,2}[a-f]?\s*(?:[.):–-]|\.\d)\s*\S", re.IGNORECASE
)
QUESTION_NUMBER = re.compile(
    r"^\s*[\[(]?((?:(?:q|question|pregunta|pergunta|p)\s*\.?\s*)?\d{1,2})(?:[a-f]|\s?(?:bis|ter))?"
    r"(?:\s*(?:[/&,+]|\b[^\W\d_]{1,3}\s)\s*(?:(?:q|question|pregunta|pergunta|p)\s*\.?\s*)?\d{1,2})?"
    r"\s*(?:[\])]|\.?[-–—]|[.):]|\.\d{1,2}\.?\)?)\s+(?=\S)",
    re.IGNORECASE,
)
"""The number before a question; of a joint one ("Q4 and Q5.", "Q4/5:") the first."""
LONE_NUMBER = re.compile(r"^\W*(?:[^\W\d_]{1,10}\W{0,2}(?:n\W{0,3})?)?\d{1,2}\W*$")
"""A turn that is the number of a question and nothing else."""
REMARK_PATTERN = re.compile(
    r"^(?:\[[^\[\]\n]+\]|\([^()\n]+\)|<[^<>\n]{1,60}>|[-–—*]{1,3}\s[^-–—*\n]{3,80}\s[-–—*]{1,3})[.\s]*$"
)
RULED_PATTERN = re.compile(r"^(?![-–—=]{1,4}>)[-–—=*_~#]{2,}.*$")
SIGN_PATTERN = re.compile(r"^(?:[-–—•▪◦·*‣➢➔➜→⇒►▶✓\uf0b7\uf0e0]|[-–—=]{1,3}>)\s+")
QUOTED_PATTERN = re.compile(r"^[«“\"]\s*([^«»“”\"]+?)\s*[»”\"]$")
INNER_STAMP = re.compile(rf"(?:#{STAMP}(?:-\d)?#|[\[{{]{STAMP}[\]}}])")
QUOTED_STYLE = "quotation"
"""Style of a paragraph that a ">" in front sets off, as in Markdown and in answered mail."""
QUOTE_PATTERN = re.compile(r"^(?:>[ \u00a0]+)+(?=\S)")
GAP = re.compile(r" {2,}")
LEAST_BARE_STAMPS = 3
ROUND_STAMP = re.compile(rf"\({STAMP}\)")
LEAST_ROUND_STAMPS = 3
"""Times in round brackets are stamps where a file has so many; a single one is a clock time somebody named."""
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
PAGE_PATTERN = re.compile(
    r"^\W*(?:(?:page|p|página|pág)\W{0,2})?\d{1,3}\s*(?:(?:/|of|sur|de)\s*\d{1,3})?\W*$", re.IGNORECASE
)
SENTENCE_ENDS = ("?", "!", "…", "?!", ".")
STAMPS = (MESSAGE_PATTERN, TABBED_STAMP_PATTERN, SPAN_PATTERN, STAMP_PATTERN)


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
        mark: how the label was told: "colon", "bracket", "dash", "sign", "stamped", "alone", "cell", "style" or
            "voice"; "heading" for a row of a table that nobody says.
        role: interviewer or respondent once it is told.
        number: number typed before a question, such as "4" or "Q4".
        lead: number of characters at the front of its words in a face that the rest has not.
        is_outside: no part of the talk.
        is_remark: a note-taker's remark in brackets on a line of its own; the talk goes on around it.
        has_gap: an empty line stands above.
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
    lead: int = 0
    is_outside: bool = False
    is_remark: bool = False
    has_gap: bool = False

    def restore(self) -> None:
        """Give the line back the words that were no speaker's label; the time stamp stays off."""
        if self.mark in ("cell", "style", "voice"):
            return
        self.words, self.label, self.spelling, self.mark = self.unlabelled, "", "", ""
        self.lead = 0
        self.start = self.end - len(self.words)

    @property
    def unlabelled(self) -> str:
        """The line as it was before a label was taken off, without its time stamp."""
        lead = STAMP_PATTERN.match(self.whole) or SPAN_PATTERN.match(self.whole)
        return self.whole[lead.end() :] if lead and self.stamp else self.whole

    def cut(self, length: int) -> None:
        """Take characters and the blanks behind them off the front."""
        rest = self.words[length:]
        self.lead = max(self.lead - (len(self.words) - len(rest.lstrip())), 0)
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
    last = 0
    for number, block in enumerate(source.blocks):
        position = block.start_char
        has_gap, last = position - last > 1, block.end_char
        for text in source.text[block.start_char : block.end_char].split("\n"):
            if text.strip(" \t\u00a0>"):
                end = position + len(text.rstrip())
                words, layout = text.strip(), block.layout
                lead = layout.lead if position == block.start_char else 0
                if (quoted := QUOTE_PATTERN.match(words)) and not layout.style:
                    words, layout = words[quoted.end() :], replace(layout, style=QUOTED_STYLE)
                    lead = max(lead - quoted.end(), 0)
                line = Line(end - len(words), end, words, words, number, layout, lead=lead, has_gap=has_gap)
                has_gap = False
                if block.layout.speaker:
                    line.label, line.mark = simplify(block.layout.speaker), "voice"
                    line.spelling = block.layout.speaker
                line.stamp = block.layout.start_time
                lines.append(line)
            position += len(text) + 1
    return lines


def label_key(spelling: str) -> str:
    """Return what labels are compared by: without accents, case and what stands in brackets."""
    parts = [simplify(part) for part in BRACKETED.sub(" ", spelling).split(",")]
    return LEADING_ZEROS.sub("", ", ".join(part for part in parts if part) or simplify(spelling))


def has_bare_stamps(lines: Sequence[Line]) -> bool:
    """Tell whether times without brackets at the front of lines are stamps: a file has several of them, or none."""
    matches = (STAMP_PATTERN.match(line.words) for line in lines)
    return sum(bool(match and match[2]) for match in matches) >= LEAST_BARE_STAMPS


def take_stamp(line: Line, *, allows_bare: bool = True) -> None:
    """Take a time stamp off the front of a line.

    Args:
        line: changed in place.
        allows_bare: also take a time without brackets, which may be what somebody says.
    """
    match = next(filter(None, (pattern.match(line.words) for pattern in STAMPS)), None)
    if match and (allows_bare or match.re is not STAMP_PATTERN or not match[2]):
        line.stamp = line.stamp or next((group for group in match.groups() if group), "")
        line.cut(match.end())


def spoken_words(text: str, *, has_round_stamps: bool = False) -> str:
    """Return a text without what nobody said: remarks in brackets that stand alone, signs of a list, time stamps."""
    lines = [line.strip() for line in text.split("\n") if not REMARK_PATTERN.match(line.strip())]
    for pattern in (INNER_STAMP, ROUND_STAMP) if has_round_stamps else (INNER_STAMP,):
        lines = [GAP.sub(" ", pattern.sub(" ", line)).strip() if pattern.search(line) else line for line in lines]
    lines = [line for line in lines if line]
    is_list = sum(bool(SIGN_PATTERN.match(line)) for line in lines) > 1
    said = [
        SIGN_PATTERN.sub("", line) if is_list or not number or lines[number - 1][-1] in ".:;!?…" else line
        for number, line in enumerate(lines)
    ]
    return "\n".join(filter(None, said))
