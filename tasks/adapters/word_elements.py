"""Small pieces of WordprocessingML that python-docx has no words for: fields, links, bookmarks, languages, captions."""

from __future__ import annotations

import re
from typing import Any

from tasks.core.visible_text import make_visible

BROKEN = re.compile(r"[\t\n\r]")
"""What python-docx writes as tabs and line breaks."""


def element(tag: str, **attributes: str) -> Any:
    """Make an element of the main namespace, for example `element("w:shd", fill="EEEEEE")`."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def append_paragraph(document: Any, text: str) -> Any:
    """Add a paragraph at the end of a document: python-docx looks through all of the document for it each time."""
    from docx.text.paragraph import Paragraph

    made = element("w:p")
    document.element.body[-1].addprevious(made)  # what is last there are the settings of the section
    paragraph = Paragraph(made, document._body)
    if text:
        add_text(paragraph, text)
    return paragraph


def add_text(paragraph: Any, text: str, style_id: str = "", language: str = "") -> Any:
    """Add a run of text.

    Args:
        paragraph: where to.
        text: shown as it is; what XML cannot hold is replaced visibly.
        style_id: id of a character style (to look it up by its name takes ten times as long as to write it).
        language: locale of the words, so that the right speller reads them; "" for that of the document.
    """
    from docx.text.run import Run

    run, properties, shown = element("w:r"), element("w:rPr"), make_visible(text)
    if style_id:
        properties.append(element("w:rStyle", val=style_id))
    if language:
        properties.append(element("w:lang", val=language, eastAsia=language))
    if len(properties):
        run.append(properties)
    if shown and not BROKEN.search(shown):
        run.add_t(shown)
    else:
        run.text = shown  # python-docx looks at each character
    paragraph._p.append(run)
    return Run(run, paragraph)


def add_field(paragraph: Any, instruction: str, shown: str) -> None:
    """Add a field that Word keeps up to date, with what it shows until then."""
    field = element("w:fldSimple", instr=instruction)
    field.append(paragraph.add_run(shown)._r)
    paragraph._p.append(field)


def add_link(paragraph: Any, text: str, bookmark: str, style_id: str = "") -> None:
    """Add text that leads to a bookmark of the same document."""
    link = element("w:hyperlink", anchor=bookmark, history="1")
    link.append(add_text(paragraph, text, style_id)._r)
    paragraph._p.append(link)


def add_bookmark(paragraph: Any, name: str, number: int, first: int = 0) -> None:
    """Put a bookmark around what a paragraph holds so far, from a run on."""
    start, end = element("w:bookmarkStart", id=str(number), name=name), element("w:bookmarkEnd", id=str(number))
    paragraph.runs[first]._r.addprevious(start)
    paragraph._p.append(end)


def bookmark_name(id_: str) -> str:
    """Return the name of the bookmark of a piece of evidence."""
    return f"e_{id_.replace('-', '_')}"[:40]


def repeat_header(row: Any) -> None:
    """Make a table row the header that each page repeats."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader"))


def describe_table(table: Any, title: str) -> None:
    """Give a table the title that a screen reader tells."""
    properties = table._tbl.tblPr
    properties.append(element("w:tblCaption", val=make_visible(title)))


def set_widths(table: Any, widths: tuple[float, ...]) -> None:
    """Give the columns fixed widths in centimetres, and keep each row on one page."""
    from docx.shared import Cm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for cell, width in zip(row._tr.tc_lst, widths, strict=False):
            if cell.grid_span == 1:
                cell.width = Cm(width)


def set_language(document: Any, locale: str) -> None:
    """Set the language of a document where Word looks for it: in the defaults of its styles."""
    from docx.oxml.ns import qn

    styles = document.styles.element
    properties = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    places = [style.element.get_or_add_rPr() for style in document.styles if style.name == "Normal"]
    for place in [*places, *([properties] if properties is not None else [])]:
        for old in place.findall(qn("w:lang")):
            place.remove(old)
        place.append(element("w:lang", val=locale, eastAsia=locale))
