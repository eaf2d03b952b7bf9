"""What is searched for identifiers again, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.releases import WORD, Cleared, Searcher, consents_of, fold_text, stale_files

TEXTS = st.lists(st.text(max_size=12), max_size=12)


@given(TEXTS, TEXTS)
def test_cleared_values__are_not_searched_again_and_all_others_are(before, now):
    first = Cleared(["hawa sanogo"], b"")
    assert first.choose_new(before) == before
    again = Cleared(["hawa sanogo"], first.remembered())
    assert again.choose_new(now) == [text for text in now if text not in before]
    assert Cleared(["hawa sanogo"], again.remembered()).choose_new(now) == []


@given(TEXTS)
def test_other_identifiers__are_searched_for_in_everything(texts):
    first = Cleared(["hawa sanogo"], b"")
    first.choose_new(texts)
    assert Cleared(["hawa sanogo", "ana lima"], first.remembered()).choose_new(texts) == texts


NAMES = ["ana", "ana lima", "lima sanogo", "o'neil", "bo"]


@given(st.lists(st.sampled_from(["ana", "Ána", "lima", "Sanogo", "o'neil", "o", "bo", "bob", "nobo", ",", "-", "\n"])))
def test_known_names__are_counted_as_a_reader_from_left_to_right_counts_them(words):
    text, place, n = fold_text(" ".join(words)), 0, 0
    while token := WORD.search(text, place):
        here = [name for name in NAMES if WORD.match(name)[0] == token[0] and text.startswith(name, token.start())]
        whole = [name for name in here if not WORD.match(text[token.start() + len(name) :])]
        n, place = n + bool(whole), token.start() + len(max(whole, key=len)) if whole else token.end()
    assert sum(one.n for one in Searcher(NAMES, {}).search([("page", " ".join(words))])) == n


def released(interviews: list[str], version: str = "1") -> dict:
    files = {name: f"{name}-{version}".ljust(64, "0") for name in ("brief.docx", "brief.pdf")}
    return {"files": files, "interviews": interviews}


def test_withdrawal__after_all_ids_changed__is_named_first_and_once_a_file():
    old = [f"r-{n}" for n in range(55)]
    problems = stale_files(
        [released(["XAA-01", "XAA-02", *old]), released(["XAA-01", "XAA-02", "r-new"], "2")],
        usable=frozenset({"XAA-01", "r-new"}),
        withdrawn=frozenset({"XAA-02"}),
    )
    assert [one.code for one in problems] == ["L003", "L003", "L007", "L007"]
    taken_back, gone = problems[0].detail, problems[2].detail
    assert "(interviews: 1, XAA-02)" in taken_back
    assert "sha256 brief.docx-2, brief.docx-1" in taken_back
    assert "(55: r-0, " in gone
    assert "and 45 more" in gone
    assert "brief.docx-2" not in gone


def test_releases__whose_interviews_may_all_be_used__are_not_stale():
    assert stale_files([released(["XAA-01"])], frozenset({"XAA-01"})) == []


@pytest.mark.parametrize(
    "text",
    [
        "Quex\u00adádor",
        "Que\u200bxádor",
        "𝐐𝐮𝐞𝐱𝐚𝐝𝐨𝐫",
        "+33\u00a06\u00a012\u00a034\u00a056\u00a078",
        "a.b\u200b@c.org",
        "a.b＠c.org",
    ],
    ids=ascii,
)
def test_identifier_in_characters_that_nobody_sees__is_found(text):
    assert Searcher(["Quexádor"], looks=None).search([("page", text)])


def interview(id_: str, *, record: bool = True, quote: bool = True, attribution: str = "group", kind: str = "verbatim"):
    row = {"interview_id": id_, "consent_record": record, "consent_quote": quote, "attribution": attribution}
    return row | {"record_type": kind}


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (interview("XAA-01"), []),
        (interview("XAA-01", attribution="named"), []),
        (interview("XAA-01", quote=False), ["XAA-01 (to be quoted)"]),
        (interview("XAA-01", attribution="none"), ["XAA-01 (what stands under the words)"]),
        (interview("XAA-01", record=False, quote=False), ["XAA-01"]),
    ],
)
def test_consent__taken_back_in_part__names_the_files_that_were_released_with_more(now, told):
    before = released([], "1") | consents_of([interview("XAA-01"), interview("XAA-02", quote=False)])
    usable = frozenset({"XAA-02"} | ({"XAA-01"} if now["consent_record"] else set()))
    problems = stale_files([before], usable, frozenset({"XAA-01"}), consents_of([now])["quoted"])
    assert [one.code for one in problems] == ["L003", "L003"] * bool(told)
    assert all(f"(interviews: 1, {told[0]})" in one.detail for one in problems)


def test_consents__of_documents__are_nobodys_to_take_back():
    assert consents_of([interview("XAA-D1", kind="document"), interview("XAA-01", attribution="named")]) == {
        "interviews": ["XAA-01", "XAA-D1"],
        "quoted": {"XAA-01": "named"},
    }
