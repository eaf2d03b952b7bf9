"""An id that holds a name is replaced, and the answers under it stay with their interview. Nobody here is real."""

from dataclasses import replace

from tasks.adapters.store import Store
from tasks.ingest import ingest
from tasks.pseudonymize import pseudonymize


def test_answers__of_a_row_whose_id_is_a_name__are_kept_under_its_new_id(tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    export = store.raw / "XAA" / "responses" / "export.csv"
    export.parent.mkdir(parents=True)
    header = "country,interview_date,stakeholder_group,consent_record,annual_action_plan,_uuid"
    export.write_text(f"{header}\nXAA,2026-01-20,un,yes,3,1\n", encoding="utf-8")
    received = ingest(store, "XAA")
    named = {"interview_id": "Hawa_Sanogo"}
    received = replace(
        received,
        interviews=tuple(replace(one, **named) for one in received.interviews),
        answers=tuple(replace(one, **named) for one in received.answers),
    )
    pseudonymize(store, received)
    answers, interviews = store.read_table("XAA", "answers"), store.read_table("XAA", "interviews")
    assert len(answers) == 1
    assert answers["interview_id"].tolist() == interviews["interview_id"].tolist()
    assert "Sanogo" not in interviews["interview_id"].iloc[0]
