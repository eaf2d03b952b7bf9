import numpy as np
import pytest

from tasks.core.candidate_codes import FEWEST_SEGMENTS, MOST_COMPARED, find_candidates, likeness

CODED = [
    f"The {who} meets {when} and the minutes go out to the members afterwards."
    for who in ("platform", "committee", "secretariat", "council", "network")
    for when in ("monthly", "each quarter", "twice a year", "rarely")
]
SEEDS = [
    f"Farmers kept {kind} seed in clay jars {where} and exchanged the seed at planting time."
    for kind in ("millet", "sorghum", "bean", "maize", "cowpea", "rice")
    for where in ("upstairs", "indoors")
]
MOTHERS = [
    f"The landlord raised the rent {when}, so {who} moved out and pays rent elsewhere now."
    for when in ("in spring", "again", "last year", "twice")
    for who in ("the nurse", "our clerk", "the teacher")
]


def test_candidates__two_things_the_codebook_misses__two_groups():
    found = find_candidates([*SEEDS, *MOTHERS], CODED)
    groups = [set(one.members) for one in found]
    assert sorted(map(len, groups)) == [len(SEEDS), len(MOTHERS)]
    assert groups[0] | groups[1] == set(range(len(SEEDS) + len(MOTHERS)))
    assert any("seed" in one.words for one in found)
    assert any("rent" in one.words for one in found)
    assert all(one.stability == 1.0 for one in found)


def test_candidates__of_more_segments_than_are_compared__are_the_same_two_groups():
    n = MOST_COMPARED // len(SEEDS)
    found = find_candidates([*SEEDS * n, *MOTHERS * n], CODED * n)
    assert [len(one.members) for one in found] == [n * len(SEEDS), n * len(MOTHERS)]
    assert found[0].members[0] < n * len(SEEDS) <= found[1].members[0]
    assert {"seed", "rent"} <= {word for one in found for word in one.words}


def test_candidates__same_in_every_run():
    texts = [*SEEDS, *MOTHERS]
    assert find_candidates(texts, CODED) == find_candidates(texts, CODED)


def test_candidates__too_few_segments__none():
    assert find_candidates(SEEDS[: FEWEST_SEGMENTS - 1], CODED) == []


def test_candidates__nothing_sets_them_off__none():
    assert find_candidates(CODED, CODED) == []


@pytest.mark.parametrize(
    ("first", "second", "value"), [([0, 0, 1, 1], [1, 1, 0, 0], 1.0), ([0, 0, 1, 1], [0, 1, 0, 1], -0.5)]
)
def test_likeness__of_groupings(first, second, value):
    assert likeness(np.array(first), np.array(second)) == pytest.approx(value)
