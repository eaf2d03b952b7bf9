"""What a platform can do next about an indicator that stands low."""

import pytest

from tasks.core.next_actions import parse_remedies

DECLARED = {
    "meetings_held": {
        "proposals": ["meetings"],
        "up_to": {2: {"en": "hold one a quarter", "fr": "une par trimestre"}, 0: {"en": "call one", "fr": "une"}},
    }
}


@pytest.mark.parametrize(
    ("level", "action"),
    [(0.0, "call one"), (0.5, "call one"), (1.0, "hold one a quarter"), (2.0, "hold one a quarter"), (3.0, "")],
)
def test_action__is_the_first_declared_for_a_level_no_lower(level, action):
    assert parse_remedies(DECLARED)["meetings_held"].action(level, "en") == action


def test_action__is_told_in_the_language_asked_for():
    assert parse_remedies(DECLARED)["meetings_held"].action(1.0, "fr") == "une par trimestre"
