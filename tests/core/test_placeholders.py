"""Placeholders stand in the language of the words around them."""

import pytest

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.core.placeholders import translate_placeholders


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("es", "El punto focal de [institution] y [person 3].", "El punto focal de [institución] y [persona 3]."),
        ("pt-MZ", "[government respondent 2] ligou.", "[informante do governo 2] ligou."),
        ("en", "Ask [person 3].", "Ask [person 3]."),
        ("fr", "Un [mot] de plus.", "Un [mot] de plus."),
    ],
)
def test_placeholder__is_written_in_the_language_of_the_words(language, text, shown):
    names = read_yaml(QUESTIONNAIRE / "placeholders.yaml")
    assert translate_placeholders(text, language, names) == shown
