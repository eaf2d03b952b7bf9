"""What is asked and what stands below it: blank questions, answers that come back or look like page numbers."""

import pytest

from tasks.adapters.interviewing import load_question_router, load_speaker_words
from tasks.core.questions import route_questions
from tasks.core.sources import Block, Layout, SourceText, normalise
from tasks.core.transcripts import Transcript, parse_transcript

WORDS, ROUTER = load_speaker_words(), load_question_router()
ASKED = {
    4: "Who is the current coordinator or convenor of your MSP?",
    8: "In which ministry is the SUN Government Focal Point located?",
    9: "Where is the MSP anchored and at what level?",
    11: "How is the MSP funded?",
    16: "How often do you meet?",
}
SAID = {
    4: "The director of planning convenes us each month.",
    8: "The ministry of health keeps it.",
    9: "It hangs under the prime minister.",
    11: "A UN agency pays the hall and the tea.",
    16: "We met three times this year.",
}


def source(text: str, file: str = "XAA/a.txt") -> SourceText:
    plain, blocks, position = normalise(text), [], 0
    for line in plain.split("\n"):
        if line.strip():
            blocks.append(Block(position, position + len(line), Layout()))
        position += len(line) + 1
    return SourceText(file, "0", plain, tuple(blocks))


def table(*tables: list[list[str]]) -> SourceText:
    """Word tables of rows of cells; a cell of several lines has several paragraphs."""
    text, blocks = "", []
    for number, rows in enumerate(tables):
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                for line in cell.split("\n"):
                    layout = Layout(table=number, table_row=row, table_column=column)
                    blocks.append(Block(len(text), len(text) + len(line), layout))
                    text += f"{line}\n"
    return SourceText("XAA/a.docx", "0", text, tuple(blocks))


def interview(shape: str = "{n}. {asked}\n{said}\n\n", **said: str) -> str:
    """An interview of five questions in one shape; `said` gives other answers, such as q9=""."""
    answers = {n: said.get(f"q{n}", own) for n, own in SAID.items()}
    return "".join(shape.format(n=n, asked=ASKED[n], said=answers[n]) for n in ASKED)


def read(text: str | SourceText) -> Transcript:
    typed = source(text) if isinstance(text, str) else text
    return parse_transcript(typed, WORDS, ROUTER.asks, ROUTER.surely_asked)


def answers(text: str | SourceText) -> dict[str, str]:
    """Question -> what was answered to it."""
    turns = route_questions(read(text).turns, ROUTER, WORDS.areas)
    return {turn.annex_question: turn.text for turn in turns if turn.speaker_role == "respondent"}


SHAPES = {
    "numbers": "{n}. {asked}\n{said}\n\n",
    "mail": "> {n}. {asked}\n\n{said}\n\n",
    "question numbers": "Q{n}. {asked}\n\n{said}\n\n",
    "labels with numbers": "Q{n}: {asked}\nA: {said}\n\n",
    "no numbers": "{asked}\n\n{said}\n\n",
    "labels": "I: {asked}\nR: {said}\n",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
@pytest.mark.parametrize("blank", ["", "(Not asked)", "?"])
def test_question_left_blank__does_not_take_the_next_answer(shape, blank):
    told = answers(interview(shape, q8=blank))
    assert [told[f"Q{n}"] for n in (4, 9, 11, 16)] == [SAID[n] for n in (4, 9, 11, 16)]
    assert told.get("Q8") in (None, blank)


def test_parted_questions__offsets_give_their_words_back():
    text = interview(q8="")
    turns = read(text).turns
    assert [turn.turn_no for turn in turns] == list(range(1, 10))
    assert {text[turn.start_char : turn.end_char] for turn in turns} == {turn.text for turn in turns}
    assert [turn.number for turn in turns if turn.number] == ["4", "8", "9", "11", "16"]


@pytest.mark.parametrize(
    "asked",
    [
        "4. Who is the current coordinator\nor convenor of your MSP?",
        "4. Who is the coordinator?\nAnd since when?",
        "4. Who is the coordinator?\n4.1 And since when?",
        "4. Who is the coordinator?\n1. A ministry?\n2. Somebody else?",
    ],
)
def test_question_of_several_lines__is_one(asked):
    turns = read(interview("I: {n}. {asked}\nR: {said}\n").replace(f"4. {ASKED[4]}", asked)).turns
    assert turns[0].text == asked.removeprefix("4. ")


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
@pytest.mark.parametrize("said", ["We have no such thing here.", "I do not know"])
def test_answer_given_three_times__is_no_running_header(shape, said):
    told = answers(interview(shape, q8=said, q9=said, q16=said))
    assert told == {"Q4": SAID[4], "Q8": said, "Q9": said, "Q11": SAID[11], "Q16": said}


def test_sentence_that_comes_back__within_answers_is_said():
    told = answers(interview("{n}. {asked}\n{said}\nThat is all I know.\n\n"))
    assert all(text.endswith("\nThat is all I know.") for text in told.values())


def test_running_header__between_and_within_answers_is_nobodys():
    head = "SUN interviews - round two"
    text = interview("{n}. {asked}\n{said}\n\n" + head + "\n\n")
    assert list(answers(text).values()) == list(SAID.values())
    assert head not in "".join(answers(interview("I: {asked}\nR: {said}\n" + head + "\nAnd so on.\n")).values())


def test_last_answer__of_two_paragraphs_in_a_table_of_its_own():
    said = {n: f"{own}\nWe have asked for it twice." for n, own in SAID.items()}
    told = answers(table(*([[ASKED[n]], [said[n]]] for n in ASKED)))
    assert list(told.values()) == list(said.values())


def test_last_answer__beside_its_key_below_a_merged_question():
    rows = [row for n in ASKED for row in ([ASKED[n]], ["Answer", SAID[n]])]
    assert list(answers(table(rows)).values()) == list(SAID.values())


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
@pytest.mark.parametrize("said", ["12", "3 / 4", "2017", "Under the prime minister", "(He says: under the PM.)"])
def test_only_line_below_a_question__is_its_answer_whatever_it_looks_like(shape, said):
    assert answers(interview(shape, q9=said)) == {f"Q{n}": own for n, own in (SAID | {9: said}).items()}


def test_number_right_below_a_question__opens_the_answer():
    assert answers(interview(q16="12\nFour of them by telephone."))["Q16"] == "12\nFour of them by telephone."


def test_page_numbers__between_a_question_and_its_answer_are_nobodys():
    text = interview("{n}. {asked}\n\n{said}\n\n")
    for page, n in enumerate((4, 9, 16), start=1):
        text = text.replace(f"{ASKED[n]}\n", f"{ASKED[n]}\n\n{page}\n")
    assert list(answers(text).values()) == list(SAID.values())


def test_remark_in_brackets__between_a_question_and_a_labelled_answer_is_nobodys():
    text = interview("I: {asked}\n(She takes her time to think)\nR: {said}\n")
    assert list(answers(text).values()) == list(SAID.values())


def test_words_in_brackets__behind_a_respondents_label_are_kept_and_stage_directions_are_not():
    told = answers(interview(SHAPES["labels"], q9="[Says it hangs under the PM, off the record]", q16="[inaudible]"))
    assert told["Q9"] == "[Says it hangs under the PM, off the record]"
    assert "Q16" not in told


@pytest.mark.parametrize("lead", ["Q9 and Q10.", "Q9/10.", "Q9bis.", "Additional question."])
@pytest.mark.parametrize("label", ["Answer", "Réponse"])
def test_question_under_another_number__beside_labels_is_asked_and_takes_its_answer(lead, label):
    text = interview("Q{n}. {asked}\n" + label + ": {said}\n\n").replace("Q9.", lead)
    assert answers(text) == {f"Q{n}": own for n, own in SAID.items()}


def test_rhetorical_question__within_a_labelled_answer_stays_there():
    text = interview("I: {asked}\nR: {said}\nAnd why not?\nR: It works.\n")
    said = [turn.text for turn in read(text).turns if turn.speaker_role == "respondent"]
    assert sum(own.endswith("And why not?") for own in said) == len(SAID)


def told(text: str | SourceText) -> dict[str, str]:
    """Code -> what a problem of a file says."""
    return {problem.code: problem.detail for problem in read(text).problems}


def test_numbered_questions_without_an_answer__between_others_are_told():
    assert told(interview(q8="", q11="(Not asked)")) == {
        "T006": "No answer stands below these numbered questions: 8, 11."
    }
    assert told(interview(q4="", q16="")) == {}


def test_running_headers__left_out_are_counted():
    text = interview("{n}. {asked}\n{said}\n\nSUN interviews - round two\n\n")
    assert told(text)["T007"].startswith("5 lines ")


def test_short_speech_that_comes_back__keeps_its_label():
    shape = "Moderator: {asked}\nWoman 1: {said}\nSeveral: Yes, yes.\n"
    said = [turn.text for turn in read(interview(shape)).turns if turn.speaker_role == "respondent"]
    assert said == [own for one in SAID.values() for own in (one, "Yes, yes.")]


def test_answers_of_one_person__below_questions_side_by_side():
    assert list(answers(table([list(ASKED.values()), list(SAID.values())])).values()) == list(SAID.values())


def test_answers_of_several_people__below_questions_side_by_side_are_set_aside():
    sheet = table([list(ASKED.values()), list(SAID.values()), list(SAID.values())])
    assert (read(sheet).turns, list(told(sheet))) == ((), ["T009"])


def test_names_of_columns__are_no_questions_side_by_side():
    assert read(table([[f"q{n}" for n in range(1, 10)], ["Yes."] * 9])).turns == ()


@pytest.mark.parametrize("head", ["Interview {n}", "Entretien n° {n} – préfète", "ENTREVISTA {n}"])
def test_two_interviews_in_a_file__are_told(head):
    both = "".join(f"{head.format(n=n)}\n\n{interview()}" for n in (1, 2))
    assert told(both)["T008"].startswith("The file seems to hold 2 interviews")
    assert "T008" not in told(f"{head.format(n=2)}\n\n{interview()}")
