"""Renders the brief of a country: HTML, Word, PDF and data, from one Brief value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from tasks.adapters.charts import chart_png, chart_svg, told_in_chart
from tasks.adapters.declarations import QUESTIONNAIRE, TEMPLATES, load_codebook, load_rubric, read_yaml
from tasks.adapters.disk import write_bytes
from tasks.adapters.forms import load_form
from tasks.adapters.locales import country_name, language_name, write_date, write_number
from tasks.adapters.placeholder_marks import placeholder_translator
from tasks.adapters.results import results_of
from tasks.adapters.scope_words import load_trends
from tasks.adapters.source_records import read_source_note
from tasks.adapters.store import AGREEMENT, Store
from tasks.adapters.templates import WORD_KEYS, render_html
from tasks.adapters.typesetting import setting_pdf
from tasks.adapters.word import write_docx
from tasks.compare import STAGE as COMPARED
from tasks.core.agreements import MACHINE, TOPIC_MEASURE
from tasks.core.brief_composition import Frame, brief_document, compose_brief
from tasks.core.brief_contradictions import disputed_indicators
from tasks.core.brief_evidence import Passage, Quoter, Tables, gather_passages, with_topic_stances
from tasks.core.brief_results import Results
from tasks.core.brief_sections import Draft
from tasks.core.briefs import Brief
from tasks.core.evidence_doubts import Doubtful, EvidenceDoubts, compile_doubts
from tasks.core.heard_records import heard_ids
from tasks.core.next_actions import parse_remedies
from tasks.core.problems import severest_first
from tasks.core.quoting import Permit, grant_permits, small_groups
from tasks.core.reviews import BLIND, VALIDATED
from tasks.core.rulings import PERSON
from tasks.core.scores import score_areas, score_overall
from tasks.core.shown_sources import ShownSources
from tasks.core.tables import plain_rows
from tasks.core.told_dates import tell_dates
from tasks.core.validations import DRAFT, STALE, Standing
from tasks.core.wordings import Wordings, typeset
from tasks.keep_edits import choose_document
from tasks.manifest import version_of
from tasks.outward_problems import outward_problems
from tasks.portfolio_state import BRIEF_FILES
from tasks.printable import read_printable
from tasks.read_reviews import read_standing
from tasks.say_problems import load_translator
from tasks.score import decide_levels
from tasks.show_sources import load_quoting_rule, read_sources
from tasks.told_notes import read_told_note

SEVERITIES = {"critical": "quality.critical", "warning": "quality.warning", "info": "quality.info"}


def render_brief(store: Store, country: str, language: str) -> tuple[Path, ...]:
    """Compose and write the brief of a country.

    Args:
        store: reads the processed tables and `source.yaml`; writes `quotations` and the report files.
        country: ISO 3166-1 alpha-3.
        language: en, fr, es or pt.

    Returns:
        Paths of brief.html, brief.docx (or brief-new.docx beside one that someone edited), brief.pdf and
        brief.json, staged: `release` checks them and moves them into place.
    """
    document = choose_document(store, country).name
    brief = make_brief(store, country, language)
    segments = store.read_table(country, "segments")
    owners = dict(zip(segments["segment_id"], segments["interview_id"], strict=True))
    keys = ("segment_id", "language", "text", "start_char", "end_char")
    rows = [
        {key: getattr(quotation, key) for key in keys}
        | {"quotation_id": quotation.id, "interview_id": owners[quotation.segment_id]}
        for quotation in brief.quotations.values()
        if not quotation.question
    ]
    store.write_table(country, "quotations", rows)
    chart, picture = _draw(store, country, brief)
    with setting_pdf(brief, chart) as pages:
        contents = {
            "brief.html": render_html(brief, chart).encode("utf-8"),
            "brief.docx": write_docx(brief, picture),
            "brief.json": json.dumps(brief_document(brief), ensure_ascii=False, indent=1).encode("utf-8"),
            "brief.pdf": pages(),
        }
    names = {name: document if name == "brief.docx" else name for name in BRIEF_FILES}
    paths = {name: store.staged.reports / country / names[name] for name in BRIEF_FILES}
    for name, path in paths.items():
        write_bytes(path, contents[name])
    return tuple(paths.values())


def _draw(store: Store, country: str, brief: Brief) -> tuple[str, bytes]:
    """Draw the chart as SVG and as PNG, or take those of the last run where they tell the same."""
    told = told_in_chart(brief)
    with results_of(store, country, "draw", version_of("draw")) as results:
        svg = results.recall("svg", told) or chart_svg(brief).encode("utf-8")
        png = results.recall("png", told) or chart_png(brief)
        results.keep(svg, "svg", told)
        results.keep(png, "png", told)
    return svg.decode("utf-8"), png


def make_brief(store: Store, country: str, language: str) -> Brief:
    """Compose the brief of a country from its processed tables.

    Args:
        store: reads the processed tables and `source.yaml`.
        country: ISO 3166-1 alpha-3.
        language: en, fr, es or pt.

    Returns:
        The brief as a value.
    """
    words = load_wordings(language)
    tables = Tables(**read_printable(store, country, *Tables.__dataclass_fields__))
    rule, records = load_quoting_rule(), plain_rows(tables.interviews)
    heard = heard_ids(tables.interviews, tables.segments, tables.answers)
    permits = grant_permits(records, rule, heard)
    sources, dates = read_sources(store, country, words), tell_dates(records, permits, rule, heard)
    results = _gather_results(store, country, words, small_groups(records, rule, heard))
    disputed = disputed_indicators(plain_rows(tables.contradictions))
    results = replace(results, rule=rule, dates=dates, disputed=disputed)
    doubts = compile_doubts(read_yaml(QUESTIONNAIRE / "evidence_doubts.yaml"))
    card = _card_of(tables.codings, store.coder / "card.json")
    own_agreement = _own_agreement(store.processed / country / AGREEMENT, words)
    draft = Draft(
        results=results,
        codebook=load_codebook(),
        tables=tables,
        passages=_gather_passages(store, country, tables, permits, doubts),
        doubts=doubts,
        trends=load_trends(),
        quoter=_quoter(tables, permits, sources, words, results.group_labels),
        rule=rule,
        country_name=name_country(store, country, language),
        plan=read_yaml(QUESTIONNAIRE / "brief_outline.yaml"),
        remedies=parse_remedies(read_yaml(QUESTIONNAIRE / "next_actions.yaml")),
        coder=_coder(tables.codings, words),
        accuracy=_accuracy(tables.codings, card, words, own_agreement),
        agreement=_agreement(card, words, own_agreement),
        language_names=_name_languages(tables.interviews["language"], language),
        placeholders=read_yaml(QUESTIONNAIRE / "placeholders.yaml"),
    )
    return compose_brief(draft, _frame(store, country, words, tables, sources))


def _gather_passages(
    store: Store, country: str, tables: Tables, permits: Mapping[str, Permit], doubts: EvidenceDoubts
) -> tuple[Passage, ...]:
    """Join the segments with their codings, and with what bears these out."""
    doubtful = _read_doubts(store, country, tables.segments, doubts)
    topics = {id_: one.topics for id_, one in load_rubric().indicators.items()}
    asked = read_yaml(QUESTIONNAIRE / "evidence_doubts.yaml")["asked"]
    return with_topic_stances(gather_passages(tables, permits, doubtful, topics, asked), doubts)


def _read_doubts(store: Store, country: str, segments: pd.DataFrame, doubts: EvidenceDoubts) -> dict[str, Doubtful]:
    """Tell what the words of each segment give to doubt, or take what the last run read in the same words."""
    doubtful: dict[str, Doubtful] = {}
    with results_of(store, country, "doubts", version_of("doubts")) as kept:
        for _, own in segments.groupby("interview_id", sort=False)[["segment_id", "text"]]:
            texts = own["text"].tolist()
            read = kept.of(list[Doubtful], partial(list, map(doubts.read, texts)), texts)
            doubtful |= zip(own["segment_id"], read, strict=True)
    return doubtful


def _gather_results(store: Store, country: str, words: Wordings, small: frozenset[str]) -> Results:
    """Decide levels and scores, with what words them."""
    rubric = load_rubric()
    in_language = placeholder_translator(words.language)
    levels = {
        id_: replace(level, review_reason=in_language(level.review_reason))
        for id_, level in decide_levels(store, country, rubric.indicators.values()).items()
    }
    areas = score_areas(levels, rubric)
    return Results(
        rubric=rubric,
        form=load_form(),
        words=words,
        group_labels=load_group_labels(words.language),
        levels=levels,
        scores=(*areas, score_overall(levels, areas, rubric)),
        small_groups=small,
        phrases=read_yaml(QUESTIONNAIRE / "level_phrases.yaml"),
    )


def load_wordings(language: str) -> Wordings:
    """Load the fixed words of a brief.

    Args:
        language: en, fr, es or pt.

    Returns:
        The words, with the language's way of writing numbers and dates.
    """
    catalogue = read_yaml(TEMPLATES / "text.yaml")
    return Wordings(
        language=language,
        texts={key: typeset(texts[language], language) for key, texts in catalogue.items()},
        number=partial(_number, language),
        date=partial(_date, language),
    )


def load_page_words(name: str, language: str) -> Wordings:
    """Load the fixed words of a page, with those of the briefs behind them.

    Args:
        name: of the page's catalogue below reports/templates.
        language: en, fr, es or pt.
    """
    briefs = load_wordings(language)
    texts = {key: typeset(texts[language], language) for key, texts in read_yaml(TEMPLATES / name).items()}
    return Wordings(language, dict(briefs.texts) | texts, briefs.number, briefs.date)


def _number(language: str, value: float, decimals: int) -> str:
    return write_number(value, decimals, language)


def _date(language: str, iso: str) -> str:
    return write_date(iso, language)


def load_group_labels(language: str) -> dict[str, str]:
    """Return stakeholder group id -> name in a language, in the declared order."""
    groups = read_yaml(QUESTIONNAIRE / "stakeholder_groups.yaml")["groups"]
    return {group["id"]: typeset(group["label"][language], language) for group in groups}


def _quoter(
    tables: Tables,
    permits: Mapping[str, Permit],
    sources: ShownSources,
    words: Wordings,
    group_labels: Mapping[str, str],
) -> Quoter:
    def label_group(group: str, level: str) -> str:
        label = group_labels.get(group) or words.say("speaker.unnamed_group")
        return words.say("speaker.role", group=label, level=words.say(f"method.tier_{level}")) if level else label

    def label_document(title: str, date: str) -> str:
        told = in_language(title)
        return words.say("speaker.document", title=told, date=words.date(date)) if date else told

    def label_place(row: int, column: str) -> str:
        return words.say("place.answer", row=row, column=column)

    label_text_place, in_language = load_translator(words.language).translate, placeholder_translator(words.language)
    return Quoter(tables, permits, sources.name, label_group, label_document, label_place, label_text_place)


def _coder(codings: pd.DataFrame, words: Wordings) -> str:
    coders = sorted(coders_of(codings))
    if not coders:
        return words.say("coder.none")
    return words.join(_name_coder(coder, words) for coder in coders)


def coders_of(codings: pd.DataFrame) -> set[str]:
    """Return the coders of a country's codings, people not among them."""
    return {coder for coder in codings["coder"] if not coder.startswith(PERSON)}


def _name_coder(coder: str, words: Wordings) -> str:
    kind, _, version = coder.partition(":")
    key = {"model": "coder.model", "lexicon": "coder.lexicon"}.get(kind, "coder.person")
    return words.say(key, version=version or coder)


def _accuracy(codings: pd.DataFrame, card: Mapping[str, Any], words: Wordings, own: str) -> str:
    """Say how well the coder coded the sealed test, and how it agreed with people here; "" for one without either."""
    if not card:
        return own
    figures, coded, topics = card["figures"], set(codings["topic"]), load_codebook().topics
    weak = [topics[topic].label[words.language] for topic in card["weak_topics"] if topic in coded]
    said = words.say(
        "coder.accuracy_measured" if own else "coder.accuracy",
        coder=_coder(codings, words),
        n=words.number(card["measured_on"]["segments"], 0),
        f1=words.number(figures["f1"], 2),
        stance=words.number(figures["stance"], 2),
    )
    told = words.say("coder.weak", topics=words.join(weak)) if weak else ""
    return " ".join(filter(None, (said, told, own)))


def _own_agreement(path: Path, words: Wordings) -> str:
    """Say how the machine agreed with people on this country's own segments, "" where nobody coded any blind."""
    found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    own = [
        one
        for one in found
        if one["one"] == MACHINE and one["way"] == BLIND and one["measure"] == TOPIC_MEASURE and not one["of"]
    ]
    told = [one["figures"]["nominal"]["value"] for one in own]
    shown = [words.number(value, 2) for value in told if value is not None]
    return words.say("coder.own_agreement", n=words.number(len(shown), 0), alpha=words.join(shown)) if shown else ""


def _agreement(card: Mapping[str, Any], words: Wordings, own: str) -> str:
    """Say the same in one sentence."""
    name = "sure.coder_measured" if own else "sure.coder"
    return words.say(name, f1=words.number(card["figures"]["f1"], 2)) if card else ""


def _card_of(codings: pd.DataFrame, own: Path) -> dict[str, Any]:
    """Return the accuracy card of the coder that made all codings, the shipped one's or its own; {} without one."""
    paths = (QUESTIONNAIRE / "coder" / "card.json", own)
    cards = [json.loads(path.read_text(encoding="utf-8")) for path in paths if path.is_file()]
    return next((card for card in cards if coders_of(codings) == {card["coder"]}), {})


def _name_languages(codes: pd.Series, language: str) -> dict[str, str]:
    return {code: language_name(code, language) for code in sorted(set(codes.dropna()))}


def _frame(store: Store, country: str, words: Wordings, tables: Tables, sources: ShownSources) -> Frame:
    note = read_told_note(store, country)
    standing = read_standing(store, country)
    return Frame(
        country=country,
        is_synthetic=note.is_synthetic,
        synthetic_note=note.synthetic_note_in(words.language),
        problems=tuple(_plain_problems(tables, sources, words)),
        provenance=_provenance(words, sources),
        page_words={key: words.texts[key] for key in WORD_KEYS},
        labels=_labels(words.language, tables),
        status=standing.status,
        status_text=say_status(standing, words),
        validation=_say_validation(standing, words),
    )


def say_status(standing: Standing, words: Wordings) -> str:
    """Say how far people stand behind a brief, "" where nobody has decided on anything yet."""
    if standing.status == STALE:
        changed = words.join(words.say(f"validation.{part}") for part in standing.changed)
        return words.say("status.stale", date=words.date(standing.date), changed=changed)
    if not standing.n_levels_decided and not standing.n_codings_decided:
        return ""
    counts = {
        "levels": standing.n_levels_decided,
        "of_levels": standing.n_levels,
        "codings": standing.n_codings_decided,
        "of_codings": standing.n_codings,
    }
    key = "status.part_reviewed" if standing.status == DRAFT else f"status.{standing.status}"
    return words.say(key, **{name: words.number(n, 0) for name, n in counts.items()})


def _say_validation(standing: Standing, words: Wordings) -> str:
    if standing.status != VALIDATED:
        return ""
    unnamed = [words.count("validation.people", standing.n_unnamed)] if standing.n_unnamed else []
    return words.say(
        "validation.told",
        date=words.date(standing.date),
        who=words.join([*standing.names, *unnamed]),
        set=words.number(standing.n_levels_set, 0),
        levels=words.number(standing.n_levels, 0),
        codings=words.number(standing.n_codings_decided - standing.n_codings_added, 0),
        rejected=words.number(standing.n_codings_rejected, 0),
        restanced=words.number(standing.n_codings_restanced, 0),
        added=words.number(standing.n_codings_added, 0),
    )


def _labels(language: str, tables: Tables) -> dict[str, dict[str, str]]:
    """Name what evidence is filtered by."""
    codebook = load_codebook()
    return {
        "topic": {id_: typeset(topic.label[language], language) for id_, topic in codebook.topics.items()},
        "topic_area": {id_: str(topic.area) for id_, topic in codebook.topics.items() if topic.area},
        "stance": {id_: stance.label[language] for id_, stance in codebook.stances.items()},
        "group": load_group_labels(language),
        "language": _name_languages(tables.segments["language"], language),
    }


def name_country(store: Store, country: str, language: str) -> str:
    """Return the name of a country: the one its folder declares, else that of the dictionaries.

    Args:
        store: reads `source.yaml`.
        country: ISO 3166-1 alpha-3.
        language: en, fr, es or pt.
    """
    return read_source_note(store.raw / country).name_in(language) or country_name(country, language)


def _plain_problems(tables: Tables, sources: ShownSources, words: Wordings) -> list[dict[str, object]]:
    """Return the problems that go out with the brief, in its language, the severest first."""
    keys = ["code", "severity", "file", "row", "column", "detail", "fix"]
    translate = load_translator(words.language).translate
    own = tables.problems.loc[tables.problems["stage"] != COMPARED, keys]  # of the last run: countries come after
    shown = outward_problems(plain_rows(own), plain_rows(tables.interviews))
    rows = (sources.tell_problem(row) for row in shown)
    return [
        row
        | {key: typeset(translate(str(row[key])), words.language) for key in ("detail", "fix")}
        | {"severity_text": words.say(SEVERITIES[str(row["severity"])])}
        for row in sorted(rows, key=_severest_first)
    ]


def _severest_first(row: dict[str, object]) -> tuple[object, ...]:
    return severest_first(row | {"file": str(row["file"])})  # what has no file stands among the others


def _provenance(words: Wordings, sources: ShownSources) -> tuple[tuple[str, str], ...]:
    form = load_form()
    return (
        (words.say("provenance.software"), version("msp-briefs")),
        (words.say("provenance.form"), f"{form.form_id} {form.version}"),
        (words.say("provenance.codebook"), str(load_codebook().version)),
        (words.say("provenance.rubric"), str(load_rubric().version)),
        *((source.shown, f"sha256 {source.sha256}") for source in sources.of_records),
    )
