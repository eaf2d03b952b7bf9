"""Lines of a transcript: what stands before the words, a time stamp or what looks like a speaker's label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tasks.core.sources import PLAIN, Layout, SourceText
from tasks.core.spellings import simplify

LONGEST_LABEL_WORDS = 5
SHORT_LABEL = re.compile(r"^[^\W\d_]{1,2}\d{0,2}$")
STAMP = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
STAMP_PATTERN = re.compile(rf"^\s*(?:[\[({{#<]\s*({STAMP})\s*[\])}}#>]|({STAMP})(?=\s|$))\s*[-–—]?\s*")
SPAN_PATTERN = re.compile(rf"^\s*\[?({STAMP})\]?\s*(?:-->|–>|→|-|–|to)\s*\[?{STAMP}\]?\s*")
NAME = r"~?[^\W_][\w.'’/&°º –—-]{0,49}?(?:\s*\([^)\n]{1,60}\))?"
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
    r"\s*(?:\.?\s*[-–—/]|\.(?!\d))\s+(?=\S)"
)
STAMPED_NAME_PATTERN = re.compile(
    rf"^\**([^\W\d_][\w.'’()|/ -]{{0,49}}?)\**(?:\t+|[ \u00a0]{{2,}}|\s*[,|·–-]\s*|\s+(?=[\[({{])|\s)"
    rf"\s*[\[({{]?({STAMP})(?:\s*(?:-->|–>|→|-|–)\s*{STAMP})?[\])}}]?\s*:?\s*$"
)
NUMBERED_PATTERN = re.compile(
    r"^\s*(?:(?:q|question|pregunta|pergunta|p)\s*\.?\s*)?\d{1,2}\s*(?:[.):–-]|\.\d)\s*\S", re.IGNORECASE
)
QUESTION_NUMBER = re.compile(
    r"^\s*[\[(]?((?:(?:q|question|pregunta|pergunta|p)\s*\.?\s*)?\d{1,2})\s*(?:[\])]|\.?[-–—]|[.):]|\.\d{1,2}\.?\)?)\s+(?=\S)",
    re.IGNORECASE,
)
REMARK_PATTERN = re.compile(
    r"^(?:\[[^\[\]\n]+\]|\([^()\n]+\)|<[^<>\n]{1,60}>|[-–—*]{1,3}\s[^-–—*\n]{3,80}\s[-–—*]{1,3})[.\s]*$"
)
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
SIGNED_PATTERN = re.compile(
    r"^((?:\d{1,3}[-_ ]?[A-Z]{1,3}(?!\w)|[^\W\d_](?:[\w.'’& ]|-(?=\w)){0,29}?)(?:\s?\([^()]{1,20}\))?)"
    r"[ \u00a0\u202f]*(?![.,;:?!…%]+\s)([^\w\s\"'’“”«»(\[¿¡]{1,4})[ \u00a0\u202f\t]+(?=\S)"
)
"""A short beginning with any sign behind it, as in "Salinas.- ..." or "ENQ | ..."."""
DOTTED_PATTERN = re.compile(
    r"^((?:[^\W\d_]{1,4}\.\s?)*[^\W\d_](?:[\w'’& ]|-(?=\w)){0,29}?(?:\s?\([^()]{1,20}\))?)(\.)\s+(?=\S)"
)
TABBED_PATTERN = re.compile(r"^([^\W\d_](?:[\w.'’& \u00a0\u202f]|-(?=\w)){0,29}?)\s*(\t)\s*(?=\S)")
ALONE_PATTERN = re.compile(r"^([^\W\d_](?:[\w.'’& \u00a0\u202f]|-(?=\w)){0,29}?)\s*:?$")
SIGNS = (COLON_PATTERN, SIGNED_PATTERN, DOTTED_PATTERN, TABBED_PATTERN)
LAST_NUMBER = re.compile(r"\s*\d+$")
LEAST_DOTTED, LONGEST_TITLED = 0.5, 3
"""Share of the lines that a label with a full stop must open: sentences end with one, too."""
DASHES = re.compile(r"[-–—]+")
LEAST_SIGNED, MOST_SIGNED_LABELS, LEAST_CHANGES = 5, 10, 0.6
LINE_NUMBER = re.compile(r"^(?:l\.?\s?)?(\d{1,5})[.:)|]?[\s\u00a0]+(?=\S)", re.IGNORECASE)
FEWEST_NUMBERED, LEAST_NUMBERED, MOST_SKIPPED = 12, 0.9, 9
LEAST_LED = 0.7
LEAST_RUNNING = 3
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
        mark: how the label was told: "colon", "bracket", "dash", "sign", "stamped", "alone", "cell", "style" or
            "voice"; "heading" for a row of a table that nobody says.
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
        self.words, self.label, self.spelling, self.mark = self.unlabelled, "", "", ""
        self.start = self.end - len(self.words)

    @property
    def unlabelled(self) -> str:
        """The line as it was before a label was taken off, without its time stamp."""
        lead = STAMP_PATTERN.match(self.whole) or SPAN_PATTERN.match(self.whole)
        return self.whole[lead.end() :] if lead and self.stamp else self.whole

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
    _drop_line_numbers(lines)
    for line in lines:
        if line.mark != "voice":
            _take_stamp(line)
    _drop_line_numbers(lines)
    _find_signed_labels(lines, chat)
    patterns = (*([("chat", chat)] if chat is not None else []), *LABEL_PATTERNS)
    running = find_running(lines)
    for line in lines:
        if line.mark in ("voice", "cell", "style", "sign", "heading") or REMARK_PATTERN.match(line.words):
            continue
        if simplify(line.words) in running:
            continue
        for mark, pattern in patterns:
            match = pattern.match(line.words)
            if match and mark == "colon" and _opens_with_letters(line.words, match):
                continue
            if match and _looks_like_label(_named(match), line.words[match.end() :], mark):
                _take_label(line, match, mark)
                break


def find_running(lines: Sequence[Line]) -> frozenset[str]:
    """Return the lines that come back word for word, as a running header or footer does, simplified."""
    uses = Counter(
        simplify(line.words)
        for line in lines
        if not line.label and not line.stamp and line.layout.table is None and line.words[-1:] not in ("?", ":")
    )
    return frozenset(plain for plain, n in uses.items() if n >= LEAST_RUNNING and len(plain.split()) > 2)


def _drop_line_numbers(lines: Sequence[Line]) -> None:
    """Take the numbers off where they count the lines or the turns of the file, and bullets before labels."""
    numbered = [(line, match) for line in lines if (match := LINE_NUMBER.match(line.words))]
    counts_lines = len(numbered) >= max(FEWEST_NUMBERED, LEAST_NUMBERED * len(lines))
    if not (counts_lines and _is_count(numbered)):
        labelled = _before_labels(numbered)
        numbered = numbered if len(labelled) >= LEAST_LED * len(numbered) else labelled
    if _is_count(numbered):
        for line, match in numbered:
            _drop_lead(line, match)
    bulleted = [(line, match) for line in lines if (match := SIGN_PATTERN.match(line.words))]
    if len(_before_labels(bulleted)) >= LEAST_LED * len(bulleted):
        for line, match in bulleted:
            _drop_lead(line, match)


def _is_count(numbered: Sequence[tuple[Line, re.Match[str]]]) -> bool:
    numbers = [int(match[1]) for _, match in numbered]
    return all(first < second <= first + MOST_SKIPPED for first, second in zip(numbers, numbers[1:], strict=False))


def _before_labels(led: Sequence[tuple[Line, re.Match[str]]]) -> list[tuple[Line, re.Match[str]]]:
    """Return the lines whose lead stands before a label that comes back."""
    best: set[int] = set()
    for pattern in (*SIGNS, DASH_PATTERN, ALONE_PATTERN):
        labelled = [(line, match) for line, lead in led if (match := pattern.match(line.words[lead.end() :]))]
        short = [(line, match) for line, match in labelled if len(_named(match).split()) <= LONGEST_LABEL_WORDS]
        best = max(best, {id(line) for line, _ in _recurring(short)}, key=len)
    return [(line, lead) for line, lead in led if id(line) in best] if len(best) >= LEAST_SIGNED else []


def _drop_lead(line: Line, lead: re.Match[str]) -> None:
    line.cut(lead.end())
    line.whole = line.words


def _find_signed_labels(lines: Sequence[Line], chat: re.Pattern[str] | None) -> None:
    """Take a sign of a typist's own choice for the end of a label, where it parts recurring beginnings from words.

    The sign is the one that most lines with a recurring beginning have; nothing is done where it is the colon.
    """
    found: dict[str, list[tuple[Line, re.Match[str]]]] = {}
    running = find_running(lines)
    for line in lines:
        if line.layout.table is not None or line.mark in ("voice", "cell", "style"):
            continue
        if simplify(line.words) in running or (chat is not None and chat.match(line.words)):
            continue
        for match in filter(None, (pattern.match(line.words) for pattern in SIGNS)):
            sign = ":" if match.re is COLON_PATTERN else DASHES.sub("-", match[2])
            key = _named(match)
            if key[:1].isupper() and len(key.split()) <= LONGEST_LABEL_WORDS:
                found.setdefault(sign, []).append((line, match))
    signed = {sign: _recurring(own) for sign, own in found.items()}
    best = max(signed, key=lambda sign: (len(signed[sign]), sign == ":", sign != "."), default=":")
    if best == ":" or len(signed[best]) < LEAST_SIGNED:
        return
    is_name = sum(len(line.words.split()) <= LONGEST_TITLED for line, _ in signed[best]) > len(signed[best]) / 2
    if best == "." and (is_name or len(signed[best]) < LEAST_DOTTED * len(lines)):
        return
    for line, match in signed[best]:
        line.spelling, line.mark = match[1].strip(), "sign"
        line.label = label_key(line.spelling)
        line.cut(match.end())
        _take_stamp(line)


def _recurring(signed: Sequence[tuple[Line, re.Match[str]]]) -> list[tuple[Line, re.Match[str]]]:
    """Return the lines whose beginnings come back, where those are of a few speakers who take turns.

    Numbers tell speakers apart ("Speaker 1"), or else count the questions ("Q1", "A1").
    """
    exact = [label_key(_named(match)) for _, match in signed]
    for keys in (exact, [LAST_NUMBER.sub("", key) for key in exact]):
        often = {key for key, n in Counter(keys).items() if n > 1}
        taken = [key for key in keys if key in often]
        changes = sum(first != second for first, second in zip(taken, taken[1:], strict=False))
        if 2 <= len(often) <= MOST_SIGNED_LABELS and changes >= LEAST_CHANGES * len(taken):
            return [pair for key, pair in zip(keys, signed, strict=True) if key in often]
    return []


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
    if NUMBERED_PATTERN.match(f"{text}: x") and not re.match(r"^[^\W\d]|\d{1,3}[-_ ]?[A-Z]{1,3}$", text):
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
