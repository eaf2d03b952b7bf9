"""The door to cryptography: the key of a country's pseudonyms, for its owner alone, encrypted at wish."""

from __future__ import annotations

import csv
import io
import json
import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tasks.adapters.disk import make_folder, remove, write_bytes
from tasks.adapters.store import Store
from tasks.core.pseudonym_keys import DOUBTFUL, KeyEntry

PASSPHRASE = "MSP_KEY_PASSPHRASE"  # noqa: S105 - the name of a variable
OWNER_ONLY, OWNER_FOLDER = 0o600, 0o700
KEY, REVIEW, SECRET = "key.json", "review.csv", "exports.secret"
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
    folder, secret = store.keys / country, secrets.token_bytes(SECRET_BYTES)
    plain, sealed = folder / SECRET, folder / f"{SECRET}{ENCRYPTED}"
    try:
        if sealed.is_file():
            return bytes.fromhex(_decrypt(sealed.read_bytes(), os.environ.get(PASSPHRASE, "")).decode("ascii"))
        if plain.is_file():
            return bytes.fromhex(plain.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise KeyFileError(f"{country}: the secret of its exports cannot be read ({type(error).__name__})") from None
    if has_key(store, country):
        _write(store, country, SECRET, secret.hex().encode("ascii"))
    return secret


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


def has_key(store: Store, country: str) -> bool:
    """Tell whether the key of a country is there."""
    folder = store.keys / country
    return (folder / KEY).is_file() or (folder / f"{KEY}{ENCRYPTED}").is_file()


def remove_key(store: Store, country: str) -> None:
    """Remove the key of a country and the sheet beside it."""
    for name in (KEY, REVIEW):
        for path in (store.keys / country / name, store.keys / country / f"{name}{ENCRYPTED}"):
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
    folder = store.keys / country
    plain, sealed = folder / KEY, folder / f"{KEY}{ENCRYPTED}"
    try:
        if sealed.is_file():
            return json.loads(_decrypt(sealed.read_bytes(), os.environ.get(PASSPHRASE, "")))
        return json.loads(plain.read_bytes()) if plain.is_file() else {"entries": [], "files": {}}
    except (OSError, ValueError) as error:
        raise KeyFileError(f"{country}: the key of its pseudonyms cannot be read ({type(error).__name__})") from None


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
    folder = store.keys / country
    plain, sealed = folder / REVIEW, folder / f"{REVIEW}{ENCRYPTED}"
    try:
        if sealed.is_file():
            content = _decrypt(sealed.read_bytes(), os.environ.get(PASSPHRASE, ""))
        else:
            content = plain.read_bytes() if plain.is_file() else b""
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (OSError, ValueError) as error:
        raise KeyFileError(f"{country}: the review sheet of names cannot be read ({type(error).__name__})") from None
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
