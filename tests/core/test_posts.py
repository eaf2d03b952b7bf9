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


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("I draft it as Manager of the Seed Branch and Mrs {Morea} reads it", ["Seed Branch"]),
        ("I call them as Seed Coordinator for East Kivara.", ["Seed", "East Kivara"]),
        (
            "We say that here. I say it as Principal Food and Seed Security Officer.",
            ["Principal Food and Seed Security"],
        ),
        ("I sit as chair of the Seed Network.", ["Seed Network"]),
        ("It is full. As Chairperson of the women seed coalition on food I have it", ["women seed coalition"]),
        ("As Director of Seed Policy at NSPC I call it", ["Seed Policy at NSPC"]),
        (
            "As Head of Seed Coordination, National Seed Commission I sign",
            ["Seed Coordination", "National Seed Commission"],
        ),
        ("As Principal Secretary Agriculture I sign it.", ["Agriculture"]),
        ("I am Chief Planning, Food Authority. Day", ["Planning", "Food Authority"]),
        ("My title is Deputy Director for Seeds at the Food Council.", ["Seeds at the Food Council"]),
        ("C'est moi qui convoque, comme Secrétaire exécutif adjoint chargé de la coordination, sur", ["coordination"]),
        ("mon titre est Présidente de la Plateforme des OSC.", ["Plateforme des OSC"]),
        ("je signe comme Directrice des productions vivrières.", ["productions"]),
        ("Je rends compte comme coordinateur de la nutrition à Kivara, et", ["nutrition à Kivara"]),
        ("Mi cargo es Directora de Semillas del Ministerio.", ["Semillas del Ministerio"]),
        ("Firmo como Secretaria Técnica del Consejo Regional.", ["Consejo Regional"]),
        ("O meu cargo é Diretora de Sementes do Instituto.", ["Sementes do Instituto"]),
        ("A carta vem dirigida a mim, presidente da Rede das Sementes. Deixam", ["Rede das Sementes"]),
    ],
)
def test_post__that_the_speaker_holds__is_found(text, bodies):
    assert bodies_in(text) == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("I report to the Executive Director, National Food Commission, Dr {Mulo}.", ["National Food Commission"]),
        ("It is with the Clerk of the Senate Committee on Seeds, Barrister {Yaku}", ["Senate Committee on Seeds"]),
        (
            "The chair is the Member for Seed Development, Planning Commission, at present",
            ["Seed Development", "Planning Commission"],
        ),
        ("To the Member Food Security and Climate Change, Mr {Tariq}", ["Food Security and Climate Change"]),
        ("Role\n{Sushila Thapa}\nJoint Secretary, Seed Section\n98", ["Seed Section"]),
        ("{Ana Sela}\ndiretora do Departamento de Sementes em Bafatá e\n", ["Departamento de Sementes em Bafatá"]),
        ("The Minister of State for Seed Coordination chairs", ["Seed Coordination"]),
        ("R: Municipal Mayor of San Lorito, Northern Kivara. If", ["San Lorito"]),
        ("{Suyapa Rus}. Es la gerente de la mancomunidad. Tiene", ["mancomunidad"]),
        ("{Juste Olo}. Elle est la directrice du budget.", ["budget"]),
        ("era el enlace territorial del Programa de Semillas, ahora", ["Programa de Semillas"]),
        ("Soy la Referente de salud indígena de Boquerón y", ["salud indígena de Boquerón"]),
        ("El Vicepresidente del Consejo de Semillas, Ing. {Saúl}", ["Consejo de Semillas"]),
        ("O poder vem do Primeiro-Ministro de Kivara, que preside", ["Kivara"]),
        ("{Odilia}, la representante de los pueblos ante la INCOSE, dijo", ["pueblos ante la INCOSE"]),
        ("{Mzé} a tout porté comme point focal SUN du gouvernement, jusque", ["SUN"]),
        ("Le Secrétaire général du gouvernement, {Hugues}, vient", ["gouvernement"]),
        ("La préfète de la Kivara vient. Notre maire de Bafatá vient.", ["Kivara", "Bafatá"]),
    ],
)
def test_post__of_one_person__that_others_tell__is_found(text, bodies):
    assert bodies_in(text) == bodies


@pytest.mark.parametrize(
    "text",
    [
        "As Government we cannot pay for the Ministry of Health. As mayor I decide.",
        "Comme Président aussi, il faut parler. Como Ministerio de Salud convocamos.",
        "UNICEF serves as chair of the UN network. I see UNICEF as Convenor of the UN Network.",
        "I speak as Head of household and mother. Je parle comme Présidente du groupement.",
        "I was there as Deputy Head of school.",
        "The Member States agreed, and the Member Organisations of the Network pay.",
        "La información referente a la Ley de Semillas llegó. El enlace de Zoom falla.",
        "{Ana} came. The directors of nutrition and the mayors came. Les préfets viennent.",
        "The coordinator of the Coordination Cell chairs.",
    ],
)
def test_institution__that_is_told_as_something__stays(text):
    assert bodies_in(text) == []
