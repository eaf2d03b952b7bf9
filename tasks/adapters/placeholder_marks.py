"""Loads the marks that stand for identifiers."""

from __future__ import annotations

import re
from functools import cache

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.core.placeholders import compile_placeholders


@cache
def load_placeholders() -> re.Pattern[str]:
    """Load what finds the placeholders in a pseudonymised text (placeholders.yaml)."""
    return compile_placeholders(read_yaml(QUESTIONNAIRE / "placeholders.yaml"))
