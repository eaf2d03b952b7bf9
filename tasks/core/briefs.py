"""The brief as a value: its named parts, which every format renders and `brief.json` holds.

All texts in it are already in the brief's language, except quotations, which stay in the original.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

SCHEMA_VERSION = "2.1"
"""Of brief.json: the second number grows when something is added, the first when a reader must change."""
TABLES_WITH_HEADER = ("annex_gaps", "annex_questionnaire", "annex_sensitivity", "annex_changes")
"""Sections whose table begins with the names of its columns; in the others each row begins with its own name."""

DISPUTED = "*"
"""Sign behind the grade of a level that sources contradict."""
COLUMN_SHARES: Mapping[str, tuple[int, ...]] = {"annex_sensitivity": (4, 1, 1), "annex_changes": (2, 1, 1, 3)}
"""Section -> how wide the columns of its table are beside each other, where their words differ much in length."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that evidence supports.

    Attributes:
        section: id of the section it stands in.
        text: the sentence.
        evidence: ids of segments, answers or quotations it rests on; never empty.
    """

    section: str
    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of an informant or a document, printed within consent.

    Attributes:
        id: quotation id.
        segment_id: segment it is cut from.
        text: pseudonymised words in the original language.
        language: BCP 47 of the words.
        group: stakeholder group id, "" for a document or when attribution is none.
        speaker_label: what stands under it: group label, or a document's title, in the brief's language.
        interview_id: interview, response or document.
        record_type: verbatim, notes, questionnaire or document.
        date: ISO 8601, or ""; a voice whose source must not be told has none, as one day links all its words.
        file: what stands for its file: the record's id, "answers 2" for a table, the path of a document.
        place: where a person finds it in the file.
        start_char: half-open offset as in the segments table.
        end_char: end of the words.
        topics: ids of the topics of its segment.
        stance: stance of its segment, or "".
        question: wording of the question, for a closed answer: its `text` is then the chosen answer in
            the brief's language and `segment_id` the id of the answer; "" for words.
        before: end of what the same source says just before, within consent; "" where there is nothing.
        after: beginning of what it says just after.
    """

    id: str
    segment_id: str
    text: str
    language: str
    group: str
    speaker_label: str
    interview_id: str
    record_type: str
    date: str
    file: str
    place: str
    start_char: int
    end_char: int
    topics: tuple[str, ...] = ()
    stance: str = ""
    question: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """What is known of one indicator.

    Attributes:
        id: indicator id.
        label: short name.
        area: 1 to 5.
        questions: ids of the Annex 1 questions.
        level: 0 to 4 (halves occur), or "NI", "NA", "CF".
        level_text: the level in plain words, or why there is none.
        range: lowest and highest level told by a source, or None.
        grade: A, B, C, D, X, or "" without a level.
        n: voices that told a level, None for too few to be told.
        n_shown: the same as it may be printed: "<3".
        groups: ids of the groups that told a level.
        group_labels: their names.
        date: latest date of the evidence as it may be told (`told_dates`), or "".
        evidence: ids of segments and answers.
        explanation: one sentence on how the level came about.
        flags: ids of what to mind.
        flag_texts: the same in words.
        is_disputed: whether sources tell levels two apart or more and nobody has settled which holds.
    """

    id: str
    label: str
    area: int
    questions: tuple[str, ...]
    level: float | str
    level_text: str
    range: tuple[float, float] | None
    grade: str
    n: int | None
    n_shown: str
    groups: tuple[str, ...]
    group_labels: tuple[str, ...]
    date: str
    evidence: tuple[str, ...]
    explanation: str
    flags: tuple[str, ...] = ()
    flag_texts: tuple[str, ...] = ()
    is_disputed: bool = False

    @property
    def grade_shown(self) -> str:
        """The grade as tables show it: with a sign where sources contradict the level."""
        return f"{self.grade}{DISPUTED}" if self.is_disputed else self.grade


@dataclass(frozen=True, slots=True)
class AreaResult:
    """What is known of one area, or overall.

    Attributes:
        id: 1 to 5, or 0 for overall.
        label: name.
        score: 0 to 100, or None when evidence is insufficient.
        reason: why there is no score, or "".
        bounds: score with every NI taken as 0 and as 4.
        interval: 80 % interval, or None.
        coverage: scored over applicable indicators, 0 to 1.
        band: ids of the band or bands ("limited-satisfactory"), or "".
        band_label: the same in words.
        verdict: one sentence that a minister reads.
    """

    id: int
    label: str
    score: float | None
    reason: str
    bounds: tuple[float, float] | None
    interval: tuple[float, float] | None
    coverage: float
    band: str
    band_label: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Item:
    """A lettered practice, a numbered network, a gap, a next action or a contradiction.

    Attributes:
        mark: "a.", "1." or "".
        title: short name.
        sentences: what the evidence says.
        quotations: ids of the quotations printed with it.
        id: of the contradiction, "" for anything else.
    """

    mark: str
    title: str
    sentences: tuple[Sentence, ...]
    quotations: tuple[str, ...] = ()
    id: str = ""

    def beneath_title(self) -> tuple[Sentence, ...]:
        """Return the sentences as they read beneath the title, which they do not say again."""
        opening = re.compile(rf"{re.escape(self.title)}[\s\u00a0\u202f]?:\s(?P<first>.)")
        return tuple(
            replace(one, text=match["first"].upper() + one.text[match.end() :])
            if (match := opening.match(one.text))
            else one
            for one in self.sentences
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the brief.

    Attributes:
        id: introduction, case, objectives, period, interventions, achievements, differently,
            recommendations, adapting, sun_role, acknowledgements, annex_scores, annex_contradictions, annex_gaps,
            annex_method, annex_questionnaire, annex_quality, annex_provenance, annex_sensitivity, annex_changes.
        title: heading.
        fixed: paragraphs that are the same in every brief or only state its own facts (counts, dates).
        sentences: paragraphs that rest on evidence.
        items: lettered or numbered parts.
        rows: a table, its header first; () without one.
    """

    id: str
    title: str
    fixed: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    items: tuple[Item, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def has_header(self) -> bool:
        """Whether the first row names the columns."""
        return self.id in TABLES_WITH_HEADER

    @property
    def column_shares(self) -> tuple[int, ...]:
        """How wide the columns of the table are beside each other, () where nothing is declared for so many."""
        shares = COLUMN_SHARES.get(self.id, ())
        return shares if self.rows and len(self.rows[0]) == len(shares) else ()


@dataclass(frozen=True, slots=True)
class Brief:
    """A good-practice brief on one country's multi-stakeholder platform.

    Attributes:
        country: ISO 3166-1 alpha-3.
        country_name: in the brief's language.
        language: en, fr, es or pt.
        title: of the document.
        subtitle: below it.
        status: draft, reviewed, validated, or stale when something changed since it was validated.
        status_text: the same in words.
        is_synthetic: whether the input was invented for demonstration.
        synthetic_note: what a reader must know then, "" otherwise.
        title_block: label -> value lines (country, date, themes ...), in order.
        verdict: page one: what the evidence says overall.
        practices: page one: up to three practices worth copying.
        gaps: page one: up to three gaps.
        how_sure: page one: sentences on how sure we are (facts about the evidence itself).
        next_actions: page one: what to do next, each with who proposes something already.
        overall: overall result.
        areas: results in area order.
        indicators: results in Annex order.
        sections: in the order of the case study.
        quotations: every quotation printed, by id.
        problems: code, severity, file, row, column, detail, fix of each problem.
        provenance: label -> value: inputs with sha256, versions.
        words: fixed words of the page (headings, column names), key -> text.
        labels: names that evidence is filtered by, kind -> id -> name: topic, stance, group, language; and
            topic_area, topic id -> number of its area.
    """

    country: str
    country_name: str
    language: str
    title: str
    subtitle: str
    status: str
    status_text: str
    is_synthetic: bool
    synthetic_note: str
    title_block: tuple[tuple[str, str], ...]
    verdict: tuple[Sentence, ...]
    practices: tuple[Item, ...]
    gaps: tuple[Item, ...]
    how_sure: tuple[str, ...]
    next_actions: tuple[Item, ...]
    overall: AreaResult
    areas: tuple[AreaResult, ...]
    indicators: tuple[IndicatorResult, ...]
    sections: tuple[Section, ...]
    quotations: Mapping[str, Quotation]
    problems: tuple[Mapping[str, object], ...]
    provenance: tuple[tuple[str, str], ...]
    words: Mapping[str, str] = field(repr=False)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
