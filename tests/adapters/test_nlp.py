"""What dictionaries know of words."""

import pytest

from tasks.adapters.nlp import _KnownWords, kind_of_word, kinds_of_words


@pytest.mark.parametrize(
    ("word", "kind"),
    [("hope", "word"), ("maison", "word"), ("d’accord", ""), ("Kevomirr", ""), ("reunião", "word"), ("Paris", "both")],
)
def test_word__is_known_alone_as_among_others(word, kind):
    assert kind_of_word(word) == kind
    assert kinds_of_words(["plan", word, "Tovirrmash"]) == ["word", kind, ""]
    assert kinds_of_words([]) == []


@pytest.mark.slow
def test_kept_words__are_found_again_and_made_anew_where_the_file_is_damaged(tmp_path):
    first, second, third = (_KnownWords() for _ in range(3))
    for known in (first, second, third):
        known.keep_in(tmp_path)
    marks = first.marks()
    (path,) = tmp_path.iterdir()
    kept = path.read_bytes()
    assert second.marks() == marks
    path.write_bytes(kept[:-8])
    assert third.marks() == marks
    assert path.read_bytes() == kept
