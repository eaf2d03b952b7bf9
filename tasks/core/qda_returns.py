"""Returned projects: what persons coded in another program, as codings of our segments.

Other programs write new guids, change ends of lines, put a byte order mark before a text or count in UTF-16. So
sources, codes and users are told by guid, then by text or name; and how a source counts is told from what its
selections hold.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tasks.core.codebooks import Codebook
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.qda_exports import STANCE, TOPIC, UNKNOWN_TIME, Exported, Span, code_guid
from tasks.core.qda_projects import (
    LONGEST_NAME,
    MACHINE_PREFIX,
    Project,
    ProjectCoding,
    Selection,
    TextSource,
    walk_codes,
)
from tasks.core.reviews import ADDED, CODING, COLUMNS, CONFIRMED, SET, guard_of
from tasks.core.reviews import STANCE as STANCE_DECISION

FOREIGN_SOURCES = ProblemKind(
    "X010",
    Severity.WARNING,
    "{n} sources are none of those exported for {country}; codes in them are left out.",
    "Code in the project that was exported for this country, or import into the country it belongs to.",
)
NOT_PLACED = ProblemKind(
    "X011",
    Severity.WARNING,
    "{n} codings by {coder} stand on words that are no part of a respondent's answer, or that were changed;"
    " they are left out.",
    "Code words of an answer, in the text as it was exported.",
)
NEW_CODES = ProblemKind(
    "X012",
    Severity.WARNING,
    "{n} codings use codes that the codebook does not have ({names}); they are kept beside the others, and count for"
    " nothing until the codebook has them.",
    "Add the code to codebook.yaml, or give a topic of the codebook in the other program and import again.",
)
NO_CODER = ProblemKind(
    "X013",
    Severity.WARNING,
    "{n} codings do not say who gave them; they stand under {coder}.",
    "Set a coder's name in the other program and export again, or name one with --coder.",
)
TWO_STANCES = ProblemKind(
    "X014",
    Severity.WARNING,
    "{n} segments have two stances or more by {coder}; no stance of theirs is taken.",
    "Keep one stance for a segment: that of most of it.",
)
GONE = ProblemKind(
    "X015",
    Severity.INFO,
    "{n} codings that were exported are not in the file any more; that alone rejects none of them.",
    "Reject a coding in the review workbook, with the reason.",
)
AMBIGUOUS_CODE = ProblemKind(
    "X016",
    Severity.WARNING,
    "{n} codings use a code whose name {names} stands for two codes; they are left out.",
    "Give each code a name of its own in the other program and export again.",
)
UNDER_MACHINE = ProblemKind(
    "X017",
    Severity.WARNING,
    "{n} codings bear the machine's name, but the machine did not give them; they stand under {coder}.",
    "Choose a name of your own in the other program before you code, or name yourself with --coder.",
)
UNKNOWN_CODER = "unknown"
MACHINE_MEMO_PATTERN = re.compile(r"\w+: .+, [01]\.\d\d, \w+")
"""First line of the memo that the machine writes to its selections."""
SHARE_COVERED = 0.5
"""Of a segment that must be selected for it to be coded, where a selection reaches over several."""
NO_STANCE = ""


@dataclass(frozen=True, slots=True)
class ReturnedCoding:
    """A topic or a stance that a person gave to a segment.

    Attributes:
        segment_id: of the segment.
        topic: id in the codebook; "" where only a stance was given, or where the codebook lacks the code.
        stance: id in the codebook, "" where none was given.
        coder: the person.
        when: ISO 8601, "" where it is not said.
        note: memo, "" for none.
        code: name of the code as the program has it.
        source: record whose words they are.
        start: half-open, into the exported text of the record: what the person selected.
        end: its end.
    """

    segment_id: str
    topic: str
    stance: str
    coder: str
    when: str
    note: str
    code: str
    source: str
    start: int
    end: int


@dataclass(slots=True)
class _Tally:
    """What could not be taken, counted."""

    not_placed: Counter[str] = field(default_factory=Counter)
    new_codes: Counter[str] = field(default_factory=Counter)
    ambiguous: Counter[str] = field(default_factory=Counter)
    two_stances: Counter[str] = field(default_factory=Counter)
    without_coder: int = 0
    under_machine: int = 0
    foreign: int = 0
    seen: set[tuple[str, str, int, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Given:
    """A code that somebody gave to words of a record."""

    kind: str
    id: str
    name: str
    coder: str
    when: str
    note: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Persons:
    """Who stands behind codings.

    Attributes:
        coder: the person behind those that name nobody, "" for nobody known.
        unnamed: names that exported projects give to whoever opens them.
    """

    coder: str = ""
    unnamed: frozenset[str] = frozenset()

    @property
    def fallback(self) -> str:
        """Name of who is not named."""
        return self.coder or UNKNOWN_CODER

    def name(self, told: str) -> str:
        """Return who is meant by a name in the project, "" for nobody."""
        return self.coder if told in self.unnamed and self.coder else told


NOBODY = Persons()


def count_same_texts(project: Project, exported: Exported) -> int:
    """Count the sources of a returned project whose text is one that would be exported now."""
    ours = {source.text.rstrip("\n") for source in exported.project.sources}
    return sum(unify_lines(source.text).rstrip("\n") in ours for source in project.sources)


def read_return(
    project: Project, exported: Exported, codebook: Codebook, country: str, persons: Persons = NOBODY
) -> tuple[tuple[ReturnedCoding, ...], tuple[Problem, ...]]:
    """Read what persons coded in a returned project.

    Args:
        project: as the other program wrote it.
        exported: what would be exported now.
        codebook: topics and stances.
        country: ISO 3166-1 alpha-3.
        persons: who stands behind codings.

    Returns:
        The codings by persons, in a fixed order, and what was not understood. The machine's own codings are left out.
    """
    tally = _Tally()
    codes = CodeMeanings(project, codebook)
    own = _OwnSources(exported)
    machine = _machine_codings(exported.project, codes)
    rows: list[ReturnedCoding] = []
    for source in project.sources:
        ours = own.match(source)
        if ours is None:
            tally.foreign += 1
            continue
        given = list(_Source(source, ours, project, codes, persons, tally).read(machine))
        rows += _assign(given, exported.spans[ours.guid], exported.interviews[ours.guid], tally)
    known = _known_decisions(exported, codebook)
    rows = [row for row in rows if not (_key(row) in known and row.note in ("", known[_key(row)]))]
    gone = len(machine - tally.seen) if project.sources else 0
    return tuple(sorted(set(rows), key=_order)), _tell(tally, country, persons.fallback, gone)


def _key(row: ReturnedCoding) -> tuple[str, str, str, str]:
    return row.segment_id, row.topic, row.stance, row.coder


def _known_decisions(exported: Exported, codebook: Codebook) -> dict[tuple[str, str, str, str], str]:
    """Return what persons had decided before the export, with its memo: when it comes back it is no new decision."""
    names = {user.guid: user.name for user in exported.project.users}
    kinds = ((TOPIC, codebook.topics), (STANCE, codebook.stances))
    codes = {code_guid(kind, id_): (kind, id_) for kind, ids in kinds for id_ in ids}
    known: dict[tuple[str, str, str, str], str] = {}
    for source in exported.project.sources:
        for one in source.selections:
            meant = [codes[coding.code] for coding in one.codings if coding.code in codes]
            stance = next((id_ for kind, id_ in meant if kind == STANCE), NO_STANCE)
            for kind, id_ in meant:
                if kind == TOPIC:
                    known[one.name, id_, stance, names.get(one.user, "")] = one.description
    return known


def _order(row: ReturnedCoding) -> tuple[str, int, int, str, str, str, str]:
    return row.source, row.start, row.end, row.coder, row.topic, row.stance, row.code


def _tell(tally: _Tally, country: str, coder: str, gone: int) -> tuple[Problem, ...]:
    found = [NOT_PLACED.at(n=n, coder=name) for name, n in sorted(tally.not_placed.items())]
    found += [TWO_STANCES.at(n=n, coder=name) for name, n in sorted(tally.two_stances.items())]
    if tally.foreign:
        found.append(FOREIGN_SOURCES.at(n=tally.foreign, country=country))
    for kind, counts in ((NEW_CODES, tally.new_codes), (AMBIGUOUS_CODE, tally.ambiguous)):
        if counts:
            found.append(kind.at(n=counts.total(), names=", ".join(sorted(counts))))
    if tally.without_coder:
        found.append(NO_CODER.at(n=tally.without_coder, coder=coder))
    if tally.under_machine:
        found.append(UNDER_MACHINE.at(n=tally.under_machine, coder=coder))
    if gone:
        found.append(GONE.at(n=gone))
    return tuple(found)


# --- sources --------------------------------------------------------------------------------------------------------
class _OwnSources:
    """Our sources, found by guid, by text, by name."""

    def __init__(self, exported: Exported) -> None:
        self._by_guid = {source.guid: source for source in exported.project.sources}
        self._by_text: dict[str, list[TextSource]] = defaultdict(list)
        self._by_name: dict[str, list[TextSource]] = defaultdict(list)
        for source in exported.project.sources:
            self._by_text[_fold(source.text)].append(source)
            self._by_name[source.name.casefold()].append(source)

    def match(self, source: TextSource) -> TextSource | None:
        """Find which of ours a returned source is."""
        if source.guid in self._by_guid:
            return self._by_guid[source.guid]
        same = self._by_text.get(_fold(source.text), [])
        if len(same) == 1:
            return same[0]
        named = self._by_name.get(source.name.casefold().removesuffix(".txt"), [])
        named = [one for one in named if not same or one in same]
        return named[0] if len(named) == 1 else None


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def unify_lines(text: str) -> str:
    """Write the ends of lines as LF, whatever they were."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


Reading = Callable[[int], int]
"""From a place as the file has it to a place in the text with ends of lines as LF."""


def readings_of(text: str, has_mark: bool) -> tuple[Reading, ...]:
    """Return the ways in which a program may count in a text, the standard's first.

    Args:
        text: as the file has it, without its byte order mark.
        has_mark: whether one stood before it.
    """
    starts = [place for place, mark in enumerate(text) if mark == "\r" and text[place + 1 : place + 2] == "\n"]
    astral = [place for place, mark in enumerate(text) if mark > "\uffff"]
    plain_astral = [place for place, mark in enumerate(unify_lines(text)) if mark > "\uffff"]

    def from_points(place: int) -> int:
        return place - bisect_left(starts, place)

    def from_units(place: int) -> int:
        return from_points(_point(place, astral))

    def from_lines(place: int) -> int:
        return place

    def from_units_of_lines(place: int) -> int:
        return _point(place, plain_astral)

    plain: tuple[Reading, ...] = (from_points, from_lines, from_units, from_units_of_lines)
    if not has_mark:
        return plain
    return (*plain, *(_after_mark(reading) for reading in plain))


def _point(unit: int, astral: Sequence[int]) -> int:
    """Turn a place in UTF-16 units into one in code points; characters beyond 16 bits count two units."""
    units = [place + number for number, place in enumerate(astral)]
    return unit - bisect_left(units, unit)


def _after_mark(reading: Reading) -> Reading:
    return lambda place: reading(max(place - 1, 0))


def choose_reading(source: TextSource, spans: Iterable[tuple[int, int]] = ()) -> Reading:
    """Choose how a source counts: the way in which most selections hold what they should.

    Args:
        source: as the other program wrote it.
        spans: places that selections are known to have in the text with ends of lines as LF, such as our segments.

    Returns:
        The reading under which most selections are known places, or hold the words of their names, or begin and end
        where words do; the standard's where they are equal.
    """
    text = unify_lines(source.text)
    known = frozenset(spans)

    def weigh(reading: Reading) -> int:
        return sum(_fit(text, reading(one.start), reading(one.end), one.name, known) for one in source.selections)

    return max(readings_of(source.text, source.has_mark), key=weigh)


def _fit(text: str, start: int, end: int, name: str, known: frozenset[tuple[int, int]]) -> int:
    if not 0 <= start < end <= len(text):
        return -10
    words = _fold(text[start:end])
    named = _fold(name).rstrip("….")
    points = 6 * ((start, end) in known) + 4 * (len(named) > 3 and words.startswith(named))
    cuts = (start > 0 and text[start - 1].isalnum() and text[start].isalnum()) + (
        end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    )
    blanks = text[start].isspace() + text[end - 1].isspace()
    return points - 2 * cuts - blanks


def _locator(source: TextSource, ours: TextSource) -> Callable[[Selection], tuple[int, int] | None]:
    """Return how a selection of a returned source is found in our text.

    Where the text is ours, its place is; where it was changed, the same words, if they stand there once or nearest.
    """
    text = unify_lines(source.text)
    is_same = text.rstrip("\n") == ours.text.rstrip("\n")
    reading = choose_reading(source, [(one.start, one.end) for one in ours.selections] if is_same else ())

    def locate(selection: Selection) -> tuple[int, int] | None:
        start, end = reading(selection.start), reading(selection.end)
        if not 0 <= start < end <= len(text):
            return None
        if is_same:
            return start, min(end, len(ours.text))
        words = unicodedata.normalize("NFC", text[start:end]).split()
        places = [match.span() for match in re.finditer(r"\s+".join(map(re.escape, words)), ours.text)] if words else []
        return min(places, key=lambda place: abs(place[0] - start), default=None)

    return locate


# --- codes and users ------------------------------------------------------------------------------------------------
class CodeMeanings:
    """What the codes of a returned project mean in the codebook."""

    def __init__(self, project: Project, codebook: Codebook) -> None:
        kinds = ((TOPIC, codebook.topics), (STANCE, codebook.stances))
        self._by_guid = {code_guid(kind, id_): (kind, id_) for kind, codes in kinds for id_ in codes}
        by_name: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for kind, codes in kinds:
            for id_, code in codes.items():
                labels = [label[:LONGEST_NAME] for label in code.label.values()]
                for name in (id_, *labels, *(f"{label} ({id_})" for label in labels)):
                    by_name[_fold(name).casefold()].add((kind, id_))
        self._by_name = by_name
        self._names = {code.guid: code.name for code, _ in walk_codes(project.codes)}
        self._ids = {code.guid: _declared_id(code.description) for code, _ in walk_codes(project.codes)}

    def name(self, guid: str) -> str:
        """Return the name of a code."""
        return self._names.get(guid) or guid

    def read(self, guid: str) -> set[tuple[str, str]]:
        """Return what a code may mean: kind and id; one for a code of ours, several where its name is."""
        if guid in self._by_guid:
            return {self._by_guid[guid]}
        named = self._by_name.get(_fold(self.name(guid)).casefold(), set())
        declared = {one for one in named if one[1] == self._ids.get(guid)}
        return declared or named


def _declared_id(description: str) -> str:
    match = re.search(r"^id: (\w+)\s*$", description, re.MULTILINE)
    return match.group(1) if match else ""


def _machine_codings(project: Project, codes: CodeMeanings) -> set[tuple[str, str, int, int]]:
    machines = {user.guid for user in project.users if user.name.startswith(MACHINE_PREFIX)}
    return {
        (source.guid, meaning, selection.start, selection.end)
        for source in project.sources
        for selection in source.selections
        for coding in selection.codings
        if coding.user in machines
        for _, meaning in codes.read(coding.code)
    }


@dataclass(frozen=True, slots=True)
class _Source:
    """A returned source beside ours, and what its codings mean."""

    source: TextSource
    ours: TextSource
    project: Project
    codes: CodeMeanings
    persons: Persons
    tally: _Tally

    def read(self, machine: set[tuple[str, str, int, int]]) -> Iterable[_Given]:
        """Yield what persons gave; what the machine gave is noted as seen.

        Args:
            machine: guid of a source, meaning and place of each coding that the machine would have now.
        """
        users = {user.guid: user.name for user in self.project.users}
        notes = {note.guid: note.text for note in self.project.notes}
        locate = _locator(self.source, self.ours)
        whole = Selection("", 0, len(self.source.text), codings=self.source.codings, user=self.source.user)
        for selection in (*self.source.selections, *((whole,) if self.source.codings else ())):
            place = (0, len(self.ours.text)) if selection is whole else locate(selection)
            for coding in selection.codings:
                told = _who(coding, selection, users, self.project)
                if told.startswith(MACHINE_PREFIX) and self._is_machines(coding, selection, place, machine):
                    continue
                who = "" if told.startswith(MACHINE_PREFIX) else self.persons.name(told)
                self.tally.under_machine += told.startswith(MACHINE_PREFIX)
                self.tally.without_coder += not told
                yield from self._give(coding, selection, place, who or self.persons.fallback, notes)

    def _is_machines(
        self,
        coding: ProjectCoding,
        selection: Selection,
        place: tuple[int, int] | None,
        machine: set[tuple[str, str, int, int]],
    ) -> bool:
        """Tell the machine's codings from a person's that bear its name: some programs code as the first user."""
        meant = {(self.ours.guid, id_, *place) for _, id_ in self.codes.read(coding.code)} if place else set()
        self.tally.seen |= meant
        has_memo = MACHINE_MEMO_PATTERN.match(selection.description) is not None
        return has_memo or not meant or not meant.isdisjoint(machine)

    def _give(
        self,
        coding: ProjectCoding,
        selection: Selection,
        place: tuple[int, int] | None,
        who: str,
        notes: Mapping[str, str],
    ) -> Iterable[_Given]:
        if place is None:
            self.tally.not_placed[who] += 1
            return
        meanings, name = self.codes.read(coding.code), self.codes.name(coding.code)
        if len(meanings) > 1:
            self.tally.ambiguous[name] += 1
            return
        if not meanings:
            self.tally.new_codes[name] += 1
        kind, id_ = next(iter(meanings), (TOPIC, ""))
        when = coding.when or selection.when
        when = "" if _instant(when) == UNKNOWN_TIME else when
        yield _Given(kind, id_, name, who, when, _memo(coding, selection, notes), *place)


def _who(coding: ProjectCoding, selection: Selection, users: Mapping[str, str], project: Project) -> str:
    """Return the name of who gave a code: of the coding, else of its selection, else of the project."""
    for guid in (coding.user, selection.user, project.user):
        if users.get(guid):
            return users[guid].strip()
    return ""


def _memo(coding: ProjectCoding, selection: Selection, notes: Mapping[str, str]) -> str:
    told = [notes.get(guid, "") for guid in (*coding.notes, *selection.notes)]
    return "\n".join(text.strip() for text in (*told, selection.description) if text.strip())


# --- segments -------------------------------------------------------------------------------------------------------
def find_segments(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """Find the segments that a selection means.

    Args:
        spans: of the source, in order.
        start: of the selection, half-open.
        end: its end.

    Returns:
        Those of which at least half is selected, else the one of which most is; none where no word of any is.
    """
    shared = [(min(end, span.end) - max(start, span.start), span) for span in spans]
    shared = [(n, span) for n, span in shared if n > 0]
    covered = tuple(span for n, span in shared if n >= SHARE_COVERED * (span.end - span.start))
    return covered or tuple(span for _, span in sorted(shared, key=lambda pair: -pair[0])[:1])


def _assign(given: Sequence[_Given], spans: Sequence[Span], source: str, tally: _Tally) -> Iterable[ReturnedCoding]:
    """Give each segment its topics and the one stance that the same person gave it."""
    topics: dict[tuple[str, str], list[_Given]] = defaultdict(list)
    stances: dict[tuple[str, str], list[_Given]] = defaultdict(list)
    for one in given:
        segments = find_segments(spans, one.start, one.end)
        tally.not_placed[one.coder] += not segments
        for span in segments:
            (stances if one.kind == STANCE else topics)[span.segment_id, one.coder].append(one)
    tally.not_placed += Counter()
    for key in sorted(topics.keys() | stances.keys()):
        chosen = {one.id for one in stances[key]}
        tally.two_stances[key[1]] += len(chosen) > 1
        stance = next(iter(chosen)) if len(chosen) == 1 else NO_STANCE
        rows = topics[key] or (stances[key][:1] if stance else [])
        for one in rows:
            topic = one.id if one.kind == TOPIC else ""
            place = (source, one.start, one.end)
            yield ReturnedCoding(key[0], topic, stance, one.coder, one.when, one.note, one.name, *place)
    tally.two_stances += Counter()


# --- decisions ------------------------------------------------------------------------------------------------------
INSTANT_PATTERN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2}))?")


def decide(
    rows: Iterable[ReturnedCoding],
    segments: Mapping[str, str],
    proposed: Mapping[tuple[str, str], str],
    at: str,
    mode: str,
) -> list[dict[str, str]]:
    """Write what persons coded as decisions on what the machine proposed.

    Args:
        rows: returned codings; those without a topic or stance of the codebook are no decision.
        segments: segment id -> its words.
        proposed: segment and topic -> stance, as the machine coded them.
        at: ISO 8601 date of those that bear no time.
        mode: "review", or "blind" where the persons had not seen the machine's codes.

    Returns:
        One row of `reviews.COLUMNS` for a segment, topic and person, in a fixed order; none rejects anything.
    """
    by_key: dict[tuple[str, str, str], list[ReturnedCoding]] = defaultdict(list)
    for row in rows:
        if row.topic or row.stance:
            by_key[row.segment_id, row.coder, row.topic].append(row)
    with_topic = {key[:2] for key in by_key if key[2]}
    kept = sorted(key for key in by_key if key[2] or key[:2] not in with_topic)
    return [_decision(by_key[key], segments[key[0]], proposed, at, mode) for key in kept]


def _decision(
    rows: Sequence[ReturnedCoding], words: str, proposed: Mapping[tuple[str, str], str], at: str, mode: str
) -> dict[str, str]:
    """Write one decision of one person on one topic of a segment, or on its stance where there is no topic."""
    first = rows[0]
    is_known = (first.segment_id, first.topic) in proposed
    verdict = (CONFIRMED if is_known else ADDED) if first.topic else SET
    values = (
        CODING if first.topic else STANCE_DECISION,
        first.segment_id,
        first.topic,
        verdict,
        first.stance,
        proposed.get((first.segment_id, first.topic), ""),
        first.coder,
        _instant(first.when) or at,
        "\n".join(dict.fromkeys(row.note for row in rows if row.note)),
        guard_of(words),
        mode,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _instant(when: str) -> str:
    match = INSTANT_PATTERN.match(when)
    if match is None:
        return ""
    return f"{match[1]}T{match[2]}Z" if match[2] else match[1]
