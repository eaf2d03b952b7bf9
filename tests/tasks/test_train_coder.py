"""Training: what is learnt is what is used."""

import numpy as np
import pytest

from tasks.adapters.theme_models import Asked, load_model, save_model
from tasks.adapters.theme_training import fit_model, fit_second_stage, predict
from tasks.core.theme_stacks import MODES
from tasks.train_coder import CoderTraining


@pytest.fixture(scope="module")
def learnt(tmp_path_factory):
    """A model of every tenth segment, the scores of training, and the model as it was read back."""
    training = CoderTraining()
    training.segments = training.segments[::12]
    material = training.material()
    rows = np.arange(len(training.segments))
    unseen = material.unseen_scores(rows)
    model = fit_model(material, rows, unseen, np.full((len(training.topics), 4), 0.4), {})
    folder = tmp_path_factory.mktemp("model")
    save_model(model, folder)
    return training, material, unseen, model, load_model(folder)


def ask(one, mode):
    return {
        "full": Asked(one.annex_question, one.area, one.question),
        "id": Asked(one.annex_question, one.area),
        "words": Asked(words=one.question),
        "area": Asked(area=one.area),
        "none": Asked(),
    }[mode]


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_model__says_what_training_measured(learnt, mode):
    training, material, unseen, model, _ = learnt
    rows = np.arange(len(training.segments))
    fitted = {name: material.fit(name, rows) for name in material.features}
    stage = fit_second_stage(material, unseen, rows, (mode,))
    topics, stances = predict(material, stage, material.score(fitted, rows), rows, mode)
    asked = [ask(one, mode) for one in training.segments]
    chosen = [n for n, one in enumerate(asked) if one.mode == mode]
    batch = model.describe([training.segments[n].text for n in chosen])
    own_topics, own_stances, _ = model.probabilities(batch, [asked[n] for n in chosen])
    for own, measured in ((own_topics, topics[chosen]), (own_stances, stances[chosen])):
        far = np.abs(own - measured) > 0.002
        assert far.mean() < 0.001


@pytest.mark.slow
def test_model__read_back_says_nearly_the_same(learnt):
    training, _, _, model, read = learnt
    texts = [one.text for one in training.segments[:50]]
    first, second = (own.probabilities(own.describe(texts), [Asked()] * 50)[0] for own in (model, read))
    assert np.abs(first - second).mean() < 0.01
