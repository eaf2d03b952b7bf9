"""The whole path without a server, on a small invented country."""

import json
import re
from pathlib import Path

import pytest
from builders_country import GOVERNMENT, country_folder, write

from flows.direct import run_directly
from tasks.adapters.store import Store
from tasks.core.tables import TABLES
from tasks.country_folders import find_countries
from tasks.trace import trace, trace_each

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("run")
    country_folder(folder / "raw", "XAA")
    run_store = Store(folder / "raw", folder / "processed", folder / "reports")
    [outcome] = run_directly(run_store, ["XAA"], "en")
    assert outcome.is_written, outcome.message
    return run_store


@pytest.fixture(scope="module")
def brief(store: Store) -> dict:
    return json.loads((store.reports / "XAA" / "brief.json").read_text(encoding="utf-8"))


def test_run__writes_every_table_and_report(store):
    assert not [name for name in TABLES if not store.table_path("XAA", name).is_file()]
    names = {path.name for path in (store.reports / "XAA").iterdir()}
    assert {"brief.html", "brief.docx", "brief.pdf", "brief.json", "data-quality.html"} <= names


def test_run__sets_no_row_aside_where_nothing_is_wrong(store):
    assert not list(store.processed.rglob("quarantine/*"))
    assert (store.read_table("XAA", "claims")["state"] == "hint").any()


def test_brief__every_sentence_and_level_names_evidence(brief):
    assert brief["sentences"]
    assert all(sentence["evidence"] for sentence in brief["sentences"])
    assert all(one["evidence"] for one in brief["indicators"] if not isinstance(one["level"], str))
    assert sum(not isinstance(one["level"], str) for one in brief["indicators"]) >= 3


def test_brief__every_piece_of_evidence_stands_in_the_raw_file(store, brief):
    ids = {id_ for part in ("sentences", "indicators") for one in brief[part] for id_ in one["evidence"]}
    ids |= {quotation["id"] for quotation in brief["quotations"]}
    assert ids
    lost = [id_ for id_ in sorted(ids) if (found := trace(store, id_)) is None or not found.is_found]
    assert lost == []


def test_facts__are_traced_to_their_own_words_in_the_turn(store):
    facts = store.read_table("XAA", "facts").to_dict("records")
    assert facts
    for fact in facts:
        found = trace(store, fact["fact_id"])
        assert (found.words, found.is_found) == (fact["quote"], True)
        assert found.place.startswith("paragraph")
        text = (store.raw / found.file).read_text(encoding="utf-8")
        assert text[found.start_char : found.end_char] == fact["quote"]


def test_contradictions__open_both_sides(store, brief):
    rows = store.read_table("XAA", "contradictions").to_dict("records")
    assert rows
    for row in rows:
        found = trace_each(store, row["contradiction_id"])
        assert [one.about["side"] for one in found] == ["one"] * len(row["one_evidence"]) + ["other"] * len(
            row["other_evidence"]
        )
        assert all(one.is_found and one.words for one in found)
    assert {one["id"] for one in brief["contradictions"]} <= {row["contradiction_id"] for row in rows}
    page = (store.reports / "XAA" / "brief.html").read_text(encoding="utf-8")
    quality = (store.reports / "XAA" / "data-quality.html").read_text(encoding="utf-8")
    assert all(f'<h3 id="{one["id"]}">' in page for one in brief["contradictions"])
    opened = re.findall(r'href="brief\.html#(e-[\w-]+)"', quality)
    assert opened
    assert all(f'id="{id_}"' in page for id_ in opened)


def test_brief__quotations_are_the_words_at_their_offsets(store, brief):
    placed = [quotation for quotation in brief["quotations"] if quotation["file"]]
    assert placed
    for quotation in placed:  # the file of a small group's words is not told
        text = (store.raw / quotation["file"]).read_text(encoding="utf-8")
        assert text[quotation["start_char"] : quotation["end_char"]] == quotation["text"]


def test_brief__words_without_consent_to_quote_are_printed_nowhere(store):
    for path in (store.reports / "XAA").iterdir():
        assert b"Cluster groups of the agencies" not in path.read_bytes(), path.name


def test_brief__says_that_it_is_synthetic(store):
    assert "Invented for a test." in (store.reports / "XAA" / "brief.html").read_text(encoding="utf-8")


def test_second_run__nothing_changed__makes_nothing_anew(store):
    [outcome] = run_directly(store, ["XAA"], "en")
    assert outcome.is_unchanged


def test_run__a_second_time_from_scratch__gives_the_same_bytes(store, tmp_path):
    again = Store(store.raw, tmp_path / "processed", tmp_path / "reports")
    run_directly(again, ["XAA"], "en")
    for one in sorted((store.reports / "XAA").rglob("*.*")):
        assert one.read_bytes() == (again.reports / "XAA" / one.relative_to(store.reports / "XAA")).read_bytes(), (
            one.name
        )
    for name in TABLES:
        assert store.table_path("XAA", name).read_bytes() == again.table_path("XAA", name).read_bytes(), name


def test_run__a_broken_country__is_named_with_its_fixes_and_stops_no_other(tmp_path):
    country_folder(tmp_path / "raw", "XAA")
    broken = tmp_path / "raw" / "XBB"
    write(broken / "interviews.csv", "interview_id,file,country,date,language,stakeholder_group\n")
    write(broken / "transcripts" / "torn.docx", "this is no Word file")
    run_store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    outcomes = run_directly(run_store, find_countries(run_store), "en")
    assert [(outcome.country, outcome.is_written) for outcome in outcomes] == [("XAA", True), ("XBB", False)]
    assert any(problem["severity"] == "critical" for problem in outcomes[1].problems)
    assert all(problem["fix"] for problem in outcomes[1].problems)
    assert "torn.docx" in {Path(problem["file"]).name for problem in outcomes[1].problems}


def test_countries_that_share_an_interview__say_so_on_their_pages_and_stay_unchanged(tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    for country in ("XAA", "XAB"):
        country_folder(store.raw, country)
    first = run_directly(store, ["XAA", "XAB"], "en")
    assert all("D034" in {problem["code"] for problem in outcome.problems} for outcome in first)
    assert "D034" in (store.reports / "XAB" / "data-quality.html").read_text(encoding="utf-8")
    told = (store.reports / "XAB" / "brief.json").read_text(encoding="utf-8")
    page = (store.reports / "XAB" / "brief.html").read_text(encoding="utf-8")
    assert "is looked for once their briefs are written; the data-quality page tells what was found." in page
    again = run_directly(store, ["XAA", "XAB"], "en")
    assert all(outcome.is_unchanged for outcome in again)
    run_directly(store, ["XAA", "XAB"], "en", refresh=True)
    assert json.loads((store.reports / "XAB" / "brief.json").read_text(encoding="utf-8")) == json.loads(told)


def test_brief__of_words_that_may_not_be_quoted__announces_none_of_them(tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    folder = country_folder(store.raw, "XAA")
    (folder / "documents.csv").unlink()
    asked = "Interviewer: How do you define a multi-stakeholder platform here?\nRespondent: "
    defined = "For us the platform is a space in which all sectors and stakeholders plan nutrition together.\n"
    write(folder / "transcripts" / "gov.txt", f"{GOVERNMENT}{asked}{defined}")
    register = folder / "interviews.csv"
    register.write_text(register.read_text().replace(",yes,yes,", ",yes,no,").replace(",oui,oui,", ",oui,non,"))
    run_directly(store, ["XAA"], "en")
    brief = json.loads((store.reports / "XAA" / "brief.json").read_text(encoding="utf-8"))
    said = [sentence["text"] for sentence in brief["sentences"]]
    assert brief["quotations"] == []
    assert [text for text in said if "this is how things stand" in text] == []
    assert [text for text in said if "told of without a quotation here" in text]


def test_brief__in_french__says_places_of_a_text_in_french(store, tmp_path):
    other = Store(store.raw, tmp_path / "processed", tmp_path / "reports")
    [outcome] = run_directly(other, ["XAA"], "fr")
    assert outcome.is_written, outcome.message
    told = json.loads((other.reports / "XAA" / "brief.json").read_text(encoding="utf-8"))
    places = {quotation["place"] for quotation in told["quotations"]}
    assert any(place.startswith("paragraphe ") for place in places)
    assert not any(place.startswith("paragraph ") for place in places)
