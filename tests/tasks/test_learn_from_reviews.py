"""A coder of this installation: learnt from reviews, measured before it is used, kept apart from what is shipped."""

import re
import shutil

import pytest
from builders_review import COUNTRY, analyse, analysed, review

from tasks.adapters import coders
from tasks.adapters.declarations import QUESTIONNAIRE, read_yaml
from tasks.learn_from_reviews import gather_reviewed, learn_from_reviews
from tasks.manifest import fingerprint

EVERY = 40
"""Of the corpus, one segment in so many is learnt from here: enough to see the way it goes."""


@pytest.fixture(scope="module")
def questionnaire(tmp_path_factory):
    """The questionnaire with a thinned corpus."""
    folder = tmp_path_factory.mktemp("questionnaire") / "annex1"
    shutil.copytree(QUESTIONNAIRE, folder)
    for path in (folder / "coder" / "corpus").rglob("*.jsonl"):
        path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[::EVERY]), encoding="utf-8")
    return folder


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
    register.write_text(
        register.read_text("utf-8").replace("Coordination cell,yes,yes", "Coordination cell,no,no"), "utf-8"
    )
    analyse(store)
    assert "review/XAA/XAA-01" not in {one.voice for one in gather_reviewed(store, [COUNTRY])}
    assert "XAA-01" not in (store.coder / "reviewed" / "XAA.jsonl").read_text("utf-8")
    assert learn_from_reviews(store, ["XAB"]).problems[0].code == "V050"


@pytest.mark.slow
@pytest.mark.parametrize(("margin", "refused"), [(2.0, set()), (0.0, {"V051"})])
def test_coder__that_learnt_is_used_or_refused_by_the_declared_margin(
    tmp_path, questionnaire, monkeypatch, margin, refused
):
    store = analysed(tmp_path)
    judged(store)
    monkeypatch.setattr("tasks.learn_from_reviews.FEWEST_SEGMENTS", 5)
    settings = questionnaire / "coder" / "coder.yaml"
    settings.write_text(re.sub(r"worse_by: \S+", f"worse_by: {margin}", settings.read_text("utf-8")), "utf-8")
    read_yaml.cache_clear()
    before = fingerprint(store, COUNTRY, "en")
    learnt = learn_from_reviews(store, [COUNTRY], questionnaire)  # a thinned corpus teaches less than the shipped one
    assert learnt.n_segments >= 5
    assert learnt.after["all"]["f1"] < learnt.before["all"]["f1"]
    assert {problem.code for problem in learnt.problems} == refused
    is_used = not refused
    assert ((store.coder / "model").exists(), fingerprint(store, COUNTRY, "en") != before) == (is_used, is_used)
    own = coders.load_coder(own=store.coder)
    assert (own.version != coders.load_coder().version) == is_used
    analyse(store)
    made_by = {coder for coder in store.read_table(COUNTRY, "codings")["coder"] if coder.startswith("model:")}
    assert made_by == {own.version}
