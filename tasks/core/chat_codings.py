"""What a language model is asked about a segment, and how its answer is read: strictly, or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tasks.core.codebooks import Code, Codebook
from tasks.core.codings import ALL, Coded, TopicCoding


def write_codebook(codebook: Codebook) -> str:
    """Write the codebook as a prompt tells it: ids with their definitions, and the rules."""
    parts = ["topics:", *map(_line, codebook.topics.values()), "stances:", *map(_line, codebook.stances.values())]
    return "\n".join([*parts, "rules:", *(f"- {rule}" for rule in codebook.rules)])


def _line(code: Code) -> str:
    return f"- {code.id}: {code.definition}"


def answer_schema(codebook: Codebook) -> dict[str, Any]:
    """Return the JSON schema that an answer must keep to."""
    topic = {
        "type": "object",
        "properties": {
            "topic": {"type": "string", "enum": list(codebook.topics)},
            "confidence": {"type": "number", "minimum": 0, "maximum": 1},
            "words": {"type": "string"},
        },
        "required": ["topic", "confidence", "words"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {
            "topics": {"type": "array", "items": topic},
            "stance": {"type": "string", "enum": [*codebook.stances, ""]},
        },
        "required": ["topics", "stance"],
        "additionalProperties": False,
    }


def read_answer(answer: str, text: str, codebook: Codebook) -> Coded:
    """Read what a language model answered.

    Args:
        answer: its JSON.
        text: of the segment; words that do not stand in it are not taken for evidence.
        codebook: whose ids alone are accepted.

    Returns:
        The coding; all of it goes to review, for nobody has measured how reliable the model is.

    Raises:
        ValueError: the answer does not keep to the schema.
    """
    document = json.loads(answer)
    if not isinstance(document, Mapping) or set(document) != {"topics", "stance"}:
        raise ValueError("the answer has other fields")
    entries, stance = document["topics"], document["stance"]
    if not isinstance(entries, list) or stance not in (*codebook.stances, ""):
        raise ValueError("the answer has no list of topics or an unknown stance")
    topics = tuple(_read_topic(entry, text, codebook) for entry in entries)
    if bool(topics) != bool(stance) or len({one.topic for one in topics}) < len(topics):
        raise ValueError("the answer has a stance without a topic, a topic without a stance, or a topic twice")
    return Coded(tuple(sorted(topics, key=lambda one: -one.confidence)), stance, 1.0 if stance else 0.0)


def _read_topic(entry: Any, text: str, codebook: Codebook) -> TopicCoding:
    if not isinstance(entry, Mapping) or set(entry) != {"topic", "confidence", "words"}:
        raise ValueError("a topic has other fields")
    topic, confidence, words = entry["topic"], entry["confidence"], entry["words"]
    is_number = isinstance(confidence, int | float) and not isinstance(confidence, bool)
    if topic not in codebook.topics or not is_number or not 0 <= confidence <= 1 or not isinstance(words, str):
        raise ValueError("a topic is unknown, or its confidence or words are not what they should be")
    start = text.find(words.strip()) if words.strip() else -1
    matched = ((start, start + len(words.strip())),) if start >= 0 else ()
    return TopicCoding(topic, round(float(confidence), 3), matched, "language model", ALL)
