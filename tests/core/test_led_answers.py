"""A question and its answer on one line, without a label or a face of its own."""

import pytest
from builders_transcripts import source_of as source

from tasks.adapters.interviewing import load_question_router, load_speaker_words
from tasks.core.transcripts import parse_transcript

WORDS, ROUTER = load_speaker_words(), load_question_router()
ASKED = {
    "en": [
        "Who is the current coordinator or convenor of your MSP?",
        "Where is the MSP anchored and at what level?",
        "How is the MSP funded?",
        "How often does the MSP meet?",
    ],
    "fr": [
        "Qui est actuellement le coordonnateur de votre PMS ?",
        "Où la PMS est-elle ancrée et à quel niveau ?",
        "Comment la PMS est-elle financée ?",
        "À quelle fréquence la PMS se réunit-elle ?",
    ],
    "es": [
        "¿Quién es el coordinador actual de su PMA?",
        "¿Dónde está anclada la PMA y a qué nivel?",
        "¿Cómo se financia la PMA?",
        "¿Con qué frecuencia se reúne la PMA?",
    ],
    "pt": [
        "Quem é o coordenador atual da sua PMP?",
        "Onde está ancorada a PMP e a que nível?",
        "Como é financiada a PMP?",
        "Com que frequência se reúne a PMP?",
    ],
}
SAID = [
    "The director of planning does. She has a deputy.",
    "At the prime minister's. Who else would hold it? Nobody.",
    "By an agency.",
    "Each quarter.",
]


def told(text: str) -> list[tuple[str, str]]:
    turns = parse_transcript(source(text), WORDS, ROUTER.asks).turns
    return [(turn.speaker_role[0], turn.text) for turn in turns]


@pytest.mark.parametrize("shape", ["{n}. {q} {a}\n\n", "{n}) {q} {a}\n", "{q} {a}\n\n", "{n}. {q} – {a}\n"])
@pytest.mark.parametrize("language", ASKED)
def test_question_and_answer_on_one_line__are_parted(language, shape):
    pairs = list(zip((4, 9, 11, 16), ASKED[language], SAID, strict=True))
    text = "".join(shape.format(n=n, q=asked, a=said) for n, asked, said in pairs)
    assert told(text) == [turn for _, asked, said in pairs for turn in (("i", asked), ("r", said))]


def test_prose_that_asks_itself_questions__is_no_talk():
    asked = ["Why so slow?", "And the rain?", "Whose fault was it?", "What then?"]
    assert told("\n\n".join(f"{one} Nobody knew it, and the road stayed closed." for one in asked)) == []
