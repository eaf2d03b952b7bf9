"""Respondents: which records are one person's, however often that person was heard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tasks.core.consents import agree, strictest
from tasks.core.problems import Problem, ProblemKind, Severity, join_first
from tasks.core.pseudonyms import NameWords, fold_tokens, name_key, read_identifiers
from tasks.core.sources import Interview

FULL_NAME_WORDS = 2
MOST_NAMED = 3
INITIALS = r"((?:(?<!\w)[^\W\d_]\b\.?[\s-]*)*){name}((?:[\s,-]+[^\W\d_]\b\.?)*)"
PLACEHOLDER = re.compile(r"\[[^\[\]]+ \d+\]")

CONSENTS_OF_ONE_DIFFER = ProblemKind(
    "R030",
    Severity.WARNING,
    "Other files hold records of a person of this name with other consents ({others}); the strictest of each counts.",
    "Write what the person agreed to alike everywhere; if they are two people, write their names in full.",
)


@dataclass(frozen=True, slots=True)
class Known:
    """What tells whose record it is.

    Attributes:
        id: of the record.
        name: words of the respondent's name, see `key_of`; empty where it is not told.
        mark: placeholder that stands for whoever speaks, "" without one.
    """

    id: str
    name: frozenset[str] = field(repr=False)
    mark: str = ""


def read_own_names(
    cells: Sequence[str], words: NameWords, is_talk: Callable[[str], bool] = lambda _: False
) -> tuple[str, ...]:
    """Read what may be the respondent's name.

    Args:
        cells: as received.
        words: declared words.
        is_talk: tells whether words that look like a name are ordinary ones.

    Returns:
        The first name that is told, as of several people the first is the respondent; with a second one where both
        are single words, as first and family name stand in cells of their own.
    """
    told = ((next(iter(read_identifiers(cell, words)[0]), ""), cell) for cell in cells)
    names = [_with_initials(name, cell, words) for name, cell in told if name and not is_talk(name)]
    are_apart = len(names) > 1 and all(len(name_key(name, words)) < FULL_NAME_WORDS for name in names[:2])
    return tuple(names[: 1 + are_apart])


def _with_initials(name: str, cell: str, words: NameWords) -> str:
    """Return a name of one word with the initials beside it: "C. Mbétou", but not "M. Traoré"."""
    if len(name.split()) > 1 or not (beside := re.search(INITIALS.format(name=re.escape(name)), cell)):
        return name
    letters = [one for one in re.findall(r"[^\W\d_]", beside[1] + beside[2]) if one.casefold() not in words.honorifics]
    return " ".join([name, *letters])


def key_of(names: Iterable[str], words: NameWords) -> frozenset[str]:
    """Return the words of a name that names are compared by: without titles, order, accents and capitals.

    An initial has a full stop: "C. Mbétou" is {"c.", "mbetou"}.
    """
    names = list(names)
    key = frozenset().union(*(name_key(name, words) for name in names))
    letters = {token for name in names for token in fold_tokens(name) if len(token) == 1} - words.particles
    return key | {f"{letter}." for letter in letters} if key else key


def is_full(key: frozenset[str]) -> bool:
    """Tell whether a name is of two words at least that are no initials."""
    return sum(len(word) > len("c.") or not word.endswith(".") for word in key) >= FULL_NAME_WORDS


def find_mark(texts: Sequence[str], mask: Callable[[str], str], *, is_whole: bool) -> str:
    """Return the placeholder that stands for whoever is named.

    Args:
        texts: as received; the first that names somebody counts.
        mask: puts placeholders in the place of names.
        is_whole: the text is a name and nothing else.

    Returns:
        A placeholder with a number, "" without one: that of nobody in particular has none.
    """
    look = PLACEHOLDER.fullmatch if is_whole else PLACEHOLDER.search
    return next((match[0] for text in texts if (match := look(mask(text)))), "")


def join_people(records: Sequence[Known]) -> dict[str, str]:
    """Tell which records are one person's.

    They are where the name is the same, where one full name adds words to another, and where one placeholder stands
    for whoever speaks. Two people of one name count as one: that hides more, never less.

    Args:
        records: in the order of the registers.

    Returns:
        Id of each record -> id of the first record of its person.
    """
    parents = {one.id: one.id for one in records}

    def first_of(id_: str) -> str:
        while parents[id_] != id_:
            id_ = parents[id_]
        return id_

    order = {one.id: place for place, one in enumerate(records)}
    for one, other in _alike(records):
        earlier, later = sorted((first_of(one), first_of(other)), key=order.__getitem__)
        parents[later] = earlier
    return {id_: first_of(id_) for id_ in parents}


def _alike(records: Sequence[Known]) -> Iterator[tuple[str, str]]:
    """Yield pairs of records of one person, enough of them to join all."""
    seen: dict[frozenset[str] | str, str] = {}
    by_word: dict[str, list[frozenset[str]]] = {}
    for one in records:
        signs: list[frozenset[str] | str] = [one.name, one.mark]
        for sign in (sign for sign in signs if sign):
            if sign in seen:
                yield seen[sign], one.id
            elif isinstance(sign, frozenset):
                for word in sorted(sign):
                    by_word.setdefault(word, []).append(sign)
            seen.setdefault(sign, one.id)
    for name in [sign for sign in seen if isinstance(sign, frozenset)]:
        if len(name) >= FULL_NAME_WORDS:
            rarest = min((by_word[word] for word in sorted(name) if not word.endswith(".")), key=len)
            yield from ((seen[name], seen[other]) for other in rarest if name != other and _adds_to(other, name))


def _adds_to(other: frozenset[str], name: frozenset[str]) -> bool:
    """Tell whether a name has all words of another one, and for each of its initials that or a further word."""
    rest = other - name
    return all(word in other or (word.endswith(".") and any(one[0] == word[0] for one in rest)) for word in name)


@dataclass(frozen=True, slots=True)
class Told:
    """Where the consents of a person's record are told.

    Attributes:
        known: whose it is.
        interview: the record, or a row of a register as one.
        place: file that tells them.
    """

    known: Known
    interview: Interview
    place: str


def narrow_to_person(told: Sequence[Told]) -> tuple[dict[str, Interview], tuple[Problem, ...]]:
    """Narrow the consents of one person that several files tell to the strictest of each.

    What one file tells row by row stands, and so do people of one name who speak for different groups.

    Args:
        told: records with a full name, as a register or an export tells their consents.

    Returns:
        Id of each record -> the record, its consents narrowed; a problem for each record that was.
    """
    people = join_people([one.known for one in told])
    own: dict[str, list[Told]] = {}
    for one in told:
        own.setdefault(people[one.known.id], []).append(one)
    narrowed: dict[str, Interview] = {}
    problems: list[Problem] = []
    for one in told:
        others = [other for other in own[people[one.known.id]] if _tells_more(one, other)]
        narrowed[one.known.id] = strictest(one.interview, [other.interview for other in others])
        if others and not agree(narrowed[one.known.id], one.interview):
            places = sorted({f"{other.place}, row {other.interview.row}" for other in others})
            problems.append(
                CONSENTS_OF_ONE_DIFFER.at(one.place, one.interview.row, others=join_first(places, MOST_NAMED))
            )
    return narrowed, tuple(problems)


def _tells_more(one: Told, other: Told) -> bool:
    """Tell whether another file tells other consents of the same person."""
    groups = {each.interview.stakeholder_group for each in (one, other)} - {""}
    return other.place != one.place and len(groups) < 2 and not agree(one.interview, other.interview)
