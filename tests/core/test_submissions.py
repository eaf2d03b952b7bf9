"""Submissions laid out as tables, and forms as sheets."""

import csv
import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.collected_files import pack_tables
from tasks.core.submissions import LINK, MAIN, SYSTEM, lay_out_form, lay_out_submissions

CONTENT = {
    "survey": [
        {"type": "text", "name": "q1"},
        {"type": "begin_group", "name": "house"},
        {"type": "note", "name": "welcome"},
        {"type": "begin_repeat", "name": "member"},
        {"type": "text", "$autoname": "first"},
        {"type": "begin_repeat", "name": "visit"},
        {"type": "date", "name": "day"},
        {"type": "end_repeat"},
        {"type": "end_repeat"},
        {"type": "end_group"},
        {"type": "text", "name": "q2"},
    ]
}


def submission(number: int, **answers) -> dict:
    return {"_id": number, "_uuid": f"u{number}", "_submission_time": "2026-03-01T00:00:00", **answers}


def records(cells: list[list[str]]) -> list[dict[str, str]]:
    return [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]


def test_repeats_in_repeats__are_joined_by_parent_index():
    visits = [{"house/member/visit/day": "2026-01-01"}, {"house/member/visit/day": "2026-01-02"}]
    members = [{"house/member/first": "A"}, {"house/member/first": "B", "house/member/visit": visits}]
    tables = lay_out_submissions([submission(1), submission(2, **{"house/member": members})], [CONTENT])
    assert list(tables) == [MAIN, "member", "visit"]
    assert [row["_index"] for row in records(tables[MAIN])] == ["1", "2"]
    assert [(row["house/member/first"], row["_parent_index"]) for row in records(tables["member"])] == [
        ("A", "2"),
        ("B", "2"),
    ]
    own = records(tables["visit"])
    assert [(row["_parent_index"], row["_submission__uuid"]) for row in own] == [("2", "u2"), ("2", "u2")]


def test_columns__are_those_of_the_form_then_what_else_was_answered():
    tables = lay_out_submissions([submission(1, old="x")], [CONTENT])
    assert tables[MAIN][0] == ["q1", "q2", "old", *SYSTEM]
    assert tables["visit"][0] == ["house/member/visit/day", *LINK]


def test_repeats_of_one_name__keep_tables_of_their_own():
    told = submission(1, **{"a/person": [{"a/person/x": "1"}], "b/person": [{"b/person/x": "2"}]})
    assert set(lay_out_submissions([told], [])) == {MAIN, "a-person", "b-person"}


def test_transcripts__stand_as_in_an_export():
    told = submission(1, _supplementalDetails={"q1": {"transcript": {"languageCode": "fr", "value": "Oui"}}, "q2": {}})
    assert records(lay_out_submissions([told], [CONTENT])[MAIN])[0]["q1 - transcript (fr)"] == "Oui"


def test_attachments_and_tags__are_no_repeats():
    told = submission(1, _attachments=[{"filename": "a.m4a"}], _tags=["x"], _geolocation=[None, None])
    assert list(lay_out_submissions([told], [])) == [MAIN]


def test_form__spreads_languages_and_joins_lists():
    content = {
        "survey": [
            {"type": "select_one", "select_from_list_name": "yn", "name": "q", "label": ["Sure?", None], "$kuid": "x"}
        ],
        "choices": [{"list_name": "yn", "$autovalue": "yes", "label": ["Yes", "Oui"]}],
        "translations": [None, "Français (fr)"],
        "settings": {"default_language": "Français (fr)"},
    }
    sheets = lay_out_form(content, form_id="a1", title="T", version="v1")
    assert records(sheets["survey"]) == [
        {"name": "q", "type": "select_one yn", "label": "Sure?", "label::Français (fr)": ""}
    ]
    assert records(sheets["choices"])[0]["name"] == "yes"
    assert records(sheets["settings"])[0]["version"] == "v1"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")), min_size=1, max_size=4))
def test_answers__come_out_of_the_archive_as_they_went_in(texts):
    tables = lay_out_submissions([submission(1, **{f"q{n}": text for n, text in enumerate(texts)})], [])
    with zipfile.ZipFile(io.BytesIO(pack_tables(tables, "form"))) as archive:
        [name] = archive.namelist()
        header, row = csv.reader(io.StringIO(archive.read(name).decode(), newline=""))
    assert [dict(zip(header, row, strict=True))[f"q{n}"] for n in range(len(texts))] == texts
