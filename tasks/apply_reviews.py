"""Applies what people decided to questions of turns, codings and contradictions; levels are set in `score`."""

from __future__ import annotations

from tasks.adapters.declarations import load_rubric
from tasks.adapters.store import Store
from tasks.core.problems import Problem
from tasks.core.rulings import route_turns, rule_candidates, rule_codings, rule_contradictions
from tasks.core.tables import plain_rows
from tasks.read_reviews import read_merged_if_any


def apply_routing(store: Store, country: str) -> tuple[Problem, ...]:
    """Give turns the Annex 1 question that people say they answer.

    Args:
        store: reads `reviews`, rewrites `turns`, writes problems.
        country: ISO 3166-1 alpha-3.

    Returns:
        Decisions that could not be applied.
    """
    merged = read_merged_if_any(store, country)
    if merged is None:
        return ()
    areas = load_rubric().questions
    turns = plain_rows(store.read_table(country, "turns"))
    rows, problems = route_turns(turns, merged, lambda question: areas.get(question))
    store.write_table(country, "turns", rows)
    store.record_problems(country, "apply_routing", problems)
    return tuple(problems)


def apply_reviewed_codings(store: Store, country: str) -> tuple[Problem, ...]:
    """Confirm, reject and add codings as people decided.

    Args:
        store: reads `segments` and `reviews`, rewrites `codings`, writes problems.
        country: ISO 3166-1 alpha-3.

    Returns:
        Decisions that could not be applied.
    """
    merged = read_merged_if_any(store, country)
    if merged is None:
        return ()
    segments = store.read_table(country, "segments")
    texts = dict(zip(segments["segment_id"], segments["text"], strict=True))
    codings = plain_rows(store.read_table(country, "codings"))
    rows, problems = rule_codings(codings, texts, merged)
    store.write_table(country, "codings", rows)
    store.record_problems(country, "apply_reviewed_codings", problems)
    return tuple(problems)


def apply_rulings(store: Store, country: str) -> tuple[Problem, ...]:
    """Note which side of a contradiction people found to hold, and what they made of candidate codes.

    Args:
        store: reads `reviews`, rewrites `contradictions` and `candidate_codes`, writes problems.
        country: ISO 3166-1 alpha-3.

    Returns:
        Decisions that could not be applied.
    """
    merged = read_merged_if_any(store, country)
    if merged is None:
        return ()
    told: list[Problem] = []
    for table, rule in (("contradictions", rule_contradictions), ("candidate_codes", rule_candidates)):
        rows, problems = rule(plain_rows(store.read_table(country, table)), merged)
        store.write_table(country, table, rows)
        told += problems
    store.record_problems(country, "apply_rulings", told)
    return tuple(told)
