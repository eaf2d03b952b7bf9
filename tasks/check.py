"""Checks what was received: applies a country's declared corrections, then asks whether the rest is plausible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from tasks.adapters.checks import load_checks
from tasks.adapters.corrections import NAME, read_corrections
from tasks.adapters.results import Results
from tasks.core.corrections import Readers, apply_corrections
from tasks.core.exports import Context
from tasks.core.plausibility_checks import check_plausibility
from tasks.core.record_checks import Findings
from tasks.core.sources import NOT_WRITTEN, Interview, Received


def check(folder: Path, received: Received, context: Context, results: Results) -> Received:
    """Correct and check what a country folder held.

    Args:
        folder: the country's raw folder; its corrections.yaml declares the fixes.
        received: what was read, in memory only.
        context: what its exports were read with.
        results: of earlier runs.

    Returns:
        The same with corrected values, and with what was corrected and what is not plausible among its problems.
    """
    corrections, problems = read_corrections(folder, received.country)
    received = replace(received, problems=(*received.problems, *problems))
    readers = Readers(context.form, context.vocabulary, context.missing)
    received = apply_corrections(received, corrections, readers, f"{received.country}/{NAME}")

    def recall(interview: Interview, make: Callable[[], Findings]) -> Findings:
        seal = received.seals.get(interview.file, "")
        told = {key: value for key, value in asdict(interview).items() if key not in NOT_WRITTEN}
        names = sorted(received.country_names)
        return results.of(Findings, make, received.country, names, told, seal=seal) if seal else make()

    return check_plausibility(received, context.form, load_checks(folder, received.country), recall)
