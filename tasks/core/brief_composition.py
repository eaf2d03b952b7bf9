"""Composes a brief: page one from the results, sections from the draft, and the data of brief.json."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import zip_longest

from tasks.core.brief_actions import next_actions
from tasks.core.brief_contradictions import far_contradictions, is_settled
from tasks.core.brief_neighbours import with_neighbours
from tasks.core.brief_results import area_result, evidence_of, indicator_result
from tasks.core.brief_sections import GOOD_LEVEL, PAGE_ONE_WORDS, Draft, count_base, missing_line, write_sections
from tasks.core.briefs import SCHEMA_VERSION, AreaResult, Brief, Item, Quotation, Sentence
from tasks.core.levels import CONFLICTING, NO_INFORMATION, SCORED, Level
from tasks.core.placeholders import translate_placeholders
from tasks.core.rulings import WEAKEST_GRADE

PAGE_ONE_ITEMS = 3
MOST_THEMES = 4
GAP_LEVEL = 2.0
GRADES = "ABCDX"
MOST_CARDS = 1500
"""Cards of evidence in a brief: more than that nobody reads, and no reader opens."""
EVIDENCE_NOTE = "page.evidence_note"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a brief says about itself rather than about the country.

    Attributes:
        country: ISO 3166-1 alpha-3.
        is_synthetic: whether the input was invented for demonstration.
        synthetic_note: what a reader must know then, in the brief's language.
        problems: rows of the problems table as plain values.
        provenance: label -> value lines.
        page_words: fixed words that the templates need.
        labels: see `Brief.labels`.
        status: draft, reviewed, validated or stale.
        status_text: the same in words.
        validation: who validated it, when, and what people changed; "" unless it was.
    """

    country: str
    is_synthetic: bool
    synthetic_note: str
    problems: tuple[Mapping[str, object], ...]
    provenance: tuple[tuple[str, str], ...]
    page_words: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    status: str = "draft"
    status_text: str = ""
    validation: str = ""


def compose_brief(draft: Draft, frame: Frame) -> Brief:
    """Compose the brief of one country.

    Args:
        draft: results, words and passages; its quotations grow.
        frame: what the brief says about itself.

    Returns:
        The whole brief.
    """
    words, results = draft.words, draft.results
    best, worst = _best_levels(draft), _worst_levels(draft)
    practices, gaps = _page_one_items(draft, best, "practices"), _page_one_items(draft, worst, "gaps")
    sections = write_sections(draft, _problems_summary(draft, frame.problems), frame.provenance)
    brief = Brief(
        country=frame.country,
        country_name=draft.country_name,
        language=words.language,
        title=words.say("title", country=draft.country_name),
        subtitle=words.say("subtitle"),
        status=frame.status,
        status_text=frame.status_text or words.say("status.draft"),
        is_synthetic=frame.is_synthetic,
        synthetic_note=frame.synthetic_note,
        title_block=(*_title_block(draft, _themes(draft, best, worst)), *_validation(draft, frame)),
        verdict=_verdict(draft, _extremes(draft, best[:1], worst[:1])),
        practices=practices,
        gaps=gaps,
        how_sure=_how_sure(draft),
        next_actions=next_actions(draft, worst),
        overall=area_result(results, results.scores[-1]),
        areas=tuple(area_result(results, score) for score in results.scores[:-1]),
        indicators=tuple(indicator_result(results, id_) for id_ in results.rubric.indicators),
        sections=sections,
        quotations={},
        problems=frame.problems,
        provenance=frame.provenance,
        words=frame.page_words,
        labels=frame.labels,
    )
    shown, cited = shown_evidence(brief, draft.quotations), cited_evidence(brief)
    if cut := len(cited - shown):
        note = words.say("evidence.cut", n=words.number(len(shown), 0), more=words.number(cut, 0))
        brief = replace(brief, words={**brief.words, EVIDENCE_NOTE: f"{brief.words[EVIDENCE_NOTE]} {note}"})
    return replace(brief, quotations=_all_quotations(draft, shown))


def _title_block(draft: Draft, themes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    words, base = draft.words, count_base(draft)
    latest = draft.results.dates.last
    return (
        (words.say("label.country"), draft.country_name),
        (words.say("label.date"), words.date(latest) if latest else "–"),
        (words.say("label.themes"), " · ".join(map(draft.topic_label, themes)) or "–"),
        (words.say("label.evidence"), base["sources"]),
    )


def _themes(draft: Draft, best: Sequence[Level], worst: Sequence[Level]) -> list[str]:
    """Return the topics of what page one tells, practices and gaps in turn; without any, those of most voices."""
    indicators = draft.results.rubric.indicators
    shown = zip_longest(best[:PAGE_ONE_ITEMS], worst[:PAGE_ONE_ITEMS])
    told = [indicators[level.indicator].topics[:1] for pair in shown for level in pair if level is not None]
    if themes := list(dict.fromkeys(topic for topics in told for topic in topics)):
        return themes[:MOST_THEMES]
    voices: dict[str, set[str]] = {}
    for passage in draft.passages:
        for topic in passage.topics:
            voices.setdefault(topic, set()).add(passage.voice)
    return sorted(voices, key=lambda topic: (-len(voices[topic]), topic))[:MOST_THEMES]


def _validation(draft: Draft, frame: Frame) -> tuple[tuple[str, str], ...]:
    return ((draft.words.say("label.validation"), frame.validation),) if frame.validation else ()


def _verdict(draft: Draft, extremes: Sequence[Sentence]) -> tuple[Sentence, ...]:
    results, words = draft.results, draft.words
    overall, result = results.scores[-1], area_result(results, results.scores[-1])
    support = evidence_of(list(results.levels.values()))
    if not support:
        return ()
    if overall.score is None or overall.interval is None:
        return (
            Sentence("verdict", words.say("verdict.overall_none", reason=result.reason), support),
            *extremes,
        )
    low, high = (words.points(end) for end in overall.interval)
    text = words.say(
        "verdict.overall",
        score=words.points(overall.score),
        low=low,
        high=high,
        band=result.band_label,
    )
    sentences = [Sentence("verdict", text, support), *extremes]
    if overall.capped_by:
        labels = words.join(results.label(id_) for id_ in overall.capped_by)
        capping = evidence_of([results.levels[id_] for id_ in overall.capped_by])
        sentences.append(Sentence("verdict", words.say("verdict.capped", labels=labels), capping))
    return tuple(sentences)


def _extremes(draft: Draft, best: Sequence[Level], worst: Sequence[Level]) -> list[Sentence]:
    results, words = draft.results, draft.words
    return [
        Sentence(
            "verdict", words.say(key, label=results.label(level.indicator), level=_graded(draft, level)), level.evidence
        )
        for key, levels in (("verdict.best", best), ("verdict.worst", worst))
        for level in levels
    ]


def _graded(draft: Draft, level: Level) -> str:
    """Quote a level; with its grade, where the evidence is weak or contradicted."""
    results, grade = draft.results, draft.results.grade_of(level)
    quoted = results.quote_level(level.indicator, level.value or 0.0)
    return quoted if grade == level.grade else draft.words.say("verdict.graded", level=quoted, grade=grade)


def best_levels(levels: Iterable[Level], disputed: Container[str]) -> list[Level]:
    """Put the levels of 3 and above in the order in which they are worth copying.

    Args:
        levels: of one country.
        disputed: indicators whose levels sources contradict.

    Returns:
        What is weakly evidenced comes last, before it what sources contradict; then the highest first.
    """
    good = [level for level in levels if level.value is not None and level.value >= GOOD_LEVEL]
    return sorted(
        good,
        key=lambda level: (
            level.grade == WEAKEST_GRADE,
            level.indicator in disputed,
            -(level.value or 0.0),
            GRADES.index(level.grade),
            -len(level.groups),
            level.indicator,
        ),
    )


def worst_levels(levels: Iterable[Level], troubled: Mapping[str, int] | None = None) -> list[Level]:
    """Put the levels of 2 and below in the order of gaps.

    Args:
        levels: of one country.
        troubled: indicator -> voices that tell a difficulty of its topics.

    Returns:
        Lowest first, better evidence before weaker, then what more voices call a difficulty; what is weakly evidenced
        counts as a level higher.
    """
    named = troubled or {}
    bad = [level for level in levels if level.value is not None and level.value <= GAP_LEVEL]
    return sorted(
        bad,
        key=lambda level: (
            (level.value or 0.0) + (level.grade == WEAKEST_GRADE),
            GRADES.index(level.grade),
            -named.get(level.indicator, 0),
            -len(level.groups),
            level.indicator,
        ),
    )


def _best_levels(draft: Draft) -> list[Level]:
    return best_levels(draft.results.levels.values(), draft.results.disputed)


def _worst_levels(draft: Draft) -> list[Level]:
    troubled = {
        indicator.id: len({p.voice for p in draft.passages if p.tells(("challenge",), indicator.topics)})
        for indicator in draft.results.rubric.indicators.values()
    }
    return worst_levels(draft.results.levels.values(), troubled)


def _page_one_items(draft: Draft, levels: Sequence[Level], section: str) -> tuple[Item, ...]:
    items = []
    for number, level in enumerate(levels[:PAGE_ONE_ITEMS], start=1):
        sentence = draft.results.statement(section, level.indicator, is_short=True)
        value, evidence = level.value or 0.0, _deciding_evidence(level)
        quotations = draft.quote_level(level.indicator, value, evidence, 1, PAGE_ONE_WORDS)
        items.append(Item(f"{number}.", draft.results.label(level.indicator), (sentence,), quotations))
    return tuple(items)


def _deciding_evidence(level: Level) -> list[str]:
    """Return the evidence of the voices nearest to the level."""
    voices = sorted(level.deciding, key=lambda voice: abs(voice.level - (level.value or 0.0)))
    nearest = [voice for voice in voices if abs(voice.level - (level.value or 0.0)) <= 0.5] or voices[:1]
    return [id_ for voice in nearest for id_ in voice.evidence]


def _how_sure(draft: Draft) -> tuple[str, ...]:
    words, levels, base = draft.words, list(draft.results.levels.values()), count_base(draft)
    grades = {grade: sum(level.grade == grade for level in levels) for grade in GRADES}
    states = [level.state for level in levels]
    sentences = [
        words.say("sure.base", sources=base["sources"], groups=base["n_groups"]),
        words.say(
            "sure.coverage",
            n=states.count(SCORED),
            of=len(states) - states.count("NA"),
            ni=states.count(NO_INFORMATION),
            cf=states.count(CONFLICTING),
        ),
    ]
    if told := [f"{grade} {n}" for grade, n in grades.items() if n]:
        sentences.append(words.say("sure.grades", grades=", ".join(told)))
    if serious := [row for row in far_contradictions(draft) if row["indicator"] and not is_settled(row)]:
        furthest = list(dict.fromkeys(draft.results.label(row["indicator"]) for row in serious))[:PAGE_ONE_ITEMS]
        sentences.append(words.count("sure.contradictions", len(serious), labels=words.join(furthest)))
    if missing := missing_line(draft):
        sentences.append(missing)
    return (*sentences, draft.agreement or words.say("sure.machine", coder=draft.coder))


def _all_quotations(draft: Draft, support: set[str]) -> dict[str, Quotation]:
    """Add to the printed quotations a card for every other piece of evidence that may be quoted."""
    quotations = dict(draft.quotations)
    support = support - {quotation.segment_id for quotation in quotations.values()}
    for passage in draft.passages:
        if passage.segment_id in support and passage.is_quotable:
            card = draft.quoter.quote(passage)
            quotations[card.id] = card
    for answer in draft.tables.answers[draft.tables.answers["answer_id"].isin(support)].to_dict("records"):
        reason = answer["missing_reason"]
        given = str(answer["answer_code"]), reason if isinstance(reason, str) else ""
        label = draft.results.name_answer(answer["indicator"], *given)
        card_or_none = draft.quoter.answer_card(answer["answer_id"], draft.results.label(answer["indicator"]), label)
        if card_or_none is not None:
            quotations[card_or_none.id] = card_or_none
    whole = with_neighbours(dict(sorted(quotations.items())), draft.passages)
    return {id_: _with_placeholders(draft, quotation) for id_, quotation in whole.items()}


def _with_placeholders(draft: Draft, quotation: Quotation) -> Quotation:
    """Write what stands for identifiers in the language of the words."""
    own = draft.words.language
    language = own if quotation.question else quotation.language or own
    texts = (quotation.text, quotation.before, quotation.after)
    text, before, after = (translate_placeholders(one, language, draft.placeholders) for one in texts)
    return replace(quotation, text=text, before=before, after=after)


def _problems_summary(draft: Draft, problems: Sequence[Mapping[str, object]]) -> str:
    counts = {
        severity: sum(p["severity"] == severity for p in problems) for severity in ("critical", "warning", "info")
    }
    told = draft.words.say("quality.count", **counts) if problems else draft.words.say("quality.none")
    return " ".join([told, draft.words.say("quality.compared")])


def all_sentences(brief: Brief) -> list[Sentence]:
    """Return every sentence of a brief that rests on evidence, in reading order."""
    in_sections = [sentence for section in brief.sections for sentence in section.sentences]
    return [*brief.verdict, *in_sections, *(sentence for item in _all_items(brief) for sentence in item.sentences)]


def _all_items(brief: Brief) -> list[Item]:
    in_sections = (item for section in brief.sections for item in section.items)
    return [*brief.practices, *brief.gaps, *brief.next_actions, *in_sections]


def cited_evidence(brief: Brief) -> set[str]:
    """Return the ids of all segments and answers that a brief's sentences and levels rest on."""
    told = {id_ for sentence in all_sentences(brief) for id_ in sentence.evidence}
    return told | {id_ for indicator in brief.indicators for id_ in indicator.evidence}


def shown_evidence(brief: Brief, quotations: Mapping[str, Quotation]) -> set[str]:
    """Return the ids of the evidence that has a card in a brief.

    Args:
        brief: the brief.
        quotations: id -> quotation, of those that are printed at least.

    Returns:
        All that is cited, up to `MOST_CARDS`. Of more: what is printed, then the first pieces of each sentence and
        level in turn, so that none is without any.
    """
    told = [sentence.evidence for sentence in all_sentences(brief)] + [one.evidence for one in brief.indicators]
    cited = {id_ for evidence in told for id_ in evidence}
    if len(cited) <= MOST_CARDS:
        return cited
    shown = {quotations[id_].segment_id for item in _all_items(brief) for id_ in item.quotations}
    for pieces in zip_longest(*told):
        if len(shown) >= MOST_CARDS:
            break
        shown.update(id_ for id_ in pieces if id_)
    return shown


def brief_document(brief: Brief) -> dict[str, object]:
    """Return everything a brief says as plain data, for brief.json.

    Args:
        brief: the brief.

    Returns:
        Schema-versioned mapping; scores rounded to a tenth, levels as numbers or NI, NA, CF.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "country": brief.country,
        "country_name": brief.country_name,
        "language": brief.language,
        "title": brief.title,
        "status": brief.status,
        "is_synthetic": brief.is_synthetic,
        "synthetic_note": brief.synthetic_note,
        "areas": [_area_document(area) for area in brief.areas],
        "overall": _area_document(brief.overall) | {"id": "overall"},
        "indicators": [
            asdict(indicator) | {"range": list(indicator.range) if indicator.range else None}
            for indicator in brief.indicators
        ],
        "sentences": [asdict(sentence) for sentence in all_sentences(brief)],
        "contradictions": [_contradiction_document(item) for item in _all_items(brief) if item.id],
        "quotations": [_quotation_document(q) for q in brief.quotations.values() if not q.question],
        "answers": [_answer_document(q) for q in brief.quotations.values() if q.question],
        "how_sure": list(brief.how_sure),
        "problems": [dict(problem) for problem in brief.problems],
        "provenance": dict(brief.provenance),
    }


def _area_document(area: AreaResult) -> dict[str, object]:
    record = asdict(area)
    for key in ("bounds", "interval"):
        record[key] = [round(end, 1) for end in record[key]] if record[key] else None
    record["score"] = None if record["score"] is None else round(record["score"], 1)
    return record | {"coverage": round(record["coverage"], 3)}


def _contradiction_document(item: Item) -> dict[str, object]:
    """Return a contradiction with the evidence of both sides, and the quotations printed with it."""
    evidence = list(dict.fromkeys(id_ for sentence in item.sentences for id_ in sentence.evidence))
    texts = [sentence.text for sentence in item.sentences]
    return {"id": item.id, "title": item.title, "texts": texts, "evidence": evidence, "quotations": item.quotations}


def _quotation_document(quotation: Quotation) -> dict[str, object]:
    """Return a quotation; where its source must not be told, without its place: places order one person's words."""
    record = asdict(quotation)
    record.pop("question")
    return record if quotation.interview_id else record | {"start_char": None, "end_char": None}


def _answer_document(quotation: Quotation) -> dict[str, object]:
    """Return the card of a closed answer, under the id that levels name as evidence."""
    keys = ("text", "group", "interview_id", "date", "file", "place")
    return {"id": quotation.segment_id, "question": quotation.question, **{k: getattr(quotation, k) for k in keys}}
