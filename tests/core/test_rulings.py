"""What people decided, applied to rows; see tests/tasks/test_apply_reviews.py for whole countries."""

from dataclasses import replace

from tasks.core.reviews import Decision, Merged, Ruling, merge_decisions
from tasks.core.rulings import contradiction_guard, rule_candidates, rule_contradictions


def candidate(id_: str) -> dict:
    return {"candidate_id": id_, "language": "fr", "words": "impôt | sel", "n_segments": 4}


def decided(id_: str, decision: str, value: str = "") -> Ruling:
    return Ruling(Decision("candidate", id_, "", decision, value, reviewer="Ada", file="a.csv", row=2), ("Ada",))


def test_candidates__carry_what_a_person_made_of_them():
    rulings = (
        decided("n-1", "new_code", "Salt tax"),
        decided("n-2", "topic", "policy_planning"),
        decided("n-9", "no_theme"),
    )
    rows, problems = rule_candidates(
        [candidate("n-1"), candidate("n-2"), candidate("n-3")],
        Merged({ruling.decision.key: ruling for ruling in rulings}),
    )
    assert [(row.get("decision"), row.get("code")) for row in rows] == [
        ("new_code", "Salt tax"),
        ("topic", "policy_planning"),
        (None, None),
    ]
    assert [problem.code for problem in problems] == ["V005"]


def test_group_that_was_found_no_theme__stays_so_when_it_comes_back_under_another_id():
    ruling = decided("n-1", "no_theme")
    ruling = replace(ruling, decision=replace(ruling.decision, proposed="sel | impôt | village"))
    rows, problems = rule_candidates(
        [candidate("n-7"), candidate("n-8") | {"words": "école | cantine | sel"}],
        Merged({ruling.decision.key: ruling}),
    )
    assert ([row.get("decision") for row in rows], problems) == (["no_theme", None], [])


def contradiction(id_: str, kind: str = "groups", **details: object) -> dict:
    return {
        "contradiction_id": id_,
        "indicator": "meetings_held",
        "kind": kind,
        "one_claim": "1",
        "other_claim": "3",
        "one_evidence": ["s-1", "s-2"],
        "other_evidence": ["s-3"],
        "span": 2.0,
    } | details


def ruled(rows: list[dict], decision: Decision) -> tuple[dict, list[str]]:
    found, problems = rule_contradictions(rows, merge_decisions([decision]))
    return {row["contradiction_id"]: row.get("ruling") for row in found}, [problem.code for problem in problems]


def test_ruling__follows_its_contradiction_and_counts_for_its_twins():
    guard = contradiction_guard(contradiction("x-1"))
    decision = Decision("contradiction", "x-1", "", "both", reviewer="Ada", at="2026-03-01", guard=guard)
    turned = contradiction("x-5", "questionnaire", one_evidence=["s-2", "s-1"])
    twin = contradiction("x-6", "subnational", one_evidence=["s-2"])
    other = contradiction("x-7", other_claim="4")
    assert ruled([turned, twin, other], decision) == ({"x-5": "both", "x-6": "both", "x-7": None}, [])
    assert ruled([contradiction("x-5", other_evidence=["s-9"])], decision) == ({"x-5": None}, ["V005"])
