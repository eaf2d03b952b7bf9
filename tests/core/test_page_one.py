"""Page one: what is worth copying and what is missing, with how sure that is."""

from tasks.core.brief_composition import best_levels, worst_levels
from tasks.core.levels import Level


def level(indicator: str, value: float, grade: str) -> Level:
    return Level(indicator, "scored", value, (value, value), grade, groups=("un",))


def names(levels: list[Level]) -> list[str]:
    return [one.indicator for one in levels]


def test_practice__that_one_voice_tells__comes_after_lower_ones_with_better_evidence():
    told = [level("shock_survival", 4.0, "D"), level("meetings_held", 3.0, "C"), level("entry_process", 4.0, "B")]
    assert names(best_levels(told, ())) == ["entry_process", "meetings_held", "shock_survival"]


def test_practice__that_sources_contradict__comes_after_those_that_none_does_and_before_weak_ones():
    told = [level("shock_survival", 4.0, "D"), level("entry_process", 4.0, "B"), level("meetings_held", 3.0, "C")]
    assert names(best_levels(told, {"entry_process"})) == ["meetings_held", "entry_process", "shock_survival"]


def test_practices__of_one_grade__stay_highest_first():
    told = [level("meetings_held", 3.0, "B"), level("entry_process", 4.0, "C"), level("seat_balance", 2.0, "A")]
    assert names(best_levels(told, ())) == ["entry_process", "meetings_held"]


def test_gap__with_weak_evidence__counts_as_a_level_higher_so_that_an_alarming_one_stays_in_sight():
    told = [level("active_convenor", 0.0, "D"), level("seat_balance", 1.0, "D"), level("running_costs", 2.0, "C")]
    told += [level("meetings_held", 1.0, "B")]
    assert names(worst_levels(told)) == ["meetings_held", "active_convenor", "running_costs", "seat_balance"]


def test_gaps__of_one_level_and_grade__begin_with_what_most_voices_call_a_difficulty():
    told = [level("agreed_components", 2.0, "B"), level("convening_power", 2.0, "B"), level("entry_process", 1.0, "C")]
    assert names(worst_levels(told, {"convening_power": 3, "agreed_components": 1})) == [
        "entry_process",
        "convening_power",
        "agreed_components",
    ]
