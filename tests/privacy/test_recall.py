"""Pseudonymisation on texts with planted identifiers, in four languages and voices of many countries. Nobody is real."""

from pathlib import Path

import pytest
from privacy.measure import measure, unpack

FOLDER = Path(__file__).parent / "dev"


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
def test_identifiers__of_the_marked_texts__are_replaced_and_little_else(language, tmp_path):
    marked = tmp_path / "marked"
    marked.mkdir()
    for path in FOLDER.glob(f"{language}_*.marked.*"):
        (marked / path.name).write_bytes(path.read_bytes())
    plain = tmp_path / "plain"
    plain.mkdir()
    found = measure(unpack(marked, plain), show=False)
    assert found["recall_direct"] >= 0.97
    assert found["precision"] >= 0.90
