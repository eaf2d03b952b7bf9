"""Common words: a few of them tell the language of a text without a detector."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tasks.core.word_columns import WORD


class CommonWords:
    """Tells the language of a text by its commonest words, where they leave no doubt.

    Args:
        words: language -> words that are common in it and rare in its neighbours.
        fewest: of them a text must hold.
        least_share: of all its words that they must be.
        lead: how many times as many as of any other language there must be.
    """

    def __init__(self, words: Mapping[str, Iterable[str]], *, fewest: int, least_share: float, lead: float) -> None:
        self._languages: dict[str, list[str]] = {}
        for language, own in words.items():
            for word in own:
                self._languages.setdefault(word, []).append(language)
        self._fewest, self._least_share, self._lead = fewest, least_share, lead

    def tell(self, text: str) -> str:
        """Return the language of a text, "" where its words leave a doubt."""
        words = WORD.findall(text.lower())
        counts: dict[str, int] = {}
        for word in words:
            for language in self._languages.get(word, ()):
                counts[language] = counts.get(language, 0) + 1
        if not counts:
            return ""
        first, *others = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        second = others[0][1] if others else 0
        is_clear = first[1] >= max(self._fewest, self._least_share * len(words)) and first[1] >= self._lead * second
        return first[0] if is_clear else ""
