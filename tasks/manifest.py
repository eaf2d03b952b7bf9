"""Manifests: what a country's reports were made from, so that an unchanged country is not made again."""

from __future__ import annotations

import json
from pathlib import Path

from tasks.adapters.declarations import PROJECT, QUESTIONNAIRE, TEMPLATES
from tasks.adapters.disk import write_bytes
from tasks.adapters.store import Store
from tasks.core.identifiers import sha256_of

CODE_FOLDERS = (PROJECT / "flows", PROJECT / "tasks")


def fingerprint(store: Store, country: str, language: str) -> str:
    """Fingerprint all that a country's reports depend on.

    Args:
        store: raw folder.
        country: ISO 3166-1 alpha-3.
        language: of the brief.

    Returns:
        sha256 over the raw files, the declarations, the templates, the code and the language.
    """
    folders = (
        (store.raw / country, "*"),
        (QUESTIONNAIRE, "*"),
        (TEMPLATES, "*"),
        *((code, "*.py") for code in CODE_FOLDERS),
    )
    lines = [language]
    for number, (folder, pattern) in enumerate(folders):
        files = sorted(path for path in folder.rglob(pattern) if path.is_file() and "__pycache__" not in path.parts)
        lines += [f"{number} {path.relative_to(folder).as_posix()} {sha256_of(path.read_bytes())}" for path in files]
    return sha256_of("\n".join(lines))


def is_current(store: Store, country: str, language: str) -> bool:
    """Tell whether a country's tables and reports are those that its input would give again."""
    manifest = _manifest_path(store, country)
    if not manifest.is_file():
        return False
    try:
        made = json.loads(manifest.read_text(encoding="utf-8"))
        outputs: dict[str, str] = made["outputs"]
    except (ValueError, KeyError, TypeError):
        return False
    return made.get("fingerprint") == fingerprint(store, country, language) and all(
        (path := _resolve(store, country, name)).is_file() and sha256_of(path.read_bytes()) == digest
        for name, digest in outputs.items()
    )


def record_manifest(store: Store, country: str, language: str, given: str) -> Path:
    """Record what the reports of a country were made from.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.
        language: of the brief.
        given: fingerprint taken before the run, so that a change during it is not missed.

    Returns:
        Path of the manifest.
    """
    outputs = {
        f"{room}/{path.relative_to(folder).as_posix()}": sha256_of(path.read_bytes())
        for room, folder in (("processed", store.processed / country), ("reports", store.reports / country))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != _manifest_path(store, country)
    }
    content = {"fingerprint": given, "language": language, "outputs": outputs}
    path = _manifest_path(store, country)
    write_bytes(path, json.dumps(content, indent=1).encode("utf-8"))
    return path


def renew_manifest(store: Store, country: str) -> None:
    """Record the outputs of a country anew after a step that looks at several countries has added to them.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3; nothing happens when it has no manifest.
    """
    manifest = _manifest_path(store, country)
    if manifest.is_file():
        made = json.loads(manifest.read_text(encoding="utf-8"))
        record_manifest(store, country, made["language"], made["fingerprint"])


def _manifest_path(store: Store, country: str) -> Path:
    return store.processed / country / "manifest.json"


def _resolve(store: Store, country: str, name: str) -> Path:
    room, _, rest = name.partition("/")
    return (store.processed if room == "processed" else store.reports) / country / rest
