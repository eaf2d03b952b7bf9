"""Sections of a brief say what somebody told, whose words stand below, and nothing that they do not hold."""

from dataclasses import fields, replace

import pandas as pd
import pytest

from tasks.adapters.declarations import QUESTIONNAIRE, load_codebook, load_rubric, read_yaml
from tasks.adapters.forms import load_form
from tasks.adapters.scope_words import load_trends
from tasks.core.brief_contradictions import contradiction_items, disputed_indicators
from tasks.core.brief_evidence import Passage, Quoter, Tables
from tasks.core.brief_results import Results
from tasks.core.brief_sections import Draft, missing_line, write_sections
from tasks.core.briefs import Item, Sentence
from tasks.core.evidence_doubts import compile_doubts
from tasks.core.levels import Level
from tasks.core.quoting import Permit
from tasks.core.tables import TABLES
from tasks.render import load_group_labels, load_wordings

DOUBTS = compile_doubts(read_yaml(QUESTIONNAIRE / "evidence_doubts.yaml"))


def passage(id_: str, text: str, stance: str, topic: str, group: str = "un", **more) -> Passage:
    own = {"language": "en", "topics": {topic: 0.9}, "stance": stance, "matched": (), "is_quotable": True} | more
    return Passage(id_, f"i-{group}", group, "verbatim", text, 0, len(text), **own)


def draft(*passages: Passage, heard: tuple[str, ...] = ("un",), small: frozenset[str] = frozenset(), contradictions=()):
    """What a brief in English is written from, with an interview of each of these groups."""
    rows = [
        {"interview_id": f"i-{group}", "stakeholder_group": group, "record_type": "verbatim", "consent_record": True}
        | {
            "file": "a.txt",
            "date": "2026-01-01",
            "language": "en",
            "level": "national",
            "title": None,
            "consent_quote": True,
        }
        for group in heard
    ]
    tables = {field.name: pd.DataFrame(columns=TABLES[field.name].column_names) for field in fields(Tables)}
    said = [{"segment_id": one.segment_id, "interview_id": one.interview_id, "turn_id": "t"} for one in passages]
    heard_rows = said or [{"segment_id": "s", "interview_id": f"i-{group}", "turn_id": "t"} for group in heard]
    tables["interviews"] = pd.DataFrame(rows)
    tables["segments"] = pd.DataFrame(heard_rows).assign(answer_id=None)
    tables["contradictions"] = pd.DataFrame(list(contradictions)) if contradictions else tables["contradictions"]
    rubric = load_rubric()
    results = Results(
        rubric=rubric,
        form=load_form(),
        words=load_wordings("en"),
        group_labels=load_group_labels("en"),
        levels={id_: Level(id_, "NI") for id_ in rubric.indicators},
        scores=(),
        small_groups=small,
    )
    permits = {f"i-{group}": Permit(may_quote=True, group="" if group in small else group) for group in heard}
    told = Tables(**tables)
    quoter = Quoter(
        told, permits, str, lambda group, _: group or "Key informant", lambda title, _: title, lambda *_: "", str
    )
    plan = read_yaml(QUESTIONNAIRE / "brief_outline.yaml")
    return Draft(results, load_codebook(), told, passages, quoter, "XAA", plan, {}, "a coder")


def section(of: Draft, id_: str):
    return next(one for one in write_sections(of, "", ()) if one.id == id_)


def test_groups__that_were_not_heard__are_told_apart_where_nobody_is_among_few():
    assert missing_line(draft(heard=("un", "donor", "government"))) == (
        "Groups not heard: Civil society, Business and Academia."
    )


def test_groups__of_few__stand_with_those_not_heard_beside_a_larger_one():
    told = missing_line(draft(heard=("un", "donor", "government"), small=frozenset({"donor"})))
    assert told == (
        "Groups not heard, or with too few voices to be told apart: Civil society, Business, Donors and Academia."
    )


def test_groups__none_of_which_may_be_told_apart__are_not_listed():
    told = missing_line(draft(heard=("un", "donor"), small=frozenset({"un", "donor"})))
    assert told.startswith("No stakeholder group has enough voices")
    assert not any(label in told for label in ("United Nations", "Donors", "Business"))


def test_difficulty__without_words_to_quote__is_named_in_one_line_and_one_that_nothing_bears_out_not_at_all():
    of = draft(
        passage("s-1", "The money comes late every single year, and the hall is not paid.", "challenge", "msp_funding"),
        passage("s-2", "Late, always late, that is how it goes.", "challenge", "reporting_lines", is_quotable=False),
        passage("s-3", "Six sessions were planned, and six took place.", "challenge", "meetings", is_borne_out=False),
    )
    told = section(of, "differently")
    assert [item.sentences[0].text for item in told.items] == [
        "Funding of the platform: a difficulty, according to the United Nations."
    ]
    assert [one.text for one in told.sentences] == ["Difficulties told of without a quotation here: Reporting lines."]
    assert told.sentences[0].evidence == ("s-2",)


def test_section__of_topics_that_nobody_is_quoted_on__does_not_say_that_none_was_heard():
    unquoted = passage("s-1", "The learning visit was fine.", "achievement", "learning_exchange", is_quotable=False)
    assert section(draft(unquoted), "sun_role").fixed == ("No words on this are quoted here.",)
    assert section(draft(), "sun_role").fixed == ("No evidence was collected on this.",)


def test_quotation__of_a_long_passage__holds_the_sentence_that_tells_the_difficulty():
    smooth = "The hall is large and bright and everybody finds a chair near a window in the morning sun. " * 4
    said = passage("s-1", f"{smooth}The money never comes on time.", "challenge", "msp_funding", matched=("The hall",))
    of = replace(draft(said), doubts=DOUBTS)
    (item,) = section(of, "differently").items
    assert of.quotations[item.quotations[0]].text == "The money never comes on time."


OURS = "Ours meets every two months and has a plan; civil society is well organised, too."


@pytest.mark.parametrize(
    ("group", "small", "titles"),
    [
        ("donor", frozenset(), ["Donor network"]),
        ("civil_society", frozenset(), ["Civil society network"]),
        ("donor", frozenset({"donor"}), []),  # under "Donor network" it would tell whose words they are
    ],
)
def test_network__that_somebody_calls_ours__is_the_speakers(group, small, titles):
    of = draft(passage("s-1", OURS, "description", "networks", group), heard=(group,), small=small)
    assert [item.title for item in section(of, "achievements").items] == titles


def contradiction(one: str, other: str, **more) -> dict:
    own = {"contradiction_id": "x-1", "indicator": "running_costs", "kind": "groups", "span": 2.0, "is_hinted": False}
    sides = {"one_claim": "1", "other_claim": "3", "one_voices": one, "other_voices": other}
    evidence = {"one_evidence": ("s-1",), "other_evidence": ("s-2",), "ruling": None, "ruling_reason": None}
    return own | sides | evidence | more


def told_of(row: dict, **more) -> str:
    (item,) = contradiction_items(draft(contradictions=(row,), **more))
    return item.sentences[0].text


def test_contradiction__among_voices_of_one_name__says_it_once():
    few = {"heard": ("donor", "business"), "small": frozenset({"donor", "business"})}
    told = told_of(contradiction("donor", "business"), **few)
    assert told.startswith(
        "Running costs: voices that are not attributed differ: on one side “external money, case by case” (level 1); "
        "on the other “"
    )


def test_contradiction__within_one_group_that_is_named__names_it_once():
    told = told_of(contradiction("donor", "donor"), heard=("donor",))
    assert told.startswith("Running costs: among Donors there are two accounts, on one side “external money")


@pytest.mark.parametrize(
    ("indicator", "claims", "told"),
    [
        ("meetings_held", ("1 meetings a year", "6 meetings a year"), ("1 meeting in", "6 meetings in twelve months")),
        ("sector_breadth", ("3 ministries", "9 ministries"), ("on one side 3 ministries", "the other 9 ministries")),
        ("seat_balance", ("40 % of seats", "64 % of seats"), ("40% of the seats", "64% of the seats")),
        ("networks_functioning", ("2 of a kind", "5 of a kind"), ("on one side 2;", "on the other 5.")),
    ],
)
def test_contradiction__of_numbers__says_what_they_count_where_that_is_declared(indicator, claims, told):
    of_numbers = {"kind": "numbers", "span": None, "one_claim": claims[0], "other_claim": claims[1]}
    few = {"heard": ("donor", "business"), "small": frozenset({"donor", "business"})}
    text = told_of(contradiction("donor", "business", indicator=indicator, **of_numbers), **few)
    assert all(one in text for one in told), text


def test_contradiction__of_voices_of_two_names__names_both():
    told = told_of(contradiction("donor, un", "government"), heard=("donor", "un", "government"))
    assert "Donors and United Nations: “external money, case by case” (level 1); Government: “" in told


def test_question__to_both_sides__is_of_the_matter__and_numbers_need_none():
    (levels,) = contradiction_items(draft(contradictions=(contradiction("donor", "un"),)))
    assert levels.sentences[1].text.endswith("“Who pays the running costs of the MSP?”")
    figures = contradiction("donor", "un", kind="figures", span=None, one_claim="18 %", other_claim="55 %")
    (told,) = contradiction_items(draft(contradictions=(figures,)))
    assert len(told.sentences) == 1


def test_indicator__is_disputed_by_open_contradictions_of_two_levels_only():
    wide = contradiction("donor", "un")
    assert disputed_indicators([wide]) == {"running_costs"}
    others = [{"span": 1.0}, {"span": None}, {"is_hinted": True}, {"ruling": "one"}]
    assert disputed_indicators([wide | other for other in others]) == frozenset()


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        ("Funding", "Funding: a difficulty, according to donors.", "A difficulty, according to donors."),
        (
            "Financement",
            "Financement\u202f: une difficulté, selon les bailleurs.",
            "Une difficulté, selon les bailleurs.",
        ),
        ("Réunions", "Réunions : « trois ou plus » (niveau 3).", "« trois ou plus » (niveau 3)."),
        ("Funding", "Funding is late, according to donors.", "Funding is late, according to donors."),
        ("Plan (2026)", "Plan (2026): proposals, at least 2 groups.", "Proposals, at least 2 groups."),
    ],
)
def test_item__beneath_its_title__does_not_say_it_again(title, text, told):
    item = Item("", title, (Sentence("achievements", text, ("s-1",)),))
    assert [sentence.text for sentence in item.beneath_title()] == [told]


def achieved(of: Draft) -> list[str]:
    return [one.text for item in section(of, "achievements").items for one in item.sentences]


def test_achievement__says_what_was_achieved_in_the_shortest_sentence_on_its_topic():
    said = passage(
        "s-1",
        "It took long talks. The budget line rose from 2 to 5 million. A policy was adopted in 2025 by both houses.",
        "achievement",
        "resource_mobilization",
        topics={"resource_mobilization": 0.9, "policy_planning": 0.8},
        words_of={"resource_mobilization": "budget line | million", "policy_planning": "policy"},
    )
    assert achieved(replace(draft(said), doubts=DOUBTS)) == [
        "Policies and plans: “A policy was adopted in 2025 by both houses” "
        "(an achievement, according to the United Nations).",
        "Resource mobilization: “The budget line rose from 2 to 5 million” "
        "(an achievement, according to the United Nations).",
    ]


def test_achievement__without_a_sentence_that_tells_it__stands_with_the_words_below_and_unquoted_with_none():
    vague = passage("s-1", "Everybody works together on the text, all of them.", "achievement", "policy_planning")
    hidden = passage("s-2", "Two laws were passed in 2025.", "achievement", "advocacy", is_quotable=False)
    of = replace(draft(vague, hidden), doubts=DOUBTS)
    assert achieved(of) == [
        "Policies and plans: told as achievements in the words below, according to the United Nations."
    ]
    (line,) = section(replace(draft(vague, hidden), doubts=DOUBTS), "achievements").sentences
    assert line.text.startswith("Achievements told of without a quotation here: ")
    assert "laws" not in line.text


def test_recommendation__stands_among_what_people_recommend_and_under_no_difficulty():
    trouble = passage("s-1", "The money comes late every single year, and nobody says why.", "challenge", "msp_funding")
    advice = passage("s-2", "There should be a line in the national budget for it.", "recommendation", "msp_funding")
    of = replace(draft(trouble, advice), doubts=DOUBTS)
    (difficulty,) = section(of, "differently").items
    assert [of.quotations[id_].segment_id for id_ in difficulty.quotations] == ["s-1"]
    of = replace(draft(trouble, advice), doubts=DOUBTS)
    (recommended,) = section(of, "recommendations").items
    assert [of.quotations[id_].segment_id for id_ in recommended.quotations] == ["s-2"]
    assert recommended.sentences[0].text.startswith("Funding of the platform: what should be done")


def test_steps_taken__stand_in_an_item_of_their_own_after_the_difficulties():
    trouble = passage("s-1", "The money comes late every single year, and nobody says why.", "challenge", "msp_funding")
    step = passage("s-2", "We signed an agreement with the ministry so that staff stay.", "response", "msp_funding")
    of = replace(draft(trouble, step), doubts=DOUBTS)
    difficulty, steps = section(of, "differently").items
    assert (difficulty.title, steps.title) == ("Funding of the platform", "Steps taken")
    assert [of.quotations[id_].segment_id for id_ in steps.quotations] == ["s-2"]


def test_network__that_stands_alone__has_no_number():
    alone = draft(passage("s-1", OURS, "description", "networks", "donor"), heard=("donor",))
    assert [item.mark for item in section(alone, "achievements").items] == [""]
    both = draft(
        passage("s-1", OURS, "description", "networks", "donor"),
        passage("s-2", "Our own network has a plan and meets each quarter.", "description", "networks", "un"),
        heard=("donor", "un"),
    )
    assert [item.mark for item in section(both, "achievements").items] == ["1.", "2."]


LAW = "The law was adopted in 2021 thanks to our work."


def of_few_words(*passages: Passage, heard: tuple[str, ...], unattributed: tuple[str, ...]) -> Draft:
    """A draft in which these groups may be quoted, but under no group, though they are not small."""
    of = replace(draft(*passages, heard=heard), doubts=DOUBTS)
    permits = {f"i-{group}": Permit(may_quote=True, group="" if group in unattributed else group) for group in heard}
    quoter = Quoter(
        of.tables, permits, str, lambda group, _: group or "Key informant", lambda title, _: title, lambda *_: "", str
    )
    return replace(of, quoter=quoter)


@pytest.mark.parametrize("unattributed", [("un",), ("un", "donor")])
def test_achievement__of_somebody_who_asked_for_no_attribution__has_no_group_in_its_sentence(unattributed):
    said = passage("s-1", LAW, "achievement", "policy_planning")
    vague = passage("s-2", "Everybody works together on the text, all of them.", "achievement", "advocacy", "donor")
    told = achieved(of_few_words(said, vague, heard=("un", "donor"), unattributed=unattributed))
    assert not any("adopted" in text or "United Nations" in text for text in told)
    who = "unattributed voices" if "donor" in unattributed else "donors and unattributed voices"
    assert told[-1].endswith(f"told as achievements in the words below, according to {who}.")


def test_achievement__whose_words_may_be_attributed__is_told_beside_one_that_may_not():
    hidden = passage("s-1", "The plan was adopted in 2019.", "achievement", "policy_planning", "donor")
    said = passage("s-2", LAW, "achievement", "policy_planning")
    told = achieved(of_few_words(hidden, said, heard=("un", "donor"), unattributed=("donor",)))
    assert any("“The law was adopted in 2021" in text for text in told)
    assert not any("plan was adopted" in text for text in told)


@pytest.mark.parametrize("small", [frozenset(), frozenset({"un"})])
def test_achievement__where_no_group_is_named__is_told_in_words(small):
    told = achieved(replace(draft(passage("s-1", LAW, "achievement", "policy_planning"), small=small), doubts=DOUBTS))
    who = "unattributed voices" if small else "the United Nations"
    (text,) = told
    assert text.endswith(f"“The law was adopted in 2021 thanks to our work” (an achievement, according to {who}).")


def test_achievement__that_only_words_held_back_tell__is_not_announced_over_words_that_tell_the_contrary():
    mixed = passage(
        "s-1",
        "The law was adopted in 2021. But the money never came for the budget.",
        "achievement",
        "operating_framework",
        topics={"advocacy": 0.9, "policy_planning": 0.8},
        stances={"policy_planning": "description"},
        words_of={"advocacy": "law", "policy_planning": "budget"},
    )
    hidden = passage("s-2", "It has a line now.", "achievement", "policy_planning", "donor", is_quotable=False)
    of = replace(draft(mixed, hidden, heard=("un", "donor")), doubts=DOUBTS)
    assert not any("Policies and plans" in text or "donors" in text for text in achieved(of))
    of = replace(draft(mixed, hidden, heard=("un", "donor")), doubts=DOUBTS)
    (line,) = section(of, "achievements").sentences
    assert line.text == "Achievements told of without a quotation here: Policies and plans."


@pytest.mark.parametrize("stance", ["achievement", "response"])
def test_words_below__are_according_to_those_alone_whose_words_stand_there(stance):
    said = passage("s-1", "Everybody works together on the text, all of them.", stance, "policy_planning")
    hidden = passage("s-2", "We all sat down to it.", stance, "policy_planning", "donor", is_quotable=False)
    of = replace(draft(said, hidden, heard=("un", "donor")), doubts=DOUBTS)
    (item,) = section(of, "achievements" if stance == "achievement" else "differently").items
    assert item.sentences[0].text.endswith("in the words below, according to the United Nations.")
    assert item.sentences[0].evidence == ("s-1",)


@pytest.mark.parametrize("language", ["en", "de", ""])
def test_achievement__is_the_sentence_of_success_and_not_the_one_whose_figure_fell(language):
    text = "Thanks to the platform the budget line was created. The budget line fell by 40 percent in 2023."
    words = {"words_of": {"resource_mobilization": "budget line | percent"}, "language": language}
    said = passage("s-1", text, "achievement", "resource_mobilization", **words)
    assert achieved(replace(draft(said), doubts=DOUBTS, trends=load_trends())) == [
        "Resource mobilization: “Thanks to the platform the budget line was created” "
        "(an achievement, according to the United Nations)."
    ]


def test_achievement__whose_only_figure_got_worse__is_not_printed_as_one():
    said = passage("s-1", "Stunting rose from 21 to 30 percent in all districts.", "achievement", "implementation")
    (text,) = achieved(replace(draft(said), doubts=DOUBTS, trends=load_trends()))
    assert "rose" not in text
