"""The tables of the project: what a row is, which columns it has, which of them are its key.

Every table that is written goes through `conform`, so a Parquet file in data/processed always has
exactly the declared columns, in the declared order and types, sorted by its key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

STRING, INTEGER, NUMBER, FLAG, IDS = "string", "Int64", "Float64", "boolean", "object"
"""Column types: pandas' nullable types, and `IDS`, a tuple of strings (a list in Parquet)."""


@dataclass(frozen=True, slots=True)
class Column:
    """A declared column.

    Attributes:
        name: column name.
        dtype: one of `STRING`, `INTEGER`, `NUMBER`, `FLAG`, `IDS`.
        meaning: what it holds, with its unit or its allowed values.
        is_required: whether a missing value is an error.
    """

    name: str
    dtype: str
    meaning: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A declared table.

    Attributes:
        name: table name, also the stem of its file.
        one_row_per: what a row stands for.
        key: columns that identify a row, in sorting order.
        columns: all columns in order.
    """

    name: str
    one_row_per: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> list[str]:
        """Names of the columns, in order."""
        return [column.name for column in self.columns]


class TableError(ValueError):
    """A table does not have the shape its spec declares; a defect of this program, not of the data."""


def conform(rows: pd.DataFrame | Iterable[Mapping[str, object]], spec: TableSpec) -> pd.DataFrame:
    """Give a table the shape that its spec declares.

    Args:
        rows: a frame, or one mapping per row; columns that are absent become missing.
        spec: the declared shape.

    Returns:
        A frame with exactly the declared columns, typed and in order, sorted by key, indexed from 0.

    Raises:
        TableError: an undeclared column, a missing required value or a duplicate key.
    """
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame.from_records([dict(row) for row in rows])
    undeclared = sorted(set(map(str, frame.columns)) - set(spec.column_names))
    if undeclared:
        raise TableError(f"{spec.name}: undeclared columns {undeclared}")
    typed = pd.DataFrame({column.name: _typed(frame, column) for column in spec.columns})
    for column in spec.columns:
        if (column.is_required or column.name in spec.key) and typed[column.name].isna().any():
            raise TableError(f"{spec.name}: {column.name} is missing in {int(typed[column.name].isna().sum())} rows")
    if typed.duplicated(list(spec.key)).any():
        example = typed.loc[typed.duplicated(list(spec.key)), list(spec.key)].iloc[0].to_dict()
        raise TableError(f"{spec.name}: more than one row per {spec.one_row_per}, for example {example}")
    return typed.sort_values(list(spec.key), kind="stable", ignore_index=True)


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as mappings, None in place of missing values."""
    names = [str(name) for name in frame.columns]
    columns = (_plain(frame[name]) for name in frame.columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def text_of(value: object) -> str:
    """Return a cell as text, "" when it is missing."""
    if isinstance(value, str):
        return value
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]


def _plain(values: pd.Series) -> list[Any]:
    if values.dtype == IDS:
        return values.where(values.notna(), None).tolist()
    plain: list[Any] = values.to_numpy(dtype=object, na_value=None).tolist()  # type: ignore[call-overload]
    return plain


def _typed(frame: pd.DataFrame, column: Column) -> pd.Series:
    dtype: Any = column.dtype
    if column.name not in frame.columns:
        if column.dtype == IDS:
            return pd.Series([()] * len(frame), index=frame.index, dtype=object)
        absent = pd.Series([pd.NA] * len(frame), index=frame.index, dtype=object)
        return absent.astype(dtype)
    values = frame[column.name]
    if column.dtype == IDS:
        return pd.Series([_ids(value) for value in values], index=frame.index, dtype=object)
    if values.dtype == column.dtype:  # as our own files come back
        return values
    if column.dtype == STRING:
        return values.astype(object).where(values.notna(), pd.NA).astype("string")
    return values.astype(dtype)


def _ids(value: object) -> tuple[str, ...]:
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ()
    return tuple(str(item) for item in value)  # type: ignore[attr-defined]


INTERVIEWS = TableSpec(
    "interviews",
    "interview, questionnaire response or reviewed document",
    ("interview_id",),
    (
        Column("interview_id", STRING, "id in the register, derived id of a response, or document id"),
        Column("country_iso3", STRING, "ISO 3166-1 alpha-3, or a user-assigned code", is_required=True),
        Column(
            "respondent_id", STRING, "who speaks: the id of the first record of that person; missing for a document"
        ),
        Column("record_type", STRING, "verbatim, notes, questionnaire or document", is_required=True),
        Column("date", STRING, "ISO 8601: 2023-03-14, 2023-03 or 2023; missing if unknown"),
        Column("language", STRING, "BCP 47 of the record: en, fr, es, pt, ..."),
        Column("stakeholder_group", STRING, "id of a stakeholder group; missing for a document"),
        Column("level", STRING, "national, region, district or commune"),
        Column("title", STRING, "title of a document"),
        Column("kind", STRING, "kind of a document: decree, plan, minutes, budget, report, case_study, other"),
        Column("valid_from", STRING, "first day, month or year a document binds or plans for, ISO 8601"),
        Column("valid_to", STRING, "the last one; missing if untold or without end"),
        Column("in_force", FLAG, "whether the register says that a document still binds; missing if it does not say"),
        Column("consent_record", FLAG, "may be recorded and analysed; true for a public document", is_required=True),
        Column("consent_quote", FLAG, "may be quoted; true for a public document", is_required=True),
        Column("attribution", STRING, "named, role, group or none", is_required=True),
        Column("consent_acknowledge", FLAG, "may be thanked by name; missing means no"),
        Column("file", STRING, "path below the raw folder", is_required=True),
        Column("row", INTEGER, "1-based row of a response in its sheet"),
        Column("sha256", STRING, "of the file as received", is_required=True),
        Column("text_sha256", STRING, "of the normalised text that offsets refer to; missing for a response"),
    ),
)

ANSWERS = TableSpec(
    "answers",
    "respondent x question x chosen answer",
    ("answer_id",),
    (
        Column("answer_id", STRING, "derived"),
        Column("interview_id", STRING, "the response", is_required=True),
        Column("question_name", STRING, "name in the form", is_required=True),
        Column("question_label", STRING, "wording in the form's default language"),
        Column("annex_question", STRING, "Q1 to Q23; missing for a question that only the country's own form asks"),
        Column("indicator", STRING, "id in the rubric, for a closed companion"),
        Column("area", INTEGER, "1 to 5; missing for a question outside Annex 1"),
        Column("answer_code", STRING, "choice name as received; missing for open text"),
        Column("answer_label", STRING, "label of the choice in the form's default language"),
        Column("answer_text", STRING, "pseudonymised open text or number as typed"),
        Column("missing_reason", STRING, "blank, dont_know, refused or not_applicable; missing when answered"),
        Column("language", STRING, "BCP 47 of the answer"),
        Column("file", STRING, "path below the raw folder", is_required=True),
        Column("sheet", STRING, "sheet of a workbook"),
        Column("row", INTEGER, "1-based row in its sheet", is_required=True),
        Column("column", STRING, "column header as received", is_required=True),
    ),
)

TURNS = TableSpec(
    "turns",
    "speaker turn of an interview, or paragraph of a reviewed document",
    ("interview_id", "turn_no"),
    (
        Column("turn_id", STRING, "derived", is_required=True),
        Column("interview_id", STRING, ""),
        Column("turn_no", INTEGER, "1, 2, 3 ... in the order of the source"),
        Column("speaker_role", STRING, "interviewer, respondent or document", is_required=True),
        Column("speaker", STRING, "R1, R2 ... when there are several respondents"),
        Column("annex_question", STRING, "Q1 to Q23 if it could be told"),
        Column(
            "question_confidence",
            NUMBER,
            "0 to 1; from 0.5 told by number or wording, below a guess to look at, 0 for none",
        ),
        Column("area", INTEGER, "1 to 5 if it could be told"),
        Column("text", STRING, "pseudonymised words", is_required=True),
        Column("start_char", INTEGER, "half-open offset, in code points of the normalised source", is_required=True),
        Column("end_char", INTEGER, "", is_required=True),
        Column("start_time", STRING, "time stamp as received"),
        Column("place", STRING, "where a person finds it: 'page 3', 'paragraph 12'"),
    ),
)

SEGMENTS = TableSpec(
    "segments",
    "unit of coding: a respondent's turn, an open answer, a paragraph of a document",
    ("segment_id",),
    (
        Column("segment_id", STRING, "derived"),
        Column("interview_id", STRING, "", is_required=True),
        Column("turn_id", STRING, "turn it comes from; missing for an answer"),
        Column("answer_id", STRING, "answer it comes from; missing for a turn"),
        Column("segment_no", INTEGER, "1, 2, 3 ... within its interview", is_required=True),
        Column("speaker", STRING, "as in turns"),
        Column("annex_question", STRING, "Q1 to Q23 if known"),
        Column("area", INTEGER, "1 to 5 if known"),
        Column("question", STRING, "the interviewer's words before it, pseudonymised"),
        Column("language", STRING, "BCP 47"),
        Column("text", STRING, "pseudonymised words", is_required=True),
        Column(
            "start_char",
            INTEGER,
            "offset into the normalised source, or the cell",
            is_required=True,
        ),
        Column("end_char", INTEGER, "", is_required=True),
    ),
)

CODINGS = TableSpec(
    "codings",
    "segment x topic x coder",
    ("segment_id", "topic", "coder"),
    (
        Column("coding_id", STRING, "derived", is_required=True),
        Column("segment_id", STRING, ""),
        Column("topic", STRING, "id in the codebook"),
        Column("stance", STRING, "id in the codebook: that of the whole segment", is_required=True),
        Column("confidence", NUMBER, "0 to 1", is_required=True),
        Column("matched_text", STRING, "the words that led to it, joined by ' | '"),
        Column(
            "rule", STRING, "rule that fired, or the concept, 'words' or 'question' that weighed most", is_required=True
        ),
        Column("tier", STRING, "auto, sample or all: how many of such codings go to review"),
        Column("is_to_review", FLAG, "whether this one goes to review: of tier sample a share is drawn"),
        Column("coder", STRING, "model:<version>, lexicon:<version>, or a person", is_required=True),
        Column("status", STRING, "suggested, confirmed or rejected", is_required=True),
        Column("proposed_stance", STRING, "that of the coder, where a person set another"),
        Column("reviewers", IDS, "who confirmed, rejected or added it"),
    ),
)

REVIEWS = TableSpec(
    "reviews",
    "latest decision of a person on what the machine proposed",
    ("kind", "target_id", "item", "mode", "reviewer"),
    (
        Column("review_id", STRING, "derived", is_required=True),
        Column("kind", STRING, "coding, stance, level, routing, candidate or contradiction"),
        Column("target_id", STRING, "segment, indicator, turn, candidate code or contradiction"),
        Column("item", STRING, "topic of a coding, else empty"),
        Column("decision", STRING, "see core.reviews", is_required=True),
        Column("value", STRING, "what it becomes: stance, level, question, topic or name of a code"),
        Column("proposed", STRING, "what the machine said"),
        Column("reviewer", STRING, "who decided"),
        Column("at", STRING, "ISO 8601", is_required=True),
        Column("reason", STRING, "why, pseudonymised"),
        Column("guard", STRING, "of the words decided on"),
        Column("mode", STRING, "review, blind or ruling"),
        Column("file", STRING, "path below the raw folder", is_required=True),
        Column("row", INTEGER, "1-based row", is_required=True),
    ),
)

CANDIDATE_CODES = TableSpec(
    "candidate_codes",
    "group of segments that no topic fits, for people to look at; never in a score",
    ("candidate_id",),
    (
        Column("candidate_id", STRING, "derived"),
        Column("language", STRING, "BCP 47", is_required=True),
        Column("words", STRING, "that set the group off, the most telling first, joined by ' | '", is_required=True),
        Column("n_segments", INTEGER, "", is_required=True),
        Column("segment_ids", IDS, "the most typical first"),
        Column("keyness", NUMBER, "log-likelihood of the first word against the coded segments"),
        Column("stability", NUMBER, "likeness of groupings from ten seeds, 1 for the same"),
        Column("decision", STRING, "new_code, topic or no_theme, as a person decided"),
        Column("code", STRING, "name of the new code, or the topic that covers the group"),
    ),
)

CLAIMS = TableSpec(
    "claims",
    "fact or level on one indicator, found in one segment or given by one answer",
    ("claim_id",),
    (
        Column("claim_id", STRING, "derived"),
        Column("country_iso3", STRING, "", is_required=True),
        Column("indicator", STRING, "id in the rubric", is_required=True),
        Column("interview_id", STRING, "whose voice it is", is_required=True),
        Column(
            "respondent",
            STRING,
            "respondent_id; interview id with the speaker if there are several",
            is_required=True,
        ),
        Column("segment_id", STRING, "evidence in words"),
        Column("answer_id", STRING, "evidence in a closed answer"),
        Column("state", STRING, "level, hint (a level told too faintly to count), NI or NA", is_required=True),
        Column("proposed_level", NUMBER, "0 to 4 when the state is level or hint"),
        Column("value", STRING, "fact as written: 'three meetings'"),
        Column("unit", STRING, "unit of the value"),
        Column("number", NUMBER, "number told that decides the level"),
        Column("date", STRING, "date the fact speaks of, ISO 8601; else that of the record"),
        Column("stakeholder_group", STRING, "of the voice; missing for a document"),
        Column("level", STRING, "national, region, district or commune: of the voice"),
        Column("record_type", STRING, "verbatim, notes, questionnaire or document", is_required=True),
        Column("is_second_hand", FLAG, "told of others' hearsay", is_required=True),
        Column("rule", STRING, "rule that proposed it, or 'closed answer'", is_required=True),
        Column(
            "status",
            STRING,
            "answered, proposed (by the machine), confirmed, rejected",
            is_required=True,
        ),
    ),
)

FACTS = TableSpec(
    "facts",
    "fact told in a segment: a date, year, amount, share, count, post, ministry or legal text",
    ("fact_id",),
    (
        Column("fact_id", STRING, "derived"),
        Column("country_iso3", STRING, "", is_required=True),
        Column("interview_id", STRING, "whose voice it is", is_required=True),
        Column(
            "respondent", STRING, "respondent_id; interview id with the speaker if there are several", is_required=True
        ),
        Column("segment_id", STRING, "evidence", is_required=True),
        Column("indicator", STRING, "what was asked; missing when it could not be told"),
        Column("kind", STRING, "date, year, amount, share, count, post, ministry or text", is_required=True),
        Column("value", STRING, "normalised: ISO 8601, digits, or words", is_required=True),
        Column("unit", STRING, "currency, % or what is counted, as told"),
        Column("quote", STRING, "the words", is_required=True),
        Column("start_char", INTEGER, "half-open, into the segment's text", is_required=True),
        Column("end_char", INTEGER, "", is_required=True),
        Column("is_second_hand", FLAG, "told of others' hearsay", is_required=True),
    ),
)

CONTRADICTIONS = TableSpec(
    "contradictions",
    "two things told that do not go together",
    ("contradiction_id",),
    (
        Column("contradiction_id", STRING, "derived"),
        Column("country_iso3", STRING, "", is_required=True),
        Column("indicator", STRING, "id in the rubric; missing for arithmetic and chronology elsewhere"),
        Column(
            "kind",
            STRING,
            "groups, within_group, questionnaire, subnational, document, numbers, figures, planned, arithmetic, "
            "chronology, exception",
            is_required=True,
        ),
        Column("one_claim", STRING, "what the one side says: a level, a number or words", is_required=True),
        Column("other_claim", STRING, "what the other side says", is_required=True),
        Column("one_evidence", IDS, "segments and answers of the one side", is_required=True),
        Column("other_evidence", IDS, "of the other side", is_required=True),
        Column("one_voices", STRING, "groups or documents of the one side"),
        Column("other_voices", STRING, "of the other side"),
        Column("span", NUMBER, "levels apart, where both sides are levels"),
        Column("is_hinted", FLAG, "one side only hints at its level: a question to ask"),
        Column("ruling", STRING, "one, other, both or neither: which side a person found to hold"),
        Column("ruling_reason", STRING, "why"),
    ),
)

SCORES = TableSpec(
    "scores",
    "country x indicator, country x area, and country overall",
    ("country_iso3", "unit", "unit_id"),
    (
        Column("country_iso3", STRING, ""),
        Column("unit", STRING, "indicator, area or overall"),
        Column("unit_id", STRING, "indicator id, area number or 'overall'"),
        Column("state", STRING, "scored, NI, NA, CF; areas: shown, insufficient", is_required=True),
        Column("value", NUMBER, "level 0 to 4, or score 0 to 100; else missing"),
        Column("range_low", NUMBER, "lowest and highest level told by a source"),
        Column("range_high", NUMBER, ""),
        Column("bound_low", NUMBER, "score with every NI taken as 0, and as 4"),
        Column("bound_high", NUMBER, ""),
        Column("interval_low", NUMBER, "80 % interval"),
        Column("interval_high", NUMBER, ""),
        Column("coverage_share", NUMBER, "scored over applicable indicators, 0 to 1"),
        Column("band", STRING, "weak, limited, satisfactory, strong, or two of them joined by '-'"),
        Column("grade", STRING, "evidence grade A, B, C, D or X"),
        Column("n_respondents", INTEGER, "voices that told a level"),
        Column("groups", IDS, "stakeholder groups that told a level"),
        Column("date", STRING, "latest date of the evidence"),
        Column("evidence", IDS, "ids of segments and answers"),
        Column("rule", STRING, "rule that decided"),
        Column("reason", STRING, "why it is not scored or not shown"),
        Column("flags", IDS, "see core.scores.FLAGS"),
        Column("review", STRING, "confirmed or set, where a person decided on the level"),
        Column("proposed", STRING, "level of the machine, where a person set another"),
        Column("review_reason", STRING, "why a person set another"),
    ),
)

CHANGES = TableSpec(
    "changes",
    "part of a move of a level or a score since the last run, by its cause",
    ("country_iso3", "unit", "unit_id", "place"),
    (
        Column("country_iso3", STRING, ""),
        Column("unit", STRING, "indicator, area or overall"),
        Column("unit_id", STRING, "indicator id, area number or 'overall'"),
        Column("place", INTEGER, "1 for the first cause that was taken over"),
        Column(
            "cause",
            STRING,
            "software, declarations, software_and_declarations, corrections, edited_data, new_data or decisions",
            is_required=True,
        ),
        Column("before_state", STRING, "as in scores; missing where there was none"),
        Column("before_value", NUMBER, "level 0 to 4, or score 0 to 100, without this cause"),
        Column("after_state", STRING, "as in scores; missing where there is none any more"),
        Column("after_value", NUMBER, "the same with this cause"),
        Column("shift", NUMBER, "after less before; missing where one of them is no number"),
        Column("n_records", INTEGER, "interviews, responses and documents whose claims differ by this cause"),
    ),
)

SENSITIVITY = TableSpec(
    "sensitivity",
    "overall score with one thing changed",
    ("country_iso3", "kind", "what"),
    (
        Column("country_iso3", STRING, ""),
        Column(
            "kind",
            STRING,
            "base, without_group, without_documents, without_area, indicators_weigh_equally, mean_of_groups",
        ),
        Column("what", STRING, "stakeholder group or area that is left out, '' otherwise"),
        Column("score", NUMBER, "0 to 100; missing where the evidence no longer suffices"),
        Column("shift", NUMBER, "points from the base"),
        Column("n_moved", INTEGER, "indicators with another level or state", is_required=True),
    ),
)

COVERAGE = TableSpec(
    "coverage",
    "indicator x stakeholder group x level that was heard on it",
    ("country_iso3", "indicator", "stakeholder_group", "level"),
    (
        Column("country_iso3", STRING, ""),
        Column("indicator", STRING, ""),
        Column("stakeholder_group", STRING, "'document', or '' if unattributed"),
        Column("level", STRING, "national, region, district, commune, '' if unknown"),
        Column("question", STRING, "Q1 to Q23", is_required=True),
        Column("area", INTEGER, "1 to 5", is_required=True),
        Column("n_told", INTEGER, "sources that told a level", is_required=True),
        Column("n_silent", INTEGER, "sources that were asked and told none", is_required=True),
    ),
)

NOVELTY = TableSpec(
    "novelty",
    "interview or document, in the order of their dates",
    ("interview_id",),
    (
        Column("interview_id", STRING, ""),
        Column("country_iso3", STRING, "", is_required=True),
        Column("place", INTEGER, "1 for the first", is_required=True),
        Column("topics", INTEGER, "topics it speaks of", is_required=True),
        Column("new_topics", INTEGER, "those nobody spoke of before", is_required=True),
    ),
)

NEXT_INTERVIEWS = TableSpec(
    "next_interviews",
    "question to a stakeholder group that would narrow the interval",
    ("country_iso3", "stakeholder_group", "question"),
    (
        Column("country_iso3", STRING, ""),
        Column("rank", INTEGER, "1 narrows most", is_required=True),
        Column("stakeholder_group", STRING, ""),
        Column("question", STRING, "Q1 to Q23"),
        Column("language", STRING, "to ask in"),
        Column("indicators", IDS, "what it would tell", is_required=True),
        Column("gain", NUMBER, "points by which the 80 % interval of the overall score narrows", is_required=True),
        Column("reason", STRING, "in_conflict, nobody_knows, never_asked, few_groups", is_required=True),
    ),
)

QUOTATIONS = TableSpec(
    "quotations",
    "quotation printed in the brief",
    ("quotation_id",),
    (
        Column("quotation_id", STRING, "derived"),
        Column("segment_id", STRING, "", is_required=True),
        Column("interview_id", STRING, "", is_required=True),
        Column("language", STRING, "BCP 47"),
        Column("text", STRING, "pseudonymised words, in the original language", is_required=True),
        Column("start_char", INTEGER, "offset as in segments", is_required=True),
        Column("end_char", INTEGER, "", is_required=True),
    ),
)

PROBLEMS = TableSpec(
    "problems",
    "finding of a check",
    ("problem_id",),
    (
        Column("problem_id", STRING, "derived"),
        Column("country_iso3", STRING, "", is_required=True),
        Column("stage", STRING, "task that found it", is_required=True),
        Column("code", STRING, "see docs/problems.md", is_required=True),
        Column("severity", STRING, "critical, warning or info", is_required=True),
        Column("file", STRING, ""),
        Column("row", INTEGER, ""),
        Column("column", STRING, ""),
        Column("detail", STRING, "", is_required=True),
        Column("fix", STRING, "", is_required=True),
    ),
)

TABLES = {
    spec.name: spec
    for spec in (
        INTERVIEWS,
        ANSWERS,
        TURNS,
        SEGMENTS,
        CODINGS,
        REVIEWS,
        CANDIDATE_CODES,
        CLAIMS,
        FACTS,
        CONTRADICTIONS,
        SCORES,
        CHANGES,
        SENSITIVITY,
        COVERAGE,
        NOVELTY,
        NEXT_INTERVIEWS,
        QUOTATIONS,
        PROBLEMS,
    )
}
"""Every table by name."""
