import pytest

from tasks.adapters.coders import CoderInput, load_coder, load_lexicon_coder
from tasks.adapters.nlp import LANGUAGES, PhraseFinder, fold, pipeline

CASES = """
en | The platform has no annual work plan of its own. | action_plan | challenge
en | If the donor stops paying for the room, nobody meets. | msp_funding | challenge
en | Thanks to joint advocacy, a nutrition budget line was adopted. | resource_mobilization | achievement
en | We set up a WhatsApp group to overcome the slow circulation of minutes. | communication | response
fr | Il faudrait associer de nouveaux membres, les jeunes surtout. | new_members | recommendation
fr | La plateforme est rattachée à la Primature. | anchoring | description
fr | Les comités communaux ne se réunissent pas, faute de moyens. | subnational | challenge
es | La plataforma se reúne cada trimestre. | meetings | description
es | Gracias a la incidencia se aprobó una línea presupuestaria para nutrición. | resource_mobilization | achievement
pt | Falta coordenação distrital, os comités distritais não se reúnem. | subnational | challenge
pt | É preciso um decreto que dê base legal à plataforma. | operating_framework | recommendation
"""


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_lexicon_coder__topic_and_stance(case):
    language, text, topic, stance = [cell.strip() for cell in case.split("|")]
    [coded] = load_lexicon_coder().code([CoderInput(text, language)])
    assert topic in {one.topic for one in coded.topics}
    assert coded.stance == stance


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Good morning, thank you for having me."),
        ("fr", "Attendez, je ferme la porte."),
        ("es", "No sé, no soy la persona indicada."),
        ("pt", "Bom dia, podemos começar."),
    ],
)
def test_lexicon_coder__small_talk__has_no_topic(language, text):
    [coded] = load_lexicon_coder().code([CoderInput(text, language, "Q5")])
    assert (coded.topics, coded.stance) == ((), "")


def test_lexicon_coder__national_plan__is_no_plan_of_the_platform():
    [coded] = load_lexicon_coder().code([CoderInput("The national nutrition plan was adopted in 2021.", "en")])
    topics = {one.topic for one in coded.topics}
    assert "policy_planning" in topics
    assert "action_plan" not in topics


def test_lexicon_coder__short_answer__is_about_the_question_asked():
    text = "No, nothing of the sort."
    [asked], [unasked] = (load_lexicon_coder().code([CoderInput(text, "en", question)]) for question in ("Q6", ""))
    assert [one.topic for one in asked.topics] == ["operating_framework"]
    assert unasked.topics == ()


def test_lexicon_coder__language_without_a_lexicon__is_left_to_people():
    [coded] = load_lexicon_coder().code([CoderInput("Kamati hukutana mara tatu kwa mwaka kujadili bajeti.", "")])
    assert not coded.is_supported


def test_lexicon_coder__batches_do_not_matter():
    inputs = [CoderInput(line.split("|")[1], line.split("|")[0].strip()) for line in CASES.strip().splitlines()]
    alone = [load_lexicon_coder().code([one])[0] for one in inputs]
    assert load_lexicon_coder().code(inputs) == alone


def test_lexicon_matched_words__stand_in_the_text():
    text = "Le comité n’a pas de plan d’action annuel."
    [coded] = load_lexicon_coder().code([CoderInput(text, "fr")])
    assert "plan d’action annuel" in {text[start:end] for one in coded.topics for start, end in one.matched}


@pytest.mark.parametrize(
    ("language", "text", "topic"),
    [
        ("en", "If the donor stops paying for the hall, nobody meets.", "msp_funding"),
        ("fr", "La plateforme est rattachée à la Primature, c'est ce qui lui donne du poids.", "anchoring"),
        ("es", "Somos nuevos, mandamos la solicitud de ingreso y la asamblea nos admitió.", "new_members"),
        ("pt", "O decreto e os termos de referência regem o funcionamento da plataforma.", "operating_framework"),
    ],
)
def test_trained_coder__hears_the_topic_in_four_languages(language, text, topic):
    [coded] = load_coder().code([CoderInput(text, language)])
    assert topic in {one.topic for one in coded.topics}
    assert {one.tier for one in coded.topics} <= {"auto", "sample", "all"}


def test_trained_coder__matched_words__stand_in_the_text():
    text = "Le comité n’a pas de plan d’action annuel."
    [coded] = load_coder().code([CoderInput(text, "fr", "Q5", "Avez-vous un plan d'action ?")])
    matched = {text[start:end] for one in coded.topics if one.topic == "action_plan" for start, end in one.matched}
    assert any("plan d’action" in words for words in matched)


def test_trained_coder__batches_and_order_do_not_matter():
    cells = [line.split("|") for line in CASES.strip().splitlines()]
    inputs = [CoderInput(text, language.strip(), question) for language, text, *_ in cells for question in ("", "Q5")]
    alone = [load_coder().code([one])[0] for one in inputs]
    assert load_coder().code(inputs) == alone
    assert load_coder().code(inputs[::-1]) == alone[::-1]


def test_trained_coder__accents_in_two_characters__read_alike():
    import unicodedata

    text = "La réunion du comité régional est présidée par le préfet."
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    [one], [other] = (load_coder().code([CoderInput(words, "fr")]) for words in (composed, decomposed))
    assert [(topic.topic, topic.confidence) for topic in one.topics] == [
        (topic.topic, topic.confidence) for topic in other.topics
    ]


def test_trained_coder__nothing_said__nothing_coded():
    coded = load_coder().code([CoderInput("", "en", "Q5"), CoderInput(" … ", "en", "Q11", "Who pays?")])
    assert [(one.topics, one.stance) for one in coded] == [((), ""), ((), "")]


def test_trained_coder__language_it_does_not_know__is_left_to_people():
    [coded] = load_coder().code([CoderInput("Kamati hukutana mara tatu kwa mwaka kujadili bajeti.", "sw")])
    assert not coded.is_supported


MIXED = "The committee meets every quarter at the ministry. Lakini wanawake wa kijiji hawajaalikwa hata mara moja mwaka huu."


def test_trained_coder__a_sentence_in_a_language_it_does_not_know__sends_all_to_people():
    [coded] = load_coder().code([CoderInput(MIXED, "en", "Q16")])
    assert coded.foreign == ("sw",)
    assert {one.tier for one in coded.topics} == {"all"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ouagadougou, Bobo-Dioulasso, Koudougou and Banfora sent nobody. The committee meets every quarter."),
        ("fr", "La plateforme se réunit chaque trimestre. The minutes are sent to all members by e-mail."),
        ("es", "DIRESA-MINSA-MIDIS-PCM. La plataforma se reúne cada mes."),
    ],
)
def test_trained_coder__names_and_languages_it_knows__are_not_foreign(language, text):
    [coded] = load_coder().code([CoderInput(text, language)])
    assert coded.foreign == ()


def test_coder__without_a_model__is_the_lexicon(tmp_path):
    import shutil

    from tasks.adapters.declarations import QUESTIONNAIRE

    folder = tmp_path / "annex1"
    shutil.copytree(QUESTIONNAIRE, folder, ignore=shutil.ignore_patterns("coder"))
    assert load_coder(folder).version.startswith("lexicon:")


def test_finder__accents_case_and_apostrophes__do_not_matter():
    finder = PhraseFinder({"plan": ["plan d'action"], "meet": ["réunion"]}, "fr")
    [hits] = list(finder.find(["PLAN D’ACTION. Deux REUNIONS."]))
    assert [(hit.concept, hit.sentence) for hit in hits] == [("plan", 0), ("meet", 1)]


def test_fold__gives_dictionary_forms():
    assert [fold("Réunions", "fr"), fold("meetings", "en") in ("meeting", "meet"), fold("reuniões", "pt")] == [
        "reunion",
        True,
        "reuniao",
    ]


def test_pipeline__knows_four_languages_only():
    assert all(pipeline(language) for language in LANGUAGES)
    with pytest.raises(ValueError, match="no lexicon"):
        pipeline("sw")


@pytest.mark.parametrize(
    ("language", "none", "some"),
    [
        ("en", "We have no annual action plan.", "We have an annual action plan."),
        ("en", "No. There is no decree.", "There is no problem with the decree."),
        ("fr", "Nous n'avons pas de plan d'action annuel.", "Nous n'avons pas de difficulté avec le plan d'action."),
        ("es", "Ninguna. No hay lista de compromisos.", "No hay quejas sobre el plan de acción."),
        ("pt", "Não temos plano de acção anual.", "Temos um plano de acção anual."),
    ],
)
def test_coder__a_plain_we_have_none__is_a_difficulty(language, none, some):
    absent, present = load_coder().code([CoderInput(none, language), CoderInput(some, language)])
    assert absent.stance == "challenge"
    assert present.stance != "challenge"
