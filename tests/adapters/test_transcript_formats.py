"""The same ten interviews in every format and layout give the same turns."""

import pytest
from builders_transcripts import (
    OFFICE_FORMATS,
    OFFICE_LAYOUTS,
    SET_FORMATS,
    SET_LAYOUTS,
    SPEECH_LAYOUTS,
    TEXT_LAYOUTS,
    WORD_LAYOUTS,
    Told,
    office_file,
    sheet_of,
    ten_interviews,
    write_word,
)

from tasks.adapters.documents import SHEET_SUFFIXES, read_source, read_talk_sheet
from tasks.adapters.interviewing import load_question_router, load_speaker_words
from tasks.core.transcripts import parse_transcript

TOLD = ten_interviews()
BY_ID = pytest.mark.parametrize("told", TOLD, ids=lambda told: told.id)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")


def turns_of(path) -> list[tuple[str, str]]:
    read = read_talk_sheet if path.suffix in SHEET_SUFFIXES else read_source
    source, problems = read(path, f"XAA/{path.name}")
    assert not problems
    transcript = parse_transcript(source, load_speaker_words(), load_question_router().asks)
    assert all(source.text[turn.start_char : turn.end_char] == turn.text for turn in transcript.turns)
    return [(turn.speaker_role, turn.text) for turn in transcript.turns]


def unbroken(turns: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Turns without the breaks between paragraphs, which captions do not keep."""
    return [(role, " ".join(text.split())) for role, text in turns]


@BY_ID
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("layout", sorted(TEXT_LAYOUTS))
def test_text__has_the_same_turns(told: Told, layout: str, encoding: str, tmp_path) -> None:
    text = TEXT_LAYOUTS[layout](told)
    if encoding == "cp1252":
        text = text.replace("\u202f", "\u00a0").replace("😀", ":)").replace("\n", "\r\n")
        expected = [(role, said.replace("😀", ":)")) for role, said in told.expected()]
    else:
        expected = told.expected()
    path = tmp_path / f"a.{'md' if layout == 'Markdown' else 'txt'}"
    path.write_bytes(text.encode(encoding))
    told_turns = turns_of(path)
    if layout in ("Otter", "Zoom"):
        expected, told_turns = unbroken(expected), unbroken(told_turns)
    assert told_turns == expected


@BY_ID
@pytest.mark.parametrize("layout", sorted(SPEECH_LAYOUTS))
def test_recognised_speech__has_the_same_turns(told: Told, layout: str, tmp_path) -> None:
    suffix, write = SPEECH_LAYOUTS[layout]
    path = tmp_path / f"a.{suffix}"
    path.write_text(write(told), encoding="utf-8")
    assert unbroken(turns_of(path)) == unbroken(told.expected())


@BY_ID
@pytest.mark.parametrize("layout", sorted(WORD_LAYOUTS))
def test_word__has_the_same_turns(told: Told, layout: str, tmp_path) -> None:
    turns = turns_of(write_word(told, layout, tmp_path / "a.docx"))
    expected = told.expected()
    assert (unbroken(turns) == unbroken(expected)) if layout == "Teams" else (turns == expected)


@BY_ID
@pytest.mark.parametrize("suffix", OFFICE_FORMATS)
@pytest.mark.parametrize("layout", OFFICE_LAYOUTS)
def test_office__has_the_same_turns(told: Told, layout: str, suffix: str) -> None:
    turns = turns_of(office_file(told, layout, suffix))
    expected = told.expected()
    if suffix == "pdf":  # LibreOffice sets the emoji apart from its line
        turns, expected = (
            unbroken([(role, said.replace("😀", "")) for role, said in own]) for own in (turns, expected)
        )
    assert turns == expected


@pytest.mark.parametrize("told", TOLD[:2], ids=lambda told: told.id)
@pytest.mark.parametrize("suffix", SET_FORMATS)
@pytest.mark.parametrize("layout", SET_LAYOUTS)
def test_office__with_answers_that_only_look_different(told: Told, layout: str, suffix: str) -> None:
    assert turns_of(office_file(told, layout, suffix)) == told.expected()


@BY_ID
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_sheet__has_the_same_turns(told: Told, suffix: str, tmp_path) -> None:
    assert turns_of(sheet_of(told, tmp_path / f"a.{suffix}")) == told.expected()
