"""Reads corrections.yaml: the fixes that a country team declares for what it received."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tasks.core.corrections import UNREADABLE, Correction, parse_corrections
from tasks.core.problems import Problem

NAME = "corrections.yaml"
LARGEST_BYTES = 5_000_000
NESTED = "of something that is no text"


def read_corrections(folder: Path, country: str) -> tuple[tuple[Correction, ...], tuple[Problem, ...]]:
    """Read the corrections of a country folder.

    Args:
        folder: the country's raw folder.
        country: its name.

    Returns:
        The corrections, none without a corrections.yaml, and what is wrong with it.
    """
    path, file = folder / NAME, f"{country}/{NAME}"
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        return (), ()
    try:
        entries = _read_entries(path)
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        return (), (UNREADABLE.at(file, reason=str(error) if type(error) is ValueError else type(error).__name__),)
    return parse_corrections(entries, country, file)


def _read_entries(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return line and content of each entry, every value as the text that stands there.

    Raises:
        ValueError: it is no list of entries.
    """
    import yaml

    if path.stat().st_size > LARGEST_BYTES:
        raise ValueError("it is too large")
    try:
        root: Any = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ValueError(f"no YAML, line {mark.line + 1}" if mark else "no YAML") from None
    if root is None:
        return []
    if isinstance(root, yaml.MappingNode):
        named = {key.value: value for key, value in root.value if isinstance(key, yaml.ScalarNode)}
        root = named.get("corrections")
    if not isinstance(root, yaml.SequenceNode):
        raise ValueError("it is no list of corrections")
    return [(node.start_mark.line + 1, _read_entry(node)) for node in root.value]


def _read_entry(node: Any) -> dict[str, str]:
    """Return the pairs of an entry; one that holds anything but texts, or a key twice, becomes an unknown key."""
    import yaml

    if not isinstance(node, yaml.MappingNode):
        return {NESTED: ""}
    entry: dict[str, str] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            return {NESTED: ""}
        if key.value in entry:
            return {f"{key.value}, twice": ""}
        is_null = value.tag == "tag:yaml.org,2002:null" and value.style is None
        entry[key.value] = "" if is_null else value.value
    return entry
