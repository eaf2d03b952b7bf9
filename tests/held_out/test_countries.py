"""Fictional countries whose truth their authors wrote down before; see `countries/measures.py`."""

import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "countries"
sys.path.insert(0, str(FOLDER.parent))
from countries.measures import measure, summarise  # noqa: E402 - a folder of data, no package

pytestmark = pytest.mark.slow
BARS = {
    "level_exact": 0.65,
    "level_within_one": 0.90,
    "unknown": 0.90,
    "conflicts": 0.80,
    "facts_recall": 0.80,
    "facts_precision": 0.95,
}


MEASURED = tuple(f"final{number}_{language}" for number in (10, 13) for language in ("en", "fr", "es", "pt"))
"""Countries that the readers have not learned from; all of them take minutes."""


def test_countries__levels_silence_conflicts_and_facts_are_those_of_the_truth():
    bars = summarise([measure(FOLDER / name) for name in MEASURED])
    short = {name: (right, of) for name, (right, of) in bars.items() if right < BARS[name] * of}
    assert not short, bars
