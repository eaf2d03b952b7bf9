"""A share of `make fuzz`: other files on each day would hide a failure, so the numbers are fixed."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_damaged_files__end_in_tables_or_problems():
    command = [
        sys.executable,
        "-W",
        "ignore",
        str(Path(__file__).with_name("readers.py")),
        "--cases",
        "1500",
        "--seed",
        "31337",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
