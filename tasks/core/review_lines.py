"""Review lines: what of a country goes to people, in the order in which a decision helps most."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from tasks.core.codings import ALL
from tasks.core.contradictions import FIGURES, KINDS, NUMBERS, PLANNED
from tasks.core.identifiers import derive_id
from tasks.core.levels import NOT_APPLICABLE, SCORED, Level
from tasks.core.number_contradictions import group_digits
from tasks.core.review_sheets import LONGEST_TEXT, POSITIONS, Line, ReviewWords
from tasks.core.reviews import (
    CANDIDATE,
    CODING,
    CONFIRMED,
    CONTRADICTION,
    LEVEL,
    NUMBERED_REVIEWER,
    PSEUDONYM,
    REJECTED,
    ROUTING,
    STANCE,
    Decision,
    Dispute,
    Key,
    Ruling,
    guard_of,
    name_guard,
)
from tasks.core.rubrics import Indicator, Rubric
from tasks.core.rulings import PERSON, contradiction_guard, decides, level_guard, twin_key, write_level
from tasks.core.scores import POINTS_PER_LEVEL
from tasks.core.speakers import INTERVIEWER, RESPONDENT
from tasks.core.voices import Voice

SURE_ROUTE = 0.5
"""From this confidence on the question of a turn was told by number or wording."""
FEWEST_CODINGS = 100
"""Codings in a workbook, if there are as many: where fewer go to review, the most uncertain others fill up."""
FEWEST_WORDS_SAMPLED, FEWEST_WORDS_OF_A_PARAGRAPH = 5, 12
"""A shorter segment is seldom worth a coder's time; a shorter line at the head of a document is its cover."""
MOST_EVIDENCE, LONGEST_EVIDENCE, MOST_EXAMPLES = 8, 260, 3
CUT = "..."
"""After words that are cut."""

Row = Mapping[str, Any]
NameLevels = Callable[[str], Sequence[str]]
"""Indicator -> its five levels in words."""


@dataclass(frozen=True, slots=True)
class Material:
    """What lines are made of.

    Attributes:
        words: of the workbook.
        rubric: indicators and areas.
        segments: segment -> row of the segments table.
        interviews: interview -> row of the interviews table.
        answers: answer -> row of the answers table.
        decided: what people have decided on or disagree on: it is not asked again.
        rulings: what holds of it.
        name_answer: row of an answer -> what was chosen in the workbook's language, "" where the form does not say.
    """

    words: ReviewWords
    rubric: Rubric
    segments: Mapping[str, Row] = field(repr=False)
    interviews: Mapping[str, Row] = field(repr=False)
    answers: Mapping[str, Row] = field(repr=False)
    decided: frozenset[Key] = frozenset()
    rulings: Mapping[Key, Ruling] = field(default_factory=dict)
    name_answer: Callable[[Row], str] = lambda _: ""

    def may_be_quoted(self, interview: str) -> str:
        """Say whether the words of an interview may be printed; one that is not known may not be quoted."""
        return self.words.texts["may" if self.interviews.get(interview, {}).get("consent_quote") else "may_not"]

    def source_cells(self, segment: Row) -> dict[str, str | float | None]:
        """Return the cells that show whose words they are, and the words."""
        return {
            "interview": segment["interview_id"],
            "quotable": self.may_be_quoted(segment["interview_id"]),
            "question": shorten(segment["question"] or segment["annex_question"] or "", LONGEST_TEXT),
            "text": shorten(segment["text"], LONGEST_TEXT),
        }


def shorten(text: str, most: int) -> str:
    """Cut words that are longer than a number of characters, at the end of one, and say so."""
    return text if len(text) <= most else text[: most - len(CUT)].rsplit(" ", 1)[0] + CUT


def points_per_level(indicator: Indicator, levels: Mapping[str, Level], rubric: Rubric) -> float:
    """Return by how many points one level of an indicator moves the score of its area."""
    members = [one for one in rubric.indicators.values() if one.area == indicator.area]
    n = sum(levels[one.id].state != NOT_APPLICABLE for one in members if one.id in levels)
    return POINTS_PER_LEVEL / max(n, 1)


def coding_lines(codings: Iterable[Row], levels: Mapping[str, Level], material: Material) -> Iterator[Line]:
    """Yield the codings that go to people: by tier, the most uncertain and most score-moving first.

    Args:
        codings: rows of the codings table.
        levels: as they stand: a coding moves the score where its segment is evidence for an indicator of its topic.
        material: of the country.
    """
    texts, words = material.segments, material.words
    codings = list(codings)
    given: dict[str, list[str]] = {}
    for row in codings:
        given.setdefault(row["segment_id"], []).append(row["topic"])
    open_ones = [
        row
        for row in codings
        if not row["coder"].startswith(PERSON) and (CODING, row["segment_id"], row["topic"]) not in material.decided
    ]
    ranked = sorted(open_ones, key=lambda row: _coding_rank(row, _moves(row, levels, material.rubric)))
    n = max(sum(bool(row["is_to_review"]) for row in open_ones), FEWEST_CODINGS)
    for row in ranked[:n]:
        segment = texts[row["segment_id"]]
        why = ("tier_all" if row["tier"] == ALL else "tier_sample") if row["is_to_review"] else "tier_more"
        yield Line(
            row["coding_id"],
            row["segment_id"],
            row["topic"],
            guard_of(segment["text"]),
            row["proposed_stance"] or row["stance"],
            {
                "priority": words.texts[why],
                **material.source_cells(segment),
                "topic": words.topics.get(row["topic"], row["topic"]),
                "stance": words.stances.get(row["stance"], row["stance"]),
                "confidence": round(float(row["confidence"]), 2),
                "others": ", ".join(
                    words.topics.get(one, one) for one in given[row["segment_id"]] if one != row["topic"]
                ),
                "matched": row["matched_text"],
            },
        )


def _coding_rank(row: Row, moves: float) -> tuple[Any, ...]:
    """Return the place of a coding: what goes to review first, then by how far its chance is from certain."""
    tier = 2 if not row["is_to_review"] else 0 if row["tier"] == ALL else 1
    uncertainty = round(1 - abs(2 * float(row["confidence"]) - 1), 1)
    return tier, -uncertainty, -moves, row["segment_id"], row["topic"]


def _moves(row: Row, levels: Mapping[str, Level], rubric: Rubric) -> float:
    """Return by how much the score of an area would move if the words of a coding told another level."""
    return sum(
        points_per_level(indicator, levels, rubric) / len(levels[indicator.id].evidence)
        for indicator in rubric.indicators.values()
        if row["topic"] in indicator.topics and row["segment_id"] in levels[indicator.id].evidence
    )


def level_lines(levels: Mapping[str, Level], name_levels: NameLevels, material: Material) -> Iterator[Line]:
    """Yield the proposed levels with their evidence, in the order of Annex 1; one that was decided is filled in.

    Args:
        levels: as proposed by the machine.
        name_levels: indicator -> its five levels in words.
        material: of the country.
    """
    for id_, level in levels.items():
        ruling = material.rulings.get((LEVEL, id_, ""))
        if ruling is None and (LEVEL, id_, "") in material.decided:
            continue
        indicator, names = material.rubric.indicators[id_], name_levels(id_)
        yield Line(
            id_,
            id_,
            guard=level_guard(level),
            proposed=write_level(level),
            cells={
                "indicator": indicator.label[material.words.language],
                "proposed": level.value if level.state == SCORED else level.state,
                "grade": level.grade,
                "moves": round(points_per_level(indicator, levels, material.rubric), 1),
                "scale": "\n".join(f"{n}: {name}" for n, name in enumerate(names)),
                "evidence": _evidence(level, material),
                "quotable": _quotable(level, material),
                **(_filled_in(ruling, material.words) if ruling and decides(ruling.decision, level) else {}),
            },
        )


def _filled_in(ruling: Ruling, words: ReviewWords) -> dict[str, str | float | None]:
    """Return the cells of a level that was decided: whoever changes them decides anew."""
    decision, is_agreed = ruling.decision, ruling.decision.decision == CONFIRMED
    return {
        "decided": ", ".join(_name_reviewer(one, words) for one in ruling.reviewers),
        "decision": words.options["agree" if is_agreed else "change"],
        "new_level": None if is_agreed else words.options.get(decision.value, decision.value),
        "reason": decision.reason or None,
    }


def _name_reviewer(reviewer: str, words: ReviewWords) -> str:
    """Name a reviewer in the language of the workbook, as tables have a number for each."""
    told = NUMBERED_REVIEWER.fullmatch(reviewer)
    return words.texts["numbered"].format(n=told[1]) if told else reviewer


def _evidence(level: Level, material: Material) -> str:
    """Show who told which level in which words, those that decide first."""
    voices = _shown_voices(level)
    shown = [_say_voice(voice, material) for voice in voices[:MOST_EVIDENCE]]
    said = (_words((id_,), material) for id_ in level.evidence[:MOST_EVIDENCE])
    silent = [] if shown else list(dict.fromkeys(said))
    more = [f"(+ {len(voices) - MOST_EVIDENCE})"] if len(voices) > MOST_EVIDENCE else []
    return "\n".join([*shown, *silent, *more])


def _shown_voices(level: Level) -> list[Voice]:
    return sorted(level.voices, key=lambda voice: (voice not in level.deciding, voice.source))


def _quotable(level: Level, material: Material) -> str:
    """Say of each source whose words are shown as evidence whether they may be quoted."""
    sources = [_record_of(voice, material) for voice in _shown_voices(level)[:MOST_EVIDENCE]]
    if not sources:
        rows = (material.segments.get(id_) or material.answers.get(id_) for id_ in level.evidence[:MOST_EVIDENCE])
        sources = [row["interview_id"] for row in rows if row]
    return "\n".join(f"{one}: {material.may_be_quoted(one)}" for one in dict.fromkeys(sources))


def _say_voice(voice: Voice, material: Material) -> str:
    who = f"{_who(voice, material.words)}, {voice.level:g}"
    return f"{_record_of(voice, material)} ({who}): {_words(voice.evidence, material)}"


def _record_of(voice: Voice, material: Material) -> str:
    """Return the id of the record that the shown words of a voice stand in: a person may have several."""
    rows = (material.segments.get(id_) or material.answers.get(id_) for id_ in voice.evidence)
    return next((str(row["interview_id"]) for row in rows if row), voice.source)


def _who(voice: Voice, words: ReviewWords) -> str:
    """Name the stakeholder group of a voice, or what it is a record of."""
    return words.groups.get(voice.group, voice.group) or words.texts[f"record_{voice.record_type}"]


def _words(ids: Sequence[str], material: Material) -> str:
    """Return the first words of evidence: a segment's, or the label of a closed answer."""
    for id_ in ids:
        if id_ in material.segments:
            return shorten(str(material.segments[id_]["text"]), LONGEST_EVIDENCE)
        if id_ in material.answers:
            answer = material.answers[id_]
            told = material.name_answer(answer) or answer["answer_label"] or answer["answer_code"]
            told = told or answer["answer_text"]
            return shorten(str(told), LONGEST_EVIDENCE)
    return ""


def name_lines(doubtful: Iterable[tuple[str, str, str]]) -> Iterator[Line]:
    """Yield the words left standing that may name somebody: words, times, first place."""
    for words, times, place in doubtful:
        id_ = name_guard(words)
        yield Line(id_, id_, cells={"words": words, "times": float(times), "place": place})


def routing_lines(turns: Sequence[Row], material: Material) -> Iterator[Line]:
    """Yield the interviewer's questions of which the machine has only a guess, with the answer."""
    ordered = sorted(turns, key=lambda row: (row["interview_id"], row["turn_no"]))
    for place, row in enumerate(ordered):
        is_guess = 0 < float(row["question_confidence"] or 0.0) < SURE_ROUTE
        if row["speaker_role"] != INTERVIEWER or not is_guess or (ROUTING, row["turn_id"], "") in material.decided:
            continue
        after = ordered[place + 1] if place + 1 < len(ordered) else None
        is_answer = after is not None and after["interview_id"] == row["interview_id"]
        answer = after["text"] if after and is_answer and after["speaker_role"] == RESPONDENT else ""
        yield Line(
            row["turn_id"],
            row["turn_id"],
            guard=guard_of(row["text"]),
            proposed=row["annex_question"] or "",
            cells={
                "interview": row["interview_id"],
                "question": shorten(row["text"], LONGEST_TEXT),
                "answer": shorten(answer, LONGEST_TEXT),
                "proposed": row["annex_question"],
                "confidence": round(float(row["question_confidence"]), 2),
            },
        )


def candidate_lines(candidates: Iterable[Row], material: Material) -> Iterator[Line]:
    """Yield groups of segments that no topic fits, the largest first."""
    for row in sorted(candidates, key=lambda row: (-row["n_segments"], row["candidate_id"])):
        if row["decision"] or (CANDIDATE, row["candidate_id"], "") in material.decided:
            continue
        examples = [_words((id_,), material) for id_ in row["segment_ids"][:MOST_EXAMPLES]]
        cells = {"words": row["words"], "times": float(row["n_segments"]), "examples": "\n".join(examples)}
        yield Line(row["candidate_id"], row["candidate_id"], proposed=row["words"], cells=cells)


def contradiction_lines(contradictions: Iterable[Row], name_levels: NameLevels, material: Material) -> Iterator[Line]:
    """Yield what does not go together, with the words of both sides.

    Args:
        contradictions: rows of the contradictions table.
        name_levels: indicator -> its five levels in words.
        material: of the country.

    Yields:
        Those of one indicator together, the widest first; where several are of the same levels, one stands for all:
        a ruling on it counts for them (`rulings.rule_contradictions`).
    """
    twins: dict[tuple[str, ...], list[Row]] = {}
    for row in sorted(contradictions, key=lambda row: (KINDS.index(row["kind"]), row["contradiction_id"])):
        twins.setdefault(twin_key(row), []).append(row)
    widest: dict[str, float] = {}
    for own in twins.values():
        subject = own[0]["indicator"] or own[0]["contradiction_id"]
        widest[subject] = max(widest.get(subject, 0.0), _span(own[0]))

    def rank(own: Sequence[Row]) -> tuple[Any, ...]:
        subject = own[0]["indicator"] or own[0]["contradiction_id"]
        return -widest[subject], subject, -_span(own[0])

    for own in sorted(twins.values(), key=rank):
        is_known = (row["ruling"] or (CONTRADICTION, row["contradiction_id"], "") in material.decided for row in own)
        if not any(is_known):
            yield _contradiction_line(own[0], name_levels, material)


def _span(row: Row) -> float:
    """Return how far the sides are apart; what is no level comes first, what one side only hints at last."""
    if row["is_hinted"]:
        return 0.0
    return 9.0 if row["span"] is None else float(row["span"])


def _contradiction_line(row: Row, name_levels: NameLevels, material: Material) -> Line:
    indicator = material.rubric.indicators.get(row["indicator"] or "")
    kind = material.words.texts[f"kind_{row['kind']}"]
    sides = [_words(row[side], material) for side in ("one_evidence", "other_evidence")]
    return Line(
        row["contradiction_id"],
        row["contradiction_id"],
        guard=contradiction_guard(row),
        cells={
            "indicator": f"{indicator.label[material.words.language]} ({kind})" if indicator else kind,
            "one": _side(row, "one", name_levels, material.words),
            "other": _side(row, "other", name_levels, material.words),
            "evidence": "\n".join(dict.fromkeys(filter(None, sides))),
        },
    )


def _side(row: Row, side: str, name_levels: NameLevels, words: ReviewWords) -> str:
    """Say who tells what on one side of a contradiction."""
    voices = [words.groups.get(one, one) for one in str(row[f"{side}_voices"] or "").split(", ") if one]
    claim = str(row[f"{side}_claim"])
    if row["span"] is not None and row["indicator"]:
        claim = _say_level(claim, name_levels(row["indicator"]))
    elif row["kind"] in (NUMBERS, PLANNED):
        claim = claim.partition(" ")[0]
    elif row["kind"] == FIGURES:
        claim = group_digits(claim, words.number)
    return shorten(": ".join(filter(None, (", ".join(voices), claim))), LONGEST_TEXT)


def _say_level(value: str, names: Sequence[str]) -> str:
    """Say a level with its wording; one between two wordings with both."""
    level = float(value)
    told = dict.fromkeys((names[int(level)], names[min(ceil(level), len(names) - 1)]))
    return f"{value} – {' / '.join(told)}"


def positions_of(dispute: Dispute) -> list[Decision]:
    """Return a decision for each position of a disagreement: the latest, by position."""
    found: dict[tuple[str, str], Decision] = {}
    for one in sorted(dispute.decisions, key=lambda one: (one.at, one.file, one.row or 0)):
        found[one.position] = one
    return [found[position] for position in sorted(found)][: len(POSITIONS)]


def dispute_id(dispute: Dispute) -> str:
    """Return the id of a disagreement."""
    return derive_id("review", *dispute.key)


def dispute_guard(dispute: Dispute) -> str:
    """Return the guard of a disagreement: of what is held by how many, whatever their names are."""
    return guard_of(*sorted(str(one.position) for one in dispute.decisions))


def dispute_lines(
    disputes: Iterable[Dispute], shown: Mapping[tuple[str, str], Line], name_levels: NameLevels, material: Material
) -> Iterator[Line]:
    """Yield what reviewers disagree on, with who holds which position.

    Args:
        disputes: on which nobody has ruled.
        shown: kind and id -> the line that shows a thing on its own sheet.
        name_levels: indicator -> its five levels in words.
        material: of the country.
    """
    for dispute in disputes:
        told = {}
        for place, one in zip(POSITIONS, positions_of(dispute), strict=False):
            people = sorted(other.reviewer for other in dispute.decisions if other.position == one.position)
            who = ", ".join(_name_reviewer(person, material.words) for person in people)
            reason = f" ({one.reason})" if one.reason else ""
            told[place] = f"{who}: {_say_position(one, name_levels, material.words)}{reason}"
        line = shown.get((dispute.key[0], dispute.key[1]))
        cells = {"what": _say_what(dispute.key, line, material), "text": _say_text(dispute, line, material), **told}
        yield Line(dispute_id(dispute), dispute.key[1], dispute.key[2], dispute_guard(dispute), cells=cells)


def _say_what(key: Key, line: Line | None, material: Material) -> str:
    """Name a thing that people decide on: its kind, and the indicator or topic that it is of."""
    kind, id_, item = key
    indicator = material.rubric.indicators.get(id_)
    own = (
        indicator.label[material.words.language] if indicator else str(line.cells.get("indicator", "") if line else "")
    )
    name = material.words.topics.get(item, item) or own
    return ": ".join(filter(None, (material.words.texts[f"of_{kind}"], name)))


def _say_text(dispute: Dispute, line: Line | None, material: Material) -> str:
    """Return the words that a disagreement is about, as whole as its own sheet shows them."""
    kind, id_, _ = dispute.key
    if id_ in material.segments:
        return shorten(material.segments[id_]["text"], LONGEST_TEXT)
    told = [str(line.cells[key]) for key in TOLD[kind] if line.cells.get(key)] if line and kind in TOLD else []
    return shorten("\n".join(told) or (dispute.decisions[0].proposed if kind == CANDIDATE else ""), LONGEST_TEXT) or id_


TOLD: Mapping[str, tuple[str, ...]] = {
    LEVEL: ("scale", "evidence"),
    ROUTING: ("question", "answer"),
    PSEUDONYM: ("words", "place"),
    CANDIDATE: ("words", "examples"),
    CONTRADICTION: ("one", "other", "evidence"),
}
"""Kind -> columns of its own sheet that show what it is about."""


def _say_position(one: Decision, name_levels: NameLevels, words: ReviewWords) -> str:
    """Say what a position means."""
    if one.kind == CODING:
        return words.texts["applies_not" if one.decision == REJECTED else "applies"]
    if one.kind == STANCE:
        return words.stances.get(one.value, one.value)
    if one.kind == LEVEL:
        return words.options.get(one.value) or _say_level(one.value, name_levels(one.id))
    if one.kind == ROUTING:
        return ": ".join(filter(None, (words.options.get(one.value, one.value), words.asked.get(one.value, ""))))
    said = words.topics.get(one.value, one.value)
    return ": ".join(filter(None, (words.options.get(one.decision, one.decision), said)))


def sample_lines(segments: Iterable[Row]) -> Iterator[Line]:
    """Yield segments to be coded blind: their words and the question, and nothing of the machine's."""
    for row in segments:
        cells = {"question": shorten(row["question"] or "", LONGEST_TEXT), "text": shorten(row["text"], LONGEST_TEXT)}
        yield Line(row["segment_id"], row["segment_id"], guard=guard_of(row["text"]), cells=cells)


def open_to_sample(segments: Iterable[Row], documents: Container[str], seen: Container[str]) -> list[Row]:
    """Return the segments that are worth coding blind.

    Args:
        segments: rows of the segments table.
        documents: interviews that are reviewed documents.
        seen: segments on whose proposals people have decided: nobody codes those blind any more.

    Returns:
        Those of some words, in order, without the cover of a document: the short lines before its first paragraph.
    """
    found, begun = [], set()
    for row in sorted(segments, key=lambda row: (row["interview_id"], row["segment_no"])):
        n_words, source = len(row["text"].split()), row["interview_id"]
        if source not in documents or n_words >= FEWEST_WORDS_OF_A_PARAGRAPH:
            begun.add(source)
        if source in begun and n_words >= FEWEST_WORDS_SAMPLED and row["segment_id"] not in seen:
            found.append(row)
    return found


def draw_sample(segments: Sequence[Row], share: float, seed: int) -> list[Row]:
    """Draw segments for double coding: the same share of each language, by hash, so that it repeats anywhere.

    Args:
        segments: rows of the segments table, those that may be drawn.
        share: of them, 0 to 1; of each language at least one.
        seed: another one draws others.

    Returns:
        The drawn segments, in the order of the interviews.
    """
    by_language: dict[str, list[Row]] = {}
    for row in segments:
        by_language.setdefault((row["language"] or "")[:2], []).append(row)
    drawn = [
        row
        for own in by_language.values()
        for row in sorted(own, key=lambda row: guard_of(seed, row["segment_id"]))[: max(1, round(share * len(own)))]
    ]
    return sorted(drawn, key=lambda row: (row["interview_id"], row["segment_no"]))
