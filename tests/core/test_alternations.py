"""Words that share their beginnings in a pattern, and rules and names that are found by an index, are the same ones."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tasks.core.alternations import any_of
from tasks.core.cues import CueRule, CueRules, Hit, fire
from tasks.core.pseudonyms import Parts, is_misspelt
from tasks.core.spellings import simplify

WORDS = st.lists(st.text("abc .é", min_size=1, max_size=5), min_size=1, max_size=12)
CONCEPTS = st.sampled_from(("plan", "-plan", "meet", "ministry", "number_3"))
RULES = st.lists(
    st.tuples(st.lists(st.frozensets(CONCEPTS, min_size=1), max_size=3), st.frozensets(CONCEPTS, max_size=1)),
    max_size=8,
)
HITS = st.lists(st.builds(Hit, CONCEPTS, st.integers(0, 9), st.integers(10, 19), st.integers(0, 2)), max_size=9)


@given(WORDS, st.text("abc .é", max_size=30))
def test_any_of__words__are_found_as_by_trying_one_after_the_other(words: list[str], text: str) -> None:
    one_by_one = "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))
    found = [match.span() for match in re.finditer(any_of(words), text)]
    assert found == [match.span() for match in re.finditer(one_by_one, text)]


def test_any_of__loose_letters__stand_for_several() -> None:
    pattern = re.compile(any_of(["chef de file", "chef"], {" ": r"\s+", "e": "[eé]"}))
    assert pattern.findall("un chéf  de file, une chef") == ["chéf  de file", "chef"]


@given(RULES, HITS)
def test_cue_rules__fire_as_when_each_is_tried(
    declared: list[tuple[list[frozenset[str]], frozenset[str]]], hits: list[Hit]
) -> None:
    rules = [CueRule(f"r{n}", "t", tuple(all_of), none_of) for n, (all_of, none_of) in enumerate(declared)]
    assert CueRules(rules).fire(hits) == fire(rules, hits)


@given(st.lists(st.text("abdeo", min_size=4, max_size=9), max_size=12), st.text("abdeo", max_size=9))
def test_parts__near__are_those_that_a_word_misspells(names: list[str], word: str) -> None:
    parts = Parts(dict.fromkeys(names, "[person 1]"))
    assert parts.near(word) == parts.near(word) == sorted(name for name in parts if word and is_misspelt(word, name))


@given(st.text(max_size=40))
def test_simplify__any_text__is_small_words_without_accents(text: str) -> None:
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    assert simplify(text) == " ".join(re.sub(r"[^\w%]+|_", " ", bare).split())
