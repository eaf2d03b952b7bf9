"""Reviews: what people decided on what the machine proposed, merged by id, with who, when and why.

Decisions are rows of CSV files under `data/raw/<ISO3>/review/`; a file that is there is never changed, new decisions
come in new files. One row a decision, with these columns:

- `kind`: coding, stance, segment, level, routing, pseudonym, candidate, contradiction or validation;
- `id`: what is decided on: a segment (coding, stance, segment), an indicator (level), a turn (routing), the hash of
  words (pseudonym), a candidate code, a contradiction or a country (validation);
- `item`: topic of a coding; named or unnamed, whether a person agreed to stand by name on a validation; else empty;
- `decision`: confirmed, added or rejected (coding); set (stance, routing); coded (segment: this person read all of it
  and gave it no other topics); confirmed or set (level); replace or keep (pseudonym); new_code, topic or no_theme
  (candidate); one, other, both or neither (contradiction); validated (validation); withdrawn, of any kind, takes back
  what the same person decided before;
- `value`: stance, level (0 to 4, NI, NA, CF), question (Q1 to Q23, none), topic or name of a code. A coding may name
  the stance of its segment here: it is read as a decision on the stance too;
- `proposed`: what the machine said, empty when it said nothing or nobody looked;
- `reviewer`, `at` (ISO 8601), `reason`: who, when, why;
- `guard`: of the words that were decided on (`guard_of`), empty where it is not known;
- `mode`: review; blind (coded without seeing the machine's: measured, not applied); ruling (settles what reviewers
  disagree on).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from tasks.core.identifiers import sha256_of, without_numbers
from tasks.core.problems import Problem, ProblemKind, Severity

COLUMNS = ("kind", "id", "item", "decision", "value", "proposed", "reviewer", "at", "reason", "guard", "mode")
CODING, STANCE, SEGMENT, LEVEL, ROUTING = "coding", "stance", "segment", "level", "routing"
PSEUDONYM, CANDIDATE, CONTRADICTION, VALIDATION = "pseudonym", "candidate", "contradiction", "validation"
CONFIRMED, ADDED, REJECTED, SET, CODED = "confirmed", "added", "rejected", "set", "coded"
REPLACE, KEEP = "replace", "keep"
VALIDATED, WITHDRAWN = "validated", "withdrawn"
NEW_CODE, EXISTING_TOPIC, NO_THEME = "new_code", "topic", "no_theme"
DECISIONS = {
    CODING: (CONFIRMED, ADDED, REJECTED),
    STANCE: (SET,),
    SEGMENT: (CODED,),
    LEVEL: (CONFIRMED, SET),
    ROUTING: (SET,),
    PSEUDONYM: (REPLACE, KEEP),
    CANDIDATE: (NEW_CODE, EXISTING_TOPIC, NO_THEME),
    CONTRADICTION: ("one", "other", "both", "neither"),
    VALIDATION: (VALIDATED,),
}
"""Kind of what is decided on -> decisions; each can be `WITHDRAWN`."""
REVIEW, BLIND, RULING = MODES = ("review", "blind", "ruling")
STEPS = ("0", "0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4")
"""Levels that a person chooses from: a median of two voices may lie between two levels."""
MARKS = ("NI", "NA", "CF")
LEVEL_PATTERN = re.compile(r"[0-4](?:\.\d{1,2})?|NI|NA|CF")
NO_QUESTION = "none"
DATE_PATTERN = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z?)?")
GUARD_LENGTH = 16
NAMED, UNNAMED = "named", "unnamed"
"""Whether a person agreed to stand by name on what they validated."""
REVIEWER, NUMBERED_REVIEWER = "reviewer {n}", re.compile(r"reviewer (\d{1,6})", re.IGNORECASE)
"""How tables name who decided."""

NO_COLUMN = ProblemKind(
    "V001",
    Severity.CRITICAL,
    "The review file has no column '{name}'; none of its decisions is applied.",
    "Name the columns: {known}.",
)
NOT_A_DECISION = ProblemKind(
    "V002",
    Severity.WARNING,
    "The row is no decision ({reason}); it is not applied.",
    "Correct it in a new file; docs/review.md lists what each column may hold.",
)
DISAGREEMENT = ProblemKind(
    "V003",
    Severity.WARNING,
    "Reviewers disagree on the {what}: {n} positions. The machine's stays until somebody rules.",
    "Export the review workbook anew: its sheet of disagreements has room for a ruling.",
)
CHANGED = ProblemKind(
    "V004",
    Severity.WARNING,
    "What was decided on has changed since ({what}); the decision is not applied.",
    "Export the review workbook anew and decide again.",
)
GONE = ProblemKind(
    "V005",
    Severity.WARNING,
    "What was decided on is no longer there ({what}); the decision is not applied.",
    "Nothing to mend if its file was corrected or withdrawn; else export the review workbook anew and decide again.",
)
OTHER_EVIDENCE = ProblemKind(
    "V006",
    Severity.INFO,
    "The evidence for {what} has changed since a person decided on it; the level proposed is the same, so it stands.",
    "Look at the new evidence in the next review.",
)

Key = tuple[str, str, str]
"""Kind, id and item of what is decided on."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided on one thing.

    Attributes:
        kind: see the module.
        id: of what is decided on.
        item: topic of a coding, else "".
        decision: see `DECISIONS`.
        value: what it becomes.
        proposed: what the machine said.
        reviewer: who decided.
        at: ISO 8601.
        reason: why, in the reviewer's words.
        guard: of the words decided on, "" if unknown.
        mode: one of `MODES`.
        file: path below the raw folder.
        row: 1-based row in it.
    """

    kind: str
    id: str
    item: str
    decision: str
    value: str = ""
    proposed: str = ""
    reviewer: str = ""
    at: str = ""
    reason: str = field(default="", repr=False)
    guard: str = ""
    mode: str = REVIEW
    file: str = ""
    row: int | None = None

    @property
    def key(self) -> Key:
        """What it is on."""
        return self.kind, self.id, self.item

    @property
    def position(self) -> tuple[str, str]:
        """Return what two reviewers must share to agree: whether a topic applies, the stance, the level and so on."""
        if self.decision == WITHDRAWN:
            return WITHDRAWN, ""
        if self.kind == CODING:
            return ("rejected" if self.decision == REJECTED else "applies"), ""
        if self.kind in (STANCE, LEVEL, ROUTING):
            return SET, self.value
        return self.decision, self.value


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Ids that decisions may name.

    Attributes:
        topics: of the codebook.
        stances: of the codebook.
        indicators: of the rubric.
        questions: of Annex 1.
    """

    topics: frozenset[str]
    stances: frozenset[str]
    indicators: frozenset[str]
    questions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What holds for one thing.

    Attributes:
        decision: the latest of those that agree, or the ruling.
        reviewers: who decided so.
    """

    decision: Decision
    reviewers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A thing on which reviewers disagree and nobody has ruled.

    Attributes:
        key: what it is.
        decisions: the latest of each reviewer, by reviewer.
    """

    key: Key
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """All decisions on a country, merged.

    Attributes:
        rulings: what holds.
        disputes: what does not hold until somebody rules.
    """

    rulings: Mapping[Key, Ruling] = field(default_factory=dict)
    disputes: tuple[Dispute, ...] = ()

    def of(self, kind: str) -> Iterator[Ruling]:
        """Yield the rulings on one kind of thing."""
        return (ruling for key, ruling in self.rulings.items() if key[0] == kind)


def guard_of(*words: object) -> str:
    """Return the guard of what is decided on: it changes when a word does, not with the number of a placeholder."""
    return sha256_of(without_numbers("\x1f".join(str(word) for word in words)))[:GUARD_LENGTH]


def parse_decisions(
    rows: Sequence[Sequence[str]], vocabulary: Vocabulary, file: str
) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
    """Read the rows of a review file.

    Args:
        rows: its header and its rows.
        vocabulary: ids that may be named.
        file: its path below the raw folder.

    Returns:
        The decisions in order, a stance told with a coding as one of its own; and what is wrong with the others.
    """
    header = [name.strip().lower() for name in rows[0]] if rows else []
    if absent := [name for name in ("kind", "id", "decision", "reviewer", "at") if name not in header]:
        known = ", ".join(COLUMNS)
        return (), tuple(NO_COLUMN.at(file, 1, name, name=name, known=known) for name in absent)
    decisions: list[Decision] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: cell.strip() for name, cell in zip(header, row, strict=False)}
        if not any(cells.values()):
            continue
        decision = Decision(
            **{name: cells.get(name, "") for name in COLUMNS if name != "mode"},
            mode=cells.get("mode") or REVIEW,
            file=file,
            row=number,
        )
        if fault := fault_of(decision, vocabulary):
            problems.append(NOT_A_DECISION.at(file, number, reason=fault))
        else:
            decisions += _with_stance(decision)
    return tuple(decisions), tuple(problems)


def _with_stance(decision: Decision) -> list[Decision]:
    """Read the stance that a coding names as a decision of its own."""
    if decision.kind != CODING or not decision.value:
        return [decision]
    coding = replace(decision, value="")
    if decision.decision == REJECTED:
        return [coding]
    return [coding, replace(decision, kind=STANCE, item="", decision=SET, proposed="")]


def fault_of(decision: Decision, vocabulary: Vocabulary) -> str:
    """Return why something is no decision, "" when it is one."""
    if decision.kind not in DECISIONS:
        return f"kind is none of {', '.join(DECISIONS)}"
    if decision.decision not in (*DECISIONS[decision.kind], WITHDRAWN):
        return f"decision is none of {', '.join((*DECISIONS[decision.kind], WITHDRAWN))}"
    if decision.mode not in MODES:
        return f"mode is none of {', '.join(MODES)}"
    if not decision.id or not decision.reviewer:
        return "id or reviewer is missing"
    if not DATE_PATTERN.fullmatch(decision.at):
        return "at is no date such as 2026-03-14 or 2026-03-14T09:30:00Z"
    return "" if decision.decision == WITHDRAWN else _value_fault(decision, vocabulary)


def _value_fault(decision: Decision, vocabulary: Vocabulary) -> str:
    kind, value = decision.kind, decision.value
    faults = {
        CODING: (
            (decision.item not in vocabulary.topics, "item is no topic of the codebook"),
            (bool(value) and value not in vocabulary.stances, "value is no stance of the codebook"),
        ),
        STANCE: ((value not in vocabulary.stances, "value is no stance of the codebook"),),
        LEVEL: (
            (decision.id not in vocabulary.indicators, "id is no indicator of the rubric"),
            (not LEVEL_PATTERN.fullmatch(value) or value > "4" and value[0].isdigit(), "value is no level"),
            (decision.decision == SET and not decision.reason, "a level set by a person needs its reason"),
        ),
        ROUTING: ((value not in vocabulary.questions | {NO_QUESTION}, "value is no Annex 1 question"),),
        CANDIDATE: (
            (decision.decision == EXISTING_TOPIC and value not in vocabulary.topics, "value is no topic"),
            (decision.decision == NEW_CODE and not value, "a new code needs its name in value"),
        ),
    }
    return next((text for is_wrong, text in faults.get(kind, ()) if is_wrong), "")


def latest_of_each(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the latest decision of each person on each thing, in each mode.

    Args:
        decisions: in any order.

    Returns:
        By kind, id, item, mode and reviewer; of the same time, the one of the later file and row counts.
    """
    found: dict[tuple[str, ...], Decision] = {}
    for one in sorted(decisions, key=lambda one: (one.at, one.file, one.row or 0)):
        found[(*one.key, one.mode, one.reviewer.casefold())] = one
    return tuple(found[place] for place in sorted(found))


def merge_decisions(decisions: Iterable[Decision]) -> Merged:
    """Merge what people decided.

    Args:
        decisions: of all files, in any order; those made blind and validations are told elsewhere and left out here,
            as is what somebody took back.

    Returns:
        What holds: the latest ruling on a thing, else what all who decided on it agree on. The rest is in dispute.
    """
    by_key: dict[Key, list[Decision]] = {}
    for one in latest_of_each(decisions):
        if one.mode != BLIND and one.kind != VALIDATION and one.decision != WITHDRAWN:
            by_key.setdefault(one.key, []).append(one)
    rulings: dict[Key, Ruling] = {}
    disputes = []
    for key, own in sorted(by_key.items()):
        ruled = [one for one in own if one.mode == RULING]
        chosen = max(ruled or own, key=lambda one: (one.at, one.file, one.row or 0))
        if ruled or len({one.position for one in own}) == 1:
            agreeing = [one.reviewer for one in ruled or own if one.position == chosen.position]
            rulings[key] = Ruling(chosen, tuple(sorted(set(agreeing))))
        else:
            disputes.append(Dispute(key, tuple(own)))
    return Merged(rulings, tuple(disputes))


def dispute_problems(disputes: Iterable[Dispute]) -> list[Problem]:
    """Return a problem for each thing on which reviewers disagree."""
    return [
        DISAGREEMENT.at(
            one.decisions[-1].file,
            one.decisions[-1].row,
            what=what_of(one.key),
            n=len({decision.position for decision in one.decisions}),
        )
        for one in disputes
    ]


def what_of(key: Key) -> str:
    """Name what a decision is on, by its ids."""
    kind, id_, item = key
    if kind == PSEUDONYM:
        return "words that may name somebody"
    return f"{kind} {item} of {id_}" if item else f"{kind} {id_}"


def name_guard(words: str) -> str:
    """Return what stands for words in a decision on a name: the words themselves stand in no file of decisions."""
    return guard_of(" ".join(words.casefold().split()))


def names_of_people(decisions: Iterable[Decision]) -> frozenset[str]:
    """Return the guards of words that people say name somebody."""
    return _decided_names(decisions, REPLACE)


def words_to_keep(decisions: Iterable[Decision]) -> frozenset[str]:
    """Return the guards of words that people say name nobody."""
    return _decided_names(decisions, KEEP)


def _decided_names(decisions: Iterable[Decision], decision: str) -> frozenset[str]:
    rulings = merge_decisions(decisions).of(PSEUDONYM)
    return frozenset(ruling.decision.id for ruling in rulings if ruling.decision.decision == decision)


def number_reviewers(
    reviewers: Iterable[str], known: Mapping[str, int] = MappingProxyType({}), *, are_signed: bool = False
) -> dict[str, int]:
    """Number who decided, as tables, reports and data name nobody of them.

    Args:
        reviewers: as they wrote themselves, or already by number ("reviewer 3").
        known: reviewer, however capitalised -> number in an earlier run; it stays.
        are_signed: they are as people signed: who signs "Reviewer 3" is not for that the third.

    Returns:
        Reviewer -> number from 1, the same however somebody's name is capitalised.
    """
    given = sorted(set(reviewers) - {""})
    told = {one: NUMBERED_REVIEWER.fullmatch(one) for one in given if not are_signed}
    numbers = {one: int(match[1]) for one, match in told.items() if match}
    own = {name.casefold(): number for name, number in known.items()}
    for one in given:
        if one not in numbers:
            last = max((0, *own.values(), *numbers.values()))
            numbers[one] = own.setdefault(one.casefold(), last + 1)
    return numbers


def show_reviewer(number: int) -> str:
    """Return how tables name a reviewer."""
    return REVIEWER.format(n=number)


def without_reviewers(
    decisions: Iterable[Decision], numbers: Mapping[str, int], names_nobody: Callable[[str], bool]
) -> tuple[Decision, ...]:
    """Number who decided, but for who agreed to stand by name on a validation.

    Args:
        decisions: of the review folder.
        numbers: reviewer -> number.
        names_nobody: tells whether a name is nobody's of the records: reports may print it.

    Returns:
        The decisions; whoever bears a name of the records stands on a validation by none.
    """
    return tuple(_without_reviewer(one, numbers, names_nobody) for one in decisions)


def _without_reviewer(one: Decision, numbers: Mapping[str, int], names_nobody: Callable[[str], bool]) -> Decision:
    is_named = one.kind == VALIDATION and one.item == NAMED
    if not one.reviewer or (is_named and names_nobody(one.reviewer)):
        return one
    return replace(one, reviewer=show_reviewer(numbers[one.reviewer]), item=UNNAMED if is_named else one.item)
