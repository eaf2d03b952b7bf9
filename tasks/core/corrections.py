"""Corrections: declared fixes of what was received, each with its reason and a guard.

A correction says which value it expects (`was`). When the source has changed since, the guard fails, the
correction is not applied, and both the changed source and the correction that no longer fits are named.
What was received is never edited: corrections work on values that were read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tasks.core.dates import read_date
from tasks.core.identifiers import sha256_of
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.questionnaires import Form, Question
from tasks.core.registers import Vocabulary
from tasks.core.sources import Answer, Interview, Received, normalise
from tasks.core.spellings import Spellings, simplify

KEYS = frozenset("interview file sheet row column question repeat was was_sha256 becomes reason by date".split())
SHA256_PATTERN = re.compile(r"[0-9a-f]{64}")
RECORD_FIELDS = ("date", "language", "stakeholder_group", "level", "attribution", "record_type", "title", "kind")
CONSENTS = ("consent_record", "consent_quote", "consent_acknowledge")
REASONS = {"dk": "dont_know", "na": "not_applicable", "refused": "refused"}

UNREADABLE = ProblemKind(
    "M001",
    Severity.CRITICAL,
    "The corrections cannot be read ({reason}); none is applied.",
    "Write a list of entries as docs/formats.md shows, and check the indentation.",
)
MALFORMED = ProblemKind(
    "M002",
    Severity.WARNING,
    "The correction is not complete or not clear ({reason}); it is not applied.",
    "Give interview, or file and row; column or question; was, becomes, reason, by and date.",
)
CHANGED = ProblemKind(
    "M003",
    Severity.WARNING,
    "The value is not the one that the correction in line {line} of corrections.yaml expects; it is not applied.",
    "The source has changed since: check whether the correction is still needed, and bring 'was' up to date.",
)
UNUSED = ProblemKind(
    "M004",
    Severity.WARNING,
    "The correction finds no such {what}; it is not applied.",
    "Correct its interview, file, row or column, or delete it.",
)
NOT_A_VALUE = ProblemKind(
    "M005",
    Severity.WARNING,
    "What the correction gives is no value of '{name}'; it is not applied.",
    "Use one of: {known}.",
)
TWICE = ProblemKind(
    "M006",
    Severity.WARNING,
    "An earlier entry corrects the same value; this one is not applied.",
    "Keep one entry for each value.",
)
GIVES_CONSENT = ProblemKind(
    "M007",
    Severity.WARNING,
    "A correction can take a consent back, but not give it; it is not applied.",
    "Enter a consent that was given in the register or the data collection.",
)
APPLIED = ProblemKind(
    "M010",
    Severity.INFO,
    "Corrected as declared on {date} in line {line} of corrections.yaml, which tells why and by whom.",
    "Nothing to mend.",
)


@dataclass(frozen=True, slots=True)
class Correction:
    """A declared fix.

    Attributes:
        line: 1-based line of corrections.yaml it begins in.
        column: column header, question name or field of the register.
        was: value expected, None when only its hash is given.
        was_sha256: of the value expected, "" when the value itself is given.
        becomes: value from now on; "" makes it blank.
        date: ISO date of the decision.
        interview: id of an interview, response or document, "" when file and row tell it.
        file: path below the raw folder, "" when the id tells it.
        sheet: of a workbook, "" for any.
        row: 1-based row of a response, None when the id tells it.
        repeat: which row of a repeat, 0 for an answer given once.
    """

    line: int
    column: str
    was: str | None = field(repr=False)
    was_sha256: str
    becomes: str = field(repr=False)
    date: str
    interview: str = ""
    file: str = ""
    sheet: str = ""
    row: int | None = None
    repeat: int = 0


@dataclass(frozen=True, slots=True)
class Readers:
    """What corrected values are read with.

    Attributes:
        form: the questionnaire, all versions of it in one.
        vocabulary: spellings of groups, levels, languages and consent.
        missing: reason -> spellings of a non-answer.
    """

    form: Form
    vocabulary: Vocabulary
    missing: Spellings


def parse_corrections(
    entries: Iterable[tuple[int, Mapping[str, str]]], country: str, file: str
) -> tuple[tuple[Correction, ...], tuple[Problem, ...]]:
    """Read declared corrections.

    Args:
        entries: line and content of each, every value as text.
        country: the folder's name.
        file: path of corrections.yaml below the raw folder.

    Returns:
        The corrections in declared order, and what is wrong with the others.
    """
    corrections, problems = [], []
    for line, entry in entries:
        if fault := _fault(entry):
            problems.append(MALFORMED.at(file, line, reason=fault))
        else:
            corrections.append(_correction(line, entry, country))
    return tuple(corrections), tuple(problems)


def _fault(entry: Mapping[str, str]) -> str:
    """Return what is wrong with an entry, "" when it can be used."""
    if unknown := sorted(set(entry) - KEYS):
        return f"unknown key '{unknown[0][:40]}'"
    if absent := [key for key in ("becomes", "reason", "by", "date") if key not in entry]:
        return f"'{absent[0]}' is missing"
    if empty := [key for key in ("reason", "by") if not entry[key].strip()]:
        return f"'{empty[0]}' is empty"
    if ("was" in entry) == ("was_sha256" in entry):
        return "it needs either 'was' or 'was_sha256'"
    if not SHA256_PATTERN.fullmatch(entry.get("was_sha256", "0" * 64).strip().lower()):
        return "'was_sha256' is no sha256"
    if bool(entry.get("column")) == bool(entry.get("question")):
        return "it needs either 'column' or 'question'"
    if not entry.get("interview") and not entry.get("file"):
        return "it needs 'interview', or 'file' and for a response 'row'"
    if any(not entry[key].isdecimal() for key in ("row", "repeat") if key in entry):
        return "'row' and 'repeat' are whole numbers"
    return "" if len(read_date(entry["date"]).iso) == 10 else "'date' is no date"


def _correction(line: int, entry: Mapping[str, str], country: str) -> Correction:
    file = entry.get("file", "").strip().replace("\\", "/")
    return Correction(
        line=line,
        column=(entry.get("column") or entry.get("question", "")).strip(),
        was=entry.get("was"),
        was_sha256=entry.get("was_sha256", "").strip().lower(),
        becomes=entry["becomes"].strip(),
        date=read_date(entry["date"]).iso,
        interview=entry.get("interview", "").strip(),
        file=file if not file or file.startswith(f"{country}/") else f"{country}/{file}",
        sheet=entry.get("sheet", "").strip(),
        row=int(entry["row"]) if "row" in entry else None,
        repeat=int(entry.get("repeat", "0")),
    )


def apply_corrections(received: Received, corrections: Sequence[Correction], readers: Readers, file: str) -> Received:
    """Apply corrections to what was read.

    Args:
        received: what a country folder held.
        corrections: in declared order.
        readers: spellings and choices of corrected values.
        file: path of corrections.yaml below the raw folder.

    Returns:
        The same with the corrected values, and with a problem for each correction: applied, unused or stale.
    """
    if not corrections:
        return received
    work = _Work(received, readers, file)
    for correction in corrections:
        work.apply(correction)
    return replace(
        received,
        interviews=tuple(work.interviews.values()),
        answers=tuple(answer for own in work.answers.values() for answer in own),
        problems=(*received.problems, *work.problems),
    )


class _Work:
    """Corrections being applied."""

    def __init__(self, received: Received, readers: Readers, file: str) -> None:
        self.interviews = {one.interview_id: one for one in received.interviews}
        self.answers: dict[tuple[str, str, int], list[Answer]] = {}
        for answer in received.answers:
            self.answers.setdefault((answer.interview_id, answer.question_name, answer.repeat), []).append(answer)
        self._sheets = {answer.interview_id: answer.sheet for answer in received.answers if not answer.repeat}
        self.problems: list[Problem] = []
        self._readers = readers
        self._file = file
        self._done: set[tuple[str, str, int]] = set()
        self._by_place: dict[tuple[str, int | None], list[str]] = {}
        for one in received.interviews:
            self._by_place.setdefault((one.file, one.row), []).append(one.interview_id)

    def apply(self, correction: Correction) -> None:
        """Apply one correction, or say why not."""
        record = self._find_record(correction)
        if record is None:
            self._say(UNUSED, correction, what="record")
            return
        asked = self._find_question(record, correction)
        if asked is not None:
            self._apply_to_answer(record, asked, correction)
        else:
            self._apply_to_record(record, self._field(correction), correction)

    def _find_record(self, correction: Correction) -> Interview | None:
        """Return the one record an entry means, by its id or by file and row."""
        found = [correction.interview] if correction.interview in self.interviews else []
        if not correction.interview:
            found = self._by_place.get((correction.file, correction.row), [])
        records = [self.interviews[id_] for id_ in found]
        records = [one for one in records if not correction.file or one.file == correction.file]
        if correction.sheet:
            records = [one for one in records if self._sheets.get(one.interview_id) == correction.sheet]
        return records[0] if len(records) == 1 else None

    def _find_question(self, record: Interview, correction: Correction) -> tuple[str, str, int] | None:
        """Return the key of the answers an entry means, by the question's name or the column's header."""
        for question in (correction.column, correction.column.lower()):
            key = (record.interview_id, question, correction.repeat)
            if key in self.answers:
                return key
        headers = (
            key
            for key, own in self._answers_of(record)
            if key[2] == correction.repeat and any(answer.column == correction.column for answer in own)
        )
        return next(headers, None)

    def _answers_of(self, record: Interview) -> Iterator[tuple[tuple[str, str, int], list[Answer]]]:
        for question in self._readers.form.questions:
            for repeat in (0, *range(1, 1 + self._repeats(record, question))):
                key = (record.interview_id, question.name, repeat)
                if key in self.answers:
                    yield key, self.answers[key]

    def _repeats(self, record: Interview, question: Question) -> int:
        n = 0
        while (record.interview_id, question.name, n + 1) in self.answers:
            n += 1
        return n

    def _field(self, correction: Correction) -> str:
        """Return the field of a record an entry means: its own name, or how registers head it."""
        name = simplify(correction.column).replace(" ", "_")
        if name in (*RECORD_FIELDS, *CONSENTS):
            return name
        meanings = self._readers.vocabulary.headers.read_all(correction.column)
        renamed = {"consent_attribution": "attribution", "interview_date": "date"}
        known = [renamed.get(meaning, meaning) for meaning in (name, *meanings)]
        return next((one for one in known if one in (*RECORD_FIELDS, *CONSENTS)), "")

    def _apply_to_record(self, record: Interview, name: str, correction: Correction) -> None:
        key = (record.interview_id, name, 0)
        if not name:
            self._say(UNUSED, correction, what="column or question of this record")
        elif key in self._done:
            self._say(TWICE, correction)
        elif not _is_expected(correction, self._spellings_of(record, name), self._reader(name)):
            self.problems.append(CHANGED.at(record.file, record.row, name, line=correction.line))
        elif name in CONSENTS:
            self._take_back(record, name, correction)
        else:
            value = self._reader(name)(correction.becomes)
            if correction.becomes and not value:
                self._say(NOT_A_VALUE, correction, name=name, known=", ".join(self._known(name)))
                return
            change: dict[str, Any] = {name: value}
            self.interviews[record.interview_id] = replace(record, **change)
            self._note(record, name, correction, key)

    def _take_back(self, record: Interview, name: str, correction: Correction) -> None:
        if self._readers.vocabulary.yes_no.read(correction.becomes) != "no":
            self._say(GIVES_CONSENT, correction)
            return
        kept: dict[str, Any] = {name: False}
        if name == "consent_record":
            kept = dict.fromkeys(CONSENTS, False)
        self.interviews[record.interview_id] = replace(record, **kept)
        if name == "consent_record":
            for key in [key for key in self.answers if key[0] == record.interview_id]:
                del self.answers[key]
        self._note(record, name, correction, (record.interview_id, name, 0))

    def _spellings_of(self, record: Interview, name: str) -> str:
        value = getattr(record, name)
        return ("yes" if value else "no") if isinstance(value, bool) else str(value)

    def _reader(self, name: str) -> Callable[[str], str]:
        words = self._readers.vocabulary
        lists = {
            "language": words.languages,
            "stakeholder_group": words.groups,
            "level": words.levels,
            "attribution": words.attribution,
            "record_type": words.record_types,
            "kind": words.kinds,
            **dict.fromkeys(CONSENTS, words.yes_no),
        }
        if name == "date":
            return lambda text: read_date(text).iso
        return lists[name].read if name in lists else str.strip

    def _known(self, name: str) -> Sequence[str]:
        words = self._readers.vocabulary
        lists = {"stakeholder_group": words.groups, "level": words.levels, "language": words.languages}
        lists |= {"attribution": words.attribution, "record_type": words.record_types, "kind": words.kinds}
        return lists[name].values if name in lists else ("a date such as 2023-03-16",)

    def _apply_to_answer(self, record: Interview, key: tuple[str, str, int], correction: Correction) -> None:
        own = self.answers[key]
        told = " ".join(answer.answer_code or answer.answer_text for answer in own).strip()
        if key in self._done:
            self._say(TWICE, correction)
        elif not _is_expected(correction, told, str.strip):
            self.problems.append(CHANGED.at(own[0].file, own[0].row, own[0].column, line=correction.line))
        else:
            answers = self._read_answers(own[0], correction)
            if not answers:
                asked = self._readers.form.question(key[1])
                choices = self._readers.form.choices.get(asked.list_name, ()) if asked else ()
                known = ", ".join(choice.name for choice in choices)
                self._say(NOT_A_VALUE, correction, name=key[1], known=known)
                return
            self.answers[key] = answers
            self._note(record, own[0].column, correction, key, row=own[0].row)

    def _read_answers(self, old: Answer, correction: Correction) -> list[Answer]:
        """Read what an answer becomes; none when it is no choice of the question."""
        blank = replace(old, answer_code="", answer_label="", answer_text="", is_one_of_several=False)
        text, asked = correction.becomes, self._readers.form.question(old.question_name)
        if not text:
            return [replace(blank, missing_reason="blank")]
        if asked is None or not asked.type.startswith("select"):
            reason = self._readers.missing.read(text)
            return [replace(blank, answer_text="" if reason else text, missing_reason=reason)]
        several = asked.type == "select_multiple"
        read = [self._read_choice(blank, part, asked) for part in (text.split() if several else [text])]
        found = [answer for answer in read if answer is not None]
        return [replace(answer, is_one_of_several=several) for answer in found] if len(found) == len(read) else []

    def _read_choice(self, blank: Answer, text: str, asked: Question) -> Answer | None:
        choices = self._readers.form.choices.get(asked.list_name, ())
        code = Spellings({choice.name: choice.labels.values() for choice in choices}).read(text)
        if code:
            labels = next(choice.labels for choice in choices if choice.name == code)
            label = self._readers.form.in_default(labels) or code
            return replace(blank, answer_code=code, answer_label=label, missing_reason=REASONS.get(code, ""))
        reason = self._readers.missing.read(text)
        return replace(blank, answer_code=text, missing_reason=reason) if reason else None

    def _say(self, kind: ProblemKind, correction: Correction, **context: str) -> None:
        self.problems.append(kind.at(self._file, correction.line, "", **context))

    def _note(
        self, record: Interview, column: str, correction: Correction, key: tuple[str, str, int], row: int | None = None
    ) -> None:
        self._done.add(key)
        self.problems.append(
            APPLIED.at(record.file, row or record.row, column, date=correction.date, line=correction.line)
        )


def _is_expected(correction: Correction, value: str, read: Callable[[str], str]) -> bool:
    """Tell whether a value is the one an entry expects, by itself or by its hash."""
    if correction.was is None:
        return sha256_of(normalise(value).strip()) == correction.was_sha256
    expected = normalise(correction.was).strip()
    return expected == normalise(value).strip() or bool(expected) and read(expected) == value
