"""The rules of claims, in a toy language: every word of a sentence is the concept it expresses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.claims import MarkedSegment, find_claims, parse_claim_rules, sentence_spans
from tasks.core.cues import Hit

DECLARED = {
    "negation": {"concepts": ["not"], "reach": 45},
    "clause_breaks": ["but"],
    "look_alikes": ["notonly"],
    "part_of": ["of"],
    "silences": {"dontknow": "NI", "inapplicable": "NA"},
    "contexts": {
        "abroad": {"concepts": ["abroad"], "effect": "drop"},
        "plan": {"concepts": ["will"], "effect": "plan"},
        "hearsay": {"concepts": ["told"], "effect": "second_hand", "reach": "sentence"},
    },
    "planned_levels": {"plan": 1},
    "rules": {
        "plan": [
            {"id": "none", "level": 0, "all": ["not", "plan"], "within": 20},
            {"id": "any", "level": 2, "asked": True, "all": ["plan"]},
            {"id": "annual", "level": 3, "all": ["plan", "annual"]},
            {"id": "costed", "level": 4, "all": ["plan", "annual", "costed"], "scope": "segment"},
        ],
        "meetings": [
            {"id": "times", "all": ["meet"], "number": ["times"], "steps": {1: 1, 2: 2, 3: 3}, "unit": "meetings"},
        ],
        "groups": [
            {"id": "members", "scope": "document", "all": ["member"], "count": ["state", "ngo", "un"], "steps": {2: 1, 3: 2}},
        ],
        "use": [
            {"id": "used", "level": 3, "all": ["text", "used"]},
            {"id": "unused", "level": 2, "all": ["text", "-used"]},
        ],
    },
}  # fmt: skip
RULES = parse_claim_rules(DECLARED)
QUESTIONS = {"Q5": ["plan"], "Q16": ["meetings"], "Q6": ["use"]}


def segment(text: str, question: str = "", id_: str = "s") -> MarkedSegment:
    words = re.finditer(r"\w+", text)
    hits = tuple(Hit(_concept(word[0].lower()), word.start(), word.end(), 0) for word in words)
    return MarkedSegment(id_, text, hits, question)


def _concept(word: str) -> str:
    return f"number_{word}" if word.isdigit() else word


def found(text: str, question: str = "") -> str:
    claims = find_claims([segment(text, question)], RULES, QUESTIONS)
    return " ".join(f"{c.indicator}={c.state if c.level is None else f'{c.level:g}'}" for c in claims)


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        pytest.param("The plan is annual.", "", "plan=3", id="conjunction fires anywhere"),
        pytest.param("The plan.", "Q5", "plan=2", id="loose rule fires in the answer to its question"),
        pytest.param("The plan.", "Q16", "", id="loose rule is silent elsewhere"),
        pytest.param("There is not any plan.", "Q5", "plan=0", id="denial"),
        pytest.param("The plan is annual but it does not meet.", "", "plan=3", id="denial in another clause"),
        pytest.param("The text is not used.", "", "use=2", id="denied concept"),
        pytest.param("Notonly the text is used.", "", "use=3", id="look-alike of a denial"),
        pytest.param("The annual plan abroad.", "", "", id="another country"),
        pytest.param("The annual plan, but abroad none.", "", "plan=3", id="another country in another clause"),
        pytest.param("There will be an annual plan.", "", "plan=1", id="a plan is an intent"),
        pytest.param("They will meet 3 times.", "", "", id="a plan proves nothing where no intent is declared"),
        pytest.param("They meet 3 times.", "", "meetings=3", id="number"),
        pytest.param("They meet 3 of 4 times.", "", "meetings=3", id="number of a total"),
        pytest.param("They meet 0 times.", "", "", id="number below the first step"),
        pytest.param("Do you have an annual plan?", "Q5", "", id="question"),
        pytest.param("I dontknow.", "Q5", "plan=NI", id="asked and not known"),
        pytest.param("I dontknow.", "", "", id="not known but not asked"),
        pytest.param("Inapplicable here.", "Q5", "plan=NA", id="cannot apply"),
        pytest.param("Plan. Annual. Costed.", "", "plan=4", id="whole segment"),
        pytest.param("The annual plan. It is costed.", "", "plan=4", id="whole segment replaces its sentence"),
        pytest.param("The state is a member. The ngo is a member.", "", "groups=1", id="count"),
        pytest.param("", "Q5", "", id="silence"),
    ],
)
def test_find_claims__sentence__proposes(text: str, question: str, expected: str) -> None:
    assert found(text, question) == expected


def test_find_claims__hearsay__is_second_hand() -> None:
    (claim,) = find_claims([segment("Told that the plan is annual.")], RULES, QUESTIONS)
    assert claim.is_second_hand
    assert claim.value == "plan | annual"


def test_find_claims__year_in_sentence__is_kept_with_the_words_and_the_unit() -> None:
    (claim,) = find_claims([segment("In 2021 they meet 3 times. Since 2019 more.")], RULES, QUESTIONS)
    assert (claim.years, claim.value, claim.unit) == ((2021,), "3 times", "meetings")


def test_find_claims__document__counts_over_all_segments_once() -> None:
    paragraphs = [segment("The state is a member.", id_="s1"), segment("The un and the ngo: member.", id_="s2")]
    (claim,) = find_claims(paragraphs, RULES, QUESTIONS, is_document=True)
    assert (claim.segment_id, claim.level) == ("s1", 2.0)
    assert [c.level for c in find_claims(paragraphs, RULES, QUESTIONS)] == [1.0]


def test_parse_claim_rules__id_used_twice__is_refused() -> None:
    twice = {"plan": [{"id": "a", "level": 1, "all": ["x"]}, {"id": "a", "level": 2, "all": ["y"]}]}
    with pytest.raises(ValueError, match="plan.a"):
        parse_claim_rules({**DECLARED, "rules": twice})


def test_parse_claim_rules__neither_level_nor_steps__is_refused() -> None:
    with pytest.raises(ValueError, match="either a level or steps"):
        parse_claim_rules({**DECLARED, "rules": {"plan": [{"id": "a", "all": ["x"]}]}})


def test_sentence_spans__wrapped_line__stays_one_sentence() -> None:
    text = "We met in\nthe capital. Then e.g. nothing; but\nNew line"
    assert [text[start:end].strip() for start, end in sentence_spans(text)] == [
        "We met in\nthe capital.",
        "Then e.g. nothing;",
        "but",
        "New line",
    ]


@given(st.text(alphabet="aB .;?!\n\u2026", max_size=60))
def test_sentence_spans__any_text__keeps_every_visible_character(text: str) -> None:
    spans = sentence_spans(text)
    kept = "".join(text[start:end] for start, end in spans)
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", text)
    assert all(one[1] <= two[0] for one, two in zip(spans, spans[1:], strict=False))


WORDS = [
    "plan",
    "annual",
    "costed",
    "not",
    "will",
    "told",
    "meet",
    "3",
    "times",
    "abroad",
    "but",
    "text",
    "used",
    ".",
    "?",
]


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_find_claims__any_words__proposes_declared_levels_once_per_sentence(words: list[str]) -> None:
    claims = find_claims([segment(" ".join(words))], RULES, QUESTIONS)
    assert all(claim.level in (0, 1, 2, 3, 4) for claim in claims)
    assert len({(c.indicator, c.rule, c.value, c.years) for c in claims}) <= len(words)


def test_non_answer__is_declared_by_its_opening_and_by_what_undoes_it():
    rules = parse_claim_rules(DECLARED | {"non_answers": {"opens": ["dontknow"], "unless": ["although"]}})

    def states(text: str) -> list[str]:
        return [claim.state for claim in find_claims([segment(text, "Q5")], rules, QUESTIONS)]

    assert states("Dontknow. The plan is annual.") == ["NI"]
    assert states("Who? Dontknow. The plan is annual.") == ["NI"]
    assert states("Dontknow. Although the plan is annual.") == ["level"]
    assert states("The plan is annual. Dontknow.") == ["level"]
