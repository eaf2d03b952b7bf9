"""Pseudonyms: names, phones and e-mails of people are replaced before anything reaches data/processed.

The names come from the registers, the headers of transcripts and the forms (a roster), never from
guessing who may be a person: what is replaced can be explained, and institutions keep their names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tasks.core.dates import read_date
from tasks.core.spellings import simplify

EMAIL_PATTERN = re.compile(
    r"[\w.+'-]+\s?(?:@|\[at\]|\(at\)|\[arroba\]|\(arroba\))\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
PHONE_PATTERN = re.compile(r"[+(]?\d[\d\s.()/-]{4,}\d")
MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0fff\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u200c\u200d"
"""Vowel signs and accents that stand within words and that regular expressions do not count as letters."""
TOKEN_PATTERN = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}])*")
NAME_WORD_PATTERN = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{MARKS}])*(?:['’ʼ-][^\W\d_](?:[^\W\d_]|[{MARKS}])*)*")
PEOPLE_PATTERN = re.compile(r"[;\n|&/]")
JOINED_PATTERN = re.compile(r"\s(?:et|and|y|e)\s", re.IGNORECASE)
PIECE_PATTERN = re.compile(r",|\s[–—-]\s|:")
BRACKETS_PATTERN = re.compile(r"[(\[][^)\]]*[)\]]")
SHORTEST_PART = 3
FEWEST_PHONE_DIGITS, LONGEST_PHONE_TAIL = 6, 8
LONGEST_INDENT = 20
LONGEST_GAP = 3
"""Characters between the words of one name: a blank, a hyphen, ". "."""
SENTENCE_ENDS = frozenset('.?!:;…«“”"\n([–—-•*¿¡')
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "œ": "oe", "æ": "ae", "ı": "i", "ð": "d", "þ": "th"})
WHOLE, INITIAL, PART = "whole", "initial", "part"


@dataclass(frozen=True, slots=True)
class NameWords:
    """Declared words that tell names from other words (registers.yaml), all simplified.

    Attributes:
        honorifics: stand before a name and are no part of it.
        everyday: words of posts and institutions, and particles; never replaced alone.
        doubtful: names that are also ordinary words; alone, replaced only within a sentence or after a title.
        not_names: cells that name nobody ("anonymous").
        shared: placeholder of a name that several people bear.
    """

    honorifics: frozenset[str]
    everyday: frozenset[str]
    doubtful: frozenset[str]
    not_names: frozenset[str]
    shared: str = "[name]"


@dataclass(frozen=True, slots=True)
class Alias:
    """A spelling of somebody's name and what stands for it.

    Attributes:
        tokens: its folded words in order.
        placeholder: for example "[government respondent 1]".
        kind: `WHOLE` is replaced however it is capitalised; `INITIAL` ("A. Traoré") and `PART` need a capital.
        is_doubtful: also an ordinary word.
    """

    tokens: tuple[str, ...]
    placeholder: str
    kind: str
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """The names that are replaced in the texts of one country.

    Attributes:
        aliases: first folded word -> spellings that begin with it, the longest first.
        honorifics: simplified titles.
    """

    aliases: Mapping[str, tuple[Alias, ...]]
    honorifics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Masks:
    """What replaces identifiers in the texts of one country.

    Attributes:
        roster: names.
        contacts: patterns of phones and handles in the registers, with their placeholders.
        find_phones: finds phone numbers in a text, as half-open offsets.
        phone: placeholder of a phone.
        email: placeholder of an e-mail.
    """

    roster: Roster
    contacts: tuple[tuple[re.Pattern[str], str], ...]
    find_phones: Callable[[str], Sequence[tuple[int, int]]]
    phone: str = "[phone]"
    email: str = "[e-mail]"


def read_identifiers(cell: str, words: NameWords) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Take a cell apart that holds names, phones and e-mails of people, together or alone.

    Args:
        cell: "Mme Aminata TRAORÉ, Directrice, 76 12 34 56", "Traoré, Aminata", "Ana Cruz; Luis Paz" ...
        words: declared words.

    Returns:
        The names without titles and posts, and the phones. E-mails are found in any text and left out.
    """
    rest = EMAIL_PATTERN.sub(" ; ", cell)
    phones = tuple(match.group() for match in PHONE_PATTERN.finditer(rest) if _is_phone(match.group()))
    rest = PHONE_PATTERN.sub(" ; ", BRACKETS_PATTERN.sub(" ", rest))
    names = (_read_name(person, words) for person in _split_people(rest))
    return tuple(dict.fromkeys(name for name in names if name)), phones


def _is_phone(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= FEWEST_PHONE_DIGITS and not read_date(text).iso


def _split_people(text: str) -> Iterator[str]:
    for person in PEOPLE_PATTERN.split(text):
        both = JOINED_PATTERN.split(person)
        yield from both if all(len(NAME_WORD_PATTERN.findall(one)) > 1 for one in both) else [person]


def _read_name(text: str, words: NameWords) -> str:
    """Read one person's name; "" when nothing is left without titles, posts and institutions."""
    if simplify(text) in words.not_names:
        return ""
    pieces = [kept for piece in PIECE_PATTERN.split(text) if (kept := _name_words(piece, words))]
    if not pieces:
        return ""
    name = pieces[0] if len(pieces[0]) > 1 else [word for piece in pieces[:2] for word in piece]
    return " ".join(name) if any(len(word) >= SHORTEST_PART for word in name) else ""


def _name_words(text: str, words: NameWords) -> list[str]:
    kept = [word for word in NAME_WORD_PATTERN.findall(text) if simplify(word) not in words.honorifics]
    everyday = {word for word in kept if simplify(word).removesuffix(" s") in words.everyday}
    named = [word for word in kept if word not in everyday and len(word) >= SHORTEST_PART]
    if not named:
        return []
    first, last = kept.index(named[0]), len(kept) - kept[::-1].index(named[-1])
    return [word for word in kept[first:last] if word not in everyday or len(word) <= SHORTEST_PART]


def name_owners(names: Sequence[str], placeholder: str, shared: str) -> list[tuple[str, str]]:
    """Tell whose names the identifiers of one interview are.

    The first is the respondent's, under each spelling that adds or drops words; any other names an interviewer,
    a note taker or a second respondent, and nobody can tell which.

    Args:
        names: as `read_identifiers` returns them, the respondent's first.
        placeholder: of the respondent.
        shared: of everybody else.

    Returns:
        Names and placeholders, as `make_roster` takes them.
    """
    first = set(_tokens(names[0])) if names else set()
    owned = []
    for name in names:
        tokens = set(_tokens(name))
        owned.append((name, placeholder if tokens <= first or tokens >= first else shared))
    return owned


def make_roster(people: Iterable[tuple[str, str]], words: NameWords) -> Roster:
    """Make the spellings under which people are found in texts.

    A person who appears under several placeholders of one group keeps the first; under several groups, and
    for a part of a name that several people bear, nobody can tell who is meant: the shared placeholder stands.

    Args:
        people: name as `read_identifiers` returns it, and the placeholder of its owner.
        words: declared words.

    Returns:
        Full names in both orders, with initials, and their parts.
    """
    owners: dict[tuple[str, ...], tuple[list[str], str]] = {}
    for name, placeholder in people:
        spelled = NAME_WORD_PATTERN.findall(name)
        key = tuple(sorted(token for word in spelled for token in _tokens(word)))
        if key:
            known = owners.get(key, (spelled, placeholder))[1]
            told = [one for one in (known, placeholder) if one != words.shared]
            is_clear = len({_group(one) for one in told}) == 1
            owners[key] = (spelled, told[0] if is_clear else words.shared)
    found: dict[tuple[str, ...], Alias] = {}
    for spelled, placeholder in owners.values():
        for alias in _spell(spelled, placeholder, words):
            other = found.get(alias.tokens, alias)
            is_shared = other.placeholder != alias.placeholder
            found[alias.tokens] = (
                Alias(other.tokens, words.shared, other.kind, other.is_doubtful) if is_shared else other
            )
    aliases: dict[str, list[Alias]] = {}
    for alias in sorted(found.values(), key=lambda one: (-len(one.tokens), one.tokens)):
        aliases.setdefault(alias.tokens[0], []).append(alias)
    return Roster({first: tuple(spellings) for first, spellings in aliases.items()}, words.honorifics)


def _group(placeholder: str) -> str:
    return placeholder.rstrip("0123456789] ")


def _spell(spelled: Sequence[str], placeholder: str, words: NameWords) -> Iterator[Alias]:
    split = [_tokens(word) for word in spelled]
    if len(spelled) > 1:
        is_ordinary = all(simplify(word) in words.doubtful | words.everyday for word in spelled)
        kind = PART if is_ordinary else WHOLE
        for order in (split, split[::-1], [split[0], split[-1]], [split[-1], split[0]]):
            yield Alias(tuple(token for word in order for token in word), placeholder, kind)
        yield Alias((split[0][0][0], *split[-1]), placeholder, INITIAL)
        yield Alias((split[-1][0][0], *split[0]), placeholder, INITIAL)
    for word, tokens in zip(spelled, split, strict=True):
        parts = {tokens, ("".join(tokens),), *((token,) for token in tokens)}
        for part in sorted(parts):
            plain = " ".join(part)
            if len("".join(part)) >= SHORTEST_PART and plain not in words.everyday | words.honorifics:
                yield Alias(part, placeholder, PART, plain in words.doubtful or simplify(word) in words.doubtful)


def contact_pattern(phone: str) -> re.Pattern[str]:
    """Make a pattern of a phone in a register, however a text groups it and with or without its country's code.

    Args:
        phone: with at least six digits.

    Returns:
        A pattern that needs the last eight digits, or all of a shorter number.
    """
    digits = [digit for digit in phone if digit.isdigit()]
    tail = r"[\s().\-/]{0,3}".join(digits[-LONGEST_PHONE_TAIL:])
    return re.compile(rf"(?<!\d)(?:\((?:\+|00)?\d{{1,4}}\)\s?|\+|00)?(?:\d[\s().\-/]{{0,3}}){{0,7}}{tail}(?!\d)")


def mask_text(text: str, masks: Masks) -> str:
    """Replace names, phones and e-mails in a text.

    Args:
        text: as received.
        masks: of its country.

    Returns:
        The text with placeholders in square brackets.
    """
    spans = [(*match.span(), masks.email) for match in EMAIL_PATTERN.finditer(text)]
    if any(map(str.isdigit, text)):
        spans += [(start, end, masks.phone) for start, end in masks.find_phones(text)]
        spans += [(*match.span(), word) for pattern, word in masks.contacts for match in pattern.finditer(text)]
    spans += _find_names(text, masks.roster)
    return _replace(text, spans)


def mask_names(text: str, roster: Roster) -> str:
    """Replace only names in a text; see `mask_text`."""
    return _replace(text, _find_names(text, roster))


def _find_names(text: str, roster: Roster) -> list[tuple[int, int, str]]:
    if not roster.aliases:
        return []
    places = [match.span() for match in TOKEN_PATTERN.finditer(text)]
    tokens = [_fold(text[start:end]) for start, end in places]
    spans = []
    position = 0
    while position < len(tokens):
        for alias in roster.aliases.get(tokens[position], ()):
            end = position + len(alias.tokens)
            if tuple(tokens[position:end]) == alias.tokens and _is_name(text, places, tokens, position, alias, roster):
                spans.append((places[position][0], places[end - 1][1], alias.placeholder))
                position = end - 1
                break
        position += 1
    return spans


def _is_name(
    text: str, places: Sequence[tuple[int, int]], tokens: Sequence[str], first: int, alias: Alias, roster: Roster
) -> bool:
    """Tell whether the words of an alias stand here as a name."""
    own = places[first : first + len(alias.tokens)]
    gaps = [text[last:start] for (_, last), (start, _) in zip(own, own[1:], strict=False)]
    if any(len(gap) > LONGEST_GAP for gap in gaps):
        return False
    if alias.kind == WHOLE:
        return True
    if alias.kind == INITIAL:
        return gaps[0].startswith(".") and not text[own[0][0]].islower()
    if text[own[0][0]].islower():
        return False
    is_titled = first > 0 and tokens[first - 1] in roster.honorifics
    return not alias.is_doubtful or is_titled or not _begins_sentence(text, own[0][0])


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - LONGEST_INDENT) : start].rstrip(" \t\u00a0\u202f")
    return not before or before[-1] in SENTENCE_ENDS


def _tokens(word: str) -> tuple[str, ...]:
    return tuple(_fold(token) for token in TOKEN_PATTERN.findall(word))


@lru_cache(maxsize=100_000)
def _fold(token: str) -> str:
    """Reduce a word to what names are compared by: lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", token.casefold())
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return plain.translate(LETTERS) or token


def _replace(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """Put placeholders in place of spans; of those that overlap the first and longest, of neighbours that agree one."""
    parts: list[str] = []
    position, last = 0, ""
    for start, end, placeholder in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end <= position:
            continue
        between = text[position:start] if start >= position else ""
        is_same = placeholder == last and not between.strip(" \u00a0-.'’")
        if not is_same:
            parts += [between, placeholder]
        position, last = end, placeholder
    return "".join([*parts, text[position:]])


def number_people(owners: Sequence[tuple[str, str]], names: Mapping[str, str]) -> dict[str, str]:
    """Give every person a placeholder, numbered within the group.

    Args:
        owners: interview id and stakeholder group, in register order.
        names: group id -> words of its placeholder ("government respondent").

    Returns:
        Interview id -> placeholder.
    """
    counts: dict[str, int] = {}
    placeholders = {}
    for interview_id, group in owners:
        counts[group] = counts.get(group, 0) + 1
        placeholders[interview_id] = f"[{names.get(group, 'respondent')} {counts[group]}]"
    return placeholders
