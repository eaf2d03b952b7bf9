"""The door to cryptography: the key of a country's pseudonyms, for its owner alone, encrypted at wish."""

from __future__ import annotations

import csv
import io
import json
import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tasks.adapters.disk import make_folder, remove, write_bytes
from tasks.adapters.store import Store
from tasks.core.pseudonym_keys import DOUBTFUL, KeyEntry

PASSPHRASE = "MSP_KEY_PASSPHRASE"  # noqa: S105 - the name of a variable
OWNER_ONLY, OWNER_FOLDER = 0o600, 0o700
KEY, REVIEW, SECRET = "key.json", "review.csv", "exports.secret"
REVIEWERS, ECHOES = "reviewers.json", "echoes.json"
SECRET_BYTES = 32
ENCRYPTED = ".enc"
SALT_BYTES = 16
COST, BLOCK_SIZE, LANES = 2**15, 8, 1
"""Of scrypt: about 0.1 s and 32 MB for one try at a passphrase."""


class KeyFileError(RuntimeError):
    """A key cannot be read: it is damaged, or the passphrase is another one."""


def write_key(store: Store, country: str, entries: Sequence[KeyEntry], files: Mapping[str, str]) -> Path:
    """Write the key of a country.

    Args:
        store: names the folder of keys.
        country: ISO 3166-1 alpha-3.
        entries: what stands for whom.
        files: file as received -> as it is written everywhere.

    Returns:
        Path of the key; encrypted where MSP_KEY_PASSPHRASE is set.
    """
    content = {
        "country": country,
        "entries": [asdict(entry) for entry in entries],
        "files": {name: masked for name, masked in sorted(files.items()) if name != masked},
    }
    return _write(store, country, KEY, json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8"))


def write_review(store: Store, country: str, rows: Iterable[Sequence[str]]) -> Path:
    """Write the review sheet of a country: what was replaced, and what may name somebody and was left."""
    sheet = io.StringIO(newline="")
    csv.writer(sheet).writerows(rows)
    return _write(store, country, REVIEW, sheet.getvalue().encode("utf-8-sig"))


def read_secret(store: Store, country: str) -> bytes:
    """Read the secret with which ids of a country's exports are made, or make one: it stays as long as the key does.

    Args:
        store: names the folder of keys.
        country: ISO 3166-1 alpha-3.

    Returns:
        Random bytes; where there is no key, others each time.

    Raises:
        KeyFileError: it is damaged, or the passphrase is missing or another one.
    """
    with _readable(country, "the secret of its exports"):
        if kept := _read(store, country, SECRET):
            return bytes.fromhex(kept.decode("ascii"))
    secret = secrets.token_bytes(SECRET_BYTES)
    if has_key(store, country):
        _write(store, country, SECRET, secret.hex().encode("ascii"))
    return secret


def read_reviewers(store: Store, country: str) -> dict[str, int]:
    """Read which number stands for which reviewer of a country; none where that cannot be read."""
    return {str(name): int(number) for name, number in _read_json(store, country, REVIEWERS).items()}


def write_reviewers(store: Store, country: str, numbers: Mapping[str, int]) -> None:
    """Write which number stands for which reviewer of a country."""
    _write_json(store, country, REVIEWERS, dict(sorted(numbers.items(), key=lambda pair: pair[1])))


def read_echoes(store: Store, country: str) -> dict[str, frozenset[int]]:
    """Read where earlier runs found words of respondents in reasons; nothing where that cannot be read.

    Returns:
        Key of a reason -> places; see `core.echoes`.
    """
    return {str(key): frozenset(map(int, own)) for key, own in _read_json(store, country, ECHOES).items()}


def write_echoes(store: Store, country: str, places: Mapping[str, frozenset[int]]) -> None:
    """Write where words of respondents were found in reasons: places, no words."""
    _write_json(store, country, ECHOES, {key: sorted(own) for key, own in sorted(places.items()) if own})


def _read_json(store: Store, country: str, name: str) -> dict[str, Any]:
    """Read an object that lies beside the key, an empty one where it is missing.

    Raises:
        KeyFileError: it is damaged, or sealed with another passphrase: nothing is written over it.
    """
    with _readable(country, name):
        told = json.loads(_read(store, country, name) or b"{}")
        if not isinstance(told, dict):
            raise ValueError(name)
        return told


def _write_json(store: Store, country: str, name: str, told: Mapping[str, Any]) -> None:
    """Write an object beside the key, or nothing where it is empty and none is there.

    Raises:
        KeyFileError: the one that is there cannot be read: nothing is written over it.
    """
    before = _read_json(store, country, name)
    if told or before:
        _write(store, country, name, json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8"))


def _write(store: Store, country: str, name: str, content: bytes) -> Path:
    folder = store.keys / country
    make_folder(folder)
    store.keys.chmod(OWNER_FOLDER)
    folder.chmod(OWNER_FOLDER)
    passphrase = os.environ.get(PASSPHRASE, "")
    plain, sealed = folder / name, folder / f"{name}{ENCRYPTED}"
    path, other = (sealed, plain) if passphrase else (plain, sealed)
    write_bytes(path, _encrypt(content, passphrase) if passphrase else content, mode=OWNER_ONLY)
    remove(other)
    return path


def _read(store: Store, country: str, name: str) -> bytes | None:
    """Read what `_write` wrote, sealed or not; None where it is not there."""
    plain, sealed = store.keys / country / name, store.keys / country / f"{name}{ENCRYPTED}"
    if sealed.is_file():
        return _decrypt(sealed.read_bytes(), os.environ.get(PASSPHRASE, ""))
    return plain.read_bytes() if plain.is_file() else None


@contextmanager
def _readable(country: str, what: str) -> Iterator[None]:
    """Say of what is damaged, or sealed with another passphrase, that it cannot be read."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise KeyFileError(f"{country}: {what} cannot be read ({type(error).__name__})") from None


def has_key(store: Store, country: str) -> bool:
    """Tell whether the key of a country is there."""
    folder = store.keys / country
    return (folder / KEY).is_file() or (folder / f"{KEY}{ENCRYPTED}").is_file()


def key_files(store: Store, country: str) -> list[Path]:
    """Return the key of a country and what lies beside it, those files that are there."""
    names = [f"{name}{sealed}" for name in (KEY, REVIEW, SECRET, REVIEWERS, ECHOES) for sealed in ("", ENCRYPTED)]
    return [path for name in names if (path := store.keys / country / name).is_file()]


def remove_key(store: Store, country: str) -> None:
    """Remove the key of a country and all that lies beside it."""
    for path in key_files(store, country):
        remove(path)


def read_key(store: Store, country: str) -> dict[str, Any]:
    """Read the key of a country.

    Args:
        store: names the folder of keys.
        country: ISO 3166-1 alpha-3.

    Returns:
        "entries" and "files"; both empty when there is no key.

    Raises:
        KeyFileError: it is damaged, or the passphrase is missing or another one.
    """
    with _readable(country, "the key of its pseudonyms"):
        kept = _read(store, country, KEY)
        return {"entries": [], "files": {}} if kept is None else json.loads(kept)


def read_doubtful(store: Store, country: str) -> list[tuple[str, str, str]]:
    """Read the words that may name somebody: words, times, first place.

    Raises:
        KeyFileError: the review sheet is damaged, or the passphrase is missing or another one.
    """
    return [(row["words"], row["times"], row["first_place"]) for row in _read_doubts(store, country)]


def read_left_standing(store: Store, country: str) -> frozenset[str]:
    """Read those words that may name somebody and stand in the tables, as nothing was put in their place.

    Raises:
        KeyFileError: the review sheet is damaged, or the passphrase is missing or another one.
    """
    return frozenset(row["words"] for row in _read_doubts(store, country) if not row["placeholder"])


def _read_doubts(store: Store, country: str) -> list[dict[str, str]]:
    with _readable(country, "the review sheet of names"):
        content = _read(store, country, REVIEW) or b""
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return [row for row in rows if row["state"] == DOUBTFUL]


def _encrypt(content: bytes, passphrase: str) -> bytes:
    from cryptography.fernet import Fernet

    salt = os.urandom(SALT_BYTES)
    return salt + Fernet(_derive(passphrase, salt)).encrypt(content)


def _decrypt(content: bytes, passphrase: str) -> bytes:
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet(_derive(passphrase, content[:SALT_BYTES])).decrypt(content[SALT_BYTES:])
    except InvalidToken:
        raise ValueError from None


def _derive(passphrase: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return urlsafe_b64encode(Scrypt(salt=salt, length=32, n=COST, r=BLOCK_SIZE, p=LANES).derive(passphrase.encode()))


def seal_content(content: bytes, digest: str) -> bytes:
    """Encrypt a content with a digest of the words that it was made from.

    Args:
        content: any bytes.
        digest: 32 bytes, as hexadecimal digits.
    """
    from cryptography.fernet import Fernet

    return Fernet(urlsafe_b64encode(bytes.fromhex(digest))).encrypt(content)


def unseal(content: bytes, digest: str) -> bytes:
    """Decrypt what `seal_content` encrypted.

    Raises:
        ValueError: it was sealed with other words, or changed.
    """
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet(urlsafe_b64encode(bytes.fromhex(digest))).decrypt(content)
    except InvalidToken:
        raise ValueError from None
