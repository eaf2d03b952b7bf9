"""Paragraphs of printed pages: laid out line by line as programs do, and put together again."""

from __future__ import annotations

import textwrap

import pytest

from tasks.core.page_lines import PageLine, mark_columns, number_rows, without_line_numbers, without_running_titles
from tasks.core.page_paragraphs import join_paragraphs
from tasks.core.wrapped_texts import join_wrapped

LETTER, PITCH = 6.0, 12.0
SHORT = "Who convenes the platform this year, and who signs its letters?"
LONG = (
    "The ministry of planning does, since the decree of last spring; before that it was nobody in particular, and the "
    "partners took it in turns. We have a small office with two desks, and a telephone that rings in another room."
)
SPEECHES = [SHORT, LONG, "And the plan?", LONG.replace("planning", "health"), SHORT.replace("signs", "files"), LONG] * 3


def line(text: str, left: float, base: float, page: int = 1, **told) -> PageLine:
    return PageLine(text, left, left + LETTER * len(text), base - 3, 10.0, page, 800.0, base=base, **told)


def page(
    speeches: list[str], *, width: int = 60, gap: float = 0.0, indent: float = 0.0, label: str = ""
) -> list[PageLine]:
    """Lay speeches out on one long page: with a gap between them, a first line set in, or a label before each."""
    lines: list[PageLine] = []
    base = 5_000.0
    for number, speech in enumerate(speeches):
        said = f"{label.format('AM' if number % 2 == 0 else 'JB')}{speech}"
        for n, text in enumerate(textwrap.wrap(said, width)):
            lines.append(line(text, 70 + (indent if n == 0 else 0), base))
            base -= PITCH
        base -= gap
    return lines


@pytest.mark.parametrize(
    "layout", [{"gap": 3.0}, {"indent": 20.0}, {"label": "[{}] "}, {"label": "{} – "}, {"label": "{} | "}], ids=str
)
def test_paragraphs__show_by_a_gap__an_indent__or_a_label(layout):
    said = [f"{layout.get('label', '').format('AM' if n % 2 == 0 else 'JB')}{text}" for n, text in enumerate(SPEECHES)]
    assert [piece.text for piece in join_paragraphs(page(SPEECHES, **layout))] == said


def test_two_text_columns__each_have_their_own_margin():
    said = [*SPEECHES[1:4], SPEECHES[5]]
    left = page(said, width=34, gap=4.0)
    right = [line(one.text, one.left + 260, one.base) for one in left]
    pieces = join_paragraphs(mark_columns(number_rows([*left, *right])))
    assert [piece.text for piece in pieces] == [*said, *said]


def test_table__cells_of_several_lines_are_one_row():
    lines = []
    for number in range(4):
        top = 700.0 - 60 * number
        lines += [line(f"What of the {'abcd'[number]}", 70, top), line("plan?", 70, top - PITCH)]
        lines += [
            line(f"It is {'abcd'[number]}, on", 250, top),
            line("paper at least,", 250, top - PITCH),
            line("they say.", 250, top - 2 * PITCH),
        ]
    pieces = join_paragraphs(mark_columns(number_rows(lines)))
    assert [piece.text for piece in pieces[:2]] == ["What of the a plan?", "It is a, on paper at least, they say."]
    assert [piece.layout.table_column for piece in pieces] == [0, 1] * 4
    assert len({piece.layout.table_row for piece in pieces}) == 4


def test_numbers_in_the_margin__count_lines_and_are_left_out():
    text = page(SPEECHES[:4])
    numbers = [line(str(n + 1), 40, one.base) for n, one in enumerate(text)]
    assert without_line_numbers([*text, *numbers]) == text


def test_running_title__is_left_out__a_label_at_the_top_of_pages_is_not():
    lines = []
    for number in (1, 2, 3):
        lines += [
            line("Review of the platform", 70, 780, number),
            line("Q", 70, 760, number),
            line(SHORT, 70, 500, number),
        ]
        lines += [line("Q", 70, 300, number), line(f"Page {number} of 3", 70, 20, number)]
    kept = [one.text for one in without_running_titles(lines)]
    assert kept == ["Q", SHORT, "Q"] * 3


def test_wrapped_text__is_joined__and_one_line_a_paragraph_is_not():
    wrapped = "\n\n".join(textwrap.fill(f"{'Q' if n % 2 == 0 else 'A'}: {text}", 64) for n, text in enumerate(SPEECHES))
    assert join_wrapped(wrapped) == [f"{'Q' if n % 2 == 0 else 'A'}: {text}" for n, text in enumerate(SPEECHES)]
    assert join_wrapped("\n".join(SPEECHES)) is None
