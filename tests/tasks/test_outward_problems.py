"""No problem that tells what somebody agreed to goes out with a brief."""

import pytest

from tasks.core.consents import CONSENTS_DIFFER
from tasks.core.echoes import ECHO_HELD
from tasks.core.joined_exports import CONSENTS_DIFFER as CONSENTS_OF_RESPONSE_DIFFER
from tasks.core.joined_exports import NO_LONGER_HELD
from tasks.core.respondents import CONSENTS_OF_ONE_DIFFER
from tasks.outward_problems import outward_problems


@pytest.mark.parametrize(
    "kind",
    [CONSENTS_DIFFER, CONSENTS_OF_ONE_DIFFER, CONSENTS_OF_RESPONSE_DIFFER, NO_LONGER_HELD, ECHO_HELD],
    ids=lambda kind: kind.code,
)
def test_problem__that_tells_of_a_consent__is_the_owners(kind):
    row = {"code": kind.code, "file": "XAA/a.csv", "row": 2, "detail": "", "severity": "warning"}
    assert list(outward_problems([row], [])) == []
