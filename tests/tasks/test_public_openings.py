"""Words that open a line and names of places and bodies are nobody; days, files and posts of somebody are found.

Nobody here is real.
"""

import pytest

from tasks.adapters.identifier_words import load_name_words
from tasks.core.pseudonyms import mask_text, read_identifiers
from tasks.core.sources import Interview, Received, SourceText
from tasks.make_masks import make_masks


def masked(text: str, country: str = "XAA", language: str = "") -> str:
    interview = Interview("I1", f"{country}/a.txt", "verbatim", language=language)
    source = SourceText(f"{country}/a.txt", "", text, ())
    return mask_text(text, make_masks(Received(country, (interview,), {"I1": source}, {}, (), {}, ())))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pt", "#P Componentes acordados: estão no plano."),
        ("fr", "#P Animation : deux personnes du comité."),
        ("fr", "On ne signe pas. Refus du groupe, après une heure."),
        ("es", "Facilitadora: Empecemos por lo básico."),
        ("pt", "Saída para a vila às oito. Daí nasceu o lanche."),
        ("fr", "Une ligne dans le plan. Petite, mais une ligne."),
        ("en", "Rice fortification went through six offices. Faith groups are missing."),
        ("pt", "Uma senhora de Bandim ligou para a rádio."),
        ("en", "They fly through Jomo Kenyatta International Airport."),
        ("en", "Levy Mwanawasa Medical University has a seat."),
        ("pt", "Vem gente do Hospital Ayres de Menezes."),
        ("es", "La ganó la calle, en la plaza Simón Bolívar."),
        ("en", "Place: Singha Durbar, Kathmandu."),
        ("pt", "Cidade de Nampula, gabinete do SETSAN provincial, perto da avenida Eduardo Mondlane."),
        ("pt", "Temos uma sala emprestada perto da Praça dos Heróis, sem porta."),
        ("pt", "A independência foi a 24 de setembro de 1973."),
        ("es", "La ley se promulgó el 3 de mayo de 1998."),
        ("en", "The folder is called minutes_mix, the plan Nutrition_Plan."),
        ("fr", "La moto coûte 3 500 aller, 3 500 retour."),
    ],
)
def test_word__that_opens_a_line_or_belongs_to_a_place__is_nobody(language, text):
    assert masked(text, language=language) == text


@pytest.mark.parametrize(
    ("language", "text", "left"),
    [
        ("pt", "#P Esperança Nhantumbo convoca o grupo.", "Nhantumbo"),
        ("en", "Grace keeps the list for us all.", "Grace"),
        ("pt", "A senhora da Luz-Embaló leva o livro.", "Embaló"),
        ("en", "Dr. Levy Mwanawasa has a seat.", "Mwanawasa"),
        ("pt", "Falei no hospital com Ayres de Menezes.", "Menezes"),
        ("es", "Moro en la calle Sucre 14, casa azul, frente a la plaza.", "Sucre"),
        ("es", "La alianza… Yo nací el 6 de enero de 1963.", "1963"),
        ("pt", "Disse a data que lá está, 31 de dezembro de 1959.", "1959"),
        ("fr", "Sur la carte, c'est le 12 mars 1971 qui est écrit.", "1971"),
        ("en", "Put down 4 August 1968 on the form, please.", "1968"),
        ("en", "I got a folder with the name Ebo_Sackey_minutes_mix.", "Sackey"),
        ("fr", "On m'a donné une clé avec un dossier NORO_perso.", "perso"),
        ("es", "Ana Marroquín\nDirectora Técnica, CONASAN\nTel. 2591-3344", "CONASAN"),
        ("es", "Lic. Rosa Quispe\nSecretaria Técnica - Instancia Regional Cusco\nAv. Sol s/n", "Cusco"),
        ("en", "It is me alone, President of the SUN Business Network Laos.", "Laos"),
        ("pt", "Sou eu e mais ninguém: presidente da rede SUN de empresas de Timor-Leste.", "Timor"),
        ("fr", "À Ambovombe, Haova, mère-leader, a dépisté 300 enfants.", "Haova"),
        ("en", "The car for the follow-up visit was ກມ 5530.", "5530"),
    ],
)
def test_somebody__told_by_a_day_a_file_or_a_post__is_replaced(language, text, left):
    assert left not in masked(text, language=language)


def test_own_country__that_people_are_called_too__is_nobody_there():
    text = "The history of the platform in Kenya dies. I speak for Kenya."
    assert masked(text, "KEN", "en") == text


def test_cell__that_goes_on_with_what_somebody_says__holds_the_name_alone():
    cell = "Bishnu Maya. Let us start with what a platform is for you."
    assert read_identifiers(cell, load_name_words("XAA"))[0] == ("Bishnu Maya",)
