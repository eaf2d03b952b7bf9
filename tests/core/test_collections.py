"""What is new on a server, and what was withdrawn."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.core.collections import (
    KOBO,
    ODK,
    Changes,
    Listed,
    Pull,
    Source,
    find_changes,
    list_odk,
    since_full,
    withdrawn_uuids,
)

LISTS = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.sampled_from("12"), st.sampled_from(["", "ok", "rejected"]))
)


def listed(told: dict[str, tuple[str, str]]) -> list[Listed]:
    return [Listed(id_, id_, version, review, "", review == "rejected") for id_, (version, review) in told.items()]


def entry(changes: Changes, withdrawn: frozenset[str], n: int = 0) -> dict:
    return Pull(Source(KOBO, "https://k", "a"), "", "", "", "", n, changes, False).record(withdrawn)


@given(LISTS, LISTS)
def test_changes__lead_from_one_list_to_the_other(before, after):
    changes = find_changes(listed(before), listed(after))
    held = {id_: state for id_, state in before.items() if id_ not in {one.id for one in changes.deleted}}
    held |= {one.id: (one.version, one.review) for one in changes.wanted}
    assert held == after
    assert not find_changes(listed(after), listed(after))


@given(st.lists(LISTS, min_size=2, max_size=5))
def test_withdrawn__are_those_received_once_and_now_gone_or_rejected(lists):
    record: dict = {"pulls": []}
    for before, after in zip([{}, *lists], lists, strict=False):
        changes = find_changes(listed(before), listed(after))
        record["pulls"].append(entry(changes, withdrawn_uuids(record)))
    gone = withdrawn_uuids(record)
    now = lists[-1]
    accepted_once = {id_ for told in lists for id_, (_, review) in told.items() if review != "rejected"}
    assert {id_ for id_ in accepted_once if id_ not in now or now[id_][1] == "rejected"} <= gone
    assert not gone & {id_ for id_, (_, review) in now.items() if review != "rejected"}


def test_edit_that_changes_the_first_uuid__withdraws_the_old_one():
    changes = find_changes([Listed("1", "old", "old")], [Listed("1", "new", "new")])
    assert entry(changes, frozenset())["deleted"] == ["old"]


def test_servers_of_one_form__have_names_of_their_own():
    first, second = (Source(ODK, f"https://{host}.example.org", "7/msp annex") for host in ("test", "main"))
    assert first.stem != second.stem
    assert first.stem == "odk-test-example-org-7-msp-annex"


def test_list_of_an_older_central__tells_edits_by_time():
    old = {"instanceId": "uuid:a", "createdAt": "2026-01-01", "updatedAt": None, "reviewState": None}
    new = old | {"updatedAt": "2026-01-02"}
    assert len(find_changes(list_odk([old], frozenset()), list_odk([new], frozenset())).edited) == 1


def test_since_full__starts_at_the_last_full_pull():
    pulls = [{"is_full": True, "n": 1}, {"n": 2}, {"is_full": True, "n": 3}, {"n": 4}]
    assert [pull["n"] for pull in since_full(pulls)] == [3, 4]
