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
LONG_TEXT, LEAST_SURE = 80, 0.99
"""Characters from which on three letters in a row tell a language, where they tell it so clearly: of 7,900 texts of the
coder's corpus 9 were taken for another. What tells the others takes 3 seconds and 206 MiB to load, this .1 and 20."""


@cache
def _detector(*, is_quick: bool) -> Any:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, code.upper()) for code in (*CODED, *OTHERS)]
    builder = LanguageDetectorBuilder.from_iso_codes_639_1(*codes)
    return (builder.with_low_accuracy_mode() if is_quick else builder).build()


@cache
def _common_words() -> CommonWords:
    declared = read_yaml(QUESTIONNAIRE / "common_words.yaml")
    return CommonWords(declared["words"], **{name: declared[name] for name in ("fewest", "least_share", "lead")})


def identify(texts: Sequence[str], *, is_declared: bool = False) -> list[str]:
    """Identify the language of each text.

    Args:
        texts: any texts.
        is_declared: whether their languages are declared, so that only what speaks clearly matters. Of 8,000 texts of
            the coder's corpus that have 40 characters and more and few common words, 21 are taken for another language
            then (20 otherwise), and 1,119 left untold (156).

    Returns:
        BCP 47 codes, "" for a text that is too short or too mixed to tell.
    """
    common = _common_words()
    return [common.tell(text) or _identify(text, is_declared=is_declared) for text in texts]


def _identify(text: str, *, is_declared: bool) -> str:
    if sum(character.isalpha() for character in text) < FEWEST_LETTERS:
        return ""
    clear = _ask(text, LEAST_SURE, is_quick=True) if is_declared or len(text) >= LONG_TEXT else ""
    return clear or ("" if is_declared else _ask(text, LEAST_CONFIDENCE, is_quick=False))


def _ask(text: str, least: float, *, is_quick: bool) -> str:
    """Return the language of a text, "" where it is less sure than asked."""
    best = _detector(is_quick=is_quick).compute_language_confidence_values(text)[0]
    return best.language.iso_code_639_1.name.lower() if best.value >= least else ""
