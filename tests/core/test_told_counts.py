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
        ("seat_balance", "en", "Government has 14 of 20 seats.", (2, 14)),
        ("seat_balance", "es", "Ocho del gobierno, cuatro de las ONG, tres de la ONU, tres de las empresas.", (3, 8)),
        ("seat_balance", "en", "I have one chair.", None),
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
