"""Loads the marks that stand for identifiers."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.core.placeholders import compile_placeholders, translate_placeholders


@cache
def load_placeholders() -> re.Pattern[str]:
    """Load what finds the placeholders in a pseudonymised text (placeholders.yaml)."""
    return compile_placeholders(read_yaml(QUESTIONNAIRE / "placeholders.yaml"))


@cache
def placeholder_translator(language: str) -> Callable[[str], str]:
    """Return what writes the placeholders of a text in a language (placeholders.yaml)."""
    return partial(translate_placeholders, language=language, names=read_yaml(QUESTIONNAIRE / "placeholders.yaml"))
