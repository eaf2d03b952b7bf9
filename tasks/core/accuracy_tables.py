"""Accuracy tables: the metrics of the theme coder as docs/coding.md shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FIGURES = {
    "f1": "topics F1",
    "explicit_f1": "explicit",
    "implied_f1": "implied",
    "silent": "silent",
    "stance": "stance",
}
MODES = {
    "full": "**sealed test**, question's id and words known",
    "id": "sealed test, question's id known",
    "none": "sealed test, question not known",
}


def accuracy_table(metrics: Mapping[str, Any]) -> str:
    """Return the figures of the coder, its parts and its baselines, and of each language.

    Args:
        metrics: content of `coder/metrics.json`; without a sealed test its rows are left out.

    Returns:
        A Markdown table.
    """
    test = metrics.get("test", {"modes": {}, "by_language": {}})
    rows = [("measured on", *FIGURES.values()), ("---",) * (len(FIGURES) + 1)]
    rows += [_row(label, test["modes"][mode]) for mode, label in MODES.items() if mode in test["modes"]]
    rows += [_row(f"sealed test, {language}", own) for language, own in test["by_language"].items()]
    if "unread" in metrics:
        rows.append(_row("batches that the lexicon's authors had not read, learnt from the others", metrics["unread"]))
    rows.append(_row("dev voices", metrics["dev"]))
    rows += [_row(f"cross-validation: {name}", own) for name, own in metrics["cross_validation"].items()]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def topic_table(metrics: Mapping[str, Any]) -> str:
    """Return precision, recall and F1 of each topic, as a Markdown table: on the sealed test, else cross-validated."""
    measured = metrics.get("test", metrics)
    rows = [("topic", "precision", "recall", "F1", "n"), ("---",) * 5]
    for topic, own in sorted(measured["by_topic"].items(), key=lambda pair: (-pair[1]["f1"], pair[0])):
        rows.append((topic, *(f"{own[name]:.2f}" for name in ("precision", "recall", "f1")), str(own["n"])))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def learning_table(metrics: Mapping[str, Any]) -> str:
    """Return the figures on the dev voices by the number of segments learnt from, as a Markdown table."""
    rows = [("segments learnt from", *FIGURES.values()), ("---",) * (len(FIGURES) + 1)]
    rows += [_row(str(one["learnt"]), one) for one in metrics["learning_curve"]]
    rows.append(_row(str(metrics["corpus"]["train"]["segments"]), metrics["dev"]))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def confusion_line(metrics: Mapping[str, Any], most: int = 6) -> str:
    """Return the topics most often coded where another was missed, in one line."""
    pairs = metrics.get("test", metrics)["confusions"][:most]
    return ", ".join(f"{one['coded']} for {one['missed']} ({one['n']})" for one in pairs)


def _row(label: str, figures: Mapping[str, float]) -> tuple[str, ...]:
    return (label, *(f"{figures[name]:.2f}" if name in figures else "" for name in FIGURES))
