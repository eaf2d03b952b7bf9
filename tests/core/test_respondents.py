"""One person who was heard several times is one respondent."""

import pytest

from tasks.adapters.identifier_words import load_name_words
from tasks.core.respondents import Known, Told, find_mark, join_people, key_of, narrow_to_person, read_own_names
from tasks.core.sources import Interview

WORDS = load_name_words("MLI")


def key(*cells: str) -> frozenset[str]:
    return key_of(read_own_names(cells, WORDS), WORDS)


def people(*names: tuple[str, ...] | str, marks: tuple[str, ...] = ()) -> list[int]:
    """Return for each record the place of the first record of its person."""
    cells = [(name,) if isinstance(name, str) else name for name in names]
    told = marks or ("",) * len(cells)
    known = [Known(str(n), key(*own), mark) for n, (own, mark) in enumerate(zip(cells, told, strict=True))]
    return [int(first) for first in join_people(known).values()]


@pytest.mark.parametrize(
    "other",
    [
        "Clarisse Mbétou",
        "MBETOU Clarisse",
        "Mbétou, Clarisse",
        "Mme Clarisse Mbetou, Directrice",
        "clarisse mbétou (76 12 34 56)",
        "Clarisse Jeanne Mbétou",
        "Clarisse Mbétou; Paul Zongo",
        ("Mbétou", "Clarisse"),
    ],
)
def test_person__named_in_another_way__is_one_respondent(other):
    assert people("Clarisse Mbétou", "Honorine Zafitsara", other) == [0, 1, 0]


@pytest.mark.parametrize("short", ["C. Mbétou", "MBETOU C.", "Mme C. MBÉTOU", "C. J. Mbétou", "Mbétou, C.-J."])
def test_person__named_by_an_initial__is_one_respondent(short):
    assert people("Clarisse Jeanne Mbétou", "Paul Mbétou", short) == [0, 1, 0]
    assert people(short, "Paul Zongo", "Clarisse Jeanne Mbétou") == [0, 1, 0]


def test_family__of_several_people__is_told_apart_by_first_names():
    assert people("Ali Traoré", "Awa Traoré", ("Traoré", "Moussa"), ("Traoré", "Ali")) == [0, 1, 2, 0]


def test_records__without_a_name__are_each_somebody():
    assert people("", "", "Anonyme", "76 12 34 56") == [0, 1, 2, 3]


def test_placeholder__that_stands_for_both__joins_them_and_what_each_is_joined_with():
    assert people("", "Awa Traoré", "", "Awa Traoré", marks=("", "[p 1]", "[p 2]", "[p 2]")) == [0, 1, 1, 1]


def test_mark__is_the_first_placeholder_with_a_number():
    masked = {"Awa": "[name]", "Clarisse Mbétou, partie 1": "[person 3], partie 1", "C. Mbétou": "[person 3]"}
    assert find_mark(["Awa", "Clarisse Mbétou, partie 1"], masked.__getitem__, is_whole=False) == "[person 3]"
    assert find_mark(["C. Mbétou"], masked.__getitem__, is_whole=True) == "[person 3]"
    assert find_mark(["Clarisse Mbétou, partie 1"], masked.__getitem__, is_whole=True) == ""


def told(id_: str, place: str, name: str = "Clarisse Mbétou", group: str = "government", **consents) -> Told:
    given = {"consent_record": True, "consent_quote": True, "attribution": "group"} | consents
    record = Interview(id_, "", "verbatim", stakeholder_group=group, row=2, **given)
    return Told(Known(id_, key(name)), record, place)


def test_consents__of_a_person_in_a_register_and_an_export__are_the_strictest_and_told():
    narrowed, problems = narrow_to_person(
        [
            told("A1", "interviews.csv"),
            told("A2", "interviews.csv", "Jo Vand"),
            told("r1", "x.csv", consent_quote=False),
        ]
    )
    assert [narrowed[id_].consent_quote for id_ in ("A1", "A2", "r1")] == [False, True, False]
    assert [(one.code, one.severity, one.file) for one in problems] == [("R030", "warning", "interviews.csv")]
    assert "x.csv, row 2" in problems[0].detail


def test_consents__told_row_by_row_in_one_file_or_of_two_groups__stand():
    narrowed, problems = narrow_to_person(
        [told("A1", "interviews.csv"), told("A2", "interviews.csv", consent_quote=False)]
    )
    assert (narrowed["A1"].consent_quote, problems) == (True, ())
    narrowed, problems = narrow_to_person([told("A1", "a.csv"), told("r1", "x.csv", group="un", consent_record=False)])
    assert (narrowed["A1"].consent_record, problems) == (True, ())
