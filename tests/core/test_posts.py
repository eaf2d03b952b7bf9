"""Posts that one person holds lose their institution. Nobody here is real."""

import pytest

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.core.posts import compile_posts, find_posts
from tasks.core.spellings import simplify

IDENTIFIERS = QUESTIONNAIRE / "identifiers"
WORDS = compile_posts(
    read_yaml(IDENTIFIERS / "patterns.yaml"),
    [simplify(word) for word in read_yaml(IDENTIFIERS / "contexts.yaml")["institutions"]],
)


def bodies_in(text: str) -> list[str]:
    """Return what is found in a text whose names stand in braces."""
    people = []
    while "{" in text:
        start, end = text.index("{"), text.index("}") - 1
        text = text.replace("{", "", 1).replace("}", "", 1)
        people.append((start, end))
    return [text[first:last] for first, last in sorted(find_posts(text, WORDS, people))]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Ms. {Ayesh Perera}, Additional Secretary (Food) at the Provincial Secretariat; ", ["Provincial Secretariat"]),
        ("Dr. {Perera}, Community Physician, Family Health Bureau\n", ["Family Health Bureau"]),
        ("- {Ana}: Chefe do Serviço Municipal de Saúde de Aileu.\n", ["Serviço Municipal de Saúde de Aileu"]),
        ("{Ana Luz}, professora titular da Universidade do Planalto. Ela", ["Universidade do Planalto"]),
        ("É Presidente do Instituto Nacional de Saúde de Bafatá, dizem", ["Instituto Nacional de Saúde de Bafatá"]),
        (
            "He was Director of Finance, Kogi State Ministry of Health. His",
            ["Finance", "Kogi State Ministry of Health"],
        ),
        ("{Musa}, who is Chairman, House Committee on Health, promised", ["House Committee on Health"]),
        ("Je suis moi-même coordonnatrice du Réseau Nutrition Adamaoua depuis", ["Réseau Nutrition Adamaoua"]),
        ("A promotora de Justiça de Breves apoia.", ["Breves"]),
        ("{C. Sitoe}, assistente de pesquisa sénior do Observatório Lúrio, 85", ["Observatório Lúrio"]),
        ("Le chef de projet du PRONANUT", ["PRONANUT"]),
        ("{Juste}, l'auditeur interne du ministère, est venu", ["ministère"]),
        ("{Zito}, presidente da rede de empresas, gosta", ["rede"]),
        ("I know only the Deputy Commissioner Ramipur who chairs", ["Ramipur"]),
        ("The Secretary Health, Government of Sindh refused.", ["Health"]),
        ("Ask the Chief Nutrition Section, Ministry of Planning. He", ["Nutrition Section", "Ministry of Planning"]),
        ("(déléguée régionale de la santé publique du Nord)\n", ["santé publique du Nord"]),
        ("Vice Mayor for Social Affairs of Nyabi District chairs", ["Social Affairs of Nyabi District"]),
        ("She is our Manager for Food at the Nutrition Agency, and", ["Food at the Nutrition Agency"]),
        ("La vicealcaldesa de Waspam autorizó", ["Waspam"]),
    ],
)
def test_institution__that_makes_a_post_one_persons__is_found(text, bodies):
    assert bodies_in(text) == bodies


@pytest.mark.parametrize(
    "text",
    [
        "Members are the mayor, the Ministry of Health, UNICEF and the farmers.",
        "La preside el alcalde, el Ministerio de Salud y la Universidad vienen.",
        "He is the coordinator of the Coordination Cell for Nutrition.",
        "A specialist from FAO came. She is a nutritionist.",
        "Don {Segundo}, presidente de la comunidad, ya no viene",
        "La oficial del programa, {Anni Lund}, nos ofreció",
        "The Deputy Secretary, {Jo}, was appointed by the Prime Minister in 2022.",
        "Ask the Secretary General about it. The Director {Okello} came.",
    ],
)
def test_institution__in_a_list_or_of_nobody__stays(text):
    assert bodies_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Le secrétariat est entièrement à la charge de l'État.",
        "Il reste à la charge du Trésor public et du ministère des Finances.",
        "La prise en charge de la Direction régionale est gratuite.",
    ],
)
def test_burden__that_is_written_like_a_post__is_nobodys(text):
    assert bodies_in(text) == []


def test_post__of_who_is_charged_with_something__is_found_still():
    assert bodies_in("Le chargé de nutrition, la chargée du suivi de la Région du Sahel. ") != []
