"""What is to be coded by hand, and what holds nothing to code."""

import pytest

from tasks.apply_codes import is_label


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("11. Comunicação", True),
        ("14) Revisão anual", True),
        ("Quito, 14 de mayo de 2024", True),
        ("Fait à Bamako, le 3 mars 2023.", True),
        ("Accra, 7 June 2025", True),
        ("Ndiyo, tunakutana kila mwezi.", False),
        ("Tulikutana mwaka 2024", False),
        ("3. Tunakutana kila mwezi. Kamati ina watu wengi.", False),
        ("2. " + "neno " * 9, False),
    ],
)
def test_label__of_no_language__is_a_numbered_heading_or_a_place_with_a_date(text, told):
    assert is_label(text) is told
