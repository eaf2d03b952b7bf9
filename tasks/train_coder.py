"""Trains the theme coder on the coded corpus, measures it, and writes its model, metrics and accuracy card."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.adapters.chat_coders import load_chat_coder
from tasks.adapters.coders import LINEAR, LLM, SEMANTIC, CoderInput, load_lexicon_coder, model_folder
from tasks.adapters.declarations import QUESTIONNAIRE, load_codebook, read_yaml
from tasks.adapters.nlp import LANGUAGES
from tasks.adapters.theme_corpora import corpus_hash, load_lexicon, load_splits, read_corpus
from tasks.adapters.theme_models import Asked, ThemeModel, load_model, model_hash, save_model
from tasks.adapters.theme_training import (
    FirstStage,
    Lexicon,
    Material,
    build_vocabulary,
    cross_validate,
    fit_model,
    fit_second_stage,
    predict,
    tfidf_baseline,
)
from tasks.core.identifiers import sha256_of
from tasks.core.problems import Problem
from tasks.core.theme_corpora import CodedSegment, describe_corpus, lint_corpus
from tasks.core.theme_scores import (
    Coding,
    agreement,
    by_topic,
    calibration,
    choose_thresholds,
    confusions,
    f1,
    summarise,
    tier_table,
    with_interval,
)

Floats = NDArray[np.float64]
Probabilities = tuple[Floats, Floats]


class CoderTraining:
    """One training: corpus, lexicon, settings, and what was measured on the way.

    Args:
        folder: of the questionnaire.
        backend: "linear", or "semantic" for embeddings beside the words.
        extra: segments of this installation that people judged; learnt from beside the corpus.
    """

    def __init__(self, folder: Path = QUESTIONNAIRE, backend: str = LINEAR, extra: Sequence[CodedSegment] = ()) -> None:
        self.folder, self.backend = folder, backend
        self.settings = read_yaml(folder / "coder" / "coder.yaml")
        codebook = load_codebook(folder)
        self.topics, self.stances = tuple(codebook.topics), tuple(codebook.stances)
        self.splits = load_splits(folder)
        self.segments = [*read_corpus(folder, coder=self.settings["gold"]), *extra]
        self.n_extra = len(extra)
        self.is_dev = np.array([self.splits.part_of(one) == "dev" for one in self.segments])
        self.truth = self.code_truth(self.segments)
        self.is_implied = np.array([one.is_implied for one in self.segments])
        self.languages = np.array([one.language for one in self.segments])

    def code_truth(self, segments: Sequence[CodedSegment]) -> Coding:
        """Return codings of segments as arrays."""
        topics = np.array([[topic in one.topics for topic in self.topics] for one in segments], bool)
        stances = [self.stances.index(one.stance) if one.stance else -1 for one in segments]
        return Coding(topics.reshape(len(segments), len(self.topics)), np.array(stances, dtype=np.int64))

    def material(self, **parts: bool) -> Material:
        """Describe the segments that are not sealed, with all of the lexicon or parts of it."""
        loaded = load_lexicon(self.folder, **parts)
        lexicon = Lexicon(
            loaded.phrases,
            loaded.hints,
            frozenset(map(str, self.settings["passed_over"])),
            read_yaml(self.folder / "topic_rules.yaml")["asked_topics"],
        )
        vocabulary = build_vocabulary(self.segments, lexicon, self.topics, self.stances)
        return Material(self.segments, vocabulary, lexicon.asked_topics, self.semantic)

    @property
    def semantic(self) -> dict[str, Any] | None:
        """Settings of the embeddings, None for a backend without."""
        return dict(self.settings["semantic"]) if self.backend == SEMANTIC else None

    @property
    def model_folder(self) -> Path:
        """Where the model of the backend stands."""
        return model_folder(self.folder, self.backend)

    @property
    def metrics_path(self) -> Path:
        """Where the metrics of the backend stand."""
        return self.folder / "coder" / ("metrics.json" if self.backend == LINEAR else f"metrics-{self.backend}.json")

    def thresholds(self, topics: Floats, rows: NDArray[Any]) -> Floats:
        """Choose thresholds on probabilities of unheard voices."""
        return choose_thresholds(
            topics,
            self.truth.topics[rows],
            self.languages[rows],
            LANGUAGES,
            shrinkage=self.settings["threshold_shrinkage"],
            silent=self.settings["least_silent"],
        )

    def decide(self, found: Probabilities, thresholds: Floats, languages: Sequence[str]) -> Coding:
        """Turn probabilities into codings."""
        limits = thresholds[:, [LANGUAGES.index(language) for language in languages]].T
        return Coding(found[0] >= limits, found[1].argmax(axis=1))

    def figures(self, coding: Coding, rows: NDArray[Any]) -> dict[str, float]:
        """Return the figures of codings of some rows."""
        truth = Coding(self.truth.topics[rows], self.truth.stances[rows])
        return summarise(coding, truth, self.is_implied[rows])


def cross_validation_table(
    training: CoderTraining, material: Material, unseen: FirstStage
) -> tuple[dict[str, dict[str, float]], dict[str, Probabilities], Floats]:
    """Measure the coder, its parts and its baselines on voices that were not heard.

    Args:
        training: the corpus without its sealed part.
        material: the same, described with the whole lexicon.
        unseen: first scores of each segment, learnt from other voices.

    Returns:
        Name of a coder -> figures; probabilities by mode of the whole coder; its thresholds.
    """
    rows = np.arange(len(training.segments))
    languages = training.languages
    found = cross_validate(material, rows, unseen, modes=training.settings["modes_measured"])
    thresholds = training.thresholds(found["full"][0], rows)
    table = {"coder": training.figures(training.decide(found["full"], thresholds, languages), rows)}
    table["coder, question's id only"] = training.figures(training.decide(found["id"], thresholds, languages), rows)
    table["coder, no question"] = training.figures(
        training.decide(found["none"], training.thresholds(found["none"][0], rows), languages), rows
    )
    plain = training.material(has_concepts=False, has_cues=False)
    bare = cross_validate(plain, rows, plain.unseen_scores(rows, ("full",)), modes=("full",))["full"]
    limits = training.thresholds(bare[0], rows)
    table["coder, no lexicon"] = training.figures(training.decide(bare, limits, languages), rows)
    hints = (_hint_scores(material), found["full"][1])
    table["lexicon and question, no classifier"] = _best_cut(training, hints, rows)
    table["question asked only"] = _best_cut(training, (material.is_asked, found["full"][1]), rows)
    tfidf = tfidf_baseline(training.segments, training.truth.topics.astype(float), material.voices)
    table["TF-IDF and logistic regression"] = _best_cut(training, (tfidf, found["none"][1]), rows)
    for name in ("question asked only", "TF-IDF and logistic regression", "lexicon and question, no classifier"):
        table[name].pop("stance")
    table["keywords and rules"] = training.figures(_lexicon_coding(training), rows)
    return table, found, thresholds


def threshold_shifts(
    training: CoderTraining, found: Mapping[str, Probabilities], thresholds: Floats
) -> dict[str, float]:
    """Return by how much thresholds move where less is known of the question than its id and words."""
    rows = np.arange(len(training.segments))
    own = {mode: float((training.thresholds(found[mode][0], rows) - thresholds).mean()) for mode in ("id", "none")}
    by_mode = {"full": 0.0, "id": own["id"], "words": (own["id"] + own["none"]) / 2, "area": own["none"]}
    return {mode: round(shift, 3) for mode, shift in (by_mode | {"none": own["none"]}).items()}


def _hint_scores(material: Material) -> Floats:
    k = material.k
    return material.hints[:, :k] + 0.5 * material.is_asked


def _best_cut(training: CoderTraining, scores: Probabilities, rows: NDArray[Any]) -> dict[str, float]:
    """Return the figures at the one cut that serves a baseline best, which flatters it."""
    cuts = np.unique(np.quantile(scores[0], np.linspace(0.85, 0.99, 29)))
    codings = [Coding(scores[0] >= cut, scores[1].argmax(axis=1)) for cut in cuts if cut > 0]
    return max((training.figures(coding, rows) for coding in codings), key=lambda figures: figures["f1"])


def _lexicon_coding(training: CoderTraining) -> Coding:
    inputs = [CoderInput(one.text, one.language, one.annex_question) for one in training.segments]
    coded = load_lexicon_coder(training.folder).code(inputs)
    rows = [
        replace(one, topics=tuple(topic.topic for topic in own.topics), stance=own.stance)
        for one, own in zip(training.segments, coded, strict=True)
    ]
    return training.code_truth(rows)


def lint_coder_corpus(folder: Path = QUESTIONNAIRE) -> list[Problem]:
    """Check the corpus, its sealed part among it: ids, codes, leaks between splits, and likeness.

    Args:
        folder: of the questionnaire.

    Returns:
        Problems by id; none shows a segment's words.
    """
    codebook = load_codebook(folder)
    segments = [*read_corpus(folder), *read_corpus(folder, sealed=True)]
    return lint_corpus(segments, load_splits(folder), list(codebook.topics), list(codebook.stances))


def train_coder(folder: Path = QUESTIONNAIRE, backend: str = LINEAR) -> dict[str, Any]:
    """Train the coder, measure it on all but the sealed test, and write its model.

    Args:
        folder: of the questionnaire; `coder/model/` and `coder/metrics.json` are written.
        backend: "linear"; "semantic" writes `model-semantic/` and `metrics-semantic.json` beside them; "llm", which
            is not trained, is measured on the dev voices and writes `metrics-llm.json`.

    Returns:
        The metrics.
    """
    training = CoderTraining(folder, backend)
    if backend == LLM:
        return _measure_chat(training)
    material = training.material()
    everything = np.arange(len(training.segments))
    unseen = material.unseen_scores(everything)
    table, found, thresholds = cross_validation_table(training, material, unseen)
    coding = training.decide(found["full"], thresholds, training.languages)
    about = _about(training, found, thresholds)
    model = fit_model(material, everything, unseen, thresholds, about)
    save_model(model, training.model_folder)
    metrics = {
        "corpus": _describe_parts(training),
        "agreement": _measure_agreement(training),
        "cross_validation": table,
        "by_topic": by_topic(coding.topics, training.truth.topics, training.topics),
        "by_language": _by_language(training, coding, training.truth, training.languages, training.is_implied),
        "calibration": calibration(found["full"][0], training.truth.topics),
        "confusions": confusions(coding.topics, training.truth.topics, training.topics),
        "dev": _measure_dev(training, material),
        "learning_curve": _measure_learning(training, material),
        "unread": _measure_unread(training, material),
        "model": model_hash(training.model_folder),
    }
    _write_json(training.metrics_path, _keep_test(training.metrics_path, metrics))
    return metrics


def _about(training: CoderTraining, found: Mapping[str, Probabilities], thresholds: Floats) -> dict[str, Any]:
    """Return what a model says of itself: what it learnt from, tiers, and shifts of its thresholds."""
    coding = training.decide(found["full"], thresholds, training.languages)
    bars = training.settings["tiers"]["auto"], training.settings["tiers"]["sample"]
    tiers = tier_table(coding.topics, training.truth.topics, training.languages, training.topics, LANGUAGES, bars)
    about = {"corpus": corpus_hash(training.segments), "segments": len(training.segments)}
    about |= {"tiers": tiers, "shifts": threshold_shifts(training, found, thresholds)}
    return about | ({"semantic": training.semantic} if training.semantic else {})


def fit_coder(training: CoderTraining) -> ThemeModel:
    """Train a coder without measuring it.

    Args:
        training: the corpus without its sealed part, and what else is learnt from.

    Returns:
        The model; `measure_on_sealed` measures it.
    """
    material, rows = training.material(), np.arange(len(training.segments))
    unseen = material.unseen_scores(rows)
    found = cross_validate(material, rows, unseen, modes=training.settings["modes_measured"])
    thresholds = training.thresholds(found["full"][0], rows)
    return fit_model(material, rows, unseen, thresholds, _about(training, found, thresholds))


def measure_on_sealed(training: CoderTraining, model: ThemeModel) -> dict[str, Any]:
    """Measure a model on the sealed test, with the question known.

    Args:
        training: for its settings; the sealed test is never among what it learnt from.
        model: to measure.

    Returns:
        "all" and "languages" -> figures; "topics" -> precision, recall and F1.
    """
    segments = read_corpus(training.folder, coder=training.settings["gold"], sealed=True)
    truth, languages = training.code_truth(segments), np.array([one.language for one in segments])
    is_implied = np.array([one.is_implied for one in segments])
    asked = _ways_of_asking(segments)["full"]
    found = model.probabilities(model.describe([one.text for one in segments]), asked)[:2]
    coding = training.decide(found, model.weights.thresholds + model.about["shifts"]["full"], languages)
    parts = _by_language(training, coding, truth, languages, is_implied)
    return {
        "all": summarise(coding, truth, is_implied),
        "languages": {name: {k: v for k, v in own.items() if k != "topics"} for name, own in parts.items()},
        "topics": by_topic(coding.topics, truth.topics, training.topics),
    }


def _measure_chat(training: CoderTraining) -> dict[str, Any]:
    """Measure the language model's coder on the dev voices."""
    held = np.flatnonzero(training.is_dev)
    segments = [training.segments[n] for n in held]
    coder = load_chat_coder(training.folder)
    coded = coder.code([CoderInput(one.text, one.language, one.annex_question, one.question) for one in segments])
    answers = [
        replace(one, topics=tuple(topic.topic for topic in own.topics), stance=own.stance)
        for one, own in zip(segments, coded, strict=True)
    ]
    metrics = {
        "coder": coder.version,
        "cross_validation": {},
        "dev": training.figures(training.code_truth(answers), held),
        "not_coded": sum(not one.is_supported for one in coded),
        "problems": [str(problem) for problem in coder.problems],
    }
    _write_json(training.metrics_path, metrics)
    return metrics


def _keep_test(path: Path, metrics: dict[str, Any]) -> dict[str, Any]:
    """Keep the figures of the sealed test where the model came out the same."""
    former = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    is_same = former.get("model") == metrics["model"] and "test" in former
    return metrics | {"test": former["test"]} if is_same else metrics


def _describe_parts(training: CoderTraining) -> dict[str, Any]:
    parts = {}
    for name, is_dev in (("train", False), ("dev", True)):
        own = [one for one, dev in zip(training.segments, training.is_dev, strict=True) if dev == is_dev]
        parts[name] = describe_corpus(own) | {"sha256": corpus_hash(own)}
    return parts


def _measure_agreement(training: CoderTraining) -> dict[str, Any]:
    once = training.splits.once_coded
    first, second = (
        training.code_truth([one for one in read_corpus(training.folder, coder=coder) if one.batch not in once])
        for coder in training.settings["coders"]
    )
    return agreement(first, second)


def _by_language(
    training: CoderTraining, coding: Coding, truth: Coding, languages: NDArray[Any], is_implied: NDArray[Any]
) -> dict[str, Any]:
    table = {}
    for language in LANGUAGES:
        own = languages == language
        figures = summarise(
            Coding(coding.topics[own], coding.stances[own]),
            Coding(truth.topics[own], truth.stances[own]),
            is_implied[own],
        )
        table[language] = figures | {"topics": by_topic(coding.topics[own], truth.topics[own], training.topics)}
    return table


def _measure_dev(training: CoderTraining, material: Material) -> dict[str, float]:
    """Measure on the dev voices a coder that learnt from the training voices alone."""
    return _measure_held(training, material, np.flatnonzero(~training.is_dev), np.flatnonzero(training.is_dev))


def _measure_learning(training: CoderTraining, material: Material) -> list[dict[str, float]]:
    """Measure on the dev voices coders that learnt from a share of the training voices."""
    learnt = np.flatnonzero(~training.is_dev)
    voices = sorted({str(voice) for voice in material.voices[learnt]}, key=sha256_of)
    curve = []
    for share in training.settings["learning_curve"]:
        own = learnt[np.isin(material.voices[learnt], voices[: round(share * len(voices))])]
        figures = _measure_held(training, material, own, np.flatnonzero(training.is_dev))
        curve.append(figures | {"learnt": len(own)})
    return curve


def _measure_unread(training: CoderTraining, material: Material) -> dict[str, float]:
    """Measure on the batches that the authors of the concept lexicon had not read, learning from the others alone."""
    is_unread = np.array([one.batch in training.settings["unread_batches"] for one in training.segments])
    return _measure_held(training, material, np.flatnonzero(~is_unread), np.flatnonzero(is_unread))


def _measure_held(
    training: CoderTraining, material: Material, learnt: NDArray[Any], held: NDArray[Any]
) -> dict[str, float]:
    unseen = material.unseen_scores(learnt, ("full",))
    stage = fit_second_stage(material, unseen, learnt, ("full",))
    chances = cross_validate(material, learnt, unseen, modes=("full",))["full"][0]
    thresholds = training.thresholds(chances, learnt)
    scores = material.score({name: material.fit(name, learnt) for name in material.stages(("full",))}, held)
    found = predict(material, stage, scores, held, "full")
    return training.figures(training.decide(found, thresholds, training.languages[held]), held)


def measure_sealed(folder: Path = QUESTIONNAIRE, backend: str = LINEAR) -> dict[str, Any]:
    """Measure the written model on the sealed test, and write metrics and the accuracy card.

    Args:
        folder: of the questionnaire; `coder/metrics.json` gains `test`, `coder/card.json` is written.
        backend: "linear" or "semantic", whose card is written beside.

    Returns:
        The card.
    """
    training = CoderTraining(folder, backend)
    model = load_model(training.model_folder)
    segments = read_corpus(folder, coder=training.settings["gold"], sealed=True)
    truth = training.code_truth(segments)
    languages = np.array([one.language for one in segments])
    is_implied = np.array([one.is_implied for one in segments])
    modes = _ways_of_asking(segments)
    batch = model.describe([one.text for one in segments])
    found = {mode: model.probabilities(batch, asked)[:2] for mode, asked in modes.items()}
    limits = {mode: model.weights.thresholds + model.about["shifts"][mode] for mode in modes}
    codings = {mode: training.decide(own, limits[mode], languages) for mode, own in found.items()}
    coding = codings["full"]
    first, second = (
        training.code_truth(read_corpus(folder, coder=c, sealed=True)) for c in training.settings["coders"]
    )
    test = {
        "modes": {mode: summarise(own, truth, is_implied) for mode, own in codings.items()},
        "f1_interval": with_interval(lambda rows: f1(coding.topics[rows], truth.topics[rows]), len(segments)),
        "by_topic": by_topic(coding.topics, truth.topics, training.topics),
        "by_language": _by_language(training, coding, truth, languages, is_implied),
        "calibration": calibration(found["full"][0], truth.topics),
        "confusions": confusions(coding.topics, truth.topics, training.topics),
        "agreement": agreement(first, second),
        "corpus": describe_corpus(segments) | {"sha256": corpus_hash(segments)},
    }
    path = training.metrics_path
    metrics = json.loads(path.read_text(encoding="utf-8")) | {"test": test}
    _write_json(path, metrics)
    card = make_card(metrics, training, model)
    _write_json(path.with_name(path.name.replace("metrics", "card")), card)
    return card


def _ways_of_asking(segments: Sequence[CodedSegment]) -> dict[str, list[Asked]]:
    return {
        "full": [Asked(one.annex_question, one.area, one.question) for one in segments],
        "id": [Asked(one.annex_question, one.area) for one in segments],
        "area": [Asked(area=one.area) for one in segments],
        "none": [Asked() for _ in segments],
    }


def make_card(metrics: Mapping[str, Any], training: CoderTraining, model: ThemeModel) -> dict[str, Any]:
    """Make the accuracy card from the metrics.

    Args:
        metrics: with the figures of the sealed test.
        training: for its settings.
        model: that was measured.
    """
    test = metrics["test"]
    weak = [
        topic
        for topic, own in sorted(test["by_topic"].items(), key=lambda pair: pair[1]["f1"])
        if own["f1"] < training.settings["weak_below"]
    ]
    return {
        "coder": f"model:{metrics['model'][:8]}",
        "measured_on": {
            "segments": test["corpus"]["segments"],
            "voices": test["corpus"]["voices"],
            "split": "sealed test",
        },
        "learnt_from": {"segments": model.about["segments"], "corpus": model.about["corpus"]},
        "checked_by": "two coders, blind, differences adjudicated",
        "agreement_of_coders": {name: own["value"] for name, own in test["agreement"].items()},
        "figures": test["modes"]["full"],
        "f1_interval": test["f1_interval"],
        "figures_without_question": test["modes"]["none"],
        "languages": {
            name: {k: v for k, v in own.items() if k != "topics"} for name, own in test["by_language"].items()
        },
        "topics": test["by_topic"],
        "topics_by_language": {name: own["topics"] for name, own in test["by_language"].items()},
        "calibration": test["calibration"],
        "weak_topics": weak,
        "splits": {name: metrics["corpus"][name]["sha256"] for name in ("train", "dev")}
        | {"test": test["corpus"]["sha256"]},
    }


def _write_json(path: Path, document: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
