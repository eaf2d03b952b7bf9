"""Review answers: from the filled-in rows of a review workbook to decisions, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from tasks.core.problems import Problem
from tasks.core.review_sheets import (
    CANDIDATES,
    CODINGS,
    CONTRADICTIONS,
    DISPUTES,
    INCOMPLETE,
    LEVEL_SHEET,
    NAMES,
    OLD_EXPORT,
    POSITIONS,
    ROUTING_SHEET,
    SAMPLE,
    TOPICS_OF_A_SEGMENT,
    Filled,
)
from tasks.core.reviews import (
    ADDED,
    BLIND,
    CANDIDATE,
    CODED,
    CODING,
    CONFIRMED,
    CONTRADICTION,
    EXISTING_TOPIC,
    LEVEL,
    NEW_CODE,
    PSEUDONYM,
    ROUTING,
    RULING,
    SEGMENT,
    SET,
    STANCE,
    Decision,
    Key,
    what_of,
)

Answer = tuple[list[Decision], str]
"""Decisions of a row, and what is wrong with it, "" for nothing."""
KINDS = {
    CODINGS: CODING,
    LEVEL_SHEET: LEVEL,
    NAMES: PSEUDONYM,
    ROUTING_SHEET: ROUTING,
    CANDIDATES: CANDIDATE,
    CONTRADICTIONS: CONTRADICTION,
    SAMPLE: SEGMENT,
}
"""Sheet -> kind of what its rows decide on; those of the disagreements differ."""


def decide(
    filled: Sequence[Filled],
    reviewer: str,
    at: str,
    guards: Mapping[tuple[str, str], str],
    disputes: Mapping[str, Sequence[Decision]],
) -> tuple[list[Decision], list[Problem]]:
    """Turn filled-in rows into decisions.

    Args:
        filled: rows of a workbook.
        reviewer: who decided.
        at: when, ISO 8601.
        guards: kind and id of everything that can be decided on now -> its guard; disagreements by `DISPUTES`.
        disputes: id of a disagreement -> a decision for each position.

    Returns:
        Decisions in the order of the rows, and all that is wrong with rows.
    """
    decisions: list[Decision] = []
    problems: list[Problem] = []
    for row in filled:
        line, kind = row.line, KINDS.get(row.sheet, "")
        bare = Decision(kind, line.target, line.item, "", "", line.proposed, reviewer, at, row.cells.get("reason", ""))
        bare = replace(bare, guard=line.guard)
        if row.sheet == DISPUTES and guards.get((DISPUTES, line.id)) != line.guard:
            problems.append(OLD_EXPORT.at(row.place, row.row, what="the disagreement"))
            continue
        if row.sheet == DISPUTES:
            own, fault = _rule(row, bare, disputes.get(line.id, ()))
        else:
            own, fault = READERS[row.sheet](row, bare)
        if fault:
            problems.append(INCOMPLETE.at(row.place, row.row, reason=fault))
        elif what := next(_changed(own, guards), None):
            problems.append(OLD_EXPORT.at(row.place, row.row, what=what_of(what)))
        else:
            decisions += own
    problems += _split_stances(filled, decisions)
    return list(dict.fromkeys(decisions)), problems


def _changed(decisions: Sequence[Decision], guards: Mapping[tuple[str, str], str]) -> Iterator[Key]:
    """Yield what has changed or gone since the export."""
    for one in decisions:
        kind = SEGMENT if one.kind in (CODING, STANCE) else one.kind
        known = guards.get((kind, one.id))
        if known is None or (one.guard and one.guard != known):
            yield one.key


def _split_stances(filled: Sequence[Filled], decisions: Sequence[Decision]) -> list[Problem]:
    """Name segments to which one workbook gives two stances: a segment has one."""
    given: dict[str, set[str]] = {}
    for one in decisions:
        if one.kind == STANCE:
            given.setdefault(one.id, set()).add(one.value)
    split = {segment for segment, stances in given.items() if len(stances) > 1}
    return [
        INCOMPLETE.at(row.place, row.row, row.columns["right_stance"], reason="two rows give the segment two stances")
        for row in filled
        if row.sheet == CODINGS and row.line.target in split and row.cells["right_stance"]
    ]


def _code(row: Filled, bare: Decision) -> Answer:
    cells = row.cells
    own = [replace(bare, decision=cells["decision"])] if cells["decision"] else []
    added = [topic for topic in (cells["missing_1"], cells["missing_2"]) if topic]
    own += [replace(bare, item=topic, decision=ADDED, proposed="") for topic in dict.fromkeys(added)]
    if stance := cells["right_stance"]:
        own.append(replace(bare, kind=STANCE, item="", decision=SET, value=stance, proposed=""))
    if bare.item in added:
        return [], "the missing topic is the one of the row"
    return own, "" if own else "a reason without a decision"


def _level(row: Filled, bare: Decision) -> Answer:
    choice, level = row.cells["decision"], row.cells["new_level"]
    if choice == "agree":
        fault = "you agree, and give another level" if level and level != bare.proposed else ""
        return [replace(bare, decision=CONFIRMED, value=bare.proposed)], fault
    if not level:
        return [], "the right level is missing" if choice else "a reason without a decision"
    if level == bare.proposed:
        return [replace(bare, decision=CONFIRMED, value=level)], ""
    return [replace(bare, decision=SET, value=level)], "" if bare.reason else "a level that you change needs its reason"


def _choose(key: str) -> Callable[[Filled, Decision], Answer]:
    """Read a row whose one choice is the decision."""

    def read(row: Filled, bare: Decision) -> Answer:
        choice = row.cells[key]
        return [replace(bare, decision=choice)], "" if choice else "a reason without a decision"

    return read


def _route(row: Filled, bare: Decision) -> Answer:
    question = row.cells["right_question"]
    return [replace(bare, decision=SET, value=question)], "" if question else "a reason without a decision"


def _candidate(row: Filled, bare: Decision) -> Answer:
    choice, topic, name = (row.cells[key] for key in ("decision", "existing_topic", "new_name"))
    if not choice:
        return [], "the decision is missing"
    if choice == EXISTING_TOPIC and not topic:
        return [], "which topic is missing"
    if choice == NEW_CODE and not name:
        return [], "the name of the new code is missing"
    value = {EXISTING_TOPIC: topic, NEW_CODE: name}.get(choice, "")
    return [replace(bare, decision=choice, value=value)], ""


def _code_blind(row: Filled, bare: Decision) -> Answer:
    topics = list(dict.fromkeys(filter(None, (row.cells[key] for key in TOPICS_OF_A_SEGMENT))))
    stance = row.cells["own_stance"]
    if bool(topics) != bool(stance):
        return [], "a segment with a topic has a stance, one without has none"
    if not topics and not row.cells["is_done"]:
        return [], "nothing says that the segment was coded"
    blind = replace(bare, mode=BLIND, reason="")
    own = [replace(blind, decision=CODED, value=str(len(topics)))]
    own += [replace(blind, kind=CODING, item=topic, decision=ADDED) for topic in topics]
    return own + ([replace(blind, kind=STANCE, decision=SET, value=stance)] if stance else []), ""


def _rule(row: Filled, bare: Decision, positions: Sequence[Decision]) -> Answer:
    chosen = row.cells["ruling"]
    if not chosen:
        return [], "a reason without a ruling"
    place = POSITIONS.index(chosen)
    if place >= len(positions):
        return [], "there is no such position"
    told = positions[place]
    reason = bare.reason or told.reason
    return [replace(told, reviewer=bare.reviewer, at=bare.at, reason=reason, mode=RULING, file="", row=None)], ""


READERS: Mapping[str, Callable[[Filled, Decision], Answer]] = {
    CODINGS: _code,
    LEVEL_SHEET: _level,
    NAMES: _choose("decision"),
    ROUTING_SHEET: _route,
    CANDIDATES: _candidate,
    CONTRADICTIONS: _choose("ruling"),
    SAMPLE: _code_blind,
}
"""Sheet -> how a row of it is read."""
