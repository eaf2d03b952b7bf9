"""Review answers: from the filled-in rows of a review workbook to decisions.

Each row is judged by what it decides on: one whose words or evidence have changed since the export is named and left
out, one on which somebody else has decided meanwhile is a second opinion. A row that contradicts itself or another
stops the whole workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

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
    WITHDRAWN,
    Decision,
    Key,
    what_of,
)

Fault = tuple[str, str]
"""A column, and what is wrong with it."""
FINE: Fault = ("", "")
Answer = tuple[list[Decision], Fault]
"""Decisions of a row, and what is wrong with it, `FINE` for nothing."""
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


@dataclass(frozen=True, slots=True)
class Present:
    """What can be decided on now.

    Attributes:
        guards: kind and id -> guard; disagreements by `DISPUTES`.
        levels: indicator -> level proposed, as decisions write it.
        known: what anybody has decided on.
        disputes: id of a disagreement -> a decision for each position.
    """

    guards: Mapping[tuple[str, str], str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[Key] = frozenset()
    disputes: Mapping[str, Sequence[Decision]] = field(default_factory=dict)

    def is_unchanged(self, one: Decision) -> bool:
        """Tell whether a decision is on what is there now.

        What left the workbook because somebody decided on it is open to a second opinion; a level stands for as long
        as the same is proposed; a contradiction is known by its sides, a group without a topic by its words.
        """
        kind = SEGMENT if one.kind in (CODING, STANCE) else one.kind
        now = self.guards.get((kind, one.id))
        if one.decision == WITHDRAWN or (now is not None and one.guard in ("", now)):
            return True
        if kind == LEVEL:
            return self.levels.get(one.id) == one.proposed
        if kind == CONTRADICTION:
            return one.guard in {guard for (other, _), guard in self.guards.items() if other == CONTRADICTION}
        return kind == CANDIDATE and bool(one.proposed) or kind in (CANDIDATE, PSEUDONYM) and one.key in self.known


def decide(
    filled: Sequence[Filled], reviewer: str, at: str, present: Present
) -> tuple[list[Decision], list[Problem], list[Problem]]:
    """Turn filled-in rows into decisions.

    Args:
        filled: rows of a workbook.
        reviewer: who decided.
        at: when, ISO 8601.
        present: what can be decided on now.

    Returns:
        Decisions in the order of the rows, one on each thing; the rows that are left out, as what they decide on has
        changed; and what is wrong with others, which stops the workbook.
    """
    told: list[tuple[Filled, Decision]] = []
    left_out: list[Problem] = []
    wrong: list[Problem] = []
    for row in filled:
        line, kind = row.line, KINDS.get(row.sheet, "")
        bare = Decision(kind, line.target, line.item, "", "", line.proposed, reviewer, at, row.cells.get("reason", ""))
        bare = replace(bare, guard=line.guard)
        if row.sheet == DISPUTES and present.guards.get((DISPUTES, line.id)) != line.guard:
            left_out.append(OLD_EXPORT.at(row.place, row.row, what="the disagreement"))
            continue
        if row.sheet == DISPUTES:
            own, (column, fault) = _rule(row, bare, present.disputes.get(line.id, ()))
        else:
            own, (column, fault) = READERS[row.sheet](row, bare)
        if fault:
            wrong.append(INCOMPLETE.at(row.place, row.row, row.columns[column], reason=fault))
        elif changed := [one.key for one in own if not present.is_unchanged(one)]:
            left_out.append(OLD_EXPORT.at(row.place, row.row, what=what_of(changed[0])))
        else:
            told += [(row, one) for one in own]
    decisions, split = _join(told)
    return decisions, left_out, [*wrong, *split]


def _join(told: Iterable[tuple[Filled, Decision]]) -> tuple[list[Decision], list[Problem]]:
    """Make one decision of what several rows say alike of one thing, and name rows that say different things."""
    by_thing: dict[tuple[Key, str], list[tuple[Filled, Decision]]] = {}
    for row, one in told:
        by_thing.setdefault((one.key, one.mode), []).append((row, one))
    decisions: list[Decision] = []
    problems: list[Problem] = []
    for own in by_thing.values():
        if len({one.position for _, one in own}) > 1:
            reason = f"two rows say different things of the {what_of(own[0][1].key)}"
            problems += [
                INCOMPLETE.at(row.place, row.row, row.columns[_column_of(row, one)], reason=reason) for row, one in own
            ]
            continue
        first = next((one for _, one in own if one.decision == CONFIRMED), own[0][1])
        decisions.append(replace(first, reason="; ".join(dict.fromkeys(one.reason for _, one in own if one.reason))))
    return decisions, problems


def _column_of(row: Filled, one: Decision) -> str:
    """Return the column in which a row of codings or of another sheet says something."""
    if one.kind == STANCE:
        return "right_stance" if "right_stance" in row.columns else "own_stance"
    if one.decision == ADDED and row.cells.get("missing_2") == one.item:
        return "missing_2"
    if one.decision == ADDED and row.cells.get("missing_1") == one.item:
        return "missing_1"
    return next(key for key in ("decision", "ruling", "right_question", "topic_1") if key in row.columns)


def _code(row: Filled, bare: Decision) -> Answer:
    cells, is_back = row.cells, row.cells["decision"] == WITHDRAWN
    own = [replace(bare, decision=cells["decision"])] if cells["decision"] else []
    added = [topic for topic in (cells["missing_1"], cells["missing_2"]) if topic]
    own += [
        replace(bare, item=topic, decision=WITHDRAWN if is_back else ADDED, proposed="")
        for topic in dict.fromkeys(added)
    ]
    if stance := cells["right_stance"]:
        is_stance_back = is_back or stance == WITHDRAWN
        value, decision = ("", WITHDRAWN) if is_stance_back else (stance, SET)
        own.append(replace(bare, kind=STANCE, item="", decision=decision, value=value, proposed=""))
    if bare.item in added:
        return [], ("missing_1", "the missing topic is the one of the row")
    return own, FINE if own else ("decision", "a reason without a decision")


def _level(row: Filled, bare: Decision) -> Answer:
    choice, level = row.cells["decision"], row.cells["new_level"]
    if choice == WITHDRAWN:
        return [replace(bare, decision=WITHDRAWN)], FINE
    if choice == "agree":
        fault = ("new_level", "you agree, and give another level") if level and level != bare.proposed else FINE
        return [replace(bare, decision=CONFIRMED, value=bare.proposed)], fault
    if not level:
        return [], ("new_level", "the right level is missing") if choice else (
            "decision",
            "a reason without a decision",
        )
    if level == bare.proposed:
        return [replace(bare, decision=CONFIRMED, value=level)], FINE
    fault = FINE if bare.reason else ("reason", "a level that you change needs its reason")
    return [replace(bare, decision=SET, value=level)], fault


def _choose(key: str) -> Callable[[Filled, Decision], Answer]:
    """Read a row whose one choice is the decision."""

    def read(row: Filled, bare: Decision) -> Answer:
        choice = row.cells[key]
        return [replace(bare, decision=choice)], FINE if choice else (key, "a reason without a decision")

    return read


def _route(row: Filled, bare: Decision) -> Answer:
    question = row.cells["right_question"]
    if question == WITHDRAWN:
        return [replace(bare, decision=WITHDRAWN)], FINE
    fault = FINE if question else ("right_question", "a reason without a decision")
    return [replace(bare, decision=SET, value=question)], fault


def _candidate(row: Filled, bare: Decision) -> Answer:
    choice, topic, name = (row.cells[key] for key in ("decision", "existing_topic", "new_name"))
    if not choice:
        return [], ("decision", "the decision is missing")
    if choice == EXISTING_TOPIC and not topic:
        return [], ("existing_topic", "which topic is missing")
    if choice == NEW_CODE and not name:
        return [], ("new_name", "the name of the new code is missing")
    value = {EXISTING_TOPIC: topic, NEW_CODE: name}.get(choice, "")
    return [replace(bare, decision=choice, value=value)], FINE


def _code_blind(row: Filled, bare: Decision) -> Answer:
    topics = list(dict.fromkeys(filter(None, (row.cells[key] for key in TOPICS_OF_A_SEGMENT))))
    stance = row.cells["own_stance"]
    if bool(topics) != bool(stance):
        column = "own_stance" if topics else "topic_1"
        return [], (column, "a segment with a topic has a stance, one without has none")
    if not topics and not row.cells["is_done"]:
        return [], ("is_done", "nothing says that the segment was coded")
    blind = replace(bare, mode=BLIND, reason="")
    own = [replace(blind, decision=CODED, value=str(len(topics)))]
    own += [replace(blind, kind=CODING, item=topic, decision=ADDED) for topic in topics]
    return own + ([replace(blind, kind=STANCE, decision=SET, value=stance)] if stance else []), FINE


def _rule(row: Filled, bare: Decision, positions: Sequence[Decision]) -> Answer:
    chosen = row.cells["ruling"]
    if not chosen:
        return [], ("ruling", "a reason without a ruling")
    place = POSITIONS.index(chosen)
    if place >= len(positions):
        return [], ("ruling", "there is no such position")
    told = positions[place]
    reason = bare.reason or told.reason
    return [replace(told, reviewer=bare.reviewer, at=bare.at, reason=reason, mode=RULING, file="", row=None)], FINE


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
