"""Measures the readers on files that others wrote without knowing them: interviews and exports with what they hold.

The sets were sealed when they were first read; `first_looks.yaml` keeps those figures. Since then they are ordinary tests.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from tasks.adapters.documents import read_source
from tasks.adapters.interviewing import load_question_router, load_speaker_words
from tasks.adapters.store import Store
from tasks.core.questions import route_questions
from tasks.core.sources import Turn, normalise
from tasks.core.transcripts import parse_transcript
from tasks.ingest import ingest

FOLDER = Path(__file__).parent


def plain(text: str) -> str:
    """Text as it is compared: breaks and kinds of blanks do not count, they differ by program."""
    return " ".join(normalise(text).replace("\u202f", " ").replace("\u00a0", " ").split())


@dataclass
class Recovery:
    """What was found of a set of interviews.

    Attributes:
        turns: in the set.
        found: with the right words and role, in order.
        answers: turns of respondents.
        routed: of those, found with the right question.
        missed: words and roles that were not found, with their file.
    """

    turns: int = 0
    found: int = 0
    answers: int = 0
    routed: int = 0
    missed: list[str] = field(default_factory=list)

    def add(self, file: str, told: list[dict[str, str]], read: tuple[Turn, ...]) -> None:
        """Add an interview."""
        gold = [(turn["role"], plain(turn["text"])) for turn in told]
        ours = [(turn.speaker_role, plain(turn.text)) for turn in read]
        blocks = SequenceMatcher(a=gold, b=ours, autojunk=False).get_matching_blocks()
        pairs = {a + k: b + k for a, b, n in blocks for k in range(n)}
        self.turns += len(gold)
        self.found += len(pairs)
        self.missed += [f"{file}: {role} {words[:80]}" for n, (role, words) in enumerate(gold) if n not in pairs]
        for n, turn in enumerate(told):
            if turn["role"] == "respondent":
                self.answers += 1
                self.routed += n in pairs and read[pairs[n]].annex_question == turn["question"]


def read_interview(path: Path) -> tuple[Turn, ...]:
    """Read an interview as a country's run does, up to the question of each turn."""
    source, _ = read_source(path, f"XAA/{path.name}")
    if source is None:
        return ()
    words, router = load_speaker_words(), load_question_router()
    return route_questions(parse_transcript(source, words, router.asks).turns, router, words.areas)


@cache
def measure_transcripts(folder: Path) -> Recovery:
    """Measure turns and questions over the interviews of a folder, once a process."""
    recovery = Recovery()
    for gold in sorted(folder.glob("*.gold.json")):
        told = json.loads(gold.read_text(encoding="utf-8"))
        recovery.add(told["file"], told["turns"], read_interview(folder / told["file"]))
    return recovery


def measure_exports(folder: Path) -> tuple[int, int, list[str]]:
    """Measure answers over the country folders of a folder.

    Responses that name another country are left out by this program and not counted.

    Returns:
        Answers told and found, and what was found beyond them.
    """
    n_told = n_found = 0
    beyond: list[str] = []
    for gold in sorted(folder.glob("*.gold.json")):
        country = gold.name.removesuffix(".gold.json")
        told = json.loads(gold.read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as home:
            received = ingest(Store(folder, Path(home), Path(home)), country)
        by_response: dict[str, Counter[tuple[str, str, str, str]]] = {}
        for answer in received.answers:
            if answer.missing_reason != "blank":
                by_response.setdefault(answer.interview_id, Counter())[_key(answer)] += 1
        wanted: dict[int, Counter[tuple[str, str, str, str]]] = {}
        for number, question, code, text, reason in told["answers"]:
            if reason != "blank":
                row = (question, "" if reason else code, "" if reason else plain(text), reason)
                wanted.setdefault(number, Counter())[row] += 1
        left = dict(by_response)
        for own in wanted.values():
            best = max(left, key=lambda id_: (own & left[id_]).total(), default="")
            if not best or (own & left[best]).total() < 0.5 * own.total():
                continue  # another country's response, or one sent twice
            n_told += own.total()
            n_found += (own & left[best]).total()
            beyond += [f"{country}: {row}" for row in left.pop(best) - own]
    return n_told, n_found, beyond


def _key(answer) -> tuple[str, str, str, str]:
    said = not answer.missing_reason
    return (
        answer.question_name,
        answer.answer_code if said else "",
        plain(answer.answer_text) if said else "",
        answer.missing_reason,
    )
