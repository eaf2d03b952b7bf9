"""A folder of sixty interviews, every kind of hostile file among them (`make hostile` makes a thousand)."""

from pathlib import Path

import pytest
from bench.hostile import HOSTILE, measure


@pytest.mark.slow
def test_folder_with_hostile_files__reads_all_others_and_names_each(tmp_path: Path):
    figures, faults = measure(tmp_path, 64, 4)
    assert faults == []
    assert figures["read"] == 48
    assert figures["named"] == figures["hostile"] == len(HOSTILE)
