"""Options of the test run, and what all tests share."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("any machine", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(autouse=True, scope="session")
def loaded_languages() -> Iterator[None]:
    """Keep what identifies languages between runs: each would load it anew, for 1.7 seconds of the processor."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tasks.segment.forget_models", lambda: None)
        yield
