"""Translations of sentences that are made from templates: problems of checks, and what is expected of a table.

Problems are kept in English, so that they read the same on every machine and in every log. A page in another language
finds the template that a sentence was made from, and fills the values into that template's translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PLACE_PATTERN = re.compile(r"\{(\w+)\}")
VALUES = {
    "where": r"(?: \([^()]*\))?",
    "hint": r"(?: \(.*\))?",
    "failing": r"(?:This|A) [^.]*?",
    "iso": r"\d{4}(?:-\d\d){0,2}",
    "sort": r"\w+",
    "number": r"a number|-?\d[\d.,e+]*",
    "page": r"\d+",
    "turn_no": r"\d+",
    "row": r"\d+",
}
"""What the values of a place look like where anything else would be another sentence: " (paragraph 12)" or nothing."""
JOINTS = ("; ", ", ")
"""Between the values of a list, the wider one first."""
MOST_NESTED = 3


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates sentences into one language.

    Attributes:
        whole: English sentence without values -> its translation.
        patterns: pattern of an English template -> the template's translation; the longest templates first.
    """

    whole: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]

    def translate(self, sentence: str, depth: int = 0) -> str:
        """Translate a sentence.

        Args:
            sentence: in English.
            depth: how deep it stands inside another one.

        Returns:
            The translation, with values that are sentences, or lists of them, translated too; the sentence where there
            is none.
        """
        if sentence in self.whole or depth == MOST_NESTED:
            return self.whole.get(sentence, sentence)
        for pattern, translation in self.patterns:
            if match := pattern.fullmatch(sentence):
                return self._fill(translation, match.groupdict(), depth + 1)
        joint = next((joint for joint in JOINTS if joint in sentence), "") if depth else ""
        return joint.join(self.translate(one, depth) for one in sentence.split(joint)) if joint else sentence

    def _fill(self, translation: str, values: Mapping[str, str], depth: int) -> str:
        return PLACE_PATTERN.sub(lambda place: self.translate(values[place[1]], depth), translation)


def make_translator(catalogue: Iterable[Mapping[str, str]], language: str) -> Translator:
    """Make a translator.

    Args:
        catalogue: templates: "en" and the other languages, with the same places in braces.
        language: to translate into; English sentences stay as they are.

    Returns:
        The translator.
    """
    pairs = [(entry["en"], entry[language]) for entry in catalogue if language != "en" and language in entry]
    with_places = sorted((pair for pair in pairs if PLACE_PATTERN.search(pair[0])), key=lambda pair: -len(pair[0]))
    return Translator(
        whole={english: told for english, told in pairs if not PLACE_PATTERN.search(english)},
        patterns=tuple((_compile(english), told) for english, told in with_places),
    )


def _compile(template: str) -> re.Pattern[str]:
    """Compile a template to a pattern that finds the values again; a value that stands twice is the same twice."""
    parts, position, seen = [], 0, set()
    for place in PLACE_PATTERN.finditer(template):
        name = place[1]
        value = f"(?P={name})" if name in seen else f"(?P<{name}>{VALUES.get(name, '.*?')})"
        parts += [re.escape(template[position : place.start()]), value]
        seen.add(name)
        position = place.end()
    return re.compile("".join([*parts, re.escape(template[position:])]), re.DOTALL)
