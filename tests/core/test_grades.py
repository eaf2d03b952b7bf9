import pytest
from builders import document, voice
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.grades import grade_evidence

GOV, CSO, UN, DONOR = (voice(group, group, 3) for group in ("government", "civil_society", "un", "donor"))
PLAN = document("plan", 3)
OLD_PLAN = document("old-plan", 3, date="2019")


@pytest.mark.parametrize(
    ("heard", "grade"),
    [
        pytest.param([PLAN, GOV, CSO, UN], "A", id="current document and three groups"),
        pytest.param([OLD_PLAN, GOV, CSO, UN], "B", id="old document: three groups carry it"),
        pytest.param([document("decree", 3, date="2015", is_in_force=True), GOV, CSO, UN], "A", id="document in force"),
        pytest.param([PLAN, GOV], "B", id="document and one group"),
        pytest.param([GOV, CSO, UN], "B", id="three groups"),
        pytest.param([GOV, CSO], "C", id="two groups"),
        pytest.param([PLAN], "C", id="document alone"),
        pytest.param([OLD_PLAN], "D", id="old document alone"),
        pytest.param([GOV, voice("g2", "government", 3)], "D", id="the body judged, alone"),
        pytest.param(
            [voice("a", "un", 3, is_second_hand=True), voice("b", "donor", 3, date="")], "D", id="hearsay and undated"
        ),
        pytest.param([voice("a", "", 3), voice("b", "", 3)], "D", id="unattributed"),
        pytest.param(
            [voice(g, g, 3, record_type="notes") for g in ("un", "donor", "business")],
            "C",
            id="notes only: a step down",
        ),
        pytest.param([GOV, CSO, voice("n", "un", 3, record_type="notes")], "C", id="notes carry the third group"),
    ],
)
def test_grade_evidence__by_the_rubric(heard, grade):
    assert grade_evidence(heard, as_of="2026-03") == grade


def test_grade_evidence__national_voices_on_communes__a_step_down():
    heard = [voice(group, group, 3, tier="national") for group in ("government", "un", "donor")]
    assert grade_evidence(heard, as_of="2026-03") == "B"
    assert grade_evidence(heard, as_of="2026-03", is_subnational=True) == "C"


@given(
    st.lists(st.sampled_from([GOV, CSO, UN, DONOR, PLAN, OLD_PLAN]), min_size=1),
    st.sampled_from(["notes", "verbatim"]),
    st.sampled_from(["2026-01", "2019", ""]),
)
def test_grade_evidence__a_further_concordant_voice__never_lowers_it(heard, record_type, date):
    more = [*heard, voice("new", "academia", 3, record_type=record_type, date=date)]
    assert grade_evidence(more, as_of="2026-03") <= grade_evidence(heard, as_of="2026-03")
