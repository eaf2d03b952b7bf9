"""Sentences of checks in the language of a page, with the values they were made with."""

import ast
import re

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


NEVER_ON_THE_PAGE = {
    r"C01[0-8]": "the corpus that the coder learns from, checked by who writes it",
    r"J\d{3}": "msp audit",
    r"Q00[56]|Q01\d|Q02\d": "msp form, which checks a form before anything was received",
    r"S\d{3}": "msp score, of a table of levels",
    r"V01\d|V02\d|V030|V04\d|V05\d": "msp review and msp train, of a workbook and not of a country folder",
    r"W0(?!10|20)\d\d": "msp collect, of a server",
    r"X\d{3}": "msp export, import and archive",
}
"""Codes of problems that stand in no table of a country and are said by one command only, which is in English."""
MADE_OF_SEVERAL = {
    "Answers to '{name}' hold to the form ({demand}).",
    "{n} more countries",
    "row {row}",
    "column {column}",
    " ({place})",
    "date {iso}",
    "kind {sort}",
    "valid until {iso}",
}
"""Sentences that the code puts together from parts that have other names there."""


def sentences_of_problems() -> dict[str, str]:
    """Template of a problem that may stand on a data-quality page -> its code."""
    found = {}
    for path in MODULES:
        for kind in parsed(path).problem_kinds:
            code, _, *sentences = kind.args
            if not isinstance(code, ast.Constant) or re.fullmatch("|".join(NEVER_ON_THE_PAGE), code.value):
                continue
            found |= {ast.literal_eval(sentence): code.value for sentence in sentences}
    return {sentence: code for sentence, code in found.items() if not PLACE_PATTERN.fullmatch(sentence)}


def expected_of_tables() -> set[str]:
    """What expectations.yaml says of the tables, and how to mend them."""
    declared = read_yaml(QUESTIONNAIRE / "expectations.yaml")["tables"]
    return {entry[key] for entries in declared.values() for entry in entries for key in ("meaning", "fix")}


def english_sentences() -> set[str]:
    """Every sentence, or template of one, that checks can say in English."""
    found = {text for path in MODULES for text in parsed(path).texts}
    return found | expected_of_tables() | MADE_OF_SEVERAL


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
    said = english_sentences()
    assert [entry["en"] for entry in CATALOGUE if entry["en"] not in said] == []
    for entry in CATALOGUE:
        assert set(entry) == {"en", "fr", "es", "pt"}, entry["en"]
        places = set(PLACE_PATTERN.findall(entry["en"]))
        assert all(set(PLACE_PATTERN.findall(entry[key])) <= places for key in ("fr", "es", "pt")), entry["en"]
    assert len({entry["en"] for entry in CATALOGUE}) == len(CATALOGUE)


def test_catalogue__translates_every_problem_that_a_page_can_show():
    known = {entry["en"] for entry in CATALOGUE}
    assert {code: text for text, code in sentences_of_problems().items() if text not in known} == {}
    assert expected_of_tables() - known == set()


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("paragraph 30", "paragraphe 30"),
        ("page 2, paragraph 7", "page 2, paragraphe 7"),
        (
            "A placeholder of the template is still in the text (page 2, paragraph 7).",
            "Un texte à remplacer du modèle est resté dans le texte (page 2, paragraphe 7).",
        ),
        (
            "The turns may be read wrongly: there are hardly any turns; most turns of one side begin alike.",
            "Les prises de parole sont peut-être mal lues : il n’y a presque pas de prises de parole; la plupart des"
            " prises de parole d’un côté commencent de même.",
        ),
        (
            "Segments in a language without a lexicon ('ha'), which are not coded: 2 (XAA/a.docx, paragraph 3; XAA/b.csv,"
            " row 2, column q5).",
            "Segments dans une langue sans lexique (« ha »), qui ne sont pas codés : 2 (XAA/a.docx, paragraphe 3;"
            " XAA/b.csv, ligne 2, colonne q5).",
        ),
        (
            "Answers to 'q5' hold to the form (be in set). This answer fails and is set aside; the other answers of the row"
            " count.",
            "Les réponses à « q5 » respectent le formulaire. Cette réponse est en défaut et est mise de côté ; les autres"
            " réponses de la ligne comptent.",
        ),
        (
            "The relevant of question 'q5' is not checked here: it is more than a bound or a pattern.",
            "La condition « relevant » de la question « q5 » n’est pas vérifiée ici : elle dépasse une borne ou un motif.",
        ),
    ],
)
def test_catalogue__fills_places_and_lists_in_french(sentence, told):
    assert make_translator(CATALOGUE, "fr").translate(sentence) == told
