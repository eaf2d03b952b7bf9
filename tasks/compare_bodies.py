"""Compares which body the voices of a country say the platform is: who names another one shares no definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tasks.core.claims import HINT, LEVEL, NO_INFORMATION, Finding
from tasks.core.named_bodies import dissenting
from tasks.core.spellings import simplify
from tasks.core.tables import text_of
from tasks.core.voices import SUBNATIONAL_TIERS
from tasks.read_words import DEFINITION, DOCUMENT, Row, Said, WordsRead

OTHER_BODY = f"{DEFINITION}.names another body"


def set_dissent_apart(
    read: Mapping[str, WordsRead], by_record: Mapping[str, Sequence[Said]], records: Mapping[str, Row]
) -> dict[str, WordsRead]:
    """Take it for dissent where a voice names another body than the one that most speak of.

    Args:
        read: interview id -> what its words tell.
        by_record: interview id -> its words.
        records: interview id -> row of the interviews table.

    Returns:
        The same, the definitions of who names another body at level 0. What is named below the national level is the
        province's own, and stays as it is.
    """
    national = {
        id_: said
        for id_, said in by_record.items()
        if records[id_]["record_type"] != DOCUMENT and text_of(records[id_]["level"]) not in SUBNATIONAL_TIERS
    }
    named = {id_: told.body for id_ in national if (told := read[id_].body) is not None}
    spoken = [frozenset(simplify(" ".join(one.text for one in said)).split()) for said in national.values()]
    apart = dissenting(named, spoken)
    return {id_: _at_dissent(words) if id_ in apart else words for id_, words in read.items()}


def _at_dissent(words: WordsRead) -> WordsRead:
    """Put level 0, with the sentence that names the body, in place of what else the voice tells of the definition."""
    if words.body is None:
        return words
    rest = (
        one for one in words.findings if one.indicator != DEFINITION or one.state not in (LEVEL, HINT, NO_INFORMATION)
    )
    named = Finding(words.body.segment_id, DEFINITION, LEVEL, 0.0, OTHER_BODY, words.body.words)
    return replace(words, findings=(*rest, named))
