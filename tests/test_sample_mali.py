"""The shipped Mali sample: registered, said to be synthetic, names nobody, and answers only what the form asks."""

from __future__ import annotations

import csv
import hashlib
import html
import re
import unicodedata
import zipfile
from pathlib import Path

import pytest
import yaml

from tasks.adapters.declarations import QUESTIONNAIRE
from tasks.adapters.spreadsheets import read_sheets
from tasks.adapters.store import Store
from tasks.core.sources import Received
from tasks.core.spellings import simplify
from tasks.ingest import ingest

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
MALI = RAW / "MLI"
TRANSCRIPTS = sorted(path for path in (MALI / "transcripts").iterdir() if not path.name.startswith("."))
EXPORT = MALI / "responses" / "kobo-export-2023.xlsx"
SYSTEM_COLUMNS = frozenset(
    [
        "_id",
        "_uuid",
        "_submission_time",
        "_validation_status",
        "_notes",
        "_status",
        "_submitted_by",
        "__version__",
        "_tags",
        "_index",
    ]
)
SYNTHETIC = ("synthetic interview", "entretien synthetique")
NOBODY_SAID_IT = ("nobody said these words", "personne n a prononce ces mots")
WORD = re.compile(r"[^\W\d_]+")
UNKNOWN_TO_THE_CASE_STUDY = frozenset(
    ("shared_definition", "agreed_components", "member_benefit", "seat_balance", "entry_process", "member_renewal")
)
"""Indicators on which the published case study is silent (rubric, worked_case_mali)."""
NAME_HASHES = frozenset(
    (
        "06e074dafde1228a41534c8699ad6385f2ed3a868a1d97d1fb1fe3fe5f6c5747",
        "152fc4dddcedc0be83ea10cd2667d9e4218b00439c65cb352f4a048e409203b2",
        "228d4be4e1ce4a6c6b09846ff57c5e62257fe111b3b11ee5eb68911eeaffd274",
        "2da813f513b536d497de208e50414b9a46709f92a48062335e7a53b77e5e8479",
        "327c081dbc4bae9d97f2e05bafe9420bd73c19653dea0babb5ebdd7b7a3ec3f1",
        "55eb6a5d1bd8890e4e4ff13769cde2c0c687916a0502e4800663a4c62de065d1",
        "6b701204a47048e86aeacd9ad03aae8d1503fa4eda3a970b3765223b123c5423",
        "7d72b48b52417f4978ca35a7936604ea40a6542563406a30f52bbfb1ca3d8594",
        "cb889d910ca163b1f3f3946789e2065300d87c4774ef2abc87e707c5253ffb59",
        "cf53f18980414210d4fcf6635882f0217f79438bed1d9f0f2ee45714c6aed356",
        "d233633d9524e84c71d6fe45eb3836f8919148e4a5fc2234cc9e6494ec0f11c2",
        "e707fef0de588b2568d317cb8af0a636dcc4dc9080cfc8b6d3e8702e8d2659b1",
    )
)
"""sha256 of each word, without accents and case, of the names in the publication's acknowledgements."""


def text_of(path: Path) -> str:
    """Everything a file says, metadata included: the XML of a Word file or workbook without its tags."""
    if path.suffix not in {".docx", ".xlsx"}:
        return path.read_text("utf-8-sig")
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith((".xml", ".rels"))]
    return "\n".join(html.unescape(re.sub(r"</(?:w:p|si|c)>", "\n", part)) for part in parts)


def words_only(path: Path) -> str:
    return re.sub(r"<[^>]+>", "", text_of(path))


def hashes_in(text: str) -> set[str]:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return {hashlib.sha256(word.encode()).hexdigest() for word in WORD.findall(plain)}


def register(name: str) -> list[dict[str, str]]:
    with (MALI / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def sheet(name: str) -> list[dict[str, str]]:
    with (QUESTIONNAIRE / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def declared_columns() -> dict[str, str]:
    """Column header with its groups -> type of the question, as the form declares them."""
    groups: list[str] = []
    columns = {}
    for row in sheet("survey.csv"):
        if row["type"] == "begin_group":
            groups.append(row["name"])
        elif row["type"] == "end_group":
            groups.pop()
        elif row["type"] not in {"", "note"}:
            columns["/".join([*groups, row["name"]])] = row["type"]
    return columns


def responses() -> list[dict[str, str]]:
    sheets, problems = read_sheets(EXPORT, "MLI/responses/kobo-export-2023.xlsx")
    assert not problems
    assert len(sheets) == 1
    header, *rows = sheets[0].rows
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Received:
    elsewhere = tmp_path_factory.mktemp("mali")
    return ingest(Store(raw=RAW, processed=elsewhere / "processed", reports=elsewhere / "reports"), "MLI")


@pytest.mark.parametrize(
    ("name", "folder"), [("interviews.csv", "transcripts"), ("documents.csv", "documents")], ids=["interviews", "docs"]
)
def test_register__and_its_folder__name_the_same_files_once(name, folder):
    registered = sorted(row["file"] for row in register(name))
    received_files = sorted(path.relative_to(MALI).as_posix() for path in (MALI / folder).rglob("*") if path.is_file())

    assert registered == received_files


def test_register__of_interviews__has_the_consents_the_sample_is_meant_to_show():
    said = {
        row["interview_id"]: (row["consent_record"], row["consent_quote"], row["consent_attribution"])
        for row in register("interviews.csv")
    }

    assert {simplify(record) for record, _, _ in said.values()} == {"oui", "yes"}
    assert [id_ for id_, (_, quote, _) in said.items() if simplify(quote) == "non"] == ["MLI-07"]
    assert [id_ for id_, (_, _, shown) in said.items() if shown == "none"] == ["MLI-08"]


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_transcript__of_the_sample__says_that_it_is_synthetic(path):
    opening = simplify(words_only(path))

    assert any(notice in opening for notice in SYNTHETIC)
    assert any(notice in opening for notice in NOBODY_SAID_IT)


def test_source__of_the_sample__says_that_it_is_synthetic_and_lists_every_file():
    source = yaml.safe_load((MALI / "source.yaml").read_text("utf-8"))
    files = {path.relative_to(MALI).as_posix() for path in MALI.rglob("*") if path.is_file()}

    assert source["synthetic"] is True
    assert source["synthetic_note"]["en"]
    assert source["synthetic_note"]["fr"]
    assert set(source["files"]) == files - {"source.yaml"}


def test_hashes_in__accents_case_and_apostrophes__are_no_way_past():
    searched = hashlib.sha256(b"exemple").hexdigest()

    assert searched in hashes_in("dit l’EXÉMPLE, hier")
    assert searched not in hashes_in("des exemples")


@pytest.mark.parametrize("path", sorted(path for path in MALI.rglob("*") if path.is_file()), ids=lambda path: path.name)
def test_file__of_the_sample__names_no_person_of_the_acknowledgements(path):
    assert not hashes_in(path.name + "\n" + text_of(path) + "\n" + words_only(path)) & NAME_HASHES


def test_export__columns__are_those_of_the_form_and_of_kobotoolbox():
    header = set(responses()[0])

    assert header - SYSTEM_COLUMNS == set(declared_columns())
    assert header >= SYSTEM_COLUMNS


def test_export__closed_answers__are_choices_of_the_form():
    choices: dict[str, set[str]] = {}
    for row in sheet("choices.csv"):
        choices.setdefault(row["list_name"], {""}).add(row["name"])
    lists = {
        column: kind.removeprefix("select_one ")
        for column, kind in declared_columns().items()
        if kind.startswith("select_one ")
    }
    unknown = [
        (response["_index"], column)
        for response in responses()
        for column, list_name in lists.items()
        if response[column] not in choices[list_name]
    ]

    assert lists
    assert not unknown


def test_export__names_and_approval__nobody_is_named_and_one_response_is_not_approved():
    rows = responses()

    assert {row["consent/respondent_name"] for row in rows} == {""}
    assert [row["_validation_status"] for row in rows].count("Not Approved") == 1
    assert len({row["_uuid"] for row in rows}) == len(rows)


def test_export__what_the_case_study_does_not_tell__has_no_level():
    counted = [row for row in responses() if row["_validation_status"] != "Not Approved"]
    told = {
        (column, row[column])
        for row in counted
        for column in row
        if column.rpartition("/")[2] in UNKNOWN_TO_THE_CASE_STUDY and row[column] not in {"", "dk"}
    }

    assert not told


def test_sample__read_as_received__has_no_problem_but_the_response_not_approved(received):
    # The published passages that do not fit together: CFAF 1.2 million for USD 2 million, 2021 before 2020.
    assert [problem.code for problem in received.problems] == ["A004", "D050", "D050", "D060"]
    assert sorted(received.turns) == sorted(
        [row["interview_id"] for row in register("interviews.csv")]
        + [row["document_id"] for row in register("documents.csv")]
    )


def test_sample__numbers_told__are_numbers_of_the_published_facts(received):
    published = set(re.findall(r"\d+", words_only(MALI / "documents" / "case-study-facts-2023.docx")))
    told = [turn.text for turns in received.turns.values() for turn in turns if turn.speaker_role == "respondent"]
    told += [answer.answer_text for answer in received.answers if answer.annex_question and not answer.answer_code]
    invented = {number for text in told for number in re.findall(r"\d+", text)} - published

    assert len(told) > 200
    assert not invented
