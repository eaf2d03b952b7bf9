"""The weights that tell questions: stored beside what they are learnt from, never older than it, always the same."""

import shutil
import time

import numpy as np
import pytest

from tasks.adapters import interviewing
from tasks.adapters.declarations import QUESTIONNAIRE
from tasks.adapters.interviewing import load_question_cues, load_question_router, store_question_weights
from tasks.core.questions import QuestionCues, QuestionRouter, learn_questions

STORED = QUESTIONNAIRE / interviewing.QUESTION_WEIGHTS
SMALL = QuestionCues(
    {"Q1": ["what is it"], "Q2": ["who pays", "money"]}, {"Q1": 1, "Q2": 2}, answers={"Q2": ["a donor pays"]}
)


def test_stored_weights__are_learnt_from_what_is_declared_now():
    with np.load(STORED) as stored:
        checksum = stored["checksum"].tobytes().decode()
    assert checksum == load_question_cues().checksum, "run `make question-weights`"


@pytest.mark.slow
def test_stored_weights__learnt_again__are_the_same_but_for_a_last_figure(tmp_path):
    """Processors add in another order, so on another machine a weight may come to the next whole number."""
    folder = tmp_path / "annex1"
    shutil.copytree(QUESTIONNAIRE, folder)
    with np.load(store_question_weights(folder)) as learnt, np.load(STORED) as stored:
        assert learnt.files == stored.files
        for name in stored.files:
            nearest = 1 if name.endswith("weights") else 0
            apart = np.abs(learnt[name].astype(int) - stored[name].astype(int))
            assert apart.max(initial=0) <= nearest
            assert np.count_nonzero(apart) <= apart.size / 1000


def test_weights_of_other_cues__are_learnt_anew():
    other = QuestionCues({"Q1": ["who pays"], "Q2": ["what is it"]}, {"Q1": 1, "Q2": 2})
    assert QuestionRouter(SMALL, learn_questions(SMALL)).route("who pays")[0] == "Q2"
    assert QuestionRouter(other, learn_questions(SMALL)).route("who pays")[0] == "Q1"


@pytest.mark.parametrize("content", [b"", b"PK no archive", b"\x93NUMPY"])
def test_damaged_weights__count_as_none(tmp_path, content):
    path = tmp_path / interviewing.QUESTION_WEIGHTS
    path.write_bytes(content)
    assert interviewing._read_question_weights(path) is None
    assert interviewing._read_question_weights(tmp_path / "none.npz") is None


def test_learning__is_the_same_every_time_and_weighs_in_whole_numbers():
    first, second = learn_questions(SMALL), learn_questions(SMALL)
    assert np.array_equal(first.asking.weights, second.asking.weights)
    assert (first.asking.weights.dtype, first.checksum) == (np.dtype("int8"), second.checksum)


def test_question_router__loads_fast():
    load_question_router()
    start = time.process_time()
    load_question_router.__wrapped__()
    assert time.process_time() - start <= 0.6


def test_wordings_to_learn_from__are_many_for_every_question_and_language():
    for language in ("en", "fr", "es", "pt"):
        declared = interviewing.read_yaml(QUESTIONNAIRE / "question_wordings" / f"{language}.yaml")
        counts = {name: len(set(lines.splitlines())) for name, lines in declared.items()}
        assert set(counts) == {"elsewhere", "probes", *(f"Q{n}" for n in range(1, 24))}
        assert min(counts.values()) >= 30
