"""Sentences of checks in the language of a page, with the values they were made with."""

import pytest
from builders_modules import MODULES, ROOT, parsed

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.core.translations import PLACE_PATTERN, make_translator

CATALOGUE = read_yaml(ROOT / "reports" / "templates" / "checks.yaml")["sentences"]
TEMPLATES = [
    {"en": "{meaning} This row fails{fate}.", "fr": "{meaning} Cette ligne échoue{fate}."},
    {"en": "Each answer to '{name}' is a level.", "fr": "Chaque réponse à « {name} » est un niveau."},
    {"en": " and is set aside", "fr": " et est mise de côté"},
    {"en": "The {one} and the {one} again.", "fr": "Deux fois {one}."},
    {"en": "Mend it.", "fr": "Le corriger."},
    {"en": "It is off by {factor}{where}.", "fr": "Faux d’un facteur {factor}{where}."},
    {"en": " (paragraph {n})", "fr": " (paragraphe {n})"},
]


def english_sentences() -> set[str]:
    """Every sentence, or template of one, that checks can say in English."""
    found = {text for path in MODULES for text in parsed(path).texts}
    declared = read_yaml(QUESTIONNAIRE / "expectations.yaml")["tables"]
    for entries in declared.values():
        found |= {entry[key] for entry in entries for key in ("meaning", "fix")}
    return found


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Mend it.", "Le corriger."),
        ("The sun and the sun again.", "Deux fois sun."),
        ("The sun and the moon again.", "The sun and the moon again."),
        ("Nobody knows this one.", "Nobody knows this one."),
        ("It is off by 1,000 (paragraph 7).", "Faux d’un facteur 1,000 (paragraphe 7)."),
        ("It is off by 1,000.", "Faux d’un facteur 1,000."),
        ("Each answer to 'q{5}' is a level.", "Chaque réponse à « q{5} » est un niveau."),
        (
            "Each answer to 'x' is a level. This row fails and is set aside.",
            "Chaque réponse à « x » est un niveau. Cette ligne échoue et est mise de côté.",
        ),
    ],
)
def test_sentence__made_from_a_template__is_translated_with_its_values(sentence, told):
    assert make_translator(TEMPLATES, "fr").translate(sentence) == told
    assert make_translator(TEMPLATES, "en").translate(sentence) == sentence


def test_catalogue__translates_sentences_that_checks_say_and_keeps_their_values():
    said = english_sentences() | {"Answers to '{name}' hold to the form ({demand}).", " (paragraph {n})"}
    assert [entry["en"] for entry in CATALOGUE if entry["en"] not in said] == []
    for entry in CATALOGUE:
        assert set(entry) == {"en", "fr", "es", "pt"}, entry["en"]
        places = set(PLACE_PATTERN.findall(entry["en"]))
        assert all(set(PLACE_PATTERN.findall(entry[key])) <= places for key in ("fr", "es", "pt")), entry["en"]
    assert len({entry["en"] for entry in CATALOGUE}) == len(CATALOGUE)
