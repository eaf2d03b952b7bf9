"""Copies: long answers that stand word for word in another record, and words carried over from an earlier year."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tasks.core.passages import Passage, sentences_of
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.spellings import simplify

YEAR_PATTERN = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
NOT_LETTERS = re.compile(r"[\W\d_]+")
MARK_BYTES = 8
NO_MARKS = np.array([], dtype=np.uint64)
MOST_NAMED = 3
"""Other countries that are named in one problem."""

COPIED = ProblemKind(
    "D030",
    Severity.WARNING,
    "Long passages of this record that stand word for word in another one too ({other}): {n}.",
    "Check whether both people said it; leave out the copy if one was filled in from the other.",
)
CARRIED_OVER = ProblemKind(
    "D031",
    Severity.WARNING,
    "Long passages of this record that stand in one of an earlier year too ({other}): {n}.",
    "Ask whether they still hold; an answer copied from an earlier year is no evidence for this one.",
)
FROM_ANOTHER_COUNTRY = ProblemKind(
    "D034",
    Severity.WARNING,
    "Long passages of this record that stand word for word in the folders of other countries too ({others}): {n}.",
    "Find out which of them is the copy, and leave it out.",
)
SAYS_CARRIED_OVER = ProblemKind(
    "D032",
    Severity.WARNING,
    "The words say that they were carried over from an earlier year{where}.",
    "Ask for this year's answer.",
)
OLD_YEAR = ProblemKind(
    "D033",
    Severity.WARNING,
    "The words speak of {year} as the present year, the record is of {own}{where}.",
    "Check whether the answer was carried over, or the record's date is wrong.",
)


@dataclass(frozen=True, slots=True)
class CopyWords:
    """Declared words and numbers of copies (checks.yaml).

    Attributes:
        fewest_characters: shorter passages may be alike by chance.
        fewest_words: the same, in words.
        carried_over: finds "same as last year" in simplified text.
        this_year: finds "this year" right before a year in simplified text.
    """

    fewest_characters: int
    fewest_words: int
    carried_over: re.Pattern[str]
    this_year: re.Pattern[str]


class Held(NamedTuple):
    """A long passage that a record holds.

    Attributes:
        digest: of its letters.
        interview_id: of the record.
        file: it stands in.
        row: 1-based row of an answer, else None.
        column: column of an answer, else "".
    """

    digest: str
    interview_id: str
    file: str
    row: int | None = None
    column: str = ""


def long_passages(passages: Iterable[Passage], words: CopyWords) -> Iterator[tuple[str, Passage]]:
    """Yield the passages that are too long to be alike by chance, each behind a digest of its letters.

    Args:
        passages: words of respondents; documents are passed over, for they may quote each other.
        words: how long a passage must be.
    """
    for passage in passages:
        if digest := _digest(passage, words):
            yield digest.hex(), passage


def check_copies(passages: Iterable[tuple[str, Passage]]) -> Iterator[Problem]:
    """Find long passages that stand in two records, but for figures and punctuation.

    Args:
        passages: as `long_passages` yields them.

    Yields:
        One problem for each pair of records, at the later one, with the number of passages.
    """
    first: dict[str, Passage] = {}
    pairs: Counter[tuple[str, str]] = Counter()
    places: dict[tuple[str, str], tuple[Passage, Passage]] = {}
    for digest, passage in passages:
        earlier = first.setdefault(digest, passage)
        if earlier.interview.interview_id != passage.interview.interview_id:
            pair = (earlier.interview.interview_id, passage.interview.interview_id)
            pairs[pair] += 1
            places.setdefault(pair, (earlier, passage))
    for pair, n in pairs.items():
        yield _copy(n, *sorted(places[pair], key=lambda one: one.interview.date))


def _digest(passage: Passage, words: CopyWords) -> bytes:
    """Return a digest of the letters of a passage, b"" for a document and for what is too short."""
    if passage.interview.record_type == "document" or len(passage.text) < words.fewest_characters:
        return b""
    letters = NOT_LETTERS.sub(" ", passage.text.casefold()).strip()
    if letters.count(" ") + 1 < words.fewest_words:
        return b""
    return hashlib.blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=12).digest()


def pack_held(passages: Iterable[Passage], words: CopyWords) -> bytes:
    """Tell which long passages the records of a country hold, for `shared_places` and `held_at`; see `long_passages`.

    Returns:
        Their number, a mark of 8 bytes each, and a line each.
    """
    held = [
        Held(digest, one.interview.interview_id, one.interview.file, one.row, one.column)
        for digest, one in long_passages(passages, words)
    ]
    marks = b"".join(bytes.fromhex(one.digest)[:MARK_BYTES] for one in held)
    return len(held).to_bytes(MARK_BYTES, "big") + marks + "\n".join(map(json.dumps, held)).encode()


def marks_in(packed: bytes) -> NDArray[np.uint64]:
    """Return the marks of what was packed."""
    return np.frombuffer(packed, dtype=np.uint64, count=_n_packed(packed), offset=MARK_BYTES) if packed else NO_MARKS


def held_at(packed: bytes, places: Iterable[int]) -> list[Held]:
    """Return what was packed at some places, 0-based."""
    lines = packed[MARK_BYTES * (1 + _n_packed(packed)) :].splitlines()
    return [Held(*json.loads(lines[place])) for place in places]


def _n_packed(packed: bytes) -> int:
    return int.from_bytes(packed[:MARK_BYTES], "big")


def shared_places(marks: Mapping[str, NDArray[np.uint64]]) -> dict[str, list[int]]:
    """Return where what may stand in another country too stands among the passages of each.

    Args:
        marks: country -> what `marks_in` returned.

    Returns:
        Country -> 0-based places; a country without any is left out.
    """
    own = [np.unique(one) for one in marks.values()]
    values, counts = np.unique(np.concatenate([NO_MARKS, *own]), return_counts=True)
    found = {country: np.flatnonzero(np.isin(one, values[counts > 1])).tolist() for country, one in marks.items()}
    return {country: places for country, places in found.items() if places}


def check_countries_apart(held: Mapping[str, Iterable[Held]]) -> dict[str, tuple[Problem, ...]]:
    """Find long passages that stand in the folders of two countries.

    Args:
        held: country -> what its records hold.

    Returns:
        Country -> one problem for each record of it that shares any; all countries are told.
    """
    holders: dict[str, dict[str, Held]] = {}
    for country, own in sorted(held.items()):
        for one in own:
            holders.setdefault(one.digest, {}).setdefault(country, one)
    shared: dict[tuple[str, str], list[dict[str, Held]]] = {}
    for found in holders.values():
        for country, one in found.items() if len(found) > 1 else ():
            shared.setdefault((country, one.interview_id), []).append(found)
    problems: dict[str, list[Problem]] = {}
    for (country, _), passages in sorted(shared.items(), key=lambda entry: entry[0]):
        first = passages[0][country]
        told = FROM_ANOTHER_COUNTRY.at(
            first.file, first.row, first.column, n=len(passages), others=_others(country, passages)
        )
        problems.setdefault(country, []).append(told)
    return {country: tuple(found) for country, found in problems.items()}


def _others(country: str, passages: Iterable[Mapping[str, Held]]) -> str:
    """Name a record of each other country that holds a passage, the countries that hold the most first."""
    records: dict[str, str] = {}
    n_held: Counter[str] = Counter()
    for found in passages:
        for other in sorted(found.keys() - {country}):
            records.setdefault(other, _file_and_row(found[other].file, found[other].row))
            n_held[other] += 1
    order = sorted(records, key=lambda other: (-n_held[other], other))
    rest = [f"{len(order) - MOST_NAMED} more countries"] if len(order) > MOST_NAMED else []
    return "; ".join([*(records[other] for other in order[:MOST_NAMED]), *rest])


def _file_and_row(file: str, row: int | None) -> str:
    return f"{file}, row {row}" if row else file


def _copy(n: int, earlier: Passage, later: Passage) -> Problem:
    years = [passage.interview.date[:4] for passage in (earlier, later)]
    kind = CARRIED_OVER if all(years) and years[0] != years[1] else COPIED
    return kind.at(
        later.interview.file, later.row, later.column, n=n, other=_file_and_row(earlier.interview.file, earlier.row)
    )


def check_carry_over(passages: Iterable[Passage], words: CopyWords) -> Iterator[Problem]:
    """Find words that say they are of an earlier year.

    Args:
        passages: words of respondents; documents are passed over, for they speak of the year they were written in.
        words: phrases that say so.

    Yields:
        "Same as last year" as an answer of its own; "this year (2018)", or a bare "2018" behind the answer's last full
        stop, in a record of a later year.
    """
    for passage in passages:
        if passage.interview.record_type == "document":
            continue
        if len(passage.text) <= 2 * words.fewest_characters and words.carried_over.match(simplify(passage.text)):
            yield SAYS_CARRIED_OVER.at(passage.interview.file, passage.row, passage.column, where=passage.where)
        own = passage.interview.date[:4]
        if own and YEAR_PATTERN.search(passage.text) and (old := _old_year(passage.text, own, words)):
            yield OLD_YEAR.at(
                passage.interview.file, passage.row, passage.column, year=old, own=own, where=passage.where
            )


def _old_year(text: str, own: str, words: CopyWords) -> str:
    """Return an earlier year that a text takes for the present one, "" without any."""
    simple = simplify(text)
    for match in words.this_year.finditer(simple):
        year = simple[match.end() :].lstrip()[:4]
        if YEAR_PATTERN.fullmatch(year) and year < own:
            return year
    *before, last = sentences_of(text) or [""]
    bare = last.strip(" .()")
    return bare if before and YEAR_PATTERN.fullmatch(bare) and bare < own else ""
