"""Identifiers derived from content: the same words give the same id on any machine.

Twelve characters of an alphabet without look-alikes (no i, l, o, u, 0, 1) hold 58 bits: among ten
million segments the chance of one collision is about one in ten thousand. The prefix tells the table.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
LENGTH = 12
PREFIXES = {
    "response": "r",
    "answer": "a",
    "turn": "t",
    "segment": "s",
    "coding": "c",
    "candidate": "n",
    "claim": "k",
    "fact": "f",
    "contradiction": "x",
    "quotation": "q",
    "problem": "p",
    "review": "v",
    "record": "h",
}
NUMBERED_PLACEHOLDER_PATTERN = re.compile(r"\[([^\[\]\d]+) \d+\]")


def derive_id(noun: str, *parts: object) -> str:
    """Derive the id of a row from what makes it that row.

    Args:
        noun: a key of `PREFIXES`.
        *parts: the identifying values, in a fixed order; written with `str`.

    Returns:
        For example `s-4k7v9m2hxq3d`.

    Raises:
        KeyError: the noun has no prefix.
    """
    return _write_id(noun, hashlib.sha256(_join(parts)).digest())


def derive_secret_id(secret: bytes, noun: str, *parts: object) -> str:
    """Derive an id as `derive_id` does, but one that only who has a secret can make again.

    Args:
        secret: random bytes.
        noun: a key of `PREFIXES`.
        *parts: the identifying values, in a fixed order; written with `str`.

    Raises:
        KeyError: the noun has no prefix.
    """
    return _write_id(noun, hmac.digest(secret, _join((noun, *parts)), "sha256"))


def _join(parts: Iterable[object]) -> bytes:
    return "\x1f".join(str(part) for part in parts).encode("utf-8")


def _write_id(noun: str, digest: bytes) -> str:
    number = int.from_bytes(digest[:10], "big")
    characters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[place])
    return f"{PREFIXES[noun]}-{''.join(characters)}"


def sha256_of(content: bytes | str) -> str:
    """Return the hexadecimal sha256 of bytes, or of a text in UTF-8."""
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).hexdigest()


def without_numbers(text: str) -> str:
    """Return a text without the numbers of its placeholders ("[person 3]"): they move when somebody else is found."""
    return NUMBERED_PLACEHOLDER_PATTERN.sub(r"[\1]", text)


def number_alone(texts: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Number the people in the texts of one record by themselves: their numbers move when somebody else is found.

    Args:
        texts: of one record, pseudonymised.

    Returns:
        The texts, each as long as before: in those of a record "[person 87]" and "[person 12]" become "[person 10]"
        and "[person 11]". And the placeholders that lead back, for `renumber`.
    """
    own: dict[str, str] = {}
    counts: dict[tuple[str, int], int] = {}
    for text in texts:
        for match in NUMBERED_PLACEHOLDER_PATTERN.finditer(text) if "[" in text else ():
            if match[0] not in own:
                label, n_digits = match[1], len(match[0]) - len(match[1]) - len("[ ]")
                number = counts[label, n_digits] = counts.get((label, n_digits), 10 ** (n_digits - 1) - 1) + 1
                own[match[0]] = f"[{label} {number}]"
    if any(len(here) != len(there) for here, there in own.items()):
        return list(texts), {}
    return [renumber(text, own) for text in texts], {here: there for there, here in own.items()}


def renumber(text: str, numbers: Mapping[str, str]) -> str:
    """Replace the numbered placeholders of a text by others, all at once."""
    if not numbers or "[" not in text:
        return text
    return NUMBERED_PLACEHOLDER_PATTERN.sub(lambda match: numbers.get(match[0], match[0]), text)
