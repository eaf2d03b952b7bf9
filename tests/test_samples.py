"""The four fictional countries of the shipped sample: marked as invented, registered whole, in many formats."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import yaml

from flows.languages import choose_common_language, choose_language
from tasks.adapters.documents import read_source
from tasks.adapters.locales import alpha_2_of
from tasks.adapters.source_records import read_source_note
from tasks.adapters.store import Store
from tasks.core.problems import Severity
from tasks.core.spellings import simplify
from tasks.ingest import ingest
from tasks.render import name_country

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "data" / "raw"
FICTIONAL = {
    "XMU": ("Muandara", "pt"),
    "XOB": ("Ombelia", "fr"),
    "XTA": ("Talavai", "en"),
    "XVS": ("Valdesierra", "es"),
}
SETTINGS = {"anglophone_africa", "asia", "francophone_africa", "latin_america", "thematic_hub"}
NOTICES = ("synthetic interview", "entrevista sintetica", "entretien synthetique")
TRANSCRIPTS = sorted(path for country in FICTIONAL for path in (RAW / country / "transcripts").iterdir())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    elsewhere = tmp_path_factory.mktemp("samples")
    return Store(RAW, elsewhere / "processed", elsewhere / "reports")


def source(country: str) -> dict:
    return yaml.safe_load((RAW / country / "source.yaml").read_text("utf-8"))


def test_sample__covers_the_five_settings_of_the_series():
    countries = {path.name for path in RAW.glob("[!.]*") if path.is_dir()}
    assert countries == {"MLI", *FICTIONAL}
    assert {source(country)["setting"] for country in countries} == SETTINGS


@pytest.mark.parametrize("country", FICTIONAL)
def test_country__that_is_invented__says_so_in_four_languages_and_lists_every_file(country):
    files = {path.relative_to(RAW / country).as_posix() for path in (RAW / country).rglob("*") if path.is_file()}
    assert alpha_2_of(country) == ""  # ISO 3166 leaves such codes to users
    assert source(country)["synthetic"] is True
    assert set(source(country)["synthetic_note"]) == {"en", "fr", "es", "pt"}
    assert set(source(country)["files"]) == files - {"source.yaml"}


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_transcript__of_an_invented_country__says_so_itself(path):
    if path.suffix == ".vtt":  # captions keep it in a note, which is no part of the talk
        opening = path.read_text("utf-8")[:200]
    else:
        text, problems = read_source(path, path.name)
        assert not [problem for problem in problems if problem.severity == Severity.CRITICAL]
        opening = text.text[:200]
    assert any(notice in simplify(opening) for notice in NOTICES)


@pytest.mark.parametrize("country", FICTIONAL)
def test_country__is_named_and_briefed_as_its_folder_asks(store, country):
    name, language = FICTIONAL[country]
    assert (name_country(store, country, "en"), choose_language(store, country, "own")) == (name, language)
    assert choose_language(store, country, "en") == "en"


def test_portfolio__of_countries_that_share_a_language__is_in_it_else_in_english(store):
    assert choose_common_language(store, ["MLI", "XOB"], "own") == "fr"
    assert choose_common_language(store, ["MLI", "XVS"], "own") == "en"
    assert choose_common_language(store, ["MLI", "XVS"], "pt") == "pt"
    assert read_source_note(store.raw / "KEN").brief_language == ""
    assert choose_common_language(store, ["KEN"], "own") == "en"


@pytest.mark.parametrize(
    ("country", "problems", "interviews", "responses", "documents"),
    [
        ("XMU", ["A003", "P004", "P004"], 6, 7, 1),  # one code is mistyped; two say what may not be quoted
        ("XOB", ["R006", "R007"], 2, 0, 0),  # one date cannot be read, one could be read two ways
        ("XTA", ["A004"], 6, 8, 1),  # one response was rejected
        (
            "XVS",
            ["A004", "P004", "R007"],
            7,
            15,
            1,
        ),  # of three who limit their words one was decided on, one not quoted
    ],
)
def test_country__as_received__holds_what_it_is_meant_to_show(
    store, country, problems, interviews, responses, documents
):
    found = ingest(store, country)
    kinds = [one.record_type for one in found.interviews]
    assert sorted(problem.code for problem in found.problems) == problems
    assert (kinds.count("questionnaire"), kinds.count("document")) == (responses, documents)
    assert len(kinds) - responses - documents == interviews
    assert all(
        any(turn.speaker_role == "respondent" for turn in found.turns[one.interview_id])
        for one in found.interviews
        if one.record_type in ("verbatim", "notes")
    )


def test_sample__comes_in_many_formats():
    suffixes = {path.suffix for country in FICTIONAL for path in (RAW / country).rglob("*") if path.is_file()}
    assert suffixes >= {".docx", ".odt", ".rtf", ".vtt", ".txt", ".csv", ".xlsx", ".sav", ".pdf"}
    windows = RAW / "XMU" / "transcripts" / "xmu-06-academia.txt"
    with pytest.raises(UnicodeDecodeError):
        windows.read_text("utf-8")
    assert zipfile.is_zipfile(RAW / "XMU" / "transcripts" / "xmu-02-sociedade-civil.odt")
