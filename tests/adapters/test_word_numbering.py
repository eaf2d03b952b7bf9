"""Numbers that Word writes before paragraphs: the questions' where a list counts all of them, else nobody's."""

import docx
import pytest

from tasks.adapters.documents import read_source
from tasks.adapters.interviewing import load_question_router, load_speaker_words
from tasks.core.questions import route_questions
from tasks.core.sources import SourceText
from tasks.core.transcripts import parse_transcript

WORDS, ROUTER = load_speaker_words(), load_question_router()
SAID = {
    1: "It is the table where we sit together.",
    4: "The director of planning convenes us each month.",
    9: "It is attached to the prime minister's office.",
    16: "We met three times in the last twelve months.",
}
CUES = {1: "Meaning of MSP", 4: "Coordinator", 8: "SUN focal point ministry", 9: "Anchorage", 16: "Meetings"}


def read(tmp_path, document) -> SourceText:
    document.save(str(tmp_path / "a.docx"))
    source, _ = read_source(tmp_path / "a.docx", "a.docx")
    assert source is not None
    return source


def answers(source: SourceText) -> list[tuple[str, str]]:
    turns = parse_transcript(source, WORDS, ROUTER.asks).turns
    routed = route_questions(turns, ROUTER, WORDS.areas, WORDS.area_of)
    return [(turn.annex_question, turn.text) for turn in routed if turn.speaker_role == "respondent"]


def test_numbered_list__is_counted_and_bullets_are_not(tmp_path):
    document = docx.Document()
    for style in ("List Number", "List Bullet", "Normal", "List Number"):
        document.add_paragraph("Words.", style=style)
    assert [block.layout.list_number for block in read(tmp_path, document).blocks] == [1, None, None, 2]


@pytest.mark.parametrize("head", ["", "Notes of the conversation with a union"])
@pytest.mark.parametrize("blank", ["", "(not discussed)"])
def test_list_of_all_questions__of_which_some_were_not_asked__tells_each_answer(tmp_path, head, blank):
    document = docx.Document()
    document.add_paragraph(head)
    for number in range(1, 24):
        document.add_paragraph(CUES.get(number, "Topic"), style="List Number")
        document.add_paragraph(SAID.get(number, blank))
    assert answers(read(tmp_path, document)) == [(f"Q{number}", said) for number, said in SAID.items()]


def test_list_of_all_answers__has_the_questions_numbers(tmp_path):
    document = docx.Document()
    document.add_paragraph("In the order of the questions")
    for number in range(1, 24):
        document.add_paragraph(SAID.get(number, "Nothing to say on this."), style="List Number")
    told = answers(read(tmp_path, document))
    assert [question for question, _ in told] == [f"Q{number}" for number in range(1, 24)]
    assert {said for question, said in told if question == "Q9"} == {SAID[9]}


def test_list_of_own_points__is_no_list_of_answers(tmp_path):
    document = docx.Document()
    for said in SAID.values():
        document.add_paragraph(said, style="List Number")
    assert answers(read(tmp_path, document)) == []
