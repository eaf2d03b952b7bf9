"""Where several places tell what one person agreed to, the strictest counts."""

from itertools import permutations

import pytest

from tasks.core.consents import agree, strictest
from tasks.core.sources import Interview

ALL = {"consent_record": True, "consent_quote": True, "attribution": "named", "consent_acknowledge": True}


def told(**consents) -> Interview:
    return Interview("A1", "XAA/a.csv", "questionnaire", **{**ALL, **consents})


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({"consent_quote": False}, {"consent_record": True, "attribution": "named", "consent_acknowledge": True}),
        ({"consent_acknowledge": False}, {"consent_record": True, "consent_quote": True}),
        ({"attribution": "group"}, {"consent_quote": True}),
        ({"attribution": "none"}, {"consent_quote": True}),
    ],
)
def test_consents__told_twice__are_the_strictest_each_in_any_order(changed, kept):
    for one, *others in permutations([told(), told(**changed), told(attribution="role")]):
        narrow = strictest(one, others)
        assert all(getattr(narrow, name) == value for name, value in changed.items())
        assert all(getattr(narrow, name) == value for name, value in kept.items() if name != "attribution")


def test_consent_to_record__taken_back_anywhere__leaves_no_other():
    narrow = strictest(told(), [told(consent_record=False)])
    assert [narrow.consent_record, narrow.consent_quote, narrow.consent_acknowledge] == [False, False, False]


def test_consent__without_a_column_elsewhere__is_not_narrowed_by_it():
    silent = told(consent_quote=False, attribution="none", untold=frozenset({"consent_quote", "attribution"}))
    assert strictest(told(), [silent]) == told()
    assert agree(told(), silent)
    assert not agree(told(), told(consent_quote=False))
    assert not strictest(silent, [told()]).consent_quote
