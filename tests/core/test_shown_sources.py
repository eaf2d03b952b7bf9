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
