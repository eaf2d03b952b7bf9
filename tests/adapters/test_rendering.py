"""A brief as a page, as a Word document and as a chart."""

import base64
import hashlib
import io
import re
from dataclasses import replace

import docx
import pytest
from builders_brief import HOSTILE, brief, quotation

from tasks.adapters.charts import chart_png, chart_svg, told_in_chart
from tasks.adapters.locales import country_name, country_names, write_date, write_number
from tasks.adapters.templates import render_html, render_quality_page
from tasks.adapters.word import write_docx
from tasks.core.brief_citations import number_evidence
from tasks.render import load_group_labels, load_page_words, load_translator

LANGUAGES = ["en", "fr", "es", "pt"]


@pytest.fixture(scope="module")
def page() -> str:
    return render_html(brief(), chart_svg(brief()))


def test_page__asks_for_nothing_outside_and_runs_only_its_own_script(page):
    links = re.findall(r'(?:src|href|url)\s*[=(]\s*["\']?([^"\')\s>]+)', page)
    assert [link for link in links if not link.startswith("#")] == []
    [script] = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src &#39;sha256-{digest}&#39;" in page
    assert page.index("Content-Security-Policy") < page.index("<title>")


def test_page__shows_words_only(page):
    assert "built-in" not in page
    assert '<button type="reset">Show all</button>' in page


def test_page__every_citation_opens_a_card(page):
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(re.findall(r'id="([^"]+)"', page))


def test_page__evidence_that_may_not_be_quoted_is_named_without_words(page):
    card = re.search(r'<li id="e-s-2"[^>]*>(.*?)</li>', page, re.DOTALL).group(1)
    assert "May not be quoted" in card
    assert "s-2" in card


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Pieces of evidence that may not be quoted: 1."),
        ("fr", "Éléments de preuve qui ne peuvent être cités\u00a0: 1."),
        ("es", "Elementos de evidencia que no se pueden citar: 1."),
        ("pt", "Elementos de evidência que não podem ser citados: 1."),
    ],
)
def test_evidence_that_may_not_be_quoted__is_folded_into_one_line_that_counts_it(language, told):
    one = brief(language)
    page = render_html(one, chart_svg(one))
    quoted, folded = page.split('<details class="unquoted">')
    assert f"<summary>{told}</summary>" in folded
    assert ('id="e-s-1"' in quoted, 'id="e-s-2"' in quoted, 'id="e-s-2"' in folded) == (True, False, True)
    document = docx.Document(io.BytesIO(write_docx(one, chart_png(one))))
    (line,) = (paragraph for paragraph in document.paragraphs if told in paragraph.text)
    assert line.text == f"{told} [2] s-2"
    assert re.findall(r'<w:bookmarkStart[^>]*w:name="([^"]+)"', line._p.xml) == ["e_s_2"]


def test_page__whose_evidence_may_all_be_quoted__folds_nothing():
    one = replace(brief(), quotations={"q-1": quotation(), "q-2": replace(quotation(), id="q-2", segment_id="s-2")})
    assert '<details class="unquoted">' not in render_html(one, chart_svg(one))


def test_page__says_draft_and_synthetic_and_its_language(page):
    assert '<html lang="en">' in page
    assert "Invented for a test." in page
    assert "Draft." in page


def test_page__hostile_text__is_shown_as_text():
    hostile = replace(brief(text=HOSTILE), quotations={"q-1": quotation(text=HOSTILE)})
    page = render_html(hostile, chart_svg(hostile))
    assert page.count("<script>") == 1
    assert "&lt;script&gt;" in page
    assert not {"\x07", "\u202e"} & set(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_document__in_each_language(language):
    told = brief(language)
    assert f'<html lang="{language}">' in render_html(told, chart_svg(told))
    document = docx.Document(io.BytesIO(write_docx(told, chart_png(told))))
    assert document.core_properties.language.startswith(language)


def test_rendering_twice__gives_the_same_bytes():
    assert chart_svg(brief()) == chart_svg(brief())
    assert write_docx(brief(), chart_png(brief())) == write_docx(brief(), chart_png(brief()))


def test_citations__each_piece_of_evidence_has_one_number():
    numbers = number_evidence(brief()).numbers
    assert numbers == {"s-1": 1, "s-2": 2}


@pytest.mark.parametrize(
    ("language", "lost", "group", "each_turn"),
    [
        ("en", "could not run", "Civil society", "Each turn has words."),
        ("fr", "n’a pas pu être vérifié", "Société civile", "Chaque prise de parole contient des mots."),
        ("es", "no se pudo comprobar", "Sociedad civil", "Cada turno de palabra contiene palabras."),
        ("pt", "não foi possível verificar", "Sociedade civil", "Cada intervenção contém palavras."),
    ],
)
def test_quality_page__shows_what_failed_and_what_could_not_run_in_its_language(language, lost, group, each_turn):
    finding = {
        "table": "turns",
        "meaning": "Each turn has words.",
        "severity": "critical",
        "n_rows": 3,
        "n_failing": 1,
        "reason": "",
        "fix": "Look.",
    }
    page = render_quality_page(
        words=load_page_words("data_quality.yaml", language),
        translate=load_translator(language).translate,
        country="XAA",
        looked_up="XAA/sources.csv",
        is_synthetic=True,
        synthetic_note="Invented for a test.",
        findings=[finding | {"status": "failed"}, finding | {"status": "could not run", "reason": "KeyError"}],
        problems=[
            {
                "severity": "warning",
                "code": "R1",
                "file": HOSTILE,
                "row": 2,
                "column": None,
                "detail": "Bad.",
                "fix": "Mend.",
            }
        ],
        counts={"verbatim": 2},
        groups={"civil_society": 1},
        group_labels=load_group_labels(language),
        indicator_labels={},
        latest="2026-03",
        coverage={},
        planned=[],
        opened=frozenset(),
    )
    for told in (f'<html lang="{language}">', lost, group, each_turn, "Mend.", "Invented for a test."):
        assert told in page
    assert page.count('<span lang="en">') == (0 if language == "en" else 2)  # of an untranslated problem
    assert "<script>" not in page


def test_country__names_by_language_and_for_user_assigned_codes():
    assert [country_name("BRA", language) for language in LANGUAGES] == ["Brazil", "Brésil", "Brasil", "Brasil"]
    assert country_name("XAA", "fr") == "XAA"
    assert {"MLI", "ML", "Mali"} <= set(country_names("MLI"))


@pytest.mark.parametrize(
    ("iso", "language", "written"),
    [
        ("2026-03-14", "en", "14 March 2026"),
        ("2026-03-01", "fr", "1er mars 2026"),
        ("2026-03", "es", "marzo de 2026"),
        ("2026-03-14", "pt", "14 de março de 2026"),
        ("2026", "en", "2026"),
    ],
)
def test_date__is_written_with_its_own_precision(iso, language, written):
    assert write_date(iso, language) == written


def test_number__has_the_marks_of_its_language():
    assert write_number(1234.5, 1, "en") == "1,234.5"
    assert write_number(2.5, 1, "pt") == "2,5"


def test_chart__is_told_to_be_the_same_where_it_is__and_another_where_a_score_or_a_word_is_another():
    one = brief()
    shorter = replace(one, sections=(), problems=())
    moved = replace(one, overall=replace(one.overall, score=1.0))
    said = replace(one, words={**one.words, "band.weak": "poor"})
    assert told_in_chart(shorter) == told_in_chart(one)
    assert chart_svg(shorter) == chart_svg(one)
    for other in (moved, said):
        assert told_in_chart(other) != told_in_chart(one)
        assert chart_svg(other) != chart_svg(one)
