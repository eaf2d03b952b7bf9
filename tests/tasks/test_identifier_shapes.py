"""Identifiers in shapes that people write and read out: dates of birth, positions, e-mails, numbers, plates, files."""

from functools import cache

import pytest

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.core.file_mentions import find_files
from tasks.core.identifier_patterns import (
    PatternWords,
    compile_patterns,
    find_dates_behind,
    find_identifiers,
    is_budget_line,
    is_law_number,
)
from tasks.core.text_words import CODE_PATTERN


@cache
def load_patterns() -> PatternWords:
    return compile_patterns(read_yaml(QUESTIONNAIRE / "identifiers" / "patterns.yaml"))


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("birth_date", "Yo soy del 14-XI-1958, ya me toca.", "14-XI-1958"),
        ("birth_date", "Estamos cansadas (eu sou de 03.05.1951).", "03.05.1951"),
        ("birth_date", "Na altura eu era o mais novo, de 11.10.1990.", "11.10.1990"),
        ("birth_date", "You want the date of birth too? 21st of June, 1969. There.", "21st of June, 1969"),
        ("birth_date", "Née en 1971, un 6 octobre, je crois.", "1971, un 6 octobre"),
        ("birth_date", "D'après l'acte, je suis du trois mai soixante-quatre.", "trois mai soixante-quatre"),
        ("birth_date", "Nací el dos de julio de mil novecientos setenta.", "dos de julio de mil novecientos setenta"),
        ("birth_date", "She leaves on 12 May 2029, her birthday, and hands over.", "12 May 2029"),
        ("birth_date", "Je m'arrête le 2 juin 2027, jour de mes 60 ans.", "2 juin 2027"),
        ("birth_date", "Me jubilo el 9 de abril de 2028, cuando cumplo sesenta.", "9 de abril de 2028"),
        ("birth_date", "Saio a 7 de maio de 2027, dia em que faço setenta.", "7 de maio de 2027"),
        ("handle", "Le code est chez @kokou-mensah.", "@kokou-mensah"),
        ("handle", "Ficou de responder por Facebook (aseng.lay.ainaro).", "aseng.lay.ainaro"),
        ("plate", "Fuel. I use my own ute, HAO 372.", "HAO 372"),
        ("id_number", "Transcrito por Nelson Varela (funcionário n.º 30-1187) a 23/6/2025.", "30-1187"),
        ("id_number", "Abdul Wadood Kakar, 0300 3817 446\nQAE-332\n\nInterviewer", "QAE-332"),
        ("account", "by MTN MoMo, code *182*8*1*447208#, to send", "*182*8*1*447208#"),
        ("id_number", "1.087.420.518. Cel 320-7716604. Y en Instagram estoy.", "1.087.420.518"),
        ("birth_date", "Thiassim Bidenam\ncarte n° TG-5520-09-118734\n1er janvier 1969\n", "1er janvier 1969"),
        ("birth_date", "Felicítenme, que el 2 de julio de 1975 nací yo.", "2 de julio de 1975"),
        ("id_number", "Elle est relais, sa carte porte le numéro RX-OUH-2291.", "RX-OUH-2291"),
        ("id_number", "Transcreveu: Jacinta Soares (func. n.º 28417-3). Revisão", "28417-3"),
        ("birth_date", "O senhor tem nascido em 1939, a 6 de abril e ainda cava.", "1939, a 6 de abril"),
        ("plate", "We crossed in Ba 2 Kha 4512, an old jeep.", "Ba 2 Kha 4512"),
        ("id_number", "N.º de funcionária: ABX-0412.", "ABX-0412"),
        ("id_number", "For the voucher, NIC 198634401277 please.", "198634401277"),
        ("birth_date", "J'ai arrêté à mes quarante ans, soit le 9 mars 1988.", "9 mars 1988"),
        ("gps", "O poço fica em S 08° 33.12' E 125° 34.40', à direita.", "S 08° 33.12' E 125° 34.40'"),
        ("gps", "The pit is at N07°05.21' E171°22.88'.", "N07°05.21' E171°22.88'"),
        ("e_mail", "Write to r.tavo(a)clinica(.)exemplo(.)mz please", "r.tavo(a)clinica(.)exemplo(.)mz"),
        ("e_mail", "It is mele (dot) f (at) office (dot) example", "mele (dot) f (at) office (dot) example"),
        (
            "e_mail",
            "Je dicte : tsirykoto, tout attaché, arobase poste point exemple.",
            "tsirykoto, tout attaché, arobase poste point exemple",
        ),
        (
            "e_mail",
            "Le deletreo: ele paz nadal, todo junto, arroba mesa punto ejemplo",
            "ele paz nadal, todo junto, arroba mesa punto ejemplo",
        ),
        ("phone", "Mi WhatsApp es el seis catorce, treinta, dos quince.", "seis catorce, treinta, dos quince"),
        (
            "phone",
            "Call plus two six five, nine nine, four one three, two two",
            "plus two six five, nine nine, four one three, two two",
        ),
        ("phone", "nom,téléphone\nAna Ló,六六三零 2187\n", "六六三零 2187"),
        (
            "id_number",
            "Me sé la cédula de memoria: dos millones trescientos mil cuarenta.",
            "dos millones trescientos mil cuarenta",
        ),
        ("id_number", "My own contract, OVP/SUN/C/044, is renewed each year.", "OVP/SUN/C/044"),
        ("id_number", "hoy es orden de servicio n.º OS-2026-00871, y en agosto", "OS-2026-00871"),
        ("id_number", "contrat de consultant n° BF/NUT/2026/014", "BF/NUT/2026/014"),
        ("id_number", "perguntas feitas por ela (NUIT 104882317)", "104882317"),
        ("birth_date", "Tiene 74 años (del 8 de febrero de 1950) y sigue.", "8 de febrero de 1950"),
        ("birth_date", "Anda diciendo que nací en diciembre del 71.", "diciembre del 71"),
        ("id_number", "La cédula 2.114.903 es de ella. Bueno, la mía entonces: 3.201.774.", "3.201.774"),
        ("plate", "He comes in a yellow pick-up, ກຂ 4471, every week", "ກຂ 4471"),
        ("plate", "O meu furgão é o MT 60-17 e chega cedo", "MT 60-17"),
        ("handle", "No WeChat, o meu é lin_tong7.", "lin_tong7"),
        ("handle", "She uses Facebook, ZeinabNutritionKP, for the notices.", "ZeinabNutritionKP"),
        ("id_number", "Okot Peter, staff no. MAAIF/M&E/31882, came late", "MAAIF/M&E/31882"),
        ("id_number", "Código de empleada: DIRSA-0912, desde mayo", "DIRSA-0912"),
        ("id_number", "numéro d'agent MS/DN/0733", "MS/DN/0733"),
        ("id_number", "matricule 251 407 G, et je reste", "251 407 G"),
        ("id_number", "Justina Condo, con ítem 51902", "51902"),
        ("id_number", "En el contrato dice 031-SESNA-2026-0417, creo", "031-SESNA-2026-0417"),
        ("id_number", "Nenita\nLBP 2044-0917-58\n", "LBP 2044-0917-58"),
        ("account", "BFA AO06 0055 0000 6612 3190 1024 7", "BFA AO06 0055 0000 6612 3190 1024 7"),
        (
            "account",
            "compte Bank of Africa Mali ML016 01201 00507320009 41",
            "Bank of Africa Mali ML016 01201 00507320009 41",
        ),
        ("plate", "Anda de mota, MMK 31-07, todo o dia", "MMK 31-07"),
        ("plate", "Look for the bike. Hers is AKR 516, a red one.", "AKR 516"),
        ("birth_date", "He said that on 9 June 1964 he was born in a boat.", "9 June 1964"),
    ],
)
def test_identifier__of_a_shape_that_people_use__is_found_whole(kind, text, told):
    start = text.index(told)
    spans = [(one.start, one.end) for one in find_identifiers(text, load_patterns()) if one.kind == kind]
    assert any(first <= start and start + len(told) <= last for first, last in spans), spans


@pytest.mark.parametrize(
    "text",
    [
        "La mesa nació el 4 de marzo de 2020 y sigue.",
        "The plan is costed at 1.8 million dollars; stunting stands at 26.2 per cent.",
        "The grant was KES 200-350 and USD 15-20 a month.",
        "See kobo-kf-kobotoolbox-org-aKarv1-20261128T101516Z.zip, row 2.",
        "On 9 June 2024 he was sworn in.",
        "Le réseau est né le 3 mai 2012 à la mairie.",
        "Tivemos três reuniões, cinco visitas, duas feiras e quatro oficinas.",
        "O(a) técnico(a) do distrito trata disso.",
        "On 3 May 2024 the minister turned to us, and the plan turned three.",
        "On 3 May 2024, I turn to the minister for the budget.",
        "Le 3 mai 2024, jour de la fête, le ministre est venu.",
        "Le 3 mai 2026, quand il aura fini le plan, on verra.",
        "Desde 3 de maio de 2024, o trabalho que faço é de coordenação.",
        "A 7 de maio de 2024, com dois dos meus colegas, fomos.",
        "A 7 de maio de 2024, quando faz calor, paramos.",
        "El 9 de abril de 2024, cuando cumple el plazo, firmamos.",
        "Le 4 juin 2023, jour de ses assises, la mairie a signé.",
        "Eu sou de São Vicente e trabalho aqui desde 8 de maio de 2019.",
        "We met in two thousand nineteen, and the fund was three million.",
        "Con la cédula nueva llegaron doscientos mil quinientos cuarenta niños.",
        "It is co-financed by the development bank, report 2027. For 2021 I have two figures.",
        "On paie 5000F, 3000Ar et 2500Kz ; it costs K5000, N4500 and MK7000, or Q1500.",
        "We have RUTF-9200, CSB-1234 and E4711 in store.",
        "La directiva 10500/3 y el código 31200-1. We divided 12000/4.",
        "Budget voté : 450 000 000\n15 mars 2005\nLoi signée.",
        "Timeline (write to the office)\n12 March 2009\nPlatform founded.",
        "CSB-1000\nRUF-920\nMNP 500\n",
        "See Reg. 1234-56 on salt.",
        "Farmers dial *212*3456# to get prices.",
        "Unicef, la maison rouge. Ministerio de Salud, casa roja.",
        "Los programas gemelos del 12 de mayo de 2020 siguen.",
        "1.250.000. That was the budget, and we spent half of it.",
        "The plan is SUN/GB/2024/12, as the decree DS-012/2025 says.",
        "On the rice I’d agree with what the millers say about it. In 2025 there was the line.",
    ],
)
def test_words_and_figures__of_no_person__are_no_identifier(text):
    assert find_identifiers(text, load_patterns()) == []


def test_date_of_birth__of_who_leads_a_body__is_found():
    text = "El jefe de la mesa nació el 4 de marzo de 1970."
    assert [one.kind for one in find_identifiers(text, load_patterns())] == ["birth_date"]


@pytest.mark.parametrize(
    ("text", "name", "is_law"),
    [
        ("como se vê na Lei n.º 5/2013", "Lei", True),
        ("a second text, Decision 1635, gave us", "Decision", True),
        ("pelo Decreto-Regulamentar 9/2014", "Decreto-Regulamentar", True),
        ("o Dr. Lei assinou", "Lei", False),
        ("Peng 1635", "Peng", False),
    ],
)
def test_name__before_the_number_of_a_law__is_none(text, name, is_law):
    start = text.index(name)
    assert is_law_number(text, start, start + len(name), load_patterns()) is is_law


@pytest.mark.parametrize(
    ("text", "number", "is_line"),
    [
        ("a verba (classificação 31-02-08-00)", "31-02-08-00", True),
        ("the vote code 2214-03-118 is empty", "2214-03-118", True),
        ("rubrica 02.03.01.19", "02.03.01.19", True),
        ("call her on 02.03.01.19", "02.03.01.19", False),
    ],
)
def test_number__behind_a_word_of_the_budget__is_a_line_of_it(text, number, is_line):
    start = text.index(number)
    assert is_budget_line(text, start, start + len(number), load_patterns()) is is_line


def test_recording__that_names_somebody__is_found_with_its_ending():
    text = "Enregistrement : Awa_Kotto_22-04.wma"
    assert [text[slice(*span)] for span in find_files(text, [(17, 26)], lambda _: False)] == ["Awa_Kotto_22-04.wma"]


def test_letters__declared_to_stand_for_a_role__are_a_code():
    assert CODE_PATTERN.findall("INT: = Ana Ló. BP: = first interviewee") == ["BP"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("le jugement supplétif dit le 01/02/1969", "01/02/1969"),
        ("le remboursement vient par Lumicash 62 118 741, tard", "62 118 741"),
        ("estaba mal, 28/02/2001, que no existe", "28/02/2001"),
        ("my own line 0782-650-118 and", "0782-650-118"),
        ("by Facebook, lae.nutri.pia.", "lae.nutri.pia"),
        ("en Facebook, WalterSuarezRoca", "WalterSuarezRoca"),
        ("Facebook of the association: isatu.makeni", "isatu.makeni"),
        ("Aua devolveu tudo, carro BS 44-71-C.", "BS 44-71-C"),
        ("the M-Pesa paybill 247247 acc. 0722418905, it says", "247247 acc. 0722418905"),
        ("o n.º de agente 418 220 está", "418 220"),
        ("she was born 2023 Magh 11 and", "2023 Magh 11"),
    ],
)
def test_number__that_a_court_or_a_purse_gives__is_an_identifier(text, told):
    assert any(told in text[one.start : one.end] for one in find_identifiers(text, load_patterns()))


@pytest.mark.parametrize(
    "text", ["le décret du 12/03/1998 le dit", "on s'est réunis le 12/03/2023", "créée le 12 mars 1998"]
)
def test_date__of_a_law_of_late_or_of_history__is_nobodys(text):
    assert not find_identifiers(text, load_patterns())


@pytest.mark.parametrize(
    ("text", "is_birth"),
    [
        ("La niña Keisy, 11-07-2024, fue", True),
        ("La niña más chica, Keisy, 11-07-2024", True),
        ("My youngest son, Keisy, 11-07-2024, was", True),
        ("le préfet et son adjointe, Keisy, 12/03/2024, à Kaya", False),
        ("Save the Child fund. Keisy, 12/03/2024, Nairobi", False),
        ("La jefa Keisy, 11-07-2024, fue", False),
    ],
)
def test_date__behind_the_name_of_a_child__is_that_of_a_birth(text, is_birth):
    start = text.index("Keisy")
    assert bool(find_dates_behind(text, [(start, start + 5)], load_patterns())) is is_birth


def test_file__without_an_ending__is_found_where_its_name_names_somebody():
    text = "una carpeta que se llama ACTAS_Ileana_2024, de presupuesto_plan_2024"
    assert [text[slice(*span)] for span in find_files(text, [], lambda name: "Ileana" in name)] == ["ACTAS_Ileana_2024"]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Rua 4, casa n.º 12, Bairro da Ajuda. Depois", "Rua 4, casa n.º 12, Bairro da Ajuda"),
        ("Rua 4, casa verde n.º 38, Bairro Militar.", "Rua 4, casa verde n.º 38, Bairro Militar"),
        ("carrera 11 A n.º 27-43, barrio Cooperativo. No", "carrera 11 A n.º 27-43, barrio Cooperativo"),
        ("vive 200 m sur del Ebais, casa de latas roja, Colonia Sol.", "200 m sur del Ebais, casa de latas roja"),
        ("BP 11 208 Niamey", "BP 11 208"),
        ("ou passe por Bairro de Ajuda, 2.ª fase, casa 118, Bissau.", "Bairro de Ajuda, 2.ª fase, casa 118"),
        ("Chez lui, quartier Muremera, 3e avenue, n° 12. Sa femme", "quartier Muremera, 3e avenue, n° 12"),
        ("J'habite Coulée, immeuble Papa Claude, 2e étage et même", "immeuble Papa Claude, 2e étage"),
        ("allá en Juan de Velasco 21-44 y Guayaquil, segundo piso.", "Juan de Velasco 21-44 y Guayaquil"),
        ("por carta, casilla de correo 984, Filadelfia. El viático", "casilla de correo 984, Filadelfia"),
        (
            "Barrio Luján, 200 sur y 50 oeste de la iglesia, casa verde, y",
            "200 sur y 50 oeste de la iglesia, casa verde",
        ),
        ("Moro na Rua de Cima, casa azul n.º 9, Ribeirinha.", "Rua de Cima, casa azul n.º 9, Ribeirinha"),
        ("mi casa, calle Encino 41, int. 2, col. Mixcoac, porque", "calle Encino 41, int. 2, col. Mixcoac"),
        ("por Heredia, 200 sur de la iglesia, casa", "Heredia, 200 sur de la iglesia"),
        ("Vá lá: Travessa Nove, nº 14, comunidade Ipê, e diga", "Travessa Nove, nº 14, comunidade Ipê"),
        ("Déposez : Yopougon Sicogi 5e tranche, lot 118, villa 9.", "Yopougon Sicogi 5e tranche, lot 118, villa 9"),
        (
            "3 c. al lago, 1½ c. arriba, casa D-4, barrio Larreynaga.",
            "3 c. al lago, 1½ c. arriba, casa D-4, barrio Larreynaga",
        ),
        ("en su casa, calle 3 de Febrero, casa verde n.º 8.", "calle 3 de Febrero, casa verde n.º 8"),
        ("(Roça Monte Café, sanzala de cima, porta 6)", "Roça Monte Café, sanzala de cima, porta 6"),
        ("Oficina: Ruta 6, 9-21 zona 4, nivel 11, of. 1104.", "Ruta 6, 9-21 zona 4, nivel 11, of. 1104"),
        ("la calle Trinitaria no. 47, ensanche Mesopotamia.", "calle Trinitaria no. 47, ensanche Mesopotamia"),
        (
            "calle Hidalgo s/n, a un lado de la tortillería, barrio San Pedro",
            "a un lado de la tortillería, barrio San Pedro",
        ),
        ("domicilié avenue de l'Imprimerie n° 31, Rohero II. Le", "avenue de l'Imprimerie n° 31, Rohero II"),
        (
            "es calle 72 con avenida 8, edificio Las Delicias, piso 4, Maracaibo.",
            "calle 72 con avenida 8, edificio Las Delicias, piso 4, Maracaibo",
        ),
        ("chez moi, quartier Pika 2, rue 3.041, portail vert. Donnez", "quartier Pika 2, rue 3.041, portail vert"),
        ("au quartier Zeng-Ayo, ancien dragage, villa 12.", "quartier Zeng-Ayo, ancien dragage, villa 12"),
        ("el depósito, Soroy arriba, casa verde junto al zarzo, La Cima;", "Soroy arriba, casa verde junto al zarzo"),
        (
            "A mi casa: barrio Santa Fe, calle Moreno Paz 14-22 y Esmeraldas, casa de dos pisos. O",
            "barrio Santa Fe, calle Moreno Paz 14-22 y Esmeraldas, casa de dos pisos",
        ),
        (
            "Barrio La Domitila, 150 m este de la escuela, casa verde de portón negro.",
            "Barrio La Domitila, 150 m este de la escuela, casa verde de portón negro",
        ),
        ("la casa es barrio San Miguel, dos cuadras al sur de la posta.", "barrio San Miguel, dos cuadras al sur"),
    ],
)
def test_address__whose_number_has_signs_letters_or_groups__is_whole(text, address):
    found = [text[one.start : one.end] for one in find_identifiers(text, load_patterns()) if one.kind == "address"]
    assert any(address in one for one in found)
