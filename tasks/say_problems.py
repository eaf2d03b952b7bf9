"""Says problems in a language of briefs, for the pages and for who runs a command."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tasks.adapters.declarations import TEMPLATES, read_yaml
from tasks.core.problems import Problem
from tasks.core.translations import Translator, make_translator

ENGLISH = "en"


@cache
def load_translator(language: str) -> Translator:
    """Load what translates the sentences of checks, and places in a text, into a language.

    Args:
        language: en, fr, es or pt.
    """
    return make_translator(read_yaml(TEMPLATES / "checks.yaml")["sentences"], language)


def say_problem(problem: Problem, language: str) -> str:
    """Say a problem with its place and its fix in one line.

    Args:
        problem: as a check found it, in English.
        language: en, fr, es or pt.

    Returns:
        The line; a sentence without a translation stays in English.
    """
    if language == ENGLISH:
        return str(problem)
    words, translate = _place_words(language), load_translator(language).translate
    parts = [problem.file] if problem.file else []
    parts += [words["row"].format(n=problem.row)] if problem.row is not None else []
    parts += [words["column"].format(name=problem.column)] if problem.column else []
    told = f"{translate(problem.detail)} {translate(problem.fix)}"
    severity = words[f"severity.{problem.severity}"]
    return f"{problem.code} {severity}: {', '.join(parts)}{': ' if parts else ''}{told}"


@cache
def _place_words(language: str) -> Mapping[str, str]:
    page = read_yaml(TEMPLATES / "data_quality.yaml")
    return {key: texts[language] for key, texts in page.items() if key in ("row", "column") or "severity." in key}
