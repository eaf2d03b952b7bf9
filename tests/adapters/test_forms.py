import shutil

import pytest

from tasks.adapters.declarations import QUESTIONNAIRE
from tasks.adapters.forms import convert, validate_with_odk, write_workbook


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "annex1.xlsx"
    assert write_workbook(QUESTIONNAIRE, path) == []
    return path


def test_workbook__converts_without_a_warning(workbook):
    xform, warnings = convert(workbook)
    assert warnings == []
    assert all(
        f'id="{part}"' in xform or part in xform for part in ("msp_annex1", "area2_governance", "active_convenor")
    )


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate needs Java")
def test_workbook__is_accepted_by_odk_validate(workbook):
    assert validate_with_odk(workbook) == []


def test_workbook__written_twice__is_the_same_file(workbook, tmp_path):
    write_workbook(QUESTIONNAIRE, tmp_path / "again.xlsx")
    assert workbook.read_bytes() == (tmp_path / "again.xlsx").read_bytes()
