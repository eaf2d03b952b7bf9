"""What is searched for identifiers again, and what is not."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.core.releases import Cleared

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
