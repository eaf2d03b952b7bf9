"""Levels counted in answers."""

import pytest

from tasks.adapters.level_counts import load_count_rules, mark_counts
from tasks.core.told_counts import count_told


def told(indicator: str, language: str, text: str, own_group: str = "civil_society"):
    (answer,) = mark_counts([text], language, own_group)
    rules = load_count_rules()
    found = count_told(answer, rules.rules[indicator], rules)
    return None if found is None else (found.level, found.number)


@pytest.mark.parametrize(
    ("indicator", "language", "text", "expected"),
    [
        ("meetings_held", "en", "Twice.", (2, 2)),
        ("meetings_held", "en", "It's supposed to be four. We had three.", (3, 3)),
        ("meetings_held", "fr", "Quatre étaient prévues. Une seule fois, en mars.", (1, 1)),
        ("meetings_held", "es", "Cada trimestre.", (3, 4)),
        ("meetings_held", "pt", "Estavam previstas doze. Fizeram-se quatro.", (2, 4)),
        ("meetings_held", "en", "It hasn't met in the last twelve months.", (0, 0)),
        ("meetings_held", "en", "Never in the last 12 months.", (0, 0)),
        ("meetings_held", "fr", "Elle ne s'est pas réunie ces douze derniers mois.", (0, 0)),
        ("meetings_held", "es", "En los últimos doce meses no se ha reunido ni una sola vez.", (0, 0)),
        ("meetings_held", "pt", "Não se reuniu nos últimos doze meses.", (0, 0)),
        ("meetings_held", "en", "In the last twelve months we met twice.", (2, 2)),
        ("meetings_held", "fr", "Ces douze derniers mois, quatre fois.", (3, 4)),
        ("meetings_held", "es", "En los últimos doce meses nos reunimos dos veces.", (2, 2)),
        ("meetings_held", "pt", "Nos últimos doze meses reuniu-se duas vezes.", (2, 2)),
        ("meetings_held", "es", "Una. La de julio. De las sillas tenemos seis de treinta.", (1, 1)),
        ("meetings_held", "fr", "Une seule. En mai. Nous y avions quatre sièges.", (1, 1)),
        ("meetings_held", "pt", "Uma. A de Março. Na sala éramos sete de quarenta.", (1, 1)),
        ("meetings_held", "en", "One. In May. We were nine out of fifty there, and we have three seats.", (1, 1)),
        ("meetings_held", "en", "Of the twelve meetings planned we held nine.", (3, 9)),
        ("meetings_held", "pt", "Dos doze encontros previstos fizemos cinco.", (2, 5)),
        ("meetings_held", "es", "De las seis sesiones previstas hicimos dos.", (2, 2)),
        ("meetings_held", "pt", "Contou cinco nos últimos doze meses, de doze.", (2, 5)),
        ("meetings_held", "en", "Three of the four planned.", (3, 3)),
        ("sector_breadth", "es", "Salud, Trabajo, Vivienda y Registro Civil. Cuatro.", (2, 4)),
        ("sector_breadth", "fr", "La Santé, l'Agriculture, l'état civil et le bureau du plan. Quatre en tout.", (2, 4)),
        ("sector_breadth", "pt", "Saúde, Agricultura, a estatística, o registo e as alfândegas. São cinco.", (2, 5)),
        ("sector_breadth", "en", "Health, Agriculture, Water and the customs. Four meetings last year.", (1, 3)),
        ("stakeholder_breadth", "en", "Five groups: the state, the agencies, the partners, the NGOs and the universities.", (3, 5)),
        ("stakeholder_breadth", "es", "Tres grupos: el Gobierno, la ONU y las ONG.", (2, 3)),
        ("stakeholder_breadth", "fr", "L'État, l'ONU et les ONG, en cinq groupes de travail.", (2, 3)),
        ("sector_breadth", "en", "Health, Agriculture, Education and Water.", (2, 4)),
        ("sector_breadth", "es", "Once ministerios, cada uno con su punto focal.", (4, 11)),
        ("sector_breadth", "fr", "La Santé.", None),
        ("stakeholder_breadth", "en", "Government, us, the UN, the donor. The university, no.", (2, 4)),
        ("stakeholder_breadth", "pt", "O governo, nós, as Nações Unidas, os doadores, as empresas e a universidade; também os jovens.", (4, 6)),
        ("stakeholder_breadth", "en", "The NGOs, the UN, the donors and the university come.", (3, 5)),
        ("stakeholder_breadth", "fr", "La société civile, l'ONU, les bailleurs et l'université viennent.", (3, 5)),
        ("stakeholder_breadth", "es", "Vienen las ONG, la ONU, los donantes y la universidad. El gobierno, no.", (2, 4)),
        ("stakeholder_breadth", "pt", "Vêm as ONG, a ONU, os produtores de sal e a universidade.", (3, 5)),
        ("networks_functioning", "en", "Civil society is alive. The UN network meets. Business is dormant, donors have none.", (2, 2)),
        ("networks_functioning", "fr", "Le nôtre vit. L'ONU se réunit. Le privé dort. Donc deux.", (2, 2)),
        ("networks_functioning", "en", "Civil society is active. Business does not exist. Academia has ceased. The UN works. The donor network stopped meeting.", (2, 2)),
        ("networks_functioning", "fr", "La société civile est active. Le privé n'existe pas. L'université a cessé de se réunir. L'ONU fonctionne.", (2, 2)),
        ("networks_functioning", "es", "La sociedad civil está activa. La de empresas no existe. La de donantes dejó de reunirse en 2020. La de Naciones Unidas sí funciona.", (2, 2)),
        ("networks_functioning", "pt", "A sociedade civil está ativa. A das empresas não existe. A dos doadores deixou de se reunir. A das Nações Unidas funciona.", (2, 2)),
        ("stakeholder_breadth", "en", "The government and the UN, the donors and the university come.", (2, 4)),
        ("seat_balance", "en", "Government has 14 of 20 seats.", (2, 14)),
        ("seat_balance", "es", "Ocho del gobierno, cuatro de las ONG, tres de la ONU, tres de las empresas.", (3, 8)),
        ("seat_balance", "en", "I have one chair.", None),
        ("seat_balance", "en", "30 seats: 21 for government, 6 for the NGOs, 3 for the UN.", (2, 21)),
        ("seat_balance", "fr", "30 sièges : 21 pour l'administration, 6 pour les ONG, 3 pour l'ONU.", (2, 21)),
        ("seat_balance", "es", "30 asientos: 21 del gobierno, 6 de las ONG, 3 de la ONU.", (2, 21)),
        ("seat_balance", "pt", "30 lugares: 21 do governo, 6 das ONG, 3 da ONU.", (2, 21)),
        ("seat_balance", "en", "Thirty seats, of which twenty-one go to the government.", (2, 21)),
        ("seat_balance", "fr", "30 sièges dont 21 pour l'administration", (2, 21)),
        ("seat_balance", "es", "Treinta sillas, veintiuna para el gobierno.", (2, 21)),
        ("seat_balance", "pt", "30 lugares, dos quais vinte e um do governo.", (2, 21)),
        ("seat_balance", "en", "Of the thirty seats, government has twenty-six.", (1, 26)),
        ("seat_balance", "fr", "Vingt-cinq sièges sur trente.", (1, 25)),
        ("seat_balance", "es", "21 de 30 asientos son del gobierno.", (2, 21)),
        ("seat_balance", "pt", "21 dos 30 lugares são do governo.", (2, 21)),
        ("seat_balance", "en", "70 % of the seats.", (2, 70)),
        ("seat_balance", "fr", "Les deux tiers des sièges pour l'administration.", (2, 67)),
        ("seat_balance", "es", "El 80 % de los puestos es del gobierno.", (1, 80)),
        ("seat_balance", "pt", "Dois terços dos lugares são do governo.", (2, 67)),
        ("seat_balance", "en", "70 % of the seats are filled.", None),
        ("seat_balance", "fr", "L'administration n'a pas les deux tiers des sièges.", None),
        ("seat_balance", "fr", "Les ONG ont 6 sièges sur 30.", None),
        ("seat_balance", "es", "Diecinueve sillas. Ocho del Estado, cuatro de universidades; el resto, las aldeas.", (3, 8)),
        ("seat_balance", "fr", "30 sièges, [person 21] est pour l'administration.", None),
        ("meetings_held", "en", "None of the four planned meetings was held.", (0, 0)),
        ("meetings_held", "fr", "Aucune des quatre réunions prévues ne s'est tenue.", (0, 0)),
        ("meetings_held", "es", "Ninguna de las cuatro reuniones previstas se realizó.", (0, 0)),
        ("meetings_held", "pt", "Nenhuma das quatro reuniões previstas se realizou.", (0, 0)),
        ("meetings_held", "en", "One meeting out of four planned.", (1, 1)),
        ("meetings_held", "fr", "Une réunion sur quatre prévues.", (1, 1)),
        ("meetings_held", "es", "Una reunión de cuatro previstas.", (1, 1)),
        ("meetings_held", "pt", "Uma reunião em quatro previstas.", (1, 1)),
        ("meetings_held", "en", "We were supposed to meet every quarter, we did not meet once.", (0, 0)),
        ("meetings_held", "fr", "On devait se réunir tous les trimestres, on ne s'est pas réunis une seule fois.", (0, 0)),
        ("meetings_held", "es", "Debíamos reunirnos cada trimestre, no nos reunimos ni una sola vez.", (0, 0)),
        ("meetings_held", "pt", "Devíamos reunir todos os trimestres, não nos reunimos nem uma vez.", (0, 0)),
        ("meetings_held", "en", "We should meet monthly. We didn't meet.", (0, 0)),
        ("meetings_held", "fr", "Sur quatre réunions prévues, aucune ne s'est tenue.", (0, 0)),
        ("meetings_held", "es", "No hubo reuniones.", (0, 0)),
        ("meetings_held", "pt", "Nenhuma.", (0, 0)),
        ("meetings_held", "en", "None of the four meetings was cancelled.", None),
        ("meetings_held", "fr", "Aucune des quatre réunions n'a eu de compte rendu.", None),
        ("meetings_held", "fr", "Aucune réunion en août, trois dans l'année.", (3, 3)),
        ("meetings_held", "en", "No, we met four times.", (3, 4)),
        ("meetings_held", "pt", "Reunimos num grupo de cinco.", (3, 5)),
        ("meetings_held", "en", "We don't meet once a month, only every quarter.", (3, 4)),
        ("meetings_held", "es", "No nos reunimos desde marzo.", None),
        ("meetings_held", "fr", "[person 3] a convoqué.", None),
        ("stakeholder_breadth", "en", "The government and business and the UN come.", (2, 3)),
    ],
)  # fmt: skip
def test_count_told__answer__has_level_and_number(indicator, language, text, expected):
    assert told(indicator, language, text) == expected


@pytest.mark.parametrize(
    ("language", "own_group", "text", "expected"),
    [
        ("es", "government", "El 80 % lo paga UNICEF y el 20 % restante sale del presupuesto del Estado.", (2, 20)),
        ("es", "un", "Nosotros, UNICEF, pagamos el 80 % de los costos de la Mesa. El resto es del Estado.", (2, 20)),
        ("es", "donor", "El gobierno cubre el 75 % de los gastos de la secretaría y nosotros el 25 %.", (3, 75)),
        ("pt", "donor", "Nenhum doador paga; é o Estado que paga tudo, por uma linha plurianual.", (4, 100)),
        ("pt", "donor", "É o Estado que paga tudo.", (3, 100)),
        ("fr", "civil_society", "L'État met un quart et l'UNICEF le reste.", (2, 25)),
        ("fr", "government", "70 % viennent du budget de l'État, 30 % de l'UNICEF.", (3, 70)),
        ("en", "academia", "Two thirds comes from the treasury, the rest from the World Bank.", (3, 67)),
        ("en", "academia", "Donors pay 70 percent.", (2, 30)),
        ("en", "government", "From a budget line of the treasury. We spent 98 percent of it.", None),
        ("en", "academia", "It is not true that the State pays 80 percent.", None),
        ("en", "academia", "The donors pay 20 percent.", None),
        ("pt", "un", "É tudo pago por nós e pelo Banco Mundial. O Estado não paga nada.", None),
    ],
)
def test_payers__shares_with_who_pays_them__have_the_level_of_the_states_share(language, own_group, text, expected):
    assert told("running_costs", language, text, own_group) == expected


@pytest.mark.parametrize(
    ("indicator", "language", "text", "level"),
    [
        ("meetings_held", "en", "We held two or three meetings last year.", 2.0),
        ("meetings_held", "fr", "On a tenu une ou deux réunions.", 1.0),
        ("meetings_held", "en", "We held one to four meetings last year.", None),
        ("meetings_held", "fr", "On a tenu trois à quatre réunions.", 3.0),
        ("meetings_held", "es", "Nos reunimos de 3 a 4 veces al año.", 3.0),
        ("sector_breadth", "pt", "Entre seis e oito ministérios.", 2.0),
        ("sector_breadth", "en", "Eight to ten ministries come.", 3.0),
        ("running_costs", "fr", "Les partenaires paient 80 à 90 % des frais.", 2.0),
        ("running_costs", "fr", "Les partenaires paient 40 à 60 % des frais.", None),
    ],
)
def test_range__has_the_level_that_both_ends_reach(indicator, language, text, level):
    found = told(indicator, language, text)
    assert (found.level if hasattr(found, "level") else found and found[0]) == level


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Deux du secteur privé."),
        ("en", "Two from the private sector, three from the health sector."),
        ("es", "Dos del sector privado."),
        ("pt", "Dois do sector privado."),
    ],
)
def test_number_of_those_of_one_sector__counts_no_sectors(language, text):
    assert told("sector_breadth", language, text) is None


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "Five groups: government, the UN, donors, business and civil society.", 5),
        ("en", "The terms of reference name seven groups, but only the government, the UN and the donors come.", 3),
        ("en", "Government, the UN and donors. There should be six groups.", 3),
        ("en", "Government, the UN and donors come, and civil society brings five groups of mothers.", 4),
        ("fr", "Le décret prévoit sept groupes, mais seuls le gouvernement, l'ONU et les bailleurs viennent.", 3),
        ("es", "El decreto prevé siete grupos, pero solo vienen el gobierno, la ONU y los donantes.", 3),
        ("pt", "O decreto prevê sete grupos, mas só vêm o governo, a ONU e os doadores.", 3),
    ],
)
def test_total__counts_where_the_list_follows_it__and_not_where_it_is_planned_or_of_others(language, text, number):
    assert told("stakeholder_breadth", language, text, "academia")[1] == number
