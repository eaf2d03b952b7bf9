"""The coded corpus that a theme coder learns from: its segments, its splits, and what may be wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.word_columns import WORD, fold

RUN_WORDS = 6
"""Two segments that share a run of so many words are too much alike."""
LEAST_OF_A_TOPIC = 5
OPENING_WORDS = 3
MOST_OF_AN_OPENING = 8
ID_PATTERN = re.compile(r"[a-z]{2}-\d+-\d{3,}")
AREAS = {
    n: area
    for area, ids in enumerate(((1, 3), (4, 13), (14, 19), (20, 21), (22, 23)), 1)
    for n in range(ids[0], ids[1] + 1)
}

WRONG_ID = ProblemKind(
    "C010",
    Severity.CRITICAL,
    "The segment id '{id}' stands twice or has the wrong form.",
    "Number the segments of a batch anew.",
)
UNKNOWN_CODE = ProblemKind(
    "C012", Severity.CRITICAL, "The coding of {id} names the unknown code '{code}'.", "Use the ids of codebook.yaml."
)
STANCE_WITHOUT_TOPIC = ProblemKind(
    "C013",
    Severity.CRITICAL,
    "The coding of {id} has a stance without a topic, or a topic without a stance.",
    "Give one stance to each segment with a topic, and none to others.",
)
SHARED_RUN = ProblemKind(
    "C014", Severity.WARNING, "{first} and {second} share a run of {n} words.", "Write one of them anew."
)
LEAK = ProblemKind(
    "C015",
    Severity.CRITICAL,
    "{first} and {second} share a run of {n} words across splits.",
    "Write one of them anew, or move its voice.",
)
SPLIT_VOICE = ProblemKind(
    "C016", Severity.CRITICAL, "The voice {voice} stands in more than one split.", "Keep a voice in one split."
)
RARE_TOPIC = ProblemKind(
    "C017", Severity.WARNING, "The topic {topic} is coded {n} times in {language}.", "Add segments on it."
)
SAME_OPENING = ProblemKind(
    "C018",
    Severity.WARNING,
    "{n} segments in {language} begin with the same {words} words.",
    "Let them begin differently.",
)


@dataclass(frozen=True, slots=True)
class CodedSegment:
    """A segment of the corpus with its coding.

    Attributes:
        id: "en-1-001".
        voice: batch and voice: who speaks.
        situation: what it is about, in the writer's words.
        language: "en", "fr", "es" or "pt".
        text: what was said.
        question: the interviewer's words.
        annex_question: "Q1" to "Q23", "" if it is none of them.
        topics: ids, weightiest first.
        stance: id, "" without a topic.
        is_implied: the topics' usual words are absent.
        group: stakeholder group.
        record: verbatim, notes or document.
    """

    id: str
    voice: str
    situation: str
    language: str
    text: str = field(repr=False)
    question: str = field(repr=False)
    annex_question: str
    topics: tuple[str, ...]
    stance: str
    is_implied: bool
    group: str = ""
    record: str = ""

    @property
    def batch(self) -> str:
        """The batch it was written in."""
        return self.id.rpartition("-")[0]

    @property
    def area(self) -> str:
        """Area of the question asked, "A1" to "A5"; "" without one."""
        return area_of(self.annex_question)


@cache
def area_of(annex_question: str) -> str:
    """Return the area of a question, "A1" to "A5"; "" without one."""
    number = annex_question.removeprefix("Q")
    return f"A{AREAS[int(number)]}" if number.isdecimal() and int(number) in AREAS else ""


def join_codings(segments: Iterable[Mapping[str, Any]], codings: Iterable[Mapping[str, Any]]) -> list[CodedSegment]:
    """Join the rows of a batch with one coder's codings.

    Args:
        segments: rows of segments/<batch>.jsonl.
        codings: rows of codings/<coder>/<batch>.jsonl.

    Returns:
        Those that have both, in the order of the segments.
    """
    by_id = {row["id"]: row for row in codings}
    return [
        CodedSegment(
            id=row["id"],
            voice=f"{row['id'].rpartition('-')[0]}/{row['voice']}",
            situation=row["situation"],
            language=row["language"],
            text=row["text"],
            question=row["question"],
            annex_question=row["annex_question"],
            topics=tuple(coding["topics"]),
            stance=coding["stance"],
            is_implied=bool(coding["is_implied"]),
            group=row.get("group", ""),
            record=row.get("record", ""),
        )
        for row in segments
        if (coding := by_id.get(row["id"])) is not None
    ]


@dataclass(frozen=True, slots=True)
class Splits:
    """Which part each segment belongs to.

    Attributes:
        sealed_batches: the test; opened for the final figures only.
        dev_voices: held back from training until the settings are fixed.
        left_out: segments too much like one of another part.
        once_coded: batches that their author alone coded; none is in the test or among the dev voices.
    """

    sealed_batches: frozenset[str]
    dev_voices: frozenset[str]
    left_out: frozenset[str] = frozenset()
    once_coded: frozenset[str] = frozenset()

    def part_of(self, segment: CodedSegment) -> str:
        """Return "test", "dev", "train" or "" for one that is left out."""
        if segment.id in self.left_out:
            return ""
        if segment.batch in self.sealed_batches:
            return "test"
        return "dev" if segment.voice in self.dev_voices else "train"


def lint_corpus(
    segments: Sequence[CodedSegment], splits: Splits, topics: Sequence[str], stances: Sequence[str]
) -> list[Problem]:
    """Find what is wrong with a corpus; words of segments are never shown.

    Args:
        segments: coded.
        splits: their parts.
        topics: ids of the codebook.
        stances: ids of the codebook.
    """
    problems = [*_check_ids(segments), *_check_codes(segments, set(topics), set(stances))]
    problems += _check_runs(segments, splits)
    parts: dict[str, set[str]] = {}
    for one in segments:
        if part := splits.part_of(one):
            parts.setdefault(one.voice, set()).add(part)
    problems += [SPLIT_VOICE.at(voice=voice) for voice, own in sorted(parts.items()) if len(own) > 1]
    counts = Counter((one.language, topic) for one in segments for topic in one.topics)
    for language in sorted({one.language for one in segments}):
        problems += [
            RARE_TOPIC.at(topic=topic, n=counts[language, topic], language=language)
            for topic in topics
            if counts[language, topic] < LEAST_OF_A_TOPIC
        ]
    openings = Counter((one.language, _words(one.text)[:OPENING_WORDS]) for one in segments)
    problems += [
        SAME_OPENING.at(n=n, language=language, words=OPENING_WORDS)
        for (language, _), n in sorted(openings.items())
        if n > MOST_OF_AN_OPENING
    ]
    return problems


def _check_ids(segments: Sequence[CodedSegment]) -> list[Problem]:
    uses = Counter(one.id for one in segments)
    return [WRONG_ID.at(id=id_) for id_, n in sorted(uses.items()) if n > 1 or not ID_PATTERN.fullmatch(id_)]


def _check_codes(segments: Sequence[CodedSegment], topics: set[str], stances: set[str]) -> list[Problem]:
    problems = []
    for one in segments:
        problems += [UNKNOWN_CODE.at(id=one.id, code=topic) for topic in one.topics if topic not in topics]
        if one.stance and one.stance not in stances:
            problems.append(UNKNOWN_CODE.at(id=one.id, code=one.stance))
        if bool(one.stance) != bool(one.topics):
            problems.append(STANCE_WITHOUT_TOPIC.at(id=one.id))
    return problems


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in WORD.findall(text))


def _check_runs(segments: Sequence[CodedSegment], splits: Splits) -> list[Problem]:
    holder: dict[tuple[str, ...], CodedSegment] = {}
    problems, told = [], set()
    for one in segments:
        words = _words(one.text)
        for start in range(len(words) - RUN_WORDS + 1):
            first = holder.setdefault(words[start : start + RUN_WORDS], one)
            if first.id != one.id and (first.id, one.id) not in told:
                told.add((first.id, one.id))
                parts = {splits.part_of(first), splits.part_of(one)}
                kind = LEAK if len(parts - {""}) > 1 else SHARED_RUN
                problems.append(kind.at(first=first.id, second=one.id, n=RUN_WORDS))
    return problems


def describe_corpus(segments: Sequence[CodedSegment]) -> dict[str, Any]:
    """Return counts and figures of diversity.

    Args:
        segments: coded.

    Returns:
        Counts per language, topic and stance; shares of implied and of silent segments; the share of word
        pairs that occur in one segment only, of different openings, and the number of voices and situations.
    """
    words = [_words(one.text) for one in segments]
    pairs = Counter(pair for own in words for pair in set(zip(own, own[1:], strict=False)))
    n = max(len(segments), 1)
    return {
        "segments": len(segments),
        "words": sum(map(len, words)),
        "languages": dict(sorted(Counter(one.language for one in segments).items())),
        "topics": dict(sorted(Counter(topic for one in segments for topic in one.topics).items())),
        "stances": dict(sorted(Counter(one.stance for one in segments if one.stance).items())),
        "implied": round(sum(one.is_implied for one in segments) / n, 3),
        "silent": round(sum(not one.topics for one in segments) / n, 3),
        "voices": len({one.voice for one in segments}),
        "situations": len({(one.batch, one.situation) for one in segments}),
        "pairs_met_once": round(sum(count == 1 for count in pairs.values()) / max(len(pairs), 1), 3),
        "different_openings": round(len({own[:OPENING_WORDS] for own in words}) / n, 3),
    }
