"""Files that would hurt a careless reader end in a Problem each: nothing is fetched, unpacked or followed."""

import io
import os
import time
import zipfile
from pathlib import Path

import docx
import pytest
from builders_exports import kobo_workbook, write_form

from tasks.adapters.documents import read_source
from tasks.adapters.forms import lint_form, read_form
from tasks.adapters.store import Store
from tasks.adapters.survey_files import read_export
from tasks.ingest import ingest

HOSTILE = Path(__file__).parents[1] / "hostile"
OFFICE = Path(__file__).parents[1] / "interviews" / "office"
RESPONSES = Path(__file__).parents[1] / "responses"


def word(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("Interviewer: Who convenes?")
    document.add_paragraph("Respondent: The ministry.")
    document.save(str(path))
    return path


def rewrite(source: Path, path: Path, change) -> Path:
    """Write an archive again with changed entries: `change(name, content)`."""
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in archive.namelist():
            changed.writestr(name, change(name, archive.read(name)))
    return path


def only_problems(path: Path) -> set[str]:
    """Read a file with every reader that might get it; it must be refused by all that know its kind."""
    suffix = path.suffix.lower()
    if suffix in (".docx", ".odt", ".pdf", ".rtf", ".txt", ".md", ".vtt", ".json"):
        found, problems = read_source(path, f"XAA/{path.name}")
    else:
        found, problems = read_export(path, f"XAA/{path.name}")
    assert not found
    return {problem.code for problem in problems}


# --- passwords and damage ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "code"),
    [("protected.docx", "F007"), ("protected.xlsx", "F018"), ("protected.pdf", "F007"), ("protected.zip", "F022")],
)
def test_file_with_a_password__is_refused(name, code):
    assert only_problems(HOSTILE / name) == {code}


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("suffix", [".docx", ".odt", ".xlsx", ".ods", ".xls", ".sav", ".por", ".sas7bdat", ".pdf"])
def test_truncated_file__is_refused_or_says_what_it_lacks(suffix, share, tmp_path):
    sources = {
        ".docx": lambda: word(tmp_path / "a.docx"),
        ".xlsx": lambda: kobo_workbook(tmp_path / "a.xlsx"),
        ".odt": lambda: OFFICE / "XAA-01-labels.odt",
        ".pdf": lambda: OFFICE / "XAA-01-labels.pdf",
        ".ods": lambda: RESPONSES / "kobo.ods",
        ".xls": lambda: RESPONSES / "kobo.xls",
        ".por": lambda: RESPONSES / "responses.por",
        ".sas7bdat": lambda: RESPONSES / "responses.sas7bdat",
    }
    if suffix == ".sav":
        from builders_exports import write_spss

        content = write_spss(tmp_path / "a.sav").read_bytes()
    else:
        content = sources[suffix]().read_bytes()
    path = tmp_path / f"cut{suffix}"
    path.write_bytes(content[: int(share * len(content))])
    read = read_source if suffix in (".docx", ".odt", ".pdf") else read_export
    found, problems = read(path, f"XAA/{path.name}")
    assert found or problems


# --- XML ---------------------------------------------------------------------------------------------------------
BILLION_LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declaration", [BILLION_LAUGHS, OUTSIDE], ids=["billion laughs", "outside file"])
@pytest.mark.parametrize(("suffix", "part"), [(".docx", "word/document.xml"), (".odt", "content.xml")])
def test_xml_entities__are_refused(suffix, part, declaration, tmp_path):
    source = word(tmp_path / "a.docx") if suffix == ".docx" else OFFICE / "XAA-01-labels.odt"

    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        head, end, rest = content.partition(b"?>")
        return head + end + declaration + rest.replace(b"convene", b"&a;", 1)

    assert only_problems(rewrite(source, tmp_path / f"entities{suffix}", change)) == {"F005"}


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_xml_entities_in_a_workbook__reach_no_cell(part, tmp_path):
    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"?>", b"?>" + OUTSIDE, 1).replace(b"convenes", b"&a;") if name == part else content

    path = rewrite(kobo_workbook(tmp_path / "a.xlsx"), tmp_path / "entities.xlsx", change)
    sheets, problems = read_export(path, "XAA/entities.xlsx")
    assert problems or "root:" not in "".join(sheet.cells.to_string() for sheet in sheets)


# --- size --------------------------------------------------------------------------------------------------------
def bomb(source: Path, path: Path, part: str) -> Path:
    return rewrite(source, path, lambda name, content: content + b" " * 600_000_000 if name == part else content)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".docx", ".odt", ".xlsx", ".zip"])
def test_bomb__is_refused_before_it_unpacks(suffix, tmp_path):
    path = tmp_path / f"bomb{suffix}"
    if suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("responses.csv", b"0" * 600_000_000)
    else:
        source = {
            ".docx": lambda: (word(tmp_path / "a.docx"), "word/document.xml"),
            ".odt": lambda: (OFFICE / "XAA-01-labels.odt", "content.xml"),
            ".xlsx": lambda: (kobo_workbook(tmp_path / "a.xlsx"), "xl/worksheets/sheet1.xml"),
        }[suffix]()
        bomb(source[0], path, source[1])
    start = time.process_time()
    assert only_problems(path) <= {"F005", "F015", "F022"}
    assert time.process_time() - start < 2


def test_archive_that_lies_about_its_sizes__is_refused(tmp_path):
    path = tmp_path / "lies.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("responses.csv", b"a,b\n" + b"0" * 1_000_000)
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    path.write_bytes(content)
    assert only_problems(path) == {"F022"}


def test_archive_in_an_archive__is_not_opened(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("responses.csv", "country,q5\nXAA,yes\n")
    path = tmp_path / "outer.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    assert only_problems(path) == {"F023"}


def test_archive_with_escaping_names__writes_nothing(tmp_path):
    path = tmp_path / "in" / "escape.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../evil.csv", "country,q5\nXAA,yes\n")
        archive.writestr("/etc/evil.csv", "country,q5\nXAA,yes\n")
    read_export(path, "XAA/escape.zip")
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "in", path]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_million_columns__are_refused(separator, tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(separator.join(f"c{n}" for n in range(1_000_000)) + "\n" + separator * 999_999 + "\n")
    start = time.process_time()
    assert only_problems(path) == {"F019"}
    assert time.process_time() - start < 10


def test_workbook_with_a_cell_in_the_last_place__is_refused(tmp_path):
    def change(name: str, content: bytes) -> bytes:
        return content.replace(b'r="A1"', b'r="XFD1048576"') if name == "xl/worksheets/sheet1.xml" else content

    start = time.process_time()
    path = rewrite(kobo_workbook(tmp_path / "a.xlsx"), tmp_path / "far.xlsx", change)
    sheets, problems = read_export(path, "XAA/far.xlsx")
    assert sheets or problems
    assert time.process_time() - start < 10


# --- names and links ---------------------------------------------------------------------------------------------
def test_names_like_paths_and_links_out_of_the_folder__are_named_and_not_followed(tmp_path):
    folder = tmp_path / "raw" / "XAA"
    folder.mkdir(parents=True)
    secret = tmp_path / "secret.txt"
    secret.write_text("Interviewer: Who?\nRespondent: The secret.")
    (folder / "link.txt").symlink_to(secret)
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "interviews.csv").write_text(
        "id,file,date,language,stakeholder_group,consent_record,consent_quote\n"
        "a,../../secret.txt,2026-01-01,en,un,yes,yes\n"
        f"b,{secret},2026-01-01,en,un,yes,yes\n"
        "c,link.txt,2026-01-01,en,un,yes,yes\n"
        'd,"C:\\..\\..\\secret.txt",2026-01-01,en,un,yes,yes\n'
    )
    received = ingest(Store(tmp_path / "raw", tmp_path / "p", tmp_path / "r"), "XAA")
    assert not received.interviews
    codes = [problem.code for problem in received.problems]
    assert codes.count("R026") == 2
    assert "F030" in codes


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_file_without_read_permission__is_a_problem(tmp_path):
    path = word(tmp_path / "a.docx")
    path.chmod(0)
    assert only_problems(path) == {"F001"}


# --- forms -------------------------------------------------------------------------------------------------------
def test_form_with_entities__is_refused(tmp_path):
    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"?>", b"?>" + OUTSIDE, 1) if name.endswith("sheet1.xml") else content

    path = rewrite(write_form(tmp_path / "a.xlsx"), tmp_path / "form.xlsx", change)
    form, problems = read_form(path, "XAA/forms/form.xlsx")
    assert form is None
    assert {problem.code for problem in problems} == {"Q004"}
    assert lint_form(path)
