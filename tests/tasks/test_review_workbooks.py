"""Review workbooks: made for people, checked cell by cell, applied as a whole or not at all."""

import time

import openpyxl
import pytest
from builders_country import country_folder, write
from builders_review import COUNTRY, Workbook, analyse, analysed, review, save_by_libreoffice

from tasks.accept_review import accept_review
from tasks.adapters.declarations import load_codebook
from tasks.adapters.forms import load_form
from tasks.adapters.review_workbooks import load_review_words
from tasks.adapters.store import Store
from tasks.core.review_lines import open_to_sample
from tasks.export_review import export_review, export_sample
from tasks.read_reviews import read_decisions, read_merged


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    store = analysed(folder)
    assert export_review(store, COUNTRY, "en", folder / "review.xlsx").problems == ()
    return store, folder / "review.xlsx"


@pytest.fixture
def store(made, tmp_path):
    """A raw folder of its own beside the tables that were made once."""
    country_folder(tmp_path / "raw")
    return Store(tmp_path / "raw", made[0].processed, tmp_path / "reports")


@pytest.fixture
def book(made):
    return Workbook(made[1])


def codes(accepted):
    return [problem.code for problem in accepted.problems]


def kept(store):
    folder = store.raw / COUNTRY / "review"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_workbook__locks_what_it_shows_and_offers_choices(made):
    sheet = openpyxl.load_workbook(made[1])["Codings"]
    by_heading = {cell.value: cell.column_letter for cell in sheet[1]}
    assert sheet.protection.sheet
    assert not sheet.protection.sort  # openpyxl keeps what is forbidden
    assert not sheet.protection.autoFilter
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet[f"{by_heading['Id']}2"].protection.locked
    assert sheet[f"{by_heading['Words']}2"].alignment.wrap_text
    assert not sheet[f"{by_heading['Decision']}2"].protection.locked
    lists = {str(one.sqref).split(":")[0] for one in sheet.data_validations.dataValidation if one.type == "list"}
    assert {f"{by_heading[name]}2" for name in ("Decision", "Right stance", "Missing topic")} <= lists


def test_workbook__is_the_same_twice_and_speaks_four_languages(made, tmp_path):
    store, path = made
    export_review(store, COUNTRY, "en", tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()
    names = set()
    for language in ("en", "fr", "es", "pt"):
        export_review(store, COUNTRY, language, tmp_path / f"{language}.xlsx")
        names.add(openpyxl.load_workbook(tmp_path / f"{language}.xlsx").sheetnames[0])
    assert names == {"Read me", "À lire", "Léame", "Leia-me"}


def test_evidence__of_a_closed_answer_exported_in_english__is_worded_in_the_workbooks_language(tmp_path):
    store = Store(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports")
    country_folder(store.raw)
    export = "country,interview_date,stakeholder_group,consent_record,consent_quote,meetings_held,q5,_uuid\n"
    english, french = (load_form().choices["meetings_held"][0].labels[language] for language in ("en", "fr"))
    write(store.raw / COUNTRY / "responses" / "export.csv", f'{export}XAA,2026-01-10,un,yes,yes,"{english}",None,u1\n')
    analyse(store)
    export_review(store, COUNTRY, "fr", tmp_path / "revue.xlsx")
    cells = {
        str(cell.value) for sheet in openpyxl.load_workbook(tmp_path / "revue.xlsx") for row in sheet for cell in row
    }
    evidence = [cell for cell in cells if "(Nations Unies" in cell]
    assert any(french in cell for cell in evidence)
    assert not any(english in cell for cell in evidence)


def test_filled_in_workbook__is_never_written_over(store, book, tmp_path):
    path = fill_in(book).save(tmp_path / "review.xlsx")
    filled = path.read_bytes()
    for _ in range(2):  # the second export takes the place of the first, which nobody touched
        exported = export_review(store, COUNTRY, "en", path)
        assert (exported.path, [one.code for one in exported.problems]) == (tmp_path / "review-new.xlsx", ["V011"])
    book.save(tmp_path / "review-new.xlsx")
    assert export_review(store, COUNTRY, "en", path).path == tmp_path / "review-new-2.xlsx"
    assert path.read_bytes() == filled


def test_codings__come_most_uncertain_first_within_their_tier(made):
    sheet = openpyxl.load_workbook(made[1])["Codings"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    rows = [
        (sheet.cell(row, columns["Why it is here"]).value, sheet.cell(row, columns["Confidence"]).value)
        for row in range(2, sheet.max_row + 1)
    ]
    order = ["always reviewed", "drawn for review", "uncertain"]
    assert [order.index(why) for why, _ in rows] == sorted(order.index(why) for why, _ in rows)
    uncertain = [abs(confidence - 0.5) for why, confidence in rows if why == "uncertain"]
    assert uncertain[0] < uncertain[-1]


def fill_in(book: Workbook) -> Workbook:
    """Decide on two codings and two levels."""
    book.fill(
        "Codings", 2, Decision="wrong", Missing_topic="High-level advocacy", Right_stance="Challenge", Why="they plead"
    )
    book.fill("Codings", 3, Decision="right")
    rows = {book.sheet("Levels").cell(row, 1).value: row for row in book.rows("Levels")}
    book.fill("Levels", rows["meetings_held"], Decision="agree")
    return book.fill("Levels", rows["entry_process"], Decision="change", Right_level="1", Why="told outside the record")


def check_filled_in(store, accepted):
    assert [str(problem) for problem in accepted.problems] == []
    decided = {(one.kind, one.decision): one for one in accepted.decisions}
    assert set(decided) == {
        ("coding", "rejected"), ("coding", "added"), ("coding", "confirmed"), ("stance", "set"), ("level", "confirmed"),
        ("level", "set"),
    }  # fmt: skip
    assert decided["coding", "added"].item == "advocacy"
    assert decided["level", "set"].value == "1"
    assert {one.reviewer for one in accepted.decisions} == {"AK"}
    assert read_decisions(store, COUNTRY)[1] == ()


def test_filled_in_workbook__is_applied_once_and_adds_nothing_the_second_time(store, book, tmp_path):
    path = fill_in(book).save(tmp_path / "filled.xlsx")
    check_filled_in(store, accept_review(store, path))
    files = kept(store)
    again = accept_review(store, path)
    assert (again.decisions, again.n_known, kept(store), len(files)) == ((), 6, files, 1)


@pytest.mark.slow
def test_workbook_saved_by_libreoffice__is_read_like_any_other(store, book, tmp_path):
    book.fill("Levels", 3, Decision="agree", Right_level="none of these")
    broken = save_by_libreoffice(book.save(tmp_path / "broken.xlsx"))
    assert codes(accept_review(store, broken)) == ["V026"]
    book.fill("Levels", 3, Decision="", Right_level="")
    check_filled_in(store, accept_review(store, save_by_libreoffice(fill_in(book).save(tmp_path / "filled.xlsx"))))


def test_rows__sorted_as_wholes__find_their_places(store, book, tmp_path):
    sheet = fill_in(book).sheet("Codings")
    rows = [[cell.value for cell in sheet[row]] for row in book.rows("Codings")]
    for row, cells in enumerate(sorted(rows, key=lambda cells: str(cells[5])), start=2):
        for place, value in enumerate(cells, start=1):
            sheet.cell(row, place).value = value
    check_filled_in(store, accept_review(store, book.save(tmp_path / "sorted.xlsx")))


def test_columns__in_another_order__are_found_by_their_headings(store, book, tmp_path):
    sheet = fill_in(book).sheet("Levels")
    for row in sheet.iter_rows():
        values = [cell.value for cell in row]
        for cell, value in zip(row, reversed(values), strict=True):
            cell.value = value
    check_filled_in(store, accept_review(store, book.save(tmp_path / "turned.xlsx")))


def sort_one_column(book: Workbook) -> None:
    sheet, column = book.sheet("Codings"), book.column("Codings", "Words")
    values = sorted(sheet.cell(row, column).value for row in book.rows("Codings"))
    for row, value in zip(book.rows("Codings"), values, strict=True):
        sheet.cell(row, column).value = value


def copy_row(book: Workbook) -> None:
    sheet = book.sheet("Codings")
    sheet.append([cell.value for cell in sheet[2]])


BREAKS = {
    "deleted row": (lambda book: book.sheet("Codings").delete_rows(4), {"V023"}),
    "pasted text in a drop-down": (lambda book: book.fill("Codings", 4, Decision="I rather think so"), {"V026"}),
    "a column sorted by itself": (sort_one_column, {"V025"}),
    "renamed sheet": (lambda book: setattr(book.sheet("Codings"), "title", "My codings"), {"V021"}),
    "changed heading": (lambda book: setattr(book.sheet("Codings")["A1"], "value", "Number"), {"V022"}),
    "copied row": (copy_row, {"V024"}),
    "changed id": (lambda book: setattr(book.sheet("Codings")["A5"], "value", "c-22222222"), {"V023", "V024"}),
    "changed words": (lambda book: book.fill("Codings", 4, Words="something else"), {"V025"}),
    "no reviewer": (lambda book: setattr(book.book.worksheets[0]["B5"], "value", None), {"V030"}),
    "another country's first sheet": (lambda book: setattr(book.book.worksheets[0]["B4"], "value", "XAB"), {"V028"}),
    "level without its reason": (lambda book: book.fill("Levels", 4, Decision="change", Right_level="4"), {"V027"}),
    "change to nothing": (lambda book: book.fill("Levels", 4, Decision="change", Why="because"), {"V027"}),
    "no register": (lambda book: book.book.remove(book.book["_msp"]), {"V020"}),
}


@pytest.mark.parametrize("name", BREAKS)
def test_broken_workbook__is_refused_with_its_places_and_nothing_is_applied(name, store, book, tmp_path):
    break_it, expected = BREAKS[name]
    break_it(fill_in(book))
    accepted = accept_review(store, book.save(tmp_path / "broken.xlsx"))
    assert set(codes(accepted)) == expected
    assert (accepted.decisions, kept(store)) == ((), [])
    assert all(problem.file.startswith("broken.xlsx") for problem in accepted.problems)
    if expected & {"V025", "V026"}:
        assert all("sheet Codings" in one.file and one.row and "(" in one.column for one in accepted.problems)


def test_several_faults__are_named_at_once(store, book, tmp_path):
    for name in ("deleted row", "pasted text in a drop-down", "level without its reason", "no reviewer"):
        BREAKS[name][0](book)
    assert set(codes(accept_review(store, book.save(tmp_path / "b.xlsx")))) == {"V023", "V026", "V027", "V030"}


def test_workbook_of_another_country__is_refused(store, book, tmp_path):
    path = fill_in(book).save(tmp_path / "filled.xlsx")
    assert codes(accept_review(store, path, "XAB")) == ["V028"]
    (store.raw / COUNTRY).rename(store.raw / "XAB")
    assert codes(accept_review(store, path)) == ["V028"]


def test_file_that_is_no_workbook__is_refused(store, tmp_path):
    (tmp_path / "notes.xlsx").write_bytes(b"PK\x03\x04 no zip")
    assert codes(accept_review(store, tmp_path / "notes.xlsx")) == ["F010"]
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    assert accept_review(store, tmp_path / "empty.xlsx").problems


def test_old_export__is_left_out_where_its_words_have_changed_and_applied_elsewhere(tmp_path):
    store = analysed(tmp_path)
    export_review(store, COUNTRY, "en", tmp_path / "old.xlsx")
    book = Workbook(tmp_path / "old.xlsx")
    for row in book.rows("Codings"):
        book.fill("Codings", row, Decision="right")
    transcript = store.raw / COUNTRY / "transcripts" / "gov.txt"
    transcript.write_text(transcript.read_text(encoding="utf-8").replace("validated in January", "validated in March"))
    analyse(store)
    accepted = accept_review(store, book.save(tmp_path / "filled.xlsx"))
    n = len(list(book.rows("Codings")))
    assert set(codes(accepted)) == {"V029"}
    assert (0 < len(accepted.problems) < n, len(accepted.problems) + len(accepted.decisions)) == (True, n)
    assert len(kept(store)) == 1


def test_levels__say_of_each_source_of_their_evidence_whether_it_may_be_quoted(book):
    sheet, column = book.sheet("Levels"), book.column("Levels", "May be quoted")
    told = {line for row in book.rows("Levels") for line in str(sheet.cell(row, column).value or "").splitlines()}
    assert {"XAA-01: yes", "XAA-03: no"} <= told
    guide = " ".join(str(cell.value) for row in book.book.worksheets[0].iter_rows() for cell in row if cell.value)
    assert "quote only who may be quoted" in guide


def test_two_reviewers__who_disagree_get_a_sheet_for_the_ruling(tmp_path):
    store = analysed(tmp_path)
    export_review(store, COUNTRY, "en", tmp_path / "review.xlsx")
    for reviewer, decision in (("AK", "right"), ("BN", "wrong")):
        book = Workbook(tmp_path / "review.xlsx", reviewer).fill("Codings", 2, Decision=decision)
        assert accept_review(store, book.save(tmp_path / f"{reviewer}.xlsx")).problems == ()
    found = pseudonymized_problems(store)
    assert [code for code in found if code == "V003"] == ["V003"]
    assert set(store.read_table(COUNTRY, "codings")["status"]) == {"suggested"}
    export_review(store, COUNTRY, "en", tmp_path / "second.xlsx")
    book = Workbook(tmp_path / "second.xlsx", "Lead")
    shown = [book.sheet("Disagreements").cell(2, n).value for n in (2, 3, 4, 5)]
    assert shown[0].startswith("Topic: ")
    assert shown[1] in set(store.read_table(COUNTRY, "segments")["text"])
    assert shown[2:] == ["reviewer 1: the topic applies", "reviewer 2: the topic does not apply"]
    book.fill("Disagreements", 2, Ruling="position 2", Why="read it again")
    assert accept_review(store, book.save(tmp_path / "ruled.xlsx")).problems == ()
    assert "V003" not in pseudonymized_problems(store)
    assert "rejected" in set(store.read_table(COUNTRY, "codings")["status"])
    assert not read_merged(store, COUNTRY).disputes


def level_rows(book):
    return {book.sheet("Levels").cell(row, 1).value: row for row in book.rows("Levels")}


def test_second_reviewer__is_heard_after_the_first_ones_decisions_were_run(tmp_path):
    store = analysed(tmp_path)
    export_review(store, COUNTRY, "en", tmp_path / "review.xlsx")
    for reviewer, agreed, ruling in (("AK", "entry_process", "both hold"), ("BN", "meetings_held", "neither holds")):
        book = Workbook(tmp_path / "review.xlsx", reviewer).fill("Codings", 2, Decision="right")
        rows = level_rows(book)
        book.fill("Levels", rows["meetings_held"], Decision="change", Right_level="1.5", Why="between the two")
        book.fill("Levels", rows[agreed], Decision="agree", Right_level="", Why="")
        book.fill("Contradictions", 2, Ruling=ruling)
        accepted = accept_review(store, book.save(tmp_path / f"{reviewer}.xlsx"))
        assert (codes(accepted), len(accepted.decisions)) == ([], 4 if reviewer == "AK" else 3)
        analyse(store)
    export_review(store, COUNTRY, "en", tmp_path / "third.xlsx")
    told = {row[1]: row for row in Workbook(tmp_path / "third.xlsx").sheet("Disagreements").iter_rows(values_only=True)}
    level = next(row for what, row in told.items() if what.startswith("Level: "))
    assert level[3].startswith("reviewer 1: 1.5 – ")
    assert "0: " in level[2]
    merged = read_merged(store, COUNTRY)
    assert sorted(one.key[0] for one in merged.disputes) == ["contradiction", "level"]
    assert merged.rulings["coding", *coding_of(book, 2)].reviewers == ("reviewer 1", "reviewer 2")


def coding_of(book, row):
    entry = next(
        one
        for one in book.book["_msp"].iter_rows(values_only=True)
        if one[1] == book.sheet("Codings").cell(row, 1).value
    )
    return entry[2], entry[3]


def test_rows_of_one_segment__that_say_the_same_make_one_decision(store, book, tmp_path):
    by_segment = {}
    for row in book.rows("Codings"):
        by_segment.setdefault(coding_of(book, row)[0], []).append(row)
    first, second = next(rows for rows in by_segment.values() if len(rows) > 1)[:2]
    book.fill("Codings", first, Decision="right", Right_stance="Challenge", Why="a lack")
    book.fill("Codings", second, Decision="right", Right_stance="Challenge", Why="they complain")
    path = book.save(tmp_path / "same.xlsx")
    accepted = accept_review(store, path)
    assert [one.reason for one in accepted.decisions if one.kind == "stance"] == ["a lack; they complain"]
    assert accept_review(store, path).decisions == ()
    book.fill("Codings", second, Right_stance="Achievement")
    accepted = accept_review(store, book.save(tmp_path / "split.xlsx"))
    assert [(one.code, one.row, "Right stance" in one.column) for one in accepted.problems] == [
        ("V027", first, True), ("V027", second, True)
    ]  # fmt: skip


def test_decision__can_be_seen_changed_and_taken_back(tmp_path):
    store = analysed(tmp_path)
    export_review(store, COUNTRY, "en", tmp_path / "review.xlsx")
    book = fill_in(Workbook(tmp_path / "review.xlsx"))
    accept_review(store, book.save(tmp_path / "filled.xlsx"))
    between = {"kind": "level", "id": "running_costs", "decision": "set", "value": "1.75", "reason": "a median"}
    review(store, "other.csv", between)  # in no list of the workbook, and no fault of who leaves it
    export_review(store, COUNTRY, "en", tmp_path / "next.xlsx")
    time.sleep(1.1)  # a workbook tells the second it was saved in, and people need more than one
    unchanged = Workbook(tmp_path / "next.xlsx", "BN")
    row = level_rows(unchanged)["entry_process"]
    shown = [unchanged.sheet("Levels").cell(row, unchanged.column("Levels", name)).value for name in SHOWN]
    assert shown == ["reviewer 1", "change", "1", "told outside the record"]
    kept_as_is = accept_review(store, unchanged.save(tmp_path / "unchanged.xlsx"))
    assert (kept_as_is.decisions, kept_as_is.problems) == ((), ())
    taken = Workbook(tmp_path / "next.xlsx").fill("Levels", row, Decision="take back")
    (one,) = accept_review(store, taken.save(tmp_path / "taken.xlsx")).decisions
    assert (one.id, one.decision) == ("entry_process", "withdrawn")
    book.fill("Codings", 2, Decision="take back")
    taken = accept_review(store, book.save(tmp_path / "taken2.xlsx"))
    assert {(one.kind, one.decision) for one in taken.decisions if one.decision == "withdrawn"} == {
        ("coding", "withdrawn"), ("stance", "withdrawn")
    }  # fmt: skip
    analyse(store)
    left = read_merged(store, COUNTRY)
    assert (len(list(left.of("coding"))), len(list(left.of("stance")))) == (1, 0)


SHOWN = ("Decided by", "Decision", "Right level", "Why")


def pseudonymized_problems(store):
    analyse(store)
    return list(store.read_table(COUNTRY, "problems")["code"])


def test_workbook__speaks_its_language_alone_and_explains_its_choices(made, tmp_path):
    export_review(made[0], COUNTRY, "fr", tmp_path / "fr.xlsx")
    shown = openpyxl.load_workbook(tmp_path / "fr.xlsx")
    guide = {str(cell) for row in shown["Choix expliqués"].iter_rows(values_only=True) for cell in row if cell}
    codebook = load_codebook()
    english = {one.definition for one in (*codebook.topics.values(), *codebook.stances.values())} | set(codebook.rules)
    assert not guide & english
    assert len(guide) > len(english)
    assert {"Que signifie la PMS dans votre contexte ?", "Difficulté", "fonctionne, avec des limites"} <= guide
    names = set(load_review_words("en").groups) | {"verbatim", "notes", "questionnaire,", "subnational", "groups"}
    told = " ".join(
        str(row[place])
        for sheet, places in (("Niveaux", (1, 3)), ("Contradictions", (1, 2, 3)))
        for row in shown[sheet].iter_rows(min_row=2, values_only=True)
        for place in places
    )
    assert not [name for name in names if f"({name}" in told or f"{name}:" in told]


def test_cover_of_a_document_and_what_was_seen__are_not_drawn():
    def segment(id_, source, text):
        return {"segment_id": id_, "interview_id": source, "segment_no": int(id_[-1]), "text": text}

    long = "The forum met in March and in July and both times at the ministry of planning"
    rows = [
        segment("s-1", "D1", "Place: the Chamber of Commerce, Port"), segment("s-2", "D1", long),
        segment("s-3", "D1", "Three of seven provinces have met."), segment("s-4", "D1", "Too short"),
        segment("s-5", "I1", "We have the mailing list, yes."), segment("s-6", "I1", long),
    ]  # fmt: skip
    assert [row["segment_id"] for row in open_to_sample(rows, {"D1"}, {"s-6"})] == ["s-2", "s-3", "s-5"]


def test_sample__is_drawn_the_same_anywhere_and_shows_nothing_of_the_machine(made, store, tmp_path):
    export_sample(store, COUNTRY, "en", 0.5, 7, tmp_path / "one.xlsx")
    export_sample(store, COUNTRY, "en", 0.5, 7, tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    export_sample(store, COUNTRY, "en", 0.5, 8, tmp_path / "three.xlsx")
    ids = [
        [row[0].value for row in openpyxl.load_workbook(tmp_path / f"{n}.xlsx")["Blind sample"]]
        for n in ("one", "three")
    ]
    assert ids[0] != ids[1]
    book = Workbook(tmp_path / "one.xlsx")
    about = [str(row[0]) for row in book.sheet("Read me").iter_rows(values_only=True)]
    assert [line for line in about if "Code each segment by yourself" in line]
    assert [cell.value for cell in book.sheet("Blind sample")[1]][:4] == ["Id", "Question asked", "Words", "Coded"]
    book.fill("Blind sample", 2, Topic_1="Meeting frequency", Stance="Achievement")
    book.fill("Blind sample", 3, Coded="yes")
    accepted = accept_review(store, book.save(tmp_path / "coded.xlsx"))
    assert codes(accepted) == []
    assert sorted((one.kind, one.mode) for one in accepted.decisions) == [
        ("coding", "blind"), ("segment", "blind"), ("segment", "blind"), ("stance", "blind")
    ]  # fmt: skip
