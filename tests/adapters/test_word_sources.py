import docx
from docx.oxml import OxmlElement

from tasks.adapters.documents import read_source


def saved(tmp_path, build) -> tuple:
    document = docx.Document()
    build(document)
    path = tmp_path / "a.docx"
    document.save(str(path))
    return read_source(path, "XAA/a.docx")


def test_word__tracked_changes_are_read_as_accepted(tmp_path):
    def build(document):
        paragraph = document.add_paragraph("Before ")
        for tag, words in (("w:ins", "inserted "), ("w:del", "deleted ")):
            change = OxmlElement(tag)
            run = paragraph.add_run(words)
            change.append(run._r)
            paragraph._p.append(change)
        paragraph.add_run("after")

    source, problems = saved(tmp_path, build)
    assert (source.text, problems) == ("Before inserted after", ())


def test_word__tables_headings_and_bold_are_told(tmp_path):
    def build(document):
        document.add_heading("Governance", 1)
        document.add_paragraph().add_run("Who?").bold = True
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "I", "Where?"

    source, _ = saved(tmp_path, build)
    shown = [
        (source.text[b.start_char : b.end_char], b.layout.is_heading, b.layout.is_bold, b.layout.table_column)
        for b in source.blocks
    ]
    assert shown == [
        ("Governance", True, True, None),
        ("Who?", False, True, None),
        ("I", False, False, 0),
        ("Where?", False, False, 1),
    ]


def test_files__that_cannot_be_read__are_problems(tmp_path):
    contents = {"a.docx": b"no zip", "b.txt": b"\x00\x01\x02\x03" * 50, "c.txt": b"  \n", "d.pdf": b"%PDF", "e": b"x"}
    codes = {}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        source, problems = read_source(tmp_path / name, f"XAA/{name}")
        assert source is None
        codes[name] = [problem.code for problem in problems]
    assert codes == {"a.docx": ["F017"], "b.txt": ["F004"], "c.txt": ["F002"], "d.pdf": ["F017"], "e": ["F003"]}


def test_text__encodings_of_old_programs__give_the_same_words(tmp_path):
    words = "Enquêteur : où en est-on ? « Très bien », dit-elle – 5 €."
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        path = tmp_path / f"{encoding}.txt"
        path.write_bytes(words.encode(encoding))
        assert read_source(path, "XAA/a.txt")[0].text == words, encoding
