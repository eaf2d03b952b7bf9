"""What a country folder says of itself: its name, the language of its brief, whether it is invented."""

import pytest

from tasks.core.source_notes import check_source_note, parse_source_note

LANGUAGES = ("en", "fr", "es", "pt")


def test_note__tells_name_language_and_mark_in_each_language():
    note = parse_source_note(
        {
            "name": {"en": "Ombelia", "fr": "Ombélie"},
            "brief_language": "FR",
            "synthetic": True,
            "synthetic_note": {"en": "Invented.", "fr": "Inventé."},
        },
        LANGUAGES,
    )
    assert [note.name_in(language) for language in LANGUAGES] == ["Ombelia", "Ombélie", "Ombelia", "Ombelia"]
    assert note.brief_language == "fr"
    assert note.is_synthetic
    assert [note.synthetic_note_in(language) for language in ("fr", "pt")] == ["Inventé.", "Invented."]


def test_note__written_in_one_sentence__is_told_in_every_language():
    note = parse_source_note({"name": "Ombelia", "synthetic_note": "Invented."}, LANGUAGES)
    assert (note.name_in("pt"), note.synthetic_note_in("es")) == ("Ombelia", "Invented.")
    assert not note.is_synthetic


@pytest.mark.parametrize("record", [{}, {"name": {"en": ""}, "brief_language": ""}, {"name": None}, {"name": []}])
def test_note__that_says_nothing__is_blank(record):
    note = parse_source_note(record, LANGUAGES)
    assert (note.name_in("en"), note.brief_language, note.synthetic_note_in("en")) == ("", "", "")
    assert check_source_note(record, LANGUAGES, "XAA/source.yaml") == ()


def test_note__in_a_language_without_briefs__is_a_problem_with_a_way_out():
    [problem] = check_source_note({"brief_language": "sw"}, LANGUAGES, "XAA/source.yaml")
    assert (problem.code, problem.file) == ("R050", "XAA/source.yaml")
    assert "en, fr, es, pt" in problem.fix
    assert parse_source_note({"brief_language": "sw"}, LANGUAGES).brief_language == ""
