"""Reads columns.yaml: which question each column of a plain table answers, as the people who made it declare."""

from __future__ import annotations

from pathlib import Path

from tasks.core.problems import Problem, ProblemKind, Severity

BAD_MAP = ProblemKind(
    "A021",
    Severity.CRITICAL,
    "The column map cannot be read: {reason}.",
    "Write one line per column, the header and the question's name: 'Plan: q5'; leave the name empty to ignore it.",
)


def read_column_map(path: Path, file: str) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Read a declared column map.

    Args:
        path: columns.yaml in responses/.
        file: its path below the raw folder.

    Returns:
        Header -> question name, "" for a column to ignore; and what was wrong.
    """
    import yaml

    try:
        declared = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        return {}, (BAD_MAP.at(file, reason=type(error).__name__),)
    if not isinstance(declared, dict) or any(isinstance(value, (dict, list)) for value in declared.values()):
        return {}, (BAD_MAP.at(file, reason="it is no list of headers with names"),)
    return {str(header): str(name or "") for header, name in declared.items()}, ()
