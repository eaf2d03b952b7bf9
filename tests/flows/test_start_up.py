"""Commands are quick to start: in the processor's time, beside what the libraries alone take in the same run."""

import resource
import subprocess
import sys

import pytest

TEXT = b'{"id": 1, "text": "The platform meets every month.", "lang": "en"}\n'


def seconds(*arguments: str, given: bytes = b"") -> float:
    """Processor seconds of a Python process; a busy machine does not change them much."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], input=given, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.slow
def test_help__takes_little_more_than_the_library_of_the_command_line():
    assert seconds("-m", "flows.cli", "--help") <= 4 * seconds("-c", "import typer, rich.console") + 0.1


@pytest.mark.slow
def test_code__first_line_takes_at_most_twice_the_import_of_its_libraries():
    coding = seconds("-m", "flows.cli", "code", given=TEXT)
    assert coding <= 2 * seconds("-c", "import pandas, scipy.sparse, spacy") + 0.5
