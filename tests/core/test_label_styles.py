"""A label is told by its coming back in turns, whatever its words, its sign and what a tool writes before it."""

import random
import time

import pytest
from builders_transcripts import LABELS, LETTERS, NAMES, Told, ten_interviews

from tasks.adapters.interviewing import load_question_router, load_speaker_words
from tasks.core.sources import Block, SourceText, normalise
from tasks.core.transcripts import parse_transcript

WORDS, ROUTER = load_speaker_words(), load_question_router()
POSTS = {
    "en": [("Evaluator", "Permanent Secretary"), ("Me", "Her"), ("RA", "IDI-12"), ("S. Kapoor", "Dr. Tamang")],
    "fr": [("Consultante", "Point focal"), ("Moi", "Lui"), ("ENQ.", "INF."), ("Aïcha", "M. Traoré")],
    "es": [("Evaluadora", "Alcalde"), ("Yo", "Ella"), ("MG", "LP"), ("Lucía", "Ing. Quispe")],
    "pt": [("Avaliadora", "Ponto focal"), ("Eu", "Ele"), ("JS", "MC"), ("Inês", "Dr. Tavares")],
}
SIGNS = (": ", " : ", ":", ":\t", " - ", " – ", " — ", ".- ", " | ", " => ", " >> ", ") ", "/ ", ":\n", "\n", "\t")
STAMPS = ("", "[{:02d}:07] ", "({:02d}:07) ", "00:{:02d}:07 ", "00:{:02d}:07 --> 00:{:02d}:09 ")
COUNTS = ("", "", "{}. ", "{:03d}  ", "- ")


def write(told: Told, labels: tuple[str, str], sign: str, stamp: str, count: str) -> str:
    turns = [
        stamp.format(number, number) + count.format(number + 1) + labels[role == "respondent"] + sign + "\n".join(said)
        for number, (role, said) in enumerate(told.turns)
    ]
    return "\n\n".join(turns) + "\n"


def turns_of(text: str) -> list[tuple[str, str]]:
    plain, blocks, position = normalise(text), [], 0
    for line in plain.split("\n"):
        if line.strip():
            blocks.append(Block(position, position + len(line.rstrip())))
        position += len(line) + 1
    source = SourceText("XAA/a.txt", "0", plain, tuple(blocks))
    turns = parse_transcript(source, WORDS, ROUTER.asks).turns
    return [(turn.speaker_role, " ".join(turn.text.split())) for turn in turns]


def draw(seed: int) -> tuple[Told, tuple[tuple[str, str], str, str, str]]:
    """An interview and a style; nobody types a bullet before a label that a dash or nothing ends."""
    chance = random.Random(seed)
    told = chance.choice([one for one in ten_interviews() if len(one.turns) >= 8])
    pairs = [LABELS[told.language], LETTERS[told.language], NAMES[told.language], *POSTS[told.language]]
    sign, count = chance.choice(SIGNS), chance.choice(COUNTS)
    count = "" if count == "- " and sign.strip() in ("-", "–", "—", ".-", "") else count
    return told, (chance.choice(pairs), sign, chance.choice(STAMPS), count)


@pytest.mark.parametrize("seed", range(400))
def test_label__of_any_style__is_a_speaker(seed):
    told, style = draw(seed)
    expected = [(role, " ".join(" ".join(said).split())) for role, said in told.turns]
    assert turns_of(write(told, *style)) == expected, style


@pytest.mark.parametrize(
    "text",
    [
        "9" * 100_000,
        "A" + " " * 100_000 + "9x",
        "A" + "\t" * 100_000 + "9x",
        "Ab: " * 25_000,
        "the same line here\n" * 10_000,
        "Ann\nhello?\nBob\nyes\n" * 2_000,
        "\n".join(f"{number} I: x?" for number in range(5_000)),
        "[00:01] " * 20_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_line__of_any_length__is_read_in_time(text):
    began = time.process_time()
    turns_of(text)
    assert time.process_time() - began < 10
