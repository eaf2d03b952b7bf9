"""The interval of the rubric holds the truth about four times in five."""

import pytest
from bench.intervals import coverage

from tasks.adapters.declarations import load_rubric

pytestmark = pytest.mark.slow


def test_interval__of_drawn_countries__holds_the_truth_four_times_in_five():
    shares = coverage(load_rubric(), countries=150)
    assert 0.75 <= shares["areas"] <= 0.85
    assert 0.75 <= shares["overall"] <= 0.85
