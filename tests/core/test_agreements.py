"""Agreement of coders: blind apart from seen, with intervals, and undefined where nothing can be computed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from tasks.adapters.reliability import alpha
from tasks.core.agreements import cohen_kappa, measure_agreements, read_machine, read_people
from tasks.core.reviews import Decision
from tasks.core.theme_scores import krippendorff_alpha

TOPICS = ["meetings", "advocacy", "context"]


def coding(segment: str, topic: str, stance: str = "achievement") -> dict[str, object]:
    return {"segment_id": segment, "topic": topic, "stance": stance, "proposed_stance": None, "coder": "model:1"}


def level(indicator: str, value: float, proposed: str | None = None) -> dict[str, object]:
    return {"unit": "indicator", "unit_id": indicator, "state": "scored", "value": value, "proposed": proposed}


def decided(
    kind: str, id_: str, item: str = "", value: str = "", who: str = "Ada", mode: str = "blind", decision="added"
):
    return Decision(kind, id_, item, decision, value, reviewer=who, at="2026-03-01", mode=mode)


def measured(codings, scores, decisions):
    machine = read_machine(codings, scores)
    found = measure_agreements(machine, read_people(decisions, TOPICS, machine), alpha)
    return {(one.one, one.other, one.way, one.measure, one.of): one for one in found}


def test_blind_coder__who_gives_the_same_topics_agrees_fully_and_silence_counts():
    codings = [coding("s-1", "meetings"), coding("s-2", "advocacy")]
    told = [
        decided("coding", "s-1", "meetings"),
        decided("coding", "s-2", "advocacy"),
        decided("segment", "s-3", decision="coded"),
    ]
    found = measured(codings, [], told)
    together = found["machine", "Ada", "blind", "topics", ""]
    assert (together.n, together.figures["percent"].value, together.figures["nominal"].value) == (9, 1.0, 1.0)
    assert ("machine", "Ada", "blind", "topics", "context") not in found  # nobody gave it


def test_seen_decisions__are_told_apart_from_blind_ones():
    told = [
        decided("coding", "s-1", "meetings", mode="review", decision="confirmed"),
        decided("coding", "s-2", "advocacy", mode="review", decision="rejected"),
    ]
    found = measured([coding("s-1", "meetings"), coding("s-2", "advocacy")], [], told)
    together = found["machine", "Ada", "seen", "topics", ""]
    assert (together.n, together.figures["percent"].value) == (2, 0.5)
    assert not [key for key in found if key[2] == "blind"]


def test_coding_found_right__accepts_its_stance_unless_another_is_given():
    told = [decided("coding", f"s-{n}", "meetings", mode="review", decision="confirmed") for n in (1, 2, 3)]
    told += [
        decided("coding", "s-4", "meetings", mode="review", decision="rejected"),
        decided("stance", "s-2", value="challenge", mode="review", decision="set"),
        decided("stance", "s-3", mode="review", decision="withdrawn"),
    ]
    found = measured([coding(f"s-{n}", "meetings") for n in (1, 2, 3, 4)], [], told)[
        "machine", "Ada", "seen", "stances", ""
    ]
    assert (found.n, found.figures["percent"].value) == (3, pytest.approx(2 / 3, abs=0.001))


def test_one_segment__tells_a_share_and_no_interval():
    figure = measured([coding("s-1", "meetings")], [], [decided("coding", "s-1", "meetings")])
    percent = figure["machine", "Ada", "blind", "topics", ""].figures["percent"]
    assert (percent.value, percent.low, percent.high) == (1.0, None, None)


def test_one_value_only__is_undefined_and_not_one():
    found = measured([coding("s-1", "meetings")], [], [decided("coding", "s-1", "meetings")])
    figures = found["machine", "Ada", "blind", "topics", "meetings"].figures
    assert (figures["percent"].value, figures["kappa"].value, figures["nominal"].value) == (1.0, None, None)


def test_levels__have_an_ordinal_alpha_that_forgives_neighbours():
    scores = [level(f"i{n}", float(n % 5)) for n in range(10)]
    near = [
        decided("level", f"i{n}", value=str(min(n % 5 + (n == 4), 4)), mode="review", decision="set") for n in range(10)
    ]
    far = [decided("level", f"i{n}", value=str(4 - n % 5), mode="review", decision="set") for n in range(10)]
    close, apart = (measured([], scores, told)["machine", "Ada", "seen", "levels", ""].figures for told in (near, far))
    assert close["ordinal"].value >= close["nominal"].value > apart["ordinal"].value
    assert close["ordinal"].low <= close["ordinal"].value <= close["ordinal"].high


def test_machines_level__is_what_it_proposed_and_not_what_a_person_set():
    told = [decided("level", "i1", value="1", mode="review", decision="set")]
    assert (
        measured([], [level("i1", 1.0, proposed="3")], told)["machine", "Ada", "seen", "levels", ""]
        .figures["percent"]
        .value
        == 0.0
    )


def test_people__are_compared_with_each_other():
    told = [
        decided("coding", "s-1", "meetings"),
        decided("coding", "s-1", "context", who="Ben"),
        decided("stance", "s-1", value="challenge", decision="set"),
    ]
    told.append(decided("stance", "s-1", value="achievement", who="Ben", decision="set"))
    found = measured([], [], told)
    assert found["Ada", "Ben", "blind", "topics", ""].figures["percent"].value == pytest.approx(1 / 3, abs=0.001)
    assert found["Ada", "Ben", "blind", "stances", ""].figures["percent"].value == 0.0


values = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40)


@given(values)
def test_kappa_and_alpha__are_those_of_others(pairs):
    one, other = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    ours = cohen_kappa(one, other)
    if ours is None:
        assert len({*one, *other}) == 1
    else:
        assert ours == pytest.approx(cohen_kappa_score(one, other), abs=1e-9)
    found = alpha(one.tolist(), other.tolist(), "nominal")
    if found is not None:
        assert found == pytest.approx(krippendorff_alpha(one, other), abs=1e-9)
