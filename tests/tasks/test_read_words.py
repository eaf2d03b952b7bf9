"""What the words of one record tell, read with what the record is: its date, its kind."""

import pytest

from tasks.read_words import About, Said, read_words


def told(language: str, question: str, text: str, indicator: str, date: str = "2026-09-10") -> list[float | None]:
    """The levels that one answer tells of an indicator."""
    said = Said("s-1", text, question, "", language, "", None)
    about = About("i-1", "XAA", "verbatim", "un", "national", date)
    findings = read_words([said], about, {language: frozenset()}).findings
    return [finding.level for finding in findings if finding.indicator == indicator and finding.state == "level"]


MONEY = {
    "en": "Where does the money to run the platform come from, and how long will it last?",
    "fr": "D'où vient l'argent du fonctionnement de la plateforme, et jusqu'à quand ?",
    "es": "¿De dónde sale el dinero para que funcione la plataforma, y hasta cuándo?",
    "pt": "De onde vem o dinheiro para a plataforma funcionar, e até quando?",
}


@pytest.mark.parametrize(
    ("language", "text", "late", "soon"),
    [
        ("en", "The donor project that pays for it closes in {}.", "October 2028", "March 2027"),
        ("fr", "Le projet qui la paie ferme en {}, il n'y a rien après.", "juin 2028", "mars 2027"),
        ("es", "Es un programa de la cooperación que termina en {}.", "marzo de 2029", "diciembre de 2026"),
        ("pt", "O acordo com a União Europeia acaba em {}.", "Setembro de 2028", "Novembro de 2026"),
    ],
)
def test_money__whose_end_is_told__is_for_a_year_at_most_only_where_it_ends_within_one(language, text, late, soon):
    assert told(language, MONEY[language], text.format(late), "financial_durability") == [2]
    assert told(language, MONEY[language], text.format(soon), "financial_durability") == [1]
    assert told(language, MONEY[language], text.format(late), "financial_durability", date="") == [1]


@pytest.mark.parametrize(
    ("language", "question", "own", "others"),
    [
        ("es", "¿Se reúne la plataforma?", "Yo digo que se reunió tres veces.", "Dicen que se reunió tres veces."),
        ("es", "¿Se reúne la plataforma?", "Ya le dije, se reunió tres veces.", "Me dijo que se reunió tres veces."),
        ("pt", "A plataforma reúne-se?", "Eu digo que se reuniu três vezes.", "Dizem que se reuniu três vezes."),
        ("fr", "La plateforme se réunit ?", "Je dis qu'elle s'est réunie trois fois.", "Il paraît qu'elle s'est réunie trois fois."),
        ("en", "Does the platform meet?", "I say it met three times.", "They say it met three times."),
    ],
)  # fmt: skip
def test_hearsay__begins_with_what_others_say__not_with_what_the_speaker_says(language, question, own, others):
    said = [
        Said("own", own, question, "Q16", language, "a", None),
        Said("other", others, question, "Q16", language, "b", None),
    ]
    about = About("i-1", "XAA", "verbatim", "un", "national", "2026-09-10")
    findings = read_words(said, about, {language: frozenset()}).findings
    met = {one.segment_id: one.is_second_hand for one in findings if one.indicator == "meetings_held"}
    assert met == {"own": False, "other": True}
