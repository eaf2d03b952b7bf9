"""Country folders as they come: odd names, missing files, links that leave, broken documents."""

import pytest
import xlsxwriter
from builders_country import DONOR, HEADER, country_folder, write

from tasks.adapters.store import Store
from tasks.ingest import ingest
from tasks.pseudonymize import pseudonymize


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")


def received(store, country="XAA"):
    found = ingest(store, country)
    return found, {(problem.code, problem.file.split("/")[-1]) for problem in found.problems}


def register(store, *rows):
    return write(store.raw / "XAA" / "interviews.csv", "\n".join([HEADER, *rows]) + "\n")


def row(id_="A1", file="a.txt"):
    return f"{id_},{file},XAA,2026-03-12,en,Donor,national,,yes,yes,group"


def test_folder__of_a_tidy_team__has_no_problem(store):
    country_folder(store.raw)
    found, problems = received(store)
    assert problems == set()
    assert [one.stakeholder_group for one in found.interviews] == ["government", "civil_society", "donor", ""]
    assert [one.level for one in found.interviews] == ["national", "region", "national", ""]
    assert {one.date for one in found.interviews} == {"2026-01-14", "2026-01-15", "2026-01-16", "2025-12-20"}


@pytest.mark.parametrize("named", ["A.TXT", "transcripts/a.txt", "transcripts\\a.txt", "XAA/transcripts/a.txt"])
def test_register__names_a_file_in_many_ways(store, named):
    write(store.raw / "XAA" / "transcripts" / "a.txt", DONOR)
    register(store, row(file=named))
    found, problems = received(store)
    assert (len(found.interviews), problems) == (1, set())


def test_register__names_a_file_whose_name_holds_a_character_that_nobody_sees(store):
    hidden = "\u202egnp.27.txt"
    write(store.raw / "XAA" / "transcripts" / hidden, DONOR)
    register(store, row(file=f"transcripts/{hidden}"))
    found, problems = received(store)
    assert (len(found.interviews), problems) == (1, set())


def test_register__every_mismatch_with_the_folder__is_named(store):
    folder = store.raw / "XAA"
    write(folder / "a.txt", DONOR)
    write(folder / "one" / "twin.txt", DONOR)
    write(folder / "two" / "twin.txt", DONOR)
    write(folder / "stray.txt", DONOR)
    register(store, row(), row("A2", "gone.txt"), row("A3", "twin.txt"), row("A4", "../../etc/passwd"), row("A5"))
    found, problems = received(store)
    assert [one.interview_id for one in found.interviews] == ["A1"]
    codes = [problem.code for problem in found.problems]
    assert codes.count("R022") == codes.count("R026") == 1
    assert {"R021", "R023", "R024"} <= set(codes)
    assert ("R021", "stray.txt") in problems


def test_folder__broken_and_foreign_files__are_named_and_stop_nothing(store, tmp_path):
    folder = store.raw / "XAA"
    write(folder / "a.txt", DONOR)
    write(folder / "torn.docx", "no zip")
    write(folder / "photo.jpg", "x")
    write(folder / "~$a.docx", "lock file of an office program")
    write(tmp_path / "outside.txt", "secret")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    register(store, row(), row("A2", "torn.docx"), row("A3", "photo.jpg"), row("A4", "link.txt"))
    found, problems = received(store)
    assert [one.interview_id for one in found.interviews] == ["A1"]
    assert {("F017", "torn.docx"), ("F003", "photo.jpg"), ("F030", "link.txt")} <= problems
    assert not [name for _, name in problems if name.startswith("~")]


def test_folder__without_a_register__says_so_and_reads_the_rest(store):
    write(store.raw / "XAA" / "responses" / "other.csv", "age;sex\n4;f\n")
    write(store.raw / "XAA" / "a.txt", DONOR)
    _, problems = received(store)
    assert {("R020", "interviews.csv"), ("R021", "a.txt"), ("A001", "other.csv")} <= problems


def test_folder__of_questionnaires_only__needs_no_register(store):
    write(store.raw / "XAA" / "responses" / "export.csv", "age;sex\n4;f\n")
    _, problems = received(store)
    assert ("R027", "interviews.csv") in problems
    assert ("R020", "interviews.csv") not in problems


def test_register__empty__is_named(store):
    register(store)
    assert ("R011", "interviews.csv") in received(store)[1]


def test_files__are_hashed_as_received(store):
    country_folder(store.raw)
    found, _ = received(store)
    assert set(found.file_hashes) == {
        path.relative_to(store.raw).as_posix() for path in (store.raw / "XAA").rglob("*") if path.is_file()
    }


def test_register__names_a_file_without_its_ending_or_by_somebodys_own_path(store):
    write(store.raw / "XAA" / "transcripts" / "Entretien é 1.txt", DONOR)
    write(store.raw / "XAA" / "b.txt", DONOR)
    register(store, row(file="entretien_e\u0301_1"), row("A2", r"C:\Users\team\Documents\b.txt"))
    found, problems = received(store)
    assert ([one.file for one in found.interviews], problems) == (
        ["XAA/transcripts/Entretien é 1.txt", "XAA/b.txt"],
        {("D030", "b.txt")},  # the same words in two files
    )


def test_registers__that_share_an_id__keep_the_first_row_and_write_tables(store):
    write(store.raw / "XAA" / "a.txt", DONOR)
    write(store.raw / "XAA" / "m.txt", "Minutes\n\nThe platform met.\n")
    register(store, row())
    write(store.raw / "XAA" / "documents.csv", "id,file,kind\na1,m.txt,minutes\n")
    found, problems = received(store)
    assert [one.interview_id for one in found.interviews] == ["A1"]
    assert ("R004", "documents.csv") in problems
    pseudonymize(store, found)
    assert len(store.read_table("XAA", "interviews")) == 1


def test_register__in_a_workbook__may_have_a_page_of_notes_and_the_documents(store):
    folder = store.raw / "XAA"
    write(folder / "a.txt", DONOR)
    write(folder / "m.txt", "Minutes\n\nThe platform met.\n")
    sheets = {
        "Lisez-moi": [["Comment remplir"], ["Une ligne par fichier"]],
        "Feuil2": [HEADER.split(","), row().split(",")],
        "Documents": [["id", "fichier", "type"], ["D1", "m.txt", "PV"]],
    }
    book = xlsxwriter.Workbook(str(folder / "Interviews.XLSX"))
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for number, cells in enumerate(lines):
            sheet.write_row(number, 0, cells)
    book.close()
    found, problems = received(store)
    assert [(one.interview_id, one.record_type) for one in found.interviews] == [("A1", "verbatim"), ("D1", "document")]
    assert problems == {("R041", "m.txt")}


def test_register__under_another_name__is_taken_with_a_word(store):
    write(store.raw / "XAA" / "a.txt", DONOR)
    register(store, row()).rename(store.raw / "XAA" / "KII tracking sheet.csv")
    found, problems = received(store)
    assert (len(found.interviews), problems) == (1, {("R025", "KII tracking sheet.csv")})


def test_folder__links_and_hidden_folders__are_not_followed(store, tmp_path):
    folder = store.raw / "XAA"
    write(folder / "a.txt", DONOR)
    write(tmp_path / "away" / "b.txt", DONOR)
    write(folder / ".git" / "config.txt", "x")
    write(folder / "__MACOSX" / "._a.txt", "x")
    (folder / "linked").symlink_to(tmp_path / "away", target_is_directory=True)
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "circle.txt").symlink_to(folder / "circle.txt")
    (folder / "self").symlink_to(folder, target_is_directory=True)
    register(store, row(), row("A2", "linked/b.txt"), row("A3", "gone.txt"))
    found, problems = received(store)
    assert set(found.file_hashes) == {"XAA/a.txt", "XAA/interviews.csv"}
    assert problems == {("F030", "linked"), ("F030", "circle.txt"), ("R022", "interviews.csv")}


def test_folder__that_is_missing__is_a_problem(store):
    _, problems = received(store)
    assert problems == {("F032", "XAA"), ("R020", "interviews.csv")}


def test_folder__is_only_read(store):
    folder = country_folder(store.raw)
    before = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    pseudonymize(store, ingest(store, "XAA"))
    assert {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()} == before
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)


def test_register__file_without_words__is_named_and_the_others_go_on(store):
    folder = store.raw / "XAA"
    write(folder / "a.txt", DONOR)
    write(folder / "empty.txt", " \n")
    write(folder / "zero.docx", "")
    register(store, row("A0", "empty.txt"), row("A1", "zero.docx"), row("A2"))
    found, problems = received(store)
    assert [one.interview_id for one in found.interviews] == ["A2"]
    assert {("F002", "empty.txt"), ("F002", "zero.docx")} <= problems


def test_response__in_two_exports__is_counted_and_the_earlier_file_is_named(store):
    rows = "country;stakeholder_group;consent_record;active_convenor;q5;_uuid\nXAA;un;yes;3;Every year;u1\n"
    for name in ("march.csv", "april.csv"):
        write(store.raw / "XAA" / "responses" / name, rows)
    [problem] = [problem for problem in ingest(store, "XAA").problems if problem.code == "A020"]
    assert problem.file == "XAA/responses/march.csv"
    assert "(XAA/responses/april.csv): 1;" in problem.detail


def test_register__that_calls_a_record_notes__has_its_numbered_answers_read(store):
    said = {4: "The director convenes us.", 9: "At the prime minister's.", 11: "An agency pays.", 16: "Each quarter."}
    text = "".join(f"{number}. {answer}\n\n" for number, answer in said.items())
    for name in ("a", "b"):
        write(store.raw / "XAA" / f"{name}.txt", f"{text}{name}\n")
    header, rows = HEADER.replace("organisation", "record_type"), [row(), row("B1", "b.txt").replace("l,,", "l,notes,")]
    write(store.raw / "XAA" / "interviews.csv", "\n".join([header, *rows]) + "\n")
    found, problems = received(store)
    told = [turn.annex_question for turn in found.turns["B1"] if turn.speaker_role == "respondent"]
    assert (told, problems) == (["Q4", "Q9", "Q11", "Q16"], {("T001", "a.txt")})


def test_words_of_a_response_without_consent__are_kept_from_those_who_might_repeat_them(store):
    cells = {
        "country": "XAA", "stakeholder_group": "donor", "interview_date": "2026-02-25", "consent_record": "no",
        "consent_quote": "no", "q21": "The crocodile sleeps on the budget.", "_uuid": "u" * 36,
    }  # fmt: skip
    write(store.raw / "XAA" / "responses" / "export.csv", "\n".join([";".join(cells), ";".join(cells.values())]) + "\n")
    found, _ = received(store)
    assert found.answers == ()
    assert "The crocodile sleeps on the budget." in found.withdrawn
