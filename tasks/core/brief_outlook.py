"""What the score of a brief hangs on, what moved since the last run, and whom to ask what next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tasks.core.brief_sections import Draft
from tasks.core.interview_plans import first_planned
from tasks.core.reviews import MARKS
from tasks.core.score_changes import CORRECTIONS, EDITED_DATA, group_parts
from tasks.core.score_variations import BASE, WITHOUT_AREA, WITHOUT_GROUP
from tasks.core.tables import plain_rows

MOST_QUESTIONS = 6
"""Questions that a brief proposes, each to one group; the table holds them all."""
LATEST = 3
"""Interviews among which the last new topics are counted."""


def sensitivity_text(draft: Draft) -> str:
    """Say in one sentence what moves the overall score most."""
    words = draft.words
    shown = [row for row in _variations(draft) if row["kind"] != BASE and row["shift"] is not None]
    if not shown:
        return words.say("sensitivity.none")
    largest = max(shown, key=lambda row: (abs(row["shift"]), row["kind"], row["what"]))
    return words.say("sensitivity.largest", what=_name(draft, largest), shift=_signed(draft, largest["shift"]))


def sensitivity_rows(draft: Draft) -> tuple[tuple[str, ...], ...]:
    """Return the table of the variations, its header first; () without a score."""
    words, rows = draft.words, _variations(draft)
    if not rows or rows[0]["score"] is None:
        return ()
    header = tuple(words.say(f"sensitivity.{key}") for key in ("what", "score", "shift"))
    return (
        header,
        *(
            (
                _name(draft, row),
                "–" if row["score"] is None else words.points(row["score"]),
                "–" if row["shift"] is None or row["kind"] == BASE else _signed(draft, row["shift"]),
            )
            for row in rows
        ),
    )


def _variations(draft: Draft) -> list[Mapping]:
    """Return the variations that a brief may show: a group so small that it would tell a person is none of them."""
    rows = plain_rows(draft.tables.sensitivity)
    shown = [row for row in rows if not (row["kind"] == WITHOUT_GROUP and row["what"] in draft.results.small_groups)]
    return sorted(shown, key=lambda row: (row["kind"] != BASE, -abs(row["shift"] or 0.0), row["kind"], row["what"]))


def _name(draft: Draft, row: Mapping) -> str:
    words, results, what = draft.words, draft.results, str(row["what"])
    if row["kind"] == WITHOUT_GROUP:
        what = results.name_group(what)
    elif row["kind"] == WITHOUT_AREA:
        what = results.rubric.areas[int(what)].label[words.language]
    return words.say(f"sensitivity.{row['kind']}", what=what)


def _signed(draft: Draft, shift: float) -> str:
    sign = "−" if shift < 0 else "+"
    return f"{sign}{draft.words.points(abs(shift))}"


def changes_rows(draft: Draft) -> tuple[tuple[str, ...], ...]:
    """Return the table of what moved since the last run and why, its header first; () where nothing did.

    What moved as records were edited, corrected or taken back is not tied to a level: that would tell what somebody
    said who is not to be heard any more.
    """
    words, moves = draft.words, [parts for parts in _moves(draft) if not _is_of_records(parts)]
    if not moves:
        return ()
    header = tuple(words.say(f"changes.{key}") for key in ("what", "before", "after", "why"))
    return (
        header,
        *(
            (
                _name_unit(draft, parts[0]),
                _stand(draft, parts[0], "before"),
                _stand(draft, parts[-1], "after"),
                "; ".join(_part(draft, row, is_only=len(parts) == 1) for row in parts),
            )
            for parts in moves
        ),
    )


def has_moved_records(draft: Draft) -> bool:
    """Tell whether something moved as records of the last run are no more what they were."""
    return any(map(_is_of_records, _moves(draft)))


def _moves(draft: Draft) -> list[list[Mapping]]:
    return group_parts(plain_rows(draft.tables.changes), draft.results.rubric)


def _is_of_records(parts: Iterable[Mapping]) -> bool:
    return any(row["cause"] in (EDITED_DATA, CORRECTIONS) for row in parts)


def _name_unit(draft: Draft, row: Mapping) -> str:
    results, words = draft.results, draft.words
    if row["unit"] == "indicator":
        known = row["unit_id"] in results.rubric.indicators
        return results.label(row["unit_id"]) if known else row["unit_id"]
    if row["unit"] == "area":
        return results.rubric.areas[int(row["unit_id"])].label[words.language]
    return words.say("changes.overall")


def _stand(draft: Draft, row: Mapping, side: str) -> str:
    """Write where a level or a score stood: levels as elsewhere, scores to a tenth as their parts may be small."""
    value = row[f"{side}_value"]
    if value is None:
        state = row[f"{side}_state"]
        return state if state in MARKS else "–"
    decimals = 1 if row["unit"] != "indicator" else 0 if value == int(value) else 2
    return draft.words.number(value, decimals)


def _part(draft: Draft, row: Mapping, *, is_only: bool) -> str:
    cause = draft.words.say(f"changes.{row['cause']}")
    return cause if is_only else f"{cause} ({_stand(draft, row, 'before')} → {_stand(draft, row, 'after')})"


def next_lines(draft: Draft) -> list[str]:
    """Say whom to ask what next, the most useful first, and whether the last interviews still told anything new."""
    words, results = draft.words, draft.results
    lines = []
    held = sorted(plain_rows(draft.tables.novelty), key=lambda row: row["place"])
    if len(held) > LATEST:
        new = sum(row["new_topics"] for row in held[-LATEST:])
        lines.append(words.say("next.novelty", n=LATEST, new=words.number(new, 0)))
    planned = first_planned(plain_rows(draft.tables.next_interviews), MOST_QUESTIONS)
    if planned:
        lines.append(words.say("next.lead"))
    for row in planned:
        language = draft.language_label(row["language"]) if row["language"] else ""
        lines.append(
            words.say(
                "next.ask" if language else "next.ask_in_any_language",
                group=results.group_labels.get(row["stakeholder_group"], row["stakeholder_group"]),
                number=row["question"],
                question=results.question_wording(row["question"]),
                language=language,
                gain=words.number(row["gain"], 1),
                reason=words.say(f"next.{row['reason']}"),
            )
        )
    return lines
