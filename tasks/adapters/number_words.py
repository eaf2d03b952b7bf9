"""Loads the words of numbers."""

from __future__ import annotations

from functools import cache

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.core.spoken_numbers import NumberWords


@cache
def load_number_words(language: str) -> NumberWords:
    """Load the number words of a language: en, fr, es or pt."""
    declared = read_yaml(QUESTIONNAIRE / "number_words.yaml")
    own = declared[language]
    return NumberWords(
        values={str(word): float(value) for word, value in own["values"].items()},
        hundreds={str(word): float(value) for word, value in own["hundreds"].items()},
        articles=frozenset(own["articles"]),
        joiners=frozenset(own["joiners"]),
        points=frozenset(own["points"]),
        halves=tuple(own["halves"]),
        scales={str(word): float(factor) for factor, spelled in declared["scales"].items() for word in spelled},
        short_scales=frozenset(declared["after_digits_only"]),
        times={str(phrase): int(number) for phrase, number in declared[f"times_{language}"].items()},
        cut_short={int(least): float(part) for least, part in own.get("cut_short", {}).items()},
    )
