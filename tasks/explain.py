"""Explains what a run of a country would make, and why."""

from __future__ import annotations

from tasks.adapters.store import Store
from tasks.core.reruns import RECEIVED, Difference, compare_inputs, made_again
from tasks.decide import tell_held
from tasks.manifest import (
    MANIFEST,
    Manifest,
    altered_outputs,
    fingerprint_of,
    hide_names,
    inputs_of,
    is_beyond_reading,
    read_manifest,
)

MOST_NAMED = 10


def explain(store: Store, country: str, language: str) -> tuple[bool, tuple[str, ...]]:
    """Explain what a run of a country would make.

    Args:
        store: the folders; nothing is written.
        country: ISO 3166-1 alpha-3.
        language: of the brief.

    Returns:
        Whether something would be made, and why, in sentences. Files are named as they lie in the raw folder.
    """
    if held := tell_held(store, country):
        return False, (f"{held.detail} {held.fix}",)
    manifest = read_manifest(store.processed / country / MANIFEST)
    if not manifest.is_sound:
        return True, ("There are no results yet, or their manifest is damaged. Everything is made.",)
    if not manifest.fingerprint:
        return True, ("The last run ended without a brief. It is tried again.",)
    inputs = inputs_of(store, country, language)
    if manifest.fingerprint != fingerprint_of(inputs):
        return True, _tell_inputs(manifest, inputs)
    if altered := altered_outputs(store, country, manifest):
        return True, (f"Results are missing or were changed: {_list(altered)}. They are written again.",)
    return False, ("Nothing changed since the last run.",)


def _tell_inputs(manifest: Manifest, inputs: dict[str, str]) -> tuple[str, ...]:
    names = dict(zip(hide_names(inputs), inputs, strict=True))
    differences = compare_inputs(manifest.inputs, hide_names(inputs))
    is_read_again = any(
        name.startswith("questionnaire/") and not is_beyond_reading(name)
        for one in differences
        for name in (*one.new, *one.changed, *one.removed)
    )
    return (*(_tell(one, names) for one in differences), made_again(differences, is_read_again))


def _tell(one: Difference, names: dict[str, str]) -> str:
    said = []
    for word, hidden in (("new", one.new), ("changed", one.changed), ("removed", one.removed)):
        is_secret = one.kind == RECEIVED and word == "removed"
        shown = f"{len(hidden)} files" if is_secret else _list([names.get(name, name) for name in hidden])
        said += [f"{word}: {shown}"] if hidden else []
    return f"{one.kind.capitalize()}: {'; '.join(said)}."


def _list(names: list[str]) -> str:
    shown = ", ".join(name.partition("/")[2] or name for name in names[:MOST_NAMED])
    return shown if len(names) <= MOST_NAMED else f"{shown} and {len(names) - MOST_NAMED} more"
