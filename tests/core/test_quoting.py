"""A quotation is printed within consent, and never tells who the only respondent of a group is."""

import pytest

from tasks.core.quoting import Permit, QuotingRule, grant_permits, hold_back, parse_quoting_rule

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
