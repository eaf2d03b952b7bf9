"""Pseudonyms: names, phones and e-mails of people are replaced before anything reaches data/processed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tasks.core.spellings import simplify

EMAIL_PATTERN = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SHORTEST_PART = 3
DIGITS_PATTERN = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Alias:
    """A spelling of somebody's name and what stands for it.

    Attributes:
        spelling: as written in the register or a header.
        placeholder: for example "[government respondent 1]".
        is_whole: a full name, replaced however it is capitalised; a part of one only with a capital.
    """

    spelling: str
    placeholder: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Masks:
    """What replaces identifiers in the texts of one country.

    Attributes:
        aliases: spellings of names.
        contacts: texts of phones and e-mails in the register, replaced wherever they stand.
        find_phones: finds phone numbers in a text, as half-open offsets.
    """

    aliases: tuple[Alias, ...]
    contacts: tuple[tuple[str, str], ...]
    find_phones: Callable[[str], Sequence[tuple[int, int]]]


def make_aliases(
    people: Iterable[tuple[str, str]], honorifics: frozenset[str], everyday_words: frozenset[str]
) -> tuple[Alias, ...]:
    """Make the spellings of people's names.

    Args:
        people: name as written, and the placeholder of its owner.
        honorifics: simplified words before a name that are no part of it.
        everyday_words: simplified words that are never replaced alone.

    Returns:
        Full names first, then their parts, longest first; of two owners of a part the first keeps it.
    """
    aliases: dict[str, Alias] = {}
    for name, placeholder in people:
        words = [word for word in re.findall(r"[^\W\d_][\w'’.-]*", name) if simplify(word) not in honorifics]
        if not words:
            continue
        for spelling in (
            {" ".join(words), " ".join(reversed(words)), f"{words[0][0]}. {words[-1]}"} if len(words) > 1 else set()
        ):
            aliases.setdefault(simplify(spelling), Alias(spelling, placeholder, is_whole=True))
        for word in words:
            if len(word) >= SHORTEST_PART and simplify(word) not in everyday_words:
                aliases.setdefault(simplify(word), Alias(word, placeholder, is_whole=False))
    return tuple(sorted(aliases.values(), key=lambda alias: (-len(alias.spelling), alias.spelling)))


def mask_text(text: str, masks: Masks) -> str:
    """Replace names, phones and e-mails in a text.

    Args:
        text: as received.
        masks: of its country.

    Returns:
        The text with placeholders in square brackets.
    """
    spans = [(*match.span(), "[e-mail]") for match in EMAIL_PATTERN.finditer(text)]
    spans += [(start, end, "[phone]") for start, end in masks.find_phones(text)] if DIGITS_PATTERN.search(text) else []
    for contact, placeholder in masks.contacts:
        spans += [(*match.span(), placeholder) for match in re.finditer(re.escape(contact), text, re.IGNORECASE)]
    spans += _find_names(text, masks.aliases)
    return _replace(text, spans)


def _find_names(text: str, aliases: Sequence[Alias]) -> list[tuple[int, int, str]]:
    if not aliases:
        return []
    flat = _flatten(text)
    spans = []
    for alias in aliases:
        pattern = r"\b" + r"[\W_]+".join(map(re.escape, _flatten(alias.spelling).split())) + r"\b"
        for match in re.finditer(pattern, flat):
            if alias.is_whole or text[match.start()].isupper():
                spans.append((*match.span(), alias.placeholder))
    return spans


def _flatten(text: str) -> str:
    """Return the text in lower case without accents, every character at its old offset."""
    return "".join(_flatten_character(character) for character in text)


def _flatten_character(character: str) -> str:
    plain = unicodedata.normalize("NFD", character)[0].lower()
    return plain if len(plain) == 1 else character


def _replace(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    parts, position = [], 0
    for start, end, placeholder in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= position:
            parts += [text[position:start], placeholder]
            position = end
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
