"""Pseudonymises what was received, honours consent, and writes the first tables."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.identifiers_in_text import PhoneWords, phone_finder
from tasks.adapters.store import Store
from tasks.core.identifiers import derive_id, sha256_of
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.pseudonyms import (
    Masks,
    NameWords,
    contact_pattern,
    make_roster,
    mask_names,
    mask_text,
    name_owners,
    number_people,
    read_identifiers,
)
from tasks.core.sources import Answer, Interview, Received, Turn
from tasks.core.spellings import simplify

NO_CONSENT = ProblemKind(
    "P001",
    Severity.INFO,
    "There is no consent to record, so nothing of it is analysed.",
    "Nothing to mend, unless the consent is missing by mistake.",
)
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

NOT_SAID = ("heading", "number")
"""Of a turn, what helps to tell its question and stands in no table."""
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
    masks = make_masks(received)
    received, found = _rename_ids(received, masks)
    allowed = {interview.interview_id for interview in received.interviews if interview.consent_record}
    store.write_table(
        received.country, "interviews", [_interview_row(one, received, masks) for one in received.interviews]
    )
    turns = [
        _turn_row(interview_id, turn, masks)
        for interview_id, spoken in received.turns.items()
        if interview_id in allowed
        for turn in spoken
    ]
    store.write_table(received.country, "turns", turns)
    answers = [_answer_row(answer, masks) for answer in received.answers if answer.interview_id in allowed]
    store.write_table(received.country, "answers", {row["answer_id"]: row for row in reversed(answers)}.values())
    found += [*_consent_problems(received), *_name_problems(received, masks)]
    store.record_problems(received.country, "ingest", received.problems)
    store.record_problems(received.country, "pseudonymize", found)
    return (*received.problems, *found)


def make_masks(received: Received) -> Masks:
    """Make the masks of a country from the identifiers in its registers, headers and forms.

    Args:
        received: what the country folder held.

    Returns:
        What replaces names, phones and e-mails in its texts.
    """
    declared = read_yaml(QUESTIONNAIRE / "registers.yaml")
    groups = read_yaml(QUESTIONNAIRE / "stakeholder_groups.yaml")["groups"]
    placeholders = number_people(
        [(one.interview_id, one.stakeholder_group) for one in received.interviews],
        {group["id"]: group["pseudonym"]["en"] for group in groups},
    )
    words = _name_words(declared)
    people: list[tuple[str, str]] = []
    found: list[str] = []
    for one in received.interviews:
        cells = [read_identifiers(cell, words) for cell in one.identifiers]
        names = [name for told, _ in cells for name in told]
        people += name_owners(names, placeholders[one.interview_id], words.shared)
        found += [phone for _, phones in cells for phone in phones]
    marks = declared["placeholders"]
    return Masks(
        roster=make_roster(people, words),
        contacts=tuple((contact_pattern(phone), marks["phone"]) for phone in sorted(set(found))),
        find_phones=phone_finder(received.country, _phone_words(declared)),
        phone=marks["phone"],
        email=marks["e_mail"],
    )


def _name_words(declared: dict[str, Any]) -> NameWords:
    keys = ("honorifics", "everyday_words", "names_that_are_words", "not_names")
    return NameWords(*(frozenset(map(simplify, declared[key])) for key in keys), declared["placeholders"]["name"])


def _phone_words(declared: dict[str, Any]) -> PhoneWords:
    announcing, quantities = (frozenset(map(simplify, declared[key])) for key in ("phone_words", "quantity_words"))
    return PhoneWords(announcing, quantities, frozenset(declared["quantity_marks"]))


def _rename_ids(received: Received, masks: Masks) -> tuple[Received, list[Problem]]:
    """Replace ids that hold somebody's name: they would stand in every table."""
    renamed: dict[str, str] = {}
    problems = []
    for number, interview in enumerate(received.interviews, start=1):
        if _names_somebody(interview.interview_id, masks):
            new = f"{received.country}-{number}"
            renamed[interview.interview_id] = new
            problems.append(NAME_IN_ID.at(interview.file, interview.row, derived=new))
    if not renamed:
        return received, []
    return replace(
        received,
        interviews=tuple(
            replace(one, interview_id=renamed.get(one.interview_id, one.interview_id)) for one in received.interviews
        ),
        texts={renamed.get(id_, id_): source for id_, source in received.texts.items()},
        turns={renamed.get(id_, id_): turns for id_, turns in received.turns.items()},
    ), problems


def _names_somebody(name: str, masks: Masks) -> bool:
    """Tell whether a file's name or an id holds a name of the roster, however it is capitalised."""
    words = "x " + re.sub(r"[\W_]+", " ", name).title()
    return mask_names(words, masks.roster) != words


def _interview_row(interview: Interview, received: Received, masks: Masks) -> dict[str, Any]:
    source = received.texts.get(interview.interview_id)
    row = {key: value if value != "" else None for key, value in asdict(interview).items() if key != "identifiers"}
    return row | {
        "country_iso3": received.country,
        "title": mask_text(interview.title, masks) if interview.title else None,
        "sha256": received.file_hashes[interview.file],
        "text_sha256": sha256_of(source.text) if source else None,
    }


def _turn_row(interview_id: str, turn: Turn, masks: Masks) -> dict[str, Any]:
    row = {key: value if value != "" else None for key, value in asdict(turn).items() if key not in NOT_SAID}
    return row | {
        "turn_id": derive_id("turn", interview_id, turn.turn_no, turn.start_char, turn.text),
        "interview_id": interview_id,
        "text": mask_text(turn.text, masks),
    }


def _answer_row(answer: Answer, masks: Masks) -> dict[str, Any]:
    row = {key: value if value != "" else None for key, value in asdict(answer).items() if key not in NOT_KEPT}
    place = (answer.interview_id, answer.question_name, answer.column, *([answer.repeat] if answer.repeat else []))
    return row | {
        "answer_id": derive_id("answer", *place, *([answer.answer_code] if answer.is_one_of_several else [])),
        "answer_code": mask_text(answer.answer_code, masks) if answer.answer_code else None,
        "answer_text": mask_text(answer.answer_text, masks) if answer.answer_text else None,
    }


def _consent_problems(received: Received) -> list[Problem]:
    return [
        NO_CONSENT.at(interview.file, interview.row)
        for interview in received.interviews
        if not interview.consent_record and interview.record_type != "questionnaire"
    ]


def _name_problems(received: Received, masks: Masks) -> list[Problem]:
    files = sorted({interview.file for interview in received.interviews})
    return [NAME_IN_FILE_NAME.at(file) for file in files if _names_somebody(Path(file).stem, masks)]
