"""REFI-QDA projects as values: what programs of qualitative analysis exchange.

Users, codes, cases, sources with selections, notes and sets. Places in a text are half-open and count Unicode code
points, as the standard says.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:msp-briefs:refi-qda")
TEXT, DATE = "Text", "Date"
"""Types of a variable that this program writes."""
MACHINE_PREFIX = "msp-auto "
"""Before the version of a coder that is a program, in the name of its user."""
LONGEST_NAME = 63
"""Characters of a code's name; what is longer is cut by some programs."""
GUID_PATTERN = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class User:
    """A coder: a person, or a version of the machine."""

    guid: str
    name: str


@dataclass(frozen=True, slots=True)
class ProjectCode:
    """A code of the tree of codes.

    Attributes:
        guid: of the code.
        name: what people read.
        description: when to use it.
        colour: `#RRGGBB`, "" for none.
        is_codable: False for a code that only holds others.
        children: codes below it.
    """

    guid: str
    name: str
    description: str = ""
    colour: str = ""
    is_codable: bool = True
    children: tuple[ProjectCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """An attribute that cases have; its type is `TEXT`, `DATE` or another of the standard."""

    guid: str
    name: str
    type: str = TEXT


@dataclass(frozen=True, slots=True)
class Case:
    """A respondent or a document: its values by the variable's guid, its sources by their guid."""

    guid: str
    name: str
    values: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectCoding:
    """A code that a user gave: to the selection or the source it stands in.

    Attributes:
        guid: of the coding.
        code: guid of the code.
        user: guid of the user, "" where it is not said.
        when: ISO 8601, "" where it is not said.
        notes: guids of notes on it.
    """

    guid: str
    code: str
    user: str = ""
    when: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """Words of a source that were coded or noted.

    Attributes:
        guid: of the selection.
        start: half-open, in code points of the source's text as the file has it.
        end: its end.
        name: any text; some programs write the words here.
        description: memo.
        user: guid of who made it.
        when: ISO 8601, "" where it is not said.
        codings: codes given to it.
        notes: guids of notes on it.
    """

    guid: str
    start: int
    end: int
    name: str = ""
    description: str = ""
    user: str = ""
    when: str = ""
    codings: tuple[ProjectCoding, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextSource:
    """A text.

    Attributes:
        guid: of the source.
        name: what people read.
        text: as the file has it, without a byte order mark.
        has_mark: whether a byte order mark stood before it.
        user: guid of who made it.
        selections: in the order of the file.
        codings: codes given to the whole of it.
    """

    guid: str
    name: str
    text: str
    has_mark: bool = False
    user: str = ""
    selections: tuple[Selection, ...] = ()
    codings: tuple[ProjectCoding, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectNote:
    """A memo."""

    guid: str
    name: str
    text: str
    user: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class ProjectSet:
    """A named set of codes or sources, by their guids."""

    guid: str
    name: str
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A project.

    Attributes:
        name: what people read.
        origin: program that wrote it.
        user: guid of who changed it last, "" where it is not said.
        description: of the whole.
        users: coders.
        codes: the tree of codes.
        variables: attributes of cases.
        cases: respondents and documents.
        sources: texts.
        notes: memos.
        sets: of codes and sources.
    """

    name: str
    origin: str = ""
    user: str = ""
    description: str = ""
    users: tuple[User, ...] = ()
    codes: tuple[ProjectCode, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[TextSource, ...] = ()
    notes: tuple[ProjectNote, ...] = ()
    sets: tuple[ProjectSet, ...] = ()


def derive_guid(noun: str, *parts: object) -> str:
    """Derive the guid of something from what makes it that thing, so that a second export merges with the first.

    Args:
        noun: user, code, case, source, selection, coding, note, set or variable.
        *parts: the identifying values, in a fixed order; written with `str`.
    """
    return str(uuid.uuid5(NAMESPACE, "\x1f".join([noun, *map(str, parts)])))


def read_guid(text: str | None) -> str:
    """Read a guid as programs write it: with or without braces, in any case; other ids are kept as they are."""
    match = GUID_PATTERN.fullmatch((text or "").strip())
    return match.group(1).lower() if match else (text or "").strip()


def walk_codes(
    codes: tuple[ProjectCode, ...], above: tuple[str, ...] = ()
) -> Iterator[tuple[ProjectCode, tuple[str, ...]]]:
    """Walk a tree of codes from the top; each code comes with the names above it."""
    for code in codes:
        yield code, above
        yield from walk_codes(code.children, (*above, code.name))
