"""The door to Typst: a brief as a tagged PDF with bookmarks and its fonts inside, set without any other program."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from tasks.adapters.declarations import TEMPLATES
from tasks.adapters.locales import write_date, write_number
from tasks.core.brief_citations import Citations, number_evidence
from tasks.core.briefs import Brief, IndicatorResult, Item, Quotation, Section, Sentence
from tasks.core.visible_text import make_breakable, make_visible

ACCESSIBLE = "ua-1"
"""PDF/UA-1: Typst refuses to write a document that a screen reader could not follow."""
SETTING = """
import json, sys, typst
given = json.loads(sys.stdin.buffer.read())
try:
    pdf = typst.compile(given["template"].encode(), format="pdf", sys_inputs=given["inputs"], root=given["root"],
                        ignore_system_fonts=True, pdf_standards=given["standards"])
except RuntimeError as error:
    sys.exit(str(error))
sys.stdout.buffer.write(pdf)
"""
UNSHOWN = "could not be displayed"
MOST_CITATIONS, MOST_ON_PAGE_ONE, MOST_PROBLEMS = 6, 3, 60
LANGUAGE_PATTERN = re.compile(r"[a-z]{2,3}")


@contextmanager
def setting_pdf(brief: Brief, chart_svg: str) -> Iterator[Callable[[], bytes]]:
    """Let a brief be set as PDF while something else is done.

    Typst works in a process of its own: it takes a third of a gigabyte and gives none of it back.

    Args:
        brief: the brief.
        chart_svg: chart of the areas, as `charts.chart_svg` draws it.

    Yields:
        What waits for the file and returns it: a PDF/UA-1 file; where its words hold a character that no font inside
        Typst has, a tagged PDF that shows a box there.
    """
    content = json.dumps(_Content(brief).all(), ensure_ascii=False)
    inputs = {"brief": content, "chart": chart_svg}
    with _begin(inputs, [ACCESSIBLE]) as at_work:

        def finish() -> bytes:
            try:
                return _result_of(at_work)
            except RuntimeError as error:
                if UNSHOWN not in str(error):
                    raise
            with _begin(inputs, []) as again:
                return _result_of(again)

        yield finish


@contextmanager
def _begin(inputs: dict[str, str], standards: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Begin to set a document; the process ends with the context, whatever happens."""
    template = (TEMPLATES / "brief.typ").read_text(encoding="utf-8")
    given = {"template": template, "inputs": inputs, "standards": standards, "root": str(TEMPLATES)}
    command, pipe = [sys.executable, "-I", "-c", SETTING], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as at_work:
        try:
            if at_work.stdin is not None:
                with suppress(BrokenPipeError), at_work.stdin as told:  # one that ended says why
                    told.write(json.dumps(given).encode("ascii"))
            at_work.stdin = None
            yield at_work
        finally:
            at_work.kill()


def _result_of(at_work: subprocess.Popen[bytes]) -> bytes:
    """Wait for a document.

    Raises:
        RuntimeError: Typst refused, and says why.
    """
    made, said = at_work.communicate()
    if at_work.returncode:
        raise RuntimeError(said.decode("utf-8", "replace"))
    return made


def _shown(text: str) -> str:
    return make_breakable(make_visible(text))


class _Content:
    """What the template sets: texts, and numbers of citations, in reading order.

    Args:
        brief: the brief.
    """

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.citations: Citations = number_evidence(brief)

    def all(self) -> dict[str, Any]:
        """Return everything the template needs."""
        brief = self.brief
        marks = [brief.words["page.draft"]] if brief.status != "validated" else []
        marks += [brief.words["page.synthetic"]] if brief.is_synthetic else []
        return {
            "language": brief.language,
            "title": _shown(brief.title),
            "subtitle": _shown(brief.subtitle),
            "marks": marks,
            "status": _shown(brief.status_text) if brief.status != "validated" else "",
            "synthetic": _shown(brief.synthetic_note) if brief.is_synthetic else "",
            "facts": [[_shown(label), _shown(value)] for label, value in brief.title_block],
            "words": {key.removeprefix("page."): _shown(text) for key, text in brief.words.items()},
            "chart_text": _shown(" ".join(area.verdict for area in (*brief.areas, brief.overall))),
            "first": self._first_page(),
            "sections": [self._section(section) for section in brief.sections],
            "cards": self._cards(),
            "unquoted": self._unquoted(),
        }

    def _first_page(self) -> dict[str, Any]:
        brief = self.brief
        return {
            "verdict": [self._sentence(sentence, MOST_ON_PAGE_ONE) for sentence in brief.verdict],
            "practices": self._short(brief.practices),
            "gaps": self._short(brief.gaps),
            "how_sure": [_shown(text) for text in brief.how_sure],
            "next_actions": [
                [self._sentence(sentence, MOST_ON_PAGE_ONE) for sentence in item.sentences]
                for item in brief.next_actions
            ],
        }

    def _short(self, items: Iterable[Item]) -> list[dict[str, Any]]:
        return [self._sentence(sentence, MOST_ON_PAGE_ONE) for item in items for sentence in item.sentences]

    def _section(self, section: Section) -> dict[str, Any]:
        has_header = section.has_header
        rows = [[_shown(cell) for cell in row] for row in section.rows]
        return {
            "title": _shown(section.title),
            "fixed": [_shown(text) for text in section.fixed],
            "sentences": [self._sentence(sentence) for sentence in section.sentences],
            "items": [self._item(item) for item in section.items],
            "header": rows[0] if rows and has_header else [],
            "rows": rows[1:] if has_header else rows,
            "shares": list(section.column_shares),
            "scores": self._scores() if section.id == "annex_scores" else [],
            "problems": self._problems() if section.id == "annex_quality" else [],
        }

    def _item(self, item: Item) -> dict[str, Any]:
        return {
            "title": _shown(f"{item.mark} {item.title}".strip()),
            "sentences": [self._sentence(sentence) for sentence in item.beneath_title()],
            "quotations": [self._quotation(self.brief.quotations[id_]) for id_ in item.quotations],
        }

    def _sentence(self, sentence: Sentence, most: int = MOST_CITATIONS) -> dict[str, Any]:
        return {"text": _shown(sentence.text), **self._cited(sentence.evidence, most)}

    def _cited(self, evidence: tuple[str, ...], most: int = MOST_CITATIONS) -> dict[str, Any]:
        marks = self.citations.of(evidence)
        return {
            "marks": [[str(number), id_] for number, id_ in marks[:most]],
            "more": len(evidence) - len(marks[:most]),
        }

    def _quotation(self, quotation: Quotation) -> dict[str, Any]:
        is_dated = quotation.date and quotation.record_type != "document"
        date = f", {write_date(quotation.date, self.brief.language)}" if is_dated else ""
        return {
            "text": _shown(self._quoted(quotation)),
            "language": self._language_of(quotation),
            "speaker": _shown(f"{quotation.speaker_label}{date}"),
            **self._cited((quotation.segment_id,)),
        }

    def _quoted(self, quotation: Quotation) -> str:
        words: Callable[[str], str] = lambda key: self.brief.words[f"page.{key}"]  # noqa: E731
        return f"{words('open_quote')}{quotation.text}{words('close_quote')}"

    def _language_of(self, quotation: Quotation) -> str:
        language = quotation.language.partition("-")[0]
        return language if LANGUAGE_PATTERN.fullmatch(language) else self.brief.language

    def _scores(self) -> list[dict[str, Any]]:
        return [
            {
                "verdict": _shown(area.verdict),
                "rows": [self._score(one) for one in self.brief.indicators if one.area == area.id],
            }
            for area in self.brief.areas
        ]

    def _score(self, one: IndicatorResult) -> dict[str, Any]:
        number = one.level if isinstance(one.level, str) else self._level(one.level)
        return {
            "label": _shown(one.label),
            "questions": ", ".join(one.questions),
            "level": number,
            "level_text": _shown(one.level_text),
            "grade": one.grade_shown,
            "n": one.n_shown if one.n != 0 else "",
            "year": one.date[:4],
            "explanation": _shown(" ".join([one.explanation, *one.flag_texts])),
            **self._cited(one.evidence),
        }

    def _level(self, level: float) -> str:
        number = write_number(level, 0 if level == int(level) else 1, self.brief.language)
        return f"{number} {self.brief.words['page.of_four']}"

    def _problems(self) -> list[list[str]]:
        return [
            [
                _shown(f"{problem['severity_text']} {problem['code']}"),
                _shown(", ".join(str(problem[key]) for key in ("file", "row", "column") if problem[key])),
                _shown(f"{problem['detail']} {problem['fix']}"),
            ]
            for problem in self.brief.problems[:MOST_PROBLEMS]
        ]

    def _cards(self) -> list[dict[str, Any]]:
        quoted = {quotation.segment_id: quotation for quotation in self.brief.quotations.values()}
        return [self._card(number, id_, quoted[id_]) for id_, number in self.citations.numbers.items() if id_ in quoted]

    def _unquoted(self) -> dict[str, Any]:
        """Return the evidence that may not be quoted, and how much it is in words."""
        quoted = {quotation.segment_id for quotation in self.brief.quotations.values()}
        marks = [[str(number), id_] for id_, number in self.citations.numbers.items() if id_ not in quoted]
        return {"marks": marks, "text": _shown(self.brief.words["page.unquoted"].format(n=len(marks)))}

    def _card(self, number: int, id_: str, quotation: Quotation) -> dict[str, Any]:
        card = {"number": str(number), "id": id_, "question": "", "language": self.brief.language, "source": ""}
        place = f"; {quotation.file}, {quotation.place}" if quotation.file else ""
        source = f"{quotation.speaker_label}{place}"
        if quotation.question:
            return card | {
                "question": _shown(quotation.question),
                "text": _shown(quotation.text),
                "source": _shown(source),
            }
        return card | {
            "text": _shown(self._quoted(quotation)),
            "language": self._language_of(quotation),
            "source": _shown(source),
        }
