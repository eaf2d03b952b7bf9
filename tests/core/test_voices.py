from builders import voice
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.voices import group_levels, is_downgraded, merge_voices, months_between


def test_merge_voices__several_claims_of_a_source__are_one_voice_at_their_median():
    merged = merge_voices([voice("a", "un", 1, evidence=("s1",)), voice("a", "un", 3, evidence=("s2",))])
    assert [(one.source, one.level, one.evidence) for one in merged] == [("a", 2.0, ("s1", "s2"))]


def test_merge_voices__the_same_words_twice__count_once():
    claims = [voice("a", "un", 1), voice("a", "un", 4, evidence=("s2",))]
    assert merge_voices([*claims, claims[1], claims[1]]) == merge_voices(claims)


def test_merge_voices__first_hand_and_hearsay__keeps_what_is_known_at_first_hand():
    [merged] = merge_voices([voice("a", "un", 4, is_second_hand=True), voice("a", "un", 1, evidence=("s2",))])
    assert (merged.level, merged.is_second_hand) == (1.0, False)


def test_group_levels__one_talkative_group__has_one_median():
    spoken = [voice("a", "un", 0), voice("b", "un", 4), voice("c", "un", 4), voice("d", "donor", 1)]
    assert group_levels(spoken) == {"donor": 1.0, "un": 4.0}


def test_months_between__counts_whole_months_and_reads_reduced_dates():
    assert [
        months_between("2024-03", "2026-03-14"),
        months_between("2025", "2026-02"),
        months_between("2026", "2025"),
    ] == [
        24,
        13,
        -12,
    ]


def test_is_downgraded__says_why():
    def downgraded(is_subnational: bool = False, **details: object) -> bool:
        spoken = voice("a", "un", 2, **details)
        return is_downgraded(spoken, as_of="2026-03", recent_months=24, is_subnational=is_subnational)

    assert not downgraded()
    assert downgraded(record_type="notes")
    assert downgraded(date="2023-01")
    assert not downgraded(date="2023-01", is_in_force=True)
    assert downgraded(is_subnational=True, tier="national")
    assert not downgraded(is_subnational=True, tier="commune")


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["un", "donor"]), st.integers(0, 4)), min_size=1),
    st.randoms(),
)
def test_merge_voices__order_of_claims__does_not_matter(told, random):
    claims = [voice(source, "un", level, evidence=(f"s{n}",)) for n, (source, _, level) in enumerate(told)]
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert {(v.source, v.level) for v in merge_voices(shuffled)} == {(v.source, v.level) for v in merge_voices(claims)}


def test_merge_voices__of_one_person_who_speaks_for_two_groups__stay_apart():
    merged = merge_voices([voice("a", "un", 1), voice("a", "donor", 3, evidence=("s2",)), voice("a", "un", 3)])
    assert [(one.source, one.group) for one in merged] == [("a", "donor"), ("a", "un")]
