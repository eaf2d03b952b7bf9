"""The theme coder of this version: a lexicon in four languages and declared rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.adapters.languages import identify
from tasks.adapters.nlp import LANGUAGES, PhraseFinder
from tasks.core.codings import Coded, CodingRules, code_segment, parse_coding_rules
from tasks.core.identifiers import sha256_of

DECLARATIONS = ("topic_rules.yaml", "stance_rules.yaml")
LEXICONS = ("topics", "cues")


@dataclass(frozen=True, slots=True)
class CoderInput:
    """A text to code.

    Attributes:
        text: words of a respondent or a document.
        language: BCP 47; "" lets the coder tell it.
        annex_question: "Q1" to "Q23", "" if unknown.
    """

    text: str = field(repr=False)
    language: str = ""
    annex_question: str = ""


class LexiconCoder:
    """Codes texts with topics and a stance; the same text always gets the same codes.

    Args:
        folder: declarations of the questionnaire.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rules: CodingRules = parse_coding_rules(*(read_yaml(folder / name) for name in DECLARATIONS))
        self._finders: dict[str, PhraseFinder] = {}
        files = [folder / name for name in DECLARATIONS]
        files += [folder / "lexicon" / f"{part}_{language}.yaml" for part in LEXICONS for language in LANGUAGES]
        digest = sha256_of("".join(sha256_of(path.read_bytes()) for path in files))
        self.version = f"lexicon:{digest[:8]}"

    def code(self, texts: Sequence[CoderInput]) -> list[Coded]:
        """Code texts.

        Args:
            texts: in any languages; those without a lexicon come back unsupported.

        Returns:
            One coding per text, in order.
        """
        silent = [n for n, text in enumerate(texts) if not text.language]
        told = dict(zip(silent, identify([texts[n].text for n in silent]), strict=True))
        coded = [Coded(is_supported=False)] * len(texts)
        by_language: dict[str, list[int]] = {}
        for n, text in enumerate(texts):
            by_language.setdefault(text.language[:2].lower() or told[n], []).append(n)
        for language in sorted(set(by_language) & set(LANGUAGES)):
            places = by_language[language]
            hits = self._finder(language).find(texts[n].text for n in places)
            for n, found in zip(places, hits, strict=True):
                n_words = len(texts[n].text.split())
                coded[n] = code_segment(found, self._rules, question=texts[n].annex_question, n_words=n_words)
        return coded

    def _finder(self, language: str) -> PhraseFinder:
        if language not in self._finders:
            phrases: dict[str, list[str]] = {}
            for part in LEXICONS:
                phrases |= read_yaml(self._folder / "lexicon" / f"{part}_{language}.yaml")
            self._finders[language] = PhraseFinder(phrases, language)
        return self._finders[language]


@cache
def load_coder(folder: Path = QUESTIONNAIRE) -> LexiconCoder:
    """Load the coder of a questionnaire folder, once a process."""
    return LexiconCoder(folder)
