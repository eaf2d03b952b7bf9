import json

import pytest

from tasks.adapters.declarations import load_codebook
from tasks.core.chat_codings import answer_schema, read_answer, write_codebook

TEXT = "Nobody pays for the hall any more."


def answer(**changed):
    topic = {"topic": "msp_funding", "confidence": 0.9, "words": "pays for the hall"}
    return json.dumps({"topics": [topic | changed.pop("first", {})], "stance": "challenge"} | changed)


def test_answer__in_the_schema__is_a_coding_that_goes_to_review():
    coded = read_answer(answer(), TEXT, load_codebook())
    [topic] = coded.topics
    assert (topic.topic, topic.confidence, topic.tier, coded.stance) == ("msp_funding", 0.9, "all", "challenge")
    assert [TEXT[start:end] for start, end in topic.matched] == ["pays for the hall"]


def test_answer__words_that_were_not_said__are_no_evidence():
    [topic] = read_answer(answer(first={"words": "the donor left"}), TEXT, load_codebook()).topics
    assert topic.matched == ()


@pytest.mark.parametrize(
    "wrong",
    [
        "no json",
        "[]",
        "{}",
        answer(stance="angry"),
        answer(stance=""),
        answer(topics=[]),
        answer(topics="msp_funding"),
        answer(more=1),
        answer(first={"topic": "money"}),
        answer(first={"confidence": 1.5}),
        answer(first={"confidence": True}),
        answer(first={"words": None}),
        answer(first={"reason": "because"}),
    ],
)
def test_answer__outside_the_schema__is_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        read_answer(wrong, TEXT, load_codebook())


def test_prompt__tells_every_code_and_the_schema_allows_no_other():
    codebook = load_codebook()
    prompt = write_codebook(codebook)
    assert all(f"- {code}: " in prompt for code in [*codebook.topics, *codebook.stances])
    topics = answer_schema(codebook)["properties"]["topics"]["items"]
    assert topics["properties"]["topic"]["enum"] == list(codebook.topics)
