"""What is searched for identifiers again, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.releases import WORD, Cleared, Searcher, fold_text, stale_files

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
