"""A server keeps no problem that is the owner's, and no name of a file: reports and artifacts name files alike."""

from pathlib import Path

import pytest

from flows.artifacts import _as_told, _quality_text
from tasks.adapters.store import Store
from tasks.audit import audit, note_release
from tasks.core.copies import COPIED
from tasks.core.portfolios import describe_sources
from tasks.core.registers import MISSING_CONSENT
from tasks.core.told_dates import ToldDates
from tasks.ingest import NOT_REGISTERED
from tasks.keep_edits import EDITED_DOCUMENT
from tasks.outcomes import summarise
from tasks.render import load_wordings
from tasks.render_portfolio import _gather
from tasks.show_sources import load_quoting_rule, read_sources
from tasks.told_problems import tell_outward

TALK, REFUSED, STRAY = (f"XAA/transcripts/{name}.txt" for name in ("Awa Diop", "Ba Sy", "notes of Ms Keita"))


def row(id_: str, file: str, *, consent: bool = True) -> dict:
    """A record of a country, of a group of its own."""
    return {
        "interview_id": id_,
        "country_iso3": "XAA",
        "record_type": "verbatim",
        "date": "2026-02-07",
        "stakeholder_group": "donor",
        "consent_record": consent,
        "consent_quote": consent,
        "attribution": "group",
        "file": file,
        "sha256": ("ab" if consent else "cd") * 32,
    }


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    store.write_table("XAA", "interviews", [row("XAA-01", TALK), row("XAA-02", REFUSED, consent=False)])
    found = [
        NOT_REGISTERED.at(STRAY),
        COPIED.at(TALK, n=3, other=f"{STRAY}, row 3"),
        COPIED.at(REFUSED, n=3, other=TALK),
        MISSING_CONSENT.at("XAA/interviews.csv", name="consent_quote", hint=""),
    ]
    store.record_problems("XAA", "ingest", found)
    return store


def test_outcome__for_the_terminal_of_its_owner__tells_all_problems_with_their_files(store):
    files = {problem["file"] for problem in summarise(store, "XAA", is_written=True).problems}
    assert files == {TALK, REFUSED, STRAY, "XAA/interviews.csv"}


def test_outcome__for_a_server__tells_neither_refusals_nor_names_of_files(store):
    told = tell_outward(store, summarise(store, "XAA", is_written=True))
    assert {problem["file"] for problem in told.problems} == {"file 1", "sha256 abababababab"}
    text = _quality_text(told) + "".join(problem["detail"] for problem in told.problems)
    assert "**XAA**: 2 problems" in text
    assert not [name for name in ("Awa", "Diop", "Ba Sy", "Keita", "transcripts/") if name in text]


def test_outcome__of_tables_that_cannot_be_read__tells_codes_alone(store):
    outcome = summarise(store, "XAA", is_written=True)
    store.table_path("XAA", "interviews").write_bytes(b"damaged")
    told = tell_outward(store, outcome)
    assert {problem["code"] for problem in told.problems} == {NOT_REGISTERED.code, COPIED.code}
    assert {problem["file"] + problem["detail"] + problem["fix"] for problem in told.problems} == {""}


def test_release__in_the_log_that_archives_hold__counts_no_problem_of_the_owner(store):
    note_release(store, store, "XAA", {})
    assert audit(store).entries[-1]["problems"] == {NOT_REGISTERED.code: 1, COPIED.code: 1}


def test_portfolio__counts_no_problem_of_the_owner(store):
    about = {"name": "Country", "is_synthetic": True, "reports": ()}
    assert describe_sources(_gather(store, "XAA", about)).problems == {"warning": 2}


def test_numbers_of_files__stay_whatever_is_found_once_the_brief_is_made(store):
    before = read_sources(store, "XAA", load_wordings("en"))
    store.record_problems("XAA", "render", [EDITED_DOCUMENT.at("XAA/brief.docx", beside="brief-new.docx")])
    store.record_problems("XAA", "compare", [NOT_REGISTERED.at("XAA/a/first of all.txt")])
    after = read_sources(store, "XAA", load_wordings("fr"))
    assert (before.name(STRAY), after.name(STRAY)) == ("file 1", "fichier 1")
    assert after.name("XAA/brief.docx") == "XAA/brief.docx"
    assert after.name("XAA/a/first of all.txt") == "fichier 2"


@pytest.mark.parametrize(("n", "date"), [(0, "2026-02-07"), (1, "2026"), (3, "2026")])
def test_level__in_the_table_of_a_server__tells_of_persons_the_year(n, date):
    shown = _as_told({"n_respondents": n, "date": "2026-02-07"}, ToldDates(load_quoting_rule()))
    assert shown["date"] == date
