"""The flow that trains and measures the theme coder: `train-theme-coder`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.parameters import HOUR, Backend
from tasks.adapters.declarations import QUESTIONNAIRE
from tasks.train_coder import lint_coder_corpus, measure_sealed, train_coder

check_corpus = task(lint_coder_corpus, name="check corpus", cache_policy=NO_CACHE)
train = task(train_coder, name="train coder", cache_policy=NO_CACHE, timeout_seconds=HOUR)
measure = task(measure_sealed, name="measure on the sealed test", cache_policy=NO_CACHE, timeout_seconds=HOUR)


@flow(name="train-theme-coder", flow_run_name="train-coder-{backend}", timeout_seconds=3 * HOUR)
def train_theme_coder(backend: Backend = "linear", final: bool = False, questionnaire: str = "") -> dict[str, Any]:
    """Train the theme coder on its corpus, measure it by cross-validation, and write model and metrics.

    Args:
        backend: What is trained; llm is measured only.
        final: Open the sealed test too, and write the accuracy card. Only once the settings are fixed.
        questionnaire: Folder of the questionnaire, whose `coder/` is read and written; empty for the shipped one.

    Returns:
        The metrics, or the card with `final`.
    """
    folder = Path(questionnaire or QUESTIONNAIRE)
    check_corpus(folder)
    metrics = train(folder, backend)
    return measure(folder, backend) if final else metrics
