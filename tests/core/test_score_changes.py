"""The parts of a move, and why claims differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.core.score_changes import (
    CAUSES,
    CORRECTIONS,
    DECISIONS,
    DECLARATIONS,
    EDITED_DATA,
    INSTRUMENTS,
    NEW_DATA,
    SOFTWARE,
    Changed,
    Kept,
    Unit,
    find_causes,
    split_moves,
    take_over,
    tell_causes,
)

UNITS = ("meetings_held", "3", "overall")
STAND = st.one_of(
    st.tuples(st.just("scored"), st.floats(0, 100).map(lambda value: round(value, 3))),
    st.tuples(st.sampled_from(["NI", "NA", "CF"]), st.none()),
)
STANDS = st.lists(st.dictionaries(st.sampled_from(UNITS), STAND), min_size=1, max_size=len(CAUSES))


@given(st.dictionaries(st.sampled_from(UNITS), STAND), STANDS)
def test_parts__make_up_the_whole_move_in_the_order_of_the_causes(first, later):
    stands = [("", first), *zip(CAUSES, later, strict=False)]
    nowhere = ("", None)
    moves: dict[str, list] = {}
    for part in split_moves(stands):
        moves.setdefault(part.unit_id, []).append(part)
    for unit in UNITS:
        parts, before, after = moves.get(unit, []), first.get(unit, nowhere), later[-1].get(unit, nowhere)
        assert [part.cause for part in parts] == [cause for cause in CAUSES if cause in {p.cause for p in parts}]
        assert [before, *(part.after for part in parts)] == [*(part.before for part in parts), after]
        if parts and None not in [part.shift for part in parts]:
            assert sum(part.shift for part in parts) == pytest.approx(after[1] - before[1])


@given(st.dictionaries(st.sampled_from(UNITS), STAND))
def test_nothing_moved__has_no_parts(stand):
    assert split_moves([("", stand), *((cause, stand) for cause in CAUSES)]) == ()


ROWS = st.dictionaries(st.sampled_from("abcdef"), st.fixed_dictionaries({"level": st.integers(0, 4)}))


@given(ROWS, ROWS, st.lists(st.sampled_from(CAUSES), min_size=6, max_size=6))
def test_taking_over_one_cause_after_the_other__leads_from_the_old_rows_to_the_new(before, after, drawn):
    causes = {id_: cause for id_, cause in zip("abcdef", drawn, strict=True) if before.get(id_) != after.get(id_)}
    assert take_over(before, after, causes, ()) == [before[id_] for id_ in sorted(before)]
    assert take_over(before, after, causes, CAUSES) == [after[id_] for id_ in sorted(after)]


def kept(
    *, text: str = "We met.", group: str = "donor", sha256: str = "1", question: str = "Q9", level: float | None = 1.0
) -> Kept:
    """One interview with one segment, and one claim from it."""
    claim = {"interview_id": "A", "segment_id": "s", "answer_id": None, "indicator": "meetings_held", "level": level}
    records = {"A": {"stakeholder_group": group, "sha256": sha256}}
    return Kept(records, {} if level is None else {"c": claim}, {"s": Unit(text, question)})


@pytest.mark.parametrize(
    ("after", "changed", "cause"),
    [
        (kept(level=2.0), Changed(software=True), SOFTWARE),
        (kept(level=2.0), Changed(declarations=True), DECLARATIONS),
        (kept(level=2.0), Changed(software=True, declarations=True), INSTRUMENTS),
        (kept(level=None, text="We did not meet.", sha256="2"), Changed(), EDITED_DATA),
        (kept(level=None, text="We did not meet.", sha256="2"), Changed(software=True), EDITED_DATA),
        (kept(level=2.0, group="un"), Changed(registers=True), EDITED_DATA),
        (kept(level=2.0, question="Q4"), Changed(decisions=True), DECISIONS),
        (kept(level=2.0, question="Q4"), Changed(software=True), SOFTWARE),
        (kept(level=2.0, text="We meet."), Changed(software=True), SOFTWARE),
        (kept(level=2.0), Changed(), SOFTWARE),
        (Kept({}, {}, {}), Changed(registers=True), EDITED_DATA),
    ],
)
def test_claim_that_differs__has_the_cause_that_explains_it(after, changed, cause):
    assert find_causes(kept(), after, changed).claims == {"c": cause}


def test_claim_of_a_new_interview__is_new_data_whatever_else_changed():
    assert find_causes(Kept({}, {}, {}), kept(), Changed(software=True, decisions=True)).claims == {"c": NEW_DATA}


def test_corrected_column__is_a_correction_even_in_an_edited_file():
    corrected = Kept(kept(group="un").records, kept(level=2.0).claims, kept().units, {"A": {"stakeholder_group": "x"}})
    assert find_causes(kept(sha256="2"), corrected, Changed(corrections=True)).claims == {"c": CORRECTIONS}


def test_causes__are_told_in_words_with_their_shifts():
    rows = [
        {"cause": "edited_data", "shift": None, "before_value": 2.0, "after_value": None, "after_state": "NI"},
        {"cause": "new_data", "shift": -1.26, "before_value": 3.0, "after_value": 1.74},
    ]
    told = tell_causes({"before_state": "scored", "after_state": "scored"} | row for row in rows)
    assert told == "edited data 2 to NI, new data \u22121.3"
