from dataclasses import replace

import pytest
from builders import indicator, voice, voices
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.levels import NO_INFORMATION, Silence, decide_level

NOBODY = Silence()


def level_of(kind, told, **details):
    silence = Silence(details.pop("not_known", ()), details.pop("not_applicable", ()))
    return decide_level(indicator(kind), told, silence, as_of="2026-03", **details)


@pytest.mark.parametrize(
    ("told", "state", "value"),
    [
        pytest.param("a | government | 3", "scored", 3, id="one voice"),
        pytest.param("a | government | 3 \n b | un | 2", "scored", 2.5, id="neighbours: the median"),
        pytest.param("a | government | 3 \n b | un | 1", "CF", None, id="equal weight, two apart: conflict"),
        pytest.param("a | government | 3 \n b | un | 3 \n c | donor | 1", "scored", 3, id="two groups beat one"),
        pytest.param(
            "a | un | 3 \n b | donor | 3 \n c | business | 1 \n d | academia | 1", "CF", None, id="two against two"
        ),
        pytest.param("p | document | 4 \n a | government | 1", "scored", 4, id="a document beats one group"),
        pytest.param("p | document | 3 \n a | government | 2 \n b | un | 2", "scored", 3, id="documents before recall"),
        pytest.param("p | document | 4 \n a | un | 1 \n b | donor | 1", "CF", None, id="document against two groups"),
        pytest.param(
            "p | document | 4 \n a | un | 1 \n b | donor | 1 \n c | business | 1",
            "scored",
            1,
            id="three groups beat a document",
        ),
        pytest.param(
            "a | un | 0 \n b | un | 4 \n c | un | 4 \n d | donor | 4", "scored", 4, id="median within the group first"
        ),
    ],
)
def test_fact__best_graded_source_wins(told, state, value):
    level = level_of("fact", voices(told))
    assert (level.state, level.value) == (state, value)


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("a | government | 3 \n b | un | 1", 2),
        ("a | government | 4 \n b | government | 4 \n c | government | 4 \n d | un | 1 \n e | donor | 2", 2),
        ("p | document | 4 \n a | un | 1", 1),
        ("p | document | 2", 2),
    ],
)
def test_view__median_of_the_groups_medians(told, value):
    level = level_of("view", voices(told))
    assert (level.state, level.value) == ("scored", value)


def test_conflict__keeps_its_range_and_grade_x():
    level = level_of("fact", voices("a | government | 3 \n b | un | 1"))
    assert (level.range, level.grade, level.flags) == ((1.0, 3.0), "X", ("groups_disagree", "conflict"))


def test_groups_two_apart__are_flagged_also_when_one_side_wins():
    level = level_of("fact", voices("a | government | 3 \n b | un | 3 \n c | donor | 1"))
    assert level.flags == ("groups_disagree",)


def test_silence__is_no_information_never_zero():
    assert level_of("fact", ()).state == "NI"
    asked = level_of("fact", (), not_known=("a-1",), not_applicable=("a-2",))
    assert (asked.state, asked.value, asked.evidence) == ("NI", None, ("a-1", "a-2"))


def test_not_applicable__needs_everyone_asked_to_say_so():
    assert level_of("fact", (), not_applicable=("a-1",)).state == "NA"
    disputed = level_of("fact", voices("a | un | 2"), not_applicable=("a-1",))
    assert (disputed.state, disputed.flags) == ("scored", ("applicability_disputed",))


def test_hearsay_alone__is_flagged_and_graded_d():
    level = level_of("fact", (voice("a", "un", 3, is_second_hand=True), voice("b", "donor", 3, is_second_hand=True)))
    assert (level.grade, level.flags) == ("D", ("second_hand_only",))


def test_move_since_the_last_period__without_newer_evidence__is_flagged():
    told = voices("a | un | 4")
    assert "moved_without_new_evidence" in level_of("fact", told, previous=(2.0, "2026-03")).flags
    assert "moved_without_new_evidence" not in level_of("fact", told, previous=(2.0, "2024-03")).flags
    assert "moved_without_new_evidence" not in level_of("fact", told, previous=(3.5, "2026-03")).flags


told_levels = st.lists(
    st.tuples(st.sampled_from(["government", "un", "donor", "business"]), st.integers(0, 4)), min_size=1, max_size=12
)


@given(told_levels, st.sampled_from(["fact", "view"]), st.randoms())
def test_level__order_of_voices__does_not_matter(told, kind, random):
    spoken = [voice(f"r{n}", group, level) for n, (group, level) in enumerate(told)]
    shuffled = list(spoken)
    random.shuffle(shuffled)
    one, other = level_of(kind, tuple(spoken)), level_of(kind, tuple(shuffled))
    assert (one.state, one.value, one.grade, one.range) == (other.state, other.value, other.grade, other.range)


@given(told_levels, st.sampled_from(["fact", "view"]))
def test_level__names_of_groups__do_not_matter_beside_government(told, kind):
    spoken = tuple(voice(f"r{n}", group, level) for n, (group, level) in enumerate(told))
    renamed = {"un": "donor", "donor": "business", "business": "un", "government": "government"}
    other = level_of(kind, tuple(voice(f"r{n}", renamed[group], level) for n, (group, level) in enumerate(told)))
    one = level_of(kind, spoken)
    assert (one.state, one.value, one.grade) == (other.state, other.value, other.grade)


@given(told_levels, st.sampled_from(["fact", "view"]))
def test_level__lies_within_what_was_told(told, kind):
    level = level_of(kind, tuple(voice(f"r{n}", group, value) for n, (group, value) in enumerate(told)))
    values = [value for _, value in told]
    assert level.value is None or min(values) <= level.value <= max(values)


def test_level__what_most_sources_deny__is_not_told_by_the_few():
    shared = replace(indicator("view"), sources_needed={1: 1, 2: 2, 3: 3})
    claimed = [voice("a", "government", 3), voice("b", "civil_society", 3)]
    denied = [voice(source, group, 0) for source, group in (("c", "un"), ("d", "donor"), ("e", "academia"))]
    one, other = (
        decide_level(shared, told, Silence(), as_of="2026-03", are_read=True) for told in (claimed, claimed + denied)
    )
    assert (one.value, other.value) == (2, 0)


def read(kind, told, silence=NOBODY, **changes):
    return decide_level(replace(indicator(kind), **changes), told, silence, as_of="2026-03", are_read=True)


def test_read_fact__between_two_levels__is_the_higher_one_where_two_groups_tell_it():
    assert read("fact", voices("a | un | 2 \n b | donor | 3")).value == 2
    assert read("fact", voices("a | un | 2 \n b | donor | 2 \n c | civil_society | 3 \n d | academia | 3")).value == 3


def test_read_view__is_a_level_of_the_scale():
    told = voices("a | un | 2 \n b | donor | 2 \n c | civil_society | 3 \n d | academia | 2.5")
    assert (read("view", told).value, level_of("view", told).value) == (2, 2.25)


def test_read_level__of_one_beside_many_who_do_not_know__is_none():
    one = voices("a | un | 3")
    assert read("fact", one, Silence(("s1", "s2"), n_unknowing=2)).state == NO_INFORMATION
    assert read("fact", one, Silence(("s1",), n_unknowing=1)).value == 3
    assert read("fact", (*one, *voices("b | donor | 3")), Silence(("s1", "s2"), n_unknowing=2)).value == 3
    assert level_of("fact", one).value == 3


def test_read_steps__of_some__are_not_taken_away_by_those_who_saw_none():
    told = voices("a | un | 0 \n b | donor | 0 \n c | government | 2")
    needed = {1: 1, 2: 1, 3: 2}
    assert read("view", told, sources_needed=needed, is_each_their_own=True).value == 2
    assert read("view", told, sources_needed=needed).value == 0


def test_read_level__told_of_a_province__does_not_move_what_its_group_tells_of_the_country():
    national, province = voice("a", "government", 3), replace(voice("b", "government", 0), tier="region")
    assert read("fact", (national, province)).value == 3
    assert read("fact", (province,)).value == 0
