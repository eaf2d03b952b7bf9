"""Exports what people should look at: a review workbook, or a sample to be coded blind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tasks.adapters.declarations import load_rubric
from tasks.adapters.disk import remove, write_bytes
from tasks.adapters.forms import load_form
from tasks.adapters.key_files import read_doubtful
from tasks.adapters.review_workbooks import load_review_words, write_review_workbook
from tasks.adapters.store import HIDDEN, Store
from tasks.core.levels import Level
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.review_answers import Present
from tasks.core.review_lines import (
    Material,
    NameLevels,
    candidate_lines,
    coding_lines,
    contradiction_lines,
    dispute_guard,
    dispute_id,
    dispute_lines,
    draw_sample,
    level_lines,
    name_lines,
    open_to_sample,
    positions_of,
    routing_lines,
    sample_lines,
)
from tasks.core.review_sheets import (
    CANDIDATES,
    CODINGS,
    CONTRADICTIONS,
    DISPUTES,
    LEVEL_SHEET,
    NAMES,
    ROUTING_SHEET,
    SAMPLE,
    Line,
    ReviewSheet,
    ReviewWords,
    lay_out,
)
from tasks.core.reviews import (
    BLIND,
    CANDIDATE,
    CODING,
    CONTRADICTION,
    LEVEL,
    PSEUDONYM,
    ROUTING,
    SEGMENT,
    STANCE,
    Decision,
    Merged,
    guard_of,
    merge_decisions,
    name_guard,
)
from tasks.core.rulings import contradiction_guard, level_guard, write_level
from tasks.core.tables import plain_rows
from tasks.core.transcripts import DOCUMENT
from tasks.keep_edits import choose_workbook
from tasks.read_reviews import read_decisions, read_merged
from tasks.release import check_finished
from tasks.score import propose_levels

FOLDER = "review"
"""Beside the tables: workbooks on their way to reviewers."""

NOTHING_TO_REVIEW = ProblemKind(
    "V010",
    Severity.CRITICAL,
    "There is nothing of {country} to review: it has no tables, or all is decided.",
    "Run `msp run {country}` first.",
)


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of an export.

    Attributes:
        path: the workbook, None when none was written.
        problems: why not; or that it stands beside one that somebody filled in.
    """

    path: Path | None = None
    problems: tuple[Problem, ...] = ()


def review_path(store: Store, country: str, kind: str = "review") -> Path:
    """Return where a workbook of a country is written unless a place is named."""
    return store.processed.parent / FOLDER / f"{country}-{kind}.xlsx"


def export_review(store: Store, country: str, language: str, out: Path | None = None) -> Exported:
    """Write the review workbook of a country.

    Args:
        store: reads the tables and the doubtful words beside the key.
        country: ISO 3166-1 alpha-3.
        language: of the workbook's own words: en, fr, es or pt.
        out: the workbook; `review_path` when not given.

    Returns:
        The workbook; or why it was not written: nothing to review, or an identifier in it.
    """
    merged = read_merged(store, country)
    material = _material(store, country, load_review_words(language), merged)
    levels = propose_levels(store, country, load_rubric().indicators.values())
    name_levels = partial(_level_names, language)
    undecided = replace(material, decided=frozenset(), rulings={})
    whole = _lines_of_kinds(store, country, levels, name_levels, undecided) if merged.disputes else {}
    shown = {(kind, line.target): line for kind, own in whole.items() for line in own}
    own_lines = _lines_of_kinds(store, country, levels, name_levels, material)
    lines: dict[str, Iterable[Line]] = {
        LEVEL_SHEET: own_lines[LEVEL],
        CODINGS: coding_lines(_rows(store, country, "codings"), levels, material),
        DISPUTES: dispute_lines(merged.disputes, shown, name_levels, material),
        CONTRADICTIONS: own_lines[CONTRADICTION],
        ROUTING_SHEET: own_lines[ROUTING],
        NAMES: own_lines[PSEUDONYM],
        CANDIDATES: own_lines[CANDIDATE],
    }
    if not material.segments and not material.answers:
        lines = {}
    return _write(store, country, lines, material.words, out or review_path(store, country))


def _lines_of_kinds(
    store: Store, country: str, levels: Mapping[str, Level], name_levels: NameLevels, material: Material
) -> dict[str, list[Line]]:
    """Return the lines of each kind of thing that has a sheet of its own."""
    table = partial(_rows, store, country)
    return {
        LEVEL: list(level_lines(levels, name_levels, material)),
        CONTRADICTION: list(contradiction_lines(table("contradictions"), name_levels, material)),
        ROUTING: list(routing_lines(table("turns"), material)),
        PSEUDONYM: list(name_lines(read_doubtful(store, country))),
        CANDIDATE: list(candidate_lines(table("candidate_codes"), material)),
    }


def export_sample(
    store: Store, country: str, language: str, share: float, seed: int, out: Path | None = None
) -> Exported:
    """Write a workbook of segments to be coded blind.

    Args:
        store: reads the tables.
        country: ISO 3166-1 alpha-3.
        language: of the workbook's own words.
        share: of the segments of each language, 0 to 1.
        seed: of the draw; the same one draws the same segments of those on whose proposals nobody has decided.
        out: the workbook; `review_path` when not given.

    Returns:
        The workbook, or why it was not written.
    """
    words = load_review_words(language)
    documents = {row["interview_id"] for row in _rows(store, country, "interviews") if row["record_type"] == DOCUMENT}
    known, _ = read_decisions(store, country)
    seen = {one.id for one in known if one.mode != BLIND and one.kind in (CODING, STANCE)}
    segments = open_to_sample(_rows(store, country, "segments"), documents, seen)
    lines = {SAMPLE: sample_lines(draw_sample(segments, share, seed))}
    return _write(store, country, lines, words, out or review_path(store, country, "sample"))


def _rows(store: Store, country: str, table: str) -> list[dict]:
    return plain_rows(store.read_table(country, table))


def _material(store: Store, country: str, words: ReviewWords, merged: Merged) -> Material:
    table = partial(_rows, store, country)
    return Material(
        words=words,
        rubric=load_rubric(),
        segments={row["segment_id"]: row for row in table("segments")},
        interviews={row["interview_id"]: row for row in table("interviews")},
        answers={row["answer_id"]: row for row in table("answers")},
        decided=frozenset(merged.rulings) | {dispute.key for dispute in merged.disputes},
        rulings=merged.rulings,
        name_answer=partial(_answer_name, words.language),
    )


def _answer_name(language: str, answer: dict) -> str:
    """Name the level that a closed answer chose, whatever language its export is in."""
    choices = load_form().choices.get(answer["indicator"] or "", ())
    code = str(answer["answer_code"] or "").strip().lower()
    return next((choice.labels.get(language, "") for choice in choices if choice.name == code), "")


def _level_names(language: str, indicator: str) -> Sequence[str]:
    choices = {choice.name: choice.labels for choice in load_form().choices.get(indicator, ())}
    fallback = load_rubric().indicators[indicator].levels
    return [choices.get(str(n), {}).get(language) or fallback[n] for n in range(len(fallback))]


def _write(store: Store, country: str, lines: dict[str, Iterable[Line]], words: ReviewWords, out: Path) -> Exported:
    """Write a workbook, but for one that holds an identifier of a person, and never over what somebody filled in."""
    layout = lay_out(words)
    sheets = [ReviewSheet(key, words.sheets[key], layout[key], tuple(own)) for key, own in lines.items()]
    sheets = [sheet for sheet in sheets if sheet.lines]
    if not sheets:
        return Exported(problems=(NOTHING_TO_REVIEW.at(country=country),))
    kind = SAMPLE if sheets[0].key == SAMPLE else "review"
    content = write_review_workbook(sheets, words, {"country": country, "kind": kind})
    part = store.processed / HIDDEN / f"{country}-{kind}.xlsx"
    write_bytes(part, content)
    problems = check_finished(store, country, [part])
    remove(part)
    if problems:
        return Exported(problems=tuple(problems))
    path, kept = choose_workbook(out)
    write_bytes(path, content, mode=0o600)
    return Exported(path, kept)


def read_present(store: Store, country: str, known: Sequence[Decision]) -> Present:
    """Return everything that can be decided on now.

    Args:
        store: reads the tables.
        country: ISO 3166-1 alpha-3.
        known: decisions that are known, also those that wait for the next run.

    Returns:
        Guards are "" where the id itself changes with the words.
    """
    disputes = merge_decisions(known).disputes
    table = partial(_rows, store, country)
    levels = propose_levels(store, country, load_rubric().indicators.values())
    whole: list[tuple[str, str, Callable[[dict], str], list[dict]]] = [
        (SEGMENT, "segment_id", lambda row: guard_of(row["text"]), table("segments")),
        (ROUTING, "turn_id", lambda row: guard_of(row["text"]), table("turns")),
        (CONTRADICTION, "contradiction_id", contradiction_guard, table("contradictions")),
        (CANDIDATE, "candidate_id", lambda _: "", table("candidate_codes")),
    ]
    guards = {(kind, row[key]): guard(row) for kind, key, guard, rows in whole for row in rows}
    guards |= {(LEVEL, id_): level_guard(level) for id_, level in levels.items()}
    guards |= {(PSEUDONYM, name_guard(words)): "" for words, _, _ in read_doubtful(store, country)}
    guards |= {(DISPUTES, dispute_id(one)): dispute_guard(one) for one in disputes}
    return Present(
        guards,
        {id_: write_level(level) for id_, level in levels.items()},
        frozenset(one.key for one in known),
        {dispute_id(one): positions_of(one) for one in disputes},
    )
