"""Decisions of people: read, merged by id, and applied to what the machine proposed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.levels import Level
from tasks.core.reviews import (
    BLIND,
    COLUMNS,
    RULING,
    Decision,
    Vocabulary,
    guard_of,
    merge_decisions,
    name_guard,
    names_of_people,
    number_reviewers,
    parse_decisions,
)
from tasks.core.rulings import level_guard, route_turns, rule_codings, rule_levels

WORDS = Vocabulary(
    frozenset({"meetings", "subnational"}),
    frozenset({"positive", "negative"}),
    frozenset({"meetings_held"}),
    frozenset({"Q16", "Q20"}),
)
TEXTS = {"s-1": "We met three times.", "s-2": "Nobody meets in the communes."}


def decided(decision: str, value: str = "", **details: object) -> Decision:
    """A decision on the topic "meetings" of s-1 by Ada on 1 March, unless told otherwise."""
    told = {"kind": "coding", "id": "s-1", "item": "meetings", "reviewer": "Ada", "at": "2026-03-01"} | details
    return Decision(decision=decision, value=value, **told)  # type: ignore[arg-type]


def suggested(segment: str = "s-1", topic: str = "meetings", stance: str = "positive") -> dict[str, object]:
    return {
        "coding_id": f"c-{segment}-{topic}",
        "segment_id": segment,
        "topic": topic,
        "stance": stance,
        "confidence": 0.6,
        "rule": "words",
        "tier": "sample",
        "coder": "model:1",
        "status": "suggested",
    }


def rule(*decisions: Decision) -> list[dict[str, object]]:
    return rule_codings([suggested()], TEXTS, merge_decisions(decisions))[0]


def sheet(*rows: dict[str, str]) -> list[list[str]]:
    return [list(COLUMNS), *([row.get(name, "") for name in COLUMNS] for row in rows)]


def test_coding__confirmed_and_rejected_keep_the_machines_row():
    assert [row["status"] for row in rule(decided("confirmed"))] == ["confirmed"]
    rejected = rule(decided("rejected"))
    assert [(row["status"], row["coder"], row["reviewers"]) for row in rejected] == [("rejected", "model:1", ("Ada",))]


def test_topic__added_by_a_person_takes_the_segments_stance():
    rows = rule(decided("added", item="subnational"))
    assert [(row["topic"], row["coder"], row["stance"]) for row in rows] == [
        ("meetings", "model:1", "positive"),
        ("subnational", "person:Ada", "positive"),
    ]


def test_topic__confirmed_stays_with_its_stance_when_the_machine_codes_it_no_more():
    told = decided("confirmed", id="s-2", item="subnational", proposed="negative")
    rows, problems = rule_codings([], TEXTS, merge_decisions([told]))
    assert ([(row["topic"], row["stance"]) for row in rows], problems) == ([("subnational", "negative")], [])


def test_topic__added_where_nothing_was_coded_needs_a_stance():
    bare = decided("added", id="s-2", item="subnational")
    rows, problems = rule_codings([], TEXTS, merge_decisions([bare]))
    assert (rows, [problem.code for problem in problems]) == ([], ["V008"])
    told = decided("set", "negative", kind="stance", id="s-2", item="")
    rows, problems = rule_codings([], TEXTS, merge_decisions([bare, told]))
    assert ([row["stance"] for row in rows], problems) == (["negative"], [])


def test_stance__set_by_a_person_keeps_the_proposed_one_beside_it():
    rows = rule(decided("set", "negative", kind="stance", item=""))
    assert [(row["stance"], row["proposed_stance"]) for row in rows] == [("negative", "positive")]


def test_two_reviewers__who_disagree_leave_the_machines_until_somebody_rules():
    two = [decided("confirmed"), decided("rejected", reviewer="Ben")]
    merged = merge_decisions(two)
    assert (dict(merged.rulings), len(merged.disputes)) == ({}, 1)
    assert rule(*two)[0]["status"] == "suggested"
    ruled = rule(*two, decided("rejected", reviewer="Cleo", mode=RULING))
    assert (ruled[0]["status"], ruled[0]["reviewers"]) == ("rejected", ("Cleo",))


def test_one_reviewer__changes_their_mind_and_the_latest_counts():
    later = decided("rejected", at="2026-03-02")
    assert rule(later, decided("confirmed"))[0]["status"] == "rejected"


def test_confirming_and_adding_the_same_topic__is_agreement():
    merged = merge_decisions([decided("confirmed"), decided("added", reviewer="Ben")])
    assert not merged.disputes


def test_blind_codings__are_measured_and_not_applied():
    assert rule(decided("rejected", mode=BLIND))[0]["status"] == "suggested"


def test_decision_on_changed_words__is_refused_by_name():
    old = decided("rejected", guard=guard_of("We met twice."), file="XAA/review/a.csv", row=4)
    rows, problems = rule_codings([suggested()], TEXTS, merge_decisions([old]))
    assert rows[0]["status"] == "suggested"
    assert [(p.code, p.file, p.row) for p in problems] == [("V004", "XAA/review/a.csv", 4)]
    assert "meetings of s-1" in problems[0].detail


def test_decision_on_words_that_are_gone__is_refused_by_name():
    _, problems = rule_codings([suggested()], TEXTS, merge_decisions([decided("rejected", id="s-9")]))
    assert [problem.code for problem in problems] == ["V005"]


PROPOSED = Level("meetings_held", "scored", 2.0, (2.0, 3.0), "B", 3, evidence=("s-1", "s-2"))


def set_level(value: str, level: Level = PROPOSED, **details: object) -> Decision:
    told = {"kind": "level", "id": "meetings_held", "item": "", "proposed": "2", "guard": level_guard(level)}
    return decided("set", value, **(told | {"reason": "the minutes count three"} | details))


def test_level__set_by_a_person_keeps_the_proposed_one_and_the_reason():
    levels, problems = rule_levels({"meetings_held": PROPOSED}, merge_decisions([set_level("3")]))
    level = levels["meetings_held"]
    assert (level.value, level.proposed, level.review, level.review_reason) == (
        3.0,
        "2",
        "set",
        "the minutes count three",
    )
    assert (level.evidence, level.grade, problems) == (PROPOSED.evidence, "B", [])
    assert "set_by_person" in level.flags


def test_level__confirmed_stays_and_says_so():
    levels, _ = rule_levels(
        {"meetings_held": PROPOSED}, merge_decisions([replace(set_level("2"), decision="confirmed")])
    )
    assert (levels["meetings_held"].value, levels["meetings_held"].review) == (2.0, "confirmed")


@pytest.mark.parametrize(("value", "grade"), [("NI", ""), ("NA", ""), ("CF", "X"), ("4", "B")])
def test_level__set_to_a_state(value, grade):
    level = rule_levels({"meetings_held": PROPOSED}, merge_decisions([set_level(value)]))[0]["meetings_held"]
    assert (level.state if value != "4" else level.value, level.grade) == (4.0 if value == "4" else value, grade)


def test_level__stands_on_new_evidence_only_while_the_proposal_is_the_same():
    more = replace(PROPOSED, evidence=("s-1", "s-2", "s-3"))
    levels, problems = rule_levels({"meetings_held": more}, merge_decisions([set_level("3")]))
    assert (levels["meetings_held"].value, [p.code for p in problems]) == (3.0, ["V006"])
    moved = replace(more, value=1.0)
    levels, problems = rule_levels({"meetings_held": moved}, merge_decisions([set_level("3")]))
    assert (levels["meetings_held"].value, [p.code for p in problems]) == (1.0, ["V004"])


def test_routing__of_a_question_holds_for_the_answers_after_it():
    roles = ("interviewer", "respondent", "respondent", "interviewer", "respondent")
    turns = [
        {"turn_id": f"t-{n}", "interview_id": "i", "turn_no": n, "speaker_role": role, "text": str(n),
         "annex_question": "Q20", "area": 4, "question_confidence": 0.3}
        for n, role in enumerate(roles)
    ]  # fmt: skip
    merged = merge_decisions([decided("set", "Q16", kind="routing", id="t-0", item="", guard=guard_of("0"))])
    rows, problems = route_turns(turns, merged, {"Q16": 3}.get)
    assert [row["annex_question"] for row in rows] == ["Q16", "Q16", "Q16", "Q20", "Q20"]
    assert ([row["area"] for row in rows[:3]], problems) == ([3, 3, 3], [])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"kind": "coding", "id": "s-1", "item": "football", "decision": "added"}, "topic"),
        ({"kind": "level", "id": "meetings_held", "decision": "set", "value": "7", "reason": "x"}, "level"),
        ({"kind": "level", "id": "meetings_held", "decision": "set", "value": "3"}, "reason"),
        ({"kind": "stance", "id": "s-1", "decision": "set", "value": "angry"}, "stance"),
        ({"kind": "coding", "id": "s-1", "item": "meetings", "decision": "perhaps"}, "decision"),
        ({"kind": "weather", "id": "s-1", "decision": "set"}, "kind"),
        ({"kind": "coding", "id": "s-1", "item": "meetings", "decision": "added", "at": "yesterday"}, "date"),
    ],
)
def test_row__that_is_no_decision_is_named_and_left_out(row, reason):
    decisions, problems = parse_decisions(
        sheet({"reviewer": "Ada", "at": "2026-03-01"} | row), WORDS, "XAA/review/a.csv"
    )
    assert decisions == ()
    assert [(p.code, p.row) for p in problems] == [("V002", 2)]
    assert reason in problems[0].detail


def test_coding_with_its_stance__is_two_decisions():
    row = {"kind": "coding", "id": "s-1", "item": "meetings", "decision": "added", "value": "negative"}
    decisions, _ = parse_decisions(sheet(row | {"reviewer": "Ada", "at": "2026-03-01"}), WORDS, "f")
    assert [(one.kind, one.item, one.value) for one in decisions] == [
        ("coding", "meetings", ""),
        ("stance", "", "negative"),
    ]


def test_file_without_its_columns__is_refused_once_for_each():
    decisions, problems = parse_decisions([["kind", "id"], ["coding", "s-1"]], WORDS, "f")
    assert (decisions, {p.code for p in problems}, len(problems)) == ((), {"V001"}, 3)


def test_names__are_known_by_their_guard_only():
    names = names_of_people([decided("replace", kind="pseudonym", id=name_guard("Awa  KEITA"), item="")])
    assert name_guard("awa keita") in names


choices = st.builds(
    decided,
    decision=st.sampled_from(["confirmed", "added", "rejected"]),
    item=st.sampled_from(["meetings", "subnational"]),
    id=st.sampled_from(["s-1", "s-2", "s-3"]),
    reviewer=st.sampled_from(["Ada", "Ben"]),
    at=st.sampled_from(["2026-03-01", "2026-03-02"]),
    mode=st.sampled_from(["review", "blind", "ruling"]),
)


@given(st.lists(choices, max_size=12), st.randoms(use_true_random=False))
def test_decisions__hold_in_any_order_and_once_as_well_as_twice(decisions, random):
    numbered = [replace(one, file="f", row=number) for number, one in enumerate(decisions)]
    shuffled = random.sample(numbered, len(numbered))
    merged = merge_decisions(numbered)
    assert merge_decisions([*shuffled, *numbered]) == merged
    once, _ = rule_codings([suggested()], TEXTS, merged)
    assert rule_codings(once, TEXTS, merged)[0] == once


def test_reviewers__are_numbered_alike_wherever_they_are_told():
    assert number_reviewers(["Ben", "Ana", "", "Ben"]) == number_reviewers(["Ana", "Ben"]) == {"Ana": 1, "Ben": 2}
    signed = number_reviewers(["Reviewer 1", "Ann"], {"Ann": 1}, are_signed=True)
    assert signed == {"Ann": 1, "Reviewer 1": 2}, "who signs so is not the first"
    assert number_reviewers(["Abel", "ben", "Reviewer 1"], {"Ana": 1, "Ben": 2}) == {
        "Abel": 3,
        "ben": 2,
        "Reviewer 1": 1,
    }
