"""A coder of this installation: learnt from reviews, measured before it is used, kept apart from what is shipped."""

from dataclasses import replace

import pytest
from builders_review import COUNTRY, analyse, analysed, review

from tasks.adapters import coders
from tasks.adapters.theme_models import ThemeModel, load_model
from tasks.apply_codes import code_lines
from tasks.learn_from_reviews import gather_reviewed, learn_from_reviews
from tasks.manifest import fingerprint


def judged(store):
    """Every coding confirmed."""
    rows = [
        {"kind": "coding", "id": row["segment_id"], "item": row["topic"], "decision": "confirmed"}
        for row in store.read_table(COUNTRY, "codings").to_dict("records")
    ]
    review(store, "all.csv", *rows)


def test_material__is_forgotten_when_consent_is_taken_back(tmp_path):
    store = analysed(tmp_path)
    judged(store)
    assert {one.voice for one in gather_reviewed(store, [COUNTRY])} >= {"review/XAA/XAA-01", "review/XAA/XAA-02"}
    register = store.raw / COUNTRY / "interviews.csv"
    told = register.read_text("utf-8")
    register.write_text(told.replace("Coordination cell,yes,yes", "Coordination cell,no,no"), "utf-8")
    analyse(store)
    assert "review/XAA/XAA-01" not in {one.voice for one in gather_reviewed(store, [COUNTRY])}
    assert "XAA-01" not in (store.coder / "reviewed" / "XAA.jsonl").read_text("utf-8")
    assert learn_from_reviews(store, ["XAB"]).problems[0].code == "V050"


def with_thresholds(moved_by):
    """In place of half an hour of training: the shipped model, with thresholds that are moved."""

    def fit(training):
        model = load_model(training.model_folder)
        weights = replace(model.weights, thresholds=model.weights.thresholds + moved_by)
        return ThemeModel(model.vocabulary, weights, model.asked_topics, model.about)

    return fit


@pytest.mark.slow
@pytest.mark.parametrize(("moved_by", "refused"), [(0.02, set()), (0.5, {"V051"})])
def test_coder__that_learnt_is_measured_and_used_or_refused(tmp_path, monkeypatch, moved_by, refused):
    store = analysed(tmp_path)
    judged(store)
    monkeypatch.setattr("tasks.learn_from_reviews.FEWEST_SEGMENTS", 5)
    monkeypatch.setattr("tasks.learn_from_reviews.fit_coder", with_thresholds(moved_by))
    before = fingerprint(store, COUNTRY, "en")
    learnt = learn_from_reviews(store, [COUNTRY])
    assert learnt.n_segments >= 5
    assert learnt.before["all"]["n"] == learnt.after["all"]["n"] > 400
    assert {problem.code for problem in learnt.problems} == refused
    is_used = not refused
    assert ((store.coder / "model").exists(), fingerprint(store, COUNTRY, "en") != before) == (is_used, is_used)
    own = coders.load_coder(own=store.coder)
    assert (own.version != coders.load_coder().version) == is_used
    analyse(store)
    made_by = {coder for coder in store.read_table(COUNTRY, "codings")["coder"] if coder.startswith("model:")}
    assert made_by == {own.version}
    ((answer,),) = code_lines([[b'{"id": 1, "text": "The donor pays for the room."}']], own=store.coder)
    assert answer["coder"] == own.version
