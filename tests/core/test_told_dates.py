"""Nobody learns from a date of a whole country when one of few persons was heard."""

import pytest

from tasks.core.quoting import Permit, QuotingRule
from tasks.core.told_dates import ToldDates, tell_dates

RULE = QuotingRule(3, "generalise", 3)
SHOWN, HIDDEN, UNQUOTED = Permit(True, "un", shows_source=True), Permit(True), Permit(False, "un", shows_source=True)


def record(id_, date, record_type="verbatim", consent_record=True):
    return {"interview_id": id_, "date": date, "record_type": record_type, "consent_record": consent_record}


def told(*records, heard=None, rule=RULE):
    """Dates of a country of (date, permit) each; a permit of None is of a document."""
    rows = [
        record(f"r{n}", date, "document" if permit is None else "verbatim") for n, (date, permit) in enumerate(records)
    ]
    permits = {f"r{n}": permit or SHOWN for n, (_, permit) in enumerate(records)}
    return tell_dates(rows, permits, rule, heard)


def test_latest__of_the_only_interview__is_a_year():
    assert told(("2026-02-07", HIDDEN)).last == "2026"


def test_latest__of_persons_whose_days_stand_beside_quotations__is_a_month():
    dates = told(("2026-01-03", SHOWN), ("2026-02-07", SHOWN))
    assert (dates.first, dates.last) == ("2026-01", "2026-02")


@pytest.mark.parametrize(("n", "last"), [(0, "2026-02"), (1, "2026"), (2, "2026"), (3, "2026-02"), (4, "2026-02")])
def test_latest__where_subtraction_would_leave_few_in_the_month__is_a_year(n, last):
    assert told(("2026-02-01", SHOWN), *[("2026-02-20", HIDDEN)] * n).last == last


def test_latest__of_one_person_in_three_records__is_a_year():
    rows = [record(id_, f"2026-02-0{n}") | {"respondent_id": "a"} for n, id_ in enumerate("abc", 1)]
    assert tell_dates(rows, dict.fromkeys("abc", HIDDEN), RULE).last == "2026"


def test_latest__of_one_who_may_not_be_quoted__is_a_year():
    assert told(("2026-01-03", SHOWN), ("2026-02-07", UNQUOTED)).last == "2026"


def test_latest__of_a_document__is_its_day_whoever_was_heard_before():
    dates = told(("2026-01-03", HIDDEN), ("2026-03-01", None))
    assert (dates.first, dates.last) == ("2026", "2026-03-01")


def test_latest__counts_only_those_who_were_heard_and_agreed():
    rows = [record("a", "2026-01-03"), record("b", "2026-02-03"), record("c", "2026-03-03", consent_record=False)]
    dates = tell_dates(rows, dict.fromkeys("abc", SHOWN), RULE, heard={"a", "c"})
    assert (dates.first, dates.last) == ("2026-01", "2026-01")


def test_latest__of_undated_evidence__is_not_told():
    assert told((None, SHOWN)).last == ""
    assert told(("2026", SHOWN)).last == "2026"


def test_latest__where_only_years_are_declared__is_a_year():
    rule = QuotingRule(3, "generalise", 3, date_length=4)
    assert told(("2026-01-03", SHOWN), rule=rule).last == "2026"


@pytest.mark.parametrize(
    ("date", "n", "shown"),
    [
        ("2026-02-07", 0, "2026-02-07"),
        ("2026-02-07", 2, "2026"),
        ("2026-02-07", 3, "2026-02"),
        ("2026-03-07", 3, "2026"),
        ("2026", 3, "2026"),
        ("", 1, ""),
    ],
)
def test_date__of_what_so_many_persons_told__is_as_fine_as_it_points_at_nobody(date, n, shown):
    assert ToldDates(RULE, frozenset({"2026-02"})).of(date, n) == shown
