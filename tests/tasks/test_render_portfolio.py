"""The portfolio of countries that were run: page, workbook and tidy tables."""

import csv
import io
import re
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from builders_country import country_folder

from flows.direct import run_directly
from tasks.adapters.disk import PART, DiskError
from tasks.adapters.store import HIDDEN, Store
from tasks.adapters.workbooks import write_csv, write_workbook
from tasks.core.portfolio_tables import TidyTable
from tasks.portfolio_state import CSV_TABLES
from tasks.render_portfolio import _gather, render_portfolio

HOSTILE = ["=1+1", "+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "＝1", "|x", "<script>", "a\x07\u202eb"]


def table(*cells: object) -> TidyTable:
    return TidyTable("t", (("name", "#x+name"), ("n", "#x+num")), tuple((cell, -1.5) for cell in cells))


@pytest.mark.parametrize("text", HOSTILE)
def test_csv__no_text_is_a_formula_and_numbers_stay_numbers(text):
    rows = list(csv.reader(io.StringIO(write_csv(table(text)).decode("utf-8"))))
    assert rows[1] == ["#x+name", "#x+num"]
    assert rows[2][0][0] not in "=+-@\t\r\n|%＝＋－＠"
    assert rows[2][1] == "-1.5"


def test_workbook__no_cell_is_a_formula_or_a_link():
    parts = zipfile.ZipFile(io.BytesIO(write_workbook([table(*HOSTILE)])))
    sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert sheet.count('t="s"') == 4 + len(HOSTILE)
    assert "<v>-1.5</v>" in sheet


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("portfolio")
    run_store = Store(folder / "raw", folder / "processed", folder / "reports")
    for code in ("XAB", "XAA"):
        country_folder(run_store.raw, code)
    (run_store.raw / "XAA" / "transcripts" / "donor.txt").unlink()
    register = run_store.raw / "XAA" / "interviews.csv"
    lines = register.read_text(encoding="utf-8").splitlines()
    register.write_text("\n".join(line for line in lines if "donor" not in line) + "\n", encoding="utf-8")
    run_directly(run_store, ["XAA", "XAB"], "en")
    return run_store


@pytest.mark.slow
def test_portfolio__is_written_after_a_run(store):
    names = {path.name for path in store.reports.iterdir() if path.is_file()}
    assert names == {"index.html", "portfolio.xlsx", *(f"portfolio-{name}.csv" for name in CSV_TABLES)}


@pytest.mark.slow
def test_portfolio__every_link_leads_to_a_place_that_is_there(store):
    page = (store.reports / "index.html").read_text(encoding="utf-8")
    links = set(re.findall(r'href="([^"]+)"', page))
    assert any("#e-s-" in link for link in links)
    for link in sorted(links):
        name, _, target = link.partition("#")
        content = page if not name else (store.reports / name).read_bytes().decode("utf-8", "ignore")
        assert not target or f'id="{target}"' in content, link


@pytest.mark.slow
def test_portfolio__asks_for_nothing_outside(store):
    page = (store.reports / "index.html").read_text(encoding="utf-8")
    assert not re.findall(r"(?:https?:)?//[\w.]+", re.sub(r"http://www\.w3\.org\S*", "", page))
    assert "src=" not in page


@pytest.mark.slow
def test_portfolio__prints_no_words_of_a_respondent(store):
    words = "Cluster groups of the agencies", "budget line", "very active"
    for path in filter(Path.is_file, store.reports.iterdir()):
        content = path.read_bytes().decode("utf-8", "ignore")
        assert not [text for text in words if text in content], path.name


@pytest.mark.slow
def test_portfolio__workbook_opens_and_holds_what_the_csv_tables_hold(store):
    content = (store.reports / "portfolio.xlsx").read_bytes()
    sheets = pd.read_excel(io.BytesIO(content), sheet_name=None, engine="calamine")
    rows = list(csv.reader((store.reports / "portfolio-scores.csv").open(encoding="utf-8")))
    assert rows[1][0] == "#country+code+v_iso3"
    assert len(rows) == 2 + 2 * (28 + 6)
    assert set(sheets) == set(CSV_TABLES)
    assert len(sheets["scores"]) == len(rows) - 1
    assert list(sheets["scores"].iloc[0]) == rows[1]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "es", "pt"])
def test_portfolio__in_each_language(store, tmp_path, language):
    there = Store(store.raw, tmp_path / "processed", tmp_path / "reports")
    shutil.copytree(store.processed, there.processed)
    shutil.copytree(store.reports, there.reports)
    render_portfolio(there, language)
    page = (there.reports / "index.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in page
    assert "What each brief rests on" not in page


@pytest.mark.slow
def test_portfolio__leads_to_the_agreement_of_coders_where_there_is_one(store, tmp_path):
    there = Store(store.raw, tmp_path / "processed", tmp_path / "reports")
    shutil.copytree(store.processed, there.processed)
    shutil.copytree(store.reports, there.reports)
    assert "agreement.html" not in (there.reports / "index.html").read_text(encoding="utf-8")
    (there.reports / "XAA" / "agreement.html").write_text("<p>alpha</p>", encoding="utf-8")
    render_portfolio(there, "en")
    assert 'href="XAA/agreement.html"' in (there.reports / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_portfolio__unchanged__is_not_made_anew_and_from_scratch_has_the_same_bytes(store, tmp_path):
    def state(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    before = state(store.reports)
    modified = (store.reports / "index.html").stat().st_mtime_ns
    render_portfolio(store, "en")
    assert (store.reports / "index.html").stat().st_mtime_ns == modified
    again = Store(store.raw, tmp_path / "processed", tmp_path / "reports")
    run_directly(again, ["XAA", "XAB"], "en")
    assert state(again.reports) == before


@pytest.mark.slow
def test_portfolio__reads_again_only_the_countries_whose_tables_changed(store, tmp_path, monkeypatch):
    there = Store(store.raw, tmp_path / "processed", tmp_path / "reports")
    shutil.copytree(store.processed, there.processed)
    shutil.copytree(store.reports, there.reports)
    opened, page = [], there.reports / "index.html"

    def gather(store: Store, country: str, about: dict) -> object:
        opened.append(country)
        return _gather(store, country, about)

    monkeypatch.setattr("tasks.render_portfolio._gather", gather)
    page.unlink()
    render_portfolio(there, "en")
    assert opened == []
    assert page.read_bytes() == (store.reports / "index.html").read_bytes()
    there.write_table("XAB", "codings", there.read_table("XAB", "codings").head(3))
    render_portfolio(there, "en")
    assert opened == ["XAB"]


@pytest.mark.slow
def test_portfolio__says_what_moved_since_the_run_before(store, tmp_path):
    there = Store(store.raw, tmp_path / "processed", tmp_path / "reports")
    shutil.copytree(store.processed, there.processed)
    shutil.copytree(store.reports, there.reports)
    shutil.rmtree(there.processed / "XAB")
    render_portfolio(there, "en")
    first = (there.reports / "index.html").read_text(encoding="utf-8")
    assert "gone" in first[first.index('id="changes"') :]
    (there.reports / "index.html").unlink()
    render_portfolio(there, "en")
    assert (there.reports / "index.html").read_text(encoding="utf-8") == first


@pytest.mark.slow
def test_portfolio__beside_a_country_that_is_half_published__stays_as_it_was(store, tmp_path):
    there = Store(store.raw, tmp_path / "processed", tmp_path / "reports")
    shutil.copytree(store.processed, there.processed)
    shutil.copytree(store.reports, there.reports)
    page = there.reports / "index.html"
    page.write_bytes(b"as it was")
    (there.processed / HIDDEN / "ready" / "XAB").mkdir(parents=True)
    with pytest.raises(DiskError) as told:
        render_portfolio(there, "en")
    assert told.value.problem.code == "H007"
    assert page.read_bytes() == b"as it was"


@pytest.mark.slow
def test_portfolio__sweeps_what_a_killed_run_left(store, tmp_path):
    there = Store(store.raw, tmp_path / "processed", tmp_path / "reports")
    shutil.copytree(store.processed, there.processed)
    shutil.copytree(store.reports, there.reports)
    for path in (there.processed / f".portfolio.json.x{PART}", there.reports / f".index.html.x{PART}"):
        path.write_bytes(b"half")
    unchecked = there.staged.reports / "overview" / "index.html"
    unchecked.parent.mkdir(parents=True)
    unchecked.write_bytes(b"nobody has searched this for names")
    (there.reports / "index.html").unlink()
    render_portfolio(there, "en")
    assert not [*there.processed.rglob(f"*{PART}"), *there.reports.rglob(f"*{PART}")]
    assert not unchecked.exists()
