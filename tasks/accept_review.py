"""Accepts a review workbook that somebody filled in: checked as a whole, then its decisions go to the review folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tasks.adapters.declarations import load_codebook
from tasks.adapters.nlp import LANGUAGES
from tasks.adapters.review_files import write_review_file
from tasks.adapters.review_workbooks import load_review_words, read_review_workbook, reviewer_of, saved_at
from tasks.adapters.store import Store
from tasks.audit import note
from tasks.core.identifiers import sha256_of
from tasks.core.problems import Problem
from tasks.core.review_answers import decide
from tasks.core.review_lines import dispute_id, positions_of
from tasks.core.review_sheets import ABOUT, NO_REVIEWER, NO_SHEET, NOT_A_WORKBOOK, OTHER_COUNTRY, Register, read_filled
from tasks.core.reviews import Decision, latest_of_each, merge_decisions
from tasks.export_review import current_guards
from tasks.read_reviews import read_decisions


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a workbook.

    Attributes:
        country: that it is of, "" if it does not say.
        decisions: that are new.
        n_known: decisions in it that were known already.
        path: the file that holds the new ones.
        problems: why nothing was taken over, if so.
    """

    country: str = ""
    decisions: tuple[Decision, ...] = ()
    n_known: int = 0
    path: Path | None = None
    problems: tuple[Problem, ...] = ()


def accept_review(store: Store, path: Path, country: str = "") -> Accepted:
    """Check a filled-in workbook and add its decisions to the country's review folder, all of them or none.

    Args:
        store: reads the tables; adds a file to the raw folder and an entry to the audit log.
        path: the workbook, as any office program saved it.
        country: that it must be of, "" for the one it names.

    Returns:
        The decisions that are new, or all that is wrong. A workbook that was accepted before adds nothing.
    """
    rows, register, faults = read_review_workbook(path)
    if register is None:
        return Accepted(problems=faults)
    told = register.about["country"]
    if problems := _check_about(store, register, path, country):
        return Accepted(told, problems=tuple(problems))
    words = load_review_words(register.about["language"])
    filled, problems = read_filled(rows, register, words, path.name)
    front = rows.get(words.sheets[ABOUT])
    shown, reviewer = reviewer_of(front or ())
    if front is None:
        problems.insert(0, NO_SHEET.at(path.name, sheet=words.sheets[ABOUT]))
    elif shown != told:
        problems.insert(0, OTHER_COUNTRY.at(path.name, told=shown or "no country", country=told))
    elif not reviewer:
        problems.insert(0, NO_REVIEWER.at(f"{path.name}, sheet {words.sheets[ABOUT]}"))
    known, _ = read_decisions(store, told)
    disputes = {dispute_id(one): positions_of(one) for one in merge_decisions(known).disputes}
    decisions, more = decide(filled, reviewer, saved_at(path), current_guards(store, told), disputes)
    if problems := [*problems, *more]:
        return Accepted(told, problems=tuple(problems))
    return _keep(store, told, decisions, known, reviewer)


def _check_about(store: Store, register: Register, path: Path, country: str) -> list[Problem]:
    told = register.about["country"]
    if country and told != country:
        return [OTHER_COUNTRY.at(path.name, told=told, country=country)]
    if not (store.raw / told).is_dir():
        return [OTHER_COUNTRY.at(path.name, told=told, country=f"any country below {store.raw.name}")]
    if register.about.get("language") not in LANGUAGES or not load_codebook().topics:
        return [NOT_A_WORKBOOK.at(path.name, reason="in a language that is not known")]
    return []


def _keep(
    store: Store, country: str, decisions: list[Decision], known: tuple[Decision, ...], reviewer: str
) -> Accepted:
    """Write the decisions that the reviewer has not taken before."""
    last = {(*one.key, one.mode, one.reviewer.casefold()): _content(one) for one in latest_of_each(known)}
    new = [one for one in decisions if last.get((*one.key, one.mode, one.reviewer.casefold())) != _content(one)]
    path = write_review_file(store.raw / country, new, reviewer, new[0].at) if new else None
    if path is not None:
        digest = sha256_of(path.read_bytes())
        note(store.processed, "reviewed", country, decisions=len(new), file=digest)
    return Accepted(country, tuple(new), len(decisions) - len(new), path)


def _content(one: Decision) -> Decision:
    """Return a decision without when and where it was written."""
    return replace(one, at="", file="", row=None, reviewer="")
