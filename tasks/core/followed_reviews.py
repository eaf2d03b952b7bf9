"""Follows decisions to words that read otherwise, or stand elsewhere in their file, since they were made.

A name that a reviewer has masked changes the words of its segments, and with them their ids and guards. The decisions
of the same workbook, and of those before it, still name the words as they were. Words that something was inserted
before have another id, and the same guard.
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
LEAST_MOVED_WORDS = 8
"""Fewer words somebody else may have said too: the decision on them is told to have no place any more."""
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


def find_moved(decisions: Iterable[Decision], rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Renamed]:
    """Lead decisions whose words have another id now to where they stand, if they stand in one place only.

    Args:
        decisions: of a country's review folder.
        rows: of the turns and answers tables as they read now.

    Returns:
        Earlier id and guard -> present ones.
    """
    own = [one for one in decisions if one.kind in FOLLOWED_KINDS and one.guard]
    wanted, present = {one.guard for one in own}, set()
    places: dict[tuple[bool, str], list[str]] = {}
    for row in rows if own else ():
        parts = [(False, id_, words) for id_, _, words in identify_parts(row)]
        parts += [(True, row["turn_id"], row["text"])] if row.get("turn_id") else []
        for is_turn, id_, words in parts:
            present.add(id_)
            if (guard := guard_of(words)) in wanted and len(words.split()) >= LEAST_MOVED_WORDS:
                places.setdefault((is_turn, guard), []).append(id_)
    told = ((one, places.get((one.kind == ROUTING, one.guard), ())) for one in own if one.id not in present)
    return {(one.id, one.guard): Renamed(ids[0], one.guard, is_whole=True) for one, ids in told if len(ids) == 1}


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
