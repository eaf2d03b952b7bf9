"""Footnotes of a Word document: python-docx reads none and writes none, so their part is written here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tasks.adapters.word_elements import element
from tasks.core.visible_text import make_visible

FIRST = 1
SEPARATORS = (("-1", "separator", "w:separator"), ("0", "continuationSeparator", "w:continuationSeparator"))


@dataclass(frozen=True, slots=True)
class NotePart:
    """A piece of a footnote.

    Attributes:
        text: the words.
        style: character style, "" for none.
        bookmark: where the words lead, "" for nowhere.
        language: locale of the words, "" for that of the document.
    """

    text: str
    style: str = ""
    bookmark: str = ""
    language: str = ""


@dataclass(slots=True)
class Footnotes:
    """The footnotes of one document, in order.

    Args:
        text_style: id of the paragraph style of a footnote.
        mark_style: id of the character style of its mark.
        style_ids: name of a character style -> its id.
    """

    text_style: str
    mark_style: str
    style_ids: dict[str, str]
    _notes: list[Any] = field(default_factory=list)

    def add(self, paragraph: Any, parts: list[NotePart]) -> None:
        """Put a mark at the end of a paragraph and keep its note."""
        number = str(FIRST + len(self._notes))
        mark = element("w:r")
        mark.append(self._style(self.mark_style))
        mark.append(element("w:footnoteReference", id=number))
        paragraph._p.append(mark)
        self._notes.append(self._note(number, parts))

    def save(self, document: Any) -> None:
        """Write the part into the package, in the place of one that a template brought along."""
        from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
        from docx.opc.oxml import serialize_part_xml
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        root = element("w:footnotes")
        for number, kind, tag in SEPARATORS:
            root.append(_separator(number, kind, tag))
        for note in self._notes:
            root.append(note)
        content = serialize_part_xml(root)
        for relation in document.part.rels.values():
            if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
                relation.target_part._blob = content
                return
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, content, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        _declare(document)

    def _note(self, number: str, parts: list[NotePart]) -> Any:
        note, paragraph, properties = element("w:footnote", id=number), element("w:p"), element("w:pPr")
        properties.append(element("w:pStyle", val=self.text_style))
        paragraph.append(properties)
        mark = element("w:r")
        mark.append(self._style(self.mark_style))
        mark.append(element("w:footnoteRef"))
        paragraph.append(mark)
        paragraph.append(self._run(NotePart(" ")))
        for part in parts:
            run = self._run(part)
            if part.bookmark:
                link = element("w:hyperlink", anchor=part.bookmark, history="1")
                link.append(run)
                run = link
            paragraph.append(run)
        note.append(paragraph)
        return note

    def _run(self, part: NotePart) -> Any:
        run, text = element("w:r"), element("w:t")
        if part.style or part.language:
            properties = self._style(self.style_ids[part.style]) if part.style else element("w:rPr")
            if part.language:
                properties.append(element("w:lang", val=part.language, eastAsia=part.language))
            run.append(properties)
        text.text = make_visible(part.text)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
        return run

    def _style(self, style_id: str) -> Any:
        properties = element("w:rPr")
        properties.append(element("w:rStyle", val=style_id))
        return properties


def _separator(number: str, kind: str, tag: str) -> Any:
    note, paragraph, run = element("w:footnote", type=kind, id=number), element("w:p"), element("w:r")
    run.append(element(tag))
    paragraph.append(run)
    note.append(paragraph)
    return note


def _declare(document: Any) -> None:
    """Name the separators in the settings, where their order puts them."""
    from docx.oxml.ns import qn

    settings = document.settings.element
    declared = element("w:footnotePr")
    for number, _, _ in SEPARATORS:
        declared.append(element("w:footnote", id=number))
    following = settings.find(qn("w:compat"))
    if following is not None:
        following.addprevious(declared)
    else:
        settings.append(declared)
