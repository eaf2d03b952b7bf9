"""Looks for what the codebook misses: groups of segments that no topic fits, as candidate codes."""

from __future__ import annotations

from typing import Any

from tasks.adapters.nlp import LANGUAGES
from tasks.adapters.store import Store
from tasks.core.candidate_codes import FEWEST_SEGMENTS, find_candidates
from tasks.core.identifiers import derive_id
from tasks.core.problems import Problem, ProblemKind, Severity

FEWEST_WORDS = 12
"""A shorter segment without a topic is taken for talk, not for a theme that the codebook misses."""

TOO_FEW = ProblemKind(
    "C007",
    Severity.INFO,
    "Segments in '{language}' of some length and without a topic: {n}; from {least} on they are grouped.",
    "Nothing to do; read them if you look for themes that the codebook misses.",
)


def explore_themes(store: Store, country: str) -> tuple[Problem, ...]:
    """Group the substantive segments of a country that no topic fits.

    Args:
        store: reads `segments` and `codings`, writes `candidate_codes` and problems.
        country: ISO 3166-1 alpha-3.

    Returns:
        Problems: languages with too few such segments.
    """
    segments = store.read_table(country, "segments").fillna({"language": ""})
    coded = set(store.read_table(country, "codings").query("status != 'rejected'")["segment_id"])
    rows: list[dict[str, Any]] = []
    problems = []
    for language in LANGUAGES:
        own = segments[segments["language"].str[:2] == language]
        is_coded = own["segment_id"].isin(coded)
        is_long = own["text"].str.split().str.len() >= FEWEST_WORDS
        uncoded = own[~is_coded & is_long]
        if len(uncoded) < FEWEST_SEGMENTS:
            if len(uncoded):
                problems.append(TOO_FEW.at(n=len(uncoded), language=language, least=FEWEST_SEGMENTS))
            continue
        found = find_candidates(uncoded["text"].tolist(), own[is_coded]["text"].tolist())
        ids = uncoded["segment_id"].tolist()
        for one in found:
            members = tuple(ids[place] for place in one.members)
            rows.append(
                {
                    "candidate_id": derive_id("candidate", country, language, *sorted(members)),
                    "language": language,
                    "words": " | ".join(one.words),
                    "n_segments": len(members),
                    "segment_ids": members,
                    "keyness": one.keyness,
                    "stability": one.stability,
                }
            )
    store.write_table(country, "candidate_codes", rows)
    store.record_problems(country, "explore_themes", problems)
    return tuple(problems)
