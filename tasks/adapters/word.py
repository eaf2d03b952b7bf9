"""The door to python-docx for writing: a brief as a Word document that people edit."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from typing import Any

from tasks.adapters.locales import write_date, write_number
from tasks.core.brief_citations import Citations, number_evidence
from tasks.core.briefs import Brief, IndicatorResult, Item, Section, Sentence

CREATED = datetime.datetime(2026, 1, 1)
ZIP_TIME = (2026, 1, 1, 0, 0, 0)
"""Times written into the file, so that the same brief gives the same bytes."""
ILLEGAL_PATTERN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MOST_CITATIONS = 6
CHART_WIDTH_CM = 16.0
ACCENT, SOFT, NOTICE_FILL, HEADER_FILL = "0B6E6E", "55606E", "FDF3E3", "E3EDED"
EVIDENCE_POINTS = 8.5
TEXT_WIDTH_CM = 16.6
SCORE_WIDTHS_CM = (3.2, 3.9, 1.5, 1.5, 1.5, 5.0)
LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "pt": "pt-PT"}


def write_docx(brief: Brief, chart_png: bytes) -> bytes:
    """Write a brief as a Word document.

    Args:
        brief: the brief.
        chart_png: chart of the areas.

    Returns:
        A .docx with real styles, headings, table headers, a picture with its alternative text, and
        citations that link to the evidence at its end.
    """
    return _Writer(brief, chart_png).write()


def _clean(text: str) -> str:
    """Return the text with what XML cannot hold replaced visibly."""
    return ILLEGAL_PATTERN.sub("\ufffd", text)


class _Writer:
    """Writes one document.

    Args:
        brief: the brief.
        chart_png: chart of the areas.
    """

    def __init__(self, brief: Brief, chart_png: bytes) -> None:
        import docx

        self.brief = brief
        self.citations: Citations = number_evidence(brief)
        self.document: Any = docx.Document()
        self._chart = chart_png
        self._bookmark = 0

    def write(self) -> bytes:
        """Write all parts and return the file."""
        self._set_up()
        self._front_page()
        for section in self.brief.sections:
            self._section(section)
        self._evidence()
        stream = io.BytesIO()
        self.document.save(stream)
        return _with_fixed_times(stream.getvalue())

    def word(self, key: str) -> str:
        """Return a word of the page."""
        return self.brief.words[f"page.{key}"]

    def _set_up(self) -> None:
        from docx.shared import Cm, Pt, RGBColor

        properties = self.document.core_properties
        properties.title, properties.subject = _clean(self.brief.title), _clean(self.brief.subtitle)
        properties.author, properties.language = "MSP Briefs", LOCALES[self.brief.language]
        properties.created = properties.modified = CREATED
        properties.last_modified_by, properties.comments = "", ""
        page = self.document.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.2)
        page.top_margin = page.bottom_margin = Cm(2)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(10.5)
        for name, size in (("Title", 24), ("Heading 1", 15), ("Heading 2", 12)):
            style = self.document.styles[name]
            style.font.name, style.font.size = "Calibri", Pt(size)
            style.font.color.rgb = RGBColor.from_string(ACCENT)
            _use_one_font(style)
        normal.paragraph_format.space_after = Pt(5)
        for name, size in (("Subtitle", 13), ("Caption", 9), ("Quote", 10)):
            style = self.document.styles[name]
            style.font.name, style.font.size, style.font.bold = "Calibri", Pt(size), False
            style.font.color.rgb = RGBColor.from_string(SOFT)
            _use_one_font(style)
        self.document.styles["Quote"].paragraph_format.left_indent = Cm(0.8)
        _set_language(normal, LOCALES[self.brief.language])
        evidence = self.document.styles.add_style("Evidence", 1)
        evidence.base_style, evidence.font.size = normal, Pt(EVIDENCE_POINTS)
        evidence.paragraph_format.space_after = Pt(2)
        self._header_and_footer(page)

    def _header_and_footer(self, page: Any) -> None:
        marks = [self.word("draft")] if self.brief.status != "validated" else []
        marks += [self.word("synthetic")] if self.brief.is_synthetic else []
        page.header.paragraphs[0].text = _clean(" · ".join([self.brief.title, *marks]))
        footer = page.footer.paragraphs[0]
        footer.alignment = 1
        _add_field(footer, "PAGE")

    def _front_page(self) -> None:
        brief = self.brief
        self.document.add_paragraph(_clean(brief.title), style="Title")
        self.document.add_paragraph(_clean(brief.subtitle), style="Subtitle")
        self._table([list(row) for row in brief.title_block], has_header=False)
        if brief.is_synthetic:
            self._notice(f"{self.word('synthetic')}. {brief.synthetic_note}")
        self._notice(brief.status_text)
        self.document.add_heading(_clean(self.word("verdict")), 1)
        for sentence in brief.verdict:
            self._sentence(sentence)
        self._picture()
        for title, items in ((self.word("practices"), brief.practices), (self.word("gaps"), brief.gaps)):
            self.document.add_heading(_clean(title), 2)
            for item in items:
                self._item_body(item, style="List Bullet")
        self.document.add_heading(_clean(self.word("how_sure")), 2)
        for text in brief.how_sure:
            self.document.add_paragraph(_clean(text), style="List Bullet")
        self.document.add_heading(_clean(self.word("next_actions")), 2)
        for sentence in brief.next_actions:
            self._sentence(sentence, style="List Bullet")
        self.document.add_page_break()

    def _notice(self, text: str) -> None:
        paragraph = self.document.add_paragraph(_clean(text))
        paragraph._p.get_or_add_pPr().append(_element("w:shd", val="clear", color="auto", fill=NOTICE_FILL))

    def _picture(self) -> None:
        from docx.shared import Cm

        picture = self.document.add_picture(io.BytesIO(self._chart), width=Cm(CHART_WIDTH_CM))
        shown = " ".join(area.verdict for area in self.brief.areas)
        picture._inline.docPr.set("descr", _clean(f"{self.word('chart')}. {shown}"))
        picture._inline.docPr.set("title", _clean(self.word("chart")))
        self.document.add_paragraph(_clean(f"{self.word('chart')}. {self.word('chart_note')}"), style="Caption")

    def _section(self, section: Section) -> None:
        self.document.add_heading(_clean(section.title), 1)
        for text in section.fixed:
            self.document.add_paragraph(_clean(text))
        for sentence in section.sentences:
            self._sentence(sentence)
        for item in section.items:
            self.document.add_heading(_clean(f"{item.mark} {item.title}".strip()), 2)
            self._item_body(item)
        if section.id == "annex_scores":
            self._scores()
        if section.id == "annex_quality":
            self._problems()
        if section.rows:
            self._table(
                [list(row) for row in section.rows], has_header=section.id in ("annex_gaps", "annex_questionnaire")
            )

    def _item_body(self, item: Item, style: str | None = None) -> None:
        for sentence in item.sentences:
            self._sentence(sentence, style=style)
        for id_ in item.quotations:
            self._quotation(id_)

    def _sentence(self, sentence: Sentence, style: str | None = None) -> None:
        paragraph = self.document.add_paragraph(_clean(sentence.text), style=style)
        self._cite(paragraph, sentence.evidence)

    def _quotation(self, id_: str) -> None:
        quotation = self.brief.quotations[id_]
        text = f"{self.word('open_quote')}{quotation.text}{self.word('close_quote')}"
        paragraph = self.document.add_paragraph(_clean(text), style="Quote")
        is_dated = quotation.date and quotation.record_type != "document"
        date = f", {write_date(quotation.date, self.brief.language)}" if is_dated else ""
        paragraph.add_run(_clean(f" — {quotation.speaker_label}{date}")).italic = False
        self._cite(paragraph, (quotation.segment_id,))

    def _cite(self, paragraph: Any, evidence: tuple[str, ...]) -> None:
        marks = self.citations.of(evidence)
        for number, id_ in marks[:MOST_CITATIONS]:
            _add_link(paragraph, f"[{number}]", _bookmark_name(id_))
        if len(marks) > MOST_CITATIONS:
            paragraph.add_run(f" +{len(marks) - MOST_CITATIONS}").font.superscript = True

    def _scores(self) -> None:
        keys = ("indicator", "level", "grade", "voices", "date", "explanation")
        rows = [[self.word(key) for key in keys]]
        bold = []
        for area in self.brief.areas:
            bold.append(len(rows))
            rows.append([area.verdict, *[""] * (len(keys) - 1)])
            rows += [self._score_row(one) for one in self.brief.indicators if one.area == area.id]
        self._table(rows, has_header=True, merged=bold, widths=SCORE_WIDTHS_CM)

    def _score_row(self, one: IndicatorResult) -> list[str]:
        if isinstance(one.level, str):
            level = f"{one.level}: {one.level_text}"
        else:
            number = write_number(one.level, 0 if one.level == int(one.level) else 1, self.brief.language)
            level = f"{number} {self.word('of_four')}: {one.level_text}"
        marks = ", ".join(f"[{number}]" for number, _ in self.citations.of(one.evidence)[:MOST_CITATIONS])
        explanation = " ".join([one.explanation, *one.flag_texts, marks])
        label = f"{one.label} ({', '.join(one.questions)})"
        return [label, level, one.grade, str(one.n) if one.n else "", one.date[:4], explanation]

    def _problems(self) -> None:
        rows = [[self.word(key) for key in ("severity", "place", "problem")]]
        for problem in self.brief.problems[:60]:
            place = ", ".join(str(problem[key]) for key in ("file", "row", "column") if problem[key])
            rows.append([f"{problem['severity']} {problem['code']}", place, f"{problem['detail']} {problem['fix']}"])
        if len(rows) > 1:
            self._table(rows, has_header=True)

    def _evidence(self) -> None:
        self.document.add_heading(_clean(self.word("evidence")), 1)
        self.document.add_paragraph(_clean(self.word("evidence_note")))
        quoted = {quotation.segment_id: quotation for quotation in self.brief.quotations.values()}
        for id_, number in self.citations.numbers.items():
            paragraph = self.document.add_paragraph(style="Evidence")
            self._bookmark += 1
            _add_bookmark(paragraph, f"[{number}] ", _bookmark_name(id_), self._bookmark)
            quotation = quoted.get(id_)
            if quotation is None:
                paragraph.add_run(_clean(f"{self.word('not_quotable')} {id_}"))
                continue
            words = f"{self.word('open_quote')}{quotation.text}{self.word('close_quote')}"
            shown = f"{quotation.question}: {quotation.text}" if quotation.question else words
            paragraph.add_run(_clean(shown))
            source = f"{quotation.file}, {quotation.place}; " if quotation.file else ""
            paragraph.add_run(_clean(f" — {quotation.speaker_label}; {source}{id_}")).italic = True

    def _table(
        self,
        rows: list[list[str]],
        *,
        has_header: bool,
        merged: list[int] | None = None,
        widths: tuple[float, ...] | None = None,
    ) -> None:
        table = self.document.add_table(rows=0, cols=len(rows[0]), style="Table Grid" if has_header else "Normal Table")
        for number, row in enumerate(rows):
            cells = table.add_row().cells
            is_merged = number in (merged or [])
            for cell, text in zip(cells, row, strict=True):
                if text:
                    cell.text = _clean(text)
                    _style_cell(cell, is_strong=is_merged or (has_header and number == 0))
            if is_merged:
                cells[0].merge(cells[-1])
        _fix_widths(table, widths or (TEXT_WIDTH_CM / len(rows[0]),) * len(rows[0]))
        if has_header:
            _repeat_header(table.rows[0])
        self.document.add_paragraph()


def _fix_widths(table: Any, widths: tuple[float, ...]) -> None:
    """Give the columns fixed widths, and keep each row on one page."""
    from docx.shared import Cm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        for cell, width in zip(row._tr.tc_lst, widths, strict=False):
            if cell.grid_span == 1:
                cell.width = Cm(width)


def _style_cell(cell: Any, *, is_strong: bool) -> None:
    from docx.shared import Pt

    cell.paragraphs[0].paragraph_format.space_after = Pt(1)
    if is_strong:
        cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=HEADER_FILL))
    for run in cell.paragraphs[0].runs:
        run.font.size = Pt(9)
        run.font.bold = is_strong


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _repeat_header(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("w:tblHeader", val="true"))


def _set_language(style: Any, locale: str) -> None:
    style.element.get_or_add_rPr().append(_element("w:lang", val=locale, eastAsia=locale))


def _use_one_font(style: Any) -> None:
    """Take the theme's fonts off a heading style: they win over the named font otherwise."""
    from docx.oxml.ns import qn

    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def _add_field(paragraph: Any, instruction: str) -> None:
    run = paragraph.add_run()
    for kind in ("begin", None, "end"):
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))
        else:
            text = _element("w:instrText")
            text.text = instruction
            run._r.append(text)


def _bookmark_name(id_: str) -> str:
    return f"e_{id_.replace('-', '_')}"[:40]


def _add_bookmark(paragraph: Any, text: str, name: str, number: int) -> None:
    paragraph._p.append(_element("w:bookmarkStart", id=str(number), name=name))
    paragraph.add_run(text).bold = True
    paragraph._p.append(_element("w:bookmarkEnd", id=str(number)))


def _add_link(paragraph: Any, text: str, bookmark: str) -> None:
    link = _element("w:hyperlink", anchor=bookmark, history="1")
    run = paragraph.add_run(text)
    run.font.superscript = True
    link.append(run._r)
    paragraph._p.append(link)


def _with_fixed_times(content: bytes) -> bytes:
    """Return the same package with fixed times of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, ZIP_TIME), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
