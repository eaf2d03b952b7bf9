"""What does not go together."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.declarations import load_rubric
from tasks.core.contradictions import (
    Testimony,
    find_furthest,
    find_level_contradictions,
    find_number_contradictions,
    find_planned_gaps,
    tell_kind,
)
from tasks.triangulate import load_incomparable

RUBRIC = load_rubric()


def voice(source: str, group: str, level: float, **more) -> Testimony:
    return Testimony("annual_action_plan", source, group, level, evidence=f"s-{source}", **more)


def found(*testimonies: Testimony) -> list[tuple[str, float | None, str, str]]:
    return [
        (c.kind, c.span, c.one.claim, c.other.claim) for c in find_level_contradictions(testimonies, RUBRIC.indicators)
    ]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (voice("a", "un", 1), voice("b", "donor", 3), "groups"),
        (voice("a", "un", 1), voice("b", "un", 3), "within_group"),
        (voice("a", "un", 1, tier="national"), voice("b", "government", 3, tier="district"), "subnational"),
        (voice("a", "un", 1), voice("b", "", 3, is_document=True), "document"),
        (voice("a", "un", 1), voice("b", "un", 3, is_closed=True), "questionnaire"),
    ],
)
def test_levels_two_apart__are_a_contradiction_of_their_kind(one, other, kind):
    assert found(one, other) == [(kind, 2.0, "1", "3")]
    assert found(other, one) == found(one, other)


def test_levels__of_one_voice_or_equal__contradict_nothing():
    assert found(voice("a", "un", 1), voice("a", "un", 3)) == []
    assert found(voice("a", "un", 3), voice("b", "donor", 3)) == []


def test_slight_differences__are_named_once_and_are_not_far():
    (one,) = find_level_contradictions(
        [voice("a", "un", 2), voice("b", "donor", 3), voice("c", "un", 3, tier="national")], RUBRIC.indicators
    )
    assert one.span == 1
    assert not one.is_far


def test_sides__keep_everyone_who_says_the_same():
    (one,) = find_level_contradictions(
        [voice("a", "un", 1), voice("b", "donor", 3), voice("c", "business", 3)], RUBRIC.indicators
    )
    assert one.one.evidence == ("s-a",)
    assert set(one.other.voices) == {"donor", "business"}


def test_numbers__of_the_same_thing__contradict_beyond_rounding():
    told = [voice(s, s, 3, number=n, unit="ministries") for s, n in (("a", 14), ("b", 11), ("c", 14))]
    (one,) = find_number_contradictions(told)
    assert (one.kind, one.one.claim, one.other.claim) == ("numbers", "11 ministries", "14 ministries")
    assert list(find_number_contradictions([voice("a", "a", 3, number=20), voice("b", "b", 3, number=21)])) == []


VOICES = st.builds(
    voice,
    st.sampled_from("abcdef"),
    st.sampled_from(("un", "donor", "")),
    st.sampled_from((0.0, 1.0, 1.5, 2.0, 3.0, 4.0)),
    tier=st.sampled_from(("", "national", "district")),
    is_document=st.booleans(),
    is_closed=st.booleans(),
)


@given(st.lists(VOICES, max_size=12))
def test_furthest_voices__are_those_that_comparing_each_with_each_finds(testimonies):
    own = sorted(testimonies, key=lambda t: (t.level, t.source, t.evidence))
    furthest: dict[str, tuple[float, Testimony, Testimony]] = {}
    for low, high in combinations(own, 2):
        span = high.level - low.level
        kind = tell_kind(low, high)
        if low.source != high.source and span >= 1 and (kind not in furthest or span > furthest[kind][0]):
            furthest[kind] = (span, low, high)
    assert find_furthest(own, 1.0) == furthest


def hint(source: str, group: str, level: float) -> Testimony:
    return voice(source, group, level, is_hint=True)


def test_a_hint_far_from_what_another_voice_tells_is_a_question_to_ask():
    (one,) = find_level_contradictions([voice("a", "un", 3), hint("b", "donor", 1)], RUBRIC.indicators)
    assert (one.one.claim, one.other.claim, one.is_hinted, one.is_far) == ("1", "3", True, False)


def test_hints__against_each_other_near_or_of_one_voice__are_nothing():
    assert found(hint("a", "un", 3), hint("b", "donor", 1)) == []
    assert found(voice("a", "un", 3), hint("b", "donor", 2)) == []
    assert found(voice("a", "un", 3), hint("a", "un", 0)) == []


def test_hints__beside_a_plain_contradiction__stay_out():
    told = [voice("a", "un", 3), voice("b", "donor", 1)]
    assert found(*told, hint("c", "business", 0)) == found(*told)


def of(indicator: str, *testimonies: Testimony) -> list[str]:
    """Kinds of the contradictions on an indicator under the declared rules."""
    told = [replace(one, indicator=indicator) for one in testimonies]
    return [one.kind for one in find_level_contradictions(told, RUBRIC.indicators, load_incomparable())]


@pytest.mark.parametrize(
    "indicator",
    ["member_benefit", "agreed_components", "improvement_owned", "response_to_challenges"],
)
def test_levels__of_what_is_each_ones_own__contradict_nobody(indicator):
    assert of(indicator, voice("a", "un", 4), voice("b", "donor", 1)) == []
    assert of(indicator, voice("a", "un", 4), hint("b", "donor", 0)) == []
    assert of("annual_action_plan", voice("a", "un", 4), voice("b", "donor", 1)) == ["groups"]


def test_levels__of_two_regions__contradict_each_other_on_what_the_country_has_once():
    north, south = voice("a", "un", 4, tier="region"), voice("b", "donor", 1, tier="district")
    assert of("subnational_function", north, south) == []
    assert of("annual_action_plan", north, south) == ["groups"]
    assert of("subnational_function", north, voice("c", "donor", 1, tier="national")) == ["subnational"]
    assert of("subnational_function", north, voice("d", "", 1, is_document=True)) == ["document"]


def test_hints__of_a_side_s_own_level__put_nobody_on_it():
    told = [voice("a", "civil_society", 1), voice("b", "donor", 3)]
    hints = [hint("c", "government", 1), hint("d", "government", 3)]
    (one,) = find_level_contradictions([*told, *hints], RUBRIC.indicators)
    assert (one.one.voices, one.other.voices) == (("civil_society",), ("donor",))
    assert (one.one.evidence, one.other.evidence, one.is_hinted) == (("s-a",), ("s-b",), False)


def test_hints__in_a_hinted_contradiction__stand_on_the_hinted_side_only():
    claims = [voice("a", "un", 3), hint("b", "donor", 1), hint("c", "business", 1), hint("d", "government", 3)]
    (one,) = find_level_contradictions(claims, RUBRIC.indicators)
    assert (one.one.voices, one.other.voices, one.is_hinted) == (("donor", "business"), ("un",), True)


def test_hints__with_a_number__contradict_no_number():
    claims = [voice("a", "un", 3, number=14), voice("b", "donor", 3, number=2, is_hint=True)]
    assert list(find_number_contradictions(claims)) == []


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["un", "donor"]), st.integers(0, 4)), max_size=6))
def test_hints__never_take_a_plain_contradiction_away(told):
    plain = [voice(source, group, level) for source, group, level in told]
    hints = [hint(f"{source}-", group, 4 - level) for source, group, level in told]
    far = [one for one in found(*plain) if one[1] and one[1] >= 2]
    assert [one for one in found(*plain, *hints) if far] == (found(*plain) if far else [])


def meetings(source: str, group: str, number: float, **more) -> Testimony:
    return Testimony("meetings_held", source, group, 2, number, "meetings a year", evidence=f"s-{source}", **more)


def planned(number: float) -> Testimony:
    return meetings("decree", "", number, is_document=True, is_hint=True)


def test_planned_gap__fewer_held_than_a_text_prescribes__stands_with_both_sides():
    held = [meetings("a", "un", 2), meetings("b", "government", 2), meetings("c", "donor", 3)]
    (gap,) = find_planned_gaps([planned(4), *held])
    assert (gap.kind, gap.one.claim, gap.other.claim) == ("planned", "2 meetings a year", "4 meetings a year")
    assert (gap.one.voices, gap.other.voices) == (("un", "government"), ("decree",))


@pytest.mark.parametrize(
    "told",
    [
        [meetings("a", "un", 4)],
        [meetings("a", "un", 4), meetings("b", "donor", 4), meetings("c", "government", 2)],
        [meetings("a", "un", 2, is_second_hand=True)],
        [meetings("a", "government", 2, tier="district")],
        [meetings("a", "un", 2, is_hint=True)],
        [],
    ],
)
def test_planned_gap__as_many_held_or_nobody_who_knows__is_none(told):
    assert list(find_planned_gaps([planned(4), *told])) == []
