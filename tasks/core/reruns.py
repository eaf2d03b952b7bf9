"""Reruns: which inputs differ from those of the last run, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

RECEIVED, LANGUAGE = "received", "language"
KINDS = (
    ("code", ("flows/", "tasks/")),
    (RECEIVED, ("raw/",)),
    ("codebook", ("questionnaire/codebook.yaml",)),
    ("lexicon", ("questionnaire/lexicon/",)),
    ("model", ("questionnaire/coder/", "coder/")),
    ("rubric", ("questionnaire/rubric.yaml",)),
    ("declarations", ("questionnaire/",)),
    ("templates", ("templates/",)),
    (LANGUAGE, (LANGUAGE,)),
)
"""What an input is, by how its name begins; the first that fits counts."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Inputs of one kind that differ from those of the last run.

    Attributes:
        kind: one of `KINDS`.
        new: names, sorted.
        changed: names, sorted.
        removed: names, sorted.
    """

    kind: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def compare_inputs(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[Difference, ...]:
    """Compare the inputs of the last run with those of now.

    Args:
        before: name -> sha256.
        now: the same.

    Returns:
        One difference a kind, in order; nothing for kinds that are as they were.
    """
    found: dict[str, tuple[list[str], list[str], list[str]]] = {}
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            place = 0 if name not in before else 2 if name not in now else 1
            found.setdefault(kind_of(name), ([], [], []))[place].append(name)
    return tuple(Difference(kind, *(tuple(names) for names in found[kind])) for kind, _ in KINDS if kind in found)


def kind_of(name: str) -> str:
    """Return what kind of input a name is of."""
    return next((kind for kind, starts in KINDS if name.startswith(starts)), "declarations")


def made_again(differences: tuple[Difference, ...], is_read_again: bool) -> str:
    """Tell in words what is made again.

    Args:
        differences: to the last run.
        is_read_again: whether a declaration changed that reading depends on.
    """
    kinds = {one.kind for one in differences}
    if "code" in kinds or is_read_again:
        return "Everything is made again."
    if kinds <= {"templates", LANGUAGE}:
        return "Nothing is read or coded again; scores and reports are written again."
    if kinds <= {RECEIVED, "templates", LANGUAGE}:
        n = sum(len(one.new) + len(one.changed) for one in differences if one.kind == RECEIVED)
        return f"{n} files are read again and their segments coded; what follows from all of them is made again."
    n = sum(len(one.new) + len(one.changed) for one in differences if one.kind == RECEIVED)
    return f"{n or 'No'} files are read again; all segments are coded again, and what follows is made again."
