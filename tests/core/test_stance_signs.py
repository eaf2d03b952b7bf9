"""A stance is told as such where words, levels or the question bear it out; else it is a description."""

import pytest

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.core.evidence_doubts import compile_doubts
from tasks.core.stance_signs import LevelHeard, is_borne_out

DECLARED = read_yaml(QUESTIONNAIRE / "evidence_doubts.yaml")
DOUBTS = compile_doubts(DECLARED)


def borne_out(stance: str, text: str, *levels: float, question: str = "", hints: tuple[float, ...] = ()) -> bool:
    heard = [*map(LevelHeard, levels), *(LevelHeard(level, is_hint=True) for level in hints)]
    return is_borne_out(stance, question, DECLARED["asked"], DOUBTS.read(text), heard)


TROUBLE = [
    "The post has been vacant since March.",
    "Minutes arrive late, and two ministries never send anybody.",
    "Le poste est vacant depuis mars.",
    "Les comptes rendus arrivent en retard et deux ministères ne viennent jamais.",
    "El puesto está vacante desde marzo.",
    "Las actas llegan tarde y dos ministerios no vienen nunca.",
    "O cargo está vago desde março.",
    "As atas chegam tarde e dois ministérios nunca vêm.",
]
PRAISE = [
    "Six sessions were planned and six took place.",
    "She picks up the phone at once, always.",
    "Six séances prévues, six tenues.",
    "Elle répond au téléphone, tout de suite.",
    "Seis sesiones previstas y seis celebradas.",
    "Contesta el teléfono enseguida, siempre.",
    "Seis sessões previstas e seis realizadas.",
    "Ela atende logo o telefone, sempre.",
]


@pytest.mark.parametrize("text", TROUBLE)
def test_difficulty__with_words_of_trouble_and_a_low_level_or_a_question_on_difficulties__is_borne_out(text):
    assert borne_out("challenge", text, 1.0)
    assert borne_out("challenge", text, hints=(2.0,))
    assert borne_out("challenge", text, question="Q21")
    assert not borne_out("challenge", text)


@pytest.mark.parametrize("text", PRAISE)
def test_praise_and_plain_facts__are_no_difficulty(text):
    assert not borne_out("challenge", text)
    assert not borne_out("challenge", text, 2.0)


@pytest.mark.parametrize("text", TROUBLE)
def test_difficulty__beside_a_good_level__is_none(text):
    assert not borne_out("challenge", text, 3.0, question="Q21")


@pytest.mark.parametrize(
    "text",
    [
        "The salt law was passed, thanks to the platform.",
        "La loi sur le sel a été votée, grâce à la plateforme.",
        "La ley de la sal se aprobó, gracias a la plataforma.",
        "A lei do sal foi aprovada, graças à plataforma.",
    ],
)
def test_achievement__needs_two_signs__and_a_low_level_outweighs_them(text):
    assert borne_out("achievement", text, 3.0)
    assert borne_out("achievement", text, question="Q20")
    assert not borne_out("achievement", text)
    assert not borne_out("achievement", text, 3.0, 1.0, question="Q20")


@pytest.mark.parametrize(
    ("wish", "plain"),
    [
        ("We would like a budget of our own.", "The deputy does it, she has the files."),
        ("Il faudrait un budget propre.", "L’adjointe le fait, elle a les dossiers."),
        ("Quisiéramos un presupuesto propio.", "La adjunta lo hace, tiene los expedientes."),
        ("Gostaríamos de um orçamento próprio.", "A adjunta fá-lo, tem os processos."),
    ],
)
def test_recommendation__is_a_wish_or_an_answer_to_what_should_be_improved(wish, plain):
    assert borne_out("recommendation", wish)
    assert not borne_out("recommendation", plain)
    assert borne_out("recommendation", plain, question="Q22")


def test_description__needs_no_sign():
    assert borne_out("description", "It meets in the large hall.")
