"""Releases: what a finished file must not hold, and which published files a withdrawal makes stale."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pandas import unique
from pandas.util import hash_array

from tasks.core.identifier_patterns import EMAIL_PATTERN
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.quoting import DOCUMENT, GROUP, NAMED, NONE, ROLE
from tasks.core.sources import normalise

IDENTIFIER_HELD = ProblemKind(
    "L001",
    Severity.CRITICAL,
    "{name} holds {n} known identifiers of persons ({place}); nothing was released, the last good report stays.",
    "Look into review.csv beside the key, mend the register or report the fault, and run again.",
)
LOOKS_LIKE_IDENTIFIER = ProblemKind(
    "L002",
    Severity.CRITICAL,
    "{name} holds {n} texts that look like {kind} ({place}); nothing was released, the last good report stays.",
    "Take it out of the title, note or register that it comes from, and run again.",
)
STALE = ProblemKind(
    "L003",
    Severity.WARNING,
    "Consent was taken back (interviews: {n}, {interviews}), and {name} as it was released before"
    " (sha256 {sha256}) rests on it.",
    "Ask whoever received that file to delete it, and send the new one.",
)
GONE = ProblemKind(
    "L007",
    Severity.WARNING,
    "{name} as it was released before (sha256 {sha256}) rests on records that are no longer there under their ids"
    " ({n}: {interviews}).",
    "If consent was taken back, ask whoever received the file to delete it; if an export only changed ids, let it be.",
)
NOT_CHECKED = ProblemKind(
    "L004",
    Severity.CRITICAL,
    "{name} cannot be read again to be checked ({reason}); nothing was released, the last good report stays.",
    "Run again; report it if it stays.",
)
DOUBT_HELD = ProblemKind(
    "L006",
    Severity.WARNING,
    "{name} holds {n} times ordinary words that texts seem to use as a name ({place}); it was released.",
    "Decide on them in the review workbook, or on the sheet beside the key: a person's name, or none.",
)

EDITED_AND_STALE = ProblemKind(
    "L005",
    Severity.WARNING,
    "{name} was edited by someone and rests on an interview that may no longer be used; it was not deleted.",
    "Take that interview's words out of it by hand, or delete it.",
)

PHONE_PATTERN = re.compile(r"(?<![\w.+/-])(?:\+|00 ?(?=[1-9]))\d{1,3}[ .()-]{0,2}(?:\d[ .()-]{0,2}){7,12}(?!\w)")
IBAN_PATTERN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: [A-Z0-9]{4}){3,7}(?: [A-Z0-9]{1,3})?(?!\w)")
PROFILE_PATTERN = re.compile(r"(?:facebook|fb|instagram|tiktok|linkedin)\.com/(?!SUN|sun)[\w./-]{3,}", re.IGNORECASE)
LOOKS = {"an e-mail": EMAIL_PATTERN, "a phone": PHONE_PATTERN, "an account": IBAN_PATTERN, "a profile": PROFILE_PATTERN}
SIGNS = {"an e-mail": ("@", "(a", "[a"), "a profile": (".com/",)}
"""What a text without any of them, in small letters, is not searched for."""
TO_BE_QUOTED, UNDER_THE_WORDS = "{interview} (to be quoted)", "{interview} (what stands under the words)"
"""Interviews of which a part of the consent was taken back."""
HASH_SHOWN = 12
MARK_LENGTH = 16
ATTRIBUTIONS = (NONE, GROUP, ROLE, NAMED)
"""What may stand under somebody's words, the least first."""
MOST_NAMED = 10
"""Interviews and versions of a file that a problem names one by one, the latest version first."""
APART = "\n\x00\n"
"""Between two texts; no identifier holds it."""
WORD = re.compile(r"\w+")
LETTERS = {"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "ø": "o", "ł": "l", "œ": "oe"}


@dataclass(frozen=True, slots=True)
class Finding:
    """Identifiers in one place of a finished file; which ones is not told.

    Attributes:
        kind: "" for known identifiers, else what they look like.
        place: where in the file.
        n: how many.
    """

    kind: str
    place: str
    n: int


def fold_text(text: str) -> str:
    """Fold a text to what identifiers are searched by: small letters without accents, single blanks."""
    if text.isascii():
        return " ".join(text.casefold().split())
    text = normalise(text)
    for letter, plain in LETTERS.items():
        text = text.replace(letter, plain)
    return " ".join(" ".join(map(_fold_word, text.split())).split())


@lru_cache(maxsize=1 << 16)
def _fold_word(word: str) -> str:
    """Fold one word; texts consist of few words that come back."""
    if word.isascii():
        return word.casefold()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


@dataclass(frozen=True, slots=True)
class Folded:
    """All that stands in one place of a finished file.

    Attributes:
        place: where in the file.
        text: as it stands.
        folded: what identifiers are searched by.
    """

    place: str
    text: str = field(repr=False)
    folded: str = field(repr=False)


def fold_places(texts: Iterable[tuple[str, str]]) -> list[Folded]:
    """Join the texts of each place, so that short ones are searched at once and none runs into the next, and fold them.

    Args:
        texts: place and text.
    """
    places: dict[str, list[str]] = {}
    for place, text in texts:
        places.setdefault(place, []).append(text)
    joined = ((place, APART.join(parts)) for place, parts in places.items())
    return [Folded(place, text, fold_text(text)) for place, text in joined]


class Searcher:
    """Searches finished texts for identifiers of persons.

    Args:
        words: known identifiers.
        looks: what identifiers look like, name -> pattern; nothing is searched for by its looks when empty.
    """

    def __init__(self, words: Sequence[str], looks: Mapping[str, re.Pattern[str]] | None = None) -> None:
        folded = sorted({fold_text(word) for word in words} - {""}, key=lambda word: (-len(word), word))
        self._by_first: dict[str, list[str]] = {}
        for word in folded:
            if first := WORD.match(word):
                self._by_first.setdefault(first.group(), []).append(word)
        signed = [word for word in folded if not WORD.match(word)]
        self._signed = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, signed))})(?!\w)") if signed else None
        self._looks = LOOKS if looks is None else looks

    def search(self, texts: Iterable[tuple[str, str]]) -> list[Finding]:
        """Search texts.

        Args:
            texts: place and text.

        Returns:
            One finding a place and kind, in order.
        """
        return self.search_folded(fold_places(texts))

    def search_folded(self, places: Iterable[Folded]) -> list[Finding]:
        """Search what `fold_places` returned; see `search`."""
        counts: dict[tuple[str, str], int] = {}
        for one in places:
            if n := self._count_known(one.folded):
                counts["", one.place] = n
            text = normalise(one.text).replace("\u00a0", " ").replace("\u202f", " ")
            for kind, pattern in self._looks.items():
                if _may_hold(text, kind) and (n := sum(1 for _ in pattern.finditer(text))):
                    counts[kind, one.place] = n
        return [Finding(kind, place, n) for (kind, place), n in counts.items()]

    def _count_known(self, text: str) -> int:
        """Count known identifiers in a folded text: only words that open one are looked at, however many are known."""
        n, position = (len(self._signed.findall(text)) if self._signed else 0), 0
        opening = self._by_first.keys() & set(WORD.findall(text)) if self._by_first else set()
        if not opening:
            return n
        for token in re.finditer(rf"(?<!\w)(?:{'|'.join(sorted(opening))})(?!\w)", text):
            start = token.start()
            if start < position:
                continue
            for word in self._by_first[token.group()]:
                end = start + len(word)
                if text.startswith(word, start) and not WORD.match(text[end : end + 1]):
                    n, position = n + 1, end
                    break
        return n


def _may_hold(text: str, kind: str) -> bool:
    signs = SIGNS.get(kind)
    if signs is None:
        return True
    small = text.lower()
    return any(sign in small for sign in signs)


class Cleared:
    """Values of tables that were searched in the last run and held none of the same identifiers.

    Args:
        words: identifiers that are searched for.
        known: what `remembered` returned in the last run.
    """

    def __init__(self, words: Sequence[str], known: bytes) -> None:
        self._key = hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
        self._known = np.frombuffer(known[: len(known) // 8 * 8], dtype=np.uint64)  # sorted, as `remembered` leaves it
        self._seen: list[NDArray[np.uint64]] = []

    def choose_new(self, values: Sequence[str]) -> list[str]:
        """Return the values that were not searched before, and remember all of them as searched."""
        marks = hash_array(np.array(values, dtype=object), hash_key=self._key, categorize=False)
        self._seen.append(marks)
        places = np.searchsorted(self._known, marks)
        is_known = self._known[np.minimum(places, len(self._known) - 1)] == marks if len(self._known) else False
        return [values[place] for place in np.flatnonzero(~(is_known & np.ones(len(marks), dtype=bool))).tolist()]

    def remembered(self) -> bytes:
        """Return marks of the values searched in this run; other identifiers give other marks."""
        return np.sort(unique(np.concatenate([np.array([], dtype=np.uint64), *self._seen]))).tobytes()


def words_of(text: str) -> frozenset[str]:
    """Return the single words of a text, folded."""
    return frozenset(WORD.findall(fold_text(text)))


def consents_of(interviews: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what a released file rests on.

    Args:
        interviews: rows of the interviews table, as plain values.

    Returns:
        "interviews": ids of those that may be used, in order; "quoted": id -> attribution of those people whose words
        may be printed.
    """
    usable = sorted((row for row in interviews if row["consent_record"]), key=lambda row: str(row["interview_id"]))
    quoted = [row for row in usable if row["consent_quote"] and row["record_type"] != DOCUMENT]
    return {
        "interviews": [str(row["interview_id"]) for row in usable],
        "quoted": {str(row["interview_id"]): str(row["attribution"] or NONE) for row in quoted},
    }


def consents_mark(consents: Mapping[str, Any]) -> str:
    """Return what the same consents give again, and no others."""
    told = json.dumps([consents["interviews"], consents.get("quoted", {})], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:MARK_LENGTH]


def stale_files(
    releases: Sequence[Mapping[str, Any]],
    usable: frozenset[str],
    withdrawn: frozenset[str] = frozenset(),
    quoted: Mapping[str, str] | None = None,
) -> list[Problem]:
    """Name the files of earlier releases that rest on interviews which may no longer be used, or not as they were.

    Args:
        releases: as recorded: "files" (name -> sha256), "interviews", and "quoted" (see `consents_of`).
        usable: ids of the interviews that may be used now.
        withdrawn: ids of those whose consent was taken back, as far as that is known.
        quoted: id -> attribution of those that may be quoted now; None where that is not looked at.

    Returns:
        A problem a file for those that were taken back, then one a file for those that stand nowhere any more.
    """
    problems = []
    for kind, are_withdrawn in ((STALE, True), (GONE, False)):
        hashes: dict[str, list[str]] = {}
        interviews: dict[str, set[str]] = {}
        for release in releases:
            lost = {id_ for id_ in release["interviews"] if id_ not in usable and (id_ in withdrawn) == are_withdrawn}
            lost |= _narrowed(release, usable, quoted) if are_withdrawn and quoted is not None else set()
            for file, sha256 in release["files"].items() if lost else ():
                interviews.setdefault(file, set()).update(lost)
                hashes.setdefault(file, []).append(sha256[:HASH_SHOWN])
        for file, lost in sorted(interviews.items()):
            shown, sha256 = _enumerate(sorted(lost)), _enumerate(list(dict.fromkeys(reversed(hashes[file]))))
            problems.append(kind.at(n=len(lost), interviews=shown, name=file, sha256=sha256))
    return problems


def _narrowed(release: Mapping[str, Any], usable: frozenset[str], quoted: Mapping[str, str]) -> set[str]:
    """Return the interviews that may be used, and may be quoted no longer or only under less than in a release."""
    found = set()
    for id_, attribution in release.get("quoted", {}).items():
        if id_ in usable and id_ not in quoted:
            found.add(TO_BE_QUOTED.format(interview=id_))
        elif id_ in usable and _breadth(quoted[id_]) < _breadth(attribution):
            found.add(UNDER_THE_WORDS.format(interview=id_))
    return found


def _breadth(attribution: str) -> int:
    return ATTRIBUTIONS.index(attribution) if attribution in ATTRIBUTIONS else 0


def _enumerate(values: Sequence[str]) -> str:
    """Name the first of many, and count the others."""
    more = len(values) - MOST_NAMED
    return ", ".join(values[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
