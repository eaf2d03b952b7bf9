"""Copies: long answers that stand word for word in another record, and words carried over from an earlier year."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from tasks.core.passages import Passage, sentences_of
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.spellings import simplify

YEAR_PATTERN = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
NOT_LETTERS = re.compile(r"[\W\d_]+")

COPIED = ProblemKind(
    "D030",
    Severity.WARNING,
    "{n} long passages of this record stand word for word in another one too ({other}).",
    "Check whether both people said it; leave out the copy if one was filled in from the other.",
)
CARRIED_OVER = ProblemKind(
    "D031",
    Severity.WARNING,
    "{n} long passages of this record stand in one of an earlier year too ({other}).",
    "Ask whether they still hold; an answer copied from an earlier year is no evidence for this one.",
)
FROM_ANOTHER_COUNTRY = ProblemKind(
    "D034",
    Severity.WARNING,
    "{n} long passages of this record stand word for word in the folder of {country} too ({other}).",
    "Find out which of the two is the copy, and leave it out.",
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


def passage_marks(passages: Iterable[Passage], words: CopyWords) -> bytes:
    """Return a mark of each passage that is too long to be alike by chance: 8 bytes each, for `sharing_countries`."""
    return b"".join(sorted({digest[:8] for passage in passages if (digest := _digest(passage, words))}))


def sharing_countries(marks: Mapping[str, bytes]) -> list[str]:
    """Return the countries that may share a passage with another one.

    Args:
        marks: country -> what `passage_marks` returned for its respondents.
    """
    by_country = {country: np.frombuffer(own, dtype=np.uint64) for country, own in marks.items()}
    if not by_country:
        return []
    values, counts = np.unique(np.concatenate([*by_country.values()]), return_counts=True)
    shared = values[counts > 1]
    return sorted(country for country, own in by_country.items() if np.isin(shared, own).any())


def check_countries_apart(
    passages: Mapping[str, Iterable[Passage]], words: CopyWords
) -> dict[str, tuple[Problem, ...]]:
    """Find long passages that stand in the folders of two countries.

    Args:
        passages: country -> words of its respondents.
        words: how long a passage must be.

    Returns:
        Country -> one problem for each record of it and other country; both countries are told.
    """
    holders: dict[bytes, dict[str, Passage]] = {}
    for country, own in sorted(passages.items()):
        for passage in own:
            if digest := _digest(passage, words):
                holders.setdefault(digest, {}).setdefault(country, passage)
    shared: dict[tuple[str, str, str], list[tuple[Passage, Passage]]] = {}
    for found in holders.values():
        for country, passage in found.items() if len(found) > 1 else ():
            for other in found.keys() - {country}:
                key = (country, passage.interview.interview_id, other)
                shared.setdefault(key, []).append((passage, found[other]))
    problems: dict[str, list[Problem]] = {}
    for (country, _, other), pairs in sorted(shared.items(), key=lambda entry: entry[0]):
        own_passage, its = pairs[0]
        problems.setdefault(country, []).append(
            FROM_ANOTHER_COUNTRY.at(
                own_passage.interview.file,
                own_passage.row,
                own_passage.column,
                n=len(pairs),
                country=other,
                other=_file_and_row(its),
            )
        )
    return {country: tuple(found) for country, found in problems.items()}


def _file_and_row(passage: Passage) -> str:
    return f"{passage.interview.file}, row {passage.row}" if passage.row else passage.interview.file


def _copy(n: int, earlier: Passage, later: Passage) -> Problem:
    years = [passage.interview.date[:4] for passage in (earlier, later)]
    kind = CARRIED_OVER if all(years) and years[0] != years[1] else COPIED
    return kind.at(later.interview.file, later.row, later.column, n=n, other=_file_and_row(earlier))


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
