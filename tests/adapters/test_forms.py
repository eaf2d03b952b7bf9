import shutil

import pytest

from tasks.adapters.declarations import QUESTIONNAIRE
from tasks.adapters.forms import (
    SHEETS,
    FormError,
    convert,
    load_form,
    read_rows,
    validate_with_odk,
    write_workbook,
)
from tasks.adapters.nlp import LANGUAGES
from tasks.adapters.spreadsheets import read_sheets


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "annex1.xlsx"
    assert write_workbook(QUESTIONNAIRE, path) == []
    return path


def test_workbook__converts_without_a_warning(workbook):
    xform, warnings = convert(workbook)
    assert warnings == []
    assert f'id="{load_form().form_id}"' in xform
    assert all(f'nodeset="/data/{q.group}/{q.name}"' in xform for q in load_form().questions if q.area)
    assert all(f"({language})" in xform for language in LANGUAGES)


def test_workbook__holds_the_declared_sheets_cell_by_cell(workbook):
    sheets, problems = read_sheets(workbook, "annex1.xlsx")
    assert problems == ()
    assert [sheet.name for sheet in sheets] == list(SHEETS)
    for sheet in sheets:
        header, *rows = sheet.rows
        declared = read_rows(QUESTIONNAIRE / f"{sheet.name}.csv")
        assert [dict(zip(header, row, strict=True)) for row in rows] == declared


def test_sheet__saved_with_a_byte_order_mark_or_short_rows__is_read(tmp_path):
    path = tmp_path / "survey.csv"
    path.write_text("type,name,label\ntext,q1\n", encoding="utf-8-sig")
    assert read_rows(path) == [{"type": "text", "name": "q1", "label": ""}]


def test_sheet__with_an_unquoted_comma__is_refused_with_its_row(tmp_path):
    path = tmp_path / "survey.csv"
    path.write_text("type,name,label\ntext,q1,A\ntext,q2,Who, and why?\n", encoding="utf-8")
    with pytest.raises(FormError, match=r"survey\.csv, rows 3"):
        read_rows(path)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate needs Java")
def test_workbook__is_accepted_by_odk_validate(workbook):
    assert validate_with_odk(workbook) == []


def test_workbook__written_twice__is_the_same_file(workbook, tmp_path):
    write_workbook(QUESTIONNAIRE, tmp_path / "again.xlsx")
    assert workbook.read_bytes() == (tmp_path / "again.xlsx").read_bytes()
