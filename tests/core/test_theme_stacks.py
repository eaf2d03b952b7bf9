import numpy as np
import pytest

from tasks.core.codings import goes_to_review
from tasks.core.theme_stacks import Stack, Trees, pool_sentences


def one_tree(limit=0.5):
    return Trees(
        features=np.array([[0, 0, 0]]),
        limits=np.array([[limit, 0.0, 0.0]]),
        left=np.array([[1, 1, 2]]),
        right=np.array([[2, 1, 2]]),
        values=np.array([[0.0, -2.0, 2.0]]),
        start=0.0,
    )


def test_trees__go_left_up_to_the_limit():
    chances = one_tree().probabilities(np.array([[0.5], [0.6]]))
    assert chances == pytest.approx([1 / (1 + np.e**2), 1 / (1 + np.e**-2)])


def test_stack__unlikely_topics__are_not_judged_again():
    stack = Stack(np.array([1.0]), np.array([0.0, 0.0]), one_tree())
    features = np.array([[[-9.0], [3.0]]])
    [[unlikely, likely]] = stack.probabilities(features)
    assert unlikely == pytest.approx(1 / (1 + np.exp(9)), abs=1e-6)
    assert likely == pytest.approx(1 / (1 + np.e**-2), abs=1e-6)


def test_pooled__highest_first_last_and_total_of_the_sentences():
    scores = np.array([[0.3], [0.9], [0.0], [0.2]])
    pooled = pool_sentences(scores, np.array([0, 0, 0, 2]), 3)
    assert pooled.highest.ravel().tolist() == [0.9, 0.0, 0.2]
    assert pooled.first.ravel().tolist() == [0.3, 0.0, 0.2]
    assert pooled.last.ravel().tolist() == [0.0, 0.0, 0.2]
    assert pooled.total.ravel() == pytest.approx([1.0, 0.0, 0.1])


def test_review__all_none_or_a_drawn_share():
    drawn = [goes_to_review("sample", 0.2, f"segment-{n}", "meetings") for n in range(2000)]
    assert 0.17 < sum(drawn) / len(drawn) < 0.23
    assert drawn == [goes_to_review("sample", 0.2, f"segment-{n}", "meetings") for n in range(2000)]
    assert goes_to_review("all", 0.0, "segment-1", "meetings")
    assert not goes_to_review("auto", 1.0, "segment-1", "meetings")
