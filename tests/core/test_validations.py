"""Standing of a country's results: draft, reviewed, validated, stale."""

from dataclasses import replace

import pytest

from tasks.core.reviews import Decision
from tasks.core.validations import fingerprint_results, stand, write_fingerprint

LEVELS = [{"unit": "indicator", "unit_id": id_, "state": "scored", "value": 2.0, "review": None} for id_ in "ab"]
CODINGS = [
    {"segment_id": "s-1", "topic": "meetings", "stance": "achievement", "status": "suggested", "coder": "model:1",
     "proposed_stance": None}
]  # fmt: skip
SOURCES = [{"interview_id": "i", "sha256": "0", "consent_quote": True}]
SEGMENTS = [{"segment_id": "s-1"}]


def parts_of(levels=LEVELS, codings=CODINGS, sources=SOURCES):
    return fingerprint_results(sources, SEGMENTS, codings, levels)


def validation(reviewer="Ada", at="2026-03-01", item="named", decision="validated", parts=None):
    value = write_fingerprint(parts or parts_of())
    return Decision("validation", "XAA", item, decision, value, reviewer=reviewer, at=at, file="f", row=1)


def test_results__nobody_looked_at_are_a_draft():
    assert stand([], parts_of(), CODINGS, LEVELS).status == "draft"


def test_results__are_reviewed_when_every_level_is_decided_on():
    decided = [LEVELS[0] | {"review": "set"}, LEVELS[1] | {"review": "confirmed"}]
    standing = stand([], parts_of(), CODINGS, decided)
    assert (standing.status, standing.n_levels_set) == ("reviewed", 1)


def test_validation__holds_as_long_as_nothing_changes_and_says_what_did():
    assert stand([validation()], parts_of(), CODINGS, LEVELS).status == "validated"
    moved = [LEVELS[0] | {"value": 3.0}, LEVELS[1]]
    standing = stand([validation()], parts_of(levels=moved), CODINGS, moved)
    assert (standing.status, standing.changed) == ("stale", ("levels",))
    recoded = [CODINGS[0] | {"topic": "advocacy"}]
    standing = stand([validation()], parts_of(codings=recoded, sources=[SOURCES[0] | {"sha256": "1"}]), recoded, LEVELS)
    assert standing.changed == ("sources", "codings")


def test_what_people_did_to_codings__is_told_apart():
    of_machine = {"coder": "msp-themes", "status": "suggested", "proposed_stance": ""}
    codings = [
        of_machine,
        of_machine | {"status": "confirmed"},
        of_machine | {"status": "confirmed", "proposed_stance": "working"},
        of_machine | {"status": "rejected", "proposed_stance": "working"},
        of_machine | {"coder": "person:ada", "status": "confirmed"},
    ]
    standing = stand([], {}, codings, LEVELS)
    assert (standing.n_codings, standing.n_codings_decided) == (5, 4)
    told = (standing.n_codings_rejected, standing.n_codings_restanced, standing.n_codings_added)
    assert told == (1, 1, 1)


def test_validators__are_named_by_consent_only():
    given = [validation(), validation("Ben", "2026-03-02", "unnamed")]
    standing = stand(given, parts_of(), CODINGS, LEVELS)
    assert (standing.names, standing.n_unnamed, standing.date) == (("Ada",), 1, "2026-03-02")


def test_validation__can_be_taken_back():
    back = validation(at="2026-03-03", decision="withdrawn")
    assert stand([validation(), back], parts_of(), CODINGS, LEVELS).status == "draft"


@pytest.mark.parametrize("others", [[], [replace(validation("Ben"), value="levels:0 codings:0 sources:0")]])
def test_latest_validation__counts(others):
    assert stand([*others, validation(at="2026-04-01")], parts_of(), CODINGS, LEVELS).names == ("Ada",)
