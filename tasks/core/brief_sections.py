"""The sections of a brief, in the order of the case study it follows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd

from tasks.core.brief_evidence import (
    LONGEST_QUOTATION_WORDS,
    Passage,
    Quoter,
    Tables,
    bearing_words,
    choose_passages,
    choose_support,
    excerpt,
    quotable_sentences,
)
from tasks.core.brief_results import Results
from tasks.core.briefs import Item, Quotation, Section, Sentence
from tasks.core.codebooks import Codebook
from tasks.core.evidence_doubts import NO_DOUBTS, EvidenceDoubts
from tasks.core.heard_records import heard_records
from tasks.core.levels import NO_INFORMATION, Level
from tasks.core.next_actions import Remedy
from tasks.core.placeholders import translate_placeholders
from tasks.core.quoting import GENERALISE, QuotingRule, count_quotable, each_once, tell_counts
from tasks.core.scores import DRAWS
from tasks.core.tables import plain_rows
from tasks.core.topic_sentences import Weighed, own_sentences, telling_sentence, weigh_sentences
from tasks.core.trends import WORSE, Trends
from tasks.core.wordings import Wordings, capitalise, typeset

SHOWN_STANCES = ("achievement", "description", "response")
MOST_OF_TROUBLE, MOST_ADVICE = 2, 3
"""Quotations of difficulties, and of what people ask for, of each topic."""
MOST_TOGETHER = 4
"""Quotations of an item of several topics."""
GOOD_LEVEL = 3.0
MOST_QUOTATIONS = 2
PAGE_ONE_WORDS = 35
RECORD_TYPES = {"interviews": ("verbatim", "notes"), "responses": ("questionnaire",), "documents": ("document",)}
"""What the sources are counted as -> their types of record."""
MOST_DIFFICULTIES = 6
"""Themes with difficulties that stand with their words; the others are named in one line."""
SUN_TOPICS = ("sun_support", "learning_exchange")
"""Topics of the section on the SUN Movement."""
MOST_NETWORKS = 2
"""A passage that names more networks lists them and says little of each."""


@dataclass
class Draft:
    """What the sections are written from, and which quotations they have used so far.

    Attributes:
        results: levels and scores.
        codebook: names of topics.
        tables: processed tables.
        passages: coded segments.
        quoter: makes quotations.
        country_name: in the brief's language.
        plan: which topics and indicators each practice and network speaks of (brief_outline.yaml).
        remedies: indicator -> what can be done about it (next_actions.yaml).
        coder: what coded the themes, in words.
        accuracy: how well the coder was measured to code, in words; "" if it was not.
        rule: how small a count of persons may be shown.
        agreement: the same in one sentence for page one.
        language_names: BCP 47 -> name in the brief's language.
        placeholders: what stands for an identifier -> language -> words (placeholders.yaml).
        quotations: id -> quotation printed so far.
        doubts: words that keep a passage from being shown as evidence.
        trends: BCP 47 -> finder of what got worse or better.
    """

    results: Results
    codebook: Codebook
    tables: Tables
    passages: tuple[Passage, ...]
    quoter: Quoter
    country_name: str
    plan: Mapping[str, Sequence[Mapping]]
    remedies: Mapping[str, Remedy]
    coder: str
    accuracy: str = ""
    rule: QuotingRule = QuotingRule(1, GENERALISE, 1)
    agreement: str = ""
    language_names: Mapping[str, str] = field(default_factory=dict)
    placeholders: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    quotations: dict[str, Quotation] = field(default_factory=dict)
    doubts: EvidenceDoubts = NO_DOUBTS
    trends: Mapping[str, Trends] = field(default_factory=dict)

    @cached_property
    def heard(self) -> pd.DataFrame:
        """Rows of the interviews table in which something was read: the evidence that the brief counts."""
        return heard_records(self.tables.interviews, self.tables.segments, self.tables.answers)

    @cached_property
    def _claims_on(self) -> dict[str, list[dict[str, Any]]]:
        """Rows of the claims that somebody told in words, by indicator."""
        claims = self.tables.claims
        found: dict[str, list[dict[str, Any]]] = {}
        for row in plain_rows(claims[claims["segment_id"].notna()]):
            found.setdefault(row["indicator"], []).append(row)
        return found

    @cached_property
    def _passage_of(self) -> dict[str, Passage]:
        return {passage.segment_id: passage for passage in self.passages}

    def passage_of(self, quotation: str) -> Passage:
        """Return the passage that a printed quotation of this id is cut from."""
        return self._passage_of[self.quotations[quotation].segment_id]

    def _told_with(self, stances: Iterable[str]) -> list[Passage]:
        """Return the passages of any of these stances whose speaker does not say not to know."""
        told = [one for stance in dict.fromkeys(stances) for one in self._told_by_stance.get(stance, ())]
        return list({one.segment_id: one for one in told}.values())

    @cached_property
    def _told_by_stance(self) -> dict[str, list[Passage]]:
        told: dict[str, list[Passage]] = {}
        for one in self.passages:
            if one.is_quotable and one.told_as and not one.is_unknowing:
                for stance in sorted(one.told_ons()):
                    told.setdefault(stance, []).append(one)
        return told

    @property
    def words(self) -> Wordings:
        """Words of the brief's language."""
        return self.results.words

    @property
    def printed(self) -> frozenset[str]:
        """Ids of the segments whose words are already printed."""
        return frozenset(quotation.segment_id for quotation in self.quotations.values())

    def quote(
        self,
        topics: Iterable[str],
        stances: Sequence[str],
        limit: int,
        only: Callable[[Passage], bool] | None = None,
        longest: int = LONGEST_QUOTATION_WORDS,
    ) -> tuple[str, ...]:
        """Choose passages, remember them as printed and return the ids of their quotations."""
        passages = [passage for passage in self._told_with(stances) if only is None or only(passage)]
        wanted = tuple(topics)
        chosen = choose_passages(passages, wanted, stances, limit, is_used=self.printed.__contains__)
        quotations = [self.quoter.quote(self._at_its_stance(passage, wanted, stances), longest) for passage in chosen]
        self.quotations.update({quotation.id: quotation for quotation in quotations})
        return tuple(quotation.id for quotation in quotations)

    def _at_its_stance(self, passage: Passage, topics: Iterable[str], stances: Sequence[str]) -> Passage:
        """Return a passage that is cut, where it is long, around the sentence that tells its wish or its difficulty."""
        own = [topic for topic in topics if topic in passage.topics and passage.told_on(topic) in stances]
        stance = passage.told_on(own[0]) if own else passage.told_as
        tells = {"recommendation": self.doubts.is_wished, "challenge": self.doubts.is_troubled}.get(stance)
        if tells is None:
            return passage
        sentences = [passage.text[start:end].strip() for start, end in quotable_sentences(passage.text)]
        on_topic = [sentence for topic in own for sentence in own_sentences(sentences, topic, passage.words_of)]
        told = next(filter(tells, [*on_topic, *sentences]), "")
        return replace(passage, matched=(told,)) if told else passage

    def sentences_on(self, passage: Passage, text: str, topic: str) -> list[Weighed]:
        """Return the sentences of what is printed of a passage in which the words stand that led to a topic."""
        sentences = [text[start:end].strip() for start, end in quotable_sentences(text)]
        return weigh_sentences(sentences, topic, passage.words_of)

    def achieved_words(self, quotations: Iterable[str], topic: str, used: Container[str]) -> str:
        """Return the printed sentence that says best what was achieved on a topic, "" where no unused one does.

        Args:
            quotations: ids of those printed that may be attributed as the sources of the sentence are.
            topic: id.
            used: sentences that stand for another topic.
        """
        sentences: list[Weighed] = []
        for quotation in (self.quotations[id_] for id_ in quotations):
            passage = self._passage_of[quotation.segment_id]
            if passage.tells(("achievement",), [topic]):
                language = quotation.language or self.words.language
                text = translate_placeholders(quotation.text, language, self.placeholders)
                own = self.sentences_on(passage, text, topic)
                sentences += [
                    one._replace(turn=self._turn_of(one.text, quotation.language))
                    for one in own
                    if one.is_of_it_most and one.text not in used
                ]
        return telling_sentence(sentences, "achievement", self.doubts)

    def _turn_of(self, sentence: str, language: str) -> str:
        """Return whether something got worse or better in a sentence, "" for neither; of no known language in any."""
        own = self.trends.get(language.split("-")[0])
        turns = {
            turn for trends in ([own] if own else self.trends.values()) for _, _, turn in trends.turns(sentence, "")
        }
        return WORSE if WORSE in turns else next(iter(turns), "")

    def quote_sentence(self, sentence: str) -> str:
        """Set a sentence in quotation marks, without the stop at its end; "" stays ""."""
        return self.words.say("level.quoted", level=sentence.rstrip(" .;,")) if sentence else ""

    def quote_level(
        self, indicator: str, value: float, evidence: Iterable[str], limit: int, longest: int
    ) -> tuple[str, ...]:
        """Choose words that themselves tell a level, none where nobody's do; see `quote_support`."""
        bearing = bearing_words(self._claims_on.get(indicator, ()), indicator, value)
        return self.quote_support(evidence, limit, longest, bearing, is_real=value >= GOOD_LEVEL)

    def quote_support(
        self,
        evidence: Iterable[str],
        limit: int,
        longest: int,
        bearing: Mapping[str, str] | None = None,
        *,
        is_real: bool = False,
    ) -> tuple[str, ...]:
        """Choose the words that best show something, remember them as printed and return their quotations' ids.

        Args:
            evidence: ids of what it rests on.
            limit: at most so many.
            longest: in words.
            bearing: segment id -> words that tell it themselves, where it is a level.
            is_real: whether it is said to be there: then words that wish or deny do not show it.

        Returns:
            Ids of the quotations, none where no words fit.
        """

        def is_fit(passage: Passage) -> bool:
            start, end = excerpt(passage, longest)
            printed, told = passage.text[start:end], " ".join(passage.matched) if bearing else ""
            is_doubtful = is_real and (self.doubts.is_wished(told) or self.doubts.is_denied(printed))
            return not is_doubtful and not self.doubts.is_unknowing(printed)

        wanted, used = set(evidence), self.printed.__contains__
        passages = [self._passage_of[id_] for id_ in wanted & self._passage_of.keys()]
        chosen = choose_support(passages, wanted, limit, is_used=used, is_fit=is_fit, bearing=bearing)
        quotations = [self.quoter.quote(passage, longest) for passage in chosen]
        self.quotations.update({quotation.id: quotation for quotation in quotations})
        return tuple(quotation.id for quotation in quotations)

    def tier_label(self, tier: str) -> str:
        """Return the name of a level (national, region ...) in the brief's language."""
        return self.words.texts.get(f"method.tier_{tier}", tier)

    def language_label(self, code: str) -> str:
        """Return the name of a language in the brief's language."""
        return self.language_names.get(code, code)

    def topic_label(self, topic: str) -> str:
        """Return the name of a topic in the brief's language."""
        return typeset(self.codebook.topics[topic].label[self.words.language], self.words.language)


def write_sections(draft: Draft, problems_summary: str, provenance: Sequence[tuple[str, str]]) -> tuple[Section, ...]:
    """Write every section.

    Args:
        draft: what they are written from; its quotations grow.
        problems_summary: one sentence on data quality.
        provenance: label -> value lines.

    Returns:
        The sections in order.
    """
    advice = _recommendations(draft)  # first, so that what somebody asks for stands there and proves no level
    return (
        _introduction(draft),
        _case(draft),
        _fixed(draft, "objectives", draft.words.say("objectives.1")),
        _fixed(draft, "period", period_text(draft)),
        _interventions(draft),
        _achievements(draft),
        _differently(draft),
        advice,
        _adapting(draft),
        _sun_role(draft),
        _fixed(draft, "acknowledgements", _thanks(draft)),
        _fixed(draft, "annex_scores"),
        _contradictions(draft),
        _gaps(draft),
        _method(draft),
        _questionnaire(draft),
        _fixed(draft, "annex_quality", problems_summary),
        Section("annex_provenance", _title(draft, "annex_provenance"), rows=tuple(provenance)),
        _sensitivity(draft),
        *_changes(draft),
    )


def _title(draft: Draft, section: str) -> str:
    return draft.words.say(f"section.{section}", country=draft.country_name)


def _fixed(draft: Draft, section: str, *paragraphs: str) -> Section:
    return Section(section, _title(draft, section), fixed=paragraphs)


def _introduction(draft: Draft) -> Section:
    words = draft.words
    return _fixed(
        draft, "introduction", words.say("introduction.1", country=draft.country_name), words.say("introduction.2")
    )


def count_base(draft: Draft) -> dict[str, str]:
    """Return in words what the brief rests on: its sources that are there, how many groups, and which."""
    words, heard = draft.words, heard_group_ids(draft)
    return {
        "sources": _count_sources(draft, ("interviews", "responses", "documents")) or words.count("interviews", 0),
        "n_groups": draft.results.count_groups(heard),
        "groups": _name_groups(draft, heard),
    }


def _name_groups(draft: Draft, heard: Sequence[str]) -> str:
    """Name the groups that are told apart; the others stand together."""
    words, small = draft.words, draft.results.small_groups
    named = [draft.results.group_labels[group] for group in heard if group not in small]
    if len(named) == len(heard):
        return words.join(named) or "–"
    return words.join([*named, words.say("groups.others")]) if named else words.say("groups.not_apart")


def _count_sources(draft: Draft, kinds: Sequence[str]) -> str:
    """Count in words the sources of some kinds in which something was read, "" without one."""
    types = draft.heard["record_type"]
    numbers = ((kind, int(types.isin(RECORD_TYPES[kind]).sum())) for kind in kinds)
    return draft.words.join([draft.words.count(kind, n) for kind, n in numbers if n])


def heard_group_ids(draft: Draft) -> list[str]:
    """Return the stakeholder groups of those who were heard, in the declared order."""
    heard = set(draft.heard["stakeholder_group"].dropna())
    return [group for group in draft.results.group_labels if group in heard]


def _case(draft: Draft) -> Section:
    item = _topic_item(draft, "case", ["local_definition"], ("description", "achievement"), limit=2)
    setting = _topic_item(draft, "case", ["context"], ("challenge", "description"), limit=1)
    items = tuple(part for part in (item, setting) if part is not None)
    return Section(
        "case", _title(draft, "case"), fixed=(draft.words.say("case.base", **count_base(draft)),), items=items
    )


def _topic_item(
    draft: Draft, section: str, topics: Sequence[str], stances: Sequence[str], *, limit: int
) -> Item | None:
    """Write an item on topics: who speaks of them in which stance, with their words; None without any."""
    quotations = draft.quote(topics, stances, limit)
    heard = [p for p in draft.passages if p.tells(stances, topics)]
    if not heard or not quotations:
        return None
    stance = next(stance for stance in stances if any(passage.tells((stance,), topics) for passage in heard))
    speaking = [passage for passage in heard if passage.tells((stance,), topics)]
    label = capitalise(draft.words.join(draft.topic_label(topic) for topic in topics))
    return Item("", label, (_topic_sentence(draft, section, label, stance, speaking),), quotations)


def _topic_sentence(draft: Draft, section: str, label: str, stance: str, speaking: Sequence[Passage]) -> Sentence:
    text = draft.words.say(f"topic.{stance}", topic=label, sources=_speakers(draft, speaking))
    return Sentence(section, text, _evidence(speaking))


def _speakers(draft: Draft, passages: Sequence[Passage]) -> str:
    has_documents = any(passage.record_type == "document" for passage in passages)
    return draft.results.tellers((passage.group for passage in passages), has_documents=has_documents)


def period_text(draft: Draft) -> str:
    """Say which dates the evidence spans, as finely as they may be told."""
    dates, words = draft.results.dates, draft.words
    if not dates.last:
        return words.say("period.none")
    first, last = words.date(dates.first), words.date(dates.last)
    return words.say("period.one" if first == last else "period.range", first=first, last=last)


def _interventions(draft: Draft) -> Section:
    items: list[Item] = []
    for practice in draft.plan["practices"]:
        item = _practice_item(draft, practice, mark=f"{chr(ord('a') + len(items))}.")
        if item is not None:
            items.append(item)
    fixed = () if items else (draft.words.say("nothing.told"),)
    return Section("interventions", _title(draft, "interventions"), fixed=fixed, items=tuple(items))


def _practice_item(draft: Draft, practice: Mapping, mark: str) -> Item | None:
    """Write a practice that works: its good levels and the words behind them; None when it does not work."""
    good = [id_ for id_ in practice["indicators"] if (draft.results.levels[id_].value or 0.0) >= GOOD_LEVEL]
    if not good:
        return None
    sentences = tuple(draft.results.statement("interventions", id_) for id_ in good)
    quotations = tuple(
        quotation for id_ in good for quotation in _quote_whole_level(draft, draft.results.levels[id_], 2)
    )[:MOST_QUOTATIONS]
    return Item(mark, draft.words.say(f"practice.{practice['id']}"), sentences, quotations)


def _quote_whole_level(draft: Draft, level: Level, limit: int) -> tuple[str, ...]:
    value = level.value or 0.0
    return draft.quote_level(level.indicator, value, level.evidence, limit, LONGEST_QUOTATION_WORDS)


def _achievements(draft: Draft) -> Section:
    joint = draft.plan["results"][0]["topics"]
    spoken = _spoken_by_topic(draft, "achievement", joint)
    items, shown = _together(draft, "achievements", "result.joint", "achievement", spoken)
    networks = [item for network in draft.plan["networks"] if (item := _network_item(draft, network))]
    if len(networks) > 1:
        networks = [replace(item, mark=f"{number}.") for number, item in enumerate(networks, start=1)]
    unquoted = {topic: spoken[topic] for topic in joint if topic in spoken and topic not in shown}
    return _told_section(draft, "achievements", [*items, *networks], "achievement", unquoted)


def _together(
    draft: Draft, section: str, title: str, stance: str, spoken: Mapping[str, Sequence[Passage]]
) -> tuple[list[Item], set[str]]:
    """Write one item of several topics: of each what was told in words, the others in one sentence.

    Args:
        draft: what it is written from; its quotations grow.
        section: id.
        title: key of the item's title.
        stance: achievement or response.
        spoken: topic -> passages that tell it in this stance.

    Returns:
        The item, none where nothing is quoted, and the topics that the quoted words tell in this stance.
    """
    quotations = draft.quote(spoken, (stance,), limit=MOST_TOGETHER)
    below = {topic: [id_ for id_ in quotations if draft.passage_of(id_).tells((stance,), [topic])] for topic in spoken}
    below = {topic: own for topic, own in below.items() if own}
    sentences: list[Sentence] = []
    plain: list[str] = []
    carried: set[str] = set()
    for topic in below:
        told = ""
        if stance == "achievement":
            told = draft.achieved_words(_attributable(draft, below[topic], spoken[topic]), topic, carried)
        if not told:
            plain.append(topic)
            continue
        carried.add(told)
        label, sources = draft.topic_label(topic), _speakers(draft, spoken[topic])
        words = draft.quote_sentence(told)
        text = draft.words.say("topic.told_achievement", topic=label, words=words, sources=sources)
        sentences.append(Sentence(section, text, _evidence(spoken[topic])))
    if plain:
        own = [id_ for id_ in quotations if any(id_ in below[topic] for topic in plain)]
        labels = capitalise(draft.words.join(map(draft.topic_label, plain)))
        text = draft.words.say(f"topic.together_{stance}", topic=labels, sources=_quoted_speakers(draft, own))
        sentences.append(Sentence(section, text, _evidence(map(draft.passage_of, own))))
    items = [Item("", draft.words.say(title), tuple(sentences), quotations)] if quotations else []
    return items, set(below)


def _attributable(draft: Draft, quotations: Iterable[str], speaking: Iterable[Passage]) -> list[str]:
    """Return the quotations that may stand in a sentence with its sources.

    Words that stand under no group do not where any source is named: they would be attributed there.
    """
    small = draft.results.small_groups
    names_group = any(passage.group and passage.group not in small for passage in speaking)
    return [id_ for id_ in quotations if not names_group or not _is_unattributed(draft.quotations[id_])]


def _is_unattributed(quotation: Quotation) -> bool:
    return not quotation.group and quotation.record_type != "document"


def _quoted_speakers(draft: Draft, ids: Iterable[str]) -> str:
    """Name who speaks in quotations, as they are attributed below."""
    quotations = [draft.quotations[id_] for id_ in ids]
    return draft.results.tellers(
        (quotation.group for quotation in quotations),
        has_documents=any(quotation.record_type == "document" for quotation in quotations),
        has_unattributed=any(map(_is_unattributed, quotations)),
    )


def _evidence(passages: Iterable[Passage]) -> tuple[str, ...]:
    return tuple(sorted({passage.segment_id for passage in passages}))


def _spoken_by_topic(draft: Draft, stance: str, topics: Sequence[str] | None = None) -> dict[str, list[Passage]]:
    """Return the passages that tell a stance, by topic; of all topics where none are given."""
    wanted = None if topics is None else set(topics)
    spoken: dict[str, list[Passage]] = {}
    for passage in draft.passages:
        for topic in passage.topics:
            if passage.told_on(topic) == stance and (wanted is None or topic in wanted):
                spoken.setdefault(topic, []).append(passage)
    order = spoken if topics is None else (topic for topic in topics if topic in spoken)
    return {topic: spoken[topic] for topic in order}


def _told_section(
    draft: Draft, section: str, items: Sequence[Item], stance: str, unquoted: Mapping[str, Sequence[Passage]]
) -> Section:
    """Write a section of items; topics of which nothing is quoted stand in one line, so that none announces nothing."""
    sentences: tuple[Sentence, ...] = ()
    if unquoted:
        topics = ", ".join(draft.topic_label(topic) for topic in unquoted)
        evidence = _evidence(passage for own in unquoted.values() for passage in own)
        text = draft.words.say(f"topic.unquoted_{stance}", topics=topics)
        sentences = (Sentence(section, text, evidence),)
    fixed = () if items or sentences else (draft.words.say("nothing.told"),)
    return Section(section, _title(draft, section), fixed=fixed, sentences=sentences, items=tuple(items))


def _network_item(draft: Draft, network: Mapping) -> Item | None:
    all_names = [[name.casefold() for name in other["names"]] for other in draft.plan["networks"]]
    own = [name.casefold() for name in network["names"]]
    tells_own = re.compile(rf"(?<!\w)(?:{'|'.join(map(str, draft.plan['own_network']))})(?!\w)")

    def is_about(passage: Passage) -> bool:
        words = passage.text.casefold()
        if tells_own.search(words):  # "ours" is the speaker's; whoever may not be told apart is told by nothing
            return passage.group == network["id"] and passage.group not in draft.results.small_groups
        n_networks = sum(any(name in words for name in names) for names in all_names)
        return any(name in words for name in own) and n_networks <= MOST_NETWORKS

    speaking = [p for p in draft.passages if p.tells(SHOWN_STANCES, ["networks"]) and is_about(p)]
    quotations = draft.quote(["networks"], SHOWN_STANCES, limit=2, only=is_among(speaking))
    if not quotations:
        return None
    label = draft.words.say(f"network.{network['id']}")
    is_achieved = any(passage.tells(("achievement",), ["networks"]) for passage in speaking)
    stance = "achievement" if is_achieved else "description"
    return Item("", label, (_topic_sentence(draft, "achievements", label, stance, speaking),), quotations)


def _differently(draft: Draft) -> Section:
    spoken = _spoken_by_topic(draft, "challenge")
    items, unquoted = _items_by_topic(
        draft, "differently", "challenge", spoken, limit=MOST_OF_TROUBLE, most=MOST_DIFFICULTIES
    )
    responses = _spoken_by_topic(draft, "response")
    told = {topic: responses[topic] for topic in _by_voices(responses)}
    steps, _ = _together(draft, "differently", "result.responses", "response", told)
    items += steps
    return _told_section(draft, "differently", items, "challenge", unquoted)


def _items_by_topic(
    draft: Draft,
    section: str,
    stance: str,
    spoken: Mapping[str, Sequence[Passage]],
    *,
    limit: int,
    most: int | None = None,
) -> tuple[list[Item], dict[str, Sequence[Passage]]]:
    """Write an item on each topic with words of those who speak of it, those of most voices first.

    Args:
        draft: what it is written from; its quotations grow.
        section: id.
        stance: in which the topics are told.
        spoken: topic -> passages that tell it so.
        limit: quotations of each topic.
        most: items, None for any number.

    Returns:
        The items, and the topics without one.
    """
    items: list[Item] = []
    unquoted: dict[str, Sequence[Passage]] = {}
    for topic in _by_voices(spoken):
        own = spoken[topic]
        is_full = most is not None and len(items) >= most
        quotations = () if is_full else draft.quote([topic], (stance,), limit=limit, only=is_among(own))
        if not quotations:
            unquoted[topic] = own
            continue
        label = draft.topic_label(topic)
        items.append(Item("", label, (_topic_sentence(draft, section, label, stance, own),), quotations))
    return items, unquoted


def _by_voices(spoken: Mapping[str, Sequence[Passage]]) -> list[str]:
    """Return topics by how many voices speak of them, then by how often."""
    return sorted(spoken, key=lambda topic: (-len({p.voice for p in spoken[topic]}), -len(spoken[topic]), topic))


def is_among(passages: Iterable[Passage]) -> Callable[[Passage], bool]:
    """Return what tells whether a passage is one of some."""
    ids = {passage.segment_id for passage in passages}
    return lambda passage: passage.segment_id in ids


def _recommendations(draft: Draft) -> Section:
    """Write what people ask for, each passage under the topic that it tells most surely."""
    spoken: dict[str, list[Passage]] = {}
    for passage in draft.passages:
        asked = [topic for topic in passage.topics if passage.told_on(topic) == "recommendation"]
        asked = [topic for topic in asked if topic not in SUN_TOPICS]
        if asked:
            spoken.setdefault(max(asked, key=lambda topic: (passage.topics[topic], topic)), []).append(passage)
    items, unquoted = _items_by_topic(draft, "recommendations", "recommendation", spoken, limit=MOST_ADVICE)
    return _told_section(draft, "recommendations", items, "recommendation", unquoted)


def _adapting(draft: Draft) -> Section:
    items = [item for condition in draft.plan["conditions"] if (item := _condition_item(draft, condition))]
    topics = [topic for condition in draft.plan["conditions"] for topic in condition["topics"]]
    fixed = (draft.words.say("adapting.lead") if items else _say_nothing(draft, topics),)
    return Section("adapting", _title(draft, "adapting"), fixed=fixed, items=tuple(items))


def _condition_item(draft: Draft, condition: Mapping) -> Item | None:
    """Write a condition for transfer: that it is met here, and who asks for it or, failing that, praises it."""
    topics = condition["topics"]
    speaking: dict[str, list[Passage]] = {"recommendation": [], "achievement": []}
    for passage in draft.passages:
        for stance in speaking:
            if passage.tells((stance,), topics):
                speaking[stance].append(passage)
    stance = "recommendation" if speaking["recommendation"] else "achievement"
    if not speaking[stance]:
        return None
    quotations = draft.quote(topics, (stance,), limit=1)
    good = [id_ for id_ in condition["indicators"] if (draft.results.levels[id_].value or 0.0) >= GOOD_LEVEL]
    key = f"practice.{condition['id']}"
    label = draft.words.say(key) if key in draft.words.texts else draft.topic_label(topics[0])
    told = [_topic_sentence(draft, "adapting", label, stance, speaking[stance])] if quotations else []
    sentences = (*(draft.results.statement("adapting", id_) for id_ in good), *told)
    return Item("", label, sentences, quotations) if sentences else None


def _sun_role(draft: Draft) -> Section:
    items = [
        _topic_item(
            draft, "sun_role", ["sun_support"], ("achievement", "description", "response", "recommendation"), limit=3
        ),
        _topic_item(
            draft,
            "sun_role",
            ["learning_exchange"],
            ("achievement", "description", "response", "recommendation"),
            limit=2,
        ),
    ]
    told = tuple(item for item in items if item is not None)
    fixed = () if told else (_say_nothing(draft, SUN_TOPICS),)
    return Section("sun_role", _title(draft, "sun_role"), fixed=fixed, items=told)


def _say_nothing(draft: Draft, topics: Iterable[str]) -> str:
    """Say why a section is empty: nobody spoke of its topics, or nothing of what was told is quoted."""
    is_told = not set(topics).isdisjoint(topic for passage in draft.passages for topic in passage.topics)
    return draft.words.say("nothing.quoted" if is_told else "nothing.told")


def _thanks(draft: Draft) -> str:
    """Thank those who were heard; how many persons spoke in an interview of a group is not known."""
    if not (talks := _count_sources(draft, ("interviews", "responses"))):
        return draft.words.say("acknowledgements.none")
    return draft.words.say("acknowledgements", sources=talks, groups=count_base(draft)["n_groups"])


def _contradictions(draft: Draft) -> Section:
    from tasks.core.brief_contradictions import contradiction_items

    items = contradiction_items(draft)
    fixed = (draft.words.say("contradiction.why_no_conflict" if items else "contradiction.none"),)
    return Section("annex_contradictions", _title(draft, "annex_contradictions"), fixed=fixed, items=items)


def _sensitivity(draft: Draft) -> Section:
    from tasks.core.brief_outlook import sensitivity_rows, sensitivity_text

    rows, title = sensitivity_rows(draft), _title(draft, "annex_sensitivity")
    return Section("annex_sensitivity", title, fixed=(sensitivity_text(draft),), rows=rows)


def _changes(draft: Draft) -> tuple[Section, ...]:
    """Write what moved since the last run; nothing where nothing moved, or there was none."""
    from tasks.core.brief_outlook import changes_rows, has_moved_records

    rows, is_of_records = changes_rows(draft), has_moved_records(draft)
    if not rows and not is_of_records:
        return ()
    said = (*(["changes.lead"] if rows else []), *(["changes.of_records"] if is_of_records else []))
    fixed = tuple(draft.words.say(key) for key in said)
    return (Section("annex_changes", _title(draft, "annex_changes"), fixed=fixed, rows=rows),)


def _gaps(draft: Draft) -> Section:
    from tasks.core.brief_outlook import next_lines

    results, words = draft.results, draft.words
    unknown = [level for level in results.levels.values() if level.state == NO_INFORMATION]
    rows = [
        (
            results.label(level.indicator),
            results.question_wording(results.rubric.indicators[level.indicator].questions[0]),
            words.say("level.asked" if level.evidence else "level.not_asked"),
        )
        for level in unknown
    ]
    header = (words.say("gaps.indicator"), words.say("gaps.question"), words.say("gaps.why"))
    missing = missing_line(draft)
    fixed = [words.say("gaps.none")] if not unknown else []
    if missing:
        fixed.append(missing)
    fixed += next_lines(draft)
    return Section("annex_gaps", _title(draft, "annex_gaps"), fixed=tuple(fixed), rows=(header, *rows) if rows else ())


def missing_groups(draft: Draft) -> str:
    """Name the core stakeholder groups that were not heard or are too small to be told apart, "" when none is.

    Both together: otherwise those that are neither here nor among the groups heard would be the small ones.
    """
    heard = set(heard_group_ids(draft)) - draft.results.small_groups
    core = [entry["id"] for entry in draft.plan["core_groups"]]
    return draft.results.groups([group for group in core if group not in heard])


def missing_line(draft: Draft) -> str:
    """Say which core groups were not heard, "" when none is missing.

    Where nobody may be told apart from others, that is all it says: to list every group would say nothing, and to
    leave out those that were heard would name them. Where all who were heard are told apart, the others were not heard.
    """
    words, heard, missing = draft.words, set(heard_group_ids(draft)), missing_groups(draft)
    if heard and heard <= draft.results.small_groups:
        return words.say("sure.none_apart")
    if not missing:
        return ""
    return words.say("sure.missing_groups" if heard & draft.results.small_groups else "sure.unheard", groups=missing)


def _method(draft: Draft) -> Section:
    words, base = draft.words, count_base(draft)
    records = draft.heard
    people = each_once(plain_rows(records))
    rows = [
        ("sources", base["sources"]),
        ("groups", base["groups"]),
        ("tiers", _tally(draft, (one["level"] for one in people), draft.tier_label)),
        ("languages", _tally(draft, (one["language"] for one in people), draft.language_label)),
        ("consent", _say_consent(draft)),
        ("coding", words.say("method.coding_text", n=words.number(len(draft.tables.segments), 0), coder=draft.coder)),
        *([("accuracy", draft.accuracy)] if draft.accuracy else []),
        ("levels", words.say("method.levels_text", scale=draft.results.rubric.scale_id)),
        ("grades", words.say("method.grades_text")),
        ("interval", words.say("method.interval_text", draws=words.number(DRAWS, 0))),
        ("limits", words.say("method.limits_text")),
    ]
    return Section(
        "annex_method",
        _title(draft, "annex_method"),
        rows=tuple((words.say(f"method.{key}"), text) for key, text in rows),
    )


def _say_consent(draft: Draft) -> str:
    records = plain_rows(draft.heard)
    n = count_quotable(records, draft.rule)
    if n is None:
        return draft.words.say("method.consent_few")
    return draft.words.say("method.consent_text", n=n, of=len(records))


def _tally(draft: Draft, values: Iterable[str | None], name: Callable[[str], str]) -> str:
    """Count persons by a trait; classes of few stand together, so that no count of few is found by subtraction."""
    words = draft.words
    counts = Counter(value if isinstance(value, str) else "" for value in values)
    told = tell_counts(counts, draft.rule)
    apart = [f"{name(value)} {n}" for value, n in sorted(told.counts.items(), key=lambda item: (-item[1], item[0]))]
    if told.has_others and not apart:
        return words.say("tally.not_apart")
    if told.has_others:
        apart.append(words.say("tally.others", n=told.others_shown))
    return ", ".join(apart) or "–"


def _questionnaire(draft: Draft) -> Section:
    results, words = draft.results, draft.words
    rows = [(question, results.question_wording(question)) for question in results.rubric.questions]
    header = (words.say("table.question"), words.say("table.wording"))
    return Section("annex_questionnaire", _title(draft, "annex_questionnaire"), rows=(header, *rows))
