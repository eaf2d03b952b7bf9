"""What stands in reports where the file of a record is meant: never a name that may tell who spoke."""

from dataclasses import replace

import pytest

from tasks.core.quoting import Permit
from tasks.core.shown_sources import SourceWords, show_sources

WORDS = SourceWords("answers {}".format, "file {}".format, lambda file: file == "XTA/interviews.csv")
MINISTRY = "XTA/transcripts/2026-02-07 UNICEF kii.txt"
DONOR = "XTA/transcripts/donor notes.docx"
SURVEY, LATER_SURVEY = "XTA/responses/a survey.csv", "XTA/responses/b survey.csv"
PLAN = "XTA/documents/plan.pdf"


def record(id_, file, record_type="verbatim", digest="ab12"):
    return {"interview_id": id_, "file": file, "record_type": record_type, "sha256": digest * 16}


RECORDS = (
    record("XTA-04", MINISTRY),
    record("XTA-05", DONOR, digest="cd34"),
    record("r-2", LATER_SURVEY, "questionnaire"),
    record("r-1", SURVEY, "questionnaire"),
    record("r-3", SURVEY, "questionnaire"),
    record("D1", PLAN, "document"),
)
PERMITS = {row["interview_id"]: Permit(True, shows_source=row["interview_id"] != "XTA-05") for row in RECORDS}


def sources(told=()):
    return show_sources(RECORDS, told, PERMITS, WORDS)


@pytest.mark.parametrize(
    ("file", "shown"),
    [
        (MINISTRY, "XTA-04"),
        (DONOR, "sha256 cd34cd34cd34"),
        (SURVEY, "answers 1"),
        (LATER_SURVEY, "answers 2"),
        (PLAN, PLAN),
        ("XTA/interviews.csv", "XTA/interviews.csv"),
        ("XTA/transcripts/Mme Keita.txt", "file 1"),
        ("XTA", "XTA"),
    ],
)
def test_file__of_a_record__is_shown_by_what_tells_nothing(file, shown):
    told = ["XTA/transcripts/Mme Keita.txt", "XTA/interviews.csv", "XTA", MINISTRY]
    assert sources(told).name(file) == shown


def test_sources__in_provenance__stand_in_an_order_that_tells_no_name():
    shown = [one.shown for one in sources().of_records]
    assert shown == ["XTA-04", "answers 1", "answers 2", PLAN, "sha256 cd34cd34cd34"]


def test_sources__told_in_another_order__are_shown_alike():
    again = show_sources(RECORDS[::-1], (), PERMITS, WORDS)
    assert again.shown == sources().shown
    assert [one.shown for one in again.of_records] == [one.shown for one in sources().of_records]


def test_sentence__of_a_file_with_any_ending__tells_what_stands_for_it():
    record_of = record("XTA-06", "XTA/transcripts/Awa Diop.md", digest="ef56")
    shown = show_sources([*RECORDS, record_of], (), PERMITS, WORDS)
    assert shown.tell("It stands in XTA/transcripts/Awa Diop.md too.") == "It stands in sha256 ef56ef56ef56 too."


@pytest.mark.parametrize(
    ("file", "told"),
    [(MINISTRY, "2026-02-07"), (DONOR, "2026"), (SURVEY, "2026"), (PLAN, "2026-02-07"), ("XTA/a.csv", "2026-02-07")],
)
def test_problem__of_a_person_whose_day_is_not_told__tells_the_year(file, told):
    row = {"file": file, "detail": "The record is dated 2026-02-07.", "fix": "Correct it."}
    assert sources(["XTA/a.csv"]).tell_problem(row)["detail"] == f"The record is dated {told}."


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (f"Stands in another one too ({MINISTRY}, row 3): 5.", "Stands in another one too (XTA-04, row 3): 5."),
        ("It stands in 2026-02-07 UNICEF kii.txt too.", "It stands in XTA-04 too."),
        ("In transcripts/donor notes.docx.", "In sha256 cd34cd34cd34."),
        ("In other folders (KEN/kii/Mme Keita.docx, row 3; UGA/b.csv).", "In other folders (KEN, row 3; UGA)."),
        (f"Add a row to XTA/interviews.csv or read {PLAN}.", f"Add a row to XTA/interviews.csv or read {PLAN}."),
        ("Consent was taken back (XTA-05, XTA-04).", "Consent was taken back (sha256 cd34cd34cd34, XTA-04)."),
        ("Nothing to mend.", "Nothing to mend."),
        ("In other folders (KEN/kii/Mme A.Keita.md, row 3; UGA/b.csv): 2.", "In other folders (KEN, row 3; UGA): 2."),
        ("In other folders (KEN/kii/Keita; Awa.docx): 2.", "In other folders (KEN): 2."),
        ("A file vanished: /srv/awa diop/raw/XTA/kii/Awa Diop.docx.", "A file vanished: XTA."),
        ("A file vanished: data/raw/XTA/transcripts/donor notes.docx.", "A file vanished: XTA."),
        (
            "The row of the repeat 'a survey' belongs to no response.",
            "The row of the repeat 'answers 1' belongs to no response.",
        ),
        ("The column 'q4/other' is not read.", "The column 'q4/other' is not read."),
    ],
)
def test_sentence__that_names_files__tells_what_stands_for_them(told, shown):
    assert sources(["XTA/interviews.csv"]).tell(told) == shown


def test_path_of_a_document__has_its_placeholders_in_the_language_of_the_report():
    rows = (record("D2", "XTA/documents/revue [person 4].txt", "document"),)
    words = replace(WORDS, translate=lambda text: text.replace("[person ", "[personne "))
    told = show_sources(rows, ["XTA/interviews.csv"], {"D2": Permit(True, shows_source=True)}, words)
    assert told.name("XTA/documents/revue [person 4].txt") == "XTA/documents/revue [personne 4].txt"
    assert (told.sources[0].hidden, told.sources[1].shown) == ("", "XTA/interviews.csv")
    problem = {"file": "XTA/documents/revue [person 4].txt", "column": "[person 2]", "fix": "D2 stays."}
    shown = told.tell_problem(problem | {"detail": "See XTA/documents/revue [person 4].txt and revue [person 4].txt."})
    assert shown["detail"] == "See XTA/documents/revue [personne 4].txt and revue [personne 4].txt."
    assert (shown["column"], shown["fix"]) == ("[personne 2]", "D2 stays.")
