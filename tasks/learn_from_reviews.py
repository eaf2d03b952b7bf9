"""Learns from reviews: trains a coder of this installation on the shipped corpus and on what people decided here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tasks.adapters.declarations import QUESTIONNAIRE
from tasks.adapters.disk import remove, write_bytes
from tasks.adapters.nlp import LANGUAGES
from tasks.adapters.store import Store
from tasks.adapters.theme_models import load_model, model_hash, save_model
from tasks.core.problems import Problem
from tasks.core.reviewed_segments import TOO_FEW, WORSE, reviewed_segments, worse_languages
from tasks.core.tables import plain_rows
from tasks.core.theme_corpora import CodedSegment
from tasks.read_reviews import read_reviews
from tasks.train_coder import CoderTraining, fit_coder, measure_on_sealed

MATERIAL, MODEL, CARD = "reviewed", "model", "card.json"
"""Of the folder of this installation's coder, apart from the shipped corpus and model."""
FEWEST_SEGMENTS = 20


@dataclass(frozen=True, slots=True)
class Learnt:
    """What came of learning from reviews.

    Attributes:
        n_segments: that people judged wholly.
        before: language, and "all" -> figures of the shipped coder, which stays the reference, on the sealed test.
        after: the same of the one that learnt.
        problems: why the coder stays as it was, if so.
    """

    n_segments: int
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def learn_from_reviews(store: Store, countries: Sequence[str], folder: Path = QUESTIONNAIRE) -> Learnt:
    """Train a coder on the shipped corpus and on what people decided; use it unless it is worse than the shipped one.

    Args:
        store: reads the tables; writes the folder `coder` beside them.
        countries: ISO 3166-1 alpha-3; what was learnt from a country that is not named, or whose consent was taken
            back, is not kept.
        folder: of the questionnaire; only read.

    Returns:
        Figures before and after; the coder stays as it was where it would be worse in any language.
    """
    extra = gather_reviewed(store, countries)
    if len(extra) < FEWEST_SEGMENTS:
        return Learnt(len(extra), problems=(TOO_FEW.at(n=len(extra), least=FEWEST_SEGMENTS),))
    training = CoderTraining(folder, extra=extra)
    own = store.coder
    before = measure_on_sealed(training, load_model(training.model_folder))
    model = fit_coder(training)
    part = own / f"{MODEL}.part"
    save_model(model, part)
    after = measure_on_sealed(training, load_model(part))
    margin = float(training.settings["worse_by"])
    worse = worse_languages(before["languages"], after["languages"], margin)
    problems = tuple(
        WORSE.at(language=language, before=was, after=is_now, margin=margin)
        for language, (was, is_now) in worse.items()
    )
    if not problems:
        save_model(model, own / MODEL)
        _write_json(own / CARD, _card(training, after, model_hash(own / MODEL)))
    remove(part)
    return Learnt(len(extra), before, after, problems)


def gather_reviewed(store: Store, countries: Sequence[str]) -> list[CodedSegment]:
    """Gather what people judged wholly, and keep it apart from the shipped corpus; what is gone is forgotten.

    Args:
        store: reads the tables; writes `coder/reviewed/` beside them.
        countries: ISO 3166-1 alpha-3.
    """
    folder = store.coder / MATERIAL
    remove(folder)
    gathered: list[CodedSegment] = []
    for country in countries:
        tables = {name: plain_rows(store.read_table(country, name)) for name in ("interviews", "segments", "codings")}
        found = reviewed_segments(country, tables, read_reviews(store, country), LANGUAGES)
        lines = (json.dumps(asdict(one), ensure_ascii=False, sort_keys=True) for one in found)
        if found:
            write_bytes(folder / f"{country}.jsonl", ("\n".join(lines) + "\n").encode("utf-8"), mode=0o600)
        gathered += found
    return gathered


def _card(training: CoderTraining, figures: dict[str, Any], digest: str) -> dict[str, Any]:
    """Return the accuracy card of the coder, with what a brief quotes of it."""
    weak = [topic for topic, own in figures["topics"].items() if own["f1"] < training.settings["weak_below"]]
    return {
        "coder": f"model:{digest[:8]}",
        "measured_on": {"segments": figures["all"]["n"], "split": "sealed test"},
        "learnt_from": {"segments": len(training.segments), "reviewed": training.n_extra},
        "figures": figures["all"],
        "languages": figures["languages"],
        "weak_topics": weak,
    }


def _write_json(path: Path, document: dict[str, Any]) -> None:
    write_bytes(path, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
