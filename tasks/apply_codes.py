"""Applies the codebook: topics and a stance for every segment."""

from __future__ import annotations

import json
import os
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from operator import attrgetter
from pathlib import Path
from typing import Any

from tasks.adapters.chat_coders import ChatCoder
from tasks.adapters.coders import CoderInput, LexiconCoder, TrainedCoder, load_coder, review_share
from tasks.adapters.results import results_of
from tasks.adapters.store import Store
from tasks.core.codings import Coded, goes_to_review
from tasks.core.identifiers import derive_id, number_alone, sha256_of
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.tables import plain_rows
from tasks.manifest import version_of
from tasks.place_segments import place_segments

READ_BYTES = 1 << 19
"""Bytes read at once: enough lines to pay for a product of matrices, little enough to keep memory flat."""
OF_A_SEGMENT = ("segment_id", "text", "language", "annex_question", "question", "area")
CONTENT = attrgetter(*CoderInput.__dataclass_fields__)
AREAS = ("1", "2", "3", "4", "5")

LONGEST_LABEL = 8
LABEL = re.compile(r"\d+[.)]\s*[^.!?]+|[^.!?]*\b\d{1,2}\b[^.!?]*\b(?:19|20)\d\d\.?")
"""A numbered heading ("11. Comunicação"), or a place with a day and a year ("Quito, 14 de mayo de 2024")."""

UNSUPPORTED = ProblemKind(
    "C001",
    Severity.WARNING,
    "Segments in a language without a lexicon ('{language}'), which are not coded: {n} ({places}).",
    "Read and code them by hand.",
)
PARTLY_UNSUPPORTED = ProblemKind(
    "C002",
    Severity.WARNING,
    "Segments with sentences in a language without a lexicon ('{language}'), which are not coded: {n} ({places}).",
    "Read these segments; all their codings go to review.",
)


def apply_codes(store: Store, country: str) -> tuple[Problem, ...]:
    """Code the segments of a country.

    Args:
        store: reads `segments`, writes `codings` and problems.
        country: ISO 3166-1 alpha-3.

    Returns:
        Problems: segments that could not be coded.
    """
    coder = load_coder(own=store.coder)
    segments = store.read_table(country, "segments")
    segments = segments.fillna({"language": "", "annex_question": "", "question": "", "area": 0})
    rows = plain_rows(segments[list(OF_A_SEGMENT)])
    inputs = [
        CoderInput(row["text"], row["language"], row["annex_question"], row["question"], _area(row["area"]))
        for row in rows
    ]
    owners = segments["interview_id"].tolist()
    coded = coder.code(inputs) if isinstance(coder, ChatCoder) else _code_new(store, country, coder, inputs, owners)
    codings = [coding for row, one in zip(rows, coded, strict=True) for coding in _coding_rows(row, one, coder.version)]
    store.write_table(country, "codings", codings)
    unsupported: dict[str, list[str]] = {}
    foreign: dict[str, list[str]] = {}
    for row, one in zip(rows, coded, strict=True):
        if not one.is_supported and not (row["language"] == "" and is_label(row["text"])):
            unsupported.setdefault(row["language"] or "?", []).append(row["segment_id"])
        for language in one.foreign:
            foreign.setdefault(language, []).append(row["segment_id"])
    problems = [
        kind.at(n=len(ids), language=language, places=place_segments(store, country, ids))
        for kind, found in ((UNSUPPORTED, unsupported), (PARTLY_UNSUPPORTED, foreign))
        for language, ids in sorted(found.items())
    ]
    if isinstance(coder, ChatCoder):
        problems = [*coder.problems, *problems]
    store.record_problems(country, "apply_codes", problems)
    return tuple(problems)


def is_label(text: str) -> bool:
    """Tell whether a short text is a numbered heading or a place with a date, in which nothing is to be coded.

    Args:
        text: of a segment.
    """
    return len(text.split()) <= LONGEST_LABEL and LABEL.fullmatch(text.strip()) is not None


def _code_new(
    store: Store,
    country: str,
    coder: TrainedCoder | LexiconCoder,
    inputs: Sequence[CoderInput],
    owners: Sequence[str],
) -> list[Coded]:
    """Code the records that the last run did not code alike, all at once, and take the others from it."""
    places: dict[str, list[int]] = {}
    for place, owner in enumerate(owners):
        places.setdefault(owner, []).append(place)
    inputs = _number_alone(inputs, places.values())
    asked = {owner: sha256_of(repr([CONTENT(inputs[place]) for place in own])) for owner, own in places.items()}
    with results_of(store, country, "code", version_of("code")) as results:
        new = [place for owner, own in places.items() if not results.has(coder.version, asked[owner]) for place in own]
        made = dict(zip(new, coder.code([inputs[place] for place in new]) if new else (), strict=True))

        def code(own: Sequence[int]) -> list[Coded]:
            return [made[n] for n in own] if own[0] in made else coder.code([inputs[n] for n in own])

        coded: dict[int, Coded] = {}
        for owner, own in places.items():
            kept = results.of(list[Coded], partial(code, own), coder.version, asked[owner])
            coded |= zip(own, kept, strict=True)
    return [coded[place] for place in range(len(inputs))]


def _number_alone(inputs: Sequence[CoderInput], records: Iterable[Sequence[int]]) -> list[CoderInput]:
    """Number the people of each record by themselves, so that it is not coded again when only their numbers moved."""
    alone = list(inputs)
    for own in records:
        texts, numbers = number_alone([text for place in own for text in (inputs[place].question, inputs[place].text)])
        for place, question, text in zip(own, texts[::2], texts[1::2], strict=True) if numbers else ():
            alone[place] = replace(inputs[place], question=question, text=text)
    return alone


def _coding_rows(segment: dict[str, Any], coded: Coded, coder: str) -> Iterator[dict[str, object]]:
    text = segment["text"]
    for topic in coded.topics:
        yield {
            "coding_id": derive_id("coding", segment["segment_id"], topic.topic, coder),
            "segment_id": segment["segment_id"],
            "topic": topic.topic,
            "stance": coded.stance,
            "confidence": topic.confidence,
            "matched_text": " | ".join(dict.fromkeys(text[start:end] for start, end in topic.matched)) or None,
            "rule": topic.rule,
            "tier": topic.tier,
            "is_to_review": goes_to_review(topic.tier, review_share(), segment["segment_id"], topic.topic),
            "coder": coder,
            "status": "suggested",
        }


def line_batches(descriptor: int) -> Iterator[list[bytes]]:
    """Read the lines of an open file as they come.

    Args:
        descriptor: of a file, or of a pipe that somebody types into.

    Yields:
        All whole lines that one read brought: many from a file, a single one from a person who waits.
    """
    rest = b""
    while chunk := os.read(descriptor, READ_BYTES):
        *lines, rest = (rest + chunk).split(b"\n")
        if lines:
            yield lines
    if rest:
        yield [rest]


def code_lines(
    batches: Iterable[Sequence[bytes]], workers: int = 1, own: Path | None = None
) -> Iterator[list[dict[str, object]]]:
    """Code JSON lines batch by batch.

    Args:
        batches: lines, each a JSON object with `id`, `text` and optionally `lang`, `area` (2 or "A2"), `question`
            ("Q5", or the interviewer's words), `annex_question` ("Q5", beside the words), `group`.
        workers: processes that code; the answers are the same for any number.
        own: folder of this installation's coder; its model codes where there is one.

    Yields:
        For each batch, an answer a line, in order: `id, topics, stance, confidence, tier, review, matched, coder`
        with confidence, tier and matched words per topic and the topics that go to review, or `id` and `error` for
        a line that is no such object. Blank lines are passed over.
    """
    if workers <= 1:
        yield from (_code_lines(lines, own) for lines in batches)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[list[dict[str, object]]]] = deque()
        for lines in batches:
            waiting.append(pool.submit(_code_lines, lines, own))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _code_lines(lines: Sequence[bytes], own: Path | None) -> list[dict[str, object]]:
    return _code_batch([_read_line(line) for line in lines if line.strip()], own)


def _read_line(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, UnicodeDecodeError):
        return {"id": None, "error": "the line is no JSON; write one object a line"}
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        id_ = record.get("id") if isinstance(record, dict) else None
        return {"id": id_, "error": 'the object has no \'text\'; write {"id": ..., "text": ...}'}
    return record


def _code_batch(records: list[dict[str, Any]], own: Path | None) -> list[dict[str, object]]:
    coder = load_coder(own=own)
    coded = iter(coder.code([_read_input(record) for record in records if "error" not in record]))
    return [record if "error" in record else _answer(record, next(coded), coder.version) for record in records]


def _read_input(record: dict[str, Any]) -> CoderInput:
    words = str(record.get("question") or "").strip()
    question = _question(words)
    return CoderInput(
        record["text"],
        str(record.get("lang") or ""),
        _question(record.get("annex_question")) or question,
        "" if question else words,
        _area(record.get("area")),
    )


def _question(given: object) -> str:
    """Return the Annex 1 question named as "Q5", "q5" or 5; "" for anything else."""
    text = str(given or "").strip().upper()
    number = text.removeprefix("Q")
    return f"Q{int(number)}" if number.isdecimal() and len(number) <= 2 else ""


def _area(given: object) -> str:
    """Return the area named as 2, "2" or "A2" as "A2"; "" for anything else."""
    number = str(given or "").strip().upper().removeprefix("A").removesuffix(".0")
    return f"A{number}" if number in AREAS else ""


def _answer(record: dict[str, Any], coded: Coded, coder: str) -> dict[str, object]:
    text = record["text"]
    answer: dict[str, object] = {
        "id": record.get("id"),
        "topics": [topic.topic for topic in coded.topics],
        "stance": coded.stance or None,
        "confidence": {topic.topic: topic.confidence for topic in coded.topics},
        "tier": {topic.topic: topic.tier for topic in coded.topics},
        "review": [
            topic.topic
            for topic in coded.topics
            if goes_to_review(topic.tier, review_share(), str(record.get("id")), topic.topic)
        ],
        "matched": {topic.topic: [text[start:end] for start, end in topic.matched] for topic in coded.topics},
        "coder": coder,
    }
    if coded.foreign:
        answer["also_in"] = list(coded.foreign)
    return answer if coded.is_supported else answer | {"is_supported": False}
