"""What a score hangs on, and whom to ask next."""

from dataclasses import replace

import pytest
from builders import voice

from tasks.adapters.declarations import load_rubric
from tasks.core.interview_plans import ask_in, count_novelty, cover, first_planned, plan_interviews
from tasks.core.levels import Silence
from tasks.core.score_variations import (
    BASE,
    BY_MEAN,
    WITHOUT_AREA,
    WITHOUT_GROUP,
    Heard,
    decide_heard,
    largest_shift,
    vary_scores,
)

RUBRIC = load_rubric()
AS_OF = "2026-03"
GROUPS = ("government", "civil_society", "business", "un", "donor", "academia")


def heard_alike(*levels_by_group: tuple[str, float]) -> dict[str, Heard]:
    """Every indicator told alike by one person of each group."""
    voices = tuple(voice(f"r-{group}", group, level) for group, level in levels_by_group)
    return {id_: Heard(voices) for id_ in RUBRIC.indicators}


def test_vary__a_group_that_stands_alone__moves_the_mean_but_not_the_median():
    varied = vary_scores(heard_alike(("government", 4), ("un", 2), ("donor", 2), ("academia", 2)), RUBRIC, AS_OF)
    base = next(one for one in varied if one.kind == BASE)
    mean = next(one for one in varied if one.kind == BY_MEAN)
    without = {one.what: one.shift for one in varied if one.kind == WITHOUT_GROUP}
    assert (base.score, base.shift) == (50, 0)
    assert without["government"] == 0
    assert mean.shift == 12.5


def test_vary__an_area_left_out__leaves_the_mean_of_the_others():
    heard = heard_alike(("government", 2), ("un", 2), ("donor", 2))
    high = [voice(f"r-{group}", group, 4) for group in ("government", "un", "donor")]
    heard |= {id_: Heard(tuple(high)) for id_, own in RUBRIC.indicators.items() if own.area == 2}
    varied = vary_scores(heard, RUBRIC, AS_OF)
    base = varied[0].score
    without = {one.what: one.score for one in varied if one.kind == WITHOUT_AREA}
    assert without["2"] == 50
    assert base == 62.5
    assert (largest_shift(varied).kind, largest_shift(varied).what) == (WITHOUT_AREA, "2")


def test_vary__a_level_that_people_set__stands_whatever_is_left_out():
    heard = heard_alike(("government", 2), ("un", 2), ("donor", 2))
    levels = decide_heard(heard, RUBRIC, AS_OF)
    ruled = {id_: replace(level, value=4.0) for id_, level in levels.items() if RUBRIC.indicators[id_].area == 2}
    varied = vary_scores(heard, RUBRIC, AS_OF, ruled)
    assert {one.score for one in varied if one.kind in (BASE, WITHOUT_GROUP)} == {62.5}


def test_vary__too_little_evidence__has_no_shift():
    varied = vary_scores({}, RUBRIC, AS_OF)
    assert all(one.shift is None for one in varied)
    assert largest_shift(varied) is None


def test_plan__what_nobody_knows__comes_before_what_is_well_known():
    heard = heard_alike(("government", 3), ("un", 3), ("donor", 3))
    heard["member_renewal"] = Heard((), Silence(("s-1",)))
    planned = plan_interviews(heard, RUBRIC, GROUPS, AS_OF)
    assert planned[0].question == "Q19"
    assert planned[0].reason == "nobody_knows"
    assert all(one.gain >= later.gain for one, later in zip(planned, planned[1:], strict=False))


def test_plan__a_group_that_has_told__is_not_asked_again():
    heard = heard_alike(("government", 3), ("un", 3))
    planned = plan_interviews(heard, RUBRIC, GROUPS, AS_OF)
    assert not {one.group for one in planned} & {"government", "un"}


def test_plan__a_conflict__is_named_as_the_reason():
    heard = heard_alike(("government", 3), ("un", 3), ("donor", 3))
    heard["meetings_held"] = Heard((voice("a", "government", 4), voice("b", "un", 1)))
    asked = next(one for one in plan_interviews(heard, RUBRIC, GROUPS, AS_OF) if one.question == "Q16")
    assert asked.reason == "in_conflict"


def test_first_planned__each_question__once():
    rows = [{"rank": n, "question": question} for n, question in ((2, "Q1"), (1, "Q2"), (3, "Q2"))]
    assert [row["rank"] for row in first_planned(rows, 5)] == [1, 2]


def test_novelty__counts_what_nobody_told_before():
    told = count_novelty({"a": {"x", "y"}, "b": {"y"}, "c": {"y", "z"}})
    assert [(one.topics, one.new_topics) for one in told] == [(2, 2), (1, 0), (2, 1)]


def test_cover__a_source_that_told_once__is_not_silent():
    told = [("meetings_held", "r1", "un", "national", flag) for flag in (False, True)]
    told.append(("meetings_held", "r2", "un", "national", False))
    (one,) = cover(told, RUBRIC)
    assert (one.question, one.area, one.n_told, one.n_silent) == ("Q16", 3, 1, 1)


@pytest.mark.parametrize(("group", "language"), [("un", "fr"), ("donor", "es")])
def test_ask_in__the_groups_own_language__else_the_commonest(group, language):
    rows = [("un", "fr-FR"), ("government", "es"), ("business", "es"), ("civil_society", "es")]
    assert ask_in(rows, ["un", "donor"])[group] == language
