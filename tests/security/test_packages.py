"""`make audit` says what it could not ask for; it never calls sound what nobody told of."""

from bench.packages import CONSTRAINTS, other_versions, read_constraints, report


def test_report__nobody_answers__says_that_nothing_was_checked():
    lines, is_weak = report(None, 190)
    assert lines == [
        "NOT CHECKED: the weaknesses of 190 packages could not be asked for: nobody answers on the network."
    ]
    assert not is_weak


def test_report__an_index_that_tells_nothing__is_no_clean_bill():
    told = [{"name": "a", "skip_reason": "not found"}, {"name": "b", "skip_reason": "not found"}]
    lines, _ = report(told, 2)
    assert lines[0].startswith("NOT CHECKED: the weaknesses of 2 packages")


def test_report__names_each_weakness_and_what_was_left_out():
    weakness = {"id": "PYSEC-2026-1", "fix_versions": ["2.0"]}
    told = [{"name": "a", "version": "1.0", "vulns": [weakness]}, {"name": "b", "skip_reason": "not found"}]
    lines, is_weak = report(told, 2)
    assert is_weak
    assert "a 1.0: PYSEC-2026-1, mended in 2.0" in lines
    assert any(line.startswith("NOT CHECKED: 1 packages") for line in lines)


def test_constraints__are_read_and_compared_with_what_is_installed():
    constraints = read_constraints(CONSTRAINTS)
    assert len(constraints) > 100
    [told] = other_versions({"filelock": "0.0.1", "no-such-package": "1"})
    assert told.endswith("0.0.1 was tested.")
