"""The words behind a brief: which may be printed, and which are printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pandas as pd

from tasks.core.briefs import Quotation
from tasks.core.claims import HINT, LEVEL
from tasks.core.evidence_doubts import Doubtful, EvidenceDoubts
from tasks.core.identifiers import derive_id
from tasks.core.quoting import NO_PERMIT, Permit, shown_id
from tasks.core.scores import TOP_LEVEL
from tasks.core.stance_signs import DESCRIPTION, LevelHeard, is_borne_out
from tasks.core.tables import plain_rows
from tasks.core.topic_sentences import stances_by_topic

LONGEST_QUOTATION_WORDS = 60
SHORTEST_QUOTATION_WORDS = 6
SHOWN_WORDS = 25
"""Length of a quotation that reads well on page one."""
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"»”')\]]*\s+(?=[\"«“‘¿¡(\[–—•-]?\s*[A-ZÀ-Þ\d])|\n+")
ABBREVIATED = re.compile(r"(?<![^\W_])(?:[A-ZÀ-Þ][a-zß-ÿ]?|([^\W\d_]{1,5}))\.$")
"""What ends like a sentence and is none: a title ("Dr.") or an initial, and before a number a short word ("Art. 3")."""
LEVEL_REACH = 0.5
"""Steps from a level within which words still tell it."""
PLACEHOLDER = "["
NOT_DOUBTFUL = Doubtful()
OF_A_CLAIM = ("segment_id", "indicator", "state", "status", "is_second_hand", "proposed_level")
LOW_LEVEL = 1
OF_A_CODING = ("segment_id", "topic", "stance", "confidence", "matched_text", "status")
OF_A_PASSAGE = ("segment_id", "interview_id", "text", "start_char", "end_char", "language", "annex_question")
BY_A_PERSON = "confirmed"


@dataclass(frozen=True, slots=True)
class Tables:
    """The processed tables of one country.

    Attributes:
        interviews: see `tables.INTERVIEWS`, and so on.
        answers: as above.
        turns: as above.
        segments: as above.
        codings: as above.
        claims: as above.
        scores: as above.
        problems: as above.
        contradictions: as above.
        changes: as above.
        sensitivity: as above.
        novelty: as above.
        next_interviews: as above.
    """

    interviews: pd.DataFrame = field(repr=False)
    answers: pd.DataFrame = field(repr=False)
    turns: pd.DataFrame = field(repr=False)
    segments: pd.DataFrame = field(repr=False)
    codings: pd.DataFrame = field(repr=False)
    claims: pd.DataFrame = field(repr=False)
    scores: pd.DataFrame = field(repr=False)
    problems: pd.DataFrame = field(repr=False)
    contradictions: pd.DataFrame = field(repr=False)
    changes: pd.DataFrame = field(repr=False)
    sensitivity: pd.DataFrame = field(repr=False)
    novelty: pd.DataFrame = field(repr=False)
    next_interviews: pd.DataFrame = field(repr=False)


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment with what is known of it, ready to be chosen and quoted.

    Attributes:
        segment_id: of the segments table.
        interview_id: whose words they are.
        group: stakeholder group id, "" for a document.
        record_type: verbatim, notes, questionnaire or document.
        text: pseudonymised words.
        start_char: offset of the text in its source.
        end_char: end of it.
        language: BCP 47.
        topics: topic id -> confidence, 0 to 1.
        stance: of the segment, "" when it is not coded.
        matched: the words that led to the codings.
        is_quotable: within consent (`quoting`).
        is_unknowing: whether who speaks says not to know.
        is_borne_out: whether words, levels or what was asked go with the stance (`stance_signs`), or a person gave it.
        words_of: topic id -> words that led to it, parted by " | ".
        stances: topic id -> stance of those topics that are told otherwise than the whole (`topic_sentences`).
        is_by_person: whether a person confirmed a coding: then no list of words says of a topic that it is otherwise.
    """

    segment_id: str
    interview_id: str
    group: str
    record_type: str
    text: str = field(repr=False)
    start_char: int
    end_char: int
    language: str
    topics: Mapping[str, float]
    stance: str
    matched: tuple[str, ...] = field(repr=False)
    is_quotable: bool
    is_unknowing: bool = False
    is_borne_out: bool = True
    words_of: Mapping[str, str] = field(default_factory=dict, repr=False)
    stances: Mapping[str, str] = field(default_factory=dict)
    is_by_person: bool = False

    @property
    def told_as(self) -> str:
        """The stance in which a brief tells it: a description where nothing bears out another."""
        return self.stance if self.is_borne_out or not self.stance else DESCRIPTION

    def told_on(self, topic: str) -> str:
        """Return the stance in which a brief tells one of its topics."""
        return self.stances.get(topic, self.told_as)

    def told_ons(self) -> frozenset[str]:
        """Return all stances in which it tells any of its topics."""
        return frozenset({self.told_as, *self.stances.values()})

    def tells(self, stances: Container[str], topics: Iterable[str]) -> bool:
        """Tell whether it tells any of some topics in any of some stances."""
        return any(topic in self.topics and self.told_on(topic) in stances for topic in topics)

    @property
    def n_words(self) -> int:
        """Number of words."""
        return len(self.text.split())

    @property
    def voice(self) -> str:
        """Who is counted as one voice: the stakeholder group, or the document itself."""
        return self.group or self.interview_id


def gather_passages(
    tables: Tables,
    permits: Mapping[str, Permit],
    doubtful: Mapping[str, Doubtful],
    topics: Mapping[str, Container[str]],
    asked: Mapping[str, Container[str]],
) -> tuple[Passage, ...]:
    """Join segments with their interview and their codings.

    Args:
        tables: of one country; rejected codings are left out.
        permits: interview id -> what may be done with its words.
        doubtful: segment id -> what its words give to doubt; one that shows no theme has no stance.
        topics: indicator -> topics whose segments are its evidence.
        asked: Annex 1 question -> stances that it asks for.

    Returns:
        One passage per segment, by interview and place.
    """
    codings: dict[str, list[Mapping]] = {}
    of_segments = tables.codings.query("status != 'rejected'")[list(OF_A_CODING)]
    for coding in plain_rows(of_segments):
        codings.setdefault(str(coding["segment_id"]), []).append(coding)
    told = _levels_of_segments(tables.claims)
    interviews = {row["interview_id"]: row for row in plain_rows(tables.interviews)}
    segments = tables.segments.sort_values(["interview_id", "segment_no", "segment_id"])[list(OF_A_PASSAGE)]
    return tuple(
        _passage(
            row,
            interviews[row["interview_id"]],
            codings.get(row["segment_id"], ()),
            permits,
            doubtful.get(row["segment_id"], NOT_DOUBTFUL),
            _levels_on(told.get(row["segment_id"], ()), codings.get(row["segment_id"], ()), topics),
            asked,
        )
        for row in plain_rows(segments)
    )


def with_topic_stances(passages: Iterable[Passage], doubts: EvidenceDoubts) -> tuple[Passage, ...]:
    """Tell of each passage which of its topics its sentences tell otherwise than the whole.

    Args:
        passages: of one country.
        doubts: words of trouble, of success and of wishes.

    Returns:
        The same passages.
    """
    return tuple(_with_topic_stances(passage, doubts) for passage in passages)


def _with_topic_stances(passage: Passage, doubts: EvidenceDoubts) -> Passage:
    if passage.is_by_person:
        return passage
    sentences = [passage.text[start:end].strip() for start, end in quotable_sentences(passage.text)]
    told = stances_by_topic(sentences, passage.told_as, passage.words_of, doubts)
    return replace(passage, stances=told) if told else passage


def _levels_of_segments(claims: pd.DataFrame) -> dict[str, list[tuple[str, LevelHeard]]]:
    """Return the indicators and levels that each segment tells or hints at, at first hand."""
    told: dict[str, list[tuple[str, LevelHeard]]] = {}
    for claim in plain_rows(claims[list(OF_A_CLAIM)]):
        is_level = claim["state"] in (LEVEL, HINT) and claim["status"] != "rejected" and not claim["is_second_hand"]
        if is_level and isinstance(claim["segment_id"], str):
            heard = LevelHeard(float(claim["proposed_level"]), is_hint=claim["state"] == HINT)
            told.setdefault(claim["segment_id"], []).append((claim["indicator"], heard))
    return told


def _levels_on(
    told: Iterable[tuple[str, LevelHeard]], codings: Iterable[Mapping], topics: Mapping[str, Container[str]]
) -> list[LevelHeard]:
    """Return the levels of those indicators that the topics of a segment are evidence of."""
    own = [coding["topic"] for coding in codings]
    return [level for indicator, level in told if any(topic in topics.get(indicator, ()) for topic in own)]


def _shows_nothing(stance: str, doubtful: Doubtful, levels: Sequence[LevelHeard]) -> bool:
    """Tell whether a passage shows no theme.

    Who speaks does not know, denies what would be an achievement, or tells levels that all say the opposite: the lowest
    of an achievement, the highest of a challenge.
    """
    told = [one.level for one in levels if not one.is_hint]
    if stance == "achievement":
        is_opposite = bool(told) and max(told) <= LOW_LEVEL
        return doubtful.is_mostly_unknowing or doubtful.is_denied or is_opposite
    is_opposite = stance == "challenge" and bool(told) and min(told) >= TOP_LEVEL
    return doubtful.is_mostly_unknowing or is_opposite


def _passage(  # noqa: PLR0913 - a row of each table
    row: Mapping,
    interview: Mapping,
    codings: Sequence[Mapping],
    permits: Mapping[str, Permit],
    doubtful: Doubtful,
    levels: Sequence[LevelHeard],
    asked: Mapping[str, Container[str]],
) -> Passage:
    stance = codings[0]["stance"] if codings else ""
    is_by_person = any(coding["status"] == BY_A_PERSON for coding in codings)
    return Passage(
        segment_id=row["segment_id"],
        interview_id=row["interview_id"],
        group=interview["stakeholder_group"] or "",
        record_type=interview["record_type"],
        text=row["text"],
        start_char=int(row["start_char"]),
        end_char=int(row["end_char"]),
        language=row["language"] or "",
        topics={coding["topic"]: float(coding["confidence"]) for coding in codings},
        stance="" if _shows_nothing(stance, doubtful, levels) else stance,
        matched=tuple(coding["matched_text"] for coding in codings if isinstance(coding["matched_text"], str)),
        is_quotable=permits.get(row["interview_id"], NO_PERMIT).may_quote,
        is_unknowing=doubtful.is_unknowing,
        is_borne_out=is_by_person or is_borne_out(stance, row["annex_question"] or "", asked, doubtful, levels),
        words_of={str(one["topic"]): one["matched_text"] for one in codings if isinstance(one["matched_text"], str)},
        is_by_person=is_by_person,
    )


class Quoter:
    """Makes the quotations of one brief.

    Args:
        tables: of one country.
        permits: interview id -> what may be done with its words.
        file_label: path of a file -> what stands for it, as its name may tell who spoke.
        group_label: stakeholder group id and level -> name in the brief's language; "" gives the name of a voice
            whose group must not be told.
        document_label: title and ISO date of a document -> what stands under its words.
        place: text of where a person finds the words, from row and column of an answer.
        text_place: the same from the English place in a text: "paragraph 12".
    """

    def __init__(
        self,
        tables: Tables,
        permits: Mapping[str, Permit],
        file_label: Callable[[str], str],
        group_label: Callable[[str, str], str],
        document_label: Callable[[str, str], str],
        place: Callable[[int, str], str],
        text_place: Callable[[str], str],
    ) -> None:
        self._permits = permits
        self._interviews = {row["interview_id"]: row for row in plain_rows(tables.interviews)}
        self._turn_places = dict(zip(tables.turns["turn_id"], tables.turns["place"].fillna(""), strict=True))
        places = plain_rows(tables.segments[["segment_id", "turn_id", "answer_id"]])
        self._segments = {row["segment_id"]: row for row in places}
        self._answers = {row["answer_id"]: row for row in plain_rows(tables.answers)}
        self._file_label = file_label
        self._group_label = group_label
        self._document_label = document_label
        self._place = place
        self._text_place = text_place

    def quote(self, passage: Passage, longest: int = LONGEST_QUOTATION_WORDS) -> Quotation:
        """Cut a quotation of at most so many words from a passage that may be quoted.

        Where the passage is not its source letter by letter (a name was replaced, a remark left out), the quotation
        keeps the place of the whole passage.
        """
        if not self._permit(passage.interview_id).may_quote:
            raise ValueError(f"{passage.segment_id} may not be quoted")
        start, end = excerpt(passage, longest)
        text = passage.text[start:end]
        first = passage.start_char + start
        is_exact = len(passage.text) == passage.end_char - passage.start_char
        span = (first, first + len(text)) if is_exact else (passage.start_char, passage.end_char)
        return self._quotation(passage, text, span, (first, first + len(text)))

    def _quotation(self, passage: Passage, text: str, span: tuple[int, int], cut: tuple[int, int]) -> Quotation:
        interview, permit = self._interviews[passage.interview_id], self._permit(passage.interview_id)
        return Quotation(
            id=derive_id("quotation", passage.segment_id, *cut),
            segment_id=passage.segment_id,
            text=text,
            language=passage.language,
            group=permit.group,
            speaker_label=self._speaker(interview),
            interview_id=shown_id(passage.interview_id, permit),
            record_type=passage.record_type,
            date=str(interview["date"] or "") if permit.shows_source else "",
            file=self._file_label(str(interview["file"])) if permit.shows_source else "",
            place=self._place_of(passage.segment_id) if permit.shows_source else "",
            start_char=span[0],
            end_char=span[1],
            topics=tuple(passage.topics),
            stance=passage.stance,
        )

    def answer_card(self, answer_id: str, question: str, label: str) -> Quotation | None:
        """Make the card of a closed answer, or None when its respondent may not be quoted.

        Args:
            answer_id: of the answers table.
            question: its wording in the brief's language.
            label: the chosen level in the brief's language.
        """
        answer = self._answers[answer_id]
        interview, permit = self._interviews[answer["interview_id"]], self._permit(str(answer["interview_id"]))
        if not permit.may_quote:
            return None
        return Quotation(
            id=derive_id("quotation", answer_id),
            segment_id=answer_id,
            text=label,
            language="",
            group=permit.group,
            speaker_label=self._speaker(interview),
            interview_id=shown_id(str(answer["interview_id"]), permit),
            record_type="questionnaire",
            date=str(interview["date"] or "") if permit.shows_source else "",
            file=self._file_label(str(answer["file"])) if permit.shows_source else "",
            place=self._place(int(str(answer["row"])), str(answer["column"])) if permit.shows_source else "",
            start_char=0,
            end_char=len(str(answer["answer_code"] or "")),
            question=question,
        )

    def _permit(self, interview_id: str) -> Permit:
        return self._permits.get(interview_id, NO_PERMIT)

    def _speaker(self, interview: Mapping) -> str:
        if interview["record_type"] == "document":
            return self._document_label(interview["title"] or interview["interview_id"], interview["date"] or "")
        permit = self._permit(str(interview["interview_id"]))
        return self._group_label(permit.group, permit.level)

    def _place_of(self, segment_id: str) -> str:
        segment = self._segments[segment_id]
        if segment["turn_id"]:
            return self._text_place(self._turn_places.get(segment["turn_id"], ""))
        answer = self._answers[segment["answer_id"]]
        return self._place(int(str(answer["row"])), str(answer["column"]))


def excerpt(passage: Passage, longest: int = LONGEST_QUOTATION_WORDS) -> tuple[int, int]:
    """Choose the sentences of a passage that a quotation prints.

    Args:
        passage: coded or not; one with a placeholder in it is printed whole, as its offsets cannot be cut.
        longest: in words; a single sentence may be longer.

    Returns:
        Half-open offsets into the passage's text: the whole of a short passage, else the longest run of
        sentences around its first matched words that stays within the limit.
    """
    if passage.n_words <= longest or PLACEHOLDER in passage.text:
        return 0, len(passage.text)
    sentences = quotable_sentences(passage.text)
    anchor = next((phrase for words in passage.matched for phrase in words.split(" | ") if phrase in passage.text), "")
    position = passage.text.find(anchor) if anchor else 0
    first = next((n for n, (_, end) in enumerate(sentences) if position < end), 0)
    last = first
    while last + 1 < len(sentences) and _words(passage.text, sentences[first][0], sentences[last + 1][1]) <= longest:
        last += 1
    start, end = sentences[first][0], sentences[last][1]
    return start, start + len(passage.text[start:end].rstrip())


def quotable_sentences(text: str) -> list[tuple[int, int]]:
    """Return the half-open offsets of a text's sentences, which end within no word and no abbreviation."""
    ends = [match.end() for match in SENTENCE_END.finditer(text) if not _is_abbreviated(text, match)]
    return [(start, end) for start, end in pairwise([0, *ends, len(text)]) if text[start:end].strip()]


def _is_abbreviated(text: str, end: re.Match[str]) -> bool:
    word = ABBREVIATED.search(text[: end.start()])
    return word is not None and (not word[1] or text[end.end() : end.end() + 1].isdigit())


def bearing_words(claims: Iterable[Mapping], indicator: str, value: float) -> dict[str, str]:
    """Find the segments that themselves tell a level, with the words that do.

    Args:
        claims: rows of the claims table.
        indicator: whose level.
        value: the level, 0 to 4; both neighbours of a half tell it.

    Returns:
        Segment id -> words. A segment from which another level was read too, which tells hearsay, or whose speaker does
        not know, bears nothing out.
    """
    told: dict[str, str] = {}
    unfit: set[str] = set()
    for claim in claims:
        if claim["indicator"] != indicator or claim["status"] == "rejected" or claim["state"] == HINT:
            continue
        if not isinstance(claim["segment_id"], str):
            continue
        is_told = claim["state"] == LEVEL and abs(float(claim["proposed_level"]) - value) <= LEVEL_REACH
        if not is_told or claim["is_second_hand"]:
            unfit.add(claim["segment_id"])
        else:
            told.setdefault(claim["segment_id"], claim["value"] if isinstance(claim["value"], str) else "")
    return {segment_id: words for segment_id, words in told.items() if segment_id not in unfit}


def _words(text: str, start: int, end: int) -> int:
    return len(text[start:end].split())


def choose_passages(
    passages: Iterable[Passage],
    topics: Iterable[str],
    stances: Sequence[str],
    limit: int,
    *,
    is_used: Callable[[str], bool],
) -> list[Passage]:
    """Choose the passages that best show a topic.

    One voice is heard once before any is heard twice; persons come before documents, longer readable
    passages before fragments, surer codings before doubtful ones.

    Args:
        passages: of one country.
        topics: any of these topics.
        stances: allowed stances, in order of preference.
        limit: at most so many.
        is_used: whether a segment is already printed elsewhere.

    Returns:
        Quotable passages, best first.
    """
    wanted = set(topics)
    candidates = [
        passage
        for passage in passages
        if passage.is_quotable
        and passage.tells(stances, wanted)
        and passage.n_words >= SHORTEST_QUOTATION_WORDS
        and not is_used(passage.segment_id)
    ]
    candidates.sort(key=lambda passage: _preference(passage, wanted, stances))
    return _varied(candidates, limit)


def _preference(passage: Passage, wanted: set[str], stances: Sequence[str]) -> tuple:
    confidence = max(passage.topics[topic] for topic in wanted & set(passage.topics))
    is_long = passage.n_words > LONGEST_QUOTATION_WORDS
    return (
        min(
            stances.index(stance)
            for topic in wanted & set(passage.topics)
            if (stance := passage.told_on(topic)) in stances
        ),
        passage.record_type == "document",
        passage.record_type == "notes",
        is_long,
        len(passage.topics) > 3,
        -round(confidence, 2),
        -min(passage.n_words, 40),
        passage.segment_id,
    )


def _varied(candidates: Sequence[Passage], limit: int) -> list[Passage]:
    """Take the best of each voice before the second best of any."""
    first: dict[str, Passage] = {}
    for passage in candidates:
        first.setdefault(passage.voice, passage)
    chosen = {passage.segment_id: passage for passage in [*first.values(), *candidates]}
    return list(chosen.values())[:limit]


def choose_support(
    passages: Iterable[Passage],
    evidence: Iterable[str],
    limit: int,
    *,
    is_used: Callable[[str], bool],
    is_fit: Callable[[Passage], bool] = lambda _: True,
    bearing: Mapping[str, str] | None = None,
) -> list[Passage]:
    """Choose the passages that best show a level: some of its own evidence.

    Args:
        passages: of one country.
        evidence: ids of the level's evidence.
        limit: at most so many.
        is_used: whether a segment is already printed elsewhere.
        is_fit: whether what would be printed of a passage may be shown as evidence.
        bearing: segment id -> words that tell the level; where given, only these bear it out.

    Returns:
        Quotable passages, cut around those words, one of each voice first: a person's words before a document's,
        verbatim before notes, neither too short nor too long.
    """
    wanted = set(evidence) if bearing is None else set(evidence) & set(bearing)
    candidates = [
        passage if bearing is None else replace(passage, matched=(bearing[passage.segment_id],))
        for passage in passages
        if passage.segment_id in wanted
        and passage.is_quotable
        and passage.n_words >= SHORTEST_QUOTATION_WORDS
        and not is_used(passage.segment_id)
    ]
    rank = {"verbatim": 0, "questionnaire": 1, "document": 2, "notes": 3}
    candidates = [passage for passage in candidates if is_fit(passage)]
    candidates.sort(key=lambda p: (rank.get(p.record_type, 4), abs(p.n_words - SHOWN_WORDS), p.segment_id))
    return _varied(candidates, limit)
