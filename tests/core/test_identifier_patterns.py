"""Identifiers other than names, by their words and shapes alone. Nobody here is real."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.core.dates import hide_times
from tasks.core.identifier_patterns import compile_patterns, find_identifiers

WORDS = compile_patterns(read_yaml(QUESTIONNAIRE / "identifiers" / "patterns.yaml"))


def found_in(text: str) -> list[tuple[str, str]]:
    """Return the kinds and words that are found and that no longer one holds."""
    spans = {(one.start, one.end, one.kind) for one in find_identifiers(text, WORDS)}
    whole = [
        span
        for span in spans
        if not any(
            other[0] <= span[0] and span[1] <= other[1] and other[1] - other[0] > span[1] - span[0] for other in spans
        )
    ]
    return [(kind, text[start:end]) for start, end, kind in sorted(whole)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("envie a Rua das Acácias, 77, fundos e espere", "a Rua das Acácias, 77, fundos"),
        ("a casa: Rua de Lecidere, n.º 9, atrás da gráfica, Díli.", "Rua de Lecidere, n.º 9, atrás da gráfica, Díli"),
        ("Córrego do Mel, km 7, casa azul depois do curral\n105", "Córrego do Mel, km 7, casa azul depois do curral"),
        (
            "vive en barrio La Rampla, de la ferretería 2 c. al norte, 1 c. abajo, casa verde. Llame",
            "en barrio La Rampla, de la ferretería 2 c. al norte, 1 c. abajo, casa verde",
        ),
        (
            "San Marcos, del parque central 200 metros norte y 50 oeste",
            "San Marcos, del parque central 200 metros norte y 50 oeste",
        ),
        ("en Pje. Los Cedros, casa 4-C, cel.", "en Pje. Los Cedros, casa 4-C"),
        (
            "at Line Room 3, Lower Division, Craigie Estate. The",
            "Line Room 3, Lower Division, Craigie Estate",
        ),
        ("Thu\nsố 7, ngõ 21, rue Trần Phú, Huế\nNote", "số 7, ngõ 21, rue Trần Phú, Huế"),
        ("Av. Grau 245, edif. Plaza, apto 4B, Piura", "Av. Grau 245, edif. Plaza, apto 4B, Piura"),
        ("07 BP 1204 Cotonou", "07 BP 1204 Cotonou"),
        ("H.No 123, Kebele 04, behind Total, Bahir Dar", "H.No 123, Kebele 04, behind Total, Bahir Dar"),
        ("Blk 2, Lot 9, Sitio Ilaya, near the chapel, Roxas", "Blk 2, Lot 9, Sitio Ilaya, near the chapel, Roxas"),
        ("em Barrio 6 de Agosto s/n, San José. Nieves", "Barrio 6 de Agosto s/n, San José"),
        ("carta: Rua 7 s/n, bairro Dabaru, São Gabriel. R", "Rua 7 s/n, bairro Dabaru, São Gabriel"),
        ("Ejido El Sauz, domicilio conocido", "Ejido El Sauz, domicilio conocido"),
        ("na SQN 208, bloco F, ap. 304", "SQN 208, bloco F, ap. 304"),
        ('"SQN 208, bloco F, ap. 304"', "SQN 208, bloco F, ap. 304"),
        ("Koko, près du château d'eau, Korhogo\n", "Koko, près du château d'eau, Korhogo"),
        ("– Bula Iftin, opposite Najah mosque, Garissa\n", "Bula Iftin, opposite Najah mosque, Garissa"),
        ("Bairro Militar, perto da mesquita nova, Bissau\n", "Bairro Militar, perto da mesquita nova, Bissau"),
        ("– caserío Santa Rosillo, frente a la losa deportiva", "caserío Santa Rosillo, frente a la losa deportiva"),
        ("House 23/A, Road 9, Block C, Banani, Dhaka 1213; the", "House 23/A, Road 9, Block C, Banani, Dhaka 1213"),
        ("Mz. K lote 14, Villa Real, pasando el reservorio.", "lote 14, Villa Real, pasando el reservorio"),
        ("avenue de la Mission, n° 5, clôture en bambou. Le", "avenue de la Mission, n° 5, clôture en bambou"),
        ("Casilla: 17-07-9214, Quito. La", "Casilla: 17-07-9214, Quito"),
        (
            "residencia Suretka, 400 m sur del puesto de salud, mide",
            "Suretka, 400 m sur del puesto de salud",
        ),
        ("at 14 Siaka Road, behind the lorry park, Moyamba.", "14 Siaka Road, behind the lorry park, Moyamba"),
        (
            "Aldea El Jute, casa celeste después del puente, Jocotán",
            "Aldea El Jute, casa celeste después del puente, Jocotán",
        ),
    ],
)
def test_address__goes_on_with_how_the_house_is_reached(text, address):
    assert found_in(text) == [("address", address)]


@pytest.mark.parametrize(
    "text",
    [
        "reunión en el hotel del Paseo Colón. Fuimos 21. Tomó nota ella.",
        "e vende na estrada.\n13/11/24, 11:43 - Ela: sim",
        "Fuimos 3 cuadras al norte de la plaza con las mujeres.",
        "The school is 200 metres north of the market.",
        "Población total:\n2.418.663\npersonas",
        "De ces ménages, 250 au nord du pays et 100 au sud.",
        "Hablamos de las escuelas, 150 al norte del país.",
        "Le taux en 2000 est de l'ordre de 40.",
        "En 2024 el Departamento de Nutrición, nivel central, firma.",
        "El Sector Salud, nivel nacional, tiene 3 cargos.",
        "Avenida Central. Fomos 12 pessoas.",
    ],
)
def test_way_or_street__in_a_sentence_about_something_else__is_no_address(text):
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "She lives near there too, at Runda cell, second house after the Catholic school.",
            "at Runda cell, second house after the Catholic school",
        ),
        (
            "He lives in Purok 3, Brgy. Lanao, in front of the chapel of San Roque.",
            "in Purok 3, Brgy. Lanao, in front of the chapel of San Roque",
        ),
        (
            "Come to 19th Street, Sinkor, beachside, third yellow house after the old church.",
            "19th Street, Sinkor, beachside, third yellow house after the old church",
        ),
        (
            "We met at her place, the mud house before the wooden bridge, Chiso village.",
            "the mud house before the wooden bridge, Chiso village",
        ),
        (
            "Elle loge au village Diaka, la dernière cour avant le forage.",
            "au village Diaka, la dernière cour avant le forage",
        ),
        (
            "Chez moi, c'est à Sokode, quartier Kpala, la case ronde près du moulin.",
            "à Sokode, quartier Kpala, la case ronde près du moulin",
        ),
        (
            "Je vis rue du marché, quatrième portail à gauche après la station.",
            "rue du marché, quatrième portail à gauche après la station",
        ),
        (
            "Nos juntamos en mi casa, compañía Isla Saca, frente al oratorio San Roque.",
            "en mi casa, compañía Isla Saca, frente al oratorio San Roque",
        ),
        (
            "Mi casa queda en Comunidad Ebeto, segunda hilera, casa del tanque verde.",
            "en Comunidad Ebeto, segunda hilera, casa del tanque verde",
        ),
        (
            "Vive junto a la casa comunal de Puluca, la de zinc rojo.",
            "junto a la casa comunal de Puluca, la de zinc rojo",
        ),
        (
            "Fuimos a la casa de block celeste a la par del molino de Chicaba.",
            "a la casa de block celeste a la par del molino de Chicaba",
        ),
        (
            "A casa dela é a amarela de esquina, ao lado da farmácia Central, Panto.",
            "A casa dela é a amarela de esquina, ao lado da farmácia Central, Panto",
        ),
        (
            "Moro em Ribeira Boa, segunda rua, prédio verde ao pé da escola.",
            "em Ribeira Boa, segunda rua, prédio verde ao pé da escola",
        ),
        (
            "Ela mora na aldeia Fati, suco Leore, casa de bebak ao lado da capela.",
            "na aldeia Fati, suco Leore, casa de bebak ao lado da capela",
        ),
    ],
)
def test_address__told_by_a_house_that_is_singled_out__is_found_to_its_end(text, address):
    assert [words for kind, words in found_in(text) if kind == "address"] == [address]


@pytest.mark.parametrize(
    "text",
    [
        "The community lives near the forest, behind the mountains.",
        "In Kasaka, behind the food store, there is a plot.",
        "The second building behind the ministry will host the secretariat.",
        "Poor families stay in mud houses near the river.",
        "A mud house near the river, behind the clinic, fell down.",
        "She lives with HIV and speaks in front of the committee.",
        "The health post behind the school in Runda cell has a garden.",
        "Le marché de Kaya, derrière la gare, manque d'eau.",
        "Le deuxième bâtiment derrière la mairie accueille la plateforme.",
        "La troisième rangée du tableau, après le total, donne le budget.",
        "En el cantón Xeca, frente al mercado, se hizo la feria.",
        "La plataforma vive al lado del gobierno.",
        "El mercado de Cusi, al costado de la iglesia, cerró.",
        "No suco Leore, ao lado da capela, fez-se uma demonstração.",
        "Djamila fez disso um hábito, à segunda quinta-feira, às nove.",
    ],
)
def test_place__where_a_project_works_or_many_live__is_no_address(text):
    assert [words for kind, words in found_in(text) if kind == "address"] == []


@pytest.mark.parametrize(
    "stamp",
    [
        "2024/07/08 9:14:22 AM,Yes",
        "12/9/2023 10:03,Sí",
        "13/11/24, 11:43 - Sim",
        "[13/11/24, 11:43:02] Oui",
        "2024-04-04T07:51:26+02:00;Sim",
        "2024-04-04 07:51:26.123 UTC",
        "08.07.2024 14h30",
        "12/07/2024 8:31:44 AM",
    ],
)
def test_day_with_its_hour__is_no_number(stamp):
    assert found_in(stamp) == []


def test_phone__beside_a_day_with_its_hour__is_found():
    assert found_in("12/9/2023 10:03,0995 220 618") == [("phone", "0995 220 618")]


@given(st.text(alphabet="0123456789:/.-hT AMZ+\nx", max_size=60))
def test_hide_times__keeps_the_length_and_everything_but_figures_and_marks_of_time(text):
    hidden = hide_times(text)
    assert len(hidden) == len(text)
    assert all(new in (old, "~") for old, new in zip(text, hidden, strict=True))


@pytest.mark.parametrize(
    ("text", "kind", "identifier"),
    [
        ("a Rosa fez anos vinte (14-08-1991) e quer", "birth_date", "14-08-1991"),
        ("gémeos, nascidos a 4/11/2022, pesavam", "birth_date", "4/11/2022"),
        ("jumeaux, nés le 4/11/2022, pesaient", "birth_date", "le 4/11/2022"),
        ("ella dio a luz el 4/5/2022 en el puesto", "birth_date", "el 4/5/2022"),
        ("Staff no. QTRC-0417", "id_number", "QTRC-0417"),
        ("the plantilla item is ADOF-0552-C here", "id_number", "ADOF-0552-C"),
        ("Lova\n032 44 918 07\n506 032 017 455\nTiana", "id_number", "506 032 017 455"),
        ("Lova\n702 118 443\nlova@x.example\n", "id_number", "702 118 443"),
        ("da caminhonete RQT-7H42, e", "plate", "RQT-7H42"),
        ("carro QTR4R56", "plate", "QTR4R56"),
        ("3) Nicté, INE BLRBNC79062331M400, al", "id_number", "BLRBNC79062331M400"),
        ("Luz: 0985-613.748 (es de ella)\n1.077.315\nSecretaria", "id_number", "1.077.315"),
        ("rides in his Opel, GT 4471-19, and", "plate", "GT 4471-19"),
        ("Tel / lovaniaina.26 (Skype)", "handle", "lovaniaina.26"),
        ("she is tamba_88 on Instagram", "handle", "tamba_88"),
        ("Rosa Luz, nasc. 08/12/1955", "birth_date", "08/12/1955"),
        ("nac. el 4 de marzo de 1971", "birth_date", "el 4 de marzo de 1971"),
        ("ID 23871104, D.O.B. 17/08/1984", "birth_date", "17/08/1984"),
        ("Mary Wafula, b. 12 March 1961, Kisii", "birth_date", "12 March 1961"),
        ("nascido 1.1.1975? confirmar: 11 de Janeiro de 1976", "birth_date", "11 de Janeiro de 1976"),
        ("stopped, vehicle RSH-C 4471. Nobody", "plate", "RSH-C 4471"),
        ("Banco Azul ag. 1144-2 c/c 20.773-8", "account", "ag. 1144-2 c/c 20.773-8"),
        ("sucursal 0044, cta. 123-556778-9", "account", "sucursal 0044, cta. 123-556778-9"),
        ("agence 01204 compte 003344556677, merci", "account", "agence 01204 compte 003344556677"),
        ("LinkedIn in/tiago-monte-esg; motorista", "handle", "in/tiago-monte-esg"),
        ("He will be sixty on 1st January, so", "birth_date", "1st January"),
        ("J'aurai cinquante ans le 30 juin prochain", "birth_date", "le 30 juin prochain"),
        ("Completa sessenta a 20 de Janeiro", "birth_date", "20 de Janeiro"),
        ("Cumpliré sesenta el veintiocho de julio", "birth_date", "el veintiocho de julio"),
        ("née un 26 juin, en 1990, là", "birth_date", "un 26 juin, en 1990"),
        ("Birthday: Sept 16th '97", "birth_date", "Sept 16th '97"),
        (
            "I was born on the fourteenth of August nineteen seventy",
            "birth_date",
            "the fourteenth of August nineteen seventy",
        ),
        ("El bebé nació la Nochebuena del 2022", "birth_date", "la Nochebuena del 2022"),
        ("Le garçon est du 1er janvier 2023", "birth_date", "1er janvier 2023"),
        ("Il roule en 8997 TBF, une", "plate", "8997 TBF"),
        ("Meu Facebook é josias.chaque.12, mas", "handle", "josias.chaque.12"),
        ("son compte, 7703 2050 11841, Agribank. Puis", "account", "7703 2050 11841, Agribank"),
    ],
)
def test_date_number_or_handle__is_found_whole_with_its_kind(text, kind, identifier):
    assert (kind, identifier) in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "À Koko, près de 300 femmes sont venues, et Korhogo suit.",
        "Em Bissau, perto de metade das mulheres",
        "une note de 25 000 F pour le taxi",
        'nasc. em Oeiras"\n03/09/2024 14:15:03;Clebe',
    ],
)
def test_share_or_sum__near_a_place__is_no_address_nor_number(text):
    assert found_in(text) == []


@pytest.mark.parametrize(
    "text", ["Budget\n1 250 000 000\n3 500 000\n", "version 2.1 on line", "the last 24 on Twitter", "el premio 1500"]
)
def test_line_of_an_amount_or_a_word_before_a_network__is_nobodys(text):
    assert found_in(text) == []
