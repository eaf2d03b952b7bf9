"""Pseudonymises what was received, honours consent, and writes the first tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd

from tasks.adapters.forms import load_form
from tasks.adapters.key_files import write_key, write_review
from tasks.adapters.nlp import keep_words_in
from tasks.adapters.results import Results, results_folder, results_of
from tasks.adapters.store import Store
from tasks.core.followed_reviews import Renamed, earlier_texts, find_moved, follow_decisions, rename_words
from tasks.core.identifiers import NUMBERED_PLACEHOLDER_PATTERN, derive_id, renumber
from tasks.core.lone_names import naming_words
from tasks.core.name_words import fold_name, is_public_word
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.pseudonym_keys import DOUBTFUL, Masking, look_into, make_key, review_rows
from tasks.core.pseudonyms import (
    Masks,
    mask_names,
    names_a_person,
)
from tasks.core.record_ids import is_plain_code, place_id
from tasks.core.registers import NOT_ANALYSED
from tasks.core.reviews import name_guard, names_of_people, words_to_keep
from tasks.core.sources import NOT_WRITTEN, Answer, Interview, Received, Turn, Unopened
from tasks.hold_echoes import hold_in_reasons
from tasks.make_masks import CountryMasks, make_country_masks, people_of_files
from tasks.manifest import READING, version_of
from tasks.read_reviews import Outward, free_words, read_decisions, write_reviews
from tasks.tell_respondents import tell_respondents
from tasks.told_notes import write_told_note

NAME_IN_FILE_NAME = ProblemKind(
    "P002",
    Severity.WARNING,
    "The file's name seems to hold the name of a person.",
    "Rename the file and correct the register.",
)
NAME_IN_ID = ProblemKind(
    "P003",
    Severity.WARNING,
    "The id of a row seems to hold the name of a person; '{derived}' is used.",
    "Give the row a short code without a name.",
)
NO_PLAIN_ID = ProblemKind(
    "P006",
    Severity.WARNING,
    "The id of a row is no plain code of letters and digits, or a word in it may be a name; '{derived}' is used.",
    "Give the row a short code without a name.",
)

NOT_SAID = ("heading", "number")
"""Of a turn, what helps to tell its question and stands in no table."""
TOLD_OF_TURNS = tuple(column.name for column in fields(Turn) if column.name not in NOT_SAID)
IDS_OF_OTHERS = ("questionnaire", "document")
"""Types of records whose ids no register of interviews gives."""
NOT_KEPT = ("repeat", "is_one_of_several")
"""Of an answer, what makes its id and stands in no table."""


def pseudonymize(store: Store, received: Received) -> tuple[Problem, ...]:
    """Write interviews, answers and turns without names, phones and e-mails.

    Args:
        store: writes `interviews`, `answers`, `turns` and `problems`.
        received: what the country folder held.

    Returns:
        Problems of reading, of consent and of privacy.
    """
    keep_words_in(results_folder(store))
    with results_of(store, received.country, "mask", version_of(READING)) as results:
        return _pseudonymize(store, received, results)


def _pseudonymize(store: Store, received: Received, results: Results) -> tuple[Problem, ...]:
    decisions, faults = read_decisions(store, received.country)
    told = people_of_files(store, received, results)
    named, nobodys = names_of_people(decisions), words_to_keep(decisions)
    masks = make_country_masks(received, told, (named, nobodys), results)
    masking = Masking(masks.masks, kept=nobodys)
    received, found = _rename_ids(received, masking)
    allowed = {interview.interview_id for interview in received.interviews if interview.consent_record}
    people = tell_respondents(received.interviews, masks.masks, received.country)
    interviews = [
        _interview_row(one, received, masks, masking) | {"respondent_id": people.get(one.interview_id)}
        for one in received.interviews
    ]
    store.write_table(received.country, "interviews", interviews)
    spoken = {
        one.interview_id: _mask_turns(one, received, masks, results)
        for one in received.interviews
        if one.interview_id in allowed and one.interview_id in received.turns
    }
    for one in spoken.values():
        masking.remember(one.replaced, one.doubtful, one.left)
    store.write_table(received.country, "turns", _joined(spoken.values()))
    answers = [(one, _answer_row(one, masking)) for one in received.answers if one.interview_id in allowed]
    store.write_table(received.country, "answers", {row["answer_id"]: row for _, row in reversed(answers)}.values())
    found += [*_consent_problems(received), *_name_problems(received, masks.masks)]
    known, found = ([_mask_problem(one, masking) for one in problems] for problems in (received.problems, found))
    write_told_note(store, received.country, lambda text: masking.text(text, "source.yaml"))
    store.record_problems(received.country, "ingest", known)
    store.record_problems(received.country, "pseudonymize", found)
    told_by_people = frozenset(placeholder for name, placeholder in masks.people if name_guard(name) in named)
    renamed = _rename(received.turns, spoken, answers, masks.masks, told_by_people)

    def present() -> Iterator[dict[str, Any]]:
        return chain((row for one in spoken.values() for row in one.rows()), (row for _, row in answers))

    followed = follow_decisions(decisions, find_moved(decisions, present()) | renamed)
    hold = hold_in_reasons(store, received, free_words(followed), present(), people)
    outward = Outward(masking.text, masking.file, hold, lambda name: mask_names(name, masks.masks.roster) == name)
    reviews = write_reviews(store, received.country, followed, faults, outward)
    is_doubt, is_left = _doubt_of(received, told, masks.masks, named), _left_of(masking)
    entries = make_key(masking, masks.people, is_doubt, is_left)
    write_key(store, received.country, entries, masking.files)
    write_review(store, received.country, review_rows(masking, entries))
    return (*known, *found, *reviews)


def _doubt_of(
    received: Received, people_of_files: Mapping[str, Sequence[str]], masks: Masks, named: frozenset[str]
) -> Callable[[str], bool]:
    """Return what tells whether a name is doubtful: no register or file names it, and all its words are public ones."""
    cells = [cell for one in received.interviews for cell in one.identifiers]
    cells += [cell for names in people_of_files.values() for cell in names]
    registered = {fold_name(word) for cell in cells for word in re.findall(r"[^\W\d_]+", cell)}
    people = masks.finders.people if masks.finders else None

    def is_doubt(name: str) -> bool:
        spelled = re.findall(r"[^\W\d_]+", name)
        if people is None or name_guard(name) in named or any(fold_name(word) in registered for word in spelled):
            return False
        return all(is_public_word(word, people) for word in spelled)

    return is_doubt


def _left_of(masking: Masking) -> Callable[[str], bool]:
    """Return what tells whether a name is a single word that texts hold on purpose too: as a place, or as a word."""
    finders = masking.masks.finders
    if finders is None:
        return lambda _: False
    left = frozenset(map(fold_name, masking.left)) | finders.lowered

    def is_left(name: str) -> bool:
        own = naming_words(name, finders.people)
        return len(own) == 1 and own[0] in left

    return is_left


def _rename(
    turns: Mapping[str, Sequence[Turn]],
    spoken: Mapping[str, _Spoken],
    answers: Sequence[tuple[Answer, Mapping[str, Any]]],
    masks: Masks,
    placeholders: frozenset[str],
) -> dict[tuple[str, str], Renamed]:
    """Lead from the words as they read before people named somebody in them to the words as they read now."""
    found: dict[tuple[str, str], Renamed] = {}
    for id_, one in spoken.items():
        if placeholders.isdisjoint(placeholder for placeholder, *_ in one.replaced):
            continue
        for turn, said in zip(turns[id_], one.rows(), strict=True):
            replaced = look_into(turn.text, masks).replacements
            found |= rename_words(said, earlier_texts(turn.text, replaced, placeholders))
    for answer, row in answers:
        if any(placeholder in (row["answer_text"] or "") for placeholder in placeholders):
            replaced = look_into(answer.answer_text, masks).replacements
            found |= rename_words(row, earlier_texts(answer.answer_text, replaced, placeholders))
    return found


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What was said in one interview, without names.

    Attributes:
        columns: of its turns.
        replaced: placeholder, kind, words, how often they were replaced and where first.
        doubtful: words left standing that may name somebody, how often and where first.
        placeholders: those that may stand in it, as `CountryMasks.matter_for` orders them.
        is_like_placeholder: words as received look like a placeholder with a number.
        left: parts of names left standing on purpose.
    """

    columns: dict[str, list[Any]]
    replaced: list[tuple[str, str, str, int, str]] = field(repr=False)
    doubtful: list[tuple[str, int, str]] = field(repr=False)
    placeholders: tuple[str, ...] = ()
    is_like_placeholder: bool = False
    left: tuple[str, ...] = field(default=(), repr=False)

    def rows(self) -> list[dict[str, Any]]:
        """Return its turns."""
        return [dict(zip(self.columns, row, strict=True)) for row in zip(*self.columns.values(), strict=True)]

    def with_placeholders(self, placeholders: tuple[str, ...]) -> _Spoken:
        """Return the same with the placeholders that stand for its people by now."""
        now = dict(zip(self.placeholders, placeholders, strict=True))
        columns = self.columns | {"text": [renumber(text, now) for text in self.columns.get("text", [])]}
        told = [(now.get(one, one), kind, words, n, place) for one, kind, words, n, place in self.replaced]
        return replace(self, columns=columns, replaced=told, placeholders=placeholders)


def _mask_turns(interview: Interview, received: Received, masks: CountryMasks, results: Results) -> _Spoken:
    """Mask the turns of an interview, or return what was made of the same with all that can matter for its words."""
    seal = received.seals.get(interview.file, "")
    if not seal:
        return _mask_each(interview.interview_id, received.turns, masks)
    matters, placeholders = masks.matter_for(interview.file)
    make = partial(_mask_each, interview.interview_id, received.turns, masks, placeholders)
    spoken: _Spoken = results.of(_Spoken, make, "spoken", interview.interview_id, matters, seal=seal)
    if spoken.placeholders == placeholders:
        return spoken
    return make() if spoken.is_like_placeholder else spoken.with_placeholders(placeholders)


def _mask_each(
    interview_id: str, turns: Mapping[str, Sequence[Turn]], masks: CountryMasks, placeholders: tuple[str, ...] = ()
) -> _Spoken:
    masking = Masking(masks.masks, kept=masks.nobodys)
    rows = [_turn_row(interview_id, turn, masking) for turn in turns[interview_id]]
    return _Spoken(
        {key: [row[key] for row in rows] for key in rows[0]} if rows else {},
        [(*key, times, masking.places[key]) for key, times in masking.replaced.items()],
        [(name, times, masking.places[DOUBTFUL, "", name]) for name, times in masking.doubtful.items()],
        placeholders,
        any(NUMBERED_PLACEHOLDER_PATTERN.search(turn.text) for turn in turns[interview_id]),
        tuple(sorted(masking.left)),
    )


def _joined(spoken: Iterable[_Spoken]) -> pd.DataFrame:
    """Join the turns of all interviews to one table."""
    columns: dict[str, list[Any]] = {}
    for one in spoken:
        for key, values in one.columns.items():
            columns.setdefault(key, []).extend(values)
    return pd.DataFrame(columns)


def _mask_problem(problem: Problem, masking: Masking) -> Problem:
    """Take names out of the place that a problem is told of, and out of what it quotes of what was received."""
    column = masking.label(problem.column)
    detail, fix = problem.detail, problem.fix
    for name, masked in masking.files.items():
        if name != masked:
            detail, fix = (
                text.replace(name, masked).replace(Path(name).name, Path(masked).name) for text in (detail, fix)
            )
    for value in sorted(problem.values, key=len, reverse=True):
        if (masked := masking.label(value)) != value:
            detail, fix = (text.replace(value, masked) for text in (detail, fix))
    return replace(problem, file=masking.file(problem.file), column=column, detail=detail, fix=fix)


def _rename_ids(received: Received, masking: Masking) -> tuple[Received, list[Problem]]:
    """Replace ids that hold somebody's name, or may do so: they would stand in every table."""
    renamed: dict[str, str] = {}
    problems = []
    taken = {interview.interview_id for interview in received.interviews}
    for number, interview in enumerate(received.interviews, start=1):
        if kind := _fault_of_id(interview, masking.masks):
            new = place_id(received.country, number, len(received.interviews), taken)
            renamed[interview.interview_id] = new
            problems.append(kind.at(interview.file, interview.row, derived=new))
    if not renamed:
        return received, []
    return replace(
        received,
        interviews=tuple(
            replace(one, interview_id=renamed.get(one.interview_id, one.interview_id)) for one in received.interviews
        ),
        texts=Unopened({renamed.get(id_, id_): partial(received.texts.__getitem__, id_) for id_ in received.texts}),
        turns=Unopened({renamed.get(id_, id_): partial(received.turns.__getitem__, id_) for id_ in received.turns}),
        answers=tuple(
            replace(one, interview_id=renamed.get(one.interview_id, one.interview_id)) for one in received.answers
        ),
    ), problems


def _fault_of_id(interview: Interview, masks: Masks) -> ProblemKind | None:
    """Return what is wrong with the id of a record; ids of responses are made here, and documents are public."""
    if _names_somebody(interview.interview_id, masks):
        return NAME_IN_ID
    people = masks.finders.people if masks.finders else None
    if people is None or interview.record_type in IDS_OF_OTHERS:
        return None
    is_plain = is_plain_code(interview.interview_id, lambda word: is_public_word(word, people))
    return None if is_plain else NO_PLAIN_ID


def _names_somebody(name: str, masks: Masks) -> bool:
    """Tell whether a file's name or an id holds a name of the roster, however it is capitalised."""
    words = "x " + re.sub(r"[\W_]+", " ", name).title()
    return mask_names(words, masks.roster) != words or names_a_person(name, masks)


def _interview_row(interview: Interview, received: Received, masks: CountryMasks, masking: Masking) -> dict[str, Any]:
    words = masks.words.get(interview.file)
    row = {key: value if value != "" else None for key, value in asdict(interview).items() if key not in NOT_WRITTEN}
    return row | {
        "country_iso3": received.country,
        "title": _mask_title(interview, masking) if interview.title else None,
        "file": masking.file(interview.file),
        "sha256": received.file_hashes[interview.file],
        "text_sha256": words.sha256 if words else None,
    }


def _mask_title(interview: Interview, masking: Masking) -> str:
    """Take names out of a document's title; one that is the file's name is read as such."""
    if interview.title == Path(interview.file).stem:
        return Path(masking.file(interview.file)).stem
    return masking.text(interview.title, masking.file(interview.file))


def _turn_row(interview_id: str, turn: Turn, masking: Masking) -> dict[str, Any]:
    said = ((key, getattr(turn, key)) for key in TOLD_OF_TURNS)
    row = {key: value if value != "" else None for key, value in said}
    return row | {
        "turn_id": derive_id("turn", interview_id, turn.turn_no, turn.start_char, turn.text),
        "interview_id": interview_id,
        "text": masking.text(turn.text, f"{interview_id}, {turn.place}"),
    }


def _answer_row(answer: Answer, masking: Masking) -> dict[str, Any]:
    row = {key: value if value != "" else None for key, value in asdict(answer).items() if key not in NOT_KEPT}
    where = f"{masking.file(answer.file)}, row {answer.row}, {answer.question_name}"
    place = (answer.interview_id, answer.question_name, answer.column, *([answer.repeat] if answer.repeat else []))
    is_own = bool(answer.answer_label) and answer.answer_label not in _shipped_labels()  # its choices may be people
    return row | {
        "answer_label": masking.label(masking.text(answer.answer_label, where)) if is_own else row["answer_label"],
        "answer_id": derive_id("answer", *place, *([answer.answer_code] if answer.is_one_of_several else [])),
        "answer_code": masking.text(answer.answer_code, where) if answer.answer_code else None,
        "answer_text": masking.text(answer.answer_text, where) if answer.answer_text else None,
        "file": masking.file(answer.file),
        "column": masking.label(answer.column),
    }


@cache
def _shipped_labels() -> frozenset[str]:
    """Return what the choices of the shipped form say in each language: no person is among them."""
    return frozenset(label for own in load_form().choices.values() for one in own for label in one.labels.values())


def _consent_problems(received: Received) -> list[Problem]:
    return [
        NOT_ANALYSED.at(interview.file, interview.row)
        for interview in received.interviews
        if not interview.consent_record and interview.record_type != "questionnaire"
    ]


def _name_problems(received: Received, masks: Masks) -> list[Problem]:
    files = sorted({interview.file for interview in received.interviews})
    return [NAME_IN_FILE_NAME.at(file) for file in files if _names_somebody(Path(file).stem, masks)]
