"""Loads the words with which speakers take numbers back."""

from __future__ import annotations

from functools import cache

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.number_words import load_number_words
from tasks.core.self_corrections import CorrectionWords, compile_correction_words


@cache
def load_correction_words(language: str) -> CorrectionWords:
    """Load the words of a language: en, fr, es or pt."""
    declared = read_yaml(QUESTIONNAIRE / "doubt_words.yaml")
    phrases = {name: declared[name][language] for name in ("corrects", "asked_pardon", "bare_no", "than")}
    return compile_correction_words(phrases, load_number_words(language))
