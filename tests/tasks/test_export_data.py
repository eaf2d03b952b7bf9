"""Data leave within consent, and are read back by other programs as they were. Nobody here is real."""

import csv
import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pyreadstat
import pytest
from builders_exchange import WORDS, country_tables
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from flows.cli import app
from tasks.adapters.data_files import write_tidy
from tasks.adapters.finished_files import read_finished
from tasks.adapters.spreadsheets import read_sheets
from tasks.adapters.statistics_files import write_spss, write_stata
from tasks.core.data_tables import (
    CATEGORY,
    NUMBER,
    RESERVED,
    DataColumn,
    DataTable,
    categories_of,
    cut_bytes,
    legal_name,
    name_columns,
)
from tasks.export_data import export_data, make_data_files

runner = CliRunner()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return country_tables(tmp_path_factory.mktemp("country"))


@pytest.fixture(scope="module")
def files(store, tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("out")
    problems = export_data(store, "XAA", folder, "en")
    assert [problem.code for problem in problems] == ["X006"]
    return {path.name: path for path in folder.iterdir()}


def read(path: Path):
    if path.suffix == ".dta":
        return pyreadstat.read_dta(str(path), user_missing=True)
    return pyreadstat.read_sav(str(path), user_missing=True)


# --- statistics programs --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("ending", [".sav", ".zsav"])
def test_answers__in_spss__labels_values_and_reasons_of_missing_are_kept_apart(files, ending):
    frame, meta = read(files[f"answers{ending}"])
    assert len(frame) == 1
    assert frame["annual_action_plan"].tolist() == [3.0]
    assert frame["operating_framework"].tolist() == [98.0]
    assert meta.variable_value_labels["operating_framework"][98.0] == "Refused"
    assert {one["lo"] for one in meta.missing_ranges["operating_framework"]} == {97, 98, 99}
    assert meta.variable_value_labels["annual_action_plan"][0.0]
    assert meta.variable_measure["annual_action_plan"] == "ordinal"
    assert meta.column_names_to_labels["q22"].startswith("What is needed to further improve")
    assert frame["q22"].tolist() == ["=HYPERLINK(0) 😀"]
    assert pd.isna(pyreadstat.read_sav(str(files[f"answers{ending}"]))[0]["operating_framework"][0])


def test_answers__in_stata__reasons_of_missing_are_letters(files):
    frame, meta = read(files["answers.dta"])
    assert frame["annual_action_plan"].tolist() == [3.0]
    assert frame["operating_framework"].tolist() == ["b"]
    assert meta.variable_value_labels["operating_framework"]["b"] == "Refused"
    assert pd.read_stata(files["answers.dta"], convert_categoricals=False)["annual_action_plan"].tolist() == [3.0]


@pytest.mark.parametrize("table", ["answers", "answers_long", "codings", "levels", "scores", "topics"])
@pytest.mark.parametrize("ending", [".sav", ".zsav", ".dta", ".parquet"])
def test_tables__every_format_holds_the_same_rows_and_names(files, table, ending):
    with files[f"{table}.csv"].open(encoding="utf-8", newline="") as stream:
        names, _, *rows = csv.reader(stream)
    frame = pd.read_parquet(files[f"{table}{ending}"]) if ending == ".parquet" else read(files[f"{table}{ending}"])[0]
    assert [name for name in frame.columns if not name.endswith("_missing")] == names
    assert len(frame) == len(rows) > 0


def test_levels__an_indicator_without_a_level_says_why(files):
    frame, meta = read(files["levels.sav"])
    levels = dict(zip(frame["indicator"], frame["level_0_4"], strict=True))
    assert (levels["annual_action_plan"], levels["reporting_line"]) == (3.0, 97.0)
    assert meta.variable_value_labels["level_0_4"][97.0] == "No information"
    parquet = pd.read_parquet(files["levels.parquet"]).set_index("indicator")
    assert parquet["level_0_4_missing"]["reporting_line"] == "NI"
    assert pd.isna(parquet["level_0_4"]["reporting_line"])


COLUMN = st.text(min_size=0, max_size=60)


@given(st.lists(COLUMN, max_size=12))
def test_legal_names__any_names__are_legal_in_both_programs_and_their_own(sources):
    names = [column.name for column in name_columns(DataColumn(source, "", "") for source in sources)]
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert name.isascii()
        assert name[0].isalpha()
        assert len(name) <= 32
        assert name.replace("_", "a").isalnum()
        assert name not in RESERVED


@pytest.mark.parametrize(
    ("source", "name"),
    [("_uuid", "sys_uuid"), ("area2/q5", "area2_q5"), ("Où ?", "ou"), ("2nd", "v_2nd"), ("if", "if_v"), ("中", "v")],
)
def test_legal_name__as_the_field_expects(source, name):
    assert legal_name(source) == name


@given(st.text(max_size=80), st.integers(8, 60))
def test_cut_bytes__never_longer_and_never_half_a_character(text, most):
    cut = cut_bytes(text, most)
    assert len(cut.encode("utf-8", "replace")) <= most
    assert cut == " ".join(text.split()) or cut.endswith("…")


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40), min_size=1, max_size=6))
@example(["0\u16800"])
@settings(max_examples=40)
def test_statistics_files__any_texts_and_labels__are_read_as_they_were(tmp_path_factory, texts):
    values = {f"c{number}": text.strip() or "x" for number, text in enumerate(texts)}
    columns = name_columns(
        [
            DataColumn("words", "é" * 200, "#x"),
            DataColumn("kind", "Kind", "#y", CATEGORY, categories=categories_of(values, {"refused": "Refus"})),
            DataColumn("n", "N", "#z", NUMBER),
        ]
    )
    rows = tuple((text, f"c{number}", number + 0.5) for number, text in enumerate(texts))
    table = DataTable("t", "Table", columns, (*rows, (None, "refused", None)))
    folder = tmp_path_factory.mktemp("files")
    for name, content in (
        ("t.sav", write_spss(table)),
        ("t.zsav", write_spss(table, is_packed=True)),
        ("t.dta", write_stata(table)),
    ):
        (folder / name).write_bytes(content)
        frame, meta = read(folder / name)
        assert [text.rstrip() for text in frame["words"]] == [*(text.rstrip() for text in texts), ""]
        assert frame["n"].tolist()[:-1] == [number + 0.5 for number in range(len(texts))]
        assert frame["kind"].tolist() == [*range(1, len(texts) + 1), "a" if name == "t.dta" else 98]
        labels = [meta.variable_value_labels["kind"][number] for number in range(1, len(texts) + 1)]
        assert labels == [cut_bytes(label, 120) for label in values.values()]


def test_statistics_files__long_texts_are_whole(tmp_path):
    text = "é" * 6000
    table = DataTable("t", "T", name_columns([DataColumn("words", "W", "#x")]), ((text,), ("",)))
    (tmp_path / "t.sav").write_bytes(write_spss(table))
    (tmp_path / "t.dta").write_bytes(write_stata(table))
    assert read(tmp_path / "t.sav")[0]["words"][0] == text
    assert read(tmp_path / "t.dta")[0]["words"][0] == text


# --- consent and safety ---------------------------------------------------------------------------------------------
def test_folder__holds_no_word_of_who_may_not_be_quoted_and_no_small_group(files):
    for path in files.values():
        everything = "\n".join(text for _, text in read_finished(path))
        assert "may not be quoted" not in everything, path.name
        assert "XAA-05" not in everything, path.name
    codings = pd.read_parquet(files["codings.parquet"])
    assert codings.loc[codings["interview_id"] == "XAA-04", "stakeholder_group"].isna().all()
    assert set(codings.loc[codings["interview_id"] == "XAA-01", "stakeholder_group"]) == {"government"}


def test_topics__counts_below_the_smallest_cell_are_not_told(files):
    rows = list(csv.DictReader(io.StringIO(files["topics.csv"].read_text(encoding="utf-8"))))[1:]
    told = {(row["topic"], row["stakeholder_group"]): (row["n_voices"], row["n_segments"]) for row in rows}
    assert told["meetings", "government"] == ("3", "3")  # and one more who may not be quoted
    assert told["meetings", ""] == ("<3", "<3")
    frame, meta = read(files["topics.sav"])
    assert -1.0 in set(frame["n_voices"])
    assert meta.missing_ranges["n_voices"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝"])
def test_csv_and_workbooks__no_cell_is_a_formula(start):
    table = DataTable("t", "T", name_columns([DataColumn("words", "W", "#x")]), ((f"{start}1+1",),))
    *_, cell = csv.reader(io.StringIO(write_tidy(table, {}).decode("utf-8")))
    assert cell == [f"'{start}1+1"]


def test_workbooks__hold_no_formula(files):
    for name, path in files.items():
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(path) as archive:
                sheets = [archive.read(part) for part in archive.namelist() if "worksheets/" in part]
            assert sheets
            assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)


def test_quotes__a_row_each_quotation_with_attributes_path_and_words(files):
    ((sheet,), problems) = read_sheets(files["quotes.xlsx"], "quotes.xlsx")
    header, tags, *rows = sheet.rows
    assert problems == ()
    assert tags[0] == "#meta+num"
    first = dict(zip(header, rows[0], strict=False))
    assert first["Words"] == WORDS["XAA-01"][1]
    assert first["Code path"] == "Governance > Action plan of the platform; Stance > Description"
    assert first["Stakeholder group"] == "Government"
    assert len(rows) == 8


def test_matrix__a_sheet_each_area_and_a_row_each_record(files):
    sheets, _ = read_sheets(files["framework-matrix.xlsx"], "m.xlsx")
    governance = next(sheet for sheet in sheets if sheet.name == "2 Governance")
    header, _, *rows = governance.rows
    cells = [dict(zip(header, row, strict=False)) for row in rows]
    *told, donor = [cell["Record"] for cell in cells]
    assert told == ["XAA-01", "XAA-02", "XAA-03"]
    assert donor.startswith("h-")
    assert cells[0]["Action plan of the platform"].startswith("[Description] Le plan d'action")


def test_files__with_words_of_the_only_donor__hold_nothing_that_joins_them_with_a_brief(store, files):
    segments = store.read_table("XAA", "segments").set_index("interview_id")["segment_id"]
    told = {name: "\n".join(text for _, text in read_finished(path)) for name, path in files.items()}
    assert any(segments["XAA-01"] in text for text in told.values())
    assert not [name for name, text in told.items() if "XAA-04" in text or segments["XAA-04"] in text]
    donor = [row for row in csv.DictReader(told_rows(files["codings.csv"])) if row["text"].startswith("We pay")]
    assert {(row["date"], row["stakeholder_group"]) for row in donor} == {("", "")}


def told_rows(path: Path) -> list[str]:
    """The lines of a table without its row of tags."""
    first, _, *others = path.read_text(encoding="utf-8").splitlines()
    return [first, *others]


def test_ddi__names_every_variable_with_its_categories(files):
    root = ElementTree.parse(files["ddi-codebook.xml"]).getroot()
    space = {"d": "ddi:codebook:2_5"}
    found = root.find(".//d:var[@ID='V_answers_operating_framework']", space)
    assert [one.findtext("d:catValu", "", space) for one in found.iterfind("d:catgry[@missing='Y']", space)] == [
        "97",
        "98",
        "99",
    ]
    assert len(root.findall("d:fileDscr", space)) == 6


def test_crosswalk__leads_from_legal_names_to_those_received(files):
    rows = list(csv.DictReader(io.StringIO(files["crosswalk.csv"].read_text(encoding="utf-8"))))
    found = [
        row for row in rows if row["table"] == "answers" and row["variable"] == "operating_framework" and row["code"]
    ]
    assert {(row["number"], row["code"]) for row in found} >= {("97", "dont_know"), ("98", "refused"), ("3", "3")}


@pytest.mark.parametrize("language", ["fr", "pt"])
def test_files__same_tables_same_bytes_in_any_language(store, language):
    assert make_data_files(store, "XAA", language) == make_data_files(store, "XAA", language)


def test_folder__with_a_name_in_a_packed_file__is_not_written(store, tmp_path, monkeypatch):
    from tasks import release

    monkeypatch.setattr(release, "searched_words", lambda entries, ordinary: ["nada"])
    problems = export_data(store, "XAA", tmp_path / "out", "en")
    named = " ".join(problem.detail for problem in problems if problem.code == "L001")
    assert all(
        name in named for name in ("codings.zsav", "codings.dta", "codings.parquet", "quotes.xlsx", "codings.csv")
    )
    assert not (tmp_path / "out").exists()


def test_command__writes_a_folder(store, tmp_path):
    folders = ["--raw", str(store.raw), "--processed", str(store.processed)]
    shown = runner.invoke(app, ["export", "XAA", "--to", str(tmp_path / "d"), "--language", "es", *folders])
    assert (shown.exit_code, (tmp_path / "d" / "levels.sav").is_file()) == (0, True)
    assert runner.invoke(app, ["export", "XAA", *folders]).exit_code == 2


def test_codings__of_persons__name_no_reviewer(tmp_path):
    store = country_tables(tmp_path)
    codings = store.read_table("XAA", "codings")
    codings.loc[codings.index[0], "coder"] = "person:Ana Ñandú, Ben Invented"
    store.write_table("XAA", "codings", codings)
    coders = {row[-3] for row in csv.reader(io.StringIO(make_data_files(store, "XAA", "en")["codings.csv"].decode()))}
    assert "person:reviewer 1, reviewer 2" in coders
    assert not any("Ana" in coder for coder in coders)
