"""Who speaks, told from what a file shows and not from declared words; and readings that cannot be right."""

from __future__ import annotations

import pytest

from tasks.adapters.interviewing import load_speaker_words
from tasks.core.reading_doubts import find_doubts
from tasks.core.sources import Block, Layout, Run, SourceText, assemble, compose, normalise
from tasks.core.transcripts import parse_transcript

WORDS = load_speaker_words()
TALK = [
    "Who convenes the platform?",
    "The ministry does, since spring.",
    "And is there a plan for it?",
    "There is one, on paper.",
    "Who pays for the meetings?",
    "The partners do, mostly.",
    "How often do you meet?",
    "Every quarter, more or less.",
    "What should change first?",
    "The budget, without a doubt.",
]
SPEAKERS = ("Orla", "Bantu Sem")


def read(lines: list[str]) -> list[str]:
    text = normalise("\n".join(lines))
    blocks, position = [], 0
    for line in text.split("\n"):
        blocks.append(Block(position, position + len(line), Layout()))
        position += len(line) + 1
    turns = parse_transcript(SourceText("XAA/a.txt", "0", text, tuple(blocks)), WORDS).turns
    return [f"{turn.speaker_role[0]}|{turn.text}" for turn in turns]


EXPECTED = [f"{'ir'[n % 2]}|{text}" for n, text in enumerate(TALK)]
MARKS = {
    "no sign": "{0} {1}",
    "two colons": "{0}:: {1}",
    "semicolon": "{0} ; {1}",
    "guillemet": "{0} » {1}",
    "numbers in brackets": "[{2}] {0}: {1}",
    "numbers with a hash": "#{2} {0}: {1}",
    "numbers with a slash": "{2}/ {0} – {1}",
    "number and time": "({2}) [00:{2:02d}] {0}: {1}",
}


@pytest.mark.parametrize("mark", sorted(MARKS))
def test_labels__of_unknown_words_and_any_mark__take_turns(mark):
    assert read([MARKS[mark].format(SPEAKERS[n % 2], text, n + 1) for n, text in enumerate(TALK)]) == EXPECTED


def test_label_in_a_face_of_its_own__needs_no_sign():
    pieces = [compose([Run(f"{SPEAKERS[n % 2]} ", is_bold=True), Run(text)]) for n, text in enumerate(TALK)]
    turns = parse_transcript(assemble(pieces, "XAA/a.docx", "0"), WORDS).turns
    assert [f"{turn.speaker_role[0]}|{turn.text}" for turn in turns] == EXPECTED


def test_labels_that_both_mean_an_interviewer__give_way_to_who_asks():
    assert read([f"{('Visitor', 'Host')[n % 2]}: {text}" for n, text in enumerate(TALK)]) == EXPECTED


def test_titles_between_questions__and_what_closes_a_record__are_not_said():
    lines = [f"{('Interviewer', 'Respondent')[n % 2]}: {text}" for n, text in enumerate(TALK)]
    lines[4:4] = ["Money and meetings"]
    closing = ["Summary of main points", "The platform meets every quarter.", "Signature: ________"]
    assert read([*lines, *closing]) == EXPECTED
    assert read([*lines, "The sound was poor in the last part."]) == EXPECTED


def test_last_speech__that_goes_on_as_others_do__is_read_whole():
    lines = [f"{('Interviewer', 'Respondent')[n % 2]}: {text}" for n, text in enumerate(TALK)]
    lines[2:2] = ["That is what the decree says."]
    assert read([*lines, "And the meetings, too."])[-1] == f"{EXPECTED[-1]}\nAnd the meetings, too."


def test_reading__that_leaves_labels_in_speeches__is_doubted():
    text = "\n".join(f"{('Zo -', 'Yu -')[n % 2]} {text}" for n, text in enumerate(TALK))
    turns = parse_transcript(SourceText("XAA/a.txt", "0", f"Q: Well?\n{text}", ()), WORDS).turns
    assert turns == ()
    assert find_doubts(turns, 200, lambda said: "?" in said) == (
        "nobody asks or nobody answers",
        "there are hardly any turns",
        "most words stand outside of the turns",
    )
