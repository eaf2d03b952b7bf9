"""A quotation is printed within consent, and never tells who the only respondent of a group is."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.quoting import (
    Permit,
    QuotingRule,
    count_groups,
    count_quotable,
    each_once,
    grant_permits,
    hold_back,
    parse_quoting_rule,
    small_groups,
    tell_apart,
    tell_counts,
)

RULE = QuotingRule(3, "generalise", 3)


def record(id_: str, group: str = "donor", quote: bool = True, attribution: str = "group", **more) -> dict:
    return {
        "interview_id": id_,
        "record_type": "verbatim",
        "stakeholder_group": group,
        "level": "national",
        "consent_record": True,
        "consent_quote": quote,
        "attribution": attribution,
    } | more


def permits(*rows: dict, rule: QuotingRule = RULE) -> dict[str, Permit]:
    return grant_permits(rows, rule)


def three(**more) -> list[dict]:
    return [record("a", **more), record("b", quote=False), record("c", attribution="none")]


def test_group__of_three_respondents__stands_under_their_words():
    told = permits(*three())
    assert told == {"a": Permit(True, "donor", "", True), "b": Permit(False, "donor", "", True), "c": Permit(True)}


def test_group__of_two__is_not_told_nor_its_file():
    assert permits(*three()[:2])["a"] == Permit(True)


def test_group__of_two__is_withheld_where_that_is_declared():
    assert not permits(*three()[:2], rule=QuotingRule(3, "withhold", 3))["a"].may_quote


def test_named_consent__lifts_the_rule_for_that_person_alone():
    told = permits(record("a", attribution="named"), record("b"))
    assert told["a"] == Permit(True, "donor", "national", True)
    assert told["b"] == Permit(True)


def test_role__adds_the_level_in_a_group_that_is_large_enough():
    assert permits(*three(attribution="role"))["a"] == Permit(True, "donor", "national", True)
    assert permits(record("a", attribution="role"))["a"] == Permit(True)


def test_respondents__without_consent_to_record__do_not_make_a_group_larger():
    rows = [record("a"), record("b"), record("c", consent_record=False)]
    told = permits(*rows)
    assert told["a"].group == ""
    assert not told["c"].may_quote


@pytest.mark.parametrize("attribution", ["", None, "none", "whatever"])
def test_attribution__that_is_not_told__gives_nothing_away(attribution):
    assert permits(*three(attribution=attribution))["a"] == Permit(True)


def test_document__is_public():
    paper = record("d", group=None, record_type="document", attribution="none")
    assert permits(paper)["d"] == Permit(True, "", "", True)


@pytest.mark.parametrize(("n", "shown"), [(0, "0"), (1, "<3"), (2, "<3"), (3, "3"), (40, "40")])
def test_count__of_few_persons__is_not_shown(n, shown):
    assert RULE.count(n) == shown


def test_rule__that_says_neither__is_refused():
    with pytest.raises(ValueError, match="neither"):
        parse_quoting_rule({"smallest_group": 3, "smallest_cell": 3, "below": "shout", "lifted_by": []})


def test_words__that_may_name_somebody__are_held_back_whole_and_as_spelled():
    hide = hold_back(["Quelembo", "Quelembo Zau", ""])
    assert hide("Quelembo Zau e Quelembo, quelembo, Quelembos.") == "[…] e […], quelembo, Quelembos."
    assert hold_back([])("Quelembo.") == "Quelembo."


def test_group__of_three_of_whom_one_was_set_aside__is_not_told():
    assert grant_permits(three(), RULE, {"a", "b"})["a"] == Permit(True)
    assert grant_permits(three(), RULE, {"a", "b", "c"})["a"].group == "donor"


# --- who is heard several times ---------------------------------------------------------------------------------------
def of_one(*ids: str, **more) -> list[dict]:
    return [record(id_, respondent_id=ids[0], **more) for id_ in ids]


def test_group__of_one_person_heard_three_times__is_not_told():
    told = permits(*of_one("a", "b", "c"))
    assert set(told.values()) == {Permit(True)}
    assert count_groups(of_one("a", "b", "c")) == {"donor": 1}


def test_group__of_three_people_of_whom_one_is_heard_twice__is_told_and_counts_three():
    rows = [*of_one("a", "b"), record("c"), record("d")]
    assert {permit.group for permit in permits(*rows).values()} == {"donor"}
    assert count_groups(rows) == {"donor": 3}


def test_level__of_one_person_heard_three_times__is_not_told_in_a_large_group():
    others = [record(id_, level="national", attribution="role") for id_ in "xyz"]
    told = permits(*of_one("a", "b", "c", level="district", attribution="role"), *others)
    assert told["a"] == Permit(True, "donor", "", True)


def test_person__who_speaks_for_two_groups__counts_once_in_the_first():
    rows = [record("a", respondent_id="a", group=""), *of_one("a", "b"), record("c", group="un", respondent_id="a")]
    assert [row["interview_id"] for row in each_once(rows)] == ["a"]
    assert count_groups(rows) == {"donor": 1}
    assert permits(*rows, record("d", group="un"), record("e", group="un"))["c"] == Permit(True)


def test_person__of_whom_one_record_was_set_aside__still_counts():
    assert count_groups(of_one("a", "b"), heard={"b"}) == {"donor": 1}


# --- who subtracts --------------------------------------------------------------------------------------------------
GROUPS = ("government", "civil_society", "donor", "un", "media", "youth", "academia", "business")


def printed(counts: Mapping[str, int], groups: tuple[str, ...]) -> tuple:
    """All that the outputs print of the groups: total, groups that are told, the others, how many groups at least."""
    told = tell_counts(counts, RULE, tell_apart(counts, 3, groups))
    n_heard = sum(n > 0 for n in counts.values())
    few = min(n_heard - len(told.counts), 2)
    return sum(counts.values()), tuple(sorted(told.counts.items())), told.others, few > 0, len(told.counts) + few


def test_attacker__who_knows_the_rule_and_all_that_is_printed__finds_no_small_group():
    groups, most = GROUPS[:4], 8
    worlds = defaultdict(list)
    for numbers in product(range(most), repeat=len(groups)):
        counts = dict(zip(groups, numbers, strict=True))
        worlds[printed(counts, groups)].append(counts)
    found = [
        (told, group)
        for told, possible in worlds.items()
        for group in groups
        if told[0] < most and {counts[group] for counts in possible} <= {1, 2}
    ]
    assert found == []


@given(st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 40), min_size=1))
def test_counts__however_many_of_each_group__leave_no_small_rest_beside_those_that_are_told(counts):
    told = tell_counts(counts, RULE, tell_apart(counts, 3, GROUPS))
    assert all(n >= 3 for n in told.counts.values())
    rest = sum(counts.values()) - sum(told.counts.values())
    hidden = set(GROUPS) - told.counts.keys()
    assert not told.counts or rest == 0 or (rest >= 3 and len(hidden) >= 2)
    assert told.others == (None if 0 < rest < 3 else rest)


@given(st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 9), min_size=1))
def test_permits__however_many_of_each_group__name_no_group_that_is_small(counts):
    rule = QuotingRule(3, "generalise", 3, groups=frozenset(GROUPS))
    rows = [record(f"{group}-{n}", group) for group, many in counts.items() for n in range(many)]
    named = {permit.group for permit in grant_permits(rows, rule).values()} - {""}
    assert all(counts[group] >= 3 for group in named)
    assert named.isdisjoint(small_groups(rows, rule))
    assert not named or len(rows) - sum(counts[group] for group in named) not in (1, 2)


def test_one_voice_beside_two_groups_of_three__takes_one_of_them_along():
    rows = [record(f"{group}-{n}", group) for group in ("government", "un") for n in range(3)] + [record("d")]
    assert small_groups(rows, RULE) == {"donor", "government"}
    assert small_groups([*rows, record("m", "media"), record("y", "youth")], RULE) == {"donor", "media", "youth"}


def test_level__of_one_person_of_a_large_group__is_not_told():
    told = permits(
        *(record(f"n{n}", attribution="role") for n in range(5)), record("d", attribution="role", level="district")
    )
    assert {permit.group for permit in told.values()} == {"donor"}
    assert told["d"].level == ""
    assert told["n1"].level == ""


@pytest.mark.parametrize(
    ("quotable", "of", "told"),
    [(9, 9, 9), (8, 9, None), (7, 9, None), (6, 9, 6), (3, 9, 3), (2, 9, None), (1, 1, None), (0, 4, 0)],
)
def test_quotable__where_few_refused_or_few_agreed__are_not_counted(quotable, of, told):
    people = [record(str(n), quote=n < quotable) for n in range(of)]
    document = record("plan", "", record_type="document")
    assert count_quotable(people, RULE) == told
    assert count_quotable([*people, document], RULE) == (None if told is None else told + 1)


def test_quotable__where_one_of_many_refused_one_of_her_records__are_not_counted():
    people = [record(str(n), respondent_id=f"p{n}") for n in range(3)]
    refused = record("3", quote=False, respondent_id="p2")
    assert count_quotable(people, RULE) == 3
    assert count_quotable([*people, refused], RULE) is None


def test_rule__that_tells_dates_by_the_week__is_refused():
    declared = {"smallest_group": 3, "smallest_cell": 3, "below": "withhold", "lifted_by": [], "finest_date": "week"}
    with pytest.raises(ValueError, match="finest_date"):
        parse_quoting_rule(declared)
