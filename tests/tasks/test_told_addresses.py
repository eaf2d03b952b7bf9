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
