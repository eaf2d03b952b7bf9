"""Loads how documents tell what shall be and what was."""

from __future__ import annotations

from functools import cache

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.core.prescriptions import ActRule, PrescriptionWords, compile_prescription_words, parse_act_rule


@cache
def load_prescription_words(language: str) -> PrescriptionWords:
    """Load the words of a language: en, fr, es or pt."""
    declared = read_yaml(QUESTIONNAIRE / "prescriptions.yaml")
    return compile_prescription_words(
        declared["kinds"], declared["plans"], declared["obliges"][language], declared["happened"][language]
    )


@cache
def load_act_rule() -> ActRule:
    """Load how a legal act tells on what the platform rests."""
    return parse_act_rule(read_yaml(QUESTIONNAIRE / "prescriptions.yaml"))
