"""Source notes: what a country folder says of itself in source.yaml, beside where its files come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tasks.core.problems import Problem, ProblemKind, Severity

UNKNOWN_LANGUAGE = ProblemKind(
    "R050",
    Severity.WARNING,
    "source.yaml asks for a brief in a language that briefs are not written in; it is written in English.",
    "Write brief_language as {languages}, or leave it out.",
)


@dataclass(frozen=True, slots=True)
class SourceNote:
    """What a country folder says of itself.

    Attributes:
        names: language -> name of the country, for one that dictionaries of countries lack.
        brief_language: language of its brief unless another is asked for, "" when it does not say.
        is_synthetic: whether its input was invented for demonstration.
        synthetic_note: language -> what a reader must know then.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    brief_language: str = ""
    is_synthetic: bool = False
    synthetic_note: Mapping[str, str] = field(default_factory=dict)

    def name_in(self, language: str) -> str:
        """Return the country's declared name in a language, "" when none is declared."""
        return _in_language(self.names, language)

    def synthetic_note_in(self, language: str) -> str:
        """Return what a reader of invented material must know, in a language or else in English."""
        return _in_language(self.synthetic_note, language)


def parse_source_note(record: Mapping[str, Any], languages: tuple[str, ...]) -> SourceNote:
    """Parse what source.yaml says of the country and of its brief.

    Args:
        record: content of source.yaml.
        languages: that briefs are written in, the one for everybody first.

    Returns:
        The note; what is blank or written another way counts as not said.
    """
    asked = str(record.get("brief_language") or "").strip().lower()
    return SourceNote(
        names=_by_language(record.get("name"), languages),
        brief_language=asked if asked in languages else "",
        is_synthetic=bool(record.get("synthetic")),
        synthetic_note=_by_language(record.get("synthetic_note"), languages),
    )


def check_source_note(record: Mapping[str, Any], languages: tuple[str, ...], file: str) -> tuple[Problem, ...]:
    """Check the language that source.yaml asks for.

    Args:
        record: content of source.yaml.
        languages: that briefs are written in.
        file: its path below the raw folder.
    """
    asked = str(record.get("brief_language") or "").strip().lower()
    return (UNKNOWN_LANGUAGE.at(file, languages=", ".join(languages)),) if asked and asked not in languages else ()


def _by_language(told: Any, languages: tuple[str, ...]) -> dict[str, str]:
    if isinstance(told, dict):
        return {language: str(told[language]) for language in languages if told.get(language)}
    return {languages[0]: str(told)} if told else {}


def _in_language(told: Mapping[str, str], language: str) -> str:
    return told.get(language) or next(iter(told.values()), "")
