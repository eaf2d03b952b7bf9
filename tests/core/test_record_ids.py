"""Ids of records that may stand everywhere are plain codes: no word in them may be a name."""

import pytest

from tasks.core.record_ids import is_plain_code, place_id

PUBLIC = {"interview", "entretien", "health"}


@pytest.mark.parametrize("id_", ["XTA-04", "M1", "07", "KII 03", "2026/02/KII-7", "interview_04", "Entretien-3", "gov"])
def test_id__of_letters_and_digits__is_a_plain_code(id_):
    assert is_plain_code(id_, lambda word: word.lower() in PUBLIC)


@pytest.mark.parametrize(
    "id_",
    ["Quintella-Farnsworth", "Quintella-04", "health-interview", "04 (Quintella)", "M1, second", "04  a", "", "é!"],
)
def test_id__with_a_word_that_may_be_a_name_or_other_signs__is_none(id_):
    assert not is_plain_code(id_, lambda word: word.lower() in PUBLIC)


def test_id_by_place__one_is_borne_already__another_is_made():
    assert place_id("XTA", 2, 3, {"XTA-1"}) == "XTA-2"
    assert place_id("XTA", 2, 3, {"XTA-2", "XTA-5"}) == "XTA-8"
