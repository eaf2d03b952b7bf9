"""The codebook: topics and stances that segments are coded with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Code:
    """A topic or a stance.

    Attributes:
        id: stable id.
        label: language -> what people read.
        definition: when to use it.
        area: 1 to 5 for a topic, None for a stance.
    """

    id: str
    label: Mapping[str, str]
    definition: str
    area: int | None = None


@dataclass(frozen=True, slots=True)
class Codebook:
    """All topics and stances.

    Attributes:
        version: of the codebook.
        topics: id -> topic, in the order of the areas.
        stances: id -> stance.
        rules: where two careful coders hesitated, as sentences.
    """

    version: int
    topics: Mapping[str, Code]
    stances: Mapping[str, Code]
    rules: tuple[str, ...]


def parse_codebook(declared: Mapping[str, Any]) -> Codebook:
    """Build the codebook from its declaration.

    Args:
        declared: content of `codebook.yaml`.

    Returns:
        The codebook.

    Raises:
        ValueError: a topic or a stance stands twice.
    """
    topics = [_code(entry) for entry in declared["topics"]]
    stances = [_code(entry) for entry in declared["stances"]]
    for codes in (topics, stances):
        ids = [code.id for code in codes]
        if len(ids) != len(set(ids)):
            raise ValueError(f"codebook: an id stands twice in {ids}")
    return Codebook(
        version=int(declared["version"]),
        topics={code.id: code for code in topics},
        stances={code.id: code for code in stances},
        rules=tuple(declared.get("rules", ())),
    )


def _code(entry: Mapping[str, Any]) -> Code:
    return Code(
        id=str(entry["id"]),
        label=dict(entry["label"]),
        definition=str(entry["definition"]),
        area=entry.get("area"),
    )
