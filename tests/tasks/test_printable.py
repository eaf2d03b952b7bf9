"""Words that may name somebody are printed nowhere until a person has decided on them."""

import pytest
from builders_country import GOVERNMENT, country_folder, write

from flows.steps import DIRECT, run_country
from tasks.adapters.finished_files import read_finished
from tasks.adapters.key_files import read_left_standing
from tasks.adapters.store import Store
from tasks.export_data import make_data_files
from tasks.printable import read_printable

DOUBTED = "Quelembo"
SAID = GOVERNMENT.replace("for this year.", f"for this year, in our office {DOUBTED}, and a budget.")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    home = tmp_path_factory.mktemp("printable")
    store = Store(home / "raw", home / "processed", home / "reports")
    write(country_folder(store.raw) / "transcripts" / "gov.txt", SAID)
    run_country(store, "XAA", "en", DIRECT)
    return store


def test_doubted_word__stays_in_the_tables_and_is_in_no_table_that_is_printed(store):
    assert read_left_standing(store, "XAA") == {DOUBTED}
    assert store.read_table("XAA", "segments")["text"].str.contains(DOUBTED).any()
    printed = read_printable(store, "XAA", "segments", "turns", "claims", "quotations")
    assert not any(
        table.astype(str).map(lambda cell: DOUBTED in str(cell)).any(axis=None) for table in printed.values()
    )
    assert printed["segments"]["text"].str.contains("our office […]", regex=False).any()


def test_doubted_word__is_in_no_report_and_no_export(store):
    reports = [path for path in (store.reports / "XAA").rglob("*") if path.is_file() and path.suffix != ".png"]
    texts = {path.name: " ".join(text for _, text in read_finished(path)) for path in reports}
    assert "our office […]" in texts["brief.html"], "the passage is quoted nowhere, so this shows nothing"
    assert not [name for name, text in texts.items() if DOUBTED in text]
    assert not [name for name, content in make_data_files(store, "XAA", "en").items() if DOUBTED.encode() in content]


def test_respondent__of_a_group_of_few__is_printed_without_the_group(tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    folder = country_folder(store.raw)
    register = folder / "interviews.csv"
    header, *rows = register.read_text(encoding="utf-8").splitlines()
    named = [f"{header},name", *(f"{row},{'Awa Inventée' if 'gov.txt' in row else ''}" for row in rows)]
    register.write_text("\n".join(named) + "\n", encoding="utf-8")
    write(folder / "transcripts" / "gov.txt", GOVERNMENT.replace("for this year.", "for this year, by Awa Inventée."))
    run_country(store, "XAA", "en", DIRECT)
    kept = store.read_table("XAA", "segments")["text"]
    printed = read_printable(store, "XAA", "segments")["segments"]["text"]
    assert kept.str.contains("by [government respondent 1].", regex=False).any()
    assert printed.str.contains("by [respondent].", regex=False).any()
    assert not printed.str.contains("government respondent").any()
