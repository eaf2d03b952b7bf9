"""Registers as people type them, in four languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.vocabularies import load_register_vocabulary
from tasks.core.registers import EMPTY_REGISTER, parse_document_register, parse_interview_register, read_consent
from tasks.core.spellings import Spellings
from tasks.core.stakeholder_groups import read_description

VOCABULARY = load_register_vocabulary()
COUNTRY = Spellings({"MLI": ["Mali", "ML", "République du Mali"], "GIN": ["Guinée"], "GNB": ["Guinée-Bissau"]})
HEADERS = {
    "en": "Interview ID|File name|Date of interview|Language|Stakeholder group|Level|Consent to record|Consent to quote|Attribution",
    "fr": "N° entretien|Fichier|Date de l’entretien|Langue|Groupe d'acteurs|Niveau|Consentement enregistrement|Consentement citation|Niveau d’attribution",
    "es": "Código entrevista|Nombre del archivo|Fecha de la entrevista|Idioma|Grupo de actores|Nivel|Consentimiento de grabación|Consentimiento de cita|Atribución",
    "pt": "Código da entrevista|Ficheiro|Data da entrevista|Língua|Grupo de atores|Nível|Consentimento de gravação|Consentimento de citação|Atribuição",
}
VALUES = {
    "en": "I1|a.docx|14 March 2023|English|Civil Society|National|Yes|No|Group",
    "fr": "I1|a.docx|14 mars 2023|anglais|société civile|nationale|oui|non|groupe",
    "es": "I1|a.docx|14/03/2023|inglés|Sociedad Civil|nacional|sí|no|grupo",
    "pt": "I1|a.docx|14.03.2023|inglês|sociedade civil|Nacional|sim|não|grupo",
}


def parse(*lines, read=parse_interview_register):
    rows = [tuple(line.split("|")) for line in lines]
    width = max(map(len, rows))
    rows = [row + ("",) * (width - len(row)) for row in rows]
    found, problems = read(rows, VOCABULARY, file="MLI/interviews.csv", country_names=COUNTRY)
    return found, [(problem.code, problem.row) for problem in problems]


def row_of(**cells):
    known = {"id": "I1", "file": "a.txt", "group": "UN", "consent_record": "yes", "consent_quote": "yes"} | cells
    found, problems = parse("|".join(known), "|".join(known.values()))
    return found[0] if found else None, [code for code, _ in problems]


@pytest.mark.parametrize("language", sorted(HEADERS))
@pytest.mark.parametrize("shape", [str, str.upper, lambda text: text.replace(" ", "_"), lambda text: f" {text} *"])
def test_register__of_each_language__reads_alike(language, shape):
    (row,), problems = parse("|".join(map(shape, HEADERS[language].split("|"))), VALUES[language])
    assert problems == []
    assert (row.id, row.file, row.date, row.language) == ("I1", "a.docx", "2023-03-14", "en")
    assert (row.stakeholder_group, row.level, row.attribution) == ("civil_society", "national", "group")
    assert (row.consent_record, row.consent_quote) == (True, False)


def test_register__title_above_the_header__is_passed_over_and_rows_keep_their_numbers():
    lines = "Registre des entretiens|Mali 2023", "", HEADERS["fr"], VALUES["fr"], VALUES["fr"]
    (row,), problems = parse(*lines)
    assert row.row == 4
    assert problems == [("R004", 5)]


@pytest.mark.parametrize("header", ["Date (jj/mm/aaaa)", "Date / Fecha", "Date\nof interview"])
def test_header__with_a_remark_or_a_second_language__is_read(header):
    assert row_of(**{header: "2023-03"})[0].date == "2023-03"


@pytest.mark.parametrize(
    "header",
    ["Nom", "Nom et prénom(s)", "Nom de l'interviewé(e)", "Name of the respondent", "Nombre completo", "Nome"]
    + ["Téléphone", "Tél. portable", "E-mail", "Contact (tél)", "Interviewee", "WhatsApp du répondant", "Enquêteur"],
)
def test_column__of_people__is_kept_apart(header):
    row, problems = row_of(**{header: "Aminata Traoré"})
    assert row.identifiers == ("Aminata Traoré",)
    assert "Traoré" not in repr(row)
    assert problems == []


@pytest.mark.parametrize("header", ["Nom du fichier audio", "Nombre de documents", "Name of project", "Organisation"])
def test_column__of_something_else__names_nobody(header):
    assert row_of(**{header: "Cadre de concertation"})[0].identifiers == ()


def test_column__unknown__is_named_with_the_nearest_known():
    rows = [("id", "file", "Stakeholder grp"), ("I1", "a.txt", "UN")]
    _, problems = parse_interview_register(rows, VOCABULARY, file="f", country_names=COUNTRY)
    (problem,) = [problem for problem in problems if problem.code == "R001"]
    assert (problem.column, problem.row) == ("Stakeholder grp", 1)
    assert "stakeholder_group" in problem.detail


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Goverment", "government"),
        ("Ministère de la Santé", "government"),
        ("Ministry of Youth", "government"),
        ("Point focal SUN", "government"),
        ("OSC", "civil_society"),
        ("ONG internationale", "civil_society"),
        ("Société civile (ROSCN)", "civil_society"),
        ("un membre de la société civile", "civil_society"),
        ("SECTEUR_PRIVE", "business"),
        ("SBN", "business"),
        ("UN - UNICEF", "un"),
        ("Agence ONU", "un"),
        ("Nações Unidas", "un"),
        ("PTF", "donor"),
        ("Bailleur de fonds", "donor"),
        ("donante", "donor"),
        ("academy", "academia"),
        ("Université de Bamako", "academia"),
        ("Parlementaires", "parliament"),
        ("Médias", "media"),
        ("Réseau des jeunes", "youth"),
        ("Leader communautaire", "community"),
        ("autre", "other"),
        ("Government / donor", ""),
        ("NGO partner of the Ministry", ""),
        ("who knows", ""),
        ("xyz", ""),
    ],
)
def test_group__as_the_field_writes_it__is_read_or_left_unread(text, group):
    row, problems = row_of(group=text)
    assert row.stakeholder_group == group
    names_two = text in ("Government / donor", "NGO partner of the Ministry")
    assert problems == ([] if group else ["R015" if names_two else "R008"])


@pytest.mark.parametrize(
    ("text", "level"),
    [("niveau national", "national"), ("Région de Mopti", "region"), ("Cercle de Kati", "district")]
    + [("Departamento", "region"), ("Département", "district"), ("municipio", "commune"), ("Upazila", "district")]
    + [("régional / district", "")],
)
def test_level__as_the_field_writes_it__is_read_or_left_unread(text, level):
    assert row_of(level=text)[0].level == level


@pytest.mark.parametrize(
    "text", ["oui", "Sí", "SIM", "x", "1", "1.0", "TRUE", "vrai", "✓", "Yes (written, 12/03/2023)"]
)
def test_consent__clear_yes__counts(text):
    assert read_consent(text, VOCABULARY) == "yes"


@pytest.mark.parametrize("text", ["", "?", "oui mais pas de citation", "yes/no", "not signed", "2023-03-14", "pending"])
def test_consent__anything_unclear__counts_as_no_with_a_warning(text):
    row, problems = row_of(consent_quote=text)
    assert (row.consent_record, row.consent_quote) == (True, False)
    assert problems == ["R009"]


def test_consent__without_its_column__is_no_and_said_once():
    found, problems = parse("id|file|group", "I1|a.txt|UN", "I2|b.txt|UN")
    assert not any(row.consent_record or row.consent_quote for row in found)
    assert problems == [("R014", 1), ("R014", 1)]


@pytest.mark.parametrize(
    ("record", "quote"),
    [
        ("Accord pour l'enregistrement de l'entretien", "Accord pour être cité"),
        ("A accepté d'être enregistré(e)", "La personne accepte d’être citée (oui/non)"),
        ("Acepta ser grabado", "Acuerdo para ser citado"),
        ("Concordância em ser gravado", "Concordância em ser citado"),
        ("Agreed to be recorded", "Agreed to be quoted (Y/N)"),
        ("May we record the interview?", "May we quote you / Peut-on vous citer"),
    ],
)
def test_consent__whose_column_is_named_in_other_words__is_read_and_said(record, quote):
    [row], problems = parse(f"id|file|group|{record}|{quote}", "I1|a.txt|UN|yes|yes")
    assert (row.consent_record, row.consent_quote) == (True, True)
    assert {code for code, _ in problems} <= {"R028"}
    assert ("R028", 1) in problems


@pytest.mark.parametrize(
    "header",
    [
        "Ne peut pas être cité",
        "Refus d'être cité",
        "May be quoted by name",
        "Peut être cité par M. Sow",
        "Personne citée",
        "Citations",
        "Date of consent to be quoted",
        "Accord pour être cité après relecture",
        "Accord pour enregistrer et citer",
        "Sin permiso para citar",
    ],
)
def test_consent__whose_column_says_anything_else__is_no_and_the_column_is_named(header):
    [row], problems = parse(f"id|file|group|consent record|{header}", "I1|a.txt|UN|yes|yes")
    assert not row.consent_quote
    assert ("R014", 1) in problems or header == "Citations"


def test_consent__without_its_column__names_the_one_that_may_hold_it():
    rows = [["id", "file", "group", "consent record", "Refus d'être cité"], ["I1", "a.txt", "UN", "yes", "yes"]]
    words = load_register_vocabulary()
    _, problems = parse_interview_register(rows, words, file="XAA/i.csv", country_names=Spellings({"XAA": ()}))
    assert any(one.code == "R014" and "Refus d'être cité" in one.detail for one in problems)


def test_consent__that_two_columns_may_hold__is_no():
    header = "id|file|group|consent record|Accord pour être cité|Autorise à être cité"
    [row], problems = parse(header, "I1|a.txt|UN|yes|yes|yes")
    assert (row.consent_quote, ("R014", 1) in problems) == (False, True)


def test_consent__to_quote_without_to_record__is_neither():
    row, problems = row_of(consent_record="no")
    assert (row.consent_record, row.consent_quote, problems) == (False, False, ["R012"])


@pytest.mark.parametrize(
    ("text", "attribution"),
    [
        ("Nommé", "named"),
        ("by role", "role"),
        ("Groupe", "group"),
        ("anonyme", "none"),
        ("pas de nom", "none"),
        ("", "none"),
    ],
)
def test_attribution__that_cannot_be_read__gives_nothing_away(text, attribution):
    assert row_of(attribution=text)[0].attribution == attribution


@pytest.mark.parametrize(
    ("country", "is_kept"),
    [("MLI", True), ("mali", True), ("République du Mali", True), ("Mali (Kayes)", True), ("", True), ("Guinée", False)]
    + [("Bamako", False)],
)
def test_country__other_than_the_folder__leaves_the_row_out(country, is_kept):
    row, problems = row_of(country=country)
    assert (row is not None, problems) == (is_kept, [] if is_kept else ["R010"])


def test_country__whose_name_begins_another__is_not_taken_for_it():
    assert read_description("Guinée-Bissau (Bafatá)", COUNTRY) == "GNB"


def test_rows__without_id_or_file_or_with_an_id_twice__are_named():
    lines = [
        "id|file|group|consent_record|consent_quote",
        "|a.txt|UN|y|y",
        "I2||UN|y|y",
        "I3|c.txt|UN|y|y",
        "i3|d.txt|UN|y|y",
    ]
    found, problems = parse(*lines)
    assert [row.file for row in found] == ["a.txt", "c.txt"]
    assert found[0].id
    assert problems == [("R003", 2), ("R005", 3), ("R004", 5)]


def test_dates__order_shown_by_others_of_the_column__is_followed_without_doubt():
    head = "id|file|group|consent_record|consent_quote|date"
    rows = ["I1|a.txt|UN|y|y|03/04/2023", "I2|b.txt|UN|y|y|03/14/2023"]
    found, problems = parse(head, *rows)
    assert ([row.date for row in found], problems) == (["2023-03-04", "2023-03-14"], [])
    found, problems = parse(head, rows[0])
    assert ([row.date for row in found], problems) == (["2023-04-03"], [("R007", 2)])


def test_register__without_a_file_column_or_rows__says_so():
    assert parse("id|date", "1|2023") == ((), [("R002", 1)])
    assert ("R011", None) in parse("id|file|consent_record|consent_quote")[1]
    assert EMPTY_REGISTER.severity == "info"  # as `msp init` makes it


def test_documents__need_no_consent_and_have_a_kind():
    found, problems = parse(
        "id|fichier|titre|type|date",
        "D1|d.docx|Décret|Décret n°2010-123|2010",
        "D2|m.docx||PV|mai 2022",
        read=parse_document_register,
    )
    assert [(row.kind, row.date, row.consent_quote) for row in found] == [
        ("decree", "2010", True),
        ("minutes", "2022-05", True),
    ]
    assert problems == []


@given(st.lists(st.lists(st.text(max_size=12), min_size=4, max_size=4), max_size=6))
def test_register__of_any_cells__is_read_or_named_and_never_fails(rows):
    header = ("file", "date", "group", "consent_record")
    found, problems = parse_interview_register([header, *map(tuple, rows)], VOCABULARY, file="f", country_names=COUNTRY)
    named = {problem.row for problem in problems}
    filled = {number for number, row in enumerate(rows, start=2) if any(cell.strip() for cell in row)}
    assert filled <= {row.row for row in found} | named
    assert not [row for row in found if row.consent_quote and not row.consent_record]


SPELLINGS = [(group, spelling) for group in VOCABULARY.groups.values for spelling in (group, group.upper())]


@given(st.sampled_from(SPELLINGS), st.sampled_from(["", " ", "  ", "\u00a0"]), st.sampled_from([".", ":", " (1)", ""]))
def test_group__dressed_with_blanks_and_points__is_the_same(spelled, blanks, end):
    group, spelling = spelled
    assert row_of(group=f"{blanks}{spelling}{end}")[0].stakeholder_group == group
