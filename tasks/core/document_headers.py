"""Headers of reviewed documents: what a document says of itself - title, kind, date, and how long it binds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tasks.core.dates import find_dates, read_date
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.sources import Interview, SourceText
from tasks.core.spellings import Spellings, simplify

OPENING_BLOCKS, CLOSING_BLOCKS = 40, 25
"""Paragraphs at both ends in which a document says what it is and when it was made."""
TITLE_BLOCKS = 15
FEWEST_TITLE_WORDS, LONGEST_TITLE_WORDS = 2, 60
SHORT_TITLE_WORDS, SHORT_LINE_WORDS = 15, 8
CUE_CHARACTERS = 60
"""Longest stretch between a cue and its date."""
YEAR_SPAN = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:[-–—/]|to|until|à|au|al|a|hasta|até|y|and|et|e)\s*((?:19|20)\d{2}|\d{2})(?!\d)",
    re.IGNORECASE,
)
SINGLE_YEAR = re.compile(r"(?<![\d/-])((?:19|20)\d{2})(?![\d/]|-\d)")
SINGLE_YEAR_OR_SPAN = re.compile(rf"{YEAR_SPAN.pattern}|{SINGLE_YEAR.pattern}", re.IGNORECASE)
LEADING_MARKS = re.compile(r"^[\s\-–•*#]+")

OTHER_THAN_REGISTER = ProblemKind(
    "R040",
    Severity.WARNING,
    "The register and the document disagree on the {name}: {given} and {found}; the register's counts.",
    "Correct the register if the document is right.",
)
UNDATED = ProblemKind(
    "R041",
    Severity.WARNING,
    "Neither the register nor the document tells its date; it never lifts an evidence grade.",
    "Write the date into the register, at least the year.",
)
READ_FROM_DOCUMENT = ProblemKind(
    "R042",
    Severity.INFO,
    "The register leaves blank what the document itself tells: {told}.",
    "Nothing to mend if that is right; else write it into the register.",
)
BAD_VALIDITY = ProblemKind(
    "R043",
    Severity.WARNING,
    "How long the document binds cannot be read; the document's own words count.",
    "Write 2021-2025, 'until 2025-12-31', yes (still in force) or no.",
)


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """Declared words of documents (documents.yaml), simplified.

    Attributes:
        kinds: phrase -> kind.
        english: words by which a title shows to be English.
        romance: words by which it shows to be French, Spanish or Portuguese.
        ends_of_head: in English, words before which the kind of a document is named.
        letterhead: beginnings of lines that are no title.
        goes_on: beginnings of lines that continue the title above.
        dated_title: what stands before a date in a title.
        dated_text: what stands before the document's own date in its text.
        valid_from: what stands before the first day that it binds.
        valid_to: what stands before the last one.
        valid_since: what stands before the first day in a register.
        periods: what stands before the year or years that it is for.
        running: kinds that bind for the years in their title.
        in_force: "yes" and "no" of a register -> spellings.
        ended: words that say a document no longer binds.
    """

    kinds: Mapping[str, str]
    english: frozenset[str]
    romance: frozenset[str]
    ends_of_head: frozenset[str]
    letterhead: tuple[str, ...]
    goes_on: tuple[str, ...]
    dated_title: tuple[str, ...]
    dated_text: tuple[str, ...]
    valid_from: tuple[str, ...]
    valid_to: tuple[str, ...]
    valid_since: tuple[str, ...]
    periods: tuple[str, ...]
    running: frozenset[str]
    in_force: Spellings
    ended: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Validity:
    """How long a document binds.

    Attributes:
        valid_from: ISO date with the precision given, "" if untold.
        valid_to: ISO date of the last day, month or year, "" if untold or without end.
        in_force: whether somebody says that it still binds, None if nobody does.
    """

    valid_from: str = ""
    valid_to: str = ""
    in_force: bool | None = None


@dataclass(frozen=True, slots=True)
class DocumentHeader:
    """What a document says of itself; "" for what it does not say.

    Attributes:
        title: as written.
        kind: id of a kind.
        date: ISO date with the precision given.
        validity: how long it binds.
        is_dated: the date stands in the title, or behind words that announce it.
    """

    title: str = ""
    kind: str = ""
    date: str = ""
    validity: Validity = Validity()
    is_dated: bool = False


def read_header(source: SourceText, words: HeaderWords) -> DocumentHeader:
    """Read what a document says of itself.

    Args:
        source: its text with paragraphs.
        words: declared words.

    Returns:
        Title, kind, date and validity as far as the document tells them.
    """
    blocks = [
        (line, block.layout.is_heading or block.layout.is_bold)
        for block in source.blocks
        for line in source.text[block.start_char : block.end_char].split("\n")
        if line.strip()
    ]
    lines = [line for line, _ in blocks]
    title = _find_title(blocks[:TITLE_BLOCKS], words)
    kind = kind_of(title, words)
    ends = [*lines[:OPENING_BLOCKS], *lines[max(OPENING_BLOCKS, len(lines) - CLOSING_BLOCKS) :]]
    validity = _read_validity(title, kind, ends, words)
    announced = _date_in_title(title, words) or _announced_date(ends, words)
    date = announced or _lone_date(lines[:OPENING_BLOCKS], words) or validity.valid_from or _years_in_title(title)[0]
    return DocumentHeader(title, kind, date, validity, bool(announced))


def _find_title(lines: Sequence[tuple[str, bool]], words: HeaderWords) -> str:
    """Find the title, with what continues it: the first line that names a kind, else one set off, else a long one."""
    able = [number for number, (line, _) in enumerate(lines) if _may_be_title(line, words)]
    first = next((number for number in able if _names_itself(lines[number][0], words)), None)
    if first is None:
        set_off = [number for number in able if lines[number][1] or lines[number][0].isupper()]
        first = next(iter([*set_off, *able]), None)
    if first is None:
        return ""
    title = _bare(lines[first][0])
    for line, _ in lines[first + 1 :]:
        longer = f"{title} {_bare(line)}"
        is_open = simplify(title.split()[-1]) in words.english | words.romance
        if not (is_open or _starts(simplify(line), words.goes_on)) or len(longer.split()) > LONGEST_TITLE_WORDS:
            break
        title = longer
    return title


def _may_be_title(line: str, words: HeaderWords) -> bool:
    plain = simplify(line)
    is_fit = FEWEST_TITLE_WORDS <= len(plain.split()) <= LONGEST_TITLE_WORDS and any(map(str.isalpha, plain))
    return is_fit and not _starts(plain, words.letterhead) and not _is_only_date(line)


def _names_itself(line: str, words: HeaderWords) -> bool:
    """Tell whether a line opens with a kind, or is short and names one."""
    is_short = len(line.split()) <= SHORT_TITLE_WORDS and line.rstrip()[-1:] not in ".;:"
    return _starts(simplify(line), words.kinds) or (is_short and bool(kind_of(line, words)))


def _starts(plain: str, beginnings: Iterable[str]) -> bool:
    return any(plain == one or plain.startswith(f"{one} ") for one in beginnings)


def _bare(line: str) -> str:
    return " ".join(LEADING_MARKS.sub("", line).split())


def kind_of(title: str, words: HeaderWords) -> str:
    """Tell the kind of a document by its title.

    Args:
        title: as written.
        words: declared words.

    Returns:
        Id of the kind named first, in English of the one named last before "of"; "" when none is named.
    """
    heard = simplify(title).split()
    is_english = sum(word in words.english for word in heard) > sum(word in words.romance for word in heard)
    found: list[tuple[int, int, str]] = []
    longest = max((len(phrase.split()) for phrase in words.kinds), default=0)
    place = 0
    while place < len(heard):
        for length in range(longest, 0, -1):
            phrase = " ".join(heard[place : place + length])
            if place + length <= len(heard) and phrase in words.kinds:
                found.append((place, length, words.kinds[phrase]))
                place += length - 1
                break
        place += 1
    if not found:
        return ""
    is_named_last = is_english or not any(word in words.romance for word in heard)
    end = next((n for n, word in enumerate(heard) if word in words.ends_of_head and n > found[0][0]), len(heard))
    head = [kind for start, _, kind in found if start < end]
    return head[-1] if is_named_last and head else found[0][2]


def _date_in_title(title: str, words: HeaderWords) -> str:
    """Return the date a title holds: the first behind a word such as "du", else the first of all."""
    found = find_dates(title)
    cued = [iso for start, _, iso in found if _is_cued(title[:start], words.dated_title)]
    return next(iter([*cued, *(iso for _, _, iso in found)]), "")


def _is_cued(before: str, cues: Iterable[str]) -> bool:
    plain = f" {simplify(before)} "
    return any(plain.endswith(f" {cue} ") for cue in cues)


def _announced_date(lines: Sequence[str], words: HeaderWords) -> str:
    """Return the first date that words announce as the document's own: "Fait à Bamako, le 12 mars 2015"."""
    for line in lines:
        for start, _, iso in find_dates(line):
            near = f" {simplify(line[max(0, start - CUE_CHARACTERS) : start])} "
            if any(f" {cue} " in near for cue in words.dated_text):
                return iso
    return ""


def _lone_date(lines: Sequence[str], words: HeaderWords) -> str:
    """Return the first date that has a line of its own, with a place before it at most."""
    able = [
        line for line in lines if _is_only_date(line) and not _first_cued([line], (*words.valid_to, *words.valid_from))
    ]
    return find_dates(able[0])[0][2] if able else ""


def _is_only_date(line: str) -> bool:
    found = find_dates(line)
    if len(found) != 1:
        return False
    start, end, _ = found[0]
    return len(simplify(line[:start] + line[end:]).split()) <= 3 and len(line.split()) <= SHORT_LINE_WORDS


def _read_validity(title: str, kind: str, lines: Sequence[str], words: HeaderWords) -> Validity:
    start, end = _years_in_title(title) if kind in words.running else ("", "")
    if kind in words.running and not end:
        start, end = _announced_years(lines[:TITLE_BLOCKS], words)
    first = _first_cued(lines, words.valid_from)
    last = _first_cued(lines, words.valid_to)
    return Validity(first or start, last or end)


def _years_in_title(title: str) -> tuple[str, str]:
    """Return the years a title says the document is for."""
    if span := _year_span(title):
        return span
    dates = {title[start:end] for start, end, _ in find_dates(title)}
    bare = title
    for date in dates:
        bare = bare.replace(date, " ")
    years = SINGLE_YEAR.findall(bare)
    return (years[-1], years[-1]) if years else ("", "")


def _announced_years(lines: Sequence[str], words: HeaderWords) -> tuple[str, str]:
    """Return the years behind words such as "for the period": "Exercice 2024", "Fiscal year 2023/24"."""
    for line in lines:
        for match in SINGLE_YEAR_OR_SPAN.finditer(line):
            if _is_cued(line[: match.start()], words.periods):
                return _year_span(match.group()) or (match.group()[:4], match.group()[:4])
    return "", ""


def _year_span(text: str) -> tuple[str, str] | None:
    for match in YEAR_SPAN.finditer(text):
        first = match.group(1)
        last = match.group(2) if len(match.group(2)) == 4 else first[:2] + match.group(2)
        if int(first) <= int(last) <= int(first) + 30:
            return first, last
    return None


def _first_cued(lines: Sequence[str], cues: Iterable[str]) -> str:
    """Return the first date or year that stands right behind one of some words."""
    for line in lines:
        for start, _, iso in sorted(
            [*find_dates(line), *((*m.span(), m.group(1)) for m in SINGLE_YEAR.finditer(line))]
        ):
            near = simplify(line[max(0, start - CUE_CHARACTERS) : start])
            if _is_cued(near, cues) or any(_is_cued(near.rsplit(" ", n)[0], cues) for n in (1, 2)):
                return iso
    return ""


def read_validity(text: str, words: HeaderWords) -> Validity | None:
    """Read how long a document binds, as people write it into a register.

    Args:
        text: "2021-2025", "until 31/12/2025", "yes", "abrogé", a date.
        words: declared words.

    Returns:
        The validity; None when it cannot be read.
    """
    plain = simplify(text)
    spoken = words.in_force.read(text)
    if spoken:
        return Validity(in_force=spoken == "yes")
    span = _year_span(text)
    if span and not find_dates(text):
        return Validity(*span)
    dates = [iso for _, _, iso in find_dates(text)] or SINGLE_YEAR.findall(text)
    if not dates and (iso := read_date(text).iso):
        dates = [iso]
    if not dates:
        return None
    ended = False if any(f" {word} " in f" {plain} " for word in words.ended) else None
    if len(dates) > 1:
        return Validity(dates[0], dates[-1], ended)
    begins = any(f" {cue} " in f" {plain} " for cue in (*words.valid_from, *words.valid_since))
    first = dates[0] if begins or plain == dates[0] else ""
    return Validity(first, "" if begins else dates[0], ended)


def complete_document(
    registered: Interview, validity: str, header: DocumentHeader, words: HeaderWords
) -> tuple[Interview, tuple[Problem, ...]]:
    """Complete what the register says of a document by what the document says of itself; the register wins.

    Args:
        registered: the document as registered, "" for what the register leaves blank.
        validity: how long it binds, as typed in the register.
        header: what the document says.
        words: declared words.

    Returns:
        The document, and where the two disagree or nobody tells the date.
    """
    problems: list[Problem] = []
    given = read_validity(validity, words) if validity else Validity()
    if given is None:
        problems.append(BAD_VALIDITY.at(registered.file))
        given = Validity()
    own = header.validity if header.kind == (registered.kind or header.kind) else Validity()
    if given.valid_to and own.valid_to and not _agree(given.valid_to, own.valid_to):
        problems.append(_disagree(registered, "last day it is valid", given.valid_to, own.valid_to))
    if registered.date and header.is_dated and not _agree(registered.date, header.date):
        problems.append(_disagree(registered, "date", registered.date, header.date))
    if registered.kind not in ("", "other") and header.kind and header.kind != registered.kind:
        problems.append(_disagree(registered, "kind", registered.kind, header.kind))
    told = {name: getattr(header, name) for name in ("kind", "date") if not getattr(registered, name)}
    told |= {} if given.valid_to or not own.valid_to else {"valid until": own.valid_to}
    listed = ", ".join(f"{name} {value}" for name, value in told.items() if value)
    if listed:
        problems.append(READ_FROM_DOCUMENT.at(registered.file, told=listed))
    document = replace(
        registered,
        title=registered.title or header.title,
        kind=registered.kind or header.kind or "other",
        date=registered.date or header.date,
        valid_from=given.valid_from or own.valid_from,
        valid_to=given.valid_to or ("" if given.in_force is False else own.valid_to),
        in_force=given.in_force,
    )
    return document, (*problems, *([] if document.date else [UNDATED.at(registered.file)]))


def _agree(one: str, other: str) -> bool:
    """Tell whether two dates are the same as far as both say."""
    return one.startswith(other) or other.startswith(one)


def _disagree(document: Interview, name: str, given: str, found: str) -> Problem:
    return OTHER_THAN_REGISTER.at(document.file, name=name, given=given, found=found)
