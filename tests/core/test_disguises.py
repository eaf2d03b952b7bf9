"""Records that must not be told leave under ids that nobody can make again. Nobody here is real."""

import pytest

from tasks.core.disguises import disguise
from tasks.core.quoting import Permit

SECRET = b"1" * 32
PERMITS = {"X-1": Permit(True, shows_source=True), "X-2": Permit(True), "X-3": Permit(True, shows_source=True)}
TABLES = {
    "interviews": [{"interview_id": id_, "date": "2026-01-14", "file": f"X/{id_}.txt"} for id_ in PERMITS],
    "segments": [
        {"segment_id": f"s-{id_}", "interview_id": id_, "turn_id": f"t-{id_}", "answer_id": None} for id_ in PERMITS
    ],
    "turns": [{"turn_id": f"t-{id_}", "interview_id": id_, "text": "Yes."} for id_ in PERMITS],
    "codings": [{"coding_id": f"c-{id_}", "segment_id": f"s-{id_}", "topic": "costs"} for id_ in PERMITS],
    "reviews": [{"review_id": "v-1", "target_id": "s-X-2", "reason": None}],
}


def told(secret: bytes = SECRET):
    return disguise(TABLES, PERMITS, secret)


def test_record__that_may_be_told__is_as_it_was():
    assert told().tables["interviews"][:2] == [TABLES["interviews"][0], TABLES["interviews"][2]]
    assert told().tables["codings"][0] == TABLES["codings"][0]


def test_record__that_must_not_be_told__stands_last_under_one_new_id_without_its_date():
    hidden = told()
    *_, record = hidden.tables["interviews"]
    assert record["interview_id"].startswith("h-")
    assert record["date"] is record["file"] is None
    assert {hidden.tables[name][-1]["interview_id"] for name in ("segments", "turns")} == {record["interview_id"]}
    assert not hidden.permits[record["interview_id"]].shows_source
    assert "X-2" not in str(hidden.tables)


def test_parts_of_it__still_belong_together():
    hidden = told()
    segment, turn = hidden.tables["segments"][-1], hidden.tables["turns"][-1]
    assert segment["turn_id"] == turn["turn_id"]
    assert segment["segment_id"] in {row["segment_id"] for row in hidden.tables["codings"]}
    assert hidden.tables["reviews"][0]["target_id"] == segment["segment_id"]
    assert [segment["segment_id"][:2], turn["turn_id"][:2]] == ["s-", "t-"]


def test_new_ids__lead_back_and_are_the_secrets_own():
    hidden = told()
    assert {hidden.own(row["segment_id"]) for row in hidden.tables["segments"]} == {"s-X-1", "s-X-2", "s-X-3"}
    assert hidden.own("X-1") == "X-1"
    assert told() == told()
    assert told().tables["interviews"][-1] != told(b"2" * 32).tables["interviews"][-1]


@pytest.mark.parametrize("permits", [{}, {"X-1": Permit(True)}])
def test_record__of_which_no_permit_is_known__is_not_told(permits):
    assert all(row["interview_id"].startswith("h-") for row in disguise(TABLES, permits, SECRET).tables["interviews"])
