"""Decisions of people in a country folder, applied in a whole run."""

import csv
from pathlib import Path

import pytest
from builders_country import country_folder

from flows.direct import run_directly
from tasks.adapters.store import Store
from tasks.core.reviews import COLUMNS, guard_of

pytestmark = pytest.mark.slow


def review(raw: Path, name: str, *rows: dict[str, str]) -> Path:
    """A review file with decisions of Ada on 1 March, unless told otherwise."""
    path = raw / "XAA" / "review" / name
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows({"reviewer": "Ada", "at": "2026-03-01"} | row for row in rows)
    return path


def run(store: Store) -> list[str]:
    (outcome,) = run_directly(store, ["XAA"], "en")
    assert outcome.is_written, outcome
    return [f"{problem['code']} {problem['file']}:{problem['row']}" for problem in outcome.problems]


def test_decisions__change_codings_levels_and_contradictions_and_stay_when_run_again(tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    country_folder(store.raw)
    run(store)
    coding = store.read_table("XAA", "codings").iloc[0]
    segments = store.read_table("XAA", "segments").set_index("segment_id")
    other = next(id_ for id_ in segments.index if id_ not in set(store.read_table("XAA", "codings")["segment_id"]))
    coded = {"kind": "coding", "id": coding["segment_id"], "item": coding["topic"], "decision": "rejected"}
    stale = {"kind": "coding", "id": other, "item": "context", "decision": "added", "guard": "0" * 16}
    level = {"kind": "level", "id": "meetings_held", "decision": "set", "value": "1", "reason": "one [person 1] told"}
    review(
        store.raw, "a.csv", coded | {"guard": guard_of(segments.loc[coding["segment_id"], "text"])}, stale, level,
        {"kind": "coding", "id": other, "item": "context", "decision": "added", "value": "contextual"},
    )  # fmt: skip
    problems = run(store)
    assert "V002 XAA/review/a.csv:5" in problems  # "contextual" is no stance
    assert "V004 XAA/review/a.csv:3" in problems
    assert not [one for one in problems if one.startswith("R021")]  # decisions are no received data
    codings = store.read_table("XAA", "codings").set_index("coding_id")
    assert codings.loc[coding["coding_id"], "status"] == "rejected"
    scores = store.read_table("XAA", "scores").set_index("unit_id")
    assert scores.loc["meetings_held", ["value", "review", "review_reason"]].tolist() == [
        1.0,
        "set",
        "one [person 1] told",
    ]
    assert scores.loc["meetings_held", "proposed"] not in ("", "1")
    assert "one [person 1] told" in (store.reports / "XAA" / "brief.html").read_text(encoding="utf-8")
    before = {path.name: path.read_bytes() for path in (store.processed / "XAA").glob("*.parquet")}
    run_directly(store, ["XAA"], "en", refresh=True)
    assert {path.name: path.read_bytes() for path in (store.processed / "XAA").glob("*.parquet")} == before
