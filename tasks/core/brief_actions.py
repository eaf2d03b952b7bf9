"""The next actions of a brief: what to do about its widest gaps, and who has proposed something already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tasks.core.brief_evidence import PLACEHOLDER, Passage
from tasks.core.brief_results import evidence_of
from tasks.core.brief_sections import PAGE_ONE_WORDS, Draft, is_among, missing_groups
from tasks.core.briefs import Item, Sentence
from tasks.core.levels import CONFLICTING, Level
from tasks.core.topic_sentences import telling_sentence
from tasks.core.wordings import typeset

SECTION = "next_actions"
MOST_ACTIONS = 3
PROPOSED_WORDS = 20
"""Longest sentence of a proposal that page one has room for."""
PROPOSAL = ("recommendation",)
FEWEST_GROUPS = 2
"""Groups told apart of which one's words may stand on page one."""


def next_actions(draft: Draft, gaps: Sequence[Level]) -> tuple[Item, ...]:
    """Say what to do next.

    Args:
        draft: what the brief is written from; its quotations grow.
        gaps: the levels that stand low, lowest first.

    Returns:
        Whom to hear where there is no overall score; what to do about each of the widest gaps, with the proposals
        that respondents make on it; and the first contradiction to settle.
    """
    remedied = [item for level in gaps if (item := _remedy_item(draft, level))]
    return (*_hearing(draft), *remedied[:MOST_ACTIONS], *_settling(draft))


def _hearing(draft: Draft) -> list[Item]:
    """Ask for groups not heard, or with few voices, where the evidence is too thin for an overall score."""
    results, groups = draft.results, missing_groups(draft)
    evidence = evidence_of(list(results.levels.values()))
    if results.scores[-1].score is not None or not groups or not evidence:
        return []
    return [_item(Sentence(SECTION, draft.words.say("action.hear", groups=groups), evidence))]


def _settling(draft: Draft) -> list[Item]:
    """Ask to settle the first indicator on which sources conflict."""
    results = draft.results
    conflicts = [level for level in results.levels.values() if level.state == CONFLICTING and level.evidence]
    texts = [draft.words.say("action.settle", label=results.label(level.indicator)) for level in conflicts[:1]]
    return [_item(Sentence(SECTION, text, conflicts[0].evidence)) for text in texts]


def _remedy_item(draft: Draft, level: Level) -> Item | None:
    """Write what to do about a gap; None where nothing is declared for its level."""
    remedy, words = draft.remedies.get(level.indicator), draft.words
    action = remedy.action(level.value or 0.0, words.language) if remedy else ""
    if not remedy or not action:
        return None
    label = draft.results.label(level.indicator)
    text = words.say("action.do", label=label, action=typeset(action, words.language))
    told = Sentence(SECTION, text, level.evidence)
    proposing = [p for p in draft.passages if p.tells(PROPOSAL, remedy.proposals)]
    if not proposing:
        return _item(told)
    sources = draft.results.count_tellers(
        (passage.group for passage in proposing), has_documents=any(p.record_type == "document" for p in proposing)
    )
    printable = _printable(draft, proposing)
    told_words = _proposed_words(draft, printable, remedy.proposals)
    key = "action.proposed_words" if told_words else "action.proposed"
    proposed = words.say(key, sources=sources, words=told_words)
    evidence = tuple(sorted(passage.segment_id for passage in proposing))
    only = is_among(passage for passage in printable if draft.doubts.is_proposal(passage.text))
    quotations = draft.quote(remedy.proposals, PROPOSAL, 1, only=only, longest=PAGE_ONE_WORDS)
    return _item(told, Sentence(SECTION, proposed, evidence), quotations=quotations)


def _printable(draft: Draft, proposing: Sequence[Passage]) -> list[Passage]:
    """Return the proposals whose words page one may print: in its language, of groups told apart, two of them or more.

    Beside a count of one group, or of groups that are not told apart, words would tell who proposes.
    """
    apart = {passage.group for passage in proposing if passage.group} - draft.results.small_groups
    if len(apart) < FEWEST_GROUPS:
        return []
    language = draft.words.language
    return [
        passage
        for passage in proposing
        if passage.group in apart
        and passage.language.split("-")[0] == language
        and passage.is_quotable
        and not passage.is_unknowing
    ]


def _proposed_words(draft: Draft, printable: Sequence[Passage], topics: Iterable[str]) -> str:
    """Quote the shortest sentence that asks for something on a topic, "" where there is none."""
    sentences = [
        sentence
        for passage in printable
        for topic in sorted(topics)
        if topic in passage.topics and passage.told_on(topic) in PROPOSAL
        for sentence in draft.sentences_on(passage, passage.text, topic)
        if PLACEHOLDER not in sentence.text and draft.doubts.is_proposal(sentence.text)
    ]
    return draft.quote_sentence(telling_sentence(sentences, *PROPOSAL, draft.doubts, PROPOSED_WORDS))


def _item(*sentences: Sentence, quotations: tuple[str, ...] = ()) -> Item:
    return Item("", "", sentences, quotations)
