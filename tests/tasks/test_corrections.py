"""corrections.yaml in a real country folder, from the file to the tables."""

import pytest
from builders_country import country_folder, write

from tasks.adapters.store import Store
from tasks.ingest import ingest
from tasks.pseudonymize import pseudonymize
from tasks.trace import trace

ENTRY = """corrections:
  # The register's date was a slip.
  - interview: XAA-01
    column: date
    was: {was}
    becomes: {becomes}
    reason: The recording is of the year before.
    by: M&E officer
    date: 2026-04-02
"""


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    country_folder(store.raw)
    return store


def declare(store, text):
    write(store.raw / "XAA" / "corrections.yaml", text)
    found = ingest(store, "XAA")
    return found, [(problem.code, problem.row) for problem in found.problems]


def test_correction__reaches_the_tables_and_the_raw_files_stay(store):
    register = (store.raw / "XAA" / "interviews.csv").read_bytes()
    found, problems = declare(store, ENTRY.format(was="2026-01-14", becomes="2025-12-14"))
    assert problems == [("M010", None)]
    pseudonymize(store, found)
    interviews = store.read_table("XAA", "interviews").set_index("interview_id")
    assert interviews.loc["XAA-01", "date"] == "2025-12-14"
    assert (store.raw / "XAA" / "interviews.csv").read_bytes() == register
    told = store.read_table("XAA", "problems")
    assert list(told[told["code"] == "M010"]["file"]) == ["XAA/transcripts/gov.txt"]


def test_correction__of_a_date__is_not_doubted_again(store):
    path = store.raw / "XAA" / "transcripts" / "gov.txt"
    path.write_text("Date: 14 January 2026\n" + path.read_text())
    assert declare(store, ENTRY.format(was="2026-01-14", becomes="2025-01-14"))[1] == [("M010", None)]


def test_correction__whose_source_changed__is_named_and_not_applied(store):
    found, problems = declare(store, ENTRY.format(was="2026-01-13", becomes="2025-12-14"))
    assert problems == [("M003", None)]
    assert found.interviews[0].date == "2026-01-14"


def test_correction__of_an_answer__is_scored_as_corrected(store):
    header = "country,interview_date,stakeholder_group,consent_record,q5,annual_action_plan,_uuid"
    row = "XAA,2026-01-20,un,yes,Yes=12,3,6f1c2d0a-0000-4000-8000-000000000001"
    write(store.raw / "XAA" / "responses" / "export.csv", f"{header}\n{row}\n")
    found, problems = declare(
        store,
        "- {file: responses/export.csv, row: 2, question: annual_action_plan, was: 3, becomes: 1,"
        " reason: Called back., by: M&E officer, date: 2026-04-02}\n"
        "- {file: responses/export.csv, row: 2, column: q5, was: Yes=12, becomes: NA,"
        " reason: Called back., by: M&E officer, date: 2026-04-02}\n",
    )
    told = {one.question_name: (one.answer_code or one.answer_text, one.missing_reason) for one in found.answers}
    assert told["annual_action_plan"] == ("1", "")
    assert told["q5"] == ("", "not_applicable")
    assert [code for code, _ in problems].count("M010") == 2


def test_corrected_answer__is_traced_to_what_was_received_and_to_its_correction(store):
    header = "country,interview_date,stakeholder_group,consent_record,annual_action_plan,_uuid"
    row = "XAA,2026-01-20,un,yes,3,6f1c2d0a-0000-4000-8000-000000000001"
    export = write(store.raw / "XAA" / "responses" / "export.csv", f"{header}\n{row}\n")
    found, _ = declare(
        store,
        "- {file: responses/export.csv, row: 2, question: annual_action_plan, was: 3, becomes: 1,"
        " reason: Called back., by: M&E officer, date: 2026-04-02}\n",
    )
    pseudonymize(store, found)
    answers = store.read_table("XAA", "answers").set_index("question_name")
    answer_id = answers.loc["annual_action_plan", "answer_id"]
    traced = trace(store, answer_id)
    assert traced.is_found
    assert "2026-04-02" in traced.about["corrected"]
    export.write_text(f"{header}\n")
    assert not trace(store, answer_id).is_found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("# nothing yet\n", []),
        ("corrections: []\n", []),
        ("corrections: yes\n", [("M001", None)]),
        ("- [a, b]\n", [("M002", 1)]),
        ("- {interview: A, interview: B}\n", [("M002", 1)]),
        ("- {interview: {a: b}}\n", [("M002", 1)]),
        ("- just words\n", [("M002", 1)]),
        ("a: b: c\n", [("M001", None)]),
        ("&a [*a]\n", [("M002", 1)]),
        ("- !!python/object/apply:os.system [echo]\n", [("M002", 1)]),
        ("\x00", [("M001", None)]),
        (ENTRY.format(was="x", becomes="y").replace("XAA-01", "XAA-99"), [("M004", 3)]),
    ],
)
def test_file__of_any_content__ends_in_a_problem(store, text, found):
    assert declare(store, text)[1] == found


def test_file__that_is_not_text_or_leads_away__is_not_followed(store, tmp_path):
    path = store.raw / "XAA" / "corrections.yaml"
    path.write_bytes(b"\xff\xfe\xff")
    assert [problem.code for problem in ingest(store, "XAA").problems] == ["M001"]
    path.unlink()
    path.symlink_to(write(tmp_path / "elsewhere.yaml", ENTRY.format(was="2026-01-14", becomes="2020")))
    found = ingest(store, "XAA")
    assert [problem.code for problem in found.problems] == ["F030"]
    assert found.interviews[0].date == "2026-01-14"
