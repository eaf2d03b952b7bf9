"""Follows decisions to words that read otherwise since somebody said that some of them name a person.

A name that a reviewer has masked changes the words of its segments, and with them their ids and guards. The decisions
of the same workbook, and of those before it, still name the words as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from tasks.core.pseudonyms import Replacement, apply_replacements
from tasks.core.reviews import CODING, REJECTED, ROUTING, SEGMENT, STANCE, Decision, guard_of
from tasks.core.segments import identify_parts

MOST_NAMES = 6
"""Names in one turn for which all ways to mask some of them are tried; of more, all at once."""
FOLLOWED_KINDS = (CODING, STANCE, SEGMENT, ROUTING)


@dataclass(frozen=True, slots=True)
class Renamed:
    """Words under their earlier and their present id.

    Attributes:
        id: present id.
        guard: present guard.
        is_whole: whether all of the present words stood under the earlier id.
    """

    id: str
    guard: str
    is_whole: bool


def earlier_texts(text: str, found: Sequence[Replacement], placeholders: frozenset[str]) -> list[str]:
    """Return how a text may have read before people said that some of its words name somebody.

    Args:
        text: as received.
        found: all that is replaced in it.
        placeholders: those that stand for somebody whom people named.

    Returns:
        The text with each choice of those names left standing, without the one where none is.
    """
    names = list(dict.fromkeys(text[one.start : one.end] for one in found if one.placeholder in placeholders))
    sizes = range(1, len(names) + 1) if len(names) <= MOST_NAMES else [len(names)]
    return [
        apply_replacements(
            text,
            [one for one in found if one.placeholder not in placeholders or text[one.start : one.end] not in standing],
        )
        for size in sizes
        for standing in map(frozenset, combinations(names, size))
    ]


def rename_words(now: Mapping[str, Any], texts: Iterable[str]) -> dict[tuple[str, str], Renamed]:
    """Lead from what a turn or an open answer may have read to what it reads now.

    Args:
        now: row of the turns or of the answers table.
        texts: how it may have read before.

    Returns:
        Earlier id and guard -> present id and guard, of the turn itself and of its segments.
    """
    field = "answer_text" if now.get("turn_id") is None else "text"
    present = identify_parts(now)
    found: dict[tuple[str, str], Renamed] = {}
    for text in texts:
        earlier = identify_parts({**now, field: text})
        for id_, start, words in earlier:
            own = [part for part in present if part[1] <= start] or present[:1]
            if own and own[-1][0] != id_:
                is_whole = len(earlier) == len(present)
                found[id_, guard_of(words)] = Renamed(own[-1][0], guard_of(own[-1][2]), is_whole)
        if field == "text":
            found[now["turn_id"], guard_of(text)] = Renamed(now["turn_id"], guard_of(now["text"]), is_whole=True)
    return found


def follow_decisions(decisions: Iterable[Decision], renamed: Mapping[tuple[str, str], Renamed]) -> tuple[Decision, ...]:
    """Let decisions name the words that they were made on as these read now.

    Args:
        decisions: of a country's review folder.
        renamed: earlier id and guard -> present ones.

    Returns:
        All decisions in order. Of words that are a part of what is one segment now, what was found in them follows,
        not that a topic is absent or that all was read: that was said of the part alone.
    """
    by_id = {id_: one for (id_, _), one in renamed.items()}
    return tuple(_followed(one, renamed, by_id) for one in decisions)


def _followed(one: Decision, renamed: Mapping[tuple[str, str], Renamed], by_id: Mapping[str, Renamed]) -> Decision:
    if one.kind not in FOLLOWED_KINDS:
        return one
    now = renamed.get((one.id, one.guard)) if one.guard else by_id.get(one.id)
    if now is None or (not now.is_whole and (one.kind == SEGMENT or one.decision == REJECTED)):
        return one
    return replace(one, id=now.id, guard=now.guard if one.guard else "")
