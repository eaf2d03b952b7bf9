"""A text is normalised before anything looks for a name in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.sources import is_plain, normalise


@pytest.mark.parametrize(
    ("received", "read"),
    [
        ("Que\u00adxádor", "Quexádor"),
        ("Z\u200bél\u2060ia\ufeff", "Zélia"),
        ("Ze\u0301\u200dlia", "Zélia"),
        ("𝐙𝐞𝐥𝐢𝐚", "Zelia"),
        ("Ｚｅｌｉａ", "Zelia"),
        ("oﬃong", "offiong"),
        ("Z&eacute;lia &amp; Ana", "Zélia & Ana"),
        ("Zéliа Quехádor", "Zélia Quexádor"),
        ("Rim\u2011Ka", "Rim-Ka"),
    ],
    ids=str,
)
def test_name_in_another_spelling__is_read_as_everybody_sees_it(received, read):
    assert normalise(received) == read
    assert not is_plain(received)


@pytest.mark.parametrize("text", ["Москва", "Ωmega 3", "R&D", "க்‍ஷ", "l'été « ici »"], ids=str)
def test_other_script_and_plain_text__stay(text):
    assert normalise(text) == text


@given(st.text())
def test_normalised_text__is_not_changed_again(text):
    once = normalise(text)
    assert normalise(once) == once
    assert "\r" not in once
