"""Measures how the machine and people agree on a country, and writes the agreement report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from tasks.adapters.declarations import load_codebook
from tasks.adapters.disk import remove, write_bytes
from tasks.adapters.reliability import alpha
from tasks.adapters.store import AGREEMENT, Store
from tasks.adapters.templates import render_agreement_page
from tasks.core.agreements import MACHINE, Agreement, Figure, measure_agreements, read_machine, read_people
from tasks.core.reviews import number_reviewers
from tasks.core.tables import plain_rows
from tasks.core.wordings import Wordings
from tasks.read_reviews import read_reviews
from tasks.render import load_page_words, name_country
from tasks.told_notes import read_told_note

PAGE = "agreement.html"


def measure_agreement(store: Store, country: str, language: str) -> tuple[Agreement, ...]:
    """Measure agreement and write it, where a person has coded or decided on anything.

    Args:
        store: reads `codings`, `scores` and `reviews`; writes agreement.json among the tables, stages agreement.html.
        country: ISO 3166-1 alpha-3.
        language: of the report.

    Returns:
        The agreement of each pair of coders.
    """
    codings, scores = (plain_rows(store.read_table(country, name)) for name in ("codings", "scores"))
    machine = read_machine(codings, scores)
    decisions = read_reviews(store, country)
    people = read_people(decisions, list(load_codebook().topics), machine)
    found = tuple(measure_agreements(machine, people, alpha)) if people else ()
    if not found:
        remove(store.processed / country / AGREEMENT)
        return ()
    content = json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1).encode("utf-8")
    write_bytes(store.processed / country / AGREEMENT, content)
    words = load_page_words("agreement.yaml", language)
    note = read_told_note(store, country)
    page = render_agreement_page(
        words=words,
        country=name_country(store, country, language),
        is_synthetic=note.is_synthetic,
        synthetic_note=note.synthetic_note_in(language),
        rows=list(_rows(found, words, number_reviewers(one.reviewer for one in decisions))),
    )
    write_bytes(store.staged.reports / country / PAGE, page.encode("utf-8"))
    return found


def _rows(found: tuple[Agreement, ...], words: Wordings, numbers: Mapping[str, int]) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of the report, those of the same pair, way and measure together; reviewers have numbers."""

    def name(coder: str) -> str:
        return words.say("machine") if coder == MACHINE else words.say("reviewer", n=numbers[coder])

    topics = load_codebook().topics
    for one in found:
        figures = {name: _say(figure, words) for name, figure in one.figures.items()}
        label = topics[one.of].label[words.language] if one.of else words.say(f"all.{one.measure}")
        yield {
            "pair": f"{name(one.one)} – {name(one.other)}",
            "way": one.way,
            "of": label,
            "n": one.n,
            "is_part": bool(one.of),
        } | {name: figures.get(name, "") for name in ("percent", "kappa", "nominal", "ordinal")}


def _say(figure: Figure, words: Wordings) -> str:
    if figure.value is None:
        return words.say("undefined")
    value = words.number(figure.value, 2)
    if figure.low is None or figure.high is None:
        return value
    return f"{value} ({words.number(figure.low, 2)}–{words.number(figure.high, 2)})"
