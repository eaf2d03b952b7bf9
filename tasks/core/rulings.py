"""Rulings at work: what people decided, applied to turns, codings, levels and contradictions.

Each function gives the same when it is applied to its own result. A decision on words that have changed since, or that
are gone, is named and not applied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from tasks.core.identifiers import derive_id
from tasks.core.levels import CONFLICTING, NO_INFORMATION, NOT_APPLICABLE, SCORED, Level
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.reviews import (
    CANDIDATE,
    CHANGED,
    CODING,
    CONFIRMED,
    CONTRADICTION,
    GONE,
    LEVEL,
    NO_QUESTION,
    OTHER_EVIDENCE,
    REJECTED,
    ROUTING,
    STANCE,
    Decision,
    Merged,
    Ruling,
    guard_of,
    what_of,
)
from tasks.core.scores import TOP_LEVEL
from tasks.core.speakers import RESPONDENT

PERSON = "person:"
"""What the coder of a coding that people added begins with."""
SUGGESTED = "suggested"
WEAKEST_GRADE = "D"
SET_FLAG = "set_by_person"
WORD_MARK = "|"
"""Between the words of a candidate code."""
SAME_WORDS = 0.5
"""Two candidate codes that have more than this share of their words in common are taken for the same."""

Row = Mapping[str, Any]


def _tell(kind: ProblemKind, ruling: Ruling) -> Problem:
    return kind.at(ruling.decision.file, ruling.decision.row, what=what_of(ruling.decision.key))


def _fault(ruling: Ruling, guards: Mapping[str, str]) -> Problem | None:
    """Return what is wrong with a ruling on words: they are gone, or have changed since."""
    known, guard = guards.get(ruling.decision.id), ruling.decision.guard
    if known is None:
        return _tell(GONE, ruling)
    return _tell(CHANGED, ruling) if guard and guard != known else None


def _sort_out(rulings: Iterable[Ruling], guards: Mapping[str, str]) -> tuple[list[Ruling], list[Problem]]:
    checked = [(ruling, _fault(ruling, guards)) for ruling in rulings]
    return [ruling for ruling, fault in checked if fault is None], [fault for _, fault in checked if fault is not None]


def route_turns(
    turns: Iterable[Row], merged: Merged, area_of: Callable[[str], int | None]
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Give turns the question that people say they ask or answer; what is asked holds for the answers after it.

    Args:
        turns: rows of the turns table.
        merged: decisions on the country.
        area_of: question -> area.

    Returns:
        All rows, and the decisions that could not be applied.
    """
    rows = [dict(row) for row in sorted(turns, key=lambda row: (row["interview_id"], row["turn_no"]))]
    sound, problems = _sort_out(merged.of(ROUTING), {str(row["turn_id"]): guard_of(row["text"]) for row in rows})
    asked = {ruling.decision.id: ruling.decision.value for ruling in sound}
    question, interview = "", ""
    for row in rows:
        if row["interview_id"] != interview or row["speaker_role"] != RESPONDENT:
            question, interview = "", row["interview_id"]
        question = asked.get(row["turn_id"], question)
        if question:
            known = None if question == NO_QUESTION else question
            row |= {
                "annex_question": known,
                "area": area_of(question) if known else None,
                "question_confidence": 1.0 if known else 0.0,
            }
    return rows, problems


def rule_codings(
    codings: Iterable[Row], texts: Mapping[str, str], merged: Merged
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Confirm, reject and add codings, and set stances, as people decided.

    Args:
        codings: rows of the codings table.
        texts: segment -> its pseudonymised words.
        merged: decisions on the country.

    Returns:
        All rows: a rejected coding stays as such, one that was added names people as its coder; and the decisions
        that could not be applied.
    """
    rows = [dict(row) for row in codings]
    guards = {id_: guard_of(text) for id_, text in texts.items()}
    topics, problems = _sort_out(merged.of(CODING), guards)
    stances, more = _sort_out(merged.of(STANCE), guards)
    told = {(row["segment_id"], row["topic"]): row for row in sorted(rows, key=_is_added, reverse=True)}
    set_stances = {ruling.decision.id: ruling.decision.value for ruling in stances}
    for ruling in topics:
        segment, topic = ruling.decision.id, ruling.decision.item
        is_rejected = ruling.decision.decision == REJECTED
        row = told.get((segment, topic))
        if row is not None:
            row |= {"status": REJECTED if is_rejected else CONFIRMED, "reviewers": ruling.reviewers}
        elif not is_rejected:
            stance = _stance_of(segment, rows, set_stances) or _seen_stance(ruling)
            if stance:
                rows.append(_added(ruling, stance))
            else:
                problems.append(_tell(NO_STANCE, ruling))
    return [_with_stance(row, set_stances.get(row["segment_id"])) for row in rows], [*problems, *more]


NO_STANCE = ProblemKind(
    "V008",
    Severity.WARNING,
    "A topic was added to a segment that has no stance ({what}); it is not applied.",
    "Say the segment's stance too: every coded segment has one.",
)


def _is_added(row: Row) -> bool:
    return str(row["coder"]).startswith(PERSON)


def _stance_of(segment: str, rows: Iterable[Row], set_stances: Mapping[str, str]) -> str:
    """Return the stance of a segment: what people set, else what its coder gave."""
    own = (str(row["stance"]) for row in rows if row["segment_id"] == segment)
    return set_stances.get(segment) or next(own, "")


def _seen_stance(ruling: Ruling) -> str:
    """Return the stance that stood beside a topic which somebody confirmed; the machine may have coded anew since."""
    decision = ruling.decision
    return decision.proposed if decision.decision == CONFIRMED and decision.proposed != SUGGESTED else ""


def _added(ruling: Ruling, stance: str) -> dict[str, Any]:
    coder = PERSON + ", ".join(ruling.reviewers)
    return {
        "coding_id": derive_id("coding", ruling.decision.id, ruling.decision.item, coder),
        "segment_id": ruling.decision.id,
        "topic": ruling.decision.item,
        "stance": stance,
        "confidence": 1.0,
        "rule": "read by a person",
        "tier": None,
        "is_to_review": False,
        "coder": coder,
        "status": CONFIRMED,
        "reviewers": ruling.reviewers,
    }


def _with_stance(row: dict[str, Any], stance: str | None) -> dict[str, Any]:
    if not stance or row["stance"] == stance:
        return row
    proposed = None if _is_added(row) else row.get("proposed_stance") or row["stance"]
    return row | {"stance": stance, "proposed_stance": proposed}


def write_level(level: Level) -> str:
    """Write a level as decisions name it: "2", "1.75", "NI", "NA" or "CF"."""
    return level.state if level.state != SCORED or level.value is None else f"{level.value:g}"


def level_guard(level: Level) -> str:
    """Return the guard of a proposed level: of the level and all its evidence."""
    return guard_of(write_level(level), *sorted(level.evidence))


def decides(decision: Decision, level: Level) -> bool:
    """Tell whether a decision holds for a level as proposed: of the same evidence, or the same level on other."""
    return decision.guard in ("", level_guard(level)) or decision.proposed == write_level(level)


def rule_levels(levels: Mapping[str, Level], merged: Merged) -> tuple[dict[str, Level], list[Problem]]:
    """Set levels as people decided.

    Args:
        levels: indicator -> level as proposed.
        merged: decisions on the country.

    Returns:
        All levels, the proposed one kept beside one that a person set; and the decisions that could not be applied:
        those on another proposal than now stands.
    """
    found, problems = dict(levels), []
    for ruling in merged.of(LEVEL):
        decision, level = ruling.decision, found.get(ruling.decision.id)
        if level is None or level.review:
            continue
        if not decides(decision, level):
            problems.append(_tell(CHANGED, ruling))
            continue
        if decision.guard not in ("", level_guard(level)):
            problems.append(_tell(OTHER_EVIDENCE, ruling))
        found[decision.id] = _set_level(level, decision.value, decision.reason)
    return found, problems


def _set_level(level: Level, value: str, reason: str) -> Level:
    if value == write_level(level):
        return replace(level, review=CONFIRMED)
    flags = tuple(flag for flag in level.flags if flag != "conflict")
    changed = replace(
        level,
        deciding=(),
        review="set",
        proposed=write_level(level),
        review_reason=reason,
        rule="set by a person",
        flags=(*flags, SET_FLAG),
    )
    if value in (NO_INFORMATION, NOT_APPLICABLE):
        return replace(changed, state=value, value=None, range=None, grade="")
    if value == CONFLICTING:
        flags = (*changed.flags, "conflict")
        return replace(changed, state=value, value=None, range=level.range or (0.0, TOP_LEVEL), grade="X", flags=flags)
    grade = level.grade if level.grade in ("A", "B", "C", WEAKEST_GRADE) else WEAKEST_GRADE
    return replace(changed, state=SCORED, value=float(value), grade=grade)


def contradiction_guard(row: Row) -> str:
    """Return the guard of a contradiction: of what both sides say, and of their evidence in any order.

    Its id changes when the kind of the contradiction does, or the order of its evidence, as after a question was routed
    elsewhere; this does not.
    """
    evidence = ("|".join(sorted(row[side])) for side in ("one_evidence", "other_evidence"))
    return guard_of(row["indicator"] or "", row["one_claim"], row["other_claim"], *evidence)


def twin_key(row: Row) -> tuple[str, ...]:
    """Return what contradictions share that are decided together: the indicator and the levels of both sides."""
    if row["span"] is None or not row["indicator"]:
        return (str(row["contradiction_id"]),)
    return str(row["indicator"]), str(row["one_claim"]), str(row["other_claim"])


def rule_contradictions(rows: Iterable[Row], merged: Merged) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Note beside contradictions which side people found to hold.

    Args:
        rows: of the contradictions table.
        merged: decisions on the country.

    Returns:
        All rows, and the decisions that could not be applied. A ruling counts for the contradictions of the same
        indicator and levels on which nobody has ruled.
    """
    found = {str(row["contradiction_id"]): dict(row) for row in rows}
    guards = {id_: contradiction_guard(row) for id_, row in found.items()}
    sound, problems = _sort_out((_followed(ruling, guards) for ruling in merged.of(CONTRADICTION)), guards)
    ruled = {ruling.decision.id: ruling for ruling in sorted(sound, key=lambda one: one.decision.at)}
    of_twins = {twin_key(found[id_]): ruling for id_, ruling in ruled.items()}
    for id_, row in found.items():
        if ruling := ruled.get(id_) or of_twins.get(twin_key(row)):
            row |= {"ruling": ruling.decision.decision, "ruling_reason": ruling.decision.reason or None}
    return list(found.values()), problems


def _followed(ruling: Ruling, guards: Mapping[str, str]) -> Ruling:
    """Return a ruling under the id that its contradiction has now: that of the same indicator, sides and evidence."""
    decision = ruling.decision
    if decision.id in guards or not decision.guard:
        return ruling
    now = next((id_ for id_, guard in guards.items() if guard == decision.guard), decision.id)
    return replace(ruling, decision=replace(decision, id=now))


def rule_candidates(rows: Iterable[Row], merged: Merged) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Note beside candidate codes what people made of them.

    Args:
        rows: of the candidate_codes table.
        merged: decisions on the country.

    Returns:
        All rows, and the decisions on groups that are no more and of which no words are kept. A group changes, and its
        id with it, when segments are coded: a decision holds for what is set off by mostly the same words.
    """
    found = {str(row["candidate_id"]): dict(row) for row in rows}
    decided = sorted(merged.of(CANDIDATE), key=lambda ruling: (ruling.decision.at, ruling.decision.id))
    for row in found.values():
        alike = [ruling for ruling in decided if _same_words(ruling.decision.proposed, str(row["words"]))]
        own = [ruling for ruling in decided if ruling.decision.id == row["candidate_id"]]
        if chosen := (own or alike)[-1:]:
            row |= {"decision": chosen[0].decision.decision, "code": chosen[0].decision.value or None}
    _, problems = _sort_out((ruling for ruling in decided if not ruling.decision.proposed), dict.fromkeys(found, ""))
    return list(found.values()), problems


def _same_words(one: str, other: str) -> bool:
    """Tell whether two groups are set off by mostly the same words."""
    sides = [{word.strip().casefold() for word in words.split(WORD_MARK) if word.strip()} for words in (one, other)]
    shared, told = sides[0] & sides[1], sides[0] | sides[1]
    return bool(told) and len(shared) / len(told) > SAME_WORDS
