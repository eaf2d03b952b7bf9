"""Counts of rows on the data-quality page tell of no few persons."""

import pytest

from tasks.core.expectations import UNTOLD, tell_findings
from tasks.core.quoting import QuotingRule

RULE = QuotingRule(3, "generalise", 3)
COUNTED = {"interviews": 9, "responses": 6, "answers": 60}


def shown(table, n_rows, n_failing=0, *, is_of_part=False):
    record = {"table": table, "n_rows": n_rows, "n_failing": n_failing, "is_of_part": is_of_part, "status": "passed"}
    [told] = tell_findings([record], COUNTED, RULE)
    return told["n_rows"], told["n_failing"]


@pytest.mark.parametrize(("table", "n"), COUNTED.items())
def test_rows__that_are_all_that_the_page_counts__are_told(table, n):
    assert shown(table, n) == (n, "0")


@pytest.mark.parametrize("table", COUNTED)
@pytest.mark.parametrize("more", [-1, 1, 2, 30])
def test_rows__of_whom_the_page_does_not_count__are_not_told(table, more):
    assert shown(table, COUNTED[table] + more)[0] == UNTOLD


def test_rows__to_which_a_question_applies__are_not_told_as_they_tell_what_was_answered():
    assert shown("responses", 6, is_of_part=True)[0] == UNTOLD


@pytest.mark.parametrize(
    ("failing", "told"), [(0, "0"), (1, "<3"), (2, "<3"), (3, "3"), (6, "6"), (7, UNTOLD), (8, UNTOLD), (9, "9")]
)
def test_failing__where_they_or_the_others_are_few__are_not_told(failing, told):
    assert shown("interviews", 9, failing)[1] == told


def test_rows__of_tables_that_are_not_of_persons__are_told_as_they_are():
    assert shown("segments", 61, 1) == (61, 1)
