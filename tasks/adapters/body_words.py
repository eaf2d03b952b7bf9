"""Loads how voices say which body the platform is."""

from __future__ import annotations

from functools import cache

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.core.named_bodies import BodyWords, parse_body_words


@cache
def load_body_words(language: str) -> BodyWords:
    """Load the words of a language: en, fr, es or pt."""
    return parse_body_words(read_yaml(QUESTIONNAIRE / "body_words.yaml")[language])
