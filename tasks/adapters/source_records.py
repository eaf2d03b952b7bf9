"""Reads source.yaml and adds pulls to it: what stands there is never changed, comments included."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tasks.adapters.disk import write_bytes
from tasks.adapters.locales import LANGUAGES
from tasks.core.collections import PULLS
from tasks.core.problems import Problem, ProblemKind, Severity
from tasks.core.source_notes import SourceNote, parse_source_note

HEADING = f"{PULLS}:   # one entry a pull, added by `msp collect`; keep this list last in the file\n"

BAD_RECORD = ProblemKind(
    "W010",
    Severity.CRITICAL,
    "The file cannot be read, or a pull cannot be added to it ({reason}).",
    "Write it as YAML, with the list 'pulls' last; `msp init` shows its form.",
)


class RecordError(Exception):
    """A pull cannot be recorded.

    Attributes:
        problem: what is wrong and what to do.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def read_record(path: Path, file: str = "") -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Read source.yaml.

    Args:
        path: the file.
        file: its path below the raw folder.

    Returns:
        Its content, {} when there is none, and why it cannot be read.
    """
    import yaml

    if not path.is_file():
        return {}, ()
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError, ValueError) as error:
        return {}, (BAD_RECORD.at(file, reason=type(error).__name__),)
    if content is not None and not isinstance(content, dict):
        return {}, (BAD_RECORD.at(file, reason="it is no list of keys and values"),)
    return content or {}, ()


def read_source_note(folder: Path) -> SourceNote:
    """Read what a country folder says of itself: its name, the language of its brief, whether it is invented.

    Args:
        folder: the country's raw folder.
    """
    return parse_source_note(read_record(folder / "source.yaml")[0], LANGUAGES)


def add_pull(path: Path, file: str, known: Mapping[str, Any], pull: Mapping[str, Any]) -> None:
    """Add a pull at the end of source.yaml.

    Args:
        path: the file; made when there is none.
        file: its path below the raw folder.
        known: its content as the pull began.
        pull: the entry.

    Raises:
        RecordError: it changed since, or the list of pulls is not last in it.
    """
    import yaml

    if read_record(path, file) != (known, ()):
        raise RecordError(BAD_RECORD.at(file, reason="it was changed while responses were being pulled"))
    before = path.read_text(encoding="utf-8") if path.is_file() else f"country: {path.parent.name}\n"
    written = yaml.safe_dump([dict(pull)], sort_keys=False, allow_unicode=True, width=120)
    entry = textwrap.indent(written, "  ")
    ends = "" if before.endswith("\n") or not before else "\n"
    after = f"{before}{ends}{'' if PULLS in known else HEADING}{entry}"
    wanted = {"country": path.parent.name} if not path.is_file() else dict(known)
    wanted[PULLS] = [*(known.get(PULLS) or []), dict(pull)]
    try:
        is_sound = yaml.safe_load(after.removeprefix("\ufeff")) == wanted
    except yaml.YAMLError:
        is_sound = False
    if not is_sound:
        raise RecordError(BAD_RECORD.at(file, reason="the list 'pulls' is not last in it, or is written another way"))
    write_bytes(path, after.encode("utf-8"))
