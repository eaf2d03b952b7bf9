"""What reviewed documents say of themselves: title, kind, date, validity."""

from pathlib import Path

import docx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.documents import read_source
from tasks.adapters.interviewing import load_header_words
from tasks.adapters.store import Store
from tasks.core.document_headers import DocumentHeader, Validity, complete_document, kind_of, read_header, read_validity
from tasks.core.sources import Interview, Piece, assemble
from tasks.core.transcripts import parse_document
from tasks.ingest import ingest
from tasks.score import documents_in_force

DOCUMENTS = Path(__file__).parents[1] / "documents"
WORDS = load_header_words()


def header(*lines: str) -> DocumentHeader:
    return read_header(assemble(map(Piece, lines), "XAA/documents/d.txt", "0"), WORDS)


def registered(**told: object) -> Interview:
    return Interview("D1", "XAA/documents/d.txt", "document", **told)


@pytest.mark.parametrize(
    ("lines", "kind", "date", "valid"),
    [
        (("RÉPUBLIQUE DU MALI", "Un Peuple – Un But – Une Foi", "DÉCRET N° 2015-123/PRIMATURE DU 12 MARS 2015", "portant création du Conseil", "Vu la loi du 11 février 1993 ;"), "decree", "2015-03-12", ("", "")),
        (("Decreto Supremo N.º 008-2018-SA", "que aprueba el Plan Nacional", "Lima, 14 de setiembre de 2018"), "decree", "2018-09-14", ("", "")),
        (("Despacho n.º 12/2019, de 5 de Agosto", "Cria o Grupo Técnico de Nutrição"), "decree", "2019-08-05", ("", "")),
        (("Nutrition Coordination Act", "Given at Accra on 2 May 2019"), "law", "2019-05-02", ("", "")),
        (("Plan multisectoriel de nutrition 2021-2025", "Février 2021"), "plan", "2021-02", ("2021", "2025")),
        (("Estrategia Nacional 2020 al 2030", "Vigente hasta el 31 de diciembre de 2030"), "plan", "2020", ("2020", "2030-12-31")),
        (("Multisectoral Nutrition Action Plan (2019–2023)",), "plan", "2019", ("2019", "2023")),
        (("LOI DE FINANCES 2024",), "budget", "2024", ("2024", "2024")),
        (("Budget Speech", "Financial Year 2023/24", "Delivered on 15 June 2023"), "budget", "2023-06-15", ("2023", "2024")),
        (("Lei do Orçamento do Estado para 2023",), "budget", "2023", ("2023", "2023")),
        (("Compte rendu de la réunion du 14 février 2023",), "minutes", "2023-02-14", ("", "")),
        (("Minutes of the budget committee", "Date: 3 May 2022"), "minutes", "2022-05-03", ("", "")),
        (("ACTA DE REUNIÓN N.º 3", "En la ciudad, siendo las 10:00 horas del día 14 de marzo de 2023, reunidos"), "minutes", "2023-03-14", ("", "")),
        (("Ata da 4.ª reunião do conselho", "realizada em 12 de Junho de 2024"), "minutes", "2024-06-12", ("", "")),
        (("National Nutrition Policy Review", "Kathmandu, March 2021"), "report", "2021-03", ("", "")),
        (("Terms of reference of the platform", "Adopted on 1 July 2020. They remain in force until 30 June 2025."), "terms_of_reference", "2020-07-01", ("", "2025-06-30")),
        (("Hello there, reader of this page",), "", "", ("", "")),
        ((), "", "", ("", "")),
    ],
)  # fmt: skip
def test_header__as_offices_write_it_in_four_languages(lines, kind, date, valid):
    read = header(*lines)
    assert (read.kind, read.date) == (kind, date)
    assert (read.validity.valid_from, read.validity.valid_to) == valid


def test_title__holds_the_lines_that_go_on_and_no_letterhead():
    read = header(
        "RÉPUBLIQUE DU MALI", "Décret n° 2015-123 du 12 mars 2015", "portant création du Conseil", "Le Premier"
    )
    assert read.title == "Décret n° 2015-123 du 12 mars 2015 portant création du Conseil"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Annual report of the action plan", "report"),
        ("Nutrition policy review", "report"),
        ("Rapport sur le plan d'action", "report"),
        ("Ley de Presupuesto 2024", "budget"),
        ("Decreto-Lei n.º 5/2020", "law"),
        ("A walk in the park", ""),
    ],
)
def test_kind__is_what_comes_first_and_in_english_last_before_of(title, kind):
    assert kind_of(title, WORDS) == kind


@pytest.mark.parametrize(
    ("text", "validity"),
    [
        ("2021-2025", Validity("2021", "2025")),
        ("until 31/12/2025", Validity("", "2025-12-31")),
        ("du 1er janvier 2021 au 31 décembre 2025", Validity("2021-01-01", "2025-12-31")),
        ("à partir du 1er janvier 2024", Validity("2024-01-01")),
        ("2024", Validity("2024", "2024")),
        ("en vigueur", Validity(in_force=True)),
        ("Vigente", Validity(in_force=True)),
        ("abrogé le 3 mars 2020", Validity("", "2020-03-03", in_force=False)),
        ("no", Validity(in_force=False)),
        ("it depends", None),
    ],
)
def test_validity__is_read_as_registers_hold_it(text, validity):
    assert read_validity(text, WORDS) == validity


@pytest.mark.parametrize(
    ("file", "title", "kind", "date", "valid_to", "place"),
    [
        ("decree-fr.pdf", "DÉCRET N° 2015-123/PRIMATURE DU 12 MARS 2015 portant création du Conseil national de nutrition", "decree", "2015-03-12", "", "page 1"),
        ("plan-pt.pdf", "Plano Multissectorial de Nutrição 2021-2025", "plan", "2021-02", "2025", "page 2"),
        ("plan-pt.odt", "Plano Multissectorial de Nutrição 2021-2025", "plan", "2021-02", "2025", "paragraph"),
    ],
)  # fmt: skip
def test_office_files__tell_the_same_and_their_paragraphs_have_places(file, title, kind, date, valid_to, place):
    source, problems = read_source(DOCUMENTS / file, file)
    assert source is not None
    assert not problems
    read = read_header(source, WORDS)
    assert (read.title, read.kind, read.date, read.validity.valid_to) == (title, kind, date, valid_to)
    assert parse_document(source)[-1].place.startswith(place)


def codes(document: Interview, validity: str, told: DocumentHeader) -> list[str]:
    return [problem.code for problem in complete_document(document, validity, told, WORDS)[1]]


def test_register__wins_and_a_disagreement_is_a_problem():
    told = header("Plan multisectoriel de nutrition 2021-2025", "Adopté le 3 février 2021")
    document, problems = complete_document(registered(kind="report", date="2020"), "2024", told, WORDS)
    assert (document.kind, document.date, document.valid_to) == ("report", "2020", "2024")
    assert [problem.code for problem in problems] == ["R040", "R040"]
    assert codes(registered(kind="plan", date="2021"), "2021-2025", told) == []
    assert codes(registered(kind="plan", date="2021-02"), "2021-2024", told) == ["R040"]


def test_blank_register__is_completed_and_says_so():
    told = header("Plan multisectoriel de nutrition 2021-2025", "Adopté le 3 février 2021")
    document, problems = complete_document(registered(), "", told, WORDS)
    assert (document.title, document.kind) == ("Plan multisectoriel de nutrition 2021-2025", "plan")
    assert (document.date, document.valid_from, document.valid_to) == ("2021-02-03", "2021", "2025")
    assert [(problem.code, "plan" in problem.detail) for problem in problems] == [("R042", True)]


def test_undated_document_and_validity_that_cannot_be_read__are_problems():
    assert codes(registered(kind="plan"), "it depends", header("Notes of a walk")) == ["R040", "R043", "R041"][1:]


@given(st.lists(st.text(max_size=80), max_size=12))
def test_any_text__has_a_header_without_fault(lines):
    read = header(*lines)
    assert complete_document(registered(), " ".join(lines[:1]), read, WORDS)[0].interview_id == "D1"


def in_force(as_of: str, **document: object) -> bool:
    row = {"interview_id": "D1", "record_type": "document", "title": "", "kind": "plan", "valid_from": None, "valid_to": None, "in_force": None}  # fmt: skip
    return bool(documents_in_force(pd.DataFrame([row | document]), as_of))


def test_document__binds_until_its_last_day_unless_the_register_knows_better():
    assert in_force("2025-06", valid_from="2021", valid_to="2025")
    assert not in_force("2026-01", valid_from="2021", valid_to="2025")
    assert not in_force("2020-12", valid_from="2021", valid_to="2025")
    assert in_force("2026-01", valid_to="2025", in_force=True)
    assert in_force("2026-01", kind="decree")
    assert not in_force("2026-01", kind="decree", in_force=False)
    assert not in_force("2026-01", kind="decree", valid_to="2024-12-31")
    assert in_force("2024-05", title="Plan 2021-2025")
    assert not in_force("2024-05", kind="minutes")


def test_ingest__reads_what_the_register_of_documents_leaves_blank(tmp_path):
    folder = tmp_path / "raw" / "XAA"
    (folder / "documents").mkdir(parents=True)
    written = docx.Document()
    written.add_heading("Compte rendu de la réunion du 14 février 2023", 0)
    written.add_paragraph("Le secrétariat a présenté le plan d'action annuel.")
    written.save(folder / "documents" / "cr.docx")
    (folder / "documents" / "stray.txt").write_text("Nobody lists this one.", encoding="utf-8")
    (folder / "documents.csv").write_text("id;fichier;type;validité\nD1;cr.docx;;\n", encoding="utf-8")
    (folder / "interviews.csv").write_text("id;file\n", encoding="utf-8")
    received = ingest(Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports"), "XAA")
    (document,) = received.interviews
    assert (document.kind, document.date) == ("minutes", "2023-02-14")
    assert document.title == "Compte rendu de la réunion du 14 février 2023"
    found = {(problem.code, problem.file) for problem in received.problems}
    assert {("R042", "XAA/documents/cr.docx"), ("R021", "XAA/documents/stray.txt")} <= found
