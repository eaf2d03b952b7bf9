"""Loads what is declared about records: how speakers are marked, questions asked, quoting limited, documents headed."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.adapters.declarations import QUESTIONNAIRE, load_rubric, read_yaml
from tasks.adapters.forms import load_form
from tasks.core.document_headers import HeaderWords
from tasks.core.question_classifiers import ClassWeights
from tasks.core.questions import ELSEWHERE, PROBES, QuestionCues, QuestionRouter, QuestionWeights, learn_questions
from tasks.core.speakers import INTERVIEWER, RESPONDENT, SpeakerWords
from tasks.core.spellings import Spellings, simplify
from tasks.core.spoken_limits import LimitWords, compile_limits

QUESTION_WEIGHTS = "question_weights.npz"
ROUTING_BATCHES = ("1", "2")
"""Batches of the corpus to learn from; the others are kept for measuring."""
LONGEST_PROBE_WORDS = 8
"""What the corpus calls no Annex 1 question is a probe up to this length, else other talk."""


@cache
def load_speaker_words(folder: Path = QUESTIONNAIRE) -> SpeakerWords:
    """Load how transcripts mark who speaks (speakers.yaml)."""
    declared = read_yaml(folder / "speakers.yaml")
    letters = {letter: role for role in (INTERVIEWER, RESPONDENT) for letter in declared["letters"][role]}
    return SpeakerWords(
        interviewer=_simplified(declared["interviewer"]),
        respondent=_simplified(declared["respondent"]),
        observers=_simplified(declared["observers"]),
        interpreters=_simplified(declared["interpreters"]),
        letters=letters,
        numbered_respondent=re.compile(declared["numbered_respondent"]),
        fields=_simplified(declared["fields"]),
        table_headers=_simplified(declared["table_headers"]),
        prompts=tuple(sorted(_simplified(declared["prompts"]))),
        identifying_keys=_simplified(declared["identifying_keys"]),
        public_names=_simplified(declared["public_names"]),
        areas=re.compile(declared["areas"]),
        interviews=re.compile(declared["interviews"]),
        meetings=re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, declared['meetings']))})\s", re.IGNORECASE),
        notices=tuple(sorted(_simplified(declared["notices"]))),
        messengers=tuple(sorted(_simplified(declared["messengers"]))),
        ends=tuple(sorted(_simplified(declared["ends"]))),
        closings=_simplified(declared["closings"]),
        chat=re.compile(declared["chat"], re.IGNORECASE),
        notes=tuple(sorted(_simplified(declared["notes"]))),
        stage_directions=_simplified(declared["stage_directions"]),
        legends=_simplified(declared["legends"]),
        record_names=tuple(sorted(_simplified(declared["record_names"]))),
        takers=tuple(sorted(_simplified(declared["takers"]))),
        own_remarks=_simplified(declared["own_remarks"]),
        other_records=tuple(sorted(_simplified(declared["other_records"]))),
        question_marks=_simplified(declared["question_marks"]),
        answer_marks=_simplified(declared["answer_marks"]),
        people_marks=_simplified(declared["people_marks"]),
        breaks=tuple(sorted(_simplified(declared["breaks"]))),
        area_names={
            simplify(name): area["id"]
            for area in read_yaml(folder / "rubric.yaml")["areas"]
            for name in (area["name"], *area["label"].values())
        },
        annexes=tuple(sorted(_simplified(declared["annexes"]))),
    )


@cache
def load_limit_words(folder: Path = QUESTIONNAIRE) -> LimitWords:
    """Load how respondents limit how they may be quoted (spoken_limits.yaml)."""
    return compile_limits(read_yaml(folder / "spoken_limits.yaml"))


def _simplified(spellings: list[str]) -> frozenset[str]:
    return frozenset(simplify(str(spelling)) for spelling in spellings)


@cache
def load_question_router(folder: Path = QUESTIONNAIRE) -> QuestionRouter:
    """Load how Annex 1 questions are asked and answered, with the weights learnt from it if they are still right."""
    return QuestionRouter(load_question_cues(folder), _read_question_weights(folder / QUESTION_WEIGHTS))


def load_question_cues(folder: Path = QUESTIONNAIRE) -> QuestionCues:
    """Load how the Annex 1 questions are asked and answered.

    Wordings are the form's labels and those of question_cues.yaml; more to learn from stands in question_wordings/ and,
    as far as it is there, in the corpus of the theme coder.
    """
    form, cues = load_form(folder), read_yaml(folder / "question_cues.yaml")
    areas = load_rubric(folder).questions
    labels = {id_: list(asked.labels.values()) for id_ in areas if (asked := form.question(id_.lower()))}
    spoken: dict[str, list[str]] = {}
    for path in sorted((folder / "question_wordings").glob("*.yaml")):
        for id_, lines in read_yaml(path).items():
            spoken.setdefault(id_, []).extend(lines.splitlines())
    answers: dict[str, list[str]] = {}
    for path in sorted((folder / "coder" / "corpus" / "segments").glob("*.jsonl")):
        if path.stem.rpartition("-")[2] in ROUTING_BATCHES:
            for segment in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
                question = segment["annex_question"]
                is_short = len(segment["question"].split()) <= LONGEST_PROBE_WORDS
                spoken.setdefault(question or (PROBES if is_short else ELSEWHERE), []).append(segment["question"])
                answers.setdefault(question, []).append(segment["text"])
    return QuestionCues(
        wordings={id_: [*labels.get(id_, ()), *cues["wordings"].get(id_, ())] for id_ in areas},
        areas=areas,
        function_words=cues["function_words"],
        concepts=cues["concepts"],
        other_wordings=cues["other_wordings"],
        spoken=spoken,
        answers={id_: answers.get(id_, []) for id_ in areas},
    )


def store_question_weights(folder: Path = QUESTIONNAIRE) -> Path:
    """Learn from the cues of a questionnaire and keep the weights beside them, so that they need not be learnt again.

    Returns:
        The file: the same cues give the same bytes.
    """
    learnt = learn_questions(load_question_cues(folder))
    arrays: dict[str, Any] = {"checksum": _as_bytes([learnt.checksum])}
    for name, weights in (("asking", learnt.asking), ("answering", learnt.answering)):
        arrays[f"{name}_classes"] = _as_bytes(weights.classes)
        arrays[f"{name}_features"] = _as_bytes(weights.uses)
        arrays[f"{name}_uses"] = np.array([weights.examples, *weights.uses.values()], dtype="<i4")
        arrays[f"{name}_weights"] = weights.weights
    path = folder / QUESTION_WEIGHTS
    np.savez(path, **arrays)
    return path


def _read_question_weights(path: Path) -> QuestionWeights | None:
    """Read stored weights; None without a file, or of one that cannot be read."""
    try:
        with np.load(path) as stored:
            asking, answering = (_read_class_weights(stored, name) for name in ("asking", "answering"))
            return QuestionWeights(asking, answering, _as_texts(stored["checksum"])[0])
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
        return None


def _read_class_weights(stored: Mapping[str, NDArray[Any]], name: str) -> ClassWeights:
    examples, *uses = stored[f"{name}_uses"].tolist()
    features = dict(zip(_as_texts(stored[f"{name}_features"]), uses, strict=True))
    return ClassWeights(_as_texts(stored[f"{name}_classes"]), features, examples, stored[f"{name}_weights"])


def _as_bytes(texts: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def _as_texts(array: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(array.tobytes().decode().split("\n"))


@cache
def load_header_words(folder: Path = QUESTIONNAIRE) -> HeaderWords:
    """Load how documents say what they are and how long they bind (documents.yaml)."""
    declared = read_yaml(folder / "documents.yaml")

    def phrases(spellings: list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(simplify(spelling) for spelling in spellings))

    return HeaderWords(
        kinds={phrase: kind for kind, spellings in declared["kinds"].items() for phrase in phrases(spellings)},
        english=_simplified(declared["english"]),
        romance=_simplified(declared["romance"]),
        ends_of_head=_simplified(declared["ends_of_head"]),
        letterhead=phrases(declared["letterhead"]),
        goes_on=phrases(declared["goes_on"]),
        dated_title=phrases(declared["dated"]["title"]),
        dated_text=phrases(declared["dated"]["text"]),
        valid_from=phrases(declared["valid"]["from"]),
        valid_to=phrases(declared["valid"]["to"]),
        valid_since=phrases(declared["valid"]["since"]),
        periods=phrases(declared["valid"]["period"]),
        running=frozenset(declared["running"]),
        in_force=Spellings({"yes": declared["in_force"], "no": declared["not_in_force"]}),
        ended=tuple(word for word in phrases(declared["not_in_force"]) if len(word) > len("não")),
    )
