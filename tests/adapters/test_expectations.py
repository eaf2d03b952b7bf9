import subprocess
import sys

import pandas as pd
import pytest

from tasks.adapters.expectations import run_suite
from tasks.core.expectations import Expectation, expectations_from_form, parse_expectations
from tasks.core.questionnaires import Choice, Form, Question

pytestmark = pytest.mark.slow
FRAME = pd.DataFrame({"id": ["a", "b", "c"], "level": ["0", "4", "9"], "n": ["1", None, "x"]})


def expect(kind: str, **details: object) -> Expectation:
    where = str(details.pop("where", ""))
    return Expectation(f"t.{kind}", "t", kind, details, "warning", "It holds.", "Mend it.", where=where)


def check(*expectations: Expectation):
    return run_suite(FRAME, expectations, table="t", key="id")


def test_suite__failing_rows_are_named_by_key():
    [finding], problems = check(expect("expect_column_values_to_be_in_set", column="level", value_set=["0", "4"]))
    assert (finding.status, finding.failing_keys, problems) == ("failed", ("c",), ())


def test_suite__conditions_limit_the_rows():
    [finding], _ = check(expect("expect_column_values_to_not_be_null", column="n", where='level == "0"'))
    assert finding.status == "passed"


def test_suite__columns_that_no_expectation_names_change_nothing():
    held = expect("expect_column_values_to_be_in_set", column="level", value_set=["0", "4"], where="n.notnull()")
    pair = expect("expect_compound_columns_to_be_unique", column_list=["level", "n"])
    wider = FRAME.assign(words=["much"] * 3, level_told=["0", "0", "0"])
    assert run_suite(wider, (held, pair), table="t", key="id") == check(held, pair)


def test_suite__what_cannot_run_has_not_failed():
    [finding], problems = check(expect("expect_column_values_to_not_be_null", column="nowhere"))
    assert (finding.status, [problem.code for problem in problems]) == ("could not run", ["E012"])


def test_suite__an_unknown_type_is_an_error_and_the_others_are_kept():
    known = expect("expect_column_values_to_be_unique", column="id")
    findings, problems = check(expect("expect_column_values_to_be_lovely", column="id"), known)
    assert [finding.status for finding in findings] == ["could not run", "passed"]
    assert [(problem.code, problem.severity) for problem in problems] == [("E010", "critical")]


def test_form__says_what_answers_must_hold():
    choices = {"yn": (Choice("yes", {}), Choice("no", {}))}
    questions = (
        Question("a", "select_one", {}, list_name="yn", area=2, is_required=True),
        Question("b", "integer", {}, area=2, constraint=". >= 0 and . <= 12"),
        Question("c", "text", {}, area=2, relevant="${a} = 'yes'", is_required=True),
        Question("d", "text", {}, area=2, relevant="count(${a}) > 1"),
    )
    derived, notes = expectations_from_form(Form("f", "1", "F", "en", questions, choices))
    told = {(e.kwargs["column"], e.type.removeprefix("expect_column_values_to_")): e for e in derived}
    assert set(told) == {
        ("a", "not_be_null"),
        ("a", "be_in_set"),
        ("b", "match_regex"),
        ("b", "be_between"),
        ("c", "not_be_null"),
    }
    assert told["b", "be_between"].kwargs == {"column": "b", "min_value": 0.0, "max_value": 12.0}
    assert told["c", "not_be_null"].where == 'a == "yes"'
    assert [note.code for note in notes] == ["E001"]


def test_expectations__an_id_that_stands_twice__is_refused():
    entry = {"id": "x", "type": "t", "kwargs": {}, "severity": "info", "meaning": "m", "fix": "f"}
    with pytest.raises(ValueError, match="twice"):
        parse_expectations({"t": [entry, entry]})


LOADED = """
import sys
import pandas as pd
from tasks.adapters.expectations import run_suite
from tasks.core.expectations import Expectation
unique = Expectation("t.u", "t", "expect_column_values_to_be_unique", {"column": "id"}, "warning", "", "")
[finding], problems = run_suite(pd.DataFrame({"id": ["a", "a"]}), (unique,), table="t", key="id")
print(finding.status, problems, {"scipy.stats", "sqlalchemy"} & sys.modules.keys())
import scipy.stats, sqlalchemy
print(scipy.stats.norm.cdf(0), sqlalchemy.Integer.__name__)
"""


def test_checking_tables__loads_neither_statistics_nor_databases_and_leaves_them_to_others():
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["failed () set()", "0.5 Integer"]
