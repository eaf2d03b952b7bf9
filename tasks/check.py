"""Checks what was received: applies a country's declared corrections, then asks whether the rest is plausible."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tasks.adapters.checks import load_checks
from tasks.adapters.corrections import NAME, read_corrections
from tasks.core.corrections import Readers, apply_corrections
from tasks.core.exports import Context
from tasks.core.plausibility_checks import check_plausibility
from tasks.core.sources import Received


def check(folder: Path, received: Received, context: Context) -> Received:
    """Correct and check what a country folder held.

    Args:
        folder: the country's raw folder; its corrections.yaml declares the fixes.
        received: what was read, in memory only.
        context: what its exports were read with.

    Returns:
        The same with corrected values, and with what was corrected and what is not plausible among its problems.
    """
    corrections, problems = read_corrections(folder, received.country)
    received = replace(received, problems=(*received.problems, *problems))
    readers = Readers(context.form, context.vocabulary, context.missing)
    received = apply_corrections(received, corrections, readers, f"{received.country}/{NAME}")
    return check_plausibility(received, context.form, load_checks(folder, received.country))
