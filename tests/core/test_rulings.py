"""What people decided, applied to rows; see tests/tasks/test_apply_reviews.py for whole countries."""

from tasks.core.reviews import Decision, Merged, Ruling
from tasks.core.rulings import rule_candidates


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
