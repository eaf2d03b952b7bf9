"""A folder is told once, when it has stayed as it is for a while."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.core.arrivals import Arrivals


def test_folder__is_told_when_it_has_settled_and_only_once():
    arrivals = Arrivals(settle_seconds=10)
    assert arrivals.look({"XAA": "a"}, 0) == []
    assert arrivals.look({"XAA": "ab"}, 8) == []
    assert arrivals.look({"XAA": "ab"}, 17) == []
    assert arrivals.look({"XAA": "ab"}, 18) == ["XAA"]
    assert arrivals.look({"XAA": "ab"}, 40) == []
    assert arrivals.look({"XAA": "abc"}, 41) == []
    assert arrivals.look({"XAA": "abc"}, 51) == ["XAA"]


def test_folder_that_went_and_came_back__is_told_again():
    arrivals = Arrivals(settle_seconds=0)
    assert arrivals.look({"XAA": "a"}, 0) == ["XAA"]
    assert arrivals.look({}, 1) == []
    assert arrivals.look({"XAA": "a"}, 2) == ["XAA"]


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=30))
def test_whatever_happens__what_stays_in_the_end_is_told_last(contents):
    arrivals = Arrivals(settle_seconds=2)
    told = [content for at, content in enumerate(contents) if arrivals.look({"XAA": content}, at)]
    for at in range(len(contents), len(contents) + 4):
        told += [contents[-1]] * len(arrivals.look({"XAA": contents[-1]}, at))
    assert told[-1] == contents[-1]
