"""What is searched for identifiers again, and what is not."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.core.releases import WORD, Cleared, Searcher, fold_text

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
