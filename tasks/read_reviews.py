"""Reads what people decided on a country, and keeps it among its tables without any name of a respondent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tasks.adapters.declarations import load_codebook, load_rubric
from tasks.adapters.key_files import read_reviewers, write_reviewers
from tasks.adapters.review_files import read_review_files
from tasks.adapters.store import Store
from tasks.core.echoes import ECHO_HELD
from tasks.core.identifiers import derive_id
from tasks.core.problems import Problem
from tasks.core.reviews import (
    CANDIDATE,
    PSEUDONYM,
    Decision,
    Merged,
    Vocabulary,
    dispute_problems,
    latest_of_each,
    merge_decisions,
    number_reviewers,
    without_reviewers,
)
from tasks.core.tables import plain_rows
from tasks.core.validations import Standing, fingerprint_results, stand

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


@dataclass(frozen=True, slots=True)
class Outward:
    """Makes what people decided fit to be read by others.

    Attributes:
        mask: replaces identifiers in words that people wrote.
        file: takes names out of the name of a file.
        hold: takes words out that may not be printed, and tells how many.
        names_nobody: tells whether a name is nobody's of the records.
    """

    mask: Callable[[str], str]
    file: Callable[[str], str] = lambda name: name
    hold: Callable[[str], tuple[str, int]] = lambda text: (text, 0)
    names_nobody: Callable[[str], bool] = lambda _: True


def free_words(decisions: Iterable[Decision]) -> list[str]:
    """Return what people wrote themselves beside their decisions: reasons, and names of new codes."""
    return [getattr(one, name) for one in decisions for name in _free(one)]


def _free(one: Decision) -> tuple[str, ...]:
    return ("reason", "value") if one.kind == CANDIDATE else ("reason",)


def write_reviews(
    store: Store, country: str, decisions: Sequence[Decision], problems: Sequence[Problem], outward: Outward
) -> tuple[Problem, ...]:
    """Write the latest decision of each person into the `reviews` table.

    Args:
        store: writes `reviews` and problems, and beside the key which number stands for which reviewer.
        country: ISO 3166-1 alpha-3.
        decisions: of the review folder; those on names stand in no table.
        problems: of reading them.
        outward: makes them fit to be read by others.

    Returns:
        All problems: of reading, what reviewers disagree on, and reasons of which something is held back.
    """
    known = read_reviewers(store, country)
    numbers = number_reviewers((one.reviewer for one in decisions), known, are_signed=True)
    write_reviewers(store, country, known | _look_up(numbers, known))
    told = without_reviewers(decisions, numbers, outward.names_nobody)
    latest = [one for one in latest_of_each(told) if one.kind != PSEUDONYM]
    rows, held = _rows(latest, outward)
    store.write_table(country, "reviews", rows)
    disputes = dispute_problems(merge_decisions(told).disputes)
    found = tuple(replace(one, file=outward.file(one.file)) for one in (*problems, *held, *disputes))
    store.record_problems(country, "read_reviews", found)
    return found


def _look_up(numbers: Mapping[str, int], known: Mapping[str, int]) -> dict[str, int]:
    """Return the reviewers that are not looked up yet, as they first wrote themselves."""
    before = {name.casefold() for name in known}
    new = {one.casefold(): one for one in reversed(numbers) if one.casefold() not in before}
    return {one: numbers[one] for one in new.values()}


def _rows(decisions: Iterable[Decision], outward: Outward) -> tuple[list[dict[str, object]], list[Problem]]:
    """Return rows of the `reviews` table, and a problem for each of which something is held back."""
    rows, problems = [], []
    for one in decisions:
        row: dict[str, object] = {name: getattr(one, name) for name in SAME_COLUMNS}
        n_held = 0
        for name in _free(one):
            text, n = outward.hold(getattr(one, name))
            row[name], n_held = outward.mask(text) if text else "", n_held + n
        if n_held:
            problems.append(ECHO_HELD.at(one.file, one.row, "reason", n=n_held))
        review_id = derive_id("review", *one.key, one.mode, one.reviewer.casefold())
        about = {"review_id": review_id, "target_id": one.id, "row": one.row or 0}
        rows.append(row | about | {"file": outward.file(one.file) if one.file else ""})
    return rows, problems


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
