"""Which Annex 1 question is asked: by number, by wording, by the answer, and never forced."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.declarations import read_yaml
from tasks.adapters.interviewing import load_question_router, load_speaker_words
from tasks.core.concepts import ConceptWords
from tasks.core.questions import SURE, UNSURE, QuestionCues, QuestionRouter, route_questions
from tasks.core.sources import Turn

FOLDER = Path(__file__).parents[1] / "interviews"
ROUTER = load_question_router()
AREAS = load_speaker_words().areas
LEGAL_ANSWER = (
    "There is a decree of 2014, with terms of reference, internal rules of procedure and a legal mandate for us."
)
MONEY_ANSWER = "The budget line of the ministry pays for the secretariat, and a donor pays the fuel and the meetings."


def talk(*said: str, heading: str = "") -> list[Turn]:
    """Turns of "I: ..." and "R: ...", told apart by the first letter."""
    roles = {"I": "interviewer", "R": "respondent"}
    return [
        Turn(n, roles[line[0]], "", line[3:], 0, len(line) - 3, heading=heading if n == 1 else "")
        for n, line in enumerate(said, start=1)
    ]


def questions(*said: str, heading: str = "") -> list[str]:
    return [turn.annex_question for turn in route_questions(talk(*said, heading=heading), ROUTER, AREAS)]


def wordings(name: str) -> list[tuple[str, str, str]]:
    declared = read_yaml(FOLDER / f"routing_{name}.yaml")
    return [(language, id_, text) for language, own in declared.items() for id_, texts in own.items() for text in texts]


@pytest.mark.parametrize(("name", "least"), [("dev", 0.95), ("held_out", 0.9)])
@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
def test_questions__asked_in_spoken_words__are_told(name, least, language):
    cases = [(id_, text) for own, id_, text in wordings(name) if own == language and id_.startswith("Q")]
    told = [ROUTER.route(text) for _, text in cases]
    right = [best == id_ and confidence >= SURE for (best, confidence), (id_, _) in zip(told, cases, strict=True)]
    assert sum(right) / len(right) >= least


@pytest.mark.parametrize("name", ["dev", "held_out"])
def test_other_talk_and_probes__are_seldom_taken_for_a_question(name):
    forced = [text for _, id_, text in wordings(name) if id_[0] != "Q" and ROUTER.route(text)[1] >= SURE]
    others = [text for _, id_, text in wordings(name) if id_[0] != "Q"]
    assert len(forced) / len(others) <= 0.1


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Q11. And then?", "Q11"),
        ("Question 11 : et ensuite ?", "Q11"),
        ("Pregunta 11 - ¿y eso?", "Q11"),
        ("(Q11) E isso?", "Q11"),
        ("Annex 1, Q11: and that?", "Q11"),
        ("11. How is the MSP funded?", "Q11"),
        ("3. How is the MSP funded?", "Q11"),
        ("Q3. How is the MSP funded?", "Q11"),
    ],
)
def test_number__names_the_question_unless_the_words_clearly_ask_another(text, question):
    told, confidence = ROUTER.route(text)
    assert (told, confidence >= SURE) == (question, True)


def test_area_heading__makes_its_questions_likelier_and_forgets_the_question_above():
    turns = talk("I: And how does that work?", "R: Well.", heading="Area 2: Governance")
    assert [turn.area for turn in route_questions(turns, ROUTER, AREAS)] == [2, 2]


def test_question_heading__tells_the_question_of_what_stands_below():
    assert questions("R: Nobody pays.", heading="How is the MSP funded?") == ["Q11"]


def test_probe__keeps_the_question_and_a_farewell_does_not():
    said = ["I: Who convenes the platform?", "R: We do.", "I: Could you give an example?", "R: Yes.", "I: Thank you very much.", "R: Not at all."]  # fmt: skip
    assert questions(*said) == ["Q4", "Q4", "Q4", "Q4", "", ""]


def test_untold_question__is_told_by_a_clear_answer_at_a_confidence_that_shows_it():
    asked = "I: Regarding the aforementioned arrangement of yours, what would be the state of affairs, in all candour, as matters stand?"
    turns = route_questions(talk(asked, f"R: {MONEY_ANSWER}"), ROUTER, AREAS)
    assert (turns[1].annex_question, turns[1].area) == ("Q11", 2)
    assert 0 < turns[1].question_confidence < SURE
    assert questions(asked, "R: It rained a lot that year.") == ["", ""]


def test_short_aside__does_not_go_back_to_a_question_asked_before():
    said = [
        "I: How is the MSP funded?",
        "R: By us.",
        "I: What are you most proud of?",
        "R: The oil.",
        "I: And resources?",
        "R: More.",
    ]
    assert questions(*said) == ["Q11", "Q11", "Q20", "Q20", "Q20", "Q20"]


def test_probe__that_takes_up_the_words_of_the_answer__keeps_the_question():
    answer = "R: The convener writes a letter, and the carpenters of the district bring their own chairs and benches."
    said = ["I: How often do you meet?", answer, "I: The carpenters bring their own chairs?", "R: They do."]
    assert questions(*said) == ["Q16"] * 4


def test_answer__decides_between_questions_that_the_wording_leaves_open():
    asked = "I: And the rules, or rather the money?"
    assert [questions(asked, f"R: {answer}")[0] for answer in (MONEY_ANSWER, LEGAL_ANSWER)] == ["Q11", "Q6"]


def test_question_that_cannot_be_told__has_no_confidence():
    turns = route_questions(talk("I: Where did you buy that lovely red bicycle with the basket, in which shop and at what time of day?"), ROUTER, AREAS)  # fmt: skip
    assert [(turn.annex_question, turn.question_confidence) for turn in turns] == [("", 0.0)]


def test_routing__of_an_interview__is_fast():
    interview = talk(*[f"{'IR'[n % 2]}: {text}" for n, (_, _, text) in enumerate(wordings("dev"))])
    spent = []
    for _ in range(3):  # other threads of the process may work meanwhile
        fresh = load_question_router.__wrapped__()
        start = time.process_time()
        route_questions(interview, fresh, AREAS)
        spent.append(time.process_time() - start)
    assert len(interview) / min(spent) >= 2_000


@given(st.text(max_size=200))
def test_any_text__gets_a_known_question_or_none_with_a_confidence(text):
    best, confidence = ROUTER.route(text)
    assert best in {"", *(f"Q{n}" for n in range(1, 24))}
    assert 0 <= confidence <= 1
    assert ROUTER.route(text) == (best, confidence)


@given(
    st.lists(st.tuples(st.sampled_from("IR"), st.text(max_size=60), st.sampled_from(["", "Area 2", "Q4"])), max_size=8)
)
def test_any_talk__is_routed_to_known_questions_and_only_told_ones_have_a_confidence(said):
    turns = [turn for role, text, heading in said for turn in talk(f"{role}: {text}", heading=heading)]
    for turn in route_questions(turns, ROUTER, AREAS):
        assert turn.annex_question in {"", *ROUTER.questions}
        assert turn.question_confidence == 0 if turn.annex_question == "" else UNSURE <= turn.question_confidence <= 1


def test_router__without_declarations__tells_nothing():
    router = QuestionRouter(QuestionCues({"Q1": ["one thing"], "Q2": ["another matter"]}, {"Q1": 1, "Q2": 1}))
    assert router.route("one thing")[0] == "Q1"
    assert len(set(router.answered(["one", "thing"]))) == 1
    assert [turn.annex_question for turn in route_questions(talk("R: It rained."), router, AREAS)] == [""]


def test_concepts__are_found_by_word_by_beginning_and_by_phrase():
    words = ConceptWords({"money": ["plata", "financ*", "who pays"], "place": ["in which minist*"]})
    assert words.find("la plata".split()) == {"money"}
    assert words.find("quem financia".split()) == {"money"}
    assert words.find("who pays in which ministries".split()) == {"money", "place"}
    assert words.find("who never pays".split()) == set()


@pytest.mark.parametrize("number", ["Question {}", "Q{}", "{}"])
def test_numbers__of_the_annex__hold_however_they_are_spelled(number):
    asked = {"1": "What does MSP mean in your context?", "4": "Who convenes the MSP?", "16": "How often does it meet?"}
    asked |= {"8": "In which ministry is the focal point?", "12": "So?"}
    turns = [replace(turn, number=number.format(n)) for n, words in asked.items() for turn in talk(f"I: {words}")]
    told = [turn.annex_question for turn in route_questions(turns, ROUTER, AREAS)]
    assert told[:4] == ["Q1", "Q4", "Q16", "Q8"]
    assert number == "{}" or told[4] == "Q12"


def test_numbers__that_count_the_files_own_questions__tell_nothing():
    asked = ("Thank you for your time.", "What does MSP mean in your context?", "Who convenes the MSP?")
    asked += ("In which ministry is the focal point?", "How often does the MSP meet?")
    turns = [
        replace(turn, number=f"Q{number}")
        for number, words in enumerate(asked, start=1)
        for turn in talk(f"I: {words}")
    ]
    told = [turn.annex_question for turn in route_questions(turns, ROUTER, AREAS)]
    assert told[1:] == ["Q1", "Q4", "Q8", "Q16"]
