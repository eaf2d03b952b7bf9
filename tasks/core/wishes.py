"""Wishes: whether a sentence in answer to "what is needed?" says what is wanted, or how things are.

Who is asked what would make the gains last answers with nouns, infinitives and "that it may ..." ("a law", "that the
State pays"), and beside them tells what is so: "the money ends in March", "if the secretary leaves, it stops". A wish
has no verb of its own that tells, however many stand in what it describes ("somebody who comes when we call").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tasks.core.spellings import simplify

WISHING, TELLING, BESIDE, SUPPOSING, LOSING = "wishing", "telling", "beside", "supposing", "losing"
KINDS = (WISHING, TELLING, BESIDE, SUPPOSING, LOSING)
PART = re.compile(r"[,:()–—…]+\s*|\s-\s")
"""Parts the parts of a sentence."""
NOTHING = r"(?!)"


class Wishes:
    """Tells wishes from what is told in one language.

    Args:
        patterns: kind of `KINDS` -> regular expressions on small letters without accents and signs
            (scope_frames.yaml).
    """

    def __init__(self, patterns: Mapping[str, Iterable[str]]) -> None:
        known = {kind: "|".join(f"(?:{pattern})" for pattern in patterns.get(kind, ())) for kind in KINDS}
        self._of = {kind: re.compile(joined or NOTHING) for kind, joined in known.items()}
        both = "|".join(joined for joined in (known[LOSING], known[TELLING]) if joined)
        self._telling_or_losing = re.compile(both or NOTHING)

    def is_wish(self, sentence: str) -> bool:
        """Tell whether a sentence, asked for as a wish, is one.

        Args:
            sentence: its words.

        Returns:
            Whether it tells nothing: no part of it has more verbs than words that make it depend on another; or what it
            tells hangs on a supposition of no loss, or it says of something that it should be.
        """
        tells = False
        for part in filter(None, map(simplify, PART.split(sentence))):
            is_supposed = bool(self._of[SUPPOSING].search(part))
            is_lost = bool(self._of[LOSING].search(part))
            if (is_supposed and not is_lost) or (not is_supposed and self._of[WISHING].search(part)):
                return True
            verbs = (self._telling_or_losing if is_supposed else self._of[TELLING]).findall(part)
            tells |= len(verbs) > len(self._of[BESIDE].findall(part))
        return not tells
