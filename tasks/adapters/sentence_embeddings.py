"""The door to sentence-transformers, an optional extra: what a text means, as numbers from a model on this machine."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DECIMALS = 5
MARK = "modules.json"
"""The file by which a folder is known as a sentence-transformers model."""


class EmbedderMissingError(RuntimeError):
    """There is no such model on this machine, or the extra is not installed; the message says what to do."""


class Embedder:
    """Turns texts into vectors of length 1.

    Args:
        name: folder of a model, or name of an installed package that holds one.
    """

    def __init__(self, name: str) -> None:
        folder = find_model(name)
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError:
            raise EmbedderMissingError("Install the extra: pip install 'msp-briefs[semantic]'.") from None
        self._model = SentenceTransformer(str(folder), device="cpu")

    def embed(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return a row a text, rounded so that it does not show what stands beside it."""
        found = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.round(np.asarray(found, dtype=np.float64), DECIMALS)


def find_model(name: str) -> Path:
    """Return the folder of a model, given itself or as the name of an installed package.

    Raises:
        EmbedderMissingError: there is none; nothing is ever downloaded.
    """
    if name and (Path(name) / MARK).is_file():
        return Path(name)
    spec = importlib.util.find_spec(name.replace("-", "_")) if name.replace("-", "_").isidentifier() else None
    for place in (spec.submodule_search_locations or ()) if spec else ():
        for found in sorted(Path(place).rglob(MARK)):
            return found.parent
    raise EmbedderMissingError(
        f"There is no sentence-transformers model '{name}': write a folder that holds one, or the name of an "
        "installed package that does, as semantic.embedder in coder.yaml."
    )


@cache
def load_embedder(name: str) -> Embedder:
    """Load a model, once a process."""
    return Embedder(name)
