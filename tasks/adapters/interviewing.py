"""Loads what is declared about records: how speakers are marked, questions asked, and documents headed."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from tasks.adapters.declarations import QUESTIONNAIRE, load_rubric, read_yaml
from tasks.adapters.forms import load_form
from tasks.adapters.nlp import LANGUAGES
from tasks.core.document_headers import HeaderWords
from tasks.core.questions import QuestionCues, QuestionRouter
from tasks.core.speakers import INTERVIEWER, RESPONDENT, SpeakerWords
from tasks.core.spellings import Spellings, simplify


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
        closings=_simplified(declared["closings"]),
        chat=re.compile(declared["chat"], re.IGNORECASE),
        notes=tuple(sorted(_simplified(declared["notes"]))),
        stage_directions=_simplified(declared["stage_directions"]),
    )


def _simplified(spellings: list[str]) -> frozenset[str]:
    return frozenset(simplify(str(spelling)) for spelling in spellings)


@cache
def load_question_router(folder: Path = QUESTIONNAIRE) -> QuestionRouter:
    """Load the wordings of the Annex 1 questions: the form's labels, declared paraphrases, and words of answers."""
    form, cues = load_form(folder), read_yaml(folder / "question_cues.yaml")
    areas = load_rubric(folder).questions
    labels = {id_: list(asked.labels.values()) for id_ in areas if (asked := form.question(id_.lower()))}
    lexicons = [read_yaml(folder / "lexicon" / f"topics_{language}.yaml") for language in LANGUAGES]
    topics = read_yaml(folder / "topic_rules.yaml")["asked_topics"]
    return QuestionRouter(
        QuestionCues(
            wordings={id_: [*labels.get(id_, ()), *cues["wordings"].get(id_, ())] for id_ in areas},
            areas=areas,
            function_words=cues["function_words"],
            concepts=cues["concepts"],
            other_wordings=cues["other_wordings"],
            answer_words={
                topic: [phrase for lexicon in lexicons for phrase in lexicon.get(topic, ())]
                for topic in dict.fromkeys(topic for own in topics.values() for topic in own)
            },
            answer_topics=topics,
        )
    )


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
