"""Traces an id of a brief back to the file, the place and the words it rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from tasks.adapters.documents import read_source
from tasks.adapters.forms import load_form
from tasks.adapters.store import FILE_NAMES, Store
from tasks.adapters.survey_files import read_export
from tasks.core.corrections import APPLIED
from tasks.core.exports import LAST_HEADER_ROW
from tasks.core.identifiers import PREFIXES, sha256_of
from tasks.core.sheets import Sheet
from tasks.core.sources import SourceText
from tasks.core.transcript_lines import spoken_words

ID_COLUMNS = {
    "interviews": "interview_id",
    "answers": "answer_id",
    "turns": "turn_id",
    "segments": "segment_id",
    "codings": "coding_id",
    "claims": "claim_id",
    "facts": "fact_id",
    "contradictions": "contradiction_id",
    "candidate_codes": "candidate_id",
    "quotations": "quotation_id",
    "problems": "problem_id",
}
TABLES_BY_PREFIX = {
    PREFIXES[column.removesuffix("_id")]: table for table, column in ID_COLUMNS.items() if column != "interview_id"
}
SIDES = ("one_evidence", "other_evidence")
"""Of a contradiction, what each side rests on."""
RESTING = {"contradictions": SIDES, "candidate_codes": ("segment_ids",)}
"""Tables whose rows rest on several pieces of evidence -> the columns that name them."""
PLACEHOLDER_PATTERN = re.compile(r"\[[^\]\n]{1,60}\]")


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a piece of evidence comes from.

    Attributes:
        id: what was asked for.
        table: table it is a row of.
        country: ISO 3166-1 alpha-3.
        file: path below the raw folder, "" when it has none.
        place: page, paragraph, or row and column.
        start_char: half-open offset into the normalised text or cell, None when it has none.
        end_char: end of it.
        words: pseudonymised words, or the answer as received.
        is_found: whether the words stand at that place of the raw file as it is now, or were corrected as declared.
        about: further facts, name -> value.
    """

    id: str
    table: str
    country: str
    file: str
    place: str
    start_char: int | None
    end_char: int | None
    words: str
    is_found: bool
    about: Mapping[str, str]


def trace(store: Store, wanted: str) -> Trace | None:
    """Trace an id through the tables to the raw file.

    Args:
        store: the folders.
        wanted: id of an interview, answer, turn, segment, coding, claim, fact, quotation or problem.

    Returns:
        The trace, or None when no table holds the id; of what rests on several pieces of evidence, the first.
    """
    return next(iter(trace_each(store, wanted)), None)


def trace_each(store: Store, wanted: str) -> tuple[Trace, ...]:
    """Trace an id that may rest on several pieces of evidence, as both sides of a contradiction do.

    Args:
        store: the folders.
        wanted: as `trace` takes it, or the id of a contradiction or a candidate code.

    Returns:
        One trace for each piece of evidence; () when no table holds the id.
    """
    likely = TABLES_BY_PREFIX.get(wanted.partition("-")[0])
    for table, column in sorted(ID_COLUMNS.items(), key=lambda entry: entry[0] != likely):
        for country in _countries(store):
            rows = store.read_table(country, table)
            found = rows[rows[column] == wanted]
            if len(found):
                return _trace_evidence(store, country, table, _plain(found.iloc[0]))
    return ()


def _trace_evidence(store: Store, country: str, table: str, row: Mapping[str, Any]) -> tuple[Trace, ...]:
    """Trace a row of a table, or each piece of evidence that it rests on."""
    if table not in RESTING:
        return (_trace_row(store, country, table, row),)
    resting = [(column, str(id_)) for column in RESTING[table] for id_ in row[column]]
    told = {
        name: str(row[name]) for name in ("indicator", "kind", "one_claim", "other_claim", "words") if row.get(name)
    }
    traces = []
    for column, id_ in resting:
        source = trace(store, id_)
        assert source is not None  # noqa: S101 - evidence that is in no table is a defect of the program
        side = {"side": column.removesuffix("_evidence")} if column in SIDES else {}
        traces.append(replace(source, about={**told, **side, **source.about}))
    return tuple(traces)


def _countries(store: Store) -> list[str]:
    if not store.processed.is_dir():
        return []
    return sorted(
        path.name for path in store.processed.iterdir() if (path / f"{FILE_NAMES['interviews']}.parquet").is_file()
    )


def _plain(row: pd.Series) -> dict[str, Any]:
    return {str(key): (None if _is_missing(value) else value) for key, value in row.items()}


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value))


def _trace_row(store: Store, country: str, table: str, row: Mapping[str, Any]) -> Trace:
    wanted = str(row[ID_COLUMNS[table]])
    if table == "problems":
        words = f"{row['detail']} {row['fix']}"
        return Trace(
            wanted, table, country, row["file"] or "", _row_place(row), None, None, words, True, {"code": row["code"]}
        )
    interview = _row_of(store, country, "interviews", row["interview_id"]) if "interview_id" in row else {}
    if table == "interviews":
        is_found = find_raw(store, country, row["file"], row["sha256"]) is not None
        return Trace(wanted, table, country, row["file"], "", None, None, "", is_found, _about(row, row))
    if table == "facts":
        return _trace_fact(store, wanted, row)
    if table in ("codings", "claims"):
        evidence = row.get("segment_id") or row.get("answer_id")
        source = trace(store, str(evidence))
        assert source is not None  # noqa: S101 - a coding without its segment is a defect of the program
        return _with_about(source, wanted, table, row)
    if table == "answers":
        return _trace_answer(store, country, wanted, row, interview)
    return _trace_words(store, country, table, wanted, row, interview)


def _trace_fact(store: Store, wanted: str, row: Mapping[str, Any]) -> Trace:
    """Trace a fact to its own words in the turn where it was told."""
    source = trace(store, str(row["segment_id"]))
    assert source is not None  # noqa: S101 - a fact without its segment is a defect of the program
    first, start, end = source.start_char, source.start_char, source.end_char
    if first is not None and end is not None and end - first == len(source.words):
        start, end = first + int(row["start_char"]), first + int(row["end_char"])
    told = {name: str(row[name]) for name in ("kind", "value", "unit", "segment_id") if row.get(name)}
    about = {**source.about, **_about(row, {}), **told}
    return replace(
        source, id=wanted, table="facts", start_char=start, end_char=end, words=str(row["quote"]), about=about
    )


def _row_of(store: Store, country: str, table: str, id_: str) -> dict[str, Any]:
    rows = store.read_table(country, table)
    return _plain(rows[rows[ID_COLUMNS[table]] == id_].iloc[0])


def _row_place(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} {row[key]}" for key in ("sheet", "row", "column") if row.get(key))


def _about(row: Mapping[str, Any], interview: Mapping[str, Any]) -> dict[str, str]:
    names = ("interview_id", "date", "stakeholder_group", "level", "record_type", "consent_quote")
    extra = ("question_name", "annex_question", "topic", "stance", "indicator", "proposed_level", "rule")
    values = {name: interview.get(name) for name in names} | {name: row.get(name) for name in extra}
    return {name: str(value) for name, value in values.items() if value not in (None, "")}


def _with_about(source: Trace, wanted: str, table: str, row: Mapping[str, Any]) -> Trace:
    return replace(source, id=wanted, table=table, about={**source.about, **_about(row, {})})


def _trace_answer(
    store: Store, country: str, wanted: str, row: Mapping[str, Any], interview: Mapping[str, Any]
) -> Trace:
    cell = read_cell(store, row, interview["sha256"])
    shown = row["answer_text"] or " ".join(filter(None, (row["answer_code"], row["answer_label"])))
    expected = [value for value in (row["answer_text"], row["answer_code"], row["answer_label"]) if value]
    expected += _labels_of(row)
    is_found = cell is not None and (
        not expected or any(_matches(value, cell) or value in cell.split() for value in expected)
    )
    end = len(cell) if cell is not None else None
    about = _about(row, interview)
    corrected = None if is_found or cell is None else _correction_of(store, country, row)
    if corrected is not None:
        is_found, about = True, {**about, "corrected": str(corrected["detail"])}
    return Trace(wanted, "answers", country, row["file"], _row_place(row), 0, end, shown, is_found, about)


def _labels_of(answer: Mapping[str, Any]) -> list[str]:
    """Return the labels of a chosen answer in every language of the form: exports hold whichever was asked for."""
    question = load_form().question(str(answer["question_name"]))
    choices = load_form().choices.get(question.list_name, ()) if question else ()
    return [label for choice in choices if choice.name == answer["answer_code"] for label in choice.labels.values()]


def _correction_of(store: Store, country: str, answer: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the note that an answer was corrected as declared: its cell still holds what was received."""
    problems = store.read_table(country, "problems")
    notes = problems[
        (problems["code"] == APPLIED.code)
        & (problems["file"] == answer["file"])
        & (problems["row"] == answer["row"])
        & (problems["column"] == answer["column"])
    ]
    return _plain(notes.iloc[0]) if len(notes) else None


def _trace_words(
    store: Store, country: str, table: str, wanted: str, row: Mapping[str, Any], interview: Mapping[str, Any]
) -> Trace:
    start, end = int(row["start_char"]), int(row["end_char"])
    answer_id = _answer_behind(store, country, table, row)
    if answer_id:
        answer = _row_of(store, country, "answers", answer_id)
        text, place = read_cell(store, answer, interview["sha256"]), _row_place(answer)
    else:
        path = find_raw(store, country, interview["file"], interview["sha256"])
        source = _read_source(path, path.stat().st_mtime_ns, interview["file"]) if path else None
        text, place = (source.text if source else None), row.get("place") or _place_of_turn(store, country, table, row)
    said = text or "" if answer_id else (text or "")[start:end]  # offsets in an answer count in what is masked
    is_part = bool(answer_id) or table == "quotations"
    is_found = text is not None and _matches(row["text"], said, is_part=is_part)
    return Trace(
        wanted, table, country, interview["file"], place, start, end, row["text"], is_found, _about(row, interview)
    )


def _place_of_turn(store: Store, country: str, table: str, row: Mapping[str, Any]) -> str:
    """Return where the turn stands that a segment or a quotation is cut from: its page, paragraph or time."""
    segment = _row_of(store, country, "segments", row["segment_id"]) if table == "quotations" else row
    turn = segment.get("turn_id")
    return str(_row_of(store, country, "turns", turn).get("place") or "") if turn else ""


def _answer_behind(store: Store, country: str, table: str, row: Mapping[str, Any]) -> str | None:
    segment = _row_of(store, country, "segments", row["segment_id"]) if table == "quotations" else row
    return segment.get("answer_id")


def find_raw(store: Store, country: str, file: str, sha256: str) -> Path | None:
    """Find the raw file of a record, whose name stands without names of persons in the tables.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.
        file: path below the raw folder as the tables hold it.
        sha256: of the file as received.

    Returns:
        Its path, or None when it is there no more.
    """
    path = store.raw / file
    if path.is_file():
        return path
    if "[" not in file:
        return None
    same = (one for one in sorted((store.raw / country).rglob(f"*{path.suffix}")) if one.is_file())
    return next((one for one in same if sha256_of(one.read_bytes()) == sha256), None)


@lru_cache(maxsize=64)
def _read_source(path: Path, changed: int, file: str) -> SourceText | None:  # noqa: ARG001 - part of the key
    """Read a source once for all ids that lead to it; `changed` is when it was written, so that a new one is read."""
    return read_source(path, file)[0]


@lru_cache(maxsize=16)
def _read_export(path: Path, changed: int, file: str) -> tuple[Sheet, ...]:  # noqa: ARG001 - part of the key
    """Read an export once for all ids that lead to it."""
    return tuple(read_export(path, file)[0])


def read_cell(store: Store, answer: Mapping[str, Any], sha256: str) -> str | None:
    """Read the cell of an answer from its raw file.

    Args:
        store: the folders.
        answer: a row of the answers table.
        sha256: of the file it came from.

    Returns:
        The cell as received, or None when the file has no such cell any more.
    """
    path = find_raw(store, str(answer["file"]).partition("/")[0], answer["file"], sha256)
    sheets = _read_export(path, path.stat().st_mtime_ns, answer["file"]) if path else ()
    for sheet in sheets:
        if answer["sheet"] and sheet.name != answer["sheet"]:
            continue
        headers = [[cell.strip() for cell in row] for row in sheet.head(LAST_HEADER_ROW)]
        number = int(answer["row"])
        place = next((found for row in headers if (found := _find_column(row, answer["column"])) is not None), None)
        if place is not None and number <= len(sheet.cells):
            return str(sheet.cells.iat[number - 1, place])
    return None


def _find_column(header: Sequence[str], column: str) -> int | None:
    """Find a column by its header; one whose name was taken out by all else that it says."""
    if column in header:
        return header.index(column)
    if not PLACEHOLDER_PATTERN.search(column):
        return None
    found = [place for place, cell in enumerate(header) if _matches(column, cell)]
    return found[0] if len(found) == 1 else None


def _matches(pseudonymised: str, words: str, *, is_part: bool = False) -> bool:
    """Tell whether words, or a part of them, read as the pseudonymised text does once names are masked."""
    pattern = ".+?".join(re.escape(part) for part in PLACEHOLDER_PATTERN.split(pseudonymised))
    find = re.search if is_part else re.fullmatch
    read = (words, spoken_words(words), spoken_words(words, has_round_stamps=True))
    return any(find(pattern, said, flags=re.DOTALL) for said in read)
