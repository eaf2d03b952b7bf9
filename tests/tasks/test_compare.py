"""Words that two countries share."""

import pytest
from builders_country import country_folder, write

from tasks.adapters.store import Store
from tasks.compare import compare, is_compared, note_compared
from tasks.ingest import ingest
from tasks.pseudonymize import pseudonymize


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")


def read(store, *countries):
    for country in countries:
        pseudonymize(store, ingest(store, country))
    return compare(store, countries)


def test_countries__that_share_an_interview__are_both_told(store):
    country_folder(store.raw, "XAA")
    folder = country_folder(store.raw, "XAB")
    for name in ("gov.txt", "cso.txt"):
        write(folder / "transcripts" / name, "I: How is the platform funded?\nR: We have no money of our own yet.\n")
    found = read(store, "XAA", "XAB")
    assert {country: [(p.code, p.file) for p in problems] for country, problems in found.items()} == {
        "XAA": [("D034", "XAA/transcripts/donor.txt")],
        "XAB": [("D034", "XAB/transcripts/donor.txt")],
    }
    assert "XAB/transcripts/donor.txt" in found["XAA"][0].detail
    assert list(store.read_table("XAA", "problems")["code"]).count("D034") == 1
    assert read(store, "XAA") == {}
    assert "D034" not in set(store.read_table("XAA", "problems")["code"])


def test_record__that_many_countries_share__is_told_once_with_the_first_of_them(store):
    countries = [f"XA{letter}" for letter in "ABCDEF"]
    for country in countries:
        country_folder(store.raw, country)
    found = read(store, *countries)
    told = [problem for problem in found["XAB"] if problem.file == "XAB/transcripts/donor.txt"]
    assert len(told) == 1
    assert told[0].detail.endswith(
        "XAA/transcripts/donor.txt; XAC/transcripts/donor.txt; XAD/transcripts/donor.txt; 2 more countries): 1."
    )


def test_problems__that_stand_there_already__are_not_written_again(store):
    for country in ("XAA", "XAB"):
        country_folder(store.raw, country)
    read(store, "XAA", "XAB")
    written = store.table_path("XAA", "problems").stat()
    compare(store, ["XAA", "XAB"])
    assert store.table_path("XAA", "problems").stat().st_ino == written.st_ino


def test_countries__with_words_of_their_own_or_unread__share_nothing(store):
    country_folder(store.raw, "XAA")
    assert read(store, "XAA") == {}
    assert compare(store, ["XAA", "XAC"]) == {}
    assert not store.table_path("XAC", "problems").exists()


def test_comparison__of_the_same_tables_is_known_and_opens_no_words_again(store, monkeypatch):
    for country in ("XAA", "XAB"):
        folder = country_folder(store.raw, country)
        for name in ("gov.txt", "cso.txt", "donor.txt"):
            words = (
                f"We of {country} wrote down in long sentences of our own what {name} told us about the meetings here."
            )
            write(folder / "transcripts" / name, f"I: How is the platform funded?\nR: {words}\n")
    assert not is_compared(store, ["XAA", "XAB"])
    read(store, "XAA", "XAB")
    note_compared(store, ["XAA", "XAB"])
    assert is_compared(store, ["XAB", "XAA"])
    assert not is_compared(store, ["XAA"])
    monkeypatch.setattr("tasks.compare._read_passages", lambda *_: pytest.fail("words were opened"))
    assert compare(store, ["XAA", "XAB"]) == {}
    store.write_table("XAA", "turns", store.read_table("XAA", "turns").head(1))
    assert not is_compared(store, ["XAA", "XAB"])
