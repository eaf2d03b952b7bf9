"""A brief as a Word document that editors use: styles, captions, footnotes, languages, template, seal."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from builders_brief import HOSTILE, brief, quotation
from lxml import etree

from tasks.adapters import word
from tasks.adapters.charts import chart_png
from tasks.adapters.declarations import TEMPLATES
from tasks.adapters.word import is_untouched, write_docx
from tasks.adapters.word_styles import PARAGRAPH_STYLES, TITLE_MARK, make_template
from tasks.core.briefs import Brief, Section

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def content_of(told: Brief) -> bytes:
    return write_docx(told, chart_png(told))


@pytest.fixture(scope="module")
def content() -> bytes:
    return content_of(brief("fr"))


def part(content: bytes, name: str = "word/document.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode("utf-8")


def test_document__has_real_styles_and_heading_levels_without_a_gap(content):
    document = docx.Document(io.BytesIO(content))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "Quote", "Caption", "Brief Point"} <= set(styles)
    levels = [int(name[-1]) for name in styles if name.startswith("Heading")]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in zip(levels, levels[1:], strict=False))


def test_document__theme__names_no_font_that_people_are_called_like(content):
    assert "Kartika" not in part(content, "word/theme/theme1.xml")
    assert 'latin typeface="Calibri"' in part(content, "word/theme/theme1.xml")


def test_document__formats_by_style_and_not_by_hand(content):
    by_hand = r"<w:(?:sz|color|rFonts|b|i) "
    assert not re.search(by_hand, part(content))


def test_document__citations_are_footnotes_that_lead_to_the_evidence(content):
    references = re.findall(r'<w:footnoteReference w:id="(\d+)"', part(content))
    notes = part(content, "word/footnotes.xml")
    assert references == [str(number) for number in range(1, len(references) + 1)]
    assert set(references) <= set(re.findall(r'<w:footnote w:id="(\d+)"', notes))
    assert "We met three times" in notes
    bookmarks = set(re.findall(r'w:bookmarkStart [^>]*w:name="([^"]+)"', part(content)))
    assert set(re.findall(r'w:anchor="([^"]+)"', part(content) + notes)) <= bookmarks


def test_document__captions_are_numbered_by_fields_and_the_picture_has_its_text(content):
    xml = part(content)
    assert {"Figure", "Table"} <= set(re.findall(r'w:instr="SEQ (\w+)', xml))
    assert re.search(r'<wp:docPr [^>]*descr="[^"]{20,}', xml)


def test_document__tables_repeat_their_head_and_are_titled(content):
    document = docx.Document(io.BytesIO(content))
    headed = [table for table in document.tables if "tblHeader" in table._tbl.xml]
    assert len(headed) >= 2
    assert all("w:tblCaption" in table._tbl.xml for table in document.tables)


@pytest.mark.parametrize("id_", ["annex_gaps", "annex_questionnaire", "annex_sensitivity", "annex_changes"])
def test_table__whose_first_row_names_its_columns__has_a_heading_row(id_):
    rows = (("What is changed", "Overall score", "Difference in points"), ("nothing", "54", "–"))
    told = brief()
    one = Section(id_, "Annex H: What the score hangs on", rows=rows)
    table = docx.Document(io.BytesIO(content_of(replace(told, sections=(*told.sections, one))))).tables[-1]
    head = table.rows[0]
    assert head._tr.trPr is not None
    assert head._tr.trPr.findall(W + "tblHeader")
    assert {cell.paragraphs[0].style.name for cell in head.cells} == {"Brief Table Head"}
    assert table.rows[1].cells[1].paragraphs[0].style.name == "Brief Table Text"


def test_table__of_names_and_values__has_none():
    told = brief()
    one = Section("annex_method", "Annex D: Method", rows=(("Sources", "6 interviews"), ("Levels", "five")))
    table = docx.Document(io.BytesIO(content_of(replace(told, sections=(*told.sections, one))))).tables[-1]
    assert table.rows[0].cells[1].paragraphs[0].style.name == "Brief Table Text"


def test_document__language_is_that_of_the_brief_and_of_each_quotation(content):
    assert re.search(r'<w:lang [^>]*w:val="fr-FR"', part(content, "word/styles.xml"))
    assert "en-US" not in re.search(r"<w:docDefaults>.*?</w:docDefaults>", part(content, "word/styles.xml"), re.S)[0]
    quote = next(p for p in docx.Document(io.BytesIO(content)).paragraphs if p.style.name == "Quote")
    assert 'w:val="en"' in quote.runs[0]._r.xml


def test_document__contents_name_each_section(content):
    lines = [p for p in docx.Document(io.BytesIO(content)).paragraphs if p.style.name == "Brief Contents"]
    shown = ["".join(p._p.itertext()) for p in lines]
    assert [title for title in shown if "Interventions" in title]
    assert "TOC" in part(content)


def test_document__hostile_text__is_text():
    told = replace(brief(text=HOSTILE), quotations={"q-1": quotation(text=HOSTILE)}, title=HOSTILE)
    content = content_of(told)
    document = docx.Document(io.BytesIO(content))
    assert any("<script>" in paragraph.text and "\ufffd" in paragraph.text for paragraph in document.paragraphs)
    assert "&lt;script&gt;" in part(content, "word/footnotes.xml")


def test_seal__holds_for_what_was_written_and_breaks_with_any_edit(content):
    assert is_untouched(content)
    document = docx.Document(io.BytesIO(content))
    document.paragraphs[3].add_run(" An editor was here.")
    stream = io.BytesIO()
    document.save(stream)
    assert not is_untouched(stream.getvalue())
    assert not is_untouched(b"no document at all")
    assert not is_untouched(make_template())


def test_template__ships_with_every_style_and_as_it_is_made():
    document = docx.Document(str(TEMPLATES / "brief.docx"))
    assert {name for name, *_ in PARAGRAPH_STYLES} <= {style.name for style in document.styles}
    assert TITLE_MARK in document.sections[0].header.paragraphs[0].text


ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku"
    " wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents"
    " suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd"
    " tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
}
"""Children of properties in the order of Word's schema (ECMA-376-1, CT_PPr, CT_TblPr, CT_TcPr)."""


def test_brief__keeps_the_order_of_words_schema__in_text_notes_and_styles(content):
    roots = [
        etree.fromstring(part(content, f"word/{name}.xml").encode()) for name in ("document", "footnotes", "styles")
    ]
    seen = set()
    for node in (node for root in roots for node in root.iter(etree.Element)):
        order = ORDERS.get(name := etree.QName(node).localname, "").split()
        if order:
            seen.add(name)
            places = [order.index(etree.QName(child).localname) for child in node]
            assert places == sorted(places), etree.tostring(node)[:300]
    assert seen == set(ORDERS)


def test_template__restyled_by_a_team__shows_in_the_brief(tmp_path, monkeypatch):
    own = docx.Document(str(TEMPLATES / "brief.docx"))
    own.styles["Heading 1"].font.name = "Georgia"
    own.styles["Brief Notice"].element.getparent().remove(own.styles["Brief Notice"].element)
    own.sections[0].header.paragraphs[0].text = f"Ministry of Health · {TITLE_MARK}"
    own.add_paragraph("This paragraph only shows the styles.")
    own.save(str(tmp_path / "brief.docx"))
    monkeypatch.setattr(word, "TEMPLATES", tmp_path)
    made = docx.Document(io.BytesIO(content_of(brief())))
    assert made.styles["Heading 1"].font.name == "Georgia"
    assert "Brief Notice" in {paragraph.style.name for paragraph in made.paragraphs}
    assert made.sections[0].header.paragraphs[0].text.startswith("Ministry of Health · Coordination in XAA")
    assert not [paragraph for paragraph in made.paragraphs if "only shows" in paragraph.text]


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed: the .docx was not opened in it"
)
def test_document__opens_in_libreoffice_with_its_footnotes(tmp_path: Path, content):
    path = tmp_path / "brief.docx"
    path.write_bytes(content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = (tmp_path / "brief.txt").read_text(encoding="utf-8")
    assert "The platform met three times." in text
    assert "We met three times" in text
