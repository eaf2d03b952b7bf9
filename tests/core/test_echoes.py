"""Words of respondents that come back in reasons: what may not be printed is held back, also when it is gone."""

import unicodedata

import pytest

from tasks.core.echoes import EchoRule, find_echoes, hold_back_echoes

RULE = EchoRule(
    fewest_words=5, fewest_telling=3, shortest_telling=4, common=frozenset({"dans", "avec", "their", "with"})
)
SAID = "Oui, un budget. Le crocodile dort sur le budget, comme je dis toujours."
REASON = "On m'a dit que « le Crocodile dort, sur le budget » cette année."


def held(reason, *said, rule=RULE):
    return hold_back_echoes(reason, find_echoes([reason], said, rule), rule)


@pytest.mark.parametrize(
    ("reason", "said", "shown"),
    [
        (REASON, [(False, SAID)], "On m'a dit que « […] » cette année."),
        (unicodedata.normalize("NFD", "Année : le crocodile dort sur le budget"), [(False, SAID)], "Année : […]"),
        (REASON, [(True, SAID)], REASON),
        (REASON, [(False, SAID), (True, "Minutes: le crocodile dort sur le budget.")], REASON),
        ("Le crocodile dort mal.", [(False, SAID)], "Le crocodile dort mal."),
        ("they met in one of the rooms", [(False, "in one of the rooms they met")], "they met in one of the rooms"),
        ("[le crocodile dort sur le budget]", [(False, SAID)], "[[…]]"),
        ("so [person 7] sleeps over the budget", [(False, "but [person 2] sleeps over the budget now")], "so […]"),
    ],
)
def test_reason__without_what_it_repeats_of_words_that_may_not_be_printed(reason, said, shown):
    assert held(reason, *said)[0] == shown


def test_masked_words__are_known_whatever_the_number_of_their_placeholder():
    said = (False, "Every year [person 2] hides the whole budget")
    assert held("They say: every year [person 7] hides the whole budget!", said)[0] == "They say: […]!"


def test_words_that_are_gone__are_still_held_back_by_their_places():
    first = find_echoes([REASON], [(True, SAID)], RULE)
    kept = first.remembered({})
    gone = find_echoes([REASON], [], RULE).with_earlier(kept)
    assert "crocodile" not in hold_back_echoes(REASON, gone, RULE)[0]
    assert gone.remembered(kept) == kept
    assert not any("crocodile" in str(one).casefold() for one in kept.items())
    back = find_echoes([REASON], [(True, SAID)], RULE).with_earlier(kept)
    assert hold_back_echoes(REASON, back, RULE) == (REASON, 0)
