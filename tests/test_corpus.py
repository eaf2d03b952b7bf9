"""The corpus the theme coder learns from: sound, split by voice, and as well coded as its metrics say."""

import json

import pytest

from tasks.adapters.declarations import QUESTIONNAIRE, load_codebook
from tasks.adapters.theme_corpora import corpus_hash, load_splits, read_corpus
from tasks.adapters.theme_models import model_hash
from tasks.core.accuracy_tables import accuracy_table, confusion_line, learning_table, topic_table
from tasks.core.theme_corpora import CodedSegment, Splits, area_of, describe_corpus, lint_corpus
from tasks.train_coder import lint_coder_corpus

LANGUAGES = ("en", "fr", "es", "pt")
SPLITS = Splits(frozenset({"en-3"}), frozenset({"en-1/v2"}))


def segment(
    id_="en-1-001",
    voice="en-1/v1",
    text="Nobody pays for the hall any more.",
    topics=("msp_funding",),
    stance="challenge",
):
    return CodedSegment(id_, voice, "slug", "en", text, "Who pays?", "Q11", tuple(topics), stance, False)


def codes_of(*segments):
    codebook = load_codebook()
    problems = lint_corpus(segments, SPLITS, list(codebook.topics), list(codebook.stances))
    return {problem.code for problem in problems if problem.code != "C017"}


@pytest.fixture(scope="module")
def metrics():
    return json.loads((QUESTIONNAIRE / "coder" / "metrics.json").read_text(encoding="utf-8"))


def test_corpus__has_nothing_critical():
    problems = lint_coder_corpus()
    assert not [str(problem) for problem in problems if problem.severity == "critical"]


def test_corpus__has_a_thousand_segments_a_language():
    counts = describe_corpus([*read_corpus(), *read_corpus(sealed=True)])["languages"]
    assert set(counts) == set(LANGUAGES)
    assert min(counts.values()) >= 1000


def test_every_part__speaks_four_languages():
    splits = load_splits()
    parts = {(splits.part_of(one), one.language) for one in read_corpus()}
    assert parts == {(part, language) for part in ("train", "dev") for language in LANGUAGES}


def test_metrics__are_of_this_corpus_and_this_model(metrics):
    splits = load_splits()
    segments = read_corpus()
    for part in ("train", "dev"):
        own = [one for one in segments if splits.part_of(one) == part]
        assert metrics["corpus"][part]["sha256"] == corpus_hash(own)
    assert metrics["model"] == model_hash(QUESTIONNAIRE / "coder" / "model")


def test_card__tells_what_the_metrics_tell(metrics):
    """A card is there exactly when the model was measured on the sealed test."""
    path = QUESTIONNAIRE / "coder" / "card.json"
    assert path.is_file() == ("test" in metrics)
    if "test" not in metrics:
        return
    card = json.loads(path.read_text(encoding="utf-8"))
    assert card["figures"] == metrics["test"]["modes"]["full"]
    assert card["coder"] == f"model:{metrics['model'][:8]}"


def test_lint__sound_segments__nothing_to_say():
    assert codes_of(segment(), segment("en-1-002", text="We sit every second Tuesday, rain or shine.")) == set()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ([segment(), segment()], "C010"),
        ([segment(topics=("money",))], "C012"),
        ([segment(stance="")], "C013"),
        ([segment(topics=())], "C013"),
        ([segment(), segment("en-1-002", text="Well, nobody pays for the hall any more.")], "C014"),
        ([segment(), segment("en-1-002", "en-1/v2", text="Well, nobody pays for the hall any more.")], "C015"),
        ([segment(), segment("en-3-001", text="We sit on Tuesdays.")], "C016"),
    ],
)
def test_lint__what_is_wrong__is_told(wrong, code):
    assert code in codes_of(*wrong)


def test_lint__never_shows_words():
    problems = lint_corpus([segment(), segment()], SPLITS, ["msp_funding"], ["challenge"])
    assert not [problem for problem in problems if "hall" in str(problem)]


def test_area__of_a_question():
    assert [area_of(question) for question in ("Q1", "Q13", "Q14", "Q21", "Q23", "", "Q99")] == [
        "A1",
        "A2",
        "A3",
        "A4",
        "A5",
        "",
        "",
    ]


def test_page_of_coding__tells_what_the_metrics_tell(metrics):
    page = (QUESTIONNAIRE.parents[1] / "docs" / "coding.md").read_text(encoding="utf-8")
    for part in (accuracy_table, topic_table, learning_table, confusion_line):
        assert part(metrics) in page


@pytest.mark.parametrize("coder", ["author", "second", "adjudicated"])
def test_corpus__every_segment_is_coded_by_each_coder(coder):
    def ids(path):
        return [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]

    corpus, once = QUESTIONNAIRE / "coder" / "corpus", load_splits().once_coded
    for batch in sorted((corpus / "segments").glob("*.jsonl")):
        if coder == "author" or batch.stem not in once:
            assert sorted(ids(batch)) == sorted(ids(corpus / "codings" / coder / batch.name))


def test_corpus__what_was_coded_once__is_neither_test_nor_dev():
    splits = load_splits()
    assert not splits.once_coded & splits.sealed_batches
    assert not [voice for voice in splits.dev_voices if voice.partition("/")[0] in splits.once_coded]
