"""What is masked again after a change gives the bytes of a run from nothing, whatever was added, changed or removed."""

import shutil
import tempfile
from pathlib import Path

import pytest
from builders_country import HEADER, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.adapters.store import Store
from tasks.core.sources import Interview, Received
from tasks.core.text_words import AllTold, Traces, name_by_place, read_text_words, read_told
from tasks.ingest import ingest
from tasks.make_masks import make_country_masks
from tasks.pseudonymize import pseudonymize

SAID = (
    "My name is Ondruvash Kevomirr, and I chair the platform.",
    "Mrs Selonash Tovabel told us that the plan is costed.",
    "Ask Ondruvash, or her deputy kevomirr.",
    "Kevomir said so; Ondruvsah did not.",
    "Comfort Mensah (CM) keeps the minutes. CM sends them.",
    "CM: we met three times.",
    "O. K. was there, and so was C. M.",
    "Write to selonash.tovabel@example.org or call +223 76 12 34 56.",
    "The list is in attendance_tovabel.docx, see www.example.org/kevomirr.",
    "The regional director of health of Zubavon is Ondruvash Kevomirr.",
    "The regional director of health of Zubavon was absent.",
    "We will mensah the hope and mirr it; a hope is a hope.",
    "In Tovabel the market opens early, and Hope sings.",
    "Call 76 12 34 56.",
    "Mrs Hope Zubavon and Mr Tovad Selomirr agreed; in the notes they are [person 1] and [person 2].",
)
NAMES = ("Ondruvash Kevomirr", "Comfort Mensah", "Hope Zubavon", "")
FILES = tuple(f"talk-{n}.txt" for n in range(4))
TOVABEL = Interview("I1", "XAA/1.txt", "verbatim", identifiers=("Selonash Tovabel",))
KEVOMIRR = Interview("I2", "XAA/2.txt", "verbatim", identifiers=("Ondruvash Kevomirr", "+223 76 12 34 56"))
changes = st.dictionaries(
    st.sampled_from(FILES),
    st.none() | st.tuples(st.lists(st.sampled_from(SAID), min_size=1, max_size=4), st.sampled_from(NAMES)),
    min_size=1,
    max_size=2,
)


def store_in(home: Path) -> Store:
    return Store(home / "raw", home / "processed", home / "reports")


def change(store: Store, country: dict[str, tuple[list[str], str]]) -> None:
    """Let the folder hold these talks and no others."""
    folder = store.raw / "XAA"
    shutil.rmtree(folder, ignore_errors=True)
    rows = [f"{HEADER},name,phone"]
    for file, (said, name) in sorted(country.items()):
        lines = [line for words in said for line in ("Interviewer: And?", f"Respondent: {words}")]
        write(folder / "transcripts" / file, "\n".join(lines) + "\n")
        phone = "+223 76 12 34 56" if name == "Comfort Mensah" else ""
        rows.append(f"{file[:6]},{file},XAA,2026-01-14,en,Government,national,,yes,yes,group,{name},{phone}")
    write(folder / "interviews.csv", "\n".join(rows) + "\n")


def made(store: Store) -> dict[str, bytes]:
    """The tables and the key that follow."""
    pseudonymize(store, ingest(store, "XAA"))
    folders = (store.processed / "XAA", store.keys / "XAA")
    return {path.name: path.read_bytes() for folder in folders for path in sorted(folder.iterdir()) if path.is_file()}


@pytest.mark.slow
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(changes, min_size=2, max_size=3))
def test_what_is_masked_again__gives_the_bytes_of_a_run_from_nothing(steps):
    country = {FILES[0]: ([SAID[0], SAID[1]], ""), FILES[1]: ([SAID[3], SAID[11]], NAMES[1])}
    with tempfile.TemporaryDirectory() as name:
        store = store_in(Path(name) / "again")
        for number, step in enumerate(steps):
            country = {file: one for file, one in (country | step).items() if one}
            change(store, country)
            again = made(store)
            scratch = store_in(Path(name) / f"scratch-{number}")
            shutil.copytree(store.raw, scratch.raw)
            assert again == made(scratch)


def test_words_of_a_text__hold_every_folding_that_a_name_is_compared_with():
    words = read_text_words("Jean-Pierre N'Diaye's list: F. D., see notes_ndiaye.docx, +223 76 12 34 56\nCM: yes", ())
    assert {"jean", "pierre", "jeanpierre", "ndiaye", "diaye", "cm"} <= set(words.own)
    assert (words.initials, "CM" in words.labels, words.has_file) == (("fd",), True, True)
    assert words.digits.endswith("76123456")


def test_country_words__are_small_where_all_texts_together_write_them_small():
    from tasks.adapters.identifier_words import load_people

    country = AllTold()
    for text in ("We hope so. Hope came.", "They hope, and Tovabel hoped to hope."):
        country.add(read_told(text, load_people("XAA")))
    assert "hope" in country.lowered()
    assert "tovabel" not in country.lowered()


@pytest.mark.parametrize(
    ("text", "does_matter"),
    [
        ("Ask Ondruvash Kevomirr.", True),
        ("KEVOMIRR spoke.", True),
        ("Kevomir said so.", True),
        ("Ondruvahs said so.", True),
        ("See list.docx.", True),
        ("O. K. agreed.", True),
        ("Call 76 12 34 56.", True),
        ("Selonash Tovabel said so on 12 May 2026.", False),
    ],
)
def test_new_person__matters_for_a_text_that_holds_a_word_a_misspelling_initials_or_the_phone_of_theirs(
    text, does_matter
):
    words = read_text_words(text, ())
    some, more = (
        make_country_masks(Received("XAA", tuple(people), {}, {}, (), {}, ()), {}).masks
        for people in ([TOVABEL], [TOVABEL, KEVOMIRR])
    )
    assert (Traces(some, words.own).of(words) != Traces(more, words.own).of(words)) is does_matter


def test_traces__are_the_same_when_only_numbers_moved_unless_two_differ_by_them_alone():
    some, moved = (
        [f"alias tovad [person {one}]", f"part hope [person {other}]", "post mayor"] for one, other in ((2, 9), (3, 10))
    )
    assert name_by_place(some)[0] == name_by_place(moved)[0]
    assert name_by_place(moved)[1] == ("[person 3]", "[person 10]")
    swapped = name_by_place(["alias tovad [person 2]", "part hope [person 2]", "post mayor"])
    assert swapped[0] != name_by_place(some)[0]
    assert name_by_place(["alias tovad [person 2]", "alias tovad [person 3]"])[1] == ()
