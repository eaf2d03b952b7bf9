"""What was written into an audit log cannot be changed, taken out or put in unseen."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.audit_trails import HASH, Trail, read_trail, seal


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
