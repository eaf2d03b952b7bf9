"""No report tells the name of an interview's file: records stand there by their ids, and the team finds the files."""

import csv
import json
from pathlib import Path

import pytest
from builders_country import GOVERNMENT, country_folder, write

from flows.direct import run_directly
from tasks.adapters.finished_files import read_finished
from tasks.adapters.store import Store

SURVEY = """country,language,stakeholder_group,level,consent_record,consent_quote,consent_attribution,active_convenor,q4,helper,_uuid
XAA,en,government,national,yes,yes,group,4,The convenor chairs and convenes the platform every month.,yes,u1
XAA,en,government,national,yes,yes,group,3,The convenor is active and prepares each meeting with us.,yes,u2
"""
FILES = {"gov.txt": "2026-01-14 Ministry kii.txt", "cso.txt": "2026-01-15 Alliance kii.txt"}
HIDDEN = "2026-01-16 only donor kii.txt"


def make_country(raw: Path) -> None:
    """A folder whose files tell by their names who was interviewed; alone of their groups, three are too few to be told."""
    folder = country_folder(raw)
    register = (folder / "interviews.csv").read_text(encoding="utf-8")
    renamed = {**FILES, "transcripts/donor.txt": HIDDEN}
    for plain, telling in renamed.items():
        (folder / "transcripts" / Path(plain).name).rename(folder / "transcripts" / telling)
        register = register.replace(f",{plain},", f",{telling},")
    register = register.replace("national,,yes,no,none", "national,,yes,yes,group")
    register += "XAA-04,shop.txt,XAA,2026-01-18,en,Business,national,Millers,yes,yes,group\n"
    write(folder / "transcripts" / "shop.txt", GOVERNMENT)
    write(folder / "interviews.csv", register)
    write(folder / "transcripts" / "2026-01-17 notes of Ms Keita.txt", "Interviewer: Who?\n")
    write(folder / "responses" / "survey of the two ministries.csv", SURVEY)


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    home = tmp_path_factory.mktemp("shown")
    store = Store(home / "raw", home / "processed", home / "reports")
    make_country(store.raw)
    (outcome,) = run_directly(store, ["XAA"], "en")
    assert outcome.is_written, outcome
    return store


def reports(store: Store) -> dict[str, str]:
    paths = [path for path in store.reports.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {path.name: "\n".join(text for _, text in read_finished(path)) for path in paths}


@pytest.mark.parametrize(
    "name", ["Ministry kii", "Alliance kii", "only donor", "notes of Ms", "Keita", "survey of the two"]
)
def test_reports__of_telling_file_names__hold_none_of_them(store, name):
    told = reports(store)
    assert {"brief.html", "brief.docx", "brief.pdf", "brief.json", "data-quality.html", "portfolio.xlsx"} <= set(told)
    assert not [file for file, text in told.items() if name in text]


def test_brief__tells_records_by_their_ids__tables_by_a_number_and_documents_by_name(store):
    brief = json.loads((store.reports / "XAA" / "brief.json").read_text(encoding="utf-8"))
    assert {"XAA-01", "answers 1", "XAA/documents/minutes.txt"} <= set(brief["provenance"])
    assert not {"XAA-02", "XAA-03", "XAA-04"} & set(brief["provenance"])
    assert {one["file"] for one in brief["quotations"] if one["interview_id"] == "XAA-01"} <= {"XAA-01"}
    assert {one["file"] for one in brief["answers"] if one["file"]} <= {"answers 1"}


def test_team__finds_each_file_that_a_report_means(store):
    text = (store.processed / "XAA" / "sources.csv").read_text(encoding="utf-8-sig")
    rows = {row["file"]: row for row in csv.DictReader(text.splitlines())}
    shown = {Path(file).name: row["shown_as"] for file, row in rows.items()}
    assert shown[FILES["gov.txt"]] == "XAA-01"
    assert shown["survey of the two ministries.csv"] == "answers 1"
    hidden = next(row for file, row in rows.items() if file.endswith(HIDDEN))
    assert hidden["interview_id"] == "XAA-03"
    assert hidden["shown_as"] == f"sha256 {hidden['sha256'][:12]}"
    page = reports(store)["data-quality.html"]
    assert "XAA/sources.csv" in page
    assert "answers 1" in page
