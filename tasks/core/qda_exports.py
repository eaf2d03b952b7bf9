"""Exports to programs of qualitative analysis: a country's texts, codebook and codings as a REFI-QDA project."""

from __future__ import annotations

import colorsys
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tasks.core.codebooks import Code, Codebook
from tasks.core.qda_projects import (
    DATE,
    LONGEST_NAME,
    MACHINE_PREFIX,
    TEXT,
    Case,
    Project,
    ProjectCode,
    ProjectCoding,
    ProjectNote,
    ProjectSet,
    Selection,
    TextSource,
    User,
    Variable,
    derive_guid,
)
from tasks.core.quoting import Permit
from tasks.core.rulings import PERSON
from tasks.core.speakers import INTERVIEWER
from tasks.core.transcripts import DOCUMENT

ORIGIN = "MSP Briefs"
TOPIC, STANCE = "topic", "stance"
REJECTED = "rejected"
UNKNOWN_TIME = "2026-01-01T00:00:00Z"
"""Where no time is known: some programs stop without one. It comes back as none."""
REVIEWER = derive_guid("user", "")
"""User whom some programs take whoever opens the project for, as they take the first: it must not be the machine."""
MACHINE_PATTERN = re.compile(rf"(?!{PERSON})[a-z]+:")
DAY_PATTERN = re.compile(r"\d{4}-\d{2}-\d{2}")
HALF_CHARACTER_PATTERN = re.compile("[\ud800-\udfff]")
VARIABLES = ("record_type", "stakeholder_group", "level", "language", "date", "month")
HUES = {1: 0.58, 2: 0.08, 3: 0.38, 4: 0.78, 5: 0.92}
"""Colour of an area, as a part of the circle of colours; its topics differ in lightness."""
STANCE_COLOURS = {
    "description": "#8c8c8c",
    "achievement": "#2e8b57",
    "challenge": "#c0392b",
    "response": "#2874a6",
    "recommendation": "#b7950b",
}


@dataclass(frozen=True, slots=True)
class ExchangeWords:
    """The words that an exported project carries, in one language.

    Attributes:
        language: en, fr, es or pt.
        roles: speaker role -> what stands before a turn.
        area: template of an area's code, with n and label.
        areas: area -> name.
        stance: name of the code above the stances.
        coding_rules: name of the note with the rules of coding.
        variables: column of the interviews -> name.
        groups: stakeholder group -> name.
        questions: Annex 1 question -> how it is asked.
        statement: template of the project's description, with n and left_out.
        reviewer: name of the user that whoever opens the project is.
    """

    language: str
    roles: Mapping[str, str]
    area: str
    areas: Mapping[int, str]
    stance: str
    coding_rules: str
    variables: Mapping[str, str]
    groups: Mapping[str, str]
    questions: Mapping[str, str]
    statement: str
    reviewer: str


@dataclass(frozen=True, slots=True)
class Span:
    """A segment's place in an exported source."""

    start: int
    end: int
    segment_id: str


@dataclass(frozen=True, slots=True)
class Exported:
    """A project to hand out.

    Attributes:
        project: its content.
        spans: guid of a source -> where its segments stand, in order.
        interviews: guid of a source -> record it was made of.
        left_out: records without consent to quotation.
        owners: id of a record or segment that must not be told, as it leaves -> its own id.
    """

    project: Project
    spans: Mapping[str, tuple[Span, ...]]
    interviews: Mapping[str, str]
    left_out: int
    owners: Mapping[str, str] = field(default_factory=dict, repr=False)

    def own(self, id_: str) -> str:
        """Return the own id of a record or segment."""
        return self.owners.get(id_, id_)


@dataclass(frozen=True, slots=True)
class CountryTables:
    """Rows of a country's tables, as `plain_rows` gives them."""

    country: str
    interviews: Sequence[Mapping[str, Any]]
    turns: Sequence[Mapping[str, Any]]
    segments: Sequence[Mapping[str, Any]]
    codings: Sequence[Mapping[str, Any]]
    reviews: Sequence[Mapping[str, Any]] = ()


def code_guid(kind: str, id_: object) -> str:
    """Return the guid of a topic, a stance or an area: the same in every country and run."""
    return derive_guid("code", kind, id_)


def is_machine(coder: str) -> bool:
    """Tell whether a coder is a program ("model:408da501") rather than a person."""
    return MACHINE_PATTERN.match(coder) is not None


def by_coder(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what each coder gave: the machine its topic and own stance, each person who confirmed or added it theirs.

    Args:
        row: of the codings; "reviewers" and "proposed_stance" where people decided on it.
    """
    given: list[Mapping[str, Any]] = []
    if is_machine(row["coder"]):
        given.append({**row, "stance": row.get("proposed_stance") or row["stance"]})
    persons = row.get("reviewers") or (() if given else (row["coder"].removeprefix(PERSON),))
    for person in persons:
        given.append({**row, "coder": person, "coding_id": f"{row['coding_id']} {person}"})
    return given


def _with_decision(
    row: Mapping[str, Any], decided: Mapping[tuple[str, str, str], Mapping[str, Any]]
) -> Mapping[str, Any]:
    """Add to a person's coding when and why it was given."""
    decision = decided.get((row["segment_id"], row["topic"], row["coder"]), {})
    at, reason = decision.get("at") or "", decision.get("reason") or ""
    return {**row, "when": f"{at}T00:00:00Z" if DAY_PATTERN.fullmatch(at) else at, "reason": reason}


def make_codes(codebook: Codebook, words: ExchangeWords) -> tuple[ProjectCode, ...]:
    """Make the tree of codes: areas with their topics, then the stances; no two codes have one name.

    Args:
        codebook: topics and stances.
        words: of the language that people read.
    """
    taken: set[str] = set()
    areas: dict[int, list[Code]] = defaultdict(list)
    for topic in codebook.topics.values():
        areas[topic.area or 0].append(topic)
    tree = [
        ProjectCode(
            code_guid("area", area),
            _name(words.area.format(n=area, label=words.areas.get(area, "")), f"area {area}", taken),
            colour=_colour(area, 0, 1),
            is_codable=False,
            children=tuple(
                _code(TOPIC, topic, words, taken, _colour(area, place, len(topics)))
                for place, topic in enumerate(topics)
            ),
        )
        for area, topics in sorted(areas.items())
    ]
    stances = tuple(
        _code(STANCE, stance, words, taken, STANCE_COLOURS.get(stance.id, "#666666"))
        for stance in codebook.stances.values()
    )
    tree.append(
        ProjectCode(code_guid("stances", ""), _name(words.stance, "stances", taken), is_codable=False, children=stances)
    )
    return tuple(tree)


def _code(kind: str, code: Code, words: ExchangeWords, taken: set[str], colour: str) -> ProjectCode:
    name = _name(code.label.get(words.language) or code.id, code.id, taken)
    return ProjectCode(code_guid(kind, code.id), name, f"{code.definition}\nid: {code.id}", colour)


def _name(label: str, id_: str, taken: set[str]) -> str:
    name = label[:LONGEST_NAME]
    if name.casefold() in taken:
        name = f"{label[: LONGEST_NAME - len(id_) - 3]} ({id_})"
    taken.add(name.casefold())
    return name


def _colour(area: int, place: int, n: int) -> str:
    lightness = 0.35 + 0.35 * place / max(n, 1)
    parts = colorsys.hls_to_rgb(HUES.get(area, 0.0), lightness, 0.6)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def make_project(
    tables: CountryTables, codebook: Codebook, permits: Mapping[str, Permit], words: ExchangeWords
) -> Exported:
    """Make the project of a country: only texts that may be quoted, with what may stand beside them.

    Args:
        tables: of the country.
        codebook: topics and stances.
        permits: interview id -> what its person agreed to.
        words: in the language of the project's own words.

    Returns:
        The project, and where each segment stands in it. A coder's codings of a segment are one selection, so that
        programs which know a selection's user only keep coders apart; the stance is a code among its codes.
    """
    usable = [row for row in tables.interviews if permits[row["interview_id"]].may_quote]
    codings = [given for row in tables.codings if row["status"] != REJECTED for given in by_coder(row)]
    decided = {(row["target_id"], row["item"] or "", row["reviewer"]): row for row in tables.reviews}
    codings = [_with_decision(row, decided) for row in codings]
    texts = _write_texts(usable, tables, words)
    coders = sorted({row["coder"] for row in codings})
    sources, spans = [], {}
    selections = _select(codings, texts)
    for row in usable:
        guid, (text, places) = derive_guid("source", row["interview_id"]), texts[row["interview_id"]]
        spans[guid] = places
        sources.append(TextSource(guid, row["interview_id"], text, selections=selections[row["interview_id"]]))
    left_out = len(tables.interviews) - len(usable)
    project = Project(
        name=f"{ORIGIN} {tables.country}",
        origin=ORIGIN,
        description=words.statement.format(n=len(usable)),
        users=(User(REVIEWER, words.reviewer), *(User(_user(coder), _user_name(coder)) for coder in coders)),
        codes=make_codes(codebook, words),
        variables=_variables(words),
        cases=tuple(_case(row, permits[row["interview_id"]], words) for row in usable),
        sources=tuple(sources),
        notes=(_rules_note(codebook, words),),
        sets=_sets(tables.country, codebook, words, tuple(source.guid for source in sources)),
    )
    return Exported(
        project, spans, {derive_guid("source", row["interview_id"]): row["interview_id"] for row in usable}, left_out
    )


def _user(coder: str) -> str:
    return derive_guid("user", coder)


def _user_name(coder: str) -> str:
    return f"{MACHINE_PREFIX}{coder}" if is_machine(coder) else coder


def _rules_note(codebook: Codebook, words: ExchangeWords) -> ProjectNote:
    rules = "\n".join(f"{number}. {rule}" for number, rule in enumerate(codebook.rules, start=1))
    return ProjectNote(derive_guid("note", "coding rules"), words.coding_rules, rules, when=UNKNOWN_TIME)


def _sets(country: str, codebook: Codebook, words: ExchangeWords, sources: tuple[str, ...]) -> tuple[ProjectSet, ...]:
    areas: dict[int, list[str]] = defaultdict(list)
    for topic in codebook.topics.values():
        areas[topic.area or 0].append(code_guid(TOPIC, topic.id))
    own = [
        ProjectSet(derive_guid("set", area), words.area.format(n=area, label=words.areas.get(area, "")), tuple(codes))
        for area, codes in sorted(areas.items())
    ]
    return (ProjectSet(derive_guid("set", country), country, sources=sources), *own) if sources else tuple(own)


def _variables(words: ExchangeWords) -> tuple[Variable, ...]:
    return tuple(
        Variable(derive_guid("variable", column), words.variables[column], DATE if column == "date" else TEXT)
        for column in VARIABLES
    )


def _case(row: Mapping[str, Any], permit: Permit, words: ExchangeWords) -> Case:
    """Make the case of a record; a group, level or date that would tell who speaks is left blank."""
    date = str(row["date"] or "") if permit.shows_source else ""
    is_day = DAY_PATTERN.fullmatch(date) is not None
    values = {
        "record_type": row["record_type"],
        "stakeholder_group": words.groups.get(permit.group, permit.group),
        "level": permit.level,
        "language": row["language"],
        "date": date if is_day else "",
        "month": "" if is_day else date,
    }
    id_ = row["interview_id"]
    known = tuple((derive_guid("variable", column), str(values[column])) for column in VARIABLES if values[column])
    return Case(derive_guid("case", id_), id_, known, (derive_guid("source", id_),))


# --- texts ----------------------------------------------------------------------------------------------------------
def _write_texts(
    interviews: Iterable[Mapping[str, Any]], tables: CountryTables, words: ExchangeWords
) -> dict[str, tuple[str, tuple[Span, ...]]]:
    turns, segments = defaultdict(list), defaultdict(list)
    for turn in sorted(tables.turns, key=lambda row: row["turn_no"]):
        turns[turn["interview_id"]].append(turn)
    for segment in sorted(tables.segments, key=lambda row: row["segment_no"]):
        segments[segment["interview_id"]].append(segment)
    return {
        row["interview_id"]: write_text(turns[row["interview_id"]], segments[row["interview_id"]], words)
        for row in interviews
    }


def write_text(
    turns: Sequence[Mapping[str, Any]], segments: Sequence[Mapping[str, Any]], words: ExchangeWords
) -> tuple[str, tuple[Span, ...]]:
    """Write the pseudonymised text of a record: each turn after its speaker, each open answer after its question.

    Args:
        turns: of the record, in order; none for a questionnaire.
        segments: of the record, in order.
        words: what stands before a turn.

    Returns:
        The text (LF, no byte order mark), and where each segment stands in it.
    """
    of_turn = defaultdict(list)
    for segment in segments:
        of_turn[segment["turn_id"]].append(segment)
    blocks = [(_before(turn, words), turn["text"], of_turn[turn["turn_id"]], int(turn["start_char"])) for turn in turns]
    blocks += [
        (_asked(segment, words), segment["text"], [segment], int(segment["start_char"])) for segment in of_turn[None]
    ]
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0
    for before, text, own, first in blocks:
        start = length + len(before)
        for segment in own:
            if (place := _place(text, segment, first)) is not None:
                end = start + place + len(segment["text"])
                spans.append(Span(start + place, end, segment["segment_id"]))
        pieces.append(f"{before}{text}\n")
        length += len(pieces[-1])
    return HALF_CHARACTER_PATTERN.sub("\ufffd", "".join(pieces)), tuple(spans)


def _before(turn: Mapping[str, Any], words: ExchangeWords) -> str:
    if turn["speaker_role"] == DOCUMENT:
        return ""
    role = words.roles["interviewer" if turn["speaker_role"] == INTERVIEWER else "respondent"]
    return f"{role} {turn['speaker']}: " if turn["speaker"] else f"{role}: "


def _asked(segment: Mapping[str, Any], words: ExchangeWords) -> str:
    question = segment["annex_question"] or ""
    asked = words.questions.get(question, "")
    return f"{question}. {asked}\n" if question else ""


def _place(text: str, segment: Mapping[str, Any], first: int) -> int | None:
    """Find a segment in the text of its turn: at its offset, or, where names were replaced, the whole turn."""
    place = int(segment["start_char"]) - first
    if place >= 0 and text.startswith(segment["text"], place):
        return place
    found = text.find(segment["text"])
    return found if found >= 0 else None


# --- selections -----------------------------------------------------------------------------------------------------
def _select(
    codings: Iterable[Mapping[str, Any]], texts: Mapping[str, tuple[str, tuple[Span, ...]]]
) -> dict[str, tuple[Selection, ...]]:
    by_segment: dict[str, dict[str, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in codings:
        by_segment[row["segment_id"]][row["coder"]].append(row)
    return {
        interview: tuple(
            _selection(span, coder, rows)
            for span in spans
            for coder, rows in sorted(by_segment[span.segment_id].items())
        )
        for interview, (_, spans) in texts.items()
    }


def _selection(span: Span, coder: str, rows: Sequence[Mapping[str, Any]]) -> Selection:
    user = _user(coder)
    ordered = sorted(rows, key=lambda row: row["topic"])
    codings = [
        ProjectCoding(derive_guid("coding", row["coding_id"]), code_guid(TOPIC, row["topic"]), user) for row in ordered
    ]
    stances = sorted({row["stance"] for row in ordered})
    codings += [
        ProjectCoding(derive_guid("coding", span.segment_id, coder, stance), code_guid(STANCE, stance), user)
        for stance in stances
    ]
    reasons = map(_reason, ordered) if is_machine(coder) else (row["reason"] for row in ordered if row["reason"])
    description, when = "\n".join(dict.fromkeys(reasons)), max(row["when"] for row in ordered) or UNKNOWN_TIME
    selection = Selection(derive_guid("selection", span.segment_id, coder), span.start, span.end, span.segment_id)
    return replace(selection, description=description, user=user, when=when, codings=tuple(codings))


def _reason(row: Mapping[str, Any]) -> str:
    return f"{row['topic']}: {row['rule']}, {float(row['confidence']):.2f}, {row['status']}"
