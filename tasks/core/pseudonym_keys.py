"""Pseudonym keys: what stands for whom, and what a person should look at.

A key names people: it lies in a folder of its own that only its owner can read, never beside tables or reports.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tasks.core.pseudonyms import (
    Masks,
    Replacement,
    apply_replacements,
    find_left,
    find_replacements,
    mask_file,
    mask_piece,
    mask_text,
)
from tasks.core.reviews import name_guard

REVIEW_HEADER = ("state", "kind", "placeholder", "words", "times", "first_place")
REPLACED, DOUBTFUL = "replaced", "doubtful"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SHORTEST_SEARCHED, FEWEST_DIGITS = 4, 6
LONGEST_REPEATED = 60
"""Characters of a text that may come back as it is."""


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """Words that identify somebody, and what stands for them.

    Attributes:
        placeholder: "[person 3]".
        kind: "person", "phone", "file" ...
        words: as received.
        times: how often they were replaced; 0 for a name of a register that no text holds.
        place: where they stood first.
        is_doubt: a name that only texts tell and that holds a public word: a person may say that it is nobody's.
        is_left: a single word that the texts hold on purpose too, as that of a place or of a language.
    """

    placeholder: str
    kind: str
    words: str = field(repr=False)
    times: int = 0
    place: str = ""
    is_doubt: bool = False
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look into a text found.

    Attributes:
        replacements: stretches that are replaced; they may overlap.
        doubtful: words left standing that may name somebody.
        left: parts of names left standing where they are a place's, a firm's or a day's.
    """

    replacements: tuple[Replacement, ...] = ()
    doubtful: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def look_into(text: str, masks: Masks) -> Looked:
    """Find what identifies people in a text, and what may."""
    mentions = masks.finders.people_in(text) if masks.finders else []
    found = find_replacements(text, masks, mentions)
    taken = [(one.start, one.end) for one in found]
    doubtful = [
        mention.name
        for mention in mentions
        if not mention.is_sure
        and mention.sign == DOUBTFUL
        and not any(start < mention.end and mention.start < end for start, end in taken)
    ]
    left = find_left(text, masks.roster, taken)
    doubtful += [word for word, is_clear in left if not is_clear and word not in doubtful]
    return Looked(tuple(found), tuple(doubtful), tuple(word for word, _ in left))


@dataclass(slots=True)
class Masking:
    """Masks of a country at work: it remembers what it replaced.

    Attributes:
        masks: of the country.
        replaced: (placeholder, kind, words) -> times.
        places: (placeholder, kind, words) -> where they stood first.
        doubtful: words left standing that may name somebody -> times.
        files: file as received -> as it is written everywhere.
        taken: how files are written.
        kept: guards of words that a person says name nobody.
        left: parts of names left standing on purpose.
        looked: what was found in short texts: the codes of answers come back in each response.
        labels: headers and other short texts of tables as received -> as they are written everywhere.
    """

    masks: Masks
    replaced: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    places: dict[tuple[str, str, str], str] = field(default_factory=dict)
    doubtful: Counter[str] = field(default_factory=Counter)
    files: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    kept: frozenset[str] = frozenset()
    left: set[str] = field(default_factory=set)
    looked: dict[str, Looked] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def text(self, text: str, place: str = "") -> str:
        """Replace identifiers in a text and remember them.

        Args:
            text: as received.
            place: where it stands, for the review sheet.
        """
        found = self._look_into(text)
        self.left.update(found.left)
        for one in found.replacements:
            self._remember(one, text, place)
        for name in found.doubtful:
            if name_guard(name) not in self.kept:
                self.doubtful[name] += 1
                self.places.setdefault((DOUBTFUL, "", name), place)
        return apply_replacements(text, found.replacements)

    def remember(
        self,
        replaced: Iterable[tuple[str, str, str, int, str]],
        doubtful: Iterable[tuple[str, int, str]],
        left: Iterable[str] = (),
    ) -> None:
        """Remember what was replaced elsewhere with the same masks.

        Args:
            replaced: placeholder, kind, words, how often they were replaced and where first.
            doubtful: words left standing, how often and where first.
            left: parts of names left standing on purpose.
        """
        self.left.update(left)
        for placeholder, kind, words, times, place in replaced:
            self.replaced[placeholder, kind, words] += times
            self.places.setdefault((placeholder, kind, words), place)
        for name, times, place in doubtful:
            self.doubtful[name] += times
            self.places.setdefault((DOUBTFUL, "", name), place)

    def file(self, name: str) -> str:
        """Return the name of a file without names of persons, the same for the same file."""
        if name not in self.files:
            masked, number = mask_file(name, self.masks), 1
            stem, dot, suffix = masked.rpartition(".")
            while masked in self.taken and masked != name:
                number += 1
                masked = f"{stem} ({number}){dot}{suffix}"
            self.files[name] = masked
            self.taken.add(masked)
        return self.files[name]

    def label(self, label: str) -> str:
        """Return a header or another short text of a table without names; one in one piece is read as a file's name."""
        if label not in self.labels:
            masked = mask_text(label, self.masks)
            self.labels[label] = masked if any(map(str.isspace, label)) else mask_piece(masked, self.masks)
        return self.labels[label]

    def _look_into(self, text: str) -> Looked:
        if len(text) > LONGEST_REPEATED:
            return look_into(text, self.masks)
        if text not in self.looked:
            self.looked[text] = look_into(text, self.masks)
        return self.looked[text]

    def _remember(self, one: Replacement, text: str, place: str) -> None:
        key = (one.placeholder, one.kind, text[one.start : one.end])
        self.replaced[key] += 1
        self.places.setdefault(key, place)


def make_key(
    masking: Masking,
    people: Iterable[tuple[str, str]],
    is_doubt: Callable[[str], bool] = lambda _: False,
    is_left: Callable[[str], bool] = lambda _: False,
) -> tuple[KeyEntry, ...]:
    """Make the key of a country.

    Args:
        masking: after all texts went through it.
        people: names of registers, headers, properties and texts with their placeholders.
        is_doubt: tells whether words that were taken for a person's name may be nobody's.
        is_left: tells whether they are a single word that is left standing on purpose elsewhere.

    Returns:
        Entries by placeholder and words.
    """
    found = {
        (placeholder, kind, words): KeyEntry(
            placeholder,
            kind,
            words,
            times,
            masking.places.get((placeholder, kind, words), ""),
            kind == "person" and is_doubt(words),
            kind == "person" and is_left(words),
        )
        for (placeholder, kind, words), times in masking.replaced.items()
    }
    for words, placeholder in people:
        entry = KeyEntry(placeholder, "person", words, is_doubt=is_doubt(words), is_left=is_left(words))
        found.setdefault((placeholder, "person", words), entry)
    for name, masked in masking.files.items():
        if name != masked:
            found[masked, "file_name", name] = KeyEntry(masked, "file_name", name, 1)
    return tuple(found[key] for key in sorted(found))


def review_rows(masking: Masking, entries: Iterable[KeyEntry]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the review sheet, its header first, doubtful words before replaced ones.

    Args:
        masking: after all texts went through it.
        entries: of the key.
    """
    yield REVIEW_HEADER
    for words, times in sorted(masking.doubtful.items(), key=lambda item: (-item[1], item[0])):
        place = masking.places.get((DOUBTFUL, "", words), "")
        yield (DOUBTFUL, "person", "", *map(neutralise, (words, str(times), place)))
    entries = list(entries)
    for one in entries:
        if one.is_doubt and one.times and one.words not in masking.doubtful:
            yield (DOUBTFUL, one.kind, *map(neutralise, (one.placeholder, one.words, str(one.times), one.place)))
    for one in entries:
        yield (REPLACED, one.kind, *map(neutralise, (one.placeholder, one.words, str(one.times), one.place)))


def neutralise(cell: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def searched_words(entries: Iterable[Mapping[str, object]], is_ordinary: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the words of a key that a finished file must not hold.

    Args:
        entries: of a key as it is kept.
        is_ordinary: tells whether a single word stands in any text and names nobody alone.

    Returns:
        The words, the longest first; those that are ordinary words or too short to mean anybody are left out, and so is
        what leads to an address without a number or a name ("near the lake", "Oui, chez nous"): elsewhere it leads to
        nobody.
    """
    found = set()
    for entry in entries:
        words = str(entry["words"]).strip()
        n_digits = sum(map(str.isdigit, words))
        is_number = not any(map(str.isalpha, words))
        is_short = n_digits < FEWEST_DIGITS if is_number else len(words) < SHORTEST_SEARCHED
        is_single = entry["kind"] == "person" and len(words.split()) == 1
        is_way = entry["kind"] == "address" and not n_digits and (words.islower() or _is_talk(words, is_ordinary))
        is_left = is_way or is_doubted(entry, is_ordinary) or (is_single and is_ordinary(words))
        if entry["kind"] != "post" and not is_short and not is_left:
            found.add(words)
    return tuple(sorted(found, key=lambda words: (-len(words), words)))


def _is_talk(words: str, is_ordinary: Callable[[str], bool]) -> bool:
    return all(map(is_ordinary, re.findall(r"[^\W\d_]+", words)))


def is_doubted(entry: Mapping[str, object], is_ordinary: Callable[[str], bool]) -> bool:
    """Tell whether words that were taken for a name stand for nobody too: they are told and block nothing.

    So do public words throughout, and a word that is left standing on purpose where it is a place's.

    Args:
        entry: of a key as it is kept; names of registers are no doubts.
        is_ordinary: tells whether a single word stands in texts about nobody.
    """
    words = str(entry["words"]).split()
    if entry.get("is_left") and not all(map(is_ordinary, words)):
        return True
    return bool(entry.get("is_doubt")) and len(words) > 1 and all(map(is_ordinary, words))
