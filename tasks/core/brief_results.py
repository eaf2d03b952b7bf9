"""Levels and scores in the words of a brief."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from tasks.core.briefs import AreaResult, IndicatorResult, Sentence
from tasks.core.levels import CONFLICTING, ENOUGH_SOURCES, NO_INFORMATION, NOT_APPLICABLE, SCORED, Level
from tasks.core.questionnaires import Form
from tasks.core.quoting import GENERALISE, QuotingRule
from tasks.core.reviews import CONFIRMED
from tasks.core.rubrics import VIEW, Indicator, Rubric
from tasks.core.rulings import WEAKEST_GRADE
from tasks.core.scores import Score
from tasks.core.told_dates import ToldDates
from tasks.core.voices import Voice, group_levels
from tasks.core.wordings import Wordings, lower_first, typeset

OVERALL_ID = 0
FEWEST_OTHERS = 2
"""Small groups counted at most: "at least" so many."""
CHOICES_OF_MISSING = {"dont_know": "dk", "not_applicable": "na"}


@dataclass(frozen=True, slots=True)
class Results:
    """Levels and scores of one country, with what is needed to word them.

    Attributes:
        rubric: indicators and areas.
        form: words questions and levels in every language.
        words: of the brief's language.
        group_labels: stakeholder group id -> name in the brief's language.
        levels: indicator id -> level.
        scores: the five areas, then the overall score.
        small_groups: stakeholder groups whose name would tell who speaks (`quoting`).
        rule: how small a count of persons may be shown.
        dates: how finely dates of the evidence may be told.
        phrases: indicator -> level -> language -> phrase, where the form's answer reads well only below its question.
        disputed: indicators whose levels are told two levels or more apart: their grade does not stand alone.
    """

    rubric: Rubric
    form: Form
    words: Wordings
    group_labels: Mapping[str, str]
    levels: Mapping[str, Level]
    scores: tuple[Score, ...]
    small_groups: frozenset[str] = frozenset()
    rule: QuotingRule = QuotingRule(1, GENERALISE, 1)
    dates: ToldDates = ToldDates(QuotingRule(1, GENERALISE, 1))
    phrases: Mapping[str, Mapping[int, Mapping[str, str]]] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()

    def name_group(self, group: str) -> str:
        """Return who told a fact: a stakeholder group, unless it is so small that its name would tell the person."""
        if not group or group in self.small_groups:
            return self.words.say("sources.unattributed")
        return self.group_labels.get(group, group)

    def level_names(self, indicator: str) -> list[str]:
        """Return the five levels of an indicator as the form words them, in the brief's language."""
        choices = {choice.name: choice.labels for choice in self.form.choices.get(indicator, ())}
        fallback = self.rubric.indicators[indicator].levels
        names = [choices.get(str(n), {}).get(self.words.language) or fallback[n] for n in range(len(fallback))]
        return [typeset(name.rstrip(" ."), self.words.language) for name in names]

    def name_answer(self, indicator: str, code: str, missing_reason: str) -> str:
        """Word a closed answer in the brief's language.

        Args:
            indicator: of the answer.
            code: as received; a file of statistics may hold 97 for what the form calls dk.
            missing_reason: blank, dont_know, refused, not_applicable, or "" for a level.

        Returns:
            The level, or that the respondent does not know or that it does not apply; the code for anything else.
        """
        names = self.level_names(indicator)
        if not missing_reason and code.isdigit() and int(code) < len(names):
            return names[int(code)]
        choices = {choice.name: choice.labels for choice in self.form.choices.get(indicator, ())}
        label = choices.get(CHOICES_OF_MISSING.get(missing_reason, code), {}).get(self.words.language, code)
        return typeset(label, self.words.language)

    def question_wording(self, question: str) -> str:
        """Return an Annex 1 question ("Q4") in the brief's language."""
        asked = self.form.question(question.lower())
        if asked is None:
            return question
        wording = asked.labels.get(self.words.language) or asked.labels.get(self.form.default_language, question)
        return typeset(wording, self.words.language)

    def indicator_question(self, indicator: str) -> str:
        """Return the question that asks for one indicator, in the brief's language; else its first Annex 1 question."""
        asked = self.form.question(indicator)
        if asked is not None and (own := asked.labels.get(self.words.language)):
            return typeset(own, self.words.language)
        return self.question_wording(self.rubric.indicators[indicator].questions[0])

    def grade_of(self, level: Level) -> str:
        """Return the evidence grade of a level, with words where it is weak or sources contradict it."""
        grade = self.words.say("grade.weak", grade=level.grade) if level.grade == WEAKEST_GRADE else level.grade
        if level.indicator not in self.disputed:
            return grade
        return self.words.say("grade.disputed", grade=grade)

    def name_level(self, indicator: str, value: float) -> str:
        """Word a level of an indicator; a half lies between two wordings."""
        names = [lower_first(name) for name in self.level_names(indicator)]
        for level, phrase in self.phrases.get(indicator, {}).items():
            names[level] = typeset(phrase[self.words.language], self.words.language)
        if value == int(value):
            return names[int(value)]
        return self.words.say("level.between", low=names[int(value)], high=names[int(value) + 1])

    def quote_level(self, indicator: str, value: float) -> str:
        """Quote a level as the scale words it, so that it agrees with no word of the sentence around it."""
        named = self.name_level(indicator, value)
        return self.words.say("level.quoted", level=named) if value == int(value) else named

    def label(self, indicator: str) -> str:
        """Return the short name of an indicator in the brief's language."""
        return typeset(self.rubric.indicators[indicator].label[self.words.language], self.words.language)

    def groups(self, ids: Sequence[str]) -> str:
        """Join the names of stakeholder groups."""
        return self.words.join(self.group_labels.get(id_, id_) for id_ in ids)

    def sources(self, level: Level) -> str:
        """Say who told a level: groups and documents, as they stand behind "according to"."""
        return self.tellers(level.groups, has_documents=any(voice.is_document for voice in level.voices))

    def tellers(self, groups: Iterable[str], *, has_documents: bool, has_unattributed: bool = False) -> str:
        """Name who told something, with articles: "the United Nations, donors and the reviewed documents".

        Groups so small that their name would tell the person are unattributed voices, beside those that are already.
        """
        words, heard = self.words, {group for group in groups if group}
        shown = heard - self.small_groups
        told = [words.texts.get(f"who.{group}", label) for group, label in self.group_labels.items() if group in shown]
        told += [words.say("told.unattributed")] if has_unattributed or heard & self.small_groups else []
        told += [words.say("told.documents")] if has_documents else []
        return words.join(told) or words.say("told.unattributed")

    def count_sources(self, level: Level) -> str:
        """Count who told a level: "3 stakeholder groups and documents"."""
        return self.count_tellers(level.groups, has_documents=any(voice.is_document for voice in level.voices))

    def count_tellers(self, groups: Iterable[str], *, has_documents: bool) -> str:
        """Count who told something: "3 stakeholder groups and documents"."""
        known = {group for group in groups if group}
        told = [self.count_groups(known)] if known else []
        if has_documents:
            told.append(self.words.say("sources.documents"))
        return self.words.join(told) or self.words.say("sources.unattributed")

    def count_groups(self, groups: Collection[str]) -> str:
        """Count stakeholder groups in words, everywhere alike: of those not told apart, from some on, "at least".

        Beside the number of persons, that of the small groups could tell how large each is.
        """
        n_small = len(self.small_groups.intersection(groups))
        few = min(n_small, FEWEST_OTHERS)
        return self.words.count("groups_least" if few else "groups", len(set(groups)) - n_small + few)

    def statement(self, section: str, indicator: str, *, is_short: bool = False) -> Sentence:
        """State a scored level in a sentence with its evidence; a short one counts its sources."""
        level = self.levels[indicator]
        assert level.value is not None  # noqa: S101 - callers pass scored levels
        text = self.words.say(
            "statement.short" if is_short else "statement",
            label=self.label(indicator),
            level=self.quote_level(indicator, level.value),
            value=self.words.level(level.value),
            grade=self.grade_of(level),
            sources=self.count_sources(level) if is_short else self.sources(level),
        )
        return Sentence(section, text, level.evidence)


def indicator_result(results: Results, indicator_id: str) -> IndicatorResult:
    """Word what is known of one indicator."""
    indicator, level = results.rubric.indicators[indicator_id], results.levels[indicator_id]
    return IndicatorResult(
        id=indicator.id,
        label=results.label(indicator.id),
        area=indicator.area,
        questions=indicator.questions,
        level=level.value if level.value is not None else level.state,
        level_text=_level_text(results, level),
        range=level.range,
        grade=level.grade,
        is_disputed=level.state == SCORED and level.indicator in results.disputed,
        n=None if results.rule.is_few(level.n_respondents) else level.n_respondents,
        n_shown=results.rule.count(level.n_respondents),
        groups=tuple(group for group in level.groups if group not in results.small_groups),
        group_labels=tuple(results.name_group(group) for group in level.groups if group not in results.small_groups),
        date=results.dates.of(level.date, level.n_respondents),
        evidence=level.evidence,
        explanation=explain(results, level),
        flags=level.flags,
        flag_texts=_flag_texts(results, level),
    )


def _flag_texts(results: Results, level: Level) -> tuple[str, ...]:
    told = [results.words.say(f"flag.{flag}") for flag in level.flags]
    is_disputed = level.state == SCORED and level.indicator in results.disputed
    return (*told, *([results.words.say("grade.why_disputed")] if is_disputed else []))


def _level_text(results: Results, level: Level) -> str:
    if level.state == SCORED and level.value is not None:
        return results.name_level(level.indicator, level.value)
    return results.words.say(f"level.{level.state}")


def explain(results: Results, level: Level) -> str:
    """Say how a level came about, whether a person decided on it, and what evidence would change it."""
    confirmed = [results.words.say("explain.confirmed")] if level.review == CONFIRMED else []
    return " ".join([_reason_of(results, level), *confirmed, results.words.say(_changing(results, level))])


def _changing(results: Results, level: Level) -> str:
    """Return the words of what evidence would change a level."""
    if level.state not in (SCORED, CONFLICTING):
        return "explain.change_unknown"
    if results.rubric.indicators[level.indicator].kind == VIEW:
        return "explain.change_view"
    return "explain.change_newer" if any(voice.is_document for voice in level.deciding) else "explain.change_document"


def _reason_of(results: Results, level: Level) -> str:
    words = results.words
    if level.proposed:
        names = {state: words.say(f"level.{state}") for state in (NO_INFORMATION, NOT_APPLICABLE, CONFLICTING)}
        proposed = names.get(level.proposed) or words.level(float(level.proposed))
        return words.say("explain.set", proposed=proposed, reason=level.review_reason)
    if level.state not in (SCORED, CONFLICTING):
        return words.say("level.asked" if level.evidence else "level.not_asked").capitalize() + "."
    if level.state == CONFLICTING:
        return words.say("explain.conflict", medians=_medians(results, level.voices))
    indicator = results.rubric.indicators[level.indicator]
    if level.rule == ENOUGH_SOURCES:
        return _by_sources(results, level, indicator)
    if indicator.kind == VIEW:
        return _by_view(results, level)
    return _by_fact(results, level)


def _by_sources(results: Results, level: Level, indicator: Indicator) -> str:
    """Say that the level is the highest that as many sources tell as the scale asks for."""
    needed = indicator.sources_needed.get(int(level.value or 0.0), 0)
    if not needed:
        return results.words.say("explain.no_sources", medians=_medians(results, level.voices))
    return results.words.count("explain.sources", needed, medians=_medians(results, level.voices))


def _by_view(results: Results, level: Level) -> str:
    """Say that the level is the median of the groups; beside medians of the others that of few could be worked out."""
    words = results.words
    if not level.groups:
        return words.say("explain.view_documents")
    if _is_held_back(results, level.voices):
        return words.say("explain.view_held")
    is_median = median(group_levels(level.voices).values()) == level.value
    medians = _medians(results, level.voices)
    return words.say("explain.view" if is_median else "explain.view_nearest", medians=medians)


def _by_fact(results: Results, level: Level) -> str:
    """Say which sources decided; the others stand beside them, so that nobody is said to agree who does not.

    Where those not told apart are few on one side, they stand together, and of none it is said on which side.
    """
    words, deciding = results.words, level.deciding or level.voices
    chosen = set(deciding)
    others = [voice for voice in level.voices if voice not in chosen]
    hidden = _not_apart(results, level.voices)
    is_held = bool(hidden) and not results.rule.tells_part(len(_not_apart(results, deciding)), len(hidden))
    shown = deciding
    if is_held:
        apart = set(level.voices).difference(hidden)
        others = [voice for voice in others if voice in apart]
        shown = (*(voice for voice in deciding if voice in apart), *hidden)
    has_document = any(voice.is_document and voice.is_credible for voice in deciding)
    key = "explain.fact_held" if is_held else "explain.fact_groups"
    medians = _medians(results, shown, is_held=is_held)
    told = [words.say("explain.fact_document" if has_document else key, medians=medians)]
    middle = median(group_levels(deciding).values() or [voice.level for voice in deciding])
    if not has_document and middle != level.value and not is_held:
        told.append(words.say("explain.higher" if middle < (level.value or 0.0) else "explain.lower"))
    if others:
        told.append(words.say("explain.others", medians=_medians(results, others)))
    return " ".join(told)


def _not_apart(results: Results, voices: Iterable[Voice]) -> list[Voice]:
    """Return the voices of groups that are not told apart, or of none."""
    hidden = results.small_groups | {""}
    return [voice for voice in voices if not voice.is_document and voice.group in hidden]


def _is_held_back(results: Results, voices: Sequence[Voice]) -> bool:
    """Tell whether voices that are not told apart are too few for their level to be shown, or worked out."""
    return results.rule.is_few(len(_not_apart(results, voices)))


def _medians(results: Results, voices: Sequence[Voice], *, is_held: bool | None = None) -> str:
    """Say who told which level, a group's as its median; groups that are not told apart stand together.

    Args:
        results: with the words.
        voices: of one indicator.
        is_held: whether the level of those not told apart is held back; where they are few unless it is given.
    """
    words = results.words
    hidden = results.small_groups | {""}
    medians = group_levels(voices)
    told = [
        words.say("explain.median", group=results.name_group(group), level=words.level(value))
        for group, value in medians.items()
        if group not in hidden
    ]
    if _not_apart(results, voices):
        group = words.say("sources.unattributed")
        middle = words.level(float(median(value for of, value in medians.items() if of in hidden)))
        is_few = _is_held_back(results, voices) if is_held is None else is_held
        told.append(words.say("explain.few" if is_few else "explain.median", group=group, level=middle))
    documents = sorted({voice.level for voice in voices if voice.is_document})
    if documents:
        told.append(words.say("explain.document", level=" / ".join(words.level(value) for value in documents)))
    return ", ".join(told) or words.say("explain.no_groups")


def area_result(results: Results, score: Score) -> AreaResult:
    """Word the score of an area, or the overall score."""
    is_overall = score.unit_id == "overall"
    words = results.words
    label = words.say("overall") if is_overall else results.rubric.areas[int(score.unit_id)].label[words.language]
    reason = _reason(results, score)
    band = _band_label(words, score.band)
    if score.score is None or score.interval is None:
        verdict = words.say("verdict.area_none", area=label, reason=reason)
    else:
        low, high = (words.points(end) for end in score.interval)
        verdict = words.say("verdict.area", area=label, score=words.points(score.score), low=low, high=high, band=band)
    return AreaResult(
        id=OVERALL_ID if is_overall else int(score.unit_id),
        label=label,
        score=score.score,
        reason=reason,
        bounds=score.bounds,
        interval=score.interval,
        coverage=score.coverage_share,
        band=score.band,
        band_label=band,
        verdict=verdict,
    )


def _band_label(words: Wordings, band: str) -> str:
    low, _, high = band.partition("-")
    if not low:
        return ""
    if not high:
        return words.say(f"band.{low}")
    return words.say("band.two", low=words.say(f"band.{low}"), high=words.say(f"band.{high}"))


def _reason(results: Results, score: Score) -> str:
    """Word why a score is not shown; `Score.reason` says the same in English for machines."""
    if score.score is not None:
        return ""
    words, rubric = results.words, results.rubric
    if score.unit_id == "overall":
        shown = sum(s.score is not None and rubric.areas[int(s.unit_id)].is_in_overall for s in results.scores[:-1])
        return words.say("reason.areas", n=shown)
    members = [results.levels[i.id] for i in rubric.indicators.values() if i.area == int(score.unit_id)]
    applicable = [level for level in members if level.state != "NA"]
    if not applicable:
        return words.say("reason.none_applies")
    if score.coverage_share < rubric.minimum_coverage_share:
        n_scored = sum(level.state == SCORED for level in applicable)
        return words.say("reason.coverage", n=n_scored, of=len(applicable))
    return words.say("reason.groups")


def evidence_of(levels: Sequence[Level]) -> tuple[str, ...]:
    """Return the ids of the evidence behind several levels, each once, in order."""
    return tuple(sorted({id_ for level in levels for id_ in level.evidence}))
