"""The door to python-docx for writing: a brief as a Word document that people edit."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any

from tasks.adapters.declarations import TEMPLATES
from tasks.adapters.locales import write_date, write_number
from tasks.adapters.word_elements import (
    add_bookmark,
    add_field,
    add_link,
    add_text,
    append_paragraph,
    bookmark_name,
    describe_table,
    element,
    repeat_header,
    set_language,
    set_widths,
)
from tasks.adapters.word_footnotes import Footnotes, NotePart
from tasks.adapters.word_styles import TABLE_STYLE, TITLE_MARK, complete_styles
from tasks.core.brief_citations import Citations, number_evidence
from tasks.core.briefs import Brief, IndicatorResult, Item, Quotation, Section, Sentence
from tasks.core.identifiers import sha256_of
from tasks.core.visible_text import make_visible

CREATED = datetime.datetime(2026, 1, 1)
ZIP_TIME = (2026, 1, 1, 0, 0, 0)
"""Times written into the file, so that the same brief gives the same bytes."""
TEMPLATE = "brief.docx"
PROPERTIES_PART = "docProps/core.xml"
SCRIPT_FONT = re.compile(rb"<a:font [^>]*/>")
SEAL_PATTERN = re.compile(rb"msp-briefs sha256 ([0-9a-f]{64})")
MOST_CITATIONS, MOST_ON_PAGE_ONE, MOST_NOTED, NOTED_WORDS = 6, 2, 3, 14
CHART_WIDTH_CM = 8.4
TEXT_WIDTH_CM = 16.6
SCORE_WIDTHS_CM = (3.2, 3.9, 1.5, 1.5, 1.5, 5.0)
LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "pt": "pt-PT"}


def write_docx(brief: Brief, chart_png: bytes) -> bytes:
    """Write a brief as a Word document.

    Args:
        brief: the brief.
        chart_png: chart of the areas.

    Returns:
        A .docx in the styles of the template, with heading levels, captions, footnotes that cite the words,
        repeated table headers, a picture with its alternative text, and a seal that tells whether anyone has
        saved it since.
    """
    return _Writer(brief, chart_png).write()


def is_untouched(content: bytes) -> bool:
    """Tell whether a Word document is as `write_docx` wrote it: nobody has edited and saved it since."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            seal = SEAL_PATTERN.search(package.read(PROPERTIES_PART))
            return seal is not None and seal.group(1).decode() == _digest(package)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):
        return False


def _digest(package: zipfile.ZipFile) -> str:
    """Digest all parts but the one that holds the seal."""
    parts = sorted(name for name in package.namelist() if name != PROPERTIES_PART)
    return sha256_of("\n".join(f"{name} {sha256_of(package.read(name))}" for name in parts))


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
        self.quoted = {quotation.segment_id: quotation for quotation in brief.quotations.values()}
        self.document: Any = docx.Document(str(TEMPLATES / TEMPLATE))
        complete_styles(self.document)
        self.styles = {style.name: style.style_id for style in self.document.styles}
        self.notes = Footnotes(self.styles["footnote text"], self.styles["footnote reference"], self.styles)
        self._chart = chart_png
        self._bookmark = 0
        self._n_tables = 0

    def write(self) -> bytes:
        """Write all parts and return the file."""
        self._clear()
        self._set_up()
        self._front_page()
        self._contents()
        for section in self.brief.sections:
            self._section(section)
        self._evidence()
        self.notes.save(self.document)
        _drop_script_fonts(self.document)
        stream = io.BytesIO()
        self.document.save(stream)
        return _sealed(stream.getvalue())

    def word(self, key: str) -> str:
        """Return a word of the page."""
        return self.brief.words[f"page.{key}"]

    def paragraph(self, text: str = "", style: str = "") -> Any:
        """Add a paragraph."""
        added = append_paragraph(self.document, text)
        if style:
            added._p.style = self.styles[style]
        return added

    def add(self, paragraph: Any, text: str, style: str = "", language: str = "") -> None:
        """Add text to a paragraph."""
        add_text(paragraph, text, self.styles.get(style, ""), language)

    def _clear(self) -> None:
        """Take out what the template's body shows: it only serves to see the styles."""
        body = self.document.element.body
        for part in list(body):
            if not part.tag.endswith("}sectPr"):
                body.remove(part)

    def _set_up(self) -> None:
        properties = self.document.core_properties
        properties.title, properties.subject = make_visible(self.brief.title), make_visible(self.brief.subtitle)
        properties.author, properties.language = "MSP Briefs", LOCALES[self.brief.language]
        properties.created = properties.modified = CREATED
        properties.last_modified_by, properties.comments = "", ""
        set_language(self.document, LOCALES[self.brief.language])
        self._header()

    def _header(self) -> None:
        marks = [self.word("draft")] if self.brief.status != "validated" else []
        marks += [self.word("synthetic")] if self.brief.is_synthetic else []
        shown = make_visible(" · ".join([self.brief.title, *marks]))
        header = self.document.sections[0].header
        marked = [paragraph for paragraph in header.paragraphs if TITLE_MARK in paragraph.text]
        if marked:
            marked[0].text = marked[0].text.replace(TITLE_MARK, shown)
        else:
            header.add_paragraph(shown)

    def _front_page(self) -> None:
        brief = self.brief
        self.paragraph(brief.title, "Title")
        self.paragraph(brief.subtitle, "Subtitle")
        for label, value in brief.title_block:
            fact = self.paragraph(style="Brief Fact")
            self.add(fact, f"{label}{self.word('colon')} ", "Brief Label")
            self.add(fact, value)
        if brief.is_synthetic:
            self.paragraph(f"{self.word('synthetic')}. {brief.synthetic_note}", "Brief Notice")
        if brief.status != "validated":
            self.paragraph(brief.status_text, "Brief Notice")
        self._heading(self.word("verdict"), 1, "first")
        for sentence in brief.verdict:
            self._mark(self.paragraph(sentence.text, "Brief Lead"), sentence.evidence)
        self._picture()
        for key, items in (("practices", brief.practices), ("gaps", brief.gaps)):
            if items:
                self._heading(self.word(key), 2)
                self._points(items)
            elif key == "practices":
                self._heading(self.word(key), 2)
                self.paragraph(self.word("no_practices"), "Brief Point")
        self._heading(self.word("how_sure"), 2)
        for text in brief.how_sure:
            self.paragraph(text, "Brief Point")
        if brief.next_actions:
            self._heading(self.word("next_actions"), 2)
            self._points(brief.next_actions)

    def _points(self, items: Iterable[Item]) -> None:
        for item in items:
            point = self.paragraph(style="Brief Point")
            for number, sentence in enumerate(item.sentences):
                self.add(point, f" {sentence.text}" if number else sentence.text)
                self._mark(point, sentence.evidence)

    def _heading(self, text: str, level: int, name: str = "") -> Any:
        heading = self.paragraph(text, f"Heading {level}")
        if name:
            self._bookmark += 1
            add_bookmark(heading, f"h_{name}", self._bookmark)
        return heading

    def _picture(self) -> None:
        from docx.shared import Cm

        picture = self.document.add_picture(io.BytesIO(self._chart), width=Cm(CHART_WIDTH_CM))
        shown = " ".join(area.verdict for area in self.brief.areas)
        picture._inline.docPr.set("descr", make_visible(f"{self.word('chart')}. {shown}"))
        picture._inline.docPr.set("title", make_visible(self.word("chart")))
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        self._caption("figure", 1, f"{self.word('chart')}. {self.word('chart_note')}")

    def _caption(self, kind: str, number: int, text: str) -> None:
        caption = self.paragraph(f"{self.word(kind)} ", "Caption")
        add_field(caption, f"SEQ {kind.capitalize()} \\* ARABIC", str(number))
        self.add(caption, f". {text}")
        caption.paragraph_format.keep_with_next = kind == "table"

    def _contents(self) -> None:
        heading = self.paragraph(self.word("contents"), "Subtitle")
        heading.paragraph_format.page_break_before = True
        entries = [("h_first", self.word("verdict"))]
        entries += [(f"h_{section.id}", section.title) for section in self.brief.sections]
        entries.append(("h_evidence", self.word("evidence")))
        lines = [self.paragraph(style="Brief Contents") for _ in entries]
        for kind, text in (("begin", ""), ("", ' TOC \\o "1-1" \\h '), ("separate", "")):
            run = lines[0].add_run()
            part = element("w:fldChar", fldCharType=kind) if kind else element("w:instrText")
            part.text = text or None
            run._r.append(part)
        for line, (bookmark, title) in zip(lines, entries, strict=True):
            add_link(line, title, bookmark)
        lines[-1].add_run()._r.append(element("w:fldChar", fldCharType="end"))

    def _section(self, section: Section) -> None:
        self._heading(section.title, 1, section.id)
        for text in section.fixed:
            self.paragraph(text)
        for sentence in section.sentences:
            self._sentence(sentence)
        for item in section.items:
            self._item(item)
        if section.id == "annex_scores":
            self._scores(section.title)
        if section.id == "annex_quality":
            self._problems(section.title)
        if section.rows:
            widths = _widths_of(section.column_shares) if section.column_shares else None
            rows = [list(row) for row in section.rows]
            self._table(rows, section.title, has_header=section.has_header, widths=widths)

    def _item(self, item: Item) -> None:
        self._heading(f"{item.mark} {item.title}".strip(), 2)
        for sentence in item.beneath_title():
            self._sentence(sentence)
        for id_ in item.quotations:
            self._quotation(self.brief.quotations[id_])

    def _sentence(self, sentence: Sentence) -> None:
        """Write a sentence with a footnote that cites the first of its evidence and counts the rest."""
        marks = self.citations.of(sentence.evidence)
        shown = sorted(marks, key=lambda mark: (mark[1] not in self.quoted, mark[0]))[:MOST_NOTED]
        parts: list[NotePart] = []
        for number, id_ in sorted(shown):
            parts += [NotePart("; ")] if parts else []
            parts += [NotePart(f"[{number}]", "Brief Label", bookmark_name(id_)), *self._cited(id_)]
        if (more := len(sentence.evidence) - len(shown)) > 0:
            parts.append(NotePart(f"; {self.word('cite_more').format(n=more)}."))
        self.notes.add(self.paragraph(sentence.text), parts)

    def _cited(self, id_: str) -> list[NotePart]:
        quotation = self.quoted.get(id_)
        if quotation is None:
            return [NotePart(f" {self.word('not_quotable').rstrip('.').lower()}")]
        if quotation.question:
            return [NotePart(f" {quotation.question}{self.word('colon')} {quotation.text} ({quotation.speaker_label})")]
        words = quotation.text.split()
        beginning = " ".join(words[:NOTED_WORDS]) + (" …" if len(words) > NOTED_WORDS else "")
        said = f" {self.word('open_quote')}{beginning}{self.word('close_quote')}"
        return [NotePart(said, language=quotation.language), NotePart(f" ({self._speaker(quotation)})")]

    def _speaker(self, quotation: Quotation) -> str:
        is_dated = quotation.date and quotation.record_type != "document"
        date = f", {write_date(quotation.date, self.brief.language)}" if is_dated else ""
        return f"{quotation.speaker_label}{date}"

    def _quotation(self, quotation: Quotation) -> None:
        paragraph = self.paragraph(style="Quote")
        said = f"{self.word('open_quote')}{quotation.text}{self.word('close_quote')}"
        self.add(paragraph, said, language=quotation.language)
        self.add(paragraph, f" — {self._speaker(quotation)}", "Brief Speaker")
        number = self.citations.numbers[quotation.segment_id]
        link = NotePart(f"[{number}]", "Brief Label", bookmark_name(quotation.segment_id))
        source = f"{quotation.file}, {quotation.place}" if quotation.file else quotation.segment_id
        self.notes.add(paragraph, [link, NotePart(f" {source}")])

    def _mark(self, paragraph: Any, evidence: tuple[str, ...], most: int = MOST_ON_PAGE_ONE) -> None:
        """Put marks that lead to the evidence behind a sentence that must not fill the page with footnotes."""
        marks = self.citations.of(evidence)
        for number, id_ in marks[:most]:
            add_link(paragraph, f"[{number}]", bookmark_name(id_), self.styles["Brief Citation"])
        if (more := len(evidence) - min(len(marks), most)) > 0:
            self.add(paragraph, f" +{more}", "Brief Citation")

    def _scores(self, title: str) -> None:
        keys = ("indicator", "level", "grade", "voices", "date", "explanation")
        rows = [[self.word(key) for key in keys]]
        merged, marked = [], {}
        for area in self.brief.areas:
            merged.append(len(rows))
            rows.append([area.verdict, *[""] * (len(keys) - 1)])
            for one in (one for one in self.brief.indicators if one.area == area.id):
                marked[len(rows)] = one.evidence
                rows.append(self._score_row(one))
        table_rows = self._table(rows, title, has_header=True, merged=merged, widths=SCORE_WIDTHS_CM).rows
        for number, evidence in marked.items():
            self._mark(table_rows[number].cells[-1].paragraphs[0], evidence, MOST_CITATIONS)

    def _score_row(self, one: IndicatorResult) -> list[str]:
        if isinstance(one.level, str):
            level = one.level_text if one.level == "NI" else f"{one.level}, {one.level_text}"
        else:
            number = write_number(one.level, 0 if one.level == int(one.level) else 1, self.brief.language)
            level = f"{number} {self.word('of_four')}{self.word('colon')} {one.level_text}"
        explanation = " ".join([one.explanation, *one.flag_texts])
        label = f"{one.label} ({', '.join(one.questions)})"
        return [label, level, one.grade_shown, one.n_shown if one.n != 0 else "", one.date[:4], f"{explanation} "]

    def _problems(self, title: str) -> None:
        rows = [[self.word(key) for key in ("severity", "place", "problem")]]
        for problem in self.brief.problems[:60]:
            place = ", ".join(str(problem[key]) for key in ("file", "row", "column") if problem[key])
            rows.append(
                [f"{problem['severity_text']} {problem['code']}", place, f"{problem['detail']} {problem['fix']}"]
            )
        if len(rows) > 1:
            self._table(rows, title, has_header=True)

    def _evidence(self) -> None:
        self._heading(self.word("evidence"), 1, "evidence")
        self.paragraph(self.word("evidence_note"))
        for id_ in self.citations.numbers:
            if (quotation := self.quoted.get(id_)) is None:
                continue
            paragraph = self.paragraph(style="Brief Evidence")
            self._label(paragraph, id_)
            if quotation.question:
                self.add(paragraph, f"{quotation.question}{self.word('colon')} {quotation.text}")
            else:
                said = f"{self.word('open_quote')}{quotation.text}{self.word('close_quote')}"
                self.add(paragraph, said, language=quotation.language)
            source = f"{quotation.file}, {quotation.place}; " if quotation.file else ""
            self.add(paragraph, f" — {self._speaker(quotation)}; {source}{id_}", "Brief Speaker")
        self._unquoted([id_ for id_ in self.citations.numbers if id_ not in self.quoted])

    def _unquoted(self, ids: list[str]) -> None:
        """Name in one paragraph, and count, the evidence that may not be quoted."""
        if not ids:
            return
        paragraph = self.paragraph(self.word("unquoted").format(n=len(ids)), style="Brief Evidence")
        for id_ in ids:
            self.add(paragraph, " ")
            self._label(paragraph, id_)
            self.add(paragraph, id_)

    def _label(self, paragraph: Any, id_: str) -> None:
        """Write the number of a piece of evidence, to which what cites it leads."""
        first = len(paragraph.runs)
        self.add(paragraph, f"[{self.citations.numbers[id_]}] ", "Brief Label")
        self._bookmark += 1
        add_bookmark(paragraph, bookmark_name(id_), self._bookmark, first)

    def _table(
        self,
        rows: list[list[str]],
        title: str,
        *,
        has_header: bool,
        merged: list[int] | None = None,
        widths: tuple[float, ...] | None = None,
    ) -> Any:
        if has_header:
            self._n_tables += 1
            self._caption("table", self._n_tables, re.split(r"\s?: ", title, maxsplit=1)[-1])
        table = self.document.add_table(rows=len(rows), cols=len(rows[0]), style=TABLE_STYLE)
        for number, (texts, row) in enumerate(zip(rows, table.rows, strict=True)):
            is_merged = number in (merged or ())
            cells = row.cells
            for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
                is_head = is_merged or (has_header and number == 0) or (place == 0 and not has_header)
                cell.paragraphs[0]._p.style = self.styles["Brief Table Head" if is_head else "Brief Table Text"]
                self.add(cell.paragraphs[0], text)
            if is_merged:
                _merge(row)
        set_widths(table, widths or _even_widths(len(rows[0])))
        describe_table(table, title)
        if has_header:
            repeat_header(table.rows[0])
        self.paragraph()
        return table


def _widths_of(shares: tuple[int, ...]) -> tuple[float, ...]:
    return tuple(round(TEXT_WIDTH_CM * share / sum(shares), 2) for share in shares)


def _even_widths(n: int) -> tuple[float, ...]:
    """Return widths for n columns: a narrow first one when there are two."""
    return (4.2, TEXT_WIDTH_CM - 4.2) if n == 2 else (TEXT_WIDTH_CM / n,) * n


def _merge(row: Any) -> None:
    """Merge the cells of a row; the empty ones leave no empty lines behind."""
    first, *rest = row.cells
    for cell in rest:
        for run in cell.paragraphs[0].runs:
            run._r.getparent().remove(run._r)
    first.merge(row.cells[-1])


def _drop_script_fonts(document: Any) -> None:
    """Take the fonts of other scripts out of the theme: some are called like people (Kartika, Shruti, Latha)."""
    for part in document.part.package.iter_parts():
        if "/theme/" in str(part.partname):
            part._blob = SCRIPT_FONT.sub(b"", part.blob)


def _sealed(content: bytes) -> bytes:
    """Return the same package with fixed times of its parts and the seal in its properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        seal = f"<dc:identifier>msp-briefs sha256 {_digest(source)}</dc:identifier></cp:coreProperties>"
        for name in source.namelist():
            part = source.read(name)
            if name == PROPERTIES_PART:
                part = part.replace(b"</cp:coreProperties>", seal.encode("ascii"))
            target.writestr(zipfile.ZipInfo(name, ZIP_TIME), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
