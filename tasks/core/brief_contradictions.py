"""The contradictions of a brief: what does not go together, who said it, and what to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tasks.core.brief_sections import PAGE_ONE_WORDS, Draft
from tasks.core.briefs import Item, Sentence
from tasks.core.contradictions import ARITHMETIC, CHRONOLOGY, EXCEPTION, FAR_APART, FIGURES, KINDS, NUMBERS, PLANNED
from tasks.core.number_contradictions import group_digits
from tasks.core.placeholders import translate_placeholders
from tasks.core.tables import plain_rows
from tasks.core.wordings import Wordings

SECTION = "annex_contradictions"
MOST_SHOWN = 20
"""Contradictions that a brief prints; the data-quality page has them all."""

NAMES = {
    ARITHMETIC: "contradiction.arithmetic",
    CHRONOLOGY: "contradiction.chronology",
    EXCEPTION: "contradiction.exception",
}
TEXTS = {
    ARITHMETIC: "contradiction.arithmetic_text",
    CHRONOLOGY: "contradiction.chronology_text",
    EXCEPTION: "contradiction.exception_text",
}
"""Kind of contradiction in the words -> its name, and what is said of it."""
ONE, OTHER, BOTH = "one", "other", "both"
"""Which side a person found to hold; "neither" leaves the question open."""
RULINGS = {ONE: "contradiction.ruled_one", OTHER: "contradiction.ruled_other", BOTH: "contradiction.ruled_both"}


def contradiction_items(draft: Draft) -> tuple[Item, ...]:
    """Write one item for each contradiction that cannot be a matter of degree.

    Args:
        draft: what the brief is written from; its quotations grow.

    Returns:
        Items, contradictions of levels first, by how far they are apart.
    """
    return tuple(_item(draft, row) for row in far_contradictions(draft)[:MOST_SHOWN])


def far_contradictions(draft: Draft) -> list[Mapping]:
    """Return the contradictions that cannot be a matter of degree, the widest of each indicator only."""
    rows = [row for row in plain_rows(draft.tables.contradictions) if _is_far(row)]
    rows.sort(key=lambda row: (-float(row["span"] or 0), KINDS.index(row["kind"]), str(row["contradiction_id"])))
    widest: dict[object, Mapping] = {}
    for row in rows:
        key = row["indicator"] if row["indicator"] and row["span"] is not None else row["contradiction_id"]
        widest.setdefault(key, row)
    return list(widest.values())


def _is_far(row: Mapping) -> bool:
    return not row["is_hinted"] and (row["span"] is None or row["span"] >= FAR_APART)


def disputed_indicators(rows: Iterable[Mapping]) -> frozenset[str]:
    """Return the indicators whose levels are told two levels or more apart and that nobody has settled.

    Args:
        rows: of the contradictions table.
    """
    return frozenset(str(row["indicator"]) for row in rows if row["span"] and _is_far(row) and not is_settled(row))


def _item(draft: Draft, row: Mapping) -> Item:
    words, results = draft.words, draft.results
    label = results.label(row["indicator"]) if row["indicator"] else words.say(NAMES[row["kind"]])
    evidence = tuple(dict.fromkeys((*row["one_evidence"], *row["other_evidence"])))
    sides = _sides(draft, row)
    told = [_say(draft, row, label, sides)]
    if is_settled(row):
        told.append(_ruling(draft, row, sides))
    elif row["indicator"] and row["kind"] != FIGURES:
        told.append(words.say("contradiction.follow_up", question=results.indicator_question(row["indicator"])))
    quotations = [id_ for side in (ONE, OTHER) for id_ in _quote_side(draft, row, side)]
    sentences = tuple(Sentence(SECTION, one, evidence) for one in told)
    return Item("", label, sentences, tuple(quotations), str(row["contradiction_id"]))


def _quote_side(draft: Draft, row: Mapping, side: str) -> tuple[str, ...]:
    """Quote a side of a contradiction, where it is a level only words that tell it; the same evidence once."""
    evidence = row[f"{side}_evidence"]
    if side == OTHER and evidence == row[f"{ONE}_evidence"]:
        return ()
    if row["span"] is None:
        return draft.quote_support(evidence, 1, PAGE_ONE_WORDS)
    return draft.quote_level(row["indicator"], float(row[f"{side}_claim"]), evidence, 1, PAGE_ONE_WORDS)


def is_settled(row: Mapping) -> bool:
    """Say whether a person found which side of a contradiction holds."""
    return row["ruling"] in (ONE, OTHER, BOTH)


def _sides(draft: Draft, row: Mapping) -> dict[str, str]:
    """Say who tells what on each side, where the sides are levels or numbers."""
    if row["span"] is None and row["kind"] not in (NUMBERS, FIGURES, PLANNED):
        return {}
    told, who = {side: _claim(draft, row, side) for side in (ONE, OTHER)}, _who(draft, row)
    if who[ONE] == who[OTHER]:
        return told
    return {side: draft.words.say("contradiction.side", who=who[side], claim=claim) for side, claim in told.items()}


def _who(draft: Draft, row: Mapping) -> dict[str, str]:
    return {side: _voices(draft, str(row[f"{side}_voices"] or "")) for side in (ONE, OTHER)}


def _claim(draft: Draft, row: Mapping, side: str) -> str:
    """Say what one side tells: a number, or a level as the scale words it."""
    words, claim = draft.words, str(row[f"{side}_claim"])
    if row["kind"] in (NUMBERS, PLANNED):
        number = say_count(claim, words)
        is_planned = row["kind"] == PLANNED and side == OTHER
        return words.say("contradiction.planned", number=number) if is_planned else number
    if row["kind"] == FIGURES:
        return say_figure(claim, words)
    named = draft.results.quote_level(row["indicator"], float(claim))
    return words.say("contradiction.level", level=named, value=words.level(float(claim)))


def say_count(claim: str, words: Wordings) -> str:
    """Write a number with what it counts, "3 meetings a year", in the language of the brief."""
    number, _, unit = claim.partition(" ")
    key = f"unit.{unit}"
    return words.count(key, float(number)) if f"{key}.one" in words.texts else number


def say_figure(claim: str, words: Wordings) -> str:
    """Write a number with its unit and year as the language groups its digits: "41,000,000 USD (2025)"."""
    return group_digits(claim, words.number)


def _say(draft: Draft, row: Mapping, label: str, sides: Mapping[str, str]) -> str:
    words = draft.words
    if not sides:
        return words.say(TEXTS[row["kind"]], label=label)
    between = " ; " if words.language == "fr" else "; "
    name = "contradiction.settled" if is_settled(row) or row["kind"] == PLANNED else "contradiction.sentence"
    told, who = between.join(sides.values()), _who(draft, row)
    if who[ONE] == who[OTHER]:
        two = words.say("contradiction.two_sides", one=sides[ONE], other=sides[OTHER])
        is_unnamed = who[ONE] == words.say("sources.unattributed")
        key = "contradiction.among_unattributed" if is_unnamed else "contradiction.among"
        told = words.say(key, who=who[ONE], sides=two)
    return words.say(name, label=label, sides=told)


def _ruling(draft: Draft, row: Mapping, sides: Mapping[str, str]) -> str:
    """Say what a person found, and why."""
    words, ruling = draft.words, str(row["ruling"])
    if ruling == BOTH or not sides:
        told = words.say(RULINGS[ruling])
    else:
        told = words.say("contradiction.ruled", side=sides[ruling])
    if not row["ruling_reason"]:
        return told
    reason = translate_placeholders(str(row["ruling_reason"]), words.language, draft.placeholders)
    return f"{told} " + words.say("contradiction.why", reason=reason)


def _voices(draft: Draft, voices: str) -> str:
    results, documents = draft.results, draft.words.say("sources.documents")
    named = [
        results.name_group(voice) if voice in results.group_labels else documents
        for voice in voices.split(", ")
        if voice
    ]
    unnamed = draft.words.say("sources.unattributed")
    told = sorted(dict.fromkeys(named), key=lambda name: (name == unnamed, name == documents, name))
    return draft.words.join(told) or unnamed
