"""Reads what people decided on a country, and keeps it among its tables without any name of a respondent."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tasks.adapters.declarations import load_codebook, load_rubric
from tasks.adapters.review_files import read_review_files
from tasks.adapters.store import Store
from tasks.core.identifiers import derive_id
from tasks.core.problems import Problem
from tasks.core.reviews import (
    CANDIDATE,
    PSEUDONYM,
    VALIDATION,
    Decision,
    Merged,
    Vocabulary,
    dispute_problems,
    guard_of,
    latest_of_each,
    merge_decisions,
)
from tasks.core.tables import plain_rows
from tasks.core.validations import NAMED, Standing, fingerprint_results, stand

OF_A_CODING, OF_A_LEVEL = ("coder", "status", "proposed_stance"), ("unit", "review")
SAME_COLUMNS = ("kind", "item", "decision", "value", "proposed", "reviewer", "at", "reason", "guard", "mode", "file")


def load_review_vocabulary() -> Vocabulary:
    """Return the ids that decisions may name."""
    codebook, rubric = load_codebook(), load_rubric()
    ids = (codebook.topics, codebook.stances, rubric.indicators, rubric.questions)
    return Vocabulary(*map(frozenset, ids))


def read_decisions(store: Store, country: str) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
    """Read all decisions of a country's review folder.

    Args:
        store: raw folder.
        country: ISO 3166-1 alpha-3.

    Returns:
        The decisions, and what is wrong with others.
    """
    return read_review_files(store.raw / country, country, load_review_vocabulary())


def write_reviews(
    store: Store, country: str, decisions: Sequence[Decision], problems: Sequence[Problem], mask: Callable[[str], str]
) -> tuple[Problem, ...]:
    """Write the latest decision of each person into the `reviews` table.

    Args:
        store: writes `reviews` and problems.
        country: ISO 3166-1 alpha-3.
        decisions: of the review folder; those on names stand in no table.
        problems: of reading them.
        mask: replaces identifiers in the reasons that people gave.

    Returns:
        All problems: of reading, and what reviewers disagree on.
    """
    latest = [one for one in latest_of_each(decisions) if one.kind != PSEUDONYM]
    store.write_table(country, "reviews", [_row(one, mask) for one in latest])
    found = (*problems, *dispute_problems(merge_decisions(decisions).disputes))
    store.record_problems(country, "read_reviews", found)
    return found


def _row(one: Decision, mask: Callable[[str], str]) -> dict[str, object]:
    row: dict[str, object] = {name: getattr(one, name) for name in SAME_COLUMNS}
    if one.kind == VALIDATION and one.item != NAMED:
        row["reviewer"] = f"unnamed {guard_of(one.reviewer)[:4]}"
    words = ("reason", "value") if one.kind == CANDIDATE else ("reason",)
    free = {name: mask(str(row[name])) if row[name] else "" for name in words}
    return (
        row
        | free
        | {
            "review_id": derive_id("review", *one.key, one.mode, one.reviewer.casefold()),
            "target_id": one.id,
            "row": one.row or 0,
        }
    )


def read_reviews(store: Store, country: str) -> tuple[Decision, ...]:
    """Read the latest decisions of each person back from the `reviews` table."""
    return tuple(
        Decision(**{name: row[name] or "" for name in SAME_COLUMNS}, id=row["target_id"], row=row["row"])
        for row in plain_rows(store.read_table(country, "reviews"))
    )


def read_merged(store: Store, country: str) -> Merged:
    """Return what holds of the decisions on a country, and what is in dispute."""
    return merge_decisions(read_reviews(store, country))


def read_merged_if_any(store: Store, country: str) -> Merged | None:
    """Return the same, None where nobody has decided on anything: then every table stays as it is."""
    decisions = read_reviews(store, country)
    return merge_decisions(decisions) if decisions else None


def read_fingerprint(store: Store, country: str) -> dict[str, str]:
    """Fingerprint the results of a country that a validation is of."""
    tables = (store.read_table(country, name) for name in ("interviews", "segments", "codings", "scores"))
    return fingerprint_results(*(plain_rows(table) for table in tables))


def read_standing(store: Store, country: str) -> Standing:
    """Tell how far people stand behind the results of a country."""
    codings = plain_rows(store.read_table(country, "codings")[list(OF_A_CODING)])
    scores = plain_rows(store.read_table(country, "scores")[list(OF_A_LEVEL)])
    decisions = read_reviews(store, country)
    return stand(decisions, read_fingerprint(store, country) if decisions else {}, codings, scores)
