"""Loads what is declared about interviews: how speakers are marked and how questions are asked."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from tasks.adapters.declarations import QUESTIONNAIRE, load_rubric, read_yaml
from tasks.adapters.forms import load_form
from tasks.core.questions import QuestionRouter
from tasks.core.speakers import INTERVIEWER, RESPONDENT, SpeakerWords
from tasks.core.spellings import simplify


@cache
def load_speaker_words(folder: Path = QUESTIONNAIRE) -> SpeakerWords:
    """Load how transcripts mark who speaks (speakers.yaml)."""
    declared = read_yaml(folder / "speakers.yaml")
    letters = {letter: role for role in (INTERVIEWER, RESPONDENT) for letter in declared["letters"][role]}
    return SpeakerWords(
        interviewer=_simplified(declared["interviewer"]),
        respondent=_simplified(declared["respondent"]),
        observers=_simplified(declared["observers"]),
        letters=letters,
        numbered_respondent=re.compile(declared["numbered_respondent"]),
        fields=_simplified(declared["fields"]),
        table_headers=_simplified(declared["table_headers"]),
        prompts=tuple(sorted(_simplified(declared["prompts"]))),
        identifying_keys=_simplified(declared["identifying_keys"]),
        public_names=_simplified(declared["public_names"]),
        areas=re.compile(declared["areas"]),
        notices=tuple(sorted(_simplified(declared["notices"]))),
        ends=tuple(sorted(_simplified(declared["ends"]))),
        notes=tuple(sorted(_simplified(declared["notes"]))),
        stage_directions=_simplified(declared["stage_directions"]),
    )


def _simplified(spellings: list[str]) -> frozenset[str]:
    return frozenset(simplify(str(spelling)) for spelling in spellings)


@cache
def load_question_router(folder: Path = QUESTIONNAIRE) -> QuestionRouter:
    """Load the wordings of the Annex 1 questions: the form's labels and the declared paraphrases."""
    form, cues = load_form(folder), read_yaml(folder / "question_cues.yaml")
    areas = load_rubric(folder).questions
    labels = {id_: list(asked.labels.values()) for id_ in areas if (asked := form.question(id_.lower()))}
    wordings = {id_: [*labels.get(id_, ()), *cues.get(id_, ())] for id_ in areas}
    return QuestionRouter(wordings, areas, cues["function_words"])
