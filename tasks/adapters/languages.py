"""The door to lingua: the language of a text, or none when it cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.core.common_words import CommonWords

CODED = ("en", "fr", "es", "pt")
OTHERS = ("ar", "bn", "sw", "de", "it", "nl", "so", "yo", "hi", "ur", "id", "tl", "vi")
"""Languages that interviews are held in and that must not be taken for one of the four."""
LEAST_CONFIDENCE = 0.5
FEWEST_LETTERS = 12


@cache
def _detector() -> Any:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, code.upper()) for code in (*CODED, *OTHERS)]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()


@cache
def _common_words() -> CommonWords:
    declared = read_yaml(QUESTIONNAIRE / "common_words.yaml")
    return CommonWords(declared["words"], **{name: declared[name] for name in ("fewest", "least_share", "lead")})


def identify(texts: Sequence[str]) -> list[str]:
    """Identify the language of each text.

    Args:
        texts: any texts.

    Returns:
        BCP 47 codes, "" for a text that is too short or too mixed to tell.
    """
    common = _common_words()
    return [common.tell(text) or _identify(text) for text in texts]


def _identify(text: str) -> str:
    if sum(character.isalpha() for character in text) < FEWEST_LETTERS:
        return ""
    best = _detector().compute_language_confidence_values(text)[0]
    return best.language.iso_code_639_1.name.lower() if best.value >= LEAST_CONFIDENCE else ""
