import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.theme_scores import (
    Coding,
    calibration,
    choose_thresholds,
    confusions,
    f1,
    krippendorff_alpha,
    summarise,
    tier_table,
)


def cells(*rows: str):
    return np.array([[mark == "x" for mark in row] for row in rows])


def test_f1__counts_all_cells():
    assert f1(cells("x.", "xx"), cells("x.", ".x")) == pytest.approx(0.8)
    assert f1(cells(".."), cells("..")) == 0.0


def test_summary__explicit_implied_silent_and_stance():
    truth = Coding(cells("x.", ".x", ".."), np.array([0, 1, -1]))
    found = Coding(cells("x.", "..", "x."), np.array([0, 0, 0]))
    figures = summarise(found, truth, np.array([False, True, False]))
    assert (figures["explicit_f1"], figures["implied_f1"], figures["silent"], figures["stance"]) == (1.0, 0.0, 0.0, 0.5)


def test_alpha__published_example():
    """Two coders, ten nominal values, as in Krippendorff's own computation: alpha 0.095."""
    first = np.array([0, 1, 0, 0, 0, 0, 0, 0, 1, 0])
    second = np.array([1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
    assert krippendorff_alpha(first, second) == pytest.approx(0.095, abs=0.001)


@given(st.lists(st.integers(0, 3), min_size=2, max_size=30))
def test_alpha__of_a_coder_with_itself__is_one(values):
    assert krippendorff_alpha(np.array(values), np.array(values)) == 1.0


def test_calibration__of_honest_probabilities__has_no_error():
    chances = np.array([[0.0, 1.0], [1.0, 0.0]])
    assert calibration(chances, chances.astype(bool))["expected_error"] == 0.0


def test_confusions__name_what_was_coded_instead():
    [worst] = confusions(cells("x."), cells(".x"), ["plan", "policy"])
    assert worst == {"missed": "policy", "coded": "plan", "n": 1}


def test_thresholds__hold_the_silence_asked_for():
    chances = np.array([[0.9], [0.8], [0.45], [0.3]])
    truth = np.array([[True], [True], [False], [False]])
    limits = choose_thresholds(chances, truth, np.array(["en"] * 4), ["en"], shrinkage=1e9, silent=1.0)
    assert 0.45 < limits[0, 0] <= 0.8


def test_tiers__many_right_codings_are_accepted_and_few_are_reviewed():
    found = np.ones((200, 2), dtype=bool)
    truth = np.column_stack([np.ones(200, dtype=bool), np.arange(200) % 2 == 0])
    table = tier_table(found, truth, np.array(["en"] * 200), ["sure", "unsure"], ["en"], (0.8, 0.6))
    assert (table["sure"]["en"], table["unsure"]["en"]) == ("auto", "all")
