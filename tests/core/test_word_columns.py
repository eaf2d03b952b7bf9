import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.word_columns import (
    MARKS,
    WORD,
    PhraseTrie,
    WordTable,
    fold,
    letter_runs,
    marks_in,
    phrase_stems,
    sentence_numbers,
    stem,
    word_spans,
)

TEXTS = st.lists(st.text(max_size=40), max_size=6)


def test_fold_and_stem__join_endings_and_cognates():
    assert {stem(fold(word)) for word in ("réunions", "réunion", "REUNION")} == {"reunio"}
    assert stem(fold("plans")) == stem(fold("plan"))
    assert {stem(word) for word in ("pay", "pays", "paying", "payer")} == {"pay"}
    assert {stem(word) for word in ("paga", "pagar", "pagan", "pagando", "pagamos")} == {"pag"}
    assert stem("2021") == stem("1999")


def test_word_table__same_word_same_number():
    table = WordTable()
    columns = table.read(["Plan, plan!", "", "PLAN e réunião"])
    assert columns.words.tolist() == [0, 0, 0, 1, 2]
    assert columns.rows.tolist() == [0, 0, 2, 2, 2]
    assert table.folded == ["plan", "e", "reuniao"]


@given(TEXTS)
def test_word_spans__are_those_of_the_pattern(texts):
    begins, ends = word_spans(texts)
    expected = [match.span() for text in texts for match in WORD.finditer(text)]
    assert list(zip(begins.tolist(), ends.tolist(), strict=True)) == expected


@given(TEXTS)
def test_word_table__batches_do_not_matter(texts):
    whole, parts = WordTable(), WordTable()
    together = whole.read(texts)
    apart = [parts.read([text]).words.tolist() for text in texts]
    assert [number for own in apart for number in own] == together.words.tolist()


@given(
    st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=3), max_size=5), st.lists(st.integers(0, 3), max_size=12)
)
def test_trie__finds_what_a_plain_search_finds(phrases, words):
    trie = PhraseTrie([(phrase, n) for n, phrase in enumerate(phrases)])
    stems = np.array(words, dtype=np.int64)
    found = {tuple(map(int, hit)) for hit in zip(*trie.find(stems, np.zeros(len(words), dtype=np.int64)), strict=True)}
    plain = {
        (n, start, start + len(phrase))
        for n, phrase in enumerate(phrases)
        for start in range(len(words))
        if words[start : start + len(phrase)] == phrase
    }
    assert found == plain


def test_trie__no_phrase_spans_two_texts():
    trie = PhraseTrie([([0, 1], 7)])
    meanings, *_ = trie.find(np.array([0, 1]), np.array([0, 1]))
    assert meanings.tolist() == []


def test_phrase__words_that_say_nothing_fall_unless_there_are_no_others():
    assert phrase_stems("location de la salle", frozenset({"de", "la"})) == ("locati", "sall")
    assert phrase_stems("de la", frozenset({"de", "la"})) == ("de", "la")


def test_letter_runs__mark_the_ends_of_a_word():
    assert set(letter_runs("plan", 3, 3)) == {" pl", "pla", "lan", "an "}


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["We met. Nobody came."], [0, 0, 1, 1]),
        (["Rate is 3.5 now", "then: 4"], [0, 0, 0, 0, 0, 1, 2]),
        (["- one\n- two"], [0, 1]),
        (["", "a — b", "..."], [0, 1]),
        (["😀 ok. then"], [0, 1]),
        ([], []),
    ],
)
def test_sentences__end_where_marks_stand_before_a_space(texts, numbers):
    columns = WordTable().read(texts)
    begins, _ = word_spans(texts)
    assert sentence_numbers(texts, begins, columns.rows).tolist() == numbers


def test_marks__are_told_by_kind():
    found = marks_in(["Who pays?", "", "«4 %»"])
    assert [[MARKS[n] for n in row.nonzero()[0]] for row in found] == [["?"], [], ["%", '"“”«»', "0123456789"]]
