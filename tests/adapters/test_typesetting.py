"""A brief as PDF: tagged, with bookmarks, with its fonts inside, and with hostile text shown as text."""

import ctypes
import re
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as raw
import pytest
from builders_brief import HOSTILE, brief, quotation

from tasks.adapters.charts import chart_svg
from tasks.adapters.typesetting import setting_pdf
from tasks.core.briefs import Brief
from tasks.core.visible_text import BREAK_HERE, make_breakable, make_visible

LANGUAGES = ["en", "fr", "es", "pt"]
LETTERS = "À É Ç Œ œ ñ ¿¡ ã õ « » “ ” ’ – — … ɛ ɔ ŋ ɓ ɗ ẽ"


def written(told: Brief) -> bytes:
    with setting_pdf(told, chart_svg(told)) as pages:
        return pages()


def pdf_of(told: Brief) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(written(told))


def text_of(document: pypdfium2.PdfDocument) -> str:
    pages = " ".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"\s+", " ", pages.replace("\ufffe", "-").replace(BREAK_HERE, ""))


def bookmarks(document: pypdfium2.PdfDocument) -> list[tuple[int, str]]:
    return [(entry.level, entry.get_title()) for entry in document.get_toc()]


def fonts_of(document: pypdfium2.PdfDocument) -> dict[str, bool]:
    found = {}
    for page in document:
        for part in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font = raw.FPDFTextObj_GetFont(part.raw)
            name = ctypes.create_string_buffer(100)
            raw.FPDFFont_GetBaseFontName(font, name, 100)
            found[name.value.decode()] = raw.FPDFFont_GetIsEmbedded(font) == 1
    return found


def test_pdf__is_tagged_and_has_its_language_and_title():
    document = pdf_of(brief("fr"))
    assert raw.FPDFCatalog_IsTagged(document.raw)
    assert document.get_metadata_value("Title") == "Coordination in XAA"
    assert b"pdfuaid" in written(brief("fr"))


def test_pdf__every_font_is_inside():
    fonts = fonts_of(pdf_of(brief()))
    assert fonts
    assert all(fonts.values()), fonts


def test_pdf__bookmarks_are_the_headings_of_the_brief():
    told = brief()
    titles = [title for level, title in bookmarks(pdf_of(told)) if level == 0]
    wanted = [told.words["page.verdict"], *(section.title for section in told.sections), told.words["page.evidence"]]
    assert [title for title in titles if title in wanted] == wanted
    assert (1, "a. Meetings") in bookmarks(pdf_of(told))


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdf__letters_of_the_four_languages_are_there(language):
    document = pdf_of(brief(language, text=LETTERS))
    assert set(LETTERS) <= set(text_of(document))


@pytest.mark.parametrize("n_sure", [3, 12, 24])
def test_pdf__page_one_stands_alone_however_much_it_says(n_sure):
    told = replace(
        brief(), how_sure=tuple(f"Reason number {number} to doubt or to trust it." for number in range(n_sure))
    )
    document = pdf_of(told)
    first = re.sub(r"\s+", " ", document[0].get_textpage().get_text_range())
    assert f"Reason number {n_sure - 1} to doubt" in first
    assert "A brief" in first
    assert told.words["page.contents"] in document[1].get_textpage().get_text_range()


def test_pdf__says_on_its_pages_that_it_is_a_draft_and_synthetic():
    told = brief()
    document = pdf_of(told)
    assert "Draft" in text_of(document)
    assert "Invented for a test." in text_of(document)
    later = document[len(document) - 1].get_textpage().get_text_range()
    assert told.words["page.draft"] in later
    assert told.words["page.synthetic"] in later


def test_pdf__evidence_that_may_not_be_quoted_is_named_without_words():
    text = text_of(pdf_of(brief()))
    assert "Pieces of evidence that may not be quoted: 1. [2] s-2" in text


@pytest.mark.parametrize(
    "hostile",
    [HOSTILE, '#import "x" $x$ *b* _i_ `c` @label <label> \\ // /* ] [ #panic()', "{{ 1 }} {% x %} =HYPERLINK(1)"],
)
def test_pdf__hostile_text__is_shown_as_text(hostile):
    told = replace(brief(text=hostile), quotations={"q-1": quotation(text=hostile)})
    shown = re.sub(r"\s+", " ", make_visible(hostile))
    assert text_of(pdf_of(told)).count(shown) >= 2


@pytest.mark.slow
def test_pdf__a_word_of_100000_characters__stays_on_the_page():
    told = brief(text="x" * 100_000)
    document = pdf_of(told)
    widest = max(part.get_bounds()[2] for page in document for part in page.get_objects())
    assert widest <= document[0].get_width()
    assert text_of(document).replace(" ", "").count("x") >= 100_000


def test_pdf__a_letter_that_no_font_has__does_not_stop_it():
    document = pdf_of(brief(text="ኢትዮጵያ 😀"))
    assert raw.FPDFCatalog_IsTagged(document.raw)


def test_pdf__a_second_time__has_the_same_bytes():
    assert written(brief()) == written(brief())


def test_visible_text__keeps_length_and_breaks_only_long_words():
    assert make_visible(HOSTILE) == HOSTILE.replace("\u202e", "\ufffd").replace("\x07", "\ufffd")
    assert make_breakable("a short one") == "a short one"
    assert make_breakable("x" * 100).replace(BREAK_HERE, "") == "x" * 100
    assert max(len(part) for part in make_breakable("x" * 1000).split(BREAK_HERE)) <= 40


def fail_beside(pages):
    raise ZeroDivisionError(pages)


def test_pages__something_beside_them_fails__that_is_raised_and_nobody_is_left_at_work():
    with pytest.raises(ZeroDivisionError) as failed, setting_pdf(brief(), chart_svg(brief())) as pages:
        fail_beside(pages)
    [finish] = failed.value.args
    with pytest.raises(RuntimeError):  # the process was ended, and had made nothing
        finish()
