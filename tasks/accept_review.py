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
from tasks.core.problems import Problem, has_critical
from tasks.core.review_answers import decide
from tasks.core.review_sheets import ABOUT, NO_REVIEWER, NO_SHEET, NOT_A_WORKBOOK, OTHER_COUNTRY, Register, read_filled
from tasks.core.reviews import REVIEW, RULING, WITHDRAWN, Decision, latest_of_each
from tasks.export_review import read_present
from tasks.read_reviews import read_decisions


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a workbook.

    Attributes:
        country: that it is of, "" if it does not say.
        decisions: that are new.
        n_known: decisions in it that were known already.
        path: the file that holds the new ones.
        problems: why nothing was taken over, if one is critical; else the rows that were left out.
    """

    country: str = ""
    decisions: tuple[Decision, ...] = ()
    n_known: int = 0
    path: Path | None = None
    problems: tuple[Problem, ...] = ()


def accept_review(store: Store, path: Path, country: str = "") -> Accepted:
    """Check a filled-in workbook and add its decisions to the country's review folder.

    Args:
        store: reads the tables; adds a file to the raw folder and an entry to the audit log.
        path: the workbook, as any office program saved it.
        country: that it must be of, "" for the one it names.

    Returns:
        The decisions that are new, with the rows left out because what they decide on has changed since; or all that
        is wrong with the workbook. One that was accepted before adds nothing.
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
    decisions, left_out, wrong = decide(filled, reviewer, saved_at(path), read_present(store, told, known))
    problems += [*wrong, *left_out]
    if has_critical(problems):
        return Accepted(told, problems=tuple(problems))
    return replace(_keep(store, told, decisions, known, reviewer), problems=tuple(problems))


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
    """Write the decisions that the reviewer has not taken before; who ruled on a thing rules when they think again."""
    own = [one for one in known if one.reviewer.casefold() == reviewer.casefold()]
    last = {(*one.key, one.mode): _content(one) for one in latest_of_each(own)}
    decisions = [
        replace(one, mode=RULING) if one.mode == REVIEW and (*one.key, RULING) in last else one for one in decisions
    ]
    seen = {(one.at, _content(one)) for one in own}
    new = [
        one for one in decisions if _is_new(one, last.get((*one.key, one.mode))) and (one.at, _content(one)) not in seen
    ]
    path = write_review_file(store.raw / country, new, new[0].at) if new else None
    if path is not None:
        digest = sha256_of(path.read_bytes())
        note(store.processed, "reviewed", country, decisions=len(new), file=digest)
    return Accepted(country, tuple(new), len(decisions) - len(new), path)


def _is_new(one: Decision, last: Decision | None) -> bool:
    """Tell whether a decision changes the last one of its reviewer; there must be one to take back."""
    return one.decision != WITHDRAWN if last is None else _content(one) != last


def _content(one: Decision) -> Decision:
    """Return a decision without when and where it was written."""
    return replace(one, at="", file="", row=None, reviewer="")
