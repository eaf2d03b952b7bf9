"""What dictionaries know of words, and how words are cut."""

import re
from re import _compiler

import pytest

from tasks.adapters.nlp import _KnownWords, is_word_of, kind_of_word, kinds_of_words, pipeline


@pytest.mark.parametrize(
    ("word", "kind"),
    [("hope", "word"), ("maison", "word"), ("d’accord", ""), ("Kevomirr", ""), ("reunião", "word"), ("Paris", "both")],
)
def test_word__is_known_alone_as_among_others(word, kind):
    assert kind_of_word(word) == kind
    assert kinds_of_words(["plan", word, "Tovirrmash"]) == ["word", kind, ""]
    assert kinds_of_words([]) == []


@pytest.mark.parametrize(
    ("word", "languages", "is_theirs"),
    [
        ("réunion", {"fr"}, True),
        ("Réunion", {"es", "pt"}, False),
        ("toy", {"en"}, True),
        ("Toy", {"pt"}, False),
        ("Pouvez-vous", {"fr"}, True),
        ("Tovirrmash", {"en", "fr", "es", "pt"}, False),
    ],
)
def test_word__is_of_the_languages_whose_dictionaries_hold_it(word, languages, is_theirs):
    assert is_word_of(word, frozenset(languages)) is is_theirs


@pytest.mark.slow
def test_kept_words__are_found_again_and_made_anew_where_the_file_is_damaged(tmp_path):
    first, second, third = (_KnownWords() for _ in range(3))
    for known in (first, second, third):
        known.keep_in(tmp_path)
    words = ["meeting", "réunion", "reunião", "Tovirrmash"]
    languages = first.languages_of(words)
    (path,) = tmp_path.iterdir()
    kept = path.read_bytes()
    assert second.languages_of(words) == languages
    path.write_bytes(kept[:-8])
    assert third.languages_of(words) == languages
    assert path.read_bytes() == kept


def test_french_words__are_cut_as_by_a_pattern_that_was_made_without_haste():
    known = pipeline("fr").tokenizer.token_match
    re.purge()
    anew = re.compile(known.__self__.pattern).match
    words = (
        "aujourd'hui sous-préfecture l'eau Entre-temps arc-en-ciel SOUS-COMMISSION Saint-Louis-du-Nord l’État".split()
    )
    assert [bool(known(word)) for word in words] == [bool(anew(word)) for word in words]
    assert "sous-préfecture" in [word.text for word in pipeline("fr")("La sous-préfecture.")]
    assert _compiler._optimize_charset.__module__ == "re._compiler"
