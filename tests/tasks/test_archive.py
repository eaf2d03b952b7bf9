"""The archive pack: one release, the same bytes each time, and nothing that tells who somebody is. Nobody here is real."""

import hashlib
import io
import json
import zipfile

import pytest
from builders_country import write
from builders_exchange import country_tables
from hypothesis import given
from hypothesis import strategies as st

from tasks.archive import archive, pack
from tasks.audit import note_release
from tasks.core.crates import Crate, describe_crate
from tasks.exchange import export_project
from tasks.manifest import record_manifest
from tasks.release import _remember, note_withdrawals


def crate(name="MSP Briefs XAA"):
    return Crate(name, "What was left out.", "2026-02-03", "No terms", "fr", "XAA", ("MSP Briefs", "0.1.0"), "f" * 64)


@given(
    st.dictionaries(
        st.sampled_from(["a.csv", "data/b.sav", "data/c.zsav", "reports/brief.html", "x/y/z.bin"]),
        st.binary(max_size=20),
    )
)
def test_crate__lists_every_file_once_with_its_hash(files):
    graph = {one["@id"]: one for one in json.loads(describe_crate(crate(), files))["@graph"]}
    for name, content in files.items():
        assert graph[name]["sha256"] == hashlib.sha256(content).hexdigest()
        assert graph[name]["contentSize"] == str(len(content))
    parts = [part["@id"] for one in graph.values() if one["@type"] == "Dataset" for part in one["hasPart"]]
    assert sorted(part for part in parts if not part.endswith("/")) == sorted(files)
    assert {name for name in graph["./"] if name in ("name", "description", "datePublished", "license")} == {
        "name",
        "description",
        "datePublished",
        "license",
    }
    assert graph["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert all(part in graph for part in parts)


def test_pack__same_files_in_any_order__same_bytes():
    files = {"b": b"1", "a/c": b"2"}
    assert pack(files) == pack(dict(reversed(files.items())))


def test_archive__of_a_country_without_a_release__is_refused(tmp_path):
    store = country_tables(tmp_path)
    assert [problem.code for problem in archive(store, "XAA", tmp_path / "a.zip")] == ["X020"]
    assert not (tmp_path / "a.zip").exists()


@pytest.fixture
def released(tmp_path):
    """A country whose tables and reports were released."""
    store = country_tables(tmp_path / "country")
    write(store.raw / "XAA" / "transcripts" / "talk with somebody.txt", "I: Well?\nR: Yes.\n")
    write(store.raw / "XAA" / "interviews.csv", "interview_id,file\nXAA-01,talk with somebody.txt\n")
    write(store.reports / "XAA" / "brief.html", "<p>The platform meets every quarter.</p>")
    write(store.reports / "XAA" / "data-quality.html", "<p>Nothing was wrong.</p>")
    note_release(store, store, "XAA", record_manifest(store, "XAA", "en", "f" * 64))
    _remember(store, "XAA")
    return store


def test_archive__twice__same_bytes_with_all_that_stands_behind_a_brief(released, tmp_path):
    for name in ("a.zip", "b.zip"):
        assert archive(released, "XAA", tmp_path / name) == ()
        export_project(released, "XAA", tmp_path / "between.qdpx", "en")
    content = (tmp_path / "a.zip").read_bytes()
    assert content == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        inputs = json.loads(packed.read("inputs.json"))
        entries = json.loads(packed.read("audit.json"))
        everything = b"\n".join(packed.read(name) for name in names if not name.startswith("reports/"))
    assert names == sorted(names)
    assert {"reports/brief.html", "data/levels.sav", "exchange/XAA.qdpx", "declarations/rubric.yaml"} <= set(names)
    raw = {
        hashlib.sha256(path.read_bytes()).hexdigest() for path in (released.raw / "XAA").rglob("*") if path.is_file()
    }
    assert {row["sha256"] for row in inputs["files"]} == raw
    assert not any(name in everything for name in (b"somebody", b"interviews.csv"))
    assert entries[-1]["event"] == "released"
    assert not any("host" in entry for entry in entries)
    assert b"may not be quoted by" not in everything


def test_archive__of_a_brief_that_was_changed_since__is_refused(released, tmp_path):
    path = released.reports / "XAA" / "brief.html"
    path.write_bytes(path.read_bytes() + b" ")
    assert [problem.code for problem in archive(released, "XAA", tmp_path / "a.zip")] == ["X020"]


def test_withdrawal__names_what_had_left(released, tmp_path):
    export_project(released, "XAA", tmp_path / "left.qdpx", "en")
    interviews = released.read_table("XAA", "interviews")
    interviews.loc[interviews["interview_id"] == "XAA-01", "consent_record"] = False
    released.write_table("XAA", "interviews", interviews)
    named = " ".join(problem.detail for problem in note_withdrawals(released, "XAA"))
    assert "left.qdpx" in named
    assert "brief.html" in named
