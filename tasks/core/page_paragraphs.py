"""Paragraphs of printed pages, rebuilt from where their lines stand.

A line whose right neighbour would still have fitted the next word ends a paragraph for sure. Over a whole file, the
lines below those show how paragraphs begin: behind a gap, indented, or with a label.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tasks.core.page_lines import PageLine
from tasks.core.sources import Layout, Piece
from tasks.core.transcript_lines import MESSAGE_PATTERN

PARAGRAPH_GAP = 1.45
"""Distance to the line above, in usual distances, from which a paragraph ends where no pitch could be learnt."""
GAP_SHARE, GAP_POINTS = 1.06, 0.6
"""How much more than the pitch of its face a distance must be to part paragraphs."""
FEWEST_PITCHES = 3
STRAND_APART = 36.0
"""Lefts of text columns of one kind differ by no more, in points."""
LEAST_FLUSH = 0.6
"""Share of lines that end right at the margin from which a text is justified."""
INDENT = 4.0
FEWEST_STARTS, LEAST_AGREED = 5, 0.75
LEAST_RECURRING, LEAST_DOTTED = 2, 4
FEWEST_ALONE, LONGEST_ALONE = 3, 40
HYPHENS = "\x02\ufffe\u00ad"
"""What pdfium writes for a hyphen at which a word was broken."""
HYPHENATED_SHARE = 0.04
"""Share of lines ending in a hyphen from which the program, not the writer, broke the words."""
LEAST_HYPHENS = 3
LEAST_ASIDE = 14.0
"""How far to the right of most lines all those of a paragraph set aside begin, in points."""
OPEN_COMPOUND = re.compile(r"[^\W\d_]-$")
"""A hyphen the writer typed: "avez-" goes on with "vous"."""
CUT_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[\w/-]$")
REST_OF_ADDRESS = re.compile(r"^[\w%-]*[/.=?&][\w./=?&%-]+")
SIGNED_PATTERN = re.compile(r"^[•▪◦·*➢✓\uf0b7\uf0a7\uf0d8]\s")
COUNTED = re.compile(r"^[\[({]?\d{1,4}[\])}]?[.)]?[\s\u00a0]+(?=\S)")
TIMED = re.compile(r"^[\[({#]?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:-\d)?[\])}#]?[\s\u00a0]+")
LABELLED = re.compile(
    r"^([\[<(]?[^\W\d_][\w.'’/& -]{0,39}?(?:[\s\u00a0]?\([^()]{1,40}\))?[\]>)]?)"
    r"(?:,?[\s\u00a0]?[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}[\])]?)?[\s\u00a0\u202f]*"
    r"([:：]|\.?[–—-](?=\s)|[|>=](?=\s)|\t)"
)
BRACKETED = re.compile(r"^([\[<(][^\W\d_][\w.'’/& -]{0,39}[\]>)])\s()")
ENDED = re.compile(r"^([^\W\d_][\w'’/& -]{0,24}?)([.)])\s(?=\S)")
DIGITS = re.compile(r"\d+")


def join_paragraphs(lines: Sequence[PageLine]) -> list[Piece]:
    """Join the lines of a file to paragraphs.

    Args:
        lines: in reading order, with the columns of tables told.

    Returns:
        Its paragraphs, each with its page.
    """
    if not lines:
        return []
    page = _Page(lines)
    starts = sorted({0, *page.starts()})
    broken = sum(line.text[-1] in HYPHENS for line in lines)
    joint = "" if broken >= max(LEAST_HYPHENS, HYPHENATED_SHARE * len(lines)) else "-"
    paragraphs = [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    usual = Counter(round(line.left) for line in lines).most_common(1)[0][0]
    return [_paragraph(own, joint, usual) for own in paragraphs]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two lines that follow each other.

    Attributes:
        above, below: the lines.
        number: of the second line.
        distance: between them, 0 across pages and text columns.
        is_sure: they are of two paragraphs whatever else is learnt.
        is_short: the first word of the second would have fitted on the first.
    """

    above: PageLine
    below: PageLine
    number: int
    distance: float
    is_sure: bool
    is_short: bool


class _Page:
    """What the lines of a file tell of its paragraphs."""

    def __init__(self, lines: Sequence[PageLine]) -> None:
        self._lines = lines
        self._margins = self._find_margins()
        self._pairs = [self._pair(number) for number in range(1, len(lines))]
        self._pitches = self._learn_pitches()
        self._usual = min(self._pitches.values(), default=1.3 * lines[0].height)
        self._keys = [_label_key(line) for line in lines]

    def starts(self) -> list[int]:
        """Return the numbers of the lines that begin a paragraph."""
        begun = [pair for pair in self._pairs if pair.is_sure or pair.is_short or self._has_gap(pair)]
        numbers = {pair.number for pair in begun}
        numbers |= self._learn_alone({0, *numbers})
        indents = self._learn_indents(begun)
        labels = self._learn_labels({0, *numbers})
        leads = self._learn_leads(begun)
        for pair in self._pairs:
            line = pair.below
            if pair.number in numbers or line.column not in (0, None):
                continue
            column = line.column
            is_indented = (
                column in indents
                and abs(line.left - pair.above.left) > INDENT
                and (abs(line.left - indents[column]) <= INDENT)
            )
            if is_indented or self._keys[pair.number] in labels or (leads and line.lead):
                numbers.add(pair.number)
        return sorted(numbers)

    def _find_margins(self) -> list[float]:
        """Return the right margin of each line: of its table column, or of all text columns that begin as its own."""
        strands: list[int] = []
        for n, line in enumerate(self._lines):
            before = self._lines[n - 1] if n else None
            is_new = before is None or before.page != line.page or line.base > before.base + 0.5 * line.height
            strands.append(strands[-1] + is_new if strands else 0)
        lefts: dict[int, Counter[int]] = {}
        for strand, line in zip(strands, self._lines, strict=True):
            lefts.setdefault(strand, Counter())[round(line.left)] += 1
        usual = {strand: own.most_common(1)[0][0] for strand, own in lefts.items()}
        kinds: dict[int, int] = {}
        for (_, left), (strand, own) in pairwise([(-1, -1e9), *sorted(usual.items(), key=lambda one: one[1])]):
            kinds[strand] = max(kinds.values(), default=-1) + 1 if own - left > STRAND_APART else max(kinds.values())
        keys = [
            (line.column, kinds[s] if line.column is None else 0) for s, line in zip(strands, self._lines, strict=True)
        ]
        rights: dict[tuple[int | None, int], list[float]] = {}
        for key, line in zip(keys, self._lines, strict=True):
            rights.setdefault(key, []).append(line.right)
        self._flush = {key: _is_flush(own) for key, own in rights.items()}
        self._keys_of_margins = keys
        return [max(rights[key]) for key in keys]

    def _pair(self, number: int) -> _Pair:
        above, below = self._lines[number - 1], self._lines[number]
        is_sure = above.column != below.column or below.is_listed or bool(SIGNED_PATTERN.match(below.text))
        is_sure = is_sure or (above.is_bold != below.is_bold and above.closes_bold != below.opens_bold)
        is_sure = is_sure or abs(above.height - below.height) > 0.15 * below.height
        distance = above.base - below.base if above.page == below.page else 0.0
        letter = (below.right - below.left) / max(len(below.text), 1)
        first = below.text.split(maxsplit=1)[0]
        margin = self._margins[number - 1]
        is_short = above.right + letter * (len(first) + 1) < margin - letter
        if self._flush[self._keys_of_margins[number - 1]]:
            is_short = is_short or above.right < margin - 2 * letter
        return _Pair(above, below, number, max(distance, 0.0), is_sure, is_short)

    def _learn_pitches(self) -> dict[tuple[int, int], float]:
        """Return the usual distance between two lines of one paragraph, by their faces."""
        found: dict[tuple[int, int], Counter[float]] = {}
        for pair in self._pairs:
            if pair.distance and not pair.is_sure and not pair.is_short:
                found.setdefault(_faces(pair), Counter())[round(pair.distance * 2) / 2] += 1
        return {
            faces: min(pitch for pitch, n in own.items() if n >= 0.5 * max(own.values()))
            for faces, own in found.items()
            if own.total() >= FEWEST_PITCHES
        }

    def _has_gap(self, pair: _Pair) -> bool:
        if not pair.distance:
            return False
        if (pitch := self._pitches.get(_faces(pair))) is not None:
            return pair.distance > GAP_SHARE * pitch + GAP_POINTS
        return pair.distance > PARAGRAPH_GAP * self._usual

    def _learn_indents(self, begun: Sequence[_Pair]) -> dict[int | None, float]:
        """Return where paragraphs begin, by column, where that is elsewhere than their other lines do."""
        told: dict[int | None, float] = {}
        numbers = {pair.number for pair in begun}
        for column in {line.column for line in self._lines}:
            first = Counter(round(pair.below.left) for pair in begun if pair.below.column == column)
            inner = Counter(
                round(pair.below.left)
                for pair in self._pairs
                if pair.number not in numbers and pair.below.column == column
            )
            if first.total() < FEWEST_STARTS or inner.total() < FEWEST_STARTS:
                continue
            (start, n), (rest, m) = first.most_common(1)[0], inner.most_common(1)[0]
            is_agreed = n >= LEAST_AGREED * first.total() / 1.5 and m >= LEAST_AGREED * inner.total() / 1.5
            if is_agreed and abs(start - rest) > INDENT:
                told[column] = start
        return told

    def _learn_labels(self, numbers: set[int]) -> set[str]:
        """Return the labels that open several paragraphs."""
        keys = Counter(self._keys[number] for number in numbers if self._keys[number])
        return {
            key
            for key, n in keys.items()
            if n >= (LEAST_RECURRING if key[-1] not in ".)" else max(LEAST_DOTTED, 0.1 * len(numbers)))
        }

    def _learn_alone(self, numbers: set[int]) -> set[int]:
        """Return the lines that hold nothing but a few words that stand alone again and again, and those below them."""
        alone = Counter(
            line.text for n, line in enumerate(self._lines) if n in numbers and len(line.text) <= LONGEST_ALONE
        )
        often = {text for text, n in alone.items() if n >= FEWEST_ALONE and text[-1] not in ".,;?!"}
        own = {n for n, line in enumerate(self._lines) if line.text in often}
        return own | {n + 1 for n in own if n + 1 < len(self._lines)}

    def _learn_leads(self, begun: Sequence[_Pair]) -> bool:
        """Tell whether a face that only the front of a line has marks the beginning of paragraphs."""
        opened = sum(bool(pair.below.lead) for pair in begun)
        return opened >= FEWEST_STARTS and opened >= LEAST_AGREED * sum(bool(line.lead) for line in self._lines[1:])


def _is_flush(rights: Sequence[float]) -> bool:
    return sum(right > max(rights) - 1.5 for right in rights) >= LEAST_FLUSH * len(rights)


def _faces(pair: _Pair) -> tuple[int, int]:
    return round(pair.above.height), round(pair.below.height)


def _label_key(line: PageLine) -> str:
    """Return what looks like a label at the front of a line, its numbers blotted out."""
    text = line.text
    text = MESSAGE_PATTERN.sub("", text)
    number = COUNTED.match(text)
    text = text[number.end() :] if number else text
    text = TIMED.sub("", text)
    lead = "# " if number else ""
    match = LABELLED.match(text) or BRACKETED.match(text) or ENDED.match(text)
    if match:
        return f"{lead}{DIGITS.sub('#', match[1])}{match[2] or ']'}"
    first = text.split(maxsplit=1)[0] if number and text.split() else ""
    return f"# {first}" if len(first) == 1 and first.isupper() else ""


def _is_cut(text: str, rest: str) -> bool:
    """Tell whether a line ends amid an address or behind the hyphen of a compound."""
    is_compound = OPEN_COMPOUND.search(text) is not None and rest[0].islower()
    return is_compound or (CUT_ADDRESS.search(text) is not None and REST_OF_ADDRESS.match(rest) is not None)


def _paragraph(lines: Sequence[PageLine], joint: str, usual: float) -> Piece:
    text = ""
    for line in lines:
        if text and text[-1] in HYPHENS:
            text = text[:-1] + joint + line.text
        elif _is_cut(text, line.text):
            text += line.text
        else:
            text = f"{text} {line.text}" if text else line.text
    for hyphen in HYPHENS:
        text = text.replace(hyphen, "-" if hyphen == HYPHENS[0] else "")
    first = lines[0]
    layout = Layout(
        is_bold=all(line.is_bold for line in lines),
        is_italic=all(line.is_italic for line in lines),
        look="left" if first.column is None and min(line.left for line in lines) > usual + LEAST_ASIDE else "",
        lead=first.lead,
        page=first.page,
        is_listed=first.is_listed,
        table=None if first.column is None else 1,
        table_row=None if first.column is None else first.page * 10_000 + first.row,
        table_column=first.column,
    )
    return Piece(text, layout)
