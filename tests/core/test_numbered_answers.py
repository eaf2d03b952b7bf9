"""Answers under the numbers of the questions, without the questions: the shape that the interview guide asks for."""

import pytest
from builders_transcripts import source_of as source

from tasks.adapters.interviewing import load_question_router, load_speaker_words
from tasks.core.questions import route_questions
from tasks.core.sources import Block, Layout, SourceText, Turn
from tasks.core.transcripts import parse_transcript

WORDS, ROUTER = load_speaker_words(), load_question_router()
SAID = {
    1: "It is the table where everybody who touches nutrition sits together with the ministries.",
    4: "The director of planning convenes us each month, and her deputy writes the invitations.",
    9: "It is attached to the office of the prime minister, through a small unit on the third floor.",
    11: "A United Nations agency pays the hall and the tea, and the treasury pays the salaries.",
    16: "We met three times in the last twelve months, although it should be each quarter.",
    22: "Give the secretariat two people who do nothing else, and a line in the next budget.",
}
ANSWERS = [(f"Q{number}", said) for number, said in SAID.items()]


def table(*rows: tuple[str, ...]) -> SourceText:
    text, blocks = "", []
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            blocks.append(Block(len(text), len(text) + len(cell), Layout(table=1, table_row=row, table_column=column)))
            text += f"{cell}\n"
    return SourceText("XAA/05.csv", "0", text, tuple(blocks))


def routed(text: SourceText, *, is_notes: bool = False) -> tuple[Turn, ...]:
    turns = parse_transcript(text, WORDS, ROUTER.asks, is_notes=is_notes).turns
    return route_questions(turns, ROUTER, WORDS.areas)


def answers(text: SourceText, *, is_notes: bool = False) -> list[tuple[str, str]]:
    turns = routed(text, is_notes=is_notes)
    return [(turn.annex_question, turn.text) for turn in turns if turn.speaker_role == "respondent"]


def numbered(shape: str, said: dict[int, str] = SAID) -> str:
    return "".join(shape.format(q=number, a=own) for number, own in said.items())


@pytest.mark.parametrize(
    "shape",
    [
        "Q{q}.\n{a}\n\n",
        "Q{q}: {a}\n",
        "Q{q} : {a}\n",
        "Q {q} – {a}\n",
        "Question {q}\n{a}\n\n",
        "Question n° {q} :\n{a}\n\n",
        "Pregunta {q}: {a}\n",
        "Pergunta {q} – {a}\n\n",
        "P{q}: {a}\n",
        "R{q}: {a}\n",
        "Respuesta {q}: {a}\n",
    ],
)
def test_answers_under_named_numbers__are_read_without_the_questions(shape):
    assert answers(source(numbered(shape))) == ANSWERS


@pytest.mark.parametrize("head", ["Interview notes, 3 March\n\n", "Réponses au questionnaire de l’annexe 1\n\n"])
@pytest.mark.parametrize("shape", ["{q}. {a}\n\n", "{q}) {a}\n\n", "{q} – {a}\n\n"])
def test_answers_under_bare_numbers__told_to_be_answers__are_read(head, shape):
    assert answers(source(head + numbered(shape))) == ANSWERS


def test_answers_under_bare_numbers__of_a_file_that_the_register_calls_notes__are_read():
    text = source(numbered("{q}. {a}\n\n"))
    assert (answers(text), answers(text, is_notes=True)) == ([], ANSWERS)


@pytest.mark.parametrize("header", [("N.º", "Respuesta"), ("N°", "Réponse"), ("No", "Answer"), ("N.º", "Resposta")])
@pytest.mark.parametrize("mark", ["{}", "Q{}"])
def test_table_of_numbers_and_answers__is_read(header, mark):
    assert answers(table(header, *((mark.format(number), said) for number, said in SAID.items()))) == ANSWERS


def test_number_without_an_answer__does_not_take_the_next_one():
    text = numbered("Q{q}.\n{a}\n\n").replace("Q9.", "Q5.\n\nQ8. –\n\nQ9.")
    assert answers(source(text)) == ANSWERS


OWN_POINTS = dict(enumerate([said for number, said in SAID.items() if number > 1], start=1))


@pytest.mark.parametrize("shape", ["{q}. {a}\n\n", "Q{q}: {a}\n\n"])
def test_points_that_count_from_one__answer_other_questions__are_kept_without_a_question(shape):
    text = source("Interview notes, 3 March\n\n" + numbered(shape, OWN_POINTS))
    assert answers(text) == [("", said) for said in OWN_POINTS.values()]


def test_first_questions_of_the_annex__whose_answers_agree__are_read():
    first = {
        1: SAID[1],
        2: "A chair who is respected, a plan that people can read in one sitting, and honest minutes.",
        3: "We joined because we wanted to hear early what the ministry intends, and to apply for its funds.",
        4: SAID[4],
        5: "There is a workplan of eleven pages with a cost for each line, revised in the dry season.",
    }
    text = source("Interview notes, 3 March\n\n" + numbered("{q}. {a}\n\n", first))
    assert answers(text) == [(f"Q{number}", said) for number, said in first.items()]


@pytest.mark.parametrize(
    "text",
    [
        numbered("{q}. {a}\n\n", OWN_POINTS),
        numbered("R{q}: {a}\n", OWN_POINTS),
        "Minutes of the meeting\n\n" + numbered("{q}. {a}\n\n"),
        "Plan of the year\n\nQ1: Train districts.\nQ2: Meet ministers.\nQ3: Buy vehicles.\nQ4: Report.\n",
    ],
    ids=["own points", "people of a group", "minutes", "quarters"],
)
def test_numbers_of_something_else__nobody_answers(text):
    assert routed(source(text)) == ()


def test_numbered_respondents_of_a_group__stay_people():
    talk = zip((1, 2, 3, 1, 2), SAID.values(), strict=False)
    text = "".join(f"Moderator: What do you say to that?\nR{n}: {said}\n" for n, said in talk)
    speakers = [turn.speaker for turn in routed(source(text)) if turn.speaker_role == "respondent"]
    assert speakers == ["R1", "R2", "R3", "R1", "R2"]


@pytest.mark.parametrize("labels", [("P", "R"), ("Pregunta ", "Respuesta "), ("Q", "A")])
def test_numbered_questions_and_answers_without_question_marks__are_both_read(labels):
    asked, told = labels
    text = "".join(f"{asked}{n}: Tell me about this matter.\n{told}{n}: {said}\n" for n, said in SAID.items())
    roles = [turn.speaker_role for turn in routed(source(text))]
    assert roles == ["interviewer", "respondent"] * len(SAID)


def test_number_above_the_last_question__has_no_question():
    text = numbered("Q{q}: {a}\n") + "Q25: Nobody wrote to us since.\n"
    assert answers(source(text)) == [*ANSWERS, ("", "Nobody wrote to us since.")]


def test_label_of_an_answer_under_a_number__is_not_said():
    assert answers(source("Interview notes\n\n" + numbered("P{q}. The matter\nR: {a}\n\n"))) == ANSWERS


def test_header_of_a_survey_export__holds_no_answers():
    head, first = [f"q{n}" for n in range(1, 10)], [f"answer number {n}" for n in range(1, 10)]
    assert routed(table(tuple(head), tuple(first))) == ()


def test_headings_that_are_the_numbers_of_questions__raise_no_doubt():
    text, layout = "", Layout(is_heading=True)
    blocks = []
    for number, said in SAID.items():
        for line, own in ((f"Q{number}", layout), (said, Layout())):
            blocks.append(Block(len(text), len(text) + len(line), own))
            text += f"{line}\n"
    transcript = parse_transcript(SourceText("XAA/a.docx", "0", text, tuple(blocks)), WORDS, ROUTER.asks)
    assert (len(transcript.turns), transcript.problems) == (2 * len(SAID), ())
