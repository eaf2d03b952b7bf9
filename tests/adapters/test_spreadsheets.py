"""Table files as teams save them: separators, encodings, damaged workbooks."""

import datetime
import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.adapters.spreadsheets import read_sheets, sniff_separator

ROWS = (("id", "fichier"), ("A1", "été.docx"), ("A2", "b; c, d.docx"))
ODS = "urn:oasis:names:tc:opendocument:xmlns"
ODS_CONTENT = (
    f'<office:document-content xmlns:office="{ODS}:office:1.0" xmlns:table="{ODS}:table:1.0" xmlns:text="{ODS}:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="entretiens">'
    '<table:table-row><table:table-cell office:value-type="string"><text:p>date</text:p></table:table-cell></table:table-row>'
    '<table:table-row><table:table-cell office:value-type="date" office:date-value="2023-03-14"><text:p>14/03/23</text:p>'
    "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
)


def saved(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def rows_of(path):
    sheets, problems = read_sheets(path, path.name)
    assert problems == ()
    (sheet,) = sheets
    return sheet.rows


def codes_of(path):
    sheets, problems = read_sheets(path, path.name)
    assert sheets == ()
    assert all(problem.fix and problem.file == path.name for problem in problems)
    return [problem.code for problem in problems]


def workbook(*sheets, charts=False):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    formats = {datetime.datetime: book.add_format({"num_format": "dd/mm/yyyy"})}
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell, formats.get(type(cell)))
    if charts:
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": f"={sheets[0][0]}!$A$1:$A$2"})
        book.add_chartsheet("Diagram").set_chart(chart)
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_text__of_any_separator_and_encoding__reads_alike(tmp_path, separator, encoding, line_end):
    text = line_end.join(separator.join(f'"{cell}"' for cell in row) for row in ROWS)
    assert rows_of(saved(tmp_path, "a.csv", text.encode(encoding))) == ROWS


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("id;file;group", ";"),
        ("id,file,group", ","),
        ("id\tfile", "\t"),
        ('id,"a;b;c;d;e",file', ","),
        ("id;consent (yes, no, other, unknown);file\n1;yes;a", ";"),
        ("Registre des entretiens, mars 2023\nid;file;x\n1;a.txt;y", ";"),
        ("id;note\n1;a, b, c\n2;d, e, f", ";"),
        ("alone\nwords", ";"),
    ],
)
def test_separator__is_told_from_the_rows(text, separator):
    assert sniff_separator(text) == separator


def test_text__that_declares_its_separator__starts_below_the_declaration(tmp_path):
    assert rows_of(saved(tmp_path, "a.csv", "sep=,\r\nid;x,file\r\n1,a\r\n")) == (("id;x", "file"), ("1", "a"))


def test_text__line_breaks_within_a_cell__belong_to_it(tmp_path):
    assert rows_of(saved(tmp_path, "a.csv", 'id,note\n1,"two\nlines, one cell"\n')) == (
        ("id", "note"),
        ("1", "two\nlines, one cell"),
    )


def test_text__quote_that_never_closes__swallows_no_row(tmp_path):
    sheets, problems = read_sheets(saved(tmp_path, "a.csv", 'id;file\n1;"stray\n2;b\n'), "a.csv")
    assert sheets[0].rows == (("id", "file"), ("1", '"stray'), ("2", "b"))
    assert [problem.code for problem in problems] == ["F014"]


def test_text__short_rows_and_blank_ends__make_a_rectangle(tmp_path):
    assert rows_of(saved(tmp_path, "a.csv", "a;b;c\n1\n\n2;3\n;;\n\n")) == (
        ("a", "b", "c"),
        ("1", "", ""),
        ("", "", ""),
        ("2", "3", ""),
    )


def test_text__is_normalised(tmp_path):
    assert rows_of(saved(tmp_path, "a.csv", "e\u0301te\u0301;b\n1;2\n"))[0] == ("été", "b")


def test_workbook__cells_become_text(tmp_path):
    cells = [["x", 12, 2.5, True, datetime.datetime(2023, 3, 14), None, "e\u0301"], [], ["late"]]
    path = saved(tmp_path, "a.xlsx", workbook(("Feuille", cells), charts=True))
    assert rows_of(path) == (
        ("x", "12", "2.5", "TRUE", "2023-03-14", "", "é"),
        ("",) * 7,
        ("late", *[""] * 6),
    )


def test_workbook__formula__gives_its_value(tmp_path):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.add_worksheet().write_formula(0, 0, "=1+1", None, 2)
    book.close()
    assert rows_of(saved(tmp_path, "a.xlsx", stream.getvalue())) == (("2",),)


def test_workbook__first_rows_empty__keep_their_numbers(tmp_path):
    path = saved(tmp_path, "a.xlsx", workbook(("S", [[], ["", "b"]])))
    assert rows_of(path) == (("", ""), ("", "b"))


def test_workbook__sheets__keep_order_and_names(tmp_path):
    path = saved(tmp_path, "a.xlsx", workbook(("entretiens", [["a"]]), ("vide", []), ("documents", [["b"]])))
    assert [sheet.name for sheet in read_sheets(path, "a.xlsx")[0]] == ["entretiens", "documents"]


def test_workbook__of_libreoffice__is_read(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS_CONTENT)
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{ODS}:manifest:1.0"/>')
    (sheet,), problems = read_sheets(saved(tmp_path, "a.ods", stream.getvalue()), "a.ods")
    assert (sheet.name, sheet.rows, problems) == ("entretiens", (("date",), ("2023-03-14",)), ())


@pytest.mark.parametrize("name", ["a.csv", "a.xls", "a.ods"])
def test_workbook__with_a_wrong_ending__is_read_for_what_it_is(tmp_path, name):
    assert rows_of(saved(tmp_path, name, workbook(("S", [["a", 1]])))) == (("a", "1"),)


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx"])
def test_text__that_calls_itself_a_workbook__is_read_for_what_it_is(tmp_path, name):
    assert rows_of(saved(tmp_path, name, "id\tfile\n1\ta.docx\n")) == (("id", "file"), ("1", "a.docx"))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "F011"),
        ("a.xlsx", b"", "F011"),
        ("a.csv", b" \r\n\r\n", "F011"),
        ("a.csv", b";;;\n;;;\n", "F011"),
        ("a.xlsx", workbook(("S", [])), "F011"),
        ("a.xlsx", workbook(("S", [["a"]]))[:900], "F010"),
        ("a.xlsx", b"PK\x03\x04 broken", "F010"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "F010"),
        ("a.xlsx", b"<html><table></table></html>", "F010"),
        ("a.csv", bytes(range(256)) * 8, "F013"),
        ("a.pdf", b"%PDF-1.7", "F012"),
    ],
)
def test_file__empty_or_damaged__is_a_problem_with_a_fix(tmp_path, name, content, code):
    assert codes_of(saved(tmp_path, name, content)) == [code]


def test_file__gone_or_a_folder__is_a_problem(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    assert codes_of(tmp_path / "folder.csv") == codes_of(tmp_path / "gone.xlsx") == ["F010"]


def test_workbook__that_unpacks_to_far_too_much__is_not_opened(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    assert codes_of(saved(tmp_path, "a.xlsx", stream.getvalue())) == ["F015"]


WHOLE = workbook(("S", [["id", "file"], [1, "a.docx"]]))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_workbook__torn_anywhere__never_raises(tmp_path_factory, data):
    content = bytearray(WHOLE[: data.draw(st.integers(0, len(WHOLE)))])
    for place, value in data.draw(st.dictionaries(st.integers(0, len(WHOLE)), st.integers(0, 255), max_size=6)).items():
        if place < len(content):
            content[place] = value
    path = saved(tmp_path_factory.getbasetemp(), "torn.xlsx", bytes(content))
    sheets, problems = read_sheets(path, "torn.xlsx")
    assert sheets or problems


CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\0\ufeff", exclude_categories=["Cs", "Cc"]), max_size=8
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5), st.sampled_from([";", ",", "\t", "|"]))
def test_text__written_by_a_spreadsheet_program__comes_back(tmp_path_factory, rows, separator):
    import csv

    from tasks.core.sources import normalise

    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([("id", "file", "note"), *rows])
    path = saved(tmp_path_factory.getbasetemp(), "back.csv", stream.getvalue())
    read = rows_of(path)
    expected = [tuple(map(normalise, row)) for row in [("id", "file", "note"), *rows]]
    while not any(cell.strip() for cell in expected[-1]):
        expected.pop()
    assert list(read) == expected
