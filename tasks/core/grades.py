"""Evidence grades A to D and X, by the rules of the rubric (evidence_grades)."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.core.voices import GOVERNMENT, Voice, group_levels, is_downgraded, months_between

BEST_TO_WORST = "ABCD"
CONFLICT = "X"
RECENT_MONTHS = 24
"""Age up to which a document or a voice is recent (rubric, evidence_grades A and downgrade)."""
CONCORDANT_SPAN = 1.0
"""Sources are concordant when their levels lie within one level of each other."""


def grade_evidence(voices: Sequence[Voice], *, as_of: str, is_subnational: bool = False) -> str:
    """Grade the evidence of voices that agree.

    A voice that is second-hand, undated or unattributed never lifts a grade above D. The grade of all
    credible voices is lowered by a step when some of them need a downgrade, unless the others reach as
    high without them; so a further concordant voice never lowers a grade.

    Args:
        voices: concordant voices on one indicator.
        as_of: ISO date that ages are counted to.
        is_subnational: the indicator is about the subnational level.

    Returns:
        A, B, C or D.
    """
    credible = [voice for voice in voices if voice.is_credible]
    sound = [
        voice
        for voice in credible
        if not is_downgraded(voice, as_of=as_of, recent_months=RECENT_MONTHS, is_subnational=is_subnational)
    ]
    lowered = BEST_TO_WORST[min(BEST_TO_WORST.index(_grade(credible, as_of)) + 1, len(BEST_TO_WORST) - 1)]
    return min(_grade(sound, as_of), lowered) if len(sound) < len(credible) else _grade(credible, as_of)


def _grade(voices: Sequence[Voice], as_of: str) -> str:
    groups = set(group_levels(voices))
    documents = [voice for voice in voices if voice.is_document]
    current = [document for document in documents if _is_current(document, as_of)]
    if current and len(groups) >= 3 and groups != {GOVERNMENT}:
        return "A"
    if (documents and groups) or len(groups) >= 3:
        return "B"
    if documents or len(groups) >= 2:
        return "C"
    return "D"


def _is_current(document: Voice, as_of: str) -> bool:
    return document.is_in_force or (bool(as_of) and months_between(document.date, as_of) <= RECENT_MONTHS)
