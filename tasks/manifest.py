"""Manifests: what a country's reports were made from, so that an unchanged country is not made again."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from tasks.adapters.declarations import PROJECT, QUESTIONNAIRE, TEMPLATES
from tasks.adapters.digests import digest_of
from tasks.adapters.disk import write_bytes
from tasks.adapters.store import Store
from tasks.core.folders import is_ignored
from tasks.core.identifiers import sha256_of

MANIFEST = "manifest.json"
CODE_FOLDERS = (PROJECT / "flows", PROJECT / "tasks")
UNREADABLE = "unreadable"
RAW, READING = "raw", "read"
HIDDEN_LETTERS = 20
BEYOND_READING = (
    "brief_outline.yaml",
    "coder/card.json",
    "coder/coder.yaml",
    "coder/concepts",
    "coder/config.cfg",
    "coder/metrics.json",
    "coder/model",
    "compared_things.yaml",
    "contradiction_rules.yaml",
    "doubt_words.yaml",
    "evidence_doubts.yaml",
    "expectations.yaml",
    "level_counts.yaml",
    "outright_words.yaml",
    "level_phrases.yaml",
    "level_wordings",
    "lexicon/",
    "next_actions.yaml",
    "placeholders.yaml",
    "prescriptions.yaml",
    "scope_frames.yaml",
    "scope_words.yaml",
    "stance_rules.yaml",
    "topic_rules.yaml",
    "trend_words.yaml",
)
"""Declarations that only later stages open (a test holds it)."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run made.

    Attributes:
        fingerprint: of all that it was made from, "" when the country was refused.
        language: of the brief.
        inputs: all that it was made from -> sha256, the names of received files hidden.
        outputs: `processed/...` or `reports/...` below the country's folder -> sha256.
        is_sound: whether it was read; there may be none.
    """

    fingerprint: str = ""
    language: str = ""
    outputs: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    is_sound: bool = False


def read_manifest(path: Path) -> Manifest:
    """Read a manifest; one that is absent, damaged or names places elsewhere is not sound."""
    try:
        made: Any = json.loads(path.read_bytes())
        outputs, inputs = dict(made["outputs"]), dict(made.get("inputs", {}))
        manifest = Manifest(str(made["fingerprint"]), str(made["language"]), outputs, inputs, is_sound=True)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Manifest()
    return manifest if all(map(_is_inside, manifest.outputs)) else Manifest()


def _is_inside(name: str) -> bool:
    room, *rest = PurePosixPath(name).parts
    return room in ("processed", "reports") and bool(rest) and ".." not in rest


def fingerprint(store: Store, country: str, language: str, but: Collection[Path] = ()) -> str:
    """Fingerprint all that a country's reports depend on; see `inputs_of`."""
    return fingerprint_of(inputs_of(store, country, language, but))


def fingerprint_of(inputs: Mapping[str, str]) -> str:
    """Return the sha256 over inputs and what they hold."""
    return sha256_of("\n".join(f"{name} {digest}" for name, digest in inputs.items()))


def inputs_of(
    store: Store,
    country: str,
    language: str,
    but: Collection[Path] = (),
    shared: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return all that a country's reports depend on.

    Args:
        store: raw folder.
        country: ISO 3166-1 alpha-3.
        language: of the brief.
        but: files that are left out.
        shared: what all countries depend on, where `shared_inputs` has just read it.

    Returns:
        Raw files, declarations, templates and code -> sha256, and the language. Names begin with what they are
        (`raw/`, `questionnaire/`, `templates/`, `coder/`, `flows/`, `tasks/`).
    """
    own = {"language": language} | _hashes(RAW, store.raw / country, "*", but)
    return own | (shared_inputs(store, but) if shared is None else shared)


def shared_inputs(store: Store, but: Collection[Path] = ()) -> dict[str, str]:
    """Return what the reports of all countries depend on: declarations, templates, coder and code; see `inputs_of`."""
    rooms = {"questionnaire": QUESTIONNAIRE, "templates": TEMPLATES, "coder": store.coder / "model"}
    inputs: dict[str, str] = {}
    for room, folder in rooms.items():
        inputs |= _hashes(room, folder, "*", but)
    for folder in CODE_FOLDERS:
        inputs |= _hashes(folder.name, folder, "*.py")
    return inputs


def _hashes(room: str, folder: Path, pattern: str, but: Collection[Path] = ()) -> dict[str, str]:
    inner = {path.relative_to(folder): path for path in _files_below(folder, pattern) if path not in but}
    return {f"{room}/{name.as_posix()}": _hash_of(inner[name]) for name in sorted(inner) if _counts(name)}


def _files_below(folder: Path, pattern: str) -> Iterator[Path]:
    """Yield the files below a folder whose names match; the disk tells of a whole folder at once which are files."""
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError), os.scandir(folder) as held:
        for one in held:
            if one.is_dir(follow_symlinks=False):
                yield from _files_below(Path(one.path), pattern)
            elif fnmatchcase(one.name, pattern) and one.is_file():
                yield Path(one.path)


@cache
def version_of(stage: str, folder: Path = QUESTIONNAIRE) -> str:
    """Return the version of what a stage depends on beside its input.

    Args:
        stage: `READING`, or any other.
        folder: of the questionnaire.

    Returns:
        sha256 over the code and the declarations; reading does not depend on what only coding and scoring open.
    """
    inputs = _declarations_and_code(folder)
    if stage == READING:
        inputs = {name: digest for name, digest in inputs.items() if not is_beyond_reading(name)}
    return fingerprint_of(inputs)


@cache
def _declarations_and_code(folder: Path) -> Mapping[str, str]:
    """Hash once a process what all stages depend on, as the code of a process does not change either."""
    return _hashes("questionnaire", folder, "*") | _hashes("tasks", PROJECT / "tasks", "*.py")


def is_beyond_reading(name: str) -> bool:
    """Tell whether an input is a declaration that reading and pseudonymising never open."""
    room, _, rest = name.partition("/")
    return room == "questionnaire" and rest.startswith(BEYOND_READING)


def received_part(inputs: Mapping[str, str]) -> str:
    """Return the fingerprint of what was received, of a manifest's inputs: the same in any language and version."""
    return fingerprint_of({name: digest for name, digest in inputs.items() if name.startswith(f"{RAW}/")})


def hide_names(inputs: Mapping[str, str]) -> dict[str, str]:
    """Replace the names of received files, which may name people, by what only the same name gives again."""
    return {
        f"{RAW}/{sha256_of(name)[:HIDDEN_LETTERS]}" if name.startswith(f"{RAW}/") else name: digest
        for name, digest in inputs.items()
    }


def _counts(path: Path) -> bool:
    """Tell whether a file can change what is made: not what systems and office programs leave behind."""
    return "__pycache__" not in path.parts and not any(map(is_ignored, path.parts))


def _hash_of(path: Path) -> str:
    """Return the sha256 of a file; one that cannot be read counts as such, and reading it tells the problem."""
    try:
        return digest_of(path)
    except OSError:
        return UNREADABLE


def is_current(store: Store, country: str, given: str) -> bool:
    """Tell whether a country's tables and reports are those that its input, of this fingerprint, would give again."""
    manifest = read_manifest(store.processed / country / MANIFEST)
    return manifest.is_sound and manifest.fingerprint == given and is_as_made(store, country, manifest)


def is_as_made(store: Store, country: str, manifest: Manifest) -> bool:
    """Tell whether every output of a country is there, and as it was made."""
    return not altered_outputs(store, country, manifest)


def altered_outputs(store: Store, country: str, manifest: Manifest) -> list[str]:
    """Return the outputs of a country that are missing, or not as they were made."""
    return [name for name, digest in manifest.outputs.items() if _hash_of(place_of(store, country, name)) != digest]


def record_manifest(
    store: Store,
    country: str,
    language: str,
    given: str,
    kept: Mapping[str, str] | None = None,
    inputs: Mapping[str, str] | None = None,
) -> Mapping[str, str]:
    """Record what the reports of a country were made from.

    Args:
        store: the folders, or those of a draft: all that lies there for the country was made.
        country: ISO 3166-1 alpha-3.
        language: of the brief.
        given: fingerprint taken before the run, so that a change during it is not missed.
        kept: outputs of an earlier run that stay, name -> sha256.
        inputs: of which the fingerprint was taken, the names of received files hidden.

    Returns:
        The outputs, name -> sha256.
    """
    made = {
        f"{room}/{path.relative_to(folder).as_posix()}": _hash_of(path)
        for room, folder in (("processed", store.processed / country), ("reports", store.reports / country))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != store.processed / country / MANIFEST
    }
    outputs = {**(kept or {}), **made}
    _write(store, country, Manifest(given, language, outputs, inputs or {}))
    return outputs


def reports_that_stay(store: Store, country: str) -> dict[str, str]:
    """Return the reports of earlier runs that are still there, name -> sha256: they stay when there is no new brief."""
    made = read_manifest(store.processed / country / MANIFEST).outputs
    return {
        name: digest
        for name, digest in made.items()
        if name.startswith("reports/") and place_of(store, country, name).is_file()
    }


def outputs_by_now(store: Store, country: str) -> Mapping[str, str]:
    """Return the outputs of a country as they are after a step that looks at several countries has added to them.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3.

    Returns:
        Name -> sha256; empty when the country has no manifest.
    """
    manifest = read_manifest(store.processed / country / MANIFEST)
    names = manifest.outputs if manifest.is_sound else ()
    return {name: _hash_of(place_of(store, country, name)) for name in names}


def renew_manifest(store: Store, country: str, outputs: Mapping[str, str]) -> None:
    """Record the outputs of a country anew, last of all: until then its next run makes them again.

    Args:
        store: the folders.
        country: ISO 3166-1 alpha-3; nothing happens when it has no manifest.
        outputs: as `outputs_by_now` returns them.
    """
    manifest = read_manifest(store.processed / country / MANIFEST)
    if manifest.is_sound:
        _write(store, country, replace(manifest, outputs=outputs))


def _write(store: Store, country: str, manifest: Manifest) -> None:
    outputs = dict(sorted(manifest.outputs.items()))
    content = {"fingerprint": manifest.fingerprint, "language": manifest.language, "outputs": outputs}
    content |= {"inputs": dict(manifest.inputs)}
    write_bytes(store.processed / country / MANIFEST, json.dumps(content, indent=1).encode("utf-8"))


def place_of(store: Store, country: str, name: str) -> Path:
    """Return where an output of a country lies."""
    room, _, rest = name.partition("/")
    return (store.processed if room == "processed" else store.reports) / country / rest
