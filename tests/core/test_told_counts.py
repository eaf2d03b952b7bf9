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
    ],
)  # fmt: skip
def test_count_told__answer__has_level_and_number(indicator, language, text, expected):
    assert told(indicator, language, text) == expected
