"""Captions and recognised speech that name nobody: a dash, or only question marks, tell who speaks."""

import json

import pytest

from tasks.adapters.documents import read_source
from tasks.adapters.interviewing import load_question_router, load_speaker_words
from tasks.core.transcripts import Transcript, parse_transcript

WORDS, ROUTER = load_speaker_words(), load_question_router()
TALK = [
    ("Who is the current coordinator or convenor of your MSP?", "The director of planning. She has a deputy."),
    ("Where is the MSP anchored and at what level?", "At the prime minister's office."),
    ("How is the MSP funded?", "An agency pays the hall."),
    ("How often does the MSP meet?", "Each quarter.\nOr so it is written."),
    ("What is needed to further improve the functioning of the MSP?", "Two more people."),
]
TURNS = [turn for asked, said in TALK for turn in (("interviewer", asked), ("respondent", said.replace("\n", " ")))]


def cues(*texts: str) -> str:
    return "".join(f"{n}\n00:{n:02d}:00,000 --> 00:{n:02d}:04,000\n{text}\n\n" for n, text in enumerate(texts, start=1))


def read(tmp_path, text: str, name: str = "talk.srt") -> Transcript:
    (tmp_path / name).write_text(text, encoding="utf-8")
    source, _ = read_source(tmp_path / name, name)
    assert source is not None
    return parse_transcript(source, WORDS, ROUTER.asks)


def told(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker_role, turn.text) for turn in transcript.turns]


@pytest.mark.parametrize("dash", ["- ", "-", "– ", "—"])
@pytest.mark.parametrize("is_shared", [True, False], ids=["two in a cue", "one in a cue"])
def test_captions__whose_speeches_open_with_a_dash__are_a_dialogue(tmp_path, dash, is_shared):
    pairs = [(f"{dash}{asked}", f"{dash}{said}") for asked, said in TALK]
    texts = ["\n".join(pair) for pair in pairs] if is_shared else [text for pair in pairs for text in pair]
    assert told(read(tmp_path, cues(*texts))) == TURNS


def test_captions__with_a_dash_at_the_start_and_words_in_later_cues__go_on(tmp_path):
    texts = [part for asked, said in TALK for part in (f"- {asked}", *(f"- {said}".split("\n")))]
    assert told(read(tmp_path, cues(*texts))) == TURNS


@pytest.mark.parametrize("form", ["captions", "whisper"])
def test_speech_without_any_mark__is_parted_by_its_questions_and_doubted(tmp_path, form):
    said = [text for pair in TALK for text in pair]
    segments = [{"start": 4.0 * n, "text": text} for n, text in enumerate(said)]
    text = cues(*said) if form == "captions" else json.dumps({"segments": segments})
    transcript = read(tmp_path, text, "talk.srt" if form == "captions" else "talk.json")
    assert told(transcript) == TURNS
    assert [problem.code for problem in transcript.problems] == ["T004"]


def test_speech_without_any_mark__that_asks_other_things__is_set_aside(tmp_path):
    said = [part for n in range(6) for part in (f"Did you see the bus number {n}?", "It went by. I saw it.")]
    transcript = read(tmp_path, cues(*said))
    assert (told(transcript), [problem.code for problem in transcript.problems]) == ([], ["T001"])
