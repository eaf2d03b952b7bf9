"""Fixed words as printers of each language set them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.wordings import typeset
from tasks.render import load_page_words, load_wordings


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("fr", "Niveau : 3 ; qui ? « Le pays »", "Niveau\u00a0: 3\u202f; qui\u202f? «\u00a0Le pays\u00a0»"),
        ("fr", "Plan d'action : 80 %", "Plan d’action\u00a0: 80\u202f%"),
        ("es", "intervalo del 80 %: «sí»", "intervalo del 80\u202f%: «sí»"),
        ("en", "the country's 80 % interval: yes", "the country’s 80% interval: yes"),
        ("pt", "{label}: nível {value}", "{label}: nível {value}"),
    ],
)
def test_text__is_set_as_its_language_is_printed(language, text, wanted):
    assert typeset(text, language) == wanted


@pytest.mark.parametrize(
    ("language", "n", "told"),
    [
        ("en", 1.0, "1 level apart"),
        ("en", 1.5, "1.5 levels apart"),
        ("fr", 1.0, "écart de 1 niveau"),
        ("fr", 1.5, "écart de 1,5 niveau"),
        ("fr", 2.0, "écart de 2 niveaux"),
        ("es", 1.0, "1 nivel de diferencia"),
        ("pt", 1.0, "diferença de 1 nível"),
        ("pt", 3.0, "diferença de 3 níveis"),
    ],
)
def test_count__of_one_or_of_more__is_singular_or_plural_as_the_language_has_it(language, n, told):
    assert load_page_words("data_quality.yaml", language).count("apart", n) == told


@given(st.text(), st.sampled_from(["en", "fr", "es", "pt"]))
def test_typesetting__twice_is_once_and_changes_only_spaces_and_apostrophes(text, language):
    once = typeset(text, language)
    assert typeset(once, language) == once
    plain = once.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")
    assert plain == text.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


def test_french_words__break_no_line_before_high_punctuation():
    loose = re.compile(r" [:;!?»%]|« ")
    assert [key for key, text in load_wordings("fr").texts.items() if loose.search(text)] == []


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
def test_acknowledgement__counts_interviews_and_not_the_persons_in_them(language):
    words = load_wordings(language)
    talks = words.count("interviews", 2)
    assert f"({talks}" in words.say("acknowledgements", sources=talks, groups=words.count("groups", 1))
