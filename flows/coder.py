"""The flow that trains and measures the theme coder: `train-theme-coder`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from tasks.adapters.declarations import QUESTIONNAIRE
from tasks.train_coder import lint_coder_corpus, measure_sealed, train_coder

HOUR = 3600

check_corpus = task(lint_coder_corpus, name="check corpus", cache_policy=NO_CACHE)
train = task(train_coder, name="train coder", cache_policy=NO_CACHE, timeout_seconds=HOUR)
measure = task(measure_sealed, name="measure on the sealed test", cache_policy=NO_CACHE, timeout_seconds=HOUR)


@flow(name="train-theme-coder")
def train_theme_coder(
    questionnaire: str = str(QUESTIONNAIRE), final: bool = False, backend: str = "linear"
) -> dict[str, Any]:
    """Train the theme coder on its corpus, measure it by cross-validation, and write model and metrics.

    Args:
        questionnaire: Folder of the questionnaire; its `coder/` is read and written.
        backend: linear, semantic or llm; the last is measured only.
        final: Open the sealed test too, and write the accuracy card. Only once the settings are fixed.

    Returns:
        The metrics, or the card with `final`.
    """
    folder = Path(questionnaire)
    check_corpus(folder)
    metrics = train(folder, backend)
    return measure(folder, backend) if final else metrics
