"""Countries side by side: order, what can be told apart, who speaks of what, gaps and practices, changes."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.declarations import load_rubric
from tasks.core.levels import Level
from tasks.core.portfolio_changes import compare_snapshots, take_snapshot
from tasks.core.portfolio_matches import conditions_met, match_gaps, where_practices_work
from tasks.core.portfolios import (
    CountryEvidence,
    Standing,
    _told_apart,
    describe_country,
    describe_sources,
    interval_of,
    map_topics,
    sort_by_name,
)
from tasks.core.quoting import GENERALISE, QuotingRule, grant_permits, small_groups
from tasks.core.tables import TABLES, conform

PRACTICES = [{"id": "meetings", "indicators": ["meetings_held"]}]
CONDITIONS = [{"id": "anchoring", "indicators": ["institutionalization"]}, {"id": "talk", "indicators": []}]


RULE = QuotingRule(smallest_group=2, below=GENERALISE, smallest_cell=2, groups=frozenset({"academia", "youth"}))


def country(code: str, name: str = "", **tables: list[dict]) -> CountryEvidence:
    records = tables.get("interviews", [])
    frames = {
        key: conform(tables.get(key, []), TABLES[key])
        for key in ("interviews", "segments", "answers", "codings", "scores", "quotations", "problems")
    }
    return CountryEvidence(
        country=code,
        name=name or code,
        is_synthetic=False,
        reports=("brief.html",),
        levels={},
        permits=grant_permits(records, RULE),
        rule=RULE,
        small_groups=small_groups(records, RULE),
        **frames,
    )


def standing(
    code: str, value: float | None, width: float = 0.2, unit_id: str = "meetings_held", grade: str = "A"
) -> Standing:
    interval = None if value is None else (value - width, value + width)
    return Standing(code, "indicator", unit_id, "NI" if value is None else "scored", value, interval, grade=grade)


def interview(id_: str, group: str | None, **values: object) -> dict:
    return {
        "interview_id": id_,
        "country_iso3": "XAA",
        "record_type": "document" if group is None else "verbatim",
        "level": "national",
        "stakeholder_group": group,
        "consent_record": True,
        "consent_quote": True,
        "attribution": "group",
        "file": "XAA/a.txt",
        "sha256": "0",
    } | values


def segment(id_: str, interview_id: str) -> dict:
    return {
        "segment_id": id_,
        "interview_id": interview_id,
        "segment_no": 1,
        "text": "Words.",
        "start_char": 0,
        "end_char": 6,
    }


def coding(segment_id: str, topic: str = "meetings", status: str = "suggested") -> dict:
    return {
        "coding_id": f"c-{segment_id}-{topic}",
        "segment_id": segment_id,
        "topic": topic,
        "stance": "description",
        "confidence": 0.9,
        "rule": "r",
        "coder": "lexicon:1",
        "status": status,
    }


def test_countries__stand_in_the_order_of_their_names():
    evidence = [country("XAA", "Zambie"), country("XAB", "bénin"), country("XAC", "Éthiopie")]
    rows = sort_by_name(describe_country(one, load_rubric()) for one in evidence)
    assert [row.sources.name for row in rows] == ["bénin", "Éthiopie", "Zambie"]


@given(st.lists(st.tuples(st.floats(0, 4), st.floats(0, 2)), min_size=2, max_size=8))
def test_order__is_told_only_where_intervals_do_not_overlap(drawn):
    told = _told_apart([standing(str(number), value, width) for number, (value, width) in enumerate(drawn)])
    for one in told:
        assert one.n_lower == sum(other.interval[1] < one.interval[0] for other in told)
        assert one.n_higher == sum(other.interval[0] > one.interval[1] for other in told)


def answer(interview_id: str, missing_reason: str | None) -> dict:
    return {
        "answer_id": f"a-{interview_id}",
        "interview_id": interview_id,
        "question_name": "meetings_held",
        "missing_reason": missing_reason,
        "file": "XAA/r.csv",
        "row": 2,
        "column": "meetings_held",
    }


def test_sources__count_only_those_in_which_something_was_read():
    response = {"record_type": "questionnaire"}
    records = [
        interview("heard", "un"),
        interview("set aside", "business", language="pt"),
        interview("answered", "donor", **response),
        interview("left blank", "media", **response),
        interview("not agreed", "academia", consent_record=False),
    ]
    one = country(
        "XAA",
        interviews=records,
        segments=[segment("s-1", "heard"), segment("s-2", "not agreed")],
        answers=[answer("answered", None), answer("left blank", "blank")],
    )
    sources = describe_sources(one)
    assert (sources.records, sources.groups) == ({"questionnaire": 1, "verbatim": 1}, ("unnamed",))
    assert (sources.n_quotable, sources.languages) == (2, ())


def test_order__a_country_without_a_score_is_neither_above_nor_below():
    told = _told_apart([standing("XAA", 1.0), standing("XAB", None), standing("XAC", 3.0)])
    assert [(one.n_lower, one.n_higher) for one in told] == [(0, 1), (0, 0), (1, 0)]


def test_interval__of_a_conflict_is_what_its_sides_tell_and_of_silence_none():
    rubric = load_rubric()
    assert interval_of(Level("meetings_held", "CF", range=(1.0, 4.0), grade="X"), rubric) == (1.0, 4.0)
    assert interval_of(Level("meetings_held", "NI"), rubric) is None
    low, high = interval_of(Level("meetings_held", "scored", 3.0, grade="D"), rubric)
    assert low < 3.0 < high


def test_matrix__counts_respondents_by_group_and_each_once():
    groups = {"i1": "un", "i2": "un", "i3": "donor", "i4": "donor", "i5": None}
    cells = map_topics(
        country(
            "XAA",
            interviews=[interview(id_, group) for id_, group in groups.items()],
            segments=[segment(f"s-{id_}", id_) for id_ in groups] + [segment("s-6", "i1")],
            codings=[coding(f"s-{id_}") for id_ in groups] + [coding("s-6"), coding("s-i3", "sectors", "rejected")],
        )
    )
    assert cells["meetings"].voices == {"documents": "1", "donor": "2", "un": "2"}
    assert (cells["meetings"].n_voices, cells["meetings"].n_segments) == ("5", 6)
    assert "sectors" not in cells


def test_matrix__who_wants_no_group_told_or_gave_no_consent_is_not_given_away():
    cells = map_topics(
        country(
            "XAA",
            interviews=[
                interview("i1", "un", attribution="none"),
                interview("i2", "un", attribution="none"),
                interview("i3", "donor", consent_record=False),
            ],
            segments=[segment("s-1", "i1"), segment("s-2", "i2"), segment("s-3", "i3")],
            codings=[coding("s-1"), coding("s-2"), coding("s-3")],
        )
    )
    assert cells["meetings"].voices == {"unnamed": "2"}
    assert cells["meetings"].n_segments == 2


def test_matrix__a_group_of_one_is_not_named_and_a_count_of_one_not_told_nor_to_be_subtracted():
    groups = {"i1": "un", "i2": "un", "i3": "donor", "i4": "media"}
    cells = map_topics(
        country(
            "XAA",
            interviews=[interview(id_, group) for id_, group in groups.items()],
            segments=[segment(f"s-{id_}", id_) for id_ in groups],
            codings=[coding(f"s-{id_}") for id_ in groups] + [coding("s-i1", "sectors")],
        )
    )
    assert cells["meetings"].voices == {"un": "2", "unnamed": "2"}
    assert cells["meetings"].n_voices == "4"
    assert (cells["sectors"].voices, cells["sectors"].n_voices) == ({"un": "<2"}, "<2")


def test_matrix__links_only_to_words_that_the_brief_prints_and_to_each_group_first():
    quotation = {"interview_id": "i1", "text": "Words.", "start_char": 0, "end_char": 6}
    cells = map_topics(
        country(
            "XAA",
            interviews=[
                interview(id_, group) for id_, group in zip("abcd", ("un", "un", "donor", "donor"), strict=True)
            ],
            segments=[segment(f"s-{n}", "a") for n in range(5)] + [segment("s-9", "c"), segment("s-8", "c")],
            codings=[coding(f"s-{n}") for n in (0, 1, 2, 3, 4, 8, 9)],
            quotations=[quotation | {"quotation_id": f"q-{n}", "segment_id": f"s-{n}"} for n in (0, 1, 2, 3, 9)],
        )
    )
    assert cells["meetings"].quotations == (("s-9", "donor"), ("s-0", "un"), ("s-1", "un"))


def standings(**values: float | None) -> dict[str, tuple[Standing, ...]]:
    return {"meetings_held": tuple(standing(code, value) for code, value in values.items())}


def test_match__a_gap_finds_the_countries_where_the_practice_works():
    told = standings(XAA=1.0, XAB=3.0, XAC=None, XAD=2.5)
    [match] = match_gaps(told, PRACTICES, conditions_met(told, CONDITIONS))
    assert (match.gap.country, [giver.standing.country for giver in match.givers]) == ("XAA", ["XAB"])


@pytest.mark.parametrize("giver", [standing("XAB", 3.0, grade="D"), standing("XAB", 3.0, width=2.0)])
def test_match__not_from_one_voice_alone_nor_where_intervals_overlap(giver):
    told = {"meetings_held": (standing("XAA", 2.0), giver)}
    assert match_gaps(told, PRACTICES, conditions_met(told, CONDITIONS)) == ()


def test_match__those_who_share_conditions_come_first_and_what_is_lacking_is_named():
    told = {
        "meetings_held": (standing("XAA", 1.0), standing("XAB", 4.0), standing("XAC", 3.0)),
        "institutionalization": tuple(
            standing(code, value, unit_id="institutionalization") for code, value in (("XAA", 3.0), ("XAC", 3.0))
        ),
    }
    [match] = match_gaps(told, PRACTICES, conditions_met(told, CONDITIONS))
    assert [(one.standing.country, one.shared) for one in match.givers] == [("XAC", ("anchoring",)), ("XAB", ())]
    without = told | {"institutionalization": told["institutionalization"][1:]}
    [match] = match_gaps(without, PRACTICES, conditions_met(without, CONDITIONS))
    assert {one.standing.country: one.lacking for one in match.givers} == {"XAB": (), "XAC": ("anchoring",)}


def test_match__a_practice_is_no_condition_of_itself():
    told = standings(XAA=1.0, XAB=3.0)
    own = [{"id": "meetings", "indicators": ["meetings_held"]}]
    [match] = match_gaps(told, PRACTICES, conditions_met(told, own))
    [working] = where_practices_work(told, PRACTICES, conditions_met(told, own))
    assert (match.givers[0].lacking, working.conditions) == ((), {"XAB": ()})


def test_working__names_places_and_conditions():
    told = standings(XAA=1.0, XAB=3.0)
    [working] = where_practices_work(told, PRACTICES, conditions_met(told, CONDITIONS))
    assert [one.country for one in working.places] == ["XAB"]
    assert working.conditions == {"XAB": ()}


def test_changes__what_moved_beyond_rounding_and_whether_it_is_clear():
    before = take_snapshot(standings(XAA=1.0, XAB=3.0, XAC=2.0))
    after = take_snapshot(standings(XAA=3.0, XAB=3.01, XAC=2.2, XAD=1.0))
    changes = {change.country: change for change in compare_snapshots(before, after)}
    assert set(changes) == {"XAA", "XAC", "XAD"}
    assert changes["XAA"].is_clear
    assert not changes["XAC"].is_clear
    assert changes["XAD"].before == ()


def test_changes__between_equal_states__are_none():
    told = standings(XAA=1.0, XAB=None)
    assert compare_snapshots(take_snapshot(told), take_snapshot(told)) == ()
    assert pd.notna(take_snapshot(told)["XAA"]["meetings_held"][1])
