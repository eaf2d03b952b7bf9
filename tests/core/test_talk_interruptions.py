"""What interrupts a talk and does not end it: the end of a tape, a probe in brackets amid an answer."""

import pytest
from builders_transcripts import source_of as source
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.interviewing import load_question_router, load_speaker_words
from tasks.core.transcripts import parse_transcript

WORDS, ROUTER = load_speaker_words(), load_question_router()
TALK = [
    ("Who is the current coordinator or convenor of your MSP?", "The director of planning convenes us."),
    ("Where is the MSP anchored and at what level?", "At the prime minister's office."),
    ("How is the MSP funded?", "An agency pays the hall."),
    ("How often does the MSP meet?", "Each quarter."),
]
TURNS = [turn for asked, said in TALK for turn in (("i", asked), ("r", said))]


def told(text: str) -> list[tuple[str, str]]:
    turns = parse_transcript(source(text), WORDS, ROUTER.asks).turns
    return [(turn.speaker_role[0], turn.text) for turn in turns]


ENDS = [
    "End of tape 1",
    "END OF SIDE A",
    "[Recording stopped; resumed after lunch]",
    "Recording stopped, resumed after lunch.",
    "Fin de la cassette 1, face A",
    "Fin de la cinta 1",
    "Fim da fita 1",
]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("shape", ["4. {q}\n{a}\n\n", "{q}\n\n{a}\n\n"], ids=["numbered", "typed"])
def test_end_of_a_tape__amid_a_talk_without_labels__does_not_end_it(end, shape):
    parts = [shape.format(q=asked, a=said) for asked, said in TALK]
    assert told("".join([*parts[:2], f"{end}\n\n", *parts[2:]])) == TURNS


def test_end_of_a_tape__amid_an_answer__does_not_cut_it():
    parts = [f"4. {asked}\n{said}\n\n" for asked, said in TALK]
    text = "".join([parts[0], "End of tape 1\n\nHer deputy does it, too.\n\n", *parts[1:]])
    assert told(text)[:2] == [TURNS[0], ("r", f"{TURNS[1][1]}\nHer deputy does it, too.")]


def test_end_of_the_last_tape__ends_the_talk():
    text = "".join(f"4. {asked}\n{said}\n\n" for asked, said in TALK) + "End of tape 2\n\nTyped on Sunday night."
    assert told(text) == TURNS


@pytest.mark.parametrize("labels", [("I", "R"), ("E", "R"), ("P", "R"), ("Interviewer", "Respondent")])
@pytest.mark.parametrize("brackets", ["[]", "()"])
def test_probes_in_brackets__are_the_interviewers(labels, brackets):
    probes = ["Since when?", "Example?", "Go on.", "Is it written?"]
    i, r = labels
    text = "".join(
        f"{i}: {asked}\n{r}: {said} {brackets[0]}{i}: {probe}{brackets[1]} Yes, it is.\n"
        for (asked, said), probe in zip(TALK, probes, strict=True)
    )
    assert told(text) == [
        turn
        for (asked, said), probe in zip(TALK, probes, strict=True)
        for turn in (("i", asked), ("r", said), ("i", probe), ("r", "Yes, it is."))
    ]


def test_probe_in_brackets__spans_of_turns_hold_their_words():
    plain = source("".join(f"I: {asked}\nR: {said} [I: Since when?] Last year.\n" for asked, said in TALK))
    turns = parse_transcript(plain, WORDS, ROUTER.asks).turns
    assert [plain.text[turn.start_char : turn.end_char] for turn in turns] == [turn.text for turn in turns]


def test_respondents_own_words_in_brackets__stay():
    text = "".join(f"I: {asked}\nR: {said} [Note: he laughed] (R: as ever)\n" for asked, said in TALK)
    assert told(text)[1] == ("r", f"{TALK[0][1]} [Note: he laughed] (R: as ever)")


@given(
    st.lists(st.sampled_from(["I: ", "R: ", "[I: why?] ", "yes. ", "\n", "(E: so?)", "\n\n", "4. ", "?"]), max_size=25)
)
def test_brackets_anywhere__turns_lie_in_the_text_in_order(parts):
    text = source("".join(parts))
    turns = parse_transcript(text, WORDS).turns
    spans = [(turn.start_char, turn.end_char) for turn in turns]
    assert all(0 <= start <= end <= len(text.text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in zip(spans, spans[1:], strict=False))
    assert not any("\u200b" in turn.text for turn in turns)
