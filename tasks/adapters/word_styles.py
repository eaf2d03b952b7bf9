"""The Word template of the briefs: a file with every style, which a team restyles in Word.

`reports/templates/brief.docx` was made by `make_template` and is used as it lies there. What a team changes in it
(fonts, colours, margins, header with a logo) shows in every brief; a style it has deleted is put back as made here.
"""

from __future__ import annotations

import io
from typing import Any

from tasks.adapters.word_elements import add_field, element

ACCENT, SOFT, NOTICE_FILL, HEADER_FILL, WARN = "0B6E6E", "55606E", "FDF3E3", "E3EDED", "8A4B08"
FONT = "Calibri"
TITLE_MARK = "{title}"
"""Stands in the template's header for the title of the brief and its marks (draft, synthetic)."""
PARAGRAPH, CHARACTER, TABLE = 1, 2, 3
PARAGRAPH_STYLES: tuple[tuple[str, str, float, str, bool, float], ...] = (
    # name, based on, size, colour, bold, space after (points)
    ("Normal", "", 10.5, "", False, 5),
    ("Title", "Normal", 22, ACCENT, True, 2),
    ("Subtitle", "Normal", 12.5, SOFT, False, 6),
    ("Heading 1", "Normal", 15, ACCENT, True, 5),
    ("Heading 2", "Normal", 12, ACCENT, True, 3),
    ("Caption", "Normal", 8.5, SOFT, False, 4),
    ("Quote", "Normal", 10, SOFT, False, 5),
    ("List Bullet", "Normal", 10.5, "", False, 2),
    ("footnote text", "Normal", 8.5, "", False, 0),
    ("Brief Lead", "Normal", 10, "", False, 2),
    ("Brief Point", "List Bullet", 8.5, "", False, 0),
    ("Brief Fact", "Normal", 9, "", False, 0),
    ("Brief Notice", "Normal", 8.5, "", False, 2),
    ("Brief Contents", "Normal", 10.5, "", False, 1),
    ("Brief Table Text", "Normal", 9, "", False, 1),
    ("Brief Table Head", "Normal", 9, "", True, 1),
    ("Brief Evidence", "Normal", 8.5, "", False, 2),
)
AFTER_SHADING = ("w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
"""What Word's schema wants after the shading of a paragraph."""
CHARACTER_STYLES = ("footnote reference", "Brief Citation", "Brief Speaker", "Brief Label")
TABLE_STYLE = "Brief Table"


def make_template() -> bytes:
    """Make the template file anew, as it ships."""
    import docx
    from docx.shared import Cm

    document: Any = docx.Document()
    for style in list(document.styles):
        if style.type == TABLE and style.name not in ("Normal Table", "Table Grid"):
            style.element.getparent().remove(style.element)
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Caption", "Quote", "List Bullet"):
        _shape(document, name)
    complete_styles(document)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin, page.bottom_margin = Cm(1.5), Cm(1.3)
    page.header.paragraphs[0].text = TITLE_MARK
    page.footer.paragraphs[0].alignment = 1
    add_field(page.footer.paragraphs[0], "PAGE", "1")
    _show_styles(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _show_styles(document: Any) -> None:
    """Show each style once, so that who restyles the template sees what changes; a brief leaves this out."""
    for name, *_ in PARAGRAPH_STYLES:
        document.add_paragraph(name, style=name)
    for name in CHARACTER_STYLES:
        document.add_paragraph().add_run(name, style=name)
    table = document.add_table(rows=2, cols=2, style=TABLE_STYLE)
    table.cell(0, 0).text, table.cell(1, 0).text = TABLE_STYLE, TABLE_STYLE


def complete_styles(document: Any) -> None:
    """Put back each style that a brief uses and the document lacks."""
    names = {style.name for style in document.styles}
    for name, *_ in PARAGRAPH_STYLES:
        if name not in names:
            document.styles.add_style(name, PARAGRAPH, builtin=name[0].islower() or not name.startswith("Brief"))
            _shape(document, name)
    for name in CHARACTER_STYLES:
        if name not in names:
            _shape_characters(document.styles.add_style(name, CHARACTER, builtin=name[0].islower()))
    if TABLE_STYLE not in names:
        _shape_table(document.styles.add_style(TABLE_STYLE, TABLE))


def _shape(document: Any, name: str) -> None:
    from docx.shared import Cm, Pt, RGBColor

    _, base, size, colour, is_bold, after = next(row for row in PARAGRAPH_STYLES if row[0] == name)
    style = document.styles[name]
    if base:
        style.base_style = document.styles[base]
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), is_bold
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)
    style.paragraph_format.space_after = Pt(after)
    _use_one_font(style)
    if name in ("Subtitle", "Quote"):
        style.font.italic = name == "Quote"
    if name == "Quote":
        style.paragraph_format.left_indent = Cm(0.8)
    if name == "Brief Evidence":
        style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Cm(1.1), Cm(-1.1)
    if name == "Brief Notice":
        notice = element("w:shd", val="clear", color="auto", fill=NOTICE_FILL)
        style.element.get_or_add_pPr().insert_element_before(notice, *AFTER_SHADING)
    if name.startswith("Heading"):
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt(12 if name == "Heading 1" else 5)
    if name == "Brief Point":
        style.paragraph_format.line_spacing = 1.0


def _use_one_font(style: Any) -> None:
    """Take the theme's fonts off a style: they win over the named font otherwise."""
    from docx.oxml.ns import qn

    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def _shape_characters(style: Any) -> None:
    from docx.shared import RGBColor

    if style.name in ("footnote reference", "Brief Citation"):
        style.font.superscript = True
    if style.name == "Brief Citation":
        style.font.color.rgb = RGBColor.from_string(ACCENT)
    if style.name == "Brief Speaker":
        style.font.italic = False
    if style.name == "Brief Label":
        style.font.bold = True


def _shape_table(style: Any) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C5CED4"/>' for side in ("top", "bottom", "insideH")
    )
    style.element.append(parse_xml(f"<w:tblPr {nsdecls('w')}><w:tblBorders>{edges}</w:tblBorders></w:tblPr>"))
    style.element.append(
        parse_xml(
            f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:tcPr>'
            f'<w:shd w:val="clear" w:color="auto" w:fill="{HEADER_FILL}"/></w:tcPr></w:tblStylePr>'
        )
    )
