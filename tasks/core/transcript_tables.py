"""Tables in transcripts: which column names the speaker, which holds the words, which the time."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from tasks.core.spellings import simplify
from tasks.core.transcript_lines import STAMP, Line, label_key

LONGEST_SPEAKER_WORDS = 6
KEY = re.compile(r"^[^:.]{1,30}:")
LONGEST_HEADER_WORDS, LONGEST_FIELD_WORDS = 3, 6
LEAST_ROWS = 2
FEWEST_FORM_COLUMNS, FORM_SHARE = 3, 0.4
FEWEST_WIDE_COLUMNS, FEWEST_ASKED_WORDS = 4, 3
"""So many questions of so many words side by side head columns of answers; "q4" is a column's name."""
STAMP_CELL = re.compile(rf"^[\[(]?\s*(?:\d{{1,2}}\s?[hH]\s?\d{{2}}|{STAMP})(?:\s*[-–>→]+\s*{STAMP})?\s*[\])]?$")
UNIT_CELL = re.compile(r"^\W*(?:\d{1,3}\s?(?:h|hrs?|min|mn|m|sec|seg|s)\W*){1,3}(?:\d{1,2}\W*)?$", re.IGNORECASE)
"""A time with units: "1m20s", "00h12m05", "3 min 20"."""
COUNT = re.compile(r"^[\[(]?\d{1,4}[\])]?[.)]?\s+(?=\S)")
LEADING_STAMP = re.compile(rf"^[\[({{]?({STAMP})[\])}}]?\s+(?=\S)")
TRAILING_STAMP = re.compile(rf"\s*[\[({{]({STAMP})[\])}}]\W*$")
BRACKETED_NAME = re.compile(r"^[\[(<]([^\[\]()<>]+)[\])>]?$")
LAST_NUMBER = re.compile(r"(?<=\D)\s*\d+$")
NUMBER_CELL = re.compile(r"^\W*(?:[a-zA-Z]{1,2}\s?)?\d{1,4}(?:\.\d{1,3})*\W*$")


def read_tables(lines: list[Line], headers: frozenset[str], asks: Callable[[str], bool]) -> list[Line]:
    """Turn the rows of speaker tables into labelled lines.

    A table of speaker and words, in any order and with a column of times or numbers, gives labelled lines; one of
    questions and answers gives lines whose label is the column. A table that names no speakers stays as it is.

    Args:
        lines: of one transcript.
        headers: words of a table's header, simplified.
        asks: tells whether a text asks something.

    Returns:
        The lines, with what was no speech taken out.
    """
    groups = [(table, list(group)) for table, group in groupby(lines, key=lambda line: line.layout.table)]
    told: list[Line] = []
    for number, (table, own) in enumerate(groups):
        if table is None:
            told += own
            continue
        is_single = len({line.layout.table_row for line in own}) < LEAST_ROWS
        longer = _alike(groups, number) if is_single else []
        ids = {id(line) for line in own}
        told += [line for line in _read_table([*longer, *own], headers, asks) if id(line) in ids]
    return told


def count_answer_rows(lines: Sequence[Line], asks: Callable[[str], bool]) -> int:
    """Count the rows below a first row of a file that holds a question in most of its columns; 0 for other files.

    Args:
        lines: of one transcript, each cell a line.
        asks: tells whether a text asks something.
    """
    if not lines or lines[0].layout.table is None:
        return 0
    first = (lines[0].layout.table, lines[0].layout.table_row)
    header = [line.words for line in lines if (line.layout.table, line.layout.table_row) == first]
    rows = {line.layout.table_row for line in lines if line.layout.table == first[0]}
    asking = [text for text in header if asks(text) and len(text.split()) >= FEWEST_ASKED_WORDS]
    is_wide = len(asking) >= max(FEWEST_WIDE_COLUMNS, len(header) / 2)
    return len(rows) - 1 if is_wide else 0


def _answers_below(rows: dict[int, dict[int, list[Line]]], asks: Callable[[str], bool]) -> list[Line]:
    """Read one row of answers below a row of questions; none where the table is another."""
    asked, said = (own for _, own in sorted(rows.items())) if len(rows) == 2 else ({}, {})
    told = []
    for column in sorted(asked):
        for role, cells in (("interviewer", asked[column]), ("respondent", said.get(column, []))):
            if cells and asks(" ".join(cell.words for cell in asked[column])):
                cells[0].spelling = cells[0].label = role
                cells[0].mark = "cell"
                told += cells
    return told


def _alike(groups: Sequence[tuple[int | None, list[Line]]], number: int) -> list[Line]:
    """Return the longest other table with the columns of one that has a single row: a heading may part them."""
    columns = {line.layout.table_column for line in groups[number][1]}
    alike = [
        own
        for place, (table, own) in enumerate(groups)
        if table is not None and place != number and {line.layout.table_column for line in own} == columns
    ]
    return [
        replace(line, layout=replace(line.layout, table_row=-1 - (line.layout.table_row or 0)))
        for line in reversed(max(alike, key=len, default=[]))
    ]


def is_form(cells: Sequence[Line]) -> bool:
    """Tell whether a table is front matter in columns: keys with a colon, each beside its value."""
    n_columns = len({cell.layout.table_column for cell in cells})
    keys = [cell for cell in cells if cell.whole.rstrip().endswith((":", "："))]
    return n_columns >= FEWEST_FORM_COLUMNS and FORM_SHARE * len(cells) <= len(keys) < len(cells)


def _read_table(cells: list[Line], headers: frozenset[str], asks: Callable[[str], bool]) -> list[Line]:
    if is_form(cells):
        return cells
    rows: dict[int, dict[int, list[Line]]] = {}
    for cell in cells:
        row, column = cell.layout.table_row or 0, cell.layout.table_column or 0
        rows.setdefault(row, {}).setdefault(column, []).append(cell)
    if count_answer_rows(cells, asks) == 1:
        return _answers_below(rows, asks)
    ordered = [row for _, row in sorted(rows.items()) if len(row) == 1 or not _is_header(row, headers)]
    whole = [row for row in ordered if len(row) > 1]
    columns = _columns(whole)
    keys = _keys_below_questions(ordered, headers, asks)
    cells = [cell for cell in cells if id(cell) not in keys]
    if len(ordered) < LEAST_ROWS or len(columns) < 2:
        return cells
    words = max(columns, key=lambda column: sum(len(text.split()) for text in columns[column]))
    stamps = {
        column for column, texts in columns.items() if max(_share(texts, one) for one in (STAMP_CELL, UNIT_CELL)) > 0.6
    }
    numbers = {
        column
        for column, texts in columns.items()
        if _share(texts, NUMBER_CELL) > 0.6 and len(set(texts)) > 0.6 * len(texts) and not _count_turns(texts)
    }
    speakers = [
        column
        for column in sorted(columns)
        if column not in {words, *stamps, *numbers} and _names_speakers(columns[column], len(whole))
    ]
    if speakers:
        return _speaker_rows(_without_header(ordered, speakers[0], words), speakers[0], words, stamps)
    if stamps and set(columns) == {words, *stamps, *numbers}:
        return _timed_rows(ordered, words, stamps)
    return _question_rows(ordered, columns, {*stamps, *numbers}, asks) or cells


def _keys_below_questions(
    rows: Sequence[dict[int, list[Line]]], headers: frozenset[str], asks: Callable[[str], bool]
) -> set[int]:
    """Return the ids of cells such as "Answer" beside the words below a question that has a row of its own."""
    return {
        id(cells[0])
        for above, row in pairwise(rows)
        if len(above) == 1 and len(row) > 1 and asks(" ".join(cell.words for cells in above.values() for cell in cells))
        for cells in row.values()
        if len(cells) == 1 and simplify(cells[0].words) in headers
    }


def _count_turns(texts: Sequence[str]) -> bool:
    """Tell whether a column of numbers names two speakers with them: P1, R1, P2, R2."""
    letters = [LAST_NUMBER.sub("", label_key(text)) for text in texts]
    changes = sum(one != two for one, two in pairwise(letters))
    return len(set(letters)) == 2 and all(letters) and changes >= 0.6 * (len(letters) - 1)


def _is_header(row: dict[int, list[Line]], headers: frozenset[str]) -> bool:
    """Tell whether a row names the columns; a table over several pages may name them on each."""
    return all(simplify(cell.words) in headers for column in row.values() for cell in column)


def _columns(rows: Sequence[dict[int, list[Line]]]) -> dict[int, list[str]]:
    columns: dict[int, list[str]] = {}
    for row in rows:
        for column, cells in row.items():
            columns.setdefault(column, []).append("\n".join(cell.words for cell in cells))
    return columns


def _share(texts: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(bool(pattern.match(text.strip())) for text in texts) / len(texts)


def _names_speakers(texts: Sequence[str], rows: int) -> bool:
    """Tell whether a column holds a few short names that recur."""
    short = [text for text in texts if len(text.split()) <= LONGEST_SPEAKER_WORDS and "?" not in text]
    keys = [label_key(_without_lead(text)[0]) for text in short]
    counted = [LAST_NUMBER.sub("", key) for key in keys]
    recur = any(2 <= len(set(own)) <= max(3, 0.6 * rows) and len(set(own)) < len(texts) for own in (keys, counted))
    return recur and len(short) >= 0.8 * len(texts)


def _without_lead(text: str) -> tuple[str, str]:
    """Return a speaker's cell without the number and the time beside the name, and that time."""
    text = COUNT.sub("", text)
    stamp = LEADING_STAMP.match(text) or TRAILING_STAMP.search(text)
    if stamp:
        text = text[: stamp.start()] + text[stamp.end() :]
    name = text.rstrip(" :：\u00a0\u202f*.>|–—-")
    within = BRACKETED_NAME.match(name)
    return (within[1] if within else name), (stamp[1] if stamp else "")


def _without_header(rows: Sequence[dict[int, list[Line]]], speaker: int, words: int) -> Sequence[dict[int, list[Line]]]:
    """Leave out a first row that names the columns: short cells, and no speaker who comes back."""
    number = next((n for n, row in enumerate(rows) if len(row) > 1), 0)
    first = {column: " ".join(cell.words for cell in cells) for column, cells in rows[number].items()}
    names = [label_key(cell.words) for row in rows for cell in row.get(speaker, ())[:1]]
    is_header = (
        len(first.get(words, "").split()) <= LONGEST_HEADER_WORDS
        and first.get(words, "")[-1:] not in "?!."
        and names.count(label_key(first.get(speaker, ""))) <= 1 < max(map(names.count, names))
    )
    return [*rows[:number], *rows[number + is_header :]]


def _speaker_rows(rows: Sequence[dict[int, list[Line]]], speaker: int, words: int, stamps: set[int]) -> list[Line]:
    told = []
    for row in rows:
        if len(row) == 1 and words not in row:
            told += next(iter(row.values()))
            continue
        named = row.get(speaker, [])
        stamp = next((cell.words.strip("[]() ") for column in stamps for cell in row.get(column, ())), "")
        for number, line in enumerate(row.get(words, [])):
            if named and number == 0:
                name, own = _without_lead(" ".join(cell.words for cell in named))
                stamp = stamp or own
                line.spelling = name
                line.label, line.mark = label_key(line.spelling), "cell"
            if number == 0:
                line.stamp = line.stamp or stamp
            told.append(line)
    return told


def _timed_rows(rows: Sequence[dict[int, list[Line]]], words: int, stamps: set[int]) -> list[Line]:
    """Read a table of times and words, which may open with their speaker."""
    told = []
    for row in rows:
        own = row.get(words, []) if len(row) > 1 else next(iter(row.values()))
        if own:
            own[0].stamp = next((cell.words.strip("[]() ") for column in stamps for cell in row.get(column, ())), "")
        told += own
    return told


def _is_said(text: str, asks: Callable[[str], bool]) -> bool:
    """Tell whether a cell that stands alone in its row is said: it asks, or is a sentence and no remark with a key."""
    return asks(text) or (text[-1:] in ".!?…" and len(text.split()) > LONGEST_HEADER_WORDS and not KEY.match(text))


def _heading_row(cells: list[Line]) -> list[Line]:
    """Mark a row of one cell that asks nothing: it heads the rows below it."""
    for cell in cells:
        cell.mark = "heading"
    return cells


def _question_rows(
    rows: Sequence[dict[int, list[Line]]],
    columns: dict[int, list[str]],
    left_out: set[int],
    asks: Callable[[str], bool],
) -> list[Line]:
    """Read a table of questions and answers; none where no column asks."""
    share = {column: sum(map(asks, texts)) / len(texts) for column, texts in columns.items() if column not in left_out}
    question = max(share, key=lambda column: (share[column], -column), default=None)
    longest = max(len(text.split()) for texts in columns.values() for text in texts)
    if question is None or share[question] < 0.5 or len(share) < 2 or longest <= LONGEST_FIELD_WORDS:
        return []
    told = []
    first = " ".join(cell.words for cell in rows[0].get(question, ()))
    is_header = len(first.split()) <= LONGEST_HEADER_WORDS and not asks(first)
    for row in rows[is_header:]:
        if len(row) == 1 and not (question in row and _is_said(" ".join(cell.words for cell in row[question]), asks)):
            told += _heading_row(next(iter(row.values())))
            continue
        for column in sorted(set(row) - left_out):
            for number, line in enumerate(row[column]):
                if number == 0:
                    line.spelling = line.label = "interviewer" if column == question else "respondent"
                    line.mark = "cell"
                told.append(line)
    return told
