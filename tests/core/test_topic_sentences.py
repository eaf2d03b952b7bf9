"""A passage that mixes trouble, results and wishes is told of each topic as its own sentences tell it."""

import pytest

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.scope_words import load_trends
from tasks.core.brief_evidence import Passage, choose_passages, with_topic_stances
from tasks.core.evidence_doubts import compile_doubts
from tasks.core.topic_sentences import Weighed, stances_by_topic, telling_sentence, weigh_sentences

DOUBTS = compile_doubts(read_yaml(QUESTIONNAIRE / "evidence_doubts.yaml"))
MIXED = {
    "en": (["Trained staff leave us, always.", "The monthly session is held by video."], ("staff", "session")),
    "fr": (["Les agents formés manquent partout.", "La session mensuelle se tient à distance."], ("agents", "session")),
    "es": (["Faltan técnicos formados.", "La sesión mensual se hace a distancia."], ("técnicos", "sesión")),
    "pt": (["Faltam técnicos formados.", "A sessão mensal faz-se à distância."], ("técnicos", "sessão")),
}


@pytest.mark.parametrize("language", MIXED)
def test_difficulty__of_one_topic__is_none_of_another_whose_sentences_show_no_trouble(language):
    sentences, (staff, session) = MIXED[language]
    if language == "en":
        sentences = ["Trained staff are missing.", sentences[1]]
    words = {"capacity_building": staff, "meetings": session}
    assert stances_by_topic(sentences, "challenge", words, DOUBTS) == {"meetings": "description"}
    assert stances_by_topic(sentences[:1], "challenge", words, DOUBTS) == {}
    assert stances_by_topic(sentences, "challenge", {"meetings": session}, DOUBTS) == {}


@pytest.mark.parametrize(
    ("trouble", "wish", "word"),
    [
        ("Nobody reads the text.", "There should be a law.", "law"),
        ("Personne ne lit le texte.", "Il faudrait une loi.", "loi"),
        ("Nadie lee el texto.", "Hace falta una ley.", "ley"),
        ("Ninguém lê o texto.", "É preciso uma lei.", "lei"),
    ],
)
def test_wish__in_a_passage_of_trouble__is_told_as_a_recommendation_on_its_topic(trouble, wish, word):
    words = {"operating_framework": trouble.split()[-1].rstrip("."), "anchoring": word}
    assert stances_by_topic([trouble, wish], "challenge", words, DOUBTS) == {"anchoring": "recommendation"}


def test_result__is_none_of_a_topic_whose_sentences_are_all_trouble():
    told = ["The budget increased by half.", "The districts never meet."]
    words = {"resource_mobilization": "budget", "subnational": "districts"}
    assert stances_by_topic(told, "achievement", words, DOUBTS) == {"subnational": "description"}


def test_passage__is_chosen_for_the_topic_whose_sentences_have_its_stance():
    text = "Trained staff are missing. The monthly session is held by video, all year round."
    words = {"capacity_building": "staff", "meetings": "session"}
    topics = dict.fromkeys(words, 0.9)
    said = Passage(
        "s-1", "i-1", "un", "verbatim", text, 0, len(text), "en", topics, "challenge", (), True, words_of=words
    )
    (told,) = with_topic_stances([said], DOUBTS)
    assert choose_passages([told], ["meetings"], ("challenge",), 1, is_used=lambda _: False) == []
    assert choose_passages([told], ["capacity_building"], ("challenge",), 1, is_used=lambda _: False) == [told]
    assert choose_passages([told], ["meetings"], ("description",), 1, is_used=lambda _: False) == [told]


@pytest.mark.parametrize(("is_by_person", "stances"), [(False, {"action_plan": "description"}), (True, {})])
def test_stance__that_a_person_confirmed__is_overruled_by_no_list_of_words(is_by_person, stances):
    text = "The money comes late and the hall is not paid. The plan was shared with all ministries in May."
    words = {"msp_funding": "money", "action_plan": "plan"}
    said = Passage(
        "s-1", "i-1", "un", "verbatim", text, 0, len(text), "en", dict.fromkeys(words, 0.9), "challenge", (), True,
        words_of=words, is_by_person=is_by_person,
    )  # fmt: skip
    (told,) = with_topic_stances([said], DOUBTS)
    assert told.stances == stances
    assert told.tells(("challenge",), ["action_plan"]) == is_by_person


@pytest.mark.parametrize(
    ("sentences", "told"),
    [
        (["Wasting fell from 9 to 6 percent.", "It took years and many talks."], "Wasting fell from 9 to 6 percent."),
        (["Did the budget rise in 2024?", "We hope that it is 5 million."], ""),
        (["The three laws were never adopted."], ""),
        (["On a obtenu une ligne de 3 millions.", "Bien."], "On a obtenu une ligne de 3 millions."),
        (["Se aprobó el presupuesto de 2025.", "Nada más."], "Se aprobó el presupuesto de 2025."),
        (["Conseguimos a lei em 2025.", "[…] a lei em 2025 também saiu."], "Conseguimos a lei em 2025."),
    ],
)
def test_sentence_that_tells_a_result__is_neither_asked_hoped_nor_denied(sentences, told):
    assert telling_sentence([Weighed(one, 1) for one in sentences], "achievement", DOUBTS) == told


def test_sentence__belongs_to_the_topic_of_which_most_words_stand_in_it():
    words = {"implementation": "stunting rate | stunting", "resource_mobilization": "rate | budget"}
    (fell,) = weigh_sentences(["The stunting rate fell."], "resource_mobilization", words)
    assert (fell.weight, fell.is_of_it_most) == (1, False)
    (own,) = weigh_sentences(["The stunting rate fell."], "implementation", words)
    assert (own.weight, own.is_of_it_most) == (2, True)


@pytest.mark.parametrize(
    "text",
    [
        "Saying that it was the platform is a stretch.",
        "Dire que c’est la plateforme est exagéré.",
        "No voy a decir que fue la plataforma.",
        "Dizer que foi a plataforma é abuso.",
    ],
)
def test_credit__that_is_refused_to_the_platform__is_no_result_of_it(text):
    assert DOUBTS.is_denied(text)


@pytest.mark.parametrize(
    "text",
    [
        "The budget fell by 40 percent in 2023.",
        "In 2021 the fund was closed.",
        "In 2022 the decree was repealed.",
        "We met 2 times out of 12.",
        "Le budget est tombé de 10 à 4 millions.",
        "Nous avons tenu 2 réunions sur 12.",
        "En 2022 se derogó el decreto ministerial.",
        "Em 2022 o decreto foi revogado.",
        "Stunting rose from 21 to 30 percent.",
        "El presupuesto bajó de 10 a 4 millones.",
        "A desnutrição subiu de 21 para 30 por cento.",
        "The number of members fell from 30 to 12.",
    ],
)
def test_figure__beside_what_fell_was_closed_or_got_worse__is_no_result(text):
    assert telling_sentence([turned(text)], "achievement", DOUBTS) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Stunting fell from 30 to 21 percent.",
        "La desnutrición disminuyó de 30 a 21 por ciento.",
        "The budget rose from 2 to 5 million.",
        "Fourteen districts have 28 trained staff.",
        "The old decree was repealed and in 2022 a law was adopted.",
    ],
)
def test_figure__of_what_got_better_or_is_there__is_a_result(text):
    assert telling_sentence([turned(text)], "achievement", DOUBTS) == text


def test_result__that_words_of_success_tell__comes_before_one_that_a_figure_tells():
    told = [Weighed("It is 5 million in 2024.", 3), Weighed("The law on nutrition was adopted by both houses.", 1)]
    assert telling_sentence(told, "achievement", DOUBTS) == told[1].text


def turned(text: str) -> Weighed:
    """A sentence with what any language's words tell of a change in it."""
    turns = [turn for trends in load_trends().values() for *_, turn in trends.turns(text, "")]
    return Weighed(text, 1, turn=next(iter(turns), ""))
