"""Numbers in figures and words, in four languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.number_words import load_number_words
from tasks.core.spoken_numbers import find_numbers

LANGUAGES = ("en", "fr", "es", "pt")


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "the thirty-four districts", [34]),
        ("en", "K2.4 million and two point four million", [2_400_000, 2_400_000]),
        ("en", "fifteen hundred, one hundred and twenty, a million", [1500, 120, 1_000_000]),
        ("en", "300,000 or 185 000 or 2.4m", [300_000, 185_000, 2_400_000]),
        ("fr", "quatre-vingt-dix, vingt et un, soixante-dix-huit", [90, 21, 78]),
        ("fr", "CFAF 600 millions, 1,2 milliard, deux millions cinq cent mille", [6e8, 1.2e9, 2_500_000]),
        ("es", "1,2 mil millones, quinientos mil, treinta y cuatro, mil doscientos", [1.2e9, 500_000, 34, 1200]),
        ("es", "dos coma cuatro millones; 3.400.000", [2_400_000, 3_400_000]),
        (
            "pt",
            "R$ 3,4 mi, dois milhões e meio, cento e vinte mil, 1,2 mil milhões",
            [3_400_000, 2_500_000, 120_000, 1.2e9],
        ),
        ("en", "one of us, a plan, no one", []),
        ("fr", "un plan, une réunion", []),
    ],
)
def test_find_numbers__as_told__have_their_value(language, text, values):
    assert [number.value for number in find_numbers(text, load_number_words(language))] == values


@given(st.integers(1, 999_999), st.sampled_from(LANGUAGES))
def test_find_numbers__figures__are_read_as_written(number, language):
    grouped = f"{number:,}".replace(",", "\u202f")
    for text in (str(number), grouped):
        assert [n.value for n in find_numbers(f"– {text} –", load_number_words(language))] == [number]


@given(st.text(max_size=200), st.sampled_from(LANGUAGES))
def test_find_numbers__any_text__stand_in_it_in_order(text, language):
    found = find_numbers(text, load_number_words(language))
    assert all(0 <= n.start < n.end <= len(text) for n in found)
    assert [n.start for n in found] == sorted(n.start for n in found)
