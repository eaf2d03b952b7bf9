"""Reads the declarations under questionnaires/: codebook, rubric and other YAML files."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from tasks.core.codebooks import Codebook, parse_codebook
from tasks.core.rubrics import Rubric, parse_rubric

PROJECT = Path(__file__).resolve().parents[2]
QUESTIONNAIRE = PROJECT / "questionnaires" / "annex1"
TEMPLATES = PROJECT / "reports" / "templates"


@cache
def read_yaml(path: Path) -> Any:
    """Read a declaration.

    Args:
        path: a YAML file; parsed once a process, so treat the answer as frozen.

    Returns:
        Its content.

    Raises:
        FileNotFoundError: no such file.
        yaml.YAMLError: it is not YAML.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader


@cache
def load_codebook(folder: Path = QUESTIONNAIRE) -> Codebook:
    """Load the codebook of a questionnaire folder."""
    return parse_codebook(read_yaml(folder / "codebook.yaml"))


@cache
def load_rubric(folder: Path = QUESTIONNAIRE) -> Rubric:
    """Load the rubric of a questionnaire folder."""
    return parse_rubric(read_yaml(folder / "rubric.yaml"))


def read_rubric(path: Path) -> Rubric | None:
    """Read a rubric that was kept, anew each time; None where there is none, or it is damaged."""
    import yaml

    try:
        return parse_rubric(yaml.safe_load(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError):
        return None
