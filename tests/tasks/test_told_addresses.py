"""Addresses told with landmarks, distances, sides and corners, up to the end of what belongs to them."""

from functools import cache

import pytest

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.core.identifier_patterns import PatternWords, compile_patterns, find_addresses


@cache
def load_patterns() -> PatternWords:
    return compile_patterns(read_yaml(QUESTIONNAIRE / "identifiers" / "patterns.yaml"))


def addresses_in(text: str) -> list[str]:
    return [text[start:end] for start, end in find_addresses(text, load_patterns())]


@pytest.mark.parametrize(
    "address",
    [
        "12 Lumley Road, next to the old post office",
        "rue Dessalines n° 8, à côté de l'ancienne gare",
        "calle Murillo 215, frente al molino viejo",
        "rua 9 de Maio, n.º 40, em frente ao mercado velho",
    ],
)
def test_landmark__with_what_tells_which_one__is_in_the_address(address):
    assert any(one.endswith(address) for one in addresses_in(f"Her office: {address}. Bring the list."))


@pytest.mark.parametrize(
    ("before", "address"),
    [
        ("She lives at ", "Plot 31, Gumbo Road, after the cement store"),
        ("She lives in ", "Ward 3, Tole Bazaar, the last house before the dip, where there is a big fig tree"),
        ("Elle habite ", "impasse des Roses n° 5, après le dépôt de bois, clôture en tôles"),
        ("Elle habite ", "quartier Toulel, la dernière maison avant le pont, là où il y a un gros manguier"),
        ("Vive en ", "calle Lara 14, después del depósito de gas, portón de hierro celeste"),
        ("Vive en el ", "cantón El Pito, la última casa antes de la quebrada, donde hay un palo de mango grande"),
        ("Mora na ", "rua Nova, n.º 7, depois do armazém do arroz, portão verde"),
        ("Mora no ", "bairro Sede, a última casa antes da ponte, onde há uma mangueira grande"),
    ],
)
def test_address__with_further_pieces_about_the_place__goes_to_its_end(before, address):
    assert any(one.endswith(address) for one in addresses_in(f"{before}{address}. Call first."))


@pytest.mark.parametrize(
    "address",
    [
        "desvío a San Bartolo, 200 metros después del puente, portón gris",
        "frente a la plaza, 75 metros al oeste de la iglesia, portón rojo",
        "a 300 metros da ponte metálica, do lado direito, portão azul",
        "the wooden house on the river side, 200 metres after the market",
    ],
)
def test_way__from_a_landmark__is_in_the_address(address):
    found = addresses_in(f"My house is {address}.")
    assert any(one.endswith(address.split(", ")[-1]) for one in found)
    assert any(address.split(", ")[0] in one for one in found)


@pytest.mark.parametrize(
    "address",
    [
        "barrio Tacumbú, Ayala 1866 casi Quinta Proyectada",
        "Durazno 1423 esquina Yaro, apartamento 302",
        "Rincón 512 entre Treinta y Tres e Ituzaingó",
        "sobre la 25 avenida norte, frente al Hospital Rosales, segundo nivel",
        "calle 9 oeste, entre avenida Perú y la iglesia evangélica, portón azul",
        "calle Duarte 61, esquina Restauración",
        "corner of Tenth Avenue and Lobengula Street, first floor",
        "angle des rues Bangou et Mbaka, numéro 91 bis",
        "esquina da rua Bahia com a travessa Nove, galpão verde",
    ],
)
def test_corner_of_streets__is_an_address(address):
    assert any(one.endswith(address) for one in addresses_in(f"Nuestra sede: {address}. Correo aparte."))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "The house is third compound after the tree, next to the mill.",
            "third compound after the tree, next to the mill",
        ),
        (
            "Il a une boutique, rond-point du marché, à côté de la gare, tél. 74 15 90 27.",
            "rond-point du marché, à côté",
        ),
        (
            "No gabinete, edifício antigo da administração, rua principal, porta 4.",
            "edifício antigo da administração, rua",
        ),
        (
            "Vive en compañía Yhú, casa de ladrillo pasando el oratorio San Blas. La hija usa una moto y vende.",
            "San Blas",
        ),
        ("C'est à Delmas 33, ruelle Charlemagne, en bas du poteau.", "Delmas 33, ruelle Charlemagne, en bas du poteau"),
    ],
)
def test_address__told_by_its_place__is_found(text, address):
    assert any(address in one for one in addresses_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "La plateforme s'est réunie à l'hôtel Azalaï, en face du fleuve, pendant deux jours.",
        "La mesa se reunió en el hotel Intercontinental, frente al parque, durante dos días.",
        "The decree 1866, nearly forgotten, asks for iron in flour.",
        "El Acuerdo 512 entre Salud y Educación sigue en pie.",
        "La mesa técnica vive en la secretaría, detrás de los políticos.",
        "Entre 2019 y 2021 la plataforma no se reunió.",
        "A escola nova, junto ao rio, tem uma horta grande.",
    ],
)
def test_place__where_nobody_lives__stays(text):
    assert addresses_in(text) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I live at Plot 31, Gumbo Road, after the war we built it.", "after the war"),
        ("J'habite 12 rue Kamita, après la réunion je rentre.", "après la réunion"),
        ("Vivo en calle Lara 14, antes de la reunión paso por ahí.", "antes de la reunión"),
        ("Moro na rua Nova, n.º 7, depois das eleições mudo.", "depois das eleições"),
    ],
)
def test_time__behind_an_address__is_not_in_it(text, left):
    assert addresses_in(text)
    assert not any(left in one for one in addresses_in(text))


@pytest.mark.parametrize(
    "address",
    [
        "jirón Tarata 412, segundo patio, Juliaca",
        "avenida Bolívar 77, edificio B, cubículo 12",
        "lot III K 9, escalier à droite de la boulangerie Ony, Ambohijatovo",
        "rue Pétion n° 14, derrière l'ancienne mairie, à Jacmel",
        "14 Kaunda Road, behind the blue water tank, Chilenje road",
        "zona Norte, calle 3, número 18, puerta de calamina gris",
        "rua 25 de Junho, em frente da loja Ana, primeiro andar",
        "sector 2, grupo 9, manzana F, lote 6, Comas",
        "La Mariscal, Reina Victoria N26-114 y Wilson",
        "del portón de la iglesia una cuadra al lago y media abajo, casa esquinera",
    ],
)
def test_address__that_goes_on_with_a_part_of_a_building_a_landmark_or_a_town__goes_to_its_end(address):
    found = addresses_in(f"My house is {address}.")
    assert any(one.endswith(address) for one in found)


@pytest.mark.parametrize(
    "address",
    [
        "42B Spur Loop, Wilberforce, behind the pharmacy",
        "17 Hospital Hill, Wa, across from the lorry park",
        "the blue-gate house behind Padibe mill, Plot 14 Mission Lane",
        "quartier Gbégamey, maison Agbo, Cotonou",
    ],
)
def test_address__whose_number_or_look_stands_before_it__begins_with_that(address):
    assert any(one.endswith(address) for one in addresses_in(f"Or bring it: {address}."))


@pytest.mark.parametrize(
    ("before", "address"),
    [
        ("Reach him ", "at Kundiawa, Wara Simbu block, second house after the Lutheran school"),
        ("My own ", "digital address is GE-214-6603"),
        ("Domicilio: ", "Privada de Almendros 112, col. Reforma, Oaxaca de Juárez"),
        ("Vive en el ", "km 12"),
    ],
)
def test_address__that_a_phrase_announces__is_found(before, address):
    assert address in addresses_in(f"{before}{address}. Thank you.")


@pytest.mark.parametrize(
    "passage",
    [
        "La mesa vive de proyectos: EUROSAN, después ACS-PROSASUR en el sur, aquí COSUDE.",
        "A rede vive do orçamento: FAO, depois UNICEF no norte.",
        "Um edifício da Direcção Provincial de Pescas, ao fundo do corredor, porta com papel colado.",
        "Satu vive numa tabanca do outro lado do rio Geba.",
        "She lives in a village behind the hills and walks.",
        "O mercado do Km 30 pôs água.",
        "La merienda escolar con compra local. 3) El presupuesto.",
        "We moved from Lira to Gulu, past the war years, with three partners.",
    ],
)
def test_what_feeds_an_institution_or_where_any_live__is_no_address(passage):
    assert addresses_in(passage) == []


@pytest.mark.parametrize(
    ("passage", "kept"),
    [
        ("She sits in the Ministry of Agriculture, second floor, room 14.", "Agriculture"),
        ("La réunion s'est tenue à l'hôtel Azalaï, salle 3, deuxième étage.", "Azalaï"),
    ],
)
def test_institution__before_its_room__is_not_in_the_address(passage, kept):
    assert all(kept not in one for one in addresses_in(passage))


@pytest.mark.parametrize("sum_of_money", ["K1.2 million", "US1.5bn", "2.5 million"])
def test_sum_behind_at__is_no_e_mail(sum_of_money):
    assert load_patterns().spelled.search(f"I have costed a secretariat at {sum_of_money} and more") is None


def test_e_mail__as_it_is_read_out__stays_one():
    assert load_patterns().spelled.search("write to mary at k2.org today") is not None
