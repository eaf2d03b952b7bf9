import pytest

from tasks.adapters.coders import CoderInput, load_coder
from tasks.adapters.theme_models import Asked
from tasks.adapters.theme_pipelines import load_pipeline

TEXTS = {
    "en": "If the donor stops paying for the hall, nobody meets.",
    "fr": "La plateforme est rattachée à la Primature.",
    "es": "La asamblea admitió a tres organizaciones nuevas tras su solicitud de ingreso.",
    "pt": "O decreto e os termos de referência regem a plataforma.",
}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_pipeline__codes_as_the_coder_does(language):
    nlp = load_pipeline(language)
    doc = nlp.make_doc(TEXTS[language])
    doc._.msp_asked = Asked("Q11")
    [coded] = load_coder().code([CoderInput(TEXTS[language], language, "Q11")])
    doc = nlp(doc)
    assert doc._.msp_coded == coded
    assert doc._.msp_topics == [one.topic for one in coded.topics]
    assert {span.label_ for span in doc.spans["msp_topics"]} <= set(doc._.msp_topics)


def test_pipe__gives_what_one_by_one_gives():
    nlp = load_pipeline("en")
    texts = [TEXTS["en"], "Good morning.", "We meet every month."] * 3
    assert [doc._.msp_topics for doc in nlp.pipe(texts, batch_size=2)] == [nlp(text)._.msp_topics for text in texts]
