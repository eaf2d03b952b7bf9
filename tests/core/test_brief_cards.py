"""Cards of evidence and what stands around a quotation."""

from dataclasses import replace

from builders_brief import brief, indicator, quotation
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.templates import MOST_CITATIONS, render_html
from tasks.core.brief_cards import make_cards, write_ranges
from tasks.core.brief_citations import number_evidence
from tasks.core.brief_composition import MOST_CARDS, all_sentences, cited_evidence
from tasks.core.brief_evidence import Passage
from tasks.core.brief_neighbours import MOST_WORDS, with_neighbours


def passage(id_: str, text: str, interview: str = "XAA-01", is_quotable: bool = True) -> Passage:
    return Passage(id_, interview, "un", "verbatim", text, 0, len(text), "en", {}, "", (), is_quotable)


def around(*passages: Passage) -> tuple[str, str]:
    told = with_neighbours({"q-1": quotation(segment="s-1")}, passages)["q-1"]
    return told.before, told.after


def test_neighbours__are_what_the_same_source_says_before_and_after():
    assert around(passage("s-0", "First."), passage("s-1", "Then."), passage("s-2", "Last.")) == ("First.", "Last.")


def test_neighbours__stay_within_the_source_and_within_consent():
    assert around(
        passage("s-0", "Other.", "XAA-02"), passage("s-1", "Then."), passage("s-2", "No.", is_quotable=False)
    ) == ("", "")


def test_neighbours__long_ones_are_cut_towards_the_quotation():
    words = [f"w{number}" for number in range(100)]
    before, after = around(passage("s-0", " ".join(words)), passage("s-1", "Then."), passage("s-2", " ".join(words)))
    assert before.split()[1:] == words[-MOST_WORDS:]
    assert after.split()[:-1] == words[:MOST_WORDS]


def test_neighbours__of_a_quotation_whose_source_must_not_be_told__are_none():
    quoted = {"q-1": replace(quotation(segment="s-1"), interview_id="")}
    told = with_neighbours(quoted, [passage("s-0", "First."), passage("s-1", "Then.")])["q-1"]
    assert (told.before, told.after) == ("", "")


def test_neighbours__of_evidence_that_is_no_segment__are_none():
    assert around(passage("s-7", "Else.")) == ("", "")


def test_card__knows_its_areas_and_the_levels_that_rest_on_it():
    told = replace(
        brief(),
        indicators=(indicator("meetings_held", 2.5),),
        quotations={"q-1": replace(quotation(), topics=("networks",))},
        labels={"topic_area": {"networks": "4"}},
    )
    cards = {card.id: card for card in make_cards(told, number_evidence(told))}
    assert (cards["s-1"].areas, [one.id for one in cards["s-1"].supports]) == ((3, 4), ["meetings_held"])
    assert cards["s-2"].quotation is None


@given(st.sets(st.integers(1, 200)))
def test_ranges__hold_the_numbers_and_no_other(numbers):
    held = set()
    for part in filter(None, write_ranges(numbers).split(",")):
        first, _, last = part.partition("-")
        held |= set(range(int(first), int(last or first) + 1))
    assert held == numbers


def test_evidence__of_a_large_country_is_cut_and_every_sentence_and_level_keeps_some():
    large, rare = brief(), ("s-rare",)
    many = tuple(f"s-{number:05d}" for number in range(MOST_CARDS * 2))
    large = replace(
        large,
        verdict=(replace(large.verdict[0], evidence=many),),
        indicators=(
            replace(large.indicators[0], evidence=many),
            replace(large.indicators[1], evidence=rare),
            *large.indicators[2:],
        ),
    )
    citations = number_evidence(large)
    assert MOST_CARDS <= len(citations.numbers) < MOST_CARDS + 10
    assert len(make_cards(large, citations)) == len(citations.numbers)
    assert all(citations.of(one.evidence) for one in (*all_sentences(large), *large.indicators))
    assert f"+{len(many) - MOST_CITATIONS}<" in render_html(large, "<svg></svg>")


def test_evidence__of_a_small_country_is_shown_whole():
    small = brief()
    assert number_evidence(small).numbers.keys() == cited_evidence(small)
