"""What several tests on a served Prefect need."""

from collections.abc import Iterator

import pytest
from servers.prefect_servers import Receiver


@pytest.fixture(scope="module")
def webhook() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()
