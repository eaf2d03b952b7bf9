from dataclasses import replace

import numpy as np
import pytest
from builders import voice
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.declarations import QUESTIONNAIRE, load_rubric, read_yaml
from tasks.core import scores
from tasks.core.level_tables import parse_level_table
from tasks.core.levels import Level
from tasks.core.scores import MOST_DRAWN, draw_level, name_band, score_areas, score_overall

RUBRIC = load_rubric()
WORKED = read_yaml(QUESTIONNAIRE / "rubric.yaml")["worked_case_mali"]


def worked_levels() -> dict[str, Level]:
    rows = [{"indicator": id_, "level": str(level)} for id_, level in WORKED["levels"].items()]
    levels, problems = parse_level_table(rows, RUBRIC)
    assert problems == ()
    return levels


def test_worked_case__areas_bounds_and_overall_are_those_of_the_rubric():
    levels = worked_levels()
    areas = {area.unit_id: area for area in score_areas(levels, RUBRIC, are_groups_known=False)}
    shown = {
        int(id_): round(area.score, 1) if area.score is not None else "insufficient" for id_, area in areas.items()
    }
    assert shown == WORKED["areas"]
    assert [round(end, 1) for end in areas["3"].bounds] == [42.9, 85.7]
    assert round(score_overall(levels, tuple(areas.values()), RUBRIC).score, 1) == WORKED["overall"]


def levels_of(area: int, values: list[float | str], group: str = "un") -> dict[str, Level]:
    ids = [indicator.id for indicator in RUBRIC.indicators.values() if indicator.area == area]
    return {
        id_: Level(id_, "scored", float(value), (float(value),) * 2, "C", 2, (group, "donor"))
        if not isinstance(value, str)
        else Level(id_, value)
        for id_, value in zip(ids, values, strict=True)
    }


def area(number: int, levels: dict[str, Level]):
    return score_areas(levels, RUBRIC)[number - 1]


def test_area__silence_is_left_out_of_the_mean_and_bounds_the_score():
    scored = area(5, levels_of(5, [4, 4, 4, "NI", "NI"]))
    assert (scored.score, scored.bounds, scored.coverage_share) == (100.0, (60.0, 100.0), 0.6)


def test_area__below_the_coverage_gate__is_insufficient_and_says_why():
    thin = area(5, levels_of(5, [4, 4, "NI", "NI", "NI"]))
    assert (thin.score, thin.interval, thin.band) == (None, None, "")
    assert "2 of 5" in thin.reason


def test_area__not_applicable__is_no_gap():
    assert area(5, levels_of(5, [2, 2, 2, "NA", "NA"])).coverage_share == 1.0


def test_area__one_group_alone__is_insufficient():
    alone = {id_: Level(id_, "scored", 3.0, (3.0, 3.0), "D", 1, ("government",)) for id_ in levels_of(5, [3] * 5)}
    assert "1 stakeholder groups heard" in area(5, alone).reason


def test_area__a_conflict_is_not_scored_but_widens_bounds_and_interval():
    levels = levels_of(5, [3, 3, 3, 3, "NI"])
    conflict = {"shock_survival": Level("shock_survival", "CF", None, (0.0, 2.0), "X", 2, ("un", "donor"))}
    torn = area(5, levels | conflict)
    assert torn.score == 75.0
    assert torn.bounds == (60.0, 75.0)
    assert torn.interval[0] < area(5, levels).interval[0]


@pytest.mark.parametrize("gate", ["active_convenor", "annual_action_plan", "stakeholder_breadth", "meetings_held"])
def test_overall__a_basic_condition_at_zero__caps_it_at_limited(gate):
    levels = {k: v for number in (2, 3, 4, 5) for k, v in levels_of(number, [4] * _size(number)).items()}
    levels[gate] = Level(gate, "scored", 0.0, (0.0, 0.0), "C", 2, ("un", "donor"))
    capped = score_overall(levels, score_areas(levels, RUBRIC), RUBRIC)
    assert (capped.score, capped.band, capped.capped_by) == (50.0, "limited", (gate,))


def test_overall__below_the_cap_anyway__is_not_said_to_be_capped():
    levels = {k: v for number in (2, 3, 4, 5) for k, v in levels_of(number, [1] * _size(number)).items()}
    levels["meetings_held"] = Level("meetings_held", "scored", 0.0, (0.0, 0.0), "C", 2, ("un", "donor"))
    weak = score_overall(levels, score_areas(levels, RUBRIC), RUBRIC)
    assert weak.score < 50.0
    assert weak.capped_by == ()


def _size(number: int) -> int:
    return sum(indicator.area == number for indicator in RUBRIC.indicators.values())


@pytest.mark.parametrize(
    ("value", "interval", "band"),
    [
        (25.0, (25.0, 25.0), "weak"),
        (25.1, (25.1, 25.1), "limited"),
        (60.0, (55.0, 70.0), "satisfactory"),
        (60.0, (45.0, 70.0), "limited-satisfactory"),
        (60.0, (20.0, 80.0), "weak-strong"),
        (100.0, (100.0, 100.0), "strong"),
    ],
)
def test_name_band__one_name_only_inside_one_band(value, interval, band):
    assert name_band(value, interval, RUBRIC.bands) == band


def test_draw_level__better_evidence_is_surer():
    spread = {
        grade: np.ptp(draw_level(Level("meetings_held", "scored", 2.0, (2.0, 2.0), grade), RUBRIC)) for grade in "ABCD"
    }
    assert sorted(spread, key=spread.get) == ["A", "B", "C", "D"]


def test_draw_level__repeats_and_follows_the_respondents():
    told = tuple(voice(f"r{n}", "un", level) for n, level in enumerate([0, 4, 4]))
    level = Level("meetings_held", "scored", 4.0, (4.0, 4.0), "A", 3, ("un",), deciding=told)
    assert np.array_equal(draw_level(level, RUBRIC), draw_level(level, RUBRIC))
    assert (draw_level(level, RUBRIC) < 1).any()


@pytest.mark.parametrize("shares", [(0.5, 0.5), (0.1, 0.4, 0.5), (0.3, 0.3, 0.1, 0.3), (0.25, 0.25, 0.49, 0.01)])
def test_draw_level__of_many_voices_spreads_as_if_each_were_drawn(shares, monkeypatch):
    n = MOST_DRAWN + 1
    told = [level for level, share in enumerate(shares) for _ in range(round(n * share))]
    level = Level(
        "meetings_held",
        "scored",
        2.0,
        (2.0, 2.0),
        "A",
        deciding=tuple(voice(f"r{n}", "un", x) for n, x in enumerate(told)),
    )
    at_once = np.sort(draw_level(level, RUBRIC))
    monkeypatch.setattr("tasks.core.scores.MOST_DRAWN", 10 * n)
    scores._draw.cache_clear()
    one_by_one = np.sort(draw_level(level, RUBRIC))
    scores._draw.cache_clear()
    assert np.abs(at_once - one_by_one).mean() < 0.1


@given(st.lists(st.one_of(st.integers(0, 4), st.just("NI"), st.just("NA")), min_size=5, max_size=5))
def test_area__score_lies_in_its_interval_and_its_bounds(values):
    scored = area(5, levels_of(5, values))
    if scored.score is not None:
        assert scored.bounds[0] - 1e-9 <= scored.score <= scored.bounds[1] + 1e-9
        assert scored.interval[0] <= scored.score <= scored.interval[1]


CONFLICTS = st.tuples(st.integers(0, 2), st.integers(2, 4)).map(
    lambda ends: Level("", "CF", None, tuple(map(float, ends)), "X", 2, ("un", "donor"))
)
SCORED_LEVELS = st.floats(0, 4).map(lambda value: Level("", "scored", value, (value, value), "C", 2, ("un", "donor")))
ANY_LEVEL = st.one_of(SCORED_LEVELS, SCORED_LEVELS, CONFLICTS, st.sampled_from([Level("", "NI"), Level("", "NA")]))


@given(st.fixed_dictionaries(dict.fromkeys(RUBRIC.indicators, ANY_LEVEL)))
def test_scores__of_any_levels__lie_in_their_intervals_and_their_bounds(drawn):
    levels = {id_: replace(level, indicator=id_) for id_, level in drawn.items()}
    areas = score_areas(levels, RUBRIC)
    for scored in (*areas, score_overall(levels, areas, RUBRIC)):
        if scored.score is not None:
            assert scored.bounds[0] <= scored.score <= scored.bounds[1]
            assert scored.interval[0] <= scored.score <= scored.interval[1]
            assert not scored.capped_by or scored.score == RUBRIC.gate_cap


@given(st.lists(st.integers(0, 3), min_size=5, max_size=5), st.integers(0, 4))
def test_area__a_higher_level_never_lowers_the_score(values, place):
    higher = list(values)
    higher[place] += 1
    assert area(5, levels_of(5, higher)).score > area(5, levels_of(5, values)).score
