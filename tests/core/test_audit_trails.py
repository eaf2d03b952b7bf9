"""What was written into an audit log cannot be changed, taken out or put in unseen."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.audit_trails import HASH, Trail, read_trail, seal, seal_broken


def log_of(n: int) -> bytes:
    content = b""
    for number in range(n):
        content += seal({"event": "begun", "country": f"X{number}"}, read_trail(content)) + b"\n"
    return content


def end_of(content: bytes) -> dict:
    entries = read_trail(content).entries
    return {"n": len(entries), HASH: entries[-1][HASH]}


def codes(content: bytes, known: dict | None = None) -> list[str]:
    return [problem.code for problem in read_trail(content, known).problems]


def test_log__as_written__is_whole():
    content = log_of(5)
    assert codes(content, end_of(content)) == []
    assert [entry["n"] for entry in read_trail(content).entries] == [1, 2, 3, 4, 5]
    assert read_trail(b"") == Trail()


@given(at=st.integers(0, 10_000), to=st.integers(1, 255))
def test_any_byte_that_was_changed__is_found(at, to):
    content = bytearray(log_of(4))
    end = end_of(bytes(content))
    content[at % len(content)] ^= to
    assert {"J001", "J002"} & set(codes(bytes(content), end))


@pytest.mark.parametrize("line", [0, 1, 2, 3])
def test_entry_taken_out__is_found(line):
    lines = log_of(4).splitlines(keepends=True)
    assert codes(b"".join(lines[:line] + lines[line + 1 :]), end_of(b"".join(lines))) in (["J001"], ["J002"])


def test_entries_swapped_doubled_or_put_in__are_found():
    one, two, three = log_of(3).splitlines(keepends=True)
    other = seal({"event": "forged"}, read_trail(one)) + b"\n"
    for forged in (one + three + two, one + two + two + three, one + other + two + three):
        assert codes(forged)[0] == "J001"


def test_log_written_anew_from_an_entry_on__is_found_by_the_last_hash():
    content = log_of(3)
    first = content.splitlines(keepends=True)[0]
    anew = first + seal({"event": "forged"}, read_trail(first)) + b"\n"
    anew += seal({"event": "forged"}, read_trail(anew)) + b"\n"
    assert codes(anew) == []
    assert codes(anew, end_of(content)) == ["J001"]


def test_line_of_a_killed_run__is_told_and_the_log_goes_on():
    content = log_of(2) + b'{"n":3,"eve'
    assert codes(content) == ["J003"]
    after = content + b"\n" + seal({"event": "begun"}, read_trail(content)) + b"\n"
    assert codes(after) == ["J003"]
    assert len(read_trail(after).entries) == 3
    assert codes(after.replace(b'"eve\n', b'"evX\n')) == ["J001"]


@pytest.mark.parametrize(
    "end", [{}, {"n": None}, {"n": 0}, {"n": True, HASH: "0" * 64}, {"n": 3}, {"n": -1, HASH: "0" * 64}]
)
def test_end__gone_or_of_no_sense_beside_a_log_with_entries__is_told(end):
    assert codes(log_of(3), end) == ["J006"]
    assert codes(b"", {}) == []


def test_end__that_lags_by_more_than_one_call_wrote__is_told():
    content = b""
    for second in (1, 1, 2, 3):
        content += seal({"event": "begun", "at": second}, read_trail(content)) + b"\n"
    ends = [{"n": n, HASH: read_trail(content).entries[n - 1][HASH]} for n in (1, 2, 3)]
    assert [codes(content, end) for end in ends] == [["J006"], ["J006"], []]
    assert codes(content, {"n": 0, HASH: "0" * 64}) == ["J006"]
    assert codes(log_of(4), {"n": 0, HASH: "0" * 64}) == []


def test_log_that_was_not_whole__goes_on_and_tells_it_for_ever():
    lines = log_of(6).splitlines(keepends=True)
    without_third = b"".join(lines[:2] + lines[3:])
    broken = read_trail(without_third, end_of(b"".join(lines)))
    assert (broken.unnoted, len(broken.entries)) == (("J001",), 2)
    kept = without_third + seal_broken({"at": "2026"}, broken, end_of(b"".join(lines)), broken.unnoted) + b"\n"
    after = kept + seal({"event": "begun"}, read_trail(kept)) + b"\n"
    whole = read_trail(after, end_of(after))
    assert ([problem.code for problem in whole.problems], whole.unnoted) == (["J001", "J008"], ())
    assert [entry["event"] for entry in whole.entries] == ["begun", "begun", "broken", "begun"]
    laundered = b"".join(lines[:2]) + b"".join(after.splitlines(keepends=True)[-2:])
    assert "J001" in codes(laundered)


def test_log_that_was_cut__goes_on_and_tells_it_for_ever():
    known = end_of(log_of(6))
    cut = read_trail(log_of(4), known)
    assert cut.unnoted == ("J002",)
    kept = log_of(4) + seal_broken({"at": "2026"}, cut, known, cut.unnoted) + b"\n"
    (problem,) = read_trail(kept, end_of(kept)).problems
    assert (problem.code, "(J002): 6 entries were known to be there, 4 were found" in problem.detail) == ("J008", True)


def test_forged_entry_behind_a_line_that_does_not_follow__is_not_gone_on_with():
    lines = log_of(4).splitlines(keepends=True)
    gap = b"".join(lines[:1] + lines[2:])
    forged = gap + seal({"event": "begun"}, read_trail(gap)) + b"\n"
    assert (codes(forged), len(read_trail(forged).entries)) == (["J001"], 1)


def test_end_lags_after_a_kill__is_no_fault():
    content = log_of(4)
    lagging = {"n": 3, HASH: json.loads(content.splitlines()[2])[HASH]}
    assert codes(content, lagging) == []


@given(written=st.lists(st.one_of(st.none(), st.integers(0, 400)), min_size=1, max_size=8))
def test_writers_killed_at_any_byte_one_after_the_other__leave_a_log_that_goes_on(written):
    content = b""
    for number, cut in enumerate(written):
        trail = read_trail(content)
        line = b"\n" * trail.is_open + seal({"event": "begun", "country": f"X{number}"}, trail) + b"\n"
        content += line if cut is None else line[:cut]
    assert set(codes(content)) <= {"J003"}
    assert len(read_trail(content).entries) >= written.count(None)
