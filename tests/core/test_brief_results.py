"""Levels and closed answers in the words of a brief's language."""

import pytest

from tasks.adapters.declarations import load_rubric
from tasks.adapters.forms import load_form
from tasks.core.brief_results import Results
from tasks.render import load_wordings


def results(language: str) -> Results:
    return Results(
        rubric=load_rubric(),
        form=load_form(),
        words=load_wordings(language),
        group_labels={},
        levels={},
        scores=(),
        small_groups=frozenset(),
    )


@pytest.mark.parametrize(
    ("code", "missing_reason", "told"),
    [
        ("1", "", "Uma reunião"),
        ("dk", "dont_know", "Não sei"),
        ("97", "dont_know", "Não sei"),  # as a file of statistics codes it
        ("99", "not_applicable", "Não se aplica aqui"),
        ("22", "", "22"),
    ],
)
def test_closed_answer__is_worded_in_the_language_of_the_brief(code, missing_reason, told):
    assert results("pt").name_answer("meetings_held", code, missing_reason) == told


@pytest.mark.parametrize(
    ("language", "whole", "half"),
    [
        ("en", "“one meeting”", "between “no meeting in twelve months” and “one meeting”"),
        (
            "fr",
            "«\u00a0une réunion\u00a0»",
            "entre «\u00a0aucune réunion en douze mois\u00a0» et «\u00a0une réunion\u00a0»",
        ),
        ("es", "«una reunión»", "entre «ninguna reunión en doce meses» y «una reunión»"),
        ("pt", "“uma reunião”", "entre “nenhuma reunião em doze meses” e “uma reunião”"),
    ],
)
def test_level__is_quoted_as_the_scale_words_it(language, whole, half):
    assert results(language).quote_level("meetings_held", 1.0) == whole
    assert results(language).quote_level("meetings_held", 0.5) == half
