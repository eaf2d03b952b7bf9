"""Documents that prescribe: evidence of what a text says, none of what is done."""

import pytest

from tasks.read_words import About, Said, read_words


def read(language: str, kind: str, *paragraphs: str) -> dict[str, set[tuple[str, float | None, float | None]]]:
    """Return what a document tells: indicator -> state, level and number of each finding."""
    said = [Said(f"s{n}", text, "", "", language, "", None) for n, text in enumerate(paragraphs)]
    about = About("doc", "XAA", "document", "", "", "2024-05-01", kind)
    told: dict[str, set[tuple[str, float | None, float | None]]] = {}
    for one in read_words(said, about, {language: frozenset()}).findings:
        told.setdefault(one.indicator, set()).add((one.state, one.level, one.number))
    return told


@pytest.mark.parametrize(
    ("language", "kind", "text", "indicator"),
    [
        ("fr", "decree", "Article 6. La Plateforme se réunit quatre fois par an.", "meetings_held"),
        ("fr", "terms_of_reference", "Le Comité, créé en 2018, se réunit tous les trimestres.", "meetings_held"),
        ("en", "terms_of_reference", "The Council reports quarterly to the Prime Minister.", "reporting_line"),
        ("en", "decree", "The Platform adopts an annual action plan.", "annual_action_plan"),
        ("es", "law", "El Consejo remite un informe trimestral a la Presidencia.", "reporting_line"),
        ("es", "policy", "La Mesa se reúne trimestralmente.", "meetings_held"),
        ("pt", "plan", "A plataforma apresenta um relatório trimestral ao Primeiro-Ministro.", "reporting_line"),
        ("pt", "terms_of_reference", "O Comité reúne-se quatro vezes por ano.", "meetings_held"),
        ("en", "report", "Under the order the Forum is required to meet four times a year.", "meetings_held"),
    ],
)
def test_text_that_prescribes__what_is_done__is_a_hint_and_no_level(language, kind, text, indicator):
    states = {state for state, _, _ in read(language, kind, text)[indicator]}
    assert states == {"hint"}


@pytest.mark.parametrize(
    ("language", "kind", "text", "indicator"),
    [
        ("fr", "minutes", "La plateforme se réunit quatre fois par an.", "meetings_held"),
        ("fr", "report", "La plateforme s'est réunie trois fois en 2025.", "meetings_held"),
        ("en", "policy", "The committee has met four times since January.", "meetings_held"),
        ("es", "terms_of_reference", "En 2024 la plataforma se reunió tres veces.", "meetings_held"),
        ("en", "", "The platform meets four times a year.", "meetings_held"),
        ("en", "plan", "This annual action plan 2026 of the platform is costed.", "annual_action_plan"),
    ],
)
def test_text_that_tells_what_happened__counts_as_it_did(language, kind, text, indicator):
    assert "level" in {state for state, _, _ in read(language, kind, text)[indicator]}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Platform meets four times a year."),
        ("fr", "La Plateforme se réunit quatre fois par an."),
        ("es", "La Plataforma se reúne cuatro veces al año."),
        ("pt", "A Plataforma reúne-se quatro vezes por ano."),
    ],
)
def test_meetings_due__keep_their_number_to_stand_beside_those_held(language, text):
    assert ("hint", 3.0, 4.0) in read(language, "decree", text)["meetings_held"]


@pytest.mark.parametrize(
    ("language", "text", "level"),
    [
        ("fr", "La Plateforme compte quarante (40) membres : vingt-deux de l'État, sept de la société civile, cinq des "
         "Nations Unies, quatre des partenaires financiers, deux du secteur privé.", 2.0),
        ("en", "The Forum has thirty-six members: Government fifteen, civil society seven, United Nations five, donors "
         "four, business three, academia two.", 3.0),
        ("es", "La Mesa está integrada por treinta (30) miembros: dieciocho del Gobierno, cinco de la sociedad civil, tres "
         "de las Naciones Unidas, dos de los donantes y dos de la empresa privada.", 2.0),
        ("pt", "A Comissão tem vinte e cinco membros: doze do Governo, cinco da sociedade civil, quatro das Nações Unidas, "
         "dois dos doadores, dois do sector privado.", 3.0),
    ],
)  # fmt: skip
def test_seats_in_a_text__are_evidence_and_count_no_sectors(language, text, level):
    told = read(language, "decree", text)
    assert {found[:2] for found in told["seat_balance"]} == {("level", level)}
    assert "sector_breadth" not in told


def test_seats__of_those_present_in_minutes__are_none():
    assert "seat_balance" not in read(
        "en", "minutes", "Present: Government nine, civil society four, UN two, donors two."
    )


@pytest.mark.parametrize(
    ("language", "kind", "paragraphs", "level"),
    [
        ("fr", "decree", ["DÉCRET n° 2019-214 portant création de la Plateforme nationale de nutrition",
                          "Article 1. Il est créé une Plateforme.", "Le secrétariat est mis en place par arrêté."], 3.0),
        ("fr", "decree", ["ARRÊTÉ n° 12/MS portant création de la Plateforme nationale de nutrition",
                          "Vu le décret n° 2018-3 ;", "La plateforme est créée. Le décret l'établit."], 2.0),
        ("es", "decree", ["RESOLUCIÓN MINISTERIAL 33-2020, por la que se crea la Mesa de nutrición",
                          "La mesa fue creada según el decreto 4-2018."], 2.0),
        ("pt", "decree", ["DECRETO 14/2021 que cria a Comissão Nacional", "A comissão é criada. Despacho do ministro."], 3.0),
        ("es", "decree", ["Decreto Ejecutivo 41-2019", "Crea la Comisión Multisectorial de Nutrición",
                          "Queda creada la comisión por este decreto."], 3.0),
        ("en", "law", ["LAW No. 7 of 2022 to establish the Nutrition Platform", "The platform is established.",
                       "The Platform has a budget line."], 4.0),
    ],
)  # fmt: skip
def test_own_act__is_told_by_the_title_and_not_by_other_acts_named(language, kind, paragraphs, level):
    assert {found[:2] for found in read(language, kind, *paragraphs)["institutionalization"]} == {("level", level)}


def test_act_on_something_else__is_no_act_of_the_platform():
    told = read("fr", "decree", "DÉCRET n° 2020-9 sur l'iodation du sel", "Un laboratoire est créé.")
    assert "institutionalization" not in told


@pytest.mark.parametrize(
    ("language", "closing", "used"),
    [
        (
            "en",
            "These terms of reference enter into force on the day they are signed.",
            "The terms of reference are in force and are applied.",
        ),
        (
            "fr",
            "Les présents termes de référence entrent en vigueur à la date de leur signature.",
            "Les termes de référence sont en vigueur et appliqués.",
        ),
        (
            "es",
            "Los presentes términos de referencia entran en vigor el día de su firma.",
            "Los términos de referencia están vigentes y se aplican.",
        ),
        (
            "pt",
            "Os presentes termos de referência entram em vigor na data da sua publicação.",
            "Os termos de referência estão em vigor e aplicam-se.",
        ),
    ],
)
def test_closing_clause__that_says_when_a_text_takes_effect__is_no_evidence_of_its_use(language, closing, used):
    assert ("level", 3, None) not in read(language, "terms_of_reference", closing).get("operating_framework", set())
    assert ("level", 3, None) in read(language, "terms_of_reference", used)["operating_framework"]
